"""The writers: nothing too wide, ASCII when asked, LaTeX that compiles, JSON that comes back equal and runs nothing."""

from __future__ import annotations

import json
import re
import subprocess
import time
from pathlib import Path

import pytest
import sympy
from derivation_samples import SAMPLES, abstract, normal, oddities
from sympy import (
    ImmutableMatrix,
    Integer,
    Rational,
    Symbol,
    besseli,
    beta,
    exp,
    log,
    pi,
    polygamma,
    sqrt,
    symbols,
)
from sympy.printing.pretty.pretty_symbology import pretty_use_unicode

from symfisher.errors import ParseError, SymfisherError
from symfisher.notation import (
    Component,
    Density,
    Expectation,
    Fisher,
    Name,
    P,
    Partial,
    Q,
    Total,
    delta,
    i,
    omega,
    theta,
)
from symfisher.render.json import dump, load
from symfisher.render.latex import body, document, expression_latex
from symfisher.render.notebook import mimebundle
from symfisher.render.printers import LinearPrinter
from symfisher.render.text import expression_text, text
from symfisher.trace import Derivation, Relation, Step

x, mu, k, lam = symbols("x mu k lam", real=True)
sigma, alpha = symbols("sigma alpha", positive=True)
LAW = Density(P, x, theta)

every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())


