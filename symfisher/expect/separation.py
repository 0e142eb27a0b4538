"""ℓ as a sum of functions of the parameters times functions of the variables."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Integer, expand, expand_trig
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from symfisher.expect.law import Law


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
    expanded = expand(law.log_density, log=False)
    separation = _collect(expanded, law)
    if separation is None and expanded.has(TrigonometricFunction):
        separation = _collect(expand(expand_trig(expanded), log=False), law)
    return separation


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
    return Separation(tuple(ordered), tuple(natural[t] for t in ordered), log_partition, base)
