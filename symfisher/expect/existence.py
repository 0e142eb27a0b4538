"""Where an expectation exists: what must be positive, as conditions on the parameters."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Add, Expr, Mul, cancel, diff, expand, factor_list, fraction, oo, together
from sympy.core.relational import Relational

from symfisher.expect.normal_form import Point, is_negative
from symfisher.model import Family, Quantity
from symfisher.notation import Name
from symfisher.trace import Condition
from symfisher.values import sign_at


def holds_at(needed: Iterable[Expr], point: Point) -> bool:
    """Whether all of these are positive at the point."""
    return all(e.is_positive or sign_at(e, point) == 1 for e in needed)


def conditions(needed: Iterable[Expr], point: Point) -> tuple[Condition, ...]:
    """The strongest of `e > 0`, at a point where all of them hold."""
    open_ones = {_plain(e, point) for e in needed}
    kept = [e for e in open_ones if not any(_follows(e, other) for other in open_ones)]
    relations = map(_relation, sorted(kept, key=lambda e: e.sort_key()))
    return tuple(
        Condition(f"E[∂ᵢ log P ∂ⱼ log P] exists only where {relation}".replace("**", "^"), "existence", "S12", relation)
        for relation in relations
        if relation not in (True, False)
    )


def _relation(positive: Expr) -> Relational:
    """k − 2 > 0 → k > 2, where one symbol stands in it once"""
    symbols = positive.free_symbols
    if len(symbols) == 1:
        (symbol,) = symbols
        slope = diff(positive, symbol)
        if slope.is_Rational and slope != 0:
            end = symbol - expand(positive / slope)
            return symbol > expand(end) if slope > 0 else symbol < expand(end)
    return positive > 0


def implied(expression: Expr, family: Family) -> bool:
    """Whether the expression is positive on the whole of the declared domains."""
    if expression.is_positive:
        return True
    declared = [q for q in (*family.known, *family.parameters) if q.symbol in expression.free_symbols]
    forms = [expression]
    for quantity in reversed(declared):  # the last ones first, as their ends may be those before
        forms = [form.xreplace({quantity.symbol: end}) for form in forms for end in _from_its_ends(quantity)]
    return any(all(_sum_of_positives(part) for part in fraction(together(form))) for form in forms)


def _from_its_ends(quantity: Quantity) -> list[Expr]:
    """The symbol as a finite end and a distance: p in (a, ∞) as a + p′, in (a, b) as (a + bp′)/(1 + p′)

    A count, which may be at its end, from each of its ends.
    """
    space, symbol = quantity.space, quantity.symbol
    low, high = space.lower, space.upper
    if space.discrete:
        distance = Name(symbol.name, integer=True, nonnegative=True)
        ends = [low + distance] * bool(low.is_finite) + [high - distance] * bool(high.is_finite)
        return ends or [symbol]
    distance = Name(symbol.name, positive=True)
    if low.is_finite and high == oo:
        return [low + distance]
    if low == -oo and high.is_finite:
        return [high - distance]
    return [(low + high * distance) / (1 + distance) if low.is_finite and high.is_finite else symbol]


def _sum_of_positives(expression: Expr) -> bool:
    terms = Add.make_args(expand(expression))
    return all(term.is_nonnegative for term in terms) and any(term.is_positive for term in terms)


def _plain(expression: Expr, point: Point) -> Expr:
    """What decides the sign: 1 − 2/k → k − 2, for a positive k"""
    numerator, denominator = fraction(together(expression))
    if is_negative(denominator, point):
        numerator, denominator = -numerator, -denominator
    if not denominator.is_positive:
        return expand(expression)
    _, factors = factor_list(numerator)
    kept = [base**power for base, power in factors if not base.is_positive]
    plain = Mul(*kept)
    return expand(-plain if is_negative(plain * numerator, point) else plain)


def _follows(weak: Expr, strong: Expr) -> bool:
    """Whether weak = c·strong + d with positive numbers c and d."""
    for symbol in strong.free_symbols:
        ratio = cancel(diff(weak, symbol) / diff(strong, symbol))
        if ratio.is_number and ratio.is_positive:
            return bool(expand(weak - ratio * strong).is_positive)
    return False
