"""Dirichlet kernels: ℓ is linear in log xᵢ and the logarithm of one linear form L = c₀ + Σ cᵢxᵢ.

On the simplex, with L = 1 − Σ xᵢ, the uᵢ = xᵢ and u₀ = L follow a Dirichlet law. On (0, ∞)ᵈ so do uᵢ = cᵢxᵢ/L and
u₀ = c₀/L (inverted Dirichlet, Lomax and Pareto laws of several variables). Scores become sums of Π uᵢ^pᵢ logⁿuᵢ, and

    E[Π uᵢ^pᵢ] = Π Γ(αᵢ + pᵢ)/Γ(αᵢ) · Γ(Σα)/Γ(Σα + Σp),

times a polynomial in the cumulants of log u under the law at α + p: ψ(αᵢ + pᵢ) − ψ(Σα + Σp), and so on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from sympy import Add, Expr, Integer, Min, Mul, Symbol, cancel, diff, expand, gamma, log, oo, polygamma

from symfisher.expect.base_law import NoMoment
from symfisher.expect.existence import conditions, implied
from symfisher.expect.law import Law
from symfisher.expect.marginal import Moved, moved
from symfisher.expect.normal_form import Point, is_negative, normal_form
from symfisher.expect.recurrences import canonical
from symfisher.expect.solution import Solution, chain, told
from symfisher.notation import Expectation
from symfisher.trace import Condition, Relation, Step

Powers = tuple[tuple[Expr, ...], tuple[int, ...]]
"""The exponents of u₀, u₁, … and of their logarithms"""


def solve(law: Law) -> Solution | None:
    """Every entry from moments of a Dirichlet law, or None where the kernel is none."""
    if len(law.omega) < 2 or not law.smooth or any(v.space.discrete for v in law.family.variables):
        return None
    found = _solved(law, _chart(law))
    return found if found is not None else _by_terms(law)


def _solved(law: Law | Moved, chart: _Chart | None) -> Solution | None:
    exponents = _exponents(law, chart) if chart is not None else None
    if chart is None or exponents is None:
        return None
    try:
        return _Kernel(law, chart, exponents).solution()
    except NoMoment:
        return None


def _by_terms(law: Law) -> Solution | None:
    """In the terms of the form, where each is a function of one variable"""
    by_term = moved(law)
    if by_term is None:
        return None
    zeros, ones = (Integer(0),) * len(law.omega), (Integer(1),) * (len(law.omega) + 1)
    found = _solved(by_term, _Chart(Add(1, *by_term.omega), zeros, ones, True))
    if found is None:
        return None
    entries = {pair: told(step, by_term.in_x) for pair, step in found.entries.items()}
    return replace(found, preparation=tuple(told(s, by_term.in_x) for s in found.preparation), entries=entries)


@dataclass(frozen=True)
class _Chart:
    """xᵢ = aᵢ + sᵢ uᵢ (over u₀ on the orthant) and L = s₀ u₀ (s₀/u₀)"""

    form: Expr
    lower: tuple[Expr, ...]
    scales: tuple[Expr, ...]
    orthant: bool

    @cached_property
    def u(self) -> tuple[Symbol, ...]:
        return tuple(Symbol(f"u{k}", positive=True) for k in range(len(self.scales)))

    def ratio(self, k: int) -> Expr:
        """xₖ − aₖ, or L for k = 0, in u"""
        first = self.u[0] ** -1 if self.orthant else self.u[0]
        if k == 0:
            return self.scales[0] * first
        return self.scales[k] * self.u[k] * (first if self.orthant else 1)

    def log_ratio(self, k: int) -> Expr:
        first = -log(self.u[0]) if self.orthant else log(self.u[0])
        own = Integer(0) if k == 0 else log(self.u[k])
        rest = first if k == 0 or self.orthant else Integer(0)
        return log(self.scales[k]) + own + rest


def _chart(law: Law) -> _Chart | None:
    """The linear form of the log-density and what its space is."""
    forms = {e.args[0] for e in law.log_density.atoms(log) if e.has(*law.omega) and isinstance(e.args[0], Add)}
    spaces = [v.space for v in law.family.variables]
    if len(forms) != 1:
        return None
    (form,) = forms
    slopes = [expand(diff(form, x)) for x in law.omega]
    if any(slope.has(*law.omega) or slope == 0 for slope in slopes) or any(s.lower.has(*law.omega) for s in spaces):
        return None
    lower = tuple(space.lower for space in spaces)
    constant = cancel(form.xreplace(dict(zip(law.omega, lower, strict=True))))
    if _is_simplex(law) and constant == 1 and set(slopes) == {Integer(-1)}:
        return _Chart(form, lower, (Integer(1),) * (len(slopes) + 1), False)
    positive = [constant, *slopes]
    if any(space.upper != oo for space in spaces) or any(
        e == 0 or is_negative(e, p) for e in positive for p in law.points
    ):
        return None
    return _Chart(form, lower, (constant, *(cancel(constant / slope) for slope in slopes)), True)


def _is_simplex(law: Law) -> bool:
    """Whether 0 < xₖ < 1 − x₁ − … − xₖ₋₁, the bounds of all but the last possibly left at 1."""
    sums = [Integer(0), *accumulate(law.omega)]
    for k, (v, before) in enumerate(zip(law.family.variables, sums, strict=False)):
        ends = {expand(end) for end in (v.space.upper.args if isinstance(v.space.upper, Min) else (v.space.upper,))}
        allowed = {Integer(1) - before} | {Integer(1)}
        if v.space.lower != 0 or not ends <= {expand(e) for e in allowed}:
            return False
        if k == len(law.omega) - 1 and expand(1 - before) not in ends:
            return False
    return True


def _exponents(law: Law | Moved, chart: _Chart) -> tuple[Expr, ...] | None:
    """The parameters α₀, α₁, … of the Dirichlet law"""
    marks = [Symbol(f"log_{k}") for k in range(len(chart.scales))]
    places = [chart.form, *(x - a for x, a in zip(law.omega, chart.lower, strict=True))]
    marked = expand(law.log_density.xreplace({log(p): m for p, m in zip(places, marks, strict=True)}), log=False)
    powers = [diff(marked, m) for m in marks]
    rest = expand(marked - Add(*(p * m for p, m in zip(powers, marks, strict=True))), log=False)
    if Add(*powers, rest).has(*law.omega, *marks):
        return None
    own = [power + 1 for power in powers[1:]]
    return (-powers[0] - Add(*own) if chart.orthant else powers[0] + 1, *own)


@dataclass(frozen=True)
class _Kernel:
    law: Law | Moved
    chart: _Chart
    alpha: tuple[Expr, ...]

    @cached_property
    def scores(self) -> list[Expr]:
        """∂ᵢℓ in u"""
        return [self.in_u(score) for score in self.law.scores]

    def in_u(self, score: Expr) -> Expr:
        form, mark = self.chart.form, Symbol("form")
        places = [form, *(x - a for x, a in zip(self.law.omega, self.chart.lower, strict=True))]
        score = score.xreplace({log(p): self.chart.log_ratio(k) for k, p in enumerate(places)})

        def multiple(e: Expr) -> Expr:
            ratio = cancel(e / form)
            return e if ratio.has(*self.law.omega) else ratio * mark

        score = score.replace(lambda e: isinstance(e, Add) and e.has(*self.law.omega), multiple)
        moved = {
            x: a + self.chart.ratio(k + 1)
            for k, (x, a) in enumerate(zip(self.law.omega, self.chart.lower, strict=True))
        }
        return score.xreplace(moved).xreplace({mark: self.chart.ratio(0)})

    def combination(self, a: int, b: int) -> dict[Powers, Expr]:
        """The coefficients of the monomials of ∂ₐℓ ∂_bℓ"""
        found: dict[Powers, Expr] = {}
        for term in Add.make_args(expand(self.scores[a] * self.scores[b], log=False)):
            coefficient, powers = self.monomial(term)
            found[powers] = found.get(powers, Integer(0)) + coefficient
        return {powers: c for powers, c in found.items() if c != 0}

    def monomial(self, term: Expr) -> tuple[Expr, Powers]:
        """c Π uᵢ^pᵢ logⁿuᵢ → c and the exponents"""
        coefficient, rest = term.as_independent(*self.chart.u, as_Add=False)
        exponents = {base: Integer(0) for u in self.chart.u for base in (u, log(u))}
        for base, exponent in rest.as_powers_dict().items() if rest != 1 else ():
            if base not in exponents or exponent.has(*self.chart.u):
                raise NoMoment
            exponents[base] += exponent
        orders = tuple(int(exponents[log(u)]) if exponents[log(u)].is_Integer else 9 for u in self.chart.u)
        if min(orders) < 0 or sum(orders) > 2:
            raise NoMoment
        return coefficient, (tuple(exponents[u] for u in self.chart.u), orders)

    def moment(self, powers: Powers) -> Expr:
        """E[Π uᵢ^pᵢ logⁿuᵢ]"""
        exponents, orders = powers
        moved = [a + p for a, p in zip(self.alpha, exponents, strict=True)]
        whole, all_moved = expand(Add(*self.alpha)), expand(Add(*moved))
        ratio = (
            Mul(*(gamma(m) / gamma(a) for m, a in zip(moved, self.alpha, strict=True)))
            * gamma(whole)
            / gamma(all_moved)
        )
        logs = [k for k, order in enumerate(orders) for _ in range(order)]
        means = Mul(*(polygamma(0, moved[k]) - polygamma(0, all_moved) for k in logs))
        if len(logs) == 2:
            means += (polygamma(1, moved[logs[0]]) if logs[0] == logs[1] else 0) - polygamma(1, all_moved)
        return canonical(ratio) * means

    def needed(self, powers: Powers) -> set[Expr]:
        """What must be positive for the moment to exist, and is not on the whole of the declared domains"""
        moved = (a + p for a, p in zip(self.alpha, powers[0], strict=True))
        return {e for e in moved if not implied(e, self.law.family)}

    def in_x(self, powers: Powers) -> Expr:
        """The monomial as a function of the variables"""
        form, scales = self.chart.form, self.chart.scales
        below = form if self.chart.orthant else Integer(1)
        own = (
            (x - a) * (scales[0] / scales[k] if self.chart.orthant else 1) / below
            for k, (x, a) in enumerate(zip(self.law.omega, self.chart.lower, strict=True), 1)
        )
        places = [scales[0] / form if self.chart.orthant else form, *own]
        return Mul(*(p**e * log(p) ** n for p, e, n in zip(places, *powers, strict=True)))

    def solution(self) -> Solution:
        combinations = {pair: self.combination(*pair) for pair in self.law.pairs}
        used = dict.fromkeys(powers for c in combinations.values() for powers in c)
        needed = {e for powers in used for e in self.needed(powers)}
        point = next(iter(self.law.points_where(needed)), None)
        if point is None:
            raise NoMoment
        moments = {powers: self.moment(powers) for powers in used}
        steps = [self._moment_step(powers, value, point) for powers, value in moments.items()]
        given = conditions(needed, point)
        entries = {pair: self._entry(pair, c, moments, given, point) for pair, c in combinations.items()}
        return Solution("Dirichlet kernel", tuple(s for s in steps if s.lhs != s.rhs), entries)

    def _head(self, powers: Powers) -> Expr:
        function = self.in_x(powers)
        return Expectation(function) if function.has(*self.law.omega) else function

    def _moment_step(self, powers: Powers, value: Expr, point: Point) -> Step:
        because = "a moment of a Dirichlet law, which xᵢ and the linear form follow after a change of variables"
        closed = normal_form(value, point)
        return Step(self._head(powers), closed, Relation.EQUAL, "dirichlet_moment", because, chained=False)

    def _entry(
        self,
        pair: tuple[int, int],
        combination: dict[Powers, Expr],
        moments: dict[Powers, Expr],
        given: tuple[Condition, ...],
        point: Point,
    ) -> Step:
        """E[∂ₐℓ ∂_bℓ] as a combination of moments"""
        head = self.law.entry_head(*pair)
        closed = normal_form(canonical(Add(*(c * moments[p] for p, c in combination.items()))), point)
        links = [
            (Expectation(Mul(*(self.law.scores[k] for k in pair))), "insert_scores", INSERT, ()),
            (Add(*(c * self._head(p) for p, c in combination.items())), "change_variable", CHANGE, ()),
            (closed, "insert_moments", "insert the moments, and simplify", given),
        ]
        substeps = chain(head, links)
        because = "moments of a Dirichlet law"
        rule = "take_expectation_of_scores"
        return Step(head, closed, Relation.EQUAL, rule, because, given, substeps=substeps, chained=False)


INSERT = "the scores as functions of the variables"
CHANGE = "on the simplex they are finite sums of powers and logarithms"
