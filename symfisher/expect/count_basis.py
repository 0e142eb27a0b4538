"""A function of a count as powers of the count, poles, and other functions, with coefficients free of it."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Integer, Mul, Poly, Pow, Symbol, apart, collect, diff, expand, together
from sympy.polys.polyerrors import PolynomialError


class NoMoment(Exception):
    """A sum over the counts that does not converge, or that is not understood."""


def basis(function: Expr, k: Symbol) -> dict[Expr, Expr]:
    """A function of the count as Σ coefficient · (power of k, pole, or other function of k)."""
    found: dict[Expr, Expr] = {}
    marked, forms = _marked(function, k)
    for term in Add.make_args(expand(marked, log=False)):
        coefficient, moving = term.xreplace(forms).as_independent(k, as_Add=False)
        for part in Add.make_args(_partial_fractions(moving, k)):
            outer, inner = part.as_independent(k, as_Add=False)
            found[inner] = found.get(inner, Integer(0)) + coefficient * outer
    return {f: c for f, c in found.items() if expand(c) != 0}


def _marked(function: Expr, k: Symbol) -> tuple[Expr, dict[Symbol, Expr]]:
    """The function with a symbol for each linear form in a denominator, so that these are not multiplied out."""
    marks: dict[Expr, Symbol] = {}

    def mark(power: Pow) -> Expr:
        form = collect(expand(power.base), k)
        return marks.setdefault(form, Symbol(f"form{len(marks)}")) ** power.exp

    def is_pole(e: Expr) -> bool:
        return isinstance(e, Pow) and e.exp.is_Integer and e.exp < 0 and e.base.has(k) and _linear(e.base, k)

    marked = function.replace(is_pole, mark)
    return marked, {symbol: form for form, symbol in marks.items()}


def _partial_fractions(moving: Expr, k: Symbol) -> Expr:
    """Its rational factor as a polynomial and poles."""
    rational = Mul(*(f for f in Mul.make_args(moving) if f.is_rational_function(k)))
    base, exponent = rational.as_base_exp()
    if not rational.has(k) or (exponent.is_Integer and (base == k or (exponent < 0 and _linear(base, k)))):
        return moving
    poles = {p.as_base_exp() for p in Mul.make_args(rational) if p.as_base_exp()[1].is_negative}
    special = moving / rational
    if len(poles) == 1:
        ((pole, power),) = poles
        if power.is_Integer and _linear(pole, k):
            return Add(*(f * special for f in _about(rational * pole**-power, pole, power, k)))
    try:
        fractions = apart(together(rational), k)
    except (PolynomialError, NotImplementedError) as failure:
        raise NoMoment from failure
    return Add(*(_expanded(f, k) * special for f in Add.make_args(fractions)))


def _linear(base: Expr, k: Symbol) -> bool:
    return base.is_polynomial(k) and Poly(base, k).degree() == 1


def _about(numerator: Expr, pole: Expr, power: Expr, k: Symbol) -> Iterator[Expr]:
    """P(k) (a + bk)⁻ⁿ in powers of a + bk"""
    x = Symbol("x")
    slope = diff(pole, k)
    inside = Poly(expand(numerator.subs(k, (x - pole.subs(k, 0)) / slope)), x)
    for (n,), c in inside.terms():
        whole = pole ** (n + power)
        yield from Add.make_args(expand(c * whole)) if n + power >= 0 else (c * whole,)


def _expanded(fraction: Expr, k: Symbol) -> Expr:
    return expand(fraction) if fraction.is_polynomial(k) else fraction
