"""Expressions as nested lists of known heads, and back with nothing evaluated."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Basic, Expr, Float, ImmutableDenseMatrix, Integer, Rational, S, Symbol

from symfisher.errors import ParseError, SymfisherError
from symfisher.notation import Name
from symfisher.render.rebuild import unevaluated
from symfisher.render.shapes import KIND_NAMES, NODE_KINDS, check_arguments

DEPTH, NODES, DIGITS, EXPONENT = 100, 200_000, 2_000, 100_000
CONSTANTS = {
    "pi": S.Pi, "E": S.Exp1, "EulerGamma": S.EulerGamma, "Catalan": S.Catalan, "oo": S.Infinity,
    "-oo": S.NegativeInfinity, "true": S.true, "false": S.false,
}  # fmt: skip
NAMED = {value: name for name, value in CONSTANTS.items()}
# fmt: off
FACTS = frozenset((
    "commutative", "complex", "real", "extended_real", "integer", "rational", "irrational", "algebraic",
    "transcendental", "positive", "negative", "nonnegative", "nonpositive", "nonzero", "zero", "finite",
    "infinite", "even", "odd", "prime", "composite", "noninteger", "imaginary", "hermitian", "antihermitian",
    "extended_positive", "extended_negative", "extended_nonnegative", "extended_nonpositive",
    "extended_nonzero",
))
# fmt: on


def tree(expression: Basic, depth: int = 0) -> list[Any]:
    """The expression as a nested list; SymfisherError for a head that the format does not know."""
    if depth > DEPTH:
        raise SymfisherError(f"an expression is nested deeper than {DEPTH} levels; the format stops there.")
    if isinstance(expression, Symbol):
        return [type(expression).__name__, expression.name, _assumptions(expression)]
    if isinstance(expression, Integer):
        return ["Integer", str(expression.p)]
    if isinstance(expression, Rational):
        return ["Rational", str(expression.p), str(expression.q)]
    if isinstance(expression, Float):
        sign, mantissa, exponent, _ = expression._mpf_
        return ["Float", f"{'-' * sign}{int(mantissa)}", exponent, expression._prec]
    if expression in NAMED:
        return [NAMED[expression]]
    if isinstance(expression, ImmutableDenseMatrix):
        return [
            "Matrix",
            expression.rows,
            expression.cols,
            *(tree(entry, depth + 1) for entry in expression),
        ]
    kind = KIND_NAMES.get(type(expression))
    if kind is None:
        raise SymfisherError(f"{type(expression).__name__} is not part of the format; only known heads are written.")
    return [kind, *(tree(argument, depth + 1) for argument in expression.args)]


LEADING = ("integer", "positive", "negative", "nonnegative", "nonpositive", "real")


@lru_cache(maxsize=4096)
def _assumptions(symbol: Symbol) -> dict[str, bool]:
    """Facts that imply all that is assumed of the symbol: equal symbols give the same, however they were declared."""
    assumed = {fact: value for fact, value in symbol.assumptions0.items() if value is not None}
    chosen: dict[str, bool] = {}
    for fact in (*LEADING, *sorted(assumed)):
        implied = Symbol("x", **chosen).assumptions0
        if fact in assumed and implied.get(fact) != assumed[fact]:
            chosen[fact] = assumed[fact]
    return chosen


class Reader:
    """Reads the trees of one document, and counts their nodes."""

    def __init__(self) -> None:
        self.nodes = 0

    def read(self, node: Any, where: str, depth: int = 0) -> Any:
        """The expression of a tree; ParseError for anything that is not one."""
        self.nodes += 1
        if depth > DEPTH:
            raise ParseError(f"{where}: nested deeper than {DEPTH} levels; no derivation is.")
        if self.nodes > NODES:
            raise ParseError(f"{where}: more than {NODES} nodes; no derivation is that long.")
        if not isinstance(node, list) or not node or not isinstance(node[0], str):
            raise ParseError(f"{where}: expected a list that starts with the name of a head, got {shown(node)}.")
        name, *rest = node
        if name in CONSTANTS and not rest:
            return CONSTANTS[name]
        leaf = LEAVES.get(name)
        if leaf is not None:
            return leaf(rest, where)
        if name == "Matrix":
            return self._matrix(rest, where, depth)
        if name not in NODE_KINDS:
            raise ParseError(f"{where}: unknown head {shown(name)}; only the heads that symfisher writes are read.")
        args = [self.read(part, where, depth + 1) for part in rest]
        check_arguments(name, args, where)
        return unevaluated(NODE_KINDS[name], args)

    def expression(self, node: Any, where: str) -> Expr:
        """A tree that must be an expression, and not a condition or a tuple."""
        found = self.read(node, where)
        if not isinstance(found, Expr):
            raise ParseError(f"{where}: expected an expression, got {shown(node)}.")
        return found

    def _matrix(self, rest: list[Any], where: str, depth: int) -> ImmutableDenseMatrix:
        counts, entries = rest[:2], rest[2:]
        sizes = [count for count in counts if type(count) is int and 0 < count <= 1000]
        if len(sizes) != 2 or sizes[0] * sizes[1] != len(entries):
            raise ParseError(f"{where}: a matrix is its rows, its columns and as many entries, got {shown(rest)}.")
        read = [self.read(entry, where, depth + 1) for entry in entries]
        check_arguments("Matrix", read, where)
        return ImmutableDenseMatrix(*sizes, read)


def shown(value: Any) -> str:
    """The value on one line, short enough for an error."""
    text = repr(value) if isinstance(value, (str, int, float, type(None))) else type(value).__name__
    return text if len(text) <= 40 else f"{text[:37]}..."


def _integer(value: Any, where: str) -> int:
    digits = value[1:] if isinstance(value, str) and value[:1] == "-" else value
    if not isinstance(digits, str) or not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS:
        raise ParseError(f"{where}: expected an integer of at most {DIGITS} digits as text, got {shown(value)}.")
    return int(value)


def _integer_leaf(rest: list[Any], where: str) -> Integer:
    if len(rest) != 1:
        raise ParseError(f"{where}: an Integer has one value, got {len(rest)}.")
    return Integer(_integer(rest[0], where))


def _rational_leaf(rest: list[Any], where: str) -> Rational:
    numbers = [_integer(part, where) for part in rest]
    if len(numbers) != 2 or numbers[1] < 1:
        raise ParseError(f"{where}: a Rational has a numerator and a positive denominator.")
    return Rational(*numbers)


def _float_leaf(rest: list[Any], where: str) -> Float:
    if len(rest) != 3 or not all(type(part) is int for part in rest[1:]):
        raise ParseError(f"{where}: a Float has a mantissa as text, an exponent and a precision.")
    mantissa, (exponent, precision) = _integer(rest[0], where), rest[1:]
    if abs(exponent) > EXPONENT or not 0 < precision <= EXPONENT or mantissa.bit_length() > precision:
        raise ParseError(f"{where}: a Float outside the range that is read.")
    return Float((int(mantissa < 0), abs(mantissa), exponent, mantissa.bit_length()), precision=precision)


def _symbol_leaf(kind: type[Symbol]) -> Any:
    def read(rest: list[Any], where: str) -> Symbol:
        if len(rest) != 2 or not isinstance(rest[0], str) or not isinstance(rest[1], dict):
            raise ParseError(f"{where}: a {kind.__name__} has a name and its assumptions.")
        name, facts = rest
        # A name that is no identifier would be code to lambdify.
        if not name.isidentifier() or len(name) > 100:
            raise ParseError(f"{where}: {shown(name)} is not a name; use letters, digits and _.")
        if not facts.keys() <= FACTS or not all(type(value) is bool for value in facts.values()):
            raise ParseError(f"{where}: the assumptions of {name!r} are not facts that SymPy knows.")
        if facts.get("commutative") is False:
            raise ParseError(f"{where}: {name!r} does not commute; numbers do.")
        try:
            return kind(name, **facts)
        except ValueError:
            raise ParseError(f"{where}: the assumptions of {name!r} contradict each other.") from None

    return read


LEAVES = {
    "Integer": _integer_leaf,
    "Rational": _rational_leaf,
    "Float": _float_leaf,
    "Symbol": _symbol_leaf(Symbol),
    "Name": _symbol_leaf(Name),
}
