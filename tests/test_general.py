"""Densities that no earlier strategy closes: partial fractions after a substitution, and SymPy's integrators."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
import sympy as sp
from mpmath import mp, mpf

from symfisher.api import fisher
from symfisher.expect import general, partial_fractions
from symfisher.expect.acceptance import Acceptance, settle
from symfisher.expect.fraction_integrals import Fraction, NoIntegral, Quadratic
from symfisher.expect.law import Law
from symfisher.expect.pieces import pieces
from symfisher.model import Family
from symfisher.sampling import interior_points

X, REAL, UNIT = {"x": "positive"}, {"x": "real"}, {"x": "unit"}


def positive(*names):
    return dict.fromkeys(names, "positive")


FRACTIONS = {
    "triangular, mode": ("Piecewise((2*x/c, x<c), (2*(1-x)/(1-c), True))", UNIT, {"c": "unit"}),
    "piecewise hazard": ("Piecewise((a*exp(-a*x), x<1), (b*exp(-a-b*(x-1)), True))", X, positive("a", "b")),
    "Bradford": ("c/(log(1+c)*(1+c*x))", UNIT, positive("c")),
    "exponential-geometric": ("b*(1-p)*exp(-b*x)/(1-p*exp(-b*x))^2", X, {"b": "positive", "p": "unit"}),
    "exponential-logarithmic": (
        "b*(1-p)*exp(-b*x)/(-log(p)*(1-(1-p)*exp(-b*x)))",
        X,
        {"p": "unit", "b": "positive"},
    ),
    "exponential-Poisson": ("l*b*exp(-l-b*x+l*exp(-b*x))/(1-exp(-l))", X, positive("l", "b")),
    "Marshall–Olkin": ("a*l*exp(-l*x)/(1-(1-a)*exp(-l*x))^2", X, positive("a", "l")),
    "half-logistic": ("2*exp(-x/s)/(s*(1+exp(-x/s))^2)", X, positive("s")),
    "Planck": ("15*x^3/(pi^4*t^4*(exp(x/t)-1))", X, positive("t")),
    "Fermi": ("12*x/(pi^2*t^2*(exp(x/t)+1))", X, positive("t")),
    "Gompertz": ("b*e*exp(b*x)*exp(-e*(exp(b*x)-1))", X, positive("e", "b")),
    "Lindley, two parameters": ("t^2/(t+a)*(1+a*x)*exp(-t*x)", X, positive("t", "a")),
    "mixture of exponentials 1 and 2": ("w*exp(-x)+(1-w)*2*exp(-2*x)", X, {"w": "unit"}),
    "mixture of exponentials 1 and 3": ("w*exp(-x)+(1-w)*3*exp(-3*x)", X, {"w": "unit"}),
    "mixture of uniform and beta": ("w+(1-w)*6*x*(1-x)", UNIT, {"w": "unit"}),
    "muon decay": ("(1+t*x)/2", {"x": "(-1,1)"}, {"t": "(-1,1)"}),
    "two-piece Laplace": (
        "Piecewise((a*b/(a+b)*exp(a*(x-m)), x<m), (a*b/(a+b)*exp(-b*(x-m)), True))",
        REAL,
        {"m": "real", "a": "positive", "b": "positive"},
    ),
    "truncated Cauchy": ("1/(s*(1+(x/s)^2)*atan(1/s))", UNIT, positive("s")),
    "truncated Weibull": ("k*x^(k-1)*exp(-x^k)/(1-exp(-1))", UNIT, positive("k")),
    "two-sided power": (
        "Piecewise((n*(x/c)^(n-1), x<c), (n*((1-x)/(1-c))^(n-1), True))",
        UNIT,
        {"c": "unit", "n": "(2,oo)"},
    ),
    "letters of our own": ("t*(1-u)*exp(-t*x)/(1-u*exp(-t*x))^2", X, {"t": "positive", "u": "unit"}),
    "a clash of letters": ("u^2/(u+L)*(1+L*x)*exp(-u*x)", X, positive("u", "L")),
}

INTEGRATED = {
    "weighted normal": ("exp(-x^2/2)*(1-a+a*x^2)/sqrt(2*pi)", REAL, {"a": "unit"}),
    "two-piece normal": (
        "Piecewise((sqrt(2/pi)/(a+b)*exp(-(x-m)^2/(2*a^2)), x<m), (sqrt(2/pi)/(a+b)*exp(-(x-m)^2/(2*b^2)), True))",
        REAL,
        {"m": "real", "a": "positive", "b": "positive"},
    ),
    "gamma mixture": ("exp(-x)*(t+(1-t)*x^2/2)", X, {"t": "unit"}),
}

# an integrand that SymPy works at until its time is up
LONG = ("a*b/(a-b)*(exp(-b*x)-exp(-a*x))", X, {"b": "positive", "a": "(b, oo)"})

OPEN = {
    "skew normal": ("exp(-x^2/2)/sqrt(2*pi)*(1+erf(a*x/sqrt(2)))", REAL, {"a": "real"}),
    "normal mixture": ("(w*exp(-x^2/2)+(1-w)*exp(-(x-1)^2/2))/sqrt(2*pi)", REAL, {"w": "unit"}),
}


def by_quadrature(family, point, edges):
    """∫ ∂ᵢp ∂ⱼp / p between the edges, by SymPy's diff and mpmath's quad"""
    (x,), density = [v.symbol for v in family.variables], family.density
    slopes = [sp.diff(density, parameter) for parameter in family.theta]
    functions = [sp.lambdify(x, e.subs(point), [{"exp": guarded_exp}, "mpmath"]) for e in (density, *slopes)]
    places = sorted({number(e.subs(point)) for e in edges})
    inner = [mpf(k) for k in (-9, -4, -1, 1, 4, 9, 25) if places[0] < k < places[-1]]

    def term(v, a, b):
        p, *d = (function(v) for function in functions)
        return d[a] * d[b] / p if p and all(map(mp.isfinite, d)) else mpf(0)

    count, places = len(slopes), sorted({*places, *inner})
    return [
        [mp.quad(lambda v, a=a, b=b: term(v, a, b), places, maxdegree=8) for b in range(count)] for a in range(count)
    ]


def number(end):
    return mp.mpmathify(end.evalf(40)) if end.is_finite else mp.inf * int(sp.sign(end))


def guarded_exp(z):
    """eᶻ, and 0 where mpmath would write down millions of digits of an exponent"""
    return mpf(0) if z < -(10**6) else mp.exp(z) if z < 10**6 else mp.inf


def assert_right(law, solution, digits=15):
    assert set(solution.entries) == set(law.pairs)
    edges = {edge for piece in pieces(law) for edge in (piece.lower, piece.upper)}
    for point in interior_points(law.family, 2, seed=41):
        with mp.workdps(30):
            truth = by_quadrature(law.family, point, edges)
            for (a, b), step in solution.entries.items():
                value = mp.mpmathify(step.rhs.subs(point).evalf(30))
                assert abs(value - truth[a][b]) <= mpf(10) ** -digits * mp.sqrt(truth[a][a] * truth[b][b])


@pytest.mark.parametrize("label", FRACTIONS)
def test_closes_by_partial_fractions(label):
    law = Law(Family(*FRACTIONS[label]))
    assert_right(law, partial_fractions.solve(law))


@pytest.mark.parametrize("label", INTEGRATED)
def test_closes_by_integration_in_a_process(label):
    law = Law(Family(*INTEGRATED[label]))
    assert partial_fractions.solve(law) is None
    assert_right(law, general.solve(law, 60))


@pytest.mark.parametrize("label", OPEN)
def test_stays_open_within_its_budget(label):
    law = Law(Family(*OPEN[label]))
    start = time.monotonic()
    assert general.solve(law, 3) is None
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("triangular, mode", "1/(c*(1 - c))"),
        ("half-logistic", "(3 + pi**2)/(9*s**2)"),
        ("exponential-logarithmic", "-polylog(2, 1 - p)/(b**2*log(p))"),
    ],
)
def test_is_what_a_textbook_prints(label, shown):
    law = Law(Family(*FRACTIONS[label]))
    steps = list(partial_fractions.solve(law).entries.values())
    assert str(steps[-1].rhs) == shown


@pytest.mark.parametrize("a", [0, 1, 3, sp.Rational(1, 2)])
@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("ends", [(0, 1), (1, sp.oo), (0, sp.oo)])
def test_the_table_of_fractions(a, n, ends):
    cases = [
        (0, 0, -2),
        (0, 0, 3),
        (sp.Rational(1, 3), 1, 0),
        (3, 2, 0),
        (-sp.Rational(1, 2), 3, 0),
        (-1, 1, 0),
        (2, 1, -1),
    ]
    for d, m, g in cases:
        fraction = Fraction(*map(sp.sympify, (a, n, d, m, g)), points=[{}])
        try:
            closed = fraction.over(*map(sp.sympify, ends))
        except NoIntegral:
            continue
        x = sp.Symbol("x", positive=True)
        integrand = sp.lambdify(x, x**a * (-sp.log(x)) ** n * (1 + d * x) ** (-m) * sp.exp(g * x), "mpmath")
        places = [mpf(0), mpf(1) / 2, mpf(1)] if ends[1] == 1 else [mpf(ends[0]), mpf(3), mpf(8), mp.inf]
        expected = mp.quad(lambda v, f=integrand: f(v) if v not in (0, 1) else mpf(0), places)
        assert mp.almosteq(mp.mpmathify(closed.evalf(20)), expected, 1e-9)


@pytest.mark.parametrize("shape", [(1, -1, 1), (2, 1, -1), (1, -3, sp.Rational(5, 2)), (-3, 2, -1), (1, 4, 1)])
@pytest.mark.parametrize("q", [1, 2, 3])
def test_the_table_of_quadratics(shape, q):
    closed = Quadratic(*map(sp.sympify, shape), points=[{}]).unit(sp.Integer(2), sp.Integer(-3), q)
    a, b, c = (mp.mpmathify(sp.N(e, 20)) for e in shape)
    expected = mp.quad(lambda v: (2 * v - 3) / (a + b * v + c * v * v) ** q, [0, mpf(1) / 2, 1])
    assert mp.almosteq(mp.mpmathify(closed.evalf(20)), expected, 1e-10)


def test_a_plausible_but_wrong_form_is_not_accepted():
    law = Law(Family("r*exp(-r*x)", X, positive("r")))
    acceptance, (r,) = Acceptance(law), law.family.theta
    assert acceptance.accept((0, 0), 1 / r**2) == 1 / r**2
    assert acceptance.accept((0, 0), 1 / r**2 + sp.Rational(1, 10**13)) is None
    assert acceptance.accept((0, 0), sp.Integral(1 / r**2, (sp.Symbol("z"), 0, 1))) is None


def test_cases_are_decided_by_the_points():
    p = sp.Symbol("p", positive=True)
    points = [{p: sp.Rational(1, 3)}, {p: sp.Rational(1, 2)}]
    assert settle(sp.Piecewise((p, p < 1), (sp.oo, True)), points) == p
    assert settle(sp.Piecewise((p, p < sp.Rational(2, 5)), (0, True)), points) is None
    assert settle(sp.I * p, points) is None


def test_pieces_have_neither_kinks_nor_cases():
    law = Law(Family("exp(-abs(x-m)/b)/(2*b)", REAL, {"m": "real", "b": "positive"}))
    left, right = pieces(law)
    assert (left.upper, right.lower) == (law.family.theta[0],) * 2
    assert not any(piece.density.has(sp.Abs) for piece in (left, right))


def test_no_process_is_left_when_the_time_is_up():
    law = Law(Family(*LONG))
    before = set(children())  # what other tests have left to multiprocessing, such as its tracker of resources
    assert general.solve(law, 0.2) is None
    assert not set(children()) - before


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name != "posix", reason="signals are sent by POSIX means")
def test_no_process_is_left_when_the_user_interrupts():
    code = (
        "from symfisher.expect import general; from symfisher.expect.law import Law\n"
        "from symfisher.model import Family\n"
        f"law = Law(Family(*{LONG!r}))\n"
        "print('ready', flush=True)\n"
        "general.solve(law, 60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) != 0
    assert not children(process.pid)


def test_without_processes_the_family_stays_open(monkeypatch):
    def refuse(*_, **__):
        raise OSError

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert general.solve(Law(Family(*LONG))) is None


def children(parent=None):
    """The processes whose parent this is, where /proc says so"""
    found = []
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else ():
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == (parent or os.getpid()):
            found.append(entry)
    return found


def test_an_order_that_no_function_differentiates_is_open_and_no_error():
    """∂/∂v of K_v(a) has no closed form; the other entries and the digits are there."""
    inverse = Family("x^(v-1)*exp(-a*(x+1/x)/2)/(2*besselk(v,a))", X, {"v": "real", "a": "positive"})
    found = fisher(inverse)
    assert found.status == "open" and found.matrix[1, 1].has(sp.besselk)
    assert mp.almosteq(found.numeric({"v": "3/2", "a": "3/2"}, 12)[1, 1], mpf("0.50666666666666666"), 1e-10)
