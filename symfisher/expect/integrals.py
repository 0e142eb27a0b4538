"""Equivalent integrands of one entry, and SymPy's ways with them, the most hopeful first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from sympy import (
    Add,
    Basic,
    Expr,
    Integer,
    Integral,
    Mul,
    Symbol,
    Tuple,
    apart,
    collect,
    diff,
    expand,
    integrate,
    oo,
    polar_lift,
    powsimp,
    simplify,
    summation,
    together,
)

from symfisher.expect.law import Law
from symfisher.expect.log_density import Point, sign_of
from symfisher.expect.pieces import Piece
from symfisher.expect.reach import out_of_reach
from symfisher.notation import Name

Way = Callable[[Expr, Symbol, Expr, Expr, Sequence[Point]], Expr]
Attempt = Callable[[], Expr | None]


t, y = Name("t", positive=True), Name("y", real=True)


def attempts(law: Law, parts: Sequence[Piece], a: int, b: int) -> Iterator[tuple[bool, Attempt]]:
    """(whether by −p ∂ₐ∂_bℓ, the attempt), for each way and each road."""
    ways: tuple[Way, ...] = (termwise, whole, meijer)
    if law.family.variables[0].space.discrete:
        ways = (summed,)
    elif any(oo in (part.upper, -part.lower) for part in parts):
        ways = (meijer, termwise, whole)
    roads = [
        bent
        for bent in ((True, False) if law.smooth else (False,))
        if not any(out_of_reach(integrand(part, a, b, bent), part.variable) for part in parts)
    ]
    for way in ways:
        for bent in roads:
            yield bent, partial(total, law, parts, a, b, bent, way)


def curvature_without_variables(law: Law, parts: Sequence[Piece], a: int, b: int) -> Expr | None:
    """−∂ₐ∂_bℓ where no variable is in it, which is then its mean"""
    bent = parts[0].curvature(a, b) if law.smooth and len(parts) == 1 else law.omega[0]
    return None if bent.has(law.omega[0]) else bent


def total(law: Law, parts: Sequence[Piece], a: int, b: int, bent: bool, way: Way) -> Expr | None:
    """The sum over the pieces, or None where SymPy fails."""
    try:
        integrals = [standardised(law, part, integrand(part, a, b, bent)) for part in parts]
        return Add(*(way(*integral_, law.points) for integral_ in integrals))
    except Exception:  # SymPy's integrators raise whatever they meet
        return None


def standardised(law: Law, part: Piece, f: Expr) -> tuple[Expr, Symbol, Expr, Expr]:
    """∫ f dx = ∫ f(m + sy) s dy, where m is the location and s the scale of the law"""
    x, (m, s) = law.omega[0], location_scale(law) if not law.family.variables[0].space.discrete else (0, 1)
    if (m, s) == (0, 1):
        return f, x, part.lower, part.upper
    return f.xreplace({x: m + s * y}) * s, y, (part.lower - m) / s, (part.upper - m) / s


def location_scale(law: Law) -> tuple[Expr, Expr]:
    """m with ∂ₓℓ + ∂ₘℓ = 0, else 0, and s with (x − m) ∂ₓℓ + s ∂ₛℓ = −1, else 1; as far as the points can tell"""
    x, slope = law.omega[0], diff(law.log_density, law.omega[0])
    symbols = [q.symbol for q in (*law.family.parameters, *law.family.known)]

    def found(residual: Callable[[Symbol], Expr], default: int) -> Expr:
        zero = (c for c in symbols if all(abs(residual(c).xreplace(p).evalf(20)) < 1e-12 for p in law.points))
        return next(zero, Integer(default))

    m = found(lambda c: slope + diff(law.log_density, c), 0)
    return m, found(lambda c: (x - m) * slope + c * diff(law.log_density, c) + 1, 1)


def integrand(part: Piece, a: int, b: int, bent: bool) -> Expr:
    """p ∂ₐℓ ∂_bℓ, or −p ∂ₐ∂_bℓ"""
    return part.density * (part.curvature(a, b) if bent else part.product(a, b))


def from_zero(f: Expr, x: Symbol, lower: Expr, upper: Expr) -> tuple[Expr, Expr]:
    """The same integral over 0 < t < upper: the two halves of the line laid on each other, else the end moved to 0"""
    if lower == -oo and upper == oo:
        return f.xreplace({x: t}) + f.xreplace({x: -t}), oo
    if lower == -oo:
        return f.xreplace({x: upper - t}), oo
    return f.xreplace({x: lower + t}), upper - lower


def fractions(f: Expr) -> list[Expr]:
    """Partial fractions of what is rational in t, times the rest"""
    terms: list[Expr] = []
    for rest, rational in collected(f).items():
        terms += [part * rest for part in Add.make_args(apart(together(rational), t))]
    return terms


def collected(f: Expr) -> dict[Expr, Expr]:
    """Σ Rₖ(t) gₖ(t) → {gₖ: Rₖ}, with R rational"""
    found: dict[Expr, Expr] = {}
    for term in Add.make_args(f):
        factors = Mul.make_args(powsimp(term))
        rest = Mul(*(g for g in factors if not g.is_rational_function(t)))
        rational = Mul(*(g for g in factors if g.is_rational_function(t)))
        found[rest] = found.get(rest, Integer(0)) + rational
    return found


def meijer(f: Expr, x: Symbol, lower: Expr, upper: Expr, points: Sequence[Point]) -> Expr:
    """Σ ∫ of partial fractions, by Meijer's G"""
    g, end = from_zero(f, x, lower, upper)
    return Add(*(integral(term, end, points, meijerg=True) for term in fractions(g)))


