"""The checker: every step judged by code that shares nothing with the code that made it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, product
from time import monotonic

from mpmath import mp, workdps
from sympy import (
    Basic,
    Expr,
    Integer,
    Integral,
    Pow,
    Rational,
    Tuple,
    exp,
    expand,
    factorial,
    gamma,
    log,
    oo,
    pi,
    sqrt,
)
from sympy.matrices.matrixbase import MatrixBase

from symfisher.agreement import FEW, Pair, Witness, definite, equality, order
from symfisher.compiling import numeric
from symfisher.errors import SymfisherError
from symfisher.evaluation import Meaningless
from symfisher.magnitude import check_size
from symfisher.model import Family, Quantity
from symfisher.notation import (
    Component,
    Density,
    Divergence,
    Expectation,
    Fisher,
    Jacobian,
    Name,
    P,
    Partial,
    SymmetrizedDivergence,
    Total,
    delta,
    n,
    omega,
    theta,
)
from symfisher.region import kinks
from symfisher.sampling import Point, inside, interior_points
from symfisher.space import Space
from symfisher.structure import faults, numbered
from symfisher.trace import Derivation, Relation, Step
from symfisher.verdicts import Path, Report, Result, Verdict, worst

LARGE, OUTCOMES, LONG, NEARLY = 400, 6, 20, 1e-6
OPAQUE = (Total, Expectation, Fisher, Divergence, SymmetrizedDivergence)
REFUSALS = (SymfisherError, NotImplementedError, mp.NoConvergence)
TROUBLE = (*REFUSALS, ArithmeticError, ValueError, TypeError, AttributeError, NameError)


def check_derivation(
    derivation: Derivation,
    *,
    points: int = 2,
    digits: int = 20,
    seed: int = 0,
    budget: float | None = None,
    only: Collection[Path] | None = None,
) -> Report:
    """Judge every step, those of its bases first; an abstract derivation on a normal, a gamma and a Poisson family.

    Integrals aim at `digits` digits, at `points` random points. What is not done within `budget`
    seconds is unknown. With `only`, no numbers but those of these steps, and the faults of the structure.
    """
    deadline = None if budget is None else monotonic() + budget
    sections = derivation.sections() if only is None else (derivation,)
    return Report(tuple(v for s in sections for v in _section(s, points, digits, seed, deadline, only)))


def _section(
    derivation: Derivation, points: int, digits: int, seed: int, deadline: float | None, only: Collection[Path] | None
) -> Iterator[Verdict]:
    """The verdicts on a family and on the steps of its own derivation"""
    families = (derivation.family,) if derivation.family else witness_families()
    witnesses = [w for family in families for w in _witnesses(family, points, digits, seed, deadline)]
    counted = [family for family in families if kinks(family) or any(v.space.discrete for v in family.variables)]
    outcomes = [w for family in counted for w in _witnesses(family, points + OUTCOMES, digits, seed, deadline)]
    if derivation.family and only is None:
        yield from (replace(verdict, of=derivation.title) for verdict in _family_verdicts(witnesses))
    for verdict in _step_verdicts(derivation, witnesses, outcomes, only):
        yield replace(verdict, of=derivation.title)


def witness_families() -> tuple[Family, ...]:
    """A law on ℝ, one on ℝ₊ and one on ℕ, to stand for the abstract P(ω|θ)."""
    line, ray = Space(-oo, oo), Space(Integer(0), oo)
    counts = Space(Integer(0), oo, discrete=True)
    x, m, s, k = line.symbol("x"), line.symbol("m"), ray.symbol("s"), ray.symbol("k")
    y, c = ray.symbol("y"), counts.symbol("c")
    normal = exp(-((x - m) ** 2) / (2 * s**2)) / (s * sqrt(2 * pi))
    return (
        _declared(normal, Quantity(x, line), Quantity(m, line), Quantity(s, ray)),
        _declared(
            y ** (k - 1) * exp(-y / s) / (gamma(k) * s**k),
            Quantity(y, ray),
            Quantity(k, ray),
            Quantity(s, ray),
        ),
        _declared(k**c * exp(-k) / factorial(c), Quantity(c, counts), Quantity(k, ray)),
    )


def _declared(density: Expr, variable: Quantity, *parameters: Quantity) -> Family:
    return Family(density, (variable,), parameters, known=(), given=(), atoms=())


def _witnesses(family: Family, points: int, digits: int, seed: int, deadline: float | None) -> Iterator[Witness]:
    for turn, point in enumerate(interior_points(family, points, seed, variables=True)):
        yield Witness(family, point, _direction(family, point, turn), digits, deadline)


def _direction(family: Family, point: Point, turn: int) -> tuple[Expr, ...]:
    """A direction with no zero component, so short that θ ± direction lies inside the domains."""
    signs = [(-1) ** ((k + turn) // 2) for k in range(len(family.theta))]
    direction = [sign * Rational(7 + 3 * k, 10 + 2 * k) for k, sign in enumerate(signs)]
    known = {q.symbol: point[q.symbol] for q in family.known}

    def moved(way: int) -> Point:
        return known | {p: point[p] + way * d for p, d in zip(family.theta, direction, strict=True)}

    while not (inside(family, moved(1)) and inside(family, moved(-1))):
        direction = [component / 2 for component in direction]
    return tuple(direction)


def _step_verdicts(
    derivation: Derivation, witnesses: list[Witness], outcomes: list[Witness], only: Collection[Path] | None
) -> Iterator[Verdict]:
    """What is true at single ω is asked of more where p has kinks, and of counts: at 0 or 1 much agrees by chance."""
    broken = faults(derivation)
    for path, step in numbered(derivation.steps):
        if path in broken:
            yield Verdict(path, step.rule, "refuted", "structural", detail=broken[path])
        elif only is None or path in only:
            asked = [*witnesses, *outcomes] if _is_pointwise(step) else witnesses
            yield _judge(path, step, asked, spelled_out=derivation.family is not None)


def _is_pointwise(step: Step) -> bool:
    """Whether both sides are values at one ω, with no integral to work out."""
    return not any(side.has(*OPAQUE, Integral) for side in (step.lhs, step.rhs))


def _judge(path: Path, step: Step, witnesses: list[Witness], *, spelled_out: bool) -> Verdict:
    """The verdict by the cheapest way that decides."""
    if step.relation is Relation.IMPLIES:
        return Verdict(path, step.rule, "unknown", "structural", detail="an implication has no number")
    try:
        check_size(Tuple(step.lhs, step.rhs))
    except SymfisherError as refusal:
        return Verdict(path, step.rule, "unknown", "structural", detail=str(refusal))
    if step.error is None and _identical(step, witnesses[0], spelled_out=spelled_out):
        return Verdict(path, step.rule, "proved", "symbolic")
    found: dict[Result, Point] = {}
    for witness in witnesses:
        result = _found(step, witness)
        found.setdefault(result, witness.point)
        if result.status == "refuted":
            break
    result = worst(found)
    method = "numeric" if step.error is None else "order"
    return Verdict(path, step.rule, result.status, method, result.digits, result.detail, found[result])


def _identical(step: Step, witness: Witness, *, spelled_out: bool) -> bool:
    """Whether lhs − rhs expands to 0: as it stands, or spelled out where no integral is left."""
    lhs, rhs = step.lhs, step.rhs
    if any(isinstance(side, MatrixBase) or not isinstance(side, Expr) for side in (lhs, rhs)):
        return False
    if _vanishes(lhs - rhs):
        return True
    whole = any(q.space.discrete for q in witness.family.known)
    if not spelled_out or whole or lhs.has(*OPAQUE) or rhs.has(*OPAQUE):
        return False
    try:
        return _vanishes(witness.at().plain(lhs) - witness.at().plain(rhs))
    except REFUSALS:
        return False


def _vanishes(difference: Expr) -> bool:
    long = any(p.exp.is_Integer and p.exp > LONG and p.base.is_Add for p in difference.atoms(Pow))
    return difference == 0 or (not long and difference.count_ops() < LARGE and expand(difference) == 0)


def _found(step: Step, witness: Witness) -> Result:
    """What the numbers at one witness say of a step."""
    try:
        return worst(_results(step, witness))
    except Meaningless as fault:
        return Result("refuted", None, str(fault))
    except TROUBLE as trouble:
        return Result("unknown", None, str(trouble) or type(trouble).__name__)


def _results(step: Step, witness: Witness) -> Iterator[Result]:
    for pair in _scalars(step, len(witness.family.theta)):
        yield equality(pair, witness) if step.error is None else order(pair, step.error, witness)
    if isinstance(step.lhs, Fisher) and isinstance(step.rhs, MatrixBase):
        yield definite(step.rhs.tolist(), witness)


def _scalars(step: Step, size: int) -> Iterator[Pair]:
    """The step as equations of numbers: matrices by entries, free indices at every value."""
    lhs, rhs = _rows(step.lhs, size), _rows(step.rhs, size)
    if [len(row) for row in lhs] != [len(row) for row in rhs]:
        raise Meaningless("the two sides have different shapes")
    names = step.lhs.atoms(Name) & step.lhs.free_symbols | step.rhs.atoms(Name) & step.rhs.free_symbols
    free = sorted((name for name in names if name.is_integer and name != n), key=str)
    for left, right in zip(chain(*lhs), chain(*rhs), strict=True):
        for values in product(range(1, size + 1), repeat=len(free)):
            choice = dict(zip(free, map(Integer, values), strict=True))
            yield left.xreplace(choice), right.xreplace(choice)


def _rows(expression: Basic, size: int) -> list[list[Basic]]:
    """The entries of a matrix, a multiple of F(θ), θ and δ included; a scalar is a matrix of one."""
    indices = [Integer(k) for k in range(1, size + 1)]
    if isinstance(expression, MatrixBase):
        return expression.tolist()
    if isinstance(expression, Tuple):
        return [list(expression)]
    if expression in (theta, delta):
        return [[Component(expression, index) for index in indices]]
    if isinstance(expression, Jacobian):
        functions, symbols = expression.args
        return [[Partial(function, symbol) for symbol in symbols] for function in functions]
    factor, head = expression.as_coeff_Mul() if isinstance(expression, Expr) else (Integer(1), expression)
    if isinstance(head, Fisher) and len(head.args) == 1:
        return [[factor * Fisher(*head.args, row, column) for column in indices] for row in indices]
    return [[expression]]


def _family_verdicts(witnesses: list[Witness]) -> Iterator[Verdict]:
    """The density is one: one support for every θ, nonnegative, total 1, mean score 0."""
    family, here = witnesses[0].family, Density(P, omega, theta)
    ends = [end for v in family.variables for end in (v.space.lower, v.space.upper)]
    if any(end.free_symbols & set(family.theta) for end in ends):
        stays = all(_vanishes_at_edges(witness) for witness in witnesses)
        status, but = ("unknown", ", and the density vanishes there") if stays else ("refuted", "")
        yield Verdict((), "support", status, "numeric", detail=f"the support depends on a parameter{but}")
    yield _fact("total", Total(here, omega), Integer(1), witnesses)
    for k, parameter in enumerate(family.theta, 1):
        score = Partial(log(here), Component(theta, Integer(k)))
        yield _fact(f"mean score {parameter}", Expectation(score), Integer(0), witnesses)
    yield _nonnegative(Total(here, omega), witnesses)


def _vanishes_at_edges(witness: Witness) -> bool:
    """Whether the density of one variable is almost 0 next to the edges that move, at the point of the witness."""
    family, values, space = witness.family, {**witness.point}, witness.family.variables[0].space
    with suppress(*TROUBLE):
        ends = ((space.lower, 1), (space.upper, -1))
        sides = [(e.subs(values), way) for e, way in ends if any(e.diff(t).subs(values) != 0 for t in family.theta)]
        return len(family.variables) == 1 and all(_vanishes_near(family, values, *s) for s in sides if s[0].is_finite)
    return False


def _vanishes_near(family: Family, values: Point, end: Expr, way: int) -> bool:
    """Whether it is almost 0 there, not so near where an exponential is too large"""
    for digits in (300, 30, 12, 6):
        place = values | {family.variables[0].symbol: end + way * Rational(1, 10**digits)}
        with suppress(OverflowError), workdps(2 * digits):
            return bool(abs(numeric(family.density, (), place)()) < NEARLY)
    return False


def _fact(name: str, lhs: Expr, rhs: Expr, witnesses: list[Witness]) -> Verdict:
    step = Step(lhs, rhs, Relation.EQUAL, name, "")
    return _judge((), step, witnesses, spelled_out=False)


def _nonnegative(total: Expr, witnesses: list[Witness]) -> Verdict:
    """Where a density is negative somewhere, ∫|p| exceeds ∫p."""
    for witness in witnesses:
        try:
            found = witness.at().estimate(total)
        except TROUBLE as trouble:
            return Verdict((), "nonnegative", "unknown", "numeric", None, str(trouble), witness.point)
        if found.scale - mp.re(found.value) > found.scale * mp.mpf(10) ** -FEW:
            shown = f"∫|p| = {mp.nstr(found.scale, 8)}"
            return Verdict((), "nonnegative", "refuted", "numeric", None, shown, witness.point)
    return Verdict((), "nonnegative", "agrees", "numeric")
