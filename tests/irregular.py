"""Densities for which the argument breaks, and functions that are no densities, each with the refusal it must get."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

REAL, POSITIVE, UNIT, COUNTS = {"x": "real"}, {"x": "positive"}, {"x": "unit"}, {"k": "naturals"}
M, T, L = {"m": "real"}, {"t": "positive"}, {"l": "positive"}


@dataclass(frozen=True)
class Refused:
    """`says` is a pattern of the message: the line of the source, or the number found."""

    density: str
    variables: dict[str, str]
    parameters: dict[str, str]
    says: str
    known: dict[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    atoms: dict[str, Any] = field(default_factory=dict)


def _above(end: str) -> dict[str, str]:
    return {"x": f"({end}, oo)"}


IRREGULAR = {
    # S5: the support moves and the density does not vanish at its edge
    "uniform to t": Refused("1/t", {"x": "(0, t)"}, T, r"S5: the support \(0, t\) moves with t: at its edge t"),
    "uniform around t": Refused("1", {"x": "(t-1/2, t+1/2)"}, {"t": "real"}, "S5: the support"),
    "uniform on (a, b)": Refused("1/(b-a)", {"x": "(a, b)"}, {"a": "real", "b": "(a, oo)"}, "S5: .* moves with a"),
    "two steps around m": Refused("Piecewise((1/3, x < m), (2/3, True))", {"x": "(m-1, m+1)"}, M, "S5"),
    "shifted exponential": Refused("exp(-(x-m))", _above("m"), M, r"S5: .*density is 1\.0"),
    "shifted exponential by cases": Refused("Piecewise((exp(-(x-m)), x > m), (0, True))", REAL, M, "S5"),
    "shifted exponential, given": Refused("l*exp(-l*(x-m))", REAL, M | L, "S5: .* moves with m", {}, ("x > m",)),
    "Pareto, both unknown": Refused("a*m^a/x^(a+1)", _above("m"), {"a": "positive", "m": "positive"}, "S5"),
    "power function": Refused("a*x^(a-1)/t^a", {"x": "(0, t)"}, {"a": "positive", "t": "positive"}, "S5"),
    "half normal with threshold": Refused("sqrt(2/pi)*exp(-(x-m)^2/2)", _above("m"), M, "S5"),
    "half Cauchy with threshold": Refused("2/(pi*(1+(x-m)^2))", _above("m"), M, "S5"),
    "Weibull with threshold, shape 1/2": Refused("(x-m)^(-1/2)*exp(-(x-m)^(1/2))/2", _above("m"), M, "S5: .*unbounded"),
    "arcsine on (a, b)": Refused("1/(pi*sqrt((x-a)*(b-x)))", {"x": "(a, b)"}, {"a": "real", "b": "(a, oo)"}, "S5"),
    "maximum of n uniforms": Refused("n*(x/t)^(n-1)/t", {"x": "(0, t)"}, T, "S5", {"n": "positive_integer"}),
    "von Mises from its mean": Refused(
        "exp(k*cos(x-m))/(2*pi*besseli(0,k))", {"x": "(m, m+2*pi)"}, M | {"k": "positive"}, "S5"
    ),
    "reciprocal on (1, t)": Refused("1/(x*log(t))", {"x": "(1, t)"}, {"t": "(1, oo)"}, "S5"),
    "uniform disc of radius r": Refused(
        "1/(pi*r^2)", {"x": "(-r, r)", "y": "(-sqrt(r^2-x^2), sqrt(r^2-x^2))"}, {"r": "positive"}, "S5: the support"
    ),
    "uniform below a line that moves": Refused(
        "exp(-x)/(t*x)", {"x": "positive", "y": "(0, t*x)"}, T, "S5: the support"
    ),
    "uniform triangle, given": Refused(
        "2/t^2", {"x": "positive", "y": "positive"}, T, r"S5: the support \(0, t\)", {}, ("x + y < t",)
    ),
    "half plane that turns": Refused(
        "exp(-(x^2+y^2)/2)/pi", {"x": "real", "y": "(t*x, oo)"}, {"t": "real"}, "S5: the support"
    ),
    "uniform square around t": Refused("1", {"x": "(t-1/2, t+1/2)", "y": "(t-1/2, t+1/2)"}, {"t": "real"}, "S5"),
    "two shifted exponentials": Refused("exp(2*m-x-y)", {"x": "(m, oo)", "y": "(m, oo)"}, M, "S5: .* moves with m"),
    "censored at an unknown point": Refused(
        "l*exp(-l*x)",
        {"x": "(0, c)"},
        {"c": "positive", "l": "positive"},
        "S5: the point mass at c",
        atoms={"c": "exp(-l*c)"},
    ),
    "a point mass that moves": Refused("1-p", UNIT, {"p": "unit", "m": "unit"}, "S5: the point mass", atoms={"m": "p"}),
    # S9: a jump that moves, and parameters that cannot be differentiated in
    "change point": Refused(
        "Piecewise((1/(2*t), x < t), (1/(2*(1-t)), True))", UNIT, {"t": "unit"}, "S9: the density jumps"
    ),
    "two exponentials that do not meet": Refused(
        "Piecewise((a*exp(a*(x-m))/2, x < m), (exp(-(x-m))/2, True))", REAL, M | {"a": "positive"}, "S9: .* x = m"
    ),
    "Laplace with a step": Refused("exp(-abs(x-m))*(2+sign(x-m))/4", REAL, M, "S9"),
    "uniform to t by a step": Refused("Heaviside(t-x)/t", POSITIVE, T, "S9: the density jumps at x = t"),
    "half a circle that is likelier": Refused(
        "(2+sign(sin(x-m)))/(4*pi)", {"x": "(0, 2*pi)"}, {"m": "(0, 2*pi)"}, "S9: the density jumps at x = m"
    ),
    "another law beyond t = 1": Refused(
        "Piecewise((exp(-x), t < 1), (2*exp(-2*x), True))", POSITIVE, T, "S9: the density jumps as t passes 1"
    ),
    "mean sign(m)": Refused("exp(-(x-sign(m))^2/2)/sqrt(2*pi)", REAL, M, "S9: the density jumps as m passes 0"),
    "mean Heaviside(m)": Refused("exp(-(x-Heaviside(m))^2/2)/sqrt(2*pi)", REAL, M, "S9: .* as m passes 0"),
    "a bump that moves, beside a rate": Refused(
        "l*exp(-l*y)*Piecewise((5/6, abs(x-m) < 1/10), (25/54, True))",
        {"x": "(-1, 1)", "y": "positive"},
        {"m": "(-1/2, 1/2)", "l": "positive"},
        "S9: the density jumps at x",
    ),
    "discrete uniform": Refused("1/n", {"k": "1..n"}, {"n": "positive_integer"}, "S9: n takes integer values"),
    "binomial, n unknown": Refused(
        "binomial(n,k)*p^k*(1-p)^(n-k)", {"k": "0..n"}, {"n": "positive_integer", "p": "unit"}, "S9: n takes integer"
    ),
    "geometric from m": Refused("p*(1-p)^(k-m)", {"k": "m..oo"}, {"p": "unit", "m": "integer"}, "S9: m takes integer"),
    # S12: the information is infinite
    "Weibull with threshold, shape 3/2": Refused(
        "3/2*(x-m)^(1/2)*exp(-(x-m)^(3/2))", _above("m"), M, r"S12: .*\^-1\.5"
    ),
    "Weibull with threshold, shape 2": Refused("2*(x-m)*exp(-(x-m)^2)", _above("m"), M, r"S12: .*infinite.*\^-1 "),
    "gamma with threshold, shape 2": Refused("(x-m)*exp(-(x-m))", _above("m"), M, "S12"),
    "beta (2, 2) on (a, b)": Refused("6*(x-a)*(b-x)/(b-a)^3", {"x": "(a, b)"}, {"a": "real", "b": "(a, oo)"}, "S12"),
    "triangle up to e^t": Refused("2*(1-x*exp(-t))*exp(-t)", {"x": "(0, exp(t))"}, {"t": "real"}, "S12"),
    "semicircle": Refused("2/(pi*r^2)*sqrt(r^2-x^2)", {"x": "(-r, r)"}, {"r": "positive"}, r"S12: E\[\(∂log P/∂r\)²\]"),
    "Epanechnikov": Refused("3/4*(1-(x-m)^2)", {"x": "(m-1, m+1)"}, M, "S12"),
    "triangle": Refused("1-abs(x-m)", {"x": "(m-1, m+1)"}, M, "S12"),
    "triangle by Max": Refused("Max(0, 1-abs(x-m))", REAL, M, "S12"),
    "exp(-sqrt|x - m|)": Refused("exp(-sqrt(abs(x-m)))/4", REAL, M, "S12: .* x = m"),
    "exp(-|x - m|^(1/4))": Refused("exp(-abs(x-m)^(1/4))/48", REAL, M, "S12"),
    "|sin(x - m)|": Refused("abs(sin(x-m))/4", {"x": "(0, 2*pi)"}, {"m": "(0, 2*pi)"}, "S12: .* x = m"),
    "root of 1 - cos(x - m)": Refused(
        "sqrt(1-cos(x-m))/(4*sqrt(2))", {"x": "(0, 2*pi)"}, {"m": "(0, 2*pi)"}, "S12: .* x = m"
    ),
    "exponential integral of |x - m|": Refused("expint(1, abs(x-m))/2", REAL, M, "S12: .* x = m"),
    "simplex that grows, vanishing slowly": Refused(
        "6*(t-x-y)/t^3", {"x": "(0, t)", "y": "(0, t-x)"}, T, "S12: .* y = t - x"
    ),
    "Laplace of roots, with a pole": Refused("exp(-sqrt(abs(x-m)))/(4*sqrt(abs(x-m)))", REAL, M, "S12"),
}

NO_DENSITY = {
    "no constant": Refused("exp(-l*x)", POSITIVE, L, "integrates to 0.44287 at l=2.258"),
    "twice the density": Refused("2*l*exp(-l*x)", POSITIVE, L, "integrates to 2.0 at l="),
    "wrong support": Refused("exp(-x^2/(2*s^2))/(s*sqrt(2*pi))", POSITIVE, {"s": "positive"}, "integrates to 0.5 "),
    "Rayleigh on the line": Refused("x/s^2*exp(-x^2/(2*s^2))", REAL, {"s": "positive"}, "integrates to 0 at"),
    "half of a circle": Refused("exp(k*cos(x))/(2*pi*besseli(0,k))", {"x": "(0, pi)"}, {"k": "positive"}, "to 0.5 "),
    "negative on a side": Refused("(1+a*x)/2", {"x": "(-1, 1)"}, {"a": "(-3, 3)"}, "negative somewhere"),
    "mixture of too much": Refused("w*exp(-x)+(1-w)*2*exp(-2*x)", POSITIVE, {"w": "(0, 3)"}, "negative somewhere"),
    "mixture of a little too much": Refused(
        "w*exp(-x)+(1-w)*2*exp(-2*x)", POSITIVE, {"w": "(0, 2.01)"}, "density is -0"
    ),
    "negative next to the edges": Refused("3/2*(1-t)*x^2+t/2", {"x": "(-1, 1)"}, {"t": "(0, 2)"}, "the density is -0"),
    "a mixture of counts, negative far out": Refused(
        "w*(1/2)^(k+1)+(1-w)*2*(1/3)^(k+1)", COUNTS, {"w": "(-1/10, 1)"}, "the density is -"
    ),
    "negative in a corner of two parameters": Refused(
        "(1+a*x+b*y)/4", {"x": "(-1, 1)", "y": "(-1, 1)"}, {"a": "(-0.6, 0.6)", "b": "(-0.6, 0.6)"}, "the density is -0"
    ),
    "negative for parameters that are large": Refused(
        "(1+t*cos(x)/100)/(2*pi)", {"x": "(0, 2*pi)"}, T, "the density is -"
    ),
    "cardioid, r a little too large": Refused(
        "(1+2*r*cos(x-m))/(2*pi)", {"x": "(0, 2*pi)"}, {"r": "(-0.51, 0.51)", "m": "(0, 2*pi)"}, "the density is -0.00"
    ),
    "Farlie, Gumbel and Morgenstern's, a beyond 1": Refused(
        "1+a*(1-2*x)*(1-2*y)", {"x": "unit", "y": "unit"}, {"a": "(-2, 2)"}, "the density is -0.1"
    ),
    "normal, a variance from -1": Refused(
        "exp(-(x-m)^2/(2*v))/sqrt(2*pi*v)", REAL, M | {"v": "(-1, 2)"}, "not real at .*declare v > 0"
    ),
    "binormal, r from -2": Refused(
        "exp(-(x^2-2*r*x*y+y^2)/(2*(1-r^2)))/(2*pi*sqrt(1-r^2))",
        {"x": "real", "y": "real"},
        {"r": "(-2, 2)"},
        "not real at r=",
    ),
    "odd": Refused("x*exp(-x^2/2)/sqrt(2*pi)*m", REAL, M, "integrates to 0 at"),
    "diverges at 0 and at infinity": Refused("l/x", POSITIVE, L, r"grows like \|x\|\^-1 at x = 0"),
    "diverges in the tail": Refused("l/(1+x)", POSITIVE, L, r"falls no faster than \|x\|\^-1 as x → ∞"),
    "constant on the line": Refused("a", REAL, {"a": "positive"}, "does not depend on x"),
    "an idle variable": Refused("l*exp(-l*x)", POSITIVE | {"y": "real"}, L, "does not depend on y"),
    "zero": Refused("0", UNIT, {"a": "positive"}, "integrates to 0"),
    "gamma, k real": Refused("x^(k-1)*exp(-x)/gamma(k)", POSITIVE, {"k": "real"}, "declare k > 0"),
    "beta, a real": Refused("x^(a-1)*(1-x)^(b-1)/beta(a,b)", UNIT, {"a": "real", "b": "positive"}, "declare a > 0"),
    "normal, sigma real": Refused(
        "exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi))", REAL, M | {"s": "real"}, "integrates to -1.0 .*declare s > 0"
    ),
    "normal, known sigma real": Refused(
        "exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi))", REAL, M, "declare s > 0", {"s": "real"}
    ),
    "Lomax, a from -1": Refused("a*(1+x)^(-a-1)", POSITIVE, {"a": "(-1, oo)"}, "declare a > 0"),
    "Student, n real": Refused(
        "gamma((n+1)/2)/(sqrt(n*pi)*gamma(n/2))*(1+x^2/n)^(-(n+1)/2)", REAL, {"n": "real"}, "not real; declare n > 0"
    ),
    "zeta law, s positive": Refused("k^(-s)/zeta(s)", {"k": "1..oo"}, {"s": "positive"}, "declare s > 1"),
    "Poisson, rate real": Refused(
        "l^k*exp(-l)/factorial(k)", COUNTS, {"l": "real"}, "negative somewhere.*declare l > 0"
    ),
    "geometric, p positive": Refused("p*(1-p)^k", COUNTS, {"p": "positive"}, "declare p < 1"),
    "logarithmic from 0": Refused("-p^k/(k*log(1-p))", COUNTS, {"p": "unit"}, "no value somewhere"),
    "binomial, n no integer": Refused(
        "binomial(n,k)*p^k*(1-p)^(n-k)", {"k": "0..n"}, {"p": "unit"}, "sums to", {"n": "positive"}
    ),
    "binomial, wrong exponent": Refused(
        "binomial(n,k)*p^k*(1-p)^(n-k-1)", {"k": "0..n"}, {"p": "unit"}, "sums to", {"n": "positive_integer"}
    ),
    "genotypes that are too many": Refused(
        "Piecewise((p^2, Eq(k,0)), (2*p*(1-p), Eq(k,1)), (2*(1-p)^2, True))", {"k": "0..2"}, {"p": "unit"}, "sums to"
    ),
    "atom too much": Refused("l*exp(-l*x)", POSITIVE, {"p": "unit"} | L, "integrates to 1.7", atoms={"0": "p"}),
    "two exponentials, twice": Refused(
        "2*a*b*exp(-a*x-b*y)", {"x": "positive", "y": "positive"}, {"a": "positive", "b": "positive"}, "to 2.0"
    ),
    "Dirichlet, wrong exponent": Refused(
        "gamma(a+b+c)/(gamma(a)*gamma(b)*gamma(c))*x^(a-1)*y^(b-1)*(1-x-y)^c",
        {"x": "(0, 1)", "y": "(0, 1-x)"},
        {"a": "positive", "b": "positive", "c": "positive"},
        "integrates to",
    ),
    "binormal without its constant": Refused(
        "exp(-(x^2-2*r*x*y+y^2)/2)/(2*pi)", {"x": "real", "y": "real"}, {"r": "(-1, 1)"}, "integrates to 1.098"
    ),
}
