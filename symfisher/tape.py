"""Expressions as a tape: a list of operations on numbered cells, each part that differs from the others done once.

What does not move with the variables is worked out when the tape is bound to values, and not at every node. Nothing is
written as text, and nothing executed.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import mpmath
import sympy
from mpmath import fp, mp
from sympy import Add, Basic, Integer, Mul, Pow, Rational, Symbol, log
from sympy.codegen.cfunctions import expm1, log1p

from symfisher.precise import bessel_k, exponential, less_one, machine_bessel_k, raised
from symfisher.steady import Complement, bounded_product, steady_logarithm, steady_sum

PRECISE: tuple[str, ...] = (
    "log",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "asin",
    "acos",
    "atan",
    "gamma",
    "loggamma",
    "beta",
)
PRECISE += ("erf", "erfc", "besseli", "besselj", "factorial", "binomial", "expint", "sign")
MACHINE = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "gamma", "erf", "erfc")
CONSTANTS: dict[Basic, Any] = {
    sympy.pi: mp.pi,
    sympy.E: mp.e,
    sympy.EulerGamma: mp.euler,
    sympy.oo: mp.inf,
    -sympy.oo: mp.ninf,
}
Operation = tuple[int, Callable[..., Any], int, int | None]


class NoTape(Exception):
    """An expression with a part that is no operation here: a sum, cases, a rare function."""


@cache
def _functions(precise: bool) -> Mapping[type, Callable[..., Any]]:
    """SymPy's functions as those of mpmath, or of machine numbers"""
    if not precise:
        plain = {getattr(sympy, name): getattr(math, name) for name in MACHINE}
        plain |= {expm1: math.expm1, log1p: math.log1p, sympy.atan2: math.atan2, Complement: math.erfc}
        counts = {sympy.factorial: fp.factorial, sympy.binomial: fp.binomial, sympy.beta: fp.beta}
        plain |= counts | {sympy.loggamma: math.lgamma, sympy.Abs: abs, sympy.sign: lambda x: math.copysign(1, x)}
        return plain | {sympy.polygamma: fp.psi, sympy.besseli: fp.besseli, sympy.besselk: machine_bessel_k}
    plain = {getattr(sympy, name): getattr(mpmath, name) for name in PRECISE}
    plain |= {expm1: less_one, log1p: mp.log1p, sympy.atan2: mp.atan2, Complement: mp.erfc}
    return plain | {sympy.exp: exponential, sympy.besselk: bessel_k, sympy.polygamma: mp.psi, sympy.Abs: abs}


