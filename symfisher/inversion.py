"""x as a function of u = φ(x), by peeling off one operation at a time."""

from __future__ import annotations

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Pow,
    Symbol,
    acos,
    asin,
    asinh,
    atan,
    atanh,
    cos,
    diff,
    exp,
    fraction,
    log,
    sin,
    sinh,
    tan,
    tanh,
)

BACK = {
    exp: log,
    log: exp,
    cos: acos,
    sin: asin,
    tan: atan,
    sinh: asinh,
    tanh: atanh,
    acos: cos,
    asin: sin,
    atan: tan,
    asinh: sinh,
    atanh: tanh,
}
"""Functions of one argument and what undoes them, for angles near 0"""


def invert(expression: Expr, x: Symbol, u: Expr) -> Expr | None:
    """The x with expression(x) = u, on the branch where every base is positive; None where x stands twice.

    >>> x, k, u = Symbol("x", positive=True), Symbol("k", positive=True), Symbol("u", positive=True)
    >>> invert(2 * x**k, x, u)
    (u/2)**(1/k)
    """
    if expression == x:
        return u
    if expression.func in BACK:
        return invert(expression.args[0], x, BACK[expression.func](u))
    if isinstance(expression, Mul) and (inverse := _invert_fraction(expression, x, u)) is not None:
        return inverse
    fixed, moving = expression.as_independent(x, as_Add=isinstance(expression, Add))
    if isinstance(expression, Add) and not isinstance(moving, Add):
        return invert(moving, x, u - fixed)
    if isinstance(expression, Mul) and not isinstance(moving, Mul):
        return invert(moving, x, u / fixed)
    if isinstance(expression, Pow):
        base, exponent = expression.as_base_exp()
        if not exponent.has(x):
            return invert(base, x, u ** (1 / exponent))
        if not base.has(x):
            return invert(exponent, x, log(u) / log(base))
    return None


def _invert_fraction(expression: Expr, x: Symbol, u: Expr) -> Expr | None:
    """u = (ax + b)/(cx + d) → x = (b − du)/(cu − a)"""
    numerator, denominator = fraction(expression)
    if not denominator.has(x):
        return None
    slopes = [diff(part, x) for part in (numerator, denominator)]
    if any(slope.has(x) for slope in slopes):
        return None
    (a, c), (b, d) = slopes, (part.xreplace({x: Integer(0)}) for part in (numerator, denominator))
    return (b - d * u) / (c * u - a)
