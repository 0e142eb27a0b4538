"""Laws for which the argument breaks: asked for by name, and refused with the line and the reason."""

from symfisher.catalogue.declaration import Declaration
from symfisher.catalogue.sources import CUD1, CUD2, UDD

FAMILIES = (
    Declaration(
        "uniform",
        "1/(b - a)",
        {"x": "(a, b)"},
        {"a": "real", "b": "(a, oo)"},
        aliases=("rectangular",),
        cite=f"{CUD2}, ch. 26",
        status="refused",
    ),
    Declaration(
        "uniform from 0",
        "1/theta",
        {"x": "(0, theta)"},
        {"theta": "positive"},
        cite=f"{CUD2}, ch. 26",
        status="refused",
    ),
    Declaration(
        "shifted exponential",
        of="exponential",
        by={"shift": {"parameter": "m"}},
        aliases=("two-parameter exponential",),
        cite=f"{CUD1}, ch. 19",
        status="refused",
    ),
    Declaration(
        "Pareto of unknown minimum",
        "alpha*x_m^alpha/x^(alpha + 1)",
        {"x": "(x_m, oo)"},
        {"alpha": "positive", "x_m": "positive"},
        cite=f"{CUD1}, ch. 20",
        status="refused",
    ),
    Declaration(
        "power function of unknown end",
        "p*(x/c)^(p - 1)/c",
        {"x": "(0, c)"},
        {"p": "positive", "c": "positive"},
        cite=f"{CUD2}, ch. 25",
        status="refused",
    ),
    Declaration(
        "shifted Rayleigh",
        of="Rayleigh",
        by={"shift": {"parameter": "m"}},
        cite=f"{CUD1}, ch. 18",
        status="refused",
    ),
    Declaration(
        "binomial of unknown size",
        "binomial(n, x)*p^x*(1 - p)^(n - x)",
        {"x": "0..n"},
        {"n": "1..oo", "p": "unit"},
        cite=f"{UDD}, ch. 3",
        status="refused",
    ),
    Declaration(
        "discrete uniform",
        "1/N",
        {"x": "1..N"},
        {"N": "1..oo"},
        cite=f"{UDD}, ch. 6",
        status="refused",
    ),
    Declaration(
        "triangular of unknown ends",
        "2/(b - a)*(1 - abs(2*x - a - b)/(b - a))",
        {"x": "(a, b)"},
        {"a": "real", "b": "(a, oo)"},
        cite=f"{CUD2}, ch. 26",
        status="refused",
    ),
)
