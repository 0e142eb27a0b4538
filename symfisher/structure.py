"""What holds without a number: chains meet, relations compose, conditions are named."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic
from sympy.logic.boolalg import Boolean

from symfisher.notation import Density, Divergence, Increment, P, Q, SymmetrizedDivergence, delta, omega, theta
from symfisher.trace import Condition, Derivation, Order, Relation, Step
from symfisher.verdicts import Path

NEEDED = {
    "S5": "domain",
    "S8": "regularity",
    "S9": "regularity",
    "S11": "regularity",
    "S12": "existence",
}
DEFINED = (Density, Divergence, Increment, SymmetrizedDivergence)


def numbered(steps: tuple[Step, ...], before: Path = ()) -> Iterator[tuple[Path, Step]]:
    """Every step with its place, a step before its substeps."""
    for k, step in enumerate(steps, 1):
        yield (*before, k), step
        yield from numbered(step.substeps, (*before, k))


def faults(derivation: Derivation) -> dict[Path, str]:
    """The first structural fault of each step that has one."""
    found = dict.fromkeys(_defined_again(derivation), "≡ for what has a meaning already")
    for path, step in numbered(derivation.steps):
        siblings = _siblings(derivation.steps, path)[: path[-1]]
        for fault in (*_alone(step), *_after(siblings), *_from_substeps(step)):
            found.setdefault(path, fault)
        if step.rule == "conclude":
            for fault in _conclusion(step, _chain(siblings[:-1]), derivation):
                found.setdefault(path, fault)
    return found


def _siblings(steps: tuple[Step, ...], path: Path) -> tuple[Step, ...]:
    for k in path[:-1]:
        steps = steps[k - 1].substeps
    return steps


def _defined_again(derivation: Derivation) -> Iterator[Path]:
    """The steps with an ≡ whose left side is no name, or one that stands left of an ≡ before."""
    known: set[type | Basic] = set()
    for path, step in numbered(derivation.steps):
        if step.relation is Relation.DEFINES:
            name = type(step.lhs) if isinstance(step.lhs, DEFINED) else step.lhs
            if name in known or not (isinstance(name, type) or name in (theta, delta)):
                yield path
            known.add(name)


def _alone(step: Step) -> Iterator[str]:
    """≈ says what it drops, = drops nothing, ⇒ joins statements, and a line names the condition it relies on."""
    if step.relation is Relation.IMPLIES and not all(isinstance(side, Boolean) for side in (step.lhs, step.rhs)):
        yield "⇒ between what are no statements"
    if step.relation is Relation.APPROXIMATES and step.error is None:
        yield "≈ without the order of what it drops"
    if step.relation in (Relation.EQUAL, Relation.DEFINES) and step.error is not None:
        yield f"{step.relation.value} that drops {step.error}"
    kind = NEEDED.get(step.line)
    if kind and not any(condition.kind == kind for condition in step.given):
        yield f"line {step.line} names no condition of the kind {kind}"


def _after(siblings: tuple[Step, ...]) -> Iterator[str]:
    *before, step = siblings
    if before and step.chained and step.lhs != before[-1].rhs:
        yield f"does not continue the step {before[-1].rule} before it"


def _from_substeps(step: Step) -> Iterator[str]:
    """A chain from the left side must arrive at the right side and be no weaker than the step."""
    substeps = step.substeps
    chained = len(substeps) > 1 and all(part.chained for part in substeps[1:])
    if not chained or substeps[0].lhs != step.lhs:
        return
    relation, order = _composed(substeps)
    if substeps[-1].rhs != step.rhs:
        yield "its substeps do not arrive at its right side"
    if step.relation is Relation.EQUAL and relation is not Relation.EQUAL:
        yield f"= though its substeps only give {relation.value}"
    if step.error is not None and order is not None and order < step.error.power:
        yield f"claims {step.error} though its substeps drop {Order(order)}"


def _chain(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The last run of steps that continue one another."""
    start = len(steps) - 1
    while start > 0 and steps[start].chained:
        start -= 1
    return steps[max(start, 0) :]


def _composed(chain: tuple[Step, ...]) -> tuple[Relation, int | None]:
    """The relation and the power of what is dropped: the weakest and the lowest in the chain."""
    relations, powers = (
        {step.relation for step in chain},
        [step.error.power for step in chain if step.error],
    )
    weakest = next((r for r in (Relation.IMPLIES, Relation.APPROXIMATES) if r in relations), Relation.EQUAL)
    return weakest, min(powers, default=None)


def _conclusion(step: Step, chain: tuple[Step, ...], derivation: Derivation) -> Iterator[str]:
    """The conclusion is its chain in one line: ends, relation, order and conditions."""
    if not chain:
        yield "concludes from nothing"
        return
    relation, power = _composed(chain)
    if step.lhs not in (chain[0].lhs, _placed(chain[0].lhs, derivation)):
        yield "its left side is not where the chain starts"
    if step.rhs != chain[-1].rhs:
        yield "its right side is not where the chain ends"
    if step.relation is not relation:
        yield f"says {step.relation.value} where the chain gives {relation.value}"
    if (step.error and step.error.power) != power:
        yield f"says {step.error} where the chain drops {power and Order(power)}"
    missing = _conditions(chain) - set(step.given)
    if missing:
        yield f"leaves out the condition: {min(map(str, missing))}"


def _placed(expression: Basic, derivation: Derivation) -> Basic:
    """The expression with P and Q placed at θ+δ and θ."""
    at = omega if derivation.family is None else derivation.family.omega
    return expression.xreplace({P: Density(P, at, theta + delta), Q: Density(P, at, theta)})


def _conditions(chain: tuple[Step, ...]) -> set[Condition]:
    return {condition for step in chain for part in step.walk() for condition in part.given}
