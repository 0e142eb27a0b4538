"""The strategies, cheapest first, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import AccumBounds, Derivative, I, Integral, Limit, Product, Subs, Sum, nan, oo, zoo
from sympy.polys.polyerrors import BasePolynomialError

from symfisher.expect import (
    circular,
    counts,
    dirichlet_kernel,
    elliptical,
    exponential_family,
    finite,
    general,
    independent,
    inner,
    partial_fractions,
    pivoting,
    regions,
)
from symfisher.expect.law import Law
from symfisher.expect.solution import Solution

UNEVALUATED = (AccumBounds, Derivative, I, Integral, Limit, Product, Subs, Sum, nan, oo, zoo)

STUMBLES = (
    ArithmeticError,
    AttributeError,
    BasePolynomialError,
    IndexError,
    KeyError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)

STRATEGIES: dict[str, Callable[[Law], Solution | None]] = {
    "exponential family": exponential_family.solve,
    "independent blocks": independent.solve,
    "finite space": finite.solve,
    "counts": counts.solve,
    "elliptical": elliptical.solve,
    "Dirichlet kernel": dirichlet_kernel.solve,
    "regions": regions.solve,
    "pivot": pivoting.solve,
    "circle": circular.solve,
    "partial fractions": partial_fractions.solve,
    "inner function": inner.solve,
    "integration": general.solve,
}


def solve(law: Law, agrees: Callable[[Solution], bool] = lambda solution: True) -> Solution:
    """The first solution that closes every entry, else the one that closes most.

    What is unevaluated is not closed, and what does not agree with the definition is no solution.
    """
    best, tried = Solution("none"), []
    for name, strategy in STRATEGIES.items():
        found = _attempted(strategy, law)
        tried.append(name)
        if found is None or len(found.entries) <= len(best.entries) or not agrees(found):
            continue
        best = found
        if len(best.entries) == len(law.pairs):
            return best
    agrees(best)
    return replace(best, tried=tuple(tried))


def _attempted(strategy: Callable[[Law], Solution | None], law: Law) -> Solution | None:
    """What a strategy closes; where SymPy stumbles over an expression it closes nothing."""
    try:
        found = strategy(law)
    except STUMBLES:
        return None
    if found is None:
        return None
    closed = {pair: step for pair, step in found.entries.items() if not step.rhs.has(*UNEVALUATED)}
    return replace(found, entries=closed)
