"""Matrices as a textbook prints them: what cancels is gone, and roots that can be taken are taken."""

from __future__ import annotations

import pytest

import symfisher
from symfisher import Family
from symfisher.operations import operations

POSITIVE, LINE = {"x": "positive"}, {"x": "(-1, 1)"}
TAIL, ORDER = "a*t*m^a*x^(-a-1)*(1-(x/m)^(-a))^(t-1)", "gamma(n+1)/(gamma(r)*gamma(n-r+1))*a*x^(a*r-1)*(1-x^a)^(n-r)"
FIRST = {
    "Henyey–Greenstein": (
        ("(1-g^2)/(2*(1+g^2-2*g*x)^(3/2))", LINE, {"g": "(0, 1)"}),
        "(g**2 + 15)/(5*(1 - g**2)**2)",
    ),
    "Lomax by its mean": (
        ("a/(m*(a-1))*(1+x/(m*(a-1)))^(-a-1)", POSITIVE, {"m": "positive", "a": "(1, oo)"}),
        "a/(m**2*(a + 2))",
    ),
    "even counts": (
        ("l^(2*y)/factorial(2*y)/cosh(l)", {"y": "naturals"}, {"l": "positive"}),
        "cosh(l)**(-2) + sinh(l)/(l*cosh(l))",
    ),
    "a quadratic": (
        ("(1+a*x^2)/(2*(1+a/3))", LINE, {"a": "positive"}),
        "3*(-3*sqrt(a) + a*atan(sqrt(a)) + 3*atan(sqrt(a)))/(a**(5/2)*(a + 3)**2)",
    ),
    "a root before the fraction": (
        ("sqrt(1-r^2)/(2*pi*(1-r*cos(x)))", {"x": "(-pi, pi)"}, {"r": "(-1, 1)"}),
        "1/(2*(1 - r**2)**2)",
    ),
    "gamma, cut below": (
        ("x^(k-1)*exp(-x/t)/(t^k*uppergamma(k,1/t))", {"x": "(1, oo)"}, {"t": "positive"}, {"k": "positive"}),
        "k/t**2 - exp(-2/t)/(t**2*t**(2*k)*uppergamma(k, 1/t)**2) "
        "- (k*t - t - 1)*exp(-1/t)/(t**3*t**k*uppergamma(k, 1/t))",
    ),
    "the spelling of a power": (
        (TAIL, {"x": "(m, oo)"}, {"t": "positive", "a": "positive"}, {"m": "positive"}),
        "t**(-2)",
    ),
    "log(1 − p) as a polylogarithm": (
        ("p^y/y^2/polylog(2,p)", {"y": "{1, 2, ...}"}, {"p": "unit"}),
        "(p*log(1 - p)**2 + p*polylog(2, p) - log(1 - p)**2)/(p**2*(1 - p)*polylog(2, p)**2)",
    ),
}


@pytest.mark.parametrize("label", FIRST)
def test_the_first_entry(label):
    declaration, shown = FIRST[label]
    information = symfisher.fisher(Family(*declaration))
    assert information.status == "closed" and not information.conditions
    assert str(information.matrix[0, 0]) == shown


def test_an_order_statistic_asks_no_condition_that_its_domain_implies():
    known = {"n": "3..oo", "r": "1..n"}
    information = symfisher.fisher(Family(ORDER, {"x": "unit"}, {"a": "positive"}, known))
    assert information.status == "closed" and not information.conditions


def test_exponentials_and_error_functions_are_collected():
    """Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions I (1994), 10.1: (φ(β) − φ(α))²/(Φ(β) − Φ(α))²"""
    matrix = symfisher.fisher("truncated normal").matrix
    assert [operations(entry) for entry in (matrix[0, 0], matrix[0, 1], matrix[1, 1])] <= [90, 150, 190]
    assert "(-exp(-(b - mu)**2/(2*sigma**2)) + exp(-(a - mu)**2/(2*sigma**2)))**2" in str(matrix[0, 0])
