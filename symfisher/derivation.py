"""derive: the argument, and for a family its scores, expectations, matrix and quadratic form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import sympy.tensor.tensor  # noqa: F401  SymPy would import it at its first sum, in the midst of a derivation
from sympy import Add, Basic, Expr, ImmutableMatrix, Integer, Tuple

from symfisher.argument import argue
from symfisher.chance import same_choices
from symfisher.edges import examine_existence
from symfisher.errors import DensityError, RegularityError, SymfisherError
from symfisher.expect.distance import displaced_divergence
from symfisher.expect.engine import solve
from symfisher.expect.law import Law
from symfisher.expect.pullback import Known, pulled_back
from symfisher.expect.solution import Solution
from symfisher.garbage import searched_seldom
from symfisher.model import Family
from symfisher.notation import Density, Fisher, P, theta
from symfisher.origin import Origin
from symfisher.regularity import Guard
from symfisher.render.printers import LinearPrinter
from symfisher.rule import Setting
from symfisher.singularity import null_directions
from symfisher.trace import Condition, Derivation, Order, Relation, Step
from symfisher.vanishing import vanishes

POSITIVE = Condition("p > 0 inside the space", "domain", "S5")


def derive(family: Family | None = None) -> Derivation:
    """The derivation for an abstract density P(ω|θ), or for a family down to its matrix.

    Raises DensityError for what is no density and RegularityError where the argument breaks.

    >>> derive().steps[-1].relation.value
    '≈'
    """
    if family is None:
        return Derivation("From the Kullback–Leibler divergence to the Fisher information matrix", argue(Setting()))
    return _derivation_of(family, family.origin)


@lru_cache(maxsize=256)
def _derivation_of(family: Family, origin: Origin | None) -> Derivation:
    """The derivation, known again where a family is the base of others; families are equal whatever their origin"""
    with searched_seldom(), same_choices():
        return _derived(Law(family))


def _derived(law: Law) -> Derivation:
    """From the families it was made from, if there are any; else by the strategies of the engine."""
    guard = Guard(law)
    bases = _derived_bases(law.family)
    solution = _from_bases(law, bases) if bases else None
    if solution is not None and guard.agrees(solution):
        return _told(law, solution, bases)
    solution = solve(law, guard.agrees)
    if len(solution.entries) < len(law.pairs):
        examine_existence(law)
    return _told(law, solution)


def _derived_bases(family: Family) -> tuple[Derivation, ...]:
    """The derivations of the families it was made from; none where one of them is refused or open."""
    try:
        found = tuple(derive(base.family) for base in family.origin.bases) if family.origin else ()
    except (DensityError, RegularityError):
        return ()
    return found if all(step for step in map(_matrix_step, found)) else ()


def _from_bases(law: Law, bases: tuple[Derivation, ...]) -> Solution | None:
    """F from the matrices of the bases, where these exist"""
    origin = law.family.origin
    assert origin is not None
    theta_of = [
        Known.of(base, derivation, matrix_of(derivation), law.family.theta)
        for base, derivation in zip(origin.bases, bases, strict=True)
    ]
    return pulled_back(law, origin, theta_of) if all(known.exists for known in theta_of) else None


def derive_open(family: Family) -> Derivation:
    """The derivation as far as it goes without closing an expectation."""
    return _told(Law(family), Solution("none"))


def _told(law: Law, solution: Solution, bases: tuple[Derivation, ...] = ()) -> Derivation:
    """The argument, the family, and what was solved, in order; of an image the argument stands with its bases."""
    family = law.family
    argument = () if bases else argue(Setting.of(family))
    steps = (*argument, *_description(law), *solution.preparation, *solution.entries.values())
    title = f"The Fisher information matrix of {family.name or 'the given density'}"
    return Derivation(title, (*steps, *_conclusion(law, solution)), family, bases)


def _description(law: Law) -> tuple[Step, ...]:
    """The density, its logarithm and its scores."""
    here = Density(P, law.family.omega, theta)
    scores = (
        _definite(law.score_head(k), score, "differentiate", "the score: differentiate the log-density")
        for k, score in enumerate(law.scores)
    )
    return (
        Step(
            theta,
            Tuple(*law.family.theta),
            Relation.DEFINES,
            "name_parameters",
            "the parameters of this family",
            chained=False,
        ),
        Step(here, law.family.density, Relation.DEFINES, "insert_density", _density_of(law.family), chained=False),
        _definite(law.log_head, law.log_density, "take_logarithm", "take the density apart", POSITIVE),
        *scores,
    )


def _density_of(family: Family) -> str:
    return f"the density of {family.origin.because}" if family.origin else "the density of this family"


def _definite(lhs: Basic, rhs: Expr, rule: str, because: str, *given: Condition) -> Step:
    return Step(lhs, rhs, Relation.EQUAL, rule, because, given, chained=False)


def _conclusion(law: Law, solution: Solution) -> tuple[Step, ...]:
    """The matrix, the quadratic form, and the exact D′ where it is known; nothing while an entry is open."""
    if len(solution.entries) < len(law.pairs):
        return ()
    matrix = Step(
        Fisher(theta),
        assemble(law, solution),
        Relation.EQUAL,
        "assemble",
        "the entries together: the Fisher information matrix",
        chained=False,
    )
    return (matrix, *_null_directions(law, matrix.rhs), _quadratic_form(law, solution), *solution.distance)


def _null_directions(law: Law, matrix: ImmutableMatrix) -> Iterator[Step]:
    """Σᵢ vᵢ ∂log P/∂θᵢ = 0 for each direction v with F(θ) v = 0"""
    try:
        directions = null_directions(matrix, law.points)
    except SymfisherError:  # singular, but v cannot be written down
        return
    for v in directions:
        if not vanishes(Add(*(e * score for e, score in zip(v, law.scores, strict=True))), law.points):
            raise SymfisherError("the closed form found is singular where the scores are not; it is withheld.")
        moved = Add(*(e * law.score_head(k) for k, e in enumerate(v)))
        because = _singular(v, matrix.rows - len(directions))
        yield Step(moved, Integer(0), Relation.EQUAL, "find_null_direction", because, chained=False)


def _singular(v: ImmutableMatrix, rank: int) -> str:
    spelled = ", ".join(map(LinearPrinter().doprint, v))
    alone = "the density does not change with this parameter"
    meaning = alone if sum(e != 0 for e in v) == 1 else "these parameters cannot be told apart"
    return f"F(θ) has rank {rank} of {v.rows}, and F(θ) v = 0 for v = ({spelled}): {meaning}"


def assemble(law: Law, solution: Solution) -> ImmutableMatrix:
    """The matrix; an open entry stays E[∂ᵢ log P ∂ⱼ log P]."""
    count = len(law.family.parameters)

    def entry(a: int, b: int) -> Expr:
        pair = (min(a, b), max(a, b))
        step = solution.entries.get(pair)
        return law.entry_head(*pair) if step is None else step.rhs

    return ImmutableMatrix(count, count, entry)


def _quadratic_form(law: Law, solution: Solution) -> Step:
    """D′ ≈ Σᵢ Σⱼ Fᵢⱼ δᵢ δⱼ in the family's own parameters"""
    steps = law.family.delta
    terms = (
        (Integer(1) if a == b else Integer(2)) * entry.rhs * steps[a] * steps[b]
        for (a, b), entry in solution.entries.items()
    )
    return Step(
        displaced_divergence(law),
        Add(*terms),
        Relation.APPROXIMATES,
        "insert_matrix",
        "S15 with these entries",
        error=Order(3),
        chained=False,
    )


def matrix_of(derivation: Derivation) -> ImmutableMatrix:
    """The matrix that a finished derivation ends with; SymfisherError if it is open."""
    step = _matrix_step(derivation)
    if step is None:
        raise SymfisherError("the derivation ends open: it has no matrix.")
    return step.rhs


def _matrix_step(derivation: Derivation) -> Step | None:
    return next((step for step in reversed(derivation.steps) if step.rule == "assemble"), None)
