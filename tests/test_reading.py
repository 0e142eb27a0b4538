"""Texts that are read, texts that are refused, and texts meant to do harm."""

from __future__ import annotations

import sys
import time
from itertools import count

import pytest
import sympy as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import Integer, Rational, Symbol, oo

from symfisher.errors import ParseError
from symfisher.model import Family
from symfisher.reading.declarations import read_model, split_declaration
from symfisher.reading.domains import read_space
from symfisher.reading.effort import EffortError, limited_effort
from symfisher.reading.functions import ALIASES, FUNCTIONS
from symfisher.reading.text import check_name, read_condition, read_expression
from symfisher.space import Space

_POSITIVE = ("x", "y", "sigma", "lambda", "alpha", "beta", "gamma", "zeta", "k", "p1", "p2")
SYMBOLS = {
    **{name: Symbol(name, positive=True) for name in _POSITIVE},
    **{name: Symbol(name, real=True) for name in ("mu", "z", "rho", "θ")},
    "n": Symbol("n", integer=True, positive=True),
}
x, y, sigma, lam, alpha, beta, gamma, zeta, k, p1, p2, mu, z, rho, theta, n = SYMBOLS.values()
j = Symbol("j", integer=True, nonnegative=True)
_J1 = Symbol("j", integer=True, positive=True)


def read(text: str) -> sp.Expr:
    return read_expression(text, SYMBOLS)


def piecewise(*pairs: tuple[object, object]) -> sp.Expr:
    return sp.Piecewise(*pairs, evaluate=False)


READ = {
    "1": Integer(1),
    "1.50": Rational(3, 2),
    ".5": Rational(1, 2),
    "1.": Integer(1),
    "1.5e-3*x": 3 * x / 2000,
    "1E3": Integer(1000),
    "0.1 + 0.2": Rational(3, 10),
    "1e-300*x": x / 10**300,
    "-x^2": -(x**2),
    "(-z)^2": z**2,
    "2^-x": 2 ** (-x),
    "2^-x^2": 2 ** (-(x**2)),
    "2**3^2": Integer(512),
    "x - y - z": x - y - z,
    "x/y/z": x / (y * z),
    "x/y*z": x * z / y,
    "1/(2*(z + 1)/y)": y / (z + 1) / 2,
    "-x*y + +z": -x * y + z,
    "2*-x": -2 * x,
    "- - -x": -x,
    "x − 1": x - 1,
    "2·x×y⋅z": 2 * x * y * z,
    "x\n  +\ty": x + y,
    "exp(-(x - mu)^2/(2*sigma^2))/(sigma*sqrt(2*pi))": sp.exp(-((x - mu) ** 2) / (2 * sigma**2))
    / (sigma * sp.sqrt(2 * sp.pi)),
    "lambda*exp(-lambda*x)": lam * sp.exp(-lam * x),
    "E^x": sp.exp(x),
    "E": sp.E,
    "π*x": sp.pi * x,
    "EulerGamma": sp.EulerGamma,
    "θ": theta,
    # A name followed by a parenthesis is the function when the arguments fit.
    "gamma(x - 1)*gamma": sp.gamma(x - 1) * gamma,
    "x^(alpha - 1)*(1 - x)^(beta - 1)/beta(alpha, beta)": x ** (alpha - 1)
    * (1 - x) ** (beta - 1)
    / sp.beta(alpha, beta),
    "zeta + zeta(k)": zeta + sp.zeta(k),
    "ln(x)": sp.log(x),
    "log(x, 2)": sp.log(x) / sp.log(2),
    "2^0.7182818284": 2 ** Rational(7182818284, 10**10),
    "(10*x)^0.123": (10 * x) ** Rational(123, 1000),
    "12^0.25": Integer(12) ** Rational(1, 4),
    "cbrt(x)": x ** Rational(1, 3),
    "abs(z)": sp.Abs(z),
    "lgamma(x)": sp.loggamma(x),
    "digamma(x) + trigamma(x)": sp.polygamma(0, x) + sp.polygamma(1, x),
    "E1(x)": sp.expint(1, x),
    "rf(x, 2)": x * (x + 1),
    "uppergamma(0, 4/3)": sp.uppergamma(0, Rational(4, 3)),
    "binomial(n, 2)": sp.binomial(n, 2),
    "factorial(5)": Integer(120),
    "besseli(0, x)*besselk(1, x)": sp.besseli(0, x) * sp.besselk(1, x),
    "Max(x, y, 1)": sp.Max(x, y, 1),
    "polylog(2, z)": sp.polylog(2, z),
    "(-1)^n": (-1) ** n,
    "0^0": Integer(1),
    "Sum(x^j/factorial(j), (j, 0, oo))": sp.Sum(x**j / sp.factorial(j), (j, 0, oo)),
    "1 - Sum(x^j, (j, 1, n))": 1 - sp.Sum(x**_J1, (_J1, 1, n)),
    "Piecewise((x, x < 1))": piecewise((x, x < 1), (0, True)),
    "Piecewise((x, x < 1), (0, True))": piecewise((x, x < 1), (0, True)),
    "Piecewise((x, 0 <= z < 1), (0, otherwise))": piecewise((x, sp.And(sp.Le(0, z), z < 1)), (0, True)),
    "Piecewise((1, (z > 1) | ~(x > 1)), (0, True))": piecewise((1, (z > 1) | (x <= 1)), (0, True)),
    "Piecewise((1, And(z > 1, Ne(x, 1))), (0, True))": piecewise((1, (z > 1) & sp.Ne(x, 1)), (0, True)),
    "Piecewise((1, x < 0), (x, x > 0), (2, True))": x,
}


