"""Random interior points of the declared domains of a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from math import inf
from random import Random
from typing import Any

from mpmath import mp, mpf
from sympy import Expr, Integer, Rational, S, Symbol, ceiling, floor, true
from sympy.core.relational import GreaterThan, LessThan, Relational, StrictGreaterThan, StrictLessThan

from symfisher.compiling import TROUBLE, machine_value
from symfisher.errors import SymfisherError
from symfisher.model import Family, Quantity
from symfisher.space import Space

Point = dict[Symbol, Expr]
ATTEMPTS, FEW_ATTEMPTS = 2000, 5
NEAR, CLEAR = Rational(1, 1000), 1e-9
FAR = 2  # powers of ten
LARGE, TAILS, CORNERS = (1000,), (5, 12, 30), 40
BOUNDS = (Integer(0), Integer(1), Integer(-1))


def interior_points(
    family: Family, count: int, seed: int = 0, variables: bool = False, far: bool = False
) -> list[Point]:
    """Random points, a few digits a number, inside the domains of known symbols and parameters.

    With `variables`, of the variables too; `far`, at distances of any size from the ends of the domains. The same seed
    gives the same points. Raises SymfisherError when the domains and the conditions together leave nothing that can be
    found.
    """
    random = Random(seed)
    quantities = [*family.known, *family.parameters, *(family.variables if variables else ())]
    declared = {quantity.symbol for quantity in quantities}
    conditions = [condition for condition in family.given if condition.free_symbols <= declared]
    return [_point(quantities, conditions, random, far) for _ in range(count)]


def near_ends(family: Family, count: int) -> list[Point]:
    """Points of everything declared, with one parameter after the other next to each of its finite ends."""
    found: list[Point] = []
    for k, (symbol, space) in enumerate((p.symbol, p.space) for p in family.parameters):
        width = (space.upper - space.lower) * NEAR
        if space.discrete or not width.is_number or not width.is_finite:
            continue
        for thin in (Space(space.lower, space.lower + width), Space(space.upper - width, space.upper)):
            parameters = [*family.parameters]
            parameters[k] = Quantity(symbol, thin)
            try:
                found += interior_points(replace(family, parameters=tuple(parameters)), count, variables=True)
            except SymfisherError:  # the conditions leave nothing there
                continue
    return found


def corners(family: Family) -> list[Point]:
    """Points of everything declared, the parameters next to ends of their domains or far out."""
    random, found = Random(0), []
    free = [(p, _ends(p.space, LARGE)) for p in family.parameters]
    free += [(v, [*_ends(v.space, TAILS), v.space]) for v in family.variables]
    for _ in range(CORNERS):
        thin = [Quantity(q.symbol, random.choice(spaces)) for q, spaces in free]
        with suppress(SymfisherError):  # the conditions leave nothing there
            found.append(_point([*family.known, *thin], list(family.given), random, attempts=FEW_ATTEMPTS))
    return [point for point in found if inside(family, point)]


def _ends(space: Space, tails: Sequence[int]) -> list[Space]:
    """Thin spaces next to the finite ends of a space, and far out where it has none"""
    lower, upper = space.lower, space.upper
    if space.discrete:
        far = [replace(space, lower=lower + t, upper=lower + t) for t in tails] if upper.is_infinite else []
        return [space, *far] if lower.is_finite else [space]
    width = (upper - lower) * NEAR if lower.is_finite and upper.is_finite else NEAR
    start, stop = (lower if lower.is_finite else Integer(0)), (upper if upper.is_finite else Integer(0))
    below = [Space(stop - t - 1, stop - t) for t in tails] if lower.is_infinite else [Space(lower, lower + width)]
    above = [Space(start + t, start + t + 1) for t in tails] if upper.is_infinite else [Space(upper - width, upper)]
    return [*below, *above]


def inside(family: Family, point: Point) -> bool:
    """Whether every symbol in `point` lies inside its domain, and the conditions on them hold."""
    quantities = [q for q in (*family.known, *family.parameters, *family.variables) if q.symbol in point]
    conditions = [condition for condition in family.given if condition.free_symbols <= point.keys()]
    return all(_contains(q.space, point[q.symbol], point) for q in quantities) and _hold(conditions, point)


def _point(
    quantities: list[Quantity],
    conditions: list[Relational],
    random: Random,
    far: bool = False,
    attempts: int = ATTEMPTS,
) -> Point:
    for attempt in range(attempts):
        widening = 1 + attempt / 200
        point: Point = {}
        for quantity in quantities:
            value = _value(quantity.space, point, random, widening, far)
            if value is None:
                break
            point[quantity.symbol] = value
        if len(point) == len(quantities) and _hold(conditions, point):
            return point
    names = ", ".join(quantity.symbol.name for quantity in quantities)
    raise SymfisherError(f"no values of {names} were found that satisfy the declared domains and conditions.")


def _hold(conditions: list[Relational], point: Point) -> bool:
    return all(_holds(condition, point) for condition in conditions)


def _holds(condition: Relational, point: Point) -> bool:
    """Whether the inequality holds: in machine numbers where these leave no doubt, which is much faster"""
    greater, less, symbols = _sides(condition)
    if greater is not None and less is not None:
        with suppress(*TROUBLE):
            above, below = (side(*(float(point[symbol]) for symbol in symbols)) for side in (greater, less))
            if CLEAR * max(1.0, abs(above), abs(below)) < abs(above - below) < inf:
                return bool(above > below)
    return condition.xreplace(point) is true


Side = Callable[..., Any] | None


@lru_cache(maxsize=256)
def _sides(condition: Relational) -> tuple[Side, Side, tuple[Symbol, ...]]:
    """What is to be greater and what less, as functions of the symbols; None where machine numbers have none"""
    symbols = tuple(sorted(condition.free_symbols, key=lambda symbol: symbol.name))
    if not isinstance(condition, (GreaterThan, LessThan, StrictGreaterThan, StrictLessThan)):
        return None, None, symbols
    return machine_value(condition.gts, symbols), machine_value(condition.lts, symbols), symbols


def _value(space: Space, point: Point, random: Random, widening: float, far: bool) -> Expr | None:
    """A value of this space, its bounds at the symbols drawn before; None where there is none."""
    lower, upper = _at(space.lower, point), _at(space.upper, point)
    try:
        drawn = _whole(lower, upper, random) if space.discrete else _real(lower, upper, random, widening, far)
    except ArithmeticError:  # beyond machine numbers
        return None
    return drawn if drawn is not None and _is_between(lower, drawn, upper, space.discrete) else None


def _at(end: Expr, point: Point) -> Expr:
    """The end of a space at a point, mostly a number as it stands"""
    return end if end.is_Atom and end not in point else end.xreplace(point)


def _whole(lower: Expr, upper: Expr, random: Random) -> Expr | None:
    if lower.is_infinite:
        lower = Integer(-3) if upper.is_infinite else floor(upper) - 5
    first, last = (
        int(ceiling(lower)),
        int(ceiling(lower)) + 5 if upper.is_infinite else int(floor(upper)),
    )
    first = max(first, min(2, last - 2)) if first >= 0 else first
    return Integer(random.randint(first, min(last, first + 3))) if first <= last else None


def _real(lower: Expr, upper: Expr, random: Random, widening: float, far: bool) -> Expr | None:
    if lower.is_infinite and upper.is_infinite:
        return _rounded(random.uniform(-2, 2) * (_far(random) if far else widening), 1.0)
    away = _far(random) if far else random.uniform(0.4 / widening, 2.6 * widening)
    if upper.is_infinite:
        return _rounded(float(lower) + away, away)
    if lower.is_infinite:
        return _rounded(float(upper) - away, away)
    width = float(upper - lower)
    share = random.uniform(0.1, 0.9) if not far else 1 / (1 + _far(random))
    return _rounded(float(lower) + width * share, width * min(share, 1 - share)) if width > 0 else None


def _far(random: Random) -> float:
    """A distance of any size"""
    return float(10 ** random.uniform(-FAR, FAR))


def _rounded(value: float, scale: float) -> Expr:
    digits = 3
    while scale < 0.05:
        scale, digits = scale * 10, digits + 1
    return Rational(round(value * 10**digits), 10**digits)


def _contains(space: Space, value: Expr, point: Point) -> bool:
    if space.discrete and value.is_integer is False:
        return False
    return _is_between(_at(space.lower, point), value, _at(space.upper, point), space.discrete)


def _is_between(lower: Expr, value: Expr, upper: Expr, closed: bool) -> bool:
    return _precedes(lower, value, closed) and _precedes(value, upper, closed)


def _precedes(a: Expr, b: Expr, closed: bool) -> bool:
    """a < b, or a ≤ b, where the value among them is finite"""
    if (
        a is S.NegativeInfinity or b is S.Infinity
    ):  # this and the next are what nearly always comes, and SymPy's relations are slow
        return True
    if isinstance(a, Rational) and isinstance(b, Rational):
        return a.p * b.q < b.p * a.q or (closed and a == b)
    if abs(difference := float(b) - float(a)) > CLEAR * abs(float(b)):
        return difference > 0
    return bool(a <= b if closed else a < b)


def advice(family: Family, bad: Sequence[Mapping[Symbol, Expr]], good: Sequence[Mapping[Symbol, Expr]]) -> str:
    """Which bound of one parameter tells the points where the density exists from the others"""
    for quantity in (*family.parameters, *family.known):
        symbol = quantity.symbol
        for bound in BOUNDS if good else ():
            if all(p[symbol] <= bound for p in bad) and all(p[symbol] > bound for p in good):
                return f"declare {symbol} > {bound}, if that is meant"
            if all(p[symbol] >= bound for p in bad) and all(p[symbol] < bound for p in good):
                return f"declare {symbol} < {bound}, if that is meant"
    return "mend its constant, or the domains of variables and parameters"


def shown(point: Mapping[Symbol, Expr]) -> str:
    """A point as text: mu=1.378, sigma=2.067."""
    return ", ".join(f"{symbol}={mp.nstr(mpf(value.p) / value.q, 6)}" for symbol, value in point.items())
