"""A law of one variable as pieces on which its density has no kinks and no cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sympy import Abs, Expr, Heaviside, Max, Min, Piecewise, Rational, Symbol, expand, false, oo

from symfisher.expect.existence import implied
from symfisher.expect.law import KINKS, Law, tidy
from symfisher.expect.log_density import log_density
from symfisher.notation import Name
from symfisher.region import kinks
from symfisher.special import derivative

Point = dict[Symbol, Expr]


@dataclass(frozen=True)
class Piece:
    """p on (lower, upper); each of `points` lies inside, at other values of everything declared."""

    law: Law
    density: Expr
    lower: Expr
    upper: Expr
    points: Sequence[Point]
    variable: Symbol

    @cached_property
    def log_density(self) -> Expr:
        """ℓ on this piece"""
        return log_density(self.density, self.law.family.theta, self.points)

    @cached_property
    def scores(self) -> tuple[Expr, ...]:
        """∂ᵢℓ on this piece"""
        return tuple(tidy(derivative(self.log_density, parameter)) for parameter in self.law.family.theta)

    def product(self, a: int, b: int) -> Expr:
        """∂ₐℓ ∂_bℓ"""
        return self.scores[a] * self.scores[b]

    def curvature(self, a: int, b: int) -> Expr:
        """−∂ₐ∂_bℓ"""
        return -derivative(self.scores[a], self.law.family.theta[b])


def pieces(law: Law) -> tuple[Piece, ...] | None:
    """The pieces from left to right, or None where their order depends on the parameters."""
    x, space = law.omega[0], law.family.variables[0].space
    if space.discrete:
        return (Piece(law, law.family.density, space.lower, space.upper, law.points, x),)
    places = kinks(law.family)
    inner = [k for k in places if _within(k, space.lower, space.upper, law.points)]
    if not all(_is_beside(k, space.lower, space.upper, law) for k in places if k not in inner):
        return None
    ends = [space.lower, *sorted(inner, key=lambda e: _value(e, law.points[0])), space.upper]
    if any(_value(a, point) >= _value(b, point) for a, b in pairwise(ends) for point in law.points):
        return None
    found = []
    for lower, upper in pairwise(ends):
        points = [{**point, x: _between(lower, upper, point)} for point in law.points]
        if len(ends) == 2:
            points = law.points
        density = without_kinks(law.family.density, x, points[0])
        if any(without_kinks(law.family.density, x, point) != density for point in points[1:]):
            return None
        if density != 0:
            found.append(Piece(law, density, lower, upper, points, x))
    return tuple(found)


def unfolded(law: Law) -> Piece | None:
    """Half of a law on the whole line, where the density on a half-line is even about its end: ∫₀^∞ f = ½ ∫ f"""
    x, space, p = law.omega[0], law.family.variables[0].space, law.family.density
    end = space.lower if space.upper == oo else space.upper if space.lower == -oo else oo
    if end.is_infinite or end.has(*law.family.theta):
        return None
    y = Name(x.name, real=True)
    for point in law.many_points[:9]:
        here, there = (p.xreplace({**point, x: at}).evalf(25) for at in (point[x], 2 * end.xreplace(point) - point[x]))
        if not there.is_Float or abs(here - there) > abs(here) * Rational(1, 10**20):
            return None
    points = [{**point, y: point[x]} for point in law.points]
    return Piece(law, (p / 2).xreplace({x: y}), -oo, oo, points, y)


def _within(kink: Expr, lower: Expr, upper: Expr, points: Sequence[Point]) -> bool:
    return all(_value(lower, p) < _value(kink, p) < _value(upper, p) for p in points)


def _is_beside(kink: Expr, lower: Expr, upper: Expr, law: Law) -> bool:
    """Whether it lies outside the interval or at its end, for all parameters"""
    if kink.is_real is False or kink.is_number:
        return True
    return any(expand(d).is_zero or implied(d, law.family) for d in (lower - kink, kink - upper))


def _value(expression: Expr, point: Point) -> Expr:
    return expression.xreplace(point).evalf(20)


def _between(lower: Expr, upper: Expr, point: Point) -> Expr:
    """A number inside the interval."""
    a, b = (end.xreplace(point) for end in (lower, upper))
    if a == -oo and b == oo:
        return Rational(1, 3)
    if b == oo:
        return a + Rational(2, 3)
    return b - Rational(2, 3) if a == -oo else (a + b) / 2


def without_kinks(expression: Expr, x: Symbol, inside: Point) -> Expr:
    """|f| → ±f, cases → the case that holds, as they are at a point inside a piece."""

    def plain(kinked: Expr) -> Expr:
        if not kinked.has(x):
            return kinked
        if isinstance(kinked, Piecewise):
            return next(value for value, when in kinked.args if when.xreplace(inside) not in (False, false))
        if isinstance(kinked, (Max, Min)):
            choose = max if isinstance(kinked, Max) else min
            return choose(kinked.args, key=lambda f: _value(f, inside))
        slope = Rational(1) if _value(kinked.args[0], inside) > 0 else Rational(-1)
        if isinstance(kinked, Heaviside):
            return (1 + slope) / 2
        return slope * kinked.args[0] if isinstance(kinked, Abs) else slope

    return expression.replace(lambda e: isinstance(e, KINKS), plain)
