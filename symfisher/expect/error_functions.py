"""Fractions in one error function, as partial fractions in it: what textbooks print with φ and Φ."""

from __future__ import annotations

from sympy import Add, Expr, Poly, apart, cancel, erf, erfc, expand, factor_terms, powsimp, together
from sympy.polys.polyerrors import PolynomialError

from symfisher.notation import Name

E, V = Name("E"), Name("V")


def by_error_function(fraction: Expr) -> Expr:
    """(a + b E)/(1 + E)² → b/(1 + E) + (a − b)/(1 + E)², where E = erf z occurs alone"""
    functions = fraction.atoms(erf, erfc)
    if len(functions) != 1:
        return fraction
    (function,) = functions
    try:
        parts = _parts(together(fraction.xreplace({function: E})))
        terms = [term for part in parts for term in _expanded(part)]
    except PolynomialError:
        return fraction
    merged = (powsimp(factor_terms(term), combine="exp", deep=False) for term in terms)
    return Add(*merged).xreplace({E: function})


def _parts(fraction: Expr) -> tuple[Expr, ...]:
    """Partial fractions in E; with one factor 1 + E below there is but one part"""
    bases = {f for f in fraction.as_numer_denom()[1].atoms(Add, Name) if f.has(E)} - {E}
    single = len(bases) == 1 and not any(f == E for f in fraction.as_numer_denom()[1].as_powers_dict())
    return (fraction,) if single else Add.make_args(apart(fraction, E))


def _expanded(part: Expr) -> list[Expr]:
    """The terms of c(E)/(E − r)^k in powers of E − r"""
    numerator, denominator = part.as_numer_denom()
    base = next((f for f in denominator.atoms(Add) if f.has(E) and Poly(f, E).degree() == 1), None)
    if base is None:
        return list(Add.make_args(expand(part)))
    slope, shift = Poly(base, E).all_coeffs()
    moved = expand(numerator.xreplace({E: (V - shift) / slope}))
    below = cancel(denominator.xreplace({E: (V - shift) / slope}))
    terms = Add.make_args(expand(Poly(moved, V).as_expr() / below))
    return [term.xreplace({V: base}) for term in terms]
