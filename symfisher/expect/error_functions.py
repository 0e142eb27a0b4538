"""Fractions in error functions, term by term: what textbooks print with φ and Φ."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Add,
    Expr,
    Function,
    Poly,
    Rational,
    apart,
    cancel,
    erf,
    erfc,
    exp,
    expand,
    expand_mul,
    factor_terms,
    log,
    powsimp,
    together,
)
from sympy.polys.polyerrors import PolynomialError

from symfisher.expect.factored import factor_safely
from symfisher.heads import occurs
from symfisher.notation import Name

E, V = Name("E"), Name("V")


def by_error_function(fraction: Expr) -> Expr:
    """(a + b E)/(1 + E)² → b/(1 + E) + (a − b)/(1 + E)², where E = erf z occurs alone"""
    functions = fraction.atoms(erf, erfc) if occurs(fraction, erf, erfc) else set()
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


def by_exponentials(expression: Expr) -> Iterator[Expr]:
    """Σ c Xʲ/(Y − r)ᵏ, with an exponential X and an error function Y, and c in factors; where there are both"""
    if not occurs(expression, exp) or not occurs(expression, erf, erfc):
        return
    marks, meant = _marks(expression)
    parts: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(expand_mul(expression.xreplace(marks))):
        coefficient, special = term.as_independent(*meant, as_Add=False)
        parts.setdefault(factor_safely(special), []).append(coefficient)
    yield Add(*(factor_safely(Add(*c)) * special for special, c in parts.items())).xreplace(meant)


def _marks(expression: Expr) -> tuple[dict[Expr, Expr], dict[Expr, Expr]]:
    """A symbol for each special function, powers of one for exponentials with exponents in rational ratios; and back"""
    kinds: dict[Expr, dict[Expr, Rational]] = {}
    for power in sorted(expression.atoms(exp), key=str):
        coefficient, core = factor_safely(power.exp).as_coeff_Mul()
        kinds.setdefault(core, {})[power] = coefficient
    marks: dict[Expr, Expr] = {}
    meant: dict[Expr, Expr] = {}
    for core, powers in kinds.items():
        mark, unit = Name(f"X{len(meant)}", positive=True), min(powers.values(), key=abs)
        meant[mark] = exp(unit * core)
        marks |= {power: mark ** (coefficient / unit) for power, coefficient in powers.items()}
    for function in sorted(expression.atoms(Function) - expression.atoms(exp, log), key=str):
        mark = Name(f"Y{len(meant)}", real=True)
        marks[function], meant[mark] = mark, function
    return marks, meant
