"""A derivative by central differences of three orders, with an estimate of its error."""

from __future__ import annotations

from collections.abc import Callable

from mpmath import mpf
from sympy import Rational

from symfisher.compiling import number
from symfisher.sums import Estimate

STEP = Rational(1, 2**10)
WEIGHTS = (  # of (f(kh) − f(−kh))/h, k = 1, 2, …, for the orders 4, 6 and 8
    (Rational(2, 3), Rational(-1, 12)),
    (Rational(3, 4), Rational(-3, 20), Rational(1, 60)),
    (Rational(4, 5), Rational(-1, 5), Rational(4, 105), Rational(-1, 280)),
)


def central_difference(f: Callable[[Rational], Estimate]) -> Estimate:
    """f′(0) by the highest order; its error as if the orders went on to converge as they did, with what f brings.

    >>> from mpmath import mp, exp
    >>> found = central_difference(lambda h: Estimate(exp(mp.mpf(h.p) / h.q), mpf(0), mpf(1)))
    >>> abs(found.value - 1) < 1e-12, found.error < 1e-12
    (True, True)
    """
    count = len(WEIGHTS[-1])
    ups, downs = ([f(sign * k * STEP) for k in range(1, count + 1)] for sign in (1, -1))
    low, middle, high = (
        sum(number(w / STEP) * (up.value - down.value) for w, up, down in zip(weights, ups, downs, strict=False))
        for weights in WEIGHTS
    )
    cut = (high - middle) ** 2 / abs(middle - low) if middle != low else mpf(0)
    brought = sum(abs(number(w / STEP)) * (a.error + b.error) for w, a, b in zip(WEIGHTS[-1], ups, downs, strict=True))
    return Estimate(high, cut + brought, sum(e.scale for e in (*ups, *downs)))
