"""Laws of radiation, of speeds and of a signal in noise."""

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
        "Rice",
        "x/s^2*exp(-(x^2 + v^2)/(2*s^2))*besseli(0, x*v/s^2)",
        POSITIVE,
        {"v": "positive", "s": "positive"},
        aliases=("Rician",),
        cite="Rice, Bell Syst. Tech. J. 24 (1945) 46-156",
        status="open",
    ),
)
