"""Exponential families, without an integral: E[∂ᵢℓ] = 0 is a linear system for the means of the statistics.

ℓ = Σₖ ηₖ(θ) Tₖ(ω) − A(θ) + log h(ω) gives ∂ᵢA = Σₖ ∂ᵢηₖ E[Tₖ], and F(θ)ᵢⱼ = −E[∂ᵢ∂ⱼℓ] = ∂ᵢ∂ⱼA − Σₖ ∂ᵢ∂ⱼηₖ E[Tₖ].
(L. D. Brown, Fundamentals of Statistical Exponential Families, IMS 1986, ch. 2.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sympy import Add, Expr, Integer, Symbol, expand

from symfisher.expect.distance import exact_distance
from symfisher.expect.law import Law
from symfisher.expect.linear import MeanSystem
from symfisher.expect.normal_form import normal_form
from symfisher.expect.separation import Separation, separate
from symfisher.expect.solution import EXCHANGE, Solution, chain
from symfisher.notation import Expectation
from symfisher.special import derivative
from symfisher.trace import Relation, Step


def solve(law: Law) -> Solution | None:
    """Every entry of F by differentiation and linear algebra, or None where ℓ does not separate."""
    separation = separate(law) if law.smooth else None
    if separation is None:
        return None
    family = _ExponentialFamily(law, separation)
    entries = {pair: step for pair in law.pairs if (step := family.entry(*pair)) is not None}
    means = [family.moments.get(mean) for mean in family.means]
    distance = exact_distance(law, separation.natural, means) if None not in means else ()
    return Solution("exponential family", family.preparation(), entries, distance)


@dataclass(frozen=True)
class _ExponentialFamily:
    law: Law
    separation: Separation

    @property
    def theta(self) -> tuple[Symbol, ...]:
        return self.law.family.theta

    @cached_property
    def means(self) -> tuple[Expr, ...]:
        """E[Tₖ], as heads"""
        return tuple(Expectation(t) for t in self.separation.statistics)

    @cached_property
    def system(self) -> MeanSystem:
        """∂ᵢA = Σₖ ∂ᵢηₖ E[Tₖ], solved as far as it determines the means"""
        jacobian = [[derivative(eta, p) for eta in self.separation.natural] for p in self.theta]
        return MeanSystem.solve(jacobian, [derivative(self.separation.log_partition, p) for p in self.theta])

    @cached_property
    def moments(self) -> dict[Expr, Expr]:
        """E[Tₖ] → closed form, for the means that the system determines one by one"""
        solved = {
            mean: self.system.combination(unit) for mean, unit in zip(self.means, _units(len(self.means)), strict=True)
        }
        return {mean: self.tidy(value) for mean, value in solved.items() if value is not None}

    def tidy(self, value: Expr) -> Expr:
        return normal_form(value, self.law.points[0])

    def preparation(self) -> tuple[Step, ...]:
        """ℓ in separated form, E[score] = 0, and the means it gives."""
        return (
            Step(
                self.law.log_head,
                self.separation.log_density,
                Relation.EQUAL,
                "separate",
                "an exponential family: each term is a function of the parameters times a statistic",
                chained=False,
            ),
            *(self._score_mean(k) for k in range(len(self.theta))),
            *(
                Step(mean, value, Relation.EQUAL, "solve_means", "solve E[∂ᵢ log P] = 0 for it", chained=False)
                for mean, value in self.moments.items()
            ),
        )

    def _score_mean(self, k: int) -> Step:
        """E[∂ᵢℓ] = Σₖ ∂ᵢηₖ E[Tₖ] − ∂ᵢA = 0"""
        head = Expectation(self.law.score_head(k))
        parameter = self.theta[k]
        slopes = [derivative(eta, parameter) for eta in self.separation.natural]
        value = Add(
            *(slope * mean for slope, mean in zip(slopes, self.means, strict=True)),
            -derivative(self.separation.log_partition, parameter),
        )
        return Step(
            head,
            Integer(0),
            Relation.EQUAL,
            "score_mean",
            "the score has mean zero",
            (EXCHANGE,),
            substeps=(Step(head, value, Relation.EQUAL, "insert_score", "E is linear", chained=False),),
            chained=False,
        )

    def entry(self, a: int, b: int) -> Step | None:
        """E[∂ₐℓ ∂_bℓ] = −E[∂ₐ∂_bℓ] = ∂ₐ∂_bA − Σₖ ∂ₐ∂_bηₖ E[Tₖ]"""
        x, y = self.theta[a], self.theta[b]
        curvature = [expand(derivative(eta, x, y)) for eta in self.separation.natural]
        combination = self.system.combination(curvature)
        if combination is None:
            return None
        bend = expand(derivative(self.separation.log_partition, x, y))
        closed = self.tidy(bend - combination)
        head, hessian = self.law.entry_head(a, b), -Expectation(self.law.score_head(a, b))
        linear = bend - Add(*(c * mean for c, mean in zip(curvature, self.means, strict=True)))
        roads = [
            (hessian, "exchange_derivative", "the score has mean zero; differentiate that once more", (EXCHANGE,)),
            (linear, "take_constants_out", "E is linear, and parameters come out of it", ()),
            (linear.xreplace(self.moments), "insert_means", "insert the means found above", ()),
            (closed, "normal_form", "simplify", ()),
        ]
        return Step(
            head,
            closed,
            Relation.EQUAL,
            "take_expectation_of_scores",
            "minus the mean of the second derivative",
            substeps=chain(head, roads),
            chained=False,
        )


def _units(count: int) -> list[list[Expr]]:
    return [[Integer(int(k == m)) for m in range(count)] for k in range(count)]
