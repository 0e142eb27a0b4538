"""A rule of the derivation: one transform with a reason, conditions and a postcondition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Basic, Expr, Integer

from symfisher.errors import SymfisherError
from symfisher.model import Family
from symfisher.notation import n, omega
from symfisher.trace import Condition, Order, Relation, Step


@dataclass(frozen=True)
class Setting:
    """What the argument is about: ω, what ∫ runs over, and how many parameters there are."""

    omega: Basic = omega
    limits: tuple[Basic, ...] = (omega,)
    count: Expr = n

    @classmethod
    def of(cls, family: Family | None) -> Setting:
        """The abstract setting, or that of a family's variables and parameters."""
        return cls() if family is None else cls(family.omega, family.limits, Integer(len(family.parameters)))


Transform = Callable[[Basic, Setting], Basic]


@dataclass(frozen=True)
class Rule:
    """A transform that makes a Step; its formula is the docstring of the transform."""

    transform: Transform
    line: str
    relation: Relation
    because: str
    given: tuple[Condition, ...]
    error: Order | None
    leaves: Callable[[Basic], bool]

    @property
    def name(self) -> str:
        return self.transform.__name__

    @property
    def formula(self) -> str:
        return (self.transform.__doc__ or "").strip()

    def __call__(self, lhs: Basic, setting: Setting, *, error: Order | None = None, **extra: object) -> Step:
        """The step that this rule takes from `lhs`; SymfisherError when it does not apply."""
        rhs = self.transform(lhs, setting)
        if rhs == lhs:
            raise SymfisherError(f"rule {self.name!r} finds nothing to transform in {lhs}")
        if not self.leaves(rhs):
            raise SymfisherError(f"rule {self.name!r} leaves its postcondition unmet in {rhs}")
        fields = {"given": self.given, "error": error or self.error, "line": self.line} | extra
        return Step(lhs, rhs, self.relation, self.name, self.because, **fields)  # type: ignore[arg-type]


RULES: dict[str, Rule] = {}


def rule(
    line: str,
    relation: Relation,
    because: str,
    *,
    leaves: Callable[[Basic], bool],
    given: tuple[Condition, ...] = (),
    error: Order | None = None,
) -> Callable[[Transform], Rule]:
    """Register a transform as the rule of one line; `leaves` is what must hold of its result."""

    def register(transform: Transform) -> Rule:
        made = Rule(transform, line, relation, because, given, error, leaves)
        RULES[made.name] = made
        return made

    return register
