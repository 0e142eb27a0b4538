"""E[∂ᵢℓ ∂ⱼℓ] by integration or summation, sharing no code with symfisher: what the closed forms are held against."""

from __future__ import annotations

from itertools import pairwise, product

import sympy as sp
from mpmath import mp, mpf

DPS = 24  # working digits; 15 and more must agree

# where an integral is split
BREAKS = (mpf(-4), mpf(-1), mpf(0), mpf(1), mpf(4))


def information(family, point):
    """The information matrix at a point {symbol: number}, by the definition, from the density and sympy.diff."""
    with mp.workdps(DPS):
        if any(v.space.discrete for v in family.variables):
            return _weighed(family, point, _sum_over)
        if len(family.variables) == 2:
            return (_plane if family.variables[0].space.lower == -sp.oo else _simplex)(family, point)
        return _weighed(family, point, _integral)


def mass_and_terms(family, point, replaced=None):
    """The density and the scores with numbers put in: expressions in the variables alone."""
    replaced = replaced or {}
    logarithm = sp.expand_log(sp.log(family.density), force=True)
    exact = {symbol: sp.sympify(value) for symbol, value in point.items()}
    found = [family.density, *(sp.diff(logarithm, p.symbol) for p in family.parameters)]
    return [_numbers(e.xreplace(replaced), exact) for e in found]


def _numbers(expression, exact):
    """Numbers for symbols, and mpmath's derivative of ζ, which SymPy leaves as Derivative(zeta(s), s)."""
    slopes = {}
    for derivative in expression.atoms(sp.Derivative):
        (argument,) = derivative.expr.args
        slope = mp.zeta(mp.mpmathify(argument.subs(exact).evalf(DPS + 5)), 1, 1)
        slopes[derivative] = sp.Float(slope, DPS + 5)
    return expression.xreplace(slopes).subs(exact).evalf(DPS + 5)


def _weighed(family, point, total):
    density, *scores = mass_and_terms(family, point)
    size = len(scores)
    result = mp.matrix(size, size)
    for a, b in product(range(size), repeat=2):
        if a <= b:
            result[a, b] = result[b, a] = total(family, point, density, scores[a] * scores[b])
    return result


def _bounds(quantity, point):
    return quantity.space.lower.subs(point), quantity.space.upper.subs(point)


def _integral(family, point, density, weight):
    """∫ density·weight over one interval; near a finite end the distance to that end is the variable."""
    (variable,) = family.variables
    x, t = variable.symbol, sp.Symbol("t", positive=True)
    lower, upper = _bounds(variable, point)
    integrand = density * weight
    if lower.is_finite and upper.is_finite:
        half = (upper - lower) / 2
        pieces = [(integrand.subs(x, lower + t), 0, half), (integrand.subs(x, upper - t), 0, half)]
    elif lower.is_finite:
        u = sp.Symbol("u", real=True)  # so that a heavy tail becomes an exponential one
        pieces, t = [((integrand.subs(x, lower + t)).subs(t, sp.exp(u)) * sp.exp(u), -sp.oo, sp.oo)], u
    else:
        pieces, t = [(integrand, -sp.oo, sp.oo)], x
    return mp.fsum(_quadrature(_compiled(t, e), low, high) for e, low, high in pieces)


def _quadrature(function, low, high):
    low, high = (_real(end) for end in (low, high))
    places = [low, *(b for b in BREAKS if low < b < high), high]
    total = mpf(0)
    for left, right in pairwise(places):
        value, error = mp.quad(function, [left, right], error=True, maxdegree=9)
        assert error < mpf(10) ** -17, f"the test's own integral is off by {mp.nstr(error, 3)}"
        total += value
    return total


def _exp(z):
    """eᶻ, and 0 where mpmath would write down 10⁸ digits of an exponent"""
    return mpf(0) if z < -(10**8) else mp.exp(z)


def _compiled(symbols, expression):
    return sp.lambdify(symbols, expression, [{"exp": _exp}, "mpmath"])


def _real(end):
    end = sp.sympify(end)
    return mp.mpmathify(end.evalf(DPS + 5)) if end.is_finite else mp.inf * int(sp.sign(end))


