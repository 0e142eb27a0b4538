"""Functions in any number of digits where those of mpmath would take seconds or for ever."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from mpmath import extraprec, mp, mpf

LARGEST_EXPONENT = 10**7
MANY_BITS, STRIP = 300, 1.4
MACHINE_NATS, MACHINE_ERROR = 37, 1e-17


def exponential(x: Any) -> Any:
    """e^x; beyond any precision it is 0 or too large, where mpmath would compute log 2 to millions of digits"""
    size = mp.re(x)
    if abs(size) < LARGEST_EXPONENT:
        return mp.exp(x)
    if size > 0:
        raise OverflowError("an exponential is too large")
    return mp.zero


def less_one(x: Any) -> Any:
    """e^x − 1"""
    return mp.expm1(x) if abs(x) < LARGEST_EXPONENT else exponential(x) - 1


def raised(base: Any, exponent: Any) -> Any:
    """base^exponent, where the exponent is large by e^x: mpmath would square the base millions of times"""
    if not (isinstance(base, mpf) and isinstance(exponent, mpf) and base > 0 and abs(exponent) > LARGEST_EXPONENT):
        return base**exponent
    with extraprec(30):
        return exponential(exponent * mp.log(base))


def hypergeometric(above: tuple, below: tuple, z: Any) -> Any:
    """pFq(above; below; z), whose series at 1 is slow and asked for again with the same numbers"""
    return _series(above, below, z, mp.prec)


@lru_cache(maxsize=256)
def _series(above: tuple, below: tuple, z: Any, bits: int) -> Any:
    return mp.hyper(above, below, z)


def bessel_k(order: Any, z: Any) -> Any:
    """K_ν(z) = ∫₀^∞ e^(−z cosh t) cosh νt dt; at whole orders and many digits mpmath would go by a slow limit.

    >>> with mp.workdps(100):
    ...     mp.almosteq(bessel_k(1, mpf(2)), mp.quad(lambda t: mp.exp(-2 * mp.cosh(t)) * mp.cosh(t), [0, 3, 6, 9]))
    True
    """
    return _bessel_k(order, z, mp.prec)


@lru_cache(maxsize=256)
def _bessel_k(order: Any, z: Any, bits: int) -> Any:
    """By the trapezoidal rule, which errs by e^(−2πd/h) where the integrand has no singularity within d of the axis"""
    if bits < MANY_BITS or not mp.isint(order) or not (isinstance(z, mpf) and 0 < z < bits):
        return mp.besselk(order, z)
    with extraprec(30):
        h = 2 * mp.pi * STRIP / (mp.prec * mp.ln2 + z)
        ratio, power, total = mp.exp(h), mpf(1), mp.exp(-z) / 2
        while True:
            power *= ratio
            term = mp.exp(-z * (power + 1 / power) / 2) * (power**order + power**-order) / 2
            total += term
            if term < mp.eps * total and power > 2 * abs(order) / z:  # it falls from here on
                return h * total


def machine_bessel_k(order: float, z: float) -> float:
    """K_ν(z) in machine numbers, where mpmath's lose all digits

    >>> abs(machine_bessel_k(1.0, 16.7) / mp.besselk(1, 16.7) - 1) < 1e-13
    True
    """
    h = 2 * math.pi * STRIP / (MACHINE_NATS + z + abs(order))
    total, k = math.exp(-z) / 2, 0
    while True:
        k += 1
        term = math.exp(-z * math.cosh(k * h)) * math.cosh(order * k * h)
        total += term
        if term <= MACHINE_ERROR * total and z * math.sinh(k * h) > abs(order):  # it falls from here on
            return h * total
