"""Whatever is typed, stored or sent, the answer is a result or one line that says what is wrong."""

from __future__ import annotations

import copy
import json
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from acceptance import ENTRIES
from hostile import CASES, MODEL, document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import Integer

import symfisher
from symfisher.cli import REFUSED, USAGE, main
from symfisher.errors import SymfisherError
from symfisher.model import Family
from symfisher.reading.declarations import read_model, split_declaration
from symfisher.reading.domains import read_space
from symfisher.reading.effort import EffortError, limited_effort
from symfisher.trace import Derivation

X, T = {"x": "(0, oo)"}, {"t": "positive"}
DECLARED = ["--var", "x in (0, oo)", "--param", "t: positive"]
SECONDS, CHARACTERS, MEGABYTES = 4, 400, 200


def modelled(content: bytes, path: Path) -> Family:
    path.write_bytes(content)
    return Family(**read_model(path))


def declared(text):
    name, domain = split_declaration(text, "--var")
    return Family("1", {name: domain}, T)


READERS = {
    "density": lambda text: Family(text, X, T),
    "domain": lambda text: read_space(text, {}, "x", "x"),
    "given": lambda text: Family("exp(-t*x)", X, T, given=[text]),
    "declaration": declared,
    "toml": lambda text: modelled(text.encode("utf-8", "surrogatepass"), Path("model.toml")),
    "family": symfisher.family,
    "json": Derivation.from_json,
}
COMMANDS = {
    "density": lambda text: ["fisher", f"--density={text}", *DECLARED],
    "domain": lambda text: ["fisher", "--density=exp(-t*x)", f"--var=x in {text}", *DECLARED[2:]],
    "given": lambda text: ["fisher", "--density=t*exp(-t*x)", f"--given={text}", *DECLARED],
    "declaration": lambda text: ["fisher", "--density=t*exp(-t)", f"--var={text}", *DECLARED[2:]],
    "toml": lambda text: ["fisher", "--model=model.toml"],
    "family": lambda text: ["fisher", "--", text],
    "json": lambda text: ["check", "trace.json"],
}


