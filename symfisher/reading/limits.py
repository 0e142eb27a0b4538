"""Puts SymPy expressions together, and refuses what could not be built in a moment.

SymPy evaluates while it builds: 9**9**9**9 or zeta(10**7) never come back.  Each part therefore
carries an approximate value when it is a constant, which is looked at before anything is built.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import (
    Add,
    E,
    Expr,
    Float,
    I,
    Mul,
    Pow,
    Rational,
    Sum,
    log,
    nan,
    oo,
    preorder_traversal,
    zoo,
)
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne
from sympy.logic.boolalg import Boolean, false, true

from symfisher.reading.functions import Known

MAX_POWER = 1000
MAX_BITS = 10_000
# All the numbers of an expression together; a text of the full length may be long sums of them.
_MAX_TOTAL_BITS = 80_000
_MAX_ROOT_BITS = 250
_MAX_ARGUMENT_BITS = 250
_DIGITS = 30
_CANCELLED = Float("1e-25", _DIGITS)
_TINY = Float("1e-20", _DIGITS)
_STRANGE = (zoo, nan, oo, -oo, I)
_HUGE = Float("1e3000", _DIGITS)


class RefusalError(Exception):
    """A thing not to build; whoever knows the column makes a ParseError of it."""


@dataclass(frozen=True)
class Part:
    """An expression, its approximate value if it is a constant, and the bits of its numbers."""

    expr: Expr
    size: Any
    bits: int


def part(expr: Expr, size: Expr | None = None) -> Part:
    """The part made of an expression that has just been built.

    >>> part(Rational(1, 4)).bits
    4
    """
    if expr.is_Symbol:
        return Part(expr, None, 0)
    if expr.is_Rational:
        return Part(expr, Float(expr, _DIGITS), _length(expr))
    if expr.has(*_STRANGE):
        _check_strange(expr)
    return Part(expr, _size(expr, size), _bits(expr))


def add(parts: Sequence[Part]) -> Part:
    """The sum of all parts, built in one go.

    >>> add([part(Rational(1, 3)), part(Rational(1, 6))]).expr
    1/2
    """
    _weigh(parts)
    sizes = _sizes(parts)
    return part(Add(*(each.expr for each in parts)), _total(sizes) if sizes else None)


def multiply(parts: Sequence[Part]) -> Part:
    """The product of all parts, built in one go.

    >>> multiply([part(Rational(1, 3)), part(Rational(6))]).expr
    2
    """
    _weigh(parts)
    sizes = _sizes(parts)
    return part(Mul(*(each.expr for each in parts)), Mul(*sizes) if sizes else None)


def negate(built: Part) -> Part:
    """The negative; there is nothing in it to refuse."""
    return Part(-built.expr, None if built.size is None else -built.size, built.bits)


def power(base: Part, exponent: Part) -> Part:
    """The power, when it is small enough to write down.

    >>> power(part(Rational(9)), part(Rational(1, 2))).expr
    3
    """
    if _known_negative(base) and not exponent.expr.is_integer:
        raise RefusalError("this power of a negative number is not a real number")
    if exponent.size is None:
        _check_symbolic_exponent(exponent.expr, base)
    elif base.size is None:
        _check_bits_of_power(base, exponent, MAX_POWER)
    else:
        _check_constant_power(base.size, exponent)
        _check_bits_of_power(base, exponent, math.inf)
    sizes = _sizes((base, exponent))
    return part(Pow(base.expr, exponent.expr), Pow(*sizes) if sizes else None)


def apply(known: Known, arguments: Sequence[Part]) -> Part:
    """The value of a function, when the numbers it is given are within bounds.

    >>> from symfisher.reading.functions import FUNCTIONS
    >>> apply(FUNCTIONS["gamma"], [part(Rational(5))]).expr
    24
    """
    _weigh(arguments)
    if known.build is log and any(map(_known_negative, arguments)):
        raise RefusalError("this logarithm of a negative number is not a real number")
    # Min and Max forget the order of their arguments, and any of them may be a number.
    for argument, largest in zip(arguments, known.largest, strict=False):
        if argument.size is not None:
            _check_argument(argument, largest)
    expr = known.build(*(argument.expr for argument in arguments))
    sizes = _sizes(arguments)
    return part(expr, _value(known, sizes) if sizes and not expr.has(zoo, nan) else None)


def compare(operator: str, left: Part, right: Part) -> Boolean:
    """The comparison, or true or false where it is known to be so.

    SymPy would decide an equality by rewriting it, which may take arbitrarily long.

    >>> from sympy import Symbol
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


