"""Integrands that are not worth a try."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Dummy, Expr, Function, Integer, Pow, Sum, Symbol, cancel, exp, expand, log, polygamma
from sympy.functions.elementary.hyperbolic import HyperbolicFunction
from sympy.functions.elementary.trigonometric import TrigonometricFunction

ELEMENTARY = (exp, log, HyperbolicFunction, TrigonometricFunction)


def out_of_reach(f: Expr, x: Symbol) -> bool:
    """Whether SymPy knows no such integral: f holds digammas of x or more than Meijer's G knows, divides by a special
    function of x or takes its logarithm, or divides by 1 + e^D and holds an e^E where E/D is not constant.

    >>> x, a = Symbol("x"), Symbol("a")
    >>> out_of_reach(exp(-(x**2)) / (1 + exp(a * x)), x), out_of_reach(exp(-x) / (1 + exp(-2 * x)), x)
    (True, False)
    >>> out_of_reach(exp(-x) * log(x) / (1 + x), x), out_of_reach(exp(-x) / (1 + x), x)
    (True, False)
    """
    below = [part for part in _divisors(f) if part.has(x)]
    if any(g.has(x) for g in f.atoms(polygamma)) or any(part.has(Sum) or _is_special(part, x) for part in below):
        return True
    if any(_is_root(e, x) for e in _exponents(f, x)):
        return True
    logarithms = any(g.has(x) for g in f.atoms(log))
    if logarithms and any(_exponents(f, x)) and any(_has_three_kinds(term, x) for term in _terms(f, x)):
        return True
    differences = [d for part in below for d in _differences(part, x)]
    if not differences:
        return False
    exponents = differences + [_moving(e, x) for e in _exponents(f, x)]
    return any(cancel(e / differences[0]).has(x) for e in exponents)


def _is_root(exponent: Expr, x: Symbol) -> bool:
    """Whether it holds a root of a sum: no G-function has such an argument"""
    return any(isinstance(p.base, Add) and p.base.has(x) and not p.exp.is_Integer for p in exponent.atoms(Pow))


def _terms(f: Expr, x: Symbol) -> tuple[Expr, ...]:
    """The terms, multiplied out; sums without x have names, as SymPy would multiply them into denominators"""
    names: dict[Expr, Expr] = {}
    named = f.replace(lambda e: isinstance(e, Add) and not e.has(x), lambda e: names.setdefault(e, Dummy()))
    return Add.make_args(expand(named))


def _has_three_kinds(term: Expr, x: Symbol) -> bool:
    """Whether a logarithm, an exponential and a power of a sum are multiplied: of G-functions, two at most"""
    factors = [base for base in term.as_powers_dict() if base.has(x)]
    sums = any(isinstance(g, Add) for g in factors)
    return sums and any(isinstance(g, log) for g in factors) and any(True for _ in _exponents(term, x))


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
