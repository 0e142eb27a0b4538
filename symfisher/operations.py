"""How long an expression is to read: SymPy's `count_ops`, with each part counted once."""

from __future__ import annotations

from functools import lru_cache

from sympy import Basic, Derivative, E, Expr, Function, Integral, Mul, Pow, S, Sum, fraction
from sympy.core.function import _coeff_isneg
from sympy.core.operations import LatticeOp


@lru_cache(maxsize=16384)
def operations(e: Basic) -> int:
    """The number that `count_ops` gives, which adds up symbols and begins anew with each form that is compared.

    >>> from sympy.abc import x, y
    >>> operations(x - y / 2), (x - y / 2).count_ops()
    (2, 2)
    """
    if e.is_Rational:
        return (e.p < 0) + (e.q != 1)
    if e.is_Add:
        return _in_sum(e)
    return _in_product(e) if e.is_Mul else _in_function(e)


def _in_sum(total: Expr) -> int:
    negative = [_coeff_isneg(term) for term in total.args]
    inner = sum(operations(-term if minus else term) for term, minus in zip(total.args, negative, strict=True))
    return len(negative) - 1 + all(negative) + inner


def _in_product(product: Expr) -> int:
    minus = _coeff_isneg(product)
    if minus:
        product = product.as_two_terms()[1] if product.args[0] is S.NegativeOne else -product
    above, below = fraction(product)
    if above.is_Integer:
        return minus + 1 + (above.p < 0) + operations(below)
    if below is not S.One:
        return minus + (0 if below.is_Integer else operations(below)) + 1 + operations(above)
    return minus + _in_function(product)


def _in_function(e: Basic) -> int:
    if e.is_Pow and e.exp is S.NegativeOne:
        return 1 + operations(e.base)
    if e == E:
        return 1
    if e.is_Symbol:
        return 0
    return _own(e) + sum(map(operations, e.args))


def _own(e: Basic) -> int:
    """The operations of the head alone"""
    if isinstance(e, (Mul, LatticeOp)):
        return len(e.args) - 1
    return int(bool(e.args) and isinstance(e, (Pow, Function, Derivative, Integral, Sum)))
