"""From a name to a family: keys, aliases, and suggestions for what is no name."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from symfisher.catalogue import (
    altered,
    circle,
    counts,
    finite,
    income,
    interval,
    irregular,
    lifetime,
    lindley,
    multivariate,
    physics,
    positive,
    real,
    regression,
)
from symfisher.catalogue.declaration import Declaration
from symfisher.errors import UnknownFamilyError

if TYPE_CHECKING:
    from symfisher.model import Family

KINDS: dict[str, tuple[Declaration, ...]] = {
    "real line": real.FAMILIES,
    "half-line": positive.FAMILIES,
    "lifetimes and extremes": lifetime.FAMILIES,
    "Lindley": lindley.FAMILIES,
    "income and size": income.FAMILIES,
    "interval": interval.FAMILIES,
    "directions": circle.FAMILIES,
    "counts": counts.FAMILIES,
    "finite": finite.FAMILIES,
    "cut, censored, inflated, mixed": altered.FAMILIES,
    "several variables": multivariate.FAMILIES,
    "regression and processes": regression.FAMILIES,
    "physics and signals": physics.FAMILIES,
    "irregular": irregular.FAMILIES,
}
DECLARATIONS: tuple[Declaration, ...] = tuple(declaration for group in KINDS.values() for declaration in group)


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
    found = INDEX.get(plain(name)) or _by_parameters(name) or _in_libraries(name)
    if found is None:
        shown = {plain(key): key for d in DECLARATIONS for key in (d.key, *d.aliases)}
        near = [shown[match] for match in get_close_matches(plain(name), shown, 3)]
        hint = f"did you mean {' or '.join(near)}?" if near else "`symfisher list` shows every name."
        raise UnknownFamilyError(f"unknown family {name!r}; {hint}")
    return found


def _in_libraries(name: str) -> Declaration | None:
    """scipy.weibull_min, stan.gamma, or a bare name that means one thing wherever it is used"""
    from symfisher.catalogue.libraries import key_of

    key = key_of(name)
    return INDEX[plain(key)] if key else None


def _by_parameters(name: str) -> Declaration | None:
    """gamma:alpha,beta or gamma(alpha, beta): the parametrization with these parameters"""
    written = re.fullmatch(r"([^:(]+)[:(]([\w\s,]+)\)?", name)
    family = INDEX.get(plain(written[1])) if written else None
    if written is None or family is None:
        return None
    asked = {part.strip() for part in written[2].split(",")}
    return next((d for d in DECLARATIONS if d.name == family.name and set(symbols(d)[0]) == asked), None)


def symbols(d: Declaration) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of its parameters, in the order of the matrix, and of its known symbols."""
    if not d.of:
        return tuple(d.parameters), tuple(d.known)
    parameters, known = map(list, symbols(find(d.of)))
    for operation, arguments in d.by.items():
        known += arguments.get("known", ())
        if operation == "reparametrize":
            parameters = list(arguments["parameters"])
        elif operation in ("shift", "scale"):
            parameters.insert(0, arguments["parameter"])
        parameters = [*arguments.get("weights", ()), *(name for name in parameters if name not in known)]
    return tuple(parameters), tuple(known)


def look_up(name: str) -> Family:
    """The family of this name or alias."""
    return _made(find(name).key)


@cache
def _made(key: str) -> Family:
    """As typed, or made from another family by its operations."""
    from symfisher.model import Family

    d = find(key)
    if not d.of:
        return Family(d.density, d.variables, d.parameters, d.known, d.given, d.atoms, d.key)
    made = look_up(d.of)
    for operation, arguments in d.by.items():
        made = getattr(made, operation)(**arguments)
    return replace(made, name=d.key)
