"""A known gap that starts to work must leave the list, and nothing is skipped that the list does not name."""

from __future__ import annotations

import ast
from pathlib import Path

import known_gaps
import pytest
import sympy as sp
from test_conformance import COARSE, FINE, assert_same, definition, numbers

import symfisher
from symfisher.model import Family


def named(fails):
    return [name for name, gap in known_gaps.GAPS.items() if gap.fails == fails]


def family(name):
    gap = known_gaps.GAPS[name]
    return Family(gap.density, gap.variables, gap.parameters, gap.known)


@pytest.mark.parametrize("name", named("open"))
def test_still_open(name):
    assert symfisher.fisher(family(name)).status == "open", f"{name} has a closed form now: remove it from known_gaps"


@pytest.mark.parametrize("name", known_gaps.NO_HESSIAN_FORM)
def test_still_no_hessian_form(name):
    here = definition(name)
    with pytest.raises(AssertionError):
        assert_same(here.hessian_form, here.score_form, COARSE)


@pytest.mark.parametrize("name", known_gaps.COARSE)
def test_still_measured_coarsely(name):
    with pytest.raises(AssertionError):
        assert_same(numbers(name), definition(name).score_form, FINE)


@pytest.mark.parametrize("name", known_gaps.UNMEASURED)
def test_still_not_measured(name):
    sums = symfisher.family(name).density.atoms(sp.Sum)
    assert any(sp.oo in total.limits[0] for total in sums)


def test_every_gap_is_of_a_kind_that_is_tested():
    assert sorted(known_gaps.GAPS) == sorted(named("open"))
    assert all(gap.reason for gap in known_gaps.GAPS.values())


def test_every_skip_is_listed():
    skipping = set()
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(_skips(inner) for inner in ast.walk(node)):
                skipping.add(node.name)
    assert skipping == set(known_gaps.SKIPS)


def _skips(node):
    return isinstance(node, ast.Attribute) and node.attr in ("skip", "skipif", "xfail", "importorskip")
