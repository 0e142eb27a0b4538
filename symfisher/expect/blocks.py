"""Variables that fall into independent blocks: p(ω) = Π p_B(ω_B), each factor with its own normalising constant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from mpmath import log as mp_log
from mpmath import mp, mpf, pslq, workdps
from sympy import Add, Expr, Integer, Piecewise, Rational, S, Symbol, Tuple, exp, expand, log, pi

from symfisher.compiling import vector
from symfisher.errors import SymfisherError
from symfisher.expect.factored import factor_safely
from symfisher.expect.finite import enumerate_outcomes
from symfisher.expect.law import Law
from symfisher.expect.quadratic import with_squares
from symfisher.model import Family, Quantity
from symfisher.moments import mass_in_digits
from symfisher.sampling import Point, interior_points
from symfisher.separable import groups

DIGITS = 20
MOST_SHARED, MOST_SUMMED = 4, 20
LOGARITHMS = (Integer(2), Integer(3), Integer(5), pi)


@dataclass(frozen=True)
class Block:
    """Some of the variables, and what of ℓ they are in; `constant` is what normalises it."""

    variables: tuple[Quantity, ...]
    kernel: Expr
    constant: Expr = S.Zero

    @property
    def density(self) -> Expr:
        return exp(self.kernel + self.constant)

    def family(self, whole: Family) -> Family:
        """The law of these variables alone, in all the parameters."""
        own = {v.symbol for v in self.variables}
        others = {v.symbol for v in whole.variables} - own
        given = tuple(c for c in whole.given if not c.free_symbols & others)
        return Family(self.density, self.variables, whole.parameters, whole.known, given, (), "")


def independent_blocks(law: Law) -> list[Block] | None:
    """The blocks with their constants, or None where there is one block or a constant cannot be divided."""
    if len(law.omega) < 2 or law.family.atoms or law.log_density.has(Piecewise):
        return None
    for terms in (Add.make_args(law.log_density), Add.make_args(expand(law.log_density, log=False))):
        found = groups(law.family.variables, terms)
        if len(found) > 1:
            free = [term for term in terms if not term.free_symbols & set(law.omega)]
            return _normalised(law, [_block(group, terms) for group in found], free)
    return None


def _block(group: tuple[Quantity, ...], terms: Iterable[Expr]) -> Block:
    own = {v.symbol for v in group}
    kernel = Add(*(term for term in terms if term.free_symbols & own))
    alone = len(group) == 1 and not group[0].space.discrete
    return Block(group, with_squares(kernel, group[0].symbol) if alone else kernel)


def _normalised(law: Law, blocks: list[Block], free: list[Expr]) -> list[Block] | None:
    """Each free term given to the blocks it belongs to, so that every block has mass 1."""
    if (summed := _summed(law, blocks, free)) is not None:
        return summed
    for k, block in enumerate(blocks):
        constant = _constant(law, block, blocks, [t for t in free if not t.is_number])
        if constant is None:
            return None
        blocks[k] = replace(block, constant=constant)
    rest = Add(*free) - Add(*(block.constant for block in blocks))
    if expand(rest).free_symbols:
        return None
    numbers = [_number(law, block) for block in blocks[:-1]]
    if None in numbers:
        return None
    numbers.append(expand(rest) - Add(*numbers))  # the whole has mass 1
    return [replace(block, constant=block.constant + number) for block, number in zip(blocks, numbers, strict=True)]


def _summed(law: Law, blocks: list[Block], free: list[Expr]) -> list[Block] | None:
    """The constants where all blocks but one are finite: theirs are sums, and the rest is that of the other."""
    sums = [_log_sum(block, enumerate_outcomes(block.family(law.family))) for block in blocks]
    if sums.count(None) != 1:
        return None
    rest = Add(*free) - Add(*filter(None, sums))
    return [replace(b, constant=rest if s is None else s) for b, s in zip(blocks, sums, strict=True)]


def _log_sum(block: Block, outcomes: list[dict[Symbol, Expr]] | None) -> Expr | None:
    """−log Σ e^kernel over a few outcomes"""
    if outcomes is None or len(outcomes) > MOST_SUMMED:
        return None
    return -log(factor_safely(Add(*(exp(block.kernel.subs(o)) for o in outcomes))))


def _constant(law: Law, block: Block, blocks: list[Block], terms: list[Expr]) -> Expr | None:
    """The terms that name what only this block names, and of the others the part that its mass asks for."""
    names = _names(block, law)
    own = [t for t in terms if _names_of(t, law) <= names]
    shared = [t for t in own if any(_names_of(t, law) <= _names(b, law) for b in blocks if b is not block)]
    certain = Add(*(t for t in own if t not in shared))
    if not shared:
        return certain
    weights = _weights(law, replace(block, constant=certain), shared)
    return None if weights is None else certain + Add(*(w * t for w, t in zip(weights, shared, strict=True)))


def _names_of(expression: Expr, law: Law) -> set[Symbol]:
    return expression.free_symbols - set(law.omega)


def _names(block: Block, law: Law) -> set[Symbol]:
    ends = Tuple(*(end for v in block.variables for end in (v.space.lower, v.space.upper)))
    return _names_of(block.kernel, law) | _names_of(ends, law)


def _weights(law: Law, block: Block, shared: list[Expr]) -> list[Expr] | None:
    """w with log ∫ e^kernel = −Σ wⱼ tⱼ + c at random points, as fractions"""
    if len(shared) > MOST_SHARED:
        return None
    points = interior_points(law.family, len(shared) + 3, seed=7)
    with workdps(DIGITS + 10):
        rows = [[*vector(shared, (), point)(), mpf(1)] for point in points]
        masses = [_log_mass(law, block, point) for point in points]
        if None in masses:
            return None
        count = len(shared) + 1
        try:
            solved = mp.lu_solve(mp.matrix(rows[:count]), -mp.matrix(masses[:count]))
        except ZeroDivisionError:
            return None
        weights = [Rational(str(mp.nstr(w, 12))).limit_denominator(12) for w in solved[: count - 1]]
        constants = [
            m + mp.fsum(mp.mpmathify(w) * t for w, t in zip(map(_mp, weights), row, strict=False))
            for m, row in zip(masses, rows, strict=True)
        ]
        return weights if max(constants) - min(constants) < mpf(10) ** (5 - DIGITS) else None


def _mp(fraction: Rational) -> Any:
    return mpf(fraction.p) / fraction.q


def _log_mass(law: Law, block: Block, point: Point) -> Any:
    family = block.family(law.family)
    outcomes = enumerate_outcomes(family)
    try:
        if outcomes is not None:
            return mp_log(mp.fsum(vector([family.density.subs(o) for o in outcomes], (), dict(point))()))
        return mp_log(mass_in_digits(family, point, DIGITS).values[0])
    except (SymfisherError, ArithmeticError, ValueError, TypeError):
        return None


def _number(law: Law, block: Block) -> Expr | None:
    """−log of the mass that is left, as a combination of log 2, log 3, log 5 and log π"""
    with workdps(DIGITS + 10):
        mass = _log_mass(law, block, law.points[0])
        if mass is None:
            return None
        if abs(mass) < mpf(10) ** (5 - DIGITS):
            return Integer(0)
        basis = [mp_log(mp.mpmathify(n.evalf(DIGITS + 10))) for n in LOGARITHMS]
        with workdps(DIGITS - 4):
            relation = pslq([mass, *basis], maxcoeff=48, maxsteps=400)
        if not relation or not relation[0]:
            return None
        return Add(*(Rational(c, relation[0]) * log(n) for c, n in zip(relation[1:], LOGARITHMS, strict=True)))
