"""Laws of one count, each typed as text: the closed forms against direct summation of Σ ∂ᵢp ∂ⱼp / p."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import Any

import pytest
import sympy as sp
from mpmath import mp, mpf

from symfisher import Family, check, derive
from symfisher.expect import counts, engine
from symfisher.expect.count_ratio import ratio_of
from symfisher.expect.law import Law
from symfisher.sampling import interior_points
from symfisher.special import derivative

DIGITS, WORKING = 15, 42
SLOW = 150  # terms after which a sum that falls like a power is finished by the Euler–Maclaurin formula
FEW = range(12)  # counts at which the case that holds is picked before anything is evaluated


@dataclass(frozen=True)
class C:
    label: str
    density: str
    counts: str
    parameters: Any
    known: Any = field(default_factory=dict)

    def family(self) -> Family:
        return Family(self.density, {"k": self.counts}, self.parameters, self.known)


CLOSED = (
    C(
        "ZIP",
        "Piecewise((w+(1-w)*exp(-l),Eq(k,0)),((1-w)*exp(-l)*l^k/factorial(k),True))",
        "0..oo",
        {"w": "unit", "l": "positive"},
    ),
    C(
        "ZIP product",
        "(1-w)*exp(-l)*l^k/factorial(k)+Piecewise((w,Eq(k,0)),(0,True))",
        "0..oo",
        {"w": "unit", "l": "positive"},
    ),
    C(
        "hurdle Poisson",
        "Piecewise((w,Eq(k,0)),((1-w)*exp(-l)*l^k/(factorial(k)*(1-exp(-l))),True))",
        "0..oo",
        {"w": "unit", "l": "positive"},
    ),
    C("hurdle geometric", "Piecewise((w,k<1),((1-w)*p*(1-p)^(k-1),k>=1))", "0..oo", {"w": "unit", "p": "unit"}),
    C("ZI geometric", "Piecewise((w+(1-w)*p,Eq(k,0)),((1-w)*p*(1-p)^k,True))", "0..oo", {"w": "unit", "p": "unit"}),
    C(
        "ZINB r known",
        "Piecewise((w+(1-w)*p^r,Eq(k,0)),((1-w)*binomial(k+r-1,k)*p^r*(1-p)^k,True))",
        "0..oo",
        {"w": "unit", "p": "unit"},
        {"r": "positive"},
    ),
    C(
        "ZINB all",
        "Piecewise((w+(1-w)*p^r,Eq(k,0)),((1-w)*gamma(k+r)/(gamma(r)*factorial(k))*p^r*(1-p)^k,True))",
        "0..oo",
        {"w": "unit", "p": "unit", "r": "positive"},
    ),
    C(
        "hurdle NB",
        "Piecewise((w,Eq(k,0)),((1-w)*gamma(k+r)/(gamma(r)*factorial(k))*p^r*(1-p)^k/(1-p^r),True))",
        "0..oo",
        {"w": "unit", "p": "unit", "r": "positive"},
    ),
    C("ZTNB", "gamma(k+r)/(gamma(r)*factorial(k))*p^r*(1-p)^k/(1-p^r)", "1..oo", {"p": "unit", "r": "positive"}),
    C("NB r,p", "binomial(k+r-1,k)*p^r*(1-p)^k", "0..oo", {"r": "positive", "p": "unit"}),
    C("NB gamma", "gamma(k+r)/(gamma(r)*gamma(k+1))*p^r*(1-p)^k", "0..oo", {"r": "positive", "p": "unit"}),
    C(
        "NB2 mean",
        "gamma(k+r)/(gamma(r)*factorial(k))*(r/(r+m))^r*(m/(r+m))^k",
        "0..oo",
        {"m": "positive", "r": "positive"},
    ),
    C(
        "NB2 alpha",
        "gamma(k+1/a)/(gamma(1/a)*factorial(k))*(1/(1+a*m))^(1/a)*(a*m/(1+a*m))^k",
        "0..oo",
        {"m": "positive", "a": "positive"},
    ),
    C("NB rf", "rf(r,k)/factorial(k)*p^r*(1-p)^k", "0..oo", {"r": "positive", "p": "unit"}),
    C(
        "NB lgamma",
        "exp(loggamma(k+r)-loggamma(r)-loggamma(k+1)+r*log(p)+k*log(1-p))",
        "0..oo",
        {"r": "positive", "p": "unit"},
    ),
    C(
        "NB1",
        "gamma(k+m/a)/(gamma(m/a)*factorial(k))*(1+a)^(-m/a)*(a/(1+a))^k",
        "0..oo",
        {"m": "positive", "a": "positive"},
    ),
    C("NB tied", "gamma(k+m)/(gamma(m)*factorial(k))*2^(-m)*2^(-k)", "0..oo", {"m": "positive"}),
    C("Yule", "rho*beta(k,rho+1)", "1..oo", {"rho": "positive"}),
    C("Yule gamma", "rho*gamma(k)*gamma(rho+1)/gamma(k+rho+1)", "1..oo", {"rho": "positive"}),
    C("Yule 0", "a*gamma(a+1)*factorial(k)/gamma(k+a+2)", "0..oo", {"a": "positive"}),
    C("Waring", "a*gamma(a+b)*gamma(k+b)/(gamma(b)*gamma(k+a+b+1))", "0..oo", {"a": "positive", "b": "positive"}),
    C("beta-geometric", "beta(a+1,k+b)/beta(a,b)", "0..oo", {"a": "positive", "b": "positive"}),
    C("beta-geometric 1", "beta(a+1,b+k-1)/beta(a,b)", "1..oo", {"a": "positive", "b": "positive"}),
    C(
        "beta-NB",
        "gamma(k+r)/(factorial(k)*gamma(r))*beta(a+r,b+k)/beta(a,b)",
        "0..oo",
        {"a": "positive", "b": "positive", "r": "positive"},
    ),
    C(
        "beta-NB r known",
        "binomial(k+r-1,k)*beta(a+r,b+k)/beta(a,b)",
        "0..oo",
        {"a": "positive", "b": "positive"},
        {"r": "positive"},
    ),
    C("beta-geometric mean", "beta(m/s+1,k+(1-m)/s)/beta(m/s,(1-m)/s)", "0..oo", {"m": "(1/2, 1)", "s": "(0, 1/2)"}),
    C("GPD", "t*(t+l*k)^(k-1)*exp(-t-l*k)/factorial(k)", "0..oo", {"t": "positive", "l": "unit"}),
    C("GPD restricted", "t^k*(1+a*k)^(k-1)*exp(-t*(1+a*k))/factorial(k)", "0..oo", {"t": "positive", "a": "(0,1/t)"}),
    C(
        "GPD mean",
        "m*(m+(f-1)*k)^(k-1)*f^(-k)*exp(-(m+(f-1)*k)/f)/factorial(k)",
        "0..oo",
        {"m": "positive", "f": "(1,oo)"},
    ),
    C(
        "ZI GPD",
        "Piecewise((w+(1-w)*exp(-t),Eq(k,0)),((1-w)*t*(t+l*k)^(k-1)*exp(-t-l*k)/factorial(k),True))",
        "0..oo",
        {"w": "unit", "t": "positive", "l": "unit"},
    ),
    C("ZT GPD", "t*(t+l*k)^(k-1)*exp(-t-l*k)/(factorial(k)*(1-exp(-t)))", "1..oo", {"t": "positive", "l": "unit"}),
    C(
        "ZI Borel",
        "Piecewise((w,Eq(k,0)),((1-w)*exp(-m*k)*(m*k)^(k-1)/factorial(k),True))",
        "0..oo",
        {"w": "unit", "m": "unit"},
    ),
    C("ZI zeta", "Piecewise((w,Eq(k,0)),((1-w)*k^(-s)/zeta(s),True))", "0..oo", {"w": "unit", "s": "(1,oo)"}),
    C(
        "OI zeta",
        "Piecewise((w+(1-w)/zeta(s),Eq(k,1)),((1-w)*k^(-s)/zeta(s),True))",
        "1..oo",
        {"w": "unit", "s": "(1,oo)"},
    ),
    C("ZI log", "Piecewise((w,Eq(k,0)),(-(1-w)*p^k/(k*log(1-p)),True))", "0..oo", {"w": "unit", "p": "unit"}),
    C(
        "OI log",
        "Piecewise((w-(1-w)*p/log(1-p),Eq(k,1)),(-(1-w)*p^k/(k*log(1-p)),True))",
        "1..oo",
        {"w": "unit", "p": "unit"},
    ),
    C("Poisson-Lindley", "t^2*(k+t+2)/(t+1)^(k+3)", "0..oo", {"t": "positive"}),
    C("discrete Lindley", "l^k/(1-log(l))*(l*log(l)+(1-l)*(1-log(l^(k+1))))", "0..oo", {"l": "unit"}),
    C("weighted Poisson", "(k+a)*l^k*exp(-l)/(factorial(k)*(l+a))", "0..oo", {"a": "positive", "l": "positive"}),
    C(
        "ZI discrete Laplace",
        "Piecewise((w+(1-w)*(1-q)/(1+q),Eq(k,0)),((1-w)*(1-q)/(1+q)*q^abs(k),True))",
        "integers",
        {"w": "unit", "q": "unit"},
    ),
    C(
        "skew discrete Laplace",
        "(1-p)*(1-q)/(1-p*q)*Piecewise((p^k,k>=0),(q^abs(k),True))",
        "integers",
        {"p": "unit", "q": "unit"},
    ),
    C(
        "skew discrete Laplace m",
        "(1-p)*(1-q)/(1-p*q)*Piecewise((p^(k-m),k>=m),(q^(m-k),True))",
        "integers",
        {"p": "unit", "q": "unit"},
        {"m": "integers"},
    ),
    C(
        "k-inflated Poisson",
        "Piecewise((w+(1-w)*exp(-l)*l^k/factorial(k),Eq(k,3)),((1-w)*exp(-l)*l^k/factorial(k),True))",
        "0..oo",
        {"w": "unit", "l": "positive"},
    ),
    C(
        "c-inflated Poisson",
        "Piecewise((w,Eq(k,c)),(0,True))+(1-w)*exp(-l)*l^k/factorial(k)",
        "0..oo",
        {"w": "unit", "l": "positive"},
        {"c": "0..oo"},
    ),
    C(
        "0,1-inflated Poisson",
        "Piecewise((u,Eq(k,0)),(v,Eq(k,1)),(0,True))+(1-u-v)*exp(-l)*l^k/factorial(k)",
        "0..oo",
        {"u": "unit", "v": "(0,1-u)", "l": "positive"},
    ),
    C(
        "left-censored Poisson",
        "Piecewise((exp(-l)*(1+l+l^2/2),k<=2),(exp(-l)*l^k/factorial(k),True))",
        "2..oo",
        {"l": "positive"},
    ),
    C(
        "ZI binomial n",
        "Piecewise((w+(1-w)*(1-p)^n,Eq(k,0)),((1-w)*binomial(n,k)*p^k*(1-p)^(n-k),True))",
        "0..n",
        {"w": "unit", "p": "unit"},
        {"n": "1..oo"},
    ),
    C(
        "hurdle binomial n",
        "Piecewise((w,Eq(k,0)),((1-w)*binomial(n,k)*p^k*(1-p)^(n-k)/(1-(1-p)^n),True))",
        "0..n",
        {"w": "unit", "p": "unit"},
        {"n": "1..oo"},
    ),
    C(
        "Katz-like NB",
        "(1-b)^(a/b)*gamma(a/b+k)/(gamma(a/b)*factorial(k))*b^k",
        "0..oo",
        {"a": "positive", "b": "unit"},
    ),
    C("Flory mix", "(1-a)*(a+(1-a)*k*b)*a^k/(a+b*a)", "0..oo", {"a": "unit", "b": "positive"}),
    C("weighted geometric", "(1-q)^2*(k+a)*q^k/(a*(1-q)+q)", "0..oo", {"q": "unit", "a": "positive"}),
    C(
        "zero-modified NB exp par",
        "Piecewise((w,Eq(k,0)),((1-w)*(k+1)*(1-q)^2*q^k/(1-(1-q)^2),True))",
        "0..oo",
        {"q": "unit", "w": "unit"},
    ),
    C(
        "hurdle Yule",
        "Piecewise((w,Eq(k,0)),((1-w)*rho*beta(k,rho+1),True))",
        "0..oo",
        {"rho": "positive", "w": "unit"},
    ),
    C(
        "ZI CMP2",
        "Piecewise((w+(1-w)/besseli(0,2*sqrt(l)),Eq(k,0)),((1-w)*l^k/factorial(k)^2/besseli(0,2*sqrt(l)),True))",
        "0..oo",
        {"l": "positive", "w": "unit"},
    ),
    C(
        "even cells",
        "Piecewise((a,Eq(k,0)),(b,Eq(k,1)),((1-a-b)*q^(k-2)*(1-q),True))",
        "0..oo",
        {"a": "unit", "b": "(0,1-a)", "q": "unit"},
    ),
    C(
        "cut tail",
        "Piecewise((0,Eq(k,2)),(exp(-l)*l^k/factorial(k)/(1-exp(-l)*l^2/2),True))",
        "0..oo",
        {"l": "positive"},
    ),
    C(
        "ZI geometric1 mean",
        "Piecewise((w,Eq(k,0)),((1-w)/m*(1-1/m)^(k-1),True))",
        "0..oo",
        {"w": "unit", "m": "(1,oo)"},
    ),
    C(
        "Bernoulli-inflated odds",
        "Piecewise((exp(b)/(1+exp(b)),Eq(k,0)),(exp(-l)*l^k/(factorial(k)*(1-exp(-l))*(1+exp(b))),True))",
        "0..oo",
        {"b": "real", "l": "positive"},
    ),
    C(
        "ZIP log link",
        "Piecewise((1/(1+exp(-b))+exp(-exp(a))/(1+exp(b)),Eq(k,0)),(exp(a*k-exp(a))/(factorial(k)*(1+exp(b))),True))",
        "0..oo",
        {"a": "real", "b": "real"},
    ),
    C("change of rate", "Piecewise((p*(1-p)^k,k<3),((1-p)^3*q*(1-q)^(k-3),True))", "0..oo", {"p": "unit", "q": "unit"}),
)

OPEN = (
    C("Skellam", "exp(-a-b)*(a/b)^(k/2)*besseli(k,2*sqrt(a*b))", "integers", {"a": "positive", "b": "positive"}),
    C("discrete Weibull", "q^(k^b)-q^((k+1)^b)", "0..oo", {"q": "unit", "b": "positive"}),
    C("mixture geometric", "w*(1-p)*p^k+(1-w)*(1-q)*q^k", "0..oo", {"w": "unit", "p": "unit", "q": "unit"}),
    C(
        "mixture Poisson",
        "w*exp(-l)*l^k/factorial(k)+(1-w)*exp(-m)*m^k/factorial(k)",
        "0..oo",
        {"w": "unit", "l": "positive", "m": "positive"},
    ),
    C(
        "beta-binomial n",
        "binomial(n,k)*beta(k+a,n-k+b)/beta(a,b)",
        "0..n",
        {"a": "positive", "b": "positive"},
        {"n": "1..oo"},
    ),
    C("discrete Pareto", "k^(-a)-(k+1)^(-a)", "1..oo", {"a": "positive"}),
    C("discrete Rayleigh", "q^(k^2)-q^((k+1)^2)", "0..oo", {"q": "unit"}),
    C("discrete Burr", "t^log(1+k)-t^log(2+k)", "0..oo", {"t": "unit"}),
    C("max geometric", "(1-q^(k+1))^2-(1-q^k)^2", "0..oo", {"q": "unit"}),
)


@dataclass(frozen=True)
class Truth:
    """Sums of ∂ᵢp ∂ⱼp / p from the density as typed, at one point."""

    family: Family
    point: Any

    @cached_property
    def function(self) -> Any:
        density = self.family.density
        for head in (sp.beta, sp.rf, sp.binomial):
            density = density.rewrite(sp.gamma) if density.has(head) else density
        rows = [density, *(derivative(density, parameter) for parameter in self.family.theta)]
        k, rows = self.family.omega, [row.subs(self.point).evalf(WORKING + 10) for row in rows]
        call = sp.lambdify(k, rows, "mpmath", cse=True)
        if not density.has(sp.Piecewise):
            return call
        return lambda n: [_number(row.subs(k, int(n))) for row in rows] if n in FEW else call(n)

    def row(self, k: Any) -> list[Any]:
        """p and ∂ᵢp ∂ⱼp / p for i ≤ j"""
        p, *slopes = self.function(k)
        if p == 0:
            return []
        size = range(len(slopes))
        return [p, *(slopes[i] * slopes[j] / p for i in size for j in size if i <= j)]

    def sums(self) -> list[Any]:
        space = self.family.variables[0].space
        lower, upper = (end.subs(self.point) for end in (space.lower, space.upper))
        if lower == -sp.oo:
            return [a + b for a, b in zip(self._from(0, 1), self._from(-1, -1), strict=True)]
        if upper == sp.oo:
            return self._from(int(lower), 1)
        return _total([self.row(mpf(k)) for k in range(int(lower), int(upper) + 1)])

    def _from(self, start: int, way: int) -> list[Any]:
        rows: list[Any] = []
        while True:
            rows.append(self.row(mpf(start + way * len(rows))))
            ended = rows[-1] and max(map(abs, rows[-1])) < mpf(10) ** -(DIGITS + 15)
            if len(rows) > 30 and (ended or not rows[-1]):
                return _total(rows)
            if len(rows) == SLOW and _like_a_power(rows):
                return _total([*rows[:-1], self._tail(start + len(rows) - 1)])

    def _tail(self, n: int) -> list[Any]:
        """Σ_{k ≥ n} f(k) = ∫ f + f(n)/2 − Σ B₂ₘ/(2m)! f⁽²ᵐ⁻¹⁾(n)"""
        size, radius = 48, mpf(n) / 2
        circle = [mp.expjpi(mpf(2 * j) / size) for j in range(size)]
        ring = [self.row(n + radius * z) for z in circle]
        known: dict[Any, list[Any]] = {}

        def at(y: Any, i: int) -> Any:
            known.setdefault(y, self.row(n + mp.expm1(y)))
            return known[y][i] * mp.exp(y)

        found = []
        for i in range(len(ring[0])):
            taylor = [
                mp.re(mp.fsum(ring[j][i] * circle[-j * m % size] for j in range(size))) / size / radius**m
                for m in range(12)
            ]
            whole = mp.quad(lambda y, i=i: at(y, i), [0, 4, 12, 40], maxdegree=4)
            ends = sum(mp.bernoulli(2 * m) / (2 * m) * taylor[2 * m - 1] for m in range(1, 6))
            found.append(whole + taylor[0] / 2 - ends)
        return found


def _number(value: sp.Expr) -> Any:
    return value.evalf(WORKING)._to_mpmath(mp.prec)


def _like_a_power(rows: list[list[Any]]) -> bool:
    """Whether 1 − p(n)/p(n − 1) halves while n doubles, as it does not under a geometric tail."""
    falls = [1 - rows[n][0] / rows[n - 1][0] for n in (len(rows) - 1, len(rows) // 2)]
    return bool(falls[1] > mpf("1.85") * falls[0])


def _total(rows: list[list[Any]]) -> list[Any]:
    return [mp.fsum(column) for column in zip(*(row for row in rows if row), strict=True)]


@pytest.mark.parametrize("case", CLOSED, ids=lambda c: c.label)
def test_closed_form_is_the_sum_of_the_definition(case: C) -> None:
    family = case.family()
    law = Law(family)
    solution = counts.solve(law)
    assert solution is not None and len(solution.entries) == len(law.pairs)
    for point in interior_points(family, 2, seed=11):
        with mp.workdps(WORKING):
            mass, *expected = Truth(family, point).sums()
            assert abs(mass - 1) < mpf(10) ** -DIGITS
            for pair, value in zip(law.pairs, expected, strict=True):
                closed = solution.entries[pair].rhs.subs(point).evalf(DIGITS + 10)
                assert abs(closed - value) < mpf(10) ** -DIGITS * (1 + abs(value)), pair


@pytest.mark.parametrize("case", [*CLOSED, *OPEN], ids=lambda c: c.label)
def test_nothing_closed_is_left_unevaluated(case: C) -> None:
    law = Law(case.family())
    solution = counts.solve(law)
    for step in solution.entries.values() if solution else ():
        assert not step.rhs.has(*engine.UNEVALUATED, sp.Dummy, sp.zoo, sp.nan)
        assert step.rhs.free_symbols <= {q.symbol for q in (*law.family.parameters, *law.family.known)}


@pytest.mark.parametrize("case", OPEN, ids=lambda c: c.label)
def test_what_has_no_closed_form_stays_open(case: C) -> None:
    start = monotonic()
    law = Law(case.family())
    solution = counts.solve(law)
    assert solution is None or len(solution.entries) < len(law.pairs)
    assert monotonic() - start < 20


TYPINGS = (
    "binomial(k+r-1,k)*p^r*(1-p)^k",
    "gamma(k+r)/(gamma(r)*gamma(k+1))*p^r*(1-p)^k",
    "rf(r,k)/factorial(k)*p^r*(1-p)^k",
    "exp(loggamma(k+r)-loggamma(r)-loggamma(k+1)+r*log(p)+k*log(1-p))",
)


@pytest.mark.parametrize("density", TYPINGS)
def test_ways_of_typing_give_one_ratio(density: str) -> None:
    family = Family(density, {"k": "0..oo"}, {"p": "unit", "r": "positive"})
    ratio = ratio_of(family.density, family.omega)
    p, r, k = family.symbol("p"), family.symbol("r"), family.omega
    assert sp.simplify(ratio.numerator / ratio.denominator - (1 - p) * (k + r) / (k + 1)) == 0


@pytest.mark.parametrize("label", ["ZIP", "NB r,p", "hurdle geometric"])
def test_no_step_is_refuted(label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engine.STRATEGIES, "counts", counts.solve)
    (case,) = (c for c in CLOSED if c.label == label)
    derivation = derive(case.family())
    assert derivation.steps[-1].rule == "insert_matrix"
    assert check(derivation).ok