@pytest.mark.parametrize("text", READ)
def test_reads(text: str) -> None:
    assert read(text) == READ[text]


SAME = {
    "e^(-x)": "exp(-x)",
    "Gamma(x)*Γ(y)": "gamma(x)*gamma(y)",
    "B(x, y)": "beta(x, y)",
    "psi(x)": "digamma(x)",
    "arctan(x) + sgn(z)": "atan(x) + sign(z)",
    "binom(n, k) + choose(n, k)": "2*binomial(n, k)",
    "max(x, y)": "Max(x, y)",
    "lnGamma(x) - gammaln(x)": "0",
    "log1p(x)": "log(1 + x)",
    "expm1(-x)": "exp(-x) - 1",
    "log10(x)": "log(x, 10)",
    "pow(x, y + 1)": "x^(y + 1)",
    "Phi(x)": "(1 + erf(x/sqrt(2)))/2",
    "phi(x/y)/y": "exp(-(x/y)^2/2)/(y*sqrt(2*pi))",
    "expit(z)": "1/(1 + exp(-z))",
    "logit(x)": "log(x/(1 - x))",
    "I0(k)": "besseli(0, k)",
    "|x - mu|": "Abs(x - mu)",
    "|x|*|z - 1|": "Abs(x)*Abs(z - 1)",
    "||z| - 1|": "Abs(Abs(z) - 1)",
    "n!/(k!*(n - k)!)": "factorial(n)/(factorial(k)*factorial(n - k))",
    "-n!": "-factorial(n)",
    "2^k!": "2^factorial(k)",
    "x²*y": "x^2*y",
    "-x²": "-(x^2)",
    "x⁻¹²": "x^(-12)",
    "√x*y": "sqrt(x)*y",
    "√(x + 1)": "sqrt(x + 1)",
    "x ÷ y": "x/y",
    "x·y": "x*y",
    "Piecewise((1, x < 1 and y < 1 or not z < 1))": "Piecewise((1, (x < 1) & (y < 1) | ~(z < 1)))",
    "Heaviside(x - 1)": "Piecewise((1, x > 1), (0, True))",
}


