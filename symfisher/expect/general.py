"""What is left for SymPy's integrate and summation: tried in a process of its own, believed after a numeric check."""

from __future__ import annotations

import importlib.util
import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

from sympy import Expr

from symfisher.expect.integrals import attempts, curvature_without_variables
from symfisher.expect.law import Law
from symfisher.expect.normal_form import normal_form
from symfisher.expect.pieces import pieces
from symfisher.expect.solution import EXCHANGE, Solution, chain
from symfisher.notation import Expectation
from symfisher.trace import Condition, Relation, Step

SECONDS = 30.0 if importlib.util.find_spec("resource") else 6.0
"""For a whole family; then the process is ended, and what it has found stays.

The worker has limits of its own, of processor time, where the system knows these; then this one is not reached.
"""

WORKER = [sys.executable or "python3", "-P", "-m", "symfisher.expect.worker"]
CHECKED = "; accepted after a numeric check at three points"

Link = tuple[Expr, str, str, tuple[Condition, ...]]
Found = dict[tuple[int, int], tuple[Expr, bool]]
"""The closed form of an entry, and whether it is minus the mean of the second derivative."""


def solve(law: Law, seconds: float = SECONDS) -> Solution | None:
    """The entries that SymPy closes in time: E[∂ᵢℓ ∂ⱼℓ] = ∫ p ∂ᵢℓ ∂ⱼℓ, or −∫ p ∂ᵢ∂ⱼℓ"""
    parts = pieces(law) if len(law.omega) == 1 and not law.family.atoms else None
    if not parts:
        return None
    fixed = {pair: f for pair in law.pairs if (f := curvature_without_variables(law, parts, *pair)) is not None}
    found = {pair: (normal_form(f, law.points[0]), True) for pair, f in fixed.items()}
    others = [pair for pair in law.pairs if pair not in fixed]
    if others and all(any(True for _ in attempts(law, parts, *pair)) for pair in others):
        found |= _read(_run(pickle.dumps(law.family), seconds))
    entries = {pair: _entry(law, *pair, *found[pair], pair in fixed) for pair in law.pairs if pair in found}
    return Solution("integration", (), entries) if entries else None


def _run(task: bytes, seconds: float) -> bytes:
    """What the worker has written when it ends or is ended; nothing where there are no processes."""
    here = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])}
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            [*WORKER, str(os.getpid())], env=os.environ | here, stdin=pipe, stdout=pipe, stderr=nowhere
        )
    except OSError:
        return b""
    with process:
        try:
            return process.communicate(task, timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            return process.communicate()[0]
        finally:
            process.kill()  # also when the user interrupts


def _read(written: bytes) -> Found:
    """One record an entry; the last may be cut off."""
    found: Found = {}
    stream = io.BytesIO(written)
    while True:
        try:
            pair, closed, bent = pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            return found
        found[pair] = (closed, bent)


def _entry(law: Law, a: int, b: int, closed: Expr, bent: bool, fixed: bool) -> Step:
    """E[∂ₐℓ ∂_bℓ] = closed form, by one road or the other"""
    head, verb = law.entry_head(a, b), "SymPy's summation" if law.family.variables[0].space.discrete else "integrate"
    because = "the second derivative does not move with the variable" if fixed else f"by {verb}{CHECKED}"
    spelled = Expectation(law.scores[a] * law.scores[b])
    scores: Link = (spelled, "insert_scores", "the scores as functions of the variable", ())
    if bent:
        hessian = -Expectation(law.score_head(a, b))
        scores = (hessian, "exchange_derivative", "the score has mean zero; differentiate that once more", (EXCHANGE,))
    links: list[Link] = [scores, (closed, "integrate", because, ())]
    rule = "take_expectation_of_scores"
    return Step(head, closed, Relation.EQUAL, rule, because, substeps=chain(head, links), chained=False)
