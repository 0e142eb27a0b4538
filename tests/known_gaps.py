"""What the suite knows not to work yet, and what it skips: one list, with reasons.

`test_known_gaps.py` fails as soon as an entry here starts to work, so that the entry is then removed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

REAL, POSITIVE, UNIT = {"x": "real"}, {"x": "positive"}, {"x": "unit"}


@dataclass(frozen=True)
class Gap:
    """A family and what fails: `open` no closed form, `unrefused` an answer that should be a refusal."""

    density: Any
    variables: Any
    parameters: Any
    fails: str
    reason: str
    known: Any = field(default_factory=dict)


GAPS = {
    "Kumaraswamy, as odds": Gap(
        "a*b*(x/(1+x))^(a-1)*(1-(x/(1+x))^a)^(b-1)/(1+x)^2",
        POSITIVE,
        {"a": "positive", "b": "positive"},
        "open",
        "the pivot (x/(1+x))^a stands in sums whose terms only together are powers of it",
    ),
    "two-normal mixture": Gap(
        "w*exp(-x^2/2)/sqrt(2*pi)+(1-w)*exp(-(x-2)^2/2)/sqrt(2*pi)", REAL, {"w": "unit"}, "open", "has no closed form"
    ),
    "skew-normal": Gap(
        "exp(-x^2/2)*(1 + erf(a*x/sqrt(2)))/sqrt(2*pi)", REAL, {"a": "real"}, "open", "has no closed form"
    ),
    "Weibull with threshold, shape 3/2": Gap(
        "3/2*(x-m)^(1/2)*exp(-(x-m)^(3/2))",
        {"x": "(m, oo)"},
        {"m": "real"},
        "unrefused",
        "E[(∂ log P)²] = ∞, so S12 does not hold; it is reported as open",
    ),
}

# families of the catalogue without a printed matrix in published.py
UNPUBLISHED = ()

# every skip in the suite: the fixture or test, and why
SKIPS = {"pdflatex_or_skip": "without pdflatex there is nothing to compile a document with"}