@pytest.mark.parametrize("text", SAME)
def test_other_spellings_are_the_same(text: str) -> None:
    assert sp.simplify(read(text) - read(SAME[text])) == 0


OTHER_SPACES = {
    **dict.fromkeys(("ℝ", "reals", "Real", "-oo < x < oo"), "(-oo, oo)"),
    **dict.fromkeys(("R+", "positive reals", "x > 0", "0 < x", "> 0"), "(0, oo)"),
    **dict.fromkeys(("0 < x < 1", "1 > x > 0", "probability", "Unit"), "(0, 1)"),
    **dict.fromkeys(("ℕ", "N0", "natural numbers", "non-negative integers", "{0, 1, ...}", "{0,1,2,…}"), "0..oo"),
    "x >= 2": "[2, oo)",
    "x ≤ 2": "(-oo, 2]",
    "{0, 1}": "0..1",
    "{1, ..., 6}": "1..6",
    "positive integers": "1..oo",
}


@pytest.mark.parametrize("text", OTHER_SPACES)
def test_other_spellings_of_spaces(text: str) -> None:
    assert str(read_space(text, {}, "x", "x")) == OTHER_SPACES[text]


def test_a_row_may_begin_at_a_known_count() -> None:
    k = sp.Symbol("k", integer=True, nonnegative=True)
    assert [str(read_space(text, {"k": k}, "x", "x")) for text in ("{k, k+1, ...}", "{k, k + 1, …, 9}")] == [
        "k..oo",
        "k..9",
    ]
    for text in ("{k, k+2, ...}", "{k, 2*k, ...}", "{0, 2, ...}", "{-1, 1}", "{k}", "{...}", "{}"):
        with pytest.raises(ParseError, match="not in a row"):
            read_space(text, {"k": k}, "x", "x")


@pytest.mark.parametrize(("text", "name"), [("x > 0", "x"), ("0 < p < 1", "p"), ("a<=k", "a"), ("k in {0, 1}", "k")])
def test_a_declaration_may_be_a_comparison(text: str, name: str) -> None:
    assert split_declaration(text, "--var")[0] == name


def test_every_function_is_sympys_own() -> None:
    """The name of a function in the table is the name it has in SymPy."""
    for name, known in FUNCTIONS.items():
        assert known.build is getattr(sp, name)
    assert set(ALIASES.values()) <= set(FUNCTIONS)


