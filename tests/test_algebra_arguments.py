"""What is no argument of an operation is refused in one line, and at once."""

from __future__ import annotations

import math

import pytest
from sympy import I, Integer, exp, factorial, symbols, zoo

import symfisher
from symfisher.errors import RegularityError, SymfisherError
from symfisher.model import Family
from symfisher.reading.scipy_stats import family_of
from symfisher.reading.sympy_stats import family_of as family_of_symbol

NORMAL, POISSON, EXPONENTIAL = (symfisher.family(name) for name in ("normal", "Poisson", "exponential"))
JUNK = {
    "known is a number": (lambda: NORMAL.truncate(upper="c", known=5), "expected a mapping"),
    "known is a list": (lambda: NORMAL.censor(upper="c", known=["c"]), "expected a mapping"),
    "a bound is complex": (lambda: NORMAL.truncate(lower=I), "is not a real number"),
    "a bound is infinite": (lambda: NORMAL.censor(lower=zoo), "is not a real number"),
    "a bound is long": (lambda: NORMAL.truncate(lower="10^400"), "no closed form"),
    "half a count": (lambda: POISSON.truncate(lower="1/2"), "is no integer"),
    "far counts": (lambda: POISSON.truncate(lower=10**7), "no closed form"),
    "a far count": (lambda: POISSON.inflate({"w": 10**9}), "too large"),
    "a weight is a number": (lambda: POISSON.inflate({1: 0}), "expected a name as text"),
    "a weight is a parameter": (lambda: POISSON.inflate({"lam": 0}), "declared already"),
    "half a step": (lambda: POISSON.under(y="x + 1/2"), "moved by an integer"),
    "a pole inside": (lambda: NORMAL.under(y="1/x"), "is not continuous"),
    "cases": (lambda: NORMAL.under(y="Piecewise((x, x < 0), (2*x, True))"), "is not inverted"),
    "a map is a text": (lambda: NORMAL.under("exp(x)"), "expected a mapping"),
    "changes are a list": (lambda: NORMAL.reparametrize(["mu"]), "expected a mapping"),
    "domains are a number": (lambda: NORMAL.reparametrize({"mu": "a"}, parameters=5), "expected a mapping"),
    "values are a number": (lambda: NORMAL.fix(5), "expected a mapping"),
    "known of fix is a number": (lambda: NORMAL.fix(known=5), "expected the names"),
    "fixed at an end": (lambda: NORMAL.fix(sigma=0), "does not lie in its domain"),
    "fixed at no count": (lambda: symfisher.family("binomial").fix(n="5/2"), "does not lie in its domain"),
    "fixed twice": (lambda: NORMAL.fix({"mu": 1}, mu=2), "mu is given twice"),
    "fixed where the density is 0/0": (lambda: symfisher.family("GEV").fix(xi=0), "is 0/0 as it stands"),
    "censored at an end": (lambda: EXPONENTIAL.censor(lower=0), "nothing of exponential lies beyond"),
    "a power is a family": (lambda: NORMAL**NORMAL, "expected a number of observations"),
    "a shift is a list": (lambda: NORMAL.shift(["a"]), "expected a name as text"),
    "a scale is nothing": (lambda: NORMAL.scale(None), "expected a name as text"),
    "a place is far": (
        lambda: Family(
            symbols("t") ** symbols("x") * exp(-symbols("t")) / factorial(symbols("x")) / 2,
            {"x": "naturals"},
            {"t": "positive"},
            atoms={Integer(10) ** 9: "1/2"},
        ),
        "too large",
    ),
    "no shapes": (lambda: family_of(type("D", (), {"name": "gamma", "shapes": 5})()), "expected a distribution"),
    "no names": (lambda: family_of_symbol(symbols("x"), known=5), "expected names"),
    "families are one text": (lambda: list(symfisher.derive_many("normal")), "in a list"),
    "families are a number": (lambda: list(symfisher.derive_many(5)), "in a list"),
    "the time is endless": (lambda: symfisher.fisher("Poisson", timeout=math.inf), "positive number of seconds"),
    "the time is negative": (lambda: list(symfisher.derive_many(["Poisson"], timeout=-1)), "positive number of"),
    "the budget is a text": (lambda: symfisher.check("Poisson", budget="1"), "expected a number of seconds"),
    "the width is no number": (lambda: symfisher.derive("Poisson").text(width=math.nan), "whole number of columns"),
}


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_refused_in_one_line(name):
    act, says = JUNK[name]
    with pytest.raises(SymfisherError, match=says) as refusal:
        act()
    assert str(refusal.value).isprintable() and len(str(refusal.value)) < 250


def test_one_that_is_no_family_does_not_end_the_others():
    kinds = [type(found).__name__ for _, found in symfisher.derive_many([5, "uniform", "Poisson"])]
    assert kinds == ["UnknownFamilyError", "RegularityError", "Derivation"]


@pytest.mark.parametrize("base", [POISSON, EXPONENTIAL])
def test_two_weights_at_one_place_cannot_be_told_apart(base):
    assert symfisher.fisher(base.inflate({"v": 0, "w": 0})).rank == 2


WEIBULL = Family("k*(x-m)^(k-1)*exp(-(x-m)^k)", {"x": "(m, oo)"}, {"m": "real", "k": "positive"})
IMAGES = {
    "a condition that becomes true": (lambda: WEIBULL.fix(k=3), "4*gamma(1/3)", ()),
    "and of two": (lambda: WEIBULL.fix(k=3) ** 2, "8*gamma(1/3)", ()),
    "a condition that stays": (lambda: WEIBULL.fix(known="k"), "(k - 1)**2*gamma(1 - 2/k)", ("k > 2",)),
    "what is known has a value": (lambda: symfisher.family("binomial").fix(n=3), "3/(p*(1 - p))", ()),
    "a hyperbolic sine": (lambda: NORMAL.fix(sigma=2).under(y="sinh(x)"), "1/4", ()),
    "an angle": (lambda: symfisher.family("Cauchy").fix(m=0).under(y="atan(x)"), "1/(2*g**2)", ()),
    "a difference of logarithms": (
        lambda: symfisher.family("beta").fix(beta=1).under(y="log(x)-log(1-x)"), "alpha**(-2)", ()
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_has_the_matrix_of_its_base(name):
    make, value, conditions = IMAGES[name]
    information = symfisher.fisher(make())
    assert str(information.matrix[0, 0]) == value
    assert tuple(map(str, information.conditions)) == conditions


@pytest.mark.parametrize("shape", [1, 2])
def test_an_image_where_its_base_has_no_matrix_is_refused(shape):
    with pytest.raises(RegularityError):
        symfisher.fisher(WEIBULL.fix(k=shape))
