"""Σ of a probability with a rational ratio, times poles or ψ-functions of the count, as pFq with digits.

A series that starts at k = a and whose terms have the ratio z Π (t + aᵢ) / Π (t + bⱼ), t = k − a, is its first term
times pFq. For the Gauss kernel (r)ₜ(b)ₜ/(t!(s)ₜ), with S = s − r − b, Thomae's transformation gives the sums from n = 1
E[ψ₁(t + r)] = ψ₁(r) − Σ (b)ₙ Γ(n) / (n (r)ₙ (s − r)ₙ) and E[ψ₁(t + s)] = Σ (S)ₙ Γ(n) / (n (S + r)ₙ (S + b)ₙ);
the first holds for (r)ₜ zᵗ/t! with zⁿ in the place of (b)ₙ/(s − r)ₙ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from sympy import Expr, Integer, Poly, Rational, Symbol, cancel, diff, exp, expand, gamma, hyper, log, polygamma

from symfisher.expect.count_law import Run
from symfisher.expect.count_ratio import Ratio
from symfisher.expect.normal_form import Point, normal_form

MOST_BEFORE = 20
ONE = Integer(1)
TERMS = 12


def tidied(expression: Expr, point: Point) -> Expr:
    """The normal form, each pFq a symbol meanwhile: its sign is asked for often, and its digits cost."""
    names = {f: Symbol(f"pFq{n}", positive=True) for n, f in enumerate(sorted(expression.atoms(hyper), key=str))}
    values = {name: _first_terms(function, point) for function, name in names.items()}
    tidy = normal_form(expression.xreplace(names), {**point, **values})
    return tidy.xreplace({name: function for function, name in names.items()})


def _first_terms(series: hyper, point: Point) -> Rational:
    """Σ z^n Π(a)ₙ / (Π(b)ₙ n!), its first terms in rough digits: enough for a sign."""
    above, below = ([float(p.subs(point)) for p in parts] for parts in (series.ap, series.bq))
    term, total, z = 1.0, 1.0, float(series.argument.subs(point))
    for n in range(TERMS):
        term *= z * prod(a + n for a in above) / prod(b + n for b in below) / (n + 1)
        total += term
    return Rational(str(round(total, 6)))


def equal(a: Expr, b: Expr) -> bool:
    return cancel(a - b) == 0


def hypergeometric(above: Sequence[Expr], below: Sequence[Expr], z: Expr) -> Expr:
    """pFq without parameters that cancel; 0F0, 1F0 and Gauss's 2F1(1) by their values."""
    upper, lower = list(above), list(below)
    for a in above:
        match = next((b for b in lower if equal(a, b)), None)
        if match is not None:
            upper.remove(a)
            lower.remove(match)
    if not upper and not lower:
        return exp(z)
    if len(upper) == 1 and not lower:
        return (1 - z) ** (-upper[0])
    if len(upper) == 2 and len(lower) == 1 and z == 1:
        (a, b), (c,) = upper, lower
        return gamma(c) * gamma(c - a - b) / (gamma(c - a) * gamma(c - b))
    return hyper(upper, lower, z)


