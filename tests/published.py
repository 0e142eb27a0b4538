"""Fisher information matrices as the literature prints them, in the catalogue's letters.

A row is the upper triangle, row by row, as text; `zeta_log_curvature(s)` stands for (log ζ)″(s).
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

TPE = "Lehmann & Casella, Theory of Point Estimation, 2nd ed. (Springer 1998)"
CUD1 = "Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions, vol. 1, 2nd ed. (Wiley 1994)"
CUD2 = "Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions, vol. 2, 2nd ed. (Wiley 1995)"
UDD = "Johnson, Kemp & Kotz, Univariate Discrete Distributions, 3rd ed. (Wiley 2005)"
DMD = "Johnson, Kotz & Balakrishnan, Discrete Multivariate Distributions (Wiley 1997)"
CMD = "Kotz, Balakrishnan & Johnson, Continuous Multivariate Distributions, vol. 1, 2nd ed. (Wiley 2000)"
BROWN = "L. D. Brown, Fundamentals of Statistical Exponential Families (IMS 1986)"


@dataclass(frozen=True)
class Row:
    """One published matrix."""

    family: str
    upper: tuple[str, ...]
    citation: str

    def matrix(self, symbols: dict[str, sp.Symbol], size: int) -> sp.Matrix:
        """The symmetric matrix in these symbols."""
        entries = iter([sp.sympify(text, locals=FUNCTIONS | symbols) for text in self.upper])
        result = sp.zeros(size, size)
        for a in range(size):
            for b in range(a, size):
                result[a, b] = result[b, a] = next(entries)
        assert next(entries, None) is None, f"{self.family}: more entries than a {size}×{size} matrix has"
        return result


class zeta_log_curvature(sp.Function):
    """(log ζ)″, in digits."""

    def _eval_evalf(self, prec):
        from mpmath import mp

        with mp.workprec(prec + 30):
            s = self.args[0]._to_mpmath(prec + 30)
            z, z1, z2 = (mp.zeta(s, 1, k) for k in range(3))
            return sp.Float._new(((z2 * z - z1**2) / z**2)._mpf_, prec)


def trigamma(z):
    return sp.polygamma(1, z)


def A(kappa):
    """I₁(κ)/I₀(κ), the mean resultant length of the von Mises law."""
    return sp.besseli(1, kappa) / sp.besseli(0, kappa)


FUNCTIONS = {"trigamma": trigamma, "A": A, "zeta_log_curvature": zeta_log_curvature}

GAMMA_SCALE = ("trigamma(k)", "1/theta", "k/theta**2")
GAMMA_RATE = ("trigamma(alpha)", "-1/beta", "alpha/beta**2")
BINORMAL = (
    *("1/(sigma1**2*(1-rho**2))", "-rho/(sigma1*sigma2*(1-rho**2))", "0", "0", "0"),
    *("1/(sigma2**2*(1-rho**2))", "0", "0", "0"),
    *("(2-rho**2)/(sigma1**2*(1-rho**2))", "-rho**2/(sigma1*sigma2*(1-rho**2))", "-rho/(sigma1*(1-rho**2))"),
    *("(2-rho**2)/(sigma2**2*(1-rho**2))", "-rho/(sigma2*(1-rho**2))", "(1+rho**2)/(1-rho**2)**2"),
)
DIRICHLET = (
    *("trigamma(a1)-trigamma(a1+a2+a3)", "-trigamma(a1+a2+a3)", "-trigamma(a1+a2+a3)"),
    *("trigamma(a2)-trigamma(a1+a2+a3)", "-trigamma(a1+a2+a3)", "trigamma(a3)-trigamma(a1+a2+a3)"),
)

ROWS = (
    Row("normal", ("1/sigma**2", "0", "2/sigma**2"), f"{CUD1}, ch. 13"),
    Row("normal:variance", ("1/v", "0", "1/(2*v**2)"), f"{TPE}, tables 2.5.1 and 2.6.1"),
    Row("normal:precision", ("tau", "0", "1/(2*tau**2)"), "Bernardo & Smith, Bayesian Theory (Wiley 1994), sec. 5.4"),
    Row(
        "normal:natural",
        ("-1/(2*eta2)", "eta1/(2*eta2**2)", "1/(2*eta2**2)-eta1**2/(2*eta2**3)"),
        f"{BROWN}, ch. 1–2: the Hessian of the log-partition −η₁²/(4η₂) − ½ log(−2η₂)",
    ),
    Row(
        "von Mises",
        ("kappa*A(kappa)", "0", "1-A(kappa)**2-A(kappa)/kappa"),
        "Mardia & Jupp, Directional Statistics (Wiley 2000), sec. 5.3",
    ),
    Row("exponential", ("1/lam**2",), f"{CUD1}, ch. 19"),
    Row("exponential:scale", ("1/theta**2",), f"{TPE}, table 2.5.1, Γ(1, β)"),
    Row("gamma", GAMMA_SCALE, f"{TPE}, table 2.6.1"),
    Row("gamma:rate", GAMMA_RATE, f"{CUD1}, ch. 17"),
    Row("inverse gamma", GAMMA_RATE, f"{CUD1}, ch. 17: that of 1/X, which is gamma with rate β"),
    Row(
        "inverse Gaussian",
        ("lam/mu**3", "0", "1/(2*lam**2)"),
        "Tweedie, Ann. Math. Statist. 28 (1957) 362–377; Chhikara & Folks, The Inverse Gaussian Distribution (1989)",
    ),
    Row("lognormal", ("1/sigma**2", "0", "2/sigma**2"), f"{CUD1}, ch. 14"),
    Row("Rayleigh", ("4/sigma**2",), f"{CUD1}, ch. 18"),
    Row("Maxwell", ("6/a**2",), f"{CUD1}, ch. 18"),
    Row("chi-squared", ("trigamma(nu/2)/4",), f"{CUD1}, ch. 18"),
    Row("Pareto", ("1/alpha**2",), f"{CUD1}, ch. 20"),
    Row(
        "beta",
        ("trigamma(alpha)-trigamma(alpha+beta)", "-trigamma(alpha+beta)", "trigamma(beta)-trigamma(alpha+beta)"),
        f"{TPE}, table 2.6.1; {CUD2}, ch. 25",
    ),
    Row("Dirichlet", DIRICHLET, f"{CMD}, ch. 49"),
    Row("Poisson", ("1/lam",), f"{TPE}, table 2.5.1"),
    Row("Bernoulli", ("1/(p*(1-p))",), f"{TPE}, table 2.5.1, n = 1"),
    Row("Bernoulli:logit", ("exp(b)/(1+exp(b))**2",), "McCullagh & Nelder, Generalized Linear Models (1989), ch. 4"),
    Row("binomial", ("n/(p*(1-p))",), f"{TPE}, table 2.5.1"),
    Row("geometric", ("1/(p**2*(1-p))",), f"{UDD}, ch. 5"),
    Row("geometric:from1", ("1/(p**2*(1-p))",), f"{UDD}, ch. 5"),
    Row("negative binomial", ("r/(p**2*(1-p))",), f"{UDD}, ch. 5"),
    Row("logarithmic", ("-(p+log(1-p))/(p*(1-p)**2*log(1-p)**2)",), f"{UDD}, ch. 7: Var(X)/p²"),
    Row("zeta", ("zeta_log_curvature(s)",), f"{UDD}, ch. 11: Var(log X)"),
    Row(
        "multinomial",
        ("n/p1+n/(1-p1-p2)", "n/(1-p1-p2)", "n/p2+n/(1-p1-p2)"),
        f"{DMD}, ch. 35; {TPE}, sec. 2.6",
    ),
    Row("bivariate normal", BINORMAL, f"{CMD}, ch. 46"),
)
