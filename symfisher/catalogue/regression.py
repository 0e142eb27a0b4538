"""One observation of a regression on a known covariate z, and transitions of processes."""

from symfisher.catalogue.declaration import Declaration, reparametrization
from symfisher.catalogue.sources import GLM

LINE = {"a": "real", "b": "real"}
Z = {"z": "real"}
FIT = {"a": "real", "b": "real", "s": "positive"}

FAMILIES = (
    Declaration(
        "linear regression",
        of="normal",
        by=reparametrization({"mu": "a + b*z", "sigma": "s"}, FIT, Z),
        cite="Rao, Linear Statistical Inference (Wiley 1973), ch. 4",
    ),
    Declaration(
        "heteroscedastic regression",
        of="normal",
        by=reparametrization({"mu": "a*z", "sigma": "exp(b*z)"}, LINE, Z),
        cite="Harvey, Econometrica 44 (1976) 461-465",
    ),
    Declaration(
        "Laplace regression",
        of="Laplace",
        by=reparametrization({"mu": "a + b*z", "b": "s"}, FIT, Z),
        aliases=("median regression",),
        cite="Koenker & Bassett, Econometrica 46 (1978) 33-50",
    ),
    Declaration(
        "Cauchy regression",
        of="Cauchy",
        by=reparametrization({"m": "a + b*z", "g": "s"}, FIT, Z),
        cite="Lange, Little & Taylor, J. Amer. Statist. Assoc. 84 (1989) 881-896",
    ),
    Declaration(
        "logistic regression",
        of="Bernoulli:logit",
        by=reparametrization({"b": "a + b*z"}, LINE, Z),
        cite=f"{GLM}, ch. 4",
    ),
    Declaration(
        "probit regression",
        of="Bernoulli:probit",
        by=reparametrization({"b": "a + b*z"}, LINE, Z),
        cite=f"{GLM}, ch. 4",
    ),
    Declaration(
        "complementary log-log regression",
        of="Bernoulli:cloglog",
        by=reparametrization({"b": "a + b*z"}, LINE, Z),
        cite=f"{GLM}, ch. 4",
    ),
    Declaration(
        "Poisson regression",
        of="Poisson:log",
        by=reparametrization({"u": "a + b*z"}, LINE, Z),
        cite=f"{GLM}, ch. 6",
    ),
    Declaration(
        "negative binomial regression",
        of="negative binomial:mean",
        by=reparametrization({"mu": "exp(a + b*z)"}, LINE, Z),
        cite=f"{GLM}, ch. 6",
    ),
    Declaration(
        "exponential regression",
        of="exponential:scale",
        by=reparametrization({"theta": "exp(a + b*z)"}, LINE, Z),
        cite=f"{GLM}, ch. 8",
    ),
    Declaration(
        "gamma regression",
        of="gamma:mean",
        by=reparametrization({"mu": "exp(a + b*z)"}, {"a": "real", "b": "real", "k": "positive"}, Z),
        cite=f"{GLM}, ch. 8",
    ),
    Declaration(
        "Weibull regression",
        of="Weibull",
        by=reparametrization({"lam": "exp(a + b*z)"}, {"a": "real", "b": "real", "k": "positive"}, Z),
        aliases=("accelerated life",),
        cite="Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data (Wiley 2002)",
    ),
    Declaration(
        "beta regression",
        of="beta:mean",
        by=reparametrization({"mu": "1/(1 + exp(-a - b*z))"}, {"a": "real", "b": "real", "phi": "positive"}, Z),
        cite="Ferrari & Cribari-Neto, J. Appl. Stat. 31 (2004) 799-815",
    ),
    Declaration(
        "Michaelis-Menten",
        of="normal",
        by=reparametrization(
            {"mu": "v*z/(k + z)", "sigma": "s"}, {"v": "positive", "k": "positive", "s": "positive"}, {"z": "positive"}
        ),
        cite="Bates & Watts, Nonlinear Regression Analysis (Wiley 1988)",
    ),
    Declaration(
        "exponential decay",
        of="normal",
        by=reparametrization(
            {"mu": "a*exp(-b*z)", "sigma": "s"}, {"a": "positive", "b": "positive", "s": "positive"}, {"z": "positive"}
        ),
        cite="Bates & Watts, Nonlinear Regression Analysis (Wiley 1988)",
    ),
    Declaration(
        "Emax",
        of="normal",
        by=reparametrization(
            {"mu": "e + v*z/(k + z)", "sigma": "s"},
            {"e": "real", "v": "positive", "k": "positive", "s": "positive"},
            {"z": "positive"},
        ),
        cite="Dette et al., J. Amer. Statist. Assoc. 103 (2008) 1225-1237",
    ),
    Declaration(
        "sinusoid in noise",
        of="normal",
        by=reparametrization(
            {"mu": "a*cos(w*z + f)", "sigma": "s"},
            {"a": "positive", "w": "positive", "f": "(-pi, pi)", "s": "positive"},
            Z,
        ),
        cite="Kay, Fundamentals of Statistical Signal Processing (Prentice Hall 1993), ch. 3",
    ),
    Declaration(
        "autoregression",
        of="normal",
        by=reparametrization({"mu": "c + f*z", "sigma": "s"}, {"c": "real", "f": "(-1, 1)", "s": "positive"}, Z),
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
