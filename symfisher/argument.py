"""The script: from the Kullback–Leibler divergence to F(θ), the same for every density."""

from __future__ import annotations

from functools import lru_cache

from symfisher import transforms as line
from symfisher.notation import Divergence, Increment, P, Q, SymmetrizedDivergence
from symfisher.rule import Rule, Setting
from symfisher.trace import Step, compose

SCRIPT: tuple[Rule, ...] = (
    line.symmetrize,
    line.insert_divergence,
    line.collect_logarithm,
    line.displace,
    line.substitute_delta,
    line.split_fraction,
    line.expand_log,
    line.insert_delta,
    line.take_expectation,
    line.expand_square,
    line.identify_fisher,
)


@lru_cache(maxsize=128)
def argue(setting: Setting) -> tuple[Step, ...]:
    """S1 to S15 in this setting; the last step is the conclusion of the chain before it."""
    definition = line.define_divergence(Divergence(P, Q), setting)
    chain: list[Step] = []
    for rule in SCRIPT:
        lhs = chain[-1].rhs if chain else SymmetrizedDivergence(P, Q)
        chain.append(_take(rule, lhs, setting, chained=bool(chain)))
    return (definition, *chain, conclude(tuple(chain), setting))


def _take(rule: Rule, lhs: object, setting: Setting, *, chained: bool) -> Step:
    """One line, with the substeps and the dropped term that belong to it."""
    if rule is line.substitute_delta:
        increment = line.define_increment(Increment(setting.omega), setting, chained=False)
        return rule(lhs, setting, substeps=(increment,))
    if rule is line.expand_log:
        return rule(lhs, setting, error=line.dropped_by_expand_log(lhs))
    if rule is line.insert_delta:
        linear = line.linearize(Increment(setting.omega), setting, chained=False)
        return rule(lhs, setting, substeps=(linear, line.log_derivative(linear.rhs, setting)))
    return rule(lhs, setting, chained=chained)


def conclude(chain: tuple[Step, ...], setting: Setting) -> Step:
    """D′(P(ω|θ+δ), P(ω|θ)) ≈ Σᵢ Σⱼ F(θ)ᵢⱼ δᵢ δⱼ"""
    relation, error, conditions = compose(chain)
    return Step(
        line.displace.transform(chain[0].lhs, setting),
        chain[-1].rhs,
        relation,
        "conclude",
        "the chain from S2 to S14 as one relation: F is the metric tensor of the space of these densities",
        conditions,
        error,
        line="S15",
        chained=False,
    )
