"""Expressions that are too wide: broken between the terms of a sum, with names for parts that are too wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from sympy import Add, Basic, Expr, ImmutableDenseMatrix, Integer, Sum, preorder_traversal

from symfisher.notation import Density, Expectation, Name, Total
from symfisher.render.order import negative, opposite, terms
from symfisher.render.rebuild import replaced

Width = Callable[[Basic], int]
SIGN = 3


class Remainder(Expr):
    """`Remainder(k)` is the O(|δ|^k) that an ≈ drops."""


@dataclass(frozen=True)
class Term:
    """A term of a sum and the sign before it; the first term may have no sign."""

    sign: str
    body: Basic


@dataclass(frozen=True)
class Broken:
    """The rows of an expression, and the parts that stand in it under a name."""

    rows: tuple[tuple[Term, ...], ...]
    parts: tuple[tuple[Name, Basic], ...] = ()


def letters(*expressions: Basic) -> Iterator[Name]:
    """Names for parts, none of which is a symbol of the expressions."""
    taken = {symbol.name for expression in expressions for symbol in expression.free_symbols}
    for k in count():
        for letter in "ABCGHKLMNRSUVWYZ":
            name = f"{letter}_{k}" if k else letter
            if name not in taken:
                yield Name(name)


def signed(expression: Basic, power: int | None = None) -> list[Term]:
    """The terms of an expression, with the dropped order as the last of them."""
    if isinstance(expression, Add):
        found = [Term("-", opposite(t)) if negative(t) else Term("+", t) for t in terms(expression)]
    else:
        found = [Term("+", expression)]
    if found[0].sign == "+":
        found[0] = Term("", found[0].body)
    return found if power is None else [*found, Term("+", Remainder(Integer(power)))]


def broken(found: list[Term], room: int, width: Width, names: Iterator[Name]) -> Broken | None:
    """The terms in rows no wider than `room` columns; None if a term cannot be made to fit."""
    rows: list[list[Term]] = [[]]
    parts: list[tuple[Name, Basic]] = []
    used = 0
    for term in found:
        body = _shortened(term.body, room - SIGN, width, names, parts)
        if body is None:
            return None
        needed = width(body) + SIGN
        if rows[-1] and used + needed > room:
            rows.append([])
            used = 0
        rows[-1].append(Term(term.sign, body))
        used += needed
    return Broken(tuple(map(tuple, rows)), tuple(parts))


def _shortened(
    expression: Basic,
    room: int,
    width: Width,
    names: Iterator[Name],
    parts: list[tuple[Name, Basic]],
) -> Basic | None:
    """The expression with its widest parts named, until it fits."""
    if isinstance(expression, ImmutableDenseMatrix):
        return _shortened_matrix(expression, room, width, parts)
    if width(expression) > room:
        expression = replaced(expression, {part: name for name, part in parts})
    while width(expression) > room:
        part = _part(expression, width(expression) - room, width)
        if part is None:
            return None
        name = next(names)
        parts.append((name, part))
        expression = replaced(expression, {part: name})
    return expression


def _part(expression: Basic, excess: int, width: Width) -> Basic | None:
    """The part to name: the narrowest that saves enough, else the widest; a sum or a head before anything else."""
    below = {part for part in preorder_traversal(expression) if isinstance(part, Expr) and part.args} - {expression}
    candidates = sorted((part for part in below if width(part) > 4), key=lambda part: (width(part), str(part)))
    for kinds in ((Add,), (Sum, Total, Expectation, Density), (Expr,)):
        chosen = [part for part in candidates if isinstance(part, kinds)]
        enough = [part for part in chosen if width(part) > max(excess + 1, 8)]
        if chosen:
            return enough[0] if enough else chosen[-1]
    return None


def _shortened_matrix(
    matrix: ImmutableDenseMatrix, room: int, width: Width, parts: list[tuple[Name, Basic]]
) -> Basic | None:
    """The matrix with its widest entries named F₁₁, F₁₂, …"""
    found: dict[Basic, Name] = {}
    entries = list(dict.fromkeys(matrix))
    limit = max(map(width, entries))
    while width(shown := replaced(matrix, found)) > room:
        # Entries of like width get names together, lest one of a pair stands and the other does not.
        limit //= 2
        if limit < 2:
            return None
        found = {entry: _entry_name(matrix, entry) for entry in entries if width(entry) > max(limit, 3)}
    parts += [(name, entry) for entry, name in found.items()]
    return shown


def _entry_name(matrix: ImmutableDenseMatrix, entry: Basic) -> Name:
    row, column = divmod(list(matrix).index(entry), matrix.cols)
    separator = "" if max(matrix.shape) < 10 else "_"
    return Name(f"F_{row + 1}{separator}{column + 1}")
