"""The linear system Jᵀ m = g over the field of rational functions of whatever occurs in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Add, Expr, cancel

from symfisher.expect.normal_form import canonical, reduce_squares


@dataclass(frozen=True)
class MeanSystem:
    """Row-reduced equations: pivot unknowns in terms of the free ones."""

    pivots: tuple[int, ...]
    rows: tuple[tuple[Expr, ...], ...]
    values: tuple[Expr, ...]

    @classmethod
    def solve(cls, jacobian: Sequence[Sequence[Expr]], gradient: Sequence[Expr]) -> MeanSystem:
        """Reduce the rows of (J | g), one equation a parameter, one unknown a statistic."""
        unknowns = len(jacobian[0])
        system = [[rational(e) for e in (*row, g)] for row, g in zip(jacobian, gradient, strict=True)]
        pivots: list[int] = []
        for column in range(unknowns):
            _eliminate(system, pivots, column)
        kept = system[: len(pivots)]
        return cls(tuple(pivots), tuple(tuple(row[:-1]) for row in kept), tuple(row[-1] for row in kept))

    def combination(self, weights: Sequence[Expr]) -> Expr | None:
        """Σₖ weightsₖ mₖ, or None where the equations do not determine it."""
        weights = [rational(w) for w in weights]
        for column, weight in enumerate(weights):
            if column not in self.pivots:
                implied = Add(*(weights[p] * row[column] for p, row in zip(self.pivots, self.rows, strict=True)))
                if rational(weight - implied) != 0:
                    return None
        return Add(*(weights[p] * value for p, value in zip(self.pivots, self.values, strict=True)))


def rational(expression: Expr) -> Expr:
    """The canonical fraction, so that what is zero looks zero."""
    return expression if expression.is_Rational else reduce_squares(cancel(canonical(expression)))


def _eliminate(system: list[list[Expr]], pivots: list[int], column: int) -> None:
    """Gauss–Jordan on one column; the simplest nonzero entry is the pivot."""
    rank = len(pivots)
    candidates = [r for r in range(rank, len(system)) if system[r][column] != 0]
    if not candidates:
        return
    best = min(candidates, key=lambda r: len(str(system[r][column])))
    system[rank], system[best] = system[best], system[rank]
    pivot = system[rank][column]
    system[rank] = [rational(e / pivot) for e in system[rank]]
    for r, row in enumerate(system):
        if r != rank and row[column] != 0:
            system[r] = [rational(e - row[column] * p) for e, p in zip(row, system[rank], strict=True)]
    pivots.append(column)
