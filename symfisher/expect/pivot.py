"""A change of variable u = φ(x; θ), found in the density itself, under which the law is a base law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from mpmath import mpf
from sympy import (
    Add,
    Dummy,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    Symbol,
    cancel,
    exp,
    expand,
    log,
    oo,
    powsimp,
    preorder_traversal,
)

from symfisher.expect.base_law import BaseLaw, Kernel, u, w
from symfisher.expect.branch import Branch
from symfisher.expect.factored import factor_safely
from symfisher.expect.kernels import kind_of, may_be_kernel
from symfisher.expect.log_density import expand_log, one_power, plain_powers, without_bars
from symfisher.expect.normal_form import Point, exponential
from symfisher.expect.span import span_of
from symfisher.inversion import invert
from symfisher.special import derivative
from symfisher.values import sign_at, value_at

MOST_CANDIDATES, DIGITS = 16, 30
TINY = mpf("1e-10")
Span = tuple[Expr, Expr]


@dataclass(frozen=True)
class Pivot:
    """u = `of_x`, with x = `inverse` in terms of u, follows `law`."""

    of_x: Expr
    inverse: Expr
    law: BaseLaw
    points: Sequence[Point]

    def in_terms(self, expression: Expr, x: Symbol) -> Expr:
        """The expression in u and w."""
        return spell(expression.xreplace({x: self.inverse}), self.law.kernel.beside, self.points)


def pivots(branch: Branch) -> Iterator[Pivot]:
    """The candidates under which the kernel is one of the base laws' on the range of u."""
    for candidate, inverse in islice(candidates(branch), MOST_CANDIDATES):
        span = span_of(branch, candidate) if _is_inverse(inverse, candidate, branch) else None
        for of_x, back, ends in _ways(candidate, inverse, span):
            points = [{**p, u: value_at(of_x, p)} for p in branch.points]
            for law in laws_of(branch, of_x, back, ends, points):
                yield Pivot(of_x, back, law, points)


def _ways(candidate: Expr, inverse: Expr, span: Span | None) -> Iterator[tuple[Expr, Expr, Span]]:
    """The change of variable, and 1/u where u runs from 1 to ∞"""
    if span is not None:
        yield candidate, inverse, span
    if span == (1, oo):
        yield 1 / candidate, inverse.xreplace({u: 1 / u}), (Integer(0), Integer(1))


def _is_inverse(inverse: Expr, candidate: Expr, branch: Branch) -> bool:
    """Whether x(φ(x)) = x: as SymPy builds it, or at the points and across the interval, and not on another branch."""
    if inverse.xreplace({u: candidate}) == branch.variable:
        return True
    for point in (*branch.points[:3], *(place for p in branch.points for place in _across(branch, p))):
        image = value_at(inverse, {**point, u: value_at(candidate, point, DIGITS)}, DIGITS)
        if not (image.is_Float or image.is_Rational) or abs(image - point[branch.variable]) > TINY:
            return False
    return True


def _across(branch: Branch, point: Point) -> list[Point]:
    """The point with x near both ends of its interval"""
    x = branch.variable
    low, high = (end.xreplace(dict(point)) for end in (branch.space.lower, branch.space.upper))
    if low.is_finite and high.is_finite:
        places = [low + (high - low) * share for share in (Rational(1, 50), Rational(49, 50))]
    else:
        middle = high if high.is_finite else low if low.is_finite else Integer(0)
        places = [middle + d for d in (-7, Rational(-1, 9), Rational(1, 9), 7)]
    return [{**point, x: place} for place in places if low < place < high]


def candidates(branch: Branch) -> Iterator[tuple[Expr, Expr]]:
    """φ and its inverse: sub-expressions of ℓ in x, its terms, what stands beside a constant, powers, x itself."""
    x, seen = branch.variable, set[Expr]()
    for node in (*_moving_parts(branch.log_density, x), *_shares(branch)):
        if node in seen or invert(node, x, u) is None:
            continue
        upright = _upright(node, branch)
        inverse = invert(upright, x, u) if upright is not None and upright not in seen else None
        seen |= {node, upright}
        if inverse is not None:
            yield upright, without_bars(inverse, branch.points)


def _shares(branch: Branch) -> Iterator[Expr]:
    """How far x is on its way from one end to the other"""
    low, high = branch.space.lower, branch.space.upper
    if low != 0 and not {oo, -oo} & {low, high}:
        yield from ((branch.variable - low) / (high - low), (high - branch.variable) / (high - low))


def _moving_parts(expression: Expr, x: Symbol) -> Iterator[Expr]:
    for node in preorder_traversal(expression):
        if not isinstance(node, Expr) or not node.has(x):
            continue
        if isinstance(node, Add) and node != expression:
            fixed, moving = node.as_independent(x, as_Add=True)
            moving = factor_safely(moving) if fixed != 0 else moving
            if fixed == 0 and len(moving.args) == 2:
                yield from _ratios(*moving.args)
            if fixed != 0 and not isinstance(moving, Add):
                yield from (moving / fixed, -moving / fixed, node, node**2)
        elif isinstance(node, Mul):
            yield from _powers(node, x)
            yield node
            yield node.as_independent(x, as_Add=False)[1]
        elif isinstance(node, (Pow, exp)):
            yield from (node, 1 / node)
            if node.exp == 2:
                yield exp(node.base)
    yield from (x, exp(x))


