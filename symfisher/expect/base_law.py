"""The laws that a pivot may follow, and their moments from the cumulants of the extended normaliser.

A kernel u^(s−1) w^b with w = 1 − u or 1 + u, or u^(s−1) e^(−cu), has a normaliser K(s, b). E[u^α w^β logⁿu logᵐw] is a
derivative of K at a shifted point, over K: a ratio of Γ-functions times a polynomial in ψ-functions, never a derivative
of Γ-quotients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import comb, prod
from typing import ClassVar

from sympy import Expr, Integer, Poly, S, expand, factorial, gamma, log, oo, polygamma

from symfisher.expect.normal_form import exponential
from symfisher.expect.recurrences import canonical
from symfisher.notation import Name

u = Name("u", positive=True)
w = Name("w", positive=True)
"""What stands beside u: 1 − u or 1 + u."""

Cumulant = Callable[[int, int], Expr]


class NoMoment(Exception):
    """A moment that these laws do not have in closed form."""


@dataclass(frozen=True)
class Kernel:
    """e^rest u^(s−1) w^t e^(−cu − d/u − q log²u) logʳu on (low, high), where w, if any, is 1 − u or 1 + u"""

    s: Expr
    t: Expr
    c: Expr
    d: Expr
    beside: Expr | None
    rest: Expr
    low: Expr
    high: Expr
    r: int = 0
    q: Expr = S.Zero

    @property
    def factor(self) -> Expr:
        """e^rest"""
        return exponential(expand(self.rest, log=False))

    @property
    def full(self) -> bool:
        """Whether u runs over all that is positive, under a beta law over all between 0 and 1."""
        return self.low == 0 and self.high == (1 if self.beside == 1 - u else oo)


@dataclass(frozen=True)
class BaseLaw:
    """A law of u and the integrals of u^a w^b logⁿu logᵐw under it; `scale` times the kernel's is the integral."""

    kernel: Kernel
    scale: Expr
    name: ClassVar[str]

    @classmethod
    def of(cls, kernel: Kernel, whole: bool) -> BaseLaw:
        """The law with this kernel; on the whole of a space the integral of 1 is 1."""
        if whole and not kernel.r:
            return cls(kernel, 1 / cls.normaliser(kernel.s, kernel.t, kernel.c))
        return cls(kernel, kernel.factor)

    def integral(self, a: Expr, b: Expr, n: int, m: int) -> Expr:
        """∫ u^a w^b logⁿu logᵐw under the law"""
        s, t = expand(self.kernel.s + a), expand(self.kernel.t + b)
        return canonical(self.scale * self.moment(s, t, n + self.kernel.r, m))

    def exists(self, a: Expr, b: Expr, n: int, m: int) -> tuple[Expr, ...]:
        """What must be positive for that integral to exist."""
        return self.needs(self.kernel.s + a, self.kernel.t + b, n + self.kernel.r, m)

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        """∫ u^(s−1) w^t logⁿu logᵐw e^(−cu − d/u) du = K(s, t) times a polynomial in the cumulants"""
        normaliser = self.normaliser(s, t, self.kernel.c)
        return normaliser * _moment(lambda k, r: self.cumulant(s, t, k, r), n, m)

    @staticmethod
    def normaliser(s: Expr, t: Expr, c: Expr) -> Expr:
        """K(s, t)"""
        raise NoMoment

    def cumulant(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        """∂ⁿ∂ᵐ log K"""
        raise NoMoment

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        """What must be positive for the moment to exist."""
        raise NoMoment


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


class Gamma(BaseLaw):
    """K(s) = Γ(s) c^(−s)"""

    name = "gamma"

    @staticmethod
    def normaliser(s: Expr, t: Expr, c: Expr) -> Expr:
        if t != 0:
            raise NoMoment
        return gamma(s) * c ** (-s)

    def cumulant(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        return polygamma(0, s) - log(self.kernel.c) if n == 1 else polygamma(n - 1, s)

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        return (s,)


class Beta(BaseLaw):
    """K(s, t) = Γ(s) Γ(t + 1) / Γ(s + t + 1)"""

    name = "beta"

    @staticmethod
    def normaliser(s: Expr, t: Expr, c: Expr) -> Expr:
        return gamma(s) * gamma(t + 1) / gamma(s + t + 1)

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        """At a pole of Γ the logarithms still make the integral finite, and it is a sum of ζ-functions."""
        if _is_pole(t + 1) and m == 0:
            return _at_pole(s, int(-t - 1), n)
        if _is_pole(s) and n == 0:
            return _at_pole(t + 1, int(-s), m)
        if _is_pole(t + 1) or _is_pole(s):
            raise NoMoment
        return super().moment(s, t, n, m)

    def cumulant(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        one = polygamma(n - 1, s) if m == 0 else polygamma(m - 1, t + 1) if n == 0 else Integer(0)
        return one - polygamma(n + m - 1, s + t + 1)

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        """log u vanishes like w at w = 0, and log w like u at u = 0."""
        return (s + m, t + 1 + n)


class BetaPrime(BaseLaw):
    """K(s, T) = Γ(s) Γ(T − s) / Γ(T), for w^(−T)"""

    name = "beta prime"

    @staticmethod
    def normaliser(s: Expr, t: Expr, c: Expr) -> Expr:
        return gamma(s) * gamma(-t - s) / gamma(-t)

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        """With v = 1/w it is a beta law: at a pole of Γ as there."""
        if _is_pole(s) and n == 0:
            return (-1) ** m * _at_pole(-t - s, int(-s), m)
        if _is_pole(s):
            raise NoMoment
        return super().moment(s, t, n, m)

    def cumulant(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        value = (-1) ** (n + m) * polygamma(n + m - 1, -t - s)
        if m == 0:
            value += polygamma(n - 1, s)
        if n == 0:
            value -= (-1) ** m * polygamma(m - 1, -t)
        return value

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        """log w vanishes like u at u = 0."""
        return (s + m, -t - s)


def _is_pole(argument: Expr) -> bool:
    return bool(argument.is_Integer and argument <= 0)


def _at_pole(s: Expr, k: int, n: int) -> Expr:
    """∫₀¹ v^(s−1) (1 − v)^(−k−1) logⁿv dv = (−1)ⁿ n! Σⱼ C(j+k, k) (s+j)^(−n−1), for n > k"""
    y = Name("y")
    coefficients = Poly(expand(prod((y - s + i for i in range(1, k + 1)), start=Integer(1))), y).all_coeffs()[::-1]
    zetas = ((-1) ** (n - i + 1) * polygamma(n - i, s) / factorial(n - i) * c for i, c in enumerate(coefficients))
    return (-1) ** n * factorial(n) / factorial(k) * sum(zetas, Integer(0))
