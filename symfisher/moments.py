"""Totals over a family's space, in digits: the mass, the mean score and the information from their definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mpmath import matrix, mp, mpf, workdps
from sympy import Expr, Rational, Symbol, log

from symfisher.compiling import vector
from symfisher.errors import SymfisherError
from symfisher.model import Family
from symfisher.quadrature import Totals
from symfisher.region import Region
from symfisher.separable import separated
from symfisher.special import derivative

Point = Mapping[Symbol, Rational]


@dataclass(frozen=True)
class Numeric:
    """∫p, E[∂ᵢℓ] and E[∂ᵢℓ ∂ⱼℓ] at one point, and the error estimated for the worst of them."""

    mass: Any
    mean_score: tuple[Any, ...]
    information: Any
    error: Any


def totals(
    family: Family, integrands: Callable[[Expr], Sequence[Expr]], point: Point, digits: int, ctx: Any = mp
) -> Totals:
    """The totals of `integrands(p)` over the space, atoms included."""
    values = dict(point)
    functions = integrands(family.density)
    region = Region.of(family, values, functions, ctx)
    result = region.total(digits)
    for place, mass in family.atoms:
        at = values | {family.variables[0].symbol: place.xreplace(values)}
        row = vector(integrands(mass), (), at)()
        result = Totals(
            [a + b for a, b in zip(result.values, row, strict=True)],
            [a + abs(b) for a, b in zip(result.magnitudes, row, strict=True)],
            result.error,
        )
    return result


def information_in_digits(
    family: Family, scores: Sequence[Expr], point: Point, digits: int = 15, ctx: Any = mp
) -> Numeric:
    """∫p, E[∂ᵢℓ] and E[∂ᵢℓ ∂ⱼℓ] by quadrature or summation of their definitions, in mpmath's `mp` or `fp` numbers.

    Raises SymfisherError where one of them does not settle.
    """
    with workdps(2 * digits + 15):
        constant, parts = separated(family)
        if parts:
            return _of_factors(family, constant, parts, point, digits, ctx)
        found = _integrated(family, scores, point, digits, ctx)
        _examine_mass(found.mass, digits, ctx)
        return found


def _integrated(family: Family, scores: Sequence[Expr] | None, point: Point, digits: int, ctx: Any) -> Numeric:
    """∫p, ∫p ∂ᵢℓ and ∫p ∂ᵢℓ ∂ⱼℓ"""
    theta, count = family.theta, len(family.theta)
    pairs = [(a, b) for a in range(count) for b in range(a, count)]

    def integrands(p: Expr) -> list[Expr]:
        own = scores if scores and p is family.density else None
        slopes = own or [derivative(log(p), parameter) for parameter in theta]
        return [p, *(p * s for s in slopes), *(p * slopes[a] * slopes[b] for a, b in pairs)]

    result = totals(family, integrands, point, digits, ctx)
    information = matrix(count, count)
    for (a, b), value in zip(pairs, result.values[1 + count :], strict=True):
        information[a, b] = information[b, a] = value
    return Numeric(result.values[0], tuple(result.values[1 : 1 + count]), information, mpf(result.error))


def _of_factors(
    family: Family, constant: Expr, parts: Sequence[tuple[Family, int]], point: Point, digits: int, ctx: Any
) -> Numeric:
    """For p = c Π pₖ: the mass is c Π ∫pₖ, the score log c and the sum of those of the pₖ, which are independent"""
    mass, *mean = vector([constant, *(derivative(log(constant), t) for t in family.theta)], (), dict(point), ctx)()
    information, error = matrix(len(mean), len(mean)), mpf(0)
    for part, count in parts:
        found = _integrated(part, None, point, digits, ctx)
        means = matrix([value / found.mass for value in found.mean_score])
        information += count * (found.information / found.mass - means * means.T)
        mean = [value + count * own for value, own in zip(mean, means, strict=True)]
        mass, error = mass * found.mass**count, max(error, found.error)
    _examine_mass(mass, digits, ctx)
    return Numeric(mass, tuple(mean), information, error)


def mass_in_digits(family: Family, point: Point, digits: int = 15, ctx: Any = mp) -> Totals:
    """∫p and ∫|p| at one point; SymfisherError where they do not settle, or machine numbers do not find a mass of 1."""
    with workdps(2 * digits + 15):
        result = totals(family, lambda p: [p], point, digits, ctx)
    if len(family.variables) == 1:
        _examine_mass(result.values[0], digits, ctx)
    return result


def _examine_mass(mass: Any, digits: int, ctx: Any) -> None:
    """Machine numbers may miss a mode that stands far from the others; then more digits are to decide."""
    if ctx is not mp and abs(mass - 1) > 10.0 ** (2 - digits):
        raise SymfisherError(f"machine numbers find a mass of {mass:.6g}.")
