"""Differences that lose their digits far out, as functions that keep them: 1 − e^z, 1 + tanh z, 1 − erf z."""

from __future__ import annotations

from functools import lru_cache

from sympy import Add, Expr, Integer, Number, Pow, erf, erfc, exp, tanh
from sympy.codegen.cfunctions import expm1, log1p


@lru_cache(maxsize=4096)
def steady(total: Add) -> Expr:
    """The sum with its number and one term that may come near to minus that number taken together.

    >>> from sympy import Symbol
    >>> x = Symbol("x", positive=True)
    >>> steady(1 - exp(-x)), steady(1 + tanh(x)), steady(1 - erf(x)), steady(1 - (1 + x)**(-3))
    (-expm1(-x), 2/(1 + exp(-2*x)), erfc(x), -expm1(-3*log1p(x)))
    """
    number = total.args[0] if isinstance(total.args[0], Number) else Integer(0)
    if number == 0:
        return total
    for term in total.args[1:]:
        coefficient, function = term.as_coeff_Mul()
        if coefficient in (number, -number) and (joined := _joined(function, coefficient == number)) is not None:
            return Add(number * joined, *(part for part in total.args[1:] if part is not term))
    return total


def _joined(function: Expr, alike: bool) -> Expr | None:
    """1 + f or, unless they are alike in sign, 1 − f"""
    sign = Integer(1 if alike else -1)
    if isinstance(function, tanh):
        return 2 / (1 + exp(-2 * sign * function.args[0]))
    if isinstance(function, erf):
        return erfc(-sign * function.args[0])
    if alike:
        return None
    if isinstance(function, exp):
        return -expm1(function.args[0])
    if isinstance(function, Pow) and isinstance(function.base, Add) and function.base.args[0] == 1:
        rest = Add(*function.base.args[1:])
        return -expm1(function.exp * log1p(rest)) if rest.is_positive else None
    return None
