"""The strategies, cheapest first, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable

from symfisher.expect import exponential_family, finite
from symfisher.expect.law import Law
from symfisher.expect.solution import Solution

STRATEGIES: dict[str, Callable[[Law], Solution | None]] = {
    "exponential family": exponential_family.solve,
    "finite space": finite.solve,
}


def solve(law: Law) -> Solution:
    """The first solution that closes every entry, else the one that closes most; `tried` names the strategies."""
    best = Solution("none")
    for strategy in STRATEGIES.values():
        found = strategy(law)
        if found is not None and len(found.entries) > len(best.entries):
            best = found
        if len(best.entries) == len(law.pairs):
            break
    return Solution(best.strategy, best.preparation, best.entries, best.distance, tuple(STRATEGIES))
