"""r(k + 1)/r(k) as a rational function of the count, read off the factors of a probability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Poly,
    Pow,
    Symbol,
    beta,
    binomial,
    cancel,
    diff,
    exp,
    expand,
    factor_list,
    factorial,
    ff,
    gamma,
    log,
    loggamma,
    powsimp,
    rf,
)

from symfisher.expect.log_density import factors

Power = tuple[Expr, int]


class NotHypergeometric(Exception):
    """A ratio of successive probabilities that is not rational in the count."""


@dataclass(frozen=True)
class Ratio:
    """r(k+1)/r(k) = z Π above / Π below, in monic polynomials without a common one."""

    z: Expr
    above: tuple[Expr, ...]
    below: tuple[Expr, ...]

    @property
    def numerator(self) -> Expr:
        return self.z * Mul(*self.above)

    @property
    def denominator(self) -> Expr:
        return Mul(*self.below)

    def shifted(self, k: Symbol, by: Expr) -> Ratio:
        """The ratio at k + by."""
        move = lambda parts: tuple(expand(part.subs(k, k + by)) for part in parts)  # noqa: E731
        return Ratio(self.z, move(self.above), move(self.below))


def ratio_of(mass: Expr, k: Symbol) -> Ratio:
    """The ratio of successive values; NotHypergeometric where it is not rational.

    >>> k, c = Symbol("k", integer=True), Symbol("c", positive=True)
    >>> ratio_of(c**k / factorial(k), k)
    Ratio(z=c, above=(), below=(k + 1,))
    """
    scale: list[Expr] = []
    powers: dict[Expr, int] = {}
    for base, exponent in factors(in_gammas(mass)):
        if base.has(k) or exponent.has(k):
            for factor, times in _step(base, exponent, k):
                _count(factor, times, k, scale, powers)
    above = tuple(p for p, n in powers.items() for _ in range(n))
    below = tuple(p for p, n in powers.items() for _ in range(-n))
    return Ratio(powsimp(Mul(*scale)), above, below)


def in_gammas(mass: Expr) -> Expr:
    """Factorials, binomials, rising and falling factorials and B(a, b) as Γ, exp(log Γ) too."""
    for head, spelled in GAMMAS.items():
        mass = mass.replace(head, spelled)
    return mass.replace(lambda e: isinstance(e, exp) and e.has(loggamma, log), _exponentiated)


GAMMAS = {
    factorial: lambda n: gamma(n + 1),
    binomial: lambda n, k: gamma(n + 1) / (gamma(k + 1) * gamma(n - k + 1)),
    rf: lambda a, n: gamma(a + n) / gamma(a),
    ff: lambda a, n: gamma(a + 1) / gamma(a - n + 1),
    beta: lambda a, b: gamma(a) * gamma(b) / gamma(a + b),
}


def _exponentiated(power: exp) -> Expr:
    """exp(c log Γ(z) + …) → Γ(z)ᶜ exp(…)"""
    parts = []
    for term in Add.make_args(expand(power.args[0].replace(loggamma, lambda z: log(gamma(z))), log=False)):
        logs = [f for f in Mul.make_args(term) if isinstance(f, log)]
        parts.append(Pow(logs[0].args[0], term / logs[0]) if len(logs) == 1 else exp(term))
    return Mul(*parts)


def _step(base: Expr, exponent: Expr, k: Symbol) -> Iterator[tuple[Expr, int]]:
    """By what the power of one factor grows from k to k + 1, as powers of polynomials in k."""
    if isinstance(base, exp) or not base.has(k):
        inside = base.args[0] * exponent if isinstance(base, exp) else exponent
        slope = diff(expand(inside), k)
        if slope.has(k):
            raise NotHypergeometric
        yield exp(slope) if isinstance(base, exp) else Pow(base, slope), 1
    elif not exponent.is_Integer:
        raise NotHypergeometric
    elif isinstance(base, gamma):
        yield from _gamma_step(base.args[0], int(exponent), k)
    elif base.is_polynomial(k):
        yield base.subs(k, k + 1), int(exponent)
        yield base, -int(exponent)
    else:
        yield from _sum_step(base, int(exponent), k)


def _gamma_step(argument: Expr, exponent: int, k: Symbol) -> Iterator[Power]:
    """Γ(z + c)/Γ(z) = Π_{j<c} (z + j)"""
    slope = diff(argument, k)
    if not slope.is_Integer:
        raise NotHypergeometric
    for j in range(int(slope)) if slope > 0 else range(int(slope), 0):
        yield expand(argument + j), exponent if slope > 0 else -exponent


def _sum_step(total: Expr, exponent: int, k: Symbol) -> Iterator[tuple[Expr, int]]:
    """(t₁ + t₂ + …)(k+1) / (t₁ + t₂ + …)(k), each tₙ/t₁ rational in k"""
    terms = Add.make_args(expand(total))
    if len(terms) < 2:
        raise NotHypergeometric
    quotients = [cancel(powsimp(expand(term / terms[0], power_exp=True))) for term in terms]
    inner = cancel(Add(*quotients))
    if not inner.is_rational_function(k):
        raise NotHypergeometric
    for base, power in factors(in_gammas(terms[0])):
        if base.has(k) or power.has(k):
            yield from ((f, n * exponent) for f, n in _step(base, power, k))
    for part, way in zip(inner.as_numer_denom(), (1, -1), strict=True):
        yield part.subs(k, k + 1), way * exponent
        yield part, -way * exponent


def _count(polynomial: Expr, times: int, k: Symbol, scale: list[Expr], powers: dict[Expr, int]) -> None:
    """Count the monic factors in k, and collect what is free of k."""
    if not polynomial.has(k):
        scale.append(polynomial**times)
        return
    content, parts = factor_list(polynomial, k) if _degree(polynomial, k) > 1 else (Integer(1), [(polynomial, 1)])
    scale.append(content**times)
    for part, multiplicity in parts:
        if not part.has(k):
            scale.append(part ** (multiplicity * times))
            continue
        poly = Poly(part, k)
        leading = poly.LC()
        monic = Add(*(cancel(c / leading) * k**n for (n,), c in poly.terms()))
        scale.append(leading ** (multiplicity * times))
        powers[monic] = powers.get(monic, 0) + multiplicity * times


def _degree(polynomial: Expr, k: Symbol) -> int:
    return Poly(polynomial, k).degree()
