"""The exact D′ of an exponential family, and its expansion: a second road to the quadratic form."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Expr

from symfisher.expect.law import Law
from symfisher.expect.normal_form import normal_form
from symfisher.expect.solution import EXCHANGE
from symfisher.notation import Density, P, SymmetrizedDivergence, delta, theta
from symfisher.special import derivative
from symfisher.trace import Order, Relation, Step


def displaced_divergence(law: Law) -> SymmetrizedDivergence:
    """D′(P(ω|θ+δ), P(ω|θ))"""
    omega = law.family.omega
    return SymmetrizedDivergence(Density(P, omega, theta + delta), Density(P, omega, theta))


def exact_distance(law: Law, natural: Sequence[Expr], means: Sequence[Expr]) -> tuple[Step, ...]:
    """D′ = Σₖ (ηₖ(θ+δ) − ηₖ(θ)) (E_{θ+δ}Tₖ − E_θTₖ) ≈ Σᵢⱼ Σₖ ∂ᵢηₖ ∂ⱼE[Tₖ] δᵢδⱼ"""
    family = law.family
    moved = dict(zip(family.theta, (p + d for p, d in zip(family.theta, family.delta, strict=True)), strict=True))
    pairs = list(zip(natural, means, strict=True))
    exact = Add(*((eta.subs(moved) - eta) * (mean.subs(moved) - mean) for eta, mean in pairs))
    return (
        Step(
            displaced_divergence(law),
            exact,
            Relation.EQUAL,
            "exact_distance",
            "the exact D′ of an exponential family: (η(θ+δ) − η(θ)) · (E_{θ+δ}[T] − E_θ[T])",
            (EXCHANGE,),
            chained=False,
        ),
        Step(
            exact,
            _second_order(law, pairs),
            Relation.APPROXIMATES,
            "expand_distance",
            "expanded in δ it is the same quadratic form, by a second road",
            (EXCHANGE,),
            error=Order(3),
        ),
    )


def _second_order(law: Law, pairs: list[tuple[Expr, Expr]]) -> Expr:
    """Each bracket vanishes at δ = 0, so the product of the slopes is the second order."""
    steps = law.family.delta
    terms = []
    for a, b in law.pairs:
        x, y = law.family.theta[a], law.family.theta[b]
        coefficient = Add(
            *(derivative(eta, x) * derivative(mean, y) for eta, mean in pairs),
            *(derivative(eta, y) * derivative(mean, x) for eta, mean in pairs if a != b),
        )
        terms.append(normal_form(coefficient, law.points[0]) * steps[a] * steps[b])
    return Add(*terms)
