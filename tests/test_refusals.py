"""Where the argument breaks and where there is no density, the program says so: which line, and why."""

from __future__ import annotations

import re

import pytest
from irregular import IRREGULAR, NO_DENSITY

import symfisher
from symfisher.cli import REFUSED, main
from symfisher.errors import DensityError, RegularityError
from symfisher.model import Family


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
    ],
)
def test_edges_and_kinks_that_do_no_harm_are_answered(density, domain, value):
    name = next(letter for letter in "tmc" if letter in density)
    parameters = {"t": "positive", "m": "real", "c": "unit"}[name]
    assert str(symfisher.fisher(Family(density, {"x": domain}, {name: parameters})).matrix[0, 0]) == value
