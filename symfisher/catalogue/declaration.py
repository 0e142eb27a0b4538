"""A family as plain data, so that the catalogue can be listed without importing SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Declaration:
    """A named density; `variant` tells parametrizations of one family apart: `gamma:rate`.

    The density is typed, or it is that of the family `of` after the operations `by`, in order, each a method of Family
    and its arguments. `status` is what the conformance tests hold it to: closed, open or refused.
    """

    name: str
    density: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    atoms: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    by: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    aliases: tuple[str, ...] = ()
    cite: str = ""
    status: str = "closed"

    @property
    def key(self) -> str:
        """The name that selects just this parametrization."""
        return f"{self.name}:{self.variant}" if self.variant else self.name


def reparametrization(
    changes: Mapping[str, str], parameters: Mapping[str, str], known: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The operation θ = θ(η) for `by`: the old parameters in the new, the domains of these, and of what is known."""
    arguments = {"changes": changes, "parameters": parameters}
    return {"reparametrize": arguments | ({"known": known} if known else {})}


def variant(of: str, name: str, changes: Mapping[str, str], parameters: Mapping[str, str], **more: Any) -> Declaration:
    """The family `of` with its parameters written in others."""
    return Declaration(
        of, parameters=parameters, of=of, by=reparametrization(changes, parameters), variant=name, **more
    )
