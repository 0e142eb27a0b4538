"""One readable form for equal results: special functions to one base argument, then a rational normal form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from sympy import (
    Add,
    Ci,
    Expr,
    Heaviside,
    Integer,
    Mul,
    Pow,
    Rational,
    Si,
    Symbol,
    besseli,
    besselk,
    cos,
    cosh,
    exp,
    expand,
    expand_mul,
    gamma,
    hyper,
    log,
    lowergamma,
    polygamma,
    sign,
    sin,
    sinh,
    together,
    uppergamma,
)

from symfisher.expect.error_functions import by_error_function, by_exponentials
from symfisher.expect.exponents import in_powers, short_arguments
from symfisher.expect.factored import cancel_safely, factor_safely, length
from symfisher.expect.recurrences import canonical, complemented, lowered
from symfisher.expect.squares import by_squares
from symfisher.heads import occurs
from symfisher.notation import Name
from symfisher.operations import operations
from symfisher.special import zeta_derivative
from symfisher.values import sign_at

Point = Mapping[Symbol, Rational]
MOST_GENERATORS, SHORT, LONG = 4, 10, 60
MUCH_SHORTER = 0.8
SPECIAL = (polygamma, gamma, lowergamma, uppergamma, besseli, besselk, zeta_derivative, Ci, Si)


def normal_form(expression: Expr, point: Point) -> Expr:
    """The shortest of several rational forms: factored, term by term, by special functions, by error functions.

    `point` lies in the domain and fixes signs.

    >>> p = Symbol("p", positive=True)
    >>> normal_form(1/p + 1/(1 - p), {p: Rational(1, 3)})
    1/(p*(1 - p))
    """
    plain = canonical(merge_logarithms(plain_arguments(_single_steps(expression))))
    forms = (plain, *lowered(plain), *complemented(plain))
    return plain_arguments(min((_shortest(form, point) for form in forms), key=length), point)


def normal_sum(parts: Sequence[Expr], point: Point, form: Callable[[Expr, Point], Expr] = normal_form) -> Expr:
    """The normal form of a sum; where that is long, the sum of the forms of its parts if it is shorter."""
    whole = form(Add(*parts), point)
    if length(whole)[0] <= LONG or len(parts) < 2:
        return whole
    return min(whole, Add(*(form(part, point) for part in parts)), key=length)


def _single_steps(expression: Expr) -> Expr:
    """sgn² → 1 and H² → H, which they are but at the step"""
    if not occurs(expression, sign, Heaviside):
        return expression

    def single(power: Expr) -> Expr:
        return power.base if isinstance(power.base, Heaviside) else power.base ** (power.exp % 2)

    def repeated(e: Expr) -> bool:
        return isinstance(e, Pow) and isinstance(e.base, (sign, Heaviside)) and e.exp.is_Integer and e.exp > 1

    return expression.replace(repeated, single)


def _shortest(expression: Expr, point: Point) -> Expr:
    if expression.is_Atom or too_many_generators(expression):
        return expression
    merged = short_arguments(merge_exponentials(expression))
    by_exponent = [short_arguments(merge_exponentials(form)) for form in by_exponentials(merged)]
    factored = in_factors(reduce_squares(expression), point)
    forms = (factored, *termwise(factored), by_function(factored, point), by_error_function(factored))
    shortened = (short_arguments(merge_exponentials(squares_joined(form))) for form in dict.fromkeys(forms))
    best = min((*shortened, *(short_arguments(merge_exponentials(form)) for form in by_exponent)), key=length)
    return _with_squares(factored, best, point) if length(best)[0] > SHORT else best


def _with_squares(fraction: Expr, best: Expr, point: Point) -> Expr:
    """With sums of logarithms and digammas kept together, where that is much shorter"""
    forms = by_squares(fraction, lambda part: _in_short(part, point))
    first = next(forms, None)
    if first is None or length(first)[0] >= length(best)[0]:
        return best
    joined = min((first, *forms), key=length)
    return joined if length(joined)[0] < MUCH_SHORTER * length(best)[0] else best


def _in_short(coefficient: Expr, point: Point) -> Expr:
    """In factors or by special functions"""
    if coefficient.is_Rational:
        return coefficient
    factored = in_factors(coefficient, point)
    return min(factored, by_function(factored, point), key=length)


def too_many_generators(expression: Expr) -> bool:
    """Whether so many powers with different symbolic exponents occur that one fraction would fill pages."""
    powers = {p.as_base_exp() for p in expression.atoms(Pow, exp) if not p.as_base_exp()[1].is_number}
    return len({base for base, _ in powers}) > MOST_GENERATORS


def termwise(fraction: Expr) -> Iterator[Expr]:
    """(a + b)/c → a/c + b/c, with what is a sum in a or b in factors, or multiplied out"""
    numerator, denominator = fraction.as_numer_denom()
    terms = Add.make_args(expand(numerator, deep=False))
    if len(terms) == 1 or not any(map(_holds_sum, terms)):
        yield Add(*(term / denominator for term in terms))
        return
    yield Add(*(factor_safely(term / denominator) if _holds_sum(term) else term / denominator for term in terms))
    yield Add(*(term / denominator for term in Add.make_args(expand_mul(numerator))))


def _holds_sum(product: Expr) -> bool:
    """Where one of the factors is a sum SymPy does not cancel by itself"""
    return any(isinstance(factor.as_base_exp()[0], Add) for factor in Mul.make_args(product))


def by_function(fraction: Expr, point: Point) -> Expr:
    """(a ψ(z) + b ψ(z) + c)/d → (a + b)/d ψ(z) + c/d"""
    if not occurs(fraction, *SPECIAL):
        return fraction
    numerator, denominator = fraction.as_numer_denom()
    heads = (*SPECIAL, cos, sin) if fraction.has(Ci, Si) else SPECIAL
    parts: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(expand(numerator, deep=False)):
        coefficient, special = term.as_independent(*heads, as_Add=False)
        parts.setdefault(special, []).append(coefficient)
    return Add(*(in_factors(Add(*c) / denominator, point) * special for special, c in parts.items()))


def plain_arguments(expression: Expr, point: Point | None = None) -> Expr:
    """Γ(φ − mφ) → Γ(φ(1 − m)): one way to write each argument of a special function, of what is positive at `point`"""

    def shorter(argument: Expr) -> Expr:
        number, rest = argument.as_coeff_Add()
        forms = (number + oriented(factor_safely(rest)), oriented(factor_safely(argument)), expand(argument))
        return min((*as_it_is(argument), *forms, *in_powers(argument)), key=length)

    def oriented(product: Expr) -> Expr:
        return product if point is None else orient(product, point)

    def as_it_is(argument: Expr) -> tuple[Expr, ...]:
        return () if point is None else (oriented(argument),)

    def plain(function: Expr) -> Expr:
        *others, last = function.args
        kept = others if isinstance(function, hyper) else map(shorter, others)
        return function.func(*kept, shorter(last))

    if not occurs(expression, *SPECIAL, hyper, exp):
        return expression
    plainer = expression.replace(lambda e: isinstance(e, (*SPECIAL, hyper)) and not e.args[-1].is_Atom, plain)
    return plainer.replace(lambda e: isinstance(e, exp) and e.has(log), lambda e: exponential(e.args[0]))


def merge_logarithms(expression: Expr) -> Expr:
    """log(1 − a/(1 + a)) → −log(1 + a), where fewer logarithms are left"""
    logarithms = expression.atoms(log) if occurs(expression, log) else ()
    if len(logarithms) < 2:
        return expression
    fractions = {f: factor_safely(f.args[0]) for f in logarithms}
    inverses = {f: -log(1 / q) for f, q in fractions.items() if q.as_numer_denom()[0] == 1}
    merged = expression.xreplace(inverses)
    return merged if len(merged.atoms(log)) < len(logarithms) else expression


def exponential(exponent: Expr) -> Expr:
    """e^(c log b + r) = b^c e^r"""
    powers = []
    for term in Add.make_args(exponent):
        logarithms = [f for f in Mul.make_args(term) if isinstance(f, log)]
        powers.append(logarithms[0].args[0] ** (term / logarithms[0]) if len(logarithms) == 1 else exp(term))
    return Mul(*powers)


def merge_exponentials(expression: Expr) -> Expr:
    """e^a e^b = e^(a + b), where the sum is no longer than its parts"""
    if not occurs(expression, exp):
        return expression
    return expression.replace(lambda e: isinstance(e, Mul) and occurs(e, exp), _merged)


def _merged(product: Expr) -> Expr:
    powers = [f for f in product.args if isinstance(f, exp)]
    if len(powers) < 2:
        return product
    total = cancel_safely(Add(*(f.args[0] for f in powers)))
    shorter = operations(total) < sum(operations(f) for f in powers)
    return Mul(*(f for f in product.args if f not in powers), exp(total)) if shorter else product


def reduce_squares(expression: Expr) -> Expr:
    """cos² → 1 − sin², cosh² → 1 + sinh², in numerator and denominator"""
    if not occurs(expression, cos, cosh):
        return expression
    for even, odd, way in ((cos, sin, -1), (cosh, sinh, 1)):
        for function in sorted(expression.atoms(even), key=lambda f: f.sort_key()):
            if expression.has(odd(*function.args)):
                expression = _reduce_square(expression, function, 1 + way * odd(*function.args) ** 2)
    return expression


def _reduce_square(expression: Expr, function: Expr, square: Expr) -> Expr:
    """function² → square: what is left of function is linear"""
    mark = Name("mark")
    parts = []
    for part in together(expression).xreplace({function: mark}).as_numer_denom():
        terms = expand(part).as_poly(mark)
        if terms is None:
            return expression
        coefficients = terms.as_dict().items()
        parts.append(expand(Add(*(c * square ** (e[0] // 2) * function ** (e[0] % 2) for e, c in coefficients))))
    return cancel_safely(parts[0] / parts[1])


def squares_joined(expression: Expr) -> Expr:
    """1 + sinh² → cosh², 1 − sin² → cos², where they stand alone"""
    if not occurs(expression, sin, sinh):
        return expression

    def square(e: Expr) -> Expr | None:
        one, other = e.as_two_terms() if isinstance(e, Add) and len(e.args) == 2 else (e, e)
        sign, power = other.as_coeff_Mul()
        base, exponent = power.as_base_exp()
        even = {sin: (-1, cos), sinh: (1, cosh)}.get(type(base))
        if one != 1 or exponent != 2 or even is None or sign != even[0]:
            return None
        return even[1](*base.args) ** 2

    return expression.replace(lambda e: square(e) is not None, square)


def in_factors(expression: Expr, point: Point) -> Expr:
    """One fraction, its factors written as what is positive at `point`"""
    return orient(factor_safely(expression), point)


def orient(expression: Expr, point: Point) -> Expr:
    """Write the factors of a product as what is positive at `point`: (p − 1)(q − 1) → (1 − p)(1 − q)"""
    if not isinstance(expression, (Mul, Pow)):
        return expression
    way, factors = Integer(1), []
    for term in Mul.make_args(expression):
        base, exponent = term.as_base_exp()
        if isinstance(base, Add) and exponent.is_Integer and is_negative(base, point):
            base = Add(*(-part for part in base.args))
            way *= (-1) ** exponent
        factors.append(Pow(base, exponent))
    return way * Mul(*_conjugates(factors))


def _conjugates(factors: list[Expr]) -> list[Expr]:
    """(1 − ρ)(1 + ρ) → 1 − ρ², wherever the product of two sums is shorter than the sums"""
    for a, b in combinations(factors, 2):
        (base, exponent), (other, same) = a.as_base_exp(), b.as_base_exp()
        if exponent == same and isinstance(base, Add) and isinstance(other, Add):
            product = expand(base * other)
            if operations(product) <= operations(base) + operations(other):
                return _conjugates([f for f in factors if f not in (a, b)] + [Pow(product, exponent)])
    return factors


def is_negative(expression: Expr, point: Point) -> bool:
    """Whether the value at `point` is a negative number."""
    return sign_at(expression, point) == -1
