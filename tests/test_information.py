"""What an Information can say: conditions, exact values and limits, rank and null directions, the route."""

from __future__ import annotations

import pytest
from known_gaps import SAMPLED
from mpmath import mp, mpf, workdps
from sympy import (
    And,
    EulerGamma,
    Matrix,
    Rational,
    Symbol,
    exp,
    gamma,
    log,
    pi,
    polygamma,
    sqrt,
    symbols,
    true,
    zeta,
)
from typed_laws import INTEGRATED

import symfisher
from symfisher.errors import SymfisherError
from symfisher.expect.engine import STRATEGIES
from symfisher.expect.law import Law
from symfisher.information import ROUTES, Information
from symfisher.laurent import NoSeries, limit
from symfisher.model import Family
from symfisher.moments import information_in_digits, totals
from symfisher.render.latex import document
from symfisher.sampling import interior_points
from symfisher.special import derivative
from symfisher.trace import Condition, Derivation, Relation, Step

a, b, s = symbols("a b s", positive=True)
xi = Symbol("xi", real=True)
POINTS = [{a: Rational(7, 5), b: Rational(3, 7), s: Rational(5, 3)}, {a: Rational(2, 5), b: Rational(9, 7), s: 2}]


def psi(k, z):
    return polygamma(k, z)


def given(family, entries, *conditions):
    """An Information whose derivation is nothing but these entries."""
    law = Law(family)
    steps = [
        Step(
            law.entry_head(*pair),
            law.family.density * 0 + entry,
            Relation.EQUAL,
            "given",
            "",
            conditions,
            chained=False,
        )
        for pair, entry in zip(law.pairs, entries, strict=True)
    ]
    return Information(family, Derivation("given", tuple(steps), family))


def kumaraswamy():
    """Kumaraswamy's matrix by hand, from the moments of a beta law."""
    family = Family("a*b*x^(a-1)*(1-x^a)^(b-1)", {"x": "unit"}, {"a": "positive", "b": "positive"})
    bracket = (psi(0, b) - psi(0, 2)) ** 2 - (psi(1, b) - psi(1, 2))
    return given(family, [(1 + b / (b - 2) * bracket) / a**2, -(psi(0, b + 1) - psi(0, 2)) / (a * (b - 1)), 1 / b**2])


def exponentiated_exponential():
    family = Family("a*s*exp(-s*x)*(1-exp(-s*x))^(a-1)", {"x": "positive"}, {"a": "positive", "s": "positive"})
    bracket = (psi(0, a) - psi(0, 2)) ** 2 - (psi(1, a) - psi(1, 2))
    return given(family, [1 / a**2, -(psi(0, a + 1) - psi(0, 2)) / (s * (a - 1)), (1 + a / (a - 2) * bracket) / s**2])


SUPPORT = "E[∂ᵢ log P ∂ⱼ log P] exists only where ξ > −1/2"
EXISTS = Condition(SUPPORT, "existence", "S12", holds=2 * xi + 1 > 0)


def extreme_value():
    """The generalized extreme value law (Prescott and Walden, Biometrika 67, 1980), with ξ = −k."""
    family = Family(
        "1/s*(1+xi*(x-m)/s)^(-1/xi-1)*exp(-(1+xi*(x-m)/s)^(-1/xi))",
        {"x": "real"},
        {"m": "real", "s": "positive", "xi": "real"},
    )
    p, g = (1 + xi) ** 2 * gamma(1 + 2 * xi), gamma(2 + xi)
    q = g * (psi(0, 1 + xi) + (1 + xi) / xi)
    entries = [
        p / s**2,
        -(p - g) / (s**2 * xi),
        -(q - p / xi) / (s * xi),
        (1 - 2 * g + p) / (s**2 * xi**2),
        -(1 - EulerGamma + (1 - g) / xi - q + p / xi) / (s * xi**2),
        (pi**2 / 6 + (1 - EulerGamma + 1 / xi) ** 2 - 2 * q / xi + p / xi**2) / xi**2,
    ]
    return given(family, entries, EXISTS)


