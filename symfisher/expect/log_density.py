"""log p as a sum of plain terms: logarithms of products, powers and exponentials taken apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sympy import (
    Abs,
    Add,
    Expr,
    Integer,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Symbol,
    beta,
    binomial,
    exp,
    expand,
    factor,
    factor_terms,
    factorial,
    gamma,
    ilcm,
    log,
    piecewise_fold,
    rf,
    together,
    true,
)
from sympy.functions.elementary.hyperbolic import HyperbolicFunction, ReciprocalHyperbolicFunction

from symfisher.expect.factored import factored
from symfisher.expect.normal_form import is_negative

Point = Mapping[Symbol, Rational]
MOST_DEGREE = 6


def log_density(density: Expr, theta: tuple[Symbol, ...], points: Sequence[Point]) -> Expr:
    """log p, expanded; `points` lie inside the domain of everything declared and decide signs.

    >>> x, k = Symbol("x", positive=True), Symbol("k", positive=True)
    >>> log_density(k * x**(k - 1), (k,), [{x: Rational(1, 2), k: Rational(2)}])
    (k - 1)*log(x) + log(k)
    """
    density = exponentials(spell_out(density, theta), theta)
    density = density.replace(Abs, lambda argument: Abs(factor_terms(factor(together(argument)))))
    if isinstance(density, Mul) and density.has(Piecewise):
        density = piecewise_fold(density)
    if isinstance(density, Piecewise):
        return by_cases(density, theta, points)
    expanded = expand_log(density, points)
    return expanded.replace(lambda e: isinstance(e, log) and not e.is_number, lambda e: expand_log(e.args[0], points))


def by_cases(density: Piecewise, theta: tuple[Symbol, ...], points: Sequence[Point]) -> Expr:
    """log p case by case; where p = 0 there is no mass, and no case is needed."""
    cases = [(log_density(p, theta, points), when) for p, when in density.args if p != 0]
    if len(cases) < len(density.args):
        cases[-1] = (cases[-1][0], true)
    return Piecewise(*cases, evaluate=False)


def spell_out(density: Expr, theta: tuple[Symbol, ...]) -> Expr:
    """B(a,b), binomials and factorials of parameters in terms of Γ, whose logarithm can be differentiated."""

    def of_parameters(e: Expr) -> bool:
        return isinstance(e, (beta, binomial, factorial, rf)) and e.has(*theta)

    return density.replace(of_parameters, lambda e: e.rewrite(gamma))


def exponentials(density: Expr, theta: tuple[Symbol, ...]) -> Expr:
    """Hyperbolic functions of variables by e^x, whose powers a pivot can be."""

    def of_variables(e: Expr) -> bool:
        return isinstance(e, (HyperbolicFunction, ReciprocalHyperbolicFunction)) and e.free_symbols - set(theta)

    return density.replace(of_variables, lambda e: e.rewrite(exp))


def expand_log(argument: Expr, points: Sequence[Point]) -> Expr:
    """log Π fₖ → Σ log fₖ, log bᵉ → e log b, log exp u → u; numbers stay in one logarithm"""
    terms, negative = [], Integer(1)
    numbers: list[tuple[Expr, Expr]] = []
    for base, exponent in factors(argument):
        if isinstance(base, exp):
            terms.append(exponent * base.args[0])
            continue
        sign = sign_of(base, points)
        if sign is None:  # log|b|, in a form that can be differentiated
            base, exponent = (base**2, exponent / 2)
        elif sign < 0:
            base = Add(*(-part for part in Add.make_args(base)))
            negative *= (-1) ** exponent if exponent.is_Integer else 1
        if base.is_number:
            numbers.append((base, exponent))
        else:
            terms.append(exponent * log(base))
    if negative == -1:
        return log(argument, evaluate=False)
    return Add(*terms, log_number(numbers))


def log_number(powers: list[tuple[Expr, Expr]]) -> Expr:
    """Σ eₖ log bₖ of numbers as one logarithm: log(1/√(2π)) → −½ log(2π)"""
    root = ilcm(1, 1, *(exponent.q for _, exponent in powers if exponent.is_Rational))
    number = Mul(*(base ** (root * exponent) for base, exponent in powers))
    numerator, denominator = number.as_numer_denom()
    return -log(denominator) / root if numerator == 1 else log(number) / root


def factors(argument: Expr) -> list[tuple[Expr, Expr]]:
    """(base, exponent) of each factor, with fractions and powers inside taken apart."""
    found: list[tuple[Expr, Expr]] = []
    for factor_ in Mul.make_args(argument):
        base, exponent = (factor_, Integer(1)) if isinstance(factor_, exp) else factor_.as_base_exp()
        if isinstance(base, Add):
            base = _together(base)
        if isinstance(base, (Mul, Pow)):
            found += [(b, e * exponent) for b, e in factors(base)]
        else:
            found.append((base, exponent))
    return found


@lru_cache(maxsize=1024)
def _together(base: Add) -> Expr:
    """One fraction, and a common factor out of it where one could hide; e^(30x) would be a power of degree 30."""
    exponents = (term.as_coeff_Mul()[0] for e in base.atoms(exp) for term in Add.make_args(expand(e.args[0])))
    if any(max(abs(c.p), c.q) > MOST_DEGREE for c in exponents if c.is_Rational):
        return factor_terms(base)
    if len(base.free_symbols) < 2:
        return together(base)
    return found if (found := factored(base)) is not None else factor(together(base))


def sign_of(base: Expr, points: Sequence[Point]) -> int | None:
    """The sign of `base` on the domain, or None where it changes."""
    if base.is_positive:
        return 1
    signs = {is_negative(base, point) for point in points}
    if len(signs) == 2:
        return None
    return -1 if signs == {True} else 1
