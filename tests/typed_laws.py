"""Laws outside the catalogue that have a closed form: exponential families and finite spaces."""

from __future__ import annotations

import sympy as sp
from typed import POSITIVE, REAL, UNIT, Typed, t, x


def D(label, density, variables, parameters, known=None):
    return Typed(label, density, variables, parameters, known or {})


INTEGRATED = (
    D("Nakagami", "2*m^m/(gamma(m)*w^m)*x^(2*m-1)*exp(-m*x^2/w)", POSITIVE, {"m": "(1/2, oo)", "w": "positive"}),
    D("chi", "x^(k-1)*exp(-x^2/2)/(2^(k/2-1)*gamma(k/2))", POSITIVE, {"k": "positive"}),
    D("Lévy", "sqrt(c/(2*pi))*exp(-c/(2*x))/x^(3/2)", POSITIVE, {"c": "positive"}),
    D("half-normal", "sqrt(2)/(s*sqrt(pi))*exp(-x^2/(2*s^2))", POSITIVE, {"s": "positive"}),
    D("logit-normal", "exp(-(log(x/(1-x))-m)^2/(2*s^2))/(s*sqrt(2*pi)*x*(1-x))", UNIT, {"m": "real", "s": "positive"}),
    D("Laha: a power of a difference", "sqrt(2)*s^3/(pi*(s^4+(x-m)^4))", REAL, {"m": "real", "s": "positive"}),
    D("cardioid by a sine", "(1+l*sin(t))/(2*pi)", {"t": "(0, 2*pi)"}, {"l": "(-1, 1)"}),
    D("an angle by its cosine", "(1+a*cos(t)^2)*sin(t)/(2*(1+a/3))", {"t": "(0, pi)"}, {"a": "positive"}),
    D(
        "Bass: exponentials of sums of parameters",
        "(p+q)^2/p*exp(-(p+q)*t)/(1+q/p*exp(-(p+q)*t))^2",
        {"t": "positive"},
        {"p": "positive", "q": "positive"},
    ),
    D(
        "a difference of powers: a beta law in their ratio",
        "a*b/(a-b)*(x^(b-1)-x^(a-1))",
        UNIT,
        {"b": "positive", "a": "(b, oo)"},
    ),
    D(
        "a sum of exponentials of either sign",
        "(a+b)/pi*sin(pi*b/(a+b))/(exp(a*x)+exp(-b*x))",
        REAL,
        {"a": "positive", "b": "positive"},
    ),
    D("power function", "a*x^(a-1)", UNIT, {"a": "positive"}),
    D("Kumaraswamy, a known", "a*b*x^(a-1)*(1-x^a)^(b-1)", UNIT, {"b": "positive"}, {"a": "positive"}),
    D("Weibull, shape known", "k/s*(x/s)^(k-1)*exp(-(x/s)^k)", POSITIVE, {"s": "positive"}, {"k": "positive"}),
    D("Fréchet, shape known", "a/s*(x/s)^(-1-a)*exp(-(x/s)^(-a))", POSITIVE, {"s": "positive"}, {"a": "positive"}),
    D("Gumbel, scale 1", "exp(-(x-m)-exp(-(x-m)))", REAL, {"m": "real"}),
    D("Laplace, centre known", "exp(-abs(x)/b)/(2*b)", REAL, {"b": "positive"}),
    D("truncated exponential", "r*exp(-r*x)/(1-exp(-r))", UNIT, {"r": "positive"}),
    D(
        "GIG, p = 1",
        "sqrt(a/b)*exp(-(a*x+b/x)/2)/(2*besselk(1, sqrt(a*b)))",
        POSITIVE,
        {"a": "positive", "b": "positive"},
    ),
    D("inverse chi-squared", "2^(-v/2)/gamma(v/2)*x^(-v/2-1)*exp(-1/(2*x))", POSITIVE, {"v": "positive"}),
    D("Lindley", "t^2/(1+t)*(1+x)*exp(-t*x)", POSITIVE, {"t": "positive"}),
    D("beta prime", "x^(a-1)*(1+x)^(-a-b)/beta(a,b)", POSITIVE, {"a": "positive", "b": "positive"}),
    D("generalized normal, shape 4", "2/(s*gamma(1/4))*exp(-(x/s)^4)", REAL, {"s": "positive"}),
    D("zero-truncated Poisson", "l^k/(factorial(k)*(exp(l)-1))", {"k": "1..oo"}, {"l": "positive"}),
    D("Borel", "(m*k)^(k-1)*exp(-m*k)/factorial(k)", {"k": "1..oo"}, {"m": "unit"}),
    D("discrete Laplace", "(1-p)/(1+p)*p^abs(k)", {"k": "integers"}, {"p": "unit"}),
    D("Flory–Schulz", "a^2*k*(1-a)^(k-1)", {"k": "1..oo"}, {"a": "unit"}),
    D("zero-truncated binomial", "binomial(3,k)*p^k*(1-p)^(3-k)/(1-(1-p)^3)", {"k": "1..3"}, {"p": "unit"}),
    D(
        "Hardy–Weinberg",
        sp.Piecewise((t**2, sp.Eq(x, 0)), (2 * t * (1 - t), sp.Eq(x, 1)), ((1 - t) ** 2, True)),
        {"x": "0..2"},
        {"t": "unit"},
    ),
    D(
        "blood groups",
        "Piecewise((p^2 + 2*p*(1-p-q), Eq(k, 0)), (q^2 + 2*q*(1-p-q), Eq(k, 1)), (2*p*q, Eq(k, 2)), ((1-p-q)^2, True))",
        {"k": "0..3"},
        {"p": "unit", "q": "(0, 1-p)"},
    ),
    D(
        "categorical",
        "Piecewise((a, Eq(k, 1)), (b, Eq(k, 2)), (1-a-b, True))",
        {"k": "1..3"},
        {"a": "unit", "b": "(0, 1-a)"},
    ),
    D(
        "linkage of Fisher",
        "Piecewise(((2+h)/4, Eq(k,0)), ((1-h)/4, Eq(k,1)), ((1-h)/4, Eq(k,2)), (h/4, True))",
        {"k": "0..3"},
        {"h": "unit"},
    ),
    D("raised cosine", "cos(pi*(t-m)/(2*s))^2/s", {"t": "(m-s, m+s)"}, {"m": "real", "s": "positive"}),
    D("harmonic of the circle", "(1+b*sin(4*t))/(2*pi)", {"t": "(0, 2*pi)"}, {"b": "(-1, 1)"}),
    D("cosine on a window", "(1+b*cos(2*pi*x/3))/3", {"x": "(0, 3)"}, {"b": "(-1, 1)"}),
    D("axial von Mises", "exp(k*cos(2*t-2*m))/(2*pi*besseli(0,k))", {"t": "(0, 2*pi)"}, {"k": "positive", "m": "real"}),
    D("gamma beside a square", "t^3/(2*t^2+2)*(2+x^2)*exp(-t*x)", {"x": "positive"}, {"t": "positive"}),
    D(
        "Polya counts of three",
        "binomial(3,k)*beta(k+a,3-k+b)/beta(a,b)",
        {"k": "0..3"},
        {"a": "positive", "b": "positive"},
    ),
)