def truncated_exponential():
    family = Family("t*exp(-t*x)/(1-exp(-t))", {"x": "unit"}, {"t": "real"})
    t = family.theta[0]
    return given(family, [1 / t**2 - exp(t) / (exp(t) - 1) ** 2])


LIMITS = [
    (kumaraswamy, {"b": 1}, [[1 / a**2, (1 - pi**2 / 6) / a], [(1 - pi**2 / 6) / a, 1]]),
    (kumaraswamy, {"b": 2}, [[(4 * zeta(3) - 3) / a**2, -1 / (2 * a)], [-1 / (2 * a), Rational(1, 4)]]),
    (kumaraswamy, {"a": 2, "b": 2}, [[zeta(3) - Rational(3, 4), -Rational(1, 4)], [-Rational(1, 4), Rational(1, 4)]]),
    (exponentiated_exponential, {"a": 1}, [[1, (1 - pi**2 / 6) / s], [(1 - pi**2 / 6) / s, 1 / s**2]]),
    (exponentiated_exponential, {"a": 2}, [[Rational(1, 4), -1 / (2 * s)], [-1 / (2 * s), (4 * zeta(3) - 3) / s**2]]),
    (truncated_exponential, {"t": 0}, [[Rational(1, 12)]]),
]


@pytest.mark.parametrize("made, point, expected", LIMITS, ids=lambda part: getattr(part, "__name__", str(part)[:30]))
def test_a_formula_that_is_0_over_0_has_its_limit(made, point, expected):
    assert (made().at(point) - Matrix(expected)).expand().is_zero_matrix


AT_A_LIMIT = [
    (kumaraswamy, {"a": "3/2", "b": 1}),
    (kumaraswamy, {"a": "3/2", "b": 2}),
    (kumaraswamy, {"a": "3/2", "b": "7/3"}),
    (exponentiated_exponential, {"a": 1, "s": "4/3"}),
    (exponentiated_exponential, {"a": 2, "s": "4/3"}),
]


@pytest.mark.parametrize("made, point", AT_A_LIMIT, ids=lambda part: getattr(part, "__name__", str(part)))
def test_the_limit_is_the_integral_at_the_point(made, point):
    information = made()
    ours, values = information.numeric(point, 20), information._values(point)
    theirs = information_in_digits(information.family, Law(information.family).scores, values, 15).information
    assert mp.mnorm(ours - theirs, 1) < mpf(10) ** -14


def test_the_extreme_value_law_tends_to_gumbels():
    matrix = extreme_value().at({"xi": 0, "s": 1})
    gumbel = Matrix([1, EulerGamma - 1, (1 - EulerGamma) ** 2 + pi**2 / 6])
    ours = Matrix([matrix[0, 0], matrix[0, 1], matrix[1, 1]])
    assert (ours - gumbel).expand().is_zero_matrix
    printed = {(0, 2): 0.41184, (1, 2): 0.33248, (2, 2): 2.42361}  # by numeric integration at k = 0
    assert all(abs(abs(matrix[place].evalf()) - value) < 1e-5 for place, value in printed.items())


def test_at_keeps_what_is_not_given():
    matrix = kumaraswamy().at({"b": "1/2"})
    assert matrix.free_symbols == {a}
    assert matrix[1, 1] == 4 and matrix == kumaraswamy().at({"b": Rational(1, 2)})


def test_a_direction_in_which_the_limit_is_another_one_is_refused():
    family = Family("exp(-(x-a-b)^2/2)/sqrt(2*pi)", {"x": "real"}, {"a": "positive", "b": "positive"})
    with pytest.raises(SymfisherError, match="does not tend to one value"):
        given(family, [(a - 1) / (b - 1), 0, 1]).at({"a": 1, "b": 1})
    with pytest.raises(SymfisherError, match="beyond bounds"):
        given(family, [1 / (b - 1), 0, 1]).at({"b": 1})


