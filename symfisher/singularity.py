"""Where F(θ) is singular: its rank, and the directions v with F(θ) v = 0, along which the density does not change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import product

from mpmath import matrix as mp_matrix
from mpmath import mp, mpf, workdps
from sympy import Expr, ImmutableMatrix, Integer, Matrix, gcd, lcm
from sympy.polys.polyerrors import PolynomialError

from symfisher.compiling import vector
from symfisher.errors import SymfisherError
from symfisher.expect.factored import cancel_safely
from symfisher.expect.normal_form import is_negative, normal_form
from symfisher.vanishing import NOTHING, PRECISION, Point, vanishes

FEW, CLEARLY_SOMETHING = 20, mpf(10) ** -8
LARGEST = 6  # rows of a linear system that is solved in symbols


def rank(closed: Matrix, points: Sequence[Point]) -> int:
    """The rank of a closed F(θ) at almost every θ: that of its numbers at `points`, inside the domains.

    >>> rank(Matrix([[1, 1], [1, 1]]), [{}])
    1
    """
    return sum(len(_independent(closed.extract(block, block), points)) for block in blocks(closed))


def null_directions(closed: Matrix, points: Sequence[Point]) -> tuple[ImmutableMatrix, ...]:
    """A basis of {v : F(θ) v = 0} for a closed F(θ), each v as simple as it can be; () where F(θ) is regular.

    SymfisherError where F(θ) is singular and v cannot be written down.

    >>> null_directions(Matrix([[1, 2], [2, 4]]), [{}])
    (Matrix([
    [ 2],
    [-1]]),)
    """
    found = []
    for block in blocks(closed):
        for v in _within(closed.extract(block, block), points):
            components = dict(zip(block, v, strict=True))
            found.append(ImmutableMatrix([components.get(k, Integer(0)) for k in range(closed.rows)]))
    return tuple(found)


def blocks(closed: Matrix) -> list[list[int]]:
    """The rows in groups, with nothing but zeros between any two groups."""
    left, found = set(range(closed.rows)), []
    while left:
        group: set[int] = set()
        edge = {min(left)}
        while edge:
            group |= edge
            edge = {b for a in edge for b in left - group if closed[a, b] != 0}
        left -= group
        found.append(sorted(group))
    return found


def _independent(block: Matrix, points: Sequence[Point]) -> list[int]:
    """Rows that span all rows: as many as at the best of the points."""
    if block.rows == 1:
        return [] if block[0] == 0 else [0]
    if len(_pivots(block, points[0], FEW, CLEARLY_SOMETHING)) == block.rows:
        return list(range(block.rows))  # many digits may take long
    best: list[int] = []
    for point in points:
        best = max(best, _pivots(block, point, PRECISION, NOTHING), key=len)
        if len(best) == block.rows:
            break
    return sorted(best)


def _pivots(block: Matrix, point: Point, digits: int, nothing: mpf) -> list[int]:
    """Independent rows, by elimination from the correlations, the largest entry first, until nothing is left."""
    with workdps(digits):
        numbers = _numbers(block, point)
        every = range(numbers.rows)
        sizes = [mp.sqrt(abs(numbers[k, k])) or mpf(1) for k in every]
        rest = mp_matrix([[numbers[a, b] / (sizes[a] * sizes[b]) for b in every] for a in every])
        found: list[int] = []
        while len(found) < len(every):
            row, column = max(product(every, every), key=lambda place: abs(rest[place]))
            if abs(rest[row, column]) < nothing:
                break
            found.append(row)
            rest -= rest[:, column] * rest[row, :] / rest[row, column]
        return found


def _numbers(block: Matrix, point: Point) -> mp_matrix:
    values = vector(list(block), (), dict(point))()
    if not all(map(mp.isfinite, values)):
        raise SymfisherError("the closed form has no finite value at a point of the domain.")
    return mp_matrix([values[k : k + block.cols] for k in range(0, len(values), block.cols)])


def _within(block: Matrix, points: Sequence[Point]) -> Iterator[list[Expr]]:
    """One v for each row that depends on the others."""
    spanning = _independent(block, points)
    for row in range(block.rows):
        if row in spanning:
            continue
        solution = _solved(block.extract(spanning, spanning), -block.extract(spanning, [row]))
        components = dict(zip(spanning, solution, strict=True)) | {row: Integer(1)}
        v = _simplest([components.get(k, Integer(0)) for k in range(block.rows)], points[0])
        if not all(vanishes(entry, points) for entry in block * Matrix(v)):
            raise SymfisherError("F(θ) is singular, and no direction v with F(θ) v = 0 was found.")
        yield v


def _solved(square: Matrix, right: Matrix) -> list[Expr]:
    """Gauss and Jordan's elimination; the matrix is positive definite, so that no row need be exchanged."""
    if square.rows > LARGEST:
        raise SymfisherError(f"F(θ) is singular; a system of more than {LARGEST} equations is not solved in symbols.")
    rows = square.row_join(right).tolist()
    for k in range(square.rows):
        rows[k] = [cancel_safely(entry / rows[k][k]) for entry in rows[k]]
        for other in set(range(square.rows)) - {k}:
            factor = rows[other][k]
            rows[other] = [cancel_safely(a - factor * b) for a, b in zip(rows[other], rows[k], strict=True)]
    return [row[-1] for row in rows]


def _simplest(v: list[Expr], point: Point) -> list[Expr]:
    """Without denominators and common factors, its first component positive."""
    try:
        scale = reduce(lcm, (cancel_safely(e).as_numer_denom()[1] for e in v))
        whole = [cancel_safely(e * scale) for e in v]
        common = reduce(gcd, whole)
        v = [cancel_safely(e / common) for e in whole]
    except PolynomialError:
        pass
    first = next(e for e in v if e != 0)
    sign = -1 if is_negative(first, point) else 1
    return [normal_form(sign * e, point) for e in v]
