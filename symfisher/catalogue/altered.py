"""Laws that are cut, censored, inflated or mixed."""

from symfisher.catalogue.declaration import Declaration
from symfisher.catalogue.sources import CUD1, LIFE, UDD

WEIGHT = {"w": "unit"}

FAMILIES = (
    Declaration(
        "zero-truncated Poisson",
        of="Poisson",
        by={"truncate": {"lower": "1"}},
        aliases=("positive Poisson",),
        cite=f"{UDD}, ch. 4",
    ),
    Declaration(
        "zero-truncated negative binomial",
        of="negative binomial",
        by={"truncate": {"lower": "1"}},
        cite=f"{UDD}, ch. 5",
    ),
    Declaration(
        "zero-truncated binomial",
        of="binomial",
        by={"truncate": {"lower": "1"}},
        aliases=("positive binomial",),
        cite=f"{UDD}, ch. 3",
    ),
    Declaration(
        "truncated geometric",
        of="geometric",
        by={"truncate": {"upper": "n", "known": {"n": "1..oo"}}},
        cite=f"{UDD}, ch. 5",
    ),
    Declaration(
        "zero-inflated Poisson",
        of="Poisson",
        by={"inflate": {"weights": {"w": "0"}}},
        aliases=("ZIP",),
        cite="Lambert, Technometrics 34 (1992) 1-14",
    ),
    Declaration(
        "zero-inflated geometric",
        of="geometric",
        by={"inflate": {"weights": {"w": "0"}}},
        cite=f"{UDD}, ch. 8",
    ),
    Declaration(
        "one-inflated geometric",
        of="geometric:from1",
        by={"inflate": {"weights": {"w": "1"}}},
        cite=f"{UDD}, ch. 8",
    ),
    Declaration(
        "hurdle Poisson",
        of="zero-truncated Poisson",
        by={"inflate": {"weights": {"h": "0"}}},
        aliases=("zero-altered Poisson",),
        cite="Mullahy, J. Econometrics 33 (1986) 341-365",
    ),
    Declaration(
        "hurdle geometric",
        of="geometric:from1",
        by={"inflate": {"weights": {"h": "0"}}},
        aliases=("zero-altered geometric",),
        cite="Mullahy, J. Econometrics 33 (1986) 341-365",
    ),
    Declaration(
        "zero-inflated exponential",
        of="exponential",
        by={"inflate": {"weights": {"w": "0"}}},
        cite="Aitchison, J. Amer. Statist. Assoc. 50 (1955) 901-908",
    ),
    Declaration(
        "zero-inflated gamma",
        of="gamma:rate",
        by={"inflate": {"weights": {"w": "0"}}},
        cite="Aitchison, J. Amer. Statist. Assoc. 50 (1955) 901-908",
    ),
    Declaration(
        "zero-inflated lognormal",
        of="lognormal",
        by={"inflate": {"weights": {"w": "0"}}},
        aliases=("delta-lognormal",),
        cite="Aitchison, J. Amer. Statist. Assoc. 50 (1955) 901-908",
    ),
    Declaration(
        "zero-inflated inverse Gaussian",
        of="inverse Gaussian",
        by={"inflate": {"weights": {"w": "0"}}},
        cite="Heller, Stasinopoulos & Rigby, Proc. 21st Int. Workshop Statist. Modelling (2006) 226-233",
    ),
    Declaration(
        "zero-inflated beta",
        of="beta",
        by={"inflate": {"weights": {"w": "0"}}},
        cite="Ospina & Ferrari, Statist. Papers 51 (2010) 111-126",
    ),
    Declaration(
        "zero-and-one-inflated beta",
        of="beta",
        by={"inflate": {"weights": {"u": "0", "v": "1"}}},
        cite="Ospina & Ferrari, Statist. Papers 51 (2010) 111-126",
    ),
    Declaration(
        "censored exponential",
        of="exponential",
        by={"censor": {"upper": "c", "known": {"c": "positive"}}},
        cite=f"{CUD1}, ch. 19",
    ),
    Declaration(
        "censored Weibull",
        of="Weibull",
        by={"censor": {"upper": "c", "known": {"c": "positive"}}},
        cite=f"{LIFE}, ch. 21",
    ),
    Declaration(
        "censored Pareto",
        of="Pareto",
        by={"censor": {"upper": "c", "known": {"c": "(x_m, oo)"}}},
        cite=f"{CUD1}, ch. 20",
    ),
    Declaration(
        "censored normal",
        of="normal",
        by={"censor": {"upper": "c", "known": {"c": "real"}}},
        cite="Gupta, Biometrika 39 (1952) 260-273",
    ),
    Declaration(
        "tobit",
        of="normal",
        by={"censor": {"lower": "0"}},
        cite="Amemiya, Econometrica 41 (1973) 997-1016",
    ),
    Declaration(
        "positive normal",
        of="normal",
        by={"truncate": {"lower": "0"}},
        aliases=("half-line truncated normal",),
        cite=f"{CUD1}, ch. 13",
    ),
    Declaration(
        "truncated normal",
        of="normal",
        by={"truncate": {"lower": "a", "upper": "b", "known": {"a": "real", "b": "(a, oo)"}}},
        cite=f"{CUD1}, ch. 13",
    ),
    Declaration(
        "mixture of two known exponentials",
        "w*exp(-x) + (1 - w)*2*exp(-2*x)",
        {"x": "(0, oo)"},
        WEIGHT,
        cite="Titterington, Smith & Makov, Statistical Analysis of Finite Mixture Distributions (Wiley 1985)",
    ),
    Declaration(
        "mixture of a triangle and a uniform",
        "w*2*x + 1 - w",
        {"x": "(0, 1)"},
        WEIGHT,
        cite="Titterington, Smith & Makov, Statistical Analysis of Finite Mixture Distributions (Wiley 1985)",
    ),
    Declaration(
        "mixture of two known normals",
        "(1 - w)*exp(-x^2/2)/sqrt(2*pi) + w*exp(-(x - 2)^2/2)/sqrt(2*pi)",
        {"x": "real"},
        WEIGHT,
        cite="Hill, J. R. Statist. Soc. B 25 (1963) 140-149",
        status="open",
    ),
    Declaration(
        "mixture of two normals",
        "w*exp(-(x - a)^2/2)/sqrt(2*pi) + (1 - w)*exp(-(x - b)^2/2)/sqrt(2*pi)",
        {"x": "real"},
        {"w": "unit", "a": "real", "b": "real"},
        cite="Behboodian, J. Statist. Comput. Simulation 1 (1972) 295-314",
        status="open",
    ),
)
