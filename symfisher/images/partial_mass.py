"""The mass of a law between two places, in closed form."""

from __future__ import annotations

from mpmath import mp
from sympy import (
    Add,
    Expr,
    Integer,
    Integral,
    Piecewise,
    Pow,
    Sum,
    diff,
    expand_power_base,
    integrate,
    limit,
    nan,
    oo,
    powsimp,
    simplify,
    summation,
    zoo,
)

from symfisher.atoms import LARGEST_COUNT
from symfisher.compiling import TROUBLE
from symfisher.errors import ParseError
from symfisher.images.frame import Spaces, called, spaces_of, spelled
from symfisher.inversion import invert
from symfisher.model import Family
from symfisher.moments import mass_in_digits
from symfisher.notation import Name
from symfisher.reading.effort import EffortError, limited_effort
from symfisher.reading.source import shown
from symfisher.sampling import Point, interior_points
from symfisher.space import Space

MOST_TERMS, CALLS, ASKED, DIGITS, CLOSE = 200, 20_000_000, 3, 12, 1e-9


def partial_mass(base: Family, lower: Expr, upper: Expr, known: Spaces) -> Expr:
    """∫ p from `lower` to `upper`, or Σ p; ParseError where it is not found."""
    for attempt in COUNTED if base.variables[0].space.discrete else CONTINUOUS:
        found = attempt(base, lower, upper)
        if found is not None and _agrees(base, lower, upper, known, found):
            return found
    what = shown(f"({spelled(lower)}, {spelled(upper)})")
    raise ParseError(f"no closed form is found for the mass of {called(base)} on {what}; write the density yourself.")


def _terms(base: Family, lower: Expr, upper: Expr) -> Expr | None:
    """Σ p over a few integers"""
    if not (upper - lower).is_Integer or upper - lower > MOST_TERMS:
        return None
    x = base.variables[0].symbol
    return Add(*(base.density.subs(x, lower + k) for k in range(int(upper - lower) + 1)))


def _rest_written_out(base: Family, lower: Expr, upper: Expr) -> Expr | None:
    """1 − Σ p over what is left out"""
    space = base.variables[0].space
    below = Integer(0) if lower == space.lower else _terms(base, space.lower, lower - 1)
    above = Integer(0) if upper == space.upper else _terms(base, upper + 1, space.upper)
    return None if below is None or above is None else 1 - below - above


def _summed(base: Family, lower: Expr, upper: Expr) -> Expr | None:
    x = base.variables[0].symbol
    if any(end.is_Integer and abs(end) > LARGEST_COUNT for end in (lower, upper)):
        return None
    return _limited(lambda: summation(base.density, (x, lower, upper)))


def _integrated(base: Family, lower: Expr, upper: Expr) -> Expr | None:
    """G(upper) − G(lower) with G′ = p"""
    x = base.variables[0].symbol

    def between() -> Expr:
        whole = integrate(base.density, x)
        return _value(whole, x, upper, "-") - _value(whole, x, lower, "+")

    return _limited(between)


def _by_substitution(base: Family, lower: Expr, upper: Expr) -> Expr | None:
    """∫ p dx = ∫ p(x(u)) x′(u) du with u a power in p that grows with x"""
    x = base.variables[0].symbol
    u = Name("u", positive=True)
    for power in sorted(base.density.atoms(Pow), key=lambda e: e.sort_key()):
        inverse = invert(power, x, u) if power.has(x) and power.exp.free_symbols else None
        if inverse is None or not power.exp.is_positive:
            continue
        kernel = powsimp(expand_power_base(base.density.xreplace({x: inverse}) * diff(inverse, u)))
        found = _limited(lambda kernel=kernel: integrate(simplify(kernel), u))
        if found is not None:
            ends = [_value(power, x, end, side) for end, side in ((lower, "+"), (upper, "-"))]
            return _limited(
                lambda ends=ends, found=found: _value(found, u, ends[1], "-") - _value(found, u, ends[0], "+")
            )
    return None


def _value(expression: Expr, x: Expr, end: Expr, side: str) -> Expr:
    plain = expression.subs(x, end) if end not in (oo, -oo) else nan
    return limit(expression, x, end, side) if plain.has(nan, zoo, oo) else plain


def _limited(attempt) -> Expr | None:  # type: ignore[no-untyped-def]
    """What an attempt finds without too much effort and without cases"""
    try:
        with limited_effort(CALLS):
            found = attempt()
    except (EffortError, Exception):  # SymPy's integrators raise whatever they meet
        return None
    return None if found.has(Integral, Sum, Piecewise, nan, zoo, oo) else found


def _agrees(base: Family, lower: Expr, upper: Expr, known: Spaces, found: Expr) -> bool:
    """Whether quadrature or summation finds the same, at points where the bounds lie inside"""
    variable = base.variables[0]
    within = Space(lower, upper, discrete=variable.space.discrete)
    parameters = spaces_of(base.parameters)
    cut = Family(base.density, {variable.symbol.name: within}, parameters, dict(known), base.given)
    return all(_is_mass(cut, found, point) for point in interior_points(cut, ASKED))


def _is_mass(cut: Family, found: Expr, point: Point) -> bool:
    try:
        mass = mass_in_digits(cut, point, DIGITS).values[0]
        return bool(abs(mass - mp.mpmathify(found.xreplace(point).evalf(20))) < CLOSE)
    except TROUBLE:
        return False


COUNTED, CONTINUOUS = (_terms, _rest_written_out, _summed), (_integrated, _by_substitution)