REFUSED = [
    ({"b": -1}, "b = -1 does not lie inside its domain"),
    ({"b": 0}, "domain"),
    ({"b": "sqrt(-2)"}, "."),
    ({"c": 1}, "no parameter or known symbol"),
    ({"b": "import os"}, "."),
    ({"b": True}, "expected a number"),
    ([1, 2], "mapping"),
]


@pytest.mark.parametrize("point, sentence", REFUSED, ids=lambda part: str(part))
def test_what_at_refuses(point, sentence):
    with pytest.raises(SymfisherError, match=sentence):
        kumaraswamy().at(point)


def test_open_matrices_have_no_exact_values():
    family = Family("exp(-x^2/2)*(1 + erf(a*x/sqrt(2)))/sqrt(2*pi)", {"x": "real"}, {"a": "real"})
    information = Information(family, Derivation("open", (), family))
    for question in (lambda: information.at({"a": 1}), lambda: information.rank, lambda: information.null_directions):
        with pytest.raises(SymfisherError, match="no closed form"):
            question()


def test_an_integer_stays_one():
    family = Family("binomial(n,k)*p^k*(1-p)^(n-k)", {"k": "0..n"}, {"p": "unit"}, {"n": "1..oo"})
    p, n = family.theta[0], family.symbol("n")
    information = given(family, [n / (p * (1 - p))])
    assert information.at({"n": 3})[0] == 3 / (p * (1 - p))
    with pytest.raises(SymfisherError, match="domain"):
        information.at({"n": "5/2"})


def test_conditions_are_relations_once_each():
    assert extreme_value().conditions == (2 * xi + 1 > 0,)
    family = Family("exp(-(x-a-b)^2/2)/sqrt(2*pi)", {"x": "real"}, {"a": "(2, oo)", "b": "(0, 1)"})

    def conditions(holds, kind="existence"):
        return given(family, [1, 1, 1], Condition("a statement", kind, "S12", holds=holds)).conditions

    assert set(conditions(And(a > 3, b < Rational(1, 2)))) == {a > 3, b < Rational(1, 2)}
    assert conditions(a + 1 > b + 2) == ()  # the domains imply it
    assert conditions(true) == conditions(None) == conditions(a > 3, "regularity") == ()


@pytest.mark.parametrize("ask", [Information.at, Information.numeric])
def test_outside_the_conditions_is_refused(ask):
    with pytest.raises(SymfisherError, match="ξ > −1/2"):
        ask(extreme_value(), {"m": 0, "s": 1, "xi": "-1/2"})
    ask(extreme_value(), {"m": 0, "s": 1, "xi": "-1/4"})


def test_conditions_survive_json():
    derivation = extreme_value().derivation
    back = Derivation.from_json(derivation.to_json())
    assert back == derivation and back.conditions()[0].holds == (2 * xi + 1 > 0)


SINGULAR = [
    ("exp(-(x-a-b)^2/(2*s^2))/(s*sqrt(2*pi))", {"x": "real"}, {"a": "real", "b": "real", "s": "positive"}, 2, "1 -1 0"),
    ("exp(-(x-a*b)^2/2)/sqrt(2*pi)", {"x": "real"}, {"a": "positive", "b": "positive"}, 1, "a -b"),
    ("x^(a+b-1)*exp(-x)/gamma(a+b)", {"x": "positive"}, {"a": "positive", "b": "positive"}, 1, "1 -1"),
    ("(p*q)^x*(1-p*q)^(1-x)", {"x": "0..1"}, {"p": "unit", "q": "unit"}, 1, "p -q"),
    ("exp(-(x-a)^2/2)/sqrt(2*pi)", {"x": "real"}, {"a": "real", "b": "real"}, 1, "0 1"),
]


