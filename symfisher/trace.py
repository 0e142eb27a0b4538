"""A derivation as immutable data: relations, orders, conditions, steps.

Rules produce it, the checker checks it, renderers read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sympy import Basic
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from symfisher.errors import SymfisherError
from symfisher.model import Family


class Relation(Enum):
    """How the right side of a step follows from the left; a chain is as strong as its weakest relation.

    >>> Relation.EQUAL.then(Relation.APPROXIMATES).value
    '≈'
    """

    DEFINES = "≡"
    EQUAL = "="
    APPROXIMATES = "≈"
    IMPLIES = "⇒"

    def then(self, other: Relation) -> Relation:
        """The relation of a to c, when a stands in this one to b and b in `other` to c."""
        weakness = (Relation.DEFINES, Relation.EQUAL, Relation.APPROXIMATES, Relation.IMPLIES)
        weakest = max(self, other, key=weakness.index)
        return Relation.EQUAL if weakest is Relation.DEFINES else weakest


@dataclass(frozen=True)
class Order:
    """What an ≈ drops: O(|δ|^power), and its leading term where the rule knows it.

    >>> str(Order(3).plus(Order(4)))
    'O(|δ|³)'
    """

    power: int
    leading: Basic | None = None

    def plus(self, other: Order) -> Order:
        """The order of a sum: the lowest power rules."""
        return self if self.power <= other.power else other

    def __str__(self) -> str:
        return f"O(|δ|{str(self.power).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))})"


@dataclass(frozen=True)
class Condition:
    """What a step relies on: `kind` is domain, regularity or existence; `line` names the line of the argument.

    `holds` is the statement as a relation in the parameters, where it is one.
    """

    statement: str
    kind: str
    line: str = ""
    holds: Relational | Boolean | None = None

    def __str__(self) -> str:
        return f"{self.line}: {self.statement}" if self.line else self.statement


@dataclass(frozen=True)
class Step:
    """`lhs relation rhs`, by a named rule, because of a reason, under conditions.

    `chained` says that `lhs` continues the right side of the chained step before it; `error` is what an ≈ drops.
    """

    lhs: Basic
    rhs: Basic
    relation: Relation
    rule: str
    because: str
    given: tuple[Condition, ...] = ()
    error: Order | None = None
    substeps: tuple[Step, ...] = ()
    line: str = ""
    chained: bool = True

    def walk(self) -> Iterator[Step]:
        """This step's substeps, depth first, and then the step."""
        for step in self.substeps:
            yield from step.walk()
        yield self


@dataclass(frozen=True)
class Derivation:
    """A title and its steps; chained steps meet: `steps[k].lhs == steps[k-1].rhs`.

    `bases` are the derivations of the families that this one was made from; its steps use their matrices.
    """

    title: str
    steps: tuple[Step, ...]
    family: Family | None = None
    bases: tuple[Derivation, ...] = ()

    def __post_init__(self) -> None:
        for before, step in zip(self.steps, self.steps[1:], strict=False):
            if step.chained and step.lhs != before.rhs:
                raise SymfisherError(f"step {step.rule!r} does not continue the step {before.rule!r} before it")

    def sections(self) -> tuple[Derivation, ...]:
        """The derivations that this one rests on, each once and before what rests on it, and then itself."""
        return tuple(dict.fromkeys((*(section for base in self.bases for section in base.sections()), self)))

    def walk(self) -> Iterator[Step]:
        """Every step and substep of its own, in the order in which they are made."""
        for step in self.steps:
            yield from step.walk()

    def conditions(self) -> tuple[Condition, ...]:
        """The conditions used, each once, in order of first use."""
        return tuple(dict.fromkeys(condition for step in self.walk() for condition in step.given))

    def latex(self, *, brief: bool = False) -> str:
        """The steps as LaTeX displays, for a document that loads amsmath and mathtools."""
        from symfisher.render.latex import body

        return body(self, brief=brief)

    def text(self, *, width: int = 100, brief: bool = False, ascii: bool = False) -> str:
        """The steps as plain text, no line wider than `width` columns."""
        from symfisher.render.text import text

        return text(self, width=width, brief=brief, ascii=ascii)

    def to_json(self) -> str:
        """The whole trace; `from_json` reads it back to an equal Derivation."""
        from symfisher.render.json import dump

        return dump(self)

    @classmethod
    def from_json(cls, text: str) -> Derivation:
        """The Derivation that `to_json` wrote; nothing in the text is executed. Raises ParseError."""
        from symfisher.render.json import load

        return load(text)

    def __str__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        from symfisher.render.notebook import mimebundle

        return mimebundle(self)


def compose(steps: tuple[Step, ...]) -> tuple[Relation, Order | None, tuple[Condition, ...]]:
    """The relation, dropped order and conditions of a whole chain of steps."""
    relation, error = Relation.DEFINES, None
    for step in steps:
        relation = relation.then(step.relation)
        if step.error is not None:
            error = step.error if error is None else error.plus(step.error)
    conditions = dict.fromkeys(condition for step in steps for part in step.walk() for condition in part.given)
    return relation, error and Order(error.power), tuple(conditions)
