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

KINKED = (Abs, sign, Heaviside, Max, Min, Piecewise)


def measure(
    plain: Expr, limits: tuple[Basic, ...], values: Values, digits: int, watch: Callable
) -> Estimate:
    """∫ or Σ over the first of the limits (x, a, b, discrete) of the totals over the others."""
    (x, a, b, discrete), inner = limits[0], limits[1:]
    lower, upper = (numeric(bound, (), values)() for bound in (a, b))

    def total(at: Any) -> Any:
        return measure(plain, inner, {**values, x: at}, digits, watch).value

    function = total if inner else numeric(plain, (x,), values)
    if discrete in (true, True):
        return series(function, lower, upper, digits, watch)
    kinks = () if inner else _kinks(plain, x, values, lower, upper)
    return integral(function, lower, upper, digits, kinks, watch)


def _kinks(plain: Expr, x: Symbol, values: dict, lower: Any, upper: Any) -> tuple:
    """Where the argument of a function with a kink changes its sign."""
    places: list[Any] = []
    for corner in {
        c for part in plain.atoms(*KINKED) for c in _corners(part) if x in c.free_symbols
    }:
        f = numeric(corner, (x,), values)
        grid = nodes(lower, upper)
        signs = [mp.sign(f(at)) for at in grid]
        places += [at for at, s in zip(grid, signs, strict=True) if s == 0]
        for k, (one, two) in enumerate(pairwise(signs)):
            if one * two < 0:
                places.append(
                    mp.findroot(f, (grid[k], grid[k + 1]), solver="anderson", verify=False)
                )
    return tuple(places)


def _corners(part: Basic) -> set[Expr]:
    """The expressions at whose zeros this function is not smooth."""
    if isinstance(part, Piecewise):
        return {r.lhs - r.rhs for _, condition in part.args for r in condition.atoms(Relational)}
    if isinstance(part, (Max, Min)):
        return {a - b for a in part.args for b in part.args if a != b}
    return {part.args[0]}
