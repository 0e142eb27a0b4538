"""Laws on integers."""

from symfisher.catalogue.declaration import Declaration

FAMILIES = (
    Declaration("Poisson", "lam^x*exp(-lam)/factorial(x)", {"x": "0..oo"}, {"lam": "positive"}, aliases=("pois",)),
    Declaration("Bernoulli", "p^x*(1 - p)^(1 - x)", {"x": "0..1"}, {"p": "unit"}),
    Declaration("Bernoulli", "exp(b*x)/(1 + exp(b))", {"x": "0..1"}, {"b": "real"}, variant="logit"),
    Declaration(
        "binomial",
        "binomial(n, x)*p^x*(1 - p)^(n - x)",
        {"x": "0..n"},
        {"p": "unit"},
        known={"n": "1..oo"},
        aliases=("binom",),
    ),
    Declaration("geometric", "p*(1 - p)^x", {"x": "0..oo"}, {"p": "unit"}, aliases=("geometric:from0",)),
    Declaration("geometric", "p*(1 - p)^(x - 1)", {"x": "1..oo"}, {"p": "unit"}, variant="from1", aliases=("geom",)),
    Declaration(
        "negative binomial",
        "binomial(x + r - 1, x)*p^r*(1 - p)^x",
        {"x": "0..oo"},
        {"p": "unit"},
        known={"r": "positive"},
        aliases=("nbinom", "negbin"),
    ),
    Declaration(
        "logarithmic",
        "-p^x/(x*log(1 - p))",
        {"x": "1..oo"},
        {"p": "unit"},
        aliases=("log-series", "logser"),
    ),
    Declaration("zeta", "x^(-s)/zeta(s)", {"x": "1..oo"}, {"s": "(1, oo)"}, aliases=("zipf",)),
    Declaration(
        "multinomial",
        "factorial(n)/(factorial(x1)*factorial(x2)*factorial(n - x1 - x2))*p1^x1*p2^x2*(1 - p1 - p2)^(n - x1 - x2)",
        {"x1": "0..n", "x2": "0..n - x1"},
        {"p1": "unit", "p2": "(0, 1 - p1)"},
        known={"n": "1..oo"},
        aliases=("multinomial 3", "trinomial"),
    ),
)
