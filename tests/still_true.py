"""Whether a step with an error planted in it is true all the same, decided without the checker.

By what the relations mean, or by both sides in digits: heads spelled out by their definitions, integrals by mpmath's
quadrature, sums term by term, at random points that the checker does not use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from mpmath import mp, mpf
from mutations import Mutant
from sympy import Add, Basic, Expr, Float, Integer, Rational, Sum, Symbol, Tuple, diff, lambdify, log, sign
from sympy.matrices.matrixbase import MatrixBase

import symfisher
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
from symfisher.sampling import interior_points
from symfisher.trace import Order, Relation, Step

DPS, POINTS, SEED = 30, 3, 4711
AGREEING = {0: 20, 1: 18, 2: 8}  # digits, by how many variables are integrated over
SIZES = (Rational(1, 100), Rational(1, 800))
TROUBLE = (ArithmeticError, ValueError, TypeError, NotImplementedError, NameError, AttributeError, LookupError)


def reason(mutant: Mutant) -> str:
    """Why the step is still true; nothing where it is false or that could not be decided."""
    before, after = mutant.before, mutant.after
    same = (before.lhs, before.rhs) == (after.lhs, after.rhs)
    if same and (before.relation, after.relation) == (Relation.DEFINES, Relation.EQUAL):
        return "what is so by definition is equal"
    if same and before.error and after.error and after.error.power < before.error.power:
        return "a lower order claims less"
    if before.relation is not after.relation:
        return ""
    if same and before.error and after.error and _at_theta(after.error) == before.error:
        return "the leading term at θ + δ differs from that at θ by the next order"
    try:
        return "both sides agree in digits" if all(_holds(after, one) for one in _families(mutant)) else ""
    except TROUBLE:
        return ""


def diverges(mutant: Mutant) -> bool:
    """Whether quadrature of an integral in the step comes to no end, as that of one that diverges does not."""
    try:
        all(_holds(mutant.after, one) for one in _families(mutant))
    except ArithmeticError:
        return True
    except TROUBLE:
        pass
    return False


def _families(mutant: Mutant) -> list[Family]:
    family = mutant.derivation.family
    return [family] if family else [symfisher.family(name) for name in ("normal", "gamma", "Poisson")]


def _at_theta(order: Order) -> Order:
    leading = None if order.leading is None else order.leading.xreplace({theta + delta: theta})
    return Order(order.power, leading)


def _holds(step: Step, family: Family) -> bool:
    """Whether the step is true at the points; an ≈, whether its difference falls at the claimed order."""
    mp.dps, before = DPS, mp.dps
    try:
        points = interior_points(family, POINTS, SEED, variables=True)
        parts = [(part, choice) for part in _entries(step) for choice in _choices(part, family)]
        return all(_holds_at(part, choice, family, point) for point in points for part, choice in parts)
    finally:
        mp.dps = before


def _entries(step: Step) -> list[Step]:
    """F(θ) = a matrix as one step an entry"""
    if not (step.lhs == Fisher(theta) and isinstance(step.rhs, MatrixBase)):
        return [step]
    places = product(range(step.rhs.rows), range(step.rhs.cols))
    return [replace(step, lhs=Fisher(theta, Integer(a + 1), Integer(b + 1)), rhs=step.rhs[a, b]) for a, b in places]


def _choices(step: Step, family: Family) -> Iterator[dict[Basic, Basic]]:
    """The values of the free indices."""
    names = {s for side in (step.lhs, step.rhs) for s in side.free_symbols if isinstance(s, Name)}
    free = sorted((s for s in names if s.is_integer and s != n), key=str)
    for values in product(range(1, len(family.theta) + 1), repeat=len(free)):
        yield dict(zip(free, map(Integer, values), strict=True))


def _holds_at(step: Step, choice: dict[Basic, Basic], family: Family, point: dict) -> bool:
    lhs, rhs = step.lhs.xreplace(choice), step.rhs.xreplace(choice)
    if step.error is None:
        here = Spelling(family, point, SIZES[0])
        left, right = here.value(lhs), here.value(rhs)
        return abs(left - right) <= max(abs(left), abs(right), 1) * mpf(10) ** -AGREEING[here.nested]
    leading = step.error.leading
    claims = [(step.error, (rhs,)), *([(Order(step.error.power + 1), (rhs, leading))] if leading is not None else [])]
    return all(_falls(lhs, others, claim.power, family, point) for claim, others in claims)


def _falls(lhs: Basic, others: tuple, power: int, family: Family, point: dict) -> bool:
    """Whether lhs less the others falls like |δ|^power, or faster."""
    here = [Spelling(family, point, size) for size in SIZES]
    large, small = (abs(s.value(lhs) - sum(map(s.value, others))) for s in here)
    if max(large, small) < mpf(10) ** -AGREEING[here[0].nested]:
        return True
    return bool(mp.log(large / small) / mp.log(8) > power - mpf("0.3"))


def _number(exact: Expr) -> Any:
    found = exact.evalf(DPS + 5)
    return mp.inf * int(sign(found)) if found.is_infinite else mp.mpmathify(found)


class Spelling:
    """The expressions of a trace by their definitions, for one family, point and size of δ."""

    def __init__(self, family: Family, point: dict, size: Expr, law: Expr | None = None) -> None:
        self.family, self.point, self.size, self.nested = family, point, size, 0
        self.law = family.density if law is None else law
        moves = (size * (-1) ** k * Rational(3 + k, 4) for k, _ in enumerate(family.delta))
        self.displaced = dict(zip(family.delta, moves, strict=True))

    def value(self, expression: Basic) -> Any:
        """The number"""
        found = _number(self.spelled(expression).xreplace({**self.displaced, **self.point}))
        if not mp.isfinite(found):
            raise ArithmeticError("no finite value")
        return found

    def spelled(self, e: Basic) -> Expr:
        """The expression without heads, its integrals as numbers"""
        here, moved = Density(P, omega, theta), Density(P, omega, theta + delta)
        first, *rest = e.args or (e,)
        match e:
            case Density():
                return self.density(*e.args)
            case Increment():
                return self.spelled(moved - here)
            case Expectation() if len(e.args) == 1:
                return self.spelled(Total(first * here, omega))
            case Divergence() | SymmetrizedDivergence():
                p, q = (Density(a, omega) if isinstance(a, Name) else a for a in e.args)
                other = q * log(q / p) if isinstance(e, SymmetrizedDivergence) else Integer(0)
                return self.spelled(Total(p * log(p / q) + other, omega))
            case Fisher():
                return self.spelled(Total(Partial(here, rest[0]) * Partial(here, rest[1]) / here, omega))
            case Component():
                return {theta: self.family.theta, delta: self.family.delta}[first][int(rest[0]) - 1]
            case Partial():
                return diff(self.spelled(first), *(self.variable(v) for v in rest))
            case Sum():
                ranges = [range(int(self.spelled(a)), int(self.spelled(b)) + 1) for _, a, b in rest]
                values = (dict(zip([x for x, *_ in rest], map(Integer, v), strict=True)) for v in product(*ranges))
                return Add(*(self.spelled(first.xreplace(choice)) for choice in values))
            case Total():
                return self.total(first, rest)
        if e == n:
            return Integer(len(self.family.theta))
        if e == omega:
            return self.family.omega
        return e.func(*map(self.spelled, e.args)) if e.args else e

    def variable(self, v: Basic) -> Symbol:
        if not isinstance(v, Component):
            return v
        index = int(v.args[1])
        if not 1 <= index <= len(self.family.theta):
            raise ValueError("no such parameter")
        return self.family.theta[index - 1]

    def density(self, law: Basic, at: Basic, where: Basic | None = None) -> Expr:
        where = where if where is not None else {P: theta + delta, Q: theta}[law]
        shift = zip(self.family.theta, self.family.delta, strict=True)
        density = self.law if where == theta else self.law.xreplace({p: p + d for p, d in shift})
        if at not in (omega, self.family.omega):
            raise ValueError("the density at another place")
        return density

    def total(self, function: Basic, limits: list) -> Float:
        """The number of ∫ or Σ, with the point masses where the expression is one in P"""
        limits = self.family.limits if limits == [omega] else limits
        integrand = self.spelled(function)
        inside = {v.symbol for v in self.family.variables}
        known = {s: v for s, v in {**self.displaced, **self.point}.items() if s not in inside}
        ordered = [Tuple(*limit).xreplace(known) for limit in limits]
        self.nested = max(self.nested, sum(1 for *_, discrete in ordered if not discrete))
        f = lambdify([x for x, *_ in ordered], integrand.xreplace(known), "mpmath")
        massive = self.family.atoms and function.has(Density, Increment)
        return Float(self.summed(f, ordered, {}) + (self.masses(function) if massive else 0), DPS + 5)

    def masses(self, function: Basic) -> Any:
        """What the expression is at the points that carry a mass"""
        laws = [(place, Spelling(self.family, self.point, self.size, mass)) for place, mass in self.family.atoms]
        return sum(there.value(there.spelled(function).xreplace({self.family.omega: place})) for place, there in laws)

    def summed(self, f: Any, limits: list, at: dict) -> Any:
        """The total over the first of the limits of the totals over the others."""
        (x, low, high, discrete), *others = limits
        a, b = (_number(end.xreplace(at)) for end in (low, high))

        def inner(v: Any) -> Any:
            there = {**at, x: Float(v, DPS + 5)}
            return self.summed(f, others, there) if others else f(*map(mp.mpmathify, there.values()))

        return self.series(inner, int(a), b) if discrete else self.integral(inner, a, b)

    def integral(self, f: Any, a: Any, b: Any) -> Any:
        places = {*map(mpf, (-4, -1, 0, 1, 4)), *map(_number, self.point.values())}  # kinks stand at a parameter
        cuts = [a, *sorted(c for c in places if a < c < b), b]
        found, error = mp.quad(f, cuts, error=True, maxdegree=9)
        if error > mpf(10) ** -AGREEING[self.nested]:
            raise ArithmeticError("the integral has not converged")
        return found

    def series(self, f: Any, first: int, last: Any) -> Any:
        terms: list[Any] = []
        for k in range(first, 4000):
            if k > last:
                return mp.fsum(terms)
            terms.append(f(mpf(k)))
            if len(terms) > 60 and abs(terms[-1]) < mpf(10) ** -DPS:
                return mp.fsum(terms)
        raise ArithmeticError("the sum has not converged")
