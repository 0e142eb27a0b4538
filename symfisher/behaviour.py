"""How functions behave next to an edge, a kink or in a tail: f ~ dᵅ with α from two small distances d."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mpmath import mp, mpf, workdps
from sympy import Expr, Symbol

from symfisher.compiling import TROUBLE, vector
from symfisher.expect.law import Law
from symfisher.region import is_elementary

Point = Mapping[Symbol, Expr]
DISTANCES = (60, 80)  # digits of 1/d
WORKING, DEEP = 250, 700
SAME = mpf(10) ** -12
SHARE = mpf(3) / 7


@dataclass(frozen=True)
class Place:
    """A value of the k-th variable, approached from below (way −1) or above (way +1)"""

    k: int
    at: Expr
    way: int

    @property
    def infinite(self) -> bool:
        return self.at.is_infinite is True


@dataclass(frozen=True)
class Behaviour:
    """f ~ height · dᵅ next to a place; α is ∞ where f vanishes sooner than any power"""

    power: Any
    height: Any

    @property
    def integrable(self) -> bool:
        return bool(self.power > -1 + SAME)

    @property
    def vanishes(self) -> bool:
        return bool(self.power > SAME)


def behaviour_at(
    law: Law, place: Place, point: Point, functions: Sequence[Expr], weighed: bool = False
) -> list[Behaviour] | None:
    """Functions next to a place, or None where it cannot be known; `weighed` by the room of the others there"""
    x = law.omega[place.k]
    if place.infinite and not is_elementary(law.density, x):
        return None
    found = _in_working_digits(law, place, point, functions, weighed, WORKING)
    if found is None or all(seen.vanishes for seen in found):
        return found
    return _in_working_digits(law, place, point, functions, weighed, DEEP)  # what is left of 0/0 may be noise


def _in_working_digits(
    law: Law, place: Place, point: Point, functions: Sequence[Expr], weighed: bool, digits: int
) -> list[Behaviour] | None:
    with workdps(digits):
        try:
            row = _row(law, functions, place, point)
            found = [row(mpf(10) ** -distance) for distance in DISTANCES]
        except TROUBLE:
            return None
        near, nearer = ([(room if weighed else 1) * value for value in row] for row, room in found)
        if not all(map(mp.isfinite, (*near, *nearer))):
            return None  # all digits have cancelled, or 0 to a negative power
        return list(map(_power, near, nearer))


def _power(near: Any, nearer: Any) -> Behaviour:
    if near == 0 or nearer == 0:
        return Behaviour(mp.inf, mpf(0))
    power = mp.log(near / nearer) / ((DISTANCES[1] - DISTANCES[0]) * mp.log(10))
    return Behaviour(power, nearer)


def _row(law: Law, functions: Sequence[Expr], place: Place, point: Point) -> Callable[[Any], tuple[list[Any], Any]]:
    """|f| dx/dd and the room that the other variables have there, as a function of the distance d from a place"""
    values = {symbol: value for symbol, value in point.items() if symbol not in law.omega}
    rows = _in_digits(tuple(functions), law.omega, tuple(values.items()), mp.dps)

    def row(d: Any) -> tuple[list[Any], Any]:
        at: list[Any] = []
        room = mpf(1)
        for k, variable in enumerate(law.family.variables):
            ends = vector((variable.space.lower, variable.space.upper), law.omega[:k], values)(*at)
            if k != place.k:
                at.append(_count_inside(*ends) if variable.space.discrete else _inside(*ends))
                room *= ends[1] - ends[0] if mp.isfinite(ends[1] - ends[0]) and not variable.space.discrete else 1
                continue
            at.append(_beside(place, d, law, values, at))
            if not ends[0] < at[k] < ends[1]:
                raise ValueError("the place does not lie in the space")
        scale = d**-2 if place.infinite else mpf(1)
        return [abs(value) * scale for value in rows(*at)], room

    return row


@lru_cache(maxsize=4)
def _in_digits(
    functions: tuple[Expr, ...], omega: tuple[Symbol, ...], values: tuple[tuple[Symbol, Expr], ...], digits: int
) -> Any:
    """The functions of ω at these values: the same at every place, and what is free of ω may take long in digits"""
    return vector(functions, omega, dict(values))


def _beside(place: Place, d: Any, law: Law, values: dict[Symbol, Expr], at: list[Any]) -> Any:
    """The value at the distance d from a place, given those of the variables before"""
    if place.infinite:
        return -place.way / d
    return vector([place.at], law.omega[: place.k], values)(*at)[0] + place.way * d


def _inside(lower: Any, upper: Any) -> Any:
    """A place inside that is no centre and no mode of the usual laws, where a score may be 0 and p without bounds"""
    if mp.isinf(lower):
        return upper - SHARE if mp.isfinite(upper) else SHARE
    return lower + (upper - lower) * SHARE if mp.isfinite(upper) else lower + SHARE


def _count_inside(lower: Any, upper: Any) -> Any:
    return min(lower + 1, upper) if mp.isfinite(lower) else min(mpf(0), upper)
