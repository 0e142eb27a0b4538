"""What is answered and what is refused: the sections of docs/reliability.md on answers and refusals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from time import perf_counter

from acceptance import ENTRIES
from irregular import IRREGULAR, NO_DENSITY, Refused
from test_acceptance import DEEP, DIGITS, SECONDS, TRUTH, outcome

import symfisher
from symfisher.errors import SymfisherError
from symfisher.model import Family


def answers() -> list[str]:
    """The acceptance set against its truth"""
    outcomes: Counter[str] = Counter()
    compared, deep, slowest, wrong = 0, 0, 0.0, []
    for entry in ENTRIES:
        begun = perf_counter()
        status, disagreements = outcome(entry)
        slowest = max(slowest, perf_counter() - begun)
        outcomes["refused or out of time" if ":" in status else status] += 1
        wrong += disagreements
        if status == "closed":
            points = TRUTH[entry.label]["points"]
            compared += len(points)
            deep += sum(point["digits"] >= DEEP for point in points)
    return [
        "| densities | closed | open | refused or out of time | matrices compared | to 40 digits | wrong |",
        "|---|---|---|---|---|---|---|",
        f"| {len(ENTRIES)} | {outcomes['closed']} | {outcomes['open']} | {outcomes['refused or out of time']} "
        f"| {compared} | {deep} | {len(wrong)} |",
        "",
        f"Compared to {DIGITS} digits, or to as many as the truth has. The slowest took {slowest:.0f} s; the limit is "
        f"{SECONDS} s, and {outcomes['refused or out of time']} hung.",
        *(f"- wrong: {one}" for one in wrong),
    ]


def refusals() -> list[str]:
    """Irregular densities and functions that are no densities, each with the refusal it must get"""
    lines = ["| what | tried | refused by the right line or with the number found |", "|---|---|---|"]
    for what, cases in (("irregular densities", IRREGULAR), ("no densities", NO_DENSITY)):
        missed = [name for name, case in cases.items() if not _is_refused(case)]
        lines.append(f"| {what} | {len(cases)} | {len(cases) - len(missed)} |")
        lines += _listed(missed)
    return lines


def _listed(missed: Iterable[str]) -> list[str]:
    return [f"| not refused as it must be: {name} | | |" for name in missed]


def _is_refused(case: Refused) -> bool:
    try:
        symfisher.derive(Family(case.density, case.variables, case.parameters, case.known, case.given, case.atoms))
    except SymfisherError as refusal:
        return re.search(case.says, str(refusal)) is not None
    return False
