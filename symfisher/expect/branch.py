"""A law as one positive branch: as it stands, or folded at the centre of its symmetry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sympy import Abs, Add, Expr, Integer, Mul, Pow, Rational, Symbol, acos, cancel, cos, exp, expand, log, oo

from symfisher.expect.circular import centres
from symfisher.expect.factored import cancel_safely, factor_safely
from symfisher.expect.law import Law
from symfisher.expect.log_density import expand_log, factors
from symfisher.expect.normal_form import Point, is_negative
from symfisher.expect.pieces import Piece
from symfisher.notation import Name
from symfisher.space import Space
from symfisher.special import derivative

T = Name("t", real=True)


@dataclass(frozen=True)
class Branch:
    """log p of `variable` on `space`; x takes each of `images` with equal weight, and `back` is the variable in x.

    `scores` are ∂ᵢℓ in x; the integral of p over the branch is 1 where it is `whole`.
    """

    log_density: Expr
    variable: Symbol
    space: Space
    points: Sequence[Point]
    images: tuple[Expr, ...]
    back: Expr
    scores: tuple[Expr, ...]
    whole: bool = True

    @classmethod
    def of_piece(cls, piece: Piece) -> Branch:
        """One piece of a law that is cut at kinks."""
        x, space = piece.variable, Space(piece.lower, piece.upper)
        upright = _upright(piece.log_density, x, piece.points[0])
        return cls(upright, x, space, piece.points, (x,), x, piece.scores, False)

    @classmethod
    def from_end(cls, piece: Piece, end: Expr, way: int) -> Branch:
        """A piece in the distance y = ±(x − end) from one of its ends: every power of it can be inverted"""
        x, y = piece.variable, Name("y", positive=True)
        place = end + way * y
        points = [{**point, y: way * (point[x] - end.xreplace(dict(point)))} for point in piece.points]
        ell = in_chart(_multiplied_out(piece.log_density.xreplace({x: place}), y), y, points)
        scores = tuple(_multiplied_out(score.xreplace({x: place}), y) for score in piece.scores)
        space = Space(Integer(0), way * ((piece.upper if way == 1 else piece.lower) - end))
        return cls(ell, y, space, points, (place,), way * (x - end), scores, False)

    def mean_over_images(self, expression: Expr, x: Symbol) -> Expr:
        """The expression as a function of the branch's variable, averaged over the x it stands for."""
        if len(self.images) == 1:
            return expression
        values = [_expanded(expression.xreplace({x: image}), self.variable) for image in self.images]
        return Add(*values) / len(values)


def branches_of_piece(piece: Piece) -> Iterator[Branch]:
    """The piece as it stands, and seen from its ends"""
    yield Branch.of_piece(piece)
    for end, way in ((piece.upper, -1), (piece.lower, 1)):
        if end.is_finite and (end, way) != (0, 1):
            yield Branch.from_end(piece, end, way)


def _upright(expression: Expr, x: Symbol, point: Point) -> Expr:
    """(x − m)² → (m − x)² where x < m: every base positive, so that it can be inverted"""

    def is_upside_down(e: Expr) -> bool:
        return isinstance(e, Pow) and e.base.is_Add and e.has(x) and e.exp.is_even and is_negative(e.base, point)

    return expression.replace(is_upside_down, lambda e: Add(*(-part for part in e.base.args)) ** e.exp)


def branches(law: Law) -> Iterator[Branch]:
    """The law itself; then, where it is even about a centre m of x, log x or logit x, the law of the distance to m."""
    x, space = law.omega[0], law.family.variables[0].space
    yield Branch(law.log_density, x, space, law.points, (x,), x, law.scores)
    if (space.lower, space.upper) == (Integer(0), Integer(1)):
        yield _of_odds(law)
    if not {oo, -oo} & {space.lower, space.upper}:
        middle, half = expand((space.lower + space.upper) / 2), expand((space.upper - space.lower) / 2)
        folded = _folded(law, T, law.log_density.xreplace({x: T}), middle, half)
        if folded is not None:
            yield folded
    chart = _chart(space)
    if chart is not None:
        plain = law.log_density.xreplace({x: chart}) + log(derivative(chart, T))
        straight = _expanded(plain, T)
        for centre in dict.fromkeys((*_centres(straight), *_centres(plain))):
            folded = _folded(law, chart, straight, centre)
            if folded is not None:
                yield folded
    yield from _of_circle(law)


def _of_circle(law: Law) -> Iterator[Branch]:
    """The law of y = (1 + cos φ)/2 with the angle φ from a centre m, about which p is even, over whole periods"""
    x, y = law.omega[0], Name("y", positive=True)
    for centre, frequency, turns in centres(law):
        images = tuple(centre + side * acos(2 * y - 1) / frequency for side in (1, -1))
        above, below = (expand(_expanded(law.log_density.xreplace({x: image}), y)) for image in images)
        if above.has(acos) or expand(above - below) != 0:
            continue
        ell = above + log(2 * turns / frequency) - log(y) / 2 - log(1 - y) / 2
        back = (1 + cos(expand(frequency * (x - centre)))) / 2
        places = zip(law.points, (Rational(k, 7) for k in (1, 2, 3, 4, 5, 6)), strict=False)
        points = [{**point, y: place} for point, place in places]
        yield Branch(ell, y, Space(Integer(0), Integer(1)), points, images, back, law.scores)


