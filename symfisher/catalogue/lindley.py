"""Lindley's law and the mixtures of gamma laws that were made after it."""

from symfisher.catalogue.declaration import Declaration

POSITIVE = {"x": "(0, oo)"}
RATE = {"theta": "positive"}

FAMILIES = (
    Declaration(
        "Lindley",
        "theta^2/(1 + theta)*(1 + x)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Ghitany, Atieh & Nadarajah, Math. Comput. Simulation 78 (2008) 493-506",
    ),
    Declaration(
        "two-parameter Lindley",
        "theta^2/(theta + a)*(1 + a*x)*exp(-theta*x)",
        POSITIVE,
        {"theta": "positive", "a": "positive"},
        cite="Shanker & Mishra, Statistics in Transition 14 (2013) 45-56",
    ),
    Declaration(
        "power Lindley",
        "a*b^2/(b + 1)*(1 + x^a)*x^(a - 1)*exp(-b*x^a)",
        POSITIVE,
        {"a": "positive", "b": "positive"},
        cite="Ghitany et al., Comput. Statist. Data Anal. 64 (2013) 20-33",
        status="open",
    ),
    Declaration(
        "inverse Lindley",
        of="Lindley",
        by={"under": {"maps": {"x": "1/x"}}},
        cite="Sharma et al., J. Ind. Prod. Eng. 32 (2015) 162-173",
    ),
    Declaration(
        "Shanker",
        "theta^2/(theta^2 + 1)*(theta + x)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Shanker, Int. J. Statist. Appl. 5 (2015) 338-348",
    ),
    Declaration(
        "Akash",
        "theta^3/(theta^2 + 2)*(1 + x^2)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Shanker, Int. J. Probab. Statist. 4 (2015) 65-75",
    ),
    Declaration(
        "Ishita",
        "theta^3/(theta^3 + 2)*(theta + x^2)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Shanker & Shukla, Biom. Biostat. Int. J. 5 (2017) 39-46",
    ),
    Declaration(
        "Aradhana",
        "theta^3/(theta^2 + 2*theta + 2)*(1 + x)^2*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Shanker, Int. J. Statist. Appl. 6 (2016) 23-34",
    ),
    Declaration(
        "Sujatha",
        "theta^3/(theta^2 + theta + 2)*(1 + x + x^2)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Shanker, Statistics in Transition 17 (2016) 391-410",
    ),
    Declaration(
        "Rama",
        "theta^4/(theta^3 + 6)*(1 + x^3)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Shanker, Int. J. Statist. Appl. 7 (2017) 26-35",
    ),
    Declaration(
        "Amarendra",
        "theta^4/(theta^3 + theta^2 + 2*theta + 6)*(1 + x + x^2 + x^3)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Shanker, Amer. J. Math. Statist. 6 (2016) 44-56",
    ),
    Declaration(
        "xgamma",
        "theta^2/(1 + theta)*(1 + theta*x^2/2)*exp(-theta*x)",
        POSITIVE,
        RATE,
        cite="Sen, Maiti & Chandra, J. Mod. Appl. Stat. Methods 15 (2016) 774-788",
    ),
)
