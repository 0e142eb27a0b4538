"""The committed derivations are what the program derives today."""

from __future__ import annotations

import re

import pytest
import sympy
from golden import DERIVATIONS, index, path_of, written

import symfisher

NAMES = ("", *symfisher.families())
PINNED = sympy.__version__.startswith("1.14")


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name or "abstract")
def test_a_derivation_is_the_committed_one(name):
    committed, derived = path_of(name).read_text("utf-8"), written(name)
    assert headings(derived) == headings(committed)
    if PINNED:
        assert derived == committed


def headings(text: str) -> list[str]:
    """The titles of the steps: the structure, whatever SymPy's version prints."""
    return re.findall(r"\*\*.*?\*\*", text)


def test_the_index_lists_every_derivation():
    assert (DERIVATIONS / "README.md").read_text("utf-8") == index()
    assert {p.name for p in DERIVATIONS.glob("*.md")} == {path_of(n).name for n in NAMES} | {"README.md"}