def _check_strange(expr: Expr) -> None:
    if expr.has(zoo, nan) or not _only_ends_of_sums(expr):
        raise RefusalError("this is not finite: a division by zero or a pole")
    if expr.has(I):
        raise RefusalError("this is not a real number")


def _only_ends_of_sums(expr: Expr) -> bool:
    walk = preorder_traversal(expr)
    for each in walk:
        if isinstance(each, Sum):
            walk.skip()
        elif each in (oo, -oo):
            return False
    return True


def _size(expr: Expr, size: Expr | None) -> Float | None:
    if size is None and expr.free_symbols:
        return None
    size = (expr if size is None else size).evalf(_DIGITS)
    if size.has(zoo, nan, oo, -oo):
        raise RefusalError("this is not finite: a division by zero or a pole")
    if not size.is_real:
        raise RefusalError("this is not a real number")
    if not size.is_Number:
        raise RefusalError("the value of this constant cannot be found")
    if abs(size) > _HUGE:
        raise RefusalError("this number is too large")
    return Float(size, _DIGITS)


def _total(sizes: Sequence[Float]) -> Float:
    """The sum; where all digits cancel it is zero, as in sin(1)^2 + cos(1)^2 - 1."""
    total = Add(*sizes)
    return Float(0, _DIGITS) if abs(total) < _CANCELLED * max(map(abs, sizes)) else total


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
    if largest <= MAX_POWER and (tiny or argument.bits > _MAX_ARGUMENT_BITS):
        raise RefusalError("the number given to it is too small or has too many digits")


def _known_negative(built: Part) -> bool:
    if built.size is not None:
        return bool(built.size.is_negative)
    # Without the visible sign, SymPy may search for long to find that it does not know.
    return bool(built.expr.could_extract_minus_sign() and (-built.expr).is_positive)


def _sizes(parts: Sequence[Part]) -> list[Float]:
    """The approximate values of all parts; empty unless all are constants."""
    sizes = [each.size for each in parts if each.size is not None]
    return sizes if len(sizes) == len(parts) else []


def _bits(expr: Expr) -> int:
    return sum(_length(number) for number in expr.atoms(Rational))


def _length(number: Rational) -> int:
    return int(number.p).bit_length() + int(number.q).bit_length()


def _weigh(parts: Sequence[Part]) -> None:
    numbers = [each.bits for each in parts if each.expr.is_Rational]
    if sum(numbers) > MAX_BITS or sum(each.bits for each in parts) > _MAX_TOTAL_BITS:
        raise RefusalError("the numbers in this are too long")


def _check_symbolic_exponent(exponent: Expr, base: Part) -> None:
    """An exponent c*log(x) makes x**c, and numbers in it may leave it: 2**(x + 10**9)."""
    for term in Add.make_args(exponent):
        factors = Mul.make_args(term)
        numbers = [factor for factor in factors if factor.is_number]
        to_be_power = any(isinstance(factor, log) for factor in factors)
        alone = base.size is not None and base.expr != E and len(numbers) == len(factors)
        if (to_be_power or alone) and abs(Mul(*numbers).evalf(_DIGITS)) > MAX_POWER:
            raise RefusalError(f"a number in the exponent is beyond {MAX_POWER}")


def _check_bits_of_power(base: Part, exponent: Part, largest: float) -> None:
    count = abs(exponent.size)
    if count > largest:
        raise RefusalError(f"the exponent is beyond {largest}")
    if exponent.expr.is_Rational and base.bits * count > _MAX_TOTAL_BITS:
        raise RefusalError("the numbers in this power would be too long")
    if exponent.expr.is_integer or not exponent.expr.is_Rational:
        return
    # The root of an integer factors it.
    if max((_length(number) for number in base.expr.atoms(Rational)), default=0) > _MAX_ROOT_BITS:
        raise RefusalError("the number under this root is too long")


def _check_constant_power(base: Float, exponent: Part) -> None:
    if base.is_zero and not exponent.size.is_positive and not exponent.expr.is_zero:
        raise RefusalError("this divides by zero")
    if not base.is_zero and abs(exponent.size * log(abs(base))) > MAX_BITS * math.log(2):
        raise RefusalError("this power is too large or too small a number")