@every_sample
@pytest.mark.parametrize("ascii", [False, True], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_no_line_is_wider_than_asked(sample, ascii, width):
    written = text(sample(), width=width, ascii=ascii)
    assert max(map(len, written.splitlines())) <= width
    assert written.isascii() or not ascii


@every_sample
def test_brief_keeps_the_lines_and_hides_their_details(sample):
    steps = sample().steps
    brief, full = text(sample(), brief=True), text(sample())
    assert len(brief) <= len(full)
    assert all(not step.line or f"\n{step.line}  " in brief for step in steps)


def test_printing_leaves_the_global_flag_alone():
    before = pretty_use_unicode()
    text(abstract(), ascii=not before)
    assert pretty_use_unicode() == before


def test_a_whole_derivation_prints_quickly():
    start = time.perf_counter()
    text(normal())
    document(normal())
    assert time.perf_counter() - start < 0.4


LINES = [
    (x - mu, "x − μ"),
    (theta + delta, "θ + δ"),
    (Density(P, omega) - Density(Q, omega), "P(ω) − Q(ω)"),
    (Density(P, omega, theta + delta) - Density(P, omega, theta), "P(ω|θ+δ) − P(ω|θ)"),
    (Density(P, sympy.Tuple(*symbols("x1 x2")), theta), "P(x₁, x₂|θ)"),
    (1 + x / lam, "1 + x/λ"),
    (k + 1, "k + 1"),
    (polygamma(1, alpha), "ψ₁(α)"),
    (polygamma(0, alpha), "ψ(α)"),
    (besseli(0, k), "I₀(k)"),
    (beta(alpha, k), "B(α, k)"),
    (sympy.EulerGamma, "γ"),
    (sympy.Derivative(sympy.zeta(k), k), "ζ′(k)"),
    (Component(delta, i), "δᵢ"),
    (Name("delta_mu"), "δ_μ"),
    (Name("delta_lambda"), "δ_λ"),
    (Fisher(theta, i, i), "F(θ)ᵢᵢ"),
    (Partial(log(LAW), mu), "∂ log P(x|θ)/∂μ"),
    (Partial(log(LAW), mu, sigma), "∂² log P(x|θ)/(∂μ ∂σ)"),
    (Expectation(x, theta + delta), "E_(θ+δ)[x]"),
    (-(x - mu) ** 2 / (2 * sigma**2), "−(x − μ)²/(2σ²)"),
    (Rational(-1, 2) * Total(x * LAW, x), "−1/2 ∫ x P(x|θ) dx"),
    (1 / (sqrt(2 * pi) * sigma), "1/(√(2π) σ)"),
    (Symbol("x_m") * Symbol("x1"), "x₁ xₘ"),
    (exp(-2 * x), "exp(−2x)"),
    (1 / sigma**2, "1/σ²"),
    (Partial(log(LAW), mu) ** 2, "(∂ log P(x|θ)/∂μ)²"),
    (log(LAW) ** 2, "(log P(x|θ))²"),
    (-(x + mu), "−μ − x"),
    (sympy.Mul(-1, x + mu, evaluate=False), "−(μ + x)"),
    (sympy.Mul(x, -2, evaluate=False), "(−2)x"),
    (3 * sqrt(2) * x / (2 * sqrt(pi)), "3x/√(2π)"),
]  # fmt: skip


@pytest.mark.parametrize("expression, line", LINES, ids=[line for _, line in LINES])
def test_one_line(expression, line):
    assert LinearPrinter().doprint(expression) == line


FORMULAS = [
    (x - mu, r"x - \mu"),
    (beta(alpha, k), r"\mathrm{B}(\alpha, k)"),
    (polygamma(1, alpha), r"\psi_{1}(\alpha)"),
    (besseli(1, k) ** 2, r"I_{1}(k)^{2}"),
    (Name("delta_lambda"), r"\delta_{\lambda}"),
    (Symbol("μ"), r"\mu"),
    (Symbol("x_m"), "x_{m}"),
    (Symbol("learning_rate"), r"\mathrm{learning\_rate}"),
    (Symbol("my%name"), r"\mathrm{my\%name}"),
    (Partial(log(LAW), mu), r"\frac{\partial \log P(x \mid \theta)}{\partial \mu}"),
    (ImmutableMatrix([[1, 0]]), r"\begin{pmatrix} 1 & 0 \end{pmatrix}"),
    (sympy.EulerGamma**2, r"\gamma^{2}"),
    (x ** (-1 / k), "x^{-1/k}"),
    (log(LAW) ** 2, r"(\log P(x \mid \theta))^{2}"),
    (LAW**2, r"P(x \mid \theta)^{2}"),
    (Name("delta_sigma_x"), r"\delta_{\sigma_{x}}"),
]


@pytest.mark.parametrize("expression, formula", FORMULAS, ids=[formula for _, formula in FORMULAS])
def test_one_formula(expression, formula):
    assert expression_latex(expression) == formula


def test_a_wide_matrix_names_its_entries():
    wide = ImmutableMatrix(3, 3, lambda r, c: sympy.expand((x + mu + sigma) ** (r + c + 1)))
    written = expression_text(wide, width=60)
    assert "where" in written and "F₁₂ = " in written
    assert max(map(len, written.splitlines())) <= 60


def test_a_part_has_one_name():
    total = alpha + k + lam + mu
    form = sum(polygamma(1, total) * symbol * (k + lam) ** n for n, symbol in enumerate((x, sigma, k), 5))
    written = expression_text(form, width=28)
    assert written.count(" = ") == 1 and written.count("ψ₁(A)") == 3


def test_a_matrix_says_what_its_rows_are():
    written = expression_text(ImmutableMatrix([[1, 0], [0, 2]]), names=(mu, sigma))
    assert written.startswith("rows and columns: μ, σ\n")


def test_a_token_wider_than_the_page_is_cut():
    assert max(map(len, expression_text(Integer(7) ** 200, width=40).splitlines())) <= 40


def test_verdicts_stand_beside_the_title():
    steps = normal().steps
    written = text(normal(), verdicts={steps[0]: "proved", steps[1]: "refuted: planted", steps[2]: "unknown"})
    assert "✓ proved" in written and "✗ refuted: planted" in written and "~ unknown" in written


def test_colour_only_adds_codes():
    assert re.sub(r"\x1b\[\d+m", "", text(normal(), color=True)) == text(normal())


@every_sample
def test_latex_compiles_without_overfull_lines(sample, tmp_path, pdflatex_or_skip):
    log_text = compiled(document(sample()), tmp_path, pdflatex_or_skip)
    overfull = [float(points) for points in re.findall(r"Overfull \\[hv]box \((\d+\.\d+)pt", log_text)]
    assert not re.search("^!", log_text, re.MULTILINE)
    assert max(overfull, default=0) <= 5


def test_the_displays_compile_in_a_document_that_loads_amsmath(tmp_path, pdflatex_or_skip):
    source = "\\documentclass{article}\\usepackage{amsmath,mathtools}\\begin{document}\n%s\n\\end{document}"
    assert not re.search("^!", compiled(source % body(abstract()), tmp_path, pdflatex_or_skip), re.MULTILINE)


def compiled(source: str, folder: Path, pdflatex: str) -> str:
    (folder / "page.tex").write_text(source, encoding="utf-8")
    command = [pdflatex, "-interaction=nonstopmode", "-no-shell-escape", "page.tex"]
    subprocess.run(command, check=False, cwd=folder, capture_output=True, timeout=60)
    return (folder / "page.log").read_text(encoding="latin-1")


def test_notebook_outputs():
    outputs = mimebundle(normal())
    assert outputs["text/latex"].startswith("$$\\begin{aligned}")
    assert outputs["text/markdown"].count("$$\\begin{aligned}") == sum(1 for _ in normal().walk())
    assert outputs["text/plain"].startswith("Normal (μ, σ)")


@every_sample
def test_json_comes_back_equal(sample):
    written = dump(sample())
    assert load(written) == sample()
    assert dump(load(written)) == written


def test_json_keeps_what_sympy_would_evaluate():
    unevaluated = sympy.Mul(2, sympy.Add(x, x, evaluate=False), evaluate=False) + sympy.log(8, evaluate=False)
    derivation = Derivation("", (Step(x, unevaluated, Relation.EQUAL, "r", "b"),))
    assert load(dump(derivation)) == derivation


def test_json_refuses_to_write_what_it_could_not_read():
    integral = sympy.Integral(x, x)
    with pytest.raises(SymfisherError):
        dump(Derivation("", (Step(x, integral, Relation.EQUAL, "r", "b"),)))


def nested(depth: int) -> list:
    tree: list = ["Integer", "1"]
    for _ in range(depth):
        tree = ["exp", tree]
    return tree


NINE = ["Integer", "9"]
REFUSED = {
    "unknown head": ["Integral", NINE],
    "code as a head": ["__import__('os')", NINE],
    "code as a name": ["Symbol", "__import__('os').system('true')", {}],
    "empty": [],
    "no list": "x",
    "a number": 3,
    "null": None,
    "wrong head type": [3, NINE],
    "huge integer": ["Integer", "9" * 10_000],
    "integer as number": ["Integer", 9],
    "words": ["Integer", "nine"],
    "other digits": ["Integer", "٣"],
    "zero denominator": ["Rational", "1", "0"],
    "nan": ["nan"],
    "zoo": ["zoo"],
    "deep": nested(150),
    "very deep": nested(500),
    "huge matrix": ["Matrix", 100000, 100000],
    "matrix of one": ["Matrix", 2, 2, NINE],
    "matrix of a condition": ["Matrix", 1, 1, ["true"]],
    "boolean size": ["Matrix", True, 1, NINE],
    "one factor": ["Mul", NINE],
    "three exponents": ["Pow", NINE, NINE, NINE],
    "tuple in a sum": ["Add", NINE, ["Tuple", NINE]],
    "condition in a sum": ["Add", NINE, ["true"]],
    "too many arguments": ["exp", NINE, NINE],
    "no arguments": ["log"],
    "bad assumption": ["Symbol", "x", {"positive": "yes"}],
    "unknown assumption": ["Symbol", "x", {"edible": True}],
    "contradiction": ["Symbol", "x", {"positive": True, "negative": True}],
    "not commutative": ["Symbol", "x", {"commutative": False}],
    "huge float": ["Float", "1", 10**9, 53],
    "float as text": ["Float", "1", "0", "53"],
    "sum without limits": ["Sum", NINE],
    "sum over a number": ["Sum", NINE, ["Tuple", NINE, NINE, NINE]],
    "hundred derivatives": ["Derivative", NINE, ["Tuple", ["Symbol", "x", {}], ["Integer", "100"]]],
    "and of numbers": ["And", NINE, NINE],
    "case of a number": ["Piecewise", NINE],
    "density of nothing": ["Density"],
    "substitution": ["Subs", NINE, ["Tuple", ["Symbol", "x", {}]], ["Tuple", NINE]],
}


def with_rhs(tree: object) -> str:
    content = json.loads(dump(abstract()))
    content["steps"] = [{**content["steps"][0], "rhs": tree, "substeps": []}]
    return json.dumps(content)


@pytest.mark.parametrize("tree", REFUSED.values(), ids=REFUSED.keys())
def test_hostile_trees_are_refused_in_one_sentence(tree):
    with pytest.raises(ParseError) as refusal:
        load(with_rhs(tree))
    message = str(refusal.value)
    assert "\n" not in message and message.endswith(".") and len(message) < 300


TOWER = ["Pow", NINE, ["Pow", NINE, ["Pow", NINE, ["Pow", NINE, NINE]]]]
HEAVY = {
    "tower": TOWER,
    "factorial": ["factorial", ["Integer", "1000000000"]],
    "binomial": ["binomial", ["Integer", "1000000000"], ["Integer", "500000000"]],
    "gamma of gamma": ["gamma", ["Mul", ["Integer", "-1"], ["gamma", ["exp", ["exp", TOWER]]]]],
    "zero to the minus one": ["Pow", ["Integer", "0"], ["Integer", "-1"]],
    "comparison": ["StrictLessThan", TOWER, ["factorial", TOWER]],
    "cases": [
        "Piecewise",
        ["ExprCondPair", TOWER, ["And", ["StrictLessThan", TOWER, NINE], ["true"]]],
    ],
    "maximum": ["Max", TOWER, ["factorial", TOWER]],
    "zeta": ["zeta", TOWER],
    "total": ["Sum", TOWER, ["Tuple", ["Symbol", "j", {}], NINE, TOWER]],
    "long sum": ["Add", *[["Symbol", f"x{k}", {}] for k in range(20_000)]],
}


@pytest.mark.parametrize("tree", HEAVY.values(), ids=HEAVY.keys())
def test_heavy_trees_are_read_and_never_evaluated(tree):
    start = time.perf_counter()
    derivation = load(with_rhs(tree))
    assert load(dump(derivation)) == derivation
    assert time.perf_counter() - start < 5


REFUSED_TEXTS = {
    "nothing": "",
    "no JSON": "{",
    "other JSON": "[]",
    "other format": '{"format": "x"}',
    "other version": '{"format": "symfisher-derivation", "version": 3}',
    "true version": '{"format": "symfisher-derivation", "version": true}',
    "missing fields": '{"format": "symfisher-derivation", "version": 2}',
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 100_000,
    "huge number": "1" * 1_000_000,
    "NaN": '{"format": NaN}',
    "Infinity": "[Infinity]",
    "float": "[1.5]",
    "null byte": "\0",
    "lone surrogate": '{"format": "\\ud800"}',
}


@pytest.mark.parametrize("document_text", REFUSED_TEXTS.values(), ids=REFUSED_TEXTS.keys())
def test_hostile_documents_are_refused(document_text):
    with pytest.raises(ParseError):
        load(document_text)


@pytest.mark.parametrize("title", ["\\u001b[2J", "\\ud800", "a\\nb"])
def test_control_characters_are_refused(title):
    with pytest.raises(ParseError):
        load(dump(Derivation("T", ())).replace('"T"', f'"{title}"'))


def test_every_damaged_field_is_refused():
    """Each value of a good document replaced by each of several wrong ones."""
    whole = json.loads(dump(oddities()))
    whole["steps"] = whole["steps"][:1]
    for place in list(places(whole)):
        for wrong in (None, 3, -1, True, "?" * 11_000, [], {}, [[]], 1e400):
            damaged = json.loads(json.dumps(whole))
            put(damaged, place, wrong)
            try:
                load(json.dumps(damaged))
            except ParseError:
                continue


def places(content: object, above: tuple = ()):
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in items:
        yield (*above, key)
        yield from places(value, (*above, key))


def put(content: object, place: tuple, value: object) -> None:
    for key in place[:-1]:
        content = content[key]  # type: ignore[index]
    content[place[-1]] = value  # type: ignore[index]
