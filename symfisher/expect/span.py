"""The range of a change of variable: the ends between which u = φ(x; θ) runs as x runs over its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mpmath import mpf, workdps
from sympy import Add, Expr, Integer, Max, Min, Piecewise, Pow, nan, oo, zoo

from symfisher.compiling import number, vector
from symfisher.errors import SymfisherError
from symfisher.expect.branch import Branch
from symfisher.expect.factored import cancel_safely, factor_safely
from symfisher.expect.normal_form import Point
from symfisher.values import sign_at, value_at

LIMITS = (Integer(0), Integer(1), oo)
SMALL, NEAR = mpf("0.05"), mpf("1e-12")


def span_of(branch: Branch, candidate: Expr) -> tuple[Expr, Expr] | None:
    """The ends between which u runs as x runs over its interval: 0, 1, ∞ or what φ is there."""
    bounds = branch.space.lower, branch.space.upper
    by_case = any(end.has(Piecewise) for end in bounds)
    spans = {_span_at(bounds, candidate, branch, point) for point in branch.points[: None if by_case else 1]}
    return spans.pop() if len(spans) == 1 else None


def _span_at(bounds: Sequence[Expr], candidate: Expr, branch: Branch, point: Point) -> tuple[Expr, Expr] | None:
    ends = [found for end in bounds if (found := _end(end, candidate, branch, point)) is not None]
    if len(ends) < 2:
        return None
    low, high = sorted(ends, key=lambda e: e[0])
    return low[1], high[1]


def _end(end: Expr, candidate: Expr, branch: Branch, point: Point) -> tuple[Any, Expr] | None:
    """u at one end of the interval, as a number at the point and as what it is."""
    end = _at_point(end, point)
    exact = candidate.xreplace({branch.variable: end}) if end.is_finite is not False else nan
    signs = {sign_at(exact, p) for p in branch.points} if not exact.has(nan, zoo, oo) else {None}
    if signs == {1}:
        return mpf(value_at(exact, point)), Integer(1) if _is_one(exact, branch.points) else _as_square(exact)
    if -1 in signs:
        return None
    if (near := _near(end, candidate, branch, point)) is None:
        return None
    limits = [(near, limit) for limit, close in zip(LIMITS, _closeness(near), strict=True) if close]
    return limits[0] if limits else None


def _as_square(exact: Expr) -> Expr:
    """1 − 2g + g² → (1 − g)², whose root can be taken; other sums as they are"""
    factored = factor_safely(exact) if isinstance(exact, Add) else exact
    return factored if isinstance(factored, Pow) and factored.exp.is_even else exact


def _is_one(exact: Expr, points: Sequence[Point]) -> bool:
    """Whether it is 1, though written as −(q − 1)/(1 − q)"""
    return exact != 1 and all(abs(value_at(exact, p) - 1) < NEAR for p in points) and cancel_safely(exact) == 1


def _at_point(end: Expr, point: Point) -> Expr:
    """The end with the case, the maximum or the minimum that rules at the point"""

    def size(e: Expr) -> Expr:
        return e.subs(point)

    end = end.replace(Piecewise, lambda *cases: next(value for value, holds in cases if holds.subs(point) == True))  # noqa: E712
    end = end.replace(Max, lambda *parts: max(parts, key=size))
    return end.replace(Min, lambda *parts: min(parts, key=size))


def _closeness(near: Any) -> tuple[bool, bool, bool]:
    return near < SMALL, abs(near - 1) < SMALL, near > 1 / SMALL


def _near(end: Expr, candidate: Expr, branch: Branch, at: Point) -> Any:
    """u for an x next to one end of the interval, not so near where an exponential is too large."""
    point = dict(at)
    values = {symbol: value for symbol, value in point.items() if symbol != branch.variable}
    for power in (300, 6):
        with workdps(400):
            tiny = mpf(10) ** -power
            if end.is_infinite:
                x = 1 / tiny if end.is_extended_positive else -1 / tiny
            else:
                inward = 1 if end.xreplace(point) < point[branch.variable] else -1
                x = number(end.xreplace(point).evalf(400)) + inward * tiny
            try:
                value = vector([candidate], [branch.variable], values)(x)[0]
            except OverflowError:
                continue
            except (SymfisherError, ArithmeticError, ValueError):
                return None
            return value if isinstance(value, mpf) else None
    return None
