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
    "standard binormal": Gap(
        "exp(-(x^2 - 2*r*x*y + y^2)/(2*(1-r^2)))/(2*pi*sqrt(1-r^2))",
        {"x": "real", "y": "real"},
        {"r": "(-1, 1)"},
        "open",
        "a curved exponential family of two variables: x² + y² and xy have one parameter",
    ),
    "Laplace location": Gap("exp(-abs(x-m))/2", REAL, {"m": "real"}, "open", "the score has a jump at m"),
    "Weibull with threshold": Gap(
        "3*(x-m)^2*exp(-(x-m)^3)", {"x": "(m, oo)"}, {"m": "real"}, "open", "the support moves; needs a gamma integral"
    ),
    "Kumaraswamy": Gap(
        "a*b*x^(a-1)*(1-x^a)^(b-1)", UNIT, {"a": "positive", "b": "positive"}, "open", "moments diverge for b < 2"
    ),
    "negative binomial, r unknown": Gap(
        "gamma(x+r)/(gamma(r)*factorial(x))*p^r*(1-p)^x",
        {"x": "0..oo"},
        {"r": "positive", "p": "unit"},
        "open",
        "E ψ₁(x + r) is a ₃F₂",
    ),
    "two-normal mixture": Gap(
        "w*exp(-x^2/2)/sqrt(2*pi)+(1-w)*exp(-(x-2)^2/2)/sqrt(2*pi)", REAL, {"w": "unit"}, "open", "has no closed form"
    ),
    "skew-normal": Gap(
        "exp(-x^2/2)*(1 + erf(a*x/sqrt(2)))/sqrt(2*pi)", REAL, {"a": "real"}, "open", "has no closed form"
    ),
    "mixture of two exponentials": Gap(
        "(exp(-x) + w*(2*exp(-2*x) - exp(-x)))", POSITIVE, {"w": "unit"}, "open", "needs a logarithmic integral"
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
