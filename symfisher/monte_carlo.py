"""Closed forms in several variables against samples: they find a lost factor or sign, and not a lost digit."""

from __future__ import annotations

from mpmath import fp

from symfisher.compiling import TROUBLE
from symfisher.expect.law import Law
from symfisher.expect.solution import Solution
from symfisher.moments import Point
from symfisher.region import Region
from symfisher.values import value_at

MOST_VARIABLES, MOST_ENTRIES = 6, 50
DEVIATIONS, SHARE, VAGUE = 6, 0.03, 0.1


def agrees_with_samples(law: Law, solution: Solution, point: Point) -> bool:
    """Whether no entry is far from its mean over samples; of very many entries, those on the diagonal.

    An entry whose mean is not known to a tenth is not judged.
    """
    family, pairs = law.family, list(solution.entries)
    if any(v.space.discrete for v in family.variables) or len(family.variables) > MOST_VARIABLES:
        return True
    judged = [pair for pair in pairs if pair[0] == pair[1] or len(pairs) <= MOST_ENTRIES]
    products = [family.density * law.scores[a] * law.scores[b] for a, b in judged]
    try:
        found = Region.of(family, dict(point), [family.density, *products], fp).sampled()[1:]
    except TROUBLE:
        return True
    sampled = dict(zip(judged, found, strict=True))
    return all(_is_near(float(value_at(solution.entries[p].rhs, point)), p, sampled) for p in judged)


def _is_near(value: float, pair: tuple[int, int], sampled: dict[tuple[int, int], tuple[float, float]]) -> bool:
    mean, error = sampled[pair]
    diagonal = [abs(sampled.get((k, k), (mean, error))[0]) for k in pair]
    size = max((diagonal[0] * diagonal[1]) ** 0.5, abs(mean))
    return error > VAGUE * size or abs(value - mean) <= DEVIATIONS * error + SHARE * size
