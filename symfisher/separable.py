"""A density that is a product over disjoint variables: its mass is the product of the masses of its factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

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


def separated(family: Family) -> tuple[Expr, list[Family]]:
    """p = c Π pₖ: c, which is free of the variables, and the pₖ as families that are not normalised; none for one.

    >>> _, parts = separated(Family("exp(-x-y)", {"x": "(0, oo)", "y": "(0, oo)"}, {"t": "real"}))
    >>> [part.density for part in parts]
    [exp(-x), exp(-y)]
    """
    names = {v.symbol for v in family.variables}
    for spread in (False, True):
        factors = list(_factors(family.density, spread))
        found = groups(family.variables, [*factors, *family.given])
        if len(found) > 1 and not family.atoms:
            constant = Mul(*(f for f in factors if not f.free_symbols & names))
            return constant, [_part(family, group, factors) for group in found]
    return family.density, []


def _factors(density: Expr, spread: bool) -> Iterator[Expr]:
    """The factors of the product; e^(a + b) as e^a and e^b, with the exponent multiplied out where it is `spread`"""
    for factor in Mul.make_args(density):
        base, exponent = factor.as_base_exp()
        exponent = expand(exponent) if spread else exponent
        yield from (base**term for term in Add.make_args(exponent))


def _part(family: Family, group: tuple[Quantity, ...], factors: Sequence[Expr]) -> Family:
    own = {v.symbol for v in group}
    density = Mul(*(f for f in factors if f.free_symbols & own))
    given = tuple(c for c in family.given if not c.free_symbols & {v.symbol for v in family.variables} - own)
    return replace(family, density=density, variables=group, given=given, origin=None)
