"""Textbook families as plain text, and three that grow with the number of their categories or dimensions."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy as sp


@dataclass(frozen=True)
class Textbook:
    """A density in one variable or several, as it is typed."""

    label: str
    density: str
    variables: dict[str, str]
    parameters: dict[str, str]
    known: dict[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()


X, REAL, UNIT, COUNTS = {"x": "positive"}, {"x": "real"}, {"x": "unit"}, {"k": "naturals"}
LOCATION_SCALE = {"m": "real", "s": "positive"}


def positive(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "positive")


T = Textbook
FAMILIES = (
    T("exponential", "r*exp(-r*x)", X, positive("r")),
    T("normal", "exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi))", REAL, LOCATION_SCALE),
    T("lognormal", "exp(-(log(x)-m)^2/(2*s^2))/(x*s*sqrt(2*pi))", X, LOCATION_SCALE),
    T("gamma", "x^(a-1)*exp(-x/b)/(gamma(a)*b^a)", X, positive("a", "b")),
    T("beta", "x^(a-1)*(1-x)^(b-1)/beta(a,b)", UNIT, positive("a", "b")),
    T("inverse Gaussian", "sqrt(l/(2*pi*x^3))*exp(-l*(x-m)^2/(2*m^2*x))", X, positive("m", "l")),
    T("Weibull", "k/s*(x/s)^(k-1)*exp(-(x/s)^k)", X, positive("k", "s")),
    T("Gumbel", "exp(-(x-m)/s-exp(-(x-m)/s))/s", REAL, LOCATION_SCALE),
    T("Fréchet", "a/s*(x/s)^(-1-a)*exp(-(x/s)^(-a))", X, positive("a", "s")),
    T(
        "GEV",
        "(1+z*(x-m)/s)^(-1/z-1)*exp(-(1+z*(x-m)/s)^(-1/z))/s",
        {"x": "(m-s/z, oo)"},
        LOCATION_SCALE | {"z": "(0, 1)"},
    ),
    T("generalized Pareto", "(1+z*x/s)^(-1/z-1)/s", X, positive("z", "s")),
    T("logistic", "exp(-(x-m)/s)/(s*(1+exp(-(x-m)/s))^2)", REAL, LOCATION_SCALE),
    T("generalized logistic I", "a/s*exp(-x/s)/(1+exp(-x/s))^(a+1)", REAL, positive("a", "s")),
    T("generalized logistic IV", "exp(-b*x)/((1+exp(-x))^(a+b)*beta(a,b))", REAL, positive("a", "b")),
    T("log-logistic", "b/a*(x/a)^(b-1)/(1+(x/a)^b)^2", X, positive("a", "b")),
    T("Cauchy", "1/(pi*s*(1+((x-m)/s)^2))", REAL, LOCATION_SCALE),
    T("half-Cauchy", "2/(pi*s*(1+(x/s)^2))", X, positive("s")),
    T(
        "Student t",
        "gamma((n+1)/2)/(s*sqrt(n*pi)*gamma(n/2))*(1+((x-m)/s)^2/n)^(-(n+1)/2)",
        REAL,
        LOCATION_SCALE | positive("n"),
    ),
    T("generalized gamma", "p/a^d*x^(d-1)*exp(-(x/a)^p)/gamma(d/p)", X, positive("a", "d", "p")),
    T("Nakagami", "2*m^m/(gamma(m)*w^m)*x^(2*m-1)*exp(-m*x^2/w)", X, {"m": "(1/2, oo)", "w": "positive"}),
    T("chi", "x^(k-1)*exp(-x^2/2)/(2^(k/2-1)*gamma(k/2))", X, positive("k")),
    T("log-gamma", "exp(a*(x-m)/s-exp((x-m)/s))/(s*gamma(a))", REAL, LOCATION_SCALE | positive("a")),
    T("Burr III", "c*k/s*(x/s)^(-c-1)*(1+(x/s)^(-c))^(-k-1)", X, positive("c", "k", "s")),
    T("Burr XII", "c*k/s*(x/s)^(c-1)*(1+(x/s)^c)^(-k-1)", X, positive("c", "k", "s")),
    T("Dagum", "a*p/x*(x/b)^(a*p)/((x/b)^a+1)^(p+1)", X, positive("a", "b", "p")),
    T("Lomax", "a/s*(1+x/s)^(-a-1)", X, positive("a", "s")),
    T("GB2", "a*x^(a*p-1)/(b^(a*p)*beta(p,q)*(1+(x/b)^a)^(p+q))", X, positive("a", "b", "p", "q")),
    T("beta prime, scale", "x^(a-1)*(1+x/s)^(-a-b)/(s^a*beta(a,b))", X, positive("a", "b", "s")),
    T("F", "(a/b)^(a/2)*x^(a/2-1)*(1+a*x/b)^(-(a+b)/2)/beta(a/2,b/2)", X, positive("a", "b")),
    T("Kumaraswamy", "a*b*x^(a-1)*(1-x^a)^(b-1)", UNIT, positive("a", "b")),
    T("exponentiated exponential", "a*l*(1-exp(-l*x))^(a-1)*exp(-l*x)", X, positive("a", "l")),
    T("Moyal", "exp(-((x-m)/s+exp(-(x-m)/s))/2)/(s*sqrt(2*pi))", REAL, LOCATION_SCALE),
    T("Lévy", "sqrt(c/(2*pi))*exp(-c/(2*x))/x^(3/2)", X, positive("c")),
    T("Laplace", "exp(-abs(x-m)/s)/(2*s)", REAL, LOCATION_SCALE),
    T("generalized normal", "b/(2*a*gamma(1/b))*exp(-(abs(x)/a)^b)", REAL, positive("a", "b")),
    T(
        "Birnbaum–Saunders",
        "(sqrt(x/b)+sqrt(b/x))/(2*a*x*sqrt(2*pi))*exp(-(x/b+b/x-2)/(2*a^2))",
        X,
        positive("a", "b"),
    ),
    T("Lindley", "t^2/(1+t)*(1+x)*exp(-t*x)", X, positive("t")),
    T("Gompertz", "b*h*exp(b*x)*exp(-h*(exp(b*x)-1))", X, positive("h", "b")),
    T("truncated exponential", "r*exp(-r*x)/(1-exp(-r))", UNIT, positive("r")),
    T("positive normal", "sqrt(2/pi)*exp(-(x-m)^2/(2*s^2))/(s*(1+erf(m/(s*sqrt(2)))))", X, LOCATION_SCALE),
    T("von Mises", "exp(k*cos(x-m))/(2*pi*besseli(0,k))", {"x": "(-pi, pi)"}, {"m": "(-pi, pi)", "k": "positive"}),
    T("Poisson", "l^k*exp(-l)/factorial(k)", COUNTS, positive("l")),
    T("negative binomial, size known", "binomial(k+r-1,k)*p^r*(1-p)^k", COUNTS, {"p": "unit"}, positive("r")),
    T("logarithmic", "-p^k/(k*log(1-p))", {"k": "1..oo"}, {"p": "unit"}),
    T("zero-truncated Poisson", "l^k/(factorial(k)*(exp(l)-1))", {"k": "1..oo"}, positive("l")),
    T(
        "zero-inflated Poisson",
        "Piecewise((w+(1-w)*exp(-l), Eq(k,0)), ((1-w)*l^k*exp(-l)/factorial(k), True))",
        COUNTS,
        {"w": "unit", "l": "positive"},
    ),
    T("Yule–Simon", "r*beta(k,r+1)", {"k": "1..oo"}, positive("r")),
    T("generalized Poisson", "t*(t+l*k)^(k-1)*exp(-t-l*k)/factorial(k)", COUNTS, {"t": "positive", "l": "unit"}),
)


def dirichlet(size: int) -> Textbook:
    """Dirichlet on `size` categories"""
    x, a = ([f"{letter}{k}" for k in range(1, size + 1)] for letter in "xa")
    bounds = {name: f"(0, {'-'.join(['1', *x[:k]])})" for k, name in enumerate(x[:-1])}
    last = "-".join(["1", *x[:-1]])
    powers = [f"{place}^({shape}-1)" for place, shape in zip([*x[:-1], f"({last})"], a, strict=True)]
    norm = f"gamma({'+'.join(a)})/({'*'.join(f'gamma({shape})' for shape in a)})"
    return Textbook(f"Dirichlet, K = {size}", "*".join([norm, *powers]), bounds, positive(*a))


def multinomial(size: int) -> Textbook:
    """Multinomial on `size` categories, n known"""
    k, p = ([f"{letter}{i}" for i in range(1, size)] for letter in "kp")
    counts = {name: f"0..{'-'.join(['n', *k[:i]])}" for i, name in enumerate(k)}
    shares = {name: f"(0, {'-'.join(['1', *p[:i]])})" for i, name in enumerate(p)}
    left, rest = "-".join(["n", *k]), "-".join(["1", *p])
    below = "*".join(f"factorial({count})" for count in [*k, left])
    powers = [f"{share}^{count}" for share, count in zip(p, k, strict=True)]
    density = "*".join([f"factorial(n)/({below})", *powers, f"({rest})^({left})"])
    return Textbook(f"multinomial, K = {size}", density, counts, shares, {"n": "positive_integer"})


def multivariate_normal(size: int) -> Textbook:
    """The normal law in `size` dimensions: means and covariance by entries"""
    spread = sp.Matrix(size, size, lambda a, b: sp.Symbol(f"v{min(a, b) + 1}{max(a, b) + 1}"))
    away = sp.Matrix([sp.Symbol(f"x{k}") - sp.Symbol(f"m{k}") for k in range(1, size + 1)])
    minors = [str(spread[:k, :k].det(method="berkowitz")) for k in range(1, size + 1)]
    form = (away.T * spread.adjugate() * away)[0]
    density = f"exp(-({form})/(2*({minors[-1]})))/sqrt((2*pi)^{size}*({minors[-1]}))"
    domains = {str(e): "real" for e in spread.free_symbols}
    diagonal = {f"v{k}{k}": "positive" for k in range(1, size + 1)}
    ordered = {f"v{a}{b}": domains[f"v{a}{b}"] for a in range(1, size + 1) for b in range(a + 1, size + 1)}
    means, variables = ({f"{letter}{k}": "real" for k in range(1, size + 1)} for letter in "mx")
    given = tuple(f"{minor} > 0" for minor in minors[1:])
    return Textbook(f"normal, d = {size}", density, variables, means | diagonal | ordered, {}, given)


GROWING = (
    *(dirichlet(size) for size in (3, 6, 12, 24)),
    *(multinomial(size) for size in (3, 6, 12, 24)),
    *(multivariate_normal(size) for size in (1, 2, 3, 4)),
)
