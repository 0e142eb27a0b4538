"""fisher: a family's Fisher information matrix, in closed form where one is found, in digits always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from mpmath import matrix as mp_matrix
from mpmath import mp, mpf, workdps
from sympy import Expr, Matrix, Rational, Symbol

from symfisher.compiling import vector
from symfisher.errors import SymfisherError
from symfisher.expect.law import Law
from symfisher.model import Family
from symfisher.moments import information_in_digits
from symfisher.notation import HEADS
from symfisher.reading.text import read_expression
from symfisher.sampling import inside
from symfisher.trace import Derivation

Value = Any
MOST_DIGITS, DOUBLINGS = 1000, 6


@dataclass(frozen=True, repr=False)
class Information:
    """The Fisher information matrix of a family; everything in it is read off `derivation`."""

    family: Family
    derivation: Derivation

    @cached_property
    def matrix(self) -> Matrix:
        """The n×n matrix in the declared symbols; an open entry stays an unevaluated expectation."""
        law, found = Law(self.family), {step.lhs: step.rhs for step in self.derivation.steps}
        entries = {pair: law.entry_head(*pair) for pair in law.pairs}
        count = len(self.parameters)
        return Matrix(count, count, lambda a, b: found.get(head := entries[min(a, b), max(a, b)], head))

    def __repr__(self) -> str:
        names = ", ".join(map(str, self.parameters))
        return f"Information({self.family.name or 'density'}; {names}; {self.status})"

    def _repr_latex_(self) -> str:
        from symfisher.render.latex import expression_latex

        return f"$$F(\\theta) = {expression_latex(self.matrix.as_immutable())}$$"

    @property
    def parameters(self) -> tuple[Symbol, ...]:
        """The symbols of rows and columns, in order."""
        return self.family.theta

    @property
    def status(self) -> str:
        """ "closed", or "open" where an entry has no closed form."""
        return "open" if self.matrix.has(*HEADS) else "closed"

    def numeric(self, point: Mapping[Any, Value], digits: int = 30) -> Any:
        """The matrix at `point` (every parameter and known symbol by name) to `digits` digits, as an mpmath matrix.

        From the closed form, or by quadrature of E[∂ᵢℓ ∂ⱼℓ]. Raises SymfisherError for a point outside the domain
        and where the digits cannot be reached.
        """
        if not isinstance(digits, int) or not 1 <= digits <= MOST_DIGITS:
            raise SymfisherError(f"digits: expected a whole number from 1 to {MOST_DIGITS}, got {digits!r}.")
        values = self._values(point)
        if self.status == "open":
            numeric = information_in_digits(self.family, Law(self.family).scores, values, digits)
            if abs(numeric.mass - 1) > mpf(10) ** (-digits):
                raise SymfisherError(f"quadrature finds a mass of {mp.nstr(numeric.mass, 8)} and not 1 at this point.")
            return numeric.information
        return _evaluated(self.matrix, values, digits)

    def _values(self, point: Mapping[Any, Value]) -> dict[Symbol, Expr]:
        """Exact values of the declared symbols; numbers as text, int, float, SymPy or mpmath numbers."""
        if not isinstance(point, Mapping):
            raise SymfisherError("point: expected a mapping of names to numbers, as {'mu': 0, 'sigma': 2}.")
        needed = {q.symbol.name: q.symbol for q in (*self.family.known, *self.family.parameters)}
        given = {getattr(name, "name", name): _exact(value, str(name)) for name, value in point.items()}
        if unknown := sorted(set(given) - set(needed)):
            raise SymfisherError(f"{unknown[0]!r} is no parameter or known symbol here; those are {', '.join(needed)}.")
        if missing := [name for name in needed if name not in given]:
            raise SymfisherError(
                f"no value is given for {', '.join(missing)}; give one for each of {', '.join(needed)}."
            )
        values = {needed[name]: value for name, value in given.items()}
        if not inside(self.family, values):
            raise SymfisherError("the point does not lie inside the declared domains.")
        return values


def _exact(value: Value, name: str) -> Expr:
    """The number meant: text is read exactly, a float as the decimal it prints."""
    if isinstance(value, Expr) and value.is_number:
        return Rational(str(value)) if value.is_Float else value
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Rational, mpf)):
        raise SymfisherError(f"{name}: expected a number, got {type(value).__name__}.")
    return read_expression(mp.nstr(value, mp.dps) if isinstance(value, mpf) else str(value), {}, name)


def _evaluated(closed: Matrix, values: Mapping[Symbol, Expr], digits: int) -> Any:
    """The matrix at growing precision, until two results agree in every digit asked for."""
    previous = None
    for power in range(DOUBLINGS):
        with workdps((digits + 15) * 2**power):
            entries = vector(list(closed), (), dict(values))()
            if not all(mp.isfinite(entry) for entry in entries):
                break
            if previous is not None and all(map(partial(_agree, digits), previous, entries)):
                return _shaped(entries, closed.rows)
        previous = entries
    raise SymfisherError(f"{digits} digits of the closed form cannot be reached at this point.")


def _agree(digits: int, a: Any, b: Any) -> bool:
    return abs(a - b) <= mpf(10) ** (-digits) * max(abs(b), mpf(10) ** (-digits))


def _shaped(entries: list[Any], count: int) -> Any:
    return mp_matrix([[entries[a * count + b] for b in range(count)] for a in range(count)])
