"""Where the argument breaks and where there is no density, the program says so: which line, and why."""

from __future__ import annotations

import re

import pytest
from irregular import IRREGULAR, NO_DENSITY
from sympy import Rational

import symfisher
from symfisher.cli import REFUSED, main
from symfisher.errors import DensityError, RegularityError, SymfisherError
from symfisher.information import Information
from symfisher.model import Family
from symfisher.trace import Derivation


def family(case):
    return Family(case.density, case.variables, case.parameters, case.known, case.given, case.atoms)


@pytest.mark.parametrize("name", IRREGULAR)
def test_what_is_irregular_is_refused_with_its_line(name):
    case = IRREGULAR[name]
    with pytest.raises(RegularityError, match=case.says) as refusal:
        symfisher.derive(family(case))
    assert re.match(r"S\d+: ", str(refusal.value)) and str(refusal.value).count("\n") == 0


@pytest.mark.parametrize("name", NO_DENSITY)
def test_what_is_no_density_is_refused_with_the_number_found(name):
    case = NO_DENSITY[name]
    with pytest.raises(DensityError, match=case.says):
        symfisher.derive(family(case))


def test_a_refusal_has_its_exit_code_and_one_line(capsys):
    arguments = ["--density", "1/t", "--var", "x in (0, t)", "--param", "t: positive"]
    assert main(["fisher", *arguments]) == REFUSED
    assert capsys.readouterr().err.splitlines() == [
        "symfisher: S5: the support (0, t) moves with t: at its edge t the density is 0.44287 (at t=2.258) and not 0, "
        "so the two densities have no common support and D′ is infinite."
    ]


@pytest.mark.parametrize(
    ("density", "domain", "where"),
    [
        ("k*(x-m)^(k-1)*exp(-(x-m)^k)", "(m, oo)", "k > 2"),
        ("(x-m)^(k-1)*exp(-(x-m))/gamma(k)", "(m, oo)", "k > 2"),
        ("k*(x-m)^(k-1)/(1-m)^k", "(m, 1)", "k > 2"),
    ],
)
def test_an_edge_that_is_smooth_for_some_shapes_is_answered_for_those(density, domain, where):
    """J. A. Smith, Maximum likelihood estimation in a class of nonregular cases, Biometrika 72 (1985) 67"""
    parameters = {"m": "(-oo, 1)" if domain.endswith("1)") else "real", "k": "positive"}
    information = symfisher.fisher(Family(density, {"x": domain}, parameters))
    assert information.status == "closed"
    assert [str(condition) for condition in information.conditions] == [where]


@pytest.mark.parametrize(
    ("density", "domain", "value"),
    [
        ("(1-x/t)^2*3/t", "(0, t)", "3/t**2"),
        ("35/32*(1-(x-m)^2)^3", "(m-1, m+1)", "21/2"),
        ("exp(-abs(x-m))/2", "real", "1"),
        ("Piecewise((2*x/c, x <= c), (2*(1-x)/(1-c), True))", "unit", "1/(c*(1 - c))"),
        ("5/2*(1-x/t)^(3/2)/t", "(0, t)", "5/t**2"),
        ("Piecewise((t*exp(-t*x), t > -1), (9*exp(-9*x), True))", "positive", "t**(-2)"),
        ("exp(-(x-abs(m))^2/2)/(2*pi)^0.5", "real", "1"),
    ],
)
def test_edges_and_kinks_that_do_no_harm_are_answered(density, domain, value):
    name = next(letter for letter in "tmc" if letter in density)
    parameters = {"t": "positive", "m": "real", "c": "unit"}[name]
    assert str(symfisher.fisher(Family(density, {"x": domain}, {name: parameters})).matrix[0, 0]) == value


