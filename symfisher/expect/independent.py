"""Independent blocks of variables: the information of independent blocks is added up."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Mul, Symbol

from symfisher.expect.blocks import Block, independent_blocks
from symfisher.expect.law import Law
from symfisher.expect.normal_form import normal_form
from symfisher.expect.recurrences import canonical
from symfisher.expect.solution import Solution, chain, told
from symfisher.notation import Density, P, theta
from symfisher.operations import operations
from symfisher.trace import Condition, Relation, Step


def solve(law: Law) -> Solution | None:
    """F(θ) = Σ_B F_B(θ), each block solved as a family of its own; None where one of them is not closed."""
    blocks = independent_blocks(law)
    parts: list[_Part] = []
    for block in blocks or ():
        part = _alike(law, block, parts) or _solved(law, block)
        if part is None:
            return None
        parts.append(part)
    if not parts:
        return None
    preparation = (_factorised(law, parts), *(step for part in parts for step in part.steps))
    return Solution("independent blocks", preparation, {pair: _entry(law, parts, *pair) for pair in law.pairs})


@dataclass(frozen=True)
class _Part:
    """A block with the steps that solve it, told in its own density; `entries` are among them."""

    block: Block
    steps: tuple[Step, ...]
    entries: dict[tuple[int, int], Step]


def _solved(law: Law, block: Block) -> _Part | None:
    from symfisher.expect.engine import solve as solve_by_any_strategy

    own = Law(block.family(law.family))
    if not block.kernel.has(*law.family.theta):
        return _Part(block, (), {})
    solution = solve_by_any_strategy(own)
    if len(solution.entries) < len(own.pairs):
        return None
    spelled = {Density(P, own.family.omega, theta): block.density}
    entries = {pair: told(step, spelled) for pair, step in solution.entries.items() if step.rhs != 0}
    steps = (*(told(step, spelled) for step in solution.preparation), *entries.values())
    return _Part(block, steps, entries)


def _alike(law: Law, block: Block, parts: list[_Part]) -> _Part | None:
    """A block that is an earlier one in other variables and known symbols"""
    for part in parts:
        names = _renaming(law, part.block, block)
        if names is not None:
            renamed = {id(step): told(step, names) for step in part.steps}
            entries = {pair: renamed[id(step)] for pair, step in part.entries.items()}
            return _Part(block, tuple(renamed.values()), entries)
    return None


def _renaming(law: Law, old: Block, new: Block) -> dict[Expr, Expr] | None:
    known = {q.symbol for q in law.family.known}
    one, two = (_symbols(block, other, known) for block, other in ((old, new), (new, old)))
    names = dict(zip(one, two, strict=False))
    if len(one) != len(two) or old.density.xreplace(names) != new.density:
        return None
    spaces = [[v.space for v in block.variables] for block in (old, new)]
    return names if spaces[0] == spaces[1] else None


def _symbols(block: Block, other: Block, known: set[Symbol]) -> list[Symbol]:
    """Its variables, and the known symbols that the other block lacks"""
    private = (block.density.free_symbols & known) - other.density.free_symbols
    return [*(v.symbol for v in block.variables), *sorted(private, key=lambda s: s.name)]


def _factorised(law: Law, parts: list[_Part]) -> Step:
    """P(ω|θ) = Π p_B(ω_B|θ)"""
    return Step(
        Density(P, law.family.omega, theta),
        Mul(*(part.block.density for part in parts)),
        Relation.EQUAL,
        "factorise",
        "the variables fall into independent blocks",
        chained=False,
    )


def _entry(law: Law, parts: list[_Part], a: int, b: int) -> Step:
    """E[∂ₐℓ ∂_bℓ] = Σ_B E[∂ₐ log p_B ∂_b log p_B]"""
    head = law.entry_head(a, b)
    steps = [part.entries[a, b] for part in parts if (a, b) in part.entries]
    total = Add(*(step.rhs for step in steps))
    given: tuple[Condition, ...] = tuple(dict.fromkeys(c for step in steps for c in step.given))
    closed = normal_form(canonical(total), law.points[0])
    links = [
        (Add(*(step.lhs for step in steps)), "add_blocks", "scores of independent blocks are uncorrelated", ()),
        (total, "insert_blocks", "insert the information of each block", given),
        (min(closed, total, key=operations), "normal_form", "simplify", ()),
    ]
    substeps = chain(head, links)
    return Step(
        head,
        substeps[-1].rhs,
        Relation.EQUAL,
        "take_expectation_of_scores",
        "the information of independent blocks is added up",
        given,
        substeps=substeps,
        chained=False,
    )
