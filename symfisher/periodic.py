"""All the roots of c·f(ax + b) + d with a sine, a cosine or a tangent f, as many as an interval may hold."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Add, Expr, Integer, Mul, acos, asin, atan, ceiling, cos, diff, nan, oo, pi, sin, tan, zoo
from sympy.core.symbol import Symbol
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from symfisher.space import Space

MOST = 4
INVERSES: dict[type, tuple[Callable[[Expr], tuple[Expr, ...]], Expr]] = {
    sin: (lambda c: (asin(c), pi - asin(c)), 2 * pi),
    cos: (lambda c: (acos(c), -acos(c)), 2 * pi),
    tan: (lambda c: (atan(c),), pi),
}


def periodic_roots(expression: Expr, x: Symbol, space: Space) -> list[Expr]:
    """The roots in an interval of finite length, and some beside it, as where it lies beside them is not known.

    >>> x = Symbol("x")
    >>> periodic_roots(cos(x), x, Space(Integer(0), pi))[:2]
    [pi/2, -pi/2]
    """
    length = space.upper - space.lower
    if not (length.is_number and length.is_finite):
        return []
    found: dict[Expr, None] = {}
    for factor in Mul.make_args(expression):
        constant, moving = factor.as_independent(x, as_Add=True)
        slope, function = moving.as_independent(x, as_Add=False)
        if type(function) in INVERSES and isinstance(factor, (Add, TrigonometricFunction, Mul)):
            found |= dict.fromkeys(_roots(function, -constant / slope, x, length))
    return list(found)


def _roots(function: Expr, value: Expr, x: Symbol, length: Expr) -> list[Expr]:
    """x = (u + jT − b)/a with f(u) = value and j = 0, −1, 1, …"""
    inverse, period = INVERSES[type(function)]
    a = diff(function.args[0], x)
    if a == 0 or a.has(x):
        return []
    b = function.args[0].xreplace({x: Integer(0)})
    periods = ceiling(length * abs(a) / period) if a.is_number else oo
    turns = [0, *(way * j for j in range(1, int(min(periods, MOST)) + 1) for way in (1, -1))]
    roots = [(u + j * period - b) / a for j in turns for u in inverse(value)]
    return [root.expand() for root in roots if not root.has(nan, zoo, oo) and root.is_real is not False]
