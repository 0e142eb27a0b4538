"""Finite spaces: F(θ)ᵢⱼ = Σ ∂ᵢp ∂ⱼp / p, a finite sum over the outcomes."""

from __future__ import annotations

from sympy import Add, Expr, Symbol

from symfisher.expect.law import Law
from symfisher.expect.normal_form import normal_sum
from symfisher.expect.solution import Solution, chain
from symfisher.model import Family
from symfisher.space import Space
from symfisher.special import derivative
from symfisher.trace import Relation, Step

MOST_OUTCOMES = 500

Outcome = dict[Symbol, Expr]


def solve(law: Law) -> Solution | None:
    """Every entry as a sum over the outcomes, or None where there are infinitely or too many."""
    if law.family.atoms:
        return None
    outcomes = enumerate_outcomes(law.family)
    if outcomes is None:
        return None
    masses = [mass for o in outcomes if (mass := law.density.subs(o)) != 0]
    return Solution("finite space", (), {pair: _entry(law, masses, *pair) for pair in law.pairs})


def enumerate_outcomes(family: Family) -> list[Outcome] | None:
    """All outcomes of a space of integers with numeric bounds, or None."""
    outcomes: list[Outcome] = [{}]
    for variable in family.variables:
        extended: list[Outcome] = []
        for outcome in outcomes:
            values = _values(variable.space, outcome)
            if values is None or len(extended) + len(values) > MOST_OUTCOMES:
                return None
            extended += [outcome | {variable.symbol: value} for value in values]
        outcomes = extended
    return outcomes


def _values(space: Space, outcome: Outcome) -> list[Expr] | None:
    lower, upper = space.lower.subs(outcome), space.upper.subs(outcome)
    if not (space.discrete and lower.is_Integer and upper.is_Integer and upper - lower <= MOST_OUTCOMES):
        return None
    return [lower + k for k in range(int(upper - lower) + 1)]


def _entry(law: Law, masses: list[Expr], a: int, b: int) -> Step:
    """E[∂ₐℓ ∂_bℓ] = Σ ∂ₐp ∂_bp / p"""
    x, y = law.family.theta[a], law.family.theta[b]
    head = law.entry_head(a, b)
    parts = [derivative(p, x) * derivative(p, y) / p for p in masses]
    spelled = Add(*parts)
    links = [
        (spelled, "sum_over_outcomes", f"p ∂ᵢlog p ∂ⱼlog p = ∂ᵢp ∂ⱼp / p, summed over the {len(masses)} outcomes", ()),
        (normal_sum(parts, law.points[0]), "normal_form", "simplify", ()),
    ]
    substeps = chain(head, links)
    return Step(
        head,
        substeps[-1].rhs,
        Relation.EQUAL,
        "take_expectation_of_scores",
        "the space is finite",
        substeps=substeps,
        chained=False,
    )
