"""From a name to a family: keys, aliases, and suggestions for what is no name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from symfisher.catalogue import counts, interval, multivariate, positive, real
from symfisher.catalogue.declaration import Declaration
from symfisher.errors import UnknownFamilyError

if TYPE_CHECKING:
    from symfisher.model import Family

DECLARATIONS: tuple[Declaration, ...] = tuple(
    declaration for group in (real, positive, interval, counts, multivariate) for declaration in group.FAMILIES
)


def plain(name: str) -> str:
    """The name without case, spaces, hyphens and underscores."""
    return "".join(c for c in name.casefold() if c not in " -_")


def _index() -> dict[str, Declaration]:
    index: dict[str, Declaration] = {}
    for declaration in DECLARATIONS:
        for name in (declaration.key, *declaration.aliases):
            if index.setdefault(plain(name), declaration) is not declaration:
                raise AssertionError(f"{name!r} names two families")
    return index


INDEX = _index()


def names() -> tuple[str, ...]:
    """The key of every declaration."""
    return tuple(declaration.key for declaration in DECLARATIONS)


def find(name: str) -> Declaration:
    """The declaration of this name or alias; UnknownFamilyError with the nearest names otherwise."""
    if not isinstance(name, str):
        raise UnknownFamilyError(f"expected the name of a family or a Family, got {type(name).__name__}.")
    found = INDEX.get(plain(name))
    if found is None:
        shown = {plain(key): key for d in DECLARATIONS for key in (d.key, *d.aliases)}
        near = [shown[match] for match in get_close_matches(plain(name), shown, 3)]
        hint = f"did you mean {' or '.join(near)}?" if near else "`symfisher list` shows every name."
        raise UnknownFamilyError(f"unknown family {name!r}; {hint}")
    return found


def look_up(name: str) -> Family:
    """The family of this name or alias."""
    from symfisher.model import Family

    d = find(name)
    return Family(d.density, d.variables, d.parameters, d.known, d.given, name=d.key)
