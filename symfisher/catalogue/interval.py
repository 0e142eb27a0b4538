"""Laws on the unit interval and on simplices."""

from symfisher.catalogue.declaration import Declaration

FAMILIES = (
    Declaration(
        "beta",
        "gamma(alpha + beta)/(gamma(alpha)*gamma(beta))*x^(alpha - 1)*(1 - x)^(beta - 1)",
        {"x": "(0, 1)"},
        {"alpha": "positive", "beta": "positive"},
    ),
    Declaration(
        "Dirichlet",
        "gamma(a1 + a2 + a3)/(gamma(a1)*gamma(a2)*gamma(a3))*x1^(a1 - 1)*x2^(a2 - 1)*(1 - x1 - x2)^(a3 - 1)",
        {"x1": "(0, 1)", "x2": "(0, 1 - x1)"},
        {"a1": "positive", "a2": "positive", "a3": "positive"},
        aliases=("Dirichlet 3",),
    ),
)
