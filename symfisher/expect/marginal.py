"""Each variable by a function of its own, vₖ = τₖ(xₖ)/c: laws in which c + Σ τₖ(xₖ) takes the place of a linear form.

Logistic, Burr and Pareto laws of several variables are Lomax laws in e^(−(x − m)/s) and (x/s)^c.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sympy import Add, Expr, Integer, Symbol, diff, limit, log, oo

from symfisher.expect.law import Law
from symfisher.expect.log_density import expand_log
from symfisher.expect.normal_form import Point, is_negative
from symfisher.inversion import invert
from symfisher.model import Family
from symfisher.space import Space


@dataclass(frozen=True)
class Moved:
    """A law in v on (0, ∞)ᵈ; its scores are those of the law in x, told in v."""

    law: Law
    form: Expr
    constant: Expr
    terms: tuple[Expr, ...]

    @property
    def family(self) -> Family:
        return self.law.family

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return self.law.pairs

    def points_where(self, needed: Collection[Expr]) -> list[dict[Symbol, Expr]]:
        return self.law.points_where(needed)

    def entry_head(self, a: int, b: int) -> Expr:
        return self.law.entry_head(a, b)

    @cached_property
    def omega(self) -> tuple[Symbol, ...]:
        return tuple(Space(Integer(0), oo).symbol(f"v{k}") for k in range(len(self.terms)))

    @property
    def in_x(self) -> dict[Expr, Expr]:
        """vₖ → τₖ/c"""
        return {v: term / self.constant for v, term in zip(self.omega, self.terms, strict=True)}

    @cached_property
    def inverses(self) -> dict[Symbol, Expr]:
        """xₖ → xₖ(vₖ), as far as they are found"""
        found = (
            (x, invert(term / self.constant, x, v))
            for x, v, term in zip(self.law.omega, self.omega, self.terms, strict=True)
        )
        return {x: inverse for x, inverse in found if inverse is not None}

    def told(self, expression: Expr) -> Expr:
        """The expression in v, with logarithms of v alone and of 1 + Σ v"""
        straight = {term: self.constant * v for v, term in zip(self.omega, self.terms, strict=True)}
        linear = self.constant * Add(1, *self.omega)
        moved = expression.xreplace({self.form: linear}).xreplace(straight).xreplace(self.inverses)
        return moved.replace(lambda e: isinstance(e, log) and e.has(*self.omega), self._apart)

    def _apart(self, logarithm: Expr) -> Expr:
        return expand_log(logarithm.args[0], [dict.fromkeys(self.omega, Integer(1)) | dict(p) for p in self.points])

    @property
    def points(self) -> list[Point]:
        return [*self.law.points]

    @cached_property
    def log_density(self) -> Expr:
        slopes = (log(diff(self.inverses[x], v) ** 2) / 2 for x, v in zip(self.law.omega, self.omega, strict=True))
        return self.told(self.law.log_density + Add(*slopes))

    @cached_property
    def scores(self) -> tuple[Expr, ...]:
        return tuple(map(self.told, self.law.scores))


def moved(law: Law) -> Moved | None:
    """The law in the terms of the one sum in a logarithm, where each is of one variable and runs from 0 to ∞."""
    forms = {e.args[0] for e in law.log_density.atoms(log) if e.has(*law.omega) and isinstance(e.args[0], Add)}
    if len(forms) != 1:
        return None
    (form,) = forms
    constant, moving = form.as_independent(*law.omega, as_Add=True)
    by_variable = [[t for t in Add.make_args(moving) if t.has(x)] for x in law.omega]
    if any(len(terms) != 1 for terms in by_variable) or sum(map(len, by_variable)) != len(Add.make_args(moving)):
        return None
    found = Moved(law, form, constant, tuple(terms[0] for terms in by_variable))
    if any(is_negative(e, p) for e in (constant, *found.terms) for p in law.points) or not _whole(found):
        return None
    return found if len(found.inverses) == len(law.omega) else None


def _whole(found: Moved) -> bool:
    """Whether each term runs over all of (0, ∞)"""
    spaces = [(v.symbol, v.space) for v in found.law.family.variables]
    ends = (
        {limit(term, x, space.lower, "+"), limit(term, x, space.upper, "-")}
        for term, (x, space) in zip(found.terms, spaces, strict=True)
        if not space.upper.has(*found.law.omega) and not space.lower.has(*found.law.omega)
    )
    return [*ends] == [{Integer(0), oo}] * len(spaces)
