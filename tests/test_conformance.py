"""Every family of the catalogue keeps every promise; what may not stands in known_gaps.py with a reason.

The promises to one family are subtests of one test, so that it is derived once.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import known_gaps
import numpy as np
import pytest
import sympy as sp
from comparing import same
from definition import Definition
from each_family import CLOSED, NAMES, derived, found, point
from mpmath import mp, mpf
from published import ROWS

import symfisher
from symfisher.catalogue.lookup import DECLARATIONS, find, look_up, plain, symbols
from symfisher.checking import check_derivation
from symfisher.derivation import matrix_of
from symfisher.expect.engine import STRATEGIES
from symfisher.gallery import file_name, written
from symfisher.sampling import interior_points
from symfisher.trace import Derivation

ROOT = Path(__file__).parent.parent
DERIVATIONS = ROOT / "derivations"
LEFT_OVER = (sp.Dummy, sp.Integral, sp.Sum, sp.Limit, sp.Derivative, sp.Subs, sp.Float)
PINNED = sp.__version__.startswith("1.14")
FINE, COARSE = 1e-6, 2e-2  # in one variable, or in several


MEASURED = tuple(d.key for d in DECLARATIONS if d.status != "refused" and d.key not in known_gaps.UNMEASURED)


@cache
def definition(name):
    return Definition(look_up(name), point(name))


PROMISES = {}


def promise(names):
    """What holds of each of these families"""

    def register(function):
        PROMISES[function.__name__] = (frozenset(names), function)
        return function

    return register


@promise(NAMES)
def has_the_status_it_declares(name):
    answer = derived(name)
    refused = isinstance(answer, symfisher.SymfisherError)
    assert find(name).status == ("refused" if refused else found(name).status), answer
    assert not refused or isinstance(answer, symfisher.RegularityError)


@promise(NAMES)
def declares_what_it_has(name):
    family, (parameters, known) = look_up(name), symbols(find(name))
    assert tuple(p.symbol.name for p in family.parameters) == parameters
    assert {q.symbol.name for q in family.known} == set(known)


@promise(CLOSED)
def is_closed_in_the_declared_symbols(name):
    information = found(name)
    matrix, family = information.matrix, information.family
    assert matrix == matrix.T == matrix_of(derived(name))
    assert information.route in (*STRATEGIES, "image")
    assert not matrix.has(*LEFT_OVER)
    assert matrix.free_symbols <= {q.symbol for q in (*family.parameters, *family.known)}


@promise(MEASURED)
def is_a_density_whose_mean_score_is_0(name):
    here, fine = definition(name), tolerance(name)
    assert here.mass == pytest.approx(1, abs=fine)
    assert here.mean_scores == pytest.approx(0, abs=fine * (1 + np.max(np.abs(here.score_form))))


@promise([name for name in MEASURED if name in CLOSED])
def is_the_covariance_of_the_scores(name):
    assert_same(numbers(name), definition(name).score_form, tolerance(name))


@promise([name for name in MEASURED if name not in known_gaps.NO_HESSIAN_FORM])
def is_minus_the_mean_hessian(name):
    here = definition(name)
    assert_same(here.hessian_form, here.score_form, 10 * tolerance(name))


@promise([row.family for row in ROWS])
def is_the_published_matrix(name):
    """And an entry changed by one part in 10⁶ would be noticed."""
    row = next(row for row in ROWS if row.family == name)
    family, ours = found(name).family, found(name).matrix
    symbols = {q.symbol.name: q.symbol for q in (*family.known, *family.parameters)}
    theirs = row.matrix(symbols, len(family.parameters))
    assert same(ours, theirs, interior_points(family, 3, seed=7))
    spoilt = theirs.copy()
    spoilt[0, 0] = theirs[0, 0] * (10**6 + 1) / 10**6
    assert not same(spoilt, theirs, interior_points(family, 1, seed=7))


@promise(CLOSED)
def is_positive_semidefinite(name):
    eigenvalues = np.linalg.eigvalsh(scaled(numbers(name)))
    assert min(eigenvalues) > -1e-12
    assert sum(eigenvalues > 1e-12) == found(name).rank


@promise(CLOSED)
def digits_on_request(name):
    here = {symbol.name: value for symbol, value in point(name).items()}
    few, many = (found(name).numeric(here, digits) for digits in (15, 40))
    with mp.workdps(45):
        size = max(abs(e) for e in many)
        assert all(abs(a - b) <= size * mpf(10) ** -13 for a, b in zip(few, many, strict=True))


@promise(NAMES)
def pages_are_the_committed_ones(name):
    for path, text in written(name, derived(name))[1].items():
        committed = (DERIVATIONS / path).read_text("utf-8")
        assert headings(text) == headings(committed)
        if PINNED:
            assert text == committed, path


@promise([name for name in NAMES if find(name).status != "refused"])
def the_trace_survives_json(name):
    derivation = derived(name)
    assert Derivation.from_json(derivation.to_json()) == derivation


@pytest.mark.parametrize("name", NAMES)
def test_keeps_its_promises(name, subtests):
    for what, (names, function) in PROMISES.items():
        if name in names:
            with subtests.test(what):
                function(name)


@pytest.mark.parametrize("name", CLOSED)
def test_no_step_is_refuted(name):
    report = check_derivation(derived(name), points=1, budget=60)
    assert report.ok, str(report)


@pytest.mark.parametrize("declared", DECLARATIONS, ids=lambda d: d.key)
def test_every_name_finds_its_family(declared):
    names = (*declared.aliases, declared.key.upper(), declared.key.replace(" ", "-"))
    assert all(find(name) is declared for name in (declared.key, *names))
    assert plain(declared.key) == plain(declared.key.replace(" ", "_"))
    by_parameters = [d for d in DECLARATIONS if d.name == declared.name and symbols(d)[0] == symbols(declared)[0]]
    assert find(f"{declared.name}:{','.join(symbols(declared)[0])}") in by_parameters


def test_every_family_cites_its_source():
    assert {d.name for d in DECLARATIONS} == {d.name for d in DECLARATIONS if re.search(r"\d{4}", d.cite)}


def test_there_are_many_families():
    assert len({d.name for d in DECLARATIONS if d.status == "closed"}) >= 150


def test_declarations_are_short():
    for path in sorted((ROOT / "symfisher" / "catalogue").glob("*.py")):
        for lines in re.findall(r"^    (?:Declaration|variant)\(\n(.*?)^    \)", path.read_text("utf-8"), re.M | re.S):
            assert lines.count("\n") <= 14, lines


@pytest.mark.parametrize("status", ["closed", "open", "refused"])
def test_the_index_and_the_summary_list_every_family(status):
    committed = {name: (DERIVATIONS / f"{name}.md").read_text("utf-8") for name in ("README", "summary")}
    for d in DECLARATIONS:
        if d.status == status:
            assert f"| {d.key} | {status} |" in committed["README"]
            assert (f"[{d.key}]({file_name(d.key)}.md)" in committed["summary"]) == (status == "closed")


def test_no_page_is_left_over():
    stems = {file_name(name) for name in ("", *NAMES)}
    pages = {p.stem for p in DERIVATIONS.glob("*.md")} - {"README", "summary"}
    assert pages == stems and len(stems) == len(NAMES) + 1


def headings(text):
    """The titles of the steps: the structure, whatever SymPy's version prints."""
    return re.findall(r"\*\*.*?\*\*|\\textbf\{.*?\}", text)


def tolerance(name):
    family = look_up(name)
    return FINE if len(family.variables) == 1 and name not in known_gaps.COARSE else COARSE


def numbers(name):
    matrix = found(name).numeric({symbol.name: value for symbol, value in point(name).items()}, 20)
    return np.array(matrix.tolist(), float)


def scaled(matrix):
    """With a diagonal of ones, but for zeros"""
    size = np.sqrt(np.diag(matrix))
    return matrix / np.where(size > 0, size, 1)[:, None] / np.where(size > 0, size, 1)


def assert_same(ours, theirs, relative):
    size = np.sqrt(np.abs(np.diag(theirs)))
    assert np.all(np.abs(ours - theirs) <= relative * (np.outer(size, size) + 1)), f"{ours}\n{theirs}"