REFUSED = [
    ("", None, "empty"),
    (" \n ", None, "empty"),
    ("sigm*x", 1, "did you mean 'sigma'? Declare it as a variable, a parameter"),
    ("x*q7", 3, "unknown name 'q7'. Declare it"),
    ("μ*x", 1, "did you mean 'mu'?"),
    ("2x", 2, "write 2*x"),
    ("x y", 3, "write x*y"),
    ("2(x + 1)", 2, "write 2*(...)"),
    ("(x)(y)", 4, "write (...)*(...)"),
    ("sni(x)", 1, "did you mean 'sin'?"),
    ("exp", 1, "'exp' is a function; write exp(...)"),
    ("x*(y + (z", 8, "never closed"),
    ("exp(x", 4, "never closed"),
    ("exp(", 4, "never closed"),
    ("x + 1)", 6, "closes nothing"),
    ("x*", 3, "ends where"),
    ("*x", 1, "found '*' where"),
    ("x***2", 4, "found '*' after '^'"),
    ("()", 1, "nothing between"),
    ("1,5*x", 2, "write a decimal as 0.5"),
    ("(1, 5)*x", 1, "write a decimal as 0.5"),
    ("sin(x, y)", 1, "sin takes 1 argument, not 2"),
    ("exp()", 1, "exp takes 1 argument, not 0"),
    ("log(x, 2, 3)", 1, "log takes 1 or 2 arguments, not 3"),
    ("sin(x,)", 7, "found ')' after ',' where"),
    ("k(x - 1)", 1, "to multiply write k*(x - 1)"),
    ("beta(x - 1)", 1, "takes 2 arguments; to multiply write beta*(x - 1)"),
    ("pi(x)", 1, "write pi*(x)"),
    ("x.diff", 2, "'.' is not read"),
    ("x['a']", 2, "round parentheses"),
    ("'x'", 1, "without quotes"),
    ("lambda x: x", 9, "':' is not read"),
    ("x; y", 2, "';' is not read"),
    ("x!!", 2, "two meanings"),
    ("|x", 1, "never closed"),
    ("2*|x", 3, "never closed"),
    ("!x", 1, "found '!' where"),
    ("floor(x)", 1, "by cases"),
    ("log1p(x, y)", 1, "log1p"),
    ("x₁", 2, "write x1"),
    (r"\alpha", 1, "LaTeX is not read"),
    ("x = 1", 3, "write =="),
    ("x if x else y", 3, "write Piecewise("),
    ("x and y", 1, "belongs inside Piecewise"),
    ("1.2.3", 4, "an operator is missing"),
    ("oo", 1, "not a number"),
    ("x*nan", 3, "not a number"),
    ("inf + zoo", 1, "not a number"),
    ("I*x", 1, "imaginary"),
    ("x < 1", 1, "belongs inside Piecewise"),
    ("(x < 1) + 1", 2, "belongs inside Piecewise"),
    ("True", 1, "is a condition"),
    ("Eq(x, 1)", 1, "only in a condition"),
    ("1/0", 3, "divides by zero"),
    ("1/(x/0)", 5, "divides by zero"),
    ("1 + x/(y - y)", 8, "divides by zero"),
    ("x/(sin(1)^2 + cos(1)^2 - 1)", 4, "divides by zero"),
    ("0^-1", 1, "divides by zero"),
    ("x + log(0)", 5, "not finite"),
    ("gamma(-3)", 1, "not finite"),
    ("sqrt(-1)", 1, "not a real number"),
    ("sqrt(-x)", 1, "not a real number"),
    ("(-8)^(1/3)", 2, "not a real number"),
    ("(-2)^z", 2, "not a real number"),
    ("log(-x)", 1, "not a real number"),
    ("acos(2)", 1, "not a real number"),
    ("Sum(x, (x, 0, oo))", 9, "the index of a sum"),
    ("Sum(x, j)", 1, "write a sum as"),
    ("Sum(j, (j, 0, 3))", 1, "no symbol in it"),
    ("Sum(x^j, (j, 1/2, oo))", 14, "are integers"),
    ("Sum(x^j, (j, 0, 10^6))", 17, "beyond"),
    ("Sum(x^oo, (j, 0, oo))", 7, "not a number"),
    ("Sum(x^j, (j, 0, oo)) + j", 24, "unknown name 'j'"),
    ("Piecewise(x, y)", 1, "write the pieces as"),
    ("Piecewise((x, y), (0, True))", 15, "a condition should stand"),
    ("Piecewise((x, And()), (0, True))", 15, "write And(a, b)"),
    ("Piecewise((x, Eq(x)), (0, True))", 15, "write Eq(a, b)"),
]


