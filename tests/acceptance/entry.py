"""What an entry of the acceptance set is: a density as typed, and what its truth needs to be computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Entry:
    """The fields of a family; `closed` says whether a closed form is expected.

    For the truth alone: `near` where its points lie, `ends` the ranges of variables that `given` bounds, `split` where
    the integral is cut, `centre` the (centre, scale) of a variable without end, `through` the domains of other
    variables, the typed ones as functions of those and the Jacobian, `normal` the (mean, covariance) of a normal law,
    which makes Gauss–Hermite nodes exact, and `precision` the digits to work with.
    """

    label: str
    density: str
    variables: dict[str, str]
    parameters: dict[str, str]
    known: dict[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    atoms: dict[str, str] = field(default_factory=dict)
    closed: bool = True
    near: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    split: tuple[str, ...] = ()
    centre: dict[str, tuple[str, str]] = field(default_factory=dict)
    through: tuple[dict[str, str], dict[str, str], str] | None = None
    normal: Any = None
    precision: int = 0


R, P, U, N = {"x": "real"}, {"x": "positive"}, {"x": "unit"}, {"k": "naturals"}


def positive(names: str) -> dict[str, str]:
    """Names, each on (0, ∞).

    >>> positive("a b")
    {'a': 'positive', 'b': 'positive'}
    """
    return dict.fromkeys(names.split(), "positive")
