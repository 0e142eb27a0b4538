"""What a check found: one verdict a step, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from symfisher.sampling import Point

Path = tuple[int, ...]
WORST_FIRST = ("refuted", "unknown", "agrees", "proved")
MARKS = {"proved": "✓", "agrees": "~", "unknown": "?", "refuted": "✗"}


@dataclass(frozen=True)
class Result:
    """What one comparison at one point found."""

    status: str
    digits: int | None = None
    detail: str = ""


def worst(results: Iterable[Result]) -> Result:
    """The result that decides: the worst status, and of those the fewest digits."""
    most = 10**6
    return min(results, key=lambda r: (WORST_FIRST.index(r.status), most if r.digits is None else r.digits))


@dataclass(frozen=True)
class Verdict:
    """What was found about a step: `path` counts steps and substeps from 1; () is the family.

    `status` is proved, agrees, unknown or refuted; `method` structural, symbolic, numeric or order;
    `digits` how many digits agree; `point` the values of θ, the known symbols and ω that decided; `of` is the title of
    the derivation that the step belongs to.
    """

    path: Path
    rule: str
    status: str
    method: str
    digits: int | None = None
    detail: str = ""
    point: Point | None = field(default=None, compare=False)
    of: str = field(default="", compare=False)

    def __str__(self) -> str:
        digits = "" if self.digits is None else f"{self.digits} digits"
        place = ".".join(map(str, self.path)) or "–"
        row = f"{place:<7}{self.rule:<28}{self.method:<12}{digits:<11}{self.detail}"
        return f"{MARKS[self.status]} {row}".rstrip()


@dataclass(frozen=True)
class Report:
    """The verdicts of one check, in the order of the steps."""

    verdicts: tuple[Verdict, ...]

    @property
    def refuted(self) -> tuple[Verdict, ...]:
        """The verdicts against a step."""
        return tuple(verdict for verdict in self.verdicts if verdict.status == "refuted")

    @property
    def ok(self) -> bool:
        """Whether nothing was refuted."""
        return not self.refuted

    def counts(self) -> dict[str, int]:
        """How many verdicts have each status."""
        count = Counter(verdict.status for verdict in self.verdicts)
        return {status: count[status] for status in reversed(WORST_FIRST)}

    @property
    def total(self) -> str:
        """How many verdicts have each status, in words."""
        return ", ".join(f"{count} {status}" for status, count in self.counts().items())

    def __str__(self) -> str:
        titles = dict.fromkeys(verdict.of for verdict in self.verdicts)
        rows: list[str] = []
        for title in titles:
            rows += [title] if len(titles) > 1 else []
            rows += [str(verdict) for verdict in self.verdicts if verdict.of == title]
        return "\n".join((*rows, self.total))
