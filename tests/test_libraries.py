"""The names of other libraries: their densities are ours, and their distributions are read."""

from __future__ import annotations

import inspect
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import names_table
import pytest
import sympy as sp
import sympy.stats

import symfisher
from symfisher import Family, ParseError, catalogue
from symfisher.catalogue.libraries import LIBRARIES, key_of, library_names
from symfisher.catalogue.lookup import DECLARATIONS, INDEX, plain
from symfisher.reading.names import names_in
from symfisher.sampling import interior_points

SCIPY, SYMPY = LIBRARIES["scipy"], LIBRARIES["sympy"]
KEYS = {declaration.key: declaration for declaration in DECLARATIONS}
x, c, p, r, s = sp.symbols("x c p r s", positive=True)
mu, m = sp.symbols("mu m", real=True)
n = sp.Symbol("n", integer=True, positive=True)
WHOLE = {"Chi": "k", "ChiSquared": "nu", "FDistribution": "d1 d2", "Nakagami": "m"}  # where sympy.stats asks for it


look_up = cache(catalogue.look_up)


def by_name(point):
    return {symbol.name: value for symbol, value in point.items()}


# The tables


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_row_gives_each_parameter_of_a_family(library):
    for name, row in LIBRARIES[library].items():
        family = look_up(row.key)
        assert set(row.at) == {q.symbol.name for q in (*family.parameters, *family.known)}, name
        theirs = {word for text in row.at.values() for word in names_in(text.replace(".", "_"))}
        assert theirs and not theirs & row.where.keys(), name
        assert row.domains.keys() <= theirs, name


def test_how_many_names_there_are():
    assert len(SCIPY) >= 75 and len(SYMPY) >= 50
    assert sum(len(LIBRARIES[library]) for library in ("r", "actuar", "VGAM", "evd")) >= 100
    assert all(len(LIBRARIES[library]) >= 25 for library in ("stan", "pymc", "torch", "numpyro", "tfp"))


def test_no_name_of_a_library_is_another_of_the_catalogue():
    found = library_names()
    assert set(found.values()) <= KEYS.keys()
    assert all(INDEX[plain(name)].key == key for name, key in found.items() if plain(name) in INDEX)
    spellings = {}
    for name, key in found.items():
        assert spellings.setdefault(plain(name), key) == key == key_of(name.upper()), name
    assert key_of("scipy.no such law") is None


def test_a_bare_name_is_one_family_in_every_library():
    found = library_names()
    assert found["lognorm"] == "lognormal:median"
    assert found["nbinom"] == "negative binomial"
    assert found["neg_binomial_2"] == "negative binomial:mean"
    assert found["dlnorm"] == "lognormal"
    for ambiguous in ("gamma", "dgamma", "genpareto", "geom", "t", "skewnorm"):
        assert ambiguous not in found
    assert found["r.gamma"] == found["r.dgamma"] == found["stan.gamma"] == "gamma:rate"
    assert found["scipy.gamma"] == found["r.gamma(shape, scale)"] == "gamma"
    assert found["scipy.geom"] == "geometric:from1" != found["torch.Geometric"]


# SciPy


@pytest.mark.parametrize("name", SCIPY)
def test_the_density_is_that_of_scipy(name):
    stats = pytest.importorskip("scipy.stats")
    distribution, row = getattr(stats, name), SCIPY[name]
    used = dict.fromkeys(word for text in row.at.values() for word in names_in(text))
    family = Family.from_scipy(distribution, free=tuple(used))
    assert [q.symbol.name for q in family.parameters] == sorted(used, key=order(distribution).index)
    density = distribution.pmf if hasattr(distribution, "pmf") else distribution.pdf
    for point in interior_points(family, 4, seed=7, variables=True):
        values = {k: float(v) for k, v in by_name(point).items()}
        theirs = density(values.pop(family.variables[0].symbol.name), **values)
        ours = float(family.density.subs(point).evalf(20))
        assert ours == pytest.approx(float(theirs), rel=1e-10), point


def order(distribution):
    return [*(distribution.shapes or "").replace(",", " ").split(), "loc", "scale"]


