"""Is it the entry? A candidate closed form against quadrature or summation of the definition, at random points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from mpmath import mp, mpf, workdps
from sympy import (
    Add,
    Basic,
    Derivative,
    Dummy,
    Expr,
    Float,
    Function,
    I,
    Integral,
    Limit,
    Max,
    Min,
    Mul,
    Piecewise,
    Product,
    RootSum,
    Subs,
    Sum,
    cosh,
    exp,
    expand,
    false,
    nan,
    oo,
    sift,
    sinh,
    true,
    unpolarify,
    zoo,
)

from symfisher.compiling import vector
from symfisher.errors import SymfisherError
from symfisher.expect.law import Law
from symfisher.expect.normal_form import in_factors, normal_form
from symfisher.moments import Numeric, Point, information_in_digits
from symfisher.operations import operations
from symfisher.sampling import interior_points

DIGITS, SCREEN, FAR = 16, 8, 40
UNSETTLED = (Derivative, Dummy, Float, Integral, Limit, Max, Min, Piecewise, Product, RootSum, Subs, Sum)
TROUBLE = (SymfisherError, ArithmeticError, AttributeError, NameError, NotImplementedError, TypeError, ValueError)


class Acceptance:
    """Truth at three random interior points, computed when the first candidate asks for it."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.points = interior_points(law.family, 3, seed=17)

    @cached_property
    def screen(self) -> Numeric:
        return information_in_digits(self.law.family, self.law.scores, self.points[0], SCREEN)

    @cached_property
    def truths(self) -> list[Numeric]:
        return [information_in_digits(self.law.family, self.law.scores, point, DIGITS) for point in self.points]

    def accept(self, pair: tuple[int, int], candidate: Expr) -> Expr | None:
        """The candidate in normal form, if it is settled, right at every point, and has digits."""
        settled = settle(candidate, self.points)
        if settled is None or not self._agrees(pair, settled, [self.screen], SCREEN - 2):
            return None
        inside = self.law.points[0]
        exponential = settled.rewrite([sinh, cosh], exp)
        forms = [normal_form(settled, inside), *(by_functions(e, inside) for e in (settled, exponential)), settled]
        for closed in sorted(forms, key=operations):
            if settle(closed, self.points) == closed and self._right(pair, closed):
                return closed
        return None

    def _right(self, pair: tuple[int, int], closed: Expr) -> bool:
        return self._agrees(pair, closed, self.truths, DIGITS - 1) and has_digits(closed, self.points[0])

    def _agrees(self, pair: tuple[int, int], closed: Expr, truths: list[Numeric], digits: int) -> bool:
        a, b = pair
        for truth, point in zip(truths, self.points, strict=False):
            value, size = evaluated(closed, point, 2 * DIGITS), truth.information
            scale = mp.sqrt(abs(size[a, a] * size[b, b]))
            if value is None or abs(value - size[a, b]) > mpf(10) ** -digits * scale:
                return False
        return True


def by_functions(expression: Expr, inside: Point) -> Expr:
    """Σ cₖ fₖ with fₖ a product of functions, its coefficients in factors"""
    parts: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(expand(expression)):
        factors = sift(Mul.make_args(term), lambda factor: factor.has(Function))
        parts.setdefault(Mul(*factors[True]), []).append(Mul(*factors[False]))
    return Add(*(in_factors(Add(*c), inside) * functions for functions, c in parts.items()))


def settle(candidate: Expr, points: Sequence[Point]) -> Expr | None:
    """Cases decided by the points, polar numbers made plain; None for what is not closed."""
    plain = unpolarify(candidate.replace(Piecewise, lambda *cases: _decided(cases, points)))
    return None if plain.has(*UNSETTLED, I, nan, oo, -oo, zoo) else plain


def _decided(cases: tuple[tuple[Expr, Basic], ...], points: Sequence[Point]) -> Expr:
    """The value whose condition holds at every point, all before it failing at every point."""
    for value, condition in cases:
        verdicts = {condition.subs(point) for point in points}
        if verdicts == {true}:
            return value
        if verdicts != {false}:
            break
    return nan


def evaluated(closed: Expr, point: Point, digits: int) -> mpf | None:
    """The value, or None where it is not a real number."""
    with workdps(digits):
        try:
            value = mp.mpmathify(vector([closed], (), dict(point))()[0])
        except TROUBLE:
            return None
        return value if isinstance(value, mpf) and mp.isfinite(value) else None


def has_digits(closed: Expr, point: Point) -> bool:
    """Whether two precisions agree on forty digits."""
    low, high = (evaluated(closed, point, FAR + extra) for extra in (20, 60))
    return low is not None and high is not None and abs(low - high) <= mpf(10) ** -FAR * abs(high)
