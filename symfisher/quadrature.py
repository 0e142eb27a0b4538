"""A vector of integrals on shared nodes, to any number of digits.

Double-exponential quadrature (Takahasi and Mori, Publ. RIMS 9, 1974), centred on the mass of a positive function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from mpmath import mp, workdps

from symfisher.errors import SymfisherError
from symfisher.line import REACHES, Beside, Density, Integrand, Line, Vector

FINEST = 9
DISPARITY = 1e-8  # with `digits`, how far two integrals may differ in size while both are known to all digits
SILENCE = 1e-3  # of the target: what is smaller than this share of the largest row, and what follows it, adds nothing
AMID = 0.1  # distances that fall from here on fall to 0, and not by chance
DOUBLINGS, MANY = 4, 2  # of the digits


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
        return _in_machine_numbers(function, Line(lower, upper, ctx=ctx).centred(mass), digits, beside)
    return _with_growing_effort(function, Line(lower, upper, farthest=REACHES[far]), digits, mass, beside)


def _in_machine_numbers(function: Integrand, line: Line, digits: int, beside: Callable[[], Beside]) -> Totals:
    """Distances from the ends where they cut the integral short"""
    try:
        return _refine(function, line, digits)
    except CutShort:
        sides = beside()
        if not any(sides):
            raise
        return _refine(function, replace(line, beside=sides), digits)


def _with_growing_effort(
    function: Integrand, line: Line, digits: int, mass: Density, beside: Callable[[], Beside]
) -> Totals:
    """Distances from the ends, then more digits where they cut the integral short; further where its tail is heavy.

    What does not settle is looked at once with more digits, as many may cancel next to a place.
    """
    close = False
    unsettled: Unsettled | None = None
    for power in (0, 0, *range(DOUBLINGS + 1)):
        with workdps(mp.dps * 2 ** max(power, MANY if unsettled else 0)):
            try:
                here = replace(line, beside=beside()) if close else line
                return _refine(function, here.centred(mass), digits)
            except CutShort:
                close = True
            except Unsettled as failure:
                if unsettled is not None:
                    raise unsettled from None
                if line.reach == line.farthest:
                    unsettled = failure
                line = replace(line, reach=line.farthest)
    raise SymfisherError(f"an integral over {_interval(line.lower, line.upper)} has too much mass at an end.")


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
            if k * step > line.reach < line.farthest and last and not _small(last, peak, target / 100):
                raise Unsettled(f"an integral over {_interval(line.lower, line.upper)} has a heavy tail.")
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
