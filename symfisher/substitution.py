"""Exact values put into a closed matrix, and the limit where that leaves 0/0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

from mpmath import matrix as mp_matrix
from mpmath import mp, mpf, workdps
from sympy import Expr, Heaviside, Matrix, Piecewise, Symbol, nan, oo, sign, zoo
from sympy.core.relational import Relational

from symfisher.compiling import number, vector
from symfisher.errors import SymfisherError
from symfisher.expect.normal_form import normal_form
from symfisher.laurent import limit
from symfisher.vanishing import Point

Values = Mapping[Symbol, Expr]
UNDEFINED = (nan, zoo, oo, -oo)
DISTANCES = (mpf(10) ** -20, mpf(10) ** -30)
WAYS = (mpf("0.6"), mpf("-0.7"))  # what each symbol is moved by, as a multiple of the one before
DOUBLINGS = 6
WORKING = 300  # digits, most of which cancel so close to a singularity


class Undefined(SymfisherError):
    """A closed form is 0/0 at the point, or has a pole there."""


def evaluated(closed: Matrix, values: Values, digits: int) -> Any:
    """The matrix at growing precision, until two results agree in every digit asked for."""
    if _at_a_turn(closed, values):
        raise Undefined("the closed form has a step at this point.")
    previous, longest = None, max((len(str(value)) for value in values.values()), default=0)
    for power in range(DOUBLINGS):
        with workdps((digits + 15) * 2**power):
            try:
                entries = _digits(closed, values)
            except Undefined:
                if mp.dps > 2 * longest:  # else it may be 0/0 only because the values were rounded
                    raise
                continue
            if previous is not None and all(map(partial(_agree, digits), previous, entries)):
                return _shaped(entries, closed.cols)
        previous = entries
    raise SymfisherError(f"{digits} digits of the closed form cannot be reached at this point.")


def _at_a_turn(closed: Matrix, values: Values) -> bool:
    """Whether a step or a case of the closed form turns just here, so that its value is that of one side, or of none"""
    asked = [step.args[0] for step in closed.atoms(sign, Heaviside)]
    for cases in closed.atoms(Piecewise):
        asked += [relation.lhs - relation.rhs for relation in cases.atoms(Relational)]
    return any(e.xreplace(dict(values)).is_zero for e in asked)


def _digits(closed: Matrix, values: Values) -> list[Any]:
    """The entries as numbers; Undefined where one of them is none"""
    try:
        entries = vector(list(closed), (), dict(values))()
    except SymfisherError as failure:
        if isinstance(failure.__cause__, OverflowError):
            raise SymfisherError(f"the closed form has no digits at this point: {failure.__cause__}.") from failure
        if isinstance(failure.__cause__, ArithmeticError | ValueError):
            raise Undefined(str(failure)) from failure
        raise
    if not all(mp.isfinite(entry) for entry in entries):
        raise Undefined("the closed form has no finite value at this point.")
    return entries


def _agree(digits: int, a: Any, b: Any) -> bool:
    return abs(a - b) <= mpf(10) ** (-digits) * max(abs(b), mpf(10) ** (-digits))


def _shaped(entries: list[Any], count: int) -> Any:
    return mp_matrix([entries[k : k + count] for k in range(0, len(entries), count)])


def substituted(closed: Matrix, values: Values, moving: Sequence[Symbol], points: Sequence[Point]) -> Matrix:
    """The closed matrix at these values, with the limit where an entry is undefined.

    `moving` are the symbols among them that may be varied, `points` values of all symbols inside the domains.
    SymfisherError where a limit is not found, or is not confirmed by digits close to the values.
    """
    found = {entry: _entry(entry, dict(values), points) for entry in set(closed)}
    _confirm(found, dict(points[0]) | dict(values), moving)
    tidy = {entry: normal_form(value, points[0]) for entry, value in found.items()}
    return closed.applyfunc(tidy.__getitem__)


def _entry(entry: Expr, values: dict[Symbol, Expr], points: Sequence[Point]) -> Expr:
    """All values at once; else first those that can be put in, then the limits in the others one by one."""
    whole = entry.xreplace(values)
    if not whole.has(*UNDEFINED):
        return whole
    for symbol, value in values.items():
        part = entry.xreplace({symbol: value})
        entry = entry if part.has(*UNDEFINED) else part
    for symbol, value in values.items():
        part = entry.xreplace({symbol: value})
        entry = limit(entry, symbol, value, points) if part.has(*UNDEFINED) else part
    return entry


def _confirm(found: Mapping[Expr, Expr], point: dict[Symbol, Any], moving: Sequence[Symbol]) -> None:
    """The mean of a form at two places ±h is the value found, but for O(h²), and it does not jump between them."""
    rest = {symbol: value for symbol, value in point.items() if symbol not in moving}
    with workdps(WORKING):
        at = [number(point[symbol]) for symbol in moving]
        try:
            values, nearby = vector(list(found.values()), (), rest)(), vector(list(found), tuple(moving), rest)
        except SymfisherError:
            raise SymfisherError("the closed form has no value at this point, where a count makes it 0/0.") from None
        for distance, way in product(DISTANCES if moving else (), WAYS):
            steps = [distance * way**k * (abs(x) or 1) for k, x in enumerate(at)]
            try:
                above, below = (nearby(*(x + s * h for x, h in zip(at, steps, strict=True))) for s in (1, -1))
            except (ArithmeticError, ValueError):
                raise SymfisherError("the closed form has no value close to this point.") from None
            if not all(_meet(*row, distance) for row in zip(above, below, values, strict=True)):
                raise SymfisherError("the closed form does not tend to one value at this point.")


def _meet(above: Any, below: Any, value: Any, distance: Any) -> bool:
    """Whether both sides tend to the value"""
    small = mp.sqrt(distance)
    mean = abs((above + below) / 2 - value) <= small * abs(value) + distance
    return bool(mean and abs(above - below) <= small * (abs(value) + 1))
