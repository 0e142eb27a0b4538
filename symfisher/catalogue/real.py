"""Laws on the whole line and on the circle."""

from symfisher.catalogue.declaration import Declaration

REAL = {"x": "real"}

FAMILIES = (
    Declaration(
        "normal",
        "exp(-(x - mu)^2/(2*sigma^2))/(sigma*sqrt(2*pi))",
        REAL,
        {"mu": "real", "sigma": "positive"},
        aliases=("gaussian", "norm"),
    ),
    Declaration(
        "normal",
        "exp(-(x - mu)^2/(2*v))/sqrt(2*pi*v)",
        REAL,
        {"mu": "real", "v": "positive"},
        variant="variance",
    ),
    Declaration(
        "normal",
        "sqrt(tau/(2*pi))*exp(-tau*(x - mu)^2/2)",
        REAL,
        {"mu": "real", "tau": "positive"},
        variant="precision",
    ),
    Declaration(
        "normal",
        "sqrt(-eta2/pi)*exp(eta1*x + eta2*x^2 + eta1^2/(4*eta2))",
        REAL,
        {"eta1": "real", "eta2": "negative"},
        variant="natural",
    ),
    Declaration(
        "von Mises",
        "exp(kappa*cos(x - mu))/(2*pi*besseli(0, kappa))",
        {"x": "(-pi, pi)"},
        {"mu": "(-pi, pi)", "kappa": "positive"},
        aliases=("circular normal",),
    ),
)
