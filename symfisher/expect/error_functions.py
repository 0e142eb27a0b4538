"""Fractions in error functions, term by term: what textbooks print with φ and Φ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sympy import (
    Add,
    Expr,
    Function,
    Mul,
    Poly,
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

from symfisher.expect.factored import factor_safely, length
from symfisher.expect.generators import lattice
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
    """Σ c Xʲ/(Y − r)ᵏ with exponentials X, error functions Y and c in factors; Σ c(Y) Xʲ; from that, Σ c(X)/(Y − r)ᵏ

    Nothing where there are not both.
    """
    if not occurs(expression, exp) or not occurs(expression, erf, erfc):
        return
    powers = sorted(expression.atoms(exp), key=str)
    names, products = _in_fewest([power.exp for power in powers])
    others = {f: Name(f"Y{k}", real=True) for k, f in enumerate(_functions(expression))}
    terms = Add.make_args(expand_mul(expression.xreplace(dict(zip(powers, products, strict=True)) | others)))
    names, terms = _shortest_powers(terms, names)
    meant = names | {mark: function for function, mark in others.items()}
    by_power = _collected(terms, names)
    by_function = [_gathered(term, names) for term in _collected(by_power, others.values())]
    for form in (_collected(terms, meant), by_power, by_function):
        yield Add(*form).xreplace(meant)


def _functions(expression: Expr) -> list[Expr]:
    """The special functions, without exponentials and logarithms"""
    return sorted(expression.atoms(Function) - expression.atoms(exp, log), key=str)


def _in_fewest(exponents: Sequence[Expr]) -> tuple[dict[Expr, Expr], list[Expr]]:
    """Names for the fewest exponentials whose powers all others are, what they mean, and all as products of these"""
    vectors = (expand(exponent).as_coefficients_dict().items() for exponent in exponents)
    basis, rows = lattice([{m: c for m, c in vector if c} for vector in vectors])
    meant: dict[Expr, Expr] = {
        Name(f"X{j}", positive=True): exp(exponents[k] / share) for j, (k, share) in enumerate(basis)
    }
    names = list(meant)
    return meant, [Mul(*(names[k] ** n for k, n in row.items())) for row in rows]


def _shortest_powers(terms: Sequence[Expr], meant: dict[Expr, Expr]) -> tuple[dict[Expr, Expr], list[Expr]]:
    """The terms in powers of other exponentials: of those that stand in them as a whole, with the shortest exponents"""
    split = [term.as_independent(*meant, as_Add=False) for term in terms]
    exponents = {product: _exponent(product, meant) for _, product in split}
    ordered = sorted(exponents, key=lambda product: (length(exponents[product]), exponents[product].sort_key()))
    shorter, products = _in_fewest([exponents[product] for product in ordered])
    written = dict(zip(ordered, products, strict=True))
    return shorter, [coefficient * written[product] for coefficient, product in split]


def _exponent(product: Expr, meant: dict[Expr, Expr]) -> Expr:
    return factor_safely(expand(Add(*(k * meant[x].exp for x, k in product.as_powers_dict().items() if x in meant))))


def _gathered(product: Expr, marks: Iterable[Expr]) -> Expr:
    """Its sums in the marks by powers of these: aX − bY − cX + cY → (a − c) X − (b − c) Y"""
    powers = (factor.as_base_exp() for factor in Mul.make_args(product))
    return Mul(
        *(
            Add(*_collected(base.args, marks)) ** k if isinstance(base, Add) and base.has(*marks) else base**k
            for base, k in powers
        )
    )


def _collected(terms: Iterable[Expr], marks: Iterable[Expr]) -> list[Expr]:
    """The terms with the same function of the marks as one, in factors"""
    parts: dict[Expr, list[Expr]] = {}
    for term in terms:
        coefficient, special = term.as_independent(*marks, as_Add=False)
        parts.setdefault(factor_safely(special), []).append(coefficient)
    return [factor_safely(Add(*c)) * special for special, c in parts.items()]
