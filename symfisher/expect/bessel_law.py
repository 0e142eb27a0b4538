"""Kernels with e^(−cu − d/u), or with w^t beside e^(−cu): Bessel, incomplete gamma and error functions."""

from __future__ import annotations

from functools import cache
from math import comb

from sympy import (
    Expr,
    Integer,
    Mul,
    Rational,
    besselk,
    cancel,
    erfc,
    exp,
    expand,
    expand_func,
    expint,
    factorial,
    gamma,
    pi,
    sqrt,
    uppergamma,
)

from symfisher.expect.base_law import BaseLaw, Kernel, NoMoment
from symfisher.expect.cut_law import unnormalised


class InverseGaussian(BaseLaw):
    """K(s) = 2 (d/c)^(s/2) K_s(2√(cd)); with w^(−k) beside it where c = d"""

    name = "generalized inverse Gaussian"

    @classmethod
    def of(cls, kernel: Kernel, whole: bool) -> BaseLaw:
        if not whole or kernel.t != 0:
            return cls(kernel, kernel.factor)
        return cls(kernel, 1 / _bessel(kernel.s, kernel.c, kernel.d))

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        k = self.kernel
        if n or m or not t.is_Integer:
            raise NoMoment
        if t >= 0:
            return sum((comb(int(t), j) * _bessel(s + j, k.c, k.d) for j in range(int(t) + 1)), Integer(0))
        if cancel(k.c - k.d) != 0 or not (2 * s).is_Integer:
            raise NoMoment
        return _beside_bessel(s, int(-t), k.c)

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        return ()


def _bessel(s: Expr, c: Expr, d: Expr) -> Expr:
    """∫ u^(s−1) e^(−cu − d/u) du"""
    order, z = abs(s) if s.is_number else s, 2 * _power(c * d, Rational(1, 2))
    return 2 * _power(d / c, s / 2) * (_half(int(order), z) if (2 * order).is_odd else besselk(order, z))


def _power(base: Expr, exponent: Expr) -> Expr:
    """(Π bᵉ)^x = Π b^(ex), where every b is positive"""
    return Mul(*(b ** (e * exponent) for b, e in base.as_powers_dict().items()))


def _half(n: int, z: Expr) -> Expr:
    """K_{n+1/2}(z) = √(π/2z) e^(−z) Σⱼ (n+j)!/(j! (n−j)! (2z)ʲ)"""
    terms = (factorial(n + j) / (factorial(j) * factorial(n - j) * (2 * z) ** j) for j in range(n + 1))
    return sqrt(pi / (2 * z)) * exp(-z) * sum(terms, Integer(0))


@cache
def _beside_bessel(s: Expr, k: int, c: Expr) -> Expr:
    """I(s, k) = ∫ u^(s−1) (1 + u)^(−k) e^(−c(u + 1/u)) du for integers 2s, from u → 1/u and by parts"""
    if k == 0:
        return _bessel(s, c, c)
    if k > 1:  # (k − 1) I(s + 1, k) = s I(s, k − 1) − c I(s + 1, k − 1) + c I(s − 1, k − 1)
        below = s - 1
        parts = below * _beside_bessel(below, k - 1, c)
        parts += c * (_beside_bessel(below - 1, k - 1, c) - _beside_bessel(below + 1, k - 1, c))
        return expand(parts / (k - 1))
    if s == Rational(1, 2):
        return pi * exp(2 * c) * erfc(2 * sqrt(c))
    if s == 0:
        return _bessel(s, c, c)
    if s > Rational(1, 2):  # I(s, 1) + I(s − 1, 1) = ∫ u^(s−2) e^(…)
        return _bessel(s - 1, c, c) - _beside_bessel(s - 1, 1, c)
    return _bessel(s, c, c) - _beside_bessel(s + 1, 1, c)


class GammaBesidePower(BaseLaw):
    """∫ u^(s−1) (1 + u)^(−k) e^(−cu) du for an integer k, by parts from Γ(s) e^c Γ(1 − s, c)"""

    name = "gamma"

    of = classmethod(unnormalised)

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        if n or m or not t.is_Integer:
            raise NoMoment
        return _beside_gamma(s, int(-t), self.kernel.c)

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        return (s,)


@cache
def _beside_gamma(s: Expr, k: int, c: Expr) -> Expr:
    """I(s, k) = I(s, k − 1) − I(s + 1, k), and (k − 1) I(s + 1, k) = s I(s, k − 1) − c I(s + 1, k − 1)"""
    if k < 0:
        return _beside_gamma(s, k + 1, c) + _beside_gamma(s + 1, k + 1, c)
    if k == 0:
        return gamma(s) * c ** (-s)
    if k == 1:
        return _beside_once(s, c)
    above = (s * _beside_gamma(s, k - 1, c) - c * _beside_gamma(s + 1, k - 1, c)) / (k - 1)
    return expand(_beside_gamma(s, k - 1, c) - above)


def _beside_once(s: Expr, c: Expr) -> Expr:
    """∫ u^(s−1)/(1 + u) e^(−cu) du = Γ(s) e^c Γ(1 − s, c)"""
    if s.is_number and s > 1:
        return _beside_gamma(s - 1, 0, c) - _beside_once(s - 1, c)
    return gamma(s) * exp(c) * (expint(1, c) if s == 1 else expand_func(uppergamma(1 - s, c)))
