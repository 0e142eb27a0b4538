"""Single errors planted in a derivation: a sign, a factor, a dropped term, an index, an entry, a relation, an order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from sympy import Add, Basic, Derivative, Expr, Integer, Integral, Mul, Rational, Subs, Sum, Symbol, Tuple, nan, zoo
from sympy.matrices.matrixbase import MatrixBase

from symfisher.notation import (
    Component,
    Density,
    Divergence,
    Expectation,
    Fisher,
    Increment,
    P,
    Partial,
    Q,
    SymmetrizedDivergence,
    Total,
    delta,
    i,
    j,
    theta,
)
from symfisher.structure import numbered
from symfisher.trace import Derivation, Order, Relation, Step
from symfisher.verdicts import Path

Place = tuple[int, ...]
Found = tuple[Place, Basic]
CLOSED = (Component, Density, Derivative, Divergence, Fisher, Increment, Subs, SymmetrizedDivergence)
BINDING = (Integral, Sum, Total)
FACTORS = (Integer(2), Rational(1, 2), Integer(3), Rational(11, 10))
ATTEMPTS = 50


@dataclass(frozen=True)
class Mutant:
    """A derivation with one error, and what the error is: its kind, the step, and the step before and after."""

    kind: str
    path: Path
    before: Step
    after: Step
    derivation: Derivation

    def __str__(self) -> str:
        place = ".".join(map(str, self.path))
        return f"{self.kind} in step {place} ({self.before.rule}): {_change(self.before, self.after)}"


def _change(before: Step, after: Step) -> str:
    for side in ("lhs", "rhs", "relation", "error"):
        old, new = getattr(before, side), getattr(after, side)
        if old != new:
            old, new = (v.value if isinstance(v, Relation) else v for v in (old, new))
            leading = isinstance(new, Order) and new.leading is not None
            return f"leading term {old.leading} → {new.leading}" if leading else f"{side} {old} → {new}"
    return "nothing"


def mutant(derivation: Derivation, random: Random) -> Mutant:
    """One error of a random kind in a random step that has room for it; one state of `random` gives one error."""
    steps = list(numbered(derivation.steps))
    for _ in range(ATTEMPTS):
        kind = random.choice(list(KINDS))
        for path, step in random.sample(steps, len(steps)):
            changed = KINDS[kind](step, derivation, random)
            if changed is not None and changed != step:
                return Mutant(kind, path, step, changed, planted(derivation, path, changed))
    raise ValueError(f"no error was found for {derivation.title}")


def planted(derivation: Derivation, path: Path, step: Step) -> Derivation:
    """The derivation with this step at `path`, past the invariant that its chain meets."""
    broken = Derivation(derivation.title, (), derivation.family)
    object.__setattr__(broken, "steps", _with(derivation.steps, path, step))
    return broken


def _with(steps: tuple[Step, ...], path: Path, step: Step) -> tuple[Step, ...]:
    here, rest = path[0] - 1, path[1:]
    if rest:
        step = replace(steps[here], substeps=_with(steps[here].substeps, rest, step))
    return (*steps[:here], step, *steps[here + 1 :])


# places in an expression


def occurrences(expression: Basic, place: Place = ()) -> Iterator[Found]:
    """The subexpressions that are values, each with its place: not a bound of ∫, ω in P(ω|θ), or θᵢ in ∂/∂θᵢ."""
    if isinstance(expression, Expr) and not isinstance(expression, MatrixBase):
        yield place, expression
    if isinstance(expression, CLOSED):
        return
    first = isinstance(expression, (*BINDING, Expectation, Partial))
    for k, argument in enumerate(expression.args[:1] if first else expression.args):
        yield from occurrences(argument, (*place, k))


def parts(expression: Basic, place: Place = ()) -> Iterator[Found]:
    """All subexpressions, each with its place, but no bound variable of ∫ and Σ."""
    yield place, expression
    for k, argument in enumerate(expression.args):
        if isinstance(expression, BINDING) and k > 0 and isinstance(argument, Tuple):
            yield from (((*place, k, 1 + m), bound) for m, bound in enumerate(argument.args[1:3]))
        elif isinstance(argument, Basic):
            yield from parts(argument, (*place, k))


def put(expression: Basic, place: Place, new: Basic) -> Basic:
    """The expression with `new` at this place."""
    if not place:
        return new
    here, rest = place[0], place[1:]
    arguments = list(expression.args)
    arguments[here] = put(arguments[here], rest, new)
    return expression.func(*arguments)


# the kinds of errors


def _sign(expression: Basic, derivation: Derivation, random: Random) -> Basic | None:
    place, node = random.choice(list(occurrences(expression)))
    return put(expression, place, -node)


def _factor(expression: Basic, derivation: Derivation, random: Random) -> Basic | None:
    place, node = random.choice(list(occurrences(expression)))
    return put(expression, place, node * random.choice(FACTORS))


def _dropped(expression: Basic, derivation: Derivation, random: Random) -> Basic | None:
    """A sum without one of its terms, or a product without one of its factors."""
    found = [(place, node) for place, node in occurrences(expression) if isinstance(node, (Add, Mul))]
    if not found:
        return None
    place, node = random.choice(found)
    left = list(node.args)
    left.pop(random.randrange(len(left)))
    return put(expression, place, node.func(*left))


def _index(expression: Basic, derivation: Derivation, random: Random) -> Basic | None:
    """Another index, parameter, displacement, bound or point of the density in one place."""
    family = derivation.family
    alike = [family.theta, family.delta] if family else []
    found = [(place, new) for place, node in parts(expression) for new in _neighbours(expression, place, node, alike)]
    return put(expression, *random.choice(found)) if found else None


def _neighbours(expression: Basic, place: Place, node: Basic, alike: list[tuple[Symbol, ...]]) -> Iterator[Basic]:
    """What may be mistaken for the node."""
    swapped = {i: j, j: i}
    if node in swapped:
        yield swapped[node]
    for group in alike:
        if node in group:
            yield from (other for other in group if other != node)
    if isinstance(node, Density):
        law, at, *where = node.args
        yield (
            Density(law, at, {theta: theta + delta}.get(where[0], theta)) if where else Density({P: Q}.get(law, P), at)
        )
    if isinstance(node, Divergence):
        yield Divergence(*reversed(node.args))
    above = _at(expression, place[:-1]) if place else None
    bound = isinstance(above, Tuple) and isinstance(_at(expression, place[:-2]), BINDING)
    if (bound or (isinstance(above, (Component, Fisher)) and place[-1] > 0)) and node.is_integer:
        yield from (node + 1, node - 1)


def _at(expression: Basic, place: Place) -> Basic:
    for k in place:
        expression = expression.args[k]
    return expression


def _entry(step: Step, derivation: Derivation, random: Random) -> Step | None:
    """One entry of a matrix changed, or it and its mirror image."""
    if not isinstance(step.rhs, MatrixBase):
        return None
    matrix, size = step.rhs.as_mutable(), step.rhs.rows
    row, column = random.randrange(size), random.randrange(size)
    old = matrix[row, column]
    new = random.choice([-old, 2 * old, old + 1, Integer(0), matrix[random.randrange(size), random.randrange(size)]])
    matrix[row, column] = new
    if random.random() < 0.5:
        matrix[column, row] = new
    return replace(step, rhs=matrix.as_immutable())


def _relation(step: Step, derivation: Derivation, random: Random) -> Step:
    """Another relation; what becomes = or ≡ drops its order or keeps it."""
    relation = random.choice([r for r in Relation if r is not step.relation])
    return replace(step, relation=relation, error=random.choice([step.error, None]))


def _order(step: Step, derivation: Derivation, random: Random) -> Step | None:
    """Another claimed order, or another leading term of what is dropped."""
    if step.error is None:
        return None
    leading = step.error.leading
    if leading is not None and random.random() < 0.5:
        operator = random.choice([_sign, _factor, _index])
        changed = operator(leading, derivation, random)
        return step if changed is None else replace(step, error=Order(step.error.power, changed))
    return replace(step, error=Order(step.error.power + random.choice([1, 1, 2, -1]), leading))


Operator = Callable[[Basic, Derivation, Random], Basic | None]


def _on_a_side(operator: Operator) -> Callable[[Step, Derivation, Random], Step | None]:
    """The operator on the left or on the right side of a step; None where it makes no expression."""

    def applied(step: Step, derivation: Derivation, random: Random) -> Step | None:
        side = random.choice(("lhs", "rhs", "rhs"))
        try:
            changed = operator(getattr(step, side), derivation, random)
        except (TypeError, ValueError, AttributeError, IndexError):
            return None
        return None if changed is None or changed.has(zoo, nan) else replace(step, **{side: changed})

    return applied


KINDS: dict[str, Callable[[Step, Derivation, Random], Step | None]] = {
    "sign": _on_a_side(_sign),
    "factor": _on_a_side(_factor),
    "dropped term": _on_a_side(_dropped),
    "index": _on_a_side(_index),
    "entry": _entry,
    "relation": _relation,
    "order": _order,
}
