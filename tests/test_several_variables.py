"""Laws of several variables as strangers type them, against formulas of the literature and quadrature of our own."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement, product

import pytest
import sympy as sp
from benchmarks.textbook import GROWING
from mpmath import mp, mpf
from plane import polar, quadrant

import symfisher
from symfisher.expect import dirichlet_kernel, elliptical, engine, exponential_family, independent
from symfisher.expect.law import Law
from symfisher.model import Family
from symfisher.monte_carlo import agrees_with_samples
from symfisher.reading.text import read_expression
from symfisher.sampling import interior_points

REAL, POSITIVE, RHO = "real", "positive", "(-1, 1)"
XY = {"x": REAL, "y": REAL}
BINORMAL = "exp(-((x-a)^2-2*r*(x-a)*(y-b)+(y-b)^2)/(2*s^2*(1-r^2)))/(2*pi*s^2*sqrt(1-r^2))"
LOGISTIC = "exp(-(x-m)/s)/(s*(1+exp(-(x-m)/s))^2)"


@pytest.fixture(autouse=True)
def every_strategy(monkeypatch):
    """The strategies for several variables beside whatever else is registered, independent blocks first."""
    several = {"elliptical": elliptical.solve, "Dirichlet kernel": dirichlet_kernel.solve}
    monkeypatch.setattr(engine, "STRATEGIES", {"independent blocks": independent.solve, **engine.STRATEGIES, **several})


def solved(density, variables, parameters, known=None, given=()):
    """The family, and its entries by whatever strategy the engine takes"""
    family = Family(density, variables, parameters, known or {}, given)
    return family, engine.solve(Law(family))


def matrix_at(family, solution, point):
    count = len(family.theta)
    matrix = mp.matrix(count, count)
    for (a, b), step in solution.entries.items():
        matrix[a, b] = matrix[b, a] = mp.mpmathify(step.rhs.subs(point).evalf(30))
    return matrix


def same(ours, theirs, digits):
    size = theirs.rows
    return all(
        abs(ours[a, b] - theirs[a, b]) <= mpf(10) ** -digits * mp.sqrt(theirs[a, a] * theirs[b, b])
        for a, b in product(range(size), repeat=2)
    )


LITERATURE = {
    "standard binormal": (
        "exp(-(x^2-2*r*x*y+y^2)/(2*(1-r^2)))/(2*pi*sqrt(1-r^2))",
        XY,
        {"r": RHO},
        {},
        [["(1+r^2)/(1-r^2)^2"]],
    ),
    "a mean on a circle": (
        "exp(-((x-cos(t))^2+(y-sin(t))^2)/2)/(2*pi)",
        XY,
        {"t": "(0, 2*pi)"},
        {},
        [["1"]],
    ),
    "stationary AR(1), three observations": (
        "sqrt(1-f^2)*exp(-((1-f^2)*x^2+(y-f*x)^2+(z-f*y)^2)/(2*s^2))/((2*pi)^(3/2)*s^3)",
        XY | {"z": REAL},
        {"f": RHO, "s": POSITIVE},
        {},
        [["2/(1-f^2)^2", "2*f/(s*(1-f^2))"], ["2*f/(s*(1-f^2))", "6/s^2"]],
    ),
    "equal correlations of three": (
        "exp(-((x^2+y^2+z^2)*(1+r)-2*r*(x*y+y*z+x*z))/(2*(1-r)*(1+2*r)))/((2*pi)^(3/2)*(1-r)*sqrt(1+2*r))",
        XY | {"z": REAL},
        {"r": "(-1/2, 1)"},
        {},
        [["3*(1+2*r^2)/((1-r)^2*(1+2*r)^2)"]],
    ),
    "Cauchy in the plane": (
        "g/(2*pi)*(g^2+(x-a)^2+(y-b)^2)^(-3/2)",
        XY,
        {"a": REAL, "b": REAL, "g": POSITIVE},
        {},
        [["3/(5*g^2)", "0", "0"], ["0", "3/(5*g^2)", "0"], ["0", "0", "4/(5*g^2)"]],
    ),
    "Student in the plane": (
        "1/(2*pi*s^2)*(1+((x-a)^2+(y-b)^2)/(n*s^2))^(-(n+2)/2)",
        XY,
        {"a": REAL, "s": POSITIVE, "n": POSITIVE},
        {"b": REAL},
        [
            ["(n+2)/((n+4)*s^2)", "0", "0"],
            ["0", "4*n/((n+4)*s^2)", "-4/(s*(n+2)*(n+4))"],
            ["0", "-4/(s*(n+2)*(n+4))", "8/(n^2*(n+2)*(n+4))"],
        ],
    ),
    "normal and Cauchy with one centre": (
        "exp(-(x-m)^2/2)/sqrt(2*pi)/(pi*(1+(y-m)^2))",
        XY,
        {"m": REAL},
        {},
        [["3/2"]],
    ),
    "two logistic observations": (
        f"{LOGISTIC}*{LOGISTIC.replace('x-m', 'y-m')}",
        XY,
        {"m": REAL, "s": POSITIVE},
        {},
        [["2/(3*s^2)", "0"], ["0", "2*(3+pi^2)/(9*s^2)"]],
    ),
    "a Bernoulli and an exponential that share p": (
        "p^k*(1-p)^(1-k)*exp(-x/p)/p",
        {"k": "0..1", "x": POSITIVE},
        {"p": "unit"},
        {},
        [["1/(p*(1-p)) + 1/p^2"]],
    ),
    "Weibull and Gumbel": (
        "k/s*(x/s)^(k-1)*exp(-(x/s)^k)*exp(-(y-m)/b-exp(-(y-m)/b))/b",
        {"x": POSITIVE, "y": REAL},
        {"k": POSITIVE, "s": POSITIVE, "m": REAL, "b": POSITIVE},
        {},
        [
            ["(pi^2/6+(1-EulerGamma)^2)/k^2", "(EulerGamma-1)/s", "0", "0"],
            ["(EulerGamma-1)/s", "k^2/s^2", "0", "0"],
            ["0", "0", "1/b^2", "(EulerGamma-1)/b^2"],
            ["0", "0", "(EulerGamma-1)/b^2", "(pi^2/6+(1-EulerGamma)^2)/b^2"],
        ],
    ),
    "Poisson regression": (
        "exp(u*(a+b*v)-exp(a+b*v)+x*(a+b*w)-exp(a+b*w))/(factorial(u)*factorial(x))",
        {"u": "naturals", "x": "naturals"},
        {"a": REAL, "b": REAL},
        {"v": REAL, "w": REAL},
        [
            ["exp(a+b*v)+exp(a+b*w)", "v*exp(a+b*v)+w*exp(a+b*w)"],
            ["v*exp(a+b*v)+w*exp(a+b*w)", "v^2*exp(a+b*v)+w^2*exp(a+b*w)"],
        ],
    ),
}


@pytest.mark.parametrize("name", LITERATURE)
def test_is_the_matrix_of_the_literature(name):
    *model, published = LITERATURE[name]
    family, solution = solved(*model)
    assert len(solution.entries) == len(Law(family).pairs)
    symbols = {q.symbol.name: q.symbol for q in (*family.known, *family.parameters)}
    truth = sp.Matrix([[read_expression(text, symbols, name) for text in row] for row in published])
    for point in interior_points(family, 3, seed=4):
        expected = mp.matrix([[mp.mpmathify(e.subs(point).evalf(30)) for e in row] for row in truth.tolist()])
        assert same(matrix_at(family, solution, point), expected, 14)


STUDENT = (
    "gamma((n+2)/2)/(gamma(n/2)*n*pi*sqrt(A*C-B^2))*(1+(C*(x-a)^2-2*B*(x-a)*(y-b)+A*(y-b)^2)/(n*(A*C-B^2)))^(-(n+2)/2)"
)
PLANE = {
    "Student with scatter by entries": (
        STUDENT,
        {"a": REAL, "b": REAL, "A": POSITIVE, "C": POSITIVE, "B": "(-sqrt(A*C), sqrt(A*C))", "n": "(1, oo)"},
        ("a", "b"),
    ),
    "Student with standard deviations and correlation": (
        "1/(2*pi*s*t*sqrt(1-r^2))*(1+((x-a)^2/s^2-2*r*(x-a)*(y-b)/(s*t)+(y-b)^2/t^2)/(n*(1-r^2)))^(-(n+2)/2)",
        {"a": REAL, "b": REAL, "s": POSITIVE, "t": POSITIVE, "r": RHO, "n": "(1, oo)"},
        ("a", "b"),
    ),
    "Pearson VII": (
        "(p-1)/(pi*c)*(1+((x-m)^2+(y-l)^2)/c)^(-p)",
        {"m": REAL, "l": REAL, "c": POSITIVE, "p": "(3/2, oo)"},
        ("m", "l"),
    ),
    "power exponential": (
        "b/(pi*gamma(1/b)*2^(1/b)*s^2)*exp(-(((x-m)^2+(y-l)^2)/s^2)^b/2)",
        {"m": REAL, "l": REAL, "s": POSITIVE, "b": "(1/2, 2)"},
        ("m", "l"),
    ),
    "exponential of the distance": (
        "1/(2*pi*s^2)*exp(-sqrt((x-m)^2+(y-l)^2)/s)",
        {"m": REAL, "l": REAL, "s": POSITIVE},
        ("m", "l"),
    ),
    "binormal with one variance": (BINORMAL, {"a": REAL, "b": REAL, "s": POSITIVE, "r": RHO}, ("a", "b")),
    "normal pair with a curved mean and variance": (
        "exp(-((x-t)^2+(y-t^2)^2)/(2*t^2))/(2*pi*t^2)",
        {"t": POSITIVE},
        ("t", "t^2"),
    ),
    "MA(1) pair": (
        "exp(-((1+t^2)*(x^2+y^2)-2*t*x*y)/(2*s^2*(1+t^2+t^4)))/(2*pi*s^2*sqrt(1+t^2+t^4))",
        {"t": REAL, "s": POSITIVE},
        ("0", "0"),
    ),
}


@pytest.mark.parametrize("name", PLANE)
def test_agrees_with_quadrature_in_polar_coordinates(name):
    density, parameters, centre = PLANE[name]
    family, solution = solved(density, XY, parameters)
    assert len(solution.entries) == len(Law(family).pairs)
    (point,) = interior_points(family, 1, seed=6)
    mass, expected = polar(family, point, [read_expression(c, by_name(family), name) for c in centre])
    assert abs(mass - 1) < 1e-10
    assert same(matrix_at(family, solution, point), expected, 8)


def by_name(family):
    return {q.symbol.name: q.symbol for q in family.parameters}


QUADRANT = {
    "inverted Dirichlet with scales": (
        "gamma(a+b+c)/(gamma(a)*gamma(b)*gamma(c))*s^a*t^b*x^(a-1)*y^(b-1)*(1+s*x+t*y)^(-a-b-c)",
        {"a": "(2, 3)", "b": "(2, 3)", "c": "(3, 4)", "s": "(1/2, 2)", "t": "(1/2, 2)"},
    ),
    "bivariate Lomax": (
        "a*(a+1)*l*m/(1+l*x+m*y)^(a+2)",
        {"a": "(5/2, 4)", "l": "(1/2, 2)", "m": "(1/2, 2)"},
    ),
    "bivariate Pareto of the second kind": (
        "a*(a+1)/(s*t)*(1+x/s+y/t)^(-a-2)",
        {"a": "(5/2, 4)", "s": "(1/2, 2)", "t": "(1/2, 2)"},
    ),
}


@pytest.mark.parametrize("name", QUADRANT)
def test_agrees_with_quadrature_on_the_quadrant(name):
    density, parameters = QUADRANT[name]
    family, solution = solved(density, {"x": POSITIVE, "y": POSITIVE}, parameters)
    assert len(solution.entries) == len(Law(family).pairs)
    (point,) = interior_points(family, 1, seed=6)
    mass, expected = quadrant(family, point)
    assert abs(mass - 1) < 1e-10
    assert same(matrix_at(family, solution, point), expected, 8)


def normal(d, by):
    """A normal density of d variables with all means, and its covariance or its precision by entries"""
    x, m = sp.symbols(f"x1:{d + 1}"), sp.symbols(f"m1:{d + 1}")
    entries = sp.Matrix(d, d, lambda i, j: sp.Symbol(f"v{min(i, j) + 1}{max(i, j) + 1}"))
    away = sp.Matrix(x) - sp.Matrix(m)
    determinant = sp.expand(entries.det(method="berkowitz"))
    form = entries.adjugate() / determinant if by == "covariance" else entries
    scale = 1 / sp.sqrt(determinant) if by == "covariance" else sp.sqrt(determinant)
    density = scale * sp.exp(-(away.T * form * away)[0] / 2) / (2 * sp.pi) ** sp.Rational(d, 2)
    parameters = {str(p): REAL for p in m}
    for i, j in combinations_with_replacement(range(d), 2):  # diagonally dominant, so positive definite
        parameters[str(entries[i, j])] = "(3, 5)" if i == j else "(-1, 1)"
    return density, {str(v): REAL for v in x}, parameters, entries


@pytest.mark.parametrize("by", ["covariance", "precision"])
@pytest.mark.parametrize("d", [2, 3, 4])
def test_normal_laws_by_entries(d, by):
    """F = ∂mᵀ Σ⁻¹ ∂m + ½ tr(B⁻¹ ∂B B⁻¹ ∂B), with B the covariance or the precision"""
    density, variables, parameters, entries = normal(d, by)
    family, solution = solved(density, variables, parameters)
    (point,) = interior_points(family, 1, seed=2)
    numbers = sp.Matrix(d, d, lambda i, j: point[by_name(family)[str(entries[i, j])]])
    inverse = numbers.inv()
    for (a, b), step in solution.entries.items():
        one, two = (family.theta[k].name for k in (a, b))
        slopes = [numbers * 0 + entries.diff(sp.Symbol(name)) for name in (one, two)]
        truth = (inverse * slopes[0] * inverse * slopes[1]).trace() / 2
        if a < d and b < d:
            truth = (inverse if by == "covariance" else numbers)[a, b]
        assert step.rhs.subs(point) == truth
    assert len(solution.entries) == len(Law(family).pairs)


def test_many_categories():
    """Dirichlet and multinomial of twelve: ψ₁(aᵢ) δᵢⱼ − ψ₁(Σa), and n(δᵢⱼ/pᵢ + 1/p_K)"""
    size = 12
    a, x, k = ([f"{letter}{i}" for i in range(1, size + 1)] for letter in "axk")
    left = ["1" + "".join(f"-{name}" for name in x[:i]) for i in range(size)]
    density = f"gamma({'+'.join(a)})" + "".join(
        f"*({name})^({b}-1)/gamma({b})" for name, b in zip([*x[:-1], left[-1]], a, strict=True)
    )
    spaces = {name: f"(0, {rest})" for name, rest in zip(x[:-1], left, strict=False)}
    family, solution = solved(density, spaces, dict.fromkeys(a, POSITIVE))
    theta = family.theta
    for (i, j), step in solution.entries.items():
        truth = (sp.polygamma(1, theta[i]) if i == j else 0) - sp.polygamma(1, sum(theta))
        assert sp.expand(step.rhs - truth) == 0
    counts = ["n" + "".join(f"-{name}" for name in k[:i]) for i in range(size)]
    density = "factorial(n)" + "".join(
        f"*({p})^({name})/factorial({name})" for p, name in zip([*x[:-1], left[-1]], [*k[:-1], counts[-1]], strict=True)
    )
    spaces = {name: f"0..{rest}" for name, rest in zip(k[:-1], counts, strict=False)}
    parameters = {p: f"(0, {rest})" for p, rest in zip(x[:-1], left, strict=False)}
    family, solution = solved(density, spaces, parameters, {"n": "1..oo"})
    p, n = family.theta, family.known[0].symbol
    for (i, j), step in solution.entries.items():
        assert sp.cancel(step.rhs - n * ((1 / p[i] if i == j else 0) + 1 / (1 - sum(p)))) == 0


CHECKED = ("standard binormal", "normal and Cauchy with one centre", "a Bernoulli and an exponential that share p")


@pytest.mark.parametrize("name", CHECKED)
def test_no_step_is_refuted(name):
    density, variables, parameters, known, _ = LITERATURE[name]
    report = symfisher.check(symfisher.derive(Family(density, variables, parameters, known)), budget=15)
    assert report.ok


TRINORMAL = Family(
    "sqrt(a*b*c)/(2*pi)^(3/2)*exp(-(a*(x-m)^2+b*(y-m)^2+c*(z-m)^2)/2)",
    {"x": "real", "y": "real", "z": "real"},
    {"m": "real", "a": "positive", "b": "positive", "c": "positive"},
)


@pytest.mark.parametrize(("pair", "factor"), [((0, 0), 2), ((1, 1), sp.Rational(1, 2)), ((2, 2), -1)])
def test_samples_find_a_wrong_entry_in_three_variables(pair, factor):
    law = Law(TRINORMAL)
    solution = exponential_family.solve(law)
    point = {s: law.points[0][s] for s in TRINORMAL.theta}
    assert agrees_with_samples(law, solution, point)
    entries = dict(solution.entries)
    entries[pair] = replace(entries[pair], rhs=factor * entries[pair].rhs)
    assert not agrees_with_samples(law, replace(solution, entries=entries), point)


def test_a_label_and_what_it_labels():
    """A variable that is 0 or 1 is its own square, so that a normal law beside its label is an exponential family."""
    density = "p^z*(1-p)^(1-z)*exp(-(x-m*z-n*(1-z))^2/(2*s^2))/(s*sqrt(2*pi))"
    parameters = {"p": "unit", "m": "real", "n": "real", "s": "positive"}
    matrix = symfisher.fisher(Family(density, {"z": "0..1", "x": "real"}, parameters)).matrix
    p, s = (next(e for e in matrix.free_symbols if e.name == name) for name in "ps")
    assert matrix == sp.diag(1 / (p * (1 - p)), p / s**2, (1 - p) / s**2, 2 / s**2)


@pytest.mark.parametrize("text", GROWING, ids=lambda text: text.label)
def test_large_families_are_read_within_the_effort_allowed(text):
    family = Family(text.density, text.variables, text.parameters, text.known, text.given)
    assert len(family.parameters) == len(text.parameters)
