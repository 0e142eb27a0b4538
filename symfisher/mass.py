"""Is it a density? Its mass is 1 and it is nowhere negative, at random points of the declared domains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mpmath import fp, mp, mpf

from symfisher.errors import DensityError, SymfisherError
from symfisher.expect.finite import enumerate_outcomes
from symfisher.expect.law import Law
from symfisher.model import Family
from symfisher.moments import Point, mass_in_digits
from symfisher.region import Region
from symfisher.sampling import interior_points

POINTS = {1: 4, 2: 2}  # by the number of variables
DIGITS = {1: 8, 2: 3}
TOLERANCE = 1e-5
MOST_SAMPLED = 6
FEW_OUTCOMES = 8  # points to choose from
TROUBLE = (SymfisherError, NameError, TypeError, ArithmeticError, ValueError)


def examine_mass(law: Law) -> None:
    """Raise DensityError with the point and the number found where the mass is not 1 or the density is negative."""
    family = law.family
    outcomes = enumerate_outcomes(family)
    finite = outcomes is not None and not family.atoms
    masses = [family.density.subs(outcome) for outcome in outcomes or ()] if finite else []
    for point in interior_points(family, 6) if finite else _points(family):
        if finite:
            values = [float(p.subs(point)) for p in masses]
            mass, size, error = sum(values), sum(map(abs, values)), TOLERANCE
        else:
            mass, size, error = _measured(family, point)
        _judge(family, mass, size, error, point)


def _points(family: Family) -> Sequence[Point]:
    """A few points; for many variables the one of several with the smallest numbers of trials, as they have the fewest
    outcomes.
    """
    count = POINTS.get(len(family.variables), 1)
    if count > 1:
        return interior_points(family, count)
    trials = [q.symbol for q in family.known if q.space.discrete]
    return [min(interior_points(family, FEW_OUTCOMES), key=lambda point: sum(abs(point[n]) for n in trials))]


def _measured(family: Family, point: Point) -> tuple[Any, Any, Any]:
    """∫p, ∫|p| and what they may be wrong by; an error of ∞ where nothing is known."""
    count = len(family.variables)
    continuous = not any(v.space.discrete for v in family.variables)
    failure: Exception | None = None
    for ctx in (fp, mp) if continuous and count == 1 else (fp,) if continuous else (mp,):
        if continuous and count > 2:
            break
        try:
            totals = mass_in_digits(family, point, DIGITS.get(count, 3), ctx)
            return totals.values[0], totals.magnitudes[0], TOLERANCE if count == 1 else 0.1
        except TROUBLE as trouble:
            failure = trouble
    if continuous and count > 1:
        return _sampled(family, point)
    if isinstance(failure, SymfisherError):
        raise DensityError(f"the density cannot be integrated at {shown(point)}: {failure}") from failure
    return mpf(1), mpf(1), mpf("inf")


def _sampled(family: Family, point: Point) -> tuple[Any, Any, Any]:
    """By sampling, which finds a lost factor and not a lost digit, and in many dimensions nothing."""
    if len(family.variables) > MOST_SAMPLED:
        return 1, 1, mp.inf
    try:
        mass, error = Region.of(family, dict(point), [family.density], fp).sampled()
    except TROUBLE:
        return 1, 1, mp.inf
    return mass, mass, 6 * error + 0.02 if error < 0.1 else mp.inf


def _judge(family: Family, mass: Any, size: Any, error: Any, point: Point) -> None:
    if abs(mass - 1) > error:
        verb = "sums" if all(v.space.discrete for v in family.variables) else "integrates"
        raise DensityError(
            f"the density {verb} to {mp.nstr(mpf(mass), 6)} at {shown(point)}, not to 1; "
            "mend its constant, or the domains of variables and parameters."
        )
    if size - mass > error:
        raise DensityError(f"the density is negative somewhere at {shown(point)}: ∫|p| is {mp.nstr(mpf(size), 6)}.")


def shown(point: Point) -> str:
    """A point as text: mu=1.378, sigma=2.067."""
    return ", ".join(f"{symbol}={mp.nstr(mpf(value.p) / value.q, 6)}" for symbol, value in point.items())
