"""Laws of directions: on the circle and the sphere."""

from symfisher.catalogue.declaration import Declaration
from symfisher.catalogue.sources import CIRCLE

TURN = {"x": "(-pi, pi)"}

FAMILIES = (
    Declaration(
        "von Mises",
        "exp(kappa*cos(x - mu))/(2*pi*besseli(0, kappa))",
        TURN,
        {"mu": "(-pi, pi)", "kappa": "positive"},
        aliases=("circular normal",),
        cite=f"{CIRCLE}, sec. 5.3",
    ),
    Declaration(
        "von Mises",
        "exp(a*cos(x) + b*sin(x))/(2*pi*besseli(0, sqrt(a^2 + b^2)))",
        TURN,
        {"a": "real", "b": "real"},
        variant="natural",
        cite=f"{CIRCLE}, sec. 5.3",
    ),
    Declaration(
        "cardioid",
        "(1 + 2*rho*cos(x))/(2*pi)",
        TURN,
        {"rho": "(-1/2, 1/2)"},
        cite=f"{CIRCLE}, sec. 3.5",
    ),
    Declaration(
        "wrapped Cauchy",
        "(1 - rho^2)/(2*pi*(1 + rho^2 - 2*rho*cos(x - mu)))",
        TURN,
        {"mu": "(-pi, pi)", "rho": "unit"},
        cite=f"{CIRCLE}, sec. 3.5",
    ),
    Declaration(
        "wrapped exponential",
        "lam*exp(-lam*x)/(1 - exp(-2*pi*lam))",
        {"x": "(0, 2*pi)"},
        {"lam": "positive"},
        cite="Jammalamadaka & Kozubowski, Commun. Statist. Theory Methods 33 (2004) 2059-2074",
    ),
    Declaration(
        "Fisher",
        "sin(x)*exp(kappa*cos(x))*kappa/(2*sinh(kappa))",
        {"x": "(0, pi)"},
        {"kappa": "positive"},
        aliases=("Fisher colatitude",),
        cite=f"{CIRCLE}, sec. 9.3",
    ),
    Declaration(
        "von Mises-Fisher",
        "k/(4*pi*sinh(k))*exp(k*(cos(a)*cos(t) + sin(a)*sin(t)*cos(p - b)))*sin(t)",
        {"t": "(0, pi)", "p": "(0, 2*pi)"},
        {"k": "positive", "a": "(0, pi)", "b": "(0, 2*pi)"},
        cite=f"{CIRCLE}, sec. 9.3",
    ),
    Declaration(
        "wrapped normal",
        "(1 + 2*Sum(exp(-s^2*j^2/2)*cos(j*x), (j, 1, 12)))/(2*pi)",
        TURN,
        {"s": "(1, oo)"},
        cite=f"{CIRCLE}, sec. 3.5",
        status="open",
    ),
)
