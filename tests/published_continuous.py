"""Fisher information of continuous laws of one variable as the literature prints it, in the catalogue's letters.

The citations are from memory of these works; their pages were not compared. Where a law is a map of one whose matrix
is printed, the row says which. Every row here agrees with the derived matrix.
"""

from __future__ import annotations

from published_row import BAYES, BROWN, CIRCLE, CUD1, CUD2, LAPLACE, LIFE, SIZE, TPE, Row

GAMMA_SCALE = ("trigamma(k)", "1/theta", "k/theta**2")
GAMMA_RATE = ("trigamma(alpha)", "-1/beta", "alpha/beta**2")
LOCATION_SCALE = ("1/sigma**2", "0", "2/sigma**2")
BETA = ("trigamma(alpha)-trigamma(alpha+beta)", "-trigamma(alpha+beta)", "trigamma(beta)-trigamma(alpha+beta)")
EXTREME = "(pi**2/6+(1-euler)**2)"
BRAZAUSKAS = "Brazauskas, Statist. Probab. Lett. 59 (2002) 159–167 and Comm. Statist. Theory Methods 32 (2003) 315–325"


def generalized_beta(wanted: str, p: str, q: str, a: str = "a", b: str = "b") -> tuple[str, ...]:
    """Entries of the generalized beta law of the second kind, wanted by the letters of their row and column."""
    curve = f"trigamma({p})+trigamma({q})+(psi({q})-psi({p})+({p}-{q})/({p}*{q}))**2-({p}**2+{q}**2)/({p}*{q})**2"
    entries = {
        "aa": f"(1+{p}+{q}+{p}*{q}*({curve}))/({a}**2*(1+{p}+{q}))",
        "ab": f"({p}-{q}-{p}*{q}*(psi({p})-psi({q})))/({b}*(1+{p}+{q}))",
        "ap": f"-({q}*(psi({p})-psi({q}))-1)/({a}*({p}+{q}))",
        "aq": f"-({p}*(psi({q})-psi({p}))-1)/({a}*({p}+{q}))",
        "bb": f"{a}**2*{p}*{q}/({b}**2*(1+{p}+{q}))",
        "bp": f"{a}*{q}/({b}*({p}+{q}))",
        "bq": f"-{a}*{p}/({b}*({p}+{q}))",
        "pp": f"trigamma({p})-trigamma({p}+{q})",
        "pq": f"-trigamma({p}+{q})",
        "qq": f"trigamma({q})-trigamma({p}+{q})",
    }
    return tuple(entries[entry] for entry in wanted.split())


