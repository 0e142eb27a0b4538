"""fisher: a family's Fisher information matrix, in closed form where one is found, in digits always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from mpmath import mp, mpf
from sympy import Expr, ImmutableMatrix, Matrix, Rational, Symbol
from sympy.logic.boolalg import Boolean

from symfisher.edges import fault_at
from symfisher.errors import SymfisherError
from symfisher.expect.law import Law
from symfisher.membership import existence, fault, follows
from symfisher.model import Family
from symfisher.moments import information_in_digits
from symfisher.notation import HEADS
from symfisher.reading.text import read_expression
from symfisher.sampling import interior_points
from symfisher.singularity import null_directions, rank
from symfisher.space import Space
from symfisher.substitution import Undefined, evaluated, substituted
from symfisher.trace import Derivation

Value = Any
MOST_DIGITS, SAMPLE, CLAIMED = 1000, 60, 15
ROUTES = {
    "separate": "exponential family",
    "add_blocks": "independent blocks",
    "sum_over_outcomes": "finite space",
    "average_directions": "elliptical",
    "dirichlet_moment": "Dirichlet kernel",
    "change_variable": "pivot",
    "insert_moments": "pivot",
    "integrate_over_regions": "regions",
    "integrate_over_circle": "circle",
    "integrate_fractions": "partial fractions",
    "integrate_inner": "inner function",
    "sum_over_counts": "counts",
    "integrate": "integration",
}
"""The strategy that each rule belongs to."""


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

    @property
    def route(self) -> str:
        """How the entries were found: the name of a strategy of the engine; "none" where none was."""
        if self.derivation.bases:
            return "image"
        rules = {step.rule for step in self.derivation.walk()}
        return next((strategy for rule, strategy in ROUTES.items() if rule in rules), "none")

    @property
    def conditions(self) -> tuple[Boolean, ...]:
        """Where in the declared domains the matrix exists, as relations in the parameters."""
        relations = dict.fromkeys(relation for relation, _ in existence(self.derivation))
        return tuple(relation for relation in relations if not follows(relation, self.family))

    @property
    def rank(self) -> int:
        """The rank of the matrix at almost every point of the domains; SymfisherError for an open matrix."""
        return rank(self._closed(), self._points())

    @property
    def null_directions(self) -> tuple[ImmutableMatrix, ...]:
        """Columns v with F(θ) v = 0, as many as the rank lacks; SymfisherError for an open matrix."""
        return null_directions(self._closed(), self._points())

    def at(self, point: Mapping[Any, Value]) -> Matrix:
        """The matrix at exact values of some or all symbols, in the symbols that remain.

        Where the closed form is 0/0 it is the limit; in a count only if the definition agrees. Raises SymfisherError
        for values outside the domain, for an open matrix, and where there is no limit.
        """
        values = self._values(point)
        points = self._points(values)
        moving = [symbol for symbol in values if not self._space(symbol).discrete]
        try:
            return substituted(self._closed(), values, moving, points)
        except SymfisherError:
            if len(moving) == len(values) or self.status == "open":
                raise
            found = substituted(self._closed(), values, list(values), points)
            if not self._is_defined_so(found, {**points[0], **values}):
                raise
            return found

    def _is_defined_so(self, found: Matrix, point: Mapping[Symbol, Expr]) -> bool:
        """Whether the definition gives these numbers at the point"""
        values = {symbol: point[symbol] for symbol in self._symbols.values()}
        claimed, measured = (f(values, CLAIMED) for f in (partial(evaluated, found), partial(_measured, self.family)))
        return bool(mp.norm(claimed - measured, mp.inf) < mpf(10) ** (5 - CLAIMED) * mp.norm(measured, mp.inf))

    def numeric(self, point: Mapping[Any, Value], digits: int = 30) -> Any:
        """The matrix at `point` (every parameter and known symbol by name) to `digits` digits, as an mpmath matrix.

        From the closed form, or by quadrature of E[∂ᵢℓ ∂ⱼℓ]. Raises SymfisherError for a point outside the domain
        and where the digits cannot be reached.
        """
        if not isinstance(digits, int) or not 1 <= digits <= MOST_DIGITS:
            raise SymfisherError(f"digits: expected a whole number from 1 to {MOST_DIGITS}, got {digits!r}.")
        values = self._values(point)
        if missing := [name for name, symbol in self._symbols.items() if symbol not in values]:
            needed = ", ".join(self._symbols)
            raise SymfisherError(f"no value is given for {', '.join(missing)}; give one for each of {needed}.")
        if self.status == "open":
            return _measured(self.family, values, digits)
        try:
            return evaluated(self.matrix, values, digits)
        except Undefined:
            return self._where_undefined(values, digits)

    def _where_undefined(self, values: Mapping[Symbol, Expr], digits: int) -> Any:
        """The limit; by the definition where a count makes the closed form 0/0, as it cannot be moved."""
        try:
            return evaluated(self.at(values), {}, digits)
        except SymfisherError:
            if not any(self._space(symbol).discrete for symbol in values):
                raise
            return _measured(self.family, values, digits)

    @property
    def _symbols(self) -> dict[str, Symbol]:
        return {q.symbol.name: q.symbol for q in (*self.family.known, *self.family.parameters)}

    def _space(self, symbol: Symbol) -> Space:
        return next(q.space for q in (*self.family.known, *self.family.parameters) if q.symbol == symbol)

    def _closed(self) -> Matrix:
        if self.status == "open":
            raise SymfisherError("the matrix has no closed form; numeric gives its digits at a point.")
        return self.matrix

    def _points(self, values: Mapping[Symbol, Expr] = MappingProxyType({})) -> list[dict[Symbol, Expr]]:
        """Points at which the matrix exists, and would with these values; any points where none are found."""
        for count in (3, SAMPLE):
            points = interior_points(self.family, count)
            fitting = [p for p in points if not fault(self.derivation, self.family, {**p, **values})]
            if fitting:
                return fitting[:3]
        return points[:3]

    def _values(self, point: Mapping[Any, Value]) -> dict[Symbol, Expr]:
        """Exact values of declared symbols; numbers as text, int, float, SymPy or mpmath numbers."""
        if not isinstance(point, Mapping):
            raise SymfisherError("point: expected a mapping of names to numbers, as {'mu': 0, 'sigma': 2}.")
        needed = self._symbols
        given = {getattr(name, "name", name): _exact(value, str(name)) for name, value in point.items()}
        if unknown := sorted(set(map(str, given)) - set(needed)):
            raise SymfisherError(f"{unknown[0]!r} is no parameter or known symbol here; those are {', '.join(needed)}.")
        values = {needed[name]: value for name, value in given.items()}
        if found := fault(self.derivation, self.family, values):
            raise SymfisherError(f"{found}.")
        return values


def _exact(value: Value, name: str) -> Expr:
    """The number meant: text is read exactly, a float as the decimal it prints."""
    if isinstance(value, Expr) and value.is_number:
        return Rational(str(value)) if value.is_Float else value
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Rational, mpf)):
        raise SymfisherError(f"{name}: expected a number, got {type(value).__name__}.")
    return read_expression(mp.nstr(value, mp.dps) if isinstance(value, mpf) else str(value), {}, name)


def _measured(family: Family, values: Mapping[Symbol, Expr], digits: int) -> Any:
    """E[∂ᵢℓ ∂ⱼℓ] by quadrature or summation, which must find a mass of 1 as well."""
    law = Law(family)
    if fault := fault_at(law, values):
        raise SymfisherError(fault)
    found = information_in_digits(family, law.scores, values, digits)
    if abs(found.mass - 1) > mpf(10) ** (-digits):
        raise SymfisherError(f"quadrature finds a mass of {mp.nstr(found.mass, 8)} and not 1 at this point.")
    sizes = [abs(size) for k in range(found.information.rows) if (size := found.information[k, k])]
    if sizes and min(sizes) < max(sizes) * mpf(10) ** (-digits - 9):
        raise SymfisherError("the entries differ so much in size that the smallest has no digits; rescale a parameter.")
    return found.information
