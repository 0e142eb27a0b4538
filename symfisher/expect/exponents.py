"""Exponents and arguments of special functions, written in the shortest way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sympy import Add, Expr, erf, erfc, exp

from symfisher.expect.factored import factor_safely, length
from symfisher.heads import occurs
from symfisher.notation import Name


def short_arguments(expression: Expr) -> Expr:
    """Exponents and arguments of error functions in factors where shorter: e^(2ab − a² − b²) → e^(−(a − b)²)"""
    if not occurs(expression, exp, erf, erfc):
        return expression
    return expression.replace(lambda e: isinstance(e, (exp, erf, erfc)) and e.args[0].has(Add), _shorter)


@lru_cache(maxsize=1024)
def _shorter(function: Expr) -> Expr:
    argument = function.args[0]
    return function.func(min(argument, factor_safely(argument), key=length))


def in_powers(expression: Expr) -> Iterator[Expr]:
    """As a fraction in e^x, and in e^(−x), where they are the only exponentials: f − f/(1 + e^(−x)) → f/(e^x + 1)"""
    exponents = sorted({e.exp for e in expression.atoms(exp)}, key=str)
    if not exponents or not set(exponents) <= {exponents[0], -exponents[0]}:
        return
    power = Name("power", positive=True)
    for x in exponents:
        fraction = expression.xreplace({exp(x): power, exp(-x): 1 / power})
        yield factor_safely(fraction).xreplace({power: exp(x)})