SUBBOTIN = ("p/s**2", "-(log(p)+psi(1+1/p))/(s*p)", "((log(p)+psi(1+1/p))**2+(1+1/p)*trigamma(1+1/p)-1)/p**3")
GENERALIZED_NORMAL = (
    *("beta*(beta-1)*Gamma(1-1/beta)/(alpha**2*Gamma(1/beta))", "0", "0", "beta/alpha**2"),
    *("-(1+psi(1+1/beta))/(alpha*beta)", "((1+psi(1+1/beta))**2+(1+1/beta)*trigamma(1+1/beta)-1)/beta**3"),
)
STUDENT_SHAPE = "(trigamma(nu/2)-trigamma((nu+1)/2))/4-(nu+5)/(2*nu*(nu+1)*(nu+3))"
STUDENT = (
    *("(nu+1)/((nu+3)*sigma**2)", "0", "0", "2*nu/((nu+3)*sigma**2)", "-2/((nu+1)*(nu+3)*sigma)", STUDENT_SHAPE),
)
# Prescott & Walden's p and q, with k = −ξ
_P, _Q = "((1+xi)**2*Gamma(1+2*xi))", "(Gamma(2+xi)*(psi(1+xi)+(1+xi)/xi))"
EXTREME_VALUE = (
    *(f"{_P}/sigma**2", f"(Gamma(2+xi)-{_P})/(sigma**2*xi)", f"-({_Q}-{_P}/xi)/(sigma*xi)"),
    f"(1-2*Gamma(2+xi)+{_P})/(sigma**2*xi**2)",
    f"-(1-euler+(1-Gamma(2+xi))/xi-{_Q}+{_P}/xi)/(sigma*xi**2)",
    f"(pi**2/6+(1-euler+1/xi)**2-2*{_Q}/xi+{_P}/xi**2)/xi**2",
)
_RATE = (
    "(1+a*(a-1)/(a-2)*(trigamma(1)-trigamma(a-1)+(psi(a-1)-psi(1))**2))/lam**2",
    "-a*(trigamma(1)-trigamma(a)+(psi(a)-psi(1))**2)/lam**2",
)
EXPONENTIATED = ("1/a**2", "-(a/(a-1)*(psi(a)-psi(1))-(psi(a+1)-psi(1)))/lam", "".join(_RATE))
EXPONENTIAL_POISSON = (
    *("1/lam**2-exp(-lam)/(1-exp(-lam))**2", "lam*exp(-lam)/(4*b*(1-exp(-lam)))*hyper([2,2],[3,3],lam)"),
    "(1-lam**2*exp(-lam)/(4*(1-exp(-lam)))*hyper([2,2,2],[3,3,3],lam))/b**2",
)
EXPONENTIAL_LOGARITHMIC = (
    *("-polylog(2,1-p)/(b**2*log(p))", "(1-p+p*log(p))/(2*b*p*(1-p)*log(p))"),
    "-(log(p)+1)/(p*log(p))**2+1/(1-p)**2+((1-4*p)/p**2-2*log(p)+3)/(2*(1-p)**2*log(p))",
)
PARETO_IV = (
    *("a/((g*s)**2*(a+2))", "-(a*(psi(a)-psi(1)-1)+1)/(g**2*s*(a+2))", "-1/(g*s*(a+1))"),
    "(a*((psi(a)-psi(1)-1)**2+trigamma(a)+trigamma(1))+2*(psi(a)-psi(1)))/(g**2*(a+2))",
    *("(psi(a)-psi(1)-1)/(g*(a+1))", "1/a**2"),
)
STACY = (
    *("k*p**2/a**2", "p/a", "-(1+k*psi(k))/a", "trigamma(k)", "-psi(k)/p"),
    "(1+k*(trigamma(k+1)+psi(k+1)**2))/p**2",
)
ASYMMETRIC_LAPLACE = (
    *("lam**2", "0", "-2*lam/(1+kappa**2)", "1/lam**2", "(1-kappa**2)/(lam*kappa*(1+kappa**2))"),
    "1/kappa**2+4/(1+kappa**2)**2",
)
LIFE_LENGTHS = "(1+a*(a*sqrt(pi/2)-pi*exp(2/a**2)*(1-Phi(2/a)))/sqrt(2*pi))/(a*b)**2"
KUMARASWAMY = (
    "(1+b/(b-2)*((psi(b)-psi(2))**2-(trigamma(b)-trigamma(2))))/a**2",
    *("-(psi(b+1)-psi(2))/(a*(b-1))", "1/b**2"),
)
BETA_MEAN = (
    *("phi**2*(trigamma(mu*phi)+trigamma((1-mu)*phi))", "phi*(mu*trigamma(mu*phi)-(1-mu)*trigamma((1-mu)*phi))"),
    "mu**2*trigamma(mu*phi)+(1-mu)**2*trigamma((1-mu)*phi)-trigamma(phi)",
)
DIRECTION = ("1/k**2-1/sinh(k)**2", "0", "0", "k*(coth(k)-1/k)", "0", "k*(coth(k)-1/k)*sin(a)**2")
JOHNSON = ("1", "-g/d", "(2+g**2)/d**2")

