"""The law of a function of the variable: y = φ(x)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Abs, Expr, Integer, Max, Min, Symbol, diff, expand, limit, log, logcombine, nan, oo, together, zoo

from symfisher.errors import ParseError
from symfisher.images.frame import called, expression, image, spaces_of, spelled
from symfisher.inversion import invert
from symfisher.model import Family, Quantity
from symfisher.origin import Base, Origin
from symfisher.sampling import Point, interior_points
from symfisher.space import Space
from symfisher.values import value_at

WHERE, ASKED = "under", 24


def pushed_forward(base: Family, maps: Mapping[str, Any]) -> Family:
    """p(x(y)) |dx/dy|"""
    if not maps:
        raise ParseError(f"{WHERE}: no function is given; write for example y='exp(x)'.")
    symbols = {q.symbol.name: q.symbol for q in (*base.known, *base.parameters, *base.variables)}
    functions = {name: expression(text, symbols, f"{WHERE}, {name}") for name, text in maps.items()}
    named = {_argument(base, function): name for name, function in functions.items()}
    if len(named) < len(functions):
        raise ParseError(f"{WHERE}: two functions are given of one variable.")
    points = interior_points(base, ASKED, variables=True)
    old_to_new: dict[Symbol, Expr] = {}
    spaces: dict[str, Space] = {}
    factor: Expr = Integer(1)
    for variable in base.variables:
        name = named.get(variable.symbol)
        if name is None:
            spaces[variable.symbol.name] = _in_new(variable.space, old_to_new)
            continue
        try:
            space, inverse, slope = _mapped(variable, functions[name], name, points)
        except (TypeError, NotImplementedError) as trouble:  # where SymPy stumbles over an inverse or a limit
            raise ParseError(f"{WHERE}, {name}: {spelled(functions[name])} is not inverted.") from trouble
        spaces[name] = _in_new(space, old_to_new)
        old_to_new[variable.symbol] = inverse
        factor *= slope
    words = ", ".join(f"{name} = {spelled(f)}" for name, f in functions.items())
    return image(
        Origin(WHERE, f"{words} for {called(base)}", (_same(base),)),
        factor * base.density.xreplace(old_to_new),
        spaces,
        spaces_of(base.parameters),
        spaces_of(base.known),
        base.given,
        [(_placed(base, functions, place), mass) for place, mass in base.atoms],
    )


def _same(base: Family) -> Base:
    return Base(base, tuple((q.symbol, q.symbol) for q in (*base.parameters, *base.known)))


def _in_new(space: Space, old_to_new: Mapping[Symbol, Expr]) -> Space:
    return Space(
        space.lower.xreplace(old_to_new),
        space.upper.xreplace(old_to_new),
        space.lower_closed,
        space.upper_closed,
        space.discrete,
    )


def _argument(base: Family, function: Expr) -> Symbol:
    """The variable that it is a function of"""
    if moving := function.free_symbols & set(base.theta):
        names = ", ".join(sorted(s.name for s in moving))
        raise ParseError(f"{WHERE}: the function moves with {names}; shift and scale add such parameters.")
    among = [v.symbol for v in base.variables if v.symbol in function.free_symbols]
    if len(among) != 1:
        raise ParseError(f"{WHERE}: each function is of one variable of {called(base)}.")
    return among[0]


def _mapped(variable: Quantity, function: Expr, name: str, points: list[Point]) -> tuple[Space, Expr, Expr]:
    """The space of y = φ(x), the inverse x(y) and |dx/dy|"""
    x, space = variable.symbol, variable.space
    slope = diff(function, x)
    signs = {bool(value_at(slope, point) > 0) for point in points}
    if len(signs) != 1:
        raise ParseError(f"{WHERE}, {name}: {spelled(function)} is not one-to-one on {space}.")
    ends = [_end(function, x, space.lower, "+"), _end(function, x, space.upper, "-")]
    if any(not _lies_between(function.xreplace(point), ends, point) for point in points):
        raise ParseError(f"{WHERE}, {name}: {spelled(function)} is not continuous on {space}.")
    closed = [space.lower_closed, space.upper_closed]
    if signs == {False}:
        ends, closed = ends[::-1], closed[::-1]
    image_space = Space(ends[0], ends[1], closed[0], closed[1], space.discrete)
    y = image_space.symbol(name)
    inverse = invert(logcombine(function, force=True) if function.has(log) else function, x, y)
    if inverse is None or not _inverts(inverse, function, x, y, points):
        raise ParseError(f"{WHERE}, {name}: {spelled(function)} is not inverted; write the density of {name} instead.")
    if space.discrete:
        if slope not in (1, -1) or not expand(function - slope * x).is_integer:
            raise ParseError(f"{WHERE}, {name}: a count may be moved by an integer or turned round, as x + 1 or -x.")
        return image_space, inverse, Integer(1)
    inverse = together(inverse)
    return image_space, inverse, _size(together(diff(inverse, y)), signs == {True})


def _lies_between(value: Expr, ends: list[Expr], point: Point) -> bool:
    """Whether a value of the function lies between those at the ends, which come in either order"""
    here, one, other = (value_at(e, point) for e in (value, *ends))
    return bool(Min(one, other) <= here) and bool(here <= Max(one, other))


def _size(slope: Expr, rising: bool) -> Expr:
    """|dx/dy| without a bar, as its sign is known"""
    return slope if rising else -slope


def _end(function: Expr, x: Symbol, end: Expr, side: str) -> Expr:
    value = limit(function, x, end, side) if end.is_number else function.xreplace({x: end})
    if value.has(nan, zoo, Abs):
        raise ParseError(f"{WHERE}: {spelled(function)} has no limit at {end}.")
    return value


def _inverts(inverse: Expr, function: Expr, x: Symbol, y: Symbol, points: list[Point]) -> bool:
    back = inverse.xreplace({y: function})
    return all(abs(value_at(back - x, point, 30)) < 1e-15 * (1 + abs(point[x])) for point in points)


def _placed(base: Family, functions: Mapping[str, Expr], place: Expr) -> Expr:
    """Where a point mass goes"""
    (x,) = (v.symbol for v in base.variables)
    (function,) = functions.values()
    value = function.xreplace({x: place})
    if value.has(nan, zoo, oo):
        raise ParseError(f"{WHERE}: the point mass at {place} would go to infinity.")
    return value
