"""Sums that cancel in a tail keep their digits, and the laws in which they stand are no refusals."""

from __future__ import annotations

import pytest
from mpmath import fp, mp, mpf, workdps
from sympy import Rational, Symbol, atan, erf, exp, log, pi, sqrt, tanh

import symfisher
from symfisher.compiling import numeric, vector
from symfisher.errors import SymfisherError
from symfisher.expect.law import Law
from symfisher.model import Family
from symfisher.moments import information_in_digits
from symfisher.precise import machine_bessel_k
from symfisher.quadrature import row_of
from symfisher.reading.text import read_expression
from symfisher.summation import add_up

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


COUNTS = {
    "Poisson far out": ("lam^k*exp(-lam)/k!", {"lam": "400"}),
    "Borel, a slow geometric tail": ("(a*k)^(k-1)*exp(-a*k)/k!", {"a": "7/10"}),
    "negative binomial, its scores with digammas": ("gamma(k+r)/(k!*gamma(r))*q^k*(1-q)^r", {"r": "300", "q": "1/2"}),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_stay_in_the_range_of_machine_numbers(name):
    density, values = COUNTS[name]
    parameters = {symbol: "unit" if symbol in "aq" else "positive" for symbol in values}
    law = Law(Family(density, {"k": "{1, 2, ...}" if "Borel" in name else "{0, 1, ...}"}, parameters))
    point = {parameter: Rational(values[parameter.name]) for parameter in law.family.theta}
    machine = information_in_digits(law.family, law.scores, point, 8, fp)
    precise = information_in_digits(law.family, law.scores, point, 8, mp)
    assert abs(machine.mass - 1) < 1e-9
    assert mp.norm(machine.information - precise.information) < 1e-8 * mp.norm(precise.information)


@pytest.mark.parametrize("order", [0, 1, 2, mpf("0.3"), mpf("7.5"), 40])
def test_bessel_k_in_machine_numbers(order):
    for z in map(mpf, ("0.002", "0.7", "16.7", "300")):
        assert abs(machine_bessel_k(float(order), float(z)) / mp.besselk(order, z) - 1) < 1e-11


def test_a_tail_that_is_a_power_is_not_taken_for_a_geometric_one():
    with pytest.raises(SymfisherError):
        add_up(lambda x: row_of([x**-1.5]), 1.0, fp.inf, 8, False, fp)
