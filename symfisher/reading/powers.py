"""Powers that are built in a moment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sympy import Add, E, Expr, Float, Integer, Mul, Pow, Rational, log

from symfisher.reading.parts import (
    DIGITS,
    MAX_BITS,
    MAX_TOTAL_BITS,
    Part,
    RefusalError,
    known_negative,
    length,
    part,
    sizes_of,
)

MAX_POWER = 1000
_MAX_ROOT_BITS = 250
_MAX_RADICAL_BITS = 2_000
# As far as SymPy itself looks for factors.
_LARGEST_FACTOR = 2**15


def power(base: Part, exponent: Part) -> Part:
    """The power, when it is small enough to write down.

    >>> power(part(Rational(9)), part(Rational(1, 2))).expr
    3
    """
    if not exponent.expr.is_Integer and known_negative(base) and not exponent.expr.is_integer:
        raise RefusalError("this power of a negative number is not a real number")
    if exponent.size is None:
        _check_symbolic_exponent(exponent.expr, base)
    elif base.size is None:
        _check_bits_of_power(base, exponent, MAX_POWER)
    else:
        _check_constant_power(base.size, exponent)
        _check_bits_of_power(base, exponent, math.inf)
    for number, root in _roots(base.expr, exponent.expr):
        _check_root(number, root)
    sizes = sizes_of((base, exponent))
    return part(Pow(base.expr, exponent.expr), Pow(*sizes) if sizes else None)


def check_radicals(factors: Sequence[Expr], outer: int = 1) -> None:
    """Refuse roots of so high a degree that SymPy would write 12**(p/q) as (4**p*3**p)**(1/q).

    >>> check_radicals([Integer(10)], 10**9)
    >>> check_radicals([Integer(12)], 10**9)
    Traceback (most recent call last):
    ...
    symfisher.reading.parts.RefusalError: this power of 12 has an exponent of too many digits
    """
    pairs = [each.as_base_exp() for expr in factors for each in Mul.make_args(expr)]
    radicals = [(base, root.q) for base, root in pairs if base.is_Rational and root.is_Rational]
    degree = outer * math.lcm(*(root for _, root in radicals))
    for number, _ in radicals:
        too_long = degree > 1 and degree * length(number) > _MAX_RADICAL_BITS
        if too_long and (_is_uneven(number.p) or _is_uneven(number.q)):
            raise RefusalError(f"this power of {number} has an exponent of too many digits")


def _check_symbolic_exponent(exponent: Expr, base: Part) -> None:
    """An exponent c*log(x) makes x**c, and numbers in it may leave it: 2**(x + 10**9)."""
    for term in Add.make_args(exponent):
        factors = Mul.make_args(term)
        numbers = [factor for factor in factors if factor.is_number]
        to_be_power = any(isinstance(factor, log) for factor in factors)
        alone = base.size is not None and base.expr != E and len(numbers) == len(factors)
        if (to_be_power or alone) and abs(Mul(*numbers).evalf(DIGITS)) > MAX_POWER:
            raise RefusalError(f"a number in the exponent is beyond {MAX_POWER}")


def _check_bits_of_power(base: Part, exponent: Part, largest: float) -> None:
    count = abs(exponent.size)
    if count > largest:
        raise RefusalError(f"the exponent is beyond {largest}")
    if exponent.expr.is_Rational and base.bits * count > MAX_TOTAL_BITS:
        raise RefusalError("the numbers in this power would be too long")


def _check_constant_power(base: Float, exponent: Part) -> None:
    if base.is_zero and not exponent.size.is_positive and not exponent.expr.is_zero:
        raise RefusalError("this divides by zero")
    if not base.is_zero and abs(exponent.size * log(abs(base))) > MAX_BITS * math.log(2):
        raise RefusalError("this power is too large or too small a number")


def _roots(base: Expr, exponent: Expr) -> Iterator[tuple[Expr, Rational]]:
    """The power itself, and those that SymPy makes of logarithms: exp(log(x)/3) is x**(1/3)."""
    if exponent.is_Rational:
        yield base, exponent
    for term in Add.make_args(exponent):
        coefficient, rest = term.as_coeff_Mul()
        logarithms = [factor for factor in Mul.make_args(rest) if isinstance(factor, log)]
        yield from ((logarithm.args[0], coefficient) for logarithm in logarithms)


def _check_root(base: Expr, exponent: Rational) -> None:
    if exponent.q == 1:
        return
    # The root of an integer factors it.
    if max(map(length, base.atoms(Rational)), default=0) > _MAX_ROOT_BITS:
        raise RefusalError("the number under this root is too long")
    check_radicals([base], exponent.q)


def _is_uneven(number: int) -> bool:
    """Whether the prime factors come in different powers, as in 12 and not in 6 or 36."""
    return len(set(Integer(abs(number)).factors(limit=_LARGEST_FACTOR).values())) > 1
