"""Families whose law is a base law under a pivot: F from moments of the pivot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sympy import Add, Expr, Integer, expand, log

from symfisher.expect.base_law import u, w
from symfisher.expect.branch import Branch, branches
from symfisher.expect.law import Law
from symfisher.expect.normal_form import canonical, is_negative, normal_form
from symfisher.expect.pivot import Pivot, pivots
from symfisher.expect.solution import Solution, chain
from symfisher.notation import Expectation
from symfisher.trace import Relation, Step

Powers = tuple[Expr, Expr, int, int]
"""(a, b, n, m) of u^a w^b logⁿu logᵐw"""


def solve(law: Law) -> Solution | None:
    """Every entry as a combination of moments of a pivot, or None where no pivot is found."""
    if len(law.omega) != 1 or not law.smooth or law.family.variables[0].space.discrete:
        return None
    for branch in branches(law):
        for pivot in pivots(branch):
            try:
                return _Pivoted(law, branch, pivot).solution()
            except _NoMonomials:
                continue
    return None


class _NoMonomials(Exception):
    """An integrand that is not a finite sum of u^a w^b logⁿu logᵐw, or a moment that does not exist."""


@dataclass(frozen=True)
class _Pivoted:
    law: Law
    branch: Branch
    pivot: Pivot

    def product(self, a: int, b: int) -> Expr:
        """∂ₐℓ ∂_bℓ in u and w"""
        x, y = self.law.omega[0], self.branch.variable
        if len(self.branch.images) == 1:
            factors = [self.pivot.in_terms(self.law.scores[k], y) for k in (a, b)]
            return expand(factors[0] * factors[1], log=False)
        folded = self.branch.mean_over_images(self.law.scores[a] * self.law.scores[b], x)
        return expand(self.pivot.in_terms(folded, y), log=False)

    @cached_property
    def of_x(self) -> Expr:
        """The pivot as a function of the family's variable"""
        return self.pivot.of_x.xreplace({self.branch.variable: self.branch.back})

    def solution(self) -> Solution:
        combinations = {pair: self.combination(*pair) for pair in self.law.pairs}
        used = sorted({p for c in combinations.values() for p in c}, key=str)
        moments = {powers: self.moment(powers) for powers in used}
        preparation = tuple(self.moment_step(p, value) for p, value in moments.items() if p != ONE)
        entries = {pair: self.entry(*pair, c, moments) for pair, c in combinations.items()}
        return Solution("pivot", preparation, entries)

    def combination(self, a: int, b: int) -> dict[Powers, Expr]:
        """The coefficients of the monomials of ∂ₐℓ ∂_bℓ"""
        found: dict[Powers, Expr] = {}
        product = self.product(a, b)
        for term in Add.make_args(product) if product != 0 else ():
            coefficient, powers = monomial(term)
            found[powers] = found.get(powers, Integer(0)) + coefficient
        return {powers: c for powers, c in found.items() if c != 0}

    def moment(self, powers: Powers) -> Expr:
        a, b, n, m = powers
        for needed in self.pivot.law.exists(a, b):
            if any(is_negative(needed, point) or needed == 0 for point in self.law.points):
                raise _NoMonomials
        return self.pivot.law.moment(a, b, n, m)

    def in_x(self, powers: Powers) -> Expr:
        """The monomial as a function of the variable"""
        a, b, n, m = powers
        beside = self.pivot.law.beside
        second = (beside if beside is not None else Integer(1)).xreplace({u: self.of_x})
        return self.of_x**a * second**b * log(self.of_x) ** n * log(second) ** m

    def moment_step(self, powers: Powers, value: Expr) -> Step:
        """E[u^a w^b logⁿu logᵐw] of the pivot"""
        law = self.pivot.law
        because = f"a moment of {str(self.of_x).replace('**', '^')}, which follows a {law.name} law"
        closed = normal_form(value, self.law.points[0])
        return Step(Expectation(self.in_x(powers)), closed, Relation.EQUAL, "pivot_moment", because, chained=False)

    def entry(self, a: int, b: int, combination: dict[Powers, Expr], moments: dict[Powers, Expr]) -> Step:
        """E[∂ₐℓ ∂_bℓ] as a combination of moments"""
        head = self.law.entry_head(a, b)
        spelled = Expectation(self.law.scores[a] * self.law.scores[b])
        linear = Add(*(c * (Expectation(self.in_x(p)) if p != ONE else 1) for p, c in combination.items()))
        closed = normal_form(canonical(Add(*(c * moments[p] for p, c in combination.items()))), self.law.points[0])
        links = [
            (spelled, "insert_scores", "the scores as functions of the variable", ()),
            (linear, "change_variable", "in the pivot it is a finite sum of powers and logarithms", ()),
            (closed, "insert_moments", "insert the moments of the pivot, and simplify", ()),
        ]
        because = "moments of a pivot"
        return Step(
            head,
            closed,
            Relation.EQUAL,
            "take_expectation_of_scores",
            because,
            substeps=chain(head, links),
            chained=False,
        )


ONE: Powers = (Integer(0), Integer(0), 0, 0)


def monomial(term: Expr) -> tuple[Expr, Powers]:
    """c u^a w^b logⁿu logᵐw → (c, (a, b, n, m))"""
    coefficient, rest = term.as_independent(u, w, as_Add=False)
    exponents: dict[Expr, Expr] = {u: Integer(0), w: Integer(0), log(u): Integer(0), log(w): Integer(0)}
    for base, exponent in rest.as_powers_dict().items() if rest != 1 else ():
        if base not in exponents or exponent.has(u, w):
            raise _NoMonomials
        exponents[base] += exponent
    a, b, n, m = exponents.values()
    if not all(k.is_Integer and k >= 0 for k in (n, m)):
        raise _NoMonomials
    return coefficient, (expand(a), expand(b), int(n), int(m))
