"""Is it a density? Its mass is 1 and it is nowhere negative, at random points of the declared domains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from mpmath import fp, mp, mpf, workdps
from sympy import Sum, Tuple, cos, oo, sin

from symfisher.compiling import TROUBLE, machine_value, numeric, vector
from symfisher.edges import divergence
from symfisher.errors import DensityError, SymfisherError
from symfisher.expect.finite import enumerate_outcomes
from symfisher.expect.law import Law
from symfisher.model import Family
from symfisher.moments import Point, mass_in_digits
from symfisher.region import Region
from symfisher.sampling import advice, corners, interior_points, near_ends, shown
from symfisher.separable import separated
from symfisher.values import value_at

POINTS = {1: 4, 2: 2}  # by the number of variables
DIGITS = {1: 8, 2: 3}
TOLERANCE, VAGUE = 1e-5, 0.01
MOST_SAMPLED = 6
AT_AN_END, PRECISE, DEEP, ROUNDING = 30, 50, 1000, 1e-20
FAR, VANISHING = ("1.3e7", "2.9e8", "7.1e9"), 1e-3
FEW_OUTCOMES, MANY = 8, 40  # points to choose from
DOUBLED, STEEP, PLAIN = 16, 0.7, 20  # counts, and how much less each doubling of their range must add


def examine_mass(law: Law) -> None:
    """Raise DensityError with the point and the number found where the mass is not 1 or the density is negative."""
    family = law.family
    outcomes = enumerate_outcomes(family)
    finite = outcomes is not None and not family.atoms
    masses = [family.density.subs(outcome) for outcome in outcomes or ()] if finite else []
    points = interior_points(family, 6) if finite else _points(family)
    faults = [_fault(family, *_summed(masses, p), p) if finite else _fault_in(law, p) for p in points]
    _refuse(family, points, faults)
    if not family.density.has(Sum):
        seen = [*law.points, *near_ends(family, AT_AN_END), *corners(family)]
        doubtful = _doubt(law)
        _refuse(family, seen, [_strange(law, point) if doubtful(point) else None for point in seen])


def _refuse(family: Family, points: Sequence[Point], faults: Sequence[str | None]) -> None:
    """Raise DensityError with the first fault, and with the bound that tells where there is one."""
    if any(faults):
        bad, good = (
            [p for p, fault in zip(points, faults, strict=True) if bool(fault) is kind] for kind in (True, False)
        )
        raise DensityError(f"{next(filter(None, faults))}; {advice(family, bad, good)}.")


def _doubt(law: Law) -> Callable[[Point], bool]:
    """Whether machine numbers leave it open that the density is a number that is not negative, at a point"""
    symbols = sorted(law.density.free_symbols, key=lambda symbol: symbol.name)
    density = machine_value(law.density, symbols)

    def doubtful(point: Point) -> bool:
        try:
            value = density(*(float(point[symbol]) for symbol in symbols)) if density else None
        except TROUBLE:
            return True
        return not (isinstance(value, float) and value >= 0)

    return doubtful


def _strange(law: Law, point: Point) -> str | None:
    """Whether the density is negative or not real at one outcome, and is so still when digits that cancel are there"""
    fault = None
    for digits in (PRECISE, DEEP):
        with workdps(digits):
            try:
                value = numeric(law.density, (), dict(point))()
            except TROUBLE:
                return None
            number = mp.re(value)
            if isinstance(value, mp.mpc) and abs(value.imag) > ROUNDING:
                fault = f"the density is not real at {shown(point)}"
            elif number < -ROUNDING:
                fault = f"the density is {mp.nstr(number, 6)} at {shown(point)}"
            else:
                return None
    return fault


def _summed(masses: list[Any], point: Point) -> tuple[Any, Any, Any]:
    values = [float(value_at(p, point)) for p in masses]
    return sum(values), sum(map(abs, values)), TOLERANCE


def _points(family: Family) -> Sequence[Point]:
    """A few points; for many variables the one of several with the smallest numbers of trials, as they have the fewest
    outcomes.
    """
    count = POINTS.get(len(family.variables), 1)
    if count > 1:
        return interior_points(family, count)
    trials = [q.symbol for q in family.known if q.space.discrete]
    return [min(interior_points(family, FEW_OUTCOMES), key=lambda point: sum(abs(point[n]) for n in trials))]


def _fault_in(law: Law, point: Point) -> str | None:
    """What is wrong with a density over a space that has no end, or with one of several variables"""
    family, count = law.family, len(law.family.variables)
    try:
        if count > 1 and (fault := divergence(law, point)) is not None:
            raise SymfisherError(fault)
        if count > 1 and any(v.space.discrete for v in family.variables):
            if (found := _quickly(family, point)) is not None:
                return _fault(family, *found, point)
            if _found_elsewhere(family):
                return None
        return _fault(family, *_measured(law, point), point)
    except SymfisherError as failure:
        return f"the density cannot be integrated at {shown(point)}: {str(failure).rstrip('.')}"


def _found_elsewhere(family: Family) -> bool:
    """Whether the mass is found to be 1 at some of the smallest and largest numbers."""
    ordered = sorted(interior_points(family, MANY, seed=1), key=lambda point: sum(map(abs, point.values())))
    found = (_quickly(family, point) for point in (*ordered[:2], *ordered[-2:]))
    return any(measured is not None and abs(measured[0] - 1) < measured[2] for measured in found)


def _quickly(family: Family, point: Point) -> tuple[Any, Any, Any] | None:
    """∫p, ∫|p| and the error in machine numbers, perhaps counts first, or a mass of 1 by extrapolation; else None."""
    turned = _counts_first(family)
    for law, ctx in ((family, fp), (turned, fp)):
        try:
            return _integrated(law, point, ctx)
        except TROUBLE:
            continue
    return _extrapolated(turned, point)


def _extrapolated(family: Family, point: Point) -> tuple[Any, Any, Any] | None:
    """A mass of 1, where ever more of the first counts add up to it, with a tail that is a power by Aitken's Δ²."""
    # good enough to confirm a mass, and not to refuse one
    count, *others = family.variables
    if len(others) != 1 or not count.space.discrete or count.space.lower == -oo or count.space.upper != oo:
        return None
    start = int(value_at(count.space.lower, point))
    try:
        with workdps(PLAIN):
            region = Region.of(family, dict(point), [family.density], mp)
            rows = [region.beyond(DIGITS[2], 4 * DOUBLED, mpf(start + k)) for k in range(4 * DOUBLED)]
    except TROUBLE:
        return None
    one, two, four = (mp.fsum(mp.fsum(row[:n]) for row in rows[:n]) for n in (DOUBLED, 2 * DOUBLED, 4 * DOUBLED))
    before, last = two - one, four - two
    whole = four + (last**2 / (before - last) if 0 < last < STEEP * before else 0)
    return (whole, whole, VAGUE) if abs(whole - 1) < VAGUE and last <= STEEP * before else None


