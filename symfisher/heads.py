"""Which functions occur in an expression, found once for each of its parts."""

from __future__ import annotations

from functools import lru_cache

from sympy import Basic


@lru_cache(maxsize=16384)
def heads(e: Basic) -> frozenset[type]:
    """The types of all parts, through which `has` and `atoms` would go each time they are asked.

    >>> from sympy import gamma, log
    >>> from sympy.abc import x
    >>> gamma in heads(1 + log(gamma(x))), log in heads(gamma(x))
    (True, False)
    """
    return frozenset((type(e),)).union(*map(heads, e.args))


def occurs(e: Basic, *types: type) -> bool:
    """Whether one of the types is that of a part"""
    return not heads(e).isdisjoint(types)