@pytest.mark.parametrize(("text", "column", "fragment"), REFUSED)
def test_refuses(text: str, column: int | None, fragment: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(text)
    message = str(caught.value)
    assert fragment in message
    assert "\n" not in message
    assert message.startswith("density: " if column is None else f"density, column {column}: ")


def test_the_place_is_named_and_lines_are_counted() -> None:
    with pytest.raises(ParseError, match=r"^atom 0, line 2, column 3: "):
        read_expression("x +\n  q7", SYMBOLS, "atom 0")


HOSTILE = [
    "9**9**9**9",
    "10**1000000000",
    "1e400",
    "1e-99999999999999999999",
    "9" * 5000,
    "factorial(10**8)",
    "gamma(-gamma(exp(exp(10**.5))))",
    "binomial(10^9, 5*10^8)",
    "binomial(EulerGamma, 999)^y",
    "zeta(10^7)",
    "2^(10^6)/3",
    "x^(10^12)",
    "(1+x)^(10^9)",
    "((x^1000)^1000)^1000",
    "((2*x)^1000)^1000",
    "(1+1e-300)^999^2",
    "exp(10^9*log(2*x))",
    "E^(10^9*log(2*x))",
    "2^(x+10^9)",
    "2^(10^9*log(x)/log(2))",
    "rf(x, 10^6)",
    "lowergamma(10^5, x)",
    "expint(-10^5, x)",
    "polygamma(10^5, x)",
    "polygamma(10, 10^7)",
    "besselj(10^9, 1)",
    "uppergamma(1e-300, 10)",
    "gamma(1 + 1e-290)",
    "(factorial(900) + 1)^(1/3)",
    "cosh(10^6)",
    "12^0.7182818284",
    "(12*x)^0.7182818284",
    "exp(0.7182818284*log(12))",
    "exp(0.7182818284*log(12*x))",
    "12^(1/97)*12^(50/89)*12^(50/83)*12^(50/79)*12^(50/73)",
    "(((12^(50/97))^(50/89))^(50/83))^(50/79)",
    "((0.333) + (1/3))^(binomial(99/2, 50))",
    "erfi(10^6)",
    "exp(exp(exp(10)))",
    "*".join(["factorial(800)"] * 1000),
    "Max(" + ",".join(f"x^{i}-z" for i in range(40)) + ")",
    "Sum(1/j^2, (j, 1, oo)) > 1",
    "Piecewise((1, digamma(Piecewise((1, x < 1), (10^12, True))) < 2), (0, True))",
    "(" * 5000 + "x" + ")" * 5000,
    "(" * 10000,
    "exp(" * 3000 + "x" + ")" * 3000,
    "~" * 1000 + "x",
    "^".join("x" * 3000),
    "-(" * 3000 + "x" + ")" * 3000,
    "+".join("x" * 6000),
    "x" * 20_001,
    "1 + " * 6000 + "1",
    "__import__('os').system('true')",
    "().__class__.__bases__[0]",
    "(lambda: 0)()",
    "exec(x)",
    "eval(x)",
    "x.__class__",
    "\0",
    "x\u202e+1",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:30])
def test_hostile_text_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ParseError) as caught:
        read(text)
    assert time.perf_counter() - start < 2
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


LARGE = {
    "+".join("x" * 4000): 4000 * x,
    "-".join("x" * 4000): -3998 * x,
    "*".join(["x"] * 900): x**900,
    "-" * 15_000 + "x": x,
    "(" * 100 + "x" + ")" * 100: x,
    "+".join(f"{i}/7*x^{i % 100}" for i in range(200)): None,
    "sin(" * 60 + "x" + ")" * 60: None,
}


@pytest.mark.parametrize("text", LARGE, ids=lambda text: text[:20])
def test_large_text_is_read_at_once(text: str) -> None:
    start = time.perf_counter()
    expr = read(text)
    assert time.perf_counter() - start < 2
    assert LARGE[text] in (None, expr)


def test_a_deep_caller_meets_no_recursion_error() -> None:
    def deeper(levels: int) -> None:
        if levels:
            return deeper(levels - 1)
        with pytest.raises(ParseError):
            read("(1+" * 110 + "x" + ")" * 110)
        return None

    deeper(sys.getrecursionlimit() - 250)


def test_effort_is_limited_and_the_limit_is_lifted_again() -> None:
    with pytest.raises(EffortError), limited_effort(50):
        sum(abs(each) for each in count())
    assert sys.getprofile() is None


