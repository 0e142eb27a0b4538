"""Densities as strangers type them: other letters, orders, parametrizations, domains, and laws without a name here."""

from __future__ import annotations

from functools import cache

import pytest
import sympy as sp
from comparing import same
from integration import information as integrated
from mpmath import mp, mpf
from typed import PULLED_BACK
from typed_laws import INTEGRATED

import symfisher
from symfisher.errors import DensityError, RegularityError
from symfisher.model import Family
from symfisher.reading.text import read_expression
from symfisher.sampling import interior_points
from symfisher.trace import Derivation

REAL, POSITIVE = {"x": "real"}, {"x": "positive"}


@cache
def catalogue_matrix(name):
    return symfisher.family(name), symfisher.fisher(name).matrix


def pulled_back(typed, family):
    """Jᵀ F(η(θ)) J, where η gives the catalogue's parameters"""
    named, matrix = catalogue_matrix(typed.of)
    symbols = {q.symbol.name: q.symbol for q in (*family.known, *family.parameters)}
    known = typed.known if isinstance(typed.known, dict) else {}
    values = {}
    for quantity in (*named.parameters, *named.known):
        name = quantity.symbol.name
        text = typed.map.get(name, name if name in known else None)
        values[quantity.symbol] = read_expression(text, symbols, name)
    eta = sp.Matrix([values[p.symbol] for p in named.parameters])
    jacobian = eta.jacobian(family.theta)
    return jacobian.T * matrix.subs(values, simultaneous=True) * jacobian


@pytest.mark.parametrize("typed", PULLED_BACK, ids=lambda t: t.label)
def test_is_the_catalogues_matrix_pulled_back(typed):
    family = typed.family()
    information = symfisher.fisher(family)
    assert information.status == "closed"
    assert information.parameters == family.theta
    assert same(information.matrix, pulled_back(typed, family), interior_points(family, 2, seed=3))


def digits_agree(ours, theirs, digits=15):
    return all(
        abs(ours[a, b] - theirs[a, b]) <= mpf(10) ** -digits * mp.sqrt(theirs[a, a] * theirs[b, b])
        for a in range(theirs.rows)
        for b in range(theirs.cols)
    )


@pytest.mark.parametrize("typed", INTEGRATED, ids=lambda t: t.label)
def test_a_law_outside_the_catalogue_is_closed_and_right(typed):
    family = typed.family()
    information = symfisher.fisher(family)
    assert information.status == "closed"
    for point in interior_points(family, 2, seed=9):
        assert digits_agree(information.numeric(point, 25), integrated(family, point))


HARDER = {
    "logistic location": ("exp(-(x-m))/(1+exp(-(x-m)))^2", REAL, {"m": "real"}, [["1/3"]]),
    "logistic": (
        "exp(-(x-m)/s)/(s*(1+exp(-(x-m)/s))^2)",
        REAL,
        {"m": "real", "s": "positive"},
        [["1/(3*s^2)", "0"], ["0", "(3+pi^2)/(9*s^2)"]],
    ),
    "Cauchy location": ("1/(pi*(1+(x-m)^2))", REAL, {"m": "real"}, [["1/2"]]),
    "Cauchy": (
        "1/(pi*s*(1+((x-m)/s)^2))",
        REAL,
        {"m": "real", "s": "positive"},
        [["1/(2*s^2)", "0"], ["0", "1/(2*s^2)"]],
    ),
    "Laplace location": ("exp(-abs(x-m))/2", REAL, {"m": "real"}, [["1"]]),
    "Weibull": (
        "k/s*(x/s)^(k-1)*exp(-(x/s)^k)",
        POSITIVE,
        {"k": "positive", "s": "positive"},
        [["(pi^2/6+(1-EulerGamma)^2)/k^2", "(EulerGamma-1)/s"], ["(EulerGamma-1)/s", "k^2/s^2"]],
    ),
    "Lomax": (
        "a/s*(1+x/s)^(-a-1)",
        POSITIVE,
        {"a": "positive", "s": "positive"},
        [["1/a^2", "-1/(s*(a+1))"], ["-1/(s*(a+1))", "a/(s^2*(a+2))"]],
    ),
    "Student 5": ("gamma(3)/(sqrt(5*pi)*gamma(5/2))*(1+(x-m)^2/5)^(-3)", REAL, {"m": "real"}, [["3/4"]]),
    "Weibull with threshold": ("3*(x-m)^2*exp(-(x-m)^3)", {"x": "(m, oo)"}, {"m": "real"}, [["4*gamma(1/3)"]]),
    "curved normal": ("exp(-(x-t)^2/(2*t^2))/(t*sqrt(2*pi))", REAL, {"t": "positive"}, [["3/t^2"]]),
}


