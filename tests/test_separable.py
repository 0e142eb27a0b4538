"""Densities that are products over disjoint variables: one integral for each factor instead of one in all variables."""

from __future__ import annotations

import pytest
from mpmath import erf as mp_erf
from mpmath import exp as mp_exp
from mpmath import mpf, quad, workdps
from mpmath import pi as mp_pi
from mpmath import sqrt as mp_sqrt

from symfisher import Family, fisher
from symfisher.errors import DensityError
from symfisher.separable import separated

SKEW = "exp(-{x}^2/2)*(1 + erf(a*{x}/sqrt(2)))/sqrt(2*pi)"
WAITS = {f"x{k}": "positive" for k in range(1, 5)}
RATE = {"lam": "positive"}


def test_equal_factors_are_one():
    _, parts = separated(Family("*".join(SKEW.format(x=x) for x in "xyz"), dict.fromkeys("xyz", "real"), {"a": "real"}))
    assert [count for _, count in parts] == [3]


@pytest.mark.parametrize(
    "density, spaces",
    [
        ("exp(-x*y - x)*x", {"x": "positive", "y": "positive"}),  # they share a factor
        ("2*exp(-x - y)", {"x": "positive", "y": "(x, oo)"}),  # and these a bound
    ],
)
def test_what_hangs_together_stays_together(density, spaces):
    assert separated(Family(density, spaces, {"t": "real"}))[1] == ()


def test_digits_of_an_open_product_are_the_sum():
    info = fisher(Family("*".join(SKEW.format(x=x) for x in "xyz"), dict.fromkeys("xyz", "real"), {"a": "real"}))
    with workdps(30):
        a = mpf("0.7")

        def information(x):
            tail = 1 + mp_erf(a * x / mp_sqrt(2))
            slope = mp_sqrt(2 / mp_pi) * x * mp_exp(-((a * x) ** 2) / 2) / tail
            return slope**2 * mp_exp(-(x**2) / 2) * tail / mp_sqrt(2 * mp_pi)

        truth = 3 * quad(information, [-12, -4, 0, 4, 12])
        assert info.status == "open"
        assert abs(info.numeric({"a": "0.7"}, 15)[0] - truth) < 1e-15


def test_a_constant_that_is_off_by_a_thousandth_is_found_in_four_variables():
    density = "{c}*lam^4*exp(-lam*(x1 + x2 + x3 + x4))"
    assert fisher(Family(density.format(c=1), WAITS, RATE)).status == "closed"
    with pytest.raises(DensityError, match=r"integrates to 1\.001 "):
        fisher(Family(density.format(c="1.001"), WAITS, RATE))


def test_a_score_that_is_0_in_one_factor_does_not_keep_its_sum_from_settling():
    counts = {"x": "naturals", "y": "naturals"}
    density = "exp(a*x - exp(a))/x!*exp((a + b)*y - exp(a + b))/y!"
    info = fisher(Family(density, counts, {"a": "real", "b": "real"}))
    assert str(info.matrix.tolist()) == "[[(exp(b) + 1)*exp(a), exp(a + b)], [exp(a + b), exp(a + b)]]"
