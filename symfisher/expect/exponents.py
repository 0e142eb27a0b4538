"""Exponents and arguments of special functions, written in the shortest way."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, erf, erfc, exp

from symfisher.expect.factored import cancel_safely, factor_safely, length
from symfisher.notation import Name


def short_arguments(expression: Expr) -> Expr:
    """Exponents and arguments of error functions in factors where shorter: e^(2ab − a² − b²) → e^(−(a − b)²)"""

    def short(function: Expr) -> Expr:
        argument = function.args[0]
        return function.func(min(argument, factor_safely(argument), key=length))

    return expression.replace(lambda e: isinstance(e, (exp, erf, erfc)) and e.args[0].has(Add), short)


def in_powers(expression: Expr) -> Iterator[Expr]:
    """As a fraction in e^x, and in e^(−x), where they are the only exponentials: f − f/(1 + e^(−x)) → f/(e^x + 1)"""
    exponents = {e.exp for e in expression.atoms(exp)}
    for x in exponents if exponents and exponents <= {(one := min(exponents, key=str)), -one} else ():
        power = Name("power", positive=True)
        yield factor_safely(cancel_safely(expression.xreplace({exp(x): power, exp(-x): 1 / power}))).xreplace(
            {power: exp(x)}
        )
