"""The strategies, cheapest first, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import Derivative, Integral, Limit, Product, Subs, Sum

from symfisher.expect import exponential_family, finite, pivoting
from symfisher.expect.law import Law
from symfisher.expect.solution import Solution

UNEVALUATED = (Derivative, Integral, Limit, Product, Subs, Sum)

STRATEGIES: dict[str, Callable[[Law], Solution | None]] = {
    "exponential family": exponential_family.solve,
    "finite space": finite.solve,
    "pivot": pivoting.solve,
}


def solve(law: Law) -> Solution:
    """The first solution that closes every entry, else the one that closes most; what is unevaluated is not closed."""
    best = Solution("none")
    for strategy in STRATEGIES.values():
        found = strategy(law)
        if found is None:
            continue
        closed = {pair: step for pair, step in found.entries.items() if not step.rhs.has(*UNEVALUATED)}
        if len(closed) > len(best.entries):
            best = replace(found, entries=closed)
        if len(best.entries) == len(law.pairs):
            break
    return best
