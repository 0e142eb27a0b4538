"""Whether the two sides of a step agree as numbers: digits for =, the observed order for ≈."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mpmath import mp, mpf
from sympy import Basic, Expr, Rational

from symfisher.evaluation import Meaning
from symfisher.model import Family
from symfisher.sampling import Point
from symfisher.sums import Estimate
from symfisher.trace import Order
from symfisher.verdicts import Result

Pair = tuple[Basic, Basic]
NEAR = Rational(1, 8)
SHRINKING = ((Rational(1, 10**3), Rational(1, 10**4)), (Rational(1, 10**5), Rational(1, 10**6)))
FEW, QUICK = 10, 6


@dataclass(frozen=True)
class Witness:
    """A family at a random point, with a random ω and a direction in which θ is displaced."""

    family: Family
    point: Point
    direction: tuple[Expr, ...]
    digits: int
    deadline: float | None
    meanings: dict[Any, Meaning] = field(default_factory=dict, compare=False, repr=False)

    def at(self, size: Expr = NEAR, more: int = 0) -> Meaning:
        """The meaning of expressions for δ = size · direction, `more` digits than asked for."""
        if (size, more) not in self.meanings:
            displaced = tuple(size * component for component in self.direction)
            digits = self.digits + 2 + more
            meaning = Meaning(self.family, self.point, displaced, digits, self.deadline)
            self.meanings[size, more] = meaning
        return self.meanings[size, more]


def equality(pair: Pair, witness: Witness) -> Result:
    """Both sides to the digits asked for; nested integrals first to a few digits, which are enough to refute."""
    nested = sum(1 for v in witness.family.variables if not v.space.discrete) > 1
    if nested and (result := _agreement(pair, witness, QUICK - witness.digits)).status == "refuted":
        return result
    return _agreement(pair, witness)


def _agreement(pair: Pair, witness: Witness, more: int = 0) -> Result:
    """Both sides with `more` digits; a difference counts when finer integrals keep it."""
    result, difference = _compared(pair, witness.at(more=more), witness.digits)
    if result.status != "refuted":
        return result
    finer, again = _compared(pair, witness.at(more=more + 8), witness.digits)
    if finer.status == "refuted" and abs(again - difference) > abs(difference) / 100:
        return Result("unknown", finer.digits, "the integrals do not settle")
    return finer


def _compared(pair: Pair, meaning: Meaning, digits: int) -> tuple[Result, Any]:
    left, right = map(meaning.estimate, pair)
    with mp.workdps(meaning.working):
        difference, error = abs(left.value - right.value), left.error + right.error
        scale = max(left.scale, right.scale, mpf(10) ** -6)
        if not (mp.isfinite(difference) and mp.isfinite(error)):
            return Result("unknown", None, "no finite value"), difference
        reached = _digits(difference / scale, meaning.digits)
        if reached >= digits:
            return Result("agrees", reached), difference
        if difference <= 1000 * error:
            status = "agrees" if reached >= FEW else "unknown"
            return Result(status, reached, "as far as the integrals reach"), difference
        shown = f"{mp.nstr(left.value, 12)} against {mp.nstr(right.value, 12)}"
        return Result("refuted", max(reached, 0), shown), difference


def _digits(relative: Any, most: int) -> int:
    return min(most, int(-mp.log10(relative))) if relative else most


def order(pair: Pair, claimed: Order, witness: Witness) -> Result:
    """The slope of log |lhs − rhs| against log |δ|; a doubt is settled by smaller δ."""
    result = Result("unknown")
    for sizes in SHRINKING:
        result = _order_at(pair, claimed, witness, sizes)
        if result.status != "refuted":
            break
    return result


def _order_at(pair: Pair, claimed: Order, witness: Witness, sizes: tuple[Expr, Expr]) -> Result:
    """The order of what is dropped; one more when the leading term is taken away as well."""
    meanings = [witness.at(size) for size in sizes]
    dropped = [_difference(meaning, *pair) for meaning in meanings]
    result = _slope(dropped, sizes, claimed.power, meanings[0])
    if result.status != "agrees" or claimed.leading is None:
        return result
    left = [_difference(meaning, *pair, claimed.leading) for meaning in meanings]
    rest = _slope(left, sizes, claimed.power + 1, meanings[0])
    return Result(rest.status, None, f"{result.detail}; without the leading term {rest.detail}")


def _difference(meaning: Meaning, first: Basic, *others: Basic) -> Estimate:
    """The first less all the others."""
    with mp.workdps(meaning.working):
        return sum((-meaning.estimate(other) for other in others), meaning.estimate(first))


def _slope(left: list[Estimate], sizes: tuple[Expr, Expr], claimed: int, meaning: Meaning) -> Result:
    with mp.workdps(meaning.working):
        noise = [100 * e.error + e.scale * mpf(10) ** -meaning.digits for e in left]
        values = [abs(e.value) for e in left]
        if not all(map(mp.isfinite, (*values, *noise))):
            return Result("unknown", None, "no finite value")
        if all(value <= floor for value, floor in zip(values, noise, strict=True)):
            return Result("agrees", None, "no difference")
        larger, smaller = (max(value, floor) for value, floor in zip(values, noise, strict=True))
        slope = mp.log(larger / smaller) / mp.log(float(sizes[0] / sizes[1]))
        detail = f"observed order {mp.nstr(slope, 4)} for {claimed}"
        if slope >= claimed - 0.05:
            return Result("agrees", None, detail)
        return Result("refuted" if values[1] > noise[1] else "unknown", None, detail)


def definite(rows: Iterable[Iterable[Basic]], witness: Witness) -> Result:
    """Whether the matrix is symmetric and positive semidefinite at the point."""
    meaning = witness.at()
    values = [[meaning.estimate(entry).value for entry in row] for row in rows]
    with mp.workdps(meaning.working):
        matrix = mp.matrix(values)
        size = mp.mnorm(matrix, 1) * mpf(10) ** -witness.digits
        if mp.mnorm(matrix - matrix.T, 1) > size:
            return Result("refuted", None, "not symmetric")
        least = min(mp.eigsy(matrix, eigvals_only=True))
        if least < -size:
            return Result("refuted", None, f"not positive semidefinite: eigenvalue {mp.nstr(least, 5)}")
        return Result("agrees", witness.digits)
