"""Mass, mean score, score form and Hessian form of a family at a point, in machine numbers.

Derivatives are SymPy's, integrals double-exponential sums over arrays: nothing is shared with symfisher but the
declaration.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement, pairwise

import numpy as np
import sympy as sp
from mpmath import mp
from scipy import special

FUNCTIONS = [
    {"polygamma": special.polygamma, "besselk": special.kv, "besseli": special.iv, "loggamma": special.gammaln},
    "scipy",
    "numpy",
]
NODES = {1: 600, 2: 200, 3: 70}  # for each variable, by their number
CHUNK, CHUNKS, TAIL = 20_000, 100, 1e-15


@dataclass(frozen=True)
class Definition:
    """The expectations that define the information of `family` at `point` {symbol: number}."""

    family: object
    point: dict

    @cached_property
    def theta(self):
        return [p.symbol for p in self.family.parameters]

    @cached_property
    def pairs(self):
        return list(combinations_with_replacement(range(len(self.theta)), 2))

    @cached_property
    def integrands(self):
        """A function of arrays: p, p times each score, each product of scores and minus each second derivative"""
        plain = {v.symbol: sp.Symbol(v.symbol.name, real=True) for v in self.family.variables}
        discrete = all(v.space.discrete for v in self.family.variables)
        density = self.family.density.doit()
        if discrete:  # SymPy has no logarithm of Γ at integers
            density = density.xreplace(plain)
        omega = list(plain.values()) if discrete else list(plain)
        long = discrete and not density.has(sp.Piecewise, sp.Abs)
        logarithm = _long(density) if long else sp.log(density)
        scores = [sp.diff(logarithm, p) for p in self.theta]
        bent = [-sp.diff(scores[a], self.theta[b]) for a, b in self.pairs]
        found = [logarithm if long else density, *scores, *bent]
        numbers = [self._in_numbers(e) for e in found]
        evaluate = sp.lambdify(omega, numbers, FUNCTIONS, cse=True)

        def values(*x):
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                p, *rest = (np.broadcast_to(np.asarray(e, float), x[0].shape) for e in evaluate(*x))
                p = np.exp(p) if long else p
                s, h = rest[: len(scores)], rest[len(scores) :]
                rows = [p, *(p * e for e in (*s, *(s[a] * s[b] for a, b in self.pairs), *h))]
                return np.nan_to_num(np.array(rows), nan=0.0, posinf=0.0, neginf=0.0)

        return values

    def _in_numbers(self, e):
        """The expression in the variables alone; a kink is passed over, and ζ′ is left to mpmath."""
        e = e.replace(sp.DiracDelta, lambda *_: sp.Integer(0))
        for slope in e.atoms(sp.Derivative):
            value = mp.zeta(mp.mpmathify(slope.expr.args[0].subs(self.floats)), 1, len(slope.variables))
            e = e.xreplace({slope: sp.Float(value)})
        return e.subs(self.floats)

    @cached_property
    def floats(self):
        return {s: value if s.is_integer else sp.Float(value, 17) for s, value in self.point.items()}

    @cached_property
    def totals(self):
        spaces = [v.space for v in self.family.variables]
        if all(space.discrete for space in spaces):
            total = _sums(self.integrands, self._bounds)
        else:
            total = sum((self.integrands(*x) * weight).sum(axis=1) for x, weight in self._grids((), np.ones(1)))
        return total + sum((self._mass(mass.subs(self.point), mass) for _, mass in self.family.atoms), 0 * total)

    def _bounds(self, k, chosen):
        """The ends of the k-th variable, as arrays like those chosen before"""
        space, before = self.family.variables[k].space, [v.symbol for v in self.family.variables[:k]]
        ends = (sp.lambdify(before, end.subs(self.point), "numpy")(*chosen) for end in (space.lower, space.upper))
        return [np.asarray(end, float) for end in ends]

    def _grids(self, chosen, weight):
        """Nodes of all variables and their weights: flat arrays"""
        k = len(chosen)
        if k == len(self.family.variables):
            yield chosen, weight
            return
        low, high = self._bounds(k, chosen)
        if self.family.variables[k].space.discrete:
            pieces = [(np.arange(80.0) + float(low), np.ones(80))]
        else:
            pieces = list(self._pieces(low, high, NODES[len(self.family.variables)], k))
        for x, w in pieces:
            x, w = np.broadcast_arrays(x, w)
            x = np.broadcast_to(x, (*np.broadcast_shapes(weight.shape, (1,)), x.shape[-1])) if k else x[None, :]
            spread = [np.repeat(c, x.shape[-1]) for c in chosen]
            yield from self._grids((*spread, x.ravel()), (weight[:, None] * w).ravel())

    def _pieces(self, low, high, count, k):
        """x and dx on each part between kinks"""
        places = [low, *(np.asarray(c) for c in self._kinks(low, high) if k == 0), high]
        u = np.linspace(-4.5, 4.5, count)
        for left, right in pairwise(places):
            left, right = np.atleast_1d(left)[:, None], np.atleast_1d(right)[:, None]
            if np.isinf(left).all() and np.isinf(right).all():
                yield from (_ray(0.0, 1, u), _ray(0.0, -1, u))
            elif np.isinf(right).all():
                yield _ray(left, 1, u)
            elif np.isinf(left).all():
                yield _ray(right, -1, u)
            else:
                yield _segment(left, right, u)

    def _kinks(self, low, high):
        """Where the cases and bars of the density of one variable change"""
        if len(self.family.variables) > 1:
            return []
        x, found = self.family.variables[0].symbol, set()
        for e in self.family.density.atoms(sp.Abs, sp.Piecewise):
            tests = [e.args[0]] if isinstance(e, sp.Abs) else [r.lhs - r.rhs for r in e.atoms(sp.core.relational.Rel)]
            for f in tests:
                found |= {float(r) for r in sp.solve(f.subs(self.point), x) if r.is_real}
        return sorted(c for c in found if low < c < high)

    def _mass(self, here, mass):
        """What a point mass adds"""
        slopes = [float(sp.diff(mass, p).subs(self.point)) for p in self.theta]
        products = [slopes[a] * slopes[b] / float(here) for a, b in self.pairs]
        bends = [float(sp.diff(mass, self.theta[a], self.theta[b]).subs(self.point)) for a, b in self.pairs]
        return np.array([float(here), *slopes, *products, *(p - b for p, b in zip(products, bends, strict=True))])

    @property
    def mass(self):
        return self.totals[0]

    @property
    def mean_scores(self):
        return self.totals[1 : 1 + len(self.theta)]

    @property
    def score_form(self):
        return self._matrix(self.totals[1 + len(self.theta) :])

    @property
    def hessian_form(self):
        return self._matrix(self.totals[1 + len(self.theta) + len(self.pairs) :])

    def _matrix(self, entries):
        found = np.zeros((len(self.theta),) * 2)
        for (a, b), entry in zip(self.pairs, entries, strict=False):
            found[a, b] = found[b, a] = entry
        return found


def _long(density):
    """log p with Γ by its logarithm, which does not overflow"""
    plain = density.rewrite(sp.gamma)
    return sp.expand_log(sp.log(plain), force=True).replace(
        lambda e: isinstance(e, sp.log) and isinstance(e.args[0], sp.gamma), lambda e: sp.loggamma(e.args[0].args[0])
    )


def _ray(end, way, u):
    """t = e^(u − e^(−u)) from an end: what is singular there, what falls like a power and what falls faster"""
    t = np.exp(np.pi / 2 * np.sinh(u))
    return end + way * t, t * np.pi / 2 * np.cosh(u) * (u[1] - u[0])


def _segment(left, right, u):
    """tanh–sinh between two ends"""
    e = np.exp(np.pi * np.sinh(np.clip(u, -3.7, 3.7)))
    inside = left + (right - left) * (e / (1 + e))
    return inside, (right - left) * np.pi * np.cosh(u) * e / (1 + e) ** 2 * (u[1] - u[0])


def _sums(integrands, bounds):
    """Σ over counts, in chunks until the terms are small for good; several variables on one grid."""
    low, high = bounds(0, ())
    if np.isinf(low):
        return integrands(np.arange(-400.0, 401.0)).sum(axis=1)
    total, start = 0, float(low)
    for _ in range(CHUNKS):
        x = np.arange(start, min(start + CHUNK, float(high) + 1))
        try:
            second = bounds(1, (x,))
        except IndexError:
            part = integrands(x)
        else:
            x, second = x[:200], [np.broadcast_to(end, x.shape)[:200] for end in second]
            rows = [np.arange(a, min(b, a + 200) + 1) for a, b in zip(*second, strict=True)]
            part = integrands(np.repeat(x, [len(r) for r in rows]), np.concatenate(rows))
        total = total + part.sum(axis=1)
        start += CHUNK
        if start > high or np.max(np.abs(part[:, -1])) < TAIL:
            break
    return total