def termwise(f: Expr, x: Symbol, lower: Expr, upper: Expr, points: Sequence[Point]) -> Expr:
    """Σ ∫ of the terms, multiplied out"""
    g, end = from_zero(f, x, lower, upper)
    return Add(*(integral(term, end, points) for term in Add.make_args(expand(g))))


def integral(term: Expr, end: Expr, points: Sequence[Point], **options: bool) -> Expr:
    """∫₀ of one term, whose constants get names for the time being, so that their signs are plain"""
    coefficient, moving = term.as_independent(t, as_Add=False)
    names: dict[Expr, Expr] = {}
    named = with_names(Tuple(moving, end), points, names)
    return coefficient * _integrated(*named, **options).xreplace(names)


@cache
def _integrated(f: Expr, end: Expr, **options: bool) -> Expr:
    """∫₀ by SymPy; the first term that stays an integral ends the attempt"""
    closed = integrate(f, (t, 0, end), conds="none", **options)
    if closed.has(Integral):
        raise ValueError
    return closed.replace(polar_lift, lambda z: z)


def with_names(expression: Basic, points: Sequence[Point], names: dict[Expr, Expr]) -> Basic:
    """Each largest part without t, its sign apart, as a positive symbol; `names` says what they stand for."""
    if isinstance(expression, Expr) and not expression.has(t):
        return expression if expression.is_number else _named(expression, points, names)
    if not expression.args:
        return expression
    if isinstance(expression, Add) and expression.is_polynomial(t):
        expression = collect(expand(expression), t)
    if isinstance(expression, (Add, Mul)):
        fixed, moving = expression.as_independent(t, as_Add=isinstance(expression, Add))
        rest = [with_names(part, points, names) for part in expression.func.make_args(moving)]
        return expression.func(with_names(fixed, points, names), *rest)
    return expression.func(*(with_names(part, points, names) for part in expression.args))


def _named(constant: Expr, points: Sequence[Point], names: dict[Expr, Expr]) -> Expr:
    sign = sign_of(constant, points)
    size = constant if sign == 1 else -constant
    if sign is None:
        return constant
    known = next((name for name, value in names.items() if value == size), None)
    name = known or Name(f"c{len(names)}", positive=True)
    names[name] = size
    return sign * name


def whole(f: Expr, x: Symbol, lower: Expr, upper: Expr, points: Sequence[Point]) -> Expr:
    """∫ of the simplified integrand: `simplify` is meant here, in a process with limits of its own"""
    return integrate(simplify(powsimp(f)), (x, lower, upper), conds="none")


def summed(f: Expr, x: Symbol, lower: Expr, upper: Expr, points: Sequence[Point]) -> Expr:
    """Σ over the integers, term by term"""
    return Add(*(summation(powsimp(term), (x, lower, upper)) for term in Add.make_args(expand(f))))
