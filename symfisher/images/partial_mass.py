"""The mass of a law between two places, in closed form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from mpmath import fp, mp, workdps
from sympy import (
    Add,
    Expr,
    Function,
    I,
    Integer,
    Integral,
    Piecewise,
    Pow,
    Sum,
    Symbol,
    cancel,
    diff,
    exp_polar,
    expand,
    expand_power_base,
    factor_terms,
    gamma,
    gammasimp,
    integrate,
    limit,
    log,
    lowergamma,
    nan,
    oo,
    powsimp,
    summation,
    uppergamma,
    zoo,
)

from symfisher.atoms import LARGEST_COUNT
from symfisher.compiling import TROUBLE
from symfisher.errors import ParseError
from symfisher.images.frame import Spaces, called, spaces_of, spelled
from symfisher.inversion import invert
from symfisher.model import Family
from symfisher.moments import totals
from symfisher.notation import Name
from symfisher.operations import operations
from symfisher.reading.effort import EffortError, limited_effort
from symfisher.reading.source import shown
from symfisher.sampling import Point, interior_points
from symfisher.space import Space
from symfisher.values import value_at

MOST_TERMS, CALLS, ASKED, CLOSE = 200, 20_000_000, 3, 1e-9
DIGITS = {fp: 10, mp: 12}


def partial_mass(base: Family, lower: Expr, upper: Expr, known: Spaces) -> Expr:
    """∫ p from `lower` to `upper`, or Σ p; ParseError where it is not found."""
    points = interior_points(_cut(base, lower, upper, known), ASKED)
    for found in (_summed if base.variables[0].space.discrete else _integrated)(base, lower, upper):
        if found is not None and all(_is_mass(_cut(base, lower, upper, known), found, point) for point in points):
            return _limited(partial(_readable, found)) or found
    what = shown(f"({spelled(lower)}, {spelled(upper)})")
    raise ParseError(f"no closed form is found for the mass of {called(base)} on {what}; write the density yourself.")


def _cut(base: Family, lower: Expr, upper: Expr, known: Spaces) -> Family:
    """p between the bounds, whose points are those where the bounds lie inside"""
    variable = base.variables[0]
    within = Space(lower, upper, discrete=variable.space.discrete)
    return Family(base.density, {variable.symbol.name: within}, spaces_of(base.parameters), dict(known), base.given)


def _summed(base: Family, lower: Expr, upper: Expr) -> Iterator[Expr | None]:
    """Σ p over a few integers, 1 − Σ p over the few that are left out, Σ p by SymPy"""
    x, space = base.variables[0].symbol, base.variables[0].space
    yield _terms(base, lower, upper)
    below = Integer(0) if lower == space.lower else _terms(base, space.lower, lower - 1)
    above = Integer(0) if upper == space.upper else _terms(base, upper + 1, space.upper)
    yield None if below is None or above is None else 1 - below - above
    if not any(end.is_Integer and abs(end) > LARGEST_COUNT for end in (lower, upper)):
        yield _limited(lambda: summation(base.density, (x, lower, upper)))


def _terms(base: Family, lower: Expr, upper: Expr) -> Expr | None:
    """p, term by term"""
    if not (upper - lower).is_Integer or upper - lower > MOST_TERMS:
        return None
    x = base.variables[0].symbol
    return Add(*(base.density.subs(x, lower + k) for k in range(int(upper - lower) + 1)))


def _integrated(base: Family, lower: Expr, upper: Expr) -> Iterator[Expr | None]:
    """G(upper) − G(lower) with G′ = p, and 1 − the same for the rest where that is one interval"""
    x, space = base.variables[0].symbol, base.variables[0].space
    rests = [(upper, space.upper)] if lower == space.lower else [(space.lower, lower)] if upper == space.upper else []
    for primitive in _primitives(base.density, x):
        yield _between(primitive, x, lower, upper)
        for rest in rests:
            outside = _between(primitive, x, *rest)
            yield None if outside is None else 1 - outside


def _primitives(density: Expr, x: Symbol) -> Iterator[Expr]:
    """G with G′ = p, also by u a distance, a power or a logarithm in p that grows with what it is taken of"""
    inner = sorted(density.atoms(Pow, log), key=lambda e: (operations(e), e.sort_key()))
    quick = [e for e in inner if isinstance(e, Pow) and not e.exp.is_number]  # without u these take long
    quick += sorted((e for e in density.atoms(Add) if not (e - x).is_number and not (e - x).has(x)), key=Expr.sort_key)
    for e in quick:
        yield from _by_substitution(density, x, e)
    if (whole := _primitive(density, x)) is not None:
        yield whole
    for e in inner:
        yield from () if e in quick else _by_substitution(density, x, e)


@lru_cache(maxsize=64)
def _primitive(density: Expr, x: Symbol) -> Expr | None:
    """G with G′ = p, by SymPy"""
    return _limited(lambda: integrate(density, x))


def _by_substitution(density: Expr, x: Symbol, inner: Expr) -> Iterator[Expr]:
    """G(x) = H(u(x)) with H′(u) = p(x(u)) x′(u)"""
    u = Name("u", positive=True) if isinstance(inner, Pow) else Name("u", real=True)
    grows = inner.exp.is_positive if isinstance(inner, Pow) else True
    inverse = invert(inner, x, u) if inner.has(x) and grows else None
    if inverse is not None:
        kernel = _one_power(density.xreplace({x: inverse}) * diff(inverse, u))
        if (part := _primitive(kernel, u)) is not None:
            yield part.xreplace({u: inner})


def _one_power(kernel: Expr) -> Expr:
    """u^a (cu)^b → c^b u^(a + b)"""
    return powsimp(expand_power_base(kernel)).replace(Pow, lambda base, exponent: base ** expand(exponent))


def _between(primitive: Expr, x: Symbol, lower: Expr, upper: Expr) -> Expr | None:
    """G(upper) − G(lower), each a limit from inside"""
    return _limited(lambda: _value(primitive, x, upper, "-") - _value(primitive, x, lower, "+"))


def _value(expression: Expr, x: Expr, end: Expr, side: str) -> Expr:
    plain = expression.subs(x, end)
    return limit(expression, x, end, side) if plain.has(nan, zoo, oo) else plain


def _limited(attempt: Callable[[], Expr]) -> Expr | None:
    """What an attempt finds without too much effort and without cases"""
    try:
        with limited_effort(CALLS):
            found = attempt()
    except (EffortError, Exception):  # SymPy's integrators raise whatever they meet
        return None
    return None if found.has(Integral, Sum, Piecewise, exp_polar, I, nan, zoo, oo) else found


def _readable(mass: Expr) -> Expr:
    """The shortest of what was found and one fraction, with Γ(s + 1) = s Γ(s) and, or not, Γ(s) − γ(s, z) = Γ(s, z)"""
    orders = {function.args[0] for function in mass.atoms(lowergamma)}
    # a mass is part of a density: the normal form of what is derived from it comes later
    below = gammasimp(mass).xreplace({gamma(s + 1): s * gamma(s) for s in orders})
    above = below.replace(lowergamma, lambda s, z: gamma(s) - uppergamma(s, z))
    forms = (cancel(above), cancel(below), below, mass)
    return min((*forms, *map(_arguments_factored, forms)), key=operations)


def _arguments_factored(mass: Expr) -> Expr:
    """erf(ac − bc) → erf(c(a − b))"""
    return mass.replace(lambda e: isinstance(e, Function), lambda e: e.func(*map(factor_terms, e.args)))


def _is_mass(cut: Family, found: Expr, point: Point) -> bool:
    """In machine numbers, and where these do not reach or disagree in more digits"""
    claimed = value_at(found, point, 20)
    return any(_differs_by(cut, claimed, point, ctx) < CLOSE * abs(claimed) for ctx in (fp, mp))


def _differs_by(cut: Family, claimed: Expr, point: Point, ctx: Any) -> Any:
    try:
        with workdps(2 * DIGITS[ctx] + 15):
            mass = totals(cut, lambda p: [p], point, DIGITS[ctx], ctx).values[0]
            return abs(mass - mp.mpmathify(claimed))
    except TROUBLE:
        return mp.inf
