"""Sums, products, values of functions and comparisons that are built in a moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sympy import Add, Expr, Float, Mul, log, nan, zoo
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne
from sympy.logic.boolalg import Boolean, false, true

from symfisher.reading.functions import Known
from symfisher.reading.parts import (
    DIGITS,
    Part,
    RefusalError,
    known_negative,
    part,
    sizes_of,
    weigh,
)
from symfisher.reading.powers import check_radicals

_CANCELLED = Float("1e-25", DIGITS)
_SPECIAL = 1000
_TINY = Float("1e-20", DIGITS)
_MAX_ARGUMENT_BITS = 250


def add(parts: Sequence[Part]) -> Part:
    """The sum of all parts, built in one go.

    >>> from sympy import Rational
    >>> add([part(Rational(1, 3)), part(Rational(1, 6))]).expr
    1/2
    """
    weigh(parts)
    sizes = sizes_of(parts)
    return part(Add(*(each.expr for each in parts)), _total(sizes) if sizes else None)


def multiply(parts: Sequence[Part]) -> Part:
    """The product of all parts, built in one go.

    >>> from sympy import Rational
    >>> multiply([part(Rational(1, 3)), part(Rational(6))]).expr
    2
    """
    weigh(parts)
    check_radicals([each.expr for each in parts])
    sizes = sizes_of(parts)
    return part(Mul(*(each.expr for each in parts)), Mul(*sizes) if sizes else None)


def negate(built: Part) -> Part:
    """The negative; there is nothing in it to refuse."""
    return Part(-built.expr, None if built.size is None else -built.size, built.bits)


def apply(known: Known, arguments: Sequence[Part]) -> Part:
    """The value of a function, when the numbers it is given are within bounds.

    >>> from sympy import Rational
    >>> from symfisher.reading.functions import FUNCTIONS
    >>> apply(FUNCTIONS["gamma"], [part(Rational(5))]).expr
    24
    """
    weigh(arguments)
    if known.build is log and any(map(known_negative, arguments)):
        raise RefusalError("this logarithm of a negative number is not a real number")
    if known.build is log and len(arguments) == 2 and arguments[1].expr.is_zero:
        raise RefusalError("zero is no base of a logarithm")
    # Min and Max forget the order of their arguments, and any of them may be a number.
    for argument, largest in zip(arguments, known.largest, strict=False):
        if argument.size is not None:
            _check_argument(argument, largest)
    expr = known.build(*(argument.expr for argument in arguments))
    sizes = sizes_of(arguments)
    return part(expr, _value(known, sizes) if sizes and not expr.has(zoo, nan) else None)


def compare(operator: str, left: Part, right: Part) -> Boolean:
    """The comparison, or true or false where it is known to be so.

    SymPy would decide an equality by rewriting it, which may take arbitrarily long.

    >>> from sympy import Rational, Symbol
    >>> compare("<", part(Rational(0)), part(Symbol("x", positive=True)))
    True
    """
    difference = add([left, negate(right)])
    relation, holds, fails = _RELATIONS[operator]
    evidence = difference.expr if difference.size is None else difference.size
    if getattr(evidence, holds):
        return true
    return false if getattr(evidence, fails) else relation(left.expr, right.expr, evaluate=False)


_RELATIONS: dict[str, tuple[Callable[..., Boolean], str, str]] = {
    "<": (Lt, "is_negative", "is_nonnegative"),
    "<=": (Le, "is_nonpositive", "is_positive"),
    ">": (Gt, "is_positive", "is_nonpositive"),
    ">=": (Ge, "is_nonnegative", "is_negative"),
    "==": (Eq, "is_zero", "is_nonzero"),
    "!=": (Ne, "is_nonzero", "is_zero"),
}


def _total(sizes: Sequence[Float]) -> Float:
    """The sum; where all digits cancel it is zero, as in sin(1)^2 + cos(1)^2 - 1."""
    total = Add(*sizes)
    return Float(0, DIGITS) if abs(total) < _CANCELLED * max(map(abs, sizes)) else total


def _value(known: Known, sizes: Sequence[Float]) -> Expr | None:
    try:
        return known.build(*sizes)
    except (TypeError, ValueError):
        # Some functions know their value at an integer and not at the same decimal.
        return None


def _check_argument(argument: Part, largest: float) -> None:
    if abs(argument.size) > largest:
        raise RefusalError(f"the number given to it is beyond {largest:.4g}")
    tiny = not argument.size.is_zero and abs(argument.size) < _TINY
    # Next to a pole or to an integer, mpmath works with ever more digits.
    if largest <= _SPECIAL and (tiny or argument.bits > _MAX_ARGUMENT_BITS):
        raise RefusalError("the number given to it is too small or has too many digits")