def _counts_first(family: Family) -> Family:
    """The same family with its counts as the outer variables, where they do not depend on the others."""
    counts, others = ([v for v in family.variables if v.space.discrete is kind] for kind in (True, False))
    ends = Tuple(*(end for v in counts for end in (v.space.lower, v.space.upper)))
    if ends.has(*(v.symbol for v in others)):
        return family
    return replace(family, variables=(*counts, *others))


def _measured(law: Law, point: Point) -> tuple[Any, Any, Any]:
    """∫p, ∫|p| and what they may be wrong by; an error of ∞ where nothing is known."""
    family, count = law.family, len(law.family.variables)
    discrete = any(v.space.discrete for v in family.variables)
    with suppress(*TROUBLE):
        if (found := _by_factors(family, point)) is not None:
            return found
    try:
        return _integrated(family, point, fp)
    except TROUBLE:
        if count > 1 and not discrete:
            return _sampled(family, point)
    if not discrete and (fault := divergence(law, point)) is not None:
        raise SymfisherError(fault)
    return _integrated(family, point, mp)


def _by_factors(family: Family, point: Point) -> tuple[Any, Any, Any] | None:
    """The product of the masses of one variable each, where the density is a product"""
    constant, parts = separated(family)
    if not parts:
        return None
    mass = size = vector([constant], (), dict(point))()[0]
    for part, count in parts:
        totals = mass_in_digits(part, point, DIGITS[1])
        mass, size = mass * totals.values[0] ** count, size * totals.magnitudes[0] ** count
    return mass, abs(size), TOLERANCE


def _integrated(family: Family, point: Point, ctx: Any) -> tuple[Any, Any, Any]:
    count = len(family.variables)
    many = count > 2 and ctx is fp
    if many and not all(v.space.discrete for v in family.variables):
        raise SymfisherError("three variables and more take too long.")
    try:
        totals = mass_in_digits(family, point, DIGITS.get(count, 3), ctx)
        if many and abs(totals.values[0] - 1) > VAGUE:
            raise SymfisherError("machine numbers may not reach.")
    except SymfisherError:
        if ctx is mp and _oscillates(family, point):
            return mpf(1), mpf(1), mpf("inf")
        raise
    except TROUBLE as trouble:
        if ctx is fp:
            raise
        if isinstance(trouble, (ArithmeticError, ValueError)):
            raise SymfisherError("it has no value somewhere in its domain") from trouble
        return mpf(1), mpf(1), mpf("inf")  # a function that has no digits
    return totals.values[0], totals.magnitudes[0], TOLERANCE if count == 1 else VAGUE


def _oscillates(family: Family, point: Point) -> bool:
    """Whether a tail goes up and down, and down for good: quadrature that does not settle there says nothing"""
    x, space = family.variables[0].symbol, family.variables[0].space
    ways = [way for end, way in ((space.lower, -1), (space.upper, 1)) if end.is_infinite]
    if len(family.variables) > 1 or not ways or not any(f.has(x) for f in family.density.atoms(sin, cos)):
        return False
    try:
        at = numeric(family.density, (x,), dict(point))
        return all(abs(at(way * far)) * far < VANISHING for way in ways for far in map(mpf, FAR))
    except TROUBLE:
        return False


def _sampled(family: Family, point: Point) -> tuple[Any, Any, Any]:
    """By sampling, which finds a lost factor and not a lost digit, and in many dimensions nothing."""
    if len(family.variables) > MOST_SAMPLED:
        return 1, 1, mp.inf
    try:
        ((mass, error),) = Region.of(family, dict(point), [family.density], fp).sampled()
    except TROUBLE:
        return 1, 1, mp.inf
    return mass, mass, 6 * error + 0.02 if error < 0.1 else mp.inf


def _fault(family: Family, mass: Any, size: Any, error: Any, point: Point) -> str | None:
    """What is wrong with a density of this mass ∫p and size ∫|p|"""
    if abs(mass - 1) > error:
        verb = "sums" if all(v.space.discrete for v in family.variables) else "integrates"
        number = mp.nstr(mpf(mass), 6) if abs(mass) > error else "0"
        return f"the density {verb} to {number} at {shown(point)}, not to 1"
    if size - mass > error:
        return f"the density is negative somewhere at {shown(point)}: ∫|p| is {mp.nstr(mpf(size), 6)}"
    return None
