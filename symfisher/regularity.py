"""Before an answer is given: is it a density, does the argument hold, and do the digits agree?"""

from __future__ import annotations

from typing import Any

from mpmath import fp, mp, mpf

from symfisher.errors import DensityError, RegularityError, SymfisherError
from symfisher.expect.finite import Outcome, enumerate_outcomes
from symfisher.expect.law import Law
from symfisher.expect.solution import Solution
from symfisher.moments import Numeric, Point, information_in_digits, mass_in_digits
from symfisher.special import derivative

DIGITS = {1: 8, 2: 3}  # by the number of variables: what a guard needs, at what quadrature costs


def examine(law: Law, solution: Solution) -> None:
    """Raise DensityError or RegularityError where the density or the argument fails at a point of the domain.

    SymfisherError when a closed form disagrees with the definition: then the answer must not be given.
    """
    digits = DIGITS.get(len(law.family.variables))
    if digits is None:
        return
    names = {q.symbol for q in (*law.family.known, *law.family.parameters)}
    point = {symbol: value for symbol, value in law.points[0].items() if symbol in names}
    try:
        numeric = _numeric(law, point, digits)
    except SymfisherError as failure:
        _examine_mass_alone(law, point, digits)
        if solution.entries:
            raise SymfisherError(f"the closed form found cannot be confirmed at {_at(point)}: {failure}") from failure
        return
    tolerance = mpf(10) ** (2 - digits)
    _examine_mass(law, numeric.mass, point, tolerance)
    _examine_scores(law, numeric, point, tolerance)
    _examine_entries(law, solution, numeric, point, tolerance)


def _numeric(law: Law, point: Point, digits: int) -> Numeric:
    """Exactly where the space is finite, in machine numbers where they reach, else by mpmath."""
    outcomes = enumerate_outcomes(law.family)
    if outcomes is not None and not law.family.atoms:
        return _exact(law, outcomes, point)
    if not any(v.space.discrete for v in law.family.variables):
        try:
            return information_in_digits(law.family, law.scores, point, digits, fp)
        except (SymfisherError, NameError, TypeError, ArithmeticError, ValueError):
            pass  # a function that machine numbers lack, or too few digits at an end
    return information_in_digits(law.family, law.scores, point, digits)


def _exact(law: Law, outcomes: list[Outcome], point: Point) -> Numeric:
    """Σ p, Σ ∂ᵢp and Σ ∂ᵢp ∂ⱼp / p at one point"""
    theta = law.family.theta
    rows = []
    for outcome in outcomes:
        p = law.family.density.subs(outcome)
        if p != 0:
            rows.append([float(e.subs(point)) for e in (p, *(derivative(p, parameter) for parameter in theta))])
    count = len(theta)
    information = fp.matrix(count, count)
    for a in range(count):
        for b in range(count):
            information[a, b] = sum(row[1 + a] * row[1 + b] / row[0] for row in rows)
    return Numeric(
        sum(row[0] for row in rows), tuple(sum(r[1 + k] for r in rows) for k in range(count)), information, 0
    )


def _examine_mass_alone(law: Law, point: Point, digits: int) -> None:
    try:
        mass = mass_in_digits(law.family, point, digits)
    except SymfisherError as failure:
        raise DensityError(f"the density cannot be integrated at {_at(point)}: {failure}") from failure
    _examine_mass(law, mass, point, mpf(10) ** (2 - digits))


def _examine_mass(law: Law, mass: Any, point: Point, tolerance: Any) -> None:
    if abs(mass - 1) > tolerance:
        verb = "sums" if all(v.space.discrete for v in law.family.variables) else "integrates"
        raise DensityError(
            f"the density {verb} to {mp.nstr(mass, 8)} at {_at(point)}, not to 1; mend its constant or its domain."
        )


def _examine_scores(law: Law, numeric: Numeric, point: Point, tolerance: Any) -> None:
    for k, (parameter, mean) in enumerate(zip(law.family.theta, numeric.mean_score, strict=True)):
        if abs(mean) > tolerance * (1 + mp.sqrt(abs(numeric.information[k, k]))):
            raise RegularityError(
                f"S5: the mean of the score of {parameter} is {mp.nstr(mean, 6)} at {_at(point)} and not 0, so mass "
                f"moves across an edge of the support with {parameter} and D′ is infinite or not quadratic in δ."
            )


def _examine_entries(law: Law, solution: Solution, numeric: Numeric, point: Point, tolerance: Any) -> None:
    for (a, b), step in solution.entries.items():
        closed = step.rhs.subs(point).evalf(20)
        size = mp.sqrt(abs(numeric.information[a, a] * numeric.information[b, b]))
        if abs(mp.mpmathify(closed) - numeric.information[a, b]) > tolerance * (size + 1):
            raise SymfisherError(
                f"the closed form found for entry ({a + 1}, {b + 1}) disagrees with quadrature at {_at(point)}; "
                "it is withheld. Please report this density."
            )


def _at(point: Point) -> str:
    return ", ".join(f"{symbol}={mp.nstr(mp.mpf(value.p) / value.q, 6)}" for symbol, value in point.items())
