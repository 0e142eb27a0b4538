"""Exponential families, without an integral: E[∂ᵢℓ] = 0 is a linear system for the means of the statistics.

ℓ = Σₖ ηₖ(θ) Tₖ(ω) − A(θ) + log h(ω) gives ∂ᵢA = Σₖ ∂ᵢηₖ E[Tₖ], and F(θ)ᵢⱼ = −E[∂ᵢ∂ⱼℓ] = ∂ᵢ∂ⱼA − Σₖ ∂ᵢ∂ⱼηₖ E[Tₖ].
Where every mean is known, F(θ)ᵢⱼ = Σₖ ∂ᵢηₖ ∂ⱼE[Tₖ] as well.
(L. D. Brown, Fundamentals of Statistical Exponential Families, IMS 1986, ch. 2.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sympy import Add, Expr, Integer, Mul, Symbol, expand

from symfisher.expect.distance import exact_distance
from symfisher.expect.law import Law
from symfisher.expect.linear import MeanSystem
from symfisher.expect.normal_form import in_factors, normal_form
from symfisher.expect.normal_means import normal_means
from symfisher.expect.recurrences import canonical
from symfisher.expect.separation import Separation, separate
from symfisher.expect.solution import EXCHANGE, Solution, chain
from symfisher.notation import Expectation
from symfisher.operations import operations
from symfisher.special import derivative
from symfisher.trace import Relation, Step

MOST_MEANS = 5  # more unknowns are eliminated slower than a square is completed
MOST_CURVATURES = 15  # entries: beyond, second derivatives of η and A fill pages
LONG_MEANS = 120  # operations


def solve(law: Law) -> Solution | None:
    """Every entry of F by differentiation and linear algebra, or None where ℓ does not separate."""
    separation = separate(law) if law.smooth else None
    if separation is None:
        return None
    family = _ExponentialFamily(law, separation)
    entries = {pair: step for pair in law.pairs if (step := family.entry(*pair)) is not None}
    distance = exact_distance(law, separation.natural, family.values) if family.has_short_means else ()
    return Solution("exponential family", family.preparation(), entries, distance)


@dataclass(frozen=True)
class _ExponentialFamily:
    law: Law
    separation: Separation

    @property
    def theta(self) -> tuple[Symbol, ...]:
        return self.law.family.theta

    @property
    def large(self) -> bool:
        return len(self.law.pairs) > MOST_CURVATURES

    @cached_property
    def means(self) -> tuple[Expr, ...]:
        """E[Tₖ], as heads"""
        return tuple(Expectation(t) for t in self.separation.statistics)

    @cached_property
    def jacobian(self) -> list[list[Expr]]:
        """∂ᵢηₖ"""
        return [
            [derivative(eta, p) if eta.has(p) else Integer(0) for eta in self.separation.natural] for p in self.theta
        ]

    @cached_property
    def system(self) -> MeanSystem:
        """∂ᵢA = Σₖ ∂ᵢηₖ E[Tₖ], solved as far as it determines the means"""
        return MeanSystem.solve(self.jacobian, [derivative(self.separation.log_partition, p) for p in self.theta])

    @cached_property
    def normal(self) -> dict[Expr, Expr]:
        """The means under a normal law, where there are more of them than equations or very many; else nothing"""
        count = len(self.means)
        if count <= min(len(self.theta), MOST_MEANS):
            return {}
        return dict(zip(self.means, normal_means(self.law, self.separation.statistics), strict=False))

    @cached_property
    def moments(self) -> dict[Expr, Expr]:
        """E[Tₖ] → closed form, for the means that are determined one by one"""
        solved = self.normal or {
            mean: self.system.combination(unit) for mean, unit in zip(self.means, _units(len(self.means)), strict=True)
        }
        return {mean: self.tidy(value) for mean, value in solved.items() if value is not None}

    @property
    def values(self) -> list[Expr | None]:
        """E[Tₖ] in closed form, or None"""
        return [self.moments.get(mean) for mean in self.means]

    @property
    def open(self) -> bool:
        return None in self.values

    @property
    def has_short_means(self) -> bool:
        """Whether D′ written out in the means is shorter than a page"""
        return not (self.open or self.large) and sum(map(operations, self.values)) <= LONG_MEANS

    @cached_property
    def slopes(self) -> list[list[Expr]]:
        """∂ⱼE[Tₖ]"""
        return [[derivative(value, p) for value in self.values] for p in self.theta]

    def tidy(self, value: Expr) -> Expr:
        point = self.law.points[0]
        if self.large:
            return min(in_factors(canonical(value), point), value, key=operations)
        return normal_form(value, point)

    def preparation(self) -> tuple[Step, ...]:
        """ℓ in separated form, E[score] = 0, and the means it gives."""
        because = "the exponent is a quadratic polynomial: the mean of a normal law"
        rule = ("complete_square", because) if self.normal else ("solve_means", "solve E[∂ᵢ log P] = 0 for it")
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
            *(Step(mean, value, Relation.EQUAL, *rule, chained=False) for mean, value in self.moments.items()),
        )

    def _score_mean(self, k: int) -> Step:
        """E[∂ᵢℓ] = Σₖ ∂ᵢηₖ E[Tₖ] − ∂ᵢA = 0"""
        head = Expectation(self.law.score_head(k))
        value = Add(
            *(slope * mean for slope, mean in zip(self.jacobian[k], self.means, strict=True)),
            -derivative(self.separation.log_partition, self.theta[k]),
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
        """E[∂ₐℓ ∂_bℓ], by covariances of statistics where many entries are wanted, else by second derivatives"""
        return self._by_covariances(a, b) if self.large and not self.open else self._by_curvature(a, b)

    def _by_covariances(self, a: int, b: int) -> Step:
        """E[∂ₐℓ ∂_bℓ] = Σₖ ∂ₐηₖ E[Tₖ ∂_bℓ] = Σₖ ∂ₐηₖ ∂_bE[Tₖ]"""
        a, b = min(((a, b), (b, a)), key=self._length)
        score = self.law.score_head(b)
        means = [Expectation(t * score) for t in self.separation.statistics]
        linear = Add(*(slope * mean for slope, mean in zip(self.jacobian[a], means, strict=True)))
        covariance = self.covariance(a, b)
        roads = [
            (
                linear,
                "insert_score",
                "the score in separated form; what is free of ω goes, as the score has mean zero",
                (),
            ),
            (covariance, "differentiate_means", "E[T ∂ⱼ log P] = ∂ⱼE[T]", (EXCHANGE,)),
            (self.tidy(covariance), "normal_form", "simplify", ()),
        ]
        return self._step(a, b, roads, "the covariances of the statistics are derivatives of their means")

    @cached_property
    def _lengths(self) -> tuple[list[list[int]], list[list[int]]]:
        """The operations in each ∂ᵢηₖ and in each ∂ⱼE[Tₖ]"""
        one, two = ([[operations(e) for e in row] for row in rows] for rows in (self.jacobian, self.slopes))
        return one, two

    def _length(self, pair: tuple[int, int]) -> int:
        """How long Σₖ ∂ₐηₖ ∂_bE[Tₖ] is"""
        a, b = pair
        products = zip(self.jacobian[a], self.slopes[b], self._lengths[0][a], self._lengths[1][b], strict=True)
        return sum(1 + m + n for x, y, m, n in products if x != 0 and y != 0)

    def covariance(self, a: int, b: int) -> Expr:
        """Σₖ ∂ₐηₖ ∂_bE[Tₖ]"""
        return Add(*(x * y for x, y in zip(self.jacobian[a], self.slopes[b], strict=True) if x != 0 and y != 0))

    def _by_curvature(self, a: int, b: int) -> Step | None:
        """E[∂ₐℓ ∂_bℓ] = −E[∂ₐ∂_bℓ] = ∂ₐ∂_bA − Σₖ ∂ₐ∂_bηₖ E[Tₖ]"""
        p = self.theta[b]
        curvature = [expand(derivative(derivative(eta, self.theta[a]), p)) for eta in self.separation.natural]
        combination = self._combination(curvature)
        if combination is None:
            return None
        bend = expand(derivative(derivative(self.separation.log_partition, self.theta[a]), p))
        linear = bend - Add(*(c * mean for c, mean in zip(curvature, self.means, strict=True)))
        hessian = -Expectation(self.law.score_head(a, b))
        roads = [
            (hessian, "exchange_derivative", "the score has mean zero; differentiate that once more", (EXCHANGE,)),
            (linear, "take_constants_out", "E is linear, and parameters come out of it", ()),
            (linear.xreplace(self.moments), "insert_means", "insert the means found above", ()),
            (self.tidy(bend - combination), "normal_form", "simplify", ()),
        ]
        return self._step(a, b, roads, "minus the mean of the second derivative")

    def _combination(self, weights: list[Expr]) -> Expr | None:
        """Σₖ weightsₖ E[Tₖ], or None where it is not determined"""
        if not self.open:
            return Add(*map(Mul, weights, self.values))
        return self.system.combination(weights)

    def _step(self, a: int, b: int, roads: list, because: str) -> Step:
        head, closed = self.law.entry_head(a, b), roads[-1][0]
        return Step(
            head,
            closed,
            Relation.EQUAL,
            "take_expectation_of_scores",
            because,
            substeps=chain(head, roads),
            chained=False,
        )


def _units(count: int) -> list[list[Expr]]:
    return [[Integer(int(k == m)) for m in range(count)] for k in range(count)]
