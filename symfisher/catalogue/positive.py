"""Laws on the positive half-line and its shifts."""

from symfisher.catalogue.declaration import Declaration

POSITIVE = {"x": "(0, oo)"}

FAMILIES = (
    Declaration("exponential", "lam*exp(-lam*x)", POSITIVE, {"lam": "positive"}, aliases=("exponential:rate", "exp")),
    Declaration(
        "exponential", "exp(-x/theta)/theta", POSITIVE, {"theta": "positive"}, variant="scale", aliases=("expon",)
    ),
    Declaration(
        "gamma",
        "x^(k - 1)*exp(-x/theta)/(gamma(k)*theta^k)",
        POSITIVE,
        {"k": "positive", "theta": "positive"},
        aliases=("gamma:scale",),
    ),
    Declaration(
        "gamma",
        "beta^alpha*x^(alpha - 1)*exp(-beta*x)/gamma(alpha)",
        POSITIVE,
        {"alpha": "positive", "beta": "positive"},
        variant="rate",
    ),
    Declaration(
        "inverse gamma",
        "beta^alpha*x^(-alpha - 1)*exp(-beta/x)/gamma(alpha)",
        POSITIVE,
        {"alpha": "positive", "beta": "positive"},
        aliases=("invgamma",),
    ),
    Declaration(
        "inverse Gaussian",
        "sqrt(lam/(2*pi*x^3))*exp(-lam*(x - mu)^2/(2*mu^2*x))",
        POSITIVE,
        {"mu": "positive", "lam": "positive"},
        aliases=("wald", "invgauss"),
    ),
    Declaration(
        "lognormal",
        "exp(-(log(x) - mu)^2/(2*sigma^2))/(x*sigma*sqrt(2*pi))",
        POSITIVE,
        {"mu": "real", "sigma": "positive"},
        aliases=("log-normal", "lnorm"),
    ),
    Declaration("Rayleigh", "x/sigma^2*exp(-x^2/(2*sigma^2))", POSITIVE, {"sigma": "positive"}),
    Declaration(
        "Maxwell",
        "sqrt(2/pi)*x^2/a^3*exp(-x^2/(2*a^2))",
        POSITIVE,
        {"a": "positive"},
        aliases=("Maxwell-Boltzmann",),
    ),
    Declaration(
        "chi-squared",
        "x^(nu/2 - 1)*exp(-x/2)/(2^(nu/2)*gamma(nu/2))",
        POSITIVE,
        {"nu": "positive"},
        aliases=("chi2", "chisq", "chi square"),
    ),
    Declaration(
        "Pareto",
        "alpha*x_m^alpha/x^(alpha + 1)",
        {"x": "(x_m, oo)"},
        {"alpha": "positive"},
        known={"x_m": "positive"},
    ),
)
