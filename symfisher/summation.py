"""A vector of sums over integers, to any number of digits: directly, or by Euler–Maclaurin where the tail is slow."""

from __future__ import annotations

import math
from typing import Any

from mpmath import mp, mpf, workdps

from symfisher.errors import SymfisherError
from symfisher.line import Integrand, Vector
from symfisher.quadrature import Totals, integrate

LONGEST_SUM = 3000
LONGEST_NESTED = 400
BLOCK = 8
STEADY = 0.6
FARTHEST = 100  # log x, where a tail x^(−1−a) has become e^(−100 a)
LOST = 60  # digits, more than the 44 of x = e^100


def add_up(function: Integrand, lower: Any, upper: Any, digits: int, nested: bool = False, ctx: Any = mp) -> Totals:
    """Σ f(x) over the integers from lower to upper, either end infinite, for a function that gives rows (f, |f|).

    A `nested` sum, whose terms are sums, and one in the machine numbers of `fp` are not followed into a slow tail.
    Raises SymfisherError where the sum does not settle.

    >>> from symfisher.quadrature import row_of
    >>> total = add_up(lambda x: row_of([mpf(2) ** -x]), mpf(1), mp.inf, 12)
    >>> mp.nstr(total.values[0], 10)
    '1.0'
    """
    if mp.isinf(lower):
        mirrored = add_up(lambda x: function(-x), max(-upper, ctx.mpf(1)), ctx.inf, digits, nested, ctx)
        return joined(mirrored, add_up(function, ctx.mpf(0), upper, digits, nested, ctx)) if upper >= 0 else mirrored
    if mp.isinf(upper):
        return _endless(function, lower, 0 if nested else 40 + 2 * digits, digits, ctx)
    if upper - lower > LONGEST_SUM:
        raise SymfisherError(f"a sum of more than {LONGEST_SUM} terms is too long.")
    return Totals.of([function(x) for x in ctx.arange(lower, upper + 1)], 1, 0, ctx)


def _endless(function: Integrand, lower: Any, slow: int, digits: int, ctx: Any) -> Totals:
    """Term by term while the terms fall like a geometric series; else, after `slow` terms, the tail is a power."""
    rows: list[Vector] = []
    target = ctx.mpf(10) ** (-digits - 2)
    longest = LONGEST_SUM if slow else LONGEST_NESTED
    while len(rows) < longest:
        rows.append(function(lower + len(rows)))
        if len(rows) % 8 == 0 and _settled(rows, target) and (not slow or _quiet(function, lower, rows, target)):
            return Totals.of(rows, 1, target, ctx)
        if len(rows) == slow and not _geometric(rows):
            if ctx is not mp and _steady(rows):
                continue
            if ctx is not mp:
                break
            return joined(Totals.of(rows[:-1], 1, mpf(0)), _tail(function, lower + len(rows) - 1, digits))
    raise SymfisherError(f"a sum does not settle within {len(rows)} terms; it may diverge.")


def joined(a: Totals, b: Totals) -> Totals:
    """The sum over both parts of a range."""
    values = [p + q for p, q in zip(a.values, b.values, strict=True)]
    return Totals(values, [p + q for p, q in zip(a.magnitudes, b.magnitudes, strict=True)], max(a.error, b.error))


def _geometric(rows: list[Vector]) -> bool:
    """Whether the first component still rises, or falls faster than a power would."""
    last, before = abs(rows[-1][0]), abs(rows[-2][0])
    return not last or last / before >= 1 or last / before < 1 - 12 / len(rows)


def _steady(rows: list[Vector]) -> bool:
    """Whether the ratio of terms stays away from 1, where that of a power n^(−s) goes as 1 − s/n"""
    sizes = [abs(row[0]) for row in rows]
    half = len(sizes) // 2
    if not sizes[half - 1]:
        return False
    before, last = (1 - sizes[k] / sizes[k - 1] for k in (half, -1))
    return last > STEADY * before > 0


def _settled(rows: list[Vector], target: Any) -> bool:
    """Whether a geometric tail, at the ratio of the last two blocks of terms, adds less than the target."""
    if len(rows) < 2 * BLOCK:
        return False
    columns = [column for column in list(zip(*rows, strict=True))[len(rows[0]) // 2 :] if any(column)]
    for column in columns:
        size, last, before = sum(column), max(column[-BLOCK:]), max(column[-2 * BLOCK : -BLOCK])
        if last >= before > 0 or last > before:
            return False
        ratio = last / before if before else 0
        if ratio > 0.9 or BLOCK * last / (1 - ratio) > target * size:
            return False
    return bool(columns)


def _quiet(function: Integrand, lower: Any, rows: list[Vector], target: Any) -> bool:
    """Whether nothing more comes further out, as it does where a law has a second mode: seen at growing distances."""
    sizes = [sum(column) for column in list(zip(*rows, strict=True))[len(rows[0]) // 2 :]]
    distance = len(rows)
    while distance < LONGEST_SUM:
        distance = math.ceil(distance * 1.2)
        try:
            row = function(lower + distance)
        except (ArithmeticError, ValueError):
            return True
        if any(term > target * size for term, size in zip(row[len(row) // 2 :], sizes, strict=True)):
            return False
    return True


def _tail(function: Integrand, start: Any, digits: int) -> Totals:
    """Σ_{x ≥ N} f(x) = ∫_N^∞ f + f(N)/2 − Σₖ B₂ₖ/(2k)! f⁽²ᵏ⁻¹⁾(N)"""
    whole = _power_tail(function, start, digits)
    taylor = _taylor(function, start, 2 * digits)
    values, error = [], mpf(0)
    for integral, magnitude, c in zip(whole.values, whole.magnitudes, taylor, strict=True):
        terms = [mp.bernoulli(2 * k) / (2 * k) * c[2 * k - 1] for k in range(1, digits)]
        smallest = min(range(len(terms)), key=lambda k: abs(terms[k]))
        values.append(integral + c[0] / 2 - mp.fsum(terms[: smallest + 1]))
        error = max(error, abs(terms[smallest]) / magnitude)
    return Totals(values, whole.magnitudes, max(error, whole.error))


def _power_tail(function: Integrand, start: Any, digits: int) -> Totals:
    """∫_N^∞ f with x = N + e^y − 1, and the digits that quotients of Γ-functions lose at so large an x"""

    def stretched(y: Any) -> Vector:
        return [value * mp.exp(y) for value in function(start + mp.expm1(y))]

    with workdps(mp.dps + LOST):
        return integrate(stretched, mpf(0), mpf(FARTHEST), digits)


def _taylor(function: Integrand, start: Any, degree: int) -> list[Vector]:
    """The Taylor coefficients of each component at `start`, by Cauchy's integral on a circle."""
    radius, size = start / 2, 4 * degree
    circle = [mp.expjpi(mpf(2 * k) / size) for k in range(size)]
    columns = list(zip(*(function(start + radius * z) for z in circle), strict=True))
    columns = columns[: len(columns) // 2]
    return [
        [
            mp.re(mp.fdot((f, circle[-k * m % size]) for k, f in enumerate(column))) / size / radius**m
            for m in range(degree + 1)
        ]
        for column in columns
    ]
