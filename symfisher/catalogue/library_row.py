"""How the law of another library is written here: one row of a table of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """A law of a library as the family `key` of the catalogue.

    `at` gives each of our parameters and known symbols in their names; `where` gives values to those of theirs for
    which the catalogue has no place. Theirs that are in neither (a location, a scale) stand at their defaults.
    `domains` declares those of theirs that are not just another name for one of ours.
    """

    key: str
    at: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)

    @property
    def renames(self) -> bool:
        """Whether their parameters are ours under other names, each free to move."""
        return not self.where and all(text.replace(".", "_").isidentifier() for text in self.at.values())


Table = Mapping[str, Row]


def row(key: str, where: Mapping[str, str] | None = None, domains: Mapping[str, str] | None = None, **at: str) -> Row:
    """A row; our names are keywords.

    >>> row("gamma", k="a", theta="scale").renames, row("gamma:rate", alpha="a", beta="1/scale").renames
    (True, False)
    """
    return Row(key, at, where or {}, domains or {})
