"""What every operation shares: the symbols of the image, and the family put together from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sympy import Expr, I, Symbol, nan, oo, zoo

from symfisher.errors import ParseError
from symfisher.model import Family, Quantity
from symfisher.origin import Origin
from symfisher.reading.domains import read_space
from symfisher.reading.source import shown
from symfisher.reading.text import check_name, read_expression
from symfisher.render.printers import LinearPrinter
from symfisher.space import Space

Spaces = dict[str, Space]
Symbols = dict[str, Symbol]


def declared(operation: str, *groups: Mapping[str, Any]) -> tuple[list[Spaces], Symbols]:
    """The spaces of each group, and the symbols of all; domains may use the symbols before them."""
    symbols: Symbols = {}
    spaces: list[Spaces] = []
    for group in groups:
        spaces.append({})
        for name, domain in group.items():
            check_name(name, operation)
            if name in symbols:
                raise ParseError(f"{operation}: {name!r} would stand for two things; rename one of them.")
            if not isinstance(domain, (str, Space)):
                raise ParseError(f"{operation}, {name}: expected a domain as text, such as '(0, oo)'.")
            space = domain if isinstance(domain, Space) else read_space(domain, symbols, f"{operation}, {name}", name)
            spaces[-1][name], symbols[name] = space, space.symbol(name)
    return spaces, symbols


def spaces_of(quantities: Iterable[Quantity]) -> Spaces:
    """{name: space}"""
    return {q.symbol.name: q.space for q in quantities}


def moved(space: Space, at: Mapping[Symbol, Expr]) -> Space:
    """The space with its bounds in other symbols"""
    return replace(space, lower=space.lower.xreplace(at), upper=space.upper.xreplace(at))


def expression(value: Any, symbols: Symbols, where: str) -> Expr:
    """A number, a text or an expression, in these symbols."""
    if isinstance(value, Expr) and value.has(nan, zoo, oo, -oo, I):
        raise ParseError(f"{where}: {shown(str(value))} is not a real number.")
    if isinstance(value, Expr) and {s.name for s in value.free_symbols} <= symbols.keys():
        return value.xreplace({s: symbols[s.name] for s in value.free_symbols})
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ParseError(f"{where}: expected text or a number, got {type(value).__name__}.")
    return read_expression(str(value), symbols, where)


def parameter(family: Family, name: str, operation: str) -> Quantity:
    """The parameter of this name."""
    found = next((p for p in family.parameters if p.symbol.name == name), None)
    if found is None:
        names = ", ".join(p.symbol.name for p in family.parameters)
        raise ParseError(f"{operation}: {name!r} is no parameter of {called(family)}; those are {names}.")
    return found


def only_variable(family: Family, operation: str) -> Quantity:
    """The variable of a law of one variable without point masses."""
    if len(family.variables) > 1:
        raise ParseError(f"{operation}: {called(family)} has several variables; this is for one.")
    if family.atoms:
        raise ParseError(f"{operation}: {called(family)} has point masses; do this before they are added.")
    return family.variables[0]


def called(family: Family) -> str:
    """Its name in a sentence."""
    return family.name or "the given density"


def spelled(value: Expr) -> str:
    """An expression in a sentence."""
    return LinearPrinter().doprint(value)


def image(
    origin: Origin,
    density: Expr,
    variables: Mapping[str, Space],
    parameters: Mapping[str, Space],
    known: Mapping[str, Space],
    given: Iterable[Any] = (),
    atoms: Iterable[tuple[Expr, Expr]] = (),
) -> Family:
    """The family with this origin, which is also its name."""
    made = Family(density, dict(variables), dict(parameters), dict(known), tuple(given), dict(atoms))
    return replace(made, name=origin.because[:200], origin=origin)
