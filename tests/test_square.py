"""Deriving and then inserting a density equals inserting it and then deriving; and every rule is what it says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sympy import Basic, Integer

import symfisher
from symfisher.argument import SCRIPT, argue
from symfisher.errors import SymfisherError
from symfisher.notation import Density, Divergence, Increment, P, Q, SymmetrizedDivergence, Total, n, omega, theta
from symfisher.rule import RULES, Setting
from symfisher.trace import Relation, Step

SQUARES = ("normal", "Poisson", "bivariate normal", "Dirichlet", "Pareto")
ABSTRACT = argue(Setting())
by_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)


def inserted(expression: Basic, family) -> Basic:
    """ω → the variables, the space of integration → their limits, n → the number of parameters."""
    limited = expression.replace(Total, lambda integrand, *_: Total(integrand, *family.limits))
    return limited.xreplace({omega: family.omega, n: Integer(len(family.parameters))})


def matched(step: Step, family) -> tuple:
    """What must be equal: the expressions, and everything that is said about them."""
    error = None if step.error is None else (step.error.power, _maybe(step.error.leading, family))
    said = (step.relation, step.rule, step.because, step.given, step.line, step.chained, error)
    substeps = tuple(matched(s, family) for s in step.substeps)
    return (_maybe(step.lhs, family), _maybe(step.rhs, family), said, substeps)


def _maybe(expression, family):
    return expression if expression is None or family is None else inserted(expression, family)


@pytest.mark.parametrize("name", SQUARES)
def test_the_square_commutes(name):
    derivation = symfisher.derive(name)
    concrete = [step for step in derivation.steps if step.line]
    assert len(concrete) == len(ABSTRACT) == 13
    for abstract, step in zip(ABSTRACT, concrete, strict=True):
        assert matched(abstract, derivation.family) == matched(step, None), step.rule


@pytest.mark.parametrize("name", SQUARES)
def test_inserting_changes_something(name):
    """So that the comparison above is not between two copies of the abstract lines."""
    family = symfisher.family(name)
    changed = [s.line for s in ABSTRACT if inserted(s.rhs, family) != s.rhs]
    assert set(changed) >= {"S1", "S3", "S4", "S5", "S6", "S7", "S8", "S11", "S13", "S14", "S15"}


def test_the_lines_and_their_relations_are_those_of_the_source():
    lines = {step.line: step.relation.value for step in ABSTRACT}
    lines |= {step.line: step.relation.value for whole in ABSTRACT for step in whole.substeps if step.line}
    expected = dict.fromkeys((f"S{k}" for k in range(1, 16)), "=") | {"S1": "≡", "S2": "≡"}
    expected |= {"S8": "≈", "S9": "≈", "S11": "≈", "S15": "≈"}
    assert lines == expected


def test_two_approximations_of_the_chain_drop_the_third_order():
    chain = ABSTRACT[1:-1]
    nearly = [step for step in chain if step.relation is Relation.APPROXIMATES]
    assert [step.rule for step in nearly] == ["expand_log", "insert_delta"]
    assert [step.error.power for step in nearly] == [3, 3]
    assert all(step.error is None for step in chain if step not in nearly)
    assert ABSTRACT[-1].error.power == 3


def test_the_leading_term_that_s8_drops():
    (dropped,) = [step.error.leading for step in ABSTRACT if step.rule == "expand_log"]
    assert dropped == -Total(Increment(omega) ** 3 / Density(P, omega, theta) ** 2, omega) / 2


@pytest.mark.parametrize("name", [None, *SQUARES])
def test_the_conclusion_names_every_condition_used(name):
    derivation = symfisher.derive(name)
    argument = [step for step in derivation.steps if step.line]
    used = {c for step in argument[:-1] for part in step.walk() for c in part.given}
    assert len(used) == 4 and {c.kind for c in used} == {"domain", "regularity", "existence"}
    assert set(argument[-1].given) == used
    assert len(argument[-1].given) == len(used)
    assert used <= set(derivation.conditions())


@pytest.mark.parametrize("name", [None, *SQUARES])
def test_the_chain_begins_at_the_distance_and_ends_at_the_metric(name):
    steps = [step for step in symfisher.derive(name).steps if step.line]
    assert steps[0].lhs == Divergence(P, Q) and steps[1].lhs == SymmetrizedDivergence(P, Q)
    for before, step in pairwise(steps[1:-1]):
        assert step.lhs == before.rhs
    assert steps[-1].rhs == steps[-2].rhs
    here = steps[-1].lhs.args[1]
    assert here.args[0] == P and here.args[-1] == theta


@by_rule
def test_a_rule_says_what_it_does_and_why(rule):
    assert rule.formula and len(rule.formula.splitlines()) == 1
    assert any(sign in rule.formula for sign in ("→", ":=", "="))
    assert rule.because and RULES[rule.name] is rule
    assert (rule.error is not None) == (rule.relation is Relation.APPROXIMATES)


@by_rule
def test_a_rule_that_finds_nothing_is_an_error(rule):
    """On an expression of the notation without what the rule looks for."""
    with pytest.raises(SymfisherError, match=r"finds nothing|postcondition"):
        rule(theta + n, Setting())


@pytest.mark.parametrize("turn", range(len(SCRIPT)), ids=lambda k: SCRIPT[k].name)
def test_a_rule_applied_twice_is_an_error(turn):
    """What a rule leaves, it has nothing more to do with."""
    step = ABSTRACT[1 + turn]
    assert step.rule == SCRIPT[turn].name
    with pytest.raises(SymfisherError, match=r"finds nothing|postcondition"):
        SCRIPT[turn](step.rhs, Setting())


def test_every_rule_is_used_by_the_argument():
    used = {part.rule for step in ABSTRACT for part in step.walk()}
    assert used - {"conclude"} == set(RULES)