LINE, REAL, PAIR = {"x": "positive"}, {"x": "real"}, {"x": "positive", "y": "positive"}
UNSEEN = {
    "bent at t = 1": ("Piecewise((t*exp(-t*x), t < 1), (t^2*exp(-t^2*x), True))", LINE, {"t": "positive"}),
    "bent far off": ("Piecewise((t*exp(-t*x), t < 1/20), (20*t^2*exp(-20*t^2*x), True))", LINE, {"t": "positive"}),
    "kink that comes in from far": (
        "exp(-abs(x-m))/Piecewise((2-exp(10-m), m > 10), (exp(m-10), True))",
        {"x": "(10, oo)"},
        {"m": "real"},
    ),
    "a count that may be impossible": (
        "Piecewise((Max(0, t), Eq(k, 0)), (1-Max(0, t), True))",
        {"k": "{0, 1}"},
        {"t": "(-1, 1)"},
    ),
    "a tail that goes up and down": ("sin(x-m)^2/(pi*(x-m)^2)", {"x": "real"}, {"m": "real"}),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_holds_for_some_parameters_is_not_said_of_all(name):
    assert symfisher.fisher(Family(*UNSEEN[name])).status == "open"


@pytest.mark.parametrize(
    ("density", "variables", "given", "value"),
    [
        ("l*exp(-l*x)/x", {"x": "positive", "y": "(0, x)"}, (), 1),
        ("6*l^3*exp(-l*(x+y+z))", PAIR | {"z": "positive"}, ("x < y", "y < z"), 3),
        ("l*(l+1)*(1-x-y)^(l-1)", PAIR, ("x + y < 1",), Rational(5, 4)),
    ],
)
def test_bounds_that_bound_each_other(density, variables, given, value):
    information = symfisher.fisher(Family(density, variables, {"l": "positive"}, {}, given))
    assert information.at({"l": 1})[0, 0] == value


@pytest.mark.parametrize("places", [("1/2", "0.5"), ("sqrt(6)", "sqrt(2)*sqrt(3)"), ("sqrt(3+2*sqrt(2))", "1+sqrt(2)")])
def test_masses_at_one_place_are_one_mass(places):
    half = {"p": "(0, 1/2)", "q": "(0, 1/2)"}
    masses = dict(zip(places, half, strict=True))
    assert symfisher.fisher(Family("(1-p-q)*exp(-x)", LINE, half, atoms=masses)).rank == 1


FAR = {
    "generalized Pareto": (
        "(1+xi*x/s)^(-1/xi-1)/s", {"x": "(0, -s/xi)"}, {"s": "positive", "xi": "negative"}, "xi > -1/2"
    ),
    "a power at a place": (
        "abs(x-m)^(a/10-1)*exp(-abs(x-m))/(2*gamma(a/10))", REAL, {"m": "real", "a": "positive"}, "a > 20"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAR)
def test_an_information_that_exists_far_off_alone_has_its_conditions(name):
    *family, condition = FAR[name]
    assert ", ".join(map(str, symfisher.fisher(Family(*family)).conditions)) == condition


@pytest.mark.parametrize(
    ("exponent", "says"),
    [("0", "S5: the support"), ("1/2", r"S12: .* is infinite"), ("1", r"S12"), ("-1/2", "unbounded")],
)
def test_digits_are_refused_where_the_argument_breaks(exponent, says):
    density = "gamma(n+3/2)/(sqrt(pi)*gamma(n+1))*(1-(x-m)^2)^n"
    family = Family(density, {"x": "(m-1, m+1)"}, {"m": "real", "n": "(-1, oo)"})
    information = Information(family, Derivation("open", (), family))
    with pytest.raises(SymfisherError, match=says):
        information.numeric({"m": 0, "n": exponent})
    assert abs(information.numeric({"m": 0, "n": 2})[0, 0] - 10) < 1e-28


def test_a_step_of_the_closed_form_has_no_value():
    information = symfisher.fisher(Family("exp(-(x-Max(m,0))^2/2)/sqrt(2*pi)", REAL, {"m": "real"}))
    for ask in (information.at, information.numeric):
        assert [ask({"m": value})[0, 0] for value in (-1, 1)] == [0, 1]
        with pytest.raises(SymfisherError, match="does not tend to one value"):
            ask({"m": 0})


def test_the_border_of_a_domain_is_said_to_be_one():
    information = symfisher.fisher(Family("exp(-(x-m)^2/2)/sqrt(2*pi)", REAL, {"m": "[0, oo)"}))
    with pytest.raises(SymfisherError, match=r"m = 0 lies on the border of its domain, \[0, oo\)"):
        information.at({"m": 0})


def test_a_long_sum_inside_an_integral_is_no_reason():
    """At x = 10 the counts lie about e^10; for each count the integral over x is short."""
    density = "{0}*exp(-exp(x))*exp(x*k)/factorial(k)*exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi))"
    domains = {"x": "real", "k": "naturals"}, {"m": "real", "s": "positive"}
    information = symfisher.fisher(Family(density.format(1), *domains))
    s = information.parameters[1]
    assert information.matrix.tolist() == [[s**-2, 0], [0, 2 / s**2]]
    with pytest.raises(DensityError):
        symfisher.fisher(Family(density.format(2), *domains))


LONG_SUMS = {
    "power tail inside": (
        "r*beta(i,r+1)*s*beta(j,s+1)",
        {"i": "1..oo", "j": "1..oo"},
        {"r": "positive", "s": "positive"},
    ),
    "power tail outside": (
        "i^(-s)/zeta(s)*exp(-l)*l^j/factorial(j)",
        {"i": "1..oo", "j": "0..oo"},
        {"s": "(1, oo)", "l": "positive"},
    ),
    "geometric of a small chance": (
        "x^a*(1-x)^(b-1+k)/beta(a,b)",
        {"x": "unit", "k": "0..oo"},
        {"a": "positive", "b": "positive"},
    ),
}


@pytest.mark.parametrize("name", LONG_SUMS)
def test_a_heavy_tail_of_counts_is_no_reason(name):
    density, *domains = LONG_SUMS[name]
    assert symfisher.fisher(Family(density, *domains)).status == "closed"
    with pytest.raises(DensityError):
        symfisher.fisher(Family(f"5/4*({density})", *domains))


DIFFERENCES = "2*l*exp(l*x)*(exp(l*x)*(l*x-2)+l*x+2)/(exp(l*x)-1)^3"
ABOUT = "exp(|x-m|)*(exp(|x-m|)*(|x-m|-2)+|x-m|+2)/(exp(|x-m|)-1)^3"


@pytest.mark.parametrize(
    ("density", "domain", "parameters"),
    [(DIFFERENCES, "positive", {"l": "positive"}), (ABOUT, "real", {"m": "real"})],
)
def test_a_difference_of_two_logistic_variables_is_a_density_though_its_digits_cancel(density, domain, parameters):
    """0/0 of the third order at the origin, whose noise was taken for a pole"""
    assert symfisher.fisher(Family(density, {"x": domain}, parameters)).status == "open"