@pytest.mark.parametrize("name", HARDER)
def test_digits_of_laws_beyond_exponential_families(name):
    """Against the literature's closed form, whether or not symfisher finds one."""
    density, variables, parameters, published = HARDER[name]
    family = Family(density, variables, parameters)
    information = symfisher.fisher(family)
    symbols = {p.symbol.name: p.symbol for p in family.parameters}
    truth = sp.Matrix([[read_expression(text, symbols, name) for text in row] for row in published])
    for point in interior_points(family, 2, seed=5):
        expected = mp.matrix([[mp.mpmathify(e.subs(point).evalf(25)) for e in row] for row in truth.tolist()])
        assert digits_agree(information.numeric(point, 20), expected)


BROKEN = {
    "uniform": ("1/t", {"x": "(0, t)"}, {"t": "positive"}),
    "uniform, both ends": ("1/(b-a)", {"x": "(a, b)"}, {"a": "real", "b": "(a, oo)"}),
    "shifted exponential": ("exp(-(x-a))", {"x": "(a, oo)"}, {"a": "real"}),
    "shifted exponential with rate": ("l*exp(-l*(x-a))", {"x": "(a, oo)"}, {"l": "positive", "a": "real"}),
    "Pareto with unknown minimum": ("a*c^a/x^(a+1)", {"x": "(c, oo)"}, {"c": "positive", "a": "positive"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_moving_edge_breaks_the_argument(name):
    with pytest.raises(RegularityError, match=r"^S5: .*support"):
        symfisher.derive(Family(*BROKEN[name]))


NOT_ONE = {
    "no constant": ("exp(-x^2/2)*(1 + 0*m)", REAL, {"m": "real"}, "2.50663"),
    "twice": ("2*lam*exp(-lam*x)", POSITIVE, {"lam": "positive"}, "2.0"),
    "zero left out": ("exp(-l)*l^k/factorial(k)", {"k": "1..oo"}, {"l": "positive"}, "0."),
    "half the line": ("exp(-(x-m)^2/2)/sqrt(2*pi)", REAL | {"x": "(m, oo)"}, {"m": "real"}, "0.5"),
    "a die with seven faces": ("1/6 + 0*p", {"k": "1..7"}, {"p": "unit"}, "1.1666"),
}


@pytest.mark.parametrize("name", NOT_ONE)
def test_what_does_not_integrate_to_one_is_refused_with_the_number(name):
    *model, number = NOT_ONE[name]
    with pytest.raises(DensityError, match=f"(integrates|sums) to {number}".replace(".", r"\.")):
        symfisher.derive(Family(*model))


@pytest.mark.parametrize(("density", "variables"), [("m/x", POSITIVE), ("m*cos(x)", REAL)], ids=lambda v: str(v))
def test_what_cannot_be_integrated_is_refused(density, variables):
    with pytest.raises(DensityError, match="cannot be integrated"):
        symfisher.derive(Family(density, variables, {"m": "positive"}))


def test_enough_of_them():
    labels = [typed.label for typed in (*PULLED_BACK, *INTEGRATED)]
    assert len(labels) == len(set(labels)) >= 60


BEYOND = {  # functions that SymPy cannot differentiate, and sums whose range moves with the variable
    "noncentral chi-squared, its degrees unknown": (
        "exp(-(x+l)/2)*(x/l)^(k/4-1/2)*besseli(k/2-1,sqrt(l*x))/2",
        {"x": "positive"},
        {"k": "positive", "l": "positive"},
        {"k": 3, "l": 1},
        ("0.154792813897", "0.102284722849"),
    ),
    "polylogarithmic law, its order unknown": (
        "x^(-s)*z^x/polylog(s,z)", {"x": "1..oo"}, {"s": "positive", "z": "unit"}, {"s": 2, "z": "1/2"},
        ("0.0896976914982", "1.2010183165"),
    ),
    "sum of two geometric counts": (
        "(1-a)*(1-b)*Sum(a^(x-j)*b^j,(j,0,x))", {"x": "naturals"}, {"a": "unit", "b": "unit"}, {"a": "1/2", "b": "1/3"},
        ("5.86792785403", "1.95283767156"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BEYOND)
def test_what_sympy_cannot_differentiate_has_digits_and_a_trace(name):
    density, variables, parameters, point, expected = BEYOND[name]
    information = symfisher.fisher(Family(density, variables, parameters))
    found = information.numeric(point, 10)
    assert all(abs(found[k, k] - mpf(value)) < 1e-9 for k, value in enumerate(expected))
    assert Derivation.from_json(information.derivation.to_json()) == information.derivation
    assert information.derivation.latex() and information.derivation.text(width=60)


def test_a_generalized_inverse_gaussian_law_of_unknown_order():
    density = "(a/b)^(p/2)*x^(p-1)*exp(-(a*x+b/x)/2)/(2*besselk(p,sqrt(a*b)))"
    family = Family(density, {"x": "positive"}, {"a": "positive", "b": "positive", "p": "real"})
    text = symfisher.derive(family).text(width=100)
    assert "K_(p + 1)(√a √b)" in text and "∂" in text