CONDITIONS = {
    "p1 + p2 < 1": (p1 + p2 < 1,),
    "-1 < rho < 1": (sp.Lt(-1, rho), rho < 1),
    "z ≥ rho": (z >= rho,),
    "z == 1": (sp.Eq(z, 1),),
    "Eq(p1, p2)": (sp.Eq(p1, p2),),
    "Ne(p1, p2) & z != 1": (sp.Ne(p1, p2), sp.Ne(z, 1)),
    "x > 0": (),
    "0 < x <= y": (sp.Le(x, y),),
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_reads_conditions(text: str) -> None:
    assert read_condition(text, SYMBOLS) == CONDITIONS[text]


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("x", "column 1: write a comparison"),
        ("x < 1 | y < 1", "column 1: write a comparison"),
        ("x < 0", "can never hold"),
        ("2 < 1", "can never hold"),
        ("x = 1", "column 3: the character '='"),
        ("x < oo", "column 5: 'oo' is not a number"),
        ("x <", "column 4: the text ends"),
        ("Eq(x, y, z)", "write Eq(a, b)"),
    ],
)
def test_refuses_conditions(text: str, fragment: str) -> None:
    with pytest.raises(ParseError, match=r"^given, ") as caught:
        read_condition(text, SYMBOLS)
    assert fragment in str(caught.value)


@pytest.mark.parametrize("name", ["x", "sigma_1", "λ", "lambda", "beta", "x" * 40, "N", "S"])
def test_names(name: str) -> None:
    check_name(name, "variable")


@pytest.mark.parametrize(
    "name", ["", "1x", "_x", "x y", "x.y", "x²", "pi", "E", "oo", "I", "inf", "π", "x" * 41, "x\n"]
)
def test_names_refused(name: str) -> None:
    with pytest.raises(ParseError, match=r"^variable: .*\Z"):
        check_name(name, "variable")


def test_letters_of_two_codes_are_one() -> None:
    micro, greek = "\N{MICRO SIGN}", "\N{GREEK SMALL LETTER MU}"
    for declared in (micro, greek):
        for written in (micro, greek):
            assert read_expression(written, {declared: mu}) is mu


SPACES = {
    "(0, oo)": Space(Integer(0), oo),
    " [0,1) ": Space(Integer(0), Integer(1), lower_closed=True),
    "(-oo, oo)": Space(-oo, oo),
    "[-infinity, ∞]": Space(-oo, oo),
    "(mu - sigma/y, inf)": Space(mu - sigma / y, oo),
    "(0, 1 - x)": Space(Integer(0), 1 - x),
    "[z, rho]": Space(z, rho, lower_closed=True, upper_closed=True),
    "(0, binomial(4, 2))": Space(Integer(0), Integer(6)),
    "0..oo": Space(Integer(0), oo, discrete=True),
    "1..n": Space(Integer(1), n, discrete=True),
    "0 .. n - x": Space(Integer(0), n - x, discrete=True),
    "-3..3": Space(Integer(-3), Integer(3), discrete=True),
    "3..3": Space(Integer(3), Integer(3), discrete=True),
    "-oo..oo": Space(-oo, oo, discrete=True),
    "(n)..(n + 2)": Space(n, n + 2, discrete=True),
    "real": Space(-oo, oo),
    "Positive": Space(Integer(0), oo),
    "negative": Space(-oo, Integer(0)),
    "nonnegative": Space(Integer(0), oo, lower_closed=True),
    "unit": Space(Integer(0), Integer(1)),
    "integer": Space(-oo, oo, discrete=True),
    "naturals": Space(Integer(0), oo, discrete=True),
    "positive integer": Space(Integer(1), oo, discrete=True),
    "nonnegative_integer": Space(Integer(0), oo, discrete=True),
}


