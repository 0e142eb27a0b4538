"""A family as plain data, so that the catalogue can be listed without importing SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Declaration:
    """A named density; `variant` tells parametrizations of one family apart: `gamma:rate`."""

    name: str
    density: str
    variables: Mapping[str, str]
    parameters: Mapping[str, str]
    known: Mapping[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    variant: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name that selects just this parametrization."""
        return f"{self.name}:{self.variant}" if self.variant else self.name
