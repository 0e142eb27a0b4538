"""Where a density of one variable has several modes: places at which an integral over it is best split."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any

from mpmath import mp, mpf
from sympy import Add, Expr, Integer, expand

from symfisher.errors import SymfisherError
from symfisher.line import Density, Line
from symfisher.model import Family
from symfisher.special import derivative

GRID = [mpf(k) / 8 for k in range(-112, 113)]
DROP = 8  # how much log p falls between two modes that are kept apart
NARROWING = 60


def centres(family: Family) -> list[Expr]:
    """Where a sum that is linear in the variable vanishes, as x − μ does at μ: narrow modes stand there."""
    x, found = family.variables[-1].symbol, set()
    for total in family.density.atoms(Add):
        slope = derivative(total, x)
        if slope != 0 and not slope.has(x):
            found.add(expand(-total.xreplace({x: Integer(0)}) / slope))
    return sorted(filter(partial(stands_alone, family), found), key=lambda e: e.sort_key())


def stands_alone(family: Family, place: Expr) -> bool:
    """Whether nothing in it is the index of a sum in the density"""
    return place.free_symbols <= {q.symbol for q in (*family.known, *family.parameters, *family.variables)}


def landmarks(density: Density, lower: Any, upper: Any, marked: Iterable[Any], digits: int) -> list[Any]:
    """The modes and the valleys between them, where there are two modes or more that count; else nothing.

    Seen on a grid of all scales, with the places `marked`.

    >>> from mpmath import exp
    >>> places = landmarks(lambda x: exp(-x**2 / 2) + exp(-(x - 30)**2 / 2), -mp.inf, mp.inf, [], 15)
    >>> [round(float(place)) for place in places]
    [0, 15, 30]
    """
    line = Line(lower, upper)
    places = sorted({line.x(u)[0] for u in GRID} | {x for x in marked if lower < x < upper})
    places = [x for x in places if lower < x < upper]
    heights = [_height(density, x) for x in places]
    kept = _apart(heights, max(heights) - (digits + 10) * mp.log(10))
    inner = [k for k in kept if 0 < k < len(places) - 1]
    if len(kept) < 2 or not inner:
        return []
    valleys = [places[min(range(a, b), key=heights.__getitem__)] for a, b in pairwise(kept)]
    return sorted([*valleys, *(_summit(density, places[k - 1], places[k + 1]) for k in inner)])


def _height(density: Density, x: Any) -> Any:
    """log p, or −∞ where p vanishes or has no value"""
    try:
        value = abs(density(x))
        return mp.log(value) if value and mp.isfinite(value) else -mp.inf
    except (SymfisherError, ArithmeticError, ValueError):
        return -mp.inf


def _apart(heights: list[Any], least: Any) -> list[int]:
    """The indices of maxima that count, one of any two with no valley between them."""
    padded = [-mp.inf, *heights, -mp.inf]
    tops = [k for k, h in enumerate(heights) if h >= least and padded[k] < h >= padded[k + 2]]
    kept: list[int] = []
    for top in tops:
        if kept and min(heights[kept[-1]], heights[top]) - min(heights[kept[-1] : top]) < DROP:
            kept[-1] = max(kept[-1], top, key=heights.__getitem__)
        else:
            kept.append(top)
    return kept


def _summit(density: Density, low: Any, high: Any) -> Any:
    """The mode between two places, by thirds."""
    for _ in range(NARROWING):
        third = (high - low) / 3
        if _height(density, low + third) < _height(density, high - third):
            low += third
        else:
            high -= third
    return (low + high) / 2
