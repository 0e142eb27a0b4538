"""The laws that a pivot may follow, and their moments from the cumulants of the extended normaliser.

A kernel u^(s−1) w^b with w = 1 − u or 1 + u, or u^(s−1) e^(−cu), has a normaliser K(s, b). E[u^α w^β logⁿu logᵐw] is a
derivative of K at a shifted point, over K: a ratio of Γ-functions times a polynomial in ψ-functions, never a derivative
of Γ-quotients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import comb

from sympy import Expr, Integer, Symbol, gamma, log, polygamma

from symfisher.expect.normal_form import canonical

u = Symbol("u", positive=True)
w = Symbol("w", positive=True)
"""What stands beside u: 1 − u under a beta law, 1 + u under a beta-prime law; unused under a gamma law."""

Cumulant = Callable[[int, int], Expr]


@dataclass(frozen=True)
class BaseLaw:
    """u^(first−1) times w^(second), or e^(−second u) under a gamma law."""

    name: str
    first: Expr
    second: Expr

    @property
    def beside(self) -> Expr | None:
        """w in terms of u."""
        return {"beta": 1 - u, "beta prime": 1 + u, "gamma": None}[self.name]

    def moment(self, a: Expr, b: Expr, n: int, m: int) -> Expr:
        """E[u^a w^b logⁿu logᵐw]"""
        value, cumulant = {"gamma": _gamma, "beta": _beta, "beta prime": _beta_prime}[self.name](self, a, b)
        return canonical(value) * _moment(cumulant, n, m)

    def exists(self, a: Expr, b: Expr) -> tuple[Expr, ...]:
        """What must be positive for E[u^a w^b] to exist."""
        if self.name == "gamma":
            return (self.first + a, self.second)
        if self.name == "beta":
            return (self.first + a, self.second + 1 + b)
        return (self.first + a, -self.second - self.first - a - b)


def _moment(cumulant: Cumulant, n: int, m: int) -> Expr:
    """The moment of order (n, m) from the cumulants: μ_{n+1,m} = Σ C(n,i) C(m,j) κ_{i+1,j} μ_{n−i,m−j}"""

    @cache
    def moment(n: int, m: int) -> Expr:
        if n == m == 0:
            return Integer(1)
        if n == 0:
            return sum((comb(m - 1, k) * cumulant(0, k + 1) * moment(0, m - 1 - k) for k in range(m)), Integer(0))
        return sum(
            (
                comb(n - 1, k) * comb(m, r) * cumulant(k + 1, r) * moment(n - 1 - k, m - r)
                for k in range(n)
                for r in range(m + 1)
            ),
            Integer(0),
        )

    return moment(n, m)


def _gamma(law: BaseLaw, a: Expr, b: Expr) -> tuple[Expr, Cumulant]:
    """K(s) = Γ(s) c^(−s)"""
    s, c = law.first + a, law.second

    def cumulant(n: int, m: int) -> Expr:
        return polygamma(0, s) - log(c) if n == 1 else polygamma(n - 1, s)

    return gamma(s) / gamma(law.first) * c ** (-a), cumulant


def _beta(law: BaseLaw, a: Expr, b: Expr) -> tuple[Expr, Cumulant]:
    """K(s, t) = Γ(s) Γ(t) / Γ(s + t)"""
    s, t = law.first, law.second + 1

    def cumulant(n: int, m: int) -> Expr:
        one = polygamma(n - 1, s + a) if m == 0 else polygamma(m - 1, t + b) if n == 0 else Integer(0)
        return one - polygamma(n + m - 1, s + t + a + b)

    ratio = gamma(s + a) * gamma(t + b) / gamma(s + t + a + b) * gamma(s + t) / (gamma(s) * gamma(t))
    return ratio, cumulant


def _beta_prime(law: BaseLaw, a: Expr, b: Expr) -> tuple[Expr, Cumulant]:
    """K(s, T) = Γ(s) Γ(T − s) / Γ(T), for w^(−T)"""
    s, total = law.first, -law.second
    rest = total - s

    def cumulant(n: int, m: int) -> Expr:
        value = (-1) ** (n + m) * polygamma(n + m - 1, rest - a - b)
        if m == 0:
            value += polygamma(n - 1, s + a)
        if n == 0:
            value -= (-1) ** m * polygamma(m - 1, total - b)
        return value

    ratio = gamma(s + a) * gamma(rest - a - b) / gamma(total - b) * gamma(total) / (gamma(s) * gamma(rest))
    return ratio, cumulant
