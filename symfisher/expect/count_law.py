"""A law of one count as runs, on which one expression is its probability, and single cells that differ from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from sympy import (
    Abs,
    Add,
    Basic,
    Expr,
    Heaviside,
    Integer,
    Max,
    Min,
    Piecewise,
    Rational,
    Symbol,
    ceiling,
    diff,
    expand,
    factor,
    floor,
    gamma,
    nan,
    oo,
    powsimp,
    sign,
    zoo,
)
from sympy.core.relational import Relational

from symfisher.expect.law import Law
from symfisher.expect.log_density import log_density
from symfisher.special import derivative

MOST_CELLS = 40
KINKED = (Abs, Heaviside, Max, Min, sign)
Point = dict[Symbol, Rational]


class Unresolved(Exception):
    """A law that is not made of runs and single cells."""


@dataclass(frozen=True)
class Run:
    """Probability `mass` for the counts from `lower` to `upper`; with `mirrored`, both are −∞ and up to `upper`."""

    count: Symbol
    mass: Expr
    lower: Expr
    upper: Expr
    theta: tuple[Symbol, ...]
    around: tuple[Point, ...]

    @cached_property
    def points(self) -> list[Point]:
        """Points of the domain with the count inside the run."""
        first, way = (self.upper, -1) if self.lower == -oo else (self.lower, 1)
        return [{**p, self.count: first.subs(p) + way * (k + 1)} for k, p in enumerate(self.around)]

    @cached_property
    def log_mass(self) -> Expr:
        return log_density(self.mass, self.theta, self.points)

    @cached_property
    def scores(self) -> tuple[Expr, ...]:
        return tuple(derivative(self.log_mass, parameter) for parameter in self.theta)

    @property
    def mirror(self) -> Run:
        """The run of −k."""
        k = self.count
        return replace(self, mass=self.mass.subs(k, -k), lower=-self.upper, upper=-self.lower)

    def at(self, count: Expr) -> Expr:
        """The probability of one count."""
        return self.mass.subs(self.count, count)


@dataclass(frozen=True)
class Cell:
    """A count with probability `mass` where its run, if it belongs to one, would give it `instead`."""

    count: Expr
    mass: Expr
    instead: Expr


@dataclass(frozen=True)
class CountLaw:
    """Σ f p = Σ over runs of f · mass + Σ over cells of f · (mass − instead)"""

    runs: tuple[Run, ...]
    cells: tuple[Cell, ...]


def split(law: Law) -> CountLaw | None:
    """The runs and cells of a law of one count, or None where they move with a parameter or cannot be told apart."""
    space = law.family.variables[0].space
    edges = space.lower.free_symbols | space.upper.free_symbols
    if len(law.omega) != 1 or not space.discrete or law.family.atoms or edges & set(law.family.theta):
        return None
    try:
        return _Splitting(law).count_law()
    except Unresolved:
        return None


@dataclass(frozen=True)
class _Splitting:
    law: Law

    @property
    def k(self) -> Symbol:
        return self.law.omega[0]

    @property
    def density(self) -> Expr:
        return self.law.family.density

    @cached_property
    def places(self) -> list[Expr]:
        """The counts at which a condition or a kink changes, in order."""
        found = {place for corner in corners(self.density) if (place := self._root(corner)) is not None}
        if len(found) > 1 and not all(place.is_Rational for place in found):
            raise Unresolved
        return sorted(found)

    def _root(self, corner: Expr) -> Expr | None:
        """Where a linear function of the count vanishes."""
        slope = diff(corner, self.k)
        if slope == 0 and not corner.has(*self.law.family.theta):
            return None
        root = expand(self.k - corner / slope) if slope != 0 else corner
        if slope == 0 or root.has(self.k, *self.law.family.theta):
            raise Unresolved
        return root

    def run(self, lower: Expr, upper: Expr) -> Run:
        """The run between two counts that no place lies between."""
        sample = upper if lower == -oo else lower
        mass = plain(resolved(self.density, self.k, sample), self.k)
        return Run(self.k, mass, lower, upper, self.law.family.theta, tuple(self.law.points))

    def count_law(self) -> CountLaw:
        lower, upper = (getattr(self.law.family.variables[0].space, end) for end in ("lower", "upper"))
        if not self.places:
            if lower == -oo:
                raise Unresolved
            return CountLaw((self.run(lower, upper),), ())
        first, last = self.places[0], self.places[-1]
        if not first.is_Rational and lower != -oo:
            return self._one_cell(first, lower, upper)
        start = self._whole(floor, last) + 1
        begin = self._whole(ceiling, first) if lower == -oo else lower
        between = self._between(begin, start)
        right = self._extended(self.run(start, upper), between)
        left = (self.run(-oo, begin - 1),) if lower == -oo else ()
        return CountLaw((*left, right), tuple(_cells(right, between)))

    def _whole(self, rounded: type, place: Expr) -> Expr:
        return rounded(place) if place.is_Rational else place

    def _between(self, begin: Expr, start: Expr) -> list[Cell]:
        """The counts from `begin` to before `start`, one by one."""
        size = start - begin
        if not size.is_Integer or size > MOST_CELLS:
            raise Unresolved
        return [Cell(begin + j, self.density.subs(self.k, begin + j), Integer(0)) for j in range(int(size))]

    def _extended(self, run: Run, cells: list[Cell]) -> Run:
        """The run from as far down as its expression is a positive number."""
        for cell in reversed(cells):
            if not _is_mass(run, cell.count):
                break
            run = replace(run, lower=cell.count)
        return run

    def _one_cell(self, place: Expr, lower: Expr, upper: Expr) -> CountLaw:
        """A known count with a probability of its own, anywhere in the run."""
        inequalities = [r for r in self.density.atoms(Relational) if r.rel_op not in ("==", "!=") and r.has(self.k)]
        if inequalities and place in (lower, upper):
            return self._cell_at_end(place, lower, upper)
        if inequalities or self.density.has(*KINKED):
            raise Unresolved
        mass = plain(resolved(self.density, self.k, place + 1), self.k)
        run = Run(self.k, mass, lower, upper, self.law.family.theta, tuple(self.law.points))
        return CountLaw((run,), (Cell(place, self.density.subs(self.k, place), run.at(place)),))

    def _cell_at_end(self, place: Expr, lower: Expr, upper: Expr) -> CountLaw:
        """A known first or last count with a probability of its own, and all the others as a run"""
        low, high, sample = (lower, upper - 1, upper - 1) if place == upper else (lower + 1, upper, lower + 1)
        mass = plain(resolved(self.density, self.k, sample), self.k)
        run = Run(self.k, mass, low, high, self.law.family.theta, tuple(self.law.points))
        return CountLaw((run,), (Cell(place, self.density.subs(self.k, place), Integer(0)),))


def corners(density: Expr) -> Iterator[Expr]:
    """What changes its sign where a condition or a kink does."""
    for part in density.atoms(*KINKED, Piecewise):
        if isinstance(part, Piecewise):
            yield from (r.lhs - r.rhs for r in part.atoms(Relational))
        elif isinstance(part, (Max, Min)):
            yield from (a - b for a, b in combinations(part.args, 2))
        else:
            yield part.args[0]


def resolved(expression: Expr, k: Symbol, sample: Expr) -> Expr:
    """The expression on a run that holds `sample`: its cases decided, its kinks opened."""

    def case(part: Piecewise) -> Basic:
        for value, condition in part.args:
            decided = condition.subs(k, sample)
            if decided == True:  # noqa: E712  (a SymPy boolean)
                return value
            if decided != False:  # noqa: E712
                raise Unresolved
        raise Unresolved

    def opened(part: Expr) -> Expr:
        if isinstance(part, (Max, Min)):
            chosen = part.subs(k, sample)
            return next((a for a in part.args if expand(a.subs(k, sample) - chosen) == 0), part)
        value = expand(part.args[0].subs(k, sample))
        if not value.is_positive and not value.is_negative:
            raise Unresolved
        way = Integer(1 if value.is_positive else -1)
        return way * part.args[0] if isinstance(part, Abs) else way if isinstance(part, sign) else (way + 1) / 2

    without = expression.replace(lambda e: isinstance(e, Piecewise), case)
    return without.replace(lambda e: isinstance(e, KINKED) and e.has(k), opened)


def plain(mass: Expr, k: Symbol) -> Expr:
    """A sum of powers with the count in the exponent as one product: qᵏ − qᵏ⁺¹ → qᵏ (1 − q)"""
    if isinstance(mass, Add) and not mass.has(gamma):
        return powsimp(factor(expand(mass)))
    return mass


def _cells(run: Run, between: list[Cell]) -> Iterator[Cell]:
    """Those counts whose probability is not what the run gives."""
    for cell in between:
        inside = (cell.count - run.lower).is_nonnegative
        instead = run.at(cell.count) if inside else Integer(0)
        if expand(cell.mass - instead) != 0:
            yield replace(cell, instead=instead)


def _is_mass(run: Run, count: Expr) -> bool:
    """Whether the run's expression is a positive number at a count."""
    value = run.at(count)
    if value.has(nan, zoo, oo):
        return False
    return all(value.subs(point).evalf(15).is_positive for point in run.around)