@dataclass(frozen=True)
class Series:
    """Σ over a run without an upper end of its probabilities times a function of the count."""

    run: Run
    ratio: Ratio
    total: Expr

    @property
    def k(self) -> Symbol:
        return self.run.count

    def parameters(self, lower: Expr) -> tuple[list[Expr], list[Expr]] | None:
        """The aᵢ and bⱼ of the ratio in t = k − lower, with t! among the denominators; None where one is not linear."""
        shifted = self.ratio.shifted(self.k, lower)
        if any(Poly(part, self.k).degree() != 1 for part in (*shifted.above, *shifted.below)):
            return None
        above, below = ([expand(p - self.k) for p in parts] for parts in (shifted.above, shifted.below))
        if ONE in below:
            below.remove(ONE)
        else:
            above.append(ONE)
        return above, below

    def value(self, function: Expr) -> Expr | None:
        """Σ r f for f = 1/(a + b k)ⁿ, ψ(k + c) or ψ₁(k + c), or None."""
        if isinstance(function, polygamma):
            return self._polygamma(*function.args)
        base, exponent = function.as_base_exp()
        if not (exponent.is_Integer and exponent < 0 and base.is_polynomial(self.k)):
            return None
        if Poly(base, self.k).degree() != 1 or (found := self.parameters(self.run.lower)) is None:
            return None
        return self._poles(base, -int(exponent), *found)

    def _poles(self, linear: Expr, n: int, above: list[Expr], below: list[Expr]) -> Expr:
        """Σ r/(k + s)ⁿ = r(a)/(a + s)ⁿ pFq(…, (a + s)…; …, (a + s + 1)…; z)"""
        first, slope = linear.subs(self.k, self.run.lower), diff(linear, self.k)
        place = cancel(first / slope)
        whole = hypergeometric(above + [place] * n, below + [place + 1] * n, self.ratio.z)
        return self.run.at(self.run.lower) / first**n * whole

    def _polygamma(self, order: Expr, argument: Expr) -> Expr | None:
        shift = expand(argument - self.k)
        if order not in (0, 1) or shift.has(self.k):
            return None
        for lower, before in (self._natural_start(), (self.run.lower, [])):
            found = None if lower is None else self.parameters(lower)
            mean = None if found is None else _mean(int(order), expand(shift + lower), *found, self.ratio.z)
            if mean is not None:
                extra = sum((r * polygamma(order, shift + k) for k, r in before), Integer(0))
                return mean * (self.total + sum((r for _, r in before), Integer(0))) - extra
        return None

    def _natural_start(self) -> tuple[Expr | None, list[tuple[Expr, Expr]]]:
        """The count at which the kernel starts by itself, and the probabilities that it has before the run."""
        constants = [expand(part - self.k) for part in self.ratio.below]
        starts = [1 - c for c in constants if c.is_Integer and (self.run.lower - 1 + c).is_nonnegative]
        if not starts:
            return self.run.lower, []
        start = max(starts)
        distance = self.run.lower - start
        if not distance.is_Integer or distance > MOST_BEFORE:
            return None, []
        return start, [(start + j, self.run.at(start + j)) for j in range(int(distance))]


def _mean(order: int, c: Expr, above: list[Expr], below: list[Expr], z: Expr) -> Expr | None:
    """E[ψ(t + c)] or E[ψ₁(t + c)] for a kernel (r)ₜ zᵗ/t! or (r)ₜ(b)ₜ/(t!(s)ₜ)"""
    if len(above) == 1 and not below and equal(c, above[0]) and z != 1:  # (1 − z)^(−r) is 0 or ∞ at 1
        return _binomial_mean(order, c, z)
    if len(above) != 2 or len(below) != 1 or z != 1:
        return None
    (first, second), (s,) = above, below
    if equal(c, s):
        return _gauss_below(order, first, second, s)
    for r, b in ((first, second), (second, first)):
        if equal(c, r):
            return _gauss_above(order, r, b, s)
    return None


def _binomial_mean(order: int, r: Expr, z: Expr) -> Expr:
    """E[ψ(t + r)] = ψ(r) − log(1 − z), E[ψ₁(t + r)] = ψ₁(r) − (z/r) 3F2(1, 1, 1; 2, r + 1; z)"""
    if order == 0:
        return polygamma(0, r) - log(1 - z)
    return polygamma(1, r) - z / r * hypergeometric([ONE, ONE, ONE], [Integer(2), r + 1], z)


def _gauss_above(order: int, r: Expr, b: Expr, s: Expr) -> Expr:
    """E[ψ(t + r)] = ψ(r) + ψ(s − r) − ψ(s − r − b), and E[ψ₁(t + r)]"""
    rest = cancel(s - r)
    if order == 0:
        return polygamma(0, r) + polygamma(0, rest) - polygamma(0, cancel(rest - b))
    return polygamma(1, r) - b / (r * rest) * hypergeometric([ONE] * 3 + [b + 1], [Integer(2), r + 1, rest + 1], ONE)


def _gauss_below(order: int, r: Expr, b: Expr, s: Expr) -> Expr:
    """E[ψ(t + s)] = ψ(s − r) + ψ(s − b) − ψ(s − r − b), and E[ψ₁(t + s)]"""
    excess, above, beside = (cancel(e) for e in (s - r - b, s - b, s - r))
    if order == 0:
        return polygamma(0, beside) + polygamma(0, above) - polygamma(0, excess)
    series = hypergeometric([ONE] * 3 + [excess + 1], [Integer(2), above + 1, beside + 1], ONE)
    return excess / (above * beside) * series
