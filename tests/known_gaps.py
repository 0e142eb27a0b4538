"""What the suite knows not to work yet, and what it skips: one list, with reasons.

`test_known_gaps.py` fails as soon as an entry here starts to work, so that the entry is then removed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

REAL, POSITIVE, UNIT = {"x": "real"}, {"x": "positive"}, {"x": "unit"}


@dataclass(frozen=True)
class Gap:
    """A family and what fails: `open`, no closed form."""

    density: Any
    variables: Any
    parameters: Any
    fails: str
    reason: str
    known: Any = field(default_factory=dict)


GAPS = {
    "two-normal mixture": Gap(
        "w*exp(-x^2/2)/sqrt(2*pi)+(1-w)*exp(-(x-2)^2/2)/sqrt(2*pi)", REAL, {"w": "unit"}, "open", "has no closed form"
    ),
    "skew-normal": Gap(
        "exp(-x^2/2)*(1 + erf(a*x/sqrt(2)))/sqrt(2*pi)", REAL, {"a": "real"}, "open", "has no closed form"
    ),
}

# families that tests/definition.py cannot measure in machine numbers
UNMEASURED = {
    "Conway-Maxwell-Poisson": "its normalising sum has no end",
}

# families that it measures to two digits instead of six
COARSE = {
    "Pareto III": "an integrable pole at an end that is not 0, where machine numbers have no digits left",
    "Pareto IV": "an integrable pole at an end that is not 0, where machine numbers have no digits left",
    "beta:mean-variance": "an integrable pole at 1",
    "generalized arcsine": "an integrable pole at 1",
    "unit Birnbaum-Saunders": "an integrable pole at 1",
}

# families whose information is not minus the mean of the second derivative, as the density has a kink
NO_HESSIAN_FORM = {
    "Laplace": "a kink at the location",
    "Laplace:rate": "a kink at the location",
    "asymmetric Laplace": "a kink at the location",
    "asymmetric Laplace:scale": "a kink at the location",
    "asymmetric Laplace of a quantile": "a kink at the location",
    "Laplace regression": "a kink at the location",
    "log-Laplace": "a kink at the median",
    "triangular": "a kink at the mode",
}

# every skip in the suite: the fixture or test, and why
SKIPS = {
    "test_the_density_is_that_of_scipy": "without SciPy there is nothing to compare with",
    "test_a_generic_distribution": "without SciPy there is nothing to read",
    "test_a_frozen_distribution": "without SciPy there is nothing to read",
    "test_a_place_that_cannot_be_written_is_one_line": "/dev/null is a file of POSIX",
    "test_ctrl_c_ends_every_process": "Ctrl-C and groups of processes are those of POSIX",
    "pdflatex_or_skip": "without pdflatex there is nothing to compile a document with",
    "test_memory_is_bounded": "only POSIX bounds the memory of a process",
    "test_no_process_outlives_the_command": "signals are sent by POSIX means",
    "test_no_process_is_left_when_the_user_interrupts": "signals are sent by POSIX means",
}

# tests that run for these families alone without --slow, as a check takes seconds
SAMPLED = {
    "test_no_step_is_refuted": (
        *("normal", "normal:natural", "von Mises", "exponential:scale", "gamma", "gamma:rate", "inverse Gaussian"),
        *("Rayleigh", "Pareto", "beta", "Poisson", "Bernoulli:logit", "binomial", "logarithmic", "multinomial"),
        *("Weibull", "Gumbel", "Cauchy", "Laplace", "censored exponential", "linear regression"),
        *("zero-inflated Poisson", "lognormal"),
    ),
    "test_a_page_compiles": (
        *("normal:natural", "gamma:mean-cv", "generalized beta II", "bivariate normal", "ABO blood groups", "tobit"),
        *("von Mises-Fisher", "Wishart 2", "zero-and-one-inflated beta", "generalized Poisson", "Rice"),
    ),
}

# what only `pytest --slow` runs, each because it takes more than three seconds; by the end of its name
SLOW = (
    "test_conformance.py::test_keeps_its_promises[truncated normal]",
    "test_conformance.py::test_keeps_its_promises[skew hyperbolic]",
    "test_conformance.py::test_keeps_its_promises[bivariate t]",
    "test_conformance.py::test_keeps_its_promises[bivariate Cauchy]",
    "test_conformance.py::test_keeps_its_promises[censored normal]",
    "test_conformance.py::test_keeps_its_promises[censored Weibull]",
    "test_conformance.py::test_keeps_its_promises[Waring]",
    "test_conformance.py::test_keeps_its_promises[unit Weibull]",
    "test_conformance.py::test_keeps_its_promises[Ornstein-Uhlenbeck]",
    "test_conformance.py::test_keeps_its_promises[exponential-Poisson]",
    "test_conformance.py::test_keeps_its_promises[power Lindley]",
    "test_conformance.py::test_keeps_its_promises[exponentiated Weibull]",
    "test_conformance.py::test_keeps_its_promises[Gompertz-Makeham]",
    "test_conformance.py::test_keeps_its_promises[discrete Weibull]",
    "test_conformance.py::test_keeps_its_promises[wrapped normal]",
    "test_conformance.py::test_keeps_its_promises[beta-binomial]",
    "test_conformance.py::test_keeps_its_promises[mixture of two normals]",
    "test_conformance.py::test_keeps_its_promises[mixture of two known normals]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[Yule]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[Yule gamma]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[Yule 0]",
    "test_acceptance.py::test_an_open_one_has_digits[power Lindley]",
    "test_acceptance.py::test_an_open_one_has_digits[weighted exponential]",
    "test_acceptance.py::test_an_open_one_has_digits[negative binomial, both unknown]",
    "test_acceptance.py::test_an_open_one_has_digits[Waring]",
    "test_acceptance.py::test_an_open_one_has_digits[discrete Weibull]",
    "test_acceptance.py::test_an_open_one_has_digits[Poisson-Lindley]",
    "test_acceptance.py::test_an_open_one_has_digits[mixture of two known normals]",
    "test_acceptance.py::test_an_open_one_has_digits[normal mixture, means]",
    "test_acceptance.py::test_an_open_one_has_digits[beta-binomial]",
    "test_acceptance.py::test_an_open_one_has_digits[Conway–Maxwell–Poisson]",
    "test_acceptance.py::test_an_open_one_has_digits[skew-normal, location and scale]",
    "test_acceptance.py::test_an_open_one_has_digits[Rice]",
    "test_acceptance.py::test_an_open_one_has_digits[hyperbolic, skew]",
    "test_acceptance.py::test_an_open_one_has_digits[exponentiated Weibull]",
    "test_acceptance.py::test_an_open_one_has_digits[exponentially modified normal]",
    "test_acceptance.py::test_an_open_one_has_digits[Johnson SU, location]",
    "test_acceptance.py::test_an_open_one_has_digits[Gompertz–Makeham]",
    "test_acceptance.py::test_an_open_one_has_digits[noncentral chi-squared]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[beta-NB]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[beta-geometric]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[Waring]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[beta-geometric 1]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[beta-NB r known]",
    "test_counts.py::test_closed_form_is_the_sum_of_the_definition[beta-geometric mean]",
    "test_acceptance.py::test_is_closed_and_right[generalized logistic IV, location and scale]",
    "test_acceptance.py::test_is_closed_and_right[normal cut at two places]",
    "test_acceptance.py::test_is_closed_and_right[exponential-Poisson]",
    "test_acceptance.py::test_is_closed_and_right[unit Weibull]",
    "test_acceptance.py::test_is_closed_and_right[log-Lindley]",
    "test_acceptance.py::test_is_closed_and_right[linear density]",
    "test_acceptance.py::test_is_closed_and_right[quadratic density]",
    "test_acceptance.py::test_is_closed_and_right[tilted uniform]",
    "test_acceptance.py::test_is_closed_and_right[power Lindley]",
    "test_acceptance.py::test_is_closed_and_right[Yule–Simon]",
    "test_acceptance.py::test_is_closed_and_right[Yule–Simon, by gammas]",
    "test_acceptance.py::test_is_closed_and_right[Waring]",
    "test_acceptance.py::test_is_closed_and_right[beta-binomial of 3]",
    "test_acceptance.py::test_is_closed_and_right[discrete Weibull]",
    "test_acceptance.py::test_is_closed_and_right[mixture of two known normals]",
    "test_acceptance.py::test_is_closed_and_right[normal mixture, means]",
    "test_acceptance.py::test_is_closed_and_right[Skellam]",
    "test_acceptance.py::test_is_closed_and_right[beta-binomial]",
    "test_acceptance.py::test_is_closed_and_right[skew-normal]",
    "test_acceptance.py::test_is_closed_and_right[skew-normal, location and scale]",
    "test_acceptance.py::test_is_closed_and_right[Rice]",
    "test_acceptance.py::test_is_closed_and_right[hyperbolic, skew]",
    "test_acceptance.py::test_is_closed_and_right[exponentiated Weibull]",
    "test_acceptance.py::test_is_closed_and_right[exponentially modified normal]",
    "test_acceptance.py::test_is_closed_and_right[Johnson SU, location]",
    "test_acceptance.py::test_is_closed_and_right[Gompertz–Makeham]",
    "test_acceptance.py::test_is_closed_and_right[noncentral chi-squared]",
    "test_acceptance.py::test_is_closed_and_right[Cauchy and normal mixture]",
    "test_acceptance.py::test_is_closed_and_right[wrapped normal]",
    "test_acceptance.py::test_is_closed_and_right[binormal, five parameters]",
    "test_acceptance.py::test_is_closed_and_right[trinormal, precision by entries]",
    "test_acceptance.py::test_is_closed_and_right[Student in the plane]",
    "test_acceptance.py::test_is_closed_and_right[Cauchy in the plane]",
    "test_acceptance.py::test_is_closed_and_right[normal–gamma]",
    "test_acceptance.py::test_is_closed_and_right[gamma and its Poisson]",
    "test_acceptance.py::test_is_closed_and_right[exponential pair, product]",
    "test_acceptance.py::test_is_closed_and_right[exponential given its rate]",
    "test_acceptance.py::test_is_closed_and_right[Ornstein–Uhlenbeck, transition]",
    "test_acceptance.py::test_is_closed_and_right[Wishart of 2, degrees of freedom known]",
    "test_acceptance.py::test_is_closed_and_right[Wishart of 2, all parameters]",
)
