"""Factors of a polynomial over the integers. Most have none, which an image in one variable shows at once."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from sympy import ZZ, Symbol, prime
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyElement, PolyRing

from symfisher.chance import same_choices

IMAGES = 3
FIRST, APART = 30, 11  # which primes: any two are far from each other
SMALL = 30  # numbers have small factors by chance
IMAGE = PolyRing([Symbol("z")], ZZ, lex)


def factors(polynomial: PolyElement) -> tuple[int, Counter[Any]]:
    """The content with the sign, and the irreducible factors with their powers.

    >>> ring = PolyRing("x y", ZZ, lex)
    >>> x, y = ring.gens
    >>> factors(6 * x**2 * (1 + y) ** 2 * (x - y))
    (6, Counter({x: 2, y + 1: 2, x - y: 1}))
    """
    content, bases = parts(polynomial)
    return content, sum((_factors_of(base, power) for base, power in bases.items()), Counter())


def parts(polynomial: PolyElement) -> tuple[int, Counter[Any]]:
    """c xᵃ yᵇ q → (c, {x: a, y: b, q: 1})"""
    ring = polynomial.ring
    content, rest = polynomial.primitive()
    if rest.LC < 0:
        content, rest = -content, -rest
    lowest = [min(powers) for powers in zip(*rest.monoms(), strict=True)]
    bases = Counter({ring.gens[k]: power for k, power in enumerate(lowest) if power})
    rest = rest.quo_term((tuple(lowest), ring.domain.one))
    if rest != 1:
        bases[rest] = 1
    return int(content), bases


def _factors_of(part: PolyElement, power: int) -> Counter[Any]:
    return Counter({factor: power * k for factor, k in _irreducible(part)})


@lru_cache(maxsize=4096)
def _irreducible(part: PolyElement) -> tuple[tuple[PolyElement, int], ...]:
    """Wang's algorithm lifts from random points, and some take minutes: they are the same whatever was done before."""
    if _is_irreducible(part):
        return ((part, 1),)
    with same_choices():
        return tuple(part.factor_list()[1])


def _is_irreducible(part: PolyElement) -> bool:
    """Whether an image in one variable, the others at primes, is irreducible but for a small number.

    A factor without that variable would be a large number at these primes.
    """
    degrees = part.degrees()
    if sum(degrees) == 1:
        return True
    k = min((k for k, degree in enumerate(degrees) if degree), key=degrees.__getitem__)
    for n in range(IMAGES):
        at = [int(prime(FIRST + APART * (n * len(degrees) + j))) for j in range(len(degrees))]
        content, image = _image(part, k, at).primitive()
        if content < SMALL and image.degree() == degrees[k] and (degrees[k] == 1 or _has_no_factors(image)):
            return True
    return False


def _has_no_factors(image: PolyElement) -> bool:
    with same_choices():
        return image.is_irreducible


def _image(polynomial: PolyElement, k: int, at: list[int]) -> PolyElement:
    """The polynomial in its k-th variable, the others at whole numbers"""
    image: dict[tuple[int], int] = {}
    for powers, coefficient in polynomial.terms():
        value = int(coefficient)
        for j, power in enumerate(powers):
            value *= at[j] ** power if j != k else 1
        image[powers[k],] = image.get((powers[k],), 0) + value
    return IMAGE.from_dict({powers: IMAGE.domain(value) for powers, value in image.items() if value})
