"""Which base law has a kernel, and whether a function of the pivot may be the log of one: in machine numbers, before
any algebra.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, log
from typing import Any

from mpmath import fp, workdps
from sympy import Expr, Symbol

from symfisher.compiling import TROUBLE, number, vector
from symfisher.expect.base_law import BaseLaw, Beta, BetaPrime, Gamma, Kernel, u
from symfisher.expect.bessel_law import GammaBesidePower, InverseGaussian
from symfisher.expect.cut_law import CutGamma, Power
from symfisher.expect.log_density import Point
from symfisher.expect.lognormal_law import LogNormal
from symfisher.special import derivative

NOISE = 1e-7
SHARES = (0.07, 0.81, 0.33, 0.55, 0.19, 0.93, 0.44, 0.69, 0.26)


def kind_of(kernel: Kernel) -> type[BaseLaw] | None:
    """The law that has the moments of this kernel."""
    if kernel.q != 0:
        return LogNormal if kernel.c == kernel.d == kernel.t == 0 else None
    if kernel.d != 0:
        return InverseGaussian if kernel.full and kernel.c != 0 and kernel.beside != 1 - u else None
    if kernel.beside is None:
        return (Gamma if kernel.full else CutGamma) if kernel.c != 0 else None if kernel.full else Power
    if kernel.c == 0:
        return (Beta if kernel.beside == 1 - u else BetaPrime) if kernel.full else None
    return GammaBesidePower if kernel.full and kernel.beside == 1 + u else None


def may_be_kernel(
    log_density: Expr, x: Symbol, of_x: Expr, inverse: Expr, beside: Expr | None, span: tuple[Expr, Expr], point: Point
) -> bool:
    """Whether f = ℓ(x(u)) + log |dx/du| is c₀ + c₁ log u + c₂ u + c₃/u + c₄ log²u + c₅ log w + c₆ log |log u| at a few
    more places than there are coefficients; yes where that cannot be seen.
    """
    try:
        places = _places(*(fp.mpf(number(end.xreplace(dict(point)))) for end in span))
        with workdps(15):
            values = {symbol: v for symbol, v in point.items() if symbol not in (u, x)}
            back, ell, slope = (
                vector([e], [at], values, fp) for e, at in ((inverse, u), (log_density, x), (derivative(of_x, x), x))
            )
            rows = [[*_shapes(at, beside), _image(back(at)[0], ell, slope)] for at in places]
        finite = all(isinstance(v, float) and isfinite(v) for row in rows for v in row)
        return not finite or _dependent(rows)
    except TROUBLE:
        return True


def _image(x: float, ell: Callable[..., list[Any]], slope: Callable[..., list[Any]]) -> float:
    """ℓ(x) − log |du/dx|"""
    return ell(x)[0] - log(abs(slope(x)[0]))


def _places(low: float, high: float) -> list[float]:
    if isfinite(high):
        return [low + (high - low) * share for share in SHARES]
    return [low + share / (1 - share) for share in SHARES]


def _shapes(x: float, beside: Expr | None) -> list[float]:
    shapes = [1.0, log(x), x, 1 / x, log(x) ** 2, log(abs(log(x)))]
    return shapes if beside is None else [*shapes, log(float(beside.xreplace({u: number(x)})))]


def _dependent(rows: list[list[Any]]) -> bool:
    """Whether the last column is a combination of the others, by elimination with the largest pivots"""
    rows, size = [row.copy() for row in rows], max(abs(row[-1]) for row in rows)
    for column in range(len(rows[0]) - 1):
        best = max(range(column, len(rows)), key=lambda k: abs(rows[k][column]))
        rows[column], rows[best] = rows[best], rows[column]
        top = rows[column]
        for row in rows[column + 1 :]:
            share = row[column] / top[column]
            row[column:] = [value - share * pivot for value, pivot in zip(row[column:], top[column:], strict=True)]
    return all(abs(row[-1]) <= NOISE * (1 + size) for row in rows[len(rows[0]) - 1 :])
