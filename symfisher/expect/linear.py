"""The linear system Jᵀ m = g over the field of rational functions of whatever occurs in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sympy import Add, Expr, Integer, Mul, cancel

from symfisher.expect.factored import factored
from symfisher.expect.normal_form import reduce_squares
from symfisher.expect.recurrences import canonical

Row = dict[int, Expr]
"""The entries that are not zero; the right side stands at VALUE."""
VALUE = -1


@dataclass(frozen=True)
class MeanSystem:
    """Row-reduced equations: each pivot unknown with its row, which names it and the free unknowns."""

    rows: dict[int, Row]

    @classmethod
    def solve(cls, jacobian: Sequence[Sequence[Expr]], gradient: Sequence[Expr]) -> MeanSystem:
        """Reduce the rows of (J | g), one equation a parameter, one unknown a statistic."""
        equations = [_row([*row, g]) for row, g in zip(jacobian, gradient, strict=True)]
        rows = [_rational(row) for row in _sparser(equations)]
        solved: dict[int, int] = {}
        while (pivot := _best_pivot(rows, solved)) is not None:
            r, column = pivot
            _eliminate(rows, r, column)
            solved[column] = r
        return cls({column: rows[r] for column, r in solved.items()})

    def combination(self, weights: Sequence[Expr]) -> Expr | None:
        """Σₖ weightsₖ mₖ, or None where the equations do not determine it."""
        implied: dict[int, list[Expr]] = {}
        value = Integer(0)
        for column, weight in enumerate(weights):
            for k, entry in self.rows.get(column, {}).items() if weight != 0 else ():
                if k == VALUE:
                    value += rational(weight) * entry
                elif k != column:
                    implied.setdefault(k, []).append(weight * entry)
        free = [k for k in range(len(weights)) if k not in self.rows and (weights[k] != 0 or k in implied)]
        if any(rational(weights[k] - Add(*implied.get(k, ()))) != 0 for k in free):
            return None
        return value


def rational(expression: Expr) -> Expr:
    """The canonical fraction, so that what is zero looks zero."""
    if expression.is_Rational or _is_monomial(expression):
        return expression
    plain = canonical(expression)
    return reduce_squares(found if (found := factored(plain)) is not None else cancel(plain))


def _is_monomial(expression: Expr) -> bool:
    """Whether it is a number times integer powers of symbols"""
    powers = (f.as_base_exp() for f in Mul.make_args(expression) if not f.is_Rational)
    return all(base.is_Symbol and exponent.is_Integer for base, exponent in powers)


def _row(entries: Sequence[Expr]) -> Row:
    last = len(entries) - 1
    return {VALUE if k == last else k: entry for k, entry in enumerate(entries) if entry != 0}


def _rational(row: Row) -> Row:
    return {k: value for k, entry in row.items() if (value := rational(entry)) != 0}


def _sparser(rows: list[Row]) -> list[Row]:
    """Each row, or its difference to the row before where more of it is zero: what all η share cancels there."""
    differences = [_less(row, before) for before, row in pairwise(rows)]
    return [*rows[:1], *(min(pair, key=len) for pair in zip(rows[1:], differences, strict=True))]


def _less(row: Row, other: Row) -> Row:
    entries = {k: row.get(k, Integer(0)) - other.get(k, Integer(0)) for k in {**row, **other}}
    return {k: entry for k, entry in entries.items() if entry != 0}


def _best_pivot(rows: list[Row], solved: dict[int, int]) -> tuple[int, int] | None:
    """Of the rows with fewest entries, the first column that is left; of equals, the simplest entry."""
    candidates = [
        (len(row), column, len(str(entry)), r)
        for r, row in enumerate(rows)
        if r not in solved.values()
        for column, entry in row.items()
        if column != VALUE
    ]
    if not candidates:
        return None
    _, column, _, r = min(candidates)
    return r, column


def _eliminate(rows: list[Row], r: int, column: int) -> None:
    """Gauss–Jordan on one column."""
    pivot = rows[r][column]
    rows[r] = {k: rational(entry / pivot) for k, entry in rows[r].items()}
    for other, row in enumerate(rows):
        if other != r and column in row:
            factor = row[column]
            rows[other] = _rational(_less(row, {k: factor * entry for k, entry in rows[r].items()}))
