"""Reads a random symbol of sympy.stats: its density, its set, and the symbols in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import (
    And,
    Eq,
    Expr,
    FiniteSet,
    Integral,
    Intersection,
    Interval,
    Lambda,
    Max,
    Min,
    Piecewise,
    ProductSet,
    S,
    Set,
    Symbol,
)
from sympy.core.relational import Ge, Gt, Le, Lt

from symfisher.errors import ParseError
from symfisher.images.frame import declared
from symfisher.model import Family
from symfisher.reading.domains import WORDS
from symfisher.reading.effort import EffortError, limited_effort
from symfisher.reading.names import check_name
from symfisher.reading.source import shown
from symfisher.space import Space

WHERE, CALLS = "from_sympy_stats", 20_000_000
Branch = tuple[Expr, list[Any]]


def family_of(variable: Any, known: Any = (), domains: Mapping[str, Any] | None = None) -> Family:
    """The family of a random symbol, or of a one-to-one function of one."""
    if not isinstance(known, Iterable) or not isinstance(domains or {}, Mapping):
        raise ParseError(f"{WHERE}: expected names as known, and a mapping of names to domains.")
    known = {known} if isinstance(known, str) else {str(name) for name in known}
    domains = {str(name): domain for name, domain in (domains or {}).items()}
    if hasattr(variable, "pspace"):
        return _family(variable, known, domains)
    if not isinstance(variable, Expr):
        raise ParseError(f"{WHERE}: expected a random symbol of sympy.stats, got {type(variable).__name__}.")
    inside = {part for part in _outermost(variable) if hasattr(part, "pspace")}
    if len(inside) != 1:
        raise ParseError(f"{WHERE}: {shown(str(variable))} has {len(inside)} random symbols in it; this is for one.")
    (random,) = inside
    base = _family(random, known, domains)
    x = base.variables[0].symbol
    return base.under({x.name: variable.xreplace({random: x})})


def _outermost(expression: Any) -> Iterable[Any]:
    """The parts of an expression, without those inside a random symbol"""
    yield expression
    if not hasattr(expression, "pspace"):
        for part in expression.args:
            yield from _outermost(part)


def _family(random: Any, known: set[str], domains: Mapping[str, Any]) -> Family:
    """The density at a variable of ours, its symbols exchanged for ours by name"""
    distribution = _distribution(random)
    theirs = _symbols(distribution)
    x = _free_name(random, theirs)
    for name in (*known, *domains):
        if name not in (*theirs, x):
            names = ", ".join((*theirs, x))
            raise ParseError(f"{WHERE}: {shown(name)} is no symbol of {_title(distribution)}; those are {names}.")
    fixed, free = _domains(theirs, known, domains)
    _, ours = declared(WHERE, fixed, free)
    at = {symbol: ours[name] for name, symbol in theirs.items()}
    variable = {x: domains.get(x) or _values(_set(distribution).xreplace(at))}
    (fixed, free, variable), ours = declared(WHERE, fixed, free, variable)
    density = _at(distribution, ours[x]).xreplace(at)
    density, given = _on(variable[x], ours[x], density)
    return Family(density, variable, free, fixed, given, name=_title(distribution))


def _distribution(random: Any) -> Any:
    """What has a density and a set; of a compound law, what sympy.stats finds for the variable alone"""
    found = getattr(random.pspace, "distribution", None)
    try:
        values = getattr(found, "set", None)
    except Exception as trouble:  # its values are counted, and a symbol counts nothing
        raise ParseError(f"{WHERE}: sympy.stats cannot say what values {random} has; type its density.") from trouble
    if isinstance(values, ProductSet):
        raise ParseError(f"{WHERE}: {random} has several variables; this is for one.")
    if type(random.pspace).__name__ == "CompoundPSpace":
        from sympy.stats import density

        try:
            with limited_effort(CALLS):
                found = density(random)
        except (EffortError, Exception):  # SymPy's integrators raise whatever they meet
            found = None
    if not callable(found) or not isinstance(getattr(found, "set", None), (Set, set)):
        raise ParseError(f"{WHERE}: sympy.stats has no density of {random} in closed form; type it with Family(…).")
    return found


def _set(distribution: Any) -> Set:
    """Its values; those of a finite law may be a set of Python's"""
    return FiniteSet(*distribution.set) if isinstance(distribution.set, set) else distribution.set


def _title(distribution: Any) -> str:
    name = type(distribution).__name__.removesuffix("Distribution")
    if name.endswith("Handmade"):
        return f"a law of sympy.stats on {_set(distribution)}"[:200]
    return f"sympy.stats.{name}({', '.join(map(str, distribution.args))})"[:200]


