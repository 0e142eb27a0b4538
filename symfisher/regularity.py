"""Does the argument hold, and do the digits agree? Asked before an answer is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mpmath import fp, mp, mpf
from sympy import Add, Expr, Function, Rational, exp, false, log
from sympy.core.relational import Relational

from symfisher.cases import examine_jumps, points_of_cases
from symfisher.compiling import TROUBLE, number, vector
from symfisher.edges import examine_edges
from symfisher.errors import RegularityError
from symfisher.expect.finite import enumerate_outcomes
from symfisher.expect.law import Law
from symfisher.expect.solution import Solution
from symfisher.mass import examine_mass
from symfisher.moments import Numeric, Point, information_in_digits
from symfisher.monte_carlo import agrees_with_samples
from symfisher.operations import operations
from symfisher.sampling import shown
from symfisher.separable import separated
from symfisher.special import derivative
from symfisher.values import value_at

MOST_POINTS, MOST_SUMS, WIDE = 4, 24, 0.1
BESIDE = Rational(1, 10**8)
DIGITS = {1: 8, 2: 3}  # by the number of variables: what a guard needs, at what quadrature costs


class Guard:
    """What quadrature or summation of the definition says of a law, at points where what was found exists."""

    def __init__(self, law: Law) -> None:
        """Raises DensityError or RegularityError where the density or its parameters fail."""
        _examine_parameters(law)
        examine_mass(law)
        self.law = law
        self.irregular = examine_edges(law)
        examine_jumps(law)
        self.cases = points_of_cases(law)
        self.tolerance = mpf(10) ** (2 - (_digits(law) or DIGITS[1]))
        self.known: dict[tuple[Any, ...], Numeric | None] = {}

    def agrees(self, solution: Solution) -> bool:
        """Whether the closed entries are what the definition gives; in one variable it must be known.

        Raises RegularityError where the mean of a score is not 0.
        """
        if self.cases is None or any(_exists_at(solution, point) for point in self.irregular):
            return False
        first, *others = _points(self.law, solution)
        if self.examine_scores(first) is None:
            return len(self.law.family.variables) > 1 and agrees_with_samples(self.law, solution, first)
        cases = [point for point in self.cases if _exists_at(solution, point)]
        return all(self._agrees_at(point, solution) for point in (first, *others, *cases))

    def _agrees_at(self, point: Point, solution: Solution) -> bool:
        numeric = self.examine_scores(point)
        return numeric is None or all(
            self._same(step.rhs, numeric, pair, point) for pair, step in solution.entries.items()
        )

    def examine_scores(self, point: Point) -> Numeric | None:
        """E[∂ᵢℓ] = 0, where it can be known; the numbers at this point."""
        key = tuple(point.items())
        if key not in self.known:
            self.known[key] = numeric = _numeric(self.law, point)
            if numeric is not None:
                _examine_scores(self.law, numeric, point, self.tolerance)
        return self.known[key]

    def _same(self, closed: Expr, numeric: Numeric, pair: tuple[int, int], point: Point) -> bool:
        a, b = pair
        value = _value_beside_counts(closed, point, self.law)
        size = mp.sqrt(abs(numeric.information[a, a] * numeric.information[b, b]))
        if not value.is_Float and not value.is_Rational:
            return False
        return bool(abs(mp.mpmathify(value) - numeric.information[a, b]) <= self.tolerance * (size + 1))


def _value_beside_counts(closed: Expr, point: Point, law: Law) -> Expr:
    """The value; where a count makes the form 0/0 the mean of those at both sides of the count"""
    value = value_at(closed, point)
    counts = [q.symbol for q in law.family.known if q.space.discrete and closed.has(q.symbol)]
    if value.is_Float or value.is_Rational or not counts:
        return value
    beside = [{**point, **{n: point[n] + way * k * BESIDE for k, n in enumerate(counts, 1)}} for way in (1, -1)]
    return Add(*(value_at(closed, place) for place in beside)) / 2


def _holds(needed: Sequence[Relational], point: Point) -> bool:
    """Whether no condition is seen to fail at the point"""
    return not any(relation.subs(point) == false for relation in needed)


def _exists_at(solution: Solution, point: Point) -> bool:
    """Whether what was found claims to hold at this point"""
    relations = [c.holds for step in solution.entries.values() for c in step.given if c.holds is not None]
    return bool(solution.entries) and _holds(relations, point)


def _points(law: Law, solution: Solution) -> list[Point]:
    """Points at which the expectations found exist, the first by the widest margin, as near an edge quadrature is slow.

    In one variable others too, until each sum of parameters has been seen with both signs: a root or a logarithm may
    have been taken on one side of its zero alone.
    """
    needed = [c.holds for step in solution.entries.values() for c in step.given if c.holds is not None]
    names = [q.symbol for q in (*law.family.known, *law.family.parameters)]
    sums = _sums(law, solution) if len(law.family.variables) == 1 else []
    points = law.many_points if needed or sums else law.points[:1]
    if needed and not any(_holds(needed, point) for point in points):
        points = law.far_points or points
    margins = [min((mp.re(v) for v in row), default=1.0) for row in _rows([c.gts - c.lts for c in needed], points)]
    chosen = [max(range(len(points)), key=lambda k: min(margins[k], 1.0))]
    signs = _open_signs(sums, points)
    wide = [k for k, margin in enumerate(margins) if margin >= WIDE]
    while len(chosen) < MOST_POINTS and wide:
        seen = set().union(*(signs[k] for k in chosen))
        next_one = max(wide, key=lambda k: len(signs[k] - seen))
        if signs[next_one] <= seen:
            break
        chosen.append(next_one)
    return [{s: points[k][s] for s in names} for k in chosen]


def _open_signs(sums: Sequence[Expr], points: Sequence[Point]) -> list[set[tuple[Expr, bool]]]:
    """At each of the points the signs of the sums that have both of them, of the simplest of these"""
    rows = [[bool(mp.re(value) < 0) for value in row] for row in _rows(sums, points)]
    both = [k for k, column in enumerate(zip(*rows, strict=True)) if len(set(column)) > 1]
    simplest = sorted(both, key=lambda k: (operations(sums[k]), sums[k].sort_key()))[:MOST_SUMS]
    return [{(sums[k], row[k]) for k in simplest} for row in rows]


def _rows(expressions: Sequence[Expr], points: Sequence[Point]) -> list[list[Any]]:
    """The values of the expressions at each of the points"""
    symbols = sorted(set().union(*(e.free_symbols for e in expressions)), key=lambda s: s.name)
    values = vector(expressions, symbols, {}) if symbols else lambda: []
    return [values(*(number(p[s]) for s in symbols)) for p in points]


def _sums(law: Law, solution: Solution) -> list[Expr]:
    """Parameters, and sums of them in the density and in what was found, which may change their sign."""
    own = {*law.family.theta, *(q.symbol for q in law.family.known)}
    found = set(own)
    for expression in (law.family.density, *(step.rhs for step in solution.entries.values())):
        sums = (e for e in expression.atoms(Add) if e.free_symbols and e.free_symbols <= own)
        found |= {e for e in sums if all(isinstance(f, (exp, log)) for f in e.atoms(Function))}
    return [e for e in found if _may_change_sign(e)] if solution.entries else []


def _may_change_sign(total: Expr) -> bool:
    """Not a sum of products of what is positive, with positive numbers in front"""
    fronts = (term.as_coeff_Mul()[0] for term in Add.make_args(total))
    return any(front.is_negative for front in fronts) or not all(s.is_positive for s in total.free_symbols)


def _examine_parameters(law: Law) -> None:
    for parameter in law.family.parameters:
        if parameter.space.discrete:
            raise RegularityError(
                f"S9: {parameter.symbol} takes integer values only, so the density cannot be differentiated in it; "
                "declare it as known, or on an interval."
            )


def _digits(law: Law) -> int | None:
    """What is asked of quadrature, or None where it does not reach"""
    return DIGITS[1] if separated(law.family)[1] else DIGITS.get(len(law.family.variables))


def _numeric(law: Law, point: Point) -> Numeric | None:
    """Exactly where the space is finite, in machine numbers where they reach, in one variable else by mpmath."""
    outcomes = enumerate_outcomes(law.family)
    if outcomes is not None and not law.family.atoms:
        return _exact(law, [law.family.density.subs(outcome) for outcome in outcomes], point)
    digits = _digits(law)
    if digits is None:
        return None
    continuous = not any(v.space.discrete for v in law.family.variables)
    for ctx in (fp, mp):
        if ctx is mp and continuous and digits < DIGITS[1]:
            return None  # it would take too long
        try:
            return information_in_digits(law.family, law.scores, point, digits, ctx)
        except TROUBLE:
            continue  # a function that these numbers lack, or too few digits at an end
    return None


def _exact(law: Law, masses: list[Any], point: Point) -> Numeric | None:
    """Σ p, Σ ∂ᵢp and Σ ∂ᵢp ∂ⱼp / p at one point; None where an outcome comes up"""
    theta = law.family.theta
    rows = [
        [float(e.subs(point)) for e in (p, *(derivative(p, parameter) for parameter in theta))]
        for p in masses
        if p != 0
    ]
    rows = [row for row in rows if any(row)]  # an outcome that cannot happen here, nor next to here
    if any(row[0] == 0 for row in rows):
        return None
    count = len(theta)
    information = fp.matrix(count, count)
    for a in range(count):
        for b in range(count):
            information[a, b] = sum(row[1 + a] * row[1 + b] / row[0] for row in rows)
    return Numeric(
        sum(row[0] for row in rows), tuple(sum(r[1 + k] for r in rows) for k in range(count)), information, 0
    )


def _examine_scores(law: Law, numeric: Numeric, point: Point, tolerance: Any) -> None:
    for k, (parameter, mean) in enumerate(zip(law.family.theta, numeric.mean_score, strict=True)):
        if abs(mean) > tolerance * (1 + mp.sqrt(abs(numeric.information[k, k]))):
            raise RegularityError(
                f"S5: the mean of the score of {parameter} is {mp.nstr(mean, 6)} at {shown(point)} and not 0, so mass "
                f"moves across an edge of the support with {parameter} and D′ is infinite or not quadratic in δ."
            )
