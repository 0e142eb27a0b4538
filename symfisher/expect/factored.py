"""Fractions in factors: what is rational in symbols and functions, by sparse polynomials, as `factor` writes it.

Denominators stay products until the end, so that no common denominator is multiplied out and no gcd is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import lcm, prod
from typing import Any

from sympy import (
    ZZ,
    Add,
    Expr,
    Function,
    Integer,
    Mul,
    NumberSymbol,
    Pow,
    Rational,
    Symbol,
    cancel,
    count_ops,
    exp,
    expand,
    factor,
    together,
)
from sympy.core.mul import _keep_coeff
from sympy.polys.orderings import lex
from sympy.polys.polyerrors import PolynomialError
from sympy.polys.polyutils import _sort_gens
from sympy.polys.rings import PolyElement, PolyRing

from symfisher.chance import same_choices


class NotRational(Exception):
    """A root, a power or the like."""


@dataclass(frozen=True)
class Fraction:
    """numerator / (whole · Π base^power)"""

    numerator: Any
    whole: int = 1
    bases: Counter[Any] = field(default_factory=Counter)


def factored(expression: Expr) -> Expr | None:
    """Numerator and denominator in irreducible factors, or None for what is not rational in symbols and functions.

    >>> x, y = Symbol("x"), Symbol("y")
    >>> factored(1/x - 1/(x + y) + y/(x*(x + y)**2))
    y*(x + y + 1)/(x*(x + y)**2)
    """
    try:
        leaves = set(_leaves(expression))
    except NotRational:
        return None
    plainer = {leaf: plain for leaf in leaves if leaf.args and (plain := expand(leaf)) != leaf}
    if plainer:
        return factored(expression.xreplace(plainer))
    if not any(isinstance(part, Add) for part in _parts(expression)):
        return expression
    ring = PolyRing(_sort_gens(leaves), ZZ, lex)
    places = dict(zip(ring.symbols, ring.gens, strict=True))
    return _written(_reduced(_fraction(expression, ring, places)))


def _leaves(e: Expr) -> Iterator[Expr]:
    """What the expression is rational in; NotRational at roots, powers and the like"""
    if isinstance(e, (Add, Mul)):
        for argument in e.args:
            yield from _leaves(argument)
    elif isinstance(e, Pow) and isinstance(e.exp, Integer):
        yield from _leaves(e.base)
    elif not isinstance(e, Rational):
        if not isinstance(e, (Symbol, NumberSymbol, Function)) or isinstance(e, exp) or not e.is_commutative:
            raise NotRational
        yield e


def _parts(e: Expr) -> Iterator[Expr]:
    """Factors and their bases"""
    return (factor.base if isinstance(factor, Pow) else factor for factor in Mul.make_args(e))


def _fraction(e: Expr, ring: PolyRing, places: dict[Expr, Any]) -> Fraction:
    if isinstance(e, Rational):
        return Fraction(ring(e.p), e.q)
    if not isinstance(e, (Add, Mul, Pow)):
        return Fraction(places[e])
    if isinstance(e, Pow):
        return _power(_fraction(e.base, ring, places), int(e.exp))
    parts = [_fraction(argument, ring, places) for argument in e.args]
    return _sum(parts, ring) if isinstance(e, Add) else _product(parts)


def _product(parts: list[Fraction]) -> Fraction:
    bases = sum((part.bases for part in parts), Counter())
    return Fraction(prod(part.numerator for part in parts), prod(part.whole for part in parts), bases)


def _sum(parts: list[Fraction], ring: PolyRing) -> Fraction:
    """Over the least common product of the denominators"""
    whole, bases = lcm(*(part.whole for part in parts)), Counter[Any]()
    for part in parts:
        bases |= part.bases
    total = ring.zero
    for part in parts:
        missing = prod((base**power for base, power in (bases - part.bases).items()), start=ring.one)
        total += part.numerator * missing * (whole // part.whole)
    return Fraction(total, whole, bases)


def _power(part: Fraction, exponent: int) -> Fraction:
    if exponent > 0:
        bases = Counter({base: power * exponent for base, power in part.bases.items()})
        return Fraction(part.numerator**exponent, part.whole**exponent, bases)
    above = prod((base**power for base, power in part.bases.items()), start=part.numerator.ring(part.whole))
    content, bases = _bases(part.numerator)
    whole = abs(content) ** -exponent
    sign = -1 if content < 0 and exponent % 2 else 1
    return Fraction(sign * above**-exponent, whole, Counter({b: -exponent * power for b, power in bases.items()}))


def _bases(polynomial: PolyElement) -> tuple[int, Counter[Any]]:
    """c x^a y^b q → (c, {x: a, y: b, q: 1})"""
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


def _reduced(fraction: Fraction) -> Fraction:
    """Without the bases that divide the numerator"""
    numerator, bases = fraction.numerator, Counter[Any]()
    if numerator == 0:
        return Fraction(numerator)
    for base, power in fraction.bases.items():
        while power:
            quotient, rest = numerator.div(base)
            if rest != 0:
                break
            numerator, power = quotient, power - 1
        bases[base] = power
    return Fraction(numerator, fraction.whole, bases)


def _written(fraction: Fraction) -> Expr:
    """In factors, a number in front of a sum kept there"""
    if fraction.numerator == 0:
        return Integer(0)
    coefficient, above = _factors(fraction.numerator)
    below = [(f, power * k) for base, power in fraction.bases.items() if power for f, k in _irreducible(base)]
    powers = [*above, *((f, -power) for f, power in below)]
    product = Mul(*(f.as_expr() ** power for f, power in powers))
    return _keep_coeff(Rational(int(coefficient), fraction.whole), product)


def _irreducible(base: PolyElement) -> list[tuple[PolyElement, int]]:
    """Its factors; what is linear has no others, and content and sign are taken out already"""
    return [(base, 1)] if max(map(sum, base.monoms())) == 1 else _factors(base)[1]


def _factors(polynomial: PolyElement) -> tuple[Any, list[tuple[PolyElement, int]]]:
    """Wang's algorithm lifts from random points, and some take minutes: they are the same whatever was done before."""
    with same_choices():
        return polynomial.factor_list()


@lru_cache(maxsize=1024)
def factor_safely(expression: Expr) -> Expr:
    """Numerator and denominator in factors, where SymPy's polynomials reach."""
    if (found := factored(expression)) is not None:
        return found
    try:
        with same_choices():
            return factor(expression)
    except PolynomialError:
        return expression


@lru_cache(maxsize=1024)
def cancel_safely(expression: Expr) -> Expr:
    """One fraction without common factors, or the expression itself where SymPy's polynomials do not reach."""
    try:
        return cancel(together(expression))
    except PolynomialError:
        return together(expression)


def length(expression: Expr) -> tuple[int, int]:
    """How long it is to read"""
    return count_ops(expression), len(expression.args)
