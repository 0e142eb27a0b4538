"""∫ u^a (−log u)ⁿ (1 + du)^(−m) e^(gu) du over (0, 1), (1, ∞) and (0, ∞), and ∫ (Au + B)/Q(u)^q over (0, 1).

In Γ, ψ, polylogarithms, exponential, sine and cosine integrals and hypergeometric series that converge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import comb

from sympy import (
    Add,
    Ci,
    Ei,
    EulerGamma,
    Expr,
    Integer,
    Pow,
    Si,
    atan,
    cancel,
    cos,
    exp,
    expand,
    expand_func,
    expint,
    factorial,
    gamma,
    hyper,
    log,
    pi,
    polygamma,
    polylog,
    sin,
    sqrt,
    uppergamma,
)

from symfisher.expect.factored import factor_safely
from symfisher.expect.log_density import Point, expand_log, sign_of, without_bars
from symfisher.notation import Name

u = Name("u", positive=True)
ONE, TWO = Integer(1), Integer(2)


class NoIntegral(Exception):
    """An integral that is not in the table, or does not exist."""


def need(holds: bool) -> None:
    """NoIntegral unless it holds"""
    if not holds:
        raise NoIntegral


@dataclass(frozen=True)
class Fraction:
    """u^a (−log u)ⁿ (1 + du)^(−m) e^(gu); `points` of the parameters decide signs."""

    a: Expr
    n: Expr
    d: Expr
    m: Expr
    g: Expr
    points: Sequence[Point] = field(repr=False)

    def over(self, lower: Expr, upper: Expr) -> Expr:
        """The integral from 0 or 1 to 1 or ∞."""
        if upper == 1:
            return self.unit()
        need(self.n.is_Integer and self.sign(self.g) == -1)
        return self.half_line() if lower == 0 else self.tail()

    def sign(self, expression: Expr) -> int | None:
        """1, −1, 0, or None where it changes"""
        return 0 if expression == 0 else sign_of(expression, self.points)

    def unit(self) -> Expr:
        """∫₀¹"""
        need(self.sign(self.a + 1) == 1 and self.sign(self.n + 1) == 1)
        need(self.m == 0 or self.sign(1 + self.d) in (0, 1))
        if self.d == -1:  # the zero of the logarithm must cancel the pole at 1
            need(self.sign(self.n + 1 - self.m) == 1)
        if self.g == 0:
            return self._rational(self.n, self.m) if self.a == 0 and self.m.is_Integer else self._series()
        need(self.m == 0)
        return self._exponential(self.a, self.n) if self.a.is_Integer else self._series()

    def _series(self) -> Expr:
        """n!/(a+1)ⁿ⁺¹ ₙ₊₂Fₙ₊₁(m, a+1, …; a+2, …; −d), or the same without m, at g"""
        constant = gamma(self.n + 1) / (self.a + 1) ** (self.n + 1)
        if self.m == 0 and self.g == 0:
            return constant
        need(self.n.is_Integer)
        top, below = [self.a + 1] * (int(self.n) + 1), [self.a + 2] * (int(self.n) + 1)
        return constant * (hyper([self.m, *top], below, -self.d) if self.g == 0 else hyper(top, below, self.g))

    def _rational(self, n: Expr, m: Expr) -> Expr:
        """J(n,1) = −n! Liₙ₊₁(−d)/d;  (m−1) J(n,m) = [n=0] (1+d)^(1−m) + (m−2) J(n,m−1) + n J(n−1,m−1)"""
        if m == 0:
            return gamma(n + 1)
        if m == 1:
            return (
                -gamma(n + 1) * polylog(n + 1, -self.d) / self.d
                if n != 0
                else expand_log(cancel(1 + self.d), self.points) / self.d
            )
        if self.d == -1:
            edge = ONE if n == m - 1 else Integer(0)
        else:
            edge = (1 + self.d) ** (1 - m) if n == 0 else Integer(0)
        before = (m - 2) * self._rational(n, m - 1) if m > 2 else Integer(0)
        return (edge + before + (n * self._rational(n - 1, m - 1) if n != 0 else 0)) / (m - 1)

    def _exponential(self, a: Expr, n: Expr) -> Expr:
        """g I(a,n) = [n=0] e^g − a I(a−1,n) + n I(a−1,n−1), down to I(0,n)"""
        need(n.is_Integer)
        g = self.g
        if a > 0:
            below = n * self._exponential(a - 1, n - 1) if n > 0 else Integer(0)
            return ((exp(g) if n == 0 else 0) - a * self._exponential(a - 1, n) + below) / g
        if n == 0:
            return (exp(g) - 1) / g
        sign = self.sign(g)
        if n > 1 or sign is None:
            return factorial(n) * hyper([ONE] * (int(n) + 1), [TWO] * (int(n) + 1), g)
        # ∫₀¹ (e^(gu) − 1)/u du = Ei(g) − log|g| − γ
        return ((Ei(g) - log(g) if sign == 1 else -expint(1, -g) - log(-g)) - EulerGamma) / g

    def half_line(self) -> Expr:
        """∫₀^∞ u^a logⁿu e^(−cu) = ∂ⁿ/∂aⁿ Γ(a+1) c^(−a−1);  ∫₀^∞ e^(−cu) (1 + du)^(−m) = e^(c/d) E_m(c/d)/d"""
        c, s, n = -self.g, self.a + 1, int(self.n)
        if self.m == 0:
            need(self.sign(s) == 1)
            return (-1) ** n * gamma(s) * c**-s * _log_moment(n, s, c)
        need(n == 0 and self.sign(self.d) == 1 and self.sign(s) == 1)
        if self.a != 0:  # Γ(a+1) d^(−a−1) e^(c/d) Γ(−a, c/d)
            need(self.m == 1)
            return gamma(s) * self.d**-s * exp(c / self.d) * expand_func(uppergamma(-self.a, c / self.d))
        return exp(c / self.d) * expint(self.m, c / self.d) / self.d

    def tail(self) -> Expr:
        """∫₁^∞ u^a e^(−cu) = E₋ₐ(c);  ∫₁^∞ e^(−cu) (1 + du)^(−m) = e^(c/d) (1 + d)^(1−m) E_m(c (1 + d)/d)/d"""
        c, d = -self.g, self.d
        if self.m == 0:
            return expint(-self.a, c) if self.n == 0 else self.half_line() - self.unit()
        need(self.a == 0 and self.n == 0 and self.sign(expand(d * (1 + d))) == 1)
        return exp(c / d) * (1 + d) ** (1 - self.m) * expint(self.m, c * (1 + d) / d) / d


def _log_moment(n: int, s: Expr, c: Expr) -> Expr:
    """∂ⁿ K / K of K = Γ(s) c^(−s): μₙ = Σ C(n−1, k) κₖ₊₁ μₙ₋₁₋ₖ"""
    if n == 0:
        return Integer(1)
    cumulants = [polygamma(k, s) - (log(c) if k == 0 else 0) for k in range(n)]
    return Add(*(comb(n - 1, k) * cumulants[k] * _log_moment(n - 1 - k, s, c) for k in range(n)))


@dataclass(frozen=True)
class Quadratic:
    """Q(u) = α + βu + γu² without roots in (0, 1)"""

    alpha: Expr
    beta: Expr
    gamma: Expr
    points: Sequence[Point] = field(repr=False)

    def unit(self, slope: Expr, start: Expr, q: int) -> Expr:
        """∫₀¹ (Au + B)/Q^q = A/(2γ) ∫ Q′/Q^q + (B − Aβ/(2γ)) ∫ 1/Q^q"""
        if sign_of(self.alpha, self.points) == -1:
            return (-1) ** q * Quadratic(-self.alpha, -self.beta, -self.gamma, self.points).unit(slope, start, q)
        need(sign_of(self.alpha, self.points) == 1)
        rest = start - slope * self.beta / (2 * self.gamma)
        return slope / (2 * self.gamma) * self._logarithmic(q) + rest * self._plain(q)

    def half_line(self, slope: Expr, start: Expr, c: Expr) -> Expr:
        """∫₀^∞ e^(−cu) (Au + B)/(u² + s²) = A g(cs) + B f(cs)/s, with f and g the auxiliary functions of Ci and Si

        Abramowitz & Stegun 5.2.6-7 and 5.2.12-13.
        """
        need(self.beta == 0 and {sign_of(e, self.points) for e in (self.alpha, self.gamma, c)} == {1})
        s = sqrt(self.alpha / self.gamma)
        z = c * s
        f = Ci(z) * sin(z) + (pi / 2 - Si(z)) * cos(z)
        g = (pi / 2 - Si(z)) * sin(z) - Ci(z) * cos(z)
        return (slope * g + start * f / s) / self.gamma

    def _logarithmic(self, q: int) -> Expr:
        """∫₀¹ Q′/Q^q"""
        first, last = self.alpha, self.alpha + self.beta + self.gamma
        if q > 1:
            return (first ** (1 - q) - last ** (1 - q)) / (q - 1)
        return expand_log(cancel(last), self.points) - expand_log(cancel(first), self.points)

    def _plain(self, q: int) -> Expr:
        """K_q = [(2γu + β)/((q−1) Δ Q^(q−1))]₀¹ + 2(2q−3)γ/((q−1)Δ) K_{q−1}, with Δ = 4αγ − β²"""
        delta = expand(4 * self.alpha * self.gamma - self.beta**2)
        if q == 1:
            return self._base(delta)
        last = (2 * self.gamma + self.beta) * (self.alpha + self.beta + self.gamma) ** (1 - q)
        edges = last - self.beta * self.alpha ** (1 - q)
        return (edges + 2 * (2 * q - 3) * self.gamma * self._plain(q - 1)) / ((q - 1) * delta)

    def _base(self, delta: Expr) -> Expr:
        """K₁ = log((m + s)/(m − s))/s, or 2 atan(s/m)/s = (π − 2 atan(m/s))/s, with m = 2α + β and s = √|Δ|"""
        middle, sign = expand(2 * self.alpha + self.beta), sign_of(delta, self.points)
        need(sign is not None)
        s = sqrt(delta if sign == 1 else -delta)
        if sign == -1:
            return (log(middle + s) - log(middle - s)) / s
        if middle.is_positive:
            return 2 * atan(s / middle) / s
        half = _half_angle(middle / s, self.points)
        return (pi - 2 * atan(middle / s) if half is None else 4 * atan(1 / half)) / s


def _half_angle(y: Expr, points: Sequence[Point]) -> Expr | None:
    """t = y + √(1 + y²), for which π/2 − atan y = 2 atan 1/t, where the root can be taken: (t − 1/t)/2 → t"""
    root = without_bars(sqrt(factor_safely(1 + y**2)), points)
    if any(isinstance(power.base, Add) and not power.exp.is_Integer for power in root.atoms(Pow)):
        return None
    return factor_safely(y + root)
