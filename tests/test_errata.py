"""docs/errata.md: symfisher gives what the definition gives, and the formula shipped elsewhere does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import mpmath
import pytest
import sympy as sp
from mpmath import digamma, exp, expm1, fsum, inf, log, mp, mpf, nstr, pi, quad, sqrt

import symfisher

PAGE = (Path(__file__).parent.parent / "docs" / "errata.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\S+ `\S+`) \| `(\w+), (\w+)` \| `(.+?)` \| (\S+) \| (\S+) \|$", PAGE, re.M)
DIGITS = 18  # of the working; 15 must agree


# The definition: the weight ∂ᵢp ∂ⱼp / p, totalled over the space.


def half_line(weight, at):
    return quad(lambda y: weight(y=y), [0, mpf("0.5"), 2, 10, inf])


def unit_interval(weight, at):
    return quad(lambda y: weight(y=y), [0, mpf("0.2"), mpf("0.5"), mpf("0.8"), 1])


def both_sides(weight, at):
    return quad(lambda y: weight(y=y), [-inf, at["m"] - 40, at["m"], at["m"] + 40, inf])


def counts(weight, at):
    return fsum(weight(y=mpf(y)) for y in range(130))


def integers(weight, at):
    return fsum(weight(k=mpf(k)) for k in range(-35, 45))


def ten_trials(weight, at):
    return fsum(weight(y=mpf(y), z=mpf(z)) for y in range(11) for z in range(11 - y))


def plane(weight, at):
    """Polar coordinates of the whitened plane: in the angle the weight is a polynomial of low degree in cos and sin."""
    s, d = at.get("s", mpf(1)), at.get("d", mpf(1))
    c = at["c"] if "c" in at else at["r"]
    stretch, height = sqrt(s), sqrt(d - c**2 / s)
    angles = [pi * k / 6 for k in range(6)]  # the weight at −(x, y) is that at (x, y)

    def ring(radius):
        points = [(radius * mpmath.cos(angle), radius * mpmath.sin(angle)) for angle in angles]
        return radius * fsum(weight(x=stretch * u, y=c / stretch * u + height * v) for u, v in points)

    return quad(ring, [0, 4, inf]) * stretch * height * pi / 3


# The formulas as shipped, in the letters of the page.


def trigamma(z):
    return mpmath.psi(1, z)


def exppoisson(b, lam):
    return {"lam, lam": (1 + exp(2 * lam) - lam**2 * exp(lam) - 2 * exp(lam)) / (lam * -expm1(-lam)) ** 2}


def expexpff(b, a):
    second = trigamma(1) - trigamma(a - 1) + (digamma(a - 1) - digamma(1)) ** 2
    third = trigamma(1) - digamma(a) + (digamma(a) - digamma(1)) ** 2
    return {"b, b": (1 + a * (a - 1) * second / (a - 2)) / b**2 + a * third / b**2}


def paralogistic(b, a, p=1, q=None):
    """The entries of GB2 for the scale and the first shape, p and q held fixed."""
    p, q = mpf(p), q or a
    bracket = (digamma(q) - digamma(p) + (p - q) / (p * q)) ** 2 - (p**2 + q**2) / (p * q) ** 2
    return {
        "b, a": (p - q - p * q * (digamma(p) - digamma(q))) / (b * (1 + p + q)),
        "a, a": (1 + p + q + p * q * (trigamma(p) + trigamma(q) + bracket)) / (a**2 * (1 + p + q)),
    }


def inverse_paralogistic(b, a):
    return paralogistic(b, a, p=a, q=mpf(1))


def bistudentt(n, r):
    two, three, rest = mpmath.beta(2, n / 2), mpmath.beta(3, n / 2), 1 - r**2
    entry = (1 + r**2) / rest**2 + (n**2 + 2 * n) * r**2 * three / (4 * rest**2)
    entry += (n**2 + 2 * n) * (2 - 3 * r**2 + r**6) * three / (16 * rest**4)
    return {"r, r": entry + (n**2 + 2 * n) * (1 + r**2) * two / (4 * rest**2)}


def nb2(m, s):
    return {"s, s": (log(1 + s * m) + digamma(1 / s) - digamma(m + 1 / s)) ** 2}


def inflated_nb2(m, s, p):
    zero = (1 + s * m) ** (-1 / s)
    entry = nb2(m, s)["s, s"] / s**4 * (1 - p) * (1 - zero)
    rest = (1 - p) ** 2 * ((1 + s * m) * log(1 + s * m) - s * m)
    return {"s, s": entry + rest / (s**4 * (1 + s * m) ** (2 + 1 / s) * (1 + p / zero - p))}


def negbin_prob(p, n):
    return {"n, n": trigamma(n) - trigamma(n + n * (1 - p) / p)}


def skellam(a, b):
    ratio = mpmath.besseli(a - b - 1, 2 * sqrt(a * b)) / mpmath.besseli(a - b, 2 * sqrt(a * b))
    return {
        "a, a": b / a * ratio**2 - 2 * sqrt(b / a) * ratio + 1,
        "a, b": ratio**2 - 2 * sqrt(a / b) * ratio + a / b,
        "b, b": a / b * ratio**2 - 2 * (a / b) ** mpf(1.5) * ratio + (a / b) ** 2,
    }


def beta_meansize(m, v):
    return {
        "m, m": v**2 / (1 - m) ** 2 * (trigamma(m * v) - trigamma(v)),
        "m, v": -v / (1 - m) * trigamma(v),
        "v, v": trigamma(v - m * v) - trigamma(v),
    }


def beta_meanvar(m, s):
    size = m * (1 - m) / s - 1
    last = s**2 * (3 * m**2 - 2 * m + s) ** 2 / ((m - 1) ** 4 * m**2)
    return {
        "m, m": (m**2 - m + s) ** 2 / ((m - 1) ** 2 * s**2) * (trigamma(m * size) - trigamma(size)),
        "m, s": s * ((2 - 3 * m) * m - s) / (m * (m - 1) ** 2) * trigamma(size),
        "s, s": last * (trigamma((1 - m) * size) - trigamma(size)),
    }


def scatter(s, d, c, inner=1, outer=1):
    """inner/4 times P⊗P plus outer/4 times vec P (vec P)ᵀ, P = Σ⁻¹, folded on symmetric matrices."""
    a, b, off = d / (s * d - c**2), s / (s * d - c**2), -c / (s * d - c**2)
    both = (inner * 2 * (a * b + off**2) + outer * 4 * off**2) / 4
    return {"s, d": (inner * off**2 + outer * a * b) / 4, "c, c": both}


@dataclass(frozen=True)
class Case:
    """A family of the page: its density, its space and how that is totalled, and the entries as shipped.

    A parameter that no row of the page asks about is known here, which saves time and changes no entry.
    """

    density: str
    space: tuple[dict[str, str], Callable]
    parameters: dict[str, str]
    shipped: Callable
    given: tuple[str, ...] = ()
    known: dict[str, str] = field(default_factory=dict)


@cache
def information(label):
    case = CASES[label]
    return symfisher.fisher(
        symfisher.Family(case.density, case.space[0], case.parameters, known=case.known, given=case.given)
    )


def positive(letters):
    return dict.fromkeys(letters.split(), "positive")


HALF, COUNT = ({"y": "(0, oo)"}, half_line), ({"y": "0..oo"}, counts)
UNIT, PLANE = ({"y": "unit"}, unit_interval), ({"x": "real", "y": "real"}, plane)
LOCATION = {"m": "real", "s": "positive"}
SCATTER = positive("s d") | {"c": "real"}
QUADRATIC = "(d*x^2 - 2*c*x*y + s*y^2)/(s*d - c^2)"
NB2 = "gamma(y + 1/s)/(gamma(1/s)*gamma(y + 1))*(1 + s*m)^(-1/s)*(s*m/(1 + s*m))^y"
INFLATED = f"Piecewise((p + (1 - p)*(1 + s*m)^(-1/s), Eq(y, 0)), ((1 - p)*{NB2}, True))"
SIZE = "(m*(1 - m)/s - 1)"
MEANVAR = f"y^(m*{SIZE} - 1)*(1 - y)^((1 - m)*{SIZE} - 1)/beta(m*{SIZE}, (1 - m)*{SIZE})"

CASES = {
    "VGAM `exppoisson`": Case(
        "lam*b/(1 - exp(-lam))*exp(-lam - b*y + lam*exp(-b*y))", HALF, positive("lam"), exppoisson, known=positive("b")
    ),
    "VGAM `expexpff`": Case(
        "a*b*exp(-b*y)*(1 - exp(-b*y))^(a - 1)", HALF, positive("b"), expexpff, known=positive("a")
    ),
    "VGAM `paralogistic`": Case("a^2*y^(a - 1)/(b^a*(1 + (y/b)^a)^(a + 1))", HALF, positive("b a"), paralogistic),
    "VGAM `inv.paralogistic`": Case(
        "a^2*y^(a^2 - 1)/(b^(a^2)*(1 + (y/b)^a)^(a + 1))", HALF, positive("b a"), inverse_paralogistic
    ),
    "VGAM `bistudentt`": Case(
        "(1 + (x^2 + y^2 - 2*r*x*y)/(n*(1 - r^2)))^(-n/2 - 1)/(2*pi*sqrt(1 - r^2))",
        PLANE,
        {"r": "(-1, 1)"},
        bistudentt,
        known=positive("n"),
    ),
    "gasmodel `negbin_nb2`": Case(NB2, COUNT, positive("s"), nb2, known=positive("m")),
    "gasmodel `zinegbin_nb2`": Case(INFLATED, COUNT, positive("s"), inflated_nb2, known=positive("m") | {"p": "unit"}),
    "gasmodel `negbin_prob`": Case(
        "gamma(y + n)/(gamma(n)*gamma(y + 1))*p^n*(1 - p)^y", COUNT, positive("n"), negbin_prob, known={"p": "unit"}
    ),
    "gasmodel `skellam_diff`": Case(
        "exp(-a - b)*(a/b)^(k/2)*besseli(abs(k), 2*sqrt(a*b))", ({"k": "integer"}, integers), positive("a b"), skellam
    ),
    "gasmodel `beta_meansize`": Case(
        "y^(m*v - 1)*(1 - y)^((1 - m)*v - 1)/beta(m*v, (1 - m)*v)", UNIT, {"m": "unit", "v": "positive"}, beta_meansize
    ),
    "gasmodel `beta_meanvar`": Case(MEANVAR, UNIT, {"m": "unit", "s": "(0, m*(1 - m)/3)"}, beta_meanvar),
    "gasmodel `mvnorm_meanvar`": Case(
        f"exp(-{QUADRATIC}/2)/(2*pi*sqrt(s*d - c^2))", PLANE, SCATTER, scatter, given=("c^2 < s*d",)
    ),
    "gasmodel `mvt_meanvar`": Case(
        f"(1 + {QUADRATIC}/n)^(-n/2 - 1)/(2*pi*sqrt(s*d - c^2))",
        PLANE,
        SCATTER,
        lambda s, d, c, n: scatter(s, d, c, (n + 2) / (n + 4), n / (n + 4)),
        given=("c^2 < s*d",),
        known=positive("n"),
    ),
    "joker `Lnorm`": Case(
        "exp(-(log(y) - m)^2/(2*s^2))/(y*s*sqrt(2*pi))",
        ({"y": "(0, oo)"}, lambda weight, at: both_sides(lambda y: weight(y=exp(y)) * exp(y), at)),
        LOCATION,
        lambda m, s: {"m, m": 1 / s, "s, s": 2 / s},
    ),
    "joker `Laplace`": Case(
        "exp(-abs(y - m)/s)/(2*s)", ({"y": "real"}, both_sides), LOCATION, lambda m, s: {"m, m": mpf(1), "s, s": 1 / s}
    ),
    "joker `Multinom`": Case(
        "10!/(y!*z!*(10 - y - z)!)*p^y*q^z*(1 - p - q)^(10 - y - z)",
        ({"y": "0..10", "z": "0..10 - y"}, ten_trials),
        {"p": "unit", "q": "(0, 1 - p)"},
        lambda p, q: {"p, p": 10 * (1 / p - 1 / (1 - p - q)), "p, q": -10 / (1 - p - q)},
    ),
}


def exact(point):
    return {name: sp.Rational(value) for name, value in (text.split("=") for text in point.split())}


def digits(at):
    return {name: mpf(value.p) / value.q for name, value in at.items()}


def by_definition(case, row, column, at):
    """E[∂ᵢℓ ∂ⱼℓ] at a point, from the density alone."""
    variables, total = case.space
    letters = {name: sp.Symbol(name, real=True) for name in (*variables, *at)}
    text = re.sub(r"(\w+|\([^()]*\))!", r"factorial(\1)", case.density).replace("^", "**")
    p = sp.sympify(text, locals=letters)
    numbers = {letters[name]: value for name, value in at.items()}
    parts = (p, sp.diff(p, letters[row]), sp.diff(p, letters[column]))
    mass, first, second = (sp.lambdify([letters[v] for v in variables], e.subs(numbers), "mpmath") for e in parts)
    return total(lambda **values: first(**values) * second(**values) / mass(**values), digits(at))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}{row[2]}")
def test_a_row_of_the_page(row):
    label, first, second, point, says, true = row
    case, at = CASES[label], exact(point)
    names = list(case.parameters)
    with mp.workdps(DIGITS):
        shipped = case.shipped(**digits(at))[f"{first}, {second}"]
        truth = by_definition(case, first, second, at)
        ours = information(label).numeric(at, digits=18)[names.index(first), names.index(second)]
        assert abs(ours - truth) <= mpf(10) ** -15 * abs(truth)
        assert (nstr(shipped, 6), nstr(truth, 6)) == (says, true)
        assert abs(shipped - truth) > abs(truth) / 20


def test_the_page_has_every_case():
    points = {label: digits(exact(point)) for label, _, _, point, _, _ in ROWS}
    entries = {(label, entry) for label, case in CASES.items() for entry in case.shipped(**points[label])}
    assert {(label, f"{first}, {second}") for label, first, second, *_ in ROWS} == entries