GENERIC = [
    ("gamma", "a scale", "", "; loc = 0"),
    ("norm", "loc scale", "", ""),
    ("genextreme", "c loc scale", "", ""),
    ("invgauss", "mu scale", "", "; loc = 0"),
    ("t", "df loc scale", "", ""),
    ("binom", "p", "n", "; n known, loc = 0"),
    ("nbinom", "p", "n", "; n known, loc = 0"),
    ("planck", "lambda_", "", "; loc = 0"),
    ("boltzmann", "lambda_", "N", "; N known, loc = 0"),
    ("pareto", "b", "", "; loc = 0, scale = 1"),
    ("johnsonsu", "a b", "", "; loc = 0, scale = 1"),
    ("truncpareto", "b", "c", "; c known, loc = 0, scale = 1"),
]


@pytest.mark.parametrize(("name", "parameters", "known", "rest"), GENERIC)
def test_a_generic_distribution(name, parameters, known, rest):
    stats = pytest.importorskip("scipy.stats")
    family = Family.from_scipy(getattr(stats, name))
    assert [q.symbol.name for q in family.parameters] == parameters.split()
    assert [q.symbol.name for q in family.known] == known.split()
    assert family.name == f"scipy.stats.{name}({', '.join(parameters.split())}{rest})"


FROZEN = [
    ("gamma", (2,), {}, None, "(scale; a = 2, loc = 0)"),
    ("gamma", (2,), {"scale": 3}, None, "(a, scale; loc = 0)"),
    ("gamma", (2, 1), {}, None, "(scale; a = 2, loc = 1)"),
    ("gamma", (2,), {"scale": 3}, "a", "(a; loc = 0, scale = 3)"),
    ("gamma", (2,), {}, ("loc", "scale"), "(loc, scale; a = 2)"),
    ("norm", (0, 1), {}, None, "(loc, scale)"),
    ("norm", (1.5,), {}, None, "(scale; loc = 3/2)"),
    ("binom", (10, 0.25), {}, None, "(p; n = 10, loc = 0)"),
    ("poisson", (3,), {"loc": 2}, None, "(mu; loc = 2)"),
    ("skewnorm", (3, 1, 2), {}, None, "(a; loc = 1, scale = 2)"),
    ("johnsonsu", (1, 2), {}, ("a", "b", "loc", "scale"), "(a, b, loc, scale)"),
    ("invgauss", (0.3,), {"scale": 2}, "mu", "(mu; loc = 0, scale = 2)"),
]


@pytest.mark.parametrize(("name", "args", "keywords", "free", "told"), FROZEN)
def test_a_frozen_distribution(name, args, keywords, free, told):
    stats = pytest.importorskip("scipy.stats")
    generic = getattr(stats, name)
    family = Family.from_scipy(generic(*args, **keywords), free=free)
    assert family.name == f"scipy.stats.{name}{told}"
    given = dict(zip(order(generic), args, strict=False)) | keywords
    for point in interior_points(family, 2, seed=3, variables=True):
        values = {k: float(v) for k, v in by_name(point).items()}
        at = values.pop("x")
        frozen = generic(**given | values)
        theirs = frozen.pmf(at) if hasattr(generic, "pmf") else frozen.pdf(at)
        assert float(family.density.subs(point).evalf(20)) == pytest.approx(float(theirs), rel=1e-10)


def stand_in(name="gamma", shapes="a", args=(), **keywords):
    return SimpleNamespace(dist=SimpleNamespace(name=name, shapes=shapes), args=args, kwds=keywords)


def test_the_information_in_the_names_of_scipy():
    found = symfisher.fisher(Family.from_scipy(stand_in().dist))
    a, scale = (q.symbol for q in found.family.parameters)
    assert found.matrix == sp.Matrix([[sp.polygamma(1, a), 1 / scale], [1 / scale, a / scale**2]])
    assert found.status == "closed"
    with pytest.raises(symfisher.RegularityError):
        symfisher.fisher(Family.from_scipy(stand_in(args=(1,)), free="loc"))


