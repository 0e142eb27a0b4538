"""Equal as functions: by simplification, or else to many digits at random interior points."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

DIGITS = 30


def same(ours: sp.Matrix, theirs: sp.Matrix, points: Iterable[dict]) -> bool:
    """Whether two matrices in the same symbols are equal."""
    assert ours.shape == theirs.shape
    difference = sp.Matrix(ours - theirs)
    if difference.is_zero_matrix or sp.simplify(difference).is_zero_matrix:
        return True
    return all(_close(a, b, point) for point in points for a, b in zip(ours, theirs, strict=True))


def _close(a: sp.Expr, b: sp.Expr, point: dict) -> bool:
    a, b = (e.subs(point).evalf(DIGITS + 10) for e in (a, b))
    assert a.is_comparable and b.is_comparable, f"{a} or {b} is no number at {point}"
    return abs(a - b) <= sp.Float(10, DIGITS + 10) ** -DIGITS * (1 + abs(b))
