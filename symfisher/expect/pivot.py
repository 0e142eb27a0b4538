"""A change of variable u = φ(x; θ), found in the density itself, under which the law is a base law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mpmath import mpf, workdps
from sympy import Add, Expr, Integer, Mul, Pow, Symbol, cancel, diff, exp, expand, log, preorder_traversal

from symfisher.compiling import number, vector
from symfisher.errors import SymfisherError
from symfisher.expect.base_law import BaseLaw, u, w
from symfisher.expect.branch import Branch
from symfisher.expect.log_density import expand_log
from symfisher.expect.normal_form import is_negative
from symfisher.inversion import invert

MOST_CANDIDATES = 12
SMALL = mpf("0.05")


@dataclass(frozen=True)
class Pivot:
    """u = `of_x`, with x = `inverse` in terms of u, follows `law`."""

    of_x: Expr
    inverse: Expr
    law: BaseLaw

    def in_terms(self, expression: Expr, x: Symbol) -> Expr:
        """The expression in u and w."""
        return spell(expression.xreplace({x: self.inverse}), self.law.beside)


def pivots(branch: Branch) -> Iterator[Pivot]:
    """The candidates under which the law is gamma, beta or beta-prime on its whole range."""
    for candidate in candidates(branch):
        inverse = invert(candidate, branch.variable, u)
        law = law_of(branch, inverse) if inverse is not None else None
        if law is not None and covers(branch, candidate, law):
            yield Pivot(candidate, inverse, law)


def covers(branch: Branch, candidate: Expr, law: BaseLaw) -> bool:
    """Whether u runs over all of (0, ∞), or (0, 1) under a beta law, as x runs over its interval."""
    ends = [_near(end, candidate, branch) for end in (branch.space.lower, branch.space.upper)]
    if None in ends:
        return False
    low, high = sorted(ends)
    return low < SMALL and (abs(high - 1) < SMALL if law.name == "beta" else high > 1 / SMALL)


def _near(end: Expr, candidate: Expr, branch: Branch) -> Any:
    """u for an x next to one end of the interval, at a point of the domain."""
    point = dict(branch.points[0])
    with workdps(400):
        tiny = mpf(10) ** -300
        if end.is_infinite:
            x = 1 / tiny if end.is_extended_positive else -1 / tiny
        else:
            inward = 1 if end == branch.space.lower else -1
            x = number(end.xreplace(point).evalf(400)) + inward * tiny
        values = {symbol: value for symbol, value in point.items() if symbol != branch.variable}
        try:
            value = vector([candidate], [branch.variable], values)(x)[0]
        except (SymfisherError, ArithmeticError, ValueError):
            return None
        return value if isinstance(value, mpf) else None


def candidates(branch: Branch) -> list[Expr]:
    """Sub-expressions of ℓ in x, simplest last: terms of ℓ, what stands beside a constant, powers, x itself."""
    x = branch.variable
    found: dict[Expr, None] = {}
    for node in _moving_parts(branch.log_density, x):
        if invert(node, x, u) is not None and _is_positive(node, branch):
            found.setdefault(node)
    return list(found)[:MOST_CANDIDATES]


def _moving_parts(expression: Expr, x: Symbol) -> Iterator[Expr]:
    for node in preorder_traversal(expression):
        if not isinstance(node, Expr) or not node.has(x):
            continue
        if isinstance(node, Add):
            fixed, moving = node.as_independent(x, as_Add=True)
            if fixed != 0 and not isinstance(moving, Add):
                yield from (moving / fixed, -moving / fixed)
        elif isinstance(node, Mul):
            yield -node.as_coeff_Mul()[1] if node.as_coeff_Mul()[0].is_negative else node
            yield node.as_independent(x, as_Add=False)[1]
        elif isinstance(node, (Pow, exp)):
            yield from (node, 1 / node)
    yield x


def _is_positive(node: Expr, branch: Branch) -> bool:
    """Whether the sub-expression is positive at every point."""
    return node.is_positive or not any(is_negative(node, p) or node.xreplace(dict(p)) == 0 for p in branch.points)


def law_of(branch: Branch, inverse: Expr) -> BaseLaw | None:
    """The base law of u when ℓ(x(u)) + log |dx/du| is linear in log u and one of u, log(1 − u), log(1 + u)."""
    slope = diff(inverse, u)
    inside = branch.log_density.xreplace({branch.variable: inverse})
    for name, beside in (("gamma", None), ("beta", 1 - u), ("beta prime", 1 + u)):
        spelled = expand(spell(inside, beside) + spell(log(_absolute(slope, branch)), beside), log=False)
        law = _recognised(spelled, name)
        if law is not None:
            return law
    return None


def _absolute(slope: Expr, branch: Branch) -> Expr:
    point = branch.points[0]
    value = slope.xreplace(dict(point) | {u: Integer(1) / 3})
    return -slope if value.evalf(15).is_negative else slope


def spell(expression: Expr, beside: Expr | None) -> Expr:
    """Sums c uᵃ (1 ± u) as c uᵃ w, and logarithms of products taken apart: u and w are positive."""
    if beside is not None:
        expression = expression.replace(lambda e: isinstance(e, Add) and e.has(u), lambda e: _beside(e, beside))
    return expression.replace(lambda e: isinstance(e, log) and e.has(u, w), lambda e: expand_log(e.args[0], []))


def _beside(total: Add, beside: Expr) -> Expr:
    if total.has(log):
        return total
    ratio = cancel(total / beside)
    return total if any(part.has(u) for part in ratio.atoms(Add)) else ratio * w


def _recognised(spelled: Expr, name: str) -> BaseLaw | None:
    """Read off the exponents of u and w, or the rate of u."""
    marks = {log(u): Symbol("log_u"), log(w): Symbol("log_w")}
    marked = spelled.xreplace(marks)
    log_u, log_w = marks.values()
    first, second = diff(marked, log_u), diff(marked, log_w) if name != "gamma" else -diff(marked, u)
    if {u, w, log_u, log_w} & (first.free_symbols | second.free_symbols) or second == 0:
        return None
    rest = expand(marked - first * log_u - (second * log_w if name != "gamma" else -second * u))
    return None if {u, w, log_u, log_w} & rest.free_symbols else BaseLaw(name, first + 1, second)
