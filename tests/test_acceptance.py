"""Every entry of the acceptance set against its truth, which shares nothing with symfisher (tests/truth.py)."""

from __future__ import annotations

import ast
import json
import signal
from contextlib import contextmanager
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from acceptance import ENTRIES
from acceptance.known_open import KNOWN_OPEN, NO_DIGITS
from mpmath import mp, mpf, workdps

import symfisher
from symfisher.errors import OutOfTime, SymfisherError

TRUTH = json.loads(Path(__file__).with_name("acceptance_truth.json").read_text())
SECONDS, DIGITS, OPEN_DIGITS = 60, 15, 8
DEEP = 40  # digits, at the one point whose truth has them


@contextmanager
def within(seconds):
    def expire(*_):
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, expire)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def family(entry):
    return symfisher.Family(
        entry.density, entry.variables, entry.parameters, entry.known, entry.given, entry.atoms, entry.label
    )


def disagreements(information, points, digits):
    """The entries that differ from the truth by more than 10^−digits of √(Fᵢᵢ Fⱼⱼ)."""
    for point in points:
        asked = DEEP if point["digits"] >= DEEP and information.status == "closed" else digits
        ours = information.numeric(point["at"], asked + 5)
        with workdps(asked + 25):
            pairs = combinations_with_replacement(range(ours.rows), 2)
            truth = {pair: mpf(text) for pair, text in zip(pairs, point["triangle"], strict=True)}
            for (a, b), value in truth.items():
                size = mp.sqrt(abs(truth[a, a] * truth[b, b])) + mpf(10) ** -asked
                if abs(ours[a, b] - value) > mpf(10) ** -min(asked, point["digits"]) * size:
                    yield f"F[{a + 1},{b + 1}] at {point['at']}: {mp.nstr(ours[a, b], 20)}, not {mp.nstr(value, 20)}"


def outcome(entry):
    """closed, open, or why there is no answer; and where the answer is wrong."""
    points = TRUTH[entry.label]["points"]
    try:
        with within(SECONDS):
            information = symfisher.fisher(family(entry))
            status = information.status
            wrong = disagreements(information, points, DIGITS) if status == "closed" else ()
            return status, [*wrong]
    except (SymfisherError, OutOfTime) as trouble:
        return f"{type(trouble).__name__}: {trouble}", []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.label)
def test_is_closed_and_right(entry):
    status, wrong = outcome(entry)
    assert not wrong, wrong
    if entry.label in KNOWN_OPEN:
        assert status != "closed", "it closes now: take it out of KNOWN_OPEN"
    elif entry.closed:
        assert status == "closed"
    else:
        assert status in ("closed", "open")


@pytest.mark.parametrize("entry", [e for e in ENTRIES if not e.closed], ids=lambda e: e.label)
def test_an_open_one_has_digits(entry):
    with within(2 * SECONDS):
        information = symfisher.fisher(family(entry))
        if entry.label in NO_DIGITS:
            with pytest.raises(SymfisherError):
                information.numeric(TRUTH[entry.label]["points"][0]["at"], OPEN_DIGITS + 5)
            return
        assert not [*disagreements(information, TRUTH[entry.label]["points"][:1], OPEN_DIGITS)]


def test_the_truth_shares_nothing_with_symfisher():
    here = Path(__file__).parent
    for path in (here / "truth.py", *(here / "acceptance").glob("*.py")):
        imports = (
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, (ast.Import, ast.ImportFrom))
        )
        names = {name for node in imports for name in (getattr(node, "module", None), *(a.name for a in node.names))}
        assert not any(name and name.split(".")[0] in ("symfisher", "sympy") for name in names), path.name


def test_the_truth_belongs_to_the_set():
    assert {label: stored["density"] for label, stored in TRUTH.items()} == {e.label: e.density for e in ENTRIES}
    assert len({e.label for e in ENTRIES}) == len(ENTRIES) >= 130
    assert set(KNOWN_OPEN) <= {e.label for e in ENTRIES if e.closed}
