"""What every strategy starts from: a family, its log-density, its scores, and points inside its domain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sympy import (
    Abs,
    Add,
    Expr,
    Heaviside,
    Max,
    Min,
    Mul,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    Tuple,
    factor_terms,
    log,
    sign,
)

from symfisher.errors import SymfisherError
from symfisher.expect.existence import holds_at
from symfisher.expect.indicators import tells_outcomes, without_cases
from symfisher.expect.log_density import log_density
from symfisher.model import Family
from symfisher.notation import Density, Expectation, P, Partial, theta
from symfisher.region import kinks
from symfisher.sampling import interior_points
from symfisher.special import derivative
from symfisher.trace import Condition

MOVING = (
    "an edge of the space moves with {}; p and its slope vanish there, so that mass moves across it only in third "
    "order, and D′ is taken where both densities are positive"
)
KINKED = "the density has a kink at {} and is continuous: the score exists but for one ω, and the score form is used"
LONGEST_RANGE = 500
KINKS = (Abs, Heaviside, Max, Min, Piecewise, sign)


@dataclass(frozen=True)
class Law:
    """A family with ℓ = log p expanded; `points` lie in the interior of everything declared."""

    family: Family

    @cached_property
    def points(self) -> list[dict[Symbol, Rational]]:
        return interior_points(self.family, 6, variables=True)

    @cached_property
    def many_points(self) -> list[dict[Symbol, Expr]]:
        """Points of the parameters, to find where a condition holds."""
        return self.points + interior_points(self.family, 40, seed=1, variables=True)

    @cached_property
    def far_points(self) -> list[dict[Symbol, Expr]]:
        """Points close to the ends of the domains and far from them; none where the conditions leave none there."""
        try:
            return interior_points(self.family, 40, seed=2, variables=True, far=True)
        except SymfisherError:
            return []

    def points_where(self, needed: Collection[Expr]) -> list[dict[Symbol, Expr]]:
        """The usual points at which all of these are positive; where there are none, those far off."""
        usual = [point for point in self.many_points if holds_at(needed, point)]
        return usual or [point for point in self.far_points if holds_at(needed, point)]

    @cached_property
    def density(self) -> Expr:
        """p, with short sums written out"""
        return self.family.density.replace(_is_short, lambda total: total.doit())

    @cached_property
    def log_density(self) -> Expr:
        """ℓ"""
        return without_cases(log_density(self.density, self.family.theta, self.points), self.family)

    @cached_property
    def scores(self) -> tuple[Expr, ...]:
        """∂ᵢℓ"""
        return tuple(tidy(derivative(self.log_density, parameter)) for parameter in self.family.theta)

    @cached_property
    def omega(self) -> tuple[Symbol, ...]:
        return tuple(v.symbol for v in self.family.variables)

    @property
    def smooth(self) -> bool:
        """Whether no kink, no case and no edge of the space moves with a parameter."""
        return not (self.kinked or self.moving_edges or self.family.atoms)

    @property
    def kinked(self) -> bool:
        """Whether a kink or a case depends on a parameter."""
        found = (e for e in self.family.density.atoms(*KINKS) if not tells_outcomes(e, self.family))
        return bool(set(self.family.theta) & Tuple(*found).free_symbols)

    @property
    def moving_edges(self) -> list[Expr]:
        """The parameters with which an edge of the space moves."""
        edges = Tuple(*(bound for limit in self.family.limits for bound in limit[1:3]))
        return [parameter for parameter in self.family.theta if parameter in edges.free_symbols]

    @property
    def edge_conditions(self) -> tuple[Condition, ...]:
        """What the argument takes for granted where an edge of the space or a kink of the density moves."""
        names = ", ".join(map(str, self.moving_edges))
        edges = [Condition(MOVING.format(names), "regularity", "S5")] if names else []
        places = [place for place in kinks(self.family) if place.has(*self.family.theta)] if self.kinked else []
        where = ", ".join(f"{self.omega[-1]} = {place}" for place in places)
        return (*edges, *([Condition(KINKED.format(where), "regularity", "S9")] if places else []))

    def atom_terms(self, a: int, b: int) -> Expr:
        """Σ ∂ₐm ∂_bm / m over the point masses m"""
        x, y = self.family.theta[a], self.family.theta[b]
        return Add(*(derivative(m, x) * derivative(m, y) / m for _, m in self.family.atoms))

    @property
    def log_head(self) -> Expr:
        """log P(ω|θ)"""
        return log(Density(P, self.family.omega, theta))

    def score_head(self, *indices: int) -> Expr:
        """∂log P/∂θᵢ, or a higher derivative"""
        return Partial(self.log_head, *(self.family.theta[k] for k in indices))

    def entry_head(self, a: int, b: int) -> Expr:
        """E[∂log P/∂θᵢ ∂log P/∂θⱼ]"""
        return Expectation(self.score_head(a) * self.score_head(b))

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The indices of the upper triangle, row by row."""
        count = len(self.family.parameters)
        return [(a, b) for a in range(count) for b in range(a, count)]


def _is_short(e: Expr) -> bool:
    """A sum over a range of at most LONGEST_RANGE integers"""
    if not isinstance(e, Sum):
        return False
    return all((high - low).is_Integer and high - low < LONGEST_RANGE for _, low, high in e.limits)


def tidy(score: Expr) -> Expr:
    """Common numbers out of each term, and its sign into a difference: −(2μ − 2x)/(2σ²) → (x − μ)/σ²"""
    return Add(*(_tidy_term(factor_terms(term)) for term in Add.make_args(score)))


def _tidy_term(term: Expr) -> Expr:
    coefficient, rest = term.as_coeff_Mul()
    sums = [f for f in Mul.make_args(rest) if isinstance(f, Add)]
    if coefficient.is_negative and sums:
        flipped = Add(*(-part for part in sums[0].args))
        return -coefficient * Mul(flipped, *(f for f in Mul.make_args(rest) if f is not sums[0]))
    return term
