"""The functions and constants a text may name; nothing else can be reached from a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy
from sympy import Expr


@dataclass(frozen=True)
class Known:
    """A function a text may call.

    `largest` bounds the numbers it is given, one bound for each argument: without it a short
    text such as factorial(10**8) would fill the memory.
    """

    build: Callable[..., Expr]
    arities: tuple[int, ...] = (1,)
    largest: tuple[float, ...] = (1000,)

    def takes(self) -> str:
        """The number of arguments, in words.

        >>> FUNCTIONS["log"].takes(), FUNCTIONS["sin"].takes()
        ('1 or 2 arguments', '1 argument')
        """
        if len(self.arities) > 2:
            return f"{self.arities[0]} to {self.arities[-1]} arguments"
        plural = "" if self.arities == (1,) else "s"
        return " or ".join(map(str, self.arities)) + f" argument{plural}"


_EVERYDAY = 1e12
_ELEMENTARY = (
    *("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan"),
    *("asinh", "acosh", "atanh", "Abs", "sign"),
)  # fmt: skip
_SPECIAL = (
    *("sinh", "cosh", "tanh", "sech", "csch", "coth"),
    *("gamma", "loggamma", "digamma", "factorial", "erf", "erfc", "erfi", "Ei"),
    *("harmonic",),
)  # fmt: skip
# The first argument of these is an order: a number there becomes that many terms.
_OF_AN_ORDER = (
    *("besseli", "besselj", "besselk", "bessely", "lowergamma", "uppergamma", "expint"),
    *("polygamma", "polylog"),
)  # fmt: skip
_SEVERAL = tuple(range(1, 21))

FUNCTIONS: dict[str, Known] = {
    **{name: Known(getattr(sympy, name), (1,), (_EVERYDAY,)) for name in _ELEMENTARY},
    **{name: Known(getattr(sympy, name)) for name in _SPECIAL},
    **{name: Known(getattr(sympy, name), (2,), (20, 100)) for name in _OF_AN_ORDER},
    # These four are powers and logarithms, and the powers have bounds of their own.
    "exp": Known(sympy.exp),
    "sqrt": Known(sympy.sqrt),
    "cbrt": Known(sympy.cbrt),
    "log": Known(sympy.log, (1, 2), (float("inf"), float("inf"))),
    "E1": Known(sympy.E1, (1,), (100,)),
    "trigamma": Known(sympy.trigamma, (1,), (100,)),
    "zeta": Known(sympy.zeta, (1, 2), (50, 100)),
    "beta": Known(sympy.beta, (2,), (1000, 1000)),
    "binomial": Known(sympy.binomial, (2,), (1000, 1000)),
    "rf": Known(sympy.rf, (2,), (1000, 50)),
    "ff": Known(sympy.ff, (2,), (1000, 50)),
    "Max": Known(sympy.Max, _SEVERAL, (float("inf"),) * 20),
    "Min": Known(sympy.Min, _SEVERAL, (float("inf"),) * 20),
}

ALIASES = {
    "ln": "log",
    "Log": "log",
    "Exp": "exp",
    "Sqrt": "sqrt",
    "lgamma": "loggamma",
    "gammaln": "loggamma",
    "lnGamma": "loggamma",
    "logGamma": "loggamma",
    "Gamma": "gamma",
    "Γ": "gamma",
    "Beta": "beta",
    "B": "beta",
    "Β": "beta",
    "psi": "digamma",
    "ψ": "digamma",
    "abs": "Abs",
    "fabs": "Abs",
    "sgn": "sign",
    "max": "Max",
    "min": "Min",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arsinh": "asinh",
    "arcosh": "acosh",
    "artanh": "atanh",
    "binom": "binomial",
    "choose": "binomial",
    "comb": "binomial",
    "nCr": "binomial",
    "fact": "factorial",
    "Zeta": "zeta",
    "ζ": "zeta",
    "besselI": "besseli",
    "BesselI": "besseli",
    "besselJ": "besselj",
    "BesselJ": "besselj",
    "besselK": "besselk",
    "BesselK": "besselk",
    "Erf": "erf",
    "Erfc": "erfc",
    "Li": "polylog",
    "RisingFactorial": "rf",
    "FallingFactorial": "ff",
}

CONSTANTS: dict[str, Expr] = {
    "pi": sympy.pi,
    "π": sympy.pi,
    "E": sympy.E,
    "e": sympy.E,
    "EulerGamma": sympy.EulerGamma,
    "Catalan": sympy.Catalan,
}

INFINITIES = ("oo", "zoo", "nan", "inf")

# The names that no declaration may take.
RESERVED = frozenset({*CONSTANTS, *INFINITIES, "I", "True", "False"}) - {"e"}

# What reads its arguments in a way of its own.
FORMS = ("Sum", "Piecewise", "Eq", "Ne", "And", "Or", "Not")

# What people write for something that goes by another name here.
INSTEAD = {
    "I": "the imaginary unit has no place here",
    "floor": "a density with steps is written by cases, with Piecewise",
    "ceil": "a density with steps is written by cases, with Piecewise",
    "hyper": "write its series with Sum",
}


def known_function(name: str) -> Known | None:
    """The function of this name, if it is one that a text may call.

    >>> known_function("ln") is known_function("log"), known_function("eval")
    (True, None)
    """
    return FUNCTIONS.get(ALIASES.get(name, name))
