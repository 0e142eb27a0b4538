"""Derivations with expressions of every kind that the writers meet."""

from __future__ import annotations

from functools import cache

from sympy import (
    Derivative,
    EulerGamma,
    Expr,
    ImmutableMatrix,
    Integer,
    Piecewise,
    Rational,
    Subs,
    Symbol,
    Tuple,
    besseli,
    beta,
    diff,
    exp,
    expand,
    expand_log,
    gamma,
    log,
    oo,
    pi,
    polygamma,
    sqrt,
    symbols,
    zeta,
)

from symfisher.argument import argue
from symfisher.model import Family, Quantity
from symfisher.notation import (
    Density,
    Expectation,
    Fisher,
    P,
    Partial,
    SymmetrizedDivergence,
    Total,
    delta,
    displacement,
    theta,
)
from symfisher.rule import Setting
from symfisher.space import Space
from symfisher.trace import Condition, Derivation, Order, Relation, Step

EXCHANGE = Condition("∂ and ∫ may be exchanged", "regularity", "S12–S14")
REAL, POSITIVE = Space(-oo, oo), Space(Integer(0), oo)


def equal(lhs: Expr, rhs: Expr, rule: str, because: str, **extra: object) -> Step:
    return Step(lhs, rhs, Relation.EQUAL, rule, because, **({"chained": False} | extra))


def scores(law: Expr, logarithm: Expr, parameters: tuple[Symbol, ...]) -> list[Step]:
    return [
        equal(
            Partial(log(law), t),
            diff(logarithm, t),
            "differentiate",
            f"differentiate the logarithm in {t.name}",
        )
        for t in parameters
    ]


def entry(law: Expr, logarithm: Expr, s: Symbol, t: Symbol, value: Expr) -> Step:
    mean = Expectation(Partial(log(law), s) * Partial(log(law), t))
    second = -Expectation(Partial(log(law), s, t))
    explicit = -Expectation(expand(diff(logarithm, s, t)))
    chain = (
        equal(mean, second, "hessian_form", "the score has mean 0", given=(EXCHANGE,)),
        equal(second, explicit, "insert", "the second derivative of the logarithm", chained=True),
        equal(explicit, value, "insert_moments", "the moments found above", chained=True),
    )
    return equal(mean, value, "expectation", f"the entry of {s.name} and {t.name}", substeps=chain)


def concrete(title: str, family: Family, density: Expr, logarithm: Expr, matrix: ImmutableMatrix) -> Derivation:
    """The abstract argument and then the concrete lines."""
    parameters = family.theta
    law = Density(P, family.omega, theta)
    steps = [
        *argue(Setting.of(family)),
        Step(
            law,
            density,
            Relation.DEFINES,
            "insert_density",
            "the density of the family",
            chained=False,
        ),
        equal(log(law), logarithm, "take_logarithm", "the logarithm of the density"),
        *scores(law, logarithm, parameters),
    ]
    for a, s in enumerate(parameters):
        for b, t in enumerate(parameters[a:], a):
            steps.append(entry(law, logarithm, s, t, matrix[a, b]))
    steps.append(equal(Fisher(theta), matrix, "assemble", "the entries, row by row"))
    moves = [displacement(t) for t in parameters]
    form = sum(matrix[a, b] * u * v for a, u in enumerate(moves) for b, v in enumerate(moves))
    pair = SymmetrizedDivergence(Density(P, family.omega, theta + delta), law)
    steps.append(
        Step(
            pair,
            form,
            Relation.APPROXIMATES,
            "insert_matrix",
            "S15 with this matrix",
            error=Order(3),
            chained=False,
        )
    )
    return Derivation(title, tuple(steps), family)


@cache
def abstract() -> Derivation:
    return Derivation("From the Kullback–Leibler distance to F(θ)", argue(Setting()))


def family_of(density: Expr, variables: dict, parameters: dict, **extra: object) -> Family:
    groups = [tuple(Quantity(s, space) for s, space in group.items()) for group in (variables, parameters)]
    return Family(density, *groups, known=(), atoms=extra.pop("atoms", ()), **extra)


@cache
def normal() -> Derivation:
    x, mu = symbols("x mu", real=True)
    sigma = Symbol("sigma", positive=True)
    density = exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
    logarithm = -((x - mu) ** 2) / (2 * sigma**2) - log(sigma) - log(2 * pi) / 2
    family = family_of(density, {x: REAL}, {mu: REAL, sigma: POSITIVE}, name="normal")
    return concrete(
        "Normal (μ, σ)",
        family,
        density,
        logarithm,
        ImmutableMatrix([[1 / sigma**2, 0], [0, 2 / sigma**2]]),
    )


