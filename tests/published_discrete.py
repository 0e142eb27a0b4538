"""Fisher information of counts, finite laws, several variables and regressions, in the catalogue's letters.

The citations are from memory of these works; their pages were not compared. Where a law is a map of one whose matrix
is printed, the row says which. Every row here agrees with the derived matrix.
In one row `zeta_log_curvature(s)` stands for (log ζ)″(s).
"""

from __future__ import annotations

from published_row import BAYES, CMD, DMD, GLM, LIFE, TPE, UDD, Row


def regressed(weight: str, *last: str) -> tuple[str, ...]:
    """w (1, z)(1, z)ᵀ for the coefficients a and b, and the information of a last parameter beside it."""
    if not last:
        return weight, f"({weight})*z", f"({weight})*z**2"
    cross, own = last if len(last) == 2 else ("0", *last)
    return weight, f"({weight})*z", cross, f"({weight})*z**2", f"({cross})*z", own


NOISE = ("1/s**2", "2/s**2")
BINORMAL = (
    *("1/(sigma1**2*(1-rho**2))", "-rho/(sigma1*sigma2*(1-rho**2))", "0", "0", "0"),
    *("1/(sigma2**2*(1-rho**2))", "0", "0", "0"),
    *("(2-rho**2)/(sigma1**2*(1-rho**2))", "-rho**2/(sigma1*sigma2*(1-rho**2))", "-rho/(sigma1*(1-rho**2))"),
    *("(2-rho**2)/(sigma2**2*(1-rho**2))", "-rho/(sigma2*(1-rho**2))", "(1+rho**2)/(1-rho**2)**2"),
)
DIRICHLET = (
    *("trigamma(a1)-trigamma(a1+a2+a3)", "-trigamma(a1+a2+a3)", "-trigamma(a1+a2+a3)"),
    *("trigamma(a2)-trigamma(a1+a2+a3)", "-trigamma(a1+a2+a3)", "trigamma(a3)-trigamma(a1+a2+a3)"),
)
INVERTED_DIRICHLET = (
    *("trigamma(a)-trigamma(a+b+c)", "-trigamma(a+b+c)", "-trigamma(a+b+c)"),
    *("trigamma(b)-trigamma(a+b+c)", "-trigamma(a+b+c)", "trigamma(c)-trigamma(a+b+c)"),
)
TWO_BETAS = (
    *("trigamma(a)-trigamma(a+b)", "-trigamma(a+b)", "0", "0", "trigamma(b)-trigamma(a+b)", "0", "0"),
    *("trigamma(c)-trigamma(c+d)", "-trigamma(c+d)", "trigamma(d)-trigamma(c+d)"),
)
WISHART = (
    *("(trigamma(n/2)+trigamma((n-1)/2))/4", "r/(2*(p*r-q**2))", "p/(2*(p*r-q**2))", "-q/(p*r-q**2)"),
    *("n*r**2/(2*(p*r-q**2)**2)", "n*q**2/(2*(p*r-q**2)**2)", "-n*q*r/(p*r-q**2)**2"),
    *("n*p**2/(2*(p*r-q**2)**2)", "-n*p*q/(p*r-q**2)**2", "n*(p*r+q**2)/(p*r-q**2)**2"),
)
NORMAL_GAMMA = ("lam*a/b", "0", "0", "0", "1/(2*lam**2)", "0", "0", "trigamma(a)", "-1/b", "a/b**2")
BLOOM = "exp(a+b*z)"  # the mean under a logarithmic link
LOGISTIC = f"{BLOOM}/(1+{BLOOM})**2"
PROBIT = "phi(a+b*z)**2/(Phi(a+b*z)*(1-Phi(a+b*z)))"
CLOGLOG = f"exp(2*(a+b*z))*exp(-{BLOOM})/(1-exp(-{BLOOM}))"
NEGATIVE_BINOMIAL = f"r*{BLOOM}/(r+{BLOOM})"
_U, _V = "exp(a+b*z)/(1+exp(a+b*z))", "1/(1+exp(a+b*z))"
_MU = f"(trigamma(phi*{_U})+trigamma(phi*{_V}))*(phi*{LOGISTIC})**2"
_CROSS = f"phi*({_U}*trigamma(phi*{_U})-{_V}*trigamma(phi*{_V}))*{LOGISTIC}"
_SIZE = f"({_U})**2*trigamma(phi*{_U})+({_V})**2*trigamma(phi*{_V})-trigamma(phi)"
# Amemiya's a, b and c, with z = μ/σ, for σ instead of σ²
_TAIL = "phi(mu/sigma)**2/(1-Phi(mu/sigma))"
TOBIT = (
    f"(Phi(mu/sigma)-mu/sigma*phi(mu/sigma)+{_TAIL})/sigma**2",
    f"((mu/sigma)**2*phi(mu/sigma)+phi(mu/sigma)-mu/sigma*{_TAIL})/sigma**2",
    f"(2*Phi(mu/sigma)-(mu/sigma)**3*phi(mu/sigma)-mu/sigma*phi(mu/sigma)+(mu/sigma)**2*{_TAIL})/sigma**2",
)
CENSORED = f"{LIFE}, ch. 6"
PROBABILITY = "(c+(1-c)/(1+exp(-a*(t-b))))"
BIRNBAUM = "Birnbaum in Lord & Novick, Statistical Theories of Mental Test Scores (1968), ch. 20"

