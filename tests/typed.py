"""Densities as a stranger would type them, with where their truth comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.model import Family


@dataclass(frozen=True)
class Typed:
    """A density; `of` and `map` say which catalogue family it is, in which of its own letters."""

    label: str
    density: Any
    variables: Any
    parameters: Any
    known: Any = field(default_factory=dict)
    of: str = ""
    map: Any = field(default_factory=dict)

    def family(self) -> Family:
        return Family(self.density, self.variables, self.parameters, self.known)


POSITIVE, REAL, UNIT, LINE = {"x": "positive"}, {"x": "real"}, {"x": "unit"}, {"y": "(-oo, oo)"}
x, lam, m, s, t = sp.Symbol("x"), sp.Symbol("lambda"), sp.Symbol("m"), sp.Symbol("s", positive=True), sp.Symbol("t")


def T(label, density, variables, parameters, of, known=None, **map):
    return Typed(label, density, variables, parameters, known or {}, of, map)


PULLED_BACK = (
    T("exponential, lambda", "lambda*exp(-lambda*x)", POSITIVE, {"lambda": "positive"}, "exponential", lam="lambda"),
    T("exponential, Greek", "λ*exp(-λ*t)", {"t": "[0, oo)"}, {"λ": "positive"}, "exponential", lam="λ"),
    T("exponential, log rate", "exp(u - exp(u)*x)", POSITIVE, {"u": "real"}, "exponential", lam="exp(u)"),
    T("exponential, log mean", "exp(-x*exp(-u) - u)", POSITIVE, {"u": "real"}, "exponential", lam="exp(-u)"),
    T("exponential, SymPy", sp.exp(-x / s) / s, {x: "(0, oo)"}, {"s": "positive"}, "exponential:scale", theta="s"),
    T(
        "exponential, SymPy λ",
        lam * sp.exp(-lam * x),
        {"x": "(0, oo)"},
        {"lambda": "positive"},
        "exponential",
        lam="lambda",
    ),
    T(
        "normal, other order",
        "1/sqrt(2*pi*s**2)*exp(-1/2*((z-m)/s)**2)",
        {"z": "real"},
        {"s": "positive", "m": "real"},
        "normal",
        mu="m",
        sigma="s",
    ),
    T(
        "normal, Greek",
        "1/(σ*sqrt(2*π))*exp(-(x-μ)^2/(2*σ^2))",
        REAL,
        {"μ": "real", "σ": "positive"},
        "normal",
        mu="μ",
        sigma="σ",
    ),
    T(
        "normal, log sd",
        "exp(-(y-a)^2*exp(-2*b)/2 - b)/sqrt(2*pi)",
        LINE,
        {"a": "real", "b": "real"},
        "normal",
        mu="a",
        sigma="exp(b)",
    ),
    T(
        "normal, expanded",
        "exp(-(x^2 - 2*m*x + m^2)/(2*v))/sqrt(2*pi*v)",
        REAL,
        {"v": "positive", "m": "real"},
        "normal:variance",
        mu="m",
        v="v",
    ),
    T(
        "normal, known sd",
        "exp(-(x-m)^2/(2*c^2))/(c*sqrt(2*pi))",
        REAL,
        {"m": "real"},
        "normal",
        {"c": "positive"},
        mu="m",
        sigma="c",
    ),
    T(
        "normal, SymPy",
        sp.exp(-((x - m) ** 2) / (2 * s**2)) / (s * sp.sqrt(2 * sp.pi)),
        REAL,
        {"m": "real", "s": "positive"},
        "normal",
        mu="m",
        sigma="s",
    ),
    T("normal, standard offset", "exp(-(x-3*b)^2/2)/sqrt(2*pi)", REAL, {"b": "real"}, "normal", mu="3*b", sigma="1"),
    T(
        "lognormal, median",
        "exp(-log(x/m)^2/(2*s^2))/(x*s*sqrt(2*pi))",
        POSITIVE,
        {"s": "positive", "m": "positive"},
        "lognormal",
        mu="log(m)",
        sigma="s",
    ),
    T(
        "gamma, mean and shape",
        "(k/m)^k*x^(k-1)*exp(-k*x/m)/gamma(k)",
        POSITIVE,
        {"m": "positive", "k": "positive"},
        "gamma",
        k="k",
        theta="m/k",
    ),
    T(
        "gamma, other letters",
        "1/(gamma(a)*b^a)*y^(a-1)*E^(-y/b)",
        {"y": "(0, oo)"},
        {"b": "positive", "a": "positive"},
        "gamma",
        k="a",
        theta="b",
    ),
    T(
        "gamma, log parameters",
        "exp(-x*exp(b))*exp(b*exp(a))*x^(exp(a)-1)/gamma(exp(a))",
        POSITIVE,
        {"a": "real", "b": "real"},
        "gamma:rate",
        alpha="exp(a)",
        beta="exp(b)",
    ),
    T(
        "Erlang 3",
        "lambda^3*x^2*exp(-lambda*x)/2",
        POSITIVE,
        {"lambda": "positive"},
        "gamma:rate",
        alpha="3",
        beta="lambda",
    ),
    T(
        "inverse gamma",
        "b^a/gamma(a)*exp(-b/x)/x^(a+1)",
        POSITIVE,
        {"b": "positive", "a": "positive"},
        "inverse gamma",
        alpha="a",
        beta="b",
    ),
    T(
        "inverse Gaussian, dispersion",
        "exp(-(x-m)^2/(2*f*m^2*x))/sqrt(2*pi*f*x^3)",
        POSITIVE,
        {"m": "positive", "f": "positive"},
        "inverse Gaussian",
        mu="m",
        lam="1/f",
    ),
    T("Rayleigh, variance", "x/v*exp(-x^2/(2*v))", POSITIVE, {"v": "positive"}, "Rayleigh", sigma="sqrt(v)"),
    T(
        "Maxwell, temperature",
        "sqrt(2/pi)*x^2*exp(-x^2/(2*T))/T^(3/2)",
        POSITIVE,
        {"T": "positive"},
        "Maxwell",
        a="sqrt(T)",
    ),
    T("chi-squared, half", "x^(h-1)*exp(-x/2)/(2^h*gamma(h))", POSITIVE, {"h": "positive"}, "chi-squared", nu="2*h"),
    T(
        "Pareto, Zipf's letters",
        "(g-1)/c*(x/c)^(-g)",
        {"x": "(c, oo)"},
        {"g": "(1, oo)"},
        "Pareto",
        {"c": "positive"},
        alpha="g-1",
        x_m="c",
    ),
    T(
        "beta, mean and size",
        "gamma(n)/(gamma(m*n)*gamma((1-m)*n))*x^(m*n-1)*(1-x)^((1-m)*n-1)",
        UNIT,
        {"m": "unit", "n": "positive"},
        "beta",
        alpha="m*n",
        beta="(1-m)*n",
    ),
    T(
        "beta, by its integral",
        "u^(p-1)*(1-u)^(q-1)/beta(p,q)",
        {"u": "unit"},
        {"q": "positive", "p": "positive"},
        "beta",
        alpha="p",
        beta="q",
    ),
    T("beta, symmetric", "x^(a-1)*(1-x)^(a-1)/beta(a,a)", UNIT, {"a": "positive"}, "beta", alpha="a", beta="a"),
    T(
        "von Mises, degrees of turn",
        "exp(k*cos(t - m))/(2*pi*besseli(0,k))",
        {"t": "(-pi, pi)"},
        {"k": "positive", "m": "(-pi, pi)"},
        "von Mises",
        mu="m",
        kappa="k",
    ),
    T("Poisson, log rate", "exp(u*k - exp(u))/factorial(k)", {"k": "naturals"}, {"u": "real"}, "Poisson", lam="exp(u)"),
    T(
        "Poisson, exposure",
        "(N*r)^k*exp(-N*r)/factorial(k)",
        {"k": "0..oo"},
        {"r": "positive"},
        "Poisson",
        {"N": "positive"},
        lam="N*r",
    ),
    T("Bernoulli, odds", "w^x/(1+w)", {"x": "0..1"}, {"w": "positive"}, "Bernoulli", p="w/(1+w)"),
    T(
        "Bernoulli, sigmoid",
        "(1/(1+exp(-b)))^x*(1-1/(1+exp(-b)))^(1-x)",
        {"x": "0..1"},
        {"b": "real"},
        "Bernoulli",
        p="1/(1+exp(-b))",
    ),
    T(
        "binomial, logit",
        "binomial(N,k)*exp(b*k)/(1+exp(b))^N",
        {"k": "0..N"},
        {"b": "real"},
        "binomial",
        {"N": "positive_integer"},
        p="exp(b)/(1+exp(b))",
        n="N",
    ),
    T("binomial, ten", "binomial(10,k)*q^(10-k)*(1-q)^k", {"k": "0..10"}, {"q": "unit"}, "binomial", p="1-q", n="10"),
    T("geometric, mean", "(m/(1+m))^k/(1+m)", {"k": "naturals"}, {"m": "positive"}, "geometric", p="1/(1+m)"),
    T("geometric, failure first", "q^(k-1)*(1-q)", {"k": "1..oo"}, {"q": "unit"}, "geometric:from1", p="1-q"),
    T(
        "negative binomial, mean",
        "gamma(k+r)/(gamma(r)*factorial(k))*(r/(r+m))^r*(m/(r+m))^k",
        {"k": "naturals"},
        {"m": "positive"},
        "negative binomial",
        {"r": "positive"},
        p="r/(r+m)",
        r="r",
    ),
    T("logarithmic, odds", "(w/(1+w))^k/(k*log(1+w))", {"k": "1..oo"}, {"w": "positive"}, "logarithmic", p="w/(1+w)"),
    T("zeta, shifted exponent", "1/(zeta(a+1)*k^(a+1))", {"k": "1..oo"}, {"a": "positive"}, "zeta", s="a+1"),
    T(
        "trinomial of 2",
        "2/(factorial(i)*factorial(j)*factorial(2-i-j))*p^i*q^j*(1-p-q)^(2-i-j)",
        {"i": "0..2", "j": "0..2-i"},
        {"p": "unit", "q": "(0, 1-p)"},
        "multinomial",
        p1="p",
        p2="q",
        n="2",
    ),
)
