"""Laws on the circle that depend on x through x − μ: trigonometric moments by Bessel functions or by residues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import (
    Add,
    Expr,
    I,
    Integer,
    Mul,
    Poly,
    besseli,
    cancel,
    cos,
    diff,
    exp,
    expand,
    factor_list,
    factor_terms,
    factorial,
    fraction,
    pi,
    sign,
    sin,
    sqrt,
    together,
)
from sympy.functions.elementary.hyperbolic import HyperbolicFunction, ReciprocalHyperbolicFunction
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from symfisher.expect.law import Law
from symfisher.expect.normal_form import normal_form
from symfisher.expect.solution import Solution, chain
from symfisher.notation import Expectation, Name
from symfisher.trace import Relation, Step
from symfisher.values import value_at

z, S, PHI = Name("z"), Name("S"), Name("phi", real=True)
BESSEL = "with φ the angle from μ to x, each term is a Bessel function"
ANGLES = "with φ the angle from μ to x, it is a sum of powers of φ times cosines and sines, integrated by parts"
RESIDUES = "with z on the unit circle at the angle from μ to x, it is a contour integral: the residues inside"


class NotCircular(Exception):
    """An integrand that is no polynomial in z times e^(κ cos φ), and not rational in z."""


def solve(law: Law) -> Solution | None:
    """Every entry as an integral over the whole circle, or None where the law is none on the circle."""
    if len(law.omega) != 1 or law.family.variables[0].space.discrete or law.kinked or law.family.atoms:
        return None
    for centre, frequency, turns in centres(law):
        circle = _Circle(law, centre, frequency, turns)
        try:
            return Solution("circle", (), {pair: circle.entry(*pair) for pair in law.pairs})
        except NotCircular:
            continue
    return None


def centres(law: Law) -> Iterator[tuple[Expr, Expr, Expr]]:
    """μ and ω > 0 of cos ω(x − μ) in the density, or of sin(ω(x − μ) + π/2), and how many periods the space is"""
    x, space = law.omega[0], law.family.variables[0].space
    for function in sorted(law.family.density.atoms(TrigonometricFunction), key=lambda f: f.sort_key()):
        slope = diff(function.args[0], x)
        turns = expand(slope * (space.upper - space.lower) / (2 * pi)) if not slope.has(x) else Integer(0)
        if turns.is_Integer and turns != 0:
            top = pi / 2 if isinstance(function, sin) else Integer(0)
            yield expand(x - (function.args[0] - top) / slope), slope * sign(turns), abs(turns)


@dataclass(frozen=True)
class _Circle:
    law: Law
    centre: Expr
    frequency: Expr
    turns: Expr

    def entry(self, a: int, b: int) -> Step:
        """E[∂ₐℓ ∂_bℓ]"""
        head, product = self.law.entry_head(a, b), self.law.scores[a] * self.law.scores[b]
        value, because = self.integral(product * self.law.family.density)
        closed = normal_form(value, self.law.points[0])
        given = self.law.edge_conditions
        links = [
            (Expectation(product), "insert_scores", "the scores as functions of the variable", ()),
            (closed, "integrate_over_circle", because, given),
        ]
        steps, kind = chain(head, links), "take_expectation_of_scores"
        why = "an integral over the circle"
        return Step(head, closed, Relation.EQUAL, kind, why, given, substeps=steps, chained=False)

    def integral(self, f: Expr) -> tuple[Expr, str]:
        """∫ f dx over the circle"""
        turned = f.xreplace({self.law.omega[0]: self.centre + PHI / self.frequency}) * self.turns / self.frequency
        turned = turned.replace(lambda e: isinstance(e, TrigonometricFunction), lambda e: e.func(expand(e.args[0])))
        in_z = _in_z(turned)
        if in_z.has(PHI):
            return Add(*(self.moment(c, k) for k, c in _by_angle(in_z).items())), ANGLES
        exponentials = {e for e in in_z.atoms(exp) if e.has(z)}
        if not exponentials:
            return 2 * pi * self.residues(in_z / z), RESIDUES
        exponent = Add(*(e.args[0] for e in exponentials))
        rate = cancel(2 * exponent / (z + 1 / z))
        if len(exponentials) > 1 or rate.has(z):
            raise NotCircular
        terms = expand(in_z.xreplace({e: Integer(1) for e in exponentials}))
        return 2 * pi * Add(*(_bessel(term, rate) for term in Add.make_args(terms))), BESSEL

    def moment(self, coefficient: Expr, k: int) -> Expr:
        """∫ φᵏ R(z) dφ over (−π, π), where R is a polynomial in z and 1/z"""
        if expand(self.frequency * (self.law.family.variables[0].space.upper - self.centre)) != pi:
            raise NotCircular
        terms = Add.make_args(expand(cancel(together(coefficient))))
        return Add(*(c * _angle_moment(k, n) for c, n in map(_monomial, terms)))

    def residues(self, g: Expr) -> Expr:
        """Σ Res g over |z| < 1"""
        plain = together(g.replace(_is_hyperbolic, lambda e: e.rewrite(exp)))
        constant, moving = plain.as_independent(z, as_Add=False)  # a root in it would keep polynomials from factoring
        numerator, denominator = fraction(cancel(moving))
        if not (numerator.is_polynomial(z) and denominator.is_polynomial(z)):
            raise NotCircular
        leading, factors = factor_list(denominator, z)
        poles = [(root, power, square) for factor, power in factors for root, square in _roots(factor)]
        leading *= Mul(*(Poly(factor, z).LC() ** power for factor, power in factors))
        squares = {square for *_, square in poles if square is not None}
        if len(squares) > 1:
            raise NotCircular
        total = Integer(0)
        for root, power, _ in poles:
            if self.inside(root, *squares):
                others = Mul(*((z - other) ** m for other, m, _ in poles if other != root))
                slope = diff(numerator / (leading * others), z, power - 1) / factorial(power - 1)
                total += slope.xreplace({z: root})
        return constant * (_without_root(total, *squares) if squares else total)

    def inside(self, root: Expr, *squares: Expr) -> bool:
        """Whether |root| < 1, at every point alike."""
        plain = root.xreplace({S: sqrt(*squares)}) if squares else root
        found = {bool(abs(value_at(plain, point)) < 1) for point in self.law.points}
        if len(found) != 1:
            raise NotCircular
        return found.pop()


def _in_z(expression: Expr) -> Expr:
    """cos kφ = (z^k + z^(−k))/2, sin kφ = (z^k − z^(−k))/2i"""

    def turned(function: Expr) -> Expr:
        k = function.args[0] / PHI
        if not k.is_Integer or not isinstance(function, (cos, sin)):
            raise NotCircular
        return (z**k + z**-k) / 2 if isinstance(function, cos) else (z**k - z**-k) / (2 * I)

    return expression.replace(lambda e: isinstance(e, TrigonometricFunction) and e.has(PHI), turned)


def _by_angle(expression: Expr) -> dict[int, Expr]:
    """Σ cₖ φᵏ → {k: cₖ}"""
    found: dict[int, Expr] = {}
    for term in Add.make_args(expand(expression)):
        coefficient, power = term.as_independent(PHI, as_Add=False)
        base, k = power.as_base_exp() if power != 1 else (PHI, Integer(0))
        if base != PHI or not (k.is_Integer and k >= 0):
            raise NotCircular
        found[int(k)] = found.get(int(k), Integer(0)) + coefficient
    return found


def _angle_moment(k: int, n: int) -> Expr:
    """M(k, n) = ∫ φᵏ e^(inφ) dφ over (−π, π) = [φᵏ e^(inφ)]/(in) − k M(k−1, n)/(in)"""
    edges = pi**k - (-pi) ** k
    if n == 0:
        return (pi ** (k + 1) - (-pi) ** (k + 1)) / (k + 1)
    return (Integer(-1) ** n * edges - (k * _angle_moment(k - 1, n) if k else 0)) / (I * n)


def _monomial(term: Expr) -> tuple[Expr, int]:
    """c zⁿ → (c, n)"""
    coefficient, power = term.as_independent(z, as_Add=False)
    base, n = power.as_base_exp() if power != 1 else (z, Integer(0))
    if base != z or not n.is_Integer:
        raise NotCircular
    return coefficient, int(n)


def _bessel(term: Expr, rate: Expr) -> Expr:
    """(1/2π) ∫ c zⁿ e^(κ cos φ) dφ = c Iₙ(κ)"""
    coefficient, n = _monomial(term)
    return coefficient * besseli(abs(n), rate)


def _roots(factor: Expr) -> list[tuple[Expr, Expr | None]]:
    """The roots of a factor of degree 1 or 2 in z, with S for the square root of what is named beside them."""
    coefficients = Poly(factor, z).all_coeffs()
    if len(coefficients) == 2:
        return [(cancel(-coefficients[1] / coefficients[0]), None)]
    if len(coefficients) != 3:
        raise NotCircular
    a, b, c = coefficients
    return [((-b + side * S) / (2 * a), factor_terms(expand(b**2 - 4 * a * c))) for side in (1, -1)]


def _without_root(expression: Expr, square: Expr) -> Expr:
    """A fraction in S reduced by S² = D, and then with √D for S"""
    parts = [Poly(part, S).rem(Poly(S**2 - square, S)) for part in fraction(together(expression))]
    (p, q), (r, t) = ((part.coeff_monomial(1), part.coeff_monomial(S)) for part in parts)
    below = r**2 - t**2 * square
    return cancel((p * r - q * t * square) / below) + cancel((q * r - p * t) / below) * sqrt(square)


def _is_hyperbolic(e: Expr) -> bool:
    return isinstance(e, (HyperbolicFunction, ReciprocalHyperbolicFunction))
