"""Kernels with e^(−q log²u): the normal law of log u, on the whole line or on part of it."""

from __future__ import annotations

from math import comb

from sympy import Expr, Integer, erf, exp, factorial2, log, oo, pi, sqrt

from symfisher.expect.base_law import BaseLaw, Kernel, NoMoment


class LogNormal(BaseLaw):
    """∫ u^(s−1) logⁿu e^(−q log²u) du, with z = log u"""

    name = "lognormal"

    @classmethod
    def of(cls, kernel: Kernel, whole: bool) -> BaseLaw:
        if whole and kernel.full and not kernel.r:
            return cls(kernel, 1 / _gaussian(kernel.s, 0, kernel))
        return cls(kernel, kernel.factor)

    def moment(self, s: Expr, t: Expr, n: int, m: int) -> Expr:
        if t != 0 or m:
            raise NoMoment
        return _gaussian(s, n, self.kernel)

    def needs(self, s: Expr, t: Expr, n: int, m: int) -> tuple[Expr, ...]:
        return ()


def _gaussian(s: Expr, n: int, kernel: Kernel) -> Expr:
    """∫ zⁿ e^(sz − qz²) dz, with the mean s/(2q) and the variance 1/(2q)"""
    mean, deviation = s / (2 * kernel.q), 1 / sqrt(2 * kernel.q)
    low, high = (z if (z := _log(end)).is_infinite else (z - mean) / deviation for end in (kernel.low, kernel.high))
    terms = (comb(n, j) * mean ** (n - j) * deviation**j * _standard(j, low, high) for j in range(n + 1))
    return exp(s**2 / (4 * kernel.q)) * deviation * sum(terms, Integer(0))


def _log(end: Expr) -> Expr:
    return {Integer(0): -oo, oo: oo}.get(end, log(end))


def _standard(j: int, low: Expr, high: Expr) -> Expr:
    """∫ tʲ e^(−t²/2) dt, by parts"""
    if low == -oo and high == oo:
        return sqrt(2 * pi) * factorial2(j - 1) if j % 2 == 0 else Integer(0)
    if j == 0:
        return sqrt(pi / 2) * (_erf(high) - _erf(low))
    return _edge(j - 1, low) - _edge(j - 1, high) + ((j - 1) * _standard(j - 2, low, high) if j > 1 else 0)


def _erf(end: Expr) -> Expr:
    return {oo: Integer(1), -oo: Integer(-1)}.get(end, erf(end / sqrt(2)))


def _edge(j: int, end: Expr) -> Expr:
    return Integer(0) if end in (oo, -oo) else end**j * exp(-(end**2) / 2)
