"""Turns the tree of a text into a SymPy expression or conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from sympy import (
    And,
    E,
    Expr,
    Integer,
    Not,
    Or,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    oo,
)
from sympy.logic.boolalg import Boolean, false, true

from symfisher.errors import ParseError
from symfisher.reading.arithmetic import add, apply, compare, multiply, negate
from symfisher.reading.functions import FUNCTIONS
from symfisher.reading.grammar import Node
from symfisher.reading.names import Names
from symfisher.reading.parts import Part, RefusalError, part
from symfisher.reading.powers import power
from symfisher.reading.source import Source, shown
from symfisher.reading.spellings import spelled_out

_Built = TypeVar("_Built")
_MAX_STEPS = 10_000


class Builder:
    """Builds the expressions of one text over the symbols declared for it."""

    def __init__(self, source: Source, symbols: Mapping[str, Symbol]) -> None:
        self.source = source
        self.names = Names(source, symbols)

    def guarded(self, node: Node, build: Callable[..., _Built], *args: object) -> _Built:
        """SymPy may raise anything at all; whatever it is becomes an error with a column."""
        try:
            return build(*args)
        except ParseError:
            raise
        except RefusalError as refusal:
            raise self.source.error(node.start, str(refusal)) from None
        except RecursionError:
            raise self.source.error(node.start, "this is nested too deeply") from None
        except Exception as error:
            reason = shown(str(error) or type(error).__name__)
            raise self.source.error(node.start, f"SymPy cannot build this: {reason}") from error

    def number(self, node: Node) -> Part:
        """The value of a tree that stands for a real number."""
        match node.kind:
            case "number":
                return self.guarded(node, part, Rational(Fraction(node.text)))
            case "name":
                return self.guarded(node, part, self.names.value(node))
            case "call":
                return self.call(node)
            case "+":
                return self.guarded(node, add, [self.number(p) for p in node.parts])
            case "*":
                return self.guarded(node, multiply, [self.number(p) for p in node.parts])
            case "^":
                base, exponent = (self.number(p) for p in node.parts)
                return self.guarded(node, power, base, exponent)
            case "negate":
                return negate(self.number(node.parts[0]))
            case "invert":
                return self.inverse(node.parts[0])
        raise self.not_a_number(node)

    def inverse(self, node: Node) -> Part:
        """One over the value; factor by factor, or SymPy would multiply out 1/(2*(x + 1))."""
        if node.kind == "*":
            return self.guarded(node, multiply, [self.inverse(p) for p in node.parts])
        twice = node.kind == "invert"
        divisor = self.number(node.parts[0] if twice else node)
        if divisor.size is not None and divisor.size.is_zero:
            raise self.source.error(node.start, "this divides by zero")
        if twice:
            return divisor
        return self.guarded(node, power, divisor, part(Integer(-1)))

    def call(self, node: Node) -> Part:
        if node.text in ("Sum", "Piecewise") and node.text not in self.names.symbols:
            return self.guarded(node, self.sum if node.text == "Sum" else self.piecewise, node)
        if node.text not in self.names.symbols and (longer := spelled_out(node)) is not None:
            return self.number(longer)
        function = self.names.function(node)
        arguments = [self.number(p) for p in node.parts]
        if function is FUNCTIONS["exp"]:
            # As a power of E it has the bounds of a power.
            return self.guarded(node, self.power_of_e, *arguments)
        if function in (FUNCTIONS["sqrt"], FUNCTIONS["cbrt"]):
            root = part(Rational(1, 2 if function is FUNCTIONS["sqrt"] else 3))
            return self.guarded(node, power, *arguments, root)
        return self.guarded(node, apply, function, arguments)

    def power_of_e(self, exponent: Part) -> Part:
        return power(part(E), exponent)

    def sum(self, node: Node) -> Part:
        if len(node.parts) != 2 or node.parts[1].kind != "tuple" or len(node.parts[1].parts) != 3:
            raise self.source.error(node.start, "write a sum as Sum(term, (j, 0, oo))")
        term, (index, *ends) = node.parts[0], node.parts[1].parts
        lower, upper = (self.end_of_sum(end) for end in ends)
        if lower == oo or upper == -oo or (upper - lower + 1).is_extended_negative:
            raise self.source.error(node.start, "this sum has no terms; the lower end comes first")
        with self.names.bound(index, lower) as symbol:
            body = self.number(term)
        total = Sum(body.expr, (symbol, lower, upper))
        if not total.free_symbols:
            # To know its value, SymPy might add for ever.
            raise RefusalError("this sum has no symbol in it; write its value instead")
        return Part(total, None, body.bits)

    def end_of_sum(self, node: Node) -> Expr:
        """A bound; infinity may stand here and nowhere else."""
        sign, unsigned = (-1, node.parts[0]) if node.kind == "negate" else (1, node)
        if (unsigned.kind, unsigned.text) == ("name", "oo"):
            return sign * oo
        end = self.number(node)
        if end.expr.is_integer is False:
            raise self.source.error(node.start, "the ends of a sum are integers")
        if end.size is not None and abs(end.size) > _MAX_STEPS:
            raise self.source.error(node.start, f"the end of a sum is beyond {_MAX_STEPS}")
        return end.expr

    def piecewise(self, node: Node) -> Part:
        if not node.parts or any(p.kind != "tuple" or len(p.parts) != 2 for p in node.parts):
            raise RefusalError("write the pieces as Piecewise((x, x < 1), (0, True))")
        pairs = [(self.number(p.parts[0]), self.condition(p.parts[1])) for p in node.parts]
        if pairs[-1][1] is not true:
            pairs.append((part(Integer(0)), true))  # outside all pieces a density has no mass
        pairs = [(value, condition) for value, condition in pairs if condition is not false]
        if pairs[0][1] is true:
            return pairs[0][0]
        # SymPy would solve the conditions, which may take arbitrarily long.
        expr = Piecewise(*((value.expr, when) for value, when in pairs), evaluate=False)
        return part(expr)

    def condition(self, node: Node) -> Boolean:
        """The value of a tree that stands for a condition."""
        match node.kind:
            case "chain":
                return self.guarded(node, And, *self.comparisons(node))
            case "&" | "|" | "~":
                return self.joined(node, node.kind)
            case "call" if node.text in _JOINTS:
                return self.joined(node, _JOINTS[node.text])
            case "call" if node.text in ("Eq", "Ne"):
                return self.guarded(node, And, *self.comparisons(node))
            case "name" if node.text in ("True", "otherwise", "False"):
                return false if node.text == "False" else true
        raise self.source.error(node.start, "here a condition should stand, such as x > 0")

    def joined(self, node: Node, kind: str) -> Boolean:
        parts = [self.condition(p) for p in node.parts]
        if not parts or (kind == "~" and len(parts) != 1):
            raise self.source.error(node.start, "write And(a, b), Or(a, b) or Not(a)")
        return self.guarded(node, {"&": And, "|": Or, "~": Not}[kind], *parts)

    def comparisons(self, node: Node) -> list[Boolean]:
        """The comparisons of a chain: a < b < c is two."""
        operators = node.text.split()
        if node.kind == "call":
            operators = ["==" if node.text == "Eq" else "!="]
            if len(node.parts) != 2:
                raise self.source.error(node.start, f"write {node.text}(a, b)")
        parts = [self.number(p) for p in node.parts]
        if any(each.expr.has(Piecewise) for each in parts):
            raise self.source.error(node.start, "a condition has no Piecewise in it")
        pairs = zip(operators, parts[:-1], parts[1:], strict=True)
        return [self.guarded(node, compare, *pair) for pair in pairs]

    def not_a_number(self, node: Node) -> ParseError:
        if node.kind == "tuple":
            message = "found ',' outside a function call; write a decimal as 0.5"
        else:
            message = "a condition belongs inside Piecewise((x, x < 1), (0, True))"
        return self.source.error(node.start, message)


_JOINTS = {"And": "&", "Or": "|", "Not": "~"}
