"""Integrands that are not worth a try."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Function, Integer, Pow, Sum, Symbol, cancel, exp, expand, log
from sympy.functions.elementary.hyperbolic import HyperbolicFunction
from sympy.functions.elementary.trigonometric import TrigonometricFunction

ELEMENTARY = (exp, log, HyperbolicFunction, TrigonometricFunction)


def out_of_reach(f: Expr, x: Symbol) -> bool:
    """Whether f divides by a special function of x or takes its logarithm, or divides by 1 + e^D and holds an e^E where
    E/D is not constant: what such an integral may be SymPy does not know.

    >>> x, a = Symbol("x"), Symbol("a")
    >>> out_of_reach(exp(-(x**2)) / (1 + exp(a * x)), x), out_of_reach(exp(-x) / (1 + exp(-2 * x)), x)
    (True, False)
    """
    below = [part for part in _divisors(f) if part.has(x)]
    if any(part.has(Sum) or _is_special(part, x) for part in below):
        return True
    differences = [d for part in below for d in _differences(part, x)]
    if not differences:
        return False
    exponents = differences + [_moving(e, x) for e in _exponents(f, x)]
    return any(cancel(e / differences[0]).has(x) for e in exponents)


def _divisors(f: Expr) -> Iterator[Expr]:
    """What stands under a power that is no whole number from 0 on, or in a logarithm"""
    yield from (p.base for p in f.atoms(Pow) if not (p.exp.is_Integer and p.exp >= 0))
    yield from (logarithm.args[0] for logarithm in f.atoms(log))


def _is_special(part: Expr, x: Symbol) -> bool:
    return any(g.has(x) and not isinstance(g, ELEMENTARY) for g in part.atoms(Function))


def _differences(part: Expr, x: Symbol) -> list[Expr]:
    """The exponents of the terms of a sum of exponentials, less that of the first: e^A + e^B → B − A"""
    terms = [term for term in Add.make_args(expand(part)) if term.has(x)] if any(_exponents(part, x)) else []
    constants = [Integer(0)] if expand(part) != Add(*terms) else []
    exponents = [Add(*_exponents(term, x)) for term in terms] + constants
    return [moved for e in exponents[1:] if (moved := _moving(e - exponents[0], x)) != 0]


def _exponents(f: Expr, x: Symbol) -> Iterator[Expr]:
    """E of each e^E and b^(E/log b) that moves"""
    for power in f.atoms(exp, Pow):
        if power.exp.has(x):
            yield power.exp if isinstance(power, exp) else power.exp * log(power.base)


def _moving(exponent: Expr, x: Symbol) -> Expr:
    """Its part that moves with x"""
    return expand(exponent).as_independent(x, as_Add=True)[1]
