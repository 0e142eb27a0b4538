"""Nodes of an expression tree put together as they are, with no evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Add, Basic, Expr, ImmutableDenseMatrix, Mul, Piecewise, Pow, Subs, Sum
from sympy.core.function import Function
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, Or


def unevaluated(kind: type[Basic], args: Sequence[Any]) -> Basic:
    """`kind(*args)`, whatever SymPy would make of it."""
    if issubclass(kind, (Add, Mul)):
        return kind._from_args(list(args))
    if issubclass(kind, (Pow, Function, Relational)) and not issubclass(kind, Piecewise):
        return kind(*args, evaluate=False)
    if issubclass(kind, (And, Or)):
        return _lattice(kind, args)
    if issubclass(kind, ImmutableDenseMatrix):
        rows, columns, entries = args
        return kind(int(rows), int(columns), list(entries))
    if issubclass(kind, Subs):
        expression, places, points = args
        return kind(expression, tuple(places), tuple(points))
    made = (Expr if issubclass(kind, Expr) else Basic).__new__(kind, *args)
    if issubclass(kind, Sum):
        made.is_commutative = True
    return made


def _lattice(kind: type[Basic], args: Sequence[Any]) -> Basic:
    """SymPy keeps a set of the arguments beside them."""
    made = Basic.__new__(kind, *args)
    made._argset = frozenset(args)  # type: ignore[attr-defined]
    return made


def replaced(expression: Basic, names: Mapping[Basic, Basic]) -> Basic:
    """The expression with names in place of parts."""
    if expression in names:
        return names[expression]
    if isinstance(expression, ImmutableDenseMatrix):
        return expression.applyfunc(lambda entry: replaced(entry, names))
    args = [replaced(argument, names) for argument in expression.args]
    if args == list(expression.args):
        return expression
    return unevaluated(expression.func, args)
