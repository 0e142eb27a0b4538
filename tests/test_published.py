"""The catalogue's matrices are those of the literature, where the literature prints one."""

from __future__ import annotations

import pytest
from comparing import same
from each_family import found, on_one_worker
from published import ROWS

import symfisher
from symfisher.sampling import interior_points


@pytest.mark.parametrize("row", [on_one_worker(row.family, row) for row in ROWS])
def test_is_the_published_matrix(row):
    """And an entry changed by one part in 10⁶ would be noticed."""
    family, ours = found(row.family).family, found(row.family).matrix
    symbols = {q.symbol.name: q.symbol for q in (*family.known, *family.parameters)}
    theirs = row.matrix(symbols, len(family.parameters))
    assert same(ours, theirs, interior_points(family, 3, seed=7))
    spoilt = theirs.copy()
    spoilt[0, 0] = theirs[0, 0] * (10**6 + 1) / 10**6
    assert not same(spoilt, theirs, interior_points(family, 1, seed=7))


def test_most_families_have_a_source():
    sourced = [row.family for row in ROWS]
    assert len(sourced) == len(set(sourced)) and set(sourced) <= set(symfisher.families())
    assert len({name.partition(":")[0] for name in sourced}) >= 120
    assert all(any(c.isdigit() for c in row.citation) for row in ROWS)
