"""Families whose law is a base law under a pivot: F from moments of the pivot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import comb

from sympy import Add, Expr, Integer, Sum, expand, false, floor, log

from symfisher.expect.base_law import Beta, BetaPrime, NoMoment, u, w
from symfisher.expect.branch import Branch, branches, branches_of_piece
from symfisher.expect.ends import needed_together
from symfisher.expect.existence import conditions, implied
from symfisher.expect.factored import factor_safely
from symfisher.expect.law import Law
from symfisher.expect.log_density import flat, without_bars
from symfisher.expect.normal_form import Point, normal_form, plain_arguments
from symfisher.expect.pieces import Piece, pieces, unfolded
from symfisher.expect.pivot import Pivot, distributed, pivots
from symfisher.expect.recurrences import canonical
from symfisher.expect.solution import Solution, chain
from symfisher.notation import Expectation, Total
from symfisher.render.printers import LinearPrinter
from symfisher.trace import Condition, Relation, Step

Powers = tuple[Expr, Expr, int, int]
"""(a, b, n, m) of u^a w^b logⁿu logᵐw"""


def solve(law: Law) -> Solution | None:
    """Every entry as a combination of moments of pivots, one for each piece, or None where none is found."""
    if len(law.omega) != 1 or law.family.variables[0].space.discrete:
        return None
    if any(total.has(*law.omega) for total in law.log_density.atoms(Sum)):
        return None  # no kernel holds a sum
    if law.kinked or law.family.atoms:
        found = pieces(law)
        parts: list[Integrals] = []
        for piece in found or ():
            part = _part(branches_of_piece(piece), law, piece)
            if part is None:
                return None
            parts.append(part)
        return _assembled(law, parts) if parts else None
    whole = _part(branches(law), law)
    if whole is None and (mirrored := unfolded(law)) is not None:
        whole = _part([Branch.of_piece(mirrored)], law, mirrored)
    return _assembled(law, [whole]) if whole is not None else None


def _part(alternatives: Iterable[Branch], law: Law, piece: Piece | None = None) -> Integrals | None:
    """The integrals over one piece, under the pivot that has them all at most points of the domain."""
    best, most = None, 0
    for branch in alternatives:
        for pivot in pivots(branch):
            part = Integrals(law, branch, pivot, piece)
            try:
                part.moments, part.needed  # noqa: B018
            except NoMoment:
                continue
            if not part.needed:
                return part
            count = len(law.points_where(part.needed))
            if count == len(law.many_points):
                return part
            if count > most:
                best, most = part, count
    return best


@dataclass(frozen=True)
class Integrals:
    """∫ ∂ₐℓ ∂_bℓ p over one piece, or over the whole space, in the moments of a pivot."""

    law: Law
    branch: Branch
    pivot: Pivot
    piece: Piece | None

    def head(self, f: Expr) -> Expr:
        """E[f], or ∫ f p over the piece"""
        if self.piece is None:
            return Expectation(f)
        return Total(f * self.piece.density, (self.piece.variable, self.piece.lower, self.piece.upper, false))

    def product(self, a: int, b: int) -> Expr:
        """∂ₐℓ ∂_bℓ in u and w"""
        x, y, scores = self.law.omega[0], self.branch.variable, self.branch.scores
        if len(self.branch.images) == 1:
            return Add(*(s * t for s in self.factors[a] for t in self.factors[b]))
        folded = self.branch.mean_over_images(scores[a] * scores[b], x)
        return distributed(self.pivot.in_terms(folded, y))

    @cached_property
    def factors(self) -> list[tuple[Expr, ...]]:
        """The terms of ∂ₐℓ in u and w"""
        scores = (self.pivot.in_terms(score, self.branch.variable) for score in self.branch.scores)
        return [Add.make_args(distributed(score)) for score in scores]

    @cached_property
    def of_x(self) -> Expr:
        """The pivot as a function of the family's variable"""
        return self.pivot.of_x.xreplace({self.branch.variable: self.branch.back})

    @cached_property
    def combinations(self) -> dict[tuple[int, int], dict[Powers, Expr]]:
        """The coefficients of the monomials of each ∂ₐℓ ∂_bℓ, of fewer where that asks less of the parameters"""
        plain = {pair: self.combination(*pair) for pair in self.law.pairs}
        if self.pivot.law.kernel.beside is None or not (asked := self.unmet(plain)):
            return plain
        fewer = {pair: reduced(found, self.pivot.law.kernel.beside) for pair, found in plain.items()}
        return fewer if set(self.unmet(fewer)) < set(asked) else plain

    def combination(self, a: int, b: int) -> dict[Powers, Expr]:
        found: dict[Powers, Expr] = {}
        product = self.product(a, b)
        for term in Add.make_args(product) if product != 0 else ():
            coefficient, powers = monomial(term)
            found[powers] = found.get(powers, Integer(0)) + coefficient
        return {powers: c for powers, c in found.items() if c != 0}

    @cached_property
    def moments(self) -> dict[Powers, Expr]:
        used = sorted({p for c in self.combinations.values() for p in c}, key=str)
        points = self.branch.points
        return {powers: flat(without_bars(self.pivot.law.integral(*powers), points), points) for powers in used}

    @cached_property
    def needed(self) -> tuple[Expr, ...]:
        """What must be positive for the moments to exist, and is not on the whole of the declared domains"""
        law = self.pivot.law
        asked = self.unmet(self.combinations)
        if not (asked and isinstance(law, (Beta, BetaPrime)) and law.kernel.full):
            return asked
        sums = self.combinations.values()
        return tuple({e for total in sums for e in needed_together(law, total, self.is_implied)})

    def is_implied(self, needed: Expr) -> bool:
        """Whether it is positive on the whole of the declared domains"""
        return implied(needed, self.law.family)

    def unmet(self, combinations: Mapping[tuple[int, int], Mapping[Powers, Expr]]) -> tuple[Expr, ...]:
        """What must be positive for these moments to exist, and is not on the whole of the declared domains"""
        monomials = {powers for found in combinations.values() for powers in found}
        needed = {e for powers in monomials for e in self.pivot.law.exists(*powers)}
        return tuple(e for e in needed if not self.is_implied(e))

    def in_x(self, powers: Powers) -> Expr:
        """The monomial as a function of the variable"""
        a, b, n, m = powers
        beside = self.pivot.law.kernel.beside
        second = (beside if beside is not None else Integer(1)).xreplace({u: self.of_x})
        return self.of_x**a * second**b * log(self.of_x) ** n * log(second) ** m

    def moment_head(self, powers: Powers) -> Expr:
        """∫ u^a w^b logⁿu logᵐw p, which is 1 for a whole law and a = b = n = m = 0"""
        return Integer(1) if powers == ONE and self.piece is None else self.head(self.in_x(powers))

    def moment_step(self, powers: Powers) -> Step:
        because = f"a moment of {LinearPrinter().doprint(self.of_x)}, which follows a {self.pivot.law.name} law"
        plain = canonical(plain_arguments(self.moments[powers]))
        # A number such as γ² + π²/6 is read best as it is.
        closed = factor_safely(plain) if plain.free_symbols else plain
        return Step(self.moment_head(powers), closed, Relation.EQUAL, "pivot_moment", because, chained=False)

    def spelled(self, a: int, b: int) -> Expr:
        scores = self.law.scores if self.piece is None else self.piece.scores
        return self.head(scores[a] * scores[b])

    def linear(self, a: int, b: int) -> Expr:
        """The combination of the moments, as heads"""
        return Add(*(c * self.moment_head(powers) for powers, c in self.combinations[a, b].items()))

    def closed(self, a: int, b: int) -> Expr:
        return Add(*(c * self.moments[powers] for powers, c in self.combinations[a, b].items()))


