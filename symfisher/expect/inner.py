"""A law of x that is one of y = g(x), with g free of the parameters: Φ(x), logit x, sinh x, any distribution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sympy import Add, Expr, Symbol, exp, limit, log, preorder_traversal

from symfisher.expect import circular, exponential_family, partial_fractions, pivoting
from symfisher.expect.law import KINKS, Law
from symfisher.expect.log_density import Point, expand_log, spell_out
from symfisher.expect.solution import Solution, chain
from symfisher.inversion import invert
from symfisher.model import Family
from symfisher.notation import Expectation, Total
from symfisher.operations import operations
from symfisher.render.printers import LinearPrinter
from symfisher.space import Space
from symfisher.special import derivative
from symfisher.trace import Relation, Step
from symfisher.values import value_at

NAMES = ("y", "z", "v", "w", "y1")
MOST, DIGITS, CLOSE = 12, 30, 1e-15
STRATEGIES: tuple[Callable[[Law], Solution | None], ...] = (
    exponential_family.solve,
    pivoting.solve,
    circular.solve,
    partial_fractions.solve,
)


def solve(law: Law) -> Solution | None:
    """Every entry under the law of y = g(x), or None where no g makes one that is solved."""
    if len(law.omega) != 1 or law.family.variables[0].space.discrete or law.family.atoms or law.moving_edges:
        return None
    for g, family in _images(law):
        own = Law(family)
        for strategy in STRATEGIES:
            found = strategy(own)
            if found is not None and len(found.entries) == len(law.pairs):
                return Solution("inner function", (), {pair: _entry(law, own, g, found, *pair) for pair in law.pairs})
    return None


def _images(law: Law) -> Iterator[tuple[Expr, Family]]:
    """g and the law of g(x), where p/|g′| is a function of g(x)"""
    x, density = law.omega[0], spell_out(law.density, law.family.theta)
    name = next(name for name in NAMES if name not in _names(law.family))
    for node in _inner_functions(law):
        slopes = {value_at(derivative(node, x), point).is_positive for point in law.many_points}
        space = _range(node, law) if len(slopes) == 1 else None
        if space is None:
            continue
        turned = bool(space.upper.is_nonpositive)  # what is positive is easier to take powers of
        g, space = (-node, Space(-space.upper, -space.lower)) if turned else (node, space)
        slope = derivative(g, x)
        y = space.symbol(name)
        points = [{**point, y: value_at(g, point)} for point in law.points]
        parts = density, -slope if (slopes == {True}) == turned else slope
        above, below = (expand_log(_in_terms(part, g, y), points) for part in parts)
        image = above - below if not (above - below).has(x) else _by_inverse(law, g, y, parts, points)
        if image is not None:
            yield g, _family(law.family, image, name, space)


def _by_inverse(law: Law, g: Expr, y: Symbol, parts: tuple[Expr, Expr], points: Sequence[Point]) -> Expr | None:
    """log p − log |g′| with x as a function of y, where it is the shorter for it"""
    x, inverse = law.omega[0], invert(g, law.omega[0], y)
    if inverse is None or any(abs(value_at(inverse.xreplace({y: g}) - x, p, DIGITS)) > CLOSE for p in law.points):
        return None
    above, below = (expand_log(part.xreplace({x: inverse}), points) for part in parts)
    return above - below if operations(above - below) < operations(law.log_density) else None


def _names(family: Family) -> set[str]:
    return {q.symbol.name for q in (*family.known, *family.parameters, *family.variables)}


def _inner_functions(law: Law) -> Iterator[Expr]:
    """What is in the density and moves with x alone, the largest first"""
    x, theta = law.omega[0], set(law.family.theta)
    nodes = [e for e in preorder_traversal(law.density) if isinstance(e, Expr)]
    sums = (e.as_independent(*theta, as_Add=True)[0] for e in nodes if isinstance(e, Add) and e.free_symbols & theta)
    nodes += [e.as_independent(x, as_Add=True)[1] for e in sums]
    found = dict.fromkeys(e for e in nodes if e.has(x) and e != x and not e.free_symbols & theta and not e.has(*KINKS))
    yield from sorted(found, key=lambda e: -operations(e))[:MOST]


def _in_terms(expression: Expr, g: Expr, y: Expr) -> Expr:
    """g(x) as y, and e^(kh) as y^k where g is e^h"""
    if isinstance(g, exp):
        h = g.args[0]
        expression = expression.replace(
            lambda e: isinstance(e, exp) and (e.args[0] / h).is_Rational, lambda e: y ** (e.args[0] / h)
        )
    return expression.subs(g, y) if isinstance(g, Add) else expression.xreplace({g: y, 1 / g: 1 / y, log(g): log(y)})


def _range(g: Expr, law: Law) -> Space | None:
    """The interval over which g runs"""
    x, space = law.omega[0], law.family.variables[0].space
    try:
        ends = [limit(g, x, space.lower, "+"), limit(g, x, space.upper, "-")]
    except (NotImplementedError, ValueError, TypeError):
        return None
    if any(end.has(x) or not (end.is_extended_real) for end in ends):
        return None
    here = value_at(g, law.points[0])
    low, high = ends if (ends[1] - here).is_extended_positive else ends[::-1]
    return Space(low, high) if (here - low).is_extended_positive and (high - here).is_extended_positive else None


def _family(family: Family, image: Expr, y: str, space: Space) -> Family:
    parameters, known = ({q.symbol.name: q.space for q in group} for group in (family.parameters, family.known))
    return Family(exp(image), {y: space}, parameters, known, family.given)


def _entry(law: Law, own: Law, g: Expr, found: Solution, a: int, b: int) -> Step:
    """E[∂ₐℓ ∂_bℓ] = ∫ p ∂ₐ log p ∂_b log p dy with the density p of y"""
    head, step = law.entry_head(a, b), found.entries[a, b]
    moved = Total(own.density * own.scores[a] * own.scores[b], (*own.family.limits[0][:3], False))
    name = f"{own.omega[0]} = {LinearPrinter().doprint(g)}"
    given = (*(c for c in step.given if c.kind == "existence"), *law.edge_conditions)
    links = [
        (Expectation(law.scores[a] * law.scores[b]), "insert_scores", "the scores as functions of the variable", ()),
        (moved, "substitute", f"substitute {name}, which does not move with the parameters", ()),
        (step.rhs, "integrate_inner", f"a law of {own.omega[0]} that is solved as one: {found.strategy}", given),
    ]
    because = f"the law of {name}"
    steps, rule = chain(head, links), "take_expectation_of_scores"
    return Step(head, step.rhs, Relation.EQUAL, rule, because, given, substeps=steps, chained=False)