def _sum_over(family, point, density, weight):
    symbols = [v.symbol for v in family.variables]
    term = _compiled(symbols, density * weight)
    return _nested(family.variables, point, (), term)


def _nested(variables, point, chosen, term):
    if len(chosen) == len(variables):
        return term(*chosen)
    here = {v.symbol: sp.Integer(value) for v, value in zip(variables, chosen, strict=False)}
    lower, upper = _bounds(variables[len(chosen)], point | here)
    if not lower.is_finite:
        sides = ((0, 1), (-1, -1))
        return mp.fsum(
            _endless(lambda k, d=d: _nested(variables, point, (*chosen, mpf(d * k)), term), a * d) for a, d in sides
        )
    if upper.is_finite:
        return mp.fsum(_nested(variables, point, (*chosen, mpf(k)), term) for k in range(int(lower), int(upper) + 1))
    return _endless(lambda k: _nested(variables, point, (*chosen, mpf(k)), term), int(lower))


def _endless(term, start):
    """Terms until they have fallen below 10⁻³⁰ for good; by Euler–Maclaurin where they fall too slowly."""
    terms = [term(start + k) for k in range(40)]
    while abs(terms[-1]) > mpf(10) ** -30 and len(terms) < 4000:
        if len(terms) == 400 and abs(terms[-1] / terms[-2]) > 0.98:
            with mp.workdps(DPS + 6):
                return mp.fsum(terms) + mp.sumem(term, [start + 400, mp.inf], tol=mpf(10) ** -22)
        terms.append(term(start + len(terms)))
    assert abs(terms[-1]) <= mpf(10) ** -30, "the test's own sum has not converged"
    return mp.fsum(terms)


def _plane(family, point):
    """Two normal variables: Gauss–Hermite with five nodes a side is exact for the products of their scores."""
    m, n, s, t, r = (mp.mpmathify(sp.N(point[p.symbol], DPS + 5)) for p in family.parameters)
    evaluate = sp.lambdify([v.symbol for v in family.variables], mass_and_terms(family, point), "mpmath")
    nodes = mp.polyroots([32, 0, -160, 0, 120, 0], maxsteps=200, extraprec=200)  # H₅
    weights = [2**4 * mp.factorial(5) * mp.sqrt(mp.pi) / (25 * mp.hermite(4, u) ** 2) for u in nodes]
    rows, jacobian = [], 2 * s * t * mp.sqrt(1 - r * r)
    for (u, wu), (v, wv) in product(zip(nodes, weights, strict=True), repeat=2):
        x, y = m + s * mp.sqrt(2) * u, n + t * mp.sqrt(2) * (r * u + mp.sqrt(1 - r * r) * v)
        density, *scores = evaluate(x, y)
        rows.append((wu * wv * mp.exp(u * u + v * v) * jacobian * density, scores))
    return _gram(rows)


def _simplex(family, point):
    """Dirichlet: x₂ = (1 − x₁) t makes the simplex a square, and tanh-sinh nodes keep x and 1 − x exact."""
    x, y = (v.symbol for v in family.variables)
    rest = sp.Symbol("rest", positive=True)
    found = mass_and_terms(family, point, {1 - x - y: rest})
    evaluate = sp.lambdify((x, y, rest), found, "mpmath")
    nodes = list(_tanh_sinh(mpf(1) / 12, 55))
    rows = []
    for (u, up, wu), (t, left, wt) in product(nodes, repeat=2):
        density, *scores = evaluate(u, up * t, up * left)
        rows.append((wu * wt * up * density, scores))
    return _gram(rows)


def _tanh_sinh(step, count):
    """x, 1 − x and the weight, on (0, 1)"""
    for k in range(-count, count + 1):
        e = mp.exp(mp.pi * mp.sinh(k * step))
        yield e / (1 + e), 1 / (1 + e), step * mp.pi * mp.cosh(k * step) * e / (1 + e) ** 2


def _gram(rows):
    size = len(rows[0][1])
    result = mp.matrix(size, size)
    for a, b in product(range(size), repeat=2):
        result[a, b] = mp.fsum(w * s[a] * s[b] for w, s in rows)
    return result
