"""A vector of integrals on shared nodes, to any number of digits.

Double-exponential quadrature (Takahasi and Mori, Publ. RIMS 9, 1974), centred on the mass of a positive function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, zip_longest
from math import isfinite
from typing import Any

from mpmath import mp, workdps

from symfisher.errors import SymfisherError

Vector = list[Any]
Integrand = Callable[[Any], Vector]
Density = Callable[[Any], Any]
Beside = tuple[Integrand | None, Integrand | None]
"""An integrand as a function of the distance from the lower and from the upper end."""
FINEST = 9
DISPARITY = 1e-8  # with `digits`, how far two integrals may differ in size while both are known to all digits
REACHES = (8, 30)  # how far t goes; with x = e^(π/2 sinh t) a tail of 1/(x log²x) is still felt at t = 25
NARROWEST = 2.0**-40
DOUBLINGS = 4  # of the digits
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Totals:
    """∫f for a vector of f, ∫|f| for each, and how much of ∫|f| each may be wrong by."""

    values: Vector
    magnitudes: Vector
    error: Any

    @classmethod
    def of(cls, rows: list[Vector], step: Any, error: Any, ctx: Any = mp) -> Totals:
        """The sums of rows (f, |f|)."""
        sums = [step * ctx.re(ctx.fsum(column)) for column in zip(*rows, strict=True)]
        half = len(sums) // 2
        return cls(sums[:half], sums[half:], error)

    @property
    def row(self) -> Vector:
        """(∫f, ∫|f|), to be summed further."""
        return [*self.values, *self.magnitudes]

    def distance(self, other: Totals, least: Any) -> Any:
        """The largest difference of two results, each relative to its ∫|f|, or to `least` of the largest of these."""
        floor = least * max(self.magnitudes, default=0)
        pairs = zip(self.values, other.values, self.magnitudes, strict=True)
        return max((abs(a - b) / max(m, floor) if m else 0 for a, b, m in pairs), default=0)


def row_of(values: Vector) -> Vector:
    """(f, |f|)"""
    return [*values, *map(abs, values)]


def integrate(
    function: Integrand,
    lower: Any,
    upper: Any,
    digits: int,
    density: Density | None = None,
    ctx: Any = mp,
    far: bool = False,
    beside: Callable[[], Beside] = lambda: (None, None),
) -> Totals:
    """∫ f(x) dx over (lower, upper), either end infinite, for a function that gives rows (f, |f|).

    `density` is a positive function that tells where the mass is; by default the first component. `ctx` is mpmath's
    `mp`, or `fp` for machine numbers. A heavy tail is followed to x beyond 10^(10⁹) where `far` says that the function
    can be evaluated there, and mass that is nearer to an end than x can be told from it by the functions `beside` it.
    Raises SymfisherError where the integral does not settle.

    >>> from mpmath import mpf
    >>> total = integrate(lambda x: row_of([mp.exp(-x), x * mp.exp(-x)]), mpf(0), mp.inf, 12)
    >>> [mp.nstr(value, 10) for value in total.values]
    ['1.0', '1.0']
    """
    mass = density or (lambda x: function(x)[0])
    if ctx is not mp:
        return _refine(function, Line(lower, upper, ctx=ctx).centred(mass), digits)
    return _with_growing_effort(function, Line(lower, upper, farthest=REACHES[far]), digits, mass, beside)


def _with_growing_effort(
    function: Integrand, line: Line, digits: int, mass: Density, beside: Callable[[], Beside]
) -> Totals:
    """Distances from the ends, then more digits where they cut the integral short; further where its tail is heavy."""
    close = False
    for power in (0, 0, *range(DOUBLINGS + 1)):
        with workdps(mp.dps * 2**power):
            try:
                here = replace(line, beside=beside()) if close else line
                return _refine(function, here.centred(mass), digits)
            except CutShort:
                close = True
            except Unsettled:
                if line.reach == line.farthest:
                    raise
                line = replace(line, reach=line.farthest)
    raise SymfisherError(f"an integral over {_interval(line.lower, line.upper)} has too much mass at an end.")


def _interval(lower: Any, upper: Any) -> str:
    return f"({mp.nstr(lower, 6)}, {mp.nstr(upper, 6)})"


class CutShort(SymfisherError):
    """x has reached an end of the interval, to the digits it has, while the integrand still counts."""


class Unsettled(SymfisherError):
    """Smaller steps do not bring two results together."""


def _refine(function: Integrand, line: Line, digits: int) -> Totals:
    """Halve the step until two results agree to `digits` digits."""
    target, step = 10.0 ** (-digits - 1), 0.5
    least = target * DISPARITY  # of the largest integral: a smaller one is only known as well as this one
    rows = dict(_nodes(function, line, step, target))
    previous = Totals.of(list(rows.values()), step, None, line.ctx)
    for _ in range(FINEST):
        step /= 2
        rows |= dict(_nodes(function, line, step, target, odd=True))
        totals = Totals.of(list(rows.values()), step, None, line.ctx)
        error = totals.distance(previous, least)
        if error < target:
            return Totals(totals.values, totals.magnitudes, error)
        previous = totals
    raise Unsettled(f"an integral over {_interval(line.lower, line.upper)} does not settle; it may diverge.")


def _nodes(function: Integrand, line: Line, step: Any, target: Any, odd: bool = False) -> Iterator[tuple[Any, Vector]]:
    """(t, f(x) dx/dt) outwards from t = 0 on both sides, until nothing more comes."""
    for direction in (1, -1):
        peak: Vector = []
        row: Vector | None = []
        first = 1 if odd or direction == -1 else 0
        silent = 0
        for k in count(first, 2 if odd else 1):
            last, row = row, _row(function, line, direction * k * step, bool(peak))
            if row is None and not _small(last or [], peak, target / 100):
                raise CutShort
            if k * step > line.reach < line.farthest and last and not _small(last, peak, target / 100):
                raise Unsettled(f"an integral over {_interval(line.lower, line.upper)} has a heavy tail.")
            if row is None or silent == 2 or k * step > line.reach:
                break
            yield direction * k * step, row
            peak = [max(a, abs(b)) for a, b in zip_longest(peak, row, fillvalue=0)]
            silent = silent + 1 if any(peak) and _small(row, peak, line.ctx.eps) else 0


def _row(function: Integrand, line: Line, t: Any, amid: bool) -> Vector | None:
    """The row at t; an inner integral that fails counts as an end of the interval, if it is not the first."""
    try:
        return line.row(function, t)
    except SymfisherError:
        if amid:
            return None
        raise


def _small(row: Vector, peak: Vector, share: Any) -> bool:
    return all(abs(b) <= share * a for a, b in zip(peak, row, strict=True))


@dataclass(frozen=True)
class Line:
    """x(t) = φ(c + w (π/2) sinh t), with φ from the real line onto the interval."""

    lower: Any
    upper: Any
    centre: Any = 0
    width: Any = 1
    ctx: Any = mp
    reach: int = REACHES[0]
    farthest: int = REACHES[0]
    beside: Beside = (None, None)

    def x(self, u: Any) -> tuple[Any, Any]:
        """φ(u) and φ′(u)"""
        ctx = self.ctx
        endless_below, endless_above = self.endless
        if endless_below and endless_above:
            return ctx.sinh(u), ctx.cosh(u)
        if endless_above:
            distance = ctx.exp(u)
            return self.lower + distance, distance
        if endless_below:
            distance = ctx.exp(-u)
            return self.upper - distance, distance
        share, rest, length = 1 / (1 + ctx.exp(-u)), 1 + ctx.exp(u), self.upper - self.lower
        near = self.lower + length * share if u < 0 else self.upper - length / rest
        return near, length * share / rest

    def nearest(self, u: Any) -> tuple[Any, Integrand | None]:
        """The distance from the end that is nearer, in coordinates of the interval, and the integrand beside it."""
        above = u > 0 if self.endless == (False, False) else self.endless[0]
        if self.beside[above] is None or all(self.endless):
            return None, None
        distance = self.ctx.exp(-u if above else u)
        length = 1 if any(self.endless) else (self.upper - self.lower) / (1 + distance)
        return length * distance, self.beside[above]

    @cached_property
    def endless(self) -> tuple[bool, bool]:
        """Whether the ends are infinite"""
        return self.ctx.isinf(self.lower), self.ctx.isinf(self.upper)

    def row(self, function: Integrand, t: Any) -> Vector | None:
        """f(x(t)) dx/dt, or None where x has reached an end of the interval."""
        ctx = self.ctx
        try:
            u = self.centre + self.width * ctx.pi / 2 * ctx.sinh(t)
            x, slope = self.x(u)
            distance, close = self.nearest(u)
            if close is None and x in (self.lower, self.upper):
                return None
            weight = slope * self.width * ctx.pi / 2 * ctx.cosh(t)
            row = [value * weight for value in (function(x) if close is None else close(distance))]
            return row if all(map(isfinite if ctx is not mp else mp.isfinite, row)) else None
        except SymfisherError:  # an inner integral that fails is a failure, not an end of the interval
            raise
        except (ZeroDivisionError, ValueError, OverflowError):
            return None

    def mass(self, density: Density, u: Any) -> Any:
        """log of the density in the coordinate u; −∞ where it vanishes."""
        ctx = self.ctx
        try:
            x, slope = self.x(u)
            value = abs(density(x)) * slope if x not in (self.lower, self.upper) else 0
        except (ZeroDivisionError, ValueError, OverflowError):
            value = 0
        return ctx.log(value) if value else -ctx.inf

    def centred(self, density: Density) -> Line:
        """The same line, with t = 0 at the mode and the width that of the mass there."""
        best = max((self.ctx.mpf(k) / 2 for k in range(-16, 17)), key=lambda u: self.mass(density, u))
        centre = highest(lambda u: self.mass(density, u), best - 1, best + 1)
        top, width = self.mass(density, centre), self.ctx.mpf(1)
        while width > NARROWEST and all(self.mass(density, centre + s * width) < top - 2 for s in (1, -1)):
            width /= 2
        return replace(self, centre=centre, width=width)


def highest(height: Callable[[Any], Any], low: Any, high: Any, steps: int = 14) -> Any:
    """Where the only top between two places is, by the golden section, which needs one more value at each step.

    >>> round(highest(lambda u: -(u - 1) ** 2, 0.0, 4.0, 30), 3)
    1.0
    """
    inner = [low + (high - low) * (1 - GOLDEN), low + (high - low) * GOLDEN]
    heights = [height(u) for u in inner]
    for _ in range(steps):
        if heights[0] < heights[1]:
            low, inner[0], heights[0] = inner[0], inner[1], heights[1]
            inner[1] = low + (high - low) * GOLDEN
            heights[1] = height(inner[1])
        else:
            high, inner[1], heights[1] = inner[1], inner[0], heights[0]
            inner[0] = low + (high - low) * (1 - GOLDEN)
            heights[0] = height(inner[0])
    return (low + high) / 2
