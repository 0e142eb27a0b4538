"""Random variants of known laws: F does not change with the variable, and is pulled back with the parameters.

The matrix of a variant is held against that of the law it comes from, and those laws against quadrature in
test_acceptance.py and test_typed_densities.py; the engine itself holds every matrix of one variable against quadrature.
"""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
import sympy as sp
from comparing import same

import symfisher
from symfisher.model import Family
from symfisher.reading.text import read_expression
from symfisher.sampling import interior_points

REAL, POSITIVE, UNIT = {"x": "real"}, {"x": "positive"}, {"x": "unit"}
TWO = {"a": "positive", "b": "positive"}
PLACED = {"m": "real", "b": "positive"}
LAWS = {
    "Weibull": ("a/b*(x/b)^(a-1)*exp(-(x/b)^a)", POSITIVE, TWO),
    "Gumbel": ("exp(-(x-m)/b-exp(-(x-m)/b))/b", REAL, PLACED),
    "logistic": ("exp(-(x-m)/b)/(b*(1+exp(-(x-m)/b))^2)", REAL, PLACED),
    "Cauchy": ("1/(pi*b*(1+((x-m)/b)^2))", REAL, PLACED),
    "Lomax": ("a/b*(1+x/b)^(-a-1)", POSITIVE, TWO),
    "Kumaraswamy": ("a*b*x^(a-1)*(1-x^a)^(b-1)", UNIT, TWO),
    "gamma": ("x^(a-1)*exp(-x/b)/(gamma(a)*b^a)", POSITIVE, TWO),
    "beta": ("x^(a-1)*(1-x)^(b-1)/beta(a,b)", UNIT, TWO),
    "inverse Gaussian": ("sqrt(b/(2*pi*x^3))*exp(-b*(x-a)^2/(2*a^2*x))", POSITIVE, TWO),
    "Birnbaum–Saunders": ("(x+b)/(2*a*sqrt(2*pi*b)*x^(3/2))*exp(-(x/b+b/x-2)/(2*a^2))", POSITIVE, TWO),
    "Lindley": ("a^2/(a+b)*(1+b*x)*exp(-a*x)", POSITIVE, TWO),
    "normal": ("exp(-(x-m)^2/(2*b^2))/(b*sqrt(2*pi))", REAL, PLACED),
}
x, y = sp.Symbol("x", real=True), sp.Symbol("y", positive=True)

# the old variable in terms of the new one, and the domain of the new one
MOVES = {
    "affine": {"real": ("2*y - 3", "real"), "positive": ("3*y/2", "positive"), "unit": ("1 - y", "unit")},
    "power": {"real": ("y^3", ""), "positive": ("y^(3/2)", "positive"), "unit": ("sqrt(y)", "unit")},
    "exponential": {"real": ("log(y)", "positive"), "positive": ("-log(y)", "unit"), "unit": ("exp(-y)", "positive")},
    "logarithmic": {"real": ("y/5", "real"), "positive": ("exp(y)", "real"), "unit": ("y/(1+y)", "positive")},
}
MAPS = {
    "positive": ("exp(t)", "1/t", "t^2", "3*t", "sqrt(t)", "t/(1+t)"),
    "real": ("2*t - 1", "-t", "t/3"),
}


@cache
def matrix_of(name):
    return symfisher.fisher(Family(*LAWS[name]))


def moved(name, move):
    """The law of the new variable: p(x(y)) |dx/dy|"""
    text, variables, parameters = LAWS[name]
    back, domain = MOVES[move][variables["x"]]
    if not domain:
        return None
    family = Family(text, {"x": variables["x"]}, parameters)
    new = Family("1 + 0*y", {"y": domain}, parameters).variables[0].symbol
    inverse = read_expression(back, {"y": new}, "y")
    density = family.density.subs(family.variables[0].symbol, inverse)
    return Family(density * sp.Abs(sp.diff(inverse, new)), {"y": domain}, parameters)


OPEN = {("Kumaraswamy", "logarithmic")}  # in known_gaps.py
VARIANTS = [(n, m) for n in LAWS for m in MOVES if MOVES[m][LAWS[n][1]["x"]][1] and (n, m) not in OPEN]


@pytest.mark.parametrize(("name", "move"), VARIANTS, ids=lambda v: v)
def test_the_matrix_does_not_change_with_the_variable(name, move):
    family = moved(name, move)
    information = symfisher.fisher(family)
    assert information.status == "closed"
    assert same(information.matrix, matrix_of(name).matrix, interior_points(family, 2, seed=3))


def remapped(name, seed):
    """The law with random new parameters, its matrix by the Jacobian"""
    random = Random(f"{name} {seed}")
    text, variables, parameters = LAWS[name]
    family = Family(text, variables, parameters)
    spaces = {q: random.choice(MAPS[d]) for q, d in parameters.items()}
    domains = {
        f"{q}_": "real" if m == "exp(t)" or d == "real" else "unit" if "1+t" in m else "positive"
        for (q, m), d in zip(spaces.items(), parameters.values(), strict=True)
    }
    blank = Family("1 + 0*x", variables, domains)
    old = {
        p.symbol: read_expression(spaces[p.symbol.name], {"t": q.symbol}, "t")
        for p, q in zip(family.parameters, blank.parameters, strict=True)
    }
    variable = {family.variables[0].symbol: blank.variables[0].symbol}
    new = Family(family.density.subs(old, simultaneous=True).xreplace(variable), variables, domains)
    jacobian = sp.Matrix([*old.values()]).jacobian(list(new.theta))
    pulled = jacobian.T * matrix_of(name).matrix.subs(old, simultaneous=True) * jacobian
    return new, pulled


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", LAWS)
def test_the_matrix_is_pulled_back_with_the_parameters(name, seed):
    family, pulled = remapped(name, seed)
    information = symfisher.fisher(family)
    assert information.status == "closed"
    assert same(information.matrix, pulled, interior_points(family, 2, seed=3))
