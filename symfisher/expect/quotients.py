"""Quotients of polynomials with denominators in factors: sums and products that need no greatest common divisor.

In many variables gcds are what makes `cancel` slow; here a factor of the denominator is tried by exact division.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any

from sympy import QQ, Add, Expr, Mul, Pow, Symbol, count_ops, gamma, log, loggamma, polygamma, ring
from sympy.polys.rings import PolyElement, PolyRing

from symfisher.expect.normal_form import Point, orient
from symfisher.expect.recurrences import canonical

SPECIAL = (polygamma, gamma, loggamma, log)


@dataclass(frozen=True)
class Quotient:
    """numerator / Π factorᵏ"""

    numerator: PolyElement
    denominator: Mapping[PolyElement, int]

    def __add__(self, other: Quotient) -> Quotient:
        common = dict(self.denominator)
        for factor, power in other.denominator.items():
            common[factor] = max(power, common.get(factor, 0))
        return Quotient(self._over(common) + other._over(common), common)

    def __mul__(self, other: Quotient) -> Quotient:
        product = dict(self.denominator)
        for factor, power in other.denominator.items():
            product[factor] = product.get(factor, 0) + power
        return Quotient(self.numerator * other.numerator, product)

    def power(self, exponent: int) -> Quotient:
        """(n/d)ᵏ, also for negative k"""
        if exponent >= 0:
            below = {factor: power * exponent for factor, power in self.denominator.items()}
            return Quotient(self.numerator**exponent, below)
        constant, factors = irreducible(self.numerator)
        above = _product(self.numerator.ring, self.denominator)
        return Quotient(above.mul_ground(1 / constant), dict(factors)).power(-exponent)

    def _over(self, common: Mapping[PolyElement, int]) -> PolyElement:
        """The numerator over a common denominator."""
        missing = {f: power - self.denominator.get(f, 0) for f, power in common.items()}
        return self.numerator * _product(self.numerator.ring, missing)

    def reduced(self) -> Quotient:
        """Without common factors: those of the denominator are irreducible, so exact division finds them."""
        numerator, left = self.numerator, {}
        for factor, power in self.denominator.items():
            while power and not (division := divmod(numerator, factor))[1]:
                numerator, power = division[0], power - 1
            left[factor] = power
        return Quotient(numerator, left)

    def expression(self) -> Expr:
        """As a SymPy expression, the numerator expanded."""
        content, primitive = self.numerator.primitive()
        below = (factor.as_expr() ** -power for factor, power in self.denominator.items())
        return Mul(QQ.to_sympy(content), primitive.as_expr(), *below)


def _product(over: PolyRing, powers: Mapping[PolyElement, int]) -> PolyElement:
    return reduce(lambda p, item: p * item[0] ** item[1], powers.items(), over.one)


@cache
def irreducible(polynomial: PolyElement) -> tuple[Any, tuple[tuple[PolyElement, int], ...]]:
    """The constant and the irreducible factors of a polynomial."""
    constant, factors = polynomial.factor_list()
    return constant, tuple(factors)


def quotient_form(expression: Expr, point: Point) -> Expr:
    """The reduced quotient of a rational expression in symbols, ψ, Γ and logarithms, or the expression if shorter."""
    expression = canonical(expression)
    marks = {f: Symbol(f"mark_{k}") for k, f in enumerate(sorted(expression.atoms(*SPECIAL), key=str))}
    marked = expression.xreplace(marks)
    symbols = sorted(marked.free_symbols, key=str)
    if not symbols or not marked.is_rational_function(*symbols):
        return expression
    over = ring(symbols, QQ)[0]
    quotient = _read(marked, over, dict(zip(symbols, over.gens, strict=True))).reduced().expression()
    back = {mark: function for function, mark in marks.items()}
    return min(orient(quotient.xreplace(back), point), expression, key=count_ops)


def _read(expression: Expr, over: PolyRing, generators: Mapping[Symbol, PolyElement]) -> Quotient:
    if isinstance(expression, Pow):
        return _read(expression.base, over, generators).power(int(expression.exp))
    if not isinstance(expression, (Add, Mul)):
        value = generators[expression] if isinstance(expression, Symbol) else over(QQ.from_sympy(expression))
        return Quotient(value, {})
    parts = (_read(argument, over, generators) for argument in expression.args)
    return reduce(Quotient.__add__ if isinstance(expression, Add) else Quotient.__mul__, parts)
