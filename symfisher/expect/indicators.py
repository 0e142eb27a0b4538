"""Cases in a variable of few outcomes as polynomials in it, so that ℓ separates."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Piecewise, cancel, expand

from symfisher.model import Family, Quantity

MOST_OUTCOMES = 8


def without_cases(logarithm: Expr, family: Family) -> Expr:
    """Terms f_v where x = v → Σ f_v Π (x − w)/(v − w), for each x of few integers beside variables of many.

    >>> mixed = Family(
    ...     "Piecewise((a*exp(-a*x-b*x), Eq(d, 1)), (b*exp(-a*x-b*x), True))",
    ...     {"x": "positive", "d": "0..1"},
    ...     {"a": "positive", "b": "positive"},
    ... )
    >>> from sympy import Piecewise, Eq, log
    >>> a, b, d = (mixed.symbol(name) for name in "abd")
    >>> without_cases(Piecewise((log(a), Eq(d, 1)), (log(b), True)), mixed)
    d*log(a) + (1 - d)*log(b)
    """
    for variable in beside_others(family):
        logarithm = Add(*(_interpolated(term, variable) for term in Add.make_args(logarithm)))
    return logarithm


def beside_others(family: Family) -> tuple[Quantity, ...]:
    """The variables of few outcomes, where there are others too."""
    few = tuple(v for v in family.variables if _outcomes(v))
    return few if len(few) < len(family.variables) else ()


def tells_outcomes(cases: Expr, family: Family) -> bool:
    """Whether these are cases of a variable of few outcomes alone."""
    names = {v.symbol for v in beside_others(family)}
    return isinstance(cases, Piecewise) and all(when.free_symbols <= names for _, when in cases.args)


def _outcomes(variable: Quantity) -> list[Expr]:
    """The integers of a short range with numbers as ends"""
    low, high = variable.space.lower, variable.space.upper
    if not (variable.space.discrete and low.is_Integer and high.is_Integer and high - low < MOST_OUTCOMES):
        return []
    return [low + k for k in range(int(high - low) + 1)]


def _interpolated(term: Expr, variable: Quantity) -> Expr:
    x, outcomes = variable.symbol, _outcomes(variable)
    if not any(when.has(x) for cases in term.atoms(Piecewise) for _, when in cases.args):
        return term
    values = [term.subs(x, v) for v in outcomes]
    if any(value.has(Piecewise) for value in values):
        return term
    same = Add(*(t for t in Add.make_args(values[0]) if all(t in Add.make_args(value) for value in values)))
    weights = [Mul(*((x - w) / (v - w) for w in outcomes if w != v)) for v in outcomes]
    return same + Add(*(cancel(w) * expand(value - same, log=False) for w, value in zip(weights, values, strict=True)))