ROWS = (
    # counts
    Row("Poisson", ("1/lam",), f"{TPE}, table 2.5.1"),
    Row("Poisson:square root", ("4",), f"{TPE}, sec. 2.5; {UDD}, ch. 4"),
    Row("geometric", ("1/(p**2*(1-p))",), f"{UDD}, ch. 5"),
    Row("geometric:from1", ("1/(p**2*(1-p))",), f"{UDD}, ch. 5"),
    Row("negative binomial", ("r/(p**2*(1-p))",), f"{UDD}, ch. 5"),
    Row("negative binomial:mean", ("r/(mu*(r+mu))",), f"{UDD}, ch. 5"),
    Row("negative binomial:log mean", ("r*exp(eta)/(r+exp(eta))",), f"{GLM}, ch. 6: the weight of a log link"),
    Row("negative binomial:failure", ("r/(q*(1-q)**2)",), f"{UDD}, ch. 5"),
    Row("Flory-Schulz", ("2/(a**2*(1-a))",), f"{UDD}, ch. 5: negative binomial of size 2"),
    Row("logarithmic", ("-(p+log(1-p))/(p*(1-p)**2*log(1-p)**2)",), f"{UDD}, ch. 7: Var(X)/p²"),
    Row("zeta", ("zeta_log_curvature(s)",), f"{UDD}, ch. 11: Var(log X)"),
    Row("Borel", ("1/(a*(1-a))",), f"{UDD}, ch. 7"),
    Row("Borel-Tanner", ("n/(a*(1-a))",), f"{UDD}, ch. 7; Haight & Breuer, Biometrika 47 (1960) 143–150"),
    Row(
        "generalized Poisson",
        ("1/t-lam/(t+2*lam)", "t/(t+2*lam)", "t*(t+2)/((1-lam)*(t+2*lam))"),
        "Consul, Generalized Poisson Distributions (Dekker 1989); Consul & Shoukri, Comm. Statist. 13 (1984)",
    ),
    Row(
        "discrete Laplace",
        ("2*(1+r**2)/(r*(1-r**2)**2)",),
        "Inusah & Kozubowski, J. Statist. Plann. Inference 136 (2006) 1090–1102",
    ),
    Row("zero-truncated Poisson", ("(1-exp(-lam)-lam*exp(-lam))/(lam*(1-exp(-lam))**2)",), f"{UDD}, sec. 4.10"),
    Row(
        "zero-inflated Poisson",
        (
            "(1-exp(-lam))/((1-w)*(w+(1-w)*exp(-lam)))",
            "-exp(-lam)/(w+(1-w)*exp(-lam))",
            "(1-w)/lam-w*(1-w)*exp(-lam)/(w+(1-w)*exp(-lam))",
        ),
        f"Lambert, Technometrics 34 (1992) 1–14; {UDD}, ch. 8",
    ),
    Row(
        "hurdle Poisson",
        ("1/(h*(1-h))", "0", "(1-h)*(1-exp(-lam)-lam*exp(-lam))/(lam*(1-exp(-lam))**2)"),
        "Mullahy, J. Econometrics 33 (1986) 341–365",
    ),
    # finite spaces
    Row("Bernoulli", ("1/(p*(1-p))",), f"{TPE}, table 2.5.1, n = 1"),
    Row("Bernoulli:logit", ("exp(b)/(1+exp(b))**2",), f"{GLM}, ch. 4"),
    Row("Bernoulli:probit", ("phi(b)**2/(Phi(b)*(1-Phi(b)))",), f"{GLM}, ch. 4"),
    Row("binomial", ("n/(p*(1-p))",), f"{TPE}, table 2.5.1"),
    Row("binomial:arcsine", ("4*n",), f"{UDD}, ch. 3: the transform of Anscombe, Biometrika 35 (1948)"),
    Row("categorical", ("1/p1+1/(1-p1-p2)", "1/(1-p1-p2)", "1/p2+1/(1-p1-p2)"), f"{TPE}, sec. 2.6, n = 1"),
    Row("Hardy-Weinberg", ("2/(q*(1-q))",), "Weir, Genetic Data Analysis II (Sinauer 1996), ch. 2"),
    Row(
        "genetic linkage",
        ("(1+2*t)/(2*t*(1-t)*(2+t))",),
        "Fisher, Statistical Methods for Research Workers (1925); Rao, Linear Statistical Inference (1973), sec. 5g",
    ),
    Row(
        "Rasch",
        tuple(f"{sign}exp(a-b)/(1+exp(a-b))**2" for sign in ("", "-", "")),
        "Rasch, Probabilistic Models for Some Intelligence and Attainment Tests (1960); Lord & Novick (1968)",
    ),
    Row("item response 2PL", ("a**2*exp(a*(t-b))/(1+exp(a*(t-b)))**2",), BIRNBAUM),
    Row(
        "item response 3PL",
        (f"a**2*(1-{PROBABILITY})/{PROBABILITY}*(({PROBABILITY}-c)/(1-c))**2",),
        f"{BIRNBAUM}; Lord, Applications of Item Response Theory (1980), ch. 5",
    ),
    Row(
        "Bradley-Terry",
        ("b/(a*(a+b)**2)", "-1/(a+b)**2", "a/(b*(a+b)**2)"),
        "Bradley & Terry, Biometrika 39 (1952) 324–345; Bradley, Biometrika 42 (1955) 450–470",
    ),
    # several variables
    Row(
        "multinomial",
        ("n/p1+n/(1-p1-p2)", "n/(1-p1-p2)", "n/p2+n/(1-p1-p2)"),
        f"{DMD}, ch. 35; {TPE}, sec. 2.6",
    ),
    Row(
        "negative multinomial",
        ("r/(1-p-q)**2+r/(p*(1-p-q))", "r/(1-p-q)**2", "r/(1-p-q)**2+r/(q*(1-p-q))"),
        f"{DMD}, ch. 36",
    ),
    Row("bivariate normal", BINORMAL, f"{CMD}, ch. 46"),
    Row("standard bivariate normal", ("(1+rho**2)/(1-rho**2)**2",), f"{CMD}, ch. 46"),
    Row(
        "multivariate normal 3",
        ("1/s**2", "0", "0", "0", "1/s**2", "0", "0", "1/s**2", "0", "6/s**2"),
        f"{CMD}, ch. 45",
    ),
    Row("Dirichlet", DIRICHLET, f"{CMD}, ch. 49"),
    Row("inverted Dirichlet", INVERTED_DIRICHLET, f"{CMD}, ch. 49"),
    Row("Connor-Mosimann", TWO_BETAS, f"{CMD}, ch. 49; Connor & Mosimann, J. Amer. Statist. Assoc. 64 (1969) 194–206"),
    Row("bivariate Pareto", ("1/a**2+1/(a+1)**2",), f"Mardia, Ann. Math. Statist. 33 (1962) 1008–1015; {CMD}, ch. 52"),
    Row(
        "McKay gamma",
        ("trigamma(p)", "0", "1/a", "trigamma(q)", "1/a", "(p+q)/a**2"),
        f"McKay, J. Roy. Statist. Soc. Suppl. 1 (1934) 207–212; {CMD}, ch. 48",
    ),
    Row("normal-gamma", NORMAL_GAMMA, f"{BAYES}, sec. 3.2 and app. A: gamma, and normal with precision λx"),
    Row("Wishart 2", WISHART, "Muirhead, Aspects of Multivariate Statistical Theory (Wiley 1982), ch. 3"),
    # censored at 0
    Row("tobit", TOBIT, "Amemiya, Econometrica 41 (1973) 997–1016"),
    # regression, at one value z
    Row("linear regression", regressed(*NOISE), "Seber & Lee, Linear Regression Analysis (Wiley 2003), ch. 3"),
    Row("logistic regression", regressed(LOGISTIC), f"{GLM}, ch. 4"),
    Row("probit regression", regressed(PROBIT), f"{GLM}, ch. 4"),
    Row("complementary log-log regression", regressed(CLOGLOG), f"{GLM}, ch. 4"),
    Row("Poisson regression", regressed(BLOOM), f"{GLM}, ch. 6"),
    Row("negative binomial regression", regressed(NEGATIVE_BINOMIAL), "Lawless, Canad. J. Statist. 15 (1987) 209–225"),
    Row("exponential regression", regressed("1"), f"Feigl & Zelen, Biometrics 21 (1965) 826–838; {CENSORED}"),
    Row("gamma regression", regressed("k", "trigamma(k)-1/k"), f"{GLM}, ch. 8"),
    Row("Weibull regression", regressed("k**2", "-(1-euler)", "(pi**2/6+(1-euler)**2)/k**2"), CENSORED),
    Row(
        "beta regression",
        regressed(_MU, _CROSS, _SIZE),
        "Ferrari & Cribari-Neto, J. Appl. Statist. 31 (2004) 799–815",
    ),
    Row("autoregression", regressed(*NOISE), "Box, Jenkins & Reinsel, Time Series Analysis, 3rd ed. (1994), ch. 7"),
    Row(
        "Michaelis-Menten",
        ("z**2/((k+z)**2*s**2)", "-v*z**2/((k+z)**3*s**2)", "0", "v**2*z**2/((k+z)**4*s**2)", "0", "2/s**2"),
        "Bates & Watts, Nonlinear Regression Analysis and Its Applications (Wiley 1988), ch. 2",
    ),
    Row(
        "exponential decay",
        ("exp(-2*b*z)/s**2", "-a*z*exp(-2*b*z)/s**2", "0", "(a*z)**2*exp(-2*b*z)/s**2", "0", "2/s**2"),
        "Bates & Watts, Nonlinear Regression Analysis and Its Applications (Wiley 1988), ch. 2",
    ),
)
