"""The order in which people write terms and factors: x − μ, P − Q, θ + δ, P log(P/Q), F δᵢ δⱼ."""

from __future__ import annotations

from functools import lru_cache

from sympy import Add, Basic, Expr, Integer, Mul, Pow, Rational, Sum, Tuple, exp, log, pi, sqrt

from symfisher.notation import Component, Head, Increment, Name, P, Q, Total, delta, theta
from symfisher.render.letters import GREEK, spell

FIRST = {P: 0, Q: 1, theta: 2, delta: 3}


def negative(term: Basic) -> bool:
    """Whether the term is written with a leading minus sign."""
    number = term.args[0] if isinstance(term, Mul) else term
    return bool(number.is_Number and number.is_extended_negative)


def opposite(term: Expr) -> Expr:
    """−term, for a term written with a minus sign; its other factors stay as they are."""
    if not isinstance(term, Mul):
        return -term
    number, *others = term.args
    rest = others if number == -1 else [-number, *others]
    return rest[0] if len(rest) == 1 else Mul(*rest, evaluate=False)


@lru_cache(maxsize=8192)
def headed(expression: Basic) -> bool:
    """Whether an opaque head stands in the expression."""
    return isinstance(expression, Head) or any(headed(a) for a in expression.args if isinstance(a, Basic))


@lru_cache(maxsize=2048)
def terms(total: Add) -> tuple[Expr, ...]:
    """The terms of a sum; one without a minus sign comes first where there is one."""
    if headed(total) or set(total.args) <= FIRST.keys():
        ordered = sorted(total.as_ordered_terms(), key=_reading)
    else:
        ordered = sorted(total.as_ordered_terms(), key=lambda term: isinstance(term, Name))  # μ + δ_μ
    if len(ordered) == 2 and ordered[1] == 1 and not _polynomial(ordered[0]):
        ordered.reverse()
    first = next((k for k, term in enumerate(ordered) if not negative(term)), 0)
    return (ordered[first], *ordered[:first], *ordered[first + 1 :])


def _reading(expression: Basic) -> tuple[int, ...]:
    """The ranks of the letters in the order in which they are read."""
    if isinstance(expression, (Add, Mul)):
        parts = terms(expression) if isinstance(expression, Add) else factors(expression)
        return tuple(rank for part in parts for rank in _reading(part))
    if isinstance(expression, Increment) or expression in FIRST:
        return (FIRST.get(expression, 4),)
    return tuple(rank for part in expression.args for rank in _reading(part))


def _polynomial(term: Expr) -> bool:
    """Whether the term is an integer times powers of symbols, as in α + 1 and unlike 1 + x/λ."""
    return all(f.is_Symbol or f.is_Integer or (f.is_Pow and f.base.is_Symbol and f.exp.is_Integer and f.exp > 0)
               for f in Mul.make_args(term))  # fmt: skip


@lru_cache(maxsize=8192)
def factors(product: Expr) -> tuple[Expr, ...]:
    """The factors of a product: numbers, parameters, then the heads in the order of the argument."""
    ordered = Mul.make_args(product)
    if all(factor.is_commutative for factor in ordered):
        ordered = product.as_ordered_factors()
    return tuple(sorted(ordered, key=_place))


def _place(factor: Expr) -> int:
    base = factor.base if isinstance(factor, Pow) else factor
    if factor.is_Number:
        return 0
    if isinstance(base, Component) or (isinstance(base, Name) and base.name.startswith("delta_")):
        return 7
    if isinstance(base, Name):
        return 4
    if isinstance(base, (Sum, Total)):
        return 2 if base is not factor else 6
    if not headed(factor):
        return 1
    return {Add: 4, log: 5}.get(type(base), 3)


@lru_cache(maxsize=8192)
def quotient(product: Expr) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """The factors above and below the fraction bar; a minus sign is the caller's to take off."""
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in factors(product):
        if isinstance(factor, Rational):
            above += [Integer(factor.p)] * (factor.p != 1)
            below += [Integer(factor.q)] * (factor.q != 1)
        elif isinstance(factor, Pow) and isinstance(factor.exp, Rational) and factor.exp < 0:
            below.append(factor.base if factor.exp == -1 else Pow(factor.base, -factor.exp, evaluate=False))
        else:
            above.append(factor)
    return _joined_roots(above, below)


def _joined_roots(above: list[Expr], below: list[Expr]) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """√2 over 2√π as 1 over √(2π)."""
    root_of_pi = sqrt(pi)
    if root_of_pi not in below:
        return tuple(above), tuple(below)
    square = Mul(*(f**2 for f in above if _numeric(f))) / Mul(*(f**2 for f in below if _numeric(f)))
    root = Pow(Mul(square.q, pi, evaluate=False), Rational(1, 2), evaluate=False) if square.q > 1 else root_of_pi
    front = [] if square.p == 1 else [sqrt(square.p)]
    kept = [f for f in above if not _numeric(f)]
    rest = [f for f in below if not _numeric(f) and f != root_of_pi]
    return (*front, *kept), (root, *rest)


def _numeric(factor: Expr) -> bool:
    """Whether the factor is an integer or the square root of one."""
    return factor.is_Integer or (factor.is_Pow and factor.base.is_Integer and factor.exp == Rational(1, 2))


def apart(product: Expr) -> tuple[tuple[Expr, ...], tuple[Expr, ...], tuple[Expr, ...]]:
    """The factors above and below the bar, and those that are better written after a fraction: ∫, Σ, tall exp."""
    above, below = quotient(product)
    after = tuple(factor for factor in above if below and _stands_after(factor))
    return tuple(factor for factor in above if factor not in after), below, after


def _stands_after(factor: Expr) -> bool:
    if isinstance(factor, exp):
        argument = factor.args[0]
        return isinstance(argument, Mul) and bool(quotient(argument)[1])
    return isinstance(factor, (Sum, Total))


def close(number: Expr, factor: Expr) -> bool:
    """Whether the two stand side by side with no space: 2σ², and not 2 log(x) or 2 rate."""
    base = factor.base if isinstance(factor, Pow) else factor
    if not number.is_Integer or not (base is pi or base.is_Symbol):
        return False
    letter = "pi" if base is pi else spell(base.name)[0]
    return letter in GREEK or len(letter) == 1


def variables_of(omega: Basic) -> tuple[Basic, ...]:
    """The symbols of ω."""
    return tuple(omega) if isinstance(omega, Tuple) else (omega,)
