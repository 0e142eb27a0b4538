"""Point masses beside a density: where they may stand, those of one place together, those of counts in the density."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Eq, Expr, Integer, Piecewise, Rational, Symbol, expand, prime

from symfisher.errors import ParseError
from symfisher.reading.parts import MAX_BITS, length
from symfisher.reading.source import shown
from symfisher.reading.text import read_expression

Atoms = Sequence[tuple[Expr, Expr]]
LARGEST_COUNT = 10**4
DIGITS = 60


def check_atoms(atoms: Atoms, variables: Sequence[Any]) -> None:
    """An atom stands at a place that does not move with the variables, and among counts at a count."""
    among, discrete = {v.symbol for v in variables}, variables[0].space.discrete
    for place, mass in atoms:
        if among & (place.free_symbols | mass.free_symbols):
            raise ParseError(f"atoms, {shown(str(place))}: an atom has no variable in its place or its mass.")
        if discrete and place.is_integer is False:
            raise ParseError(f"atoms, {shown(str(place))}: the variable is a count; an atom stands at an integer.")


def one_a_place(atoms: Atoms) -> tuple[tuple[Expr, Expr], ...]:
    """Masses at one place are one mass, their sum: apart they could not be told from each other.

    >>> one_a_place([(Rational(1, 2), Integer(2)), (Rational(2, 4), Integer(3))])
    ((1/2, 5),)
    """
    found: dict[Expr, Expr] = {}
    for place, mass in atoms:
        same = next((other for other in found if _is_same(other, place)), place)
        found[same] = found.get(same, Integer(0)) + mass
    return tuple(found.items())


def _is_same(one: Expr, other: Expr) -> bool:
    """Whether two places are one, whatever values their symbols have"""
    difference = expand(one - other)
    if difference == 0 or difference.is_zero is False:
        return bool(difference == 0)
    symbols = sorted(difference.free_symbols, key=str)
    values = {s: Rational(prime(k + 3), 3 if s.is_integer is not True else 1) for k, s in enumerate(symbols)}
    number = difference.xreplace(values).evalf(DIGITS, maxn=4 * DIGITS)
    return bool(number.is_number and abs(number) < Rational(1, 10 ** (DIGITS // 2)))


def with_atoms(density: Expr, x: Symbol, atoms: Atoms, source: Any, symbols: Mapping[str, Symbol]) -> Expr:
    """A point mass at a count adds to the probability of that count."""
    cases = []
    for place, mass in atoms:
        where = f"density at the atom {shown(str(place))}"
        # Read anew where it was typed, for subs would work out a factorial(10^9).
        typed = isinstance(source, str)
        value = (
            read_expression(source, {**symbols, x.name: place}, where) if typed else at_count(density, x, place, where)
        )
        cases.append((value + mass, Eq(x, place)))
    return Piecewise(*cases, (density, True))


def at_count(density: Expr, x: Symbol, place: Expr, where: str) -> Expr:
    """The probability of one count; ParseError where its numbers have too many digits."""
    if place.is_Integer and abs(place) > LARGEST_COUNT:
        raise ParseError(f"{where}: a count beyond {LARGEST_COUNT} is too large to be worked out.")
    value = density.subs(x, place)
    if any(length(number) > MAX_BITS for number in value.atoms(Rational)):
        raise ParseError(f"{where}: a number in this is too long; its probability has too many digits.")
    return value
