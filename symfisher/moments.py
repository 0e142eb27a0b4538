"""Totals over a family's space, in digits: the mass, the mean score and the information from their definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, pairwise
from typing import Any

from mpmath import matrix, mp, mpf, workdps
from sympy import (
    Abs,
    Expr,
    Float,
    Heaviside,
    Max,
    Min,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    diff,
    expand,
    lambdify,
    log,
    sign,
)
from sympy.core.relational import Relational

from symfisher.errors import SymfisherError
from symfisher.model import Family
from symfisher.quadrature import Line, Totals, integrate, row_of
from symfisher.special import derivative
from symfisher.summation import add_up, joined

Point = Mapping[Symbol, Rational]


@dataclass(frozen=True)
class Numeric:
    """∫p, E[∂ᵢℓ] and E[∂ᵢℓ ∂ⱼℓ] at one point, and the error estimated for the worst of them."""

    mass: Any
    mean_score: tuple[Any, ...]
    information: Any
    error: Any


def compiled(expressions: Sequence[Expr], arguments: Sequence[Symbol], ctx: Any = mp) -> Callable[..., list[Any]]:
    """A function of mpmath or machine numbers; symbols are renamed first, since lambdify executes what it writes."""
    safe = {symbol: Symbol(f"v{k}") for k, symbol in enumerate(arguments)}
    renamed = [e.xreplace(safe) for e in expressions]
    strangers = {s for e in renamed for s in e.free_symbols} - set(safe.values())
    if strangers:
        raise SymfisherError(f"no value is given for {', '.join(sorted(map(str, strangers)))}.")
    if ctx is not mp:
        return lambdify(list(safe.values()), [e.evalf(17) for e in renamed], modules="math", cse=True)
    return lambdify(list(safe.values()), renamed, modules="mpmath", cse=True)


def valued(expression: Expr, values: dict[Symbol, Expr]) -> Expr:
    """The expression at these values, endless sums over an index of their own in digits."""
    return expression.xreplace(values).replace(lambda e: isinstance(e, Sum) and not e.free_symbols, _summed)


def _summed(endless: Sum) -> Expr:
    """Σ in digits; it must run over one index."""
    ((index, lower, upper),) = endless.limits
    call = compiled([endless.function], [index])
    ends = [mp.mpmathify(end._to_mpmath(mp.prec)) for end in (lower, upper)]
    return Float(add_up(lambda x: row_of(call(x)), *ends, mp.dps // 2 - 5).values[0], mp.dps)


def totals(
    family: Family, integrands: Callable[[Expr], Sequence[Expr]], point: Point, digits: int, ctx: Any = mp
) -> Totals:
    """The totals of `integrands(p)` over the space, atoms included."""
    values = dict(point)
    region = Region.of(family, values, integrands(family.density), ctx)
    result = region.total(digits)
    for place, mass in family.atoms:
        at = values | {family.variables[0].symbol: place.xreplace(values)}
        row = compiled([f.xreplace(at) for f in integrands(mass)], ())()
        result = Totals(
            [a + b for a, b in zip(result.values, row, strict=True)],
            [a + abs(b) for a, b in zip(result.magnitudes, row, strict=True)],
            result.error,
        )
    return result


def kinks(family: Family) -> list[Expr]:
    """Where the density may have a kink in the last variable: the roots of what |·|, sign, Min, Max and cases test."""
    last, found = family.variables[-1].symbol, set()
    for kinked in family.density.atoms(Abs, sign, Heaviside):
        found.add(kinked.args[0])
    for extremum in family.density.atoms(Min, Max):
        found |= {a - b for a, b in combinations(extremum.args, 2)}
    for cases in family.density.atoms(Piecewise):
        found |= {r.lhs - r.rhs for r in cases.atoms(Relational)}
    roots = (root for f in found for root in _roots(f, last))
    return sorted(set(roots), key=lambda e: e.sort_key())


def _roots(expression: Expr, variable: Symbol) -> list[Expr]:
    """The root of what is linear in the variable."""
    slope = diff(expression, variable)
    if slope == 0 or slope.has(variable) or not slope.is_algebraic_expr():
        return []
    return [expand(variable - expression / slope)]


@dataclass(frozen=True)
class Region:
    """A space of one or more variables, each with bounds that may use those before it."""

    bounds: tuple[Callable[..., list[Any]], ...]
    discrete: tuple[bool, ...]
    density: Callable[..., list[Any]]
    functions: Callable[..., list[Any]]
    kinks: Callable[..., list[Any]]
    size: int
    ctx: Any = mp

    @classmethod
    def of(cls, family: Family, values: dict[Symbol, Expr], functions: Sequence[Expr], ctx: Any) -> Region:
        omega = [v.symbol for v in family.variables]
        ends = [(v.space.lower.xreplace(values), v.space.upper.xreplace(values)) for v in family.variables]
        return cls(
            tuple(compiled(pair, omega[:k], ctx) for k, pair in enumerate(ends)),
            tuple(v.space.discrete for v in family.variables),
            compiled([valued(family.density, values)], omega, ctx),
            compiled([valued(f, values) for f in functions], omega, ctx),
            compiled([k.xreplace(values) for k in kinks(family)], omega[:-1], ctx),
            2 * len(functions),
            ctx,
        )

    def ends(self, outer: tuple[Any, ...]) -> list[Any]:
        """The bounds of the next variable, given the ones before."""
        return [self.ctx.mpf(end) for end in self.bounds[len(outer)](*outer)]

    def total(self, digits: int) -> Totals:
        """The iterated totals, the first variable outermost, centred on the mode."""
        return self._nested(digits, self._mode() if len(self.bounds) > 1 else [self.ctx.mpf(0)])

    def _nested(self, digits: int, mode: list[Any], *outer: Any) -> Totals:
        lower, upper = self.ends(outer)
        innermost = len(outer) == len(self.bounds) - 1

        def row(x: Any) -> list[Any]:
            if innermost and self.ctx is not mp and self.density(*outer, x)[0] == 0:
                return [0.0] * self.size  # underflow: nothing is left there
            if innermost:
                return row_of(self.functions(*outer, x))
            return self._nested(digits + 1, mode, *outer, x).row

        if self.discrete[len(outer)]:
            return add_up(row, lower, upper, digits)
        inside = sorted(k for k in self.kinks(*outer) if lower < k < upper) if innermost else []
        pieces = [
            integrate(row, a, b, digits, lambda x: self._profile(mode, (*outer, x)), self.ctx)
            for a, b in pairwise([lower, *inside, upper])
        ]
        return reduce(joined, pieces)

    def _profile(self, mode: list[Any], outer: tuple[Any, ...]) -> Any:
        """The density with the variables that remain at the mode, in coordinates of their intervals."""
        jacobian = mpf(1)
        for u in mode[len(outer) :]:
            x, slope = self._place(outer, u)
            outer, jacobian = (*outer, x), jacobian * slope
        return self.density(*outer)[0] * jacobian

    def _place(self, outer: tuple[Any, ...], u: Any) -> tuple[Any, Any]:
        lower, upper = self.ends(outer)
        if self.discrete[len(outer)]:
            return (max(lower, min(upper, mpf(1))) if u == 0 else u), mpf(1)
        return Line(lower, upper, ctx=self.ctx).x(u)

    def _mode(self) -> list[Any]:
        """Where the density is largest, one variable after the other, twice."""
        mode = [self.ctx.mpf(0)] * len(self.bounds)
        for k in 2 * [k for k, discrete in enumerate(self.discrete) if not discrete]:
            outer: tuple[Any, ...] = ()
            for u in mode[:k]:
                outer = (*outer, self._place(outer, u)[0])
            line = Line(*self.ends(outer), ctx=self.ctx)
            mode[k] = line.centred(lambda x, outer=outer: self._profile(mode, (*outer, x))).centre
        return mode


def information_in_digits(
    family: Family, scores: Sequence[Expr], point: Point, digits: int = 15, ctx: Any = mp
) -> Numeric:
    """∫p, E[∂ᵢℓ] and E[∂ᵢℓ ∂ⱼℓ] by quadrature or summation of their definitions, in mpmath's `mp` or `fp` numbers.

    Raises SymfisherError where one of them does not settle.
    """
    theta = family.theta
    pairs = [(a, b) for a in range(len(theta)) for b in range(a, len(theta))]

    def integrands(p: Expr) -> list[Expr]:
        slopes = scores if p is family.density else [derivative(log(p), parameter) for parameter in theta]
        return [p, *(p * s for s in slopes), *(p * slopes[a] * slopes[b] for a, b in pairs)]

    with workdps(2 * digits + 15):
        result = totals(family, integrands, point, digits, ctx)
        count = len(theta)
        information = matrix(count, count)
        for (a, b), value in zip(pairs, result.values[1 + count :], strict=True):
            information[a, b] = information[b, a] = value
        return Numeric(result.values[0], tuple(result.values[1 : 1 + count]), information, mpf(result.error))


def mass_in_digits(family: Family, point: Point, digits: int = 15) -> Any:
    """∫p at one point; SymfisherError where it does not settle."""
    with workdps(2 * digits + 15):
        return totals(family, lambda p: [p], point, digits).values[0]
