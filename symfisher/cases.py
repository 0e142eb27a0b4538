"""What a density asks of its parameters alone: |μ|, Max(μ, 0), cases in t. Each answer is to be seen, none may jump."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from mpmath import mp, mpf, workdps
from sympy import Abs, Expr, Heaviside, Max, Min, Piecewise, Rational, Symbol, false, sign
from sympy.core.relational import Equality, Relational, Unequality

from symfisher.compiling import TROUBLE, vector
from symfisher.errors import RegularityError, SymfisherError
from symfisher.expect.existence import implied
from symfisher.expect.law import Law
from symfisher.model import Family
from symfisher.region import roots
from symfisher.sampling import Point, inside, interior_points, shown

STEP = Rational(1, 10**30)
PRECISE, SAME = 60, mpf(10) ** -12


def points_of_cases(law: Law) -> list[Point] | None:
    """A point on each side of all that is asked; None where a side is neither found nor impossible."""
    found: list[Point] = []
    for asked in dict.fromkeys((*_jumping(law), *_bending(law))):
        for way in (1, -1):
            condition = way * asked > 0
            if condition == false or implied(-way * asked, law.family):
                continue
            given = law.family.given if condition == True else (*law.family.given, condition)  # noqa: E712
            try:
                found += interior_points(replace(law.family, given=given), 1)
            except SymfisherError:
                return None
    return found


def examine_jumps(law: Law) -> None:
    """Raise RegularityError where the density jumps, whatever the outcome, at a value that a parameter may have."""
    for asked in _jumping(law):
        for parameter in law.family.theta:
            for root in roots(asked, parameter) if asked.has(parameter) else ():
                for point in law.points:
                    _examine(law, parameter, root, point)


def _examine(law: Law, parameter: Symbol, root: Expr, point: Point) -> None:
    place = root.xreplace(point)
    others = {symbol: value for symbol, value in point.items() if symbol not in law.omega}
    if not place.is_real or not inside(law.family, others | {parameter: place}):
        return
    with workdps(PRECISE):
        try:
            sides = [
                vector([law.density], law.omega, others | {parameter: place + way * STEP})(
                    *(mp.mpmathify(point[x]) for x in law.omega)
                )[0]
                for way in (-1, 1)
            ]
        except TROUBLE:
            return
    elsewhere = {symbol: value for symbol, value in point.items() if symbol != parameter}
    if abs(sides[0] - sides[1]) > SAME * (abs(sides[0]) + abs(sides[1])):
        raise RegularityError(
            f"S9: the density jumps as {parameter} passes {root} ({shown(elsewhere)}), so it cannot be differentiated "
            f"there and D′ is not quadratic in δ; declare {parameter} on one side of it."
        )


def _jumping(law: Law) -> Iterator[Expr]:
    """What cases and steps ask of parameters alone"""
    for cases in law.density.atoms(Piecewise):
        for relation in cases.atoms(Relational):
            if not isinstance(relation, (Equality, Unequality)):
                yield from _of_parameters(law.family, relation.gts - relation.lts)
    for step in law.density.atoms(sign, Heaviside):
        yield from _of_parameters(law.family, step.args[0])


def _bending(law: Law) -> Iterator[Expr]:
    """What |·|, Max and Min ask of parameters alone"""
    for bar in law.density.atoms(Abs):
        yield from _of_parameters(law.family, bar.args[0])
    for extremum in law.density.atoms(Max, Min):
        for a, b in combinations(extremum.args, 2):
            yield from _of_parameters(law.family, a - b)


def _of_parameters(family: Family, asked: Expr) -> Iterator[Expr]:
    if asked.free_symbols and not asked.free_symbols & {v.symbol for v in family.variables}:
        yield asked
