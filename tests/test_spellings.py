"""Laws that have a closed form in one spelling have it in the others, and a short one."""

from __future__ import annotations

import pytest
import sympy as sp
from comparing import same
from mpmath import mp, mpf
from test_typed_densities import pulled_back
from typed import POSITIVE, REAL, UNIT, Typed

import symfisher
from symfisher.model import Family
from symfisher.precise import raised
from symfisher.sampling import interior_points

POINTS = {"m": "real", "s": "positive"}


def T(label, density, variables, parameters, of, known=None, **map):
    return Typed(label, density, variables, parameters, known or {}, of, map)


SPELLINGS = (
    T(
        "Weibull, median: a number to a power",
        "k*log(2)/m*(x/m)^(k-1)*2^(-(x/m)^k)",
        POSITIVE,
        {"m": "positive", "k": "positive"},
        "Weibull",
        lam="m/log(2)^(1/k)",
        k="k",
    ),
    T(
        "Gumbel, return level: an exponential in an exponent",
        "-log(1-p)/s*exp(-(x-u)/s)*(1-p)^exp(-(x-u)/s)",
        REAL,
        {"u": "real", "s": "positive"},
        "Gumbel",
        {"p": "unit"},
        mu="u+s*log(-log(1-p))",
        beta="s",
    ),
    T(
        "hypoexponential, half-lives: powers of two",
        "log(2)/(h-g)*(2^(-x/h)-2^(-x/g))",
        POSITIVE,
        {"g": "positive", "h": "(g, oo)"},
        "hypoexponential",
        b="log(2)/h",
        a="log(2)/g",
    ),
    T(
        "hypoexponential: a hyperbolic sine",
        "(1-c^2)/c*exp(-x)*sinh(c*x)",
        POSITIVE,
        {"c": "(0, 1)"},
        "hypoexponential",
        b="1-c",
        a="1+c",
    ),
    T(
        "hyperbolic secant of log x: cosh of a logarithm",
        "a/(pi*x*cosh(a*log(x/c)))",
        POSITIVE,
        {"a": "positive", "c": "positive"},
        "hyperbolic secant",
        mu="log(c)",
        s="pi/(2*a)",
    ),
    T(
        "logistic of logit x: an exponential of a logarithm",
        "exp(-(logit(x)-m)/s)/(s*x*(1-x)*(1+exp(-(logit(x)-m)/s))^2)",
        UNIT,
        POINTS,
        "logistic",
        mu="m",
        s="s",
    ),
    T(
        "exponentiated Fréchet: a power of a quotient under an exponential",
        "a*l*s^l*x^(-l-1)*exp(-(s/x)^l)*(1-exp(-(s/x)^l))^(a-1)",
        POSITIVE,
        {"a": "positive", "s": "positive"},
        "exponentiated exponential",
        {"l": "positive"},
        a="a",
        lam="s^l",
    ),
    T(
        "Marshall–Olkin Weibull: partial fractions in a power",
        "a*k*r*x^(k-1)*exp(-r*x^k)/(1-(1-a)*exp(-r*x^k))^2",
        POSITIVE,
        {"a": "unit", "r": "positive"},
        "exponential-geometric",
        {"k": "positive"},
        b="r",
        p="1-a",
    ),
    T(
        "beta, logit of the mean: exponentials in a digamma",
        "x^(f*expit(e)-1)*(1-x)^(f*(1-expit(e))-1)/B(f*expit(e), f*(1-expit(e)))",
        UNIT,
        {"e": "real", "f": "positive"},
        "beta",
        alpha="f/(1+exp(-e))",
        beta="f/(1+exp(e))",
    ),
)


@pytest.mark.parametrize("typed", SPELLINGS, ids=lambda t: t.label)
def test_is_the_catalogues_matrix_pulled_back(typed):
    family = typed.family()
    information = symfisher.fisher(family)
    assert information.status == "closed"
    assert same(information.matrix, pulled_back(typed, family), interior_points(family, 2, seed=3))


def test_a_finite_block_beside_a_time():
    competing = Family(
        "k*t^(k-1)*a^d*b^(1-d)*exp(-(a+b)*t^k)",
        {"t": "positive", "d": "0..1"},
        {"a": "positive", "b": "positive", "k": "positive"},
    )
    a, b, _ = competing.theta
    matrix = symfisher.fisher(competing).matrix
    assert sp.simplify(matrix[0, 0] - 1 / (a * (a + b))) == 0
    assert matrix[0, 1] == 0


def test_a_normal_law_censored_on_both_sides_is_short():
    """The square of the distance to the mean is no pivot where the mean lies inside; φ and Φ stand term by term."""
    atoms = {"a": "Phi(a-m)", "b": "1-Phi(b-m)"}
    law = Family("exp(-(x-m)^2/2)/sqrt(2*pi)", {"x": "(a, b)"}, {"m": "real"}, {"a": "real", "b": "(a, oo)"}, (), atoms)
    information = symfisher.fisher(law)
    assert (information.status, information.route) == ("closed", "pivot")
    assert sp.count_ops(information.matrix[0, 0]) < 90
    with mp.workdps(25):
        a, b = mpf(-1), mpf(2)  # the mean at 0
        expected = a * mp.npdf(a) - b * mp.npdf(b) + mp.ncdf(b) - mp.ncdf(a)
        expected += mp.npdf(a) ** 2 / mp.ncdf(a) + mp.npdf(b) ** 2 / mp.ncdf(-b)
        assert abs(information.numeric({"m": 0, "a": -1, "b": 2}, 20)[0, 0] - expected) < mpf(10) ** -18


def test_digits_where_a_count_makes_the_form_undefined():
    order = "n!/((k-1)!*(n-k)!)*r*(1-exp(-r*x))^(k-1)*exp(-r*x*(n-k+1))"
    general = symfisher.fisher(Family(order, POSITIVE, {"r": "positive"}, {"n": "3..oo", "k": "2..n-1"}))
    second_of_six = symfisher.fisher(Family("30*r*(1-exp(-r*x))*exp(-5*r*x)", POSITIVE, {"r": "positive"}))
    found = general.numeric({"n": 6, "k": 2, "r": 1}, 12)[0, 0]
    assert abs(found - second_of_six.numeric({"r": 1}, 20)[0, 0]) < mpf(10) ** -11


def test_an_entry_that_no_variable_is_in_is_given():
    law = Family(
        "2*a*r*exp(-r*x)/(1+exp(-r*x))^2*((1-exp(-r*x))/(1+exp(-r*x)))^(a-1)",
        POSITIVE,
        {"a": "positive", "r": "positive"},
    )
    assert symfisher.fisher(law).matrix[0, 0] == law.theta[0] ** -2


def test_a_number_to_a_vast_power_takes_no_time():
    assert raised(mpf("0.5"), mpf(10) ** 400000) == 0
    with mp.workdps(30):
        close = raised(mpf("0.9999999"), mpf(20000000))
        assert abs(close - mpf("0.9999999") ** 20000000) < close * mpf(10) ** -28
