"""Laws cut off, censored, or with further mass at a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sympy import Eq, Expr, Integer, Max, Min, Piecewise, S, oo

from symfisher.atoms import at_count, one_a_place
from symfisher.errors import ParseError
from symfisher.images.frame import Spaces, called, declared, expression, image, only_variable, spaces_of, spelled
from symfisher.images.partial_mass import partial_mass
from symfisher.model import Family, Quantity
from symfisher.origin import Origin
from symfisher.reading.names import check_name
from symfisher.space import Space

Atoms = list[tuple[Expr, Expr]]


def truncated(base: Family, lower: Any, upper: Any, known: Mapping[str, Any]) -> Family:
    """p/Z on (lower, upper)"""
    cut = _Cut(base, "truncate", lower, upper, known)
    mass = partial_mass(base, cut.space.lower, cut.space.upper, cut.known)
    return image(
        Origin("truncate", f"{called(base)} given that it lies in {_interval(cut.space)}"),
        base.density / mass,
        {cut.name: cut.space},
        spaces_of(base.parameters),
        cut.known,
        base.given,
    )


def censored(base: Family, lower: Any, upper: Any, known: Mapping[str, Any]) -> Family:
    """p inside, and at each cut a point mass: all that lies beyond it"""
    cut = _Cut(base, "censor", lower, upper, known)
    whole, inner = cut.whole, cut.space
    if inner.discrete:
        raise ParseError(f"censor: {called(base)} is a law of counts; this is for continuous laws.")
    if (lower is not None and whole.lower == inner.lower) or (upper is not None and whole.upper == inner.upper):
        raise ParseError(f"censor: nothing of {called(base)} lies beyond an end of {whole}.")
    atoms = []
    if lower is not None:
        atoms.append((inner.lower, partial_mass(base, whole.lower, inner.lower, cut.known)))
    if upper is not None:
        atoms.append((inner.upper, partial_mass(base, inner.upper, whole.upper, cut.known)))
    ends = [f"{side} {spelled(place)}" for side, place in zip(cut.sides, (place for place, _ in atoms), strict=True)]
    return image(
        Origin("censor", f"{called(base)} censored {' and '.join(ends)}"),
        base.density,
        {cut.name: inner},
        spaces_of(base.parameters),
        cut.known,
        base.given,
        atoms,
    )


def inflated(base: Family, weights: Mapping[str, Any]) -> Family:
    """w at a, else p: (1 − Σw) p and the masses w"""
    where = "inflate"
    if not isinstance(weights, Mapping) or not weights:
        raise ParseError(f"{where}: expected weights and places, as {{'w': 0}}.")
    variable = only_variable(base, where)
    room: Any = Integer(1)
    domains: dict[str, Any] = {}
    taken = {q.symbol.name for q in (*base.known, *base.parameters, variable)}
    for name in weights:
        check_name(name, where)
        if name in taken:
            raise ParseError(f"{where}: {name} is declared already in {called(base)}; choose another name.")
        domains[name] = Space(Integer(0), room)
        room -= domains[name].symbol(name)
    (known, parameters), symbols = declared(where, spaces_of(base.known), domains | spaces_of(base.parameters))
    places = {name: expression(place, symbols, f"{where}, {name}") for name, place in weights.items()}
    words = ", ".join(f"{name} at {spelled(place)}" for name, place in places.items())
    origin = Origin(where, f"{called(base)} with mass {words}")
    atoms = list(one_a_place([(place, symbols[name]) for name, place in places.items()]))
    x, space = variable.symbol, variable.space
    density = room * base.density
    if not space.discrete:
        return image(origin, density, {x.name: space}, parameters, known, base.given, atoms)
    return _counted(origin, density, variable, atoms, (parameters, known), base)


def _counted(
    origin: Origin, density: Expr, counts: Quantity, atoms: Atoms, spaces: tuple[Spaces, Spaces], base: Family
) -> Family:
    """Masses added to the probabilities of counts, or to the next ones outside the range"""
    x, space = counts.symbol, counts.space
    cases: list[tuple[Expr, Any]] = []
    for place, mass in atoms:
        outside = place in (space.lower - 1, space.upper + 1)
        if not outside and not (place.is_Integer and space.lower <= place <= space.upper):
            raise ParseError(f"inflate: {spelled(place)} is no count of {called(base)}, nor next to one.")
        space = replace(space, lower=Min(space.lower, place), upper=Max(space.upper, place))
        cases.append((mass if outside else mass + at_count(density, x, place, "inflate"), place))
    new = space.symbol(x.name)
    pieces = [(value, Eq(new, place)) for value, place in cases]
    whole = Piecewise(*pieces, (density.xreplace({x: new}), True))
    return image(origin, whole, {x.name: space}, *spaces, base.given)


class _Cut:
    """The space between two bounds that are read in the known symbols, those declared here included."""

    def __init__(self, base: Family, operation: str, lower: Any, upper: Any, known: Mapping[str, Any]) -> None:
        variable = only_variable(base, operation)
        if lower is None and upper is None:
            raise ParseError(f"{operation}: give a lower or an upper bound.")
        groups = (spaces_of(base.known) | dict(known), spaces_of(base.parameters))
        (self.known, _), symbols = declared(operation, *groups)
        self.name, self.whole = variable.symbol.name, variable.space
        ends = {
            side: expression(bound, symbols, f"{operation}, {side}")
            for side, bound in (("lower", lower), ("upper", upper))
            if bound is not None
        }
        if (
            self.whole.discrete
            and (bad := next((end for end in ends.values() if not end.is_integer), None)) is not None
        ):
            raise ParseError(f"{operation}: {called(base)} is a law of counts, and {spelled(bad)} is no integer.")
        self.sides = [{"lower": "below", "upper": "above"}[side] for side in ends]
        self.space = replace(self.whole, **ends)
        if self.space.upper - self.space.lower in (S.Zero, -oo) or (self.space.upper - self.space.lower).is_negative:
            raise ParseError(f"{operation}: the lower bound, {self.space.lower}, is not below {self.space.upper}.")
        if Max(self.space.lower, self.whole.lower) == self.whole.lower != self.space.lower:
            raise ParseError(f"{operation}: {self.space.lower} is not above the lower end, {self.whole.lower}.")
        if Min(self.space.upper, self.whole.upper) == self.whole.upper != self.space.upper:
            raise ParseError(f"{operation}: {self.space.upper} is not below the upper end, {self.whole.upper}.")


def _interval(space: Space) -> str:
    if space.discrete:
        return f"{space.lower}..{space.upper}".replace("oo", "∞")
    return f"({spelled(space.lower)}, {spelled(space.upper)})"
