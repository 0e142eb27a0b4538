"""Laws of one count: F from sums over runs and single cells, each sum by parts or as a series.

Fᵢⱼ = Σ over cells of (∂ᵢp ∂ⱼp / p − ∂ᵢ∂ⱼp) − Σ over runs of r ∂ᵢ∂ⱼlog r, since Σ ∂ᵢ∂ⱼp = 0;
or Σ ∂ᵢp ∂ⱼp / p throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sympy import Add, Expr, Integer, Tuple, cancel, oo, true

from symfisher.expect.count_basis import NoMoment, basis
from symfisher.expect.count_law import CountLaw, Run, split
from symfisher.expect.count_moments import CountSums
from symfisher.expect.count_ratio import Ratio
from symfisher.expect.law import Law
from symfisher.expect.normal_form import normal_sum
from symfisher.expect.series import tidied
from symfisher.expect.solution import Solution, chain
from symfisher.notation import Expectation, Total
from symfisher.special import derivative
from symfisher.trace import Condition, Relation, Step

EXCHANGE = Condition("∂/∂θ and the sum over the counts may be exchanged", "regularity", "S12–S14")
Parts = tuple[dict[Expr, Expr], ...]
"""For each run, the coefficients of the functions of the count."""


def solve(law: Law) -> Solution | None:
    """Every entry that the sums close, or None where the law is not one of runs and cells."""
    counts = split(law)
    if counts is None:
        return None
    solving = _Counts(law, counts)
    entries = {pair: step for pair in law.pairs if (step := solving.entry(*pair)) is not None}
    return Solution("counts", solving.preparation(), entries) if entries else None


@dataclass(frozen=True)
class _Counts:
    law: Law
    counts: CountLaw

    @cached_property
    def sums(self) -> CountSums:
        return CountSums(self.counts, self.law.family.theta)

    @cached_property
    def moments(self) -> dict[tuple[int, Expr], Expr | None]:
        return {}

    @property
    def whole(self) -> bool:
        """Whether the law is one run, so that its sums are expectations."""
        return len(self.counts.runs) == 1 and not self.counts.cells

    def moment(self, place: int, inner: Expr) -> Expr | None:
        """Σ r f over one run, or None"""
        if (place, inner) not in self.moments:
            value = self.sums.closed(self.sums.runs[place].moment(inner))
            self.moments[place, inner] = None if value is None else tidied(value, self.law.points[0])
        return self.moments[place, inner]

    def head(self, place: int, inner: Expr) -> Expr:
        """Σ r f over one run, as E[f] or as it stands"""
        run, upward = self.counts.runs[place], self.sums.runs[place].run
        function = inner if run.lower == upward.lower else inner.subs(run.count, -run.count)
        if self.whole:
            return Expectation(function) if function != 1 else Integer(1)
        return Total(function * run.mass, Tuple(run.count, run.lower, run.upper, true))

    def entry(self, a: int, b: int) -> Step | None:
        """E[∂ₐℓ ∂_bℓ] by the mean of second derivatives, or else by the mean of the product."""
        for road in (self._bent, self._squared):
            try:
                step = road(a, b)
            except NoMoment:
                continue
            if step is not None:
                return step
        return None

    def _bent(self, a: int, b: int) -> Step | None:
        """Σ over cells (∂ₐp ∂_bp / p − ∂ₐ∂_bp) − Σ over runs r ∂ₐ∂_bℓ"""
        x, y = self.law.family.theta[a], self.law.family.theta[b]

        def weight(p: Expr) -> Expr:
            return derivative(p, x) * derivative(p, y) / p - derivative(p, x, y)

        parts = tuple(basis(-derivative(s.run.log_mass, x, y), s.run.count) for s in self.sums.runs)
        hessian = -Expectation(self.law.score_head(a, b))
        first = (hessian, "exchange_derivative", "the score has mean zero; differentiate that once more", (EXCHANGE,))
        return self._step(a, b, first, parts, weight, "minus the mean of the second derivative")

    def _squared(self, a: int, b: int) -> Step | None:
        """Σ over cells ∂ₐp ∂_bp / p + Σ over runs r ∂ₐℓ ∂_bℓ"""
        x, y = self.law.family.theta[a], self.law.family.theta[b]

        def weight(p: Expr) -> Expr:
            return derivative(p, x) * derivative(p, y) / p

        parts = tuple(basis(s.run.scores[a] * s.run.scores[b], s.run.count) for s in self.sums.runs)
        spelled = Expectation(self.law.scores[a] * self.law.scores[b])
        first = (spelled, "insert_scores", "the scores as functions of the variable", ())
        return self._step(a, b, first, parts, weight, "sums over the counts")

    def _step(self, a: int, b: int, first: tuple, parts: Parts, weight: Callable, because: str) -> Step | None:
        terms = [(place, inner, c) for place, part in enumerate(parts) for inner, c in part.items()]
        values = [self.moment(place, inner) for place, inner, _ in terms]
        if None in values:
            return None
        single = [_at(weight, c.mass) - _at(weight, c.instead) for c in self.counts.cells]
        cells = Add(*single)
        linear = cells + Add(*(c * self.head(place, inner) for place, inner, c in terms))
        together = Add(*(c * value for (_, _, c), value in zip(terms, values, strict=True)))
        inserted = cells + together
        closed = normal_sum([*single, together], self.law.points[0], tidied)
        head = self.law.entry_head(a, b)
        links = [
            first,
            (linear, "sum_over_counts", LINEAR if self.whole else IN_PARTS, ()),
            (inserted, "insert_sums", "insert the sums found above", ()),
            (closed, "normal_form", "simplify", ()),
        ]
        steps = chain(head, links)
        return Step(head, closed, Relation.EQUAL, "take_expectation_of_scores", because, substeps=steps, chained=False)

    def preparation(self) -> tuple[Step, ...]:
        """The ratio of successive probabilities, and the sums used."""
        pairs = zip(self.counts.runs, self.sums.runs, strict=True)
        ratios = (_ratio(run, sums.by_parts.ratio) for run, sums in pairs if sums.by_parts)
        found = ((self.head(*key), value, key[1]) for key, value in self.moments.items() if value is not None)
        return (
            *ratios,
            *(
                Step(head, value, Relation.EQUAL, "sum_of_run", SUM if inner != 1 else MASS, chained=False)
                for head, value, inner in found
                if head != 1
            ),
        )


LINEAR = "E is linear, and parameters come out of it"
IN_PARTS = "the single counts by themselves, the others together"
SUM = "by parts, by the means of the scores, or term by term as a series"
MASS = "what the single counts leave of the total 1"


def _at(weight: Callable[[Expr], Expr], mass: Expr) -> Expr:
    return weight(mass) if mass != 0 else Integer(0)


def _ratio(run: Run, ratio: Ratio) -> Step:
    """r(k ± 1)/r(k), outwards"""
    k, value = run.count, ratio.numerator / ratio.denominator
    lhs = run.at(k - 1) / run.mass if run.lower == -oo else run.at(k + 1) / run.mass
    rhs = value.subs(k, -k) if run.lower == -oo else value
    because = "the ratio of successive probabilities"
    return Step(lhs, cancel(rhs), Relation.EQUAL, "form_ratio", because, chained=False)
