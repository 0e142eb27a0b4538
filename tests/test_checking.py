"""The checker passes what is right and refutes what is planted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from mpmath import mp
from sympy import (
    EulerGamma,
    ImmutableDenseMatrix,
    Integer,
    Rational,
    Symbol,
    Tuple,
    diff,
    expand,
    log,
    polygamma,
    zeta,
)

from symfisher.argument import argue
from symfisher.checking import check_derivation, witness_families
from symfisher.errors import SymfisherError
from symfisher.evaluation import Meaning
from symfisher.model import Family
from symfisher.notation import (
    Component,
    Density,
    Divergence,
    Expectation,
    Fisher,
    Name,
    P,
    Partial,
    Q,
    SymmetrizedDivergence,
    Total,
    delta,
    i,
    j,
    n,
    omega,
    theta,
)
from symfisher.rule import Setting
from symfisher.sampling import inside, interior_points
from symfisher.sums import integral, series
from symfisher.trace import Derivation, Order, Relation, Step

NORMAL, GAMMA, POISSON = witness_families()
EQUAL, NEARLY = Relation.EQUAL, Relation.APPROXIMATES
LAPLACE = Family("exp(-abs(x-mu)/b)/(2*b)", {"x": "real"}, {"mu": "real", "b": "positive"})
CAUCHY = Family("1/(pi*s*(1+((x-m)/s)**2))", {"x": "real"}, {"m": "real", "s": "positive"})
BETA = Family("x**(a-1)*(1-x)**(b-1)/beta(a,b)", {"x": "unit"}, {"a": "positive", "b": "positive"})
BINOMIAL = Family("binomial(n,x)*p**x*(1-p)**(n-x)", {"x": "0..n"}, {"p": "unit"}, {"n": "naturals"})
TRINOMIAL = Family(
    "factorial(n)/(factorial(x)*factorial(y)*factorial(n-x-y))*p**x*q**y*(1-p-q)**(n-x-y)",
    {"x": "0..n", "y": "0..n-x"},
    {"p": "unit", "q": "unit"},
    {"n": "naturals"},
    given=["p+q<1"],
)
ZETA = Family("k**(-s)/zeta(s)", {"k": "1..oo"}, {"s": "(1,oo)"})
INFLATED = Family("(1-w)*lam*exp(-lam*x)", {"x": "positive"}, {"lam": "positive", "w": "unit"}, atoms={"0": "w"})
INFLATED_COUNT = Family(
    "(1-w)*lam**x*exp(-lam)/factorial(x)",
    {"x": "naturals"},
    {"lam": "positive", "w": "unit"},
    atoms={"0": "w"},
)
DIRICHLET = Family(
    "gamma(a+b+2)/(gamma(a)*gamma(b))*x**(a-1)*y**(b-1)*(1-x-y)",
    {"x": "(0,1)", "y": "(0,1-x)"},
    {"a": "positive", "b": "positive"},
)
FAMILIES = {
    "normal": NORMAL,
    "gamma": GAMMA,
    "poisson": POISSON,
    "laplace": LAPLACE,
    "cauchy": CAUCHY,
    "beta": BETA,
    "binomial": BINOMIAL,
    "trinomial": TRINOMIAL,
    "zeta": ZETA,
    "inflated": INFLATED,
    "inflated count": INFLATED_COUNT,
}


def argument(family: Family | None = None) -> Derivation:
    return Derivation("argument", argue(Setting.of(family)), family)


def law(family: Family, *where: object) -> Density:
    return Density(P, family.omega, *(where or (theta,)))


def score(family: Family, *parameters: Symbol) -> Partial:
    return Partial(log(law(family)), *parameters)


def step(lhs: object, rhs: object, rule: str = "given", error: Order | None = None, **more: object) -> Step:
    relation = EQUAL if error is None else NEARLY
    return Step(lhs, rhs, relation, rule, "", error=error, **{"chained": False, **more})


def quadratic(family: Family, matrix: ImmutableDenseMatrix) -> object:
    d = ImmutableDenseMatrix(family.delta)
    return expand((d.T * matrix * d)[0])


def concrete(family: Family, mean: object, matrix: ImmutableDenseMatrix) -> dict[str, Step]:
    """The steps after S15 as the engine writes them, by hand."""
    x, first = family.omega, family.theta[0]
    closed = step(Expectation(score(family, first) ** 2), matrix[0, 0], "entries")
    distance = SymmetrizedDivergence(law(family, theta + delta), law(family))
    slope = diff(log(family.density), first)
    return {
        "insert_density": step(law(family), family.density),
        "take_logarithm": step(log(law(family)), expand(log(family.density))),
        "differentiate": step(score(family, first), slope),
        "score_mean": step(Expectation(score(family, first)), Integer(0)),
        "moments": step(Expectation(x), mean),
        "entries": closed,
        "hessian": step(-Expectation(score(family, first, first)), matrix[0, 0]),
        "assemble": step(Fisher(theta), matrix),
        "quadratic": step(distance, quadratic(family, matrix), error=Order(3)),
    }


def samples() -> dict[str, tuple[Family, dict[str, Step]]]:
    m, s = NORMAL.theta
    k, t = GAMMA.theta
    (lam,) = POISSON.theta
    return {
        "normal": (NORMAL, concrete(NORMAL, m, ImmutableDenseMatrix([[s**-2, 0], [0, 2 * s**-2]]))),
        "gamma": (
            GAMMA,
            concrete(GAMMA, k * t, ImmutableDenseMatrix([[polygamma(1, k), 1 / t], [1 / t, k / t**2]])),
        ),
        "poisson": (POISSON, concrete(POISSON, lam, ImmutableDenseMatrix([[1 / lam]]))),
    }


SAMPLES = samples()


def judge(family: Family | None, *steps: Step, **options: object) -> list[str]:
    report = check_derivation(Derivation("sample", steps, family), **options)
    return [verdict.status for verdict in report.verdicts if verdict.path]


def replanted(derivation: Derivation, rule: str, **changes: object) -> Derivation:
    """The derivation with one step changed, past the invariant of Derivation."""
    steps = tuple(replace(s, **changes) if s.rule == rule else s for s in derivation.steps)
    broken = Derivation(derivation.title, (), derivation.family)
    object.__setattr__(broken, "steps", steps)
    return broken


# what is right passes


def test_the_abstract_argument_holds():
    report = check_derivation(argument())
    assert report.ok
    assert report.counts()["unknown"] == 0
    numeric = [v.digits for v in report.verdicts if v.method == "numeric"]
    assert min(numeric) >= 20


@pytest.mark.parametrize("name", FAMILIES)
def test_the_argument_holds_for(name):
    report = check_derivation(argument(FAMILIES[name]), points=1)
    assert report.ok, str(report)
    assert report.counts()["unknown"] == 0, str(report)


@pytest.mark.parametrize("name", SAMPLES)
def test_concrete_steps_hold(name):
    family, steps = SAMPLES[name]
    assert set(judge(family, *steps.values())) <= {"proved", "agrees"}


def test_exact_distance_of_the_exponential():
    family = Family("lam*exp(-lam*x)", {"x": "positive"}, {"lam": "positive"})
    (lam,), (d,) = family.theta, family.delta
    distance = SymmetrizedDivergence(law(family, theta + delta), law(family))
    exact = d**2 / (lam * (lam + d))
    leading = Order(3, -(d**3) / lam**3)
    good = step(exact, d**2 / lam**2, error=leading, chained=True)
    assert judge(family, step(distance, exact), good) == ["agrees", "agrees"]
    assert judge(family, step(exact, d**2 / lam**2, error=Order(3, d**3 / lam**3))) == ["refuted"]


def test_special_functions_have_values():
    (s,) = ZETA.theta
    k = ZETA.omega
    assert judge(ZETA, step(Expectation(log(k)), -diff(zeta(s), s) / zeta(s))) == ["agrees"]
    gumbel = Family("exp(-(x-m)-exp(-(x-m)))", {"x": "real"}, {"m": "real"})
    assert judge(gumbel, step(Expectation(gumbel.omega), gumbel.theta[0] + EulerGamma)) == ["agrees"]


def test_names_of_the_notation_are_read():
    here = law(NORMAL)
    steps = [
        step(Total(Partial(here, NORMAL.theta[0]), *NORMAL.limits), Integer(0)),
        step(Partial(Total(here, *NORMAL.limits), NORMAL.theta[0]), Integer(0)),
        step(Partial(Expectation(NORMAL.omega), NORMAL.theta[0]), Integer(1)),
        step(Expectation(NORMAL.omega, theta + delta), NORMAL.theta[0] + NORMAL.delta[0]),
        step(Divergence(law(NORMAL, theta + delta), here), Divergence(P, Q)),
        step(theta, Tuple(*NORMAL.theta)),
        step(delta, Tuple(*NORMAL.delta)),
        step(Fisher(theta, i, j), Expectation(log_slope(NORMAL, i) * log_slope(NORMAL, j))),
    ]
    assert set(judge(NORMAL, *steps)) <= {"agrees", "proved"}
    assert judge(NORMAL, step(theta, Tuple(*reversed(NORMAL.theta)))) == ["refuted"]
    assert judge(NORMAL, step(theta, Tuple(NORMAL.theta[0]))) == ["refuted"]


def log_slope(family: Family, index: Name) -> Partial:
    return Partial(log(law(family)), Component(theta, index))


def test_two_continuous_variables():
    report = check_derivation(Derivation("d", (), DIRICHLET), points=1)
    assert report.ok
    assert report.counts()["unknown"] == 0
    a, b = DIRICHLET.theta
    x, _ = DIRICHLET.omega
    assert judge(DIRICHLET, step(Expectation(x), a / (a + b + 2)), points=1) == ["agrees"]
    assert judge(DIRICHLET, step(Expectation(x), b / (a + b + 2)), points=1) == ["refuted"]


def test_nested_integrals_carry_the_errors_of_the_inner_ones():
    family = Family(
        "exp(-(x**2-2*r*x*y+y**2)/(2*(1-r**2)))/(2*pi*sqrt(1-r**2))",
        {"x": "real", "y": "real"},
        {"r": "(-1,1)"},
    )
    symmetric = step(SymmetrizedDivergence(P, Q), Divergence(P, Q) + Divergence(Q, P))
    assert judge(family, symmetric, points=1) == ["agrees"]


# what is wrong is refuted

ABSTRACT = argument()
AT = {s.rule: s for s in ABSTRACT.steps}
FISHER, DROPPED = AT["identify_fisher"].rhs, AT["expand_log"].error.leading
PLANTED = {
    "sign flipped": ("split_fraction", {"rhs": -AT["split_fraction"].rhs}),
    "factor lost": ("take_expectation", {"rhs": AT["take_expectation"].rhs / 2}),
    "factor in D": ("define_divergence", {"rhs": 2 * AT["define_divergence"].rhs}),
    "order too high": ("expand_log", {"error": Order(4)}),
    "order of insert_delta": ("insert_delta", {"error": Order(4)}),
    "leading factor": ("expand_log", {"error": Order(3, DROPPED * Rational(2, 3))}),
    "leading sign": ("expand_log", {"error": Order(3, -DROPPED)}),
    "≈ as =": ("insert_delta", {"relation": EQUAL, "error": None}),
    "index swapped": (
        "identify_fisher",
        {"rhs": FISHER.xreplace({Component(delta, j): Component(delta, i)})},
    ),
    "index of F": (
        "identify_fisher",
        {"rhs": FISHER.xreplace({Fisher(theta, i, j): Fisher(theta, i, i)})},
    ),
    "index out of range": (
        "identify_fisher",
        {"rhs": FISHER.xreplace({Fisher(theta, i, j): Fisher(theta, i, j + 1)})},
    ),
}
MISSHAPEN = {
    "≈ without order": ("insert_delta", {"error": None}),
    "= with order": ("split_fraction", {"error": Order(3)}),
    "chain broken": ("collect_logarithm", {"lhs": AT["symmetrize"].rhs}),
    "condition lost": ("displace", {"given": ()}),
    "condition lost at the end": ("conclude", {"given": AT["conclude"].given[1:]}),
    "order of the conclusion": ("conclude", {"error": Order(4)}),
    "conclusion is =": ("conclude", {"relation": EQUAL, "error": None}),
    "conclusion of something else": ("conclude", {"rhs": AT["expand_square"].rhs}),
    "conclusion about D": ("conclude", {"lhs": Divergence(P, Q)}),
}


@pytest.mark.parametrize("family", [None, BETA, GAMMA], ids=["abstract", "beta", "gamma"])
@pytest.mark.parametrize(("rule", "changes"), PLANTED.values(), ids=PLANTED)
def test_planted_in_a_line(rule, changes, family):
    changed = {key: in_terms_of(family, value) for key, value in changes.items()}
    (line,) = (s for s in argument(family).steps if s.rule == rule)
    assert judge(family, replace(line, **changed, substeps=()), points=1) == ["refuted"]


@pytest.mark.parametrize("family", [None, NORMAL, POISSON], ids=["abstract", "normal", "poisson"])
@pytest.mark.parametrize(("rule", "changes"), MISSHAPEN.values(), ids=MISSHAPEN)
def test_planted_in_the_chain(rule, changes, family):
    changed = {key: in_terms_of(family, value) for key, value in changes.items()}
    report = check_derivation(replanted(argument(family), rule, **changed), points=1, budget=0)
    assert rule in {verdict.rule for verdict in report.refuted}, str(report)


def in_terms_of(family: Family | None, value: object) -> object:
    """A part of the abstract argument, in the variables of a family."""
    if isinstance(value, Order):
        return Order(value.power, in_terms_of(family, value.leading))
    if family is None or not hasattr(value, "xreplace"):
        return value
    spelled = value.replace(Total, lambda f, _: Total(f, *family.limits))
    return spelled.xreplace({omega: family.omega, n: Integer(len(family.theta))})


def test_planted_in_a_lemma():
    insert = AT["insert_delta"]
    linear, quotient = insert.substeps
    doubled = replace(quotient, lhs=2 * quotient.lhs, rhs=2 * quotient.rhs)
    for wrong in (
        (replace(linear, rhs=2 * linear.rhs), doubled),
        (replace(linear, error=Order(3)), quotient),
        (linear, replace(quotient, lhs=-quotient.lhs, rhs=-quotient.rhs)),
        (linear, replace(quotient, rhs=-quotient.rhs)),
    ):
        assert "refuted" in judge(None, replace(insert, substeps=wrong), points=1)


def spoiled(matrix: ImmutableDenseMatrix, row: int, column: int) -> ImmutableDenseMatrix:
    changed = matrix.as_mutable()
    changed[row, column] += 1
    return changed.as_immutable()


CONCRETE = [
    ("sign flipped", "differentiate", lambda f, e: -e),
    ("factor lost", "entries", lambda f, e: e / 2),
    ("factor lost", "moments", lambda f, e: e * Rational(1001, 1000)),
    ("a parameter too many", "moments", lambda f, e: e + f.theta[0]),
    ("nothing but a digit", "score_mean", lambda f, e: e + Rational(1, 10**15)),
    ("normaliser lost", "insert_density", lambda f, e: 2 * e),
    ("constant lost", "take_logarithm", lambda f, e: e + 1),
    ("an unbound symbol", "entries", lambda f, e: e + Symbol("stray") - 1),
    ("entry", "assemble", lambda f, e: spoiled(e, 0, 0)),
    ("not symmetric", "assemble", lambda f, e: spoiled(e, -1, 0)),
    ("shape", "assemble", lambda f, e: e.row_insert(0, e[0, :])),
    ("half", "quadratic", lambda f, e: e / 2),
    ("index swapped", "quadratic", lambda f, e: e.subs(f.delta[0], -2 * f.delta[-1])),
]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("what", "rule", "spoil"), CONCRETE, ids=[f"{c[0]} in {c[1]}" for c in CONCRETE])
def test_planted_in_concrete_steps(name, what, rule, spoil):
    family, steps = SAMPLES[name]
    good = steps[rule]
    assert judge(family, replace(good, rhs=spoil(family, good.rhs)), points=1) == ["refuted"]


@pytest.mark.parametrize("name", SAMPLES)
def test_claimed_order_four(name):
    family, steps = SAMPLES[name]
    assert judge(family, replace(steps["quadratic"], error=Order(4)), points=1) == ["refuted"]
    exact = replace(steps["quadratic"], error=None, relation=EQUAL)
    assert judge(family, exact, points=1) == ["refuted"]


def test_substeps_must_arrive():
    family, steps = SAMPLES["normal"]
    m, s = family.theta
    entry = steps["entries"]
    hessian = step(entry.lhs, -Expectation(score(family, m, m)), "hessian")
    closed = step(hessian.rhs, s**-2, "closed", chained=True)
    assert set(judge(family, replace(entry, substeps=(hessian, closed)))) == {"agrees"}
    wrong = replace(closed, lhs=Expectation(score(family, m, m)))
    assert judge(family, replace(entry, substeps=(hessian, wrong)))[-1] == "refuted"
    astray = replace(entry, substeps=(hessian, replace(closed, rhs=2 * s**-2)))
    assert judge(family, astray)[0] == "refuted"


def test_densities_that_are_none():
    halved = Family("lam*exp(-lam*x)/2", {"x": "positive"}, {"lam": "positive"})
    signed = Family("lam*exp(-lam*x)*(2*lam*x-1)", {"x": "positive"}, {"lam": "positive"})
    moving = Family("a*m**a/x**(a+1)", {"x": "(m,oo)"}, {"a": "positive", "m": "positive"})
    for family, rule in ((halved, "total"), (signed, "nonnegative"), (moving, "support")):
        report = check_derivation(Derivation("bad", (), family), points=8)
        assert rule in {verdict.rule for verdict in report.refuted}, str(report)


def test_a_density_may_vanish_at_a_moving_edge_where_logarithms_are_slow():
    text = "exp(-(log(x - a) - m)^2/(2*s^2))/((x - a)*s*sqrt(2*pi))"
    late = Family(text, {"x": "(a, oo)"}, {"a": "real", "m": "real", "s": "(5, 9)"})
    support = next(v for v in check_derivation(Derivation("late", (), late)).verdicts if v.rule == "support")
    assert support.status == "unknown" and "vanishes" in support.detail


def test_a_sum_in_the_density_moves_with_its_parameters():
    text = "lam^x/factorial(x)^nu/Sum(lam^j/factorial(j)^nu, (j, 0, oo))"
    family = Family(text, {"x": "0..oo"}, {"lam": "positive", "nu": "(1, oo)"})
    report = check_derivation(Derivation("endless", (), family), points=1)
    assert {v.status for v in report.verdicts if v.rule.startswith("mean score")} == {"agrees"}, str(report)


# what cannot be known is unknown


def test_a_spent_budget_is_unknown():
    report = check_derivation(argument(NORMAL), budget=0)
    assert report.ok
    assert report.counts()["unknown"] > 10


def test_a_diverging_integral_is_unknown():
    assert judge(CAUCHY, step(Expectation(CAUCHY.omega**2), Integer(1)), points=1) != ["agrees"]


def test_three_continuous_variables_are_unknown():
    family = Family(
        "exp(-(x**2+y**2+z**2)/(2*s))/(2*pi*s)**(3/2)",
        {"x": "real", "y": "real", "z": "real"},
        {"s": "positive"},
    )
    report = check_derivation(Derivation("three", (), family))
    assert {v.status for v in report.verdicts} == {"unknown"}


def test_a_report_reads_as_a_table():
    text = str(check_derivation(argument(POISSON), points=1))
    assert "identify_fisher" in text
    assert text.splitlines()[-1].endswith("0 refuted")


# the parts


def test_points_lie_inside_and_repeat():
    for family in FAMILIES.values():
        points = interior_points(family, 5, seed=3, variables=True)
        assert points == interior_points(family, 5, seed=3, variables=True)
        assert all(inside(family, point) for point in points)
    assert interior_points(NORMAL, 1, seed=1) != interior_points(NORMAL, 1, seed=2)


def test_no_point_is_an_error():
    empty = Family("1", {"x": "unit"}, {"p": "unit"}, given=["p > 2"])
    with pytest.raises(SymfisherError, match="no values of p"):
        interior_points(empty, 1)


def test_a_hostile_name_is_not_executed():
    evil = Symbol("__import__('os').abort()", real=True)
    meaning = Meaning(NORMAL, {evil: Integer(2)})
    assert meaning.estimate(evil**2 + 1).value == 5


RULES = [
    (lambda: integral(lambda x: mp.exp(-(x**2)), -mp.inf, mp.inf, 30), lambda: mp.sqrt(mp.pi)),
    (lambda: integral(lambda x: 1 / (1 + x**2), -mp.inf, mp.inf, 30), lambda: mp.pi),
    (lambda: integral(lambda x: x ** mp.mpf(-0.75), mp.mpf(0), mp.mpf(1), 30), lambda: mp.mpf(4)),
    (lambda: integral(lambda x: mp.exp(-x), mp.mpf(1), mp.inf, 30), lambda: mp.exp(-1)),
    (lambda: integral(abs, mp.mpf(-1), mp.mpf(2), 30, (mp.mpf(0),)), lambda: mp.mpf(5) / 2),
    (lambda: series(lambda k: 1 / mp.factorial(k), mp.mpf(0), mp.inf, 30), lambda: mp.e),
    (lambda: series(lambda k: k ** mp.mpf(-1.5), mp.mpf(1), mp.inf, 30), lambda: mp.zeta(1.5)),
    (lambda: series(lambda k: mp.mpf(2) ** -abs(k), -mp.inf, mp.inf, 30), lambda: mp.mpf(3)),
    (lambda: series(lambda k: k, mp.mpf(1), mp.mpf(10), 30), lambda: mp.mpf(55)),
]


@pytest.mark.parametrize(("rule", "exact"), RULES)
def test_totals(rule, exact):
    with mp.workdps(85):
        estimate = rule()
        assert abs(estimate.value - exact()) <= max(estimate.error * 10, mp.mpf(10) ** -30)
        assert estimate.error <= abs(estimate.value) * mp.mpf(10) ** -28


def test_a_missed_kink_is_seen_in_the_error():
    with mp.workdps(50):
        estimate = integral(lambda x: mp.exp(-abs(x - mp.mpf("0.3"))), -mp.inf, mp.inf, 20)
        assert abs(estimate.value - 2) <= 100 * estimate.error


def test_precision_is_left_alone():
    before = mp.dps
    check_derivation(argument(POISSON), points=1)
    assert mp.dps == before
