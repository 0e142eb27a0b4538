"""The argument from D(P,Q) to F(θ), one rule a line, in the order of the argument."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Add, Basic, Expr, Integer, Mul, Pow, Sum, expand_mul, log
from sympy import Symbol as _Symbol

from symfisher.notation import (
    Component,
    Density,
    Divergence,
    Expectation,
    Fisher,
    Increment,
    Name,
    P,
    Partial,
    Q,
    SymmetrizedDivergence,
    Total,
    delta,
    i,
    j,
    theta,
)
from symfisher.rule import Setting, rule
from symfisher.special import slope
from symfisher.trace import Condition, Order, Relation

COMMON_SUPPORT = Condition("P(·|θ+δ) and P(·|θ) have the same support, and P > 0 on it", "domain", "S5")
SMOOTH = Condition("P is twice differentiable in θ (or in quadratic mean) for almost every ω", "regularity", "S8, S9")
SMALL = Condition("Δ/P is small in L², and the limit may be taken under the integral", "regularity", "S8, S9")
EXISTENCE = Condition("E[(∂log P/∂θᵢ)²] is finite for every i", "existence", "S12–S14")


def lacks(*heads: type) -> Callable[[Basic], bool]:
    """The postcondition that none of these heads is left."""
    return lambda expression: not expression.has(*heads)


def at(setting: Setting, point: Expr) -> Density:
    """P(ω|point)"""
    return Density(P, setting.omega, point)


def logarithm(argument: Expr) -> Expr:
    """log of what is positive, as it stands: SymPy would ask at length whether it is 0"""
    return log(argument, evaluate=False)


def inserted(expression: Basic, names: dict[Basic, Basic]) -> Basic:
    """The expression with the values in place of the names, inside logarithms too"""
    logs = {e: logarithm(e.args[0].xreplace(names)) for e in expression.atoms(log)}
    return expression.xreplace(logs | names)


def scored(setting: Setting, index: _Symbol) -> Expr:
    """∂log P(ω|θ)/∂θᵢ"""
    return Partial(log(at(setting, theta)), Component(theta, index))


@rule("S1", Relation.DEFINES, "the Kullback–Leibler divergence", leaves=lacks(Divergence))
def define_divergence(expression: Basic, setting: Setting) -> Basic:
    """D(P,Q) → ∫ P log(P/Q) dω"""

    def divergence(p: Name, q: Name) -> Expr:
        p, q = Density(p, setting.omega), Density(q, setting.omega)
        return Total(p * logarithm(p / q), *setting.limits)

    return expression.replace(Divergence, divergence)


@rule(
    "S2",
    Relation.DEFINES,
    "a distance should not depend on the order of its arguments",
    leaves=lacks(SymmetrizedDivergence),
)
def symmetrize(expression: Basic, setting: Setting) -> Basic:
    """D′(P,Q) → D(P,Q) + D(Q,P)"""
    return expression.replace(SymmetrizedDivergence, lambda p, q: Divergence(p, q) + Divergence(q, p))


@rule("S3", Relation.EQUAL, "insert the definition of D into both terms", leaves=lacks(Divergence))
def insert_divergence(expression: Basic, setting: Setting) -> Basic:
    """D(P,Q) + D(Q,P) → ∫ P log(P/Q) + Q log(Q/P) dω"""
    if not expression.has(Divergence):
        return expression
    inserted = define_divergence.transform(expression, setting)
    return Total(inserted.replace(Total, lambda integrand, *_: integrand), *setting.limits)


@rule(
    "S4",
    Relation.EQUAL,
    "log(Q/P) = −log(P/Q), so both terms share one logarithm",
    leaves=lambda e: len(e.atoms(log)) == 1,
)
def collect_logarithm(expression: Basic, setting: Setting) -> Basic:
    """P log(P/Q) + Q log(Q/P) → (P − Q) log(P/Q)"""
    p, q = Density(P, setting.omega), Density(Q, setting.omega)
    shared = logarithm(p / q)

    def collected(integrand: Expr, *limits: Basic) -> Basic:
        return Total(Add(*(term / shared for term in Add.make_args(integrand))) * shared, *limits)

    return expression.xreplace({logarithm(q / p): -shared}).replace(Total, collected)


@rule(
    "S5",
    Relation.EQUAL,
    "compare the density at θ + δ with the density at θ",
    given=(COMMON_SUPPORT,),
    leaves=lambda e: all(len(d.args) == 3 for d in e.atoms(Density)),
)
def displace(expression: Basic, setting: Setting) -> Basic:
    """P := P(ω|θ+δ), Q := P(ω|θ)"""
    moved, here = at(setting, theta + delta), at(setting, theta)
    names = {Density(P, setting.omega): moved, Density(Q, setting.omega): here}
    divergence = {SymmetrizedDivergence(P, Q): SymmetrizedDivergence(moved, here)}
    return inserted(expression, names | divergence)


@rule("", Relation.DEFINES, "a name for the difference", leaves=lacks(Increment))
def define_increment(expression: Basic, setting: Setting) -> Basic:
    """Δ → P(ω|θ+δ) − P(ω|θ)"""
    return expression.replace(Increment, lambda _: at(setting, theta + delta) - at(setting, theta))


@rule(
    "S6",
    Relation.EQUAL,
    "P(ω|θ+δ) = P(ω|θ) + Δ",
    leaves=lambda e: not e.has(delta),
)
def substitute_delta(expression: Basic, setting: Setting) -> Basic:
    """P(ω|θ+δ) → P(ω|θ) + Δ"""
    return inserted(expression, {at(setting, theta + delta): at(setting, theta) + Increment(setting.omega)})


@rule(
    "S7",
    Relation.EQUAL,
    "split the fraction inside the logarithm",
    leaves=lambda e: all(Integer(1) in a.args[0].args for a in e.atoms(log)),
)
def split_fraction(expression: Basic, setting: Setting) -> Basic:
    """log((P + Δ)/P) → log(1 + Δ/P)"""
    return expression.replace(log, lambda argument: logarithm(expand_mul(argument)))


def taylor(function: Expr, x: _Symbol, degree: int) -> Expr:
    """Σ f⁽ᵏ⁾(0) xᵏ/k! for k ≤ degree"""
    terms, derivative, factorial = Integer(0), function, Integer(1)
    for k in range(degree + 1):
        factorial *= max(k, 1)
        terms += derivative.xreplace({x: Integer(0)}) * x**k / factorial
        derivative = slope(derivative, x) if k < degree else derivative
    return terms


@rule(
    "S8",
    Relation.APPROXIMATES,
    "log(1 + x) ≈ x for small x",
    given=(SMOOTH, SMALL),
    error=Order(3),
    leaves=lacks(log),
)
def expand_log(expression: Basic, setting: Setting) -> Basic:
    """Δ log(1 + Δ/P) → Δ²/P"""
    return expand_log_to(expression, 1)


def expand_log_to(expression: Basic, degree: int) -> Basic:
    """log(1 + u) → its Taylor polynomial in u"""
    x = Name("x", nonnegative=True)
    polynomial = taylor(log(1 + x), x, degree)
    return expression.replace(log, lambda argument: polynomial.xreplace({x: argument - 1}))


def dropped_by_expand_log(expression: Basic) -> Order:
    """The leading term that S8 drops: −½ ∫ Δ³/P² dω"""
    return Order(3, expand_log_to(expression, 2).replace(Total, _second_term))


def _second_term(integrand: Expr, *limits: Basic) -> Expr:
    increment = next(iter(integrand.atoms(Increment)))
    number, rest = expand_mul(integrand).coeff(increment, 3).as_coeff_Mul()
    return number * Total(rest * increment**3, *limits)


@rule(
    "S9",
    Relation.APPROXIMATES,
    "f(x + dx) − f(x) ≈ f′(x) dx",
    given=(SMOOTH,),
    error=Order(2),
    leaves=lacks(Increment),
)
def linearize(expression: Basic, setting: Setting) -> Basic:
    """Δ → Σᵢ ∂P(ω|θ)/∂θᵢ δᵢ"""
    slope = Partial(at(setting, theta), Component(theta, i))
    total = Sum(slope * Component(delta, i), (i, 1, setting.count))
    return expression.replace(Increment, lambda _: total)


@rule(
    "S10",
    Relation.EQUAL,
    "(log x)′ = x′/x",
    leaves=lambda e: all(isinstance(p.args[0], log) for p in e.atoms(Partial)),
)
def log_derivative(expression: Basic, setting: Setting) -> Basic:
    """Σᵢ ∂P/∂θᵢ δᵢ → P Σᵢ ∂log P/∂θᵢ δᵢ"""
    here = at(setting, theta)

    def pull_out(term: Expr, limit: Basic) -> Expr:
        slopes = [slope for slope in term.atoms(Partial) if slope.args[0] == here]
        logs = {slope: Partial(log(here), *slope.args[1:]) for slope in slopes}
        return here * Sum(term.xreplace(logs), limit) if slopes else Sum(term, limit)

    return expression.replace(Sum, pull_out)


@rule(
    "S11",
    Relation.APPROXIMATES,
    "insert Δ; one factor P(ω|θ) remains",
    given=(SMOOTH, SMALL),
    error=Order(3),
    leaves=lacks(Increment),
)
def insert_delta(expression: Basic, setting: Setting) -> Basic:
    """∫ Δ²/P dω → ∫ (Σᵢ ∂log P/∂θᵢ δᵢ)² P dω"""
    return log_derivative.transform(linearize.transform(expression, setting), setting)


@rule(
    "S12",
    Relation.EQUAL,
    "an integral against P(ω|θ) is an expectation",
    given=(EXISTENCE,),
    leaves=lacks(Total),
)
def take_expectation(expression: Basic, setting: Setting) -> Basic:
    """∫ f P dω → E[f]"""
    return expression.replace(Total, lambda integrand, *_: Expectation(integrand / at(setting, theta)))


@rule(
    "S13",
    Relation.EQUAL,
    "expand the square; δ does not depend on ω, and E is linear",
    leaves=lambda e: isinstance(e, Sum) and not e.atoms(Expectation) & e.atoms(Sum),
)
def expand_square(expression: Basic, setting: Setting) -> Basic:
    """E[(Σᵢ sᵢ δᵢ)²] → Σᵢ Σⱼ E[sᵢ sⱼ] δᵢ δⱼ"""

    def expand_one(square: Expr) -> Expr:
        if not (isinstance(square, Pow) and square.exp == 2 and isinstance(square.base, Sum)):
            return Expectation(square)
        term = square.base.function
        other = term.xreplace({i: j})
        steps = (Component(delta, i), Component(delta, j))
        limits = ((i, 1, setting.count), (j, 1, setting.count))
        return Sum(Expectation(term * other / Mul(*steps)) * Mul(*steps), *limits)

    return expression.replace(Expectation, expand_one)


@rule(
    "S14",
    Relation.EQUAL,
    "F(θ)ᵢⱼ ≡ E[∂log P/∂θᵢ ∂log P/∂θⱼ] is the Fisher information matrix",
    leaves=lacks(Expectation),
)
def identify_fisher(expression: Basic, setting: Setting) -> Basic:
    """E[∂log P/∂θᵢ ∂log P/∂θⱼ] → F(θ)ᵢⱼ"""
    return expression.xreplace({Expectation(scored(setting, i) * scored(setting, j)): Fisher(theta, i, j)})
