"""Densities of several variables by cases, where p ∂ᵢℓ ∂ⱼℓ is a sum of powers and exponentials in each case.

A case holds on a region, which its conditions bound; there ∫ x^n e^(αx + β) dx is elementary, the last variable first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

from sympy import Add, Expr, Integer, Mul, Not, Piecewise, Pow, Symbol, diff, exp, expand, ff, oo, true

from symfisher.errors import ParseError
from symfisher.expect.base_law import NoMoment
from symfisher.expect.law import Law
from symfisher.expect.normal_form import Point, is_negative, normal_form
from symfisher.expect.solution import EXCHANGE, Solution, chain
from symfisher.images.frame import spaces_of
from symfisher.model import Family, Quantity
from symfisher.notation import Expectation, Total
from symfisher.operations import operations
from symfisher.special import derivative
from symfisher.trace import Condition, Relation, Step

MOST_TERMS = 400

Link = tuple[Expr, str, str, tuple[Condition, ...]]


def solve(law: Law) -> Solution | None:
    """Every entry as a sum of elementary integrals over the regions, or None where one is no such integral."""
    if len(law.omega) < 2 or law.family.atoms or any(v.space.discrete for v in law.family.variables):
        return None
    try:
        parts = [_Part(Law(region)) for region in _regions(law)]
        entries = {pair: _entry(law, parts, *pair) for pair in law.pairs} if parts else {}
    except (NoMoment, ParseError):
        return None
    return Solution("regions", (), entries) if entries else None


def _regions(law: Law) -> Iterator[Family]:
    """p with its cases resolved, on the region of each; nothing where two sets of cases cross."""
    cases = [cases for cases in law.density.atoms(Piecewise) if cases.has(*law.omega)]
    if len({tuple(when for _, when in c.args) for c in cases}) != 1:
        return
    before: list = []
    for k, (_, when) in enumerate(cases[0].args):
        density = law.density.xreplace({c: c.args[k][0] for c in cases})
        given = (*law.family.given, *before, *([] if when == true else [when]))
        before.append(Not(when))
        if density != 0:
            family = law.family
            variables, parameters, known = map(spaces_of, (family.variables, family.parameters, family.known))
            yield Family(density, variables, parameters, known, given)


@dataclass(frozen=True)
class _Part:
    """A region, with the integrals over it that are known"""

    law: Law
    known: dict[Expr, Expr] = field(default_factory=dict)

    def information(self, a: int, b: int, smooth: bool) -> Expr:
        """−∂ₐ∂_bℓ where no edge moves, which is shorter, else ∂ₐℓ ∂_bℓ"""
        scores = self.law.scores
        return -derivative(scores[a], self.law.family.theta[b]) if smooth else scores[a] * scores[b]

    def totals(self, function: Expr) -> Iterator[tuple[Expr, Expr]]:
        """∫ p f as coefficients and integrals of what moves"""
        for term in (t for part in Add.make_args(function) for t in _terms(part, self.law.omega)):
            coefficient, moving = term.as_independent(*self.law.omega, as_Add=False)
            if moving not in self.known:
                found = _integral(self.law.family.density * moving, self.law)
                self.known[moving] = normal_form(found, self.law.points[0])
            yield coefficient, self.known[moving]


def _collected(functions: Sequence[Expr], parts: Sequence[_Part], point: Point) -> Expr:
    """Σ ∫ p f over the regions, equal coefficients together"""
    found: dict[Expr, Expr] = {}
    for function, part in zip(functions, parts, strict=True):
        for coefficient, integral in part.totals(function):
            found[coefficient] = found.get(coefficient, Integer(0)) + integral
    total = Add(*(c * normal_form(integral, point) for c, integral in found.items()))
    return min(normal_form(total, point), total, key=operations)


def _entry(law: Law, parts: Sequence[_Part], a: int, b: int) -> Step:
    """E[∂ₐℓ ∂_bℓ] = Σ ∫ p ∂ₐℓ ∂_bℓ, or −Σ ∫ p ∂ₐ∂_bℓ, over the regions"""
    head = law.entry_head(a, b)
    smooth = all(part.law.smooth for part in parts)
    functions = [part.information(a, b, smooth) for part in parts]
    spaces = [(part.law.family.density, part.law.family.limits) for part in parts]
    moved = Add(*(Total(p * f, *limits) for f, (p, limits) in zip(functions, spaces, strict=True)))
    closed = _collected(functions, parts, law.points[0])
    spelled = Expectation(law.scores[a] * law.scores[b])
    first: Link = (spelled, "insert_scores", "the scores as functions of the variables", ())
    if smooth:
        because = "the score has mean zero; differentiate that once more"
        first = (-Expectation(law.score_head(a, b)), "exchange_derivative", because, (EXCHANGE,))
    links: list[Link] = [
        first,
        (moved, "divide_space", "region by region, as the cases are", ()),
        (closed, "integrate_over_regions", "powers and exponentials, one variable after the other", ()),
    ]
    because = "the cases of the density, each on its region"
    rule = "take_expectation_of_scores"
    return Step(head, closed, Relation.EQUAL, rule, because, substeps=chain(head, links), chained=False)


def _integral(f: Expr, part: Law) -> Expr:
    """∫ f over the region; the rates have names meanwhile, as denominators are not to be multiplied out"""
    rates: dict[Expr, Symbol] = {}
    for v in reversed(part.family.variables):
        f = Add(*(_term(t, v, part.points, rates) for t in _terms(f, part.omega)))
    return f.xreplace({name: rate for rate, name in rates.items()})


def _terms(f: Expr, omega: Sequence[Symbol]) -> list[Expr]:
    """f multiplied out, what is free of the variables and the exponentials left as they are"""
    powers = {e: Symbol(f"power{k}") for k, e in enumerate(f.atoms(exp))}
    constants: dict[Expr, Symbol] = {}

    def named(e: Expr) -> Symbol:
        return constants.setdefault(e, Symbol(f"constant{len(constants)}"))

    def is_constant(e: Expr) -> bool:
        return isinstance(e, (Add, Pow)) and not e.has(*omega, *powers.values())

    hidden = f.xreplace(powers).replace(is_constant, named)
    terms = Add.make_args(expand(hidden)) if hidden != 0 else ()
    if len(terms) > MOST_TERMS:
        raise NoMoment
    told = {name: e for e, name in (*powers.items(), *constants.items())}
    return [reduce(lambda t, name: t.xreplace({name: told[name]}), reversed(told), term) for term in terms]


def _term(term: Expr, variable: Quantity, points: Sequence[Point], rates: dict[Expr, Symbol]) -> Expr:
    """∫ c x^n e^(αx + β) dx between the bounds"""
    x, space = variable.symbol, variable.space
    coefficient, moving = term.as_independent(x, as_Add=False)
    exponent = Add(*(f.args[0] for f in Mul.make_args(moving) if isinstance(f, exp)))
    power = Mul(*(f for f in Mul.make_args(moving) if not isinstance(f, exp)))
    base, n = power.as_base_exp() if power != 1 else (x, Integer(0))
    rate = expand(diff(exponent, x))
    if base != x or not (n.is_Integer and n >= 0) or rate.has(x):
        raise NoMoment
    if rate == 0:
        primitive = x ** (n + 1) / (n + 1) * exp(exponent)
    else:
        r = rates.setdefault(rate, Symbol(f"rate{len(rates)}"))
        terms = ((-1) ** j * ff(n, j) * x ** (n - j) / r ** (j + 1) for j in range(int(n) + 1))
        primitive = Add(*terms) * exp(exponent)
    return coefficient * (_at(primitive, x, space.upper, rate, points) - _at(primitive, x, space.lower, -rate, points))


def _at(primitive: Expr, x: Symbol, end: Expr, growth: Expr, points: Sequence[Point]) -> Expr:
    """The primitive at an end of the interval; 0 at one that is infinite, where it falls off"""
    if end not in (oo, -oo):
        return primitive.xreplace({x: end})
    if growth == 0 or not all(is_negative(growth, point) for point in points):
        raise NoMoment
    return Integer(0)
