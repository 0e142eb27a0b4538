"""Whether an expression is 0: by its digits at points of the domain, where algebra may not see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mpmath import mp, mpf, workdps
from sympy import Expr, Rational, Symbol

from symfisher.compiling import vector

Point = Mapping[Symbol, Rational]
PRECISION = 60
NOTHING = mpf(10) ** -40


def vanishes(expression: Expr, points: Sequence[Point]) -> bool:
    """Whether the expression is 0 to 40 digits at every point.

    >>> vanishes(Rational(1, 3) - Rational(2, 6), [{}])
    True
    """
    if expression.is_Rational:
        return expression == 0
    with workdps(PRECISION):
        return all(abs(mp.mpmathify(vector([expression], (), dict(point))()[0])) < NOTHING for point in points)
