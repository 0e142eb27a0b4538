"""The information of an image, from that of the families it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sympy import Add, Expr, ImmutableMatrix, Symbol, Tuple, false, true

from symfisher.expect.law import Law
from symfisher.expect.normal_form import normal_form
from symfisher.expect.recurrences import canonical
from symfisher.expect.solution import Solution, chain
from symfisher.notation import Expectation, Jacobian
from symfisher.operations import operations
from symfisher.origin import Base, Origin
from symfisher.special import derivative
from symfisher.trace import Condition, Derivation, Relation, Step

REASONS = {
    "reparametrize": "the chain rule: F(η) = Jᵀ F(θ(η)) J with J = ∂θ/∂η",
    "fix": "what is known has no row and no column",
    "under": "the score of y = φ(x) is the score of x, so F stays as it is",
    "*": "scores of independent variables are uncorrelated: their information is added up",
    "**": "independent observations: their information is added up",
}


EDGES = (("regularity", "S5"), ("regularity", "S9"))


@dataclass(frozen=True)
class Known:
    """A base of the image, its matrix at θ(η), J = ∂θ/∂η, and what its entries rest on."""

    base: Base
    matrix: ImmutableMatrix
    jacobian: ImmutableMatrix
    given: tuple[Condition, ...]

    @classmethod
    def of(cls, base: Base, derivation: Derivation, matrix: ImmutableMatrix, eta: Sequence[Symbol]) -> Known:
        """From the derivation of the base."""
        at = dict(base.at)
        theta_of_eta = [at[symbol] for symbol in base.family.theta]
        jacobian = ImmutableMatrix([[derivative(value, symbol) for symbol in eta] for value in theta_of_eta])
        used = (c for step in derivation.steps if not step.line for part in step.walk() for c in part.given)
        needed = (c for c in used if c.holds is not None or (c.kind, c.line) in EDGES)
        told = dict.fromkeys(_told(c, base) for c in needed)
        return cls(base, matrix.xreplace(at), jacobian, tuple(c for c in told if c.holds != true))

    @property
    def exists(self) -> bool:
        """Whether the matrix of the base is one at θ(η)"""
        return all(c.holds != false for c in self.given)


def _told(condition: Condition, base: Base) -> Condition:
    """The condition in the parameters of the image"""
    at = dict(base.at)
    if condition.holds is None or all(old == new for old, new in at.items()):
        return condition
    holds = condition.holds.xreplace(at)
    return Condition(f"{condition.statement}, at {_point(base)}", condition.kind, condition.line, holds)


def _point(base: Base) -> str:
    return ", ".join(f"{old} = {new}" for old, new in base.at if old != new)


def pulled_back(law: Law, origin: Origin, bases: Sequence[Known]) -> Solution:
    """F = Σ_b n_b J_bᵀ F_b(θ_b(η)) J_b"""
    entries = {pair: _entry(law, origin, bases, *pair) for pair in law.pairs}
    return Solution("image", tuple(_jacobian(origin, bases, law.family.theta)), entries)


def _jacobian(origin: Origin, bases: Sequence[Known], eta: Sequence[Symbol]) -> Iterator[Step]:
    """J = ∂θ/∂η, where there is a Jacobian to show"""
    if origin.operation == "reparametrize":
        (known,) = bases
        at, family = dict(known.base.at), known.base.family
        head = Jacobian(Tuple(*(at[symbol] for symbol in family.theta)), Tuple(*eta))
        because = f"the Jacobian of {origin.because}"
        yield Step(head, known.jacobian, Relation.EQUAL, "jacobian", because, chained=False)


def _entry(law: Law, origin: Origin, bases: Sequence[Known], a: int, b: int) -> Step:
    """E[∂ₐℓ ∂_bℓ] = Σ n_b Σ Jᵢₐ Jⱼ_b F_b,ᵢⱼ"""
    head, reason = law.entry_head(a, b), REASONS[origin.operation]
    total = Add(*(term for base in bases for term in _terms(base, a, b)))
    given = tuple(dict.fromkeys(c for base in bases for c in base.given)) if total != 0 else ()
    closed = normal_form(canonical(total), law.points[0])
    best = min(closed, total, key=operations)
    links = [
        *_scores_of_base(law, origin, a, b),
        (total, "insert_information", reason, given),
        (best, "normal_form", "simplify", ()),
    ]
    told = chain(head, links)
    rule, substeps = "take_expectation_of_scores", told if len(told) > 1 else ()
    return Step(head, best, Relation.EQUAL, rule, reason, given, substeps=substeps, chained=False)


def _scores_of_base(law: Law, origin: Origin, a: int, b: int) -> list[tuple[Expr, str, str, tuple[Condition, ...]]]:
    """∂ₐℓ as a function of ω, where the chain rule gave it"""
    if origin.operation != "reparametrize":
        return []
    spelled = Expectation(law.scores[a] * law.scores[b])
    return [(spelled, "insert_scores", "the scores as functions of the variable", ())]


def _terms(known: Known, a: int, b: int) -> Iterator[Expr]:
    """n Jᵢₐ Jⱼ_b Fᵢⱼ, but for those that are 0"""
    size = known.matrix.rows
    for i in range(size):
        for j in range(size):
            yield known.base.times * known.jacobian[i, a] * known.jacobian[j, b] * known.matrix[i, j]