def _assembled(law: Law, parts: list[Integrals]) -> Solution:
    """The entries as sums over the parts and the point masses, where all their moments exist."""
    needed = {e for part in parts for e in part.needed}
    point = law.points_where(needed)[0] if needed else law.points[0]
    given = conditions(needed, point) + law.edge_conditions
    preparation = [
        part.moment_step(powers) for part in parts for powers in part.moments if part.moment_head(powers) != 1
    ]
    entries = {pair: _entry(law, parts, pair, given, point) for pair in law.pairs}
    return Solution("pivot", tuple(preparation), entries)


def _entry(law: Law, parts: list[Integrals], pair: tuple[int, int], given: tuple[Condition, ...], point: Point) -> Step:
    """E[∂ₐℓ ∂_bℓ] as a combination of moments"""
    head, masses = law.entry_head(*pair), law.atom_terms(*pair)
    closed = normal_form(canonical(Add(masses, *(part.closed(*pair) for part in parts))), point)
    links = [
        (Add(masses, *(part.spelled(*pair) for part in parts)), "insert_scores", INSERT, ()),
        (Add(masses, *(part.linear(*pair) for part in parts)), "change_variable", CHANGE, ()),
        (closed, "insert_moments", "insert the moments of the pivot, and simplify", given),
    ]
    return Step(
        head,
        closed,
        Relation.EQUAL,
        "take_expectation_of_scores",
        "moments of a pivot",
        given,
        substeps=chain(head, links),
        chained=False,
    )


INSERT = "the scores as functions of the variable"
CHANGE = "in the pivot it is a finite sum of powers and logarithms"
ONE: Powers = (Integer(0), Integer(0), 0, 0)


def reduced(combination: Mapping[Powers, Expr], beside: Expr) -> dict[Powers, Expr]:
    """u^(a + k) w^b with a whole k > 0 in powers of w: ∞ − ∞ of what exists only together is then 0"""
    sign = beside.coeff(u)  # u = (w − 1)/sign
    found: dict[Powers, Expr] = {}
    for (a, b, n, m), coefficient in combination.items():
        whole = floor(a.as_coeff_Add()[0])
        k = int(whole) if whole > 0 else 0
        for j in range(k + 1):
            powers = (a - k, b + j, n, m)
            share = sign**k * (-1) ** (k - j) * comb(k, j) * coefficient
            found[powers] = expand(found.get(powers, Integer(0)) + share)
    return {powers: c for powers, c in found.items() if c != 0}


def monomial(term: Expr) -> tuple[Expr, Powers]:
    """c u^a w^b logⁿu logᵐw → (c, (a, b, n, m))"""
    coefficient, rest = term.as_independent(u, w, as_Add=False)
    exponents: dict[Expr, Expr] = {u: Integer(0), w: Integer(0), log(u): Integer(0), log(w): Integer(0)}
    for base, exponent in rest.as_powers_dict().items() if rest != 1 else ():
        if base not in exponents or exponent.has(u, w):
            raise NoMoment
        exponents[base] += exponent
    a, b, n, m = exponents.values()
    if not all(k.is_Integer and k >= 0 for k in (n, m)):
        raise NoMoment
    return coefficient, (expand(a), expand(b), int(n), int(m))
