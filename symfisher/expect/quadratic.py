"""Completing the square: p(x) = c + (x − m)ᵀ B (x − m), with B⁻¹ and m by division-free algebra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Add, Expr, Matrix, Rational, Symbol, cancel, degree, diff, expand
from sympy.polys.constructor import construct_domain
from sympy.polys.domains import FractionField
from sympy.polys.matrices import DomainMatrix

from symfisher.expect.normal_form import Point

HALF = Rational(1, 2)


@dataclass(frozen=True)
class Square:
    """c + (x − m)ᵀ B (x − m), with B = `form` and m = `centre`."""

    form: Matrix
    inverse: Matrix
    centre: Matrix
    constant: Expr

    def definite(self, points: Sequence[Point]) -> bool:
        """Whether B is positive definite at every point."""
        values = [self.form.xreplace(dict(point)).evalf(30) for point in points]
        return all(v[:k, :k].det(method="berkowitz").is_positive for v in values for k in range(1, v.rows + 1))


def complete_square(polynomial: Expr, omega: Sequence[Symbol]) -> Square | None:
    """The square of a polynomial of degree two, or None for anything else and where B is singular.

    >>> x, m, s = Symbol("x"), Symbol("m"), Symbol("s")
    >>> square = complete_square(x**2/s - 2*m*x/s, [x])
    >>> square.form, square.centre, square.constant
    (Matrix([[1/s]]), Matrix([[m]]), -m**2/s)
    """
    slopes = [diff(polynomial, x) for x in omega]
    curvature = Matrix(len(omega), len(omega), lambda a, b: _free(diff(slopes[a], omega[b]), omega))
    if curvature.has(*omega) or curvature.is_zero_matrix:
        return None
    origin = dict.fromkeys(omega, 0)
    solved = _solved(curvature * HALF, [slope.xreplace(origin) * HALF for slope in slopes])
    if solved is None:
        return None
    form, inverse, centre = solved
    return Square(form, inverse, centre, polynomial.xreplace(dict(zip(omega, centre, strict=True))))


def with_squares(expression: Expr, x: Symbol) -> Expr:
    """x² − 2mx + m² + 1 → (x − m)² + 1, wherever a sum of three or more terms is of degree two in x"""

    def expanded_square(e: Expr) -> bool:
        return isinstance(e, Add) and len(e.args) > 2 and e.is_polynomial(x) and degree(e, x) == 2

    def completed(e: Expr) -> Expr:
        square = complete_square(e, [x])
        if square is None:
            return e
        constant = cancel(square.constant)
        return square.form[0] * (x - square.centre[0]) ** 2 + constant

    return expression.replace(expanded_square, completed)


def _free(coefficient: Expr, omega: Sequence[Symbol]) -> Expr:
    return expand(coefficient) if coefficient.has(*omega) else coefficient


def _solved(form: Matrix, half_slope: Sequence[Expr]) -> tuple[Matrix, Matrix, Matrix] | None:
    """B, B⁻¹ = adj B / det B and m = −B⁻¹ b, in lowest terms"""
    size = form.rows
    field, values = construct_domain([*form, *half_slope], field=True, composite=True)
    if not isinstance(field, FractionField):
        return _solved_in_expressions(form, Matrix(half_slope))
    ring = field.get_ring()
    common = _common_denominator(ring, values)
    whole = [ring.exquo(value.numer * common, value.denom) for value in values]
    b, slope = whole[: size * size], whole[size * size :]
    matrix = DomainMatrix([b[k * size : (k + 1) * size] for k in range(size)], (size, size), ring)
    adjugate, determinant = matrix.adj_det()
    if not determinant:
        return None
    rows = adjugate.to_list()

    def lowest(numerator: Any) -> Expr:
        quotient, rest = divmod(numerator, determinant)
        return quotient.as_expr() if not rest else field.to_sympy(field(numerator) / field(determinant))

    inverse = Matrix(size, size, lambda a, c: lowest(rows[min(a, c)][max(a, c)] * common))
    centre = Matrix([lowest(-sum(e * s for e, s in zip(row, slope, strict=True))) for row in rows])
    return form, inverse, centre


def _common_denominator(ring: Any, values: Sequence[Any]) -> Any:
    common = ring.one
    for value in values:
        common = ring.lcm(common, value.denom)
    return common


def _solved_in_expressions(form: Matrix, half_slope: Matrix) -> tuple[Matrix, Matrix, Matrix] | None:
    """The same where SymPy's polynomials do not reach, and for numbers."""
    determinant = form.det(method="berkowitz")
    if determinant == 0:
        return None
    inverse = form.adjugate(method="berkowitz") / determinant
    return form, inverse, -inverse * half_slope