@pytest.mark.parametrize("density, variables, parameters, rank, direction", SINGULAR, ids=lambda part: str(part)[:20])
def test_singular_matrices_are_said(density, variables, parameters, rank, direction):
    family = Family(density, variables, parameters)
    information = symfisher.fisher(family)
    (v,) = information.null_directions
    assert information.rank == rank
    assert " ".join(map(str, v)) == direction
    assert (information.matrix * v).applyfunc(lambda e: e.simplify()).is_zero_matrix
    (step,) = [step for step in information.derivation.steps if step.rule == "find_null_direction"]
    assert f"rank {rank} of {len(parameters)}" in step.because
    assert information.derivation.text(brief=True, width=300).rstrip().endswith(f"{step.because}.")
    assert "has rank" in document(information.derivation, brief=True)
    assert Derivation.from_json(information.derivation.to_json()) == information.derivation


def test_the_checker_judges_a_null_direction():
    density, variables, parameters, *_ = SINGULAR[1]
    derivation = symfisher.derive(Family(density, variables, parameters))
    verdicts = [v for v in symfisher.check(derivation).verdicts if v.rule == "find_null_direction"]
    assert [v.status for v in verdicts] == ["proved"]


def test_regular_matrices_have_full_rank():
    information = symfisher.fisher("gamma")
    assert information.rank == 2 and information.null_directions == ()
    assert "find_null_direction" not in {step.rule for step in information.derivation.steps}


x = Symbol("x", real=True)
SERIES = [
    ((exp(x) - 1 - x) / x**2, 0, Rational(1, 2)),
    ((1 + x) ** (1 / x), 0, exp(1)),
    (x * gamma(x), 0, 1),
    (x**2 * psi(1, x - 2), 0, 1),
    ((x + 1) * gamma(x), -1, -1),
    ((a**x - 1) / x, 0, log(a)),
    ((sqrt(1 + x) - 1) / x, 0, Rational(1, 2)),
    ((zeta(2 + x) - zeta(2)) / x, 0, derivative(zeta(x), x).subs(x, 2)),
    (1 / x**2 - exp(x) / (exp(x) - 1) ** 2, 0, Rational(1, 12)),
    ((gamma(a + x) / gamma(a) - 1) / x, 0, psi(0, a)),
]


@pytest.mark.parametrize("expression, at, expected", SERIES, ids=[str(e) for e, *_ in SERIES])
def test_limits(expression, at, expected):
    assert (limit(expression, x, Rational(at), POINTS) - expected).expand().equals(0)


@pytest.mark.parametrize("expression", [1 / x, log(x), exp(1 / x), sqrt(x) / x, (exp(x) - 1) / x**2], ids=str)
def test_what_has_no_limit(expression):
    with pytest.raises(NoSeries):
        limit(expression, x, Rational(0), POINTS)


def test_routes_are_strategies():
    assert set(STRATEGIES) <= set(ROUTES.values())


SMOOTH = {f"catalogue: {name}": symfisher.family(name) for name in SAMPLED["test_no_step_is_refuted"]}
SMOOTH |= {typed.label: typed.family() for typed in INTEGRATED}
SMOOTH = {label: family for label, family in SMOOTH.items() if len(family.variables) == 1 and Law(family).smooth}


@pytest.mark.parametrize("label", SMOOTH)
def test_both_roads_arrive(label):
    """E[∂ᵢℓ ∂ⱼℓ] = −E[∂ᵢ∂ⱼℓ], where ℓ is C² in the parameters and the space is fixed"""
    law = Law(SMOOTH[label])
    (point,) = interior_points(law.family, 1, seed=4)
    bends = [derivative(law.log_density, law.family.theta[i], law.family.theta[j]) for i, j in law.pairs]

    def roads(p):
        return [p, *(p * law.scores[i] * law.scores[j] for i, j in law.pairs), *(-p * bend for bend in bends)]

    found = totals(law.family, roads, point, 12)
    squares, bent = found.values[1 : 1 + len(bends)], found.values[1 + len(bends) :]
    sizes = found.magnitudes[1:]
    assert all(abs(p - q) < 1e-11 * (m + 1) for p, q, m in zip(squares, bent, sizes, strict=False))


