"""Special functions whose arguments or orders differ by integers, in terms of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Rational,
    besseli,
    besselk,
    beta,
    ceiling,
    dirichlet_eta,
    expand,
    gamma,
    log,
    lowergamma,
    polygamma,
    polylog,
    uppergamma,
    zeta,
)

from symfisher.expect.factored import cancel_safely, length
from symfisher.heads import occurs

Shift = Callable[[Expr, Expr, int], Expr]


def canonical(expression: Expr) -> Expr:
    """The same expression with as few special functions as recurrences leave."""
    if not occurs(expression, dirichlet_eta, beta, polygamma, gamma, besseli, besselk, polylog):
        return expression
    expression = expression.replace(polylog, lambda s, z: -log(1 - z) if s == 1 else polylog(s, z))
    expression = expression.replace(dirichlet_eta, lambda s: (1 - 2 ** (1 - s)) * zeta(s))
    if len(_all(expression, beta)) > 1:  # B(a, b + 1) is a fraction of B(a, b)
        expression = expression.replace(beta, lambda x, y: gamma(x) * gamma(y) / gamma(x + y))
    expression = _duplicated(shift_arguments(expression, polygamma, 1, _shifted_polygamma))
    expression = shift_arguments(expression, gamma, 0, _shifted_gamma)
    expression = reduce_orders(expression, besseli, -1)
    return reduce_orders(expression, besselk, 1)


def lowered(expression: Expr) -> Iterator[Expr]:
    """The same with ψ(z + n) by ψ(z), where n is a whole number; nothing where there are none"""
    if not occurs(expression, polygamma):
        return
    shifted = {f: int(f.args[1].as_coeff_Add()[0]) for f in expression.atoms(polygamma) if not f.args[1].is_number}
    if any(m > 0 for m in shifted.values()):
        yield expression.xreplace({f: _shifted_polygamma(f, f.args[1] - m, m) for f, m in shifted.items() if m > 0})


def complemented(expression: Expr) -> Iterator[Expr]:
    """Γ(s) − Γ(s, z) → γ(s, z), and back, where Γ(s) occurs as well"""
    for head, other in ((uppergamma, lowergamma), (lowergamma, uppergamma)):
        found = {
            f: gamma(f.args[0]) - other(*f.args) for f in _all(expression, head) if expression.has(gamma(f.args[0]))
        }
        if found:
            yield expression.xreplace(found)


def _duplicated(expression: Expr) -> Expr:
    """ψₖ(2z) → (ψₖ(z) + ψₖ(z + ½))/2ᵏ⁺¹ and, for k = 0, log 2, where both of these occur as well"""
    functions = sorted(_all(expression, polygamma), key=lambda f: f.sort_key())
    for whole in functions if len(functions) > 2 else ():
        order, half = whole.args[0], expand(whole.args[1] / 2)
        others = [f for f in functions if f.args[0] == order and f != whole and not half.is_number]
        if all(any(expand(f.args[1] - half - shift).is_Integer for f in others) for shift in (Rational(1, 2), 0)):
            halves = polygamma(order, half) + polygamma(order, half + Rational(1, 2))
            plain = halves / 2 ** (order + 1) + (log(2) if order == 0 else 0)
            return _duplicated(shift_arguments(expression.xreplace({whole: plain}), polygamma, 1, _shifted_polygamma))
    return expression


def _all(expression: Expr, head: type) -> set[Expr]:
    return expression.atoms(head) if occurs(expression, head) else set()


def _families(functions: Iterable[Expr], position: int) -> Iterator[tuple[Expr, list[tuple[Expr, int]]]]:
    """Functions whose arguments differ by integers: the simplest argument, and each function with its distance."""
    groups: list[list[Expr]] = []
    for function in sorted(functions, key=lambda f: (length(f.args[position]), f.sort_key())):
        for group in groups:
            others = [
                (a, b) for k, (a, b) in enumerate(zip(group[0].args, function.args, strict=True)) if k != position
            ]
            distance = _distance(function, group[0], position)
            if distance.is_Integer and (all(a == b for a, b in others) or isinstance(function, polygamma)):
                group.append(function)
                break
        else:
            groups.append([function])
    for group in groups:
        base = group[0].args[position]
        if isinstance(group[0], polygamma) and base.is_Rational and base > 1:
            base -= ceiling(base) - 1
        yield base, [(f, int(cancel_safely(f.args[position] - base))) for f in group]


def _distance(function: Expr, other: Expr, position: int) -> Expr:
    """a/(a − b) − b/(a − b) = 1"""
    difference = expand(function.args[position] - other.args[position])
    return difference if difference.is_number or difference.is_polynomial() else cancel_safely(difference)


def shift_arguments(expression: Expr, head: type, position: int, shifted: Shift) -> Expr:
    """f(z + m) → f(z) and elementary terms, where both occur."""
    lowered = {
        function: shifted(function, base, m)
        for base, group in _families(_all(expression, head), position)
        for function, m in group
        if m or function.args[position] != base
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
    for base, group in _families(_all(expression, head), 0):
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
