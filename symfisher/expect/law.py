"""What every strategy starts from: a family, its log-density, its scores, and points inside its domain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sympy import Abs, Expr, Heaviside, Max, Min, Piecewise, Rational, Symbol, Tuple, log, sign

from symfisher.expect.log_density import log_density
from symfisher.model import Family
from symfisher.notation import Density, Expectation, P, Partial, theta
from symfisher.sampling import interior_points
from symfisher.special import derivative

KINKS = (Abs, Heaviside, Max, Min, Piecewise, sign)


@dataclass(frozen=True)
class Law:
    """A family with ℓ = log p expanded; `points` lie in the interior of everything declared."""

    family: Family

    @cached_property
    def points(self) -> list[dict[Symbol, Rational]]:
        return interior_points(self.family, 3, variables=True)

    @cached_property
    def log_density(self) -> Expr:
        """ℓ"""
        return log_density(self.family.density, self.family.theta, self.points)

    @cached_property
    def scores(self) -> tuple[Expr, ...]:
        """∂ᵢℓ"""
        return tuple(derivative(self.log_density, parameter) for parameter in self.family.theta)

    @cached_property
    def omega(self) -> tuple[Symbol, ...]:
        return tuple(v.symbol for v in self.family.variables)

    @property
    def smooth(self) -> bool:
        """Whether no kink or case is written into the density, and no edge of the space moves with a parameter."""
        edges = Tuple(*(bound for limit in self.family.limits for bound in limit[1:3]))
        moving = set(self.family.theta) & edges.free_symbols
        return not (moving or self.family.density.has(*KINKS) or self.family.atoms)

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
