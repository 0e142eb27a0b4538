"""The derivation's own symbols and opaque heads.

The heads stand for P(ω|θ), ∫ over Ω, E and F(θ) without saying what the density is, so that a rule works on the
argument and never on the details of one family. None of them evaluates itself.
"""

from __future__ import annotations

from sympy import Expr, Symbol, Tuple
from sympy.core.sympify import _sympify


class Name(Symbol):
    """A symbol of the notation itself; it never equals a symbol that a user declares.

    >>> Name("theta") == Symbol("theta")
    False
    """


P, Q = Name("P"), Name("Q")
omega, theta, delta = Name("omega"), Name("theta"), Name("delta")
n = Name("n", integer=True, positive=True)
i, j = Name("i", integer=True), Name("j", integer=True)


def displacement(parameter: Symbol) -> Name:
    """The component of δ that belongs to one parameter: δ_μ for μ."""
    return Name(f"delta_{parameter.name}", real=True)


class Head(Expr):
    """An opaque, real-valued, unevaluated expression."""

    is_commutative = True
    is_real = True

    def __new__(cls, *args: object) -> Head:
        return Expr.__new__(cls, *map(_sympify, args))


class Density(Head):
    """`Density(P, ω)` is P(ω); `Density(P, ω, θ)` is P(ω|θ). ω is a symbol or a Tuple of symbols."""

    is_positive = True


class Increment(Head):
    """`Increment(ω)` is Δ ≡ P(ω|θ+δ) − P(ω|θ)."""


class Divergence(Head):
    """`Divergence(P, Q)` is the Kullback–Leibler divergence D(P,Q)."""


class SymmetrizedDivergence(Head):
    """`SymmetrizedDivergence(P, Q)` is D′(P,Q)."""


class Total(Head):
    """`Total(f, ω)` is ∫_Ω f dω; `Total(f, (x, a, b, discrete), …)` is ∫ₐᵇ f dx, or Σ where `discrete` is true."""


class Expectation(Head):
    """`Expectation(f)` is E[f] under P(ω|θ); `Expectation(f, τ)` is E_τ[f] under P(ω|τ)."""


class Component(Head):
    """`Component(δ, i)` is δᵢ."""


class Partial(Head):
    """`Partial(f, θᵢ)` is ∂f/∂θᵢ, left as it stands."""


class Jacobian(Head):
    """`Jacobian((f₁, …), (η₁, …))` is the matrix ∂fᵢ/∂ηₐ."""


class Fisher(Head):
    """`Fisher(θ, i, j)` is F(θ)ᵢⱼ; `Fisher(θ)` is the matrix F(θ)."""


HEADS = (
    *(Density, Increment, Divergence, SymmetrizedDivergence, Total, Expectation, Component, Partial, Jacobian),
    Fisher,
)


def outcome(variables: tuple[Symbol, ...]) -> Expr | Tuple:
    """ω for these variables: the symbol itself, or the Tuple of several."""
    return variables[0] if len(variables) == 1 else Tuple(*variables)