def largest() -> float:
    """The most memory that this process ever had, in MB; nothing where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


@pytest.fixture
def harmless(tmp_path, monkeypatch):
    """What is done here takes little time and memory, and leaves no file behind."""
    monkeypatch.chdir(tmp_path)
    memory, start = largest(), time.process_time()
    yield
    assert time.process_time() - start < SECONDS
    assert largest() - memory < MEGABYTES
    assert {path.name for path in tmp_path.iterdir()} <= {"model.toml", "trace.json"}


def is_one_line(message: str) -> bool:
    return 10 < len(message) < CHARACTERS and message.isprintable()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_hostile_text_is_refused_in_one_line(case, harmless):
    with pytest.raises(SymfisherError, match=case.says) as refusal:
        READERS[case.road](case.text)
    assert is_one_line(str(refusal.value))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_command_refuses_it_in_one_line(case, harmless, capsys):
    for name in ("model.toml", "trace.json"):
        Path(name).write_bytes(case.text.encode("utf-8", "surrogatepass"))
    assert main(COMMANDS[case.road](case.text)) in (USAGE, REFUSED)
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.startswith("symfisher: ")
    assert printed.err.endswith("\n") and is_one_line(printed.err[:-1])


def test_every_road_has_many_cases():
    assert len({(case.road, case.text) for case in CASES}) == len(CASES) > 600
    assert {case.road for case in CASES} == set(READERS) == set(COMMANDS)


def test_the_harmless_of_them_are_read(tmp_path):
    """What the cases are spoilt from is good, so that each is refused for its own fault."""
    assert READERS["density"]("t*exp(-t*x)") and READERS["domain"]("(0, oo)") and READERS["declaration"]("x: real")
    assert READERS["given"]("t < 1") and READERS["family"]("normal")
    assert modelled(MODEL.encode(), tmp_path / "model.toml").variables
    assert len(Derivation.from_json(document('["Add", ["pi"], ["Symbol", "x", {"real": true}]]')).steps) == 1


def test_no_more_effort_than_allowed_where_errors_are_swallowed():
    """Python drops an error raised in a finalizer, and ends the counting with it."""

    class Busy:
        def __del__(self):
            sum(abs(each) for each in range(100))

    with pytest.raises(EffortError), limited_effort(1000):
        while len("counted"):
            Busy()


def test_effort_is_counted_after_the_stack_was_full():
    """A full stack leaves no room to count in, which ends the counting with an error that may be swallowed."""
    end = time.process_time() + 10

    def fill():
        with suppress(RecursionError):
            fill()

    with pytest.raises(EffortError), limited_effort(100_000):
        while sys.getprofile() is None:
            pass
        fill()
        while time.process_time() < end:
            abs(-1)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"density": None}, "expected text or a SymPy expression"),
        ({"density": b"x"}, "expected text or a SymPy expression"),
        ({"density": float("nan")}, "expected text or a SymPy expression"),
        ({"density": 10**5000}, "too long"),
        ({"density": 1 / (1 + Integer(10) ** 5000)}, "too long"),
        ({"variables": ()}, "expected a mapping"),
        ({"variables": None}, "expected a mapping"),
        ({"variables": {1: "real"}}, "expected names as text"),
        ({"variables": {"x": 1}}, "expected a domain as text"),
        ({"variables": {"x": ["a" * 10**5]}}, "expected a domain as text"),
        ({"variables": {"ｘ": "real", "x": "real"}}, "declared twice"),
        ({"known": {"µ": "real", "μ": "real"}}, "declared twice"),
        ({"given": 5}, "expected a list of text"),
        ({"given": [5]}, "expected text such as"),
        ({"atoms": {0: None}}, "expected text or a SymPy expression"),
        ({"atoms": {10**5000: "t"}}, "too long"),
        ({"atoms": [0]}, "expected a mapping"),
        ({"name": 5}, "printable"),
        ({"name": "\x1b[31m"}, "printable"),
    ],
)
def test_values_that_are_no_text_are_refused_in_one_line(fields, says):
    with pytest.raises(SymfisherError, match=says) as refusal:
        Family(**({"density": "t*exp(-t*x)", "variables": X, "parameters": T} | fields))
    assert is_one_line(str(refusal.value))


FUZZ = settings(deadline=None, max_examples=100, derandomize=True, suppress_health_check=list(HealthCheck))
PIECES = (
    *("x", "t", "gamma(", "log(", "exp(-", "sqrt(", "abs(", "besselk(", "factorial(", "Piecewise((", "Sum(", "x^", "!"),
    *("(", ")", "))", ",", ", (j, 0, oo))", ", x < 1), (0, True))", "+", "-", "*", "/", "^", "<", "==", "and", "|"),
    *("0", "1", "2", "1/2", "1000", "1e9", "-1", "0.1", "pi", "E", "oo", "j", "\n", " ", "x'", "²", "√"),
)
SPLICED = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
SOUND = st.sampled_from(["t*exp(-t*x)", "t^x*exp(-t)/factorial(x)", "x^(t-1)/gamma(t)", "exp(-abs(x)/t)/(2*t)"])
ENDS = st.sampled_from(["0", "1", "-1", "oo", "-oo", "t", "t+1", "1/t", "1/0", "nan", "x", "10^9", ""])
INTERVALS = st.builds(
    "{0}{1}{2}{3}".format, st.sampled_from("(["), ENDS, st.builds(",{}".format, ENDS), st.sampled_from(")]")
)
SPACES = st.one_of(
    SPLICED, INTERVALS, st.builds("{}..{}".format, ENDS, ENDS), st.sampled_from(["real", "positive", "naturals"])
)


def read_or_refused(read, *arguments):
    """What is read; None where it is refused, in one line."""
    try:
        return read(*arguments)
    except SymfisherError as refusal:
        assert str(refusal).isprintable() and len(str(refusal)) < CHARACTERS
        return None


def spliced(draw, text):
    """The text with a stretch of it cut out, doubled or replaced."""
    start, stop = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text[:start] + draw(st.one_of(SPLICED, st.just(text[start:stop] * 2))) + text[stop:]


@FUZZ
@given(st.data())
def test_any_family_is_read_or_refused(data):
    density = spliced(data.draw, data.draw(SOUND))
    space = data.draw(st.one_of(st.just("(0, oo)"), SPACES))
    extra = {
        "given": data.draw(st.lists(SPLICED, max_size=2)),
        "atoms": data.draw(st.dictionaries(ENDS, SPLICED, max_size=1)),
    }
    family = read_or_refused(lambda: Family(density, {"x": space}, T, **extra if data.draw(st.booleans()) else {}))
    assert family is None or (family.variables and family.density.free_symbols <= {*family.theta, family.omega})


@FUZZ
@given(st.data())
def test_any_model_file_is_read_or_refused(tmp_path_factory, data):
    text = spliced(data.draw, MODEL + '[atoms]\n0 = "1/2"\n').encode("utf-8", "replace")
    content = data.draw(st.one_of(st.just(text), st.binary(max_size=99), st.binary(max_size=9).map(text.__add__)))
    family = read_or_refused(modelled, content, tmp_path_factory.getbasetemp() / "fuzzed.toml")
    assert family is None or family.variables


TRACES = [json.loads(symfisher.derive(name).to_json()) for name in ("exponential", "poisson")]
JUNK = [
    *(None, True, 0, -1, 10**30, 0.5, float("nan"), float("-inf"), "", "x", "\x1b[31m", [], {}, ["eval", ["pi"]]),
    *(["pi"], ["oo"], ["-oo"], ["true"], ["Integer", "0"], ["Integer", "-3"], ["Integer", "9" * 1999], ["Tuple"]),
    *(["Float", "1", 99999, 53], ["Symbol", "x", {}], ["Symbol", "x", {"zero": True}], ["Symbol", "lambda", {}]),
    *(["Mul", ["Integer", "0"], ["oo"]], ["Pow", ["Integer", "0"], ["Integer", "-1"]], ["Add", ["oo"], ["-oo"]]),
    *(["gamma", ["Integer", "0"]], ["polygamma", ["Integer", "9" * 9], ["pi"]], ["Matrix", 1, 1, ["pi"]]),
    *(["Equality", ["pi"], ["E"]], ["Not", ["true"]], ["hyper", ["Tuple"], ["Tuple"], ["pi"]], ["Fisher", ["pi"]]),
    *(["Total", ["pi"], ["Tuple", ["Symbol", "x", {}], ["Integer", "0"], ["Integer", "9" * 9], ["true"]]],),
]
HEADS = st.sampled_from(
    ("exp", "log", "Sum", "Add", "Mul", "Pow", "gamma", "Density", "Increment", "Total", "Expectation", "Partial",
     "And", "Tuple", "Derivative", "Max", "Equality", "Not", "Component", "Fisher", "Divergence", "Piecewise",
     "ExprCondPair", "Subs", "Matrix", "zeta", "hyper", "Symbol", "Integer", "binomial", "__import__")
)  # fmt: skip


def places(node, path=()):
    """The path to every value of a document."""
    yield path
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield from places(node[key], (*path, key))


def spoilt(draw, trace):
    """The trace with one place of it changed."""
    paths = list(places(trace))[1:]
    *way, last = paths[draw(st.integers(0, len(paths) - 1))]
    parent = trace
    for key in way:
        parent = parent[key]
    value = parent[last]
    kind = draw(st.integers(0, 5))
    if kind == 0:
        del parent[last]
    elif kind == 1:
        parent[last] = copy.deepcopy(draw(st.sampled_from(JUNK)))
    elif kind == 2 and way:
        other = draw(st.sampled_from(paths))
        for key in other:
            trace = trace[key]
        parent[last] = copy.deepcopy(trace)
    elif kind == 3:
        parent[last] = [draw(HEADS), *(value[1:] if isinstance(value, list) else [value])]
    elif kind == 4 and isinstance(value, list):
        value.insert(draw(st.integers(0, len(value))), copy.deepcopy(draw(st.sampled_from(JUNK))))
    else:
        for _ in range(draw(st.sampled_from([1, 20, 150]))):
            parent[last] = ["exp", parent[last]]


@FUZZ
@given(st.data())
def test_any_trace_is_read_or_refused_and_what_is_read_is_shown_and_checked(data):
    trace = copy.deepcopy(data.draw(st.sampled_from(TRACES)))
    for _ in range(data.draw(st.integers(1, 2))):
        spoilt(data.draw, trace)
    derivation = read_or_refused(Derivation.from_json, json.dumps(trace))
    if derivation is not None:
        assert Derivation.from_json(derivation.to_json()) == derivation
        read_or_refused(lambda: derivation.text(width=80))
        read_or_refused(derivation.latex)
        read_or_refused(lambda: symfisher.check(derivation, budget=1))


TYPED = ("Laplace", "truncated exponential", "censored exponential", "zero-inflated geometric", "Laplace, by cases")


@pytest.mark.parametrize("label", TYPED)
def test_the_trace_of_a_typed_family_is_read_back(label):
    entry = next(entry for entry in ENTRIES if entry.label == label)
    family = Family(entry.density, entry.variables, entry.parameters, entry.known, entry.given, entry.atoms)
    derivation = symfisher.derive(family)
    assert Derivation.from_json(derivation.to_json()) == derivation


def test_derivatives_of_incomplete_gamma_functions_are_read_back():
    derivation = symfisher.derive(symfisher.family("gamma").truncate(lower=1))
    assert "meijerg" in derivation.to_json() and Derivation.from_json(derivation.to_json()) == derivation
