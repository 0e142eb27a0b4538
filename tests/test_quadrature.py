"""Integrals whose mass lies at an end of the interval, nearer than x can be told from it."""

from __future__ import annotations

import pytest
import sympy as sp
from mpmath import fp

import symfisher
from symfisher import Family
from symfisher.expect.law import Law
from symfisher.moments import information_in_digits

POLES = {
    "at both ends of (0, 1)": ("x^(a-1)*(1-x)^(b-1)/beta(a,b)", "(0, 1)"),
    "at ends that are parameters": ("((x-m)/s)^(a-1)*(1-(x-m)/s)^(b-1)/(s*beta(a,b))", "(m, m + s)"),
    "at the ends of (-1, 1)": ("((1+x)/2)^(a-1)*((1-x)/2)^(b-1)/(2*beta(a,b))", "(-1, 1)"),
}


def numbers(family, **values):
    point = {q.symbol: sp.Rational(values[q.symbol.name]) for q in (*family.known, *family.parameters)}
    return information_in_digits(family, Law(family).scores, point, 8)


@pytest.mark.parametrize(("a", "b"), [("1/10", "1/5"), ("1/100", "1/50"), ("1/100000", "1/50000")])
@pytest.mark.parametrize("where", POLES)
def test_poles(where, a, b):
    density, space = POLES[where]
    known = {"m": "real", "s": "positive"} if "m" in space else {}
    found = numbers(
        Family(density, {"x": space}, {"a": "positive", "b": "positive"}, known), a=a, b=b, m="11/8", s="7/5"
    )
    assert found.mass == pytest.approx(1, abs=1e-9)
    sums = sp.Rational(a) + sp.Rational(b)
    for row, column, truth in (
        (0, 0, sp.trigamma(a) - sp.trigamma(sums)),
        (0, 1, -sp.trigamma(sums)),
        (1, 1, sp.trigamma(b) - sp.trigamma(sums)),
    ):
        assert float(found.information[row, column]) == pytest.approx(float(truth), rel=1e-7)


def test_a_pole_at_a_kink_that_is_a_parameter():
    family = Family("abs(x-m)^(a-1)*exp(-abs(x-m))/(2*gamma(a))", {"x": "real"}, {"a": "positive"}, {"m": "real"})
    assert float(numbers(family, a="1/50", m="11/8").information[0, 0]) == pytest.approx(float(sp.trigamma("1/50")))


def test_a_tail_beyond_a_pole_of_a_power():
    found = numbers(symfisher.family("Kumaraswamy"), a="3/10", b="1/10")
    assert found.mass == pytest.approx(1, abs=1e-8) and float(found.information[1, 1]) == pytest.approx(100)


def test_a_pole_that_has_no_integral_is_refused():
    with pytest.raises(symfisher.DensityError):
        symfisher.fisher(Family("a*x^(-1)*(1-x)^(a-1)", {"x": "(0, 1)"}, {"a": "positive"}))


@pytest.mark.parametrize("domain", ["positive", "(0, m*(1 - m))"])
def test_a_beta_law_by_mean_and_variance(domain):
    """Near v = m(1 − m), where both exponents are next to −1"""
    density = "x^(m*(m*(1-m)/v-1)-1)*(1-x)^((1-m)*(m*(1-m)/v-1)-1)/beta(m*(m*(1-m)/v-1),(1-m)*(m*(1-m)/v-1))"
    typed = Family(density, {"x": "unit"}, {"m": "unit", "v": domain}, given=("v < m*(1-m)",))
    named = symfisher.fisher("beta:mean-variance")
    found = symfisher.fisher(typed)
    assert found.status == named.status == "closed"
    ours, theirs = found.at({"m": "3/10", "v": "1/5"}), named.at({"mu": "3/10", "v": "1/5"})
    assert max(abs(e) for e in (ours - theirs).evalf(30)) < 1e-20


@pytest.mark.parametrize("k", ["9/4", "283/125", "12/5"])
def test_machine_numbers_see_a_pole_of_the_information_where_the_density_is_0(k):
    """At x rounded to the end the density is 0, and what lies between may still count: it was cut off unseen."""
    family = Family("k*(x-m)^(k-1)/(1-m)^k", {"x": "(m, 1)"}, {"m": "(-oo, 1)", "k": "positive"})
    m, shape = family.theta
    point = {m: sp.Rational(38, 125), shape: sp.Rational(k)}
    found = information_in_digits(family, Law(family).scores, point, 8, fp)
    assert abs(found.information[0, 0] / float((shape / ((1 - m) ** 2 * (shape - 2))).subs(point)) - 1) < 1e-8
