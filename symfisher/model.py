"""A parametric family as a declaration: a density, its variables, its parameters, and what is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from math import isfinite
from typing import Any

from sympy import (
    And,
    Expr,
    Float,
    I,
    Integer,
    Max,
    Min,
    Piecewise,
    Rational,
    Symbol,
    Tuple,
    diff,
    expand,
    nan,
    zoo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import GreaterThan, LessThan, Relational, StrictGreaterThan, StrictLessThan

from symfisher.algebra import Algebra
from symfisher.atoms import check_atoms, one_a_place, with_atoms
from symfisher.errors import ParseError
from symfisher.notation import Name, displacement, outcome
from symfisher.origin import Origin
from symfisher.reading.domains import read_space
from symfisher.reading.effort import MOST_CALLS_OF_A_FAMILY, answered_soon
from symfisher.reading.parts import MAX_BITS, length
from symfisher.reading.source import Source, shown
from symfisher.reading.text import check_name, read_condition, read_expression
from symfisher.reading.tokens import normal as one_spelling
from symfisher.space import Space

_GROUPS = ("known", "parameters", "variables")
_LONGEST_LABEL = 200


@dataclass(frozen=True)
class Quantity:
    """A declared symbol and the values it may take."""

    symbol: Symbol
    space: Space


@dataclass(frozen=True)
class Family(Algebra):
    """A density p(variables | parameters), typed as text or given as a SymPy expression.

    `variables`, `parameters` and `known` map names to domains; rows and columns of the Fisher matrix follow
    `parameters`. `given` holds further conditions, `atoms` the point masses of a mixed law (place → mass).
    Raises ParseError for anything that cannot be read.

    >>> exponential = Family("lam*exp(-lam*x)", {"x": "(0, oo)"}, {"lam": "positive"})
    >>> exponential.density
    lam*exp(-lam*x)
    """

    density: Any
    variables: Any
    parameters: Any
    known: Any = field(default_factory=dict)
    given: Any = ()
    atoms: Any = field(default_factory=dict)
    name: str = ""
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self._is_normal():
            return
        # All of it together within one budget: many short texts would take as long as a long one.
        with answered_soon(Source("", "the family"), MOST_CALLS_OF_A_FAMILY):
            content = self._read()
            check_atoms(content["atoms"], content["variables"])
            _merge_atoms(content, self.density)
            _support_from_cases(content)
            _bound_variables(content)
        for name, value in content.items():
            object.__setattr__(self, name, value)

    def _read(self) -> dict[str, Any]:
        """The fields as symbols, spaces and expressions."""
        symbols: dict[str, Symbol] = {}
        groups = {group: _quantities(getattr(self, group), group, symbols) for group in _GROUPS}
        for what in ("variable", "parameter"):
            if not groups[f"{what}s"]:
                raise ParseError(f"{what}s: none declared; a family needs at least one {what}, as x: '(0, oo)'.")
        _check_label(self.name)
        if not isinstance(self.given, (str, Relational, list, tuple)):
            raise ParseError(f"given: expected a list of text, got {type(self.given).__name__}.")
        conditions = (self.given,) if isinstance(self.given, (str, Relational)) else tuple(self.given)
        return {
            **groups,
            "density": _expression(self.density, symbols, "density"),
            "given": tuple(c for given in conditions for c in _conditions(given, symbols)),
            "atoms": tuple(
                (_expression(place, symbols, "atoms"), _expression(mass, symbols, f"atoms, {shown(str(place))}"))
                for place, mass in _pairs(self.atoms, "atoms")
            ),
        }

    def _is_normal(self) -> bool:
        return isinstance(self.variables, tuple) and bool(self.variables) and isinstance(self.variables[0], Quantity)

    @property
    def omega(self) -> Expr | Tuple:
        """The variable, or the Tuple of several."""
        return outcome(tuple(v.symbol for v in self.variables))

    @property
    def theta(self) -> tuple[Symbol, ...]:
        """The symbols of the parameters, in the order of the matrix."""
        return tuple(p.symbol for p in self.parameters)

    @property
    def delta(self) -> tuple[Name, ...]:
        """The displacement of each parameter."""
        return tuple(displacement(symbol) for symbol in self.theta)

    @property
    def limits(self) -> tuple[Tuple, ...]:
        """(x, lower, upper, discrete) for each variable: what Total runs over."""
        return tuple(Tuple(v.symbol, v.space.lower, v.space.upper, v.space.discrete) for v in self.variables)

    def symbol(self, name: str) -> Symbol:
        """The declared symbol of this name; KeyError if there is none."""
        declared = (*self.known, *self.parameters, *self.variables)
        return {q.symbol.name: q.symbol for q in declared}[name]


def _check_label(name: Any) -> None:
    """The name of a family is shown on a terminal, which obeys control characters."""
    if not isinstance(name, str) or len(name) > _LONGEST_LABEL or not name.isprintable():
        raise ParseError(f"name: expected a line of at most {_LONGEST_LABEL} printable characters.")


def _pairs(mapping: Any, where: str) -> Iterable[tuple[Any, Any]]:
    if not isinstance(mapping, Mapping):
        raise ParseError(f"{where}: expected a mapping of names to text, got {type(mapping).__name__}.")
    return mapping.items()


def _quantities(mapping: Any, where: str, symbols: dict[str, Symbol]) -> tuple[Quantity, ...]:
    """The declared quantities of one group; `symbols` grows, so that a bound may use what came before."""
    quantities = []
    for name, domain in _pairs(mapping, where):
        name = getattr(name, "name", name)
        if not isinstance(name, str):
            raise ParseError(f"{where}: expected names as text, got {type(name).__name__}.")
        check_name(name, where)
        if one_spelling(name) in map(one_spelling, symbols):
            raise ParseError(f"{where}: {name!r} is declared twice; give each symbol one role and one name.")
        if not isinstance(domain, (str, Space)):
            raise ParseError(
                f"{where}, {name}: expected a domain as text, such as '(0, oo)', got {shown(repr(domain))}."
            )
        space = domain if isinstance(domain, Space) else _space(domain, symbols, f"{where}, {name}", name, mapping)
        symbols[name] = space.symbol(name)
        quantities.append(Quantity(symbols[name], space))
    return tuple(quantities)


def _space(domain: str, symbols: dict[str, Symbol], where: str, name: str, mapping: Mapping) -> Space:
    try:
        return read_space(domain, symbols, where, name)
    except ParseError as error:
        later = (set(map(str, mapping)) - symbols.keys() - {name}).intersection(re.findall(r"\w+", domain))
        needed = f"{where}: the domain uses {min(later)!r}; declare it before." if later else ""
        raise (ParseError(needed) if later else error) from None


def _expression(source: Any, symbols: Mapping[str, Symbol], where: str) -> Expr:
    """Text by the reader; a SymPy expression by matching its symbols to the declared ones by name."""
    if isinstance(source, str):
        return read_expression(source, symbols, where)
    if isinstance(source, int) and not isinstance(source, bool):
        source = Integer(source)
    elif isinstance(source, float) and isfinite(source):
        source = Rational(str(source))
    if not isinstance(source, Expr) or source.has(nan, zoo, I, AppliedUndef):
        raise ParseError(f"{where}: expected text or a SymPy expression, got {type(source).__name__}.")
    if any(length(number) > MAX_BITS for number in source.atoms(Rational)):
        raise ParseError(f"{where}: a number in this is too long; write it with fewer digits.")
    return _declared(source, symbols, where)


def _declared(source: Any, symbols: Mapping[str, Symbol], where: str) -> Any:
    """The same expression in the declared symbols, with exact numbers for floats."""
    unknown = sorted(s.name for s in source.free_symbols if s.name not in symbols)
    if unknown:
        raise ParseError(
            f"{where}: unknown name {unknown[0]!r}; declare it as a variable, a parameter or a known symbol."
        )
    exact = {number: Rational(str(number)) for number in source.atoms(Float)}
    return source.xreplace({s: symbols[s.name] for s in source.free_symbols} | exact)


def _merge_atoms(normal: dict[str, Any], source: Any) -> None:
    """Those of one place together; among counts they belong to the probabilities."""
    normal["atoms"], variable = one_a_place(normal["atoms"]), normal["variables"][0]
    if normal["atoms"] and variable.space.discrete:
        symbols = {q.symbol.name: q.symbol for group in _GROUPS for q in normal[group]}
        normal["density"] = with_atoms(normal["density"], variable.symbol, normal["atoms"], source, symbols)
        normal["atoms"] = ()


def _bound_variables(normal: dict[str, Any]) -> None:
    """A condition on variables becomes a bound of the last of them: x + y < 1 gives y the upper bound 1 − x."""
    kept, todo = [], list(normal["given"])
    while todo:
        condition = todo.pop(0)
        places = [k for k, v in enumerate(normal["variables"]) if v.symbol in condition.free_symbols]
        if not places:
            kept.append(condition)
            continue
        variables = list(normal["variables"])
        variables[places[-1]] = last = _bounded(variables[places[-1]], condition)
        normal["variables"] = tuple(variables)
        todo += _room(last.space, variables[: places[-1]])
    normal["given"] = tuple(kept)


def _room(space: Space, before: list[Quantity]) -> Iterator[Relational]:
    """Where an interval is not empty, as bounds of a variable before it: 0 < y < 1 − x only where x < 1"""
    for lower, upper in product(Max.make_args(space.lower), Min.make_args(space.upper)):
        condition = LessThan(lower, upper) if space.discrete else StrictLessThan(lower, upper)
        last = next((v for v in reversed(before) if v.symbol in condition.free_symbols), None)
        if last is None or lower.is_infinite or upper.is_infinite or not isinstance(condition, _INEQUALITIES):
            continue
        slope = _slope(last, condition)
        if slope is not None and (slope.is_positive or slope.is_negative):
            yield condition


def _support_from_cases(normal: dict[str, Any]) -> None:
    """A density that is p where conditions hold and 0 elsewhere is p on the space that they bound."""
    density, last = normal["density"], normal["variables"][-1]
    if not isinstance(density, Piecewise):
        return
    if len(density.args) > 2 or density.args[-1] not in ((0, True), density.args[0]):
        return
    conditions = And.make_args(density.args[0][1])
    if last.space.discrete or not all(isinstance(c, _INEQUALITIES) and _slope(last, c) is not None for c in conditions):
        return
    for condition in conditions:
        last = _bounded(last, condition)
    symbol = last.space.symbol(last.symbol.name)
    normal["density"] = density.args[0][0].xreplace({last.symbol: symbol})
    normal["atoms"] = tuple((place.xreplace({last.symbol: symbol}), mass) for place, mass in normal["atoms"])
    normal["given"] = tuple(condition.xreplace({last.symbol: symbol}) for condition in normal["given"])
    normal["variables"] = (*normal["variables"][:-1], Quantity(symbol, last.space))


def _slope(variable: Quantity, condition: Relational) -> Expr | None:
    """What the variable is multiplied by in the condition, where it is linear in it."""
    slope = diff(expand(condition.gts - condition.lts), variable.symbol)
    return None if slope == 0 or slope.has(variable.symbol) else slope


def _bounded(variable: Quantity, condition: Relational) -> Quantity:
    x, space = variable.symbol, variable.space
    slope = _slope(variable, condition) if isinstance(condition, _INEQUALITIES) else None
    if slope is None:
        it = shown(str(condition))
        raise ParseError(f"given: {it} cannot be turned into a bound of {x}; write it as the domain of {x}.")
    strict = Integer(int(space.discrete and isinstance(condition, (StrictLessThan, StrictGreaterThan))))
    end = expand(x - expand(condition.gts - condition.lts) / slope)
    lower, upper = Max(space.lower, end + strict), Min(space.upper, end - strict)
    if slope.is_positive:
        return Quantity(x, replace(space, lower=lower))
    if slope.is_negative:
        return Quantity(x, replace(space, upper=upper))
    return Quantity(x, replace(space, lower=_case(lower, space.lower, slope), upper=_case(space.upper, upper, slope)))


def _case(above: Expr, below: Expr, slope: Expr) -> Expr:
    """One bound where the slope is positive, and another where it is negative."""
    return Piecewise((above, slope > 0), (below, True))


_INEQUALITIES = (GreaterThan, LessThan, StrictGreaterThan, StrictLessThan)


def _conditions(source: Any, symbols: Mapping[str, Symbol]) -> tuple[Relational, ...]:
    if isinstance(source, str):
        return read_condition(source, symbols)
    if isinstance(source, Relational):
        return (_declared(source, symbols, "given"),)
    raise ParseError(f"given: expected text such as 'p1 + p2 < 1', got {type(source).__name__}.")
