"""Laws of several real variables."""

from symfisher.catalogue.declaration import Declaration

FAMILIES = (
    Declaration(
        "bivariate normal",
        "exp(-((x - mu1)^2/sigma1^2 - 2*rho*(x - mu1)*(y - mu2)/(sigma1*sigma2) + (y - mu2)^2/sigma2^2)"
        "/(2*(1 - rho^2)))/(2*pi*sigma1*sigma2*sqrt(1 - rho^2))",
        {"x": "real", "y": "real"},
        {"mu1": "real", "mu2": "real", "sigma1": "positive", "sigma2": "positive", "rho": "(-1, 1)"},
        aliases=("multivariate normal 2", "binormal"),
    ),
)
