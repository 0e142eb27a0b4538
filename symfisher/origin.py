"""How a family was made from others: what its information owes to theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sympy import Expr, S, Symbol

if TYPE_CHECKING:
    from symfisher.model import Family


@dataclass(frozen=True)
class Base:
    """A family at θ(η): `at` pairs its parameters and known symbols with expressions in those of the image.

    `times` is how many independent copies of it the image holds.
    """

    family: Family
    at: tuple[tuple[Symbol, Expr], ...]
    times: Expr = S.One


@dataclass(frozen=True)
class Origin:
    """F = Σ_b n_b J_bᵀ F_b(θ_b(η)) J_b with J_b = ∂θ_b/∂η, over the bases; nothing is known of F without any.

    `operation` is the method of Family that made the image, `because` says it in words.
    """

    operation: str
    because: str
    bases: tuple[Base, ...] = ()
