"""Special functions that SymPy leaves as unevaluated derivatives, as functions with digits."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mpmath import mp, workprec
from sympy import Add, Expr, Function, Integer, Mul, Pow, S, Subs, Symbol, diff, factor_terms, log, signsimp, zeta
from sympy.core.function import ArgumentIndexError
from sympy.core.logic import fuzzy_and

from symfisher.notation import Name

ORDER = Name("xi", real=True)
"""What stands for an argument in which a function is differentiated as it stands"""


class zeta_derivative(Function):
    """ζ⁽ᵏ⁾(s) or ζ⁽ᵏ⁾(s, a), the k-th derivative in s of Riemann's or Hurwitz's zeta function.

    >>> from sympy import Integer
    >>> zeta_derivative(Integer(1), Integer(2)).evalf(10)
    -0.9375482543
    """

    nargs = (2, 3)

    @classmethod
    def eval(cls, k: Expr, s: Expr, a: Expr = S.One) -> Expr | None:
        return zeta(s, a) if k == 0 else None

    def fdiff(self, argindex: int = 2) -> Expr:
        k, s, *a = self.args
        if argindex == 2:
            return zeta_derivative(k + 1, s, *a)
        return -s * zeta_derivative(k, s + 1, *a) - k * zeta_derivative(k - 1, s + 1, *a)

    def _eval_is_real(self) -> bool | None:
        return fuzzy_and(argument.is_real for argument in self.args)

    def _eval_evalf(self, prec: int) -> Any:
        k, *at = self.args
        with workprec(prec + 10):
            s, a = (argument._to_mpmath(prec + 10) for argument in (*at, S.One)[:2])
            return Expr._from_mpmath(mp.zeta(s, a, int(k)), prec)

    def _mpmathcode(self, printer: Any) -> str:
        k, *at = self.args
        s, a = map(printer._print, (*at, S.One)[:2])
        return f"{printer._module_format('mpmath.zeta')}({s}, {a}, {int(k)})"


class _zeta(Function):
    """ζ(s) or ζ(s, a) on its way through diff, which then stays a function with digits."""

    nargs = (1, 2)

    def fdiff(self, argindex: int = 1) -> Expr:
        s, *a = self.args
        return zeta_derivative(Integer(1), s, *a) if argindex == 1 else -s * _zeta(s + 1, *a)


def derivative(expression: Expr, *symbols: Any) -> Expr:
    """∂expression/∂symbols, in functions that have digits."""
    if not expression.has(zeta):
        return _differentiated(expression, symbols)
    guarded = expression.replace(zeta, _zeta)
    return _differentiated(guarded, symbols).replace(_zeta, zeta)


def _differentiated(expression: Expr, symbols: tuple[Any, ...]) -> Expr:
    if not all(isinstance(symbol, Symbol) for symbol in symbols):
        return diff(expression, *symbols)
    for symbol in symbols:
        expression = slope(expression, symbol)
    return expression if len(symbols) == 1 else factor_terms(signsimp(expression))


@lru_cache(maxsize=4096)
def slope(e: Expr, x: Symbol) -> Expr:
    """What `diff` gives, by the rules for sums, products, powers and functions alone where these are enough.

    >>> x = Symbol("x")
    >>> slope(x**2 * log(x), x)
    2*x*log(x) + x
    """
    if not e.args:
        return S.One if e == x else S.Zero
    if isinstance(e, Add):
        return Add(*(slope(term, x) for term in e.args))
    if isinstance(e, Mul):
        slopes = ((k, d) for k, factor in enumerate(e.args) if (d := slope(factor, x)) != 0)
        return Add(*(Mul(*e.args[:k], d, *e.args[k + 1 :]) for k, d in slopes))
    if isinstance(e, Pow):
        base, exponent = slope(e.base, x), slope(e.exp, x)
        by_exponent = exponent * log(e.base) if exponent != 0 else S.Zero
        return e * (by_exponent + base * e.exp / e.base) if base != 0 else e * by_exponent
    if type(e)._eval_derivative is Function._eval_derivative:
        slopes = ((k, d) for k, argument in enumerate(e.args, 1) if (d := slope(argument, x)) != 0)
        return Add(*(_slope_in(e, k) * d for k, d in slopes))
    return diff(e, x)


def _slope_in(function: Function, k: int) -> Expr:
    """The derivative by the k-th argument; as it stands where SymPy has none, as in the order of a Bessel function"""
    try:
        return function.fdiff(k)
    except ArgumentIndexError:
        found = Function.fdiff(function, k)
    if not isinstance(found, Subs):
        return found
    (dummy,), (place,) = found.variables, found.point
    return Subs(found.expr.xreplace({dummy: ORDER}), ORDER, place)
