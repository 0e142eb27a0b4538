"""x as a function of u = φ(x), by peeling off one operation at a time."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, Symbol, exp, log


def invert(expression: Expr, x: Symbol, u: Expr) -> Expr | None:
    """The x with expression(x) = u, on the branch where every base is positive; None where x stands twice.

    >>> x, k, u = Symbol("x", positive=True), Symbol("k", positive=True), Symbol("u", positive=True)
    >>> invert(2 * x**k, x, u)
    (u/2)**(1/k)
    """
    if expression == x:
        return u
    if isinstance(expression, exp):
        return invert(expression.args[0], x, log(u))
    if isinstance(expression, log):
        return invert(expression.args[0], x, exp(u))
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