@cache
def dirichlet() -> Derivation:
    x = symbols("x1 x2", positive=True)
    a = symbols("alpha_1 alpha_2 alpha_3", positive=True)
    places = (*x, 1 - x[0] - x[1])
    total = sum(a)
    constant = gamma(total) / (gamma(a[0]) * gamma(a[1]) * gamma(a[2]))
    density = constant * places[0] ** (a[0] - 1) * places[1] ** (a[1] - 1) * places[2] ** (a[2] - 1)
    from sympy import loggamma

    logarithm = (
        loggamma(total) - sum(loggamma(t) for t in a) + sum((t - 1) * log(p) for t, p in zip(a, places, strict=True))
    )
    matrix = ImmutableMatrix(3, 3, lambda r, c: (polygamma(1, a[r]) if r == c else 0) - polygamma(1, total))
    unit = Space(Integer(0), Integer(1))
    family = family_of(
        density,
        dict.fromkeys(x, unit),
        dict.fromkeys(a, POSITIVE),
        name="dirichlet",
        given=(x[0] + x[1] < 1,),
    )
    return concrete("Dirichlet (α₁, α₂, α₃)", family, density, logarithm, matrix)


@cache
def bivariate_normal() -> Derivation:
    x, y, m, n = symbols("x y mu_x mu_y", real=True)
    s, t = symbols("sigma_x sigma_y", positive=True)
    r = Symbol("rho", real=True)
    u, v = (x - m) / s, (y - n) / t
    form = (u**2 - 2 * r * u * v + v**2) / (2 * (1 - r**2))
    density = exp(-form) / (2 * pi * s * t * sqrt(1 - r**2))
    logarithm = -form - log(2 * pi) - log(s) - log(t) - log(1 - r**2) / 2
    k = 1 - r**2
    matrix = ImmutableMatrix(
        [
            [1 / (s**2 * k), -r / (s * t * k), 0, 0, 0],
            [-r / (s * t * k), 1 / (t**2 * k), 0, 0, 0],
            [0, 0, (2 - r**2) / (s**2 * k), -(r**2) / (s * t * k), -r / (s * k)],
            [0, 0, -(r**2) / (s * t * k), (2 - r**2) / (t**2 * k), -r / (t * k)],
            [0, 0, -r / (s * k), -r / (t * k), (1 + r**2) / k**2],
        ]
    )
    family = family_of(
        density,
        {x: REAL, y: REAL},
        {m: REAL, n: REAL, s: POSITIVE, t: POSITIVE, r: Space(Integer(-1), Integer(1))},
        name="bivariate normal",
    )
    return concrete("Bivariate normal", family, density, logarithm, matrix)


@cache
def oddities() -> Derivation:
    """Special functions, cases, sums, point masses, long names, Greek letters typed as such."""
    lam, k, s, x_m, rate, mu = symbols("lam k s x_m learning_rate μ", positive=True)
    x = Symbol("x", integer=True, nonnegative=True)
    law = Density(P, x, theta)
    density = Piecewise(
        (rate + (1 - rate) * exp(-lam), x < 1),
        ((1 - rate) * exp(-lam) * lam**x / gamma(x + 1), True),
    )
    values = (
        polygamma(1, k) / k**2 + (EulerGamma**2 - 2 * EulerGamma + 1 + pi**2 / 6) * polygamma(0, k),
        beta(k, s) * besseli(1, k) ** 2 / besseli(0, k) ** 2 - besseli(1, k) / (k * besseli(0, k)),
        Derivative(zeta(s), s) / zeta(s) + Subs(Derivative(zeta(s), s), s, 2),
        (1 + x / lam) ** (-1 / k - 1) * sqrt(x_m) * mu ** Rational(3, 2) * log(mu / x_m) ** 2,
        Total(x**2 * law, Tuple(x, 0, oo, True)) - Expectation(x, theta + delta) + Total(law, Tuple(mu, 0, x_m, False)),
        expand((k + lam + s + mu + x_m) ** 4) / (1 + k) + log(expand((k + lam + mu) ** 3)),
        expand_log(log(k**lam * s)) * (k - lam - s) * gamma(expand((k + s + lam) ** 5)) ** 2,
    )
    steps = [equal(Symbol("q"), value, "simplify", "100% of it: x_m & μ, {a}~b^c") for value in values]
    wide = ImmutableMatrix(3, 3, lambda a, b: expand((k + lam + s) ** (2 + min(a, b))) / (mu + a + b))
    steps.append(equal(Fisher(theta), wide, "assemble", "the entries, row by row"))
    counts = Space(Integer(0), oo, True, False, True)
    family = family_of(
        density, {x: counts}, {rate: Space(Integer(0), Integer(1)), lam: POSITIVE, mu: POSITIVE}, name="my%name_1",
        atoms=((Integer(0), rate),),
    )  # fmt: skip
    return Derivation("my%name_1 & {co} #1 ~ ^ \\ Ωmega", tuple(steps), family)


SAMPLES = {
    "abstract": abstract,
    "normal": normal,
    "dirichlet": dirichlet,
    "bivariate_normal": bivariate_normal,
    "oddities": oddities,
}
