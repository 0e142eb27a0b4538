"""Abel's kernel (s + t)^(t+n) vᵗ e^(−vt) / t!, whose sums with powers of s + t are rational.

Jₙ(θ) = Σ (θ + vt)^(t+n) e^(−θ−vt)/t! has J₀ = 1/(1 − v) and Jₙ(θ) − v Jₙ(θ + v) = θ Jₙ₋₁(θ).
(P. C. Consul and F. Famoye, Lagrangian Probability Distributions, Birkhäuser 2006, ch. 9.)
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

from sympy import Add, Expr, Integer, Mul, Poly, Symbol, cancel, diff, exp, expand, factor, gamma

from symfisher.expect.count_law import Run
from symfisher.expect.count_ratio import in_gammas
from symfisher.expect.log_density import factors
from symfisher.expect.normal_form import is_negative
from symfisher.notation import Name

MOST_BEFORE = 20


@dataclass(frozen=True)
class AbelKernel:
    """The probabilities are proportional to the kernel at t = k − start."""

    run: Run
    start: Expr
    s: Expr
    n: int
    v: Expr
    total: Expr

    def value(self, function: Expr) -> Expr | None:
        """Σ r f over the run, for f = kᵐ or a power of the kernel's own linear form, or None."""
        k = self.run.count
        if function.is_polynomial(k):
            terms = Poly(function.subs(k, k - self.s + self.start), k).terms()
            whole = Add(*(c * self._power(j) for (j,), c in terms))
        else:
            base, exponent = function.as_base_exp()
            slope = diff(base, k)
            if not exponent.is_Integer or cancel(base / slope - k - self.s + self.start) != 0:
                return None
            whole = slope**exponent * self._power(int(exponent))
        before = self._before()
        mass = self.total + Add(*(self.run.at(count) for count in before))
        return mass * whole - Add(*(self.run.at(count) * function.subs(k, count) for count in before))

    def _power(self, j: int) -> Expr:
        """E[(s + t)ʲ] = v⁻ʲ Jₙ₊ⱼ / Jₙ at θ = vs"""
        ratio = abel_sum(self.n + j, self.v) / abel_sum(self.n, self.v)
        return cancel(self.v ** (-j) * ratio.subs(THETA, self.v * self.s))

    def _before(self) -> list[Expr]:
        return [self.start + j for j in range(int(self.run.lower - self.start))]


THETA = Name("theta_", positive=True)


def abel_sum(n: int, v: Expr) -> Expr:
    """Jₙ(θ), by its recursion in n from J₀."""
    found = 1 / (1 - v)
    for _ in range(0, n, -1):
        found = factor((found - v * found.subs(THETA, THETA + v)) / THETA)
    for m in range(1, n + 1):
        found = _raised(found, m, v)
    return found


def _raised(below: Expr, n: int, v: Expr) -> Expr:
    """The polynomial Jₙ of degree n with Jₙ(θ) − v Jₙ(θ + v) = θ Jₙ₋₁(θ), from the top coefficient down."""
    right = Poly(expand(THETA * below), THETA)
    c: dict[int, Expr] = {}
    for i in range(n, -1, -1):
        carried = Add(*(c[m] * comb(m, i) * v ** (m - i + 1) for m in range(i + 1, n + 1)))
        c[i] = cancel((right.coeff_monomial(THETA**i) + carried) / (1 - v))
    return Add(*(c[i] * THETA**i for i in c))


def recognised(run: Run, total: Expr) -> AbelKernel | None:
    """The kernel of this form, or None."""
    k = run.count
    found = _collected(run.mass, k)
    if found is None:
        return None
    s, n, c, bases, rate = found
    if cancel(s - c + 1) == 0:  # the linear form vanishes where the factorial starts: Γ(k + c) = (k + s) Γ(k + c − 1)
        c, n = c - 1, n - 1
    s, n, start = cancel(s + 1 - c), expand(n + 1 - c), 1 - c
    distance = expand(run.lower - start)
    if not (n.is_Integer and distance.is_Integer and 0 <= distance <= MOST_BEFORE):
        return None
    if cancel(bases / rate) != 1 or not all(_holds(s, rate, point) for point in run.points):
        return None
    return AbelKernel(run, start, s, int(n), rate, total)


def _holds(s: Expr, v: Expr, point: dict) -> bool:
    """0 < v < 1 and s > 0"""
    return not any(is_negative(e, point) or e.subs(point) == 0 for e in (s, v, 1 - v))


def _collected(mass: Expr, k: Symbol) -> tuple[Expr, Expr, Expr, Expr, Expr] | None:
    """s, n, c, b, v of (k + s)^(k+n) bᵏ e^(−vk) / Γ(k + c)"""
    forms: dict[Expr, Expr] = {}
    rising: list[Expr] = []
    bases, rate = Integer(1), Integer(0)
    for base, exponent in factors(in_gammas(mass)):
        if isinstance(base, exp):
            rate -= diff(expand(base.args[0] * exponent), k)
        elif isinstance(base, gamma) and base.has(k):
            rising.append(base.args[0] - k if exponent == -1 else k)
        elif base.has(k):
            if not base.is_polynomial(k) or Poly(base, k).degree() != 1:
                return None
            slope = diff(base, k)
            bases *= slope ** diff(exponent, k)
            form = cancel(base / slope - k)
            forms[form] = forms.get(form, Integer(0)) + exponent
        elif exponent.has(k):
            bases *= base ** diff(exponent, k)
    if len(forms) != 1 or len(rising) != 1 or Mul(*rising, bases, rate).has(k):
        return None
    ((s, power),) = forms.items()
    n = expand(power - k)
    return None if n.has(k) or rate == 0 else (s, n, expand(rising[0]), bases, rate)
