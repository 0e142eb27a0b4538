"""The gamma kernel and a plain power on part of the positive line: incomplete gamma functions."""

from __future__ import annotations

from math import comb

from sympy import (
    EulerGamma,
    Expr,
    Integer,
    exp,
    expand_func,
    expint,
    factorial,
    gamma,
    hyper,
    log,
    oo,
    pi,
    uppergamma,
)

from symfisher.expect.base_law import BaseLaw, Gamma, Kernel, NoMoment


def unnormalised(law: type[BaseLaw], kernel: Kernel, whole: bool) -> BaseLaw:
    """A law whose integrals are taken with the factor as it stands."""
    return law(kernel, kernel.factor)


class Power(BaseLaw):
    """∫ u^(s−1) logⁿu du between two ends, not from 0 to ∞"""

    name = "power"
    of = classmethod(unnormalised)

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        if t != 0 or m:
            raise NoMoment
        return _power(s, n, self.kernel.high) - _power(s, n, self.kernel.low)

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        return (s,) * (self.kernel.low == 0) + (-s,) * (self.kernel.high == oo)


def _power(s: Expr, n: int, end: Expr) -> Expr:
    """What u^(s−1) logⁿu is the slope of"""
    if end in (0, oo):
        return Integer(0)
    if s == 0:
        return log(end) ** (n + 1) / (n + 1)
    terms = ((-1) ** j * factorial(n) / factorial(n - j) * log(end) ** (n - j) / s ** (j + 1) for j in range(n + 1))
    return end**s * sum(terms, Integer(0))


class CutGamma(BaseLaw):
    """∫ u^(s−1) logⁿu e^(−cu) du between two ends"""

    name = "truncated gamma"
    of = classmethod(unnormalised)

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        if t != 0 or m:
            raise NoMoment
        k = self.kernel
        if n and k.c.is_negative:  # log c is not real: the integral is, and other tables have it
            raise NoMoment
        low, high = k.c * k.low, k.c * k.high
        scaled = (comb(n, j) * (-log(k.c)) ** (n - j) * _between(s, j, low, high) for j in range(n + 1))
        return k.c ** (-s) * sum(scaled, Integer(0))

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        return (s,) * (self.kernel.low == 0)


def _between(s: Expr, n: int, low: Expr, high: Expr) -> Expr:
    if low == 0:
        return lower(s, n, high)
    return upper(s, n, low) - (upper(s, n, high) if high != oo else 0)


def upper(s: Expr, n: int, x: Expr) -> Expr:
    """∫ₓ^∞ u^(s−1) logⁿu e^(−u) du; by parts down to s = 0 where s is an integer"""
    if s.is_Integer:
        return _upper_integer(int(s), n, x)
    if n == 0:
        return expand_func(uppergamma(s, x))
    return _complete(s, n) - lower(s, n, x)


def _upper_integer(s: int, n: int, x: Expr) -> Expr:
    if s > 0:  # J(s, n) = x^(s−1) logⁿx e^(−x) + (s − 1) J(s − 1, n) + n J(s − 1, n − 1)
        value = x ** (s - 1) * log(x) ** n * exp(-x)
        value += (s - 1) * _upper_integer(s - 1, n, x) if s > 1 else 0
        return value + (n * _upper_integer(s - 1, n - 1, x) if n else 0)
    if s < 0:
        below = n * _upper_integer(s, n - 1, x) if n else 0
        return (x**s * log(x) ** n * exp(-x) + below - _upper_integer(s + 1, n, x)) / -s
    if n == 0:
        return expint(1, x)
    if n == 1:  # the finite part of d/ds Γ(s, x) at s = 0
        series = x * hyper((1, 1, 1), (2, 2, 2), -x)
        return EulerGamma**2 / 2 + pi**2 / 12 + log(x) ** 2 / 2 + log(x) * (EulerGamma + expint(1, x)) - series
    raise NoMoment


def lower(s: Expr, n: int, x: Expr) -> Expr:
    """∫₀ˣ u^(s−1) logⁿu e^(−u) du = Σⱼ C(n, j) log^(n−j)x (−1)ʲ j! x^s/s^(j+1) ⱼ₊₁Fⱼ₊₁(s…; s+1…; −x)"""
    if s.is_Integer and s > 0:
        return _complete(s, n) - _upper_integer(int(s), n, x)
    if n == 0:
        return gamma(s) - expand_func(uppergamma(s, x))
    terms = (
        comb(n, j)
        * log(x) ** (n - j)
        * (-1) ** j
        * factorial(j)
        * hyper((s,) * (j + 1), (s + 1,) * (j + 1), -x)
        / s ** (j + 1)
        for j in range(n + 1)
    )
    return x**s * sum(terms, Integer(0))


def _complete(s: Expr, n: int) -> Expr:
    """∫₀^∞ u^(s−1) logⁿu e^(−u) du"""
    kernel = Kernel(s, Integer(0), Integer(1), Integer(0), None, Integer(0), Integer(0), oo)
    return Gamma(kernel, Integer(1)).moment(s, Integer(0), n, 0)
