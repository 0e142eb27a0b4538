"""A vector of integrals on shared nodes, to any number of digits.

Double-exponential quadrature (Takahasi and Mori, Publ. RIMS 9, 1974), centred on the mass of a positive function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from math import isfinite
from typing import Any

from mpmath import mp, workdps

from symfisher.errors import SymfisherError

Vector = list[Any]
Integrand = Callable[[Any], Vector]
Density = Callable[[Any], Any]
FINEST = 9
DISPARITY = 1e-8  # with `digits`, how far two integrals may differ in size while both are known to all digits
REACHES = (8, 30)  # how far t goes; with x = e^(π/2 sinh t) a tail of 1/(x log²x) is still felt at t = 25
SILENCE = 1e-3  # of the target: what is smaller than this share of the largest row, and what follows it, adds nothing
AMID = 0.1  # distances that fall from here on fall to 0, and not by chance
NARROWEST, FARTHEST = 2.0**-40, 200
PRECISIONS = 3
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
) -> Totals:
    """∫ f(x) dx over (lower, upper), either end infinite, for a function that gives rows (f, |f|).

    `density` is a positive function that tells where the mass is; by default the first component. `ctx` is mpmath's
    `mp`, or `fp` for machine numbers. A heavy tail is followed to x beyond 10^(10⁹) where `far` says that the function
    can be evaluated there. Raises SymfisherError where the integral does not settle.

    >>> from mpmath import mpf
    >>> total = integrate(lambda x: row_of([mp.exp(-x), x * mp.exp(-x)]), mpf(0), mp.inf, 12)
    >>> [mp.nstr(value, 10) for value in total.values]
    ['1.0', '1.0']
    """
    mass = density or (lambda x: function(x)[0])
    if ctx is not mp:
        return _refine(function, Line(lower, upper, ctx=ctx).centred(mass), digits)
    return _at_growing_precision(function, lower, upper, digits, mass, REACHES if far else REACHES[:1])


def _at_growing_precision(
    function: Integrand, lower: Any, upper: Any, digits: int, mass: Density, reaches: tuple[int, ...]
) -> Totals:
    """More digits where an end cuts the integral short, and a further reach where its tail is heavy."""
    reach = reaches[0]
    for power in range(PRECISIONS):
        with workdps(mp.dps * 2**power):
            try:
                return _refine(function, Line(lower, upper, reach=reach).centred(mass), digits)
            except CutShort:
                continue
            except Unsettled:
                if reach == reaches[-1]:
                    raise
                reach = reaches[-1]
    raise SymfisherError(f"an integral over {_interval(lower, upper)} has too much mass at an end.")


def _interval(lower: Any, upper: Any) -> str:
    return f"({mp.nstr(lower, 6)}, {mp.nstr(upper, 6)})"


class CutShort(SymfisherError):
    """x has reached an end of the interval, to the digits it has, while the integrand still counts."""


class Unsettled(SymfisherError):
    """Smaller steps do not bring two results together."""


def _refine(function: Integrand, line: Line, digits: int) -> Totals:
    """Halve the step until two results agree to `digits` digits; in machine numbers, until they are about to."""
    target, step = 10.0 ** (-digits - 1), 0.5
    least = target * DISPARITY  # of the largest integral: a smaller one is only known as well as this one
    rows = dict(_nodes(function, line, step, target))
    previous, before = Totals.of(list(rows.values()), step, None, line.ctx), 1.0
    for _ in range(FINEST):
        step /= 2
        rows |= dict(_nodes(function, line, step, target, odd=True))
        totals = Totals.of(list(rows.values()), step, None, line.ctx)
        distance = totals.distance(previous, least)
        error = _foreseen(distance, before) if line.ctx is not mp else distance
        if error < target:
            return Totals(totals.values, totals.magnitudes, error)
        previous, before = totals, distance
    raise Unsettled(f"an integral over {_interval(line.lower, line.upper)} does not settle; it may diverge.")


def _foreseen(distance: float, before: float) -> float:
    """The next distance if it falls by a tenth of the factor by which this one did, once they fall fast"""
    return 10 * distance**2 / before if 0 < 10 * distance < before < AMID else distance


def _nodes(function: Integrand, line: Line, step: Any, target: Any, odd: bool = False) -> Iterator[tuple[Any, Vector]]:
    """(t, f(x) dx/dt) outwards from t = 0 on both sides, until nothing more comes."""
    silence = max(line.ctx.eps, target * SILENCE)
    for direction in (1, -1):
        peak: Vector = []
        row: Vector | None = None
        first = 1 if odd or direction == -1 else 0
        silent = 0
        for k in count(first, 2 if odd else 1):
            last, row = row, _row(function, line, direction * k * step, bool(peak))
            if row is None and not _small(last, peak, target / 100):
                raise CutShort
            if row is None or silent == 2 or k * step > line.reach:
                break
            yield direction * k * step, row
            sizes = row[len(row) // 2 :]
            peak = list(map(max, peak, sizes)) if peak else sizes
            silent = silent + 1 if any(peak) and _small(row, peak, silence) else 0


def _row(function: Integrand, line: Line, t: Any, amid: bool) -> Vector | None:
    """The row at t; an inner integral that fails counts as an end of the interval, if it is not the first."""
    try:
        return line.row(function, t)
    except SymfisherError:
        if amid:
            return None
        raise


def _small(row: Vector | None, peak: Vector, share: Any) -> bool:
    """Whether each |f| is so small a share of its largest value"""
    sizes = row[len(row) // 2 :] if row else []
    return all(size <= share * most for most, size in zip(peak, sizes, strict=True))


@dataclass(frozen=True)
class Line:
    """x(t) = φ(c + w (π/2) sinh t) or the like, with φ from the real line onto the interval."""

    lower: Any
    upper: Any
    centre: Any = 0
    width: Any = 1
    ctx: Any = mp
    reach: int = REACHES[0]

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

    def stretched(self, v: Any) -> tuple[Any, Any]:
        """x(v) and dx/dv: φ(c + w v), but φ(c) + φ′(c) w sinh v where no end is near, so that both tails fall alike"""
        if all(self.endless):
            place, slope = self._middle
            return place + slope * self.ctx.sinh(v), slope * self.ctx.cosh(v)
        x, slope = self.x(self.centre + self.width * v)
        return x, slope * self.width

    @cached_property
    def _middle(self) -> tuple[Any, Any]:
        x, slope = self.x(self.centre)
        return x, slope * self.width

    @cached_property
    def endless(self) -> tuple[bool, bool]:
        """Whether the ends are infinite"""
        return self.ctx.isinf(self.lower), self.ctx.isinf(self.upper)

    def row(self, function: Integrand, t: Any) -> Vector | None:
        """f(x(t)) dx/dt, or None where x has reached an end of the interval."""
        ctx = self.ctx
        try:
            x, slope = self.stretched(ctx.pi / 2 * ctx.sinh(t))
            if not self.lower < x < self.upper:  # an end may have more digits than x
                return None
            weight = slope * ctx.pi / 2 * ctx.cosh(t)
            row = [value * weight for value in function(x)]
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
            value = abs(density(x)) * slope if self.lower < x < self.upper else 0
        except (ZeroDivisionError, ValueError, OverflowError):
            value = 0
        return ctx.log(value) if value else -ctx.inf

    def centred(self, density: Density) -> Line:
        """The same line, with t = 0 at the mode and the width that of the mass there."""
        best, step = self._highest_of_a_grid(density)
        centre = highest(lambda u: self.mass(density, u), best - 2 * step, best + 2 * step)
        top, width = self.mass(density, centre), self.ctx.mpf(1)
        while width > NARROWEST and all(self.mass(density, centre + s * width) < top - 2 for s in (1, -1)):
            width /= 2
        return Line(self.lower, self.upper, centre, width, self.ctx, self.reach)

    def _highest_of_a_grid(self, density: Density) -> tuple[Any, Any]:
        """The u of a grid with most mass, and the step of the grid, which goes on while its last point has most"""
        last, step = self.ctx.mpf(8), self.ctx.mpf(1) / 2
        grid = [k * step for k in range(-16, 17)]
        while True:
            best = max(grid, key=lambda u: self.mass(density, u))
            if abs(best) < last or last > FARTHEST:
                return best, step
            step = last / 16
            grid = [best + best * k / 16 for k in range(17)]
            last *= 2


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
