"""Elliptical laws: ℓ depends on the variables only through Q = (x − m)ᵀ B (x − m), on all of ℝᵈ.

With ℓ = C(θ) + h(Q, θ), h′ = ∂h/∂Q, h_a = ∂h/∂θₐ at fixed Q, and Aₐ = B⁻¹ ∂ₐB, the directions of B^(½)(x − m) are
uniform, so that odd moments vanish, E[zᵢzⱼ g(Q)] = δᵢⱼ E[Q g]/d, and E[zᵢzⱼzₖzₗ g(Q)] is isotropic. What is left is

    F(θ)ₐ_b = 4α ∂ₐmᵀ B ∂_bm + β (2 tr(Aₐ A_b) + tr Aₐ tr A_b) − ¼ tr Aₐ tr A_b
              + ½ (tr Aₐ E[k h_b] + tr A_b E[k h_a]) + E[h_a h_b] − E[h_a] E[h_b]

with α = E[h′² Q]/d, β = E[h′² Q²]/(d(d + 2)) and k = 1 + 2 h′ Q/d. The law of Q has a density ∝ q^(d/2−1) e^h(q).
(A. F. S. Mitchell, The information matrix, skewness tensor and α-connections for the general multivariate elliptic
distribution, Ann. Inst. Statist. Math. 41, 1989.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product

from sympy import Add, Expr, Integer, Matrix, Mul, Rational, cancel, diff, log, oo

from symfisher.expect.base_law import NoMoment
from symfisher.expect.branch import Branch
from symfisher.expect.existence import conditions, implied
from symfisher.expect.law import Law
from symfisher.expect.log_density import expand_log
from symfisher.expect.normal_form import Point, normal_form
from symfisher.expect.normal_means import whole_space
from symfisher.expect.pivot import Pivot, pivots
from symfisher.expect.pivoting import distributed, monomial
from symfisher.expect.quadratic import Square, complete_square
from symfisher.expect.recurrences import canonical
from symfisher.expect.solution import Solution, chain
from symfisher.notation import Expectation, Name
from symfisher.render.printers import LinearPrinter
from symfisher.space import Space
from symfisher.special import derivative
from symfisher.trace import Condition, Relation, Step

q = Name("q", positive=True)


def solve(law: Law) -> Solution | None:
    """Every entry from moments of Q, or None where ℓ is no function of one positive quadratic form."""
    if len(law.omega) < 2 or not law.smooth or not whole_space(law):
        return None
    reader = _Reader(law)
    try:
        generator = reader.read(law.log_density)
    except _NotElliptical:
        return None
    if reader.square is None or not reader.square.definite(law.points):
        return None
    branch = _radial(law, generator, reader.square)
    elliptical = _Elliptical(law, reader.square, generator)
    for pivot in pivots(branch):
        try:
            return elliptical.solution(pivot)
        except NoMoment:
            continue
    return None


class _NotElliptical(Exception):
    """A variable outside the quadratic form."""


@dataclass
class _Reader:
    """ℓ as a function of q, with the first positive square found in it for q."""

    law: Law
    square: Square | None = None

    def read(self, expression: Expr, inside: bool = False) -> Expr:
        """The expression in q; `inside` says that it is an argument, where c + q is better read as c (1 + q)."""
        omega = self.law.omega
        if not expression.has(*omega):
            return expression
        if expression.is_polynomial(*omega):
            return self._in_q(expression, inside)
        if isinstance(expression, Add):
            polynomial = Add(*(t for t in expression.args if t.is_polynomial(*omega)))
            others = [t for t in expression.args if not t.is_polynomial(*omega)]
            return Add(self.read(polynomial, inside), *map(self.read, others))
        read = expression.func(*(self.read(argument, True) for argument in expression.args))
        return expand_log(read.args[0], self.law.points) if isinstance(read, log) else read

    def _in_q(self, polynomial: Expr, inside: bool) -> Expr:
        """c + (x − m)ᵀ B (x − m) → c + λ q, with the λ and the m of the first square"""
        found = complete_square(polynomial, self.law.omega)
        if found is None:
            raise _NotElliptical
        constant = _tidy(found.constant)
        if self.square is None:
            return self._first(found, constant, inside)
        ratio = cancel(found.form[0, 0] / self.square.form[0, 0])
        same = [*(found.form - ratio * self.square.form), *(found.centre - self.square.centre)]
        if any(cancel(difference) != 0 for difference in same):
            raise _NotElliptical
        return constant + ratio * q

    def _first(self, found: Square, constant: Expr, inside: bool) -> Expr:
        """q is the form itself, without its sign, or over the constant beside it."""
        scale = constant if inside and constant != 0 else Integer(1 if found.definite(self.law.points) else -1)
        self.square = Square(found.form / scale, found.inverse * scale, found.centre, Integer(0))
        return scale * (1 + q) if scale is constant else constant + scale * q


def _tidy(constant: Expr) -> Expr:
    return cancel(constant) if isinstance(constant, Add) else constant


def _radial(law: Law, generator: Expr, square: Square) -> Branch:
    """The law of Q, up to a factor that is free of it"""
    log_density = generator + (Rational(len(law.omega), 2) - 1) * log(q)
    points = [point | {q: _form_of_x(law, square).xreplace(dict(point))} for point in law.points]
    return Branch(log_density, q, Space(Integer(0), oo), points, (q,), q, ())


def _form_of_x(law: Law, square: Square) -> Expr:
    """(x − m)ᵀ B (x − m)"""
    away = [x - m for x, m in zip(law.omega, square.centre, strict=True)]
    pairs = product(range(len(away)), repeat=2)
    return Add(*(square.form[a, b] * away[a] * away[b] for a, b in pairs))


@dataclass(frozen=True)
class _Elliptical:
    law: Law
    square: Square
    generator: Expr

    @cached_property
    def slope(self) -> Expr:
        """h′"""
        return diff(self.generator, q)

    @cached_property
    def radial_score(self) -> Expr:
        """k = 1 + 2 h′ Q/d"""
        return 1 + 2 * self.slope * q / len(self.law.omega)

    @cached_property
    def shapes(self) -> list[Expr]:
        """h_a, less what is free of Q: that has no covariance with anything"""
        slopes = (derivative(self.generator, p) for p in self.law.family.theta)
        return [slope.as_independent(q, as_Add=True)[1] for slope in slopes]

    @cached_property
    def turns(self) -> list[Matrix]:
        """Aₐ = B⁻¹ ∂ₐB"""
        turned = (self.square.inverse * self.square.form.diff(p) for p in self.law.family.theta)
        return [turn.applyfunc(self.tidy) for turn in turned]

    @cached_property
    def shifts(self) -> list[Matrix]:
        """∂ₐm"""
        return [self.square.centre.diff(p) for p in self.law.family.theta]

    def tidy(self, value: Expr) -> Expr:
        return normal_form(value, self.law.points[0])

    @cached_property
    def combinations(self) -> dict[tuple[int, int], Expr]:
        return {pair: self.combination(*pair) for pair in self.law.pairs}

    def combination(self, a: int, b: int) -> Expr:
        """F(θ)ₐ_b in the means of functions of Q"""
        size, (one, two) = len(self.law.omega), (self.turns[a], self.turns[b])
        shift = self.tidy((self.shifts[a].T * self.square.form * self.shifts[b])[0])
        turn, spread, other = (self.tidy(e.trace()) for e in (one * two, one, two))
        h, g = self.shapes[a], self.shapes[b]
        return Add(
            4 * shift * _mean(self.slope**2 * q) / size,
            (2 * turn + spread * other) * _mean(self.slope**2 * q**2) / (size * (size + 2)),
            -spread * other / 4,
            (spread * _mean(self.radial_score * g) + other * _mean(self.radial_score * h)) / 2,
            _mean(h * g) - _mean(h) * _mean(g),
        )

    def solution(self, pivot: Pivot) -> Solution:
        heads = sorted({head for c in self.combinations.values() for head in c.atoms(Expectation)}, key=str)
        moments = [self._moment(head.args[0], pivot) for head in heads]
        needed = {e for _, existing in moments for e in existing}
        point = next(iter(self.law.points_where(needed)), None)
        if point is None:
            raise NoMoment
        given = conditions(needed, point)
        closed = {head: normal_form(canonical(value), point) for head, (value, _) in zip(heads, moments, strict=True)}
        steps = tuple(self._moment_step(head, value, pivot) for head, value in closed.items())
        entries = {pair: self._entry(pair, c, closed, given, point) for pair, c in self.combinations.items()}
        return Solution("elliptical", steps, entries)

    def _moment(self, function: Expr, pivot: Pivot) -> tuple[Expr, set[Expr]]:
        """E[f(Q)], and what must be positive for it to exist"""
        value, needed = Integer(0), set()
        for term in Add.make_args(distributed(pivot.in_terms(function, q))):
            coefficient, powers = monomial(term)
            value += coefficient * pivot.law.integral(*powers)
            needed |= {e for e in pivot.law.exists(*powers) if not implied(e, self.law.family)}
        return value, needed

    def in_x(self, expression: Expr) -> Expr:
        return expression.xreplace({q: _form_of_x(self.law, self.square)})

    def _moment_step(self, head: Expr, value: Expr, pivot: Pivot) -> Step:
        shown = LinearPrinter().doprint(self.in_x(pivot.of_x))
        because = f"a moment of {shown}, which follows a {pivot.law.name} law"
        return Step(self.in_x(head), value, Relation.EQUAL, "radial_moment", because, chained=False)

    def _entry(
        self, pair: tuple[int, int], linear: Expr, moments: dict[Expr, Expr], given: tuple[Condition, ...], point: Point
    ) -> Step:
        """E[∂ₐℓ ∂_bℓ] from the moments of Q"""
        head = self.law.entry_head(*pair)
        closed = normal_form(canonical(linear.xreplace(moments)), point)
        links = [
            (Expectation(Mul(*(self.law.scores[k] for k in pair))), "insert_scores", INSERT, ()),
            (self.in_x(linear), "average_directions", AVERAGE, ()),
            (closed, "insert_moments", "insert the moments of the quadratic form, and simplify", given),
        ]
        because = "an elliptical law: its directions are uniform"
        return Step(
            head,
            closed,
            Relation.EQUAL,
            "take_expectation_of_scores",
            because,
            given,
            substeps=chain(head, links),
            chained=False,
        )


INSERT = "the scores as functions of the variables"
AVERAGE = "the law depends on the variables through one quadratic form only, so all directions weigh the same"


def _mean(function: Expr) -> Expr:
    """E[f(Q)], as a head in q"""
    return Expectation(function) if function.has(q) else function