@pytest.mark.parametrize(
    ("distribution", "free", "message"),
    [
        (object(), None, "from_scipy: expected a distribution of scipy.stats, got object."),
        (
            stand_in("gama").dist,
            None,
            "'gama' has no row among the names of SciPy; near it are gamma, dgamma, loggamma",
        ),
        (stand_in(args=(1, 2, 3, 4)), None, "scipy.stats.gamma has 3 arguments, not 4."),
        (stand_in(b=1), None, "'b' is no argument of scipy.stats.gamma; those are a, loc, scale."),
        (stand_in(a=[1, 2]), None, "from_scipy, a: expected one finite number, got '[1, 2]'."),
        (stand_in(a=float("nan")), None, "from_scipy, a: expected one finite number, got 'nan'."),
        (stand_in(), "theta", "'theta' is no argument of scipy.stats.gamma; those are a, loc, scale."),
        (stand_in(), 1, "'1' is no argument of scipy.stats.gamma; those are a, loc, scale."),
        (stand_in(), (), "nothing is free; name one of a, loc, scale."),
        (stand_in(a=-1), None, "scipy.stats.gamma(scale; a = −1, loc = 0) has arguments outside their domains."),
    ],
)
def test_what_is_no_distribution_of_scipy(distribution, free, message):
    with pytest.raises(ParseError) as raised:
        Family.from_scipy(distribution, free=free)
    assert message in str(raised.value)


# sympy.stats


@pytest.mark.parametrize("name", SYMPY)
def test_the_density_is_that_of_sympy(name):
    make, row = getattr(sympy.stats, name), SYMPY[name]
    if name == "NegativeBinomial" and not sp.__version__ >= "1.14":
        row = replace(row, at={"r": "r", "p": "1 - p"})
    family = look_up(row.key)
    for point in interior_points(family, 3, seed=5, variables=True):
        point = {symbol: sp.ceiling(v) if symbol.name in WHOLE.get(name, "") else v for symbol, v in point.items()}
        values = by_name(point)
        at = values.pop("x")
        theirs = {text.removeprefix("1 - "): value_in(text, values[ours]) for ours, text in row.at.items()}
        theirs |= {word: sp.Rational(value) for word, value in row.where.items()}
        arguments = [theirs[word] for word in list(inspect.signature(make).parameters)[1:] if word in theirs]
        density = sympy.stats.density(make("X", *arguments))
        expected = density(at) if callable(density) else density[at]
        assert abs(family.density.subs(point).evalf(30) / expected.evalf(30) - 1) < 1e-12, point


def value_in(text, value):
    """What theirs is where ours has the value"""
    return 1 - value if text.startswith("1 - ") else value


READ = [
    (sympy.stats.Normal("X", mu, s), "X", "-oo oo", "mu s"),
    (sympy.stats.Gamma("X", r, s), "X", "0 oo", "r s"),
    (sympy.stats.Weibull("X", r, s), "X", "0 oo", "r s"),
    (sympy.stats.Laplace("X", mu, s), "X", "-oo oo", "mu s"),
    (sympy.stats.Uniform("X", mu, mu + s), "X", "mu mu+s", "mu s"),
    (sympy.stats.Pareto("X", s, r), "X", "s oo", "s r"),
    (sympy.stats.Triangular("X", 0, 1, c), "X", "0 1", "c"),
    (sympy.stats.RaisedCosine("X", mu, s), "X", "mu-s mu+s", "mu s"),
    (sympy.stats.VonMises("X", mu, s), "X", "0 2*pi", "mu s"),
    (sympy.stats.Arcsin("X", mu, mu + s), "X", "mu mu+s", "mu s"),
    (sympy.stats.Poisson("X", s), "X", "0 oo", "s"),
    (sympy.stats.Geometric("X", p), "X", "1 oo", "p"),
    (sympy.stats.Skellam("X", r, s), "X", "-oo oo", "r s"),
    (sympy.stats.Bernoulli("X", p), "X", "0 1", "p"),
    (sympy.stats.Binomial("X", 4, p), "X", "0 4", "p"),
    (sympy.stats.Binomial("X", n, p), "X", "0 n", "p"),
    (sympy.stats.BetaBinomial("X", 3, r, s), "X", "0 3", "r s"),
    (sympy.stats.FiniteRV("X", {1: p, 2: 1 - p}), "X", "1 2", "p"),
    (sympy.stats.ContinuousRV(x, s * sp.exp(-s * x), set=sp.Interval(0, sp.oo)), "x", "0 oo", "s"),
    (sympy.stats.DiscreteRV(x, (1 - p) * p**x, set=sp.S.Naturals0), "x", "0 oo", "p"),
    (sympy.stats.Poisson("X", sympy.stats.Gamma("L", 2, s)), "X", "0 oo", "s"),
    (sp.exp(sympy.stats.Normal("X", mu, s)), "X", "0 oo", "mu s"),
    (3 - sympy.stats.Gamma("X", 2, s), "X", "-oo 3", "s"),
]


