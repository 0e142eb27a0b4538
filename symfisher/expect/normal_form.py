"""One readable form for equal results: special functions to one base argument, then a rational normal form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations, groupby

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    Symbol,
    besseli,
    besselk,
    cancel,
    cos,
    cosh,
    count_ops,
    expand,
    factor,
    gamma,
    polygamma,
    sin,
    sinh,
    together,
)
from sympy.polys.polyerrors import PolynomialError

Point = Mapping[Symbol, Rational]


def normal_form(expression: Expr, point: Point) -> Expr:
    """The shortest of the factored and the expanded rational form; `point` lies in the domain and fixes signs.

    >>> p = Symbol("p", positive=True)
    >>> normal_form(1/p + 1/(1 - p), {p: Rational(1, 3)})
    1/(p*(1 - p))
    """
    expression = canonical(expression)
    if expression.is_Atom:
        return expression
    factored = orient(factor_safely(reduce_squares(cancel_safely(expression))), point)
    return min(factored, termwise(factored), key=_length)


def termwise(fraction: Expr) -> Expr:
    """(a + b)/c → a/c + b/c"""
    numerator, denominator = fraction.as_numer_denom()
    return Add(*(term / denominator for term in Add.make_args(expand(numerator))))


def factor_safely(expression: Expr) -> Expr:
    """Numerator and denominator in factors, where SymPy's polynomials reach."""
    try:
        return factor(expression)
    except PolynomialError:
        return expression


def _length(expression: Expr) -> tuple[int, int]:
    return count_ops(expression), len(expression.args)


def cancel_safely(expression: Expr) -> Expr:
    """One fraction without common factors, or the expression itself where SymPy's polynomials do not reach."""
    try:
        return cancel(together(expression))
    except PolynomialError:
        return together(expression)


def canonical(expression: Expr) -> Expr:
    """Special functions whose arguments or orders differ by integers, in terms of one of them."""
    expression = shift_arguments(expression, polygamma, 1, _lower_polygamma)
    expression = shift_arguments(expression, gamma, 0, _lower_gamma)
    expression = reduce_orders(expression, besseli, -1)
    return reduce_orders(expression, besselk, 1)


def _families(functions: list[Expr], argument: Callable[[Expr], Expr]) -> list[list[Expr]]:
    """Functions grouped by arguments that differ by an integer, each group in ascending order."""
    groups: list[list[Expr]] = []
    for function in sorted(functions, key=lambda f: f.sort_key()):
        for group in groups:
            if (argument(group[0]) - argument(function)).is_Integer:
                group.append(function)
                break
        else:
            groups.append([function])
    return [sorted(group, key=lambda f: int(argument(f) - argument(group[0]))) for group in groups]


def shift_arguments(
    expression: Expr, head: type, position: int, lower: Callable[[Expr, Expr, int], Expr]
) -> Expr:
    """f(z + m) → f(z) and elementary terms, where both occur."""
    lowered = {}
    functions = sorted(expression.atoms(head), key=lambda f: f.args[:position] and f.args[0].sort_key())
    for _, same in groupby(functions, key=lambda f: f.args[:position]):
        for group in _families(list(same), lambda f: f.args[position]):
            base = group[0].args[position]
            for function in group[1:]:
                lowered[function] = lower(function, base, int(function.args[position] - base))
    return expression.xreplace(lowered) if lowered else expression


def _lower_polygamma(function: Expr, z: Expr, m: int) -> Expr:
    """ψₖ(z + m) → ψₖ(z) + (−1)ᵏ k! Σ 1/(z + r)ᵏ⁺¹"""
    k = function.args[0]
    sign = (-1) ** k * gamma(k + 1)
    return polygamma(k, z) + sign * Add(*((z + r) ** (-k - 1) for r in range(m)))


def _lower_gamma(function: Expr, z: Expr, m: int) -> Expr:
    """Γ(z + m) → Γ(z) Π (z + r)"""
    return gamma(z) * Mul(*((z + r) for r in range(m)))


def reduce_orders(expression: Expr, head: type, sign: int) -> Expr:
    """Zᵥ₊₁(z) → Zᵥ₋₁(z) ± (2ν/z) Zᵥ(z), down to the two lowest orders (I: −, K: +)"""
    functions = sorted(expression.atoms(head), key=lambda f: f.args[1].sort_key())
    lowered = {}
    for z, same in groupby(functions, key=lambda f: f.args[1]):
        for group in _families(list(same), lambda f: f.args[0]):
            lowest = group[0].args[0]
            first = Integer(0) if lowest.is_Integer else lowest
            lowered |= {f: _lower_order(head, sign, f.args[0], z, first) for f in group}
    return expression.xreplace({old: new for old, new in lowered.items() if old != new}) if lowered else expression


def _lower_order(head: type, sign: int, order: Expr, z: Expr, first: Expr) -> Expr:
    order = abs(order) if order.is_Integer else order
    below, above = head(first, z), head(first + 1, z)
    if order == first:
        return below
    for step in range(1, int(order - first)):
        below, above = above, below + sign * 2 * (first + step) / z * above
    return above


def reduce_squares(expression: Expr) -> Expr:
    """cos² → 1 − sin², cosh² → 1 + sinh², in numerator and denominator"""
    for even, odd, sign in ((cos, sin, -1), (cosh, sinh, 1)):
        for function in sorted(expression.atoms(even), key=lambda f: f.sort_key()):
            if expression.has(odd(*function.args)):
                expression = _reduce_square(expression, function, 1 + sign * odd(*function.args) ** 2)
    return expression


def _reduce_square(expression: Expr, function: Expr, square: Expr) -> Expr:
    """function² → square: what is left of function is linear"""
    mark = Symbol("mark")
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
    value = expression.xreplace(dict(point))
    value = value if value.is_Rational else value.evalf(15)
    return bool(value.is_negative)
