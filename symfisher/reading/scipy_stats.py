"""Reads a distribution of scipy.stats by its name and its arguments; SciPy itself is never imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from numbers import Integral, Real
from typing import Any

from sympy import Expr, Integer, Rational, Symbol

from symfisher.catalogue.library_row import Row
from symfisher.catalogue.library_scipy import SCIPY
from symfisher.catalogue.lookup import look_up
from symfisher.errors import ParseError
from symfisher.images.frame import Spaces, declared, expression, image, moved, spelled
from symfisher.model import Family, Quantity
from symfisher.origin import Base, Origin
from symfisher.reading.names import names_in
from symfisher.reading.source import shown
from symfisher.sampling import inside, interior_points

WHERE = "from_scipy"
DEFAULTS = {"loc": Integer(0), "scale": Integer(1)}
# What moves a law by a parameter, and what moves it by a number.
MOVES = (("scale", "scale", "({})*x"), ("loc", "shift", "x + ({})"))
ASKED = 6


def family_of(distribution: Any, free: Any = None) -> Family:
    """The family of a distribution, generic or frozen, in the names that SciPy gives its parameters."""
    frozen = hasattr(distribution, "dist")
    call = _read(distribution.dist if frozen else distribution)
    if frozen:
        call = _with_values(call, distribution)
    chosen = _chosen(call, free)
    values = {name: value for name, value in (DEFAULTS | dict(call.given)).items() if name not in chosen}
    return _renamed(_placed(call, chosen, values), chosen, values)


@dataclass(frozen=True)
class _Call:
    """A distribution, its row, its family in the catalogue, and the values given to it by name."""

    distribution: Any
    row: Row
    base: Family
    given: Mapping[str, Expr]

    @property
    def title(self) -> str:
        return f"scipy.stats.{self.distribution.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """The shapes, then loc, and scale where there is one: counts have none."""
        shapes = [name.strip() for name in (self.distribution.shapes or "").split(",") if name.strip()]
        counts = self.base.variables[0].space.discrete
        return (*shapes, "loc") if counts else (*shapes, "loc", "scale")

    def used(self, group: Iterable[Quantity]) -> set[str]:
        """The names that stand in what the row says of these quantities of ours."""
        return {name for q in group for name in names_in(self.row.at[q.symbol.name])}

    def check(self, name: Any) -> None:
        """ParseError unless it is the name of an argument."""
        if name not in self.names:
            it, names = shown(str(name)), ", ".join(self.names)
            raise ParseError(f"{WHERE}: {it} is no argument of {self.title}; those are {names}.")


def _read(generic: Any) -> _Call:
    """A generic distribution, found by its name"""
    name = getattr(generic, "name", None)
    if not isinstance(name, str) or not isinstance(getattr(generic, "shapes", 0), (str, type(None))):
        raise ParseError(f"{WHERE}: expected a distribution of scipy.stats, got {type(generic).__name__}.")
    if name not in SCIPY:
        near = get_close_matches(name, SCIPY, 3)
        hint = f"; near it are {', '.join(near)}" if near else ""
        raise ParseError(f"{WHERE}: {shown(name)} has no row among the names of SciPy{hint}; type its density.")
    return _Call(generic, SCIPY[name], look_up(SCIPY[name].key), {})


def _with_values(call: _Call, distribution: Any) -> _Call:
    """What a frozen distribution holds, by name"""
    if not isinstance(distribution.args, tuple) or not isinstance(distribution.kwds, Mapping):
        raise ParseError(f"{WHERE}: the arguments of {call.title} are not those of a frozen distribution.")
    if len(distribution.args) > len(call.names):
        raise ParseError(f"{WHERE}: {call.title} has {len(call.names)} arguments, not {len(distribution.args)}.")
    values = dict(zip(call.names, distribution.args, strict=False)) | dict(distribution.kwds)
    for name in values:
        call.check(name)
    return replace(call, given={name: _exact(value, name) for name, value in values.items()})


def _exact(value: Any, name: str) -> Expr:
    """The number as it is written"""
    if isinstance(value, Rational):
        return value
    if isinstance(value, Integral) and not isinstance(value, bool):
        return Integer(int(value))
    if isinstance(value, Real) and abs(float(value)) < float("inf"):
        return Rational(repr(float(value)))
    raise ParseError(f"{WHERE}, {name}: expected one finite number, got {shown(str(value))}.")


def _chosen(call: _Call, free: Any) -> tuple[str, ...]:
    """What is free: as asked; else the parameters that no value is given, or all if each has one"""
    if free is not None:
        asked = tuple(free) if isinstance(free, (list, tuple, set, frozenset)) else (free,)
        for name in asked:
            call.check(name)
        if not asked:
            raise ParseError(f"{WHERE}: nothing is free; name one of {', '.join(call.names)}.")
        return tuple(name for name in call.names if name in asked)
    moving = call.used(call.base.parameters) - call.used(call.base.known)
    parameters = tuple(name for name in call.names if name in moving)
    return tuple(name for name in parameters if name not in call.given) or parameters


def _placed(call: _Call, free: tuple[str, ...], values: Mapping[str, Expr]) -> _Call:
    """With the scale and loc that the row does not know, where they are free or not at their defaults"""
    used = call.used((*call.base.parameters, *call.base.known))
    for name, move, function in MOVES:
        if name in used or name not in call.names:
            continue
        if name in free:
            row = replace(call.row, at={**call.row.at, name: name})
            call = replace(call, base=getattr(call.base, move)(name), row=row)
        elif values[name] != DEFAULTS[name]:
            call = replace(call, base=call.base.under(x=function.format(spelled(values[name]))))
    return call


def _renamed(call: _Call, free: tuple[str, ...], values: Mapping[str, Expr]) -> Family:
    """The family of the catalogue at θ(η), η being what is free"""
    ours = (*call.base.parameters, *call.base.known)
    used = call.used(ours)
    spaces = {name: _domain(call, name) for name in call.names if name in used and name not in values}
    groups = ({n: s for n, s in spaces.items() if n not in free}, {n: s for n, s in spaces.items() if n in free})
    (known, parameters), symbols = declared(WHERE, *groups)
    texts, places = call.row.at, {**values, **symbols}
    at = {q.symbol: expression(texts[q.symbol.name], places, f"{WHERE}, {call.title}") for q in ours}
    fixed = [f"{n} = {spelled(values[n])}" if n in values else f"{n} known" for n in call.names if n not in free]
    title = f"{call.title}({', '.join(free)}{'; ' if fixed else ''}{', '.join(fixed)})"
    return replace(_at(call.base, at, parameters, known, title), name=title)


def _domain(call: _Call, name: str) -> Any:
    """As the row declares it, or that of ours which it is another name for"""
    if name in call.row.domains:
        return call.row.domains[name]
    ours = (*call.base.parameters, *call.base.known)
    return next(q.space for q in ours if call.row.at[q.symbol.name] == name)


def _at(base: Family, at: Mapping[Symbol, Expr], parameters: Spaces, known: Spaces, title: str) -> Family:
    """p(x; θ(η)), whose information is that of the base under the chain rule if what is known there is known here"""
    made = image(
        Origin("reparametrize", f"{title} from {base.name}", (Base(base, tuple(at.items())),)),
        base.density.xreplace(at),
        {v.symbol.name: moved(v.space, at) for v in base.variables},
        parameters,
        known,
        [condition for given in base.given if (condition := given.xreplace(at)) != True],  # noqa: E712
    )
    for point in interior_points(made, ASKED):
        if not inside(base, {old: value.xreplace(point) for old, value in at.items()}):
            raise ParseError(f"{WHERE}: {title} has arguments outside their domains.")
    still = all({s.name for s in at[q.symbol].free_symbols} <= known.keys() for q in base.known)
    return made if still else replace(made, origin=None)
