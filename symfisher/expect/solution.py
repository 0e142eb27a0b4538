"""What a strategy hands back: the steps it took and the expectations it closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sympy import Expr

from symfisher.trace import Condition, Relation, Step

EXCHANGE = Condition(
    "∂/∂θ and the integral may be exchanged, as they may inside the natural parameter space of an exponential family",
    "regularity",
    "S12–S14",
)


@dataclass(frozen=True)
class Solution:
    """`entries[a, b]` is the step E[∂ₐℓ ∂_bℓ] = closed form; an entry that is missing is open.

    `preparation` are steps the entries rest on, `distance` the exact D′ and its expansion where there is one; `tried`
    names the strategies that left entries open.
    """

    strategy: str
    preparation: tuple[Step, ...] = ()
    entries: Mapping[tuple[int, int], Step] = field(default_factory=dict)
    distance: tuple[Step, ...] = ()
    tried: tuple[str, ...] = ()


def chain(start: Expr, links: Sequence[tuple[Expr, str, str, tuple[Condition, ...]]]) -> tuple[Step, ...]:
    """start = link₁ = link₂ = …, each link an (expression, rule, reason, conditions); what repeats is left out."""
    steps: list[Step] = []
    for expression, rule, because, given in links:
        lhs = steps[-1].rhs if steps else start
        if expression != lhs:
            steps.append(Step(lhs, expression, Relation.EQUAL, rule, because, given, chained=bool(steps)))
    return tuple(steps)


def told(step: Step, names: Mapping[Expr, Expr]) -> Step:
    """The step with other names, in its substeps as well"""
    substeps = tuple(told(part, names) for part in step.substeps)
    return replace(step, lhs=step.lhs.xreplace(names), rhs=step.rhs.xreplace(names), substeps=substeps)
