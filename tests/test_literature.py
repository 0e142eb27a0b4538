"""Families from the literature: no condition too many, no refusal of what falls fast, and answers that can be read."""

from __future__ import annotations

import pytest
from mpmath import mp
from sympy import Integer, Symbol, polylog

import symfisher
from symfisher.errors import DensityError
from symfisher.laurent import limit
from symfisher.model import Family

REAL, POSITIVE, UNIT = {"x": "real"}, {"x": "positive"}, {"x": "unit"}
A, AB = {"a": "positive"}, {"a": "positive", "b": "positive"}
GB1 = "a*x^(a*p-1)*(1-(x/b)^a)^(q-1)/(b^(a*p)*beta(p,q))"


def information(density, variables, parameters, known=()):
    return symfisher.fisher(Family(density, variables, parameters, dict(known)))


def test_terms_that_exist_only_together_ask_for_nothing():
    three = dict.fromkeys("apq", "positive")
    assert information(GB1, {"x": "(0, b)"}, three, {"b": "positive"}.items()).conditions == ()
    lomax = "a*t*l*(1+l*x)^(-t-1)*(1-(1+l*x)^(-t))^(a-1)"
    assert information(lomax, POSITIVE, dict.fromkeys("atl", "positive")).conditions == ()


def test_an_end_that_moves_still_asks():
    found = information(GB1, {"x": "(0, b)"}, dict.fromkeys("apqb", "positive"))
    assert [str(c) for c in found.conditions] == ["q > 2"]


@pytest.mark.parametrize(
    "density",
    [
        "a*2^(-a)*(1+tanh(x))^(a-1)*sech(x)^2",
        "a*exp(-x-exp(-x))*(1-exp(-exp(-x)))^(a-1)",
        "a*(1-(1+erf(x/sqrt(2)))/2)^(a-1)*exp(-x^2/2)/sqrt(2*pi)",
        "a*(1-1/(1+exp(-x)))^(a-1)*exp(-x)/(1+exp(-x))^2",
    ],
)
def test_a_tail_in_which_a_difference_has_no_digits_is_no_reason_to_refuse(density):
    assert information(density, REAL, A).matrix[0, 0] == 1 / Symbol("a", positive=True) ** 2


def test_a_wrong_constant_is_still_found():
    with pytest.raises(DensityError, match="integrates to 2"):
        information("2*a*exp(-x-exp(-x))*(1-exp(-exp(-x)))^(a-1)", REAL, A)


INNER = {
    "Marshall–Olkin Fréchet": ("a*x^(-2)*exp(-1/x)/(1-(1-a)*(1-exp(-1/x)))^2", POSITIVE, A, "1/(3*a**2)"),
    "logit-Laplace": ("exp(-abs(log(x/(1-x))-a)/b)/(2*b*x*(1-x))", UNIT, {"a": "real", "b": "positive"}, "b**(-2)"),
    "tangent Cauchy": ("a/(pi*cos(x)^2*(a^2+tan(x)^2))", {"x": "(-pi/2, pi/2)"}, A, "1/(2*a**2)"),
    "cubed Cauchy": ("3*x^2/(pi*(1+(x^3-a)^2))", REAL, {"a": "real"}, "1/2"),
    "cubed logistic": ("(1+3*x^2)*exp(-(x+x^3-a))/(1+exp(-(x+x^3-a)))^2", REAL, {"a": "real"}, "1/3"),
}


@pytest.mark.parametrize("label", INNER)
def test_a_law_of_an_inner_function(label):
    *family, expected = INNER[label]
    found = information(*family)
    assert str(found.matrix[0, 0]) == expected
    assert symfisher.check(found.derivation).ok


READABLE = {
    "Weibull, mode": (
        "(b-1)/a*(x/a)^(b-1)*exp(-(b-1)/b*(x/a)^b)",
        POSITIVE,
        {"a": "positive", "b": "(1, oo)"},
        "(-b/(b - 1) - log(b) + log(b - 1) + EulerGamma)**2/b**2 + pi**2/(6*b**2)",
    ),
    "epsilon-skew normal": (
        "Piecewise((exp(-x^2/(2*(1+b)^2)), x<0), (exp(-x^2/(2*(1-b)^2)), True))/sqrt(2*pi)",
        REAL,
        {"b": "(-1, 1)"},
        "3/(1 - b**2)",
    ),
    "Lomax, mean": (
        "b*(a*(b-1))^b/(a*(b-1)+x)^(b+1)",
        POSITIVE,
        {"a": "positive", "b": "(1, oo)"},
        "(b**2 - b + 2)/(b**2*(b - 1)**2*(b + 1)*(b + 2))",
    ),
    "Cartwright": (
        "2^(1/b-1)*gamma(1+1/b)^2/(pi*gamma(1+2/b))*(1+cos(x-a))^(1/b)",
        {"x": "(-pi, pi)"},
        {"a": "(-pi, pi)", "b": "positive"},
        "(polygamma(1, 1/2 + 1/b) - polygamma(1, 1 + 1/b))/b**4",
    ),
}


@pytest.mark.parametrize("label", READABLE)
def test_is_as_short_as_in_a_textbook(label):
    *family, expected = READABLE[label]
    assert str(information(*family).matrix[-1, -1]) == expected


def test_the_polylogarithm_has_a_series_at_0():
    t = Symbol("t")
    assert limit((polylog(2, t) - t) / t**2, t, Integer(0), [{}]) == Integer(1) / 4


def test_transmuted_at_the_middle_of_its_domain():
    found = information("a*x^(-a-1)*(1-t+2*t*x^(-a))", {"x": "(1, oo)"}, {"a": "positive", "t": "(-1, 1)"})
    values = found.numeric({"a": 2, "t": 0}, digits=20)
    assert mp.almosteq(values[1, 1], mp.mpf(1) / 3, 1e-15)
