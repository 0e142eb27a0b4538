"""∫∫ p and ∫∫ ∂p ∂p / p in machine numbers, for densities in the plane and on the quadrant."""

from __future__ import annotations

import math
from itertools import product

import sympy as sp
from mpmath import mp


def polar(family, point, centre, angles=160, step=1 / 12):
    """∫∫ p and ∫∫ ∂p ∂p / p: the trapezoidal rule in the angle, and in t of r = exp(t − exp(−t))"""
    a, b = (float(c.subs(point)) for c in centre)
    radii = [(math.exp(t - math.exp(-t)), 1 + math.exp(-t)) for t in (k * step for k in range(-42, 300))]
    turns = [2 * math.pi * (k + 1 / 3) / angles for k in range(angles)]
    nodes = (
        (a + r * math.cos(turn), b + r * math.sin(turn), r * r * slope * step * 2 * math.pi / angles)
        for turn, (r, slope) in product(turns, radii)
    )
    return totals(family, point, nodes)


def quadrant(family, point, step=1 / 12):
    """The same with x = r t and y = r (1 − t), double exponential in r and t"""
    ends = [(math.pi / 2 * math.sinh(k * step), step * math.pi / 2 * math.cosh(k * step)) for k in range(-40, 41)]
    nodes = []
    for (u, du), (v, dv) in product(ends, repeat=2):
        r, t, rest = math.exp(2 * u), 1 / (1 + math.exp(-2 * v)), 1 / (1 + math.exp(2 * v))
        nodes.append((r * t, r * rest, r * 2 * r * du * 2 * t * rest * dv))
    return totals(family, point, nodes)


def totals(family, point, nodes):
    x, y = (v.symbol for v in family.variables)
    slopes = [sp.diff(sp.log(family.density), parameter) for parameter in family.theta]
    row = sp.lambdify((x, y), [e.subs(point).evalf(20) for e in (family.density, *slopes)], "math", cse=True)
    size = len(slopes)
    sums = [0.0] * (1 + size * size)
    for x, y, weight in nodes:
        try:
            p, *scores = row(x, y)
        except (OverflowError, ZeroDivisionError, ValueError):
            continue  # so far out that machine numbers do not reach, nor does the density
        if p < 1e-250:
            continue
        terms = [1.0, *(s * t for s, t in product(scores, repeat=2))]
        sums = [total + weight * p * term for total, term in zip(sums, terms, strict=True)]
    return sums[0], mp.matrix([sums[1 + k * size : 1 + (k + 1) * size] for k in range(size)])
