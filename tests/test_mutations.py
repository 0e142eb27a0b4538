"""Single errors planted in derivations are refuted, but for those that leave the step true or an integral infinite."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest
import sympy as sp
from mutations import KINDS, Mutant, mutant, planted
from still_true import diverges, reason

import symfisher
from symfisher.checking import check_derivation
from symfisher.model import Family
from symfisher.notation import Density, Expectation, P, Partial, Total, theta
from symfisher.trace import Derivation, Order, Relation, Step

ERRORS, SEED = 30, 20
TYPED = {
    "Weibull": ("k/s*(x/s)^(k-1)*exp(-(x/s)^k)", {"x": "positive"}, {"k": "positive", "s": "positive"}),
    "Laplace": ("exp(-abs(x-m)/s)/(2*s)", {"x": "real"}, {"m": "real", "s": "positive"}),
    "cardioid": ("(1+2*r*cos(x))/(2*pi)", {"x": "(-pi, pi)"}, {"r": "(-1/2, 1/2)"}),
    "generalized Poisson": (
        "t*(t+l*k)^(k-1)*exp(-t-l*k)/factorial(k)",
        {"k": "naturals"},
        {"t": "positive", "l": "unit"},
    ),
}
NAMES = ("normal", "exponential", "gamma", "beta", "Poisson", "Bernoulli:logit", "multinomial", *TYPED)
INFLATED = Family("(1-w)*l*exp(-l*x)", {"x": "positive"}, {"w": "unit", "l": "positive"}, atoms={"0": "w"})


@cache
def derived(name: str) -> Derivation:
    return symfisher.derive(Family(*TYPED[name], name=name) if name in TYPED else name)


def planted_in(name: str) -> list[Mutant]:
    random = Random(f"{SEED} {name}")
    return [mutant(derived(name), random) for _ in range(ERRORS)]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_refuted_is_still_true_or_has_no_number(name):
    passed = [e for e in planted_in(name) if check_derivation(e.derivation, budget=10, only={e.path}).ok]
    assert not [str(e) for e in passed if not (reason(e) or diverges(e))]
    assert len(passed) <= ERRORS / 4


def test_the_same_seed_plants_the_same_errors():
    assert [str(e) for e in planted_in("normal")] == [str(e) for e in planted_in("normal")]


def test_every_kind_of_error_is_planted():
    kinds = Counter(e.kind for name in NAMES for e in planted_in(name))
    assert kinds.keys() == KINDS.keys()


def by_rule(name: str, rule: str) -> tuple[tuple[int, ...], Step]:
    return next(((k,), s) for k, s in enumerate(derived(name).steps, 1) if s.rule == rule)


def changed(name: str, rule: str, **changes: object) -> Mutant:
    path, before = by_rule(name, rule)
    after = replace(before, **changes)
    return Mutant("", path, before, after, planted(derived(name), path, after))


def score(name: str, k: int) -> Partial:
    family = derived(name).family
    return Partial(sp.log(Density(P, family.omega, theta)), family.theta[k])


def test_what_stays_true_is_told_from_what_does_not():
    zero = Expectation(score("normal", 0))
    assert reason(changed("normal", "score_mean", lhs=-7 * zero)) == "both sides agree in digits"
    assert reason(changed("normal", "insert_matrix", error=Order(2))) == "a lower order claims less"
    assert reason(changed("normal", "symmetrize", relation=Relation.EQUAL)) == "what is so by definition is equal"
    assert not reason(changed("normal", "score_mean", rhs=sp.Rational(1, 10**12)))
    assert not reason(changed("normal", "insert_matrix", error=Order(4)))
    assert not reason(changed("normal", "differentiate", relation=Relation.DEFINES))


@pytest.mark.parametrize("rule", ["take_logarithm", "differentiate", "exact_distance"])
def test_what_is_derived_is_no_definition(rule):
    error = changed("normal", rule, relation=Relation.DEFINES)
    assert not check_derivation(error.derivation, budget=20, only=()).ok


def test_an_implication_joins_statements():
    error = changed("normal", "differentiate", relation=Relation.IMPLIES)
    assert not check_derivation(error.derivation, budget=20, only=()).ok


def test_what_agrees_at_a_count_of_one_is_asked_at_others():
    _, step = by_rule("Bernoulli:logit", "take_logarithm")
    x = derived("Bernoulli:logit").family.omega
    error = changed("Bernoulli:logit", "take_logarithm", rhs=step.rhs.subs(x, 1))
    assert not check_derivation(error.derivation, budget=20, only={error.path}).ok


def test_one_integrand_with_and_without_the_masses():
    """∫ f p dx of a spelled density has no masses, E[f] has them, and neither is taken for the other"""
    x, rate = INFLATED.omega, INFLATED.theta[1]
    f, bare = (x - 1 / rate) ** 2, sp.Tuple(*INFLATED.limits[0])
    without = Step(
        Total(f * INFLATED.density, bare),
        (1 - INFLATED.theta[0]) / rate**2,
        Relation.EQUAL,
        "",
        "",
        chained=False,
    )
    with_masses = replace(without, lhs=Expectation(f), rhs=1 / rate**2)
    for steps in ((without, with_masses), (with_masses, without)):
        report = check_derivation(Derivation("", steps, INFLATED), points=1)
        assert report.ok, str(report)


@pytest.mark.parametrize("branch", [0, 1])
def test_an_error_on_one_side_of_a_kink_is_seen(branch):
    """Two points, both on one side, had let it pass"""
    derivation = symfisher.derive(symfisher.family("asymmetric Laplace:scale"))
    place = next(
        k for k, s in enumerate(derivation.steps) if s.rule == "differentiate" and isinstance(s.rhs, sp.Piecewise)
    )
    step = derivation.steps[place]
    cases = [(-value if k == branch else value, holds) for k, (value, holds) in enumerate(step.rhs.args)]
    steps = (*derivation.steps[:place], replace(step, rhs=sp.Piecewise(*cases)), *derivation.steps[place + 1 :])
    report = check_derivation(replace(derivation, steps=steps), only={(place + 1,)})
    assert report.refuted
