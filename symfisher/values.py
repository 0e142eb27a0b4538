"""The number that an expression is at a point."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mpmath import mp, mpf, workdps
from sympy import Dummy, Expr, Float, Sum, Symbol, hyper, nan

from symfisher.compiling import TROUBLE, numeric, precise_value

WORKING = 40


def value_at(expression: Expr, point: Mapping[Symbol, Expr], digits: int = 15) -> Expr:
    """The number at `point`, without the exact powers on the way to it."""
    return expression if expression.is_Rational else _value(expression, tuple(point.items()), digits)


@lru_cache(maxsize=4096)
def _value(expression: Expr, items: tuple[tuple[Symbol, Expr], ...], digits: int) -> Expr:
    """The same signs are asked for again and again"""
    point = dict(items)
    compiled = expression.has(hyper, Sum)
    with workdps(digits + 5 if compiled else WORKING):
        value = _compiled(expression, items) if compiled else precise_value(expression, point)
    if isinstance(value, mpf):
        return Float(value, digits)
    known = {symbol: _digits(point[symbol]) for symbol in expression.free_symbols & point.keys()}
    try:
        return expression.xreplace(known).evalf(digits)
    except (ArithmeticError, ValueError):  # a pole
        return nan


def sign_at(expression: Expr, point: Mapping[Symbol, Expr]) -> int | None:
    """−1, 0 or 1, the sign of the number at `point`; None where that is no real number.

    Comparing a Float is much faster than asking for what SymPy knows of it.

    >>> from sympy import I, Integer
    >>> x = Symbol("x")
    >>> sign_at(x - 3, {x: Integer(2)}), sign_at(I * x, {x: Integer(2)})
    (-1, None)
    """
    value = value_at(expression, point)
    return bool(value > 0) - bool(value < 0) if value.is_Rational or value.is_Float else None


def _compiled(expression: Expr, items: tuple[tuple[Symbol, Expr], ...]) -> Any:
    """By mpmath as it stands, where `evalf` would take many more digits, or put numbers for the index of a sum"""
    plain, sums = _without_sums(expression)
    values = {mark: _total(total, items, mp.prec) for total, mark in sums}
    try:
        return numeric(plain, (), dict(items) | values)() if None not in values.values() else None
    except TROUBLE:
        return None


@lru_cache(maxsize=1024)
def _without_sums(expression: Expr) -> tuple[Expr, tuple[tuple[Sum, Symbol], ...]]:
    """The expression with marks for its sums, but for those in others"""
    marks = {total: Dummy() for total in expression.atoms(Sum)}
    plain = expression.xreplace(marks)
    return plain, tuple((total, mark) for total, mark in marks.items() if plain.has(mark))


@lru_cache(maxsize=1024)
def _total(total: Sum, items: tuple[tuple[Symbol, Expr], ...], bits: int) -> Any:
    """The number that a sum is, at the working precision of so many bits; None where it has none"""
    try:
        return numeric(total, (), dict(items))()
    except TROUBLE:
        return None


@lru_cache(maxsize=4096)
def _digits(value: Expr) -> Expr:
    return value.evalf(30)
