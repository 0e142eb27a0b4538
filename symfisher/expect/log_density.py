"""log p as a sum of plain terms: logarithms of products, powers and exponentials taken apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations

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
    Tuple,
    beta,
    binomial,
    exp,
    expand,
    expand_power_base,
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

from symfisher.expect.factored import cancel_safely, factored
from symfisher.expect.normal_form import is_negative
from symfisher.operations import operations

Point = Mapping[Symbol, Rational]
MOST_DEGREE = 6


def log_density(density: Expr, theta: tuple[Symbol, ...], points: Sequence[Point]) -> Expr:
    """log p, expanded; `points` lie inside the domain of everything declared and decide signs.

    >>> x, k = Symbol("x", positive=True), Symbol("k", positive=True)
    >>> log_density(k * x**(k - 1), (k,), [{x: Rational(1, 2), k: Rational(2)}])
    (k - 1)*log(x) + log(k)
    """
    density = exponentials(spell_out(density, theta), theta)
    density = density.replace(lambda e: isinstance(e, exp) and e.has(log), lambda e: powers_of(e, points))
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


def powers_of(power: Expr, points: Sequence[Point]) -> Expr:
    """e^(k log f + g) = f^k e^g, where k is rational and no other logarithm is in it"""
    apart = power.exp.replace(lambda e: isinstance(e, log) and not e.is_number, lambda e: expand_log(e.args[0], points))
    found, rest = [], []
    for term in Add.make_args(expand(apart, log=False, power_base=False, power_exp=False, multinomial=False)):
        logarithms = [f for f in Mul.make_args(term) if isinstance(f, log)]
        if len(logarithms) == 1:
            found.append(logarithms[0].args[0] ** (term / logarithms[0]))
        else:
            rest.append(term)
    whole = Mul(*found, exp(Add(*rest)))
    plain = not any(part.has(log) for part in rest) and all(e.as_base_exp()[1].is_rational_function() for e in found)
    return whole if plain else power


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
        if base.is_number and exponent.is_number:
            numbers.append((base, exponent))
        else:
            terms.append(exponent * log(base))
    # The root of a square is positive, whichever sign its base has.
    if negative == -1 and sign_of(argument, points) != 1:
        return log(argument, evaluate=False)
    return Add(*terms, log_number(numbers))


def plain_powers(expression: Expr, u: Symbol, points: Sequence[Point]) -> Expr:
    """(v^a)^b with a positive v as v^(ab), e^(c log u) as u^c, and u^a u^b as u^(a + b)"""

    def is_nested(e: Expr) -> bool:
        return isinstance(e, Pow) and isinstance(e.base, Pow) and e.has(u) and sign_of(e.base.base, points) == 1

    def exponent(e: Expr) -> Expr:
        return cancel_safely(e.exp * log(e.base) / log(u))

    def is_power(e: Expr) -> bool:
        return isinstance(e, (exp, Pow)) and e.base.is_positive and e.exp.has(log(u)) and not exponent(e).has(u)

    flat = expression.replace(is_nested, lambda e: e.base.base ** (e.base.exp * e.exp))
    flat = flat.replace(is_power, lambda e: u ** exponent(e))
    return flat.replace(lambda e: isinstance(e, Mul) and e.has(u), lambda e: one_power(e, u))


def one_power(product: Expr, u: Symbol) -> Expr:
    """u^a u^b = u^(a + b), as one fraction"""
    exponents = [f.exp for f in product.args if isinstance(f, Pow) and f.base == u]
    if len(exponents) < 2:
        return product
    rest = Mul(*(f for f in product.args if not (isinstance(f, Pow) and f.base == u)))
    return rest * u ** cancel_safely(Add(*exponents))


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
        return _differences(together(base))
    found = _differences(_powers_as_in(base, factored(base) or factor(together(base))))
    return min(base, found, key=operations) if isinstance(found, Add) and base.is_polynomial() else found


def _differences(product: Expr) -> Expr:
    """(e^x − 1)(e^x + 1) → e^2x − 1, which a pivot can be"""
    sums = [f for f in Mul.make_args(product) if isinstance(f, Add) and f.has(exp)]
    for f, g in combinations(sums, 2):
        difference = expand(f * g)
        if len(Add.make_args(difference)) == 2:
            return _differences(Mul(*(e for e in Mul.make_args(product) if e not in (f, g)), difference))
    return product


def _powers_as_in(base: Add, found: Expr) -> Expr:
    """s^k x^(−k) in an exponent as (s/x)^k again where that is what it was"""
    for power in Tuple(*(e.exp for e in base.atoms(exp))).atoms(Pow):
        if isinstance(power.base, Mul) and (apart := expand_power_base(power)) != power:
            found = found.subs({apart: power, 1 / apart: 1 / power})
    return found


def without_bars(expression: Expr, points: Sequence[Point]) -> Expr:
    """|f| → ±f, where f has one sign on the domain"""

    def plain(inside: Expr) -> Expr:
        sign = sign_of(inside, points)
        return Abs(inside) if sign is None else Add(*(sign * part for part in Add.make_args(inside)))

    return expression.replace(Abs, plain) if expression.has(Abs) else expression


def flat(expression: Expr, points: Sequence[Point]) -> Expr:
    """(b^e)^f → b^(ef), and log b^e → e log b, where b is positive on the domain"""

    def is_nested(e: Expr) -> bool:
        inside = e.args[0] if isinstance(e, log) else e.base if isinstance(e, Pow) else None
        return isinstance(inside, Pow) and not inside.base.is_number and sign_of(inside.base, points) == 1

    def plain(e: Expr) -> Expr:
        inside, outer = (e.args[0], None) if isinstance(e, log) else (e.base, e.exp)
        return expand_log(inside, points) if outer is None else inside.base ** cancel_safely(inside.exp * outer)

    return expression.replace(is_nested, plain)


def sign_of(base: Expr, points: Sequence[Point]) -> int | None:
    """The sign of `base` on the domain, or None where it changes."""
    if base.is_positive:
        return 1
    signs = {is_negative(base, point) for point in points}
    if len(signs) == 2:
        return None
    return -1 if signs == {True} else 1