ROWS = (
    # the line
    Row("normal", LOCATION_SCALE, f"{CUD1}, ch. 13"),
    Row("normal:variance", ("1/v", "0", "1/(2*v**2)"), f"{TPE}, tables 2.5.1 and 2.6.1"),
    Row("normal:precision", ("tau", "0", "1/(2*tau**2)"), f"{BAYES}, sec. 5.4"),
    Row(
        "normal:natural",
        ("-1/(2*eta2)", "eta1/(2*eta2**2)", "1/(2*eta2**2)-eta1**2/(2*eta2**3)"),
        f"{BROWN}, ch. 1–2: the Hessian of the log-partition −η₁²/(4η₂) − ½ log(−2η₂)",
    ),
    Row("Laplace", ("1/b**2", "0", "1/b**2"), f"{LAPLACE}, sec. 2.6"),
    Row("asymmetric Laplace", ASYMMETRIC_LAPLACE, f"{LAPLACE}, sec. 3.5, with λ = √2/σ"),
    Row(
        "asymmetric Laplace of a quantile",
        ("q*(1-q)/s**2", "0", "1/s**2"),
        "Yu & Zhang, Comm. Statist. Theory Methods 34 (2005) 1867–1879",
    ),
    Row("generalized normal", GENERALIZED_NORMAL, "Nadarajah, J. Appl. Statist. 32 (2005) 685–694"),
    Row("Subbotin", SUBBOTIN, "Agrò, Comm. Statist. Simulation Comput. 24 (1995) 523–529"),
    Row("logistic", ("1/(3*s**2)", "0", "(3+pi**2)/(9*s**2)"), f"{CUD2}, ch. 23"),
    Row("generalized logistic I", ("1/a**2",), f"{CUD2}, ch. 23, sec. 10"),
    Row("generalized logistic II", ("1/a**2",), f"{CUD2}, ch. 23, sec. 10"),
    Row("generalized logistic III", ("2*trigamma(a)-4*trigamma(2*a)",), f"{CUD2}, ch. 23, sec. 10"),
    Row(
        "generalized logistic IV",
        ("trigamma(p)-trigamma(p+q)", "-trigamma(p+q)", "trigamma(q)-trigamma(p+q)"),
        f"{CUD2}, ch. 23, sec. 10; Prentice, Biometrics 32 (1976) 761–768",
    ),
    Row("Cauchy", ("1/(2*g**2)", "0", "1/(2*g**2)"), f"{CUD1}, ch. 16"),
    Row("Student t", STUDENT, "Lange, Little & Taylor, J. Amer. Statist. Assoc. 84 (1989) 881–896"),
    Row("Student t:standard", (STUDENT_SHAPE,), "Lange, Little & Taylor, J. Amer. Statist. Assoc. 84 (1989) 881–896"),
    Row("Gumbel", ("1/beta**2", "-(1-euler)/beta**2", f"{EXTREME}/beta**2"), f"{CUD2}, ch. 22"),
    Row("Gumbel of minima", ("1/beta**2", "(1-euler)/beta**2", f"{EXTREME}/beta**2"), f"{CUD2}, ch. 22"),
    Row("log-gamma", ("trigamma(k)",), f"Prentice, Biometrika 61 (1974) 539–544; {CUD1}, ch. 17"),
    Row("Johnson SU", JOHNSON, f"Johnson, Biometrika 36 (1949) 149–176; {CUD1}, ch. 12: normal in γ + δ sinh⁻¹ x"),
    Row("double gamma", ("trigamma(a)", "1/b", "a/b**2"), f"{CUD1}, ch. 17: the reflected gamma law"),
    Row(
        "double Weibull",
        (f"{EXTREME}/c**2", "-(1-euler)/s", "c**2/s**2"),
        f"Balakrishnan & Kocherlakota, Sankhyā B 47 (1985) 161–178; {CUD1}, ch. 21",
    ),
    # the half-line
    Row("exponential", ("1/lam**2",), f"{CUD1}, ch. 19"),
    Row("exponential:scale", ("1/theta**2",), f"{TPE}, table 2.5.1, Γ(1, β)"),
    Row("gamma", GAMMA_SCALE, f"{TPE}, table 2.6.1"),
    Row("gamma:rate", GAMMA_RATE, f"{CUD1}, ch. 17"),
    Row("gamma:mean", ("k/mu**2", "0", "trigamma(k)-1/k"), "Cox & Reid, J. Roy. Statist. Soc. B 49 (1987) 1–39"),
    Row("Erlang", ("k/lam**2",), f"{CUD1}, ch. 17"),
    Row("inverse gamma", GAMMA_RATE, f"{CUD1}, ch. 17: that of 1/X, which is gamma with rate β"),
    Row(
        "inverse Gaussian",
        ("lam/mu**3", "0", "1/(2*lam**2)"),
        "Tweedie, Ann. Math. Statist. 28 (1957) 362–377; Chhikara & Folks, The Inverse Gaussian Distribution (1989)",
    ),
    Row("reciprocal inverse Gaussian", ("lam/mu**3", "0", "1/(2*lam**2)"), f"{CUD1}, ch. 15: that of 1/X"),
    Row("lognormal", LOCATION_SCALE, f"{CUD1}, ch. 14"),
    Row("half-normal", ("2/sigma**2",), f"{CUD1}, ch. 13 and 18"),
    Row("Rayleigh", ("4/sigma**2",), f"{CUD1}, ch. 18"),
    Row("Maxwell", ("6/a**2",), f"{CUD1}, ch. 18"),
    Row("chi-squared", ("trigamma(nu/2)/4",), f"{CUD1}, ch. 18"),
    Row("inverse chi-squared", ("trigamma(nu/2)/4",), f"{BAYES}, app. A; {CUD1}, ch. 18"),
    Row("chi", ("trigamma(k/2)/4",), f"{CUD1}, ch. 18"),
    Row("Nakagami", ("trigamma(m)-1/m", "0", "m/omega**2"), f"Nakagami (1960); {CUD1}, ch. 17–18: gamma in x²"),
    Row("generalized gamma:shape", STACY, "Stacy & Mihram, Technometrics 7 (1965) 349–358"),
    Row(
        "Birnbaum-Saunders",
        ("2/a**2", "0", LIFE_LENGTHS),
        "Engelhardt, Bain & Wright, Technometrics 23 (1981) 251–256; Lemonte et al., CSDA 51 (2007) 4656–4681",
    ),
    Row("Levy", ("1/(2*c**2)",), f"{CUD1}, ch. 12 and 18: c/X is χ² with one degree of freedom"),
    Row("log-Laplace", ("a**2/s**2", "0", "1/a**2"), f"{LAPLACE}, sec. 3.6"),
    Row("half-Cauchy", ("1/(2*s**2)",), f"{CUD1}, ch. 16: the scale of the Cauchy law"),
    # lifetimes and extremes
    Row(
        "Weibull",
        ("k**2/lam**2", "-(1-euler)/lam", f"{EXTREME}/k**2"),
        f"Cohen, Technometrics 7 (1965); {CUD1}, ch. 21",
    ),
    Row("Weibull of maxima", ("k**2/lam**2", "-(1-euler)/lam", f"{EXTREME}/k**2"), f"{CUD1}, ch. 21; {CUD2}, ch. 22"),
    Row("Frechet", ("k**2/s**2", "(1-euler)/s", f"{EXTREME}/k**2"), f"{CUD2}, ch. 22"),
    Row("generalized extreme value", EXTREME_VALUE, "Prescott & Walden, Biometrika 67 (1980) 723–724"),
    Row("exponentiated exponential", EXPONENTIATED, "Gupta & Kundu, Biom. J. 43 (2001) 117–130"),
    Row(
        "half-logistic", ("(3+pi**2)/(9*s**2)",), f"Balakrishnan, J. Statist. Comput. Simul. 20 (1985); {CUD2}, ch. 23"
    ),
    Row("exponential-Poisson", EXPONENTIAL_POISSON, "Kuş, Comput. Statist. Data Anal. 51 (2007) 4497–4509"),
    Row(
        "exponential-logarithmic",
        EXPONENTIAL_LOGARITHMIC,
        "Tahmasbi & Rezaei, Comput. Statist. Data Anal. 52 (2008) 3889–3901",
    ),
    Row(
        "Lindley", ("2/theta**2-1/(1+theta)**2",), "Ghitany, Atieh & Nadarajah, Math. Comput. Simul. 78 (2008) 493–506"
    ),
    Row("censored exponential", ("(1-exp(-lam*c))/lam**2",), f"{LIFE}, ch. 4: type I censoring"),
    Row(
        "truncated exponential",
        ("1/lam**2-c**2*exp(-lam*c)/(1-exp(-lam*c))**2",),
        "Deemer & Votaw, Ann. Math. Statist. 26 (1955) 498–504",
    ),
    # income and size
    Row("Pareto", ("1/alpha**2",), f"{CUD1}, ch. 20"),
    Row("Lomax", ("1/a**2", "-1/(s*(a+1))", "a/(s**2*(a+2))"), f"{SIZE}, sec. 6.4; {CUD1}, ch. 20"),
    Row("inverse Lomax", ("1/a**2", "1/(b*(a+1))", "a/(b**2*(a+2))"), f"{SIZE}, sec. 6.4"),
    Row("Pareto III", ("1/(3*g**2*s**2)", "0", "(3+pi**2)/(9*g**2)"), BRAZAUSKAS),
    Row("Pareto IV", PARETO_IV, BRAZAUSKAS),
    Row("log-logistic", ("b**2/(3*a**2)", "0", "(3+pi**2)/(9*b**2)"), f"{SIZE}, sec. 6.4; {CUD2}, ch. 23"),
    Row(
        "generalized beta II",
        generalized_beta("aa ab ap aq bb bp bq pp pq qq", "p", "q"),
        f"{BRAZAUSKAS}; {SIZE}, sec. 6.1",
    ),
    Row(
        "Singh-Maddala",
        generalized_beta("aa ab aq bb bq qq", "1", "q"),
        f"Schmittlein, J. Bus. Econom. Statist. 1 (1983); {SIZE}, sec. 6.2",
    ),
    Row("Dagum", generalized_beta("aa ab ap bb bp pp", "p", "1"), f"{SIZE}, sec. 6.3"),
    Row("Burr XII", generalized_beta("aa aq qq", "1", "k", a="c"), "Watkins, Microelectronics Reliability 37 (1997)"),
    Row("Burr III", generalized_beta("aa ap pp", "k", "1", a="c"), f"{SIZE}, sec. 6.3"),
    Row(
        "truncated Pareto",
        ("1/a**2-(l/h)**a*log(l/h)**2/(1-(l/h)**a)**2",),
        "Aban, Meerschaert & Panorska, J. Amer. Statist. Assoc. 101 (2006) 270–277",
    ),
    Row("beta prime", BETA, f"{CUD2}, ch. 27"),
    Row(
        "generalized Pareto:Hosking",
        ("1/(sigma**2*(1-2*k))", "-1/(sigma*(1-k)*(1-2*k))", "2/((1-k)*(1-2*k))"),
        "Hosking & Wallis, Technometrics 29 (1987) 339–349: the inverse of their covariances",
    ),
    # intervals
    Row("beta", BETA, f"{TPE}, table 2.6.1; {CUD2}, ch. 25"),
    Row("beta:mean", BETA_MEAN, "Ferrari & Cribari-Neto, J. Appl. Statist. 31 (2004) 799–815"),
    Row("symmetric beta", ("2*trigamma(a)-4*trigamma(2*a)",), f"{CUD2}, ch. 25"),
    Row("generalized arcsine", ("pi**2/sin(pi*a)**2",), f"{CUD2}, ch. 25: ψ′(α) + ψ′(1 − α)"),
    Row("Kumaraswamy", KUMARASWAMY, "Jones, Statist. Methodol. 6 (2009) 70–81"),
    Row("power function", ("1/p**2",), f"{CUD2}, ch. 25"),
    Row("Topp-Leone", ("1/a**2",), "Nadarajah & Kotz, J. Appl. Statist. 30 (2003) 311–317"),
    Row("two-sided power", ("1/n**2",), "Van Dorp & Kotz, The American Statistician 56 (2002) 90–99"),
    Row(
        "simplex",
        ("3/(m*(1-m))+1/(v*m**3*(1-m)**3)", "0", "1/(2*v**2)"),
        "Barndorff-Nielsen & Jørgensen, J. Multivariate Anal. 39 (1991); Song & Tan, Biometrics 56 (2000) 496–502",
    ),
    Row("logit-normal", LOCATION_SCALE, "Aitchison & Shen, Biometrika 67 (1980) 261–272"),
    Row("Johnson SB", JOHNSON, f"Johnson, Biometrika 36 (1949) 149–176; {CUD1}, ch. 12: normal in γ + δ logit x"),
    Row(
        "muon decay",
        ("(log((1+a)/(1-a))-2*a)/(2*a**3)",),
        "Orear, Notes on Statistics for Physicists (UCRL-8417, 1958)",
    ),
    # directions
    Row("von Mises", ("kappa*A(kappa)", "0", "1-A(kappa)**2-A(kappa)/kappa"), f"{CIRCLE}, sec. 5.3"),
    Row(
        "wrapped Cauchy",
        ("2*rho**2/(1-rho**2)**2", "0", "2/(1-rho**2)**2"),
        "Kent & Tyler, J. Appl. Statist. 15 (1988) 247–254",
    ),
    Row(
        "wrapped exponential",
        ("1/lam**2-pi**2/sinh(pi*lam)**2",),
        "Jammalamadaka & Kozubowski, Comm. Statist. Theory Methods 33 (2004) 2059–2074",
    ),
    Row("Fisher", ("1/kappa**2-1/sinh(kappa)**2",), f"{CIRCLE}, sec. 10.3"),
    Row("von Mises-Fisher", DIRECTION, f"{CIRCLE}, sec. 10.3"),
)
