"""∫ and Σ of an expression without heads over one variable, or several nested."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from mpmath import mp
from sympy import Abs, Basic, Expr, Heaviside, Max, Min, Piecewise, Symbol, sign, true
from sympy.core.relational import Relational

from symfisher.compiling import Values, numeric
from symfisher.sums import Estimate, integral, nodes, series

FEW = 10
KINKED = (Abs, sign, Heaviside, Max, Min, Piecewise)


def measure(plain: Expr, limits: tuple[Basic, ...], values: Values, digits: int, watch: Callable) -> Estimate:
    """∫ or Σ over the first of the limits (x, a, b, discrete) of the totals over the others."""
    (x, a, b, discrete), inner = limits[0], limits[1:]
    lower, upper = (numeric(bound, (), values)() for bound in (a, b))
    found: list[Estimate] = []

    def total(at: Any) -> Any:
        estimate = measure(plain, inner, {**values, x: at}, digits, watch)
        found.append(estimate)
        noise = 100 * estimate.error + estimate.scale * mp.mpf(10) ** -digits
        return estimate.value if abs(estimate.value) > noise else mp.mpf(0)

    function = total if inner else numeric(plain, (x,), values)
    if discrete in (true, True):
        return _with_inner(series(function, lower, upper, digits, watch), found)
    kinks = () if inner else _kinks(plain, x, values, lower, upper)
    return _with_inner(integral(function, lower, upper, digits, kinks, watch), found)


def _with_inner(outer: Estimate, found: list[Estimate]) -> Estimate:
    """The outer total with the errors and the sizes of those inner totals that matter."""
    size = max((inner.scale for inner in found), default=0)
    if not size:
        return outer
    error = max(inner.error for inner in found if inner.scale > size * mp.mpf(10) ** -FEW)
    largest = max(abs(inner.value) for inner in found)
    if not outer.scale:
        return Estimate(outer.value, error, size)
    scale = outer.scale * max(size / largest, 1)
    return Estimate(outer.value, outer.error + outer.scale * error / largest, scale)


def _kinks(plain: Expr, x: Symbol, values: dict, lower: Any, upper: Any) -> tuple:
    """Where the argument of a function with a kink changes its sign."""
    places: list[Any] = []
    for corner in {c for part in plain.atoms(*KINKED) for c in _corners(part) if x in c.free_symbols}:
        f = numeric(corner, (x,), values)
        grid = nodes(lower, upper)
        signs = [mp.sign(f(at)) for at in grid]
        places += [at for at, s in zip(grid, signs, strict=True) if s == 0]
        for k, (one, two) in enumerate(pairwise(signs)):
            if one * two < 0:
                places.append(mp.findroot(f, (grid[k], grid[k + 1]), solver="anderson", verify=False))
    return tuple(places)


def _corners(part: Basic) -> set[Expr]:
    """The expressions at whose zeros this function is not smooth."""
    if isinstance(part, Piecewise):
        return {r.lhs - r.rhs for _, condition in part.args for r in condition.atoms(Relational)}
    if isinstance(part, (Max, Min)):
        return {a - b for a in part.args for b in part.args if a != b}
    return {part.args[0]}