@pytest.mark.parametrize("text", SPACES)
def test_reads_spaces(text: str) -> None:
    assert read_space(text, SYMBOLS, "x") == SPACES[text]


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "x: the domain is empty"),
        ("postive", "x, column 1: unknown domain 'postive'; did you mean 'positive'?"),
        ("(1, 0)", "is empty"),
        ("(0, 0)", "is empty"),
        ("(sigma + 1, sigma)", "is empty"),
        ("3..2", "is empty"),
        ("(oo, 0)", "is empty"),
        ("0..-oo", "is empty"),
        ("(0, oo", "never closed"),
        ("0, oo)", "unknown domain"),
        ("(0, 1, 2)", "two ends with one comma"),
        ("(0)", "two ends with one comma"),
        ("(0,)", "column 4: an end is missing"),
        ("..3", "column 1: an end is missing"),
        ("1..2..3", "has two ends"),
        ("0.5..1", "are integers"),
        ("{0, 2}", "such as 0..n"),
        ("{a, b}", "such as 0..n"),
        ("{...}", "such as 0..n"),
        ("0 < y < 1", "compares the name itself"),
        ("0 < z < x < 1", "compares the name itself"),
        ("x > 0", "write for example (0, oo)"),
        ("  (0, sigm)", "column 7: unknown name 'sigm'"),
        ("(0, 1/0)", "column 7: this divides by zero"),
        ("(nan, 1)", "column 2: 'nan'"),
        ("(" * 30_000, "longer than"),
    ],
)
def test_refuses_spaces(text: str, fragment: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_space(text, SYMBOLS, "x")
    assert fragment in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x in (0, oo)", ("x", "(0, oo)")),
        ("x∈(0, 1)", ("x", "(0, 1)")),
        (" k : positive ", ("k", "positive")),
        ("x in[0, 1]", ("x", "[0, 1]")),
        ("in in real", ("in", "real")),
        ("λ: 0..n", ("λ", "0..n")),
    ],
)
def test_splits_declarations(text: str, expected: tuple[str, str]) -> None:
    assert split_declaration(text, "--variable") == expected


@pytest.mark.parametrize("text", ["", "x", "x in", "x=(0, oo)", "xin (0, 1)", "2x in real", "x:"])
def test_refuses_declarations(text: str) -> None:
    with pytest.raises(ParseError, match=r'^--variable: cannot read .* "\w+ in \(0, oo\)"'):
        split_declaration(text, "--variable")


def test_refuses_declarations_of_constants() -> None:
    with pytest.raises(ParseError, match="'pi' has a meaning"):
        split_declaration("pi in real", "--variable")


MODEL = """
name = "two stage"
density = "exp(-(x - mu)^2/2)/sqrt(2*pi)"
given = ["mu < c"]
[variables]
z = "real"
x = "(0, z)"
[parameters]
mu = "real"
[known]
c = "positive"
[atoms]
0 = "1 - p"
1 = 1
2 = 0.1
"""


def test_reads_a_model(tmp_path) -> None:
    path = tmp_path / "model.toml"
    path.write_text(MODEL, encoding="utf-8")
    model = read_model(path)
    assert list(model["variables"].items()) == [("z", "real"), ("x", "(0, z)")]
    assert model["given"] == ["mu < c"]
    assert model["atoms"] == {"0": "1 - p", "1": "1", "2": "0.1"}
    assert set(model) == {"name", "density", "given", "variables", "parameters", "known", "atoms"}


