"""The mass beyond a cut, in closed form and as textbooks write it."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher import ParseError, family

C = {"c": "positive"}
BEYOND = {
    "exponential": "exp(-c*lam)",
    "gamma": "uppergamma(k, c/theta)/gamma(k)",
    "chi-squared": "uppergamma(nu/2, c/2)/gamma(nu/2)",
    "inverse gamma": "lowergamma(alpha, beta/c)/gamma(alpha)",
    "Nakagami": "uppergamma(m, c**2*m/omega)/gamma(m)",
    "Weibull": "exp(-(c/lam)**k)",
    "lognormal": "1/2 - erf(sqrt(2)*(log(c) - mu)/(2*sigma))/2",
    "Lomax": "s**a/(c + s)**a",
}


@pytest.mark.parametrize("name", BEYOND)
def test_the_mass_beyond_a_cut(name):
    censored = family(name).censor(upper="c", known=C)
    ((_, mass),) = censored.atoms
    symbols = {q.symbol.name: q.symbol for q in (*censored.parameters, *censored.known)}
    assert mass == sp.sympify(BEYOND[name], locals=symbols)


def test_the_mass_before_a_cut():
    cut = family("gamma").truncate(upper="c", known=C)
    assert str(cut.density) == "x**(k - 1)*exp(-x/theta)/(theta**k*lowergamma(k, c/theta))"


def test_what_is_not_found():
    with pytest.raises(ParseError, match="no closed form is found for the mass of Laplace"):
        family("Laplace").truncate(upper="c", known={"c": "real"})
