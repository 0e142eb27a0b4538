"""Means under a normal law, read off the completed square of its exponent, however its parameters are tied."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Matrix, Mul, Symbol, oo

from symfisher.expect.law import Law
from symfisher.expect.quadratic import complete_square


def normal_means(law: Law, statistics: Sequence[Expr]) -> list[Expr]:
    """E[xᵢ] = mᵢ and E[xᵢxⱼ] = mᵢmⱼ + Σᵢⱼ where ℓ = c − ½ (x − m)ᵀ Σ⁻¹ (x − m) on all of ℝᵈ; else nothing"""
    if not whole_space(law):
        return []
    square = complete_square(-law.log_density, law.omega)
    if square is None or not square.definite(law.points):
        return []
    covariance, mean = square.inverse / 2, square.centre
    monomials = [factors_of(t, law.omega) for t in statistics]
    if any(Mul(*(law.omega[k] for k in factors)) != t for factors, t in zip(monomials, statistics, strict=True)):
        return []
    return [_mean(factors, mean, covariance) for factors in monomials]


def whole_space(law: Law) -> bool:
    """Whether every variable runs over the whole line."""
    return all(
        not v.space.discrete and v.space.lower == -oo and v.space.upper == oo for v in law.family.variables
    ) and not any(c.free_symbols & set(law.omega) for c in law.family.given)


def factors_of(statistic: Expr, omega: Sequence[Symbol]) -> list[int]:
    """The indices of the variables in a monomial: x₁²x₃ → 0, 0, 2"""
    powers = statistic.as_powers_dict()
    return [k for k, x in enumerate(omega) for _ in range(int(powers.get(x, 0)))]


def _mean(factors: list[int], mean: Matrix, covariance: Matrix) -> Expr:
    product = Mul(*(mean[k] for k in factors))
    return product + covariance[factors[0], factors[1]] if len(factors) == 2 else product
