"""The space of a family as a region to integrate or sum over, one variable after the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce
from itertools import combinations, pairwise
from typing import Any

from mpmath import fp, mp, mpf
from sympy import (
    Abs,
    Add,
    Expr,
    Function,
    Heaviside,
    I,
    Integer,
    Max,
    Min,
    Piecewise,
    Pow,
    Symbol,
    exp,
    expand,
    log,
    nan,
    oo,
    powsimp,
    sign,
    zoo,
)
from sympy.core.relational import Relational
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from symfisher.compiling import vector
from symfisher.errors import SymfisherError
from symfisher.inversion import invert
from symfisher.line import Beside, Line
from symfisher.model import Family
from symfisher.modes import centres, landmarks, stands_alone
from symfisher.notation import Name
from symfisher.periodic import periodic_roots
from symfisher.quadrature import Totals, integrate, row_of
from symfisher.space import Space
from symfisher.special import derivative
from symfisher.summation import add_up, joined


def kinks(family: Family, k: int = -1) -> list[Expr]:
    """Where the density may have a kink in its k-th variable: the roots of what |·|, sign, Min, Max and cases test."""
    found = _kinks(family.density, family.variables[k].symbol, family.variables[k].space)
    return [place for place in found if stands_alone(family, place)]


@lru_cache(maxsize=64)
def _kinks(density: Expr, variable: Symbol, space: Space) -> tuple[Expr, ...]:
    found = {kinked.args[0] for kinked in density.atoms(Abs, sign, Heaviside)}
    for extremum in density.atoms(Min, Max):
        found |= {a - b for a, b in combinations(extremum.args, 2)}
    for cases in density.atoms(Piecewise):
        found |= {r.lhs - r.rhs for r in cases.atoms(Relational)}
    periodic = {f for f in found | set(_tested(density)) if f.has(TrigonometricFunction) and f.has(variable)}
    places = [root for f in found - periodic for root in roots(f, variable)]
    places += [root for f in periodic for root in periodic_roots(f, variable, space)]
    return tuple(sorted(set(places), key=lambda e: e.sort_key()))


def _tested(density: Expr) -> Iterator[Expr]:
    """What roots and logarithms are taken of: where it is 0 inside the space the density has a kink or a pole."""
    yield from (power.base for power in density.atoms(Pow) if not power.exp.is_integer)
    yield from (logarithm.args[0] for logarithm in density.atoms(log))


def roots(expression: Expr, variable: Symbol) -> list[Expr]:
    """The roots, where the variable stands in the expression once or is linear in it."""
    if expression.has(Abs):
        inside = next(iter(expression.atoms(Abs)))
        signed = (expression.xreplace({inside: s * inside.args[0]}) for s in (1, -1))
        return [root for variant in signed for root in roots(variant, variable)]
    slope = derivative(expression, variable)
    if slope != 0 and not slope.has(variable):
        return [expand(-expression.xreplace({variable: Integer(0)}) / slope)]
    root = invert(expression, variable, Integer(0)) if expression.has(variable) else None
    if root is None and isinstance(expression, Add) and len(expression.args) == 2:  # where A − B is 0, A/B is 1
        root = invert(powsimp(-expression.args[0] / expression.args[1]), variable, Integer(1))
    return [] if root is None or root.has(nan, zoo, oo, I) else [root]


def is_elementary(density: Expr, x: Symbol) -> bool:
    """Whether only powers, e^x and log x are taken of the variable: others take for ever at x = 10^(10⁹)."""
    return all(isinstance(f, (exp, log)) for f in density.atoms(Function) if f.has(x))


def _beside(
    family: Family, functions: Sequence[Expr], k: int, way: int, values: dict[Symbol, Expr], ctx: Any
) -> Callable:
    """The functions at the distance d from the k-th of the ends and kinks of the last variable, above (1) or below it.

    Sums that are polynomials in d are written out, so that 1 − x at x = 1 − d is d, to all its digits.
    """
    *outer, last = family.variables
    d = Name("d", positive=True)
    place = (last.space.lower, last.space.upper, *kinks(family))[k] + way * d
    moved = (f.xreplace({last.symbol: place}) for f in functions)
    exact = [f.replace(lambda e: isinstance(e, Add) and e.has(d) and e.is_polynomial(d), expand) for f in moved]
    return vector(exact, [*(v.symbol for v in outer), d], values, ctx)


@dataclass(frozen=True)
class Region:
    """A space of one or more variables, each with bounds that may use those before it."""

    bounds: tuple[Callable[..., list[Any]], ...]
    discrete: tuple[bool, ...]
    density: Callable[..., list[Any]]
    functions: Callable[..., list[Any]]
    kinks: Callable[..., list[Any]]
    centres: Callable[..., list[Any]]
    size: int
    beside: Callable[[int, int], Callable[..., list[Any]]]
    ctx: Any = mp
    far: bool = False

    @classmethod
    def of(cls, family: Family, values: dict[Symbol, Expr], functions: Sequence[Expr], ctx: Any) -> Region:
        omega = [v.symbol for v in family.variables]
        ends = [(v.space.lower, v.space.upper) for v in family.variables]
        density = vector([family.density], omega, values, ctx)
        return cls(
            tuple(vector(pair, omega[:k], values, ctx) for k, pair in enumerate(ends)),
            tuple(v.space.discrete for v in family.variables),
            density,
            density if functions == [family.density] else vector(functions, omega, values, ctx),
            vector(kinks(family), omega[:-1], values, ctx),
            vector(centres(family) if len(omega) == 1 and ctx is mp else [], (), values, ctx),
            2 * len(functions),
            lambda k, way: _beside(family, functions, k, way, values, ctx),
            ctx,
            len(omega) == 1 and is_elementary(family.density, omega[0]),
        )

    def ends(self, outer: tuple[Any, ...]) -> list[Any]:
        """The bounds of the next variable, given the ones before, to all the digits that they have."""
        found = self.bounds[len(outer)](*outer)
        return [end if isinstance(end, mpf) and self.ctx is mp else self.ctx.mpf(end) for end in found]

    def total(self, digits: int) -> Totals:
        """The iterated totals, the first variable outermost, centred on the mode."""
        return self._nested(digits, self._mode() if len(self.bounds) > 1 else [self.ctx.mpf(0)])

    def beyond(self, digits: int, most: int, *outer: Any) -> list[Any]:
        """The first total over the last variable, at places of the outer ones; over a count `most` of its terms"""
        if not self.discrete[-1]:
            return [self._nested(digits, [self.ctx.mpf(0)] * len(self.bounds), *outer).values[0]]
        lower, upper = self.ends(outer)
        if self.ctx.isinf(lower):
            raise SymfisherError("a sum without a first term")
        return [self.functions(*outer, lower + k)[0] for k in range(most) if lower + k <= upper]

    def _nested(self, digits: int, mode: list[Any], *outer: Any) -> Totals:
        lower, upper = self.ends(outer)
        innermost = len(outer) == len(self.bounds) - 1

        def row(x: Any) -> list[Any]:
            if innermost:
                return row_of(self.functions(*outer, x)) if self.ctx is mp else self._machine_row(*outer, x)
            return self._nested(digits + 1, mode, *outer, x).row

        if self.discrete[len(outer)]:
            return add_up(row, lower, upper, digits, len(self.bounds) > 1, self.ctx)
        inside = self._splits(lower, upper, digits, outer) if innermost else []
        profile = lambda x: self._profile(mode, (*outer, x))  # noqa: E731
        pieces = [
            integrate(row, a, b, digits, profile, self.ctx, self.far, partial(self._near, a, b, outer))
            for a, b in pairwise([lower, *inside, upper])
        ]
        nothing = [self.ctx.mpf(0)] * (self.size // 2)  # at an edge of the space no node may be left
        return reduce(joined, [piece if piece.values else Totals(nothing, nothing, 0) for piece in pieces])

    def _machine_row(self, *at: Any) -> list[Any]:
        """(f, |f|), 0 where the density is too small for machine numbers, though another factor may be too large

        Not at an end to which x has been rounded: what lies between x and the end may count.
        """
        try:
            row = row_of(self.functions(*at))
        except (ArithmeticError, ValueError):
            row = [math.nan]
        if all(map(math.isfinite, row)) or at[-1] in self.ends(at[:-1]) or self._density(*at) != 0:
            return row
        return [0.0] * self.size

    def _splits(self, lower: Any, upper: Any, digits: int, outer: tuple[Any, ...]) -> list[Any]:
        """Kinks, and the modes of a density of one variable that has several, in order."""
        places = {k for k in self.kinks(*outer) if lower < k < upper}
        if len(self.bounds) == 1 and self.ctx is mp:
            places |= set(landmarks(self._density, lower, upper, [*self.centres(), *places], digits))
        return sorted(places)

    def _near(self, lower: Any, upper: Any, outer: tuple[Any, ...]) -> Beside:
        """The functions beside each end of a piece of the innermost variable that is an end of the space or a kink"""
        if len(outer) < len(self.bounds) - 1:
            return None, None
        marks = [*self.ends(outer), *self.kinks(*outer)]

        def near(end: Any, way: int) -> Callable[[Any], list[Any]] | None:
            if end not in marks or self.ctx.isinf(end):
                return None
            functions = self.beside(marks.index(end), way)
            return lambda distance: row_of(functions(*outer, distance))

        return near(lower, 1), near(upper, -1)

    def _profile(self, mode: list[Any], outer: tuple[Any, ...]) -> Any:
        """The density with the variables that remain at the mode, in coordinates of their intervals."""
        jacobian = self.ctx.mpf(1)
        for u in mode[len(outer) :]:
            x, slope = self._place(outer, u)
            outer, jacobian = (*outer, x), jacobian * slope
        return self._density(*outer) * jacobian

    def _density(self, *at: Any) -> Any:
        """The density; in machine numbers 0 where its exponent is too large for them."""
        try:
            return self.density(*at)[0]
        except OverflowError:
            return self.ctx.mpf(0)

    def _place(self, outer: tuple[Any, ...], u: Any) -> tuple[Any, Any]:
        lower, upper = self.ends(outer)
        if self.discrete[len(outer)]:
            return (max(lower, min(upper, self.ctx.mpf(1))) if u == 0 else u), self.ctx.mpf(1)
        return Line(lower, upper, ctx=self.ctx).x(u)

    def _mode(self) -> list[Any]:
        """Where the density is largest, one variable after the other, twice."""
        mode = [self.ctx.mpf(0)] * len(self.bounds)
        for k in 2 * [k for k, discrete in enumerate(self.discrete) if not discrete]:
            mode[k] = self._line(mode, k).centre
        return mode

    def _line(self, mode: list[Any], k: int) -> Line:
        """The line of variable k, centred on the density with the others at the mode so far."""
        outer: tuple[Any, ...] = ()
        for u in mode[:k]:
            outer = (*outer, self._place(outer, u)[0])
        lower, upper = self.ends(outer)
        return Line(lower, upper, ctx=self.ctx).centred(lambda x: self._profile(mode, (*outer, x)))

    def sampled(self, count: int = 6000, batches: int = 12) -> list[tuple[float, float]]:
        """The totals by importance sampling around the mode, on a Kronecker sequence, each with its standard error."""
        mode = self._mode()
        widths = [1.3 * float(self._line(mode, k).width) for k in range(len(mode))]
        golden = fp.findroot(lambda g: g ** (len(mode) + 1) - g - 1, 1.5)
        sums = [[0.0] * (self.size // 2) for _ in range(batches)]
        for n in range(count):
            shares = [(0.5 + (n + 1) * golden ** -(k + 1)) % 1 for k in range(len(mode))]
            batch = sums[n * batches // count]
            for k, weight in enumerate(self._weights(mode, widths, shares)):
                batch[k] += weight * batches / count
        return [_mean_and_error(column) for column in zip(*sums, strict=True)]

    def _weights(self, mode: list[Any], widths: list[float], shares: list[float]) -> list[float]:
        """The functions over the density of the proposal, which is logistic in each coordinate."""
        outer: tuple[Any, ...] = ()
        weight = 1.0
        for u, width, share in zip(mode, widths, shares, strict=True):
            x, slope = self._place(outer, u + width * math.log(share / (1 - share)))
            outer = (*outer, x)
            weight *= slope * width / (share * (1 - share))
        return [weight * float(value) for value in self.functions(*outer)] if self._density(*outer) else []


def _mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    mean, count = sum(values) / len(values), len(values)
    return mean, (sum((v - mean) ** 2 for v in values) / count / (count - 1)) ** 0.5
