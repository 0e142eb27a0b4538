"""Sums that lose all their digits where a variable is large, as what keeps them: 1 − e^y/(1 + e^y) as 1/(1 + e^y).

In a tail they would be 0, and a negative power of them without a value, although the law is an ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from sympy import (
    Add,
    Basic,
    E,
    Expr,
    Function,
    Mul,
    Pow,
    Symbol,
    atan,
    atan2,
    cosh,
    erf,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    pi,
    tanh,
    together,
)
from sympy.codegen.cfunctions import expm1, log1p

from symfisher.operations import operations


class Complement(Function):
    """erfc, which SymPy would write as 2 − erfc(−z) again"""

    nargs = 1


LONGEST = 40  # operations of a sum that is put on one denominator
BESIDE_ONE: dict[type[Basic], Callable[[int, Expr], Expr | None]] = {
    erf: lambda sign, f: Complement(-sign * f.args[0]),
    tanh: lambda sign, f: 2 / (1 + exp(-2 * sign * f.args[0])),
    exp: lambda sign, f: -expm1(f.args[0]) if sign < 0 else None,
    Pow: lambda sign, f: _beside_power(f) if sign < 0 else None,
}
"""1 ± f by the head of f"""


@lru_cache(maxsize=2048)
def steady(expression: Basic) -> Basic:
    """The same number, to be evaluated and not to be shown

    >>> x = Symbol("x", positive=True)
    >>> steady(1 - exp(-x)), steady(1 + tanh(x)), steady(1 - (1 + x)**(-3)), steady(log(1 + exp(-x)))
    (-expm1(-x), 2/(1 + exp(-2*x)), -expm1(-3*log1p(x)), log1p(exp(-x)))
    """
    if not isinstance(expression, Expr) or not expression.free_symbols or not expression.has(Add):
        return expression
    steadier = expression.replace(lambda e: isinstance(e, Add), steady_sum)
    return steadier.replace(lambda e: isinstance(e, log), steady_logarithm)


def steady_logarithm(logarithm: Expr) -> Expr:
    """log(1 + z), with the digits of z"""
    argument = logarithm.args[0]
    return log1p(argument - 1) if isinstance(argument, Add) and argument.args[0] == 1 else logarithm


@lru_cache(maxsize=4096)
def steady_sum(total: Expr) -> Expr:
    """c ± f for a number c and one of the terms"""
    if not isinstance(total, Add) or not total.free_symbols:
        return total
    number, *terms = total.args if total.args[0].is_number else total.args[::-1]
    if not number.is_number:
        return total
    for term in terms:
        alike = term.as_coeff_Mul()[0] in (number, -number) or term.has(atan)
        if alike and (kept := _beside_one(term / number)) is not None:
            return Add(number * kept, *(other for other in terms if other is not term))
    return _on_one_denominator(total) if len(terms) == 1 else total


def _beside_one(share: Expr) -> Expr | None:
    """1 + share, where it is known how to keep its digits"""
    if share.atoms(atan) and abs(turn := share / next(iter(share.atoms(atan)))) == 2 / pi:
        return atan2(1, -turn * pi / 2 * next(iter(share.atoms(atan))).args[0]) * 2 / pi
    sign, f = share.as_coeff_Mul()
    rule = BESIDE_ONE.get(type(f))
    return rule(int(sign), f) if rule is not None and sign in (1, -1) else None


def _beside_power(power: Expr) -> Expr | None:
    """1 − (1 + z)^a and 1 − tanh² z"""
    base, exponent = power.as_base_exp()
    if isinstance(base, tanh) and exponent == 2:
        return cosh(base.args[0]) ** -2
    if isinstance(base, expm1) or (isinstance(-base, expm1) and not exponent.is_integer):
        return -expm1(exponent * log1p(-exp((-base).args[0]))) if isinstance(-base, expm1) else None
    if isinstance(base, Add) and (rest := base - 1).free_symbols and base.as_coeff_Add()[0] == 1:
        return -expm1(exponent * log1p(rest)) if not exponent.is_integer or rest.is_positive else None
    return None


def _on_one_denominator(total: Add) -> Expr:
    """1 − e^y/(1 + e^y), where most of the numerator cancels"""
    sums = [p for p in total.atoms(Pow) if p.exp.is_negative and isinstance(p.base, Add) and p.base.atoms(Symbol)]
    if not sums or operations(total) > LONGEST:
        return total
    whole = together(total)
    return whole if operations(whole.as_numer_denom()[0]) < min(operations(p.base) for p in sums) else total


@lru_cache(maxsize=4096)
def bounded_product(product: Mul, variables: frozenset[Symbol]) -> Expr:
    """λ^x/x! as e^(x log λ − log Γ(x + 1)): no factor leaves the range of machine numbers before the product does"""
    # As they stand: SymPy would ask at length for the signs of what is written here.
    powers = {factor: factor.as_base_exp() for factor in product.args}
    if not any(isinstance(base, (factorial, gamma)) and base.has(*variables) for base, _ in powers.values()):
        return product
    logarithms = {factor: grown for factor, power in powers.items() if (grown := _logarithm(*power)) is not None}
    whole = exp(Add(*logarithms.values(), evaluate=False), evaluate=False)
    return Mul(*(factor for factor in product.args if factor not in logarithms), whole, evaluate=False)


def _logarithm(base: Expr, exponent: Expr) -> Expr | None:
    """k log b of a factor b^k that may be very large or small, for b > 0; else None"""
    if base == E:
        return exponent
    if isinstance(base, (factorial, gamma)) and base.is_positive:
        argument = base.args[0] + (1 if isinstance(base, factorial) else 0)
        return Mul(exponent, loggamma(argument, evaluate=False), evaluate=False)
    grows = exponent.free_symbols and base.is_positive
    return Mul(exponent, log(base, evaluate=False), evaluate=False) if grows else None
