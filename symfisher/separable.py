"""A density that is a product over disjoint variables: its mass is the product of the masses of its factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from sympy import Add, Expr, Mul, Symbol, Tuple, expand

from symfisher.model import Family, Quantity


def groups(variables: Sequence[Quantity], parts: Iterable[Expr]) -> list[tuple[Quantity, ...]]:
    """Variables that share a part or a bound, together."""
    names = {v.symbol for v in variables}
    ties = [part.free_symbols & names for part in parts]
    ties += [{v.symbol} | (Tuple(v.space.lower, v.space.upper).free_symbols & names) for v in variables]
    found: list[set[Symbol]] = []
    for tie in filter(None, ties):
        touched = [group for group in found if group & tie]
        found = [group for group in found if not group & tie] + [set(tie).union(*touched)]
    tuples = [tuple(v for v in variables if v.symbol in group) for group in found]
    return sorted(tuples, key=lambda group: variables.index(group[0]))


@lru_cache(maxsize=64)
def separated(family: Family) -> tuple[Expr, tuple[tuple[Family, int], ...]]:
    """p = c Π pₖ^nₖ: c, which is free of the variables, and the pₖ of one variable each, not normalised, with how often
    each occurs in one variable or another; none where p is no such product.

    >>> _, parts = separated(Family("exp(-x-y)", {"x": "(0, oo)", "y": "(0, oo)"}, {"t": "real"}))
    >>> [(part.density, count) for part, count in parts]
    [(exp(-x), 2)]
    """
    for spread in (False, True) if len(family.variables) > 1 and not family.atoms else ():
        factors = list(_factors(family.density, spread))
        if len(groups(family.variables, [*factors, *family.given])) == len(family.variables):
            symbols = {v.symbol for v in family.variables}
            constant = Mul(*(f for f in factors if not f.free_symbols & symbols))
            return constant, _counted([_part(family, v, factors) for v in family.variables])
    return family.density, ()


def _factors(density: Expr, spread: bool) -> Iterator[Expr]:
    """The factors of the product; e^(a + b) as e^a and e^b, with the exponent multiplied out where it is `spread`"""
    for factor in Mul.make_args(density):
        base, exponent = factor.as_base_exp()
        exponent = expand(exponent) if spread else exponent
        yield from (base**term for term in Add.make_args(exponent))


def _part(family: Family, variable: Quantity, factors: Sequence[Expr]) -> Family:
    others = {v.symbol for v in family.variables} - {variable.symbol}
    density = Mul(*(f for f in factors if variable.symbol in f.free_symbols))
    given = tuple(c for c in family.given if not c.free_symbols & others)
    return replace(family, density=density, variables=(variable,), given=given, origin=None)


def _counted(parts: Sequence[Family]) -> tuple[tuple[Family, int], ...]:
    """Each of the parts that differ by more than the name of the variable, and how many are like it"""
    found: dict[Family, int] = {}
    for part in parts:
        alike = next((known for known in found if _is_alike(part, known)), part)
        found[alike] = found.get(alike, 0) + 1
    return tuple(found.items())


def _is_alike(part: Family, known: Family) -> bool:
    (one,), (other,) = part.variables, known.variables
    names = {one.symbol: other.symbol}
    return one.space == other.space and part.density.xreplace(names) == known.density