class Tape:
    """Several expressions as functions of the variables, for values of their other symbols.

    Raises NoTape for what has no operation. `precise` numbers are mpmath's, others the machine's.

    >>> x, a = Symbol("x"), Symbol("a")
    >>> tape = Tape([x**2 + a + 1, x**2], [x], precise=False)
    >>> tape.bound({a: mp.mpf(5)}, float)(2.0)
    [10.0, 4.0]
    """

    def __init__(self, expressions: Iterable[Basic], variables: Sequence[Symbol], precise: bool) -> None:
        self.precise, self.variables = precise, frozenset(variables)
        self.places: dict[Any, int] = {variable: k for k, variable in enumerate(variables)}
        self.moving = set(self.places.values())
        self.numbers: dict[int, Callable[[], Any]] = {}
        self.symbols: dict[Symbol, int] = {}
        self.fixed: list[Operation] = []
        self.repeated: list[Operation] = []
        self.results = [self._place(e) for e in expressions]
        used = {k for _, _, *operands in self.repeated for k in operands}.union(self.results)
        self.handed = [k for k in used if k is not None and k not in self.moving]

    def bound(self, values: Mapping[Symbol, Any], plain: Callable[[Any], Any]) -> Callable[..., list[Any]]:
        """The function of the variables at these values, with `plain` of each number that it takes from them."""
        cells: list[Any] = [None] * len(self.places)
        for place, number in self.numbers.items():
            cells[place] = number()
        for symbol, place in self.symbols.items():
            cells[place] = values[symbol]
        _run(self.fixed, cells)
        for place in self.handed:
            cells[place] = cells[place] if isinstance(cells[place], int) else plain(cells[place])

        def function(*at: Any) -> list[Any]:
            row = cells.copy()
            row[: len(at)] = at
            _run(self.repeated, row)
            return [row[place] for place in self.results]

        return function

    def _place(self, e: Basic) -> int:
        """The cell that holds the value of the expression"""
        if e in self.places:
            return self.places[e]
        if (kept := self._steadier(e)) is not e:
            return self.places.setdefault(e, self._place(kept))
        if isinstance(e, (Add, Mul)):
            return self._joined(e, operator.add if isinstance(e, Add) else operator.mul)
        if isinstance(e, Pow):
            return self._power(e, *e.args)
        if isinstance(e, Symbol):
            self.symbols[e] = len(self.places)
            return self.places.setdefault(e, len(self.places))
        return self._number(e) if not e.args else self._applied(e)

    def _steadier(self, e: Basic) -> Basic:
        """The same number with more of its digits, or in the range of machine numbers"""
        if isinstance(e, Add):
            return steady_sum(e)
        if isinstance(e, log):
            return steady_logarithm(e)
        return e if self.precise or not isinstance(e, Mul) else bounded_product(e, self.variables)

    def _number(self, e: Basic) -> int:
        """Integers stay what they are"""
        if isinstance(e, Integer):
            return self._noted(e, lambda: e.p)
        if isinstance(e, Rational):
            return self._noted(e, lambda: mp.mpf(e.p) / e.q)
        if e not in CONSTANTS:
            raise NoTape(e)
        return self._noted(e, lambda: mp.mpf(CONSTANTS[e]))

    def _noted(self, key: Any, number: Callable[[], Any]) -> int:
        place = self.places.setdefault(key, len(self.places))
        self.numbers[place] = number
        return place

    def _applied(self, e: Basic) -> int:
        operands = [self._place(argument) for argument in e.args]
        functions = _functions(self.precise or self.moving.isdisjoint(operands))
        if type(e) not in functions or len(operands) > 2:
            raise NoTape(e)
        return self._operation(e, functions[type(e)], *operands)

    def _joined(self, e: Basic, join: Callable[..., Any]) -> int:
        """What is fixed first, as one"""
        operands = sorted(map(self._place, e.args), key=self.moving.__contains__)
        for k, operand in enumerate(operands[1:], 1):
            whole = e if k == len(operands) - 1 else (e, k)
            operands[k] = self._operation(whole, join, operands[k - 1], operand)
        return operands[-1]

    def _power(self, e: Basic, base: Basic, exponent: Basic) -> int:
        """An integer under a power is no int, as 2**-1 would be a float"""
        below = self._place(base) if not isinstance(base, Integer) else self._whole(base)
        if isinstance(exponent, Rational) and exponent.q == 2 and abs(exponent.p) == 1:
            precise = self.precise or below not in self.moving
            root = (base, "root") if exponent.p < 0 else e
            below = self._operation(root, mp.sqrt if precise else math.sqrt, below)
            if exponent.p > 0:
                return below
            exponent = Integer(-1)
        if exponent == -1:
            return self._operation(e, operator.truediv, self._whole(Integer(1)), below)
        return self._operation(e, operator.pow if exponent.is_number else raised, below, self._place(exponent))

    def _whole(self, integer: Integer) -> int:
        return (
            self.places[integer, "whole"]
            if (integer, "whole") in self.places
            else self._noted((integer, "whole"), lambda: mp.mpf(integer.p))
        )

    def _operation(self, key: Any, function: Callable[..., Any], first: int, second: int | None = None) -> int:
        if key in self.places:
            return self.places[key]
        place = self.places[key] = len(self.places)
        if first in self.moving or second in self.moving:
            self.moving.add(place)
            self.repeated.append((place, function, first, second))
        else:
            self.fixed.append((place, function, first, second))
        return place


def _run(operations: Iterable[Operation], cells: list[Any]) -> None:
    for place, function, first, second in operations:
        cells[place] = function(cells[first]) if second is None else function(cells[first], cells[second])
