"""Totals of a vector of integrands over a space of one or more variables, by sums that converge double-exponentially.

It shares nothing with symfisher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from mpmath import mp, mpc, mpf

Number = Any
Row = list[Any]
FARTHEST = 7  # |t| of a node: there e^((π/2) sinh t) is 10³⁷⁴
LONGEST = 3000  # terms of a sum


@dataclass(frozen=True)
class Setting:
    """How finely: the step of the trapezoidal rule, the place of its first node, how far a sum goes."""

    step: Any
    offset: Any
    terms: int

    @property
    def negligible(self) -> Any:
        return mp.eps ** mpf("0.75")


@dataclass(frozen=True)
class Axis:
    """One variable; its ends, cuts and centre are functions of the variables before it.

    Where it is `normal` the integrand is a polynomial times exp(−z²/2), and a few nodes are exact.
    """

    ends: Callable[..., tuple[Number, Number]]
    discrete: bool
    split: Callable[..., list[Number]]
    centre: Callable[..., tuple[Number, Number]]
    normal: bool = False


def total(axes: tuple[Axis, ...], row: Callable[..., Row], setting: Setting, *outer: Number) -> Row:
    """∫…∫ or Σ…Σ of the row, the first axis outermost."""
    if len(outer) == len(axes):
        return row(*outer)
    axis = axes[len(outer)]
    low, high = axis.ends(*outer)

    def inner(x: Number) -> Row:
        return total(axes, row, setting, *outer, x)

    if axis.normal:
        return _added([w * v for v in inner(z)] for (z,), w in normal_nodes([mpf(0)], [[mpf(1)]], 4))
    if axis.discrete:
        return series(inner, low, high, setting)
    cuts = sorted(c for c in axis.split(*outer) if low < c < high)
    pieces = pairwise([low, *cuts, high])
    return _added(integral(inner, a, b, axis.centre(*outer), setting) for a, b in pieces)


def integral(f: Callable[[Number], Row], low: Number, high: Number, centre: tuple[Number, Number], s: Setting) -> Row:
    """h Σ f(x(t)) x′(t) at t = (k + offset) h, from the middle outwards until the terms are negligible"""
    place = _place(low, high, *centre)
    sides = [_marching(f, place, low, high, s, direction) for direction in (1, -1)]
    return [s.step * v for v in _added(sides)]


def _marching(f: Any, place: Any, low: Number, high: Number, s: Setting, direction: int) -> Row:
    sums: Row = []
    sizes: Row = []
    small, k = 0, 0 if direction == 1 else -1
    while abs(t := (k + s.offset) * s.step) < FARTHEST and small < 5:
        k += direction
        x, slope = place(t)
        if not low < x < high:
            break
        term = [v * slope for v in _safely(f, x)]
        if not term:
            continue
        sums = [a + b for a, b in zip(sums, term, strict=True)] if sums else term
        sizes = [a + abs(b) for a, b in zip(sizes, term, strict=True)] if sizes else [abs(b) for b in term]
        nothing = any(sizes) and all(abs(b) <= s.negligible * a for a, b in zip(sizes, term, strict=True))
        small = small + 1 if nothing and abs(t) > 1 else 0
    return sums


def _safely(f: Callable[[Number], Row], x: Number) -> Row:
    try:
        return f(x)
    except (ZeroDivisionError, OverflowError):  # at the very ends
        return []


def _place(low: Number, high: Number, centre: Number, scale: Number) -> Callable[[Number], tuple[Number, Number]]:
    """x(t) and x′(t) for t on the line"""

    def finite(t: Number) -> tuple[Number, Number]:
        e = mp.exp(-mp.pi * mp.sinh(t))
        share = (high - low) / (1 + e)
        return low + share, share * mp.pi * mp.cosh(t) * e / (1 + e)

    def half(t: Number) -> tuple[Number, Number]:
        e = scale * mp.exp(mp.pi / 2 * mp.sinh(t))
        return (low + e if mp.isinf(high) else high - e), e * mp.pi / 2 * mp.cosh(t)

    def line(t: Number) -> tuple[Number, Number]:
        u = mp.pi / 2 * mp.sinh(t)
        return centre + scale * mp.sinh(u), scale * mp.cosh(u) * mp.pi / 2 * mp.cosh(t)

    return line if mp.isinf(low) and mp.isinf(high) else half if mp.isinf(low) or mp.isinf(high) else finite


def series(f: Callable[[Number], Row], low: Number, high: Number, s: Setting) -> Row:
    """Σ f(k), term by term, and the tail by Abel and Plana where the terms fall like a power"""
    if mp.isinf(low):
        return _added([series(lambda k: f(-k), mpf(1), mp.inf, s), series(f, mpf(0), high, s)])
    sums = f(low)
    last, small, k = sums, 0, low + 1
    while k <= high and small < 4:
        term = f(k)
        if mp.isinf(high) and k - low == s.terms and _slow(last, term, k):
            return _added([sums, tail(f, k, s)])
        if k - low > LONGEST:
            raise ArithmeticError("the sum is too long")
        sums = [a + b for a, b in zip(sums, term, strict=True)]
        small = small + 1 if mp.isinf(high) and k - low > 20 and _gone(last, term, sums, s) else 0
        last, k = term, k + 1
    return sums


def _slow(last: Row, term: Row, k: Number) -> bool:
    return term[0] != 0 and term[0] / last[0] > 1 - 10 / k


def _gone(last: Row, term: Row, sums: Row, s: Setting) -> bool:
    return abs(term[0]) <= abs(last[0]) and all(
        abs(b) <= s.negligible * abs(a) for a, b in zip(sums[:1] + sums[-1:], term[:1] + term[-1:], strict=True)
    )


def tail(f: Callable[[Number], Row], start: Number, s: Setting) -> Row:
    """Σ_{k ≥ N} f(k) = ∫_N^∞ f + f(N)/2 − 2 ∫₀^∞ Im f(N + iy) / (e^{2πy} − 1) dy"""
    whole = integral(f, start, mp.inf, (mpf(0), mpf(1)), s)

    def across(y: Number) -> Row:
        weight = mp.expm1(2 * mp.pi * y)
        return [mp.im(v) / weight for v in f(mpc(start, y))]

    correction = integral(across, mpf(0), mp.inf, (mpf(0), mpf(1)), s)
    return [a + b / 2 - 2 * c for a, b, c in zip(whole, f(start), correction, strict=True)]


def normal_nodes(mean: list[Number], covariance: list[list[Number]], count: int) -> Iterator[tuple[list[Number], Any]]:
    """Places and weights that make Σ w g(x)/φ(x) exact for g = φ times a polynomial of degree < 2·count a variable."""
    factor = mp.cholesky(mp.matrix(covariance))
    pairs = _gauss_hermite(count, mp.dps)
    size = len(mean)
    volume = mp.fprod(factor[i, i] for i in range(size)) * mp.sqrt(2 * mp.pi) ** size

    def nodes(z: list[Number], weight: Number) -> Iterator[tuple[list[Number], Any]]:
        if len(z) < size:
            for u, w in pairs:
                yield from nodes([*z, u], weight * w)
            return
        place = [mean[i] + mp.fsum(factor[i, j] * z[j] for j in range(i + 1)) for i in range(size)]
        yield place, weight * volume * mp.exp(mp.fsum(u * u for u in z) / 2)

    return nodes([], mpf(1))


@cache
def _gauss_hermite(count: int, dps: int) -> list[tuple[Number, Number]]:
    """The roots of He_n, and n! / (n He_{n−1})² there"""
    with mp.workdps(dps):
        roots = mp.polyroots(_hermite(count), maxsteps=300, extraprec=300)
        return [(u, mp.factorial(count) / (count * mp.polyval(_hermite(count - 1), u)) ** 2) for u in roots]


def _hermite(degree: int) -> list[Number]:
    """He_{n+1} = x He_n − n He_{n−1}, the highest power first"""
    before, here = [mpf(0)], [mpf(1)]
    for n in range(degree):
        longer = [*here, mpf(0)]
        shifted = [mpf(0)] * (len(longer) - len(before)) + before
        before, here = here, [a - n * b for a, b in zip(longer, shifted, strict=True)]
    return here


def _added(rows: Iterable[Row]) -> Row:
    return [mp.fsum(column) for column in zip(*(row for row in rows if row), strict=True)]
