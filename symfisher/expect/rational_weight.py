"""p dx and the scores in u, read as powers, logarithms and one exponential times a rational function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Add, Expr, Integer, Mul, cancel, diff, exp, expand, log

from symfisher.expect.fraction_integrals import Fraction, NoIntegral, Quadratic, need, u
from symfisher.expect.log_density import Point
from symfisher.notation import Name

L = Name("L", real=True)
"""log u"""


@dataclass(frozen=True)
class Weight:
    """`constant` u^a (−log u)ⁿ (1 + du)^(−m) e^(gu) R(u)"""

    constant: Expr
    a: Expr
    n: Expr
    d: Expr
    m: Expr
    g: Expr
    rational: Expr

    def fraction(self, term: Expr, n: Expr, points: Sequence[Point]) -> tuple[Expr, Fraction]:
        """A partial fraction c u^k (α + βu)^(−q) (−log u)ⁿ under this weight"""
        coefficient, a, d, m = Integer(1), self.a, self.d, self.m
        for factor in Mul.make_args(term):
            base, exponent = factor.as_base_exp()
            if not factor.has(u):
                coefficient *= factor
            elif base == u:
                a += exponent
            else:
                start, slope = linear(base)
                need(m == 0 or expand(slope - d * start) == 0)
                coefficient, d, m = coefficient * start**exponent, slope / start, m - exponent
        return coefficient, Fraction(a, n, d, m, self.g, points)


def weight_of(logarithm: Expr) -> Weight:
    """log of the weight → the weight"""
    constant, rational = Integer(1), Integer(1)
    a = n = d = m = g = Integer(0)
    for term in Add.make_args(logarithm):
        coefficient, moving = term.as_independent(u, as_Add=False)
        if moving == 1:
            constant *= exp(term)
        elif moving == u:
            g += coefficient
        elif moving == log(u):
            a += coefficient
        elif moving == log(-log(u)):
            n += coefficient
        elif not isinstance(moving, log):
            raise NoIntegral
        elif coefficient.is_Integer and moving.args[0].is_rational_function(u):
            rational *= moving.args[0] ** coefficient
        else:
            start, slope = linear(moving.args[0])
            need(m == 0)
            constant, d, m = constant * start**coefficient, slope / start, -coefficient
    return Weight(constant, cancel(a), n, d, m, g, rational)


def linear(expression: Expr) -> tuple[Expr, Expr]:
    """α + βu → (α, β)"""
    slope = diff(expression, u)
    if slope.has(u) or slope == 0:
        raise NoIntegral
    return expression.xreplace({u: Integer(0)}), slope


def poles_of(term: Expr) -> list[Expr]:
    """The bases of negative powers of sums in u"""
    powers = (factor.as_base_exp() for factor in Mul.make_args(term))
    return [base for base, exponent in powers if exponent.is_negative and isinstance(base, Add) and base.has(u)]


def over_quadratic(term: Expr, quadratic: Expr, rate: Expr, points: Sequence[Point]) -> Expr:
    """∫₀¹ (Au + B)/(α + βu + γu²)^q, or ∫₀^∞ of the same times e^(−cu) where the rate c is not 0"""
    shape = coefficients(quadratic)
    need(set(shape) <= {0, 1, 2})
    q = next(int(-f.as_base_exp()[1]) for f in Mul.make_args(term) if f.as_base_exp()[0] == quadratic)
    top = coefficients(term * quadratic**q)
    need(set(top) <= {0, 1})
    zero = Integer(0)
    alpha, beta, gamma = (shape.get(k, zero) for k in (0, 1, 2))
    whole, slope, start = Quadratic(alpha, beta, gamma, points), top.get(1, zero), top.get(0, zero)
    if rate == 0:
        return whole.unit(slope, start, q)
    need(q == 1)
    return whole.half_line(slope, start, rate)


def by_logarithms(score: Expr) -> dict[int, Expr]:
    """Σ cₙ(u) logⁿu → {n: cₙ}"""
    found: dict[int, Expr] = {}
    for term in Add.make_args(expand(score.xreplace({log(u): L}), log=False)):
        coefficient, power = term.as_independent(L, as_Add=False)
        exponent = power.as_base_exp()[1] if power != 1 else Integer(0)
        if not (coefficient.is_rational_function(u) and exponent.is_Integer and exponent >= 0):
            raise NoIntegral
        found[int(exponent)] = found.get(int(exponent), Integer(0)) + coefficient
    return found


def coefficients(polynomial: Expr) -> dict[int, Expr]:
    """Σ cₖ u^k → {k: cₖ}"""
    found: dict[int, Expr] = {}
    whole = expand(polynomial, log=False)
    for term in Add.make_args(whole) if whole != 0 else ():
        coefficient, power = term.as_independent(u, as_Add=False)
        base, exponent = power.as_base_exp()
        if base not in (u, 1) or not exponent.is_Integer:
            raise NoIntegral
        k = int(exponent) if base == u else 0
        found[k] = found.get(k, Integer(0)) + coefficient
    return found
