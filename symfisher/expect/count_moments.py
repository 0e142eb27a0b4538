"""Σ r f over the runs of a law of counts: by parts, from its mass and E[score] = 0, or as a series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sympy import (
    Add,
    Expr,
    Integer,
    Poly,
    Symbol,
    cancel,
    diff,
    expand,
    hyper,
    oo,
)

from symfisher.expect.abel import AbelKernel, recognised
from symfisher.expect.by_parts import ByParts
from symfisher.expect.count_basis import NoMoment, basis
from symfisher.expect.count_law import CountLaw, Run
from symfisher.expect.count_ratio import NotHypergeometric, ratio_of
from symfisher.expect.linear import MeanSystem
from symfisher.expect.series import Series
from symfisher.special import derivative

ONE = Integer(1)


class Unknown(Symbol):
    """A sum that is solved for."""


@dataclass(frozen=True)
class RunSums:
    """Σ over one run, upwards, of its probabilities times a function; `total` is Σ r."""

    run: Run
    total: Expr
    unknowns: dict[Expr, Unknown] = field(default_factory=dict)

    @cached_property
    def by_parts(self) -> ByParts | None:
        try:
            return ByParts(self.run, ratio_of(self.run.mass, self.run.count))
        except NotHypergeometric:
            return None

    @cached_property
    def abel(self) -> AbelKernel | None:
        return recognised(self.run, self.total) if self.run.upper == oo else None

    def of(self, function: Expr) -> Expr:
        """Σ r f, in closed form but for the unknowns."""
        parts = basis(function, self.run.count).items()
        return Add(*(coefficient * self.moment(inner) for inner, coefficient in parts))

    def moment(self, inner: Expr) -> Expr:
        """Σ r f for a power of k, a pole or another function of k."""
        k = self.run.count
        if inner == 1:
            return self.total
        if self.by_parts is None:
            closed = self.abel.value(inner) if self.abel else None
            return closed if closed is not None else self._unknown(inner)
        if not inner.is_polynomial(k):
            return self._unknown(inner)
        return self.by_parts.power(Poly(inner, k).degree(), lambda n: self._unknown(k**n) if n else self.total)

    def _unknown(self, inner: Expr) -> Unknown:
        """Equal runs have equal sums, under one name."""
        return self.unknowns.setdefault(inner, Unknown(f"{inner} {self.run.mass} {self.run.lower}..{self.run.upper}"))

    def series(self, inner: Expr) -> Expr | None:
        """Σ r f as a series with digits, or None."""
        if self.by_parts is None or self.run.upper != oo or not self.by_parts.converges(0):
            return None
        return Series(self.run, self.by_parts.ratio, self.total).value(inner)


@dataclass(frozen=True)
class CountSums:
    """Sums over all the runs of a law, with what its mass and its scores say of them."""

    counts: CountLaw
    theta: tuple[Symbol, ...]

    @cached_property
    def mass(self) -> Expr:
        """Σ r over all runs: what the cells leave of 1"""
        return expand(1 - Add(*(cell.mass - cell.instead for cell in self.counts.cells)))

    @cached_property
    def runs(self) -> tuple[RunSums, ...]:
        """One run has what the cells leave; of several each has its own sum, or an unknown share."""
        upward = [run if run.upper == oo or run.lower != -oo else run.mirror for run in self.counts.runs]
        if len(upward) == 1:
            return (RunSums(upward[0], self.mass),)
        return tuple(_share(run, k) for k, run in enumerate(upward))

    def solution(self, unknown: Unknown) -> Expr | None:
        """Σ r f as an elementary series; else from the equations; else as a series with pFq; else None"""
        series = next((s.series(f) for s in self.runs for f, u in s.unknowns.items() if u == unknown), None)
        if series is not None and not series.has(hyper):
            return series
        if any(equation.has(unknown) for equation in self.equations):
            solved = self.solved[unknown]
            return solved if solved is not None else series
        return series

    @cached_property
    def solved(self) -> dict[Unknown, Expr | None]:
        """The unknowns of the equations, those that they determine"""
        unknowns = sorted(set().union(*(e.atoms(Unknown) for e in self.equations)), key=str)
        rows = [[self._vanishing(diff(e, u)) for u in unknowns] for e in self.equations]
        rest = dict.fromkeys(unknowns, Integer(0))
        kept = [(row, -e.xreplace(rest)) for row, e in zip(rows, self.equations, strict=True) if any(row)]
        if not kept:
            return dict.fromkeys(unknowns)
        system = MeanSystem.solve([row for row, _ in kept], [g for _, g in kept])
        units = [[Integer(int(u == w)) for w in unknowns] for u in unknowns]
        return {u: system.combination(unit) for u, unit in zip(unknowns, units, strict=True)}

    @cached_property
    def equations(self) -> list[Expr]:
        """Σ r − mass and Σ r ∂ᵢlog r − ∂ᵢ mass, which vanish"""
        return list(self._equations())

    def _equations(self) -> Iterator[Expr]:
        if len(self.runs) > 1:
            yield Add(*(sums.total for sums in self.runs)) - self.mass
        for j, parameter in enumerate(self.theta):
            slope = derivative(self.mass, parameter)
            try:
                yield Add(*(sums.of(sums.run.scores[j]) for sums in self.runs)) - slope
            except NoMoment:
                continue

    def _vanishing(self, coefficient: Expr) -> Expr:
        """0 for what has the value 0 at every point."""
        points = self.runs[0].run.points
        values = (coefficient.subs(point).evalf(30) for point in points)
        return Integer(0) if all(v.is_number and abs(v) < 1e-20 for v in values) else coefficient

    def closed(self, value: Expr) -> Expr | None:
        """The value with the unknowns replaced, or None where one stays unknown."""
        for _ in range(3):  # a sum may hold the share of its run, and that another
            met = {u: self.solution(u) for u in value.atoms(Unknown)}
            if None in met.values():
                return None
            value = value.xreplace(met)
        return None if value.has(Unknown) else value


def _share(run: Run, k: int) -> RunSums:
    """The sums over one of several runs; Σ r by parts where it follows from the ends alone."""
    sums = RunSums(run, Unknown(f"share_{k}"))
    parts = sums.by_parts
    if parts is None or not parts.converges(0) or parts.degree > 0:
        return sums
    return RunSums(run, cancel(parts.ends(0) / parts.image(0).coeff_monomial(ONE)))
