"""The matrices of the literature that the conformance tests compare ours with."""

from __future__ import annotations

from published import ROWS

import symfisher


def test_most_families_have_a_source():
    sourced = [row.family for row in ROWS]
    assert len(sourced) == len(set(sourced)) and set(sourced) <= set(symfisher.families())
    assert len({name.partition(":")[0] for name in sourced}) >= 120
    assert all(any(c.isdigit() for c in row.citation) for row in ROWS)