@pytest.mark.parametrize(
    ("content", "fragment"),
    [
        ('density = "x"\nvariabels = {}', "line 2: unknown key 'variabels'; did you mean"),
        ('density = "x"\n[qqq]', "line 2: unknown key 'qqq'; the keys are density"),
        ("density = 3", "line 1: density is a text"),
        ('name = "x"', "no density"),
        ("", "no density"),
        ('density = "x', "this is not TOML"),
        ('density = "x"\n\n= 3', "at line 3"),
        ('density = "x"\nvariables = "x"', "line 2: variables is a table"),
        ('density = "x"\n[parameters]\nk = 3', "line 3: the value of 'k' in [parameters]"),
        ('density = "x"\n[atoms]\n0 = true', "line 3: the value of '0' in [atoms]"),
        ('density = "x"\ngiven = "a < b"', 'line 2: given is a list of texts; write given = ["'),
        ('density = "x"\ngiven = [1]', "given is a list of texts"),
        ("density = " + "[" * 5000, "nested too deeply"),
        ("density = " + "9" * 5000, "this is not TOML"),
        (b'\n\ndensity = "\xff"', "line 3: this is not UTF-8"),
        ("#" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_refuses_models(tmp_path, content: str | bytes, fragment: str) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ParseError) as caught:
        read_model(path)
    assert fragment in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["/nowhere/model.toml", "/", "/dev/null", "\0", "a\nb"])
def test_refuses_paths(path: str) -> None:
    with pytest.raises(ParseError, match=r"no such file\Z") as caught:
        read_model(path)
    assert str(caught.value).isprintable()


_FEW = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
_PIECES = st.sampled_from(
    [
        *(*FUNCTIONS, *SYMBOLS, "Sum", "Piecewise", "True", "j", "(j, 0, oo)", "oo", "**", "=="),
        *("0", "1", "2", "1/2", "-1", "50", "999", "1e-9", "1e300"),
        *"()()()(),,,+-*/^^<>=|&~.!\n ",
    ]
)


@given(st.one_of(st.text(max_size=30), st.lists(_PIECES, max_size=12).map("".join)))
@_FEW
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (read_expression, read_condition, read_space):
        try:
            reader(text, SYMBOLS, "here")
        except ParseError as error:
            assert str(error).startswith("here")
            assert "\n" not in str(error)
    try:
        split_declaration(text, "here")
    except ParseError as error:
        assert "\n" not in str(error)


_LEAVES = st.one_of(
    st.sampled_from([x, y, mu, sigma, beta, gamma, n, sp.pi, sp.E]),
    st.builds(Rational, st.integers(-9, 9), st.integers(1, 9)),
)


def _larger(inner: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda pair: pair[0] + pair[1]),
        pairs.map(lambda pair: pair[0] * pair[1]),
        pairs.map(lambda pair: pair[0] / (1 + pair[1] ** 2)),
        inner.map(lambda each: each**2),
        inner.map(lambda each: sp.sqrt(1 + each**2)),
        inner.map(lambda each: sp.exp(-(each**2) / 100)),
        inner.map(lambda each: sp.log(1 + each**2)),
        inner.map(lambda each: sp.gamma(1 + x + each**2)),
        pairs.map(lambda pair: sp.beta(1 + pair[0] ** 2, x + pair[1] ** 2)),
        inner.map(lambda each: sp.Abs(each + mu)),
        inner.map(lambda each: sp.erf(each)),
        inner.map(lambda each: sp.polygamma(1, x + each**2)),
        inner.map(lambda each: piecewise((each, mu < 1), (x, True))),
        inner.map(lambda each: sp.Sum(each * x**j, (j, 0, oo))),
    )


@given(st.recursive(_LEAVES, _larger, max_leaves=5))
@_FEW
def test_what_sympy_prints_is_read_back(expr: sp.Expr) -> None:
    try:
        again = read(str(expr))
    except ParseError as error:
        # Only what is too large or cannot be taken back is refused, never what is misread.
        assert any(word in str(error) for word in ("beyond", "too", "no symbol", "declared"))
    else:
        assert again == expr or _vanishes(again - expr)


def _vanishes(difference: sp.Expr) -> bool:
    """−(x + 1) is read as −x − 1, which is the same and looks different."""
    at_a_third = difference.subs(dict.fromkeys(difference.free_symbols, Rational(1, 3)))
    return sp.expand(difference) == 0 or bool(abs(at_a_third.evalf()) < 1e-12)


def test_a_domain_that_uses_a_later_symbol_says_which_to_declare_first() -> None:
    with pytest.raises(ParseError, match="parameters, w: the domain uses 'l'; declare it before"):
        Family("w + x", {"x": "naturals"}, {"w": "(-1/(exp(l) - 1), 1)", "l": "positive"})
