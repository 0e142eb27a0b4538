"""∫ and Σ of a function of one number, with an estimate of the error and of ∫|f|.

Integrals by the double exponential rule (Takahasi and Mori 1974): substitutions that send the ends
of the interval to infinity so fast that the trapezoidal rule converges exponentially. Sums term by
term, and by the Abel–Plana formula where the tail falls like a power.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from mpmath import mp, mpf

Function = Callable[[Any], Any]
Change = Callable[[Any], tuple[Any, Any]]
REACH, LIGHT_REACH, WHOLE = 1.75, 2.5, 8
DIRECT, FAR = 64, 300
TROUBLE = (ZeroDivisionError, OverflowError, ValueError, TypeError)


@dataclass(frozen=True)
class Estimate:
    """A value, how far it may be off, and the size of the terms it was made of."""

    value: Any
    error: Any = 0
    scale: Any = 0

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.value + other.value, self.error + other.error, self.scale + other.scale)

    def __neg__(self) -> Estimate:
        return Estimate(-self.value, self.error, self.scale)


def integral(
    f: Function,
    lower: Any,
    upper: Any,
    digits: int,
    kinks: tuple = (),
    watch: Callable = lambda: None,
) -> Estimate:
    """∫ f from lower to upper, either may be infinite; f is not smooth at the `kinks`."""
    ends = [lower, *sorted(k for k in set(kinks) if lower < k < upper), upper]
    return sum((_found(f, a, b, digits, watch) for a, b in pairwise(ends)), Estimate(mpf(0)))


def _found(f: Function, lower: Any, upper: Any, digits: int, watch: Callable) -> Estimate:
    """∫ f, split at its peak where that is too narrow or too far out for the nodes to meet it."""
    estimate = _piece(f, lower, upper, digits, watch)
    if estimate.error <= estimate.scale * mpf(10) ** (-digits / 2):
        return estimate
    try:
        peak, width = _peak(f, lower, upper)
    except TROUBLE:
        return estimate
    left = _piece(f, lower, peak, digits, watch, width)
    split = left + _piece(f, peak, upper, digits, watch, width)
    return min(estimate, split, key=lambda e: e.error)


def _peak(f: Function, lower: Any, upper: Any) -> tuple[Any, Any]:
    """Where |f| is largest, and how far from there it falls to a tenth."""
    places = nodes(lower, upper)
    best = max(range(1, len(places) - 1), key=lambda k: abs(f(places[k])))
    left, right = places[best - 1], places[best + 1]
    for _ in range(80):
        third = (right - left) / 3
        if abs(f(left + third)) < abs(f(right - third)):
            left += third
        else:
            right -= third
    peak, width = (left + right) / 2, places[best + 1] - places[best - 1]
    while width and abs(f(peak + width)) + abs(f(peak - width)) < abs(f(peak)) / 10:
        width /= 2
    return peak, width


def substitution(lower: Any, upper: Any, light: bool = False, width: Any = 1) -> Change:
    """t ↦ (x, dx/dt), with x from lower to upper while t runs over ℝ.

    `light` says that f falls like exp(−|x|) or faster, `width` how far its mass reaches from the
    finite end.
    """
    if mp.isinf(lower) and mp.isinf(upper):
        return lambda t: _whole(t, light, mp.prec)
    if mp.isinf(upper):
        return lambda t: _ray(t, lower, width, light)
    if mp.isinf(lower):
        return lambda t: _ray(t, upper, -width, light)
    return lambda t: _segment(t, lower, upper)


def _light(f: Function, lower: Any, upper: Any, digits: int, width: Any) -> bool:
    """Whether f has vanished far out, as it has not where its tail is a power."""
    near = [at for at in (lower, upper) if not mp.isinf(at)] or [mpf(0)]
    far, shifted = FAR * width, [near[0] + shift for shift in (-width, width)]
    ends = [at for at, end in ((near[0] - far, lower), (near[0] + far, upper)) if mp.isinf(end)]
    try:
        middle = max(abs(f(at)) for at in shifted if lower < at < upper)
        far_out = [abs(f(at)) for at in ends]
        return all(not mp.isfinite(v) or v < middle * mpf(10) ** (-digits - 20) for v in far_out)
    except TROUBLE:
        return False


@lru_cache(maxsize=20000)
def _whole(t: Any, light: bool, precision: int) -> tuple[Any, Any]:
    """x and dx/dt from −∞ to ∞; kept, for nested integrals ask for the same t again and again."""
    if light:
        return mp.sinh(t), mp.cosh(t)
    u = mp.sinh(t) * mp.pi / 2
    return mp.sinh(u), mp.cosh(u) * mp.cosh(t) * mp.pi / 2


@lru_cache(maxsize=20000)
def _half(t: Any, light: bool, precision: int) -> tuple[Any, Any]:
    """x and dx/dt from 0 to ∞."""
    if light:
        inverse = mp.exp(-t)
        distance = mp.exp(t - inverse)
        return distance, distance * (1 + inverse)
    distance = mp.exp(mp.sinh(t) * mp.pi / 2)
    return distance, distance * mp.cosh(t) * mp.pi / 2


@lru_cache(maxsize=20000)
def _part(t: Any, precision: int) -> tuple[Any, Any]:
    """The distance from the nearer end of the interval from 0 to 1, and dx/dt."""
    q = mp.exp(-abs(mp.sinh(t)) * mp.pi)
    distance = q / (1 + q)
    return distance, distance / (1 + q) * mp.cosh(t) * mp.pi


def _ray(t: Any, end: Any, width: Any, light: bool) -> tuple[Any, Any]:
    distance, slope = _half(t, light, mp.prec)
    return end + width * distance, abs(width) * slope


def _segment(t: Any, lower: Any, upper: Any) -> tuple[Any, Any]:
    distance, slope = (part * (upper - lower) for part in _part(t, mp.prec))
    return upper - distance if t > 0 else lower + distance, slope


def _piece(f: Function, lower: Any, upper: Any, digits: int, watch: Callable, width: Any = 1) -> Estimate:
    """The trapezoidal rule in t, the step halved until two results agree."""
    light = _light(f, lower, upper, digits, width)
    change, reach = substitution(lower, upper, light, width), LIGHT_REACH if light else REACH
    sweep = Sweep(f, change, reach, mpf(10) ** (-digits - 5), watch)
    step, moved = mpf(1) / 4, mpf(1)
    terms, cut = sweep.terms(step, mpf(0))
    before = Estimate(step * mp.fsum(terms), mp.inf, step * mp.fsum(terms, absolute=True))
    for _ in range(7):
        more, cut_more = sweep.terms(step, step / 2)
        terms, cut, step = terms + more, max(cut, cut_more), step / 2
        value, scale = step * mp.fsum(terms), step * mp.fsum(terms, absolute=True)
        moved, moved_before = abs(value - before.value) / scale if scale else mpf(0), moved
        before = Estimate(value, scale * _remaining(moved, moved_before) + cut, scale)
        if before.error <= scale * mpf(10) ** -digits:
            break
    return before


def _remaining(moved: Any, moved_before: Any) -> Any:
    """The relative error left when halving the step moved the value by `moved`.

    Where the rule converges exponentially, halving almost squares the error.
    """
    if moved < mpf(10) ** -4 and moved < moved_before ** mpf("1.5"):
        return max(moved ** mpf("1.6"), mp.eps * 100)
    return moved if moved < mpf(1) / 10 else mp.inf


@dataclass(frozen=True)
class Sweep:
    """The integrand in t: its terms from t = 0 outwards, on both sides, until they vanish."""

    f: Function
    change: Change
    reach: float
    negligible: Any
    watch: Callable

    def terms(self, step: Any, start: Any) -> tuple[list, Any]:
        """The terms at t = start + k·step, and what may be cut off beyond them."""
        right, cut = self._outwards(step, start)
        left, cut_left = self._outwards(-step, start - step)
        return right + left, cut + cut_left

    def _outwards(self, step: Any, t: Any) -> tuple[list, Any]:
        self.watch()
        terms: list[Any] = []
        largest, small = mpf(0), 0
        while abs(t) < WHOLE:
            term = self._term(t)
            if not mp.isfinite(term):
                break
            terms.append(term)
            largest = max(largest, abs(term))
            small = small + 1 if abs(term) <= self.negligible * largest else 0
            if small >= 3 and abs(t) > self.reach and (largest or abs(t) > 2 * self.reach):
                return terms, mpf(0)
            t += step
        return terms, abs(terms[-1]) if terms else mp.inf

    def _term(self, t: Any) -> Any:
        x, slope = self.change(t)
        try:
            return self.f(x) * slope
        except TROUBLE:
            return mp.nan


def nodes(lower: Any, upper: Any) -> list[Any]:
    """Places spread over the interval, dense where a law of ordinary scale has its mass."""
    change = substitution(lower, upper)
    return [change(mpf(k) / 16)[0] for k in range(-40, 41)]


def series(f: Function, lower: Any, upper: Any, digits: int, watch: Callable = lambda: None) -> Estimate:
    """Σ f over the integers from lower to upper, either may be infinite."""
    if mp.isinf(lower) and mp.isinf(upper):
        return series(f, mpf(0), upper, digits, watch) + series(lambda k: f(-1 - k), mpf(0), upper, digits, watch)
    if mp.isinf(lower):
        return series(lambda k: f(-k), -upper, mp.inf, digits, watch)
    if not mp.isinf(upper):
        return _summed([f(mpf(k)) for k in range(int(mp.ceil(lower)), int(mp.floor(upper)) + 1)])
    return _infinite(f, int(mp.ceil(lower)), digits, watch)


def _summed(terms: list[Any], error: Any = 0) -> Estimate:
    scale = mp.fsum(terms, absolute=True)
    return Estimate(mp.fsum(terms), error + scale * mp.eps * 10, scale)


def _infinite(f: Function, first: int, digits: int, watch: Callable) -> Estimate:
    """Term by term while the tail falls like a geometric series, else by the Abel–Plana formula."""
    terms: list[Any] = []
    for block in _blocks(first):
        watch()
        terms += [f(mpf(k)) for k in block]
        largest, before, size = (max(map(abs, t)) for t in (terms, terms[-13:-10], terms[-3:]))
        ratio = (size / before) ** (mpf(1) / 10) if before else mpf(size > 0)
        if ratio < 1 and largest and size / (1 - ratio) <= largest * mpf(10) ** (-digits - 3):
            return _summed(terms, size / (1 - ratio))
        if largest and len(terms) > DIRECT and _slow(size / largest, ratio, digits):
            return _abel_plana(f, first, digits, watch)
    return _summed(terms, mp.inf if largest else mpf(0))


def _slow(size: Any, ratio: Any, digits: int) -> bool:
    """Whether terms that fall by this ratio are still not negligible after some thousands."""
    if ratio > mpf("1.001") or not size:
        return False
    return ratio >= 1 or digits * 3 + mp.log(size) > -mp.log(ratio) * 4000


def _blocks(first: int) -> Iterator[range]:
    last = first
    for length in (48, 48, 96, *(192,) * 20):
        yield range(last, last + length)
        last += length


def _abel_plana(f: Function, first: int, digits: int, watch: Callable) -> Estimate:
    """Σ f(k), k ≥ N, is ∫ f + f(N)/2 − 2 ∫ Im f(N+iy)/(e^{2πy} − 1) dy."""
    split = max(first, 0) + 24
    head = _summed([f(mpf(k)) for k in range(first, split)] + [f(mpf(split)) / 2])
    tail = integral(f, mpf(split), mp.inf, digits, (), watch)

    def correction(y: Any) -> Any:
        return 2 * mp.im(f(mp.mpc(split, y))) / mp.expm1(2 * mp.pi * y)

    return head + tail + -integral(correction, mpf(0), mp.inf, digits, (), watch)
