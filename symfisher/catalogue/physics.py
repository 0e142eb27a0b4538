"""Laws of radiation and speeds."""

from symfisher.catalogue.declaration import Declaration

POSITIVE = {"x": "(0, oo)"}
RATE = {"b": "positive"}

FAMILIES = (
    Declaration(
        "Maxwell-Boltzmann energy",
        "2*sqrt(x/pi)*b^(3/2)*exp(-b*x)",
        POSITIVE,
        RATE,
        cite="Huang, Statistical Mechanics (Wiley 1987)",
    ),
    Declaration(
        "Planck",
        "15*b^4*x^3/(pi^4*(exp(b*x) - 1))",
        POSITIVE,
        RATE,
        cite="Huang, Statistical Mechanics (Wiley 1987)",
    ),
    Declaration(
        "Fermi-Dirac",
        "12*b^2*x/(pi^2*(exp(b*x) + 1))",
        POSITIVE,
        RATE,
        cite="Huang, Statistical Mechanics (Wiley 1987)",
    ),
    Declaration(
        "Maxwell-Juttner",
        "x*sqrt(x^2 - 1)*exp(-x/t)/(t*besselk(2, 1/t))",
        {"x": "(1, oo)"},
        {"t": "positive"},
        cite="Jüttner, Ann. Phys. 339 (1911) 856-882",
    ),
    Declaration(
        "hyperbolic",
        "exp(-a*sqrt(1 + x^2))/(2*besselk(1, a))",
        {"x": "real"},
        {"a": "positive"},
        aliases=("hyperbolic of known shape",),
        cite="Barndorff-Nielsen, Proc. R. Soc. Lond. A 353 (1977) 401-419",
    ),
    Declaration(
        "Rice",
        "x/s^2*exp(-(x^2 + v^2)/(2*s^2))*besseli(0, x*v/s^2)",
        POSITIVE,
        {"v": "positive", "s": "positive"},
        aliases=("Rician",),
        cite="Rice, Bell Syst. Tech. J. 24 (1945) 46-156",
        status="open",
    ),
    Declaration(
        "noncentral chi-squared",
        "exp(-(x + lam)/2)*besseli(0, sqrt(lam*x))/2",
        POSITIVE,
        {"lam": "positive"},
        cite="Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (Wiley 1995), ch. 29",
        status="open",
    ),
    Declaration(
        "skew-normal",
        "exp(-x^2/2)*(1 + erf(a*x/sqrt(2)))/sqrt(2*pi)",
        {"x": "real"},
        {"a": "real"},
        cite="Azzalini, Scand. J. Statist. 12 (1985) 171-178",
        status="open",
    ),
    Declaration(
        "exponentially modified normal",
        "lam/2*exp(lam/2*(2*m + lam - 2*x))*erfc((m + lam - x)/sqrt(2))",
        {"x": "real"},
        {"m": "real", "lam": "positive"},
        aliases=("exGaussian",),
        cite="Grushka, Anal. Chem. 44 (1972) 1733-1738",
        status="open",
    ),
    Declaration(
        "skew hyperbolic",
        "sqrt(a^2 - b^2)/(2*a*d*besselk(1, d*sqrt(a^2 - b^2)))*exp(-a*sqrt(d^2 + (x - m)^2) + b*(x - m))",
        {"x": "real"},
        {"b": "real", "a": "positive", "d": "positive", "m": "real"},
        given=("b^2 < a^2",),
        cite="Barndorff-Nielsen, Proc. R. Soc. Lond. A 353 (1977) 401-419",
        status="open",
    ),
)
