"""One observation of a regression on a known covariate z, and transitions of processes."""

from symfisher.catalogue.declaration import Declaration
from symfisher.catalogue.sources import GLM

LINE = {"a": "real", "b": "real"}
Z = {"z": "real"}
FIT = {"a": "real", "b": "real", "s": "positive"}

FAMILIES = (
    Declaration(
        "linear regression",
        of="normal",
        by={"reparametrize": {"changes": {"mu": "a + b*z", "sigma": "s"}, "parameters": FIT, "known": Z}},
        cite="Rao, Linear Statistical Inference (Wiley 1973), ch. 4",
    ),
    Declaration(
        "heteroscedastic regression",
        of="normal",
        by={"reparametrize": {"changes": {"mu": "a*z", "sigma": "exp(b*z)"}, "parameters": LINE, "known": Z}},
        cite="Harvey, Econometrica 44 (1976) 461-465",
    ),
    Declaration(
        "Laplace regression",
        of="Laplace",
        by={"reparametrize": {"changes": {"mu": "a + b*z", "b": "s"}, "parameters": FIT, "known": Z}},
        aliases=("median regression",),
        cite="Koenker & Bassett, Econometrica 46 (1978) 33-50",
    ),
    Declaration(
        "Cauchy regression",
        of="Cauchy",
        by={"reparametrize": {"changes": {"m": "a + b*z", "g": "s"}, "parameters": FIT, "known": Z}},
        cite="Lange, Little & Taylor, J. Amer. Statist. Assoc. 84 (1989) 881-896",
    ),
    Declaration(
        "logistic regression",
        of="Bernoulli:logit",
        by={"reparametrize": {"changes": {"b": "a + b*z"}, "parameters": LINE, "known": Z}},
        cite=f"{GLM}, ch. 4",
    ),
    Declaration(
        "probit regression",
        of="Bernoulli:probit",
        by={"reparametrize": {"changes": {"b": "a + b*z"}, "parameters": LINE, "known": Z}},
        cite=f"{GLM}, ch. 4",
    ),
    Declaration(
        "complementary log-log regression",
        of="Bernoulli:cloglog",
        by={"reparametrize": {"changes": {"b": "a + b*z"}, "parameters": LINE, "known": Z}},
        cite=f"{GLM}, ch. 4",
    ),
    Declaration(
        "Poisson regression",
        of="Poisson:log",
        by={"reparametrize": {"changes": {"u": "a + b*z"}, "parameters": LINE, "known": Z}},
        cite=f"{GLM}, ch. 6",
    ),
    Declaration(
        "negative binomial regression",
        of="negative binomial:mean",
        by={"reparametrize": {"changes": {"mu": "exp(a + b*z)"}, "parameters": LINE, "known": Z}},
        cite=f"{GLM}, ch. 6",
    ),
    Declaration(
        "exponential regression",
        of="exponential:scale",
        by={"reparametrize": {"changes": {"theta": "exp(a + b*z)"}, "parameters": LINE, "known": Z}},
        cite=f"{GLM}, ch. 8",
    ),
    Declaration(
        "gamma regression",
        of="gamma:mean",
        by={
            "reparametrize": {
                "changes": {"mu": "exp(a + b*z)"},
                "parameters": {"a": "real", "b": "real", "k": "positive"},
                "known": Z,
            }
        },
        cite=f"{GLM}, ch. 8",
    ),
    Declaration(
        "Weibull regression",
        of="Weibull",
        by={
            "reparametrize": {
                "changes": {"lam": "exp(a + b*z)"},
                "parameters": {"a": "real", "b": "real", "k": "positive"},
                "known": Z,
            }
        },
        aliases=("accelerated life",),
        cite="Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data (Wiley 2002)",
    ),
    Declaration(
        "beta regression",
        of="beta:mean",
        by={
            "reparametrize": {
                "changes": {"mu": "1/(1 + exp(-a - b*z))"},
                "parameters": {"a": "real", "b": "real", "phi": "positive"},
                "known": Z,
            }
        },
        cite="Ferrari & Cribari-Neto, J. Appl. Stat. 31 (2004) 799-815",
    ),
    Declaration(
        "Michaelis-Menten",
        of="normal",
        by={
            "reparametrize": {
                "changes": {"mu": "v*z/(k + z)", "sigma": "s"},
                "parameters": {"v": "positive", "k": "positive", "s": "positive"},
                "known": {"z": "positive"},
            }
        },
        cite="Bates & Watts, Nonlinear Regression Analysis (Wiley 1988)",
    ),
    Declaration(
        "exponential decay",
        of="normal",
        by={
            "reparametrize": {
                "changes": {"mu": "a*exp(-b*z)", "sigma": "s"},
                "parameters": {"a": "positive", "b": "positive", "s": "positive"},
                "known": {"z": "positive"},
            }
        },
        cite="Bates & Watts, Nonlinear Regression Analysis (Wiley 1988)",
    ),
    Declaration(
        "Emax",
        of="normal",
        by={
            "reparametrize": {
                "changes": {"mu": "e + v*z/(k + z)", "sigma": "s"},
                "parameters": {"e": "real", "v": "positive", "k": "positive", "s": "positive"},
                "known": {"z": "positive"},
            }
        },
        cite="Dette et al., J. Amer. Statist. Assoc. 103 (2008) 1225-1237",
    ),
    Declaration(
        "sinusoid in noise",
        of="normal",
        by={
            "reparametrize": {
                "changes": {"mu": "a*cos(w*z + f)", "sigma": "s"},
                "parameters": {"a": "positive", "w": "positive", "f": "(-pi, pi)", "s": "positive"},
                "known": Z,
            }
        },
        cite="Kay, Fundamentals of Statistical Signal Processing (Prentice Hall 1993), ch. 3",
    ),
    Declaration(
        "autoregression",
        of="normal",
        by={
            "reparametrize": {
                "changes": {"mu": "c + f*z", "sigma": "s"},
                "parameters": {"c": "real", "f": "(-1, 1)", "s": "positive"},
                "known": Z,
            }
        },
        aliases=("AR(1)",),
        cite="Box & Jenkins, Time Series Analysis (Holden-Day 1976), ch. 7",
    ),
    Declaration(
        "Ornstein-Uhlenbeck",
        "sqrt(t/(pi*s^2*(1 - exp(-2*t*h))))*exp(-t*(y - m - (z - m)*exp(-t*h))^2/(s^2*(1 - exp(-2*t*h))))",
        {"y": "real"},
        {"t": "positive", "m": "real", "s": "positive"},
        known={"h": "positive", "z": "real"},
        cite="Tang & Chen, J. Econometrics 149 (2009) 65-81",
    ),
)
