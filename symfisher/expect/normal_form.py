"""One readable form for equal results: special functions to one base argument, then a rational normal form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from mpmath import mpf, workdps
from sympy import (
    Add,
    Expr,
    Float,
    Integer,
    Mul,
    Pow,
    Rational,
    Symbol,
    besseli,
    besselk,
    ceiling,
    cos,
    cosh,
    count_ops,
    dirichlet_eta,
    exp,
    expand,
    gamma,
    log,
    polygamma,
    sin,
    sinh,
    together,
    zeta,
)

from symfisher.compiling import precise_value
from symfisher.expect.error_functions import by_error_function, by_exponentials
from symfisher.expect.exponents import in_powers, short_arguments
from symfisher.expect.factored import cancel_safely, factor_safely, factored, length
from symfisher.notation import Name
from symfisher.special import zeta_derivative

Point = Mapping[Symbol, Rational]
MOST_GENERATORS = 4
LONG, MANY = 300, 3  # operations, and symbols
WORKING = 40
Shift = Callable[[Expr, Expr, int], Expr]
SPECIAL = (polygamma, gamma, besseli, besselk, zeta_derivative)


def normal_form(expression: Expr, point: Point) -> Expr:
    """The shortest of five rational forms: factored, term by term, by special functions, by error functions.

    `point` lies in the domain and fixes signs.

    >>> p = Symbol("p", positive=True)
    >>> normal_form(1/p + 1/(1 - p), {p: Rational(1, 3)})
    1/(p*(1 - p))
    """
    expression = canonical(plain_arguments(expression))
    if expression.is_Atom or too_many_generators(expression):
        return expression
    by_exponent = [short_arguments(form) for form in by_exponentials(expression)]
    if by_exponent and len(expression.free_symbols) > MANY and length(by_exponent[0])[0] < LONG:
        return by_exponent[0]  # one fraction would take long, and be long
    factored = orient(one_fraction(reduce_squares(expression)), point)
    forms = (factored, termwise(factored), by_function(factored, point), by_error_function(factored))
    return min((short_arguments(merge_exponentials(f)) for f in (*forms, *by_exponent)), key=length)


def too_many_generators(expression: Expr) -> bool:
    """Whether so many powers with different symbolic exponents occur that one fraction would fill pages."""
    powers = {p.as_base_exp() for p in expression.atoms(Pow, exp) if not p.as_base_exp()[1].is_number}
    return len({base for base, _ in powers}) > MOST_GENERATORS


def termwise(fraction: Expr) -> Expr:
    """(a + b)/c → a/c + b/c"""
    numerator, denominator = fraction.as_numer_denom()
    return Add(*(term / denominator for term in Add.make_args(expand(numerator, deep=False))))


def by_function(fraction: Expr, point: Point) -> Expr:
    """(a ψ(z) + b ψ(z) + c)/d → (a + b)/d ψ(z) + c/d"""
    numerator, denominator = fraction.as_numer_denom()
    parts: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(expand(numerator, deep=False)):
        coefficient, special = term.as_independent(*SPECIAL, as_Add=False)
        parts.setdefault(special, []).append(coefficient)
    return Add(*(orient(one_fraction(Add(*c) / denominator), point) * special for special, c in parts.items()))


def plain_arguments(expression: Expr) -> Expr:
    """Γ(φ − mφ) → Γ(φ(1 − m)): one way to write each argument of a special function"""

    def plain(function: Expr) -> Expr:
        return function.func(*(min(factor_safely(a), expand(a), *in_powers(a), key=length) for a in function.args))

    plainer = expression.replace(lambda e: isinstance(e, SPECIAL) and not e.args[-1].is_Atom, plain)
    return plainer.replace(lambda e: isinstance(e, exp) and e.has(log), lambda e: exponential(e.args[0]))


def exponential(exponent: Expr) -> Expr:
    """e^(c log b + r) = b^c e^r"""
    powers = []
    for term in Add.make_args(exponent):
        logarithms = [f for f in Mul.make_args(term) if isinstance(f, log)]
        powers.append(logarithms[0].args[0] ** (term / logarithms[0]) if len(logarithms) == 1 else exp(term))
    return Mul(*powers)


def merge_exponentials(expression: Expr) -> Expr:
    """e^a e^b = e^(a + b), where the sum is no longer than its parts"""

    def merged(product: Expr) -> Expr:
        powers = [f for f in product.args if isinstance(f, exp)]
        total = cancel_safely(Add(*(f.args[0] for f in powers)))
        shorter = len(powers) > 1 and count_ops(total) < sum(count_ops(f) for f in powers)
        return product / Mul(*powers) * exp(total) if shorter else product

    return expression.replace(lambda e: isinstance(e, Mul) and e.has(exp), merged)


def one_fraction(expression: Expr) -> Expr:
    """In factors; what is long without its common factors first, as their gcd costs less than to factor them twice"""
    if (found := factored(expression)) is not None:
        return found
    return factor_safely(cancel_safely(expression) if count_ops(expression) > LONG else expression)


def canonical(expression: Expr) -> Expr:
    """Special functions whose arguments or orders differ by integers, in terms of one of them."""
    expression = expression.replace(dirichlet_eta, lambda s: (1 - 2 ** (1 - s)) * zeta(s))
    expression = shift_arguments(expression, polygamma, 1, _shifted_polygamma)
    expression = shift_arguments(expression, gamma, 0, _shifted_gamma)
    expression = reduce_orders(expression, besseli, -1)
    return reduce_orders(expression, besselk, 1)


def _families(functions: Iterable[Expr], position: int) -> Iterator[tuple[Expr, list[tuple[Expr, int]]]]:
    """Functions whose arguments differ by integers: the simplest argument, and each function with its distance."""
    groups: list[list[Expr]] = []
    for function in sorted(functions, key=lambda f: (length(f.args[position]), f.sort_key())):
        for group in groups:
            others = [
                (a, b) for k, (a, b) in enumerate(zip(group[0].args, function.args, strict=True)) if k != position
            ]
            distance = expand(function.args[position] - group[0].args[position])
            if distance.is_Integer and (all(a == b for a, b in others) or isinstance(function, polygamma)):
                group.append(function)
                break
        else:
            groups.append([function])
    for group in groups:
        base = group[0].args[position]
        if isinstance(group[0], polygamma) and base.is_Rational and base > 1:
            base -= ceiling(base) - 1
        yield base, [(f, int(expand(f.args[position] - base))) for f in group]


def shift_arguments(expression: Expr, head: type, position: int, shifted: Shift) -> Expr:
    """f(z + m) → f(z) and elementary terms, where both occur."""
    lowered = {
        function: shifted(function, base, m)
        for base, group in _families(expression.atoms(head), position)
        for function, m in group
        if m
    }
    return expression.xreplace(lowered) if lowered else expression


def _shifted_polygamma(function: Expr, z: Expr, m: int) -> Expr:
    """ψₖ(z + m) → ψₖ(z) + (−1)ᵏ k! Σ 1/(z + r)ᵏ⁺¹"""
    k = function.args[0]
    sign = (-1) ** k * gamma(k + 1) * (1 if m > 0 else -1)
    return polygamma(k, z) + sign * Add(*((z + r) ** (-k - 1) for r in (range(m) if m > 0 else range(m, 0))))


def _shifted_gamma(function: Expr, z: Expr, m: int) -> Expr:
    """Γ(z + m) → Γ(z) Π (z + r)"""
    return gamma(z) * Mul(*((z + r) for r in range(m))) / Mul(*((z + r) for r in range(m, 0)))


def reduce_orders(expression: Expr, head: type, sign: int) -> Expr:
    """Zᵥ₊₁(z) → Zᵥ₋₁(z) ± (2ν/z) Zᵥ(z), down to two orders (I: −, K: +)"""
    lowered = {}
    for base, group in _families(expression.atoms(head), 0):
        first = Integer(0) if base.is_Integer else base
        for function, m in group:
            order = abs(function.args[0]) if base.is_Integer else first + m
            lowered[function] = _order(head, sign, first, int(order - first), function.args[1])
    lowered = {old: new for old, new in lowered.items() if old != new}
    return expression.xreplace(lowered) if lowered else expression


def _order(head: type, sign: int, first: Expr, m: int, z: Expr) -> Expr:
    """Z of order first + m by Z of orders first and first + 1"""
    below, above = head(first, z), head(first + 1, z)
    for step in range(1, m):
        below, above = above, below + sign * 2 * (first + step) / z * above
    for step in range(0, -m):
        below, above = above - sign * 2 * (first - step) / z * below, below
    return below if m <= 0 else above


def reduce_squares(expression: Expr) -> Expr:
    """cos² → 1 − sin², cosh² → 1 + sinh², in numerator and denominator"""
    for even, odd, sign in ((cos, sin, -1), (cosh, sinh, 1)):
        for function in sorted(expression.atoms(even), key=lambda f: f.sort_key()):
            if expression.has(odd(*function.args)):
                expression = _reduce_square(expression, function, 1 + sign * odd(*function.args) ** 2)
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


def orient(expression: Expr, point: Point) -> Expr:
    """Write the factors of a product as what is positive at `point`: (p − 1)(q − 1) → (1 − p)(1 − q)"""
    if not isinstance(expression, (Mul, Pow)):
        return expression
    sign, factors = Integer(1), []
    for term in Mul.make_args(expression):
        base, exponent = term.as_base_exp()
        if isinstance(base, Add) and exponent.is_Integer and is_negative(base, point):
            base = Add(*(-part for part in base.args))
            sign *= (-1) ** exponent
        factors.append(Pow(base, exponent))
    return sign * Mul(*_conjugates(factors))


def _conjugates(factors: list[Expr]) -> list[Expr]:
    """(1 − ρ)(1 + ρ) → 1 − ρ², wherever the product of two sums is shorter than the sums"""
    for a, b in combinations(factors, 2):
        (base, exponent), (other, same) = a.as_base_exp(), b.as_base_exp()
        if exponent == same and isinstance(base, Add) and isinstance(other, Add):
            product = expand(base * other)
            if count_ops(product) <= count_ops(base) + count_ops(other):
                return _conjugates([f for f in factors if f not in (a, b)] + [Pow(product, exponent)])
    return factors


def is_negative(expression: Expr, point: Point) -> bool:
    """Whether the value at `point` is a negative number."""
    return bool(value_at(expression, point).is_negative)


def value_at(expression: Expr, point: Point, digits: int = 15) -> Expr:
    """The number at `point`, without the exact powers on the way to it."""
    if expression.is_Rational:
        return expression
    with workdps(WORKING):
        value = precise_value(expression, point)
    if isinstance(value, mpf):
        return Float(value, digits)
    return expression.xreplace(
        {symbol: _digits(point[symbol]) for symbol in expression.free_symbols & point.keys()}
    ).evalf(digits)


@lru_cache(maxsize=4096)
def _digits(value: Expr) -> Expr:
    return value.evalf(30)
