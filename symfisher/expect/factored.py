"""Fractions in factors: what is rational in symbols, functions and powers, by sparse polynomials.

Denominators stay products until the end, so that no common denominator is multiplied out and no gcd is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    Pow,
    Rational,
    cancel,
    exp,
    expand,
    expand_power_base,
    factor,
    together,
)
from sympy.core.mul import _keep_coeff
from sympy.polys.orderings import lex
from sympy.polys.polyerrors import PolynomialError
from sympy.polys.polyutils import _sort_gens
from sympy.polys.rings import PolyRing

from symfisher.chance import same_choices
from symfisher.expect.generators import NotRational, Product, generators, is_leaf
from symfisher.expect.irreducible import factors, parts
from symfisher.operations import operations


@dataclass(frozen=True)
class Fraction:
    """numerator / (whole · Π base^power)"""

    numerator: Any
    whole: int = 1
    bases: Counter[Any] = field(default_factory=Counter)


def factored(expression: Expr) -> Expr | None:
    """Numerator and denominator in irreducible factors, or None for floats and the like.

    >>> from sympy.abc import x, y
    >>> factored(1/x - 1/(x + y) + y/(x*(x + y)**2))
    y*(x + y + 1)/(x*(x + y)**2)
    """
    try:
        products = generators(expression)
    except NotRational:
        return None
    plainer = {part: plain for part in products if (plain := _plain(part)) != part}
    if plainer:
        return factored(expression.xreplace(plainer))
    powers = sum(not is_leaf(part) for part in products)
    if powers < 2 and not any(isinstance(part, Add) for part in _parts(expression)):
        return expression
    terms = Terms.of(products)
    return _written(_reduced(terms.without_roots(terms.fraction(expression))))


def _plain(part: Expr) -> Expr:
    """(ab)^s → a^s b^s, also for ab + ac, and the arguments of a function multiplied out"""
    if isinstance(part, Pow):
        base = factor_safely(part.base) if isinstance(part.base, Add) and part.exp.free_symbols else part.base
        return expand_power_base(Pow(base, part.exp) if isinstance(base, Mul) else part, deep=False)
    return expand(part) if isinstance(part, Function) and not isinstance(part, exp) else part


def _parts(e: Expr) -> Iterator[Expr]:
    """Factors and their bases"""
    return (factor.base if isinstance(factor, Pow) else factor for factor in Mul.make_args(e))


@dataclass(frozen=True)
class Terms:
    """The parts of an expression, as products of generators, and the polynomials in these"""

    ring: PolyRing
    gens: dict[Expr, Any]
    products: Mapping[Expr, Product]

    @classmethod
    def of(cls, products: Mapping[Expr, Product]) -> Terms:
        ring = _ring(frozenset(g for powers, _, _ in products.values() for g in powers))
        return cls(ring, dict(zip(ring.symbols, ring.gens, strict=True)), products)

    def fraction(self, e: Expr) -> Fraction:
        if isinstance(e, Rational):
            return Fraction(self.ring(e.p), e.q)
        if e in self.products:
            return self._product(*self.products[e])
        if isinstance(e, Pow):
            return _power(self.fraction(e.base), int(e.exp))
        parts = [self.fraction(argument) for argument in e.args]
        return _sum(parts, self.ring) if isinstance(e, Add) else _product(parts)

    def _product(self, powers: Mapping[Expr, int], base: Expr, whole: int) -> Fraction:
        above = prod((self.gens[g] ** n for g, n in powers.items() if n > 0), start=self.ring.one)
        below = Counter({self.gens[g]: -n for g, n in powers.items() if n < 0})
        rest = Fraction(above, 1, below)
        return _product([rest, _power(self.fraction(base), whole)]) if whole else rest

    def without_roots(self, fraction: Fraction) -> Fraction:
        """With gⁿ for g = b^(1/q) as far as n < q, and b in its place, in the numerator"""
        numerator = fraction.numerator
        for k, g in enumerate(self.ring.symbols):
            base, exponent = g.as_base_exp()
            if isinstance(g, Pow) and exponent.is_Rational and not is_leaf(base):
                numerator = self._lowered(numerator, k, self.fraction(base), int(exponent.q))
        return replace(fraction, numerator=numerator)

    def _lowered(self, polynomial: Any, k: int, base: Fraction, degree: int) -> Any:
        if base.bases or base.whole != 1 or polynomial.degree(k) < degree:
            return polynomial
        total = self.ring.zero
        for powers, coefficient in polynomial.terms():
            lower = (*powers[:k], powers[k] % degree, *powers[k + 1 :])
            total += self.ring({lower: coefficient}) * base.numerator ** (powers[k] // degree)
        return total


@lru_cache(maxsize=256)
def _ring(gens: frozenset[Expr]) -> PolyRing:
    return PolyRing(_sort_gens(gens), ZZ, lex)


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
    content, bases = parts(part.numerator)
    whole = abs(content) ** -exponent
    sign = -1 if content < 0 and exponent % 2 else 1
    return Fraction(sign * above**-exponent, whole, Counter({b: -exponent * power for b, power in bases.items()}))


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
    coefficient, powers = factors(fraction.numerator)
    for base, power in fraction.bases.items():
        powers.subtract({f: power * k for f, k in factors(base)[1].items()} if power else {})
    product = Mul(*(_as_expression(f) ** power for f, power in powers.items()))
    return _keep_coeff(Rational(coefficient, fraction.whole), product)


@lru_cache(maxsize=4096)
def _as_expression(polynomial: Any) -> Expr:
    return polynomial.as_expr()


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


@lru_cache(maxsize=4096)
def length(expression: Expr) -> tuple[int, int]:
    """How long it is to read"""
    return operations(expression), len(expression.args)
