"""Densities that a substitution makes rational, up to powers, one exponential and logarithms: by partial fractions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle

from sympy import (
    AccumBounds,
    Add,
    Expr,
    Integer,
    Pow,
    Rational,
    Symbol,
    apart,
    cos,
    diff,
    exp,
    expand,
    fraction,
    limit,
    log,
    nan,
    oo,
    preorder_traversal,
    sin,
    together,
    zoo,
)
from sympy.polys.polyerrors import PolynomialError

from symfisher.compiling import number
from symfisher.expect.fraction_integrals import NoIntegral, need, u
from symfisher.expect.law import Law
from symfisher.expect.log_density import expand_log, plain_powers
from symfisher.expect.normal_form import is_negative, normal_form
from symfisher.expect.pieces import Piece, pieces
from symfisher.expect.rational_weight import Weight, by_logarithms, coefficients, over_quadratic, poles_of, weight_of
from symfisher.expect.solution import EXCHANGE, Solution, chain
from symfisher.inversion import invert
from symfisher.notation import Expectation, Total
from symfisher.operations import operations
from symfisher.special import derivative
from symfisher.trace import Relation, Step
from symfisher.values import value_at

MOST_SUBSTITUTIONS, MOST_OPERATIONS, SMALL = 4, 2000, 1e-9
MEAN_ZERO = "the score has mean zero; differentiate that once more"


def solve(law: Law) -> Solution | None:
    """Every entry as a combination of integrals of partial fractions, or None where no substitution serves."""
    if len(law.omega) != 1 or law.family.variables[0].space.discrete or law.family.atoms:
        return None
    parts: list[Substituted] = []
    constant = _constant_curvatures(law)
    for piece in pieces(law) or ():
        serving = _serving(piece, [pair for pair in law.pairs if pair not in constant])
        if serving is None:
            return None
        parts += serving
    if not parts:
        return None
    given = {pair: _entry_of_constant(law, *pair, value) for pair, value in constant.items()}
    return Solution("partial fractions", (), {p: given.get(p) or _entry(law, parts, *p) for p in law.pairs})


def _constant_curvatures(law: Law) -> dict[tuple[int, int], Expr]:
    """−∂ₐ∂_bℓ where it is free of x, and so its own mean"""
    if not law.smooth:
        return {}
    theta = law.family.theta
    bends = {(a, b): -derivative(law.scores[a], theta[b]) for a, b in law.pairs}
    still = {pair: expand(bend) for pair, bend in bends.items() if not _moves(bend, law)}
    return {pair: bend for pair, bend in still.items() if not bend.has(*law.omega)}


def _moves(expression: Expr, law: Law) -> bool:
    """Whether its values at two x differ, for the same parameters"""
    x, (first, second, *_) = law.omega[0], law.points
    one, other = (value_at(expression, {**first, x: point[x]}) for point in (first, second))
    return bool(one.is_Float and other.is_Float and abs(one - other) > SMALL * (abs(one) + abs(other)))


def _entry_of_constant(law: Law, a: int, b: int, value: Expr) -> Step:
    """E[∂ₐℓ ∂_bℓ] = −E[∂ₐ∂_bℓ], of a constant"""
    head = law.entry_head(a, b)
    closed = normal_form(value, law.points[0])
    links = [
        (-Expectation(law.score_head(a, b)), "exchange_derivative", MEAN_ZERO, (EXCHANGE,)),
        (closed, "mean_of_constant", "the second derivative of log P does not depend on the variable", ()),
    ]
    because, rule = "minus the second derivative, which is constant", "take_expectation_of_scores"
    return Step(head, closed, Relation.EQUAL, rule, because, substeps=chain(head, links), chained=False)


def _serving(piece: Piece, pairs: list[tuple[int, int]]) -> tuple[Substituted, ...] | None:
    """The first substitution under which every entry asked for is in the table."""
    for candidate in substitutions(piece):
        try:
            for pair in pairs:
                for part in candidate:
                    part.integral(*pair)
        except (NoIntegral, PolynomialError):
            continue
        return candidate
    return None


def _entry(law: Law, parts: list[Substituted], a: int, b: int) -> Step:
    """E[∂ₐℓ ∂_bℓ] = ∫ p ∂ₐℓ ∂_bℓ dx, piece by piece"""
    head = law.entry_head(a, b)
    spelled = Expectation(law.scores[a] * law.scores[b])
    moved = Add(*(Total(part.integrand(a, b), (u, part.low, part.high, False)) for part in parts))
    closed = normal_form(Add(*(part.integral(a, b) for part in parts)), law.points[0])
    names = " and ".join(dict.fromkeys(f"u = {str(part.of_x).replace('**', '^')}" for part in parts))
    links = [
        (spelled, "insert_scores", "the scores as functions of the variable", ()),
        (moved, "substitute", f"substitute {names}", ()),
        (closed, "integrate_fractions", "take it apart into partial fractions and integrate term by term", ()),
    ]
    because = "by substitution and partial fractions"
    rule = "take_expectation_of_scores"
    return Step(head, closed, Relation.EQUAL, rule, because, substeps=chain(head, links), chained=False)


def substitutions(piece: Piece) -> Iterator[tuple[Substituted, ...]]:
    """u among the powers and exponentials of the density and x itself, scaled so that its ends are 0, 1 or ∞."""
    x = piece.law.omega[0]
    nodes = [e for e in preorder_traversal(piece.density) if isinstance(e, (exp, Pow, cos, sin)) and e.has(x)]
    found = [e for e in dict.fromkeys(nodes) if not (isinstance(e, Pow) and e.exp.is_number)]
    for node in [*found[:MOST_SUBSTITUTIONS], x]:
        if (inverse := invert(node, x, u)) is not None and _is_inverse(inverse, node, piece):
            yield from _scaled(piece, node, *(_end(node, x, end) for end in (piece.lower, piece.upper)))


def _end(node: Expr, x: Symbol, end: Expr) -> Expr:
    """What it is at an end of x, and where 1/x is in it, next to a lower end of 0"""
    value = node.subs(x, end)
    return limit(node, x, end, "+") if value.has(nan, zoo, AccumBounds) and end == 0 else value


def _is_inverse(inverse: Expr, node: Expr, piece: Piece) -> bool:
    """Whether an angle is found again from its cosine or sine; for powers and exponentials there is no other branch."""
    x, back = piece.law.omega[0], inverse.xreplace({u: node})
    if not node.has(cos, sin):
        return True
    return all(abs(number((back - x).xreplace(dict(point)).evalf())) < SMALL for point in piece.points)


def _scaled(piece: Piece, node: Expr, start: Expr, stop: Expr) -> Iterator[tuple[Substituted, ...]]:
    """φ over its end, 1/φ to make an infinite range finite, (φ − start)/(stop − start)"""
    finite = [end for end in (start, stop) if end.is_finite]
    end = next((end for end in finite if end != 0), Integer(1))
    up, down = (node / end, end * u), (end / node, end / u)
    if {start, stop} == {Integer(0), oo}:
        yield (_substituted(piece, node, up, Integer(0), oo),)
        yield tuple(_substituted(piece, node, way, Integer(0), Integer(1)) for way in (up, down))
    elif oo in (start, stop) and finite and end in finite:
        yield (_substituted(piece, node, up, Integer(1), oo),)
        yield (_substituted(piece, node, down, Integer(0), Integer(1)),)
    elif len(finite) == 2:
        rising = up if 0 in finite else ((node - start) / (stop - start), start + (stop - start) * u)
        falling = ((stop - node) / (stop - start), stop - (stop - start) * u)
        for way in (rising, falling):
            yield (_substituted(piece, node, way, Integer(0), Integer(1)),)


def _substituted(piece: Piece, node: Expr, way: tuple[Expr, Expr], low: Expr, high: Expr) -> Substituted:
    inverse = invert(node, piece.law.omega[0], way[1])
    assert inverse is not None
    return Substituted(piece, way[0], inverse, low, high)


@dataclass(frozen=True)
class Substituted:
    """A piece, or its part, under u = `of_x`, x = `inverse`, where u runs from `low` to `high`."""

    piece: Piece
    of_x: Expr
    inverse: Expr
    low: Expr
    high: Expr
    known: dict[tuple[Expr, int], Expr] = field(default_factory=dict, repr=False, compare=False)

    def spelled(self, expression: Expr) -> Expr:
        """The expression in u, its logarithms taken apart, (v^a)^b and e^(c log u) as powers"""
        inside = plain_powers(expression.xreplace({self.piece.law.omega[0]: self.inverse}), u, self.points)
        return inside.replace(lambda e: isinstance(e, log) and e.has(u), lambda e: expand_log(e.args[0], self.points))

    @cached_property
    def points(self) -> list[dict[Symbol, Expr]]:
        """The points of the piece, with a u in each"""
        places = [Rational(k, 7) if self.high == 1 else Rational(9 + k, 7) for k in (1, 3, 5)]
        return [{**point, u: place} for point, place in zip(self.piece.points, cycle(places), strict=False)]

    @cached_property
    def jacobian(self) -> Expr:
        """|dx/du|"""
        slope = diff(self.inverse, u)
        return -slope if is_negative(slope, self.points[0]) else slope

    def integrand(self, a: int, b: int) -> Expr:
        """p ∂ₐℓ ∂_bℓ |dx/du|"""
        x = self.piece.law.omega[0]
        return (self.piece.density * self.piece.product(a, b)).xreplace({x: self.inverse}) * self.jacobian

    @cached_property
    def weight(self) -> Weight:
        """p |dx/du|"""
        return weight_of(expand(self.spelled(self.piece.log_density) + self.spelled(log(self.jacobian)), log=False))

    @cached_property
    def scores(self) -> tuple[dict[int, Expr], ...]:
        """∂ᵢℓ as coefficients of the powers of log u"""
        return tuple(by_logarithms(self.spelled(score)) for score in self.piece.scores)

    def integral(self, a: int, b: int) -> Expr:
        """Σ of coefficients times ∫ u^k logⁿu / D(u), under the weight"""
        total = []
        for n, first in self.scores[a].items():
            for m, second in self.scores[b].items():
                product = first * second * self.weight.rational
                need(operations(product) < MOST_OPERATIONS)
                numerator, denominator = fraction(together(product))
                fixed, poles = denominator.as_independent(u, as_Add=False)
                for k, c in coefficients(numerator).items():
                    total.append(c / fixed * self.moment(u**k / poles, n + m))
        return self.weight.constant * Add(*total)

    def moment(self, rational: Expr, n: int) -> Expr:
        """∫ R(u) logⁿu under the weight, fraction by fraction"""
        if (rational, n) not in self.known:
            terms = Add.make_args(apart(rational, u))
            self.known[rational, n] = Add(*((-1) ** n * self._integral_of(term, self.weight.n + n) for term in terms))
        return self.known[rational, n]

    def _integral_of(self, term: Expr, n: Expr) -> Expr:
        """∫ of one partial fraction times (−log u)ⁿ under the weight"""
        quadratic = next((base for base in poles_of(term) if diff(base, u, 2) != 0), None)
        if quadratic is not None:
            rate = -self.weight.g
            need((self.weight.a, self.weight.m, n) == (0, 0, 0))
            need((self.low, self.high) == ((0, 1) if rate == 0 else (0, oo)))
            return over_quadratic(term, quadratic, rate, self.piece.law.many_points)
        coefficient, fraction_ = self.weight.fraction(term, n, self.piece.law.many_points)
        return coefficient * fraction_.over(self.low, self.high)