@pytest.mark.parametrize(("variable", "name", "ends", "parameters"), READ, ids=[str(v) for v, *_ in READ])
def test_a_random_symbol_is_read(variable, name, ends, parameters):
    family = Family.from_sympy_stats(variable, domains={"p": "unit"} if parameters == "p" else {})
    (x,) = family.variables
    assert x.symbol.name == name and [q.symbol.name for q in family.parameters] == parameters.split()
    assert f"{x.space.lower} {x.space.upper}".replace(" + ", "+").replace(" - ", "-") == ends
    density = sympy.stats.density(variable)
    for point in interior_points(family, 2, seed=2, variables=True):
        values = by_name(point)
        theirs = density(values[name])
        theirs = theirs(values[name]) if isinstance(theirs, sp.Lambda) else theirs
        expected = theirs.subs({symbol: values[symbol.name] for symbol in theirs.free_symbols}).evalf(30)
        assert abs(family.density.subs(point).evalf(30) - expected) < 1e-20


def test_symbols_and_their_domains():
    bare, whole = sp.Symbol("b"), sp.Symbol("k", integer=True)
    family = Family.from_sympy_stats(sympy.stats.Normal("mu", mu, bare), domains={"b": "positive"})
    assert [str(q.space) for q in family.parameters] == ["(-oo, oo)", "(0, oo)"]
    assert family.variables[0].symbol.name == "x"
    assert family.name == "sympy.stats.Normal(mu, b)"
    family = Family.from_sympy_stats(sympy.stats.Gamma("E", r, s), known=[r])
    assert [q.symbol.name for q in family.known] == ["r"] and family.variables[0].symbol.name == "x"
    family = Family.from_sympy_stats(sympy.stats.Normal("X", whole, s))
    assert [str(q.space) for q in family.known] == ["-oo..oo"]


def test_the_information_of_a_random_symbol():
    found = symfisher.fisher(Family.from_sympy_stats(sympy.stats.Binomial("X", n, p), domains={"p": "unit"}))
    (chance,), (size,) = found.family.theta, (q.symbol for q in found.family.known)
    assert sp.simplify(found.matrix[0] - size / (chance * (1 - chance))) == 0


@pytest.mark.parametrize(
    ("variable", "arguments", "message"),
    [
        (2, {}, "from_sympy_stats: expected a random symbol of sympy.stats, got int."),
        (x + 1, {}, "'x + 1' has 0 random symbols in it; this is for one."),
        (sympy.stats.Normal("X", m, 1) + sympy.stats.Normal("Y", m, 1), {}, "has 2 random symbols in it"),
        (sympy.stats.Coin("C", p), {}, "are no interval and no integers in a row."),
        (sympy.stats.Normal("X", 0, 1), {}, "there is no parameter; give an argument as a symbol"),
        (sympy.stats.Normal("X", m, 1), {"known": "m"}, "there is no parameter"),
        (sympy.stats.Normal("X", m, 1), {"domains": {"s": "real"}}, "'s' is no symbol of sympy.stats.Normal(m, 1)"),
        (sympy.stats.Normal("X", m, 1) ** 2, {}, "is not one-to-one"),
        (sympy.stats.Normal("X", sp.Symbol("s", real=True), s), {}, "two symbols are called 's'; rename one of them."),
        (
            sympy.stats.MultivariateNormal("X", [m, 0], [[1, 0], [0, 1]]),
            {},
            "X has several variables; this is for one.",
        ),
        (sympy.stats.given(READ[0][0], READ[0][0] > 0), {}, "has no density of X in closed form"),
        (SimpleNamespace(pspace=None), {}, "sympy.stats has no density of"),
    ],
)
def test_what_is_no_random_symbol(variable, arguments, message):
    with pytest.raises(ParseError) as raised:
        Family.from_sympy_stats(variable, **arguments)
    assert message in str(raised.value) and "\n" not in str(raised.value)


# The document


def test_the_table_in_the_document_is_that_of_the_data():
    assert names_table.table() in names_table.DOCUMENT.read_text("utf-8"), "run python tests/names_table.py"


def test_a_law_whose_values_sympy_cannot_count_is_refused():
    from sympy.stats import IdealSoliton

    with pytest.raises(ParseError, match="cannot say what values X has"):
        Family.from_sympy_stats(IdealSoliton("X", sp.Symbol("k", positive=True)))