def _symbols(distribution: Any) -> dict[str, Symbol]:
    """The free symbols by name, in the order of the arguments"""
    found = [s for part in distribution.args for s in sorted(part.free_symbols, key=str)]
    if any(hasattr(symbol, "pspace") for symbol in found):
        raise ParseError(f"{WHERE}: an argument is random still; type the density with Family(…).")
    for symbol in found:
        if any(other.name == symbol.name and other != symbol for other in found):
            raise ParseError(f"{WHERE}: two symbols are called {shown(symbol.name)}; rename one of them.")
    return {symbol.name: symbol for symbol in found}


def _free_name(random: Any, taken: Mapping[str, Any]) -> str:
    """The name of the random symbol where a variable may bear it, else x"""
    name = str(random.symbol)
    try:
        check_name(name, WHERE)
    except ParseError:
        name = "x"
    while name in taken:
        name = "x" if name != "x" and "x" not in taken else f"{name}_"
    return name


def _domains(theirs: Mapping[str, Symbol], known: set[str], domains: Mapping[str, Any]) -> tuple[Any, Any]:
    """Known symbols and parameters, each with its domain: an integer is known unless a domain is given for it"""
    found = {name: domains.get(name) or _assumed(symbol) for name, symbol in theirs.items()}
    fixed = {n for n, symbol in theirs.items() if n in known or (symbol.is_integer and n not in domains)}
    if not found.keys() - fixed:
        raise ParseError(f"{WHERE}: there is no parameter; give an argument as a symbol, or take one from known.")
    return {n: s for n, s in found.items() if n in fixed}, {n: s for n, s in found.items() if n not in fixed}


def _assumed(symbol: Symbol) -> Space:
    """The values that the assumptions of a symbol leave"""
    if symbol.is_integer:
        words = (("positive", "positive_integer"), ("nonnegative", "naturals"))
        return WORDS[next((word for fact, word in words if getattr(symbol, f"is_{fact}")), "integer")]
    facts = ("positive", "negative", "nonnegative", "nonpositive")
    return WORDS[next((fact for fact in facts if getattr(symbol, f"is_{fact}")), "real")]


def _values(support: Set) -> Space:
    """An interval, or integers in a row"""
    if isinstance(support, Interval) or support == S.Reals:
        return Space(support.inf, support.sup)
    if isinstance(support, FiniteSet) and all(k.is_Integer for k in support):
        if support.sup - support.inf == len(support) - 1:
            return Space(support.inf, support.sup, discrete=True)
    elif isinstance(support, Intersection):
        parts = [part for part in support.args if isinstance(part, Interval) or part.is_subset(S.Integers)]
        if len(parts) == len(support.args):
            return Space(Max(*(p.inf for p in parts)), Min(*(p.sup for p in parts)), discrete=True)
    elif support in (S.Naturals, S.Naturals0, S.Integers):
        return Space(support.inf, support.sup, discrete=True)
    raise ParseError(f"{WHERE}: the values {shown(str(support))} are no interval and no integers in a row.")


def _at(distribution: Any, x: Symbol) -> Expr:
    density = distribution(x)
    density = density(x) if isinstance(density, Lambda) else density
    if not isinstance(density, Expr) or density.has(Integral):
        raise ParseError(f"{WHERE}: sympy.stats has no density of {_title(distribution)} in closed form.")
    return density


def _on(space: Space, x: Symbol, density: Expr) -> tuple[Expr, tuple[Any, ...]]:
    """The density without the conditions that hold on the space, and those that bound it further"""
    if not isinstance(density, Piecewise):
        return density, ()
    branches = [(value, _left(condition, space, x)) for value, condition in density.args]
    if not space.discrete:
        branches = [branch for branch in branches if not any(isinstance(c, Eq) and c.has(x) for c in branch[1])]
    if branches[-1] == (0, []):
        branches.pop()
        if _cover(branches, space):
            branches[-1] = (branches[-1][0], [])
    if len(branches) == 1 and all(isinstance(c, (Ge, Gt, Le, Lt)) for c in branches[0][1]):
        return branches[0][0], tuple(branches[0][1])
    return Piecewise(*((value, And(*conditions)) for value, conditions in branches), (0, True)), ()


def _left(condition: Any, space: Space, x: Symbol) -> list[Any]:
    """The parts of a condition that do not follow from the ends of the space"""
    ends = (x - space.lower, space.upper - x)
    parts = [c for c in And.make_args(condition) if c != True]  # noqa: E712
    return [c for c in parts if not (isinstance(c, (Ge, Gt, Le, Lt)) and (c.gts - c.lts).expand() in ends)]


def _cover(branches: list[Branch], space: Space) -> bool:
    """Whether the cases leave nothing out: each value has one, or two of them are two sides of one place"""
    conditions = [only[0] if len(only) == 1 else None for _, only in branches]
    if all(isinstance(c, Eq) for c in conditions):
        return bool(space.upper - space.lower + 1 == len(branches))
    if len(branches) == 2 and all(isinstance(c, (Ge, Gt, Le, Lt)) for c in conditions):
        return bool(conditions[0].gts == conditions[1].lts and conditions[0].lts == conditions[1].gts)  # type: ignore
    return False
