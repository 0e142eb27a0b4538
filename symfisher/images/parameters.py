"""The same laws under other parameters: θ = θ(η), and some of them held fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Expr, Symbol, limit, nan, zoo

from symfisher.errors import ParseError, SymfisherError
from symfisher.images.frame import Spaces, called, declared, expression, image, moved, parameter, spaces_of, spelled
from symfisher.inversion import invert
from symfisher.model import Family
from symfisher.origin import Base, Origin
from symfisher.reading.names import names_in
from symfisher.sampling import inside, interior_points, shown
from symfisher.space import Space
from symfisher.values import value_at

At = dict[Symbol, Expr]
ASKED = 40


def reparametrized(
    base: Family, changes: Mapping[str, Any], parameters: Mapping[str, Any] | None, known: Mapping[str, Any]
) -> Family:
    """p(x; θ(η))"""
    where = "reparametrize"
    if not changes:
        raise ParseError(f"{where}: no parameter is changed; write for example theta='1/beta'.")
    for name in changes:
        parameter(base, name, where)
    if parameters is None:
        parameters = _found_domains(base, changes, known)
    (known_spaces, spaces), symbols = declared(where, spaces_of(base.known) | dict(known), parameters)
    at: At = {}
    for old in base.parameters:
        name = old.symbol.name
        if name not in changes and name not in spaces:
            raise ParseError(f"{where}: {name} is neither changed nor among the new parameters.")
        at[old.symbol] = expression(changes[name], symbols, f"{where}, {name}") if name in changes else symbols[name]
    changed = [old.symbol for old in base.parameters if old.symbol.name in changes]
    words = " and ".join(f"{spelled(old)} = {spelled(at[old])}" for old in changed)
    return _at(base, at, spaces, known_spaces, where, f"{called(base)} with {words}")


def fixed(base: Family, values: Mapping[str, Any], known: Any) -> Family:
    """p(x; θ) with some of θ known"""
    where = "fix"
    if not isinstance(known, (str, Mapping, list, tuple, set, frozenset)):
        raise ParseError(f"{where}: expected the names of parameters as known, got {type(known).__name__}.")
    domains = dict(known) if isinstance(known, Mapping) else dict.fromkeys([known] if isinstance(known, str) else known)
    if not values and not domains:
        raise ParseError(f"{where}: nothing is fixed; write for example k=2 or known='k'.")
    numbers = {q.symbol.name: q for q in base.known if q.symbol.name in values}
    gone = numbers | {name: parameter(base, name, where) for name in (*values, *domains) if name not in numbers}
    now_known = {name: domain if domain is not None else gone[name].space for name, domain in domains.items()}
    still_known = {name: space for name, space in spaces_of(base.known).items() if name not in numbers}
    (known_spaces,), symbols = declared(where, still_known | now_known)
    at: At = {gone[name].symbol: expression(value, symbols, f"{where}, {name}") for name, value in values.items()}
    at |= {gone[name].symbol: symbols[name] for name in domains}
    known_spaces = {name: moved(space, at) for name, space in known_spaces.items()}
    left = {p.symbol.name: moved(p.space, at) for p in base.parameters if p.symbol.name not in gone}
    if not left:
        raise ParseError(f"{where}: no parameter of {called(base)} is left; at(…) gives the matrix at a point.")
    _, symbols = declared(where, known_spaces, left)
    at |= {p.symbol: symbols[p.symbol.name] for p in base.parameters if p.symbol.name in left}
    words = [f"{name} = {spelled(at[gone[name].symbol])}" for name in values] + [f"{name} known" for name in domains]
    return _at(base, at, left, known_spaces, where, f"{called(base)} with {' and '.join(words)}")


def _at(base: Family, at: At, parameters: Spaces, known: Spaces, operation: str, because: str) -> Family:
    """The base at θ(η); ParseError where θ(η) leaves its domain."""
    for quantity in (*base.parameters, *base.known):
        if (value := at.get(quantity.symbol, quantity.symbol)).is_number and not inside(base, {quantity.symbol: value}):
            name = quantity.symbol.name
            raise ParseError(f"{operation}: {name} = {spelled(value)} does not lie in its domain, {quantity.space}.")
    _, symbols = declared(operation, known, parameters)
    at = {q.symbol: symbols[q.symbol.name] for q in base.known if q.symbol.name in known} | at
    variables = {v.symbol.name: moved(v.space, at) for v in base.variables}
    density = base.density.xreplace(at)
    if density.has(nan, zoo):
        raise ParseError(f"{operation}: the density of {because} is 0/0 as it stands; write the density of that case.")
    made = image(
        Origin(operation, because, (Base(base, tuple(at.items())),)),
        density,
        variables,
        parameters,
        known,
        [condition for given in base.given if (condition := given.xreplace(at)) != True],  # noqa: E712
        [(place.xreplace(at), mass.xreplace(at)) for place, mass in base.atoms],
    )
    for point in interior_points(made, ASKED):
        values = {old: value_at(value, point, 20) for old, value in at.items()}
        whole = {q.symbol: point[q.symbol] for q in made.known if q.space.discrete}
        if not inside(base, {old: whole.get(at[old], value) for old, value in values.items()}):
            there = shown({s: v for s, v in point.items() if v.is_Rational})
            raise ParseError(f"{operation}: the parameters of {called(base)} leave their domains at {there}.")
    return made


def _found_domains(base: Family, changes: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Space]:
    """The kept parameters, and new ones in the place of those they replace, each with the domain that follows."""
    found: dict[str, Space] = {}
    declared_names = {q.symbol.name for q in base.known} | set(known)
    for old in base.parameters:
        name = old.symbol.name
        if name not in changes:
            found[name] = old.space
            continue
        for new in names_in(str(changes[name])):
            if new not in found and new not in declared_names and new not in spaces_of(base.parameters):
                found[new] = _domain(new, str(changes[name]), old.space, name)
    if not found:
        raise ParseError("reparametrize: no parameter is left; fix(…) gives parameters a value.")
    return found


def _domain(new: str, text: str, space: Space, name: str) -> Space:
    """η with θ(η) in the space: the ends of the space under the inverse of θ"""
    wish = f"reparametrize: the domain of {new} is not found; declare it, as parameters={{'{new}': 'positive'}}."
    if set(names_in(text)) != {new} or space.lower.free_symbols or space.upper.free_symbols:
        raise ParseError(wish)
    old, eta = Symbol(name, real=True), Symbol(new, positive=True)
    inverse = invert(expression(text, {new: eta}, f"reparametrize, {name}"), eta, old)
    if inverse is None:
        raise ParseError(wish)
    try:
        ends = [limit(inverse, old, space.lower, "+"), limit(inverse, old, space.upper, "-")]
        return Space(*(ends if bool(ends[0] < ends[1]) else ends[::-1]))
    except (TypeError, ValueError, NotImplementedError, SymfisherError):
        raise ParseError(wish) from None
