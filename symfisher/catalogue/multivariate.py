"""Laws of several variables."""

from symfisher.catalogue.declaration import Declaration, reparametrization, variant
from symfisher.catalogue.sources import BAYES, CMD, DMD

PLANE = {"x": "real", "y": "real"}
QUADRANT = {"x": "(0, oo)", "y": "(0, oo)"}

FAMILIES = (
    Declaration(
        "bivariate normal",
        "exp(-((x - mu1)^2/sigma1^2 - 2*rho*(x - mu1)*(y - mu2)/(sigma1*sigma2) + (y - mu2)^2/sigma2^2)"
        "/(2*(1 - rho^2)))/(2*pi*sigma1*sigma2*sqrt(1 - rho^2))",
        PLANE,
        {"mu1": "real", "mu2": "real", "sigma1": "positive", "sigma2": "positive", "rho": "(-1, 1)"},
        aliases=("binormal", "multivariate normal 2"),
        cite=f"{CMD}, ch. 46",
    ),
    Declaration(
        "standard bivariate normal",
        "exp(-(x^2 - 2*rho*x*y + y^2)/(2*(1 - rho^2)))/(2*pi*sqrt(1 - rho^2))",
        PLANE,
        {"rho": "(-1, 1)"},
        cite=f"{CMD}, ch. 46",
    ),
    Declaration(
        "multivariate normal 3",
        "exp(-((x - a)^2 + (y - b)^2 + (z - c)^2)/(2*s^2))/(s*sqrt(2*pi))^3",
        {"x": "real", "y": "real", "z": "real"},
        {"a": "real", "b": "real", "c": "real", "s": "positive"},
        aliases=("isotropic normal 3",),
        cite=f"{CMD}, ch. 45",
    ),
    Declaration(
        "bivariate t",
        "1/(2*pi*s^2)*(1 + ((x - m)^2 + (y - n)^2)/(nu*s^2))^(-nu/2 - 1)",
        PLANE,
        {"m": "real", "n": "real", "s": "positive", "nu": "positive"},
        cite="Lange, Little & Taylor, J. Amer. Statist. Assoc. 84 (1989) 881-896",
    ),
    Declaration(
        "bivariate Cauchy",
        "s/(2*pi)*(s^2 + (x - m)^2 + (y - n)^2)^(-3/2)",
        PLANE,
        {"m": "real", "n": "real", "s": "positive"},
        cite=f"{CMD}, ch. 43",
    ),
    Declaration(
        "multinomial",
        "factorial(n)/(factorial(x1)*factorial(x2)*factorial(n - x1 - x2))*p1^x1*p2^x2*(1 - p1 - p2)^(n - x1 - x2)",
        {"x1": "0..n", "x2": "0..n - x1"},
        {"p1": "unit", "p2": "(0, 1 - p1)"},
        known={"n": "1..oo"},
        aliases=("multinomial 3", "trinomial"),
        cite=f"{DMD}, ch. 35",
    ),
    variant(
        "multinomial",
        "logits",
        {"p1": "exp(a)/(1 + exp(a) + exp(b))", "p2": "exp(b)/(1 + exp(a) + exp(b))"},
        {"a": "real", "b": "real"},
    ),
    Declaration(
        "negative multinomial",
        "gamma(r + x + y)/(gamma(r)*factorial(x)*factorial(y))*(1 - p - q)^r*p^x*q^y",
        {"x": "0..oo", "y": "0..oo"},
        {"p": "unit", "q": "(0, 1 - p)"},
        known={"r": "positive"},
        cite=f"{DMD}, ch. 36",
    ),
    Declaration(
        "Dirichlet",
        "gamma(a1 + a2 + a3)/(gamma(a1)*gamma(a2)*gamma(a3))*x1^(a1 - 1)*x2^(a2 - 1)*(1 - x1 - x2)^(a3 - 1)",
        {"x1": "(0, 1)", "x2": "(0, 1 - x1)"},
        {"a1": "positive", "a2": "positive", "a3": "positive"},
        aliases=("Dirichlet 3",),
        cite=f"{CMD}, ch. 49",
    ),
    Declaration(
        "symmetric Dirichlet",
        of="Dirichlet",
        by=reparametrization({"a1": "a", "a2": "a", "a3": "a"}, {"a": "positive"}),
        cite=f"{CMD}, ch. 49",
    ),
    Declaration(
        "inverted Dirichlet",
        "gamma(a + b + c)/(gamma(a)*gamma(b)*gamma(c))*x^(a - 1)*y^(b - 1)*(1 + x + y)^(-a - b - c)",
        QUADRANT,
        {"a": "positive", "b": "positive", "c": "positive"},
        cite=f"{CMD}, ch. 49",
    ),
    Declaration(
        "Connor-Mosimann",
        "x^(a - 1)*(1 - x)^(b - 1)/beta(a, b)*(y/(1 - x))^(c - 1)*(1 - y/(1 - x))^(d - 1)/(beta(c, d)*(1 - x))",
        {"x": "(0, 1)", "y": "(0, 1 - x)"},
        {"a": "positive", "b": "positive", "c": "positive", "d": "positive"},
        aliases=("generalized Dirichlet",),
        cite="Connor & Mosimann, J. Amer. Statist. Assoc. 64 (1969) 194-206",
    ),
    Declaration(
        "bivariate Lomax",
        "a*(a + 1)/(s*t)*(1 + x/s + y/t)^(-a - 2)",
        QUADRANT,
        {"a": "positive", "s": "positive", "t": "positive"},
        aliases=("Mardia Pareto II",),
        cite=f"{CMD}, ch. 52",
    ),
    Declaration(
        "bivariate Pareto",
        "a*(a + 1)*(x + y - 1)^(-a - 2)",
        {"x": "(1, oo)", "y": "(1, oo)"},
        {"a": "positive"},
        aliases=("Mardia Pareto I",),
        cite=f"{CMD}, ch. 52",
    ),
    Declaration(
        "McKay gamma",
        "x^(p - 1)*(y - x)^(q - 1)*exp(-y/a)/(a^(p + q)*gamma(p)*gamma(q))",
        {"x": "(0, oo)", "y": "(x, oo)"},
        {"p": "positive", "q": "positive", "a": "positive"},
        cite=f"{CMD}, ch. 48",
    ),
    Declaration(
        "normal-gamma",
        "b^a*sqrt(lam)/(gamma(a)*sqrt(2*pi))*t^(a - 1/2)*exp(-b*t - lam*t*(x - m)^2/2)",
        {"t": "(0, oo)", "x": "real"},
        {"m": "real", "lam": "positive", "a": "positive", "b": "positive"},
        cite=f"{BAYES}, app. A",
    ),
    Declaration(
        "normal-inverse-gamma",
        "b^a*sqrt(lam)/(gamma(a)*sqrt(2*pi))*v^(-a - 3/2)*exp(-b/v - lam*(x - m)^2/(2*v))",
        {"v": "(0, oo)", "x": "real"},
        {"m": "real", "lam": "positive", "a": "positive", "b": "positive"},
        cite=f"{BAYES}, app. A",
    ),
    Declaration(
        "Wishart 2",
        "(a*c - b^2)^((n - 3)/2)*exp(-(r*a - 2*q*b + p*c)/(2*(p*r - q^2)))"
        "/(2^n*sqrt(pi)*(p*r - q^2)^(n/2)*gamma(n/2)*gamma((n - 1)/2))",
        {"a": "(0, oo)", "c": "(0, oo)", "b": "(-sqrt(a*c), sqrt(a*c))"},
        {"n": "(1, oo)", "p": "positive", "r": "positive", "q": "(-sqrt(p*r), sqrt(p*r))"},
        aliases=("Wishart",),
        cite="Anderson, An Introduction to Multivariate Statistical Analysis (Wiley 2003), ch. 7",
    ),
    Declaration(
        "gamma and its Poisson",
        "b^a*t^(a - 1 + x)*exp(-(b + 1)*t)/(gamma(a)*factorial(x))",
        {"t": "(0, oo)", "x": "0..oo"},
        {"a": "positive", "b": "positive"},
        cite=f"{BAYES}, ch. 5",
    ),
    Declaration(
        "exponential pair",
        "a*b*exp(-a*x - b*y)",
        QUADRANT,
        {"a": "positive", "b": "positive"},
        cite=f"{CMD}, ch. 47",
    ),
    Declaration(
        "exponential given its rate",
        "a*exp(-a*x)*x*exp(-x*y)",
        QUADRANT,
        {"a": "positive"},
        cite=f"{BAYES}, ch. 5",
    ),
)