def _of_odds(law: Law) -> Branch:
    """The law of y = x/(1 − x) on the positive line, with density p(y/(1 + y))/(1 + y)²"""
    x, y = law.omega[0], Name("y", positive=True)
    share = y / (1 + y)
    points = [{**point, y: point[x] / (1 - point[x])} for point in law.points]
    ell = in_chart(law.log_density.xreplace({x: share}) - 2 * log(1 + y), y, points)
    scores = tuple(in_chart(score.xreplace({x: share}), y, points) for score in law.scores)
    return Branch(ell, y, Space(Integer(0), oo), points, (share,), x / (1 - x), scores)


def in_chart(expression: Expr, y: Symbol, points: Sequence[Point]) -> Expr:
    """Logarithms and powers apart, and what stands beside them as fractions without common factors."""

    def is_power(e: Expr) -> bool:
        return isinstance(e, Pow) and not isinstance(e, exp) and e.base.has(y) and not e.exp.is_Integer

    apart = expression.replace(is_power, lambda e: Mul(*(b ** (k * e.exp) for b, k in factors(e.base))))
    apart = apart.replace(lambda e: isinstance(e, log) and e.has(y), lambda e: expand_log(e.args[0], points))
    terms: dict[Expr, list[Expr]] = {}
    for term in _terms(apart):
        rest, logarithms = term.as_independent(log, as_Add=False)
        terms.setdefault(logarithms, []).append(factor_safely(cancel_safely(rest)))
    moving = {
        logarithms: [factor_safely(cancel_safely(Add(*rest)))]
        for logarithms, rest in terms.items()
        if logarithms.has(y)
    }
    return Add(*(part * logarithms for logarithms, rest in (terms | moving).items() for part in rest))


def _terms(expression: Expr) -> Iterator[Expr]:
    """The terms, those of products with sums of logarithms multiplied out"""
    for term in Add.make_args(expand(expression, deep=False)):
        if any(isinstance(f, Add) and f.has(log) for f in Mul.make_args(term)):
            yield from _terms(expand(term, deep=False))
        else:
            yield term


def _chart(space: Space) -> Expr | None:
    """x as a function of a variable on the whole line."""
    return {(-oo, oo): T, (Integer(0), oo): exp(T), (Integer(0), Integer(1)): 1 / (1 + exp(-T))}.get(
        (space.lower, space.upper)
    )


def _centres(straight: Expr) -> list[Expr]:
    """Where a difference such as t − μ vanishes, and where a quadratic has its top; the origin first."""
    found: dict[Expr, None] = {Integer(0): None}
    for total in sorted(straight.atoms(Add), key=lambda e: e.sort_key()):
        slope = derivative(total, T)
        bend = derivative(slope, T)
        if slope != 0 and not slope.has(T):
            found.setdefault(cancel(T - total / slope))
        elif bend != 0 and not bend.has(T):
            found.setdefault(cancel(T - slope / bend))
    return list(found)


def _folded(law: Law, chart: Expr, straight: Expr, centre: Expr, end: Expr = oo) -> Branch | None:
    """y = |t − m| on (0, end) with density 2p(m + y), where p(m + y) = p(m − y)."""
    x, y = law.omega[0], Name("y", positive=True)
    above, below = (_expanded(straight.xreplace({T: centre + s * y}), y) for s in (1, -1))
    if expand(above - below) != 0:
        return None
    back = Abs({T: x, exp(T): log(x)}.get(chart, log(x / (1 - x))) - centre)
    points = []
    for point in law.points:
        distance = Rational(str(back.xreplace(dict(point)).evalf(30)))
        inside = (end.xreplace(dict(point)) if end != oo else 1) * Rational(1, 3)
        points.append({**point, y: distance if distance.is_positive else inside})
    images = tuple(chart.xreplace({T: centre + s * y}) for s in (1, -1))
    ell = _conjugates_joined(above, y) + log(2)
    return Branch(ell, y, Space(Integer(0), end), points, images, back, law.scores)


def _conjugates_joined(ell: Expr, y: Symbol) -> Expr:
    """c log(s − y) + c log(s + y) → c log(s² − y²)"""
    logarithms = sorted((f for f in ell.atoms(log) if f.has(y)), key=lambda f: f.sort_key())
    for f in logarithms:
        g = log(f.args[0].xreplace({y: -y}))
        c = ell.coeff(f)
        if g != f and g in logarithms and not c.has(y) and expand(ell.coeff(g) - c) == 0:
            return _conjugates_joined(
                expand(ell - c * f - c * g, log=False) + c * log(expand(f.args[0] * g.args[0])), y
            )
    return ell


def _expanded(expression: Expr, y: Symbol) -> Expr:
    """Sums in y multiplied out, so that what is even in y looks even; logarithms taken apart again."""
    return _multiplied_out(expression, y).replace(
        lambda e: isinstance(e, log) and e.has(y), lambda e: expand_log(e.args[0], [])
    )


def _multiplied_out(expression: Expr, y: Symbol) -> Expr:
    return expression.replace(lambda e: isinstance(e, Add) and e.has(y), expand)
