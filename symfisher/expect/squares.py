"""Sums of logarithms and ψ-functions that occur together, as one: a(ψ(p) − ψ(q))² + b(ψ(p) − ψ(q)) + c."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sympy import Add, Dummy, EulerGamma, Expr, Integer, Poly, Pow, cancel, log, polygamma
from sympy.polys.polyerrors import PolynomialError

FEWEST, MOST = 2, 7  # of these functions


def by_squares(fraction: Expr, shortest: Callable[[Expr], Expr]) -> Iterator[Expr]:
    """The fraction with L = T₁ + r₂T₂ + … in one piece, where its square is all that is quadratic in the Tₖ.

    `shortest` writes its coefficients.
    """
    functions = _functions(fraction)
    if len(functions) < FEWEST or not any(p.exp == 2 and p.base in functions for p in fraction.atoms(Pow)):
        return
    numerator, denominator = fraction.as_numer_denom()
    names = {t: Dummy() for t in sorted(_functions(numerator), key=lambda t: t.sort_key())}
    if not FEWEST <= len(names) <= MOST:
        return
    try:
        poly = Poly(numerator.xreplace(names), *names.values())
    except PolynomialError:
        return
    if poly.total_degree() > 2 or any(c.has(*names) for c in poly.coeffs()):
        return
    found = _together(poly)
    if found is None:
        return
    ratios, parts = found
    joined = Add(*(r * t for r, t in zip(ratios, names, strict=True)))
    back = {name: t for t, name in names.items()}
    square, slope, rest = (part.xreplace(back) for part in parts)
    yield _sum(shortest, (square, joined**2), (slope, joined), (rest, Integer(1))) / denominator
    if denominator != 1:
        square, slope, rest = (cancel(part / denominator) for part in (square, slope, rest))
        yield _sum(shortest, (square, joined**2), (slope, joined), (rest, Integer(1)))
    if square != 0:
        shift = cancel(slope / (2 * square))
        whole = (joined + shortest(shift)) ** 2
        yield _sum(shortest, (square, whole), (cancel(rest - square * shift**2), Integer(1)))


def _functions(expression: Expr) -> set[Expr]:
    digammas = {f for f in expression.atoms(polygamma) if f.args[0] == 0}
    return digammas | expression.atoms(log) | (expression.atoms(type(EulerGamma)) & {EulerGamma})


def _sum(shortest: Callable[[Expr], Expr], *terms: tuple[Expr, Expr]) -> Expr:
    return Add(*(shortest(coefficient) * what for coefficient, what in terms))


def _together(poly: Poly) -> tuple[list[Expr], tuple[Expr, Expr, Expr]] | None:
    """The ratios r and (a, b, c) of aL² + bL + c, where a and b are free of the Tₖ and c is linear in them"""
    gens, size = poly.gens, len(poly.gens)
    lines = [poly.coeff_monomial(t) for t in gens]
    squares = [poly.coeff_monomial(t**2) for t in gens]
    top = squares if any(squares) else lines
    first = next((k for k in range(size) if top[k] != 0), None)
    if first is None:
        return None
    if any(squares):
        half = [poly.coeff_monomial(gens[first] * t) / (1 if k == first else 2) for k, t in enumerate(gens)]
    else:
        half = lines
    ratios = [ratio if (ratio := cancel(h / top[first])).is_Rational else Integer(0) for h in half]
    if sum(r != 0 for r in ratios) < FEWEST:
        return None
    joined = Add(*(r * t for r, t in zip(ratios, gens, strict=True)))
    square, slope = (top[first] if any(squares) else Integer(0)), lines[first]
    rest = Poly(poly.as_expr() - square * joined**2 - slope * joined, *gens)
    return None if rest.total_degree() > 1 else (ratios, (square, slope, rest.as_expr()))
