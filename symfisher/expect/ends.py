"""What must be positive for a sum of monomials to have an integral under a beta law, where single ones may have none.

Σ c ∫ u^(s+a−1) w^(t+b) logⁿu logᵐw is analytic in s and t as far as the integral of the sum exists, and so is its
closed form: both agree there, though each term exists only for some s and t.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import comb

from sympy import Expr, Integer, Rational, binomial, expand

from symfisher.expect.base_law import Beta, BetaPrime

Powers = tuple[Expr, Expr, int, int]
Sum = Mapping[Powers, Expr]
MOST_ORDERS = 8


def needed_together(law: Beta | BetaPrime, total: Sum, implied: Callable[[Expr], bool]) -> Iterable[Expr]:
    """What must be positive, and is not `implied`, at w = 0 and at u = 0"""
    if isinstance(law, BetaPrime):
        s, t, total = law.kernel.s, -law.kernel.t - law.kernel.s - 1, _as_beta(total)
    else:
        s, t = law.kernel.s, law.kernel.t
    yield from _needed_at_zero(s, total, implied)
    yield from _needed_at_zero(t + 1, {(b, a, m, n): c for (a, b, n, m), c in total.items()}, implied)


def _as_beta(total: Sum) -> dict[Powers, Expr]:
    """u = U/W and 1 + u = 1/W with W = 1 − U"""
    found: dict[Powers, Expr] = {}
    for (a, b, n, m), c in total.items():
        for j in range(n + 1):
            powers = (a, expand(-a - b), n - j, m + j)
            found[powers] = found.get(powers, Integer(0)) + (-1) ** (m + j) * comb(n, j) * c
    return found


def _needed_at_zero(s: Expr, total: Sum, implied: Callable[[Expr], bool]) -> Iterable[Expr]:
    """The power of u with which the terms of each kind, u^(a + whole) logⁿu, come to 0 together, and s, must be > 0"""
    kinds: dict[tuple[Expr, int], list[tuple[int, Expr, int, Expr]]] = {}
    for (a, b, n, m), c in total.items():
        whole, rest = a.as_coeff_Add()
        floor = whole.p // whole.q if isinstance(whole, Rational) else 0
        kinds.setdefault((expand(rest + whole - floor), n), []).append((floor, b, m, c))
    for (rest, _), terms in kinds.items():
        lowest = min(floor for floor, *_ in terms)
        for order in range(lowest, lowest + MOST_ORDERS):
            need = expand(s + rest + order)
            if implied(need):
                break
            if expand(sum((c * _taylor(b, m, order - floor) for floor, b, m, c in terms), Integer(0))) != 0:
                yield need
                break
        else:
            yield expand(s + rest + lowest)


def _taylor(b: Expr, m: int, order: int) -> Expr:
    """The coefficient of u^order in (1 − u)^b logᵐ(1 − u)"""
    if order < m:
        return Integer(0)
    powers = [(-1) ** k * binomial(b, k).expand(func=True) for k in range(order + 1)]
    for _ in range(m):
        powers = [-sum((powers[k - j] / j for j in range(1, k + 1)), Integer(0)) for k in range(order + 1)]
    return powers[order]
