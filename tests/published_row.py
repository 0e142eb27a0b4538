"""What a row of the published matrices is, the functions that it may use, and the books that several rows cite."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

TPE = "Lehmann & Casella, Theory of Point Estimation, 2nd ed. (Springer 1998)"
CUD1 = "Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions, vol. 1, 2nd ed. (Wiley 1994)"
CUD2 = "Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions, vol. 2, 2nd ed. (Wiley 1995)"
UDD = "Johnson, Kemp & Kotz, Univariate Discrete Distributions, 3rd ed. (Wiley 2005)"
DMD = "Johnson, Kotz & Balakrishnan, Discrete Multivariate Distributions (Wiley 1997)"
CMD = "Kotz, Balakrishnan & Johnson, Continuous Multivariate Distributions, vol. 1, 2nd ed. (Wiley 2000)"
SIZE = "Kleiber & Kotz, Statistical Size Distributions in Economics and Actuarial Sciences (Wiley 2003)"
LAPLACE = "Kotz, Kozubowski & Podgórski, The Laplace Distribution and Generalizations (Birkhäuser 2001)"
CIRCLE = "Mardia & Jupp, Directional Statistics (Wiley 2000)"
LIFE = "Lawless, Statistical Models and Methods for Lifetime Data, 2nd ed. (Wiley 2003)"
BROWN = "L. D. Brown, Fundamentals of Statistical Exponential Families (IMS 1986)"
BAYES = "Bernardo & Smith, Bayesian Theory (Wiley 1994)"
GLM = "McCullagh & Nelder, Generalized Linear Models, 2nd ed. (Chapman & Hall 1989)"


@dataclass(frozen=True)
class Row:
    """One published matrix: the upper triangle, row by row, as text."""

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


def phi(z):
    return sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi)


def Phi(z):
    return sp.erfc(-z / sp.sqrt(2)) / 2


FUNCTIONS = {
    **{"trigamma": trigamma, "A": A, "phi": phi, "Phi": Phi, "zeta_log_curvature": zeta_log_curvature},
    **{"psi": sp.digamma, "Gamma": sp.gamma, "euler": sp.EulerGamma},
}
