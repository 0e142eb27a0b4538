"""What the argument forbids at edges and kinks: mass that crosses them, and expectations that are infinite there.

Where f ~ dᵅ at a distance d from a place, ∫ f exists there if and only if α > −1.
(I. A. Ibragimov and R. Z. Has'minskii, Statistical Estimation, Springer 1981, ch. II and VI.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mpmath import mp
from sympy import Expr, Rational, Symbol, expand

from symfisher.behaviour import SAME, Behaviour, Place, Point, behaviour_at
from symfisher.errors import RegularityError
from symfisher.expect.law import Law
from symfisher.region import kinks
from symfisher.sampling import shown

STEP = Rational(1, 10**30)


def divergence(law: Law, point: Point) -> str | None:
    """Where the density grows so fast at an edge, a kink or in a tail that its integral diverges, or None"""
    family = law.family
    bounds = [end for v in family.variables for end in (v.space.lower, v.space.upper)]
    for v in family.variables:
        endless = v.space.lower.is_infinite or v.space.upper.is_infinite
        if endless and not any(e.has(v.symbol) for e in (law.density, *bounds)):
            return f"it does not depend on {v.symbol}, which takes the values {v.space}"
    for place in (place for group in _places(law) for place in group):
        rows = behaviour_at(law, place, point, [law.density], weighed=True)
        if rows is not None and not rows[0].integrable:
            return _growth(law, place, rows[0])
    return None


def examine_edges(law: Law) -> list[Point]:
    """Raise RegularityError where mass crosses a moving edge or kink for all θ; the points where it does for some."""
    theta = set(law.family.theta)
    _examine_outcomes(law, theta)
    moving = [group for group in _places(law) if group[0].at.free_symbols & theta]
    faults = [next(_faults(law, moving, point), None) if moving else None for point in law.points]
    if all(faults) and all(next(_faults(law, moving, point), None) for point in law.far_points):
        raise RegularityError(faults[0])
    return [point for point, fault in zip(law.points, faults, strict=True) if fault]


def fault_at(law: Law, point: Point) -> str | None:
    """What is wrong at this point: mass that crosses an edge or a kink, or an information that is infinite; or None"""
    groups = list(_places(law))
    moving = [group for group in groups if group[0].at.free_symbols & set(law.family.theta)]
    fault = next(_faults(law, moving, point), None)
    return fault or next(_infinite(law, [place for group in groups for place in group], point), None)


def _examine_outcomes(law: Law, theta: set[Symbol]) -> None:
    """Outcomes of positive probability stay where they are."""
    for variable in law.family.variables:
        ends = variable.space.lower.free_symbols | variable.space.upper.free_symbols
        if variable.space.discrete and (moving := ends & theta):
            raise RegularityError(
                f"S5: the range {variable.space} of {variable.symbol} moves with {_named(moving)}, so outcomes of "
                "positive probability come and go, and D′ is infinite or 0."
            )
    for place, _ in law.family.atoms:
        if moving := place.free_symbols & theta:
            raise RegularityError(
                f"S5: the point mass at {place} moves with {_named(moving)}, so the two laws have different outcomes "
                "of positive probability, and D′ is infinite."
            )


def _named(symbols: set[Symbol]) -> str:
    return ", ".join(sorted(symbol.name for symbol in symbols))


def _moves(place: Place, theta: Sequence[Symbol], point: Point) -> bool:
    """Whether the place is another one for some θ next to this one; a bound by cases may stand still in one of them"""
    here = place.at.xreplace(dict(point))
    nearby = ({**point, t: point[t] + STEP} for t in theta)
    return any(place.at.xreplace(values) != here for values in nearby)


def examine_existence(law: Law) -> None:
    """Raise RegularityError where the information is infinite for all θ, at an edge, a kink or in a tail."""
    places = [place for group in _places(law) for place in group]
    faults: list[str] = []
    for point in (*law.points, *law.far_points):
        fault = next(_infinite(law, places, point), None)
        if fault is None:
            return
        faults.append(fault)
    raise RegularityError(faults[0])


def _places(law: Law) -> Iterator[list[Place]]:
    """The edges of each continuous variable, and both sides of each of its kinks, those of one value together"""
    for k, variable in enumerate(law.family.variables):
        if variable.space.discrete:
            continue
        yield [Place(k, variable.space.lower, 1)]
        yield [Place(k, variable.space.upper, -1)]
        yield from ([Place(k, kink, -1), Place(k, kink, 1)] for kink in kinks(law.family, k))


def _faults(law: Law, moving: list[list[Place]], point: Point) -> Iterator[str]:
    """What is wrong at a point with the edges and kinks that move"""
    moving = [group for group in moving if _moves(group[0], law.family.theta, point)]
    for group in moving:
        found = [
            (place, seen) for place in group if (seen := behaviour_at(law, place, point, [law.density])) is not None
        ]
        densities = [rows[0] for _, rows in found]
        if len(found) < len(group):
            continue
        if len(group) == 1 and not densities[0].vanishes:
            yield _crossed(law, group[0], densities[0], point)
        elif len(group) == 2 and not _continuous(*densities):
            yield _jumped(law, group[0], point)
    yield from _infinite(law, [place for group in moving for place in group], point)


def _continuous(below: Behaviour, above: Behaviour) -> bool:
    """Whether the density has one finite limit from both sides"""
    if below.vanishes or above.vanishes:
        return below.vanishes and above.vanishes
    return bool(abs(below.height - above.height) <= SAME * abs(below.height))


def _infinite(law: Law, places: Sequence[Place], point: Point) -> Iterator[str]:
    """Which of E[(∂ᵢℓ)²] do not exist at a point, and where not"""
    for place in places:
        rows = behaviour_at(law, place, point, _squares(law), weighed=True)
        if rows is None or not rows[0].integrable:
            continue
        for parameter, row in zip(law.family.theta, rows[1:], strict=True):
            if not row.integrable:
                yield _without_information(law, place, parameter, row, point)


def _squares(law: Law) -> list[Expr]:
    """p and p (∂ᵢℓ)²"""
    return [law.density, *(law.density * score**2 for score in law.scores)]


def _crossed(law: Law, place: Place, seen: Behaviour, point: Point) -> str:
    space, mover = law.family.variables[place.k].space, _named(place.at.free_symbols & set(law.family.theta))
    height = f"is {mp.nstr(seen.height, 6)}" if abs(seen.power) < SAME else "is unbounded"
    return (
        f"S5: the support {space} moves with {mover}: at its edge {place.at} the density {height} "
        f"({_at(law, point)}) and not 0, so the two densities have no common support and D′ is infinite."
    )


def _jumped(law: Law, place: Place, point: Point) -> str:
    mover = _named(place.at.free_symbols & set(law.family.theta))
    return (
        f"S9: the density jumps at {law.omega[place.k]} = {place.at}, which moves with {mover} ({_at(law, point)}), "
        "so it is not differentiable there and D′ grows like |δ|, not like δ²."
    )


def _without_information(law: Law, place: Place, parameter: Expr, seen: Behaviour, point: Point) -> str:
    return (
        f"S12: E[(∂log P/∂{parameter})²] is infinite ({_at(law, point)}), so D′ is not quadratic in δ: "
        f"{_growth(law, place, seen)}."
    )


def _growth(law: Law, place: Place, seen: Behaviour) -> str:
    """How fast a function grows next to a place"""
    x = law.omega[place.k]
    if place.infinite:
        end = "∞" if place.at.is_extended_positive else "−∞"
        return f"what is integrated falls no faster than |{x}|^{_spelled(-seen.power - 2)} as {x} → {end}"
    return f"what is integrated grows like |{expand(x - place.at)}|^{_spelled(seen.power)} at {x} = {place.at}"


def _spelled(power: Any) -> str:
    return mp.nstr(power, 4).removesuffix(".0")


def _at(law: Law, point: Point) -> str:
    return "at " + shown({symbol: value for symbol, value in point.items() if symbol not in law.omega})
