"""A derivation as the numbered lines that every writer shows in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Basic

from symfisher.notation import Fisher, theta
from symfisher.trace import Condition, Derivation, Relation, Step

WORDS = {"delta": "Δ", "fisher": "Fisher"}


@dataclass(frozen=True)
class Line:
    """One line of the argument, ready to be written; `lhs` is None where the line continues the one before it.

    `new` holds the conditions that no line before used, `again` the lines at which the others were stated.
    """

    label: str
    title: str
    lhs: Basic | None
    relation: Relation
    rhs: Basic
    because: str
    new: tuple[Condition, ...]
    again: tuple[str, ...]
    power: int | None
    leading: Basic | None
    depth: int
    step: Step


def outlines(derivation: Derivation, *, brief: bool = False) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The title and the lines of each derivation that this one rests on, and its own as the last."""
    stated: dict[Condition, None] = {}
    return tuple((section.title, outline(section, brief, stated)) for section in derivation.sections())


def outline(
    derivation: Derivation, brief: bool = False, stated: dict[Condition, None] | None = None
) -> tuple[Line, ...]:
    """Its own lines in the order in which they are made: substeps, unless `brief`, before the step they lead to.

    `stated` holds the conditions stated before, and grows.
    """
    stated = {} if stated is None else stated
    lines: list[Line] = []
    for label, depth, step, starts in _labelled(derivation.steps, brief):
        used = [c for part in step.walk() for c in part.given] if brief else step.given
        used = list(dict.fromkeys(used))
        new = tuple(c for c in used if c not in stated)
        again = tuple(dict.fromkeys(c.line for c in used if c in stated and c.line))
        stated.update(dict.fromkeys(new))
        lines.append(_line(label, depth, step, starts, new, again))
    return tuple(lines)


def _labelled(steps: tuple[Step, ...], brief: bool) -> Iterator[tuple[str, int, Step, bool]]:
    """Each step with its label (the line of the argument, else its number) and whether it starts a chain."""
    number = 0
    for step in steps:
        named = re.search(r"\d+$", step.line)
        number = int(named[0]) if named else number + 1
        label = step.line or str(number)
        if not brief:
            yield from _sublabelled(label, step, 1)
        yield label, 0, step, step is steps[0] or not step.chained


def _sublabelled(label: str, step: Step, depth: int) -> Iterator[tuple[str, int, Step, bool]]:
    for number, substep in enumerate(step.substeps, 1):
        sublabel = substep.line or f"{label}.{number}"
        yield from _sublabelled(sublabel, substep, depth + 1)
        yield sublabel, depth, substep, number == 1 or not substep.chained


def _line(
    label: str,
    depth: int,
    step: Step,
    starts: bool,
    new: tuple[Condition, ...],
    again: tuple[str, ...],
) -> Line:
    error = step.error
    return Line(
        label,
        title(step.rule),
        step.lhs if starts else None,
        step.relation,
        step.rhs,
        step.because,
        new,
        again,
        error.power if error else None,
        error.leading if error else None,
        depth,
        step,
    )


def title(rule: str) -> str:
    """The name of a rule as a heading.

    >>> title("insert_delta"), title("identify_fisher")
    ('Insert Δ', 'Identify Fisher')
    """
    words = [WORDS.get(word, word) for word in rule.split("_")]
    first = words[0]
    return " ".join([first[:1].upper() + first[1:], *words[1:]])


def matrix_line(lines: tuple[Line, ...]) -> Line | None:
    """The line that gives the matrix F(θ), if there is one."""
    return next((line for line in reversed(lines) if line.lhs == Fisher(theta) and line.rhs.is_Matrix), None)


def singular_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that say in which directions F(θ) is 0: what is to be known with the matrix."""
    return tuple(line for line in lines if line.step.rule == "find_null_direction")