def _ratios(first: Expr, second: Expr) -> Iterator[Expr]:
    """A/B for A − B, its exponent as a product: e^(−ax) − e^(−bx) by e^((b − a)x)"""
    ratio = powsimp(-first / second)
    ratio = ratio.replace(
        lambda e: isinstance(e, (exp, Pow)) and e.exp.has(Add), lambda e: e.base ** factor_safely(e.exp)
    )
    yield from (ratio, 1 / ratio)


def _powers(term: Mul, x: Symbol) -> Iterator[Expr]:
    """g^k for a term (k + 1) log g, with g as 1 + …"""
    logarithms = [f for f in term.args if isinstance(f, log)]
    if len(logarithms) == 1:
        exponents = [k for k in Add.make_args(expand(term / logarithms[0])) if not k.is_number]
        base = logarithms[0].args[0]
        fixed = base.as_independent(x, as_Add=True)[0] if isinstance(base, Add) else Integer(0)
        yield (expand(base / fixed) if fixed.is_positive else base) ** Add(*exponents)


def _upright(node: Expr, branch: Branch) -> Expr | None:
    """The sub-expression, or minus it, that is positive at every point."""
    if node.is_positive:
        return node
    signs = {sign_at(node, p) for p in branch.points[:4]}
    if signs == {1}:
        return node
    return Add(*(-part for part in Add.make_args(node))) if signs == {-1} else None


def laws_of(branch: Branch, of_x: Expr, inverse: Expr, span: Span, points: Sequence[Point]) -> Iterator[BaseLaw]:
    """The laws whose kernel ℓ(x(u)) + log |dx/du| is: linear in log u, u, 1/u and one of log(1 − u), log(1 + u)."""
    x, ell = branch.variable, branch.log_density
    besides = {(Integer(0), Integer(1)): [1 - u], (Integer(0), oo): [1 + u]}
    hopeful = (b for b in (None, *besides.get(span, [])) if may_be_kernel(ell, x, of_x, inverse, b, span, points[0]))
    for beside in hopeful:
        slope = _absolute(derivative(inverse, u), points)
        # As it stands: SymPy would ask at length whether the slope is 0.
        kernel_log = ell.xreplace({x: inverse}) + log(slope, evaluate=slope.is_Atom)
        spelled = distributed(spell(kernel_log, beside, points))
        kernel = _recognised(spelled, beside, span, points)
        if kernel is not None and (kind := kind_of(kernel)) is not None:
            yield kind.of(kernel, branch.whole)


def distributed(expression: Expr) -> Expr:
    """Products multiplied out, except for denominators that are free of u and w"""
    hidden: dict[Expr, Expr] = {}

    def is_denominator(e: Expr) -> bool:
        return isinstance(e, Pow) and isinstance(e.base, Add) and not e.has(u, w)

    plain = expression.replace(is_denominator, lambda e: hidden.setdefault(e, Dummy()))
    return expand(plain, log=False).xreplace({mark: power for power, mark in hidden.items()})


def _absolute(slope: Expr, points: Sequence[Point]) -> Expr:
    return -slope if sign_at(slope, points[0]) == -1 else slope


def spell(expression: Expr, beside: Expr | None, points: Sequence[Point]) -> Expr:
    """Sums c uᵃ (1 ± u) as c uᵃ w, and powers and logarithms of products taken apart: u and w are positive."""
    expression = plain_powers(expression, u, points)
    if beside is not None:
        expression = expression.replace(lambda e: isinstance(e, Add) and e.has(u), lambda e: _beside(e, beside))
        points = [{**point, w: beside.xreplace({u: point[u]})} for point in points]
    return expression.replace(lambda e: isinstance(e, log) and e.has(u, w), lambda e: expand_log(e.args[0], points))


@lru_cache(maxsize=1024)
def _beside(total: Add, beside: Expr) -> Expr:
    if total.has(log):
        return total
    first = total.args[0]
    rest = Add(*(one_power(term / first, u) for term in total.args))
    ratio = cancel(rest / beside)
    return total if any(part.has(u) for part in ratio.atoms(Add)) else first * ratio * w


def _recognised(spelled: Expr, beside: Expr | None, span: Span, points: Sequence[Point]) -> Kernel | None:
    """The kernel whose terms these are, or None where another function of u is among them."""
    shapes = {shape: [Integer(0)] for shape in (Integer(1), log(u), log(w), u, 1 / u, log(u) ** 2, log(log(u)))}
    for term in Add.make_args(spelled):
        for shape, coefficients in shapes.items():
            coefficient = term / shape
            if not coefficient.has(u, w):
                coefficients.append(coefficient)
                break
        else:
            return None
    rest, first, second, rate, inverse_rate, square, power = (Add(*parts) for parts in shapes.values())
    if not (power.is_Integer and power >= 0):
        return None
    c, d = (_factored(-part, points) for part in (rate, inverse_rate))
    return Kernel(first + 1, second, c, d, beside, rest, *span, int(power), -square)


def _factored(rate: Expr, points: Sequence[Point]) -> Expr:
    """A positive rate as a product of powers of what is positive, so that its root can be taken"""
    return exponential(expand_log(factor_safely(rate), points)) if sign_at(rate, points[0]) == 1 else rate
