"""Reads a density or a condition from text, without ever running any of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Basic, Expr, Pow, Rational, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import false, true

from symfisher.reading.build import Builder
from symfisher.reading.effort import answered_soon
from symfisher.reading.grammar import Node, parse
from symfisher.reading.names import check_name
from symfisher.reading.parts import MAX_BITS
from symfisher.reading.powers import MAX_POWER
from symfisher.reading.source import Source

MAX_HEIGHT = 150

__all__ = ["check_name", "read_condition", "read_expression"]


def read_expression(text: str, symbols: Mapping[str, Symbol], where: str = "density") -> Expr:
    """The expression a text stands for, over the symbols declared for it.

    >>> x, rate = Symbol("x"), Symbol("lambda", positive=True)
    >>> read_expression("lambda*exp(-lambda x)", {"x": x, "lambda": rate})
    Traceback (most recent call last):
    ...
    symfisher.errors.ParseError: density, column 20: an operator is missing here; to multiply \
write lambda*x
    >>> read_expression("lambda*exp(-lambda*x)", {"x": x, "lambda": rate})
    lambda*exp(-lambda*x)
    """
    source = Source(text, where)
    with answered_soon(source):
        expr = Builder(source, symbols).number(parse(source)).expr
        _check_result(source, expr)
    return expr


def _check_result(source: Source, expr: Expr) -> None:
    if _height(expr) > MAX_HEIGHT:
        raise source.error(0, "what this stands for is nested too deeply")
    numbers = expr.atoms(Rational)
    if any(max(abs(number.p), number.q).bit_length() > MAX_BITS for number in numbers):
        raise source.error(0, "a number in this is too long")
    for power in expr.atoms(Pow):
        if power.exp.is_Rational and abs(power.exp) > MAX_POWER:
            raise source.error(0, f"an exponent in this is beyond {MAX_POWER}")


def _height(expr: Basic) -> int:
    """The number of levels below the expression."""
    height, level = 0, expr.args
    while level:
        height, level = height + 1, tuple(arg for part in level for arg in part.args)
    return height


def read_condition(text: str, symbols: Mapping[str, Symbol], where: str = "given") -> tuple[Relational, ...]:
    """The comparisons a text stands for; those that always hold are left out.

    >>> rho = Symbol("rho", real=True)
    >>> read_condition("-1 < rho < 1", {"rho": rho})
    (-1 < rho, rho < 1)
    """
    source = Source(text, where)
    with answered_soon(source):
        return tuple(_relations(source, Builder(source, symbols)))


def _relations(source: Source, builder: Builder) -> Iterator[Relational]:
    for node in _conjuncts(parse(source)):
        if node.kind != "chain" and node.text not in ("Eq", "Ne"):
            raise source.error(node.start, "write a comparison such as p1 + p2 < 1")
        comparisons = builder.comparisons(node)
        if false in comparisons:
            raise source.error(node.start, "this can never hold")
        yield from (relation for relation in comparisons if relation is not true)


def _conjuncts(node: Node) -> list[Node]:
    """The nodes that all have to hold."""
    if node.kind == "&" or ((node.kind, node.text) == ("call", "And") and node.parts):
        return [each for part in node.parts for each in _conjuncts(part)]
    return [node]
