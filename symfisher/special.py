"""Special functions that SymPy leaves as unevaluated derivatives, as functions with digits."""

from __future__ import annotations

from typing import Any

from mpmath import mp, workprec
from sympy import Expr, Function, Integer, diff, zeta


class zeta_derivative(Function):
    """ζ⁽ᵏ⁾(s), the k-th derivative of Riemann's zeta function at s.

    >>> from sympy import Integer
    >>> zeta_derivative(Integer(1), Integer(2)).evalf(10)
    -0.9375482543
    """

    nargs = 2

    @classmethod
    def eval(cls, k: Expr, s: Expr) -> Expr | None:
        return zeta(s) if k == 0 else None

    def fdiff(self, argindex: int = 2) -> Expr:
        k, s = self.args
        return zeta_derivative(k + 1, s)

    def _eval_is_real(self) -> bool | None:
        return self.args[1].is_real

    def _eval_evalf(self, prec: int) -> Any:
        k, s = self.args
        with workprec(prec + 10):
            value = s._to_mpmath(prec + 10)
            return Expr._from_mpmath(mp.zeta(value, 1, int(k)), prec)

    def _mpmathcode(self, printer: Any) -> str:
        k, s = self.args
        return f"{printer._module_format('mpmath.zeta')}({printer._print(s)}, 1, {int(k)})"


class _zeta(Function):
    """ζ(s) on its way through diff, which then stays a function with digits."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return zeta_derivative(Integer(1), self.args[0])


def derivative(expression: Expr, *symbols: Any) -> Expr:
    """∂expression/∂symbols, in functions that have digits."""
    if not expression.has(zeta):
        return diff(expression, *symbols)
    guarded = expression.replace(lambda e: isinstance(e, zeta) and len(e.args) == 1, lambda e: _zeta(*e.args))
    return diff(guarded, *symbols).replace(_zeta, zeta)
