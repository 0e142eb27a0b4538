"""Expressions as they are put together, with what has to be known before going on.

SymPy evaluates while it builds: 9**9**9**9 or zeta(10**7) never come back.  Each part therefore
carries an approximate value when it is a constant, which is looked at before anything is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Float, I, Rational, Sum, nan, oo, preorder_traversal, zoo

DIGITS = 30
MAX_BITS = 10_000
# All the numbers of an expression together; a text of the full length may be long sums of them.
MAX_TOTAL_BITS = 80_000
_HUGE = Float("1e3000", DIGITS)
_STRANGE = (zoo, nan, oo, -oo, I)


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
        return Part(expr, Float(expr, DIGITS), length(expr))
    if expr.has(*_STRANGE):
        _check_strange(expr)
    return Part(expr, _size(expr, size), _bits(expr))


def sizes_of(parts: Sequence[Part]) -> list[Float]:
    """The approximate values of all parts; empty unless all are constants."""
    sizes = [each.size for each in parts if each.size is not None]
    return sizes if len(sizes) == len(parts) else []


def known_negative(built: Part) -> bool:
    """Whether it is plain that the value is negative.

    >>> from sympy import Symbol
    >>> known_negative(part(-1 - Symbol("x", positive=True)))
    True
    """
    if built.size is not None:
        return bool(built.size.is_negative)
    # Without the visible sign, SymPy may search for long to find that it does not know.
    return bool(built.expr.could_extract_minus_sign() and (-built.expr).is_positive)


def weigh(parts: Sequence[Part]) -> None:
    """Refuse parts whose numbers would be too long together.

    >>> weigh([part(Rational(1, 3))] * 1000)
    """
    numbers = [each.bits for each in parts if each.expr.is_Rational]
    if sum(numbers) > MAX_BITS or sum(each.bits for each in parts) > MAX_TOTAL_BITS:
        raise RefusalError("the numbers in this are too long")


def length(number: Rational) -> int:
    """The bits it takes to write the number down.

    >>> length(Rational(3, 8))
    6
    """
    return int(number.p).bit_length() + int(number.q).bit_length()


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
    size = (expr if size is None else size).evalf(DIGITS)
    if size.has(zoo, nan, oo, -oo):
        raise RefusalError("this is not finite: a division by zero or a pole")
    if not size.is_real:
        raise RefusalError("this is not a real number")
    if not size.is_Number:
        raise RefusalError("the value of this constant cannot be found")
    if abs(size) > _HUGE:
        raise RefusalError("this number is too large")
    return Float(size, DIGITS)


def _bits(expr: Expr) -> int:
    return sum(length(number) for number in expr.atoms(Rational))
