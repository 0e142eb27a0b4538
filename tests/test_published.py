"""The catalogue's matrices are those of the literature."""

from __future__ import annotations

import known_gaps
import pytest
from comparing import same
from published import ROWS

import symfisher
from symfisher.sampling import interior_points


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.family)
def test_is_the_published_matrix(row):
    family = symfisher.family(row.family)
    symbols = {q.symbol.name: q.symbol for q in (*family.known, *family.parameters)}
    ours = symfisher.fisher(family).matrix
    assert same(ours, row.matrix(symbols, len(family.parameters)), interior_points(family, 3, seed=7))


def test_every_family_has_a_source():
    assert {row.family for row in ROWS} == set(symfisher.families()) - set(known_gaps.UNPUBLISHED)
    assert all(any(c.isdigit() for c in row.citation) for row in ROWS)
    assert not set(known_gaps.UNPUBLISHED) & {row.family for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.family)
def test_another_matrix_would_be_noticed(row):
    """One entry changed by one part in 10⁶ fails the comparison above."""
    family = symfisher.family(row.family)
    symbols = {q.symbol.name: q.symbol for q in (*family.known, *family.parameters)}
    theirs = row.matrix(symbols, len(family.parameters))
    spoilt = theirs.copy()
    spoilt[0, 0] = theirs[0, 0] * (10**6 + 1) / 10**6
    assert not same(spoilt, theirs, interior_points(family, 1, seed=7))
