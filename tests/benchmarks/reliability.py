"""How reliable a verdict is, in tables: `python tests/benchmarks/reliability.py --write docs/reliability.md`.

One function a section; `--only mutations` chooses. Each section is put between its own marks.

mutations: single errors, seeded, planted in random steps of the derivations of the catalogue, the abstract one and
those of some typed densities; how many the checker refutes, and why the others survive.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from acceptance import ENTRIES
from answers import answers, refusals
from families import machine, write_between
from mutations import Mutant, mutant
from still_true import diverges, reason
from textbook import FAMILIES

import symfisher
from symfisher.checking import check_derivation
from symfisher.model import Family
from symfisher.structure import faults
from symfisher.trace import Derivation

SEED, BUDGET, LIMIT = 1, 20, 3600
COSTLY = ("Dirichlet", "bivariate normal")  # two continuous variables: a quarter as many errors
ABSTRACT = "abstract"
TYPED = (
    "Weibull",
    "Student t",
    "Burr XII",
    "Kumaraswamy",
    "Laplace",
    "Birnbaum–Saunders",
    "Lindley",
    "zero-inflated Poisson",
    "generalized Poisson",
    "beta-binomial",
    "wrapped Cauchy",
    "cardioid",
    "Planck",
    "exponential-geometric",
    "zero-inflated gamma",
    "tobit, unit variance",
)
Row = dict[str, Any]


def derivation(label: str) -> Derivation:
    """The derivation of a name of the catalogue, of a typed density, or of no density at all"""
    if label == ABSTRACT:
        return symfisher.derive()
    if label in symfisher.families():
        return symfisher.derive(label)
    typed = {text.label: text for text in (*ENTRIES, *FAMILIES)}[label]
    atoms = getattr(typed, "atoms", {})
    return symfisher.derive(
        Family(typed.density, typed.variables, typed.parameters, typed.known, typed.given, atoms, label)
    )


# mutations


def fate(error: Mutant) -> tuple[str, str]:
    """What becomes of one error, and why: refuted, equivalent, unknown or survives."""
    report = check_derivation(error.derivation, budget=BUDGET, only={error.path})
    if not report.ok:
        return "refuted", ""
    if why := reason(error):
        return "equivalent", why
    (verdict,) = (v for v in report.verdicts if v.path == error.path)
    cause = "quadrature of the test comes to no end" if diverges(error) else "the test's digits do not reach"
    what = "unknown" if verdict.status == "unknown" else "survives"
    return what, f"{verdict.detail or verdict.status}; {cause}"


def falls_alone(error: Mutant) -> bool:
    """Whether the step is refuted torn out of its derivation, with no other step to contradict it."""
    step = replace(error.after, chained=False, substeps=(), rule="step")
    return not check_derivation(Derivation("", (step,), error.derivation.family), budget=BUDGET, only={(1,)}).ok


def survey(label: str, count: int) -> Row:
    """The fates of so many errors in one derivation"""
    whole, start = derivation(label), perf_counter()
    assert not faults(whole), label
    random, fates, alone, left = Random(f"{SEED} {label}"), Counter[str](), 0, []
    for _ in range(count):
        error = mutant(whole, random)
        what, why = fate(error)
        fates[what] += 1
        alone += what == "refuted" and falls_alone(error)
        if what != "refuted":
            left.append([what, str(error), why])
    steps = sum(1 for _ in whole.walk())
    return {"label": label, "steps": steps, "alone": alone, "left": left, "seconds": perf_counter() - start, **fates}


def in_a_process(label: str, count: int) -> Row:
    command = [sys.executable, __file__, "--survey", label, "--count", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=True)
    return json.loads(done.stdout)


def mutations(count: int, labels: Sequence[str]) -> Iterator[str]:
    """The table of planted errors, and a list of those that are not refuted"""
    rows = []
    for label in labels or (ABSTRACT, *symfisher.families(), *TYPED):
        rows.append(in_a_process(label, count // 4 if label in COSTLY else count))
        print(label, {k: v for k, v in rows[-1].items() if k != "left"}, file=sys.stderr, flush=True)
    yield from _table(rows)
    yield from ("", *_totals(rows), "")
    yield from _listed("Errors that were planted and not refuted:", rows, ("survives", "unknown"))
    yield from ("", *_reasons(rows))


FATES = ("refuted", "equivalent", "unknown", "survives")


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| derivation | steps | errors | refuted | by the step alone | equivalent | unknown | survive | seconds |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in [*rows, _sum(rows)]:
        counts = [row.get(what, 0) for what in FATES]
        cells = [row["label"], row["steps"], sum(counts), counts[0], row["alone"], *counts[1:], round(row["seconds"])]
        yield "| " + " | ".join(map(str, cells)) + " |"


def _sum(rows: Sequence[Row]) -> Row:
    keys = ("steps", "alone", "seconds", *FATES)
    return {"label": "all"} | {key: sum(row.get(key, 0) for row in rows) for key in keys}


def _totals(rows: Sequence[Row]) -> Iterator[str]:
    whole = _sum(rows)
    errors = whole["refuted"] + whole["unknown"] + whole["survives"]
    share = 100 * whole["refuted"] / errors
    yield f"Of {errors} errors that make a step false, {whole['refuted']} are refuted: {share:.2f} % (bar 99 %)."


def _listed(title: str, rows: Sequence[Row], fates: Sequence[str]) -> Iterator[str]:
    found = [(row["label"], *entry) for row in rows for entry in row["left"] if entry[0] in fates]
    yield from (title, "") if found else ("No error that makes a step false was passed.",)
    for label, what, error, why in found:
        yield f"- {label}, {what}: `{_short(error)}` ({why})"


def _short(text: str, most: int = 240) -> str:
    return text.replace("`", "'") if len(text) <= most else f"{text[:most]}…".replace("`", "'")


def _reasons(rows: Sequence[Row]) -> Iterator[str]:
    reasons = Counter(entry[2] for row in rows for entry in row["left"] if entry[0] == "equivalent")
    yield "Equivalent, by reason: " + "; ".join(f"{why} {count}" for why, count in reasons.most_common()) + "."


# sections

SECTIONS: dict[str, Callable[[int, Sequence[str]], Iterable[str]]] = {
    "answers": lambda count, labels: answers(),
    "refusals": lambda count, labels: refusals(),
    "mutations": mutations,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", nargs="*", help="these derivations instead of all")
    parser.add_argument("--count", type=int, default=60, metavar="N", help="errors a derivation")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="this section; may be given again")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put each table between its marks in this document")
    parser.add_argument("--survey", metavar="LABEL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.survey:
        return print(json.dumps(survey(options.survey, options.count)))
    for name in options.only or SECTIONS:
        lines = SECTIONS[name](options.count, options.labels)
        text = "\n".join([*lines, "", f"Measured on {date.today():%d %B %Y} on {machine()}."])
        print(text)
        if options.write:
            write_between(options.write, text, name)


if __name__ == "__main__":
    main()
