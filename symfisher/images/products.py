"""Independent laws side by side, and independent observations of one law."""

from __future__ import annotations

from sympy import Expr, Integer, Symbol

from symfisher.errors import ParseError
from symfisher.images.frame import Spaces, called, image, moved, spaces_of
from symfisher.model import Family
from symfisher.origin import Base, Origin
from symfisher.reading.source import shown

MOST_COPIES = 64


def product(first: Family, second: Family) -> Family:
    """p₁(x₁) p₂(x₂)"""
    if not isinstance(second, Family):
        raise ParseError(f"*: expected a Family on both sides, got {type(second).__name__}; write family ** n for n.")
    known, parameters = (
        _shared(first, second, spaces_of(getattr(first, group)), spaces_of(getattr(second, group)))
        for group in ("known", "parameters")
    )
    taken = {q.symbol.name for family in (first, second) for q in (*family.known, *family.parameters)}
    clash = bool(spaces_of(first.variables).keys() & spaces_of(second.variables).keys())
    copies = [_renamed(family, str(k) if clash else "", taken) for k, family in enumerate((first, second), 1)]
    return _joined(
        "*", f"{called(first)} and {called(second)}, independent", copies, parameters, known, (first, second)
    )


def power(family: Family, count: object) -> Family:
    """Π p(xₖ)"""
    if isinstance(count, bool) or not isinstance(count, (int, Integer)) or not 1 <= int(count) <= MOST_COPIES:
        raise ParseError(f"**: expected a number of observations from 1 to {MOST_COPIES}, got {shown(repr(count))}.")
    taken = {q.symbol.name for q in (*family.known, *family.parameters)}
    copies = [_renamed(family, str(k), taken) for k in range(1, int(count) + 1)]
    because = f"{int(count)} independent observations of {called(family)}"
    return _joined("**", because, copies, spaces_of(family.parameters), spaces_of(family.known), (family,), int(count))


def _shared(first: Family, second: Family, one: Spaces, two: Spaces) -> Spaces:
    """Both groups; what bears one name in both has to be one thing."""
    for name in one.keys() & two.keys():
        if one[name] != two[name]:
            raise ParseError(f"*: {name} is not the same in {called(first)} and {called(second)}; rename one of them.")
    return one | two


def _renamed(family: Family, ending: str, taken: set[str]) -> tuple[Expr, Spaces]:
    """The density and the spaces of a copy whose variables bear an ending"""
    if family.atoms:
        raise ParseError(f"*: {called(family)} has point masses; independent copies of it are not supported.")
    names: dict[Symbol, Expr] = {}
    spaces: Spaces = {}
    for variable in family.variables:
        name = variable.symbol.name + ending
        while name in taken:
            name += "_"
        spaces[name] = moved(variable.space, names)
        names[variable.symbol] = spaces[name].symbol(name)
    return family.density.xreplace(names), spaces


def _joined(
    operation: str,
    because: str,
    copies: list[tuple[Expr, Spaces]],
    parameters: Spaces,
    known: Spaces,
    families: tuple[Family, ...],
    times: int = 1,
) -> Family:
    density: Expr = Integer(1)
    variables: Spaces = {}
    for factor, spaces in copies:
        density *= factor
        if spaces.keys() & variables.keys():
            raise ParseError(f"{operation}: two variables would bear one name; rename one of them.")
        variables |= spaces
    bases = tuple(
        Base(f, tuple((q.symbol, q.symbol) for q in (*f.parameters, *f.known)), Integer(times)) for f in families
    )
    given = dict.fromkeys(condition for f in families for condition in f.given)
    return image(Origin(operation, because, bases), density, variables, parameters, known, given)
