"""Sums that cancel in a tail keep their digits, and the laws in which they stand are no refusals."""

from __future__ import annotations

import pytest
from mpmath import fp, mp, mpf, workdps
from sympy import Rational, Symbol, atan, erf, exp, log, pi, sqrt, tanh

import symfisher
from symfisher.compiling import numeric, vector
from symfisher.model import Family
from symfisher.reading.text import read_expression

y, a = Symbol("y", real=True), Symbol("a", positive=True)

SUMS = [
    1 - exp(y) / (1 + exp(y)),
    1 + exp(y) / (-exp(y) - 1),
    1 - 1 / (1 + exp(-y)),
    1 - erf(y),
    (1 + erf(-y / sqrt(2))) / 2,
    1 - tanh(y),
    1 - tanh(y) ** 2,
    1 - (1 - exp(-y)) ** a,
    log(1 + exp(-y)),
    Rational(1, 2) - atan(exp(y)) / pi,
    pi / 2 - atan(exp(y)),
]


@pytest.mark.parametrize("total", SUMS, ids=str)
def test_digits_that_cancel_are_there(total):
    at = 25
    with workdps(200):
        exact = mp.re(mp.mpmathify(total.subs({a: Rational(7, 10), y: at}).evalf(30, maxn=2000)))
    with workdps(15):
        ours = numeric(total, (y,), {a: Rational(7, 10)})(mpf(at))
        machine = vector([total], [y], {a: Rational(7, 10)}, fp)(float(at))[0]
    assert exact > 0 and abs(ours / exact - 1) < 1e-13 and abs(machine / float(exact) - 1) < 1e-12


LAWS = {
    "power normal": ("a*Phi(y)^(a-1)*phi(y)", "real", "1/a**2"),
    "logistic by odds": ("a*(1-exp(y)/(1+exp(y)))^(a-1)*exp(y)/(1+exp(y))^2", "real", "1/a**2"),
    "hyperbolic secant, raised": ("a*(1-2/pi*atan(exp(-y)))^(a-1)*2/pi*exp(-y)/(1+exp(-2*y))", "real", "1/a**2"),
    "squares of tanh": ("a*(1-tanh(y))^a*(1+tanh(y))/2^a", "real", "1/a**2"),
    "exponentiated twice": ("a*7/10*(1-exp(-y))^(-3/10)*exp(-y)*(1-(1-exp(-y))^(7/10))^(a-1)", "positive", "1/a**2"),
}


@pytest.mark.parametrize("name", LAWS)
def test_laws_in_which_they_stand_are_answered(name):
    density, domain, value = LAWS[name]
    information = symfisher.fisher(Family(density, {"y": domain}, {"a": "positive"}))
    for exponent in ("1/10", "3/10", "2"):  # below 1, where a power of a lost sum has no value
        exact = read_expression(value, {"a": a}, "value").subs(a, Rational(exponent))
        assert abs(information.numeric({"a": exponent}, 20)[0, 0] / mpf(exact.p) * exact.q - 1) < 1e-15


@pytest.mark.parametrize("way", ["log(x/(1-x))", "log(1/x-1)", "-log(x)", "1/x-1"])
def test_a_beta_law_seen_otherwise(way):
    beta = Family("x^(a-1)*(1-x)^(b-1)/beta(a,b)", {"x": "unit"}, {"a": "positive", "b": "positive"})
    assert symfisher.fisher(beta.under(y=way)).matrix == symfisher.fisher(beta).matrix
