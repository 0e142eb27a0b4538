"""ℓ as a sum of functions of the parameters times functions of the variables."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Integer, Pow, expand, expand_trig, gamma, log, loggamma
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from symfisher.expect.factored import factor_safely
from symfisher.expect.law import Law

MOST_TERMS = 8


@dataclass(frozen=True)
class Separation:
    """ℓ = Σₖ ηₖ Tₖ − A + log h, with η and A functions of the parameters, T and h of the variables."""

    statistics: tuple[Expr, ...]
    natural: tuple[Expr, ...]
    log_partition: Expr
    log_base: Expr

    @property
    def log_density(self) -> Expr:
        """The separated sum."""
        products = (eta * t for eta, t in zip(self.natural, self.statistics, strict=True))
        return Add(*products, -self.log_partition, self.log_base)


def separate(law: Law) -> Separation | None:
    """The separation of ℓ, or None where a term mixes parameters and variables.

    >>> from symfisher.model import Family
    >>> separation = separate(Law(Family("lam*exp(-lam*x)", {"x": "(0, oo)"}, {"lam": "positive"})))
    >>> separation.statistics, separation.natural, separation.log_partition
    ((x,), (-lam,), -log(lam))
    """
    if any(_mixes(e, law) for e in law.log_density.atoms(log)):
        return None
    expanded = _flat_bits(expand(law.log_density, log=False), law)
    separation = _collect(expanded, law)
    if separation is None and expanded.has(TrigonometricFunction):
        separation = _collect(expand(expand_trig(expanded), log=False), law)
    return separation


def _mixes(e: Expr, law: Law) -> bool:
    """Whether parameters and variables stand together in it; a logarithm in which they do is not taken apart"""
    return e.has(*law.omega) and e.has(*law.family.theta)


def _flat_bits(expanded: Expr, law: Law) -> Expr:
    """z² → z for a variable that is 0 or 1"""
    bits = {v.symbol for v in law.family.variables if v.space.discrete and (v.space.lower, v.space.upper) == (0, 1)}
    powers = {e: e.base for e in expanded.atoms(Pow) if e.base in bits and e.exp.is_Integer and e.exp > 0}
    return expanded.xreplace(powers) if powers else expanded


def _collect(expanded: Expr, law: Law) -> Separation | None:
    """Terms grouped by their statistic."""
    natural: dict[Expr, Expr] = {}
    base = Integer(0)
    for term in Add.make_args(expanded):
        coefficient, statistic = term.as_independent(*law.omega, as_Add=False)
        if statistic.has(*law.family.theta):
            return None
        if coefficient.has(*law.family.theta):
            natural[statistic] = natural.get(statistic, Integer(0)) + coefficient
        else:
            base += term
    log_partition = -natural.pop(Integer(1), Integer(0))
    ordered = sorted(natural, key=lambda t: t.sort_key())
    return Separation(
        tuple(ordered),
        tuple(_one_quotient(natural[t]) for t in ordered),
        _one_quotient(log_partition),
        base,
    )


def _one_quotient(total: Expr) -> Expr:
    """A long sum of fractions as one of them, beside its logarithms."""
    if len(Add.make_args(total)) <= MOST_TERMS:
        return total
    plain, special = total.as_independent(log, loggamma, gamma, as_Add=True)
    return factor_safely(plain) + special
