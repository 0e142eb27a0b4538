"""What the expressions of a trace mean as numbers, for one family at one point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product
from time import monotonic
from typing import Any

from mpmath import mp, mpf
from sympy import (
    Add,
    Basic,
    Eq,
    Expr,
    Integer,
    Integral,
    Mul,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    Tuple,
    diff,
    log,
    true,
)

from symfisher.compiling import numeric
from symfisher.differences import central_difference
from symfisher.errors import SymfisherError
from symfisher.measure import measure
from symfisher.model import Family
from symfisher.notation import (
    Component,
    Density,
    Divergence,
    Expectation,
    Fisher,
    Increment,
    Name,
    P,
    Partial,
    Q,
    SymmetrizedDivergence,
    Total,
    delta,
    n,
    omega,
    theta,
)
from symfisher.sampling import Point
from symfisher.sums import Estimate

PART_OF_DIGITS = {0: 1.0, 1: 1.0, 2: 0.8}


class Meaningless(SymfisherError):
    """An expression with an index, a point or a symbol that the family does not have."""


@dataclass(frozen=True)
class Meaning:
    """The meaning of expressions for a family at `point`: known symbols, θ, ω where it is free.

    `displaced` holds δ in the order of the parameters, `mass` the point mass looked at, if any.
    Integrals aim at `digits` digits; `deadline` is a time of the monotonic clock, after which they are given up.
    """

    family: Family
    point: Point
    displaced: tuple[Expr, ...] = ()
    digits: int = 22
    deadline: float | None = None
    integrals: dict[Any, Estimate] = field(default_factory=dict, compare=False, repr=False)
    names: dict[Any, Symbol] = field(default_factory=dict, compare=False, repr=False)
    sources: dict[Symbol, tuple[Basic, ...]] = field(default_factory=dict, compare=False, repr=False)
    mass: tuple[Expr, Expr] | None = None

    def estimate(self, expression: Basic) -> Estimate:
        """The value of a scalar expression, the error of its integrals, the size of its terms."""
        with mp.workdps(self.working):
            return self._evaluated(self.plain(expression))

    @property
    def working(self) -> int:
        """Digits to compute with: integrands may be singular at an end, and differences cancel."""
        return 2 * self.digits + 25

    @property
    def values(self) -> dict[Symbol, Any]:
        """The number of every symbol: declared, displacement, or the name of an integral."""
        integrals = {name: self.integrals[key].value for key, name in self.names.items()}
        return {
            **self.point,
            **dict(zip(self.family.delta, self.displaced, strict=False)),
            **integrals,
        }

    def _evaluated(self, plain: Expr) -> Estimate:
        values = self.values
        strange = sorted(symbol.name for symbol in plain.free_symbols - values.keys())
        if strange:
            raise Meaningless(f"{strange[0]} is neither declared nor bound")
        function = numeric(plain, (), values)
        value, error, scale = function(), mpf(0), mpf(0)
        for key, name in self.names.items():
            if name in plain.free_symbols:
                part = self.integrals[key]
                moved = numeric(plain, (), {**values, name: part.value + part.error})()
                error += abs(moved - value)
                grown = numeric(plain, (), {**values, name: part.value + part.scale})()
                scale += abs(grown - value)
        return Estimate(value, error, max(scale, abs(value)))

    def plain(self, expression: Basic) -> Basic:
        """The expression without heads: densities spelled out, integrals named."""
        meaning = HEADS.get(type(expression))
        if meaning is not None:
            return meaning(self, *expression.args)
        if isinstance(expression, Symbol):
            return self._symbol(expression)
        if not expression.args:
            return expression
        return expression.func(*map(self.plain, expression.args))

    def _symbol(self, symbol: Symbol) -> Basic:
        if not isinstance(symbol, Name):
            integer = symbol in self.point and symbol.is_integer and symbol in {q.symbol for q in self.family.known}
            return self.point[symbol] if integer else symbol
        if symbol == n:
            return Integer(len(self.family.parameters))
        if symbol == omega:
            return self.family.omega
        named = {d.name: d for d in self.family.delta}
        return named.get(symbol.name, symbol)

    def _density(self, law: Basic, at: Basic, where: Basic = None) -> Expr:
        """p at ω and θ, or at θ + δ: P without a point is the displaced density, Q the one at θ."""
        where = where if where is not None else {P: theta + delta, Q: theta}.get(law)
        if where not in (theta, theta + delta):
            raise Meaningless(f"the density at the point {where} has no meaning here")
        density = self._law()
        if where != theta:
            density = density.xreplace({p: p + d for p, d in zip(self.family.theta, self.family.delta, strict=True)})
        if at not in (omega, self.family.omega):
            places = at.args if isinstance(at, Tuple) else (at,)
            variables = [v.symbol for v in self.family.variables]
            density = density.subs(list(zip(variables, map(self.plain, places), strict=True)), simultaneous=True)
        return self.plain(density)

    def _law(self) -> Expr:
        """The density, or the mass looked at; the law of a count carries its masses itself."""
        if self.mass is not None:
            return self.mass[1]
        law = self.family.density
        if all(v.space.discrete for v in self.family.variables):
            for place, mass in self.family.atoms:
                law = Piecewise((law + mass, Eq(self.family.omega, place)), (law, true))
        return law

    def _increment(self, at: Basic) -> Expr:
        return self._density(P, at) - self._density(Q, at)

    def _divergence(self, p: Basic, q: Basic) -> Basic:
        p, q = self._named(p), self._named(q)
        return self.plain(Total(p * log(p / q), omega))

    def _symmetrized(self, p: Basic, q: Basic) -> Basic:
        p, q = self._named(p), self._named(q)
        return self.plain(Total(p * log(p / q) + q * log(q / p), omega))

    def _named(self, law: Basic) -> Basic:
        return Density(law, omega) if isinstance(law, Name) else law

    def _expectation(self, function: Basic, where: Basic = theta) -> Basic:
        return self.plain(Total(function * Density(P, omega, where), omega))

    def _component(self, vector: Basic, index: Basic) -> Basic:
        index = self.plain(index)
        if not isinstance(index, Integer) or not 1 <= index <= len(self.family.theta):
            raise Meaningless(f"component {index} of {vector} has no meaning here")
        return {theta: self.family.theta, delta: self.family.delta}[vector][int(index) - 1]

    def _partial(self, function: Basic, *variables: Basic) -> Basic:
        """∂f/∂θ + Σ ∂f/∂I ∂I/∂θ over the integrals I in it"""
        spelled = self.plain(function)
        for symbol in map(self.plain, variables):
            inside = sorted(spelled.free_symbols & self.sources.keys(), key=str)
            chained = (diff(spelled, name) * self._slope_of_integral(*self.sources[name], symbol) for name in inside)
            spelled = Add(diff(spelled, symbol), *chained)
        return spelled

    def _slope_of_integral(self, function: Basic, *symbols: Symbol) -> Symbol:
        """A name for the derivative of an integral, by central differences."""
        symbol, others = symbols[0], symbols[1:]
        inner = Partial(function, *others) if others else function

        def moved(shift: Rational) -> Estimate:
            there = {**self.point, symbol: self.point[symbol] + shift}
            return replace(self, point=there, integrals={}, names={}, sources={}).estimate(inner)

        with mp.workdps(self.working):
            self.integrals[function, symbols] = central_difference(moved)
        return self._name((function, symbols), function, *symbols)

    def _name(self, key: Any, *source: Basic) -> Symbol:
        """The name of an integral, or of its derivative by the symbols after it"""
        name = self.names.setdefault(key, Name(f"total{len(self.names)}", real=True))
        self.sources[name] = source
        return name

    def _fisher(self, where: Basic, *indices: Basic) -> Basic:
        here = Density(P, omega, where)
        slopes = [Partial(here, Component(theta, index)) for index in indices]
        if len(slopes) != 2:
            raise SymfisherError("a matrix is compared entry by entry.")
        return self.plain(Total(Mul(*slopes) / here, omega))

    def _sum(self, term: Basic, *limits: Basic) -> Basic:
        """Σ over indices with finite bounds, spelled out; an infinite one by its number."""
        bounds = [(index, self.plain(a), self.plain(b)) for index, a, b in limits]
        if any(not (isinstance(a, Integer) and isinstance(b, Integer)) for _, a, b in bounds):
            return self.plain(Total(term, *(Tuple(index, a, b, true) for index, a, b in bounds)))
        ranges = [range(int(a), int(b) + 1) for _, a, b in bounds]
        indices = [index for index, *_ in bounds]
        chosen = (dict(zip(indices, map(Integer, values), strict=True)) for values in product(*ranges))
        return sum((self.plain(term.xreplace(choice)) for choice in chosen), Integer(0))

    def _integral(self, function: Basic, *limits: Basic) -> Basic:
        return self.plain(Total(function, *(Tuple(*limit, False) for limit in limits)))

    def _total(self, function: Basic, *limits: Basic) -> Basic:
        """A name for the number of this ∫ or Σ, point masses included."""
        own = limits[0] == omega
        limits = self.family.limits if own else tuple(Tuple(x, *map(self.plain, rest)) for x, *rest in limits)
        plain, massive = self.plain(function), self._meets_masses(function, limits)
        key = (function if massive else plain, limits)  # one integrand may stand for different masses
        if key not in self.integrals:
            measured = self._measured(plain, limits)
            self.integrals[key] = measured + self._masses(function) if massive else measured
        return self._name(key, Total(function, *limits))

    def _meets_masses(self, function: Basic, limits: tuple[Basic, ...]) -> bool:
        """Whether this is a total of an expression in P over a space with point masses."""
        over_omega = [limit[0] for limit in limits] == [v.symbol for v in self.family.variables]
        continuous = not any(v.space.discrete for v in self.family.variables)
        return bool(self.family.atoms and over_omega and continuous and function.has(Density, Increment))

    def _masses(self, function: Basic) -> Estimate:
        """What the point masses add to the total of an expression in P."""
        total = Estimate(mpf(0))
        for place, mass in self.family.atoms:
            there = replace(self, mass=(place, mass), integrals={}, names={}, sources={})
            total += there._evaluated(there.plain(function).xreplace({self.family.omega: place}))
        return total

    def _measured(self, plain: Expr, limits: tuple[Basic, ...]) -> Estimate:
        continuous = sum(1 for limit in limits if limit[3] not in (true, True))
        if continuous not in PART_OF_DIGITS:
            raise SymfisherError(f"an integral over {continuous} variables is not evaluated.")
        digits = int(self.digits * PART_OF_DIGITS[continuous])
        return measure(self._conditioned(plain), limits, self.values, digits, self._watch)

    def _conditioned(self, plain: Expr) -> Expr:
        """The integrand, zero where a condition on the variables fails."""
        variables = {v.symbol for v in self.family.variables}
        given = [self.plain(c) for c in self.family.given if c.free_symbols & variables]
        for condition in given:
            plain = Piecewise((plain, condition), (Integer(0), true))
        return plain

    def _watch(self) -> None:
        if self.deadline is not None and monotonic() > self.deadline:
            raise SymfisherError("the time for this check is over.")


HEADS: dict[type, Callable[..., Basic]] = {
    Density: Meaning._density,
    Increment: Meaning._increment,
    Divergence: Meaning._divergence,
    SymmetrizedDivergence: Meaning._symmetrized,
    Expectation: Meaning._expectation,
    Component: Meaning._component,
    Partial: Meaning._partial,
    Fisher: Meaning._fisher,
    Sum: Meaning._sum,
    Integral: Meaning._integral,
    Total: Meaning._total,
}