TWO_NORMALS = "w*exp(-(x-a)^2/2)/sqrt(2*pi) + (1-w)*exp(-(x-b)^2/(2*c^2))/(c*sqrt(2*pi))"
FAR_APART = [
    ({"w": "1/5", "a": 0, "b": 30, "c": 1}, [["25/4", 0, 0], [0, "1/5", 0], [0, 0, "4/5"]]),
    ({"w": "1/2", "a": -400, "b": 500, "c": 1}, [[4, 0, 0], [0, "1/2", 0], [0, 0, "1/2"]]),
    ({"w": "3/4", "a": 0, "b": 60, "c": "1/5"}, [["16/3", 0, 0], [0, "3/4", 0], [0, 0, "25/4"]]),
]


@pytest.mark.parametrize("point, expected", FAR_APART, ids=lambda part: str(part)[:40])
def test_digits_of_a_mixture_whose_modes_are_far_apart(point, expected):
    """Where the modes do not overlap, the matrix is that of the labelled mixture, but for what they overlap by."""
    family = Family(TWO_NORMALS, {"x": "real"}, {"w": "unit", "a": "real", "b": "real"}, {"c": "positive"})
    ours = Information(family, Derivation("open", (), family)).numeric(point, 20)
    with workdps(30):
        theirs = mp.matrix([[mpf(Rational(e).p) / Rational(e).q for e in row] for row in expected])
        assert mp.mnorm(ours - theirs, 1) < mpf(10) ** -19 * mp.mnorm(theirs, 1)


def test_counts_with_two_modes_far_apart():
    density = "1/3*exp(-2)*2^x/factorial(x) + 2/3*exp(-a)*a^x/factorial(x)"
    family = Family(density, {"x": "0..oo"}, {"a": "(200, oo)"})
    ours = symfisher.fisher(family).numeric({"a": 300}, 15)
    assert abs(ours[0] - mpf(2) / 900) < 1e-15


def test_routes_and_reasons_say_which_road():
    """Minus the mean of the second derivative, or the product of scores"""
    second = symfisher.derive("poisson")
    assert any("second derivative" in step.because for step in second.walk())
    weibull = Family("k*x^(k-1)*exp(-x^k)", {"x": "positive"}, {"k": "positive"})
    assert any("scores" in step.because for step in symfisher.derive(weibull).walk())


def test_digits_close_to_a_removable_singularity_are_those_of_the_exact_values():
    family = Family("w*exp(-x)+(1-w)*2*exp(-2*x)", {"x": "positive"}, {"w": "(0, 2)"})
    information = symfisher.fisher(family)
    for exponent in (10, 40, 100, 200):
        (value,) = information.numeric({"w": f"1+1e-{exponent}"}, digits=30)
        with workdps(60):
            assert abs(value - mpf(1) / 3 - mpf(10) ** (-2 * exponent) / 5) < mpf(10) ** -30


def test_what_is_too_large_for_digits_is_said():
    with pytest.raises(SymfisherError, match="no digits at this point: an exponential is too large"):
        symfisher.fisher("Gompertz").numeric({"b": "1e8", "eta": "1e8"})


def test_a_count_that_makes_the_form_0_by_0_has_its_limit_where_the_definition_agrees():
    """The larger of two exponential lifetimes: F = (4ζ(3) − 3)/l²"""
    density = "n*l*exp(-l*x)*(1 - exp(-l*x))^(n - 1)"
    information = symfisher.fisher(Family(density, {"x": "positive"}, {"l": "positive"}, {"n": "2..oo"}))
    (rate,) = information.parameters
    assert information.at({"n": 2})[0, 0] == (4 * zeta(3) - 3) / rate**2
