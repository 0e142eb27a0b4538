"""Summation by parts: powers of a count in terms of lower ones.

With r(k+1)/r(k) = A(k)/B(k), Σ (A(k) g(k+1) − B(k−1) g(k)) r(k) is what is left at the ends. Taken with g = kʲ it
lowers the degree of a polynomial until powers below a fixed degree remain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sympy import Add, Expr, Integer, Mul, Poly, cancel, expand, oo

from symfisher.expect.count_basis import NoMoment
from symfisher.expect.count_law import Point, Run
from symfisher.expect.count_ratio import Ratio
from symfisher.expect.normal_form import is_negative


@dataclass(frozen=True)
class ByParts:
    """A run and the ratio of its successive probabilities."""

    run: Run
    ratio: Ratio

    def power(self, n: int, rest: Callable[[int], Expr]) -> Expr:
        """Σ kⁿ r from Σ (A(k)(k+1)ʲ − B(k−1)kʲ) r = ends, down to what is left to `rest`"""
        k = self.run.count
        if not self.converges(n):
            raise NoMoment
        if n < self.degree:
            return rest(n)
        image = self.image(n - self.degree)
        lower = Add(*(c * self.power(m, rest) for (m,), c in image.terms() if m < n))
        return (self.ends(n - self.degree) - lower) / image.coeff_monomial(k**n)

    @cached_property
    def degree(self) -> int:
        """The degree of A(k) − B(k − 1): powers from it on are known in terms of those below it."""
        return self.image(0).degree()

    def image(self, j: int) -> Poly:
        k, ratio = self.run.count, self.ratio
        image = ratio.numerator * (k + 1) ** j - ratio.denominator.subs(k, k - 1) * k**j
        terms = [(n, cancel(c)) for (n,), c in Poly(expand(image), k).terms()]
        return Poly(Add(*(c * k**n for n, c in terms)), k)

    def ends(self, j: int) -> Expr:
        """A(b) g(b+1) r(b) − B(a−1) g(a) r(a), from a to b"""
        k, ratio, (a, b) = self.run.count, self.ratio, (self.run.lower, self.run.upper)
        low = ratio.denominator.subs(k, a - 1)
        left = low * a**j * self.run.at(a) if cancel(low) != 0 else Integer(0)
        if b == oo:
            return -left
        high = ratio.numerator.subs(k, b)
        return (high * (b + 1) ** j * self.run.at(b) if cancel(high) != 0 else Integer(0)) - left

    def converges(self, n: int) -> bool:
        """Whether Σ kⁿ r does: a geometric tail, or a power tail that falls fast enough."""
        if self.run.upper != oo:
            return True
        k, ratio = self.run.count, self.ratio
        above, below = (Poly(Mul(*parts), k) for parts in (ratio.above, ratio.below))
        if above.degree() != below.degree():
            return above.degree() < below.degree()
        room = 1 - ratio.z
        if cancel(room) == 0:
            degree = above.degree()
            room = below.coeff_monomial(k ** (degree - 1)) - above.coeff_monomial(k ** (degree - 1)) - n - 1
        return bool(expand(room).is_positive) or all(_positive(room, point) for point in self.run.points)


def _positive(expression: Expr, point: Point) -> bool:
    return not is_negative(expression, point) and expression.subs(point) != 0
