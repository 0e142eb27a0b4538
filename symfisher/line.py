"""An interval as the image of the real line, centred on the mass of a density."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from typing import Any

from mpmath import mp

from symfisher.errors import SymfisherError

Vector = list[Any]
Integrand = Callable[[Any], Vector]
Density = Callable[[Any], Any]
Beside = tuple[Integrand | None, Integrand | None]
"""An integrand as a function of the distance from the lower and from the upper end."""
REACHES = (8, 30)  # how far t goes; with x = e^(π/2 sinh t) a tail of 1/(x log²x) is still felt at t = 25
NARROWEST, FARTHEST = 2.0**-40, 200
LEVEL = 1  # in log p
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Line:
    """x(t) = φ(c + w (π/2) sinh t) or the like, with φ from the real line onto the interval."""

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
            v = ctx.pi / 2 * ctx.sinh(t)
            x, slope = self.stretched(v)
            distance, close = self.nearest(self.centre + self.width * v) if any(self.beside) else (None, None)
            if close is None and not self.lower < x < self.upper and not self._rounds_to_an_end(x):
                return None  # an end may have more digits than x
            weight = slope * ctx.pi / 2 * ctx.cosh(t)
            row = [value * weight for value in (function(x) if close is None else close(distance))]
            return row if all(map(self._is_finite, row)) else None
        except SymfisherError:  # an inner integral that fails is a failure, not an end of the interval
            raise
        except (ZeroDivisionError, ValueError, OverflowError):
            return None

    @cached_property
    def _is_finite(self) -> Callable[[Any], bool]:
        return mp.isfinite if self.ctx is mp else isfinite

    def _rounds_to_an_end(self, x: Any) -> bool:
        """In machine numbers, where the integrand, if it has a value at the end, differs little from it"""
        return self.ctx is not mp and x in (self.lower, self.upper)

    def mass(self, density: Density, u: Any) -> Any:
        """log of the density in the coordinate u; −∞ where it vanishes."""
        ctx = self.ctx
        try:
            x, slope = self.x(u)
            value = abs(density(x)) * slope if self.lower < x < self.upper else 0
            value = value if self._is_finite(value) else 0  # 0 to a negative power, where 1 + tanh x has no digits
        except (ZeroDivisionError, ValueError, OverflowError):
            value = 0
        return ctx.log(value) if value else -ctx.inf

    def centred(self, density: Density) -> Line:
        """The same line, with t = 0 at the mode and the width that of the mass there."""
        best, step, heights = self._highest_of_a_grid(density)
        centre = summit(best, step, heights)
        if centre is None:
            centre = highest(lambda u: self.mass(density, u), best - 2 * step, best + 2 * step)
        top, width = self.mass(density, centre), self.ctx.mpf(1)
        while width > NARROWEST and all(self.mass(density, centre + s * width) < top - 2 for s in (1, -1)):
            width /= 2
        return replace(self, centre=centre, width=width)

    def _highest_of_a_grid(self, density: Density) -> tuple[Any, Any, list[Any]]:
        """The u of a grid with most mass, the step of the grid, which goes on while its last point has most, and the
        heights there and beside it
        """
        last, step = self.ctx.mpf(8), self.ctx.mpf(1) / 2
        grid = [k * step for k in range(-16, 17)]
        while True:
            heights = [self.mass(density, u) for u in grid]
            k = max(range(len(grid)), key=heights.__getitem__)
            if abs(best := grid[k]) < last or last > FARTHEST:
                return best, step, heights[max(k - 1, 0) : k + 2]
            step = last / 16
            grid = [best + best * k / 16 for k in range(17)]
            last *= 2


def summit(best: Any, step: Any, heights: list[Any]) -> Any:
    """The top of the parabola through three heights, where they differ so little that it is near; else None

    >>> summit(2.0, 0.5, [-0.5, 0.0, -0.25]), summit(2.0, 0.5, [-9.0, 0.0, -0.25])
    (2.0833333333333335, None)
    """
    if len(heights) < 3 or min(heights) < heights[1] - LEVEL:
        return None
    before, top, after = heights
    bend = before - 2 * top + after
    return best + step * (before - after) / (2 * bend) if bend else best


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
