"""Reads tokens into a tree; the tree knows no symbols and builds nothing."""

from __future__ import annotations

from dataclasses import dataclass

from symfisher.errors import ParseError
from symfisher.reading.source import Source, shown
from symfisher.reading.tokens import Token, tokenize

MAX_NODES = 5_000
MAX_DEPTH = 120

_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_LEVELS = {"|": 1, "&": 2, **dict.fromkeys(_COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6, "^": 8}
_NOT, _SIGN = 3, 7
_NEVER_FIRST = ({*_LEVELS} - {"+", "-", "|"}) | {",", ")", "!"}
_WORDS = {
    "if": "write Piecewise((a, condition), (b, True))",
    "for": "write Sum(term, (j, 0, oo))",
}


@dataclass(frozen=True)
class Node:
    """A piece of an expression: its kind, where it stands, and its parts.

    The kinds are number, name, call, tuple, negate, invert, chain and the operators + * ^ & | ~;
    a difference is a sum with a negated term, a quotient a product with an inverted factor.
    """

    kind: str
    start: int
    stop: int
    text: str = ""
    parts: tuple[Node, ...] = ()


def parse(source: Source) -> Node:
    """The tree of the whole text.

    >>> tree = parse(Source("1 - x^2", "density"))
    >>> tree.kind, [part.kind for part in tree.parts]
    ('+', ['number', 'negate'])
    """
    parser = _Parser(source)
    if parser.token.kind == "end":
        raise ParseError(f"{source.where}: the text is empty; write for example exp(-x)")
    tree = parser.expression(0)
    if parser.token.kind != "end":
        raise parser.unexpected()
    return tree


class _Parser:
    """A Pratt parser: an operator takes its right side as far as its level binds."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens = tokenize(source)
        self.index = self.depth = self.nodes = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def last(self) -> Token:
        return self.tokens[self.index - 1]

    def advance(self) -> Token:
        self.index += 1
        return self.last

    def node(self, kind: str, start: int, text: str = "", parts: tuple[Node, ...] = ()) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.source.error(start, f"the text has more than {MAX_NODES} pieces")
        return Node(kind, start, self.last.stop, text, parts)

    def expression(self, floor: int) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.source.error(self.token.start, "the text is nested too deeply")
        left = self.prefix(self.token)
        while self.token.text == "!" or _LEVELS.get(self.token.text, 0) > floor:
            left = self.factorial(left) if self.token.text == "!" else self.infix(left)
        self.depth -= 1
        return left

    def prefix(self, token: Token) -> Node:
        if token.kind == "end" or token.text in _NEVER_FIRST:
            raise self.operand_missing(token)
        self.advance()
        if token.kind == "number":
            return self.node("number", token.start, token.text)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            return self.group(token)
        if token.text in ("-", "+"):
            return self.signed(token)
        if token.text == "|":
            return self.absolute(token)
        if token.text == "√":
            return self.node("call", token.start, "sqrt", (self.expression(_LEVELS["^"]),))
        return self.node("~", token.start, parts=(self.expression(_NOT),))

    def signed(self, token: Token) -> Node:
        """A loop, not a recursion: a row of a thousand signs is one sign."""
        negative = token.text == "-"
        while self.token.text in ("-", "+"):
            negative ^= self.advance().text == "-"
        operand = self.expression(_SIGN)
        return Node("negate", token.start, operand.stop, "", (operand,)) if negative else operand

    def absolute(self, opening: Token) -> Node:
        """|x|, up to the next bar that stands where an operator could"""
        inside = self.expression(_LEVELS["|"])
        if self.token.text != "|":
            raise self.source.error(opening.start, "this '|' is never closed; for an absolute value write Abs(x)")
        self.advance()
        return self.node("call", opening.start, "Abs", (inside,))

    def factorial(self, left: Node) -> Node:
        mark = self.advance()
        if self.token.text == "!":
            raise self.source.error(mark.start, "'!!' has two meanings; write the product, or factorial(factorial(x))")
        return self.node("call", left.start, "factorial", (left,))

    def name(self, token: Token) -> Node:
        if self.token.text == "(":
            parts = self.arguments(self.advance())
            return self.node("call", token.start, token.text, parts)
        return self.node("name", token.start, token.text)

    def group(self, opening: Token) -> Node:
        parts = self.arguments(opening)
        if not parts:
            raise self.source.error(opening.start, "there is nothing between these parentheses")
        return parts[0] if len(parts) == 1 else self.node("tuple", opening.start, parts=parts)

    def arguments(self, opening: Token) -> tuple[Node, ...]:
        parts: list[Node] = []
        while self.token.text != ")" or parts:
            if self.token.kind == "end":
                raise self.source.error(opening.start, "this '(' is never closed; add a ')'")
            parts.append(self.expression(0))
            if self.token.text != ",":
                break
            self.advance()
        self.close(opening)
        return tuple(parts)

    def close(self, opening: Token) -> None:
        if self.token.kind == "end":
            raise self.source.error(opening.start, "this '(' is never closed; add a ')'")
        if self.token.text != ")":
            raise self.unexpected()
        self.advance()

    def infix(self, left: Node) -> Node:
        operator = self.token
        if operator.text in _COMPARISONS:
            return self.chain(left)
        if operator.text == "^":
            self.advance()
            # One level less on the right: a^b^c is a^(b^c).
            return self.node("^", left.start, parts=(left, self.expression(_LEVELS["^"] - 1)))
        return self.series(left, _LEVELS[operator.text])

    def chain(self, left: Node) -> Node:
        operators, parts = [], [left]
        while self.token.text in _COMPARISONS:
            operators.append(self.advance().text)
            parts.append(self.expression(_LEVELS["<"]))
        return self.node("chain", left.start, " ".join(operators), tuple(parts))

    def series(self, left: Node, level: int) -> Node:
        """All terms or factors at once, so that SymPy puts them together only once."""
        kind, parts = self.token.text.replace("-", "+").replace("/", "*"), [left]
        while _LEVELS.get(self.token.text) == level:
            operator = self.advance()
            part = self.expression(level)
            inverse = {"-": "negate", "/": "invert"}.get(operator.text)
            if inverse:
                part = Node(inverse, operator.start, part.stop, "", (part,))
            parts.append(part)
        return self.node(kind, left.start, parts=tuple(parts))

    def operand_missing(self, token: Token) -> ParseError:
        expected = "a number, a name or '(' should follow"
        if token.kind == "end":
            return self.source.error(token.start, f"the text ends where {expected}")
        before = f" after {shown(self.last.text)}" if self.index else ""
        return self.source.error(token.start, f"found {shown(token.text)}{before} where {expected}")

    def unexpected(self) -> ParseError:
        """What stands where only an operator can: most often a product without its sign."""
        left, right = self.last, self.token
        if right.text in _WORDS:
            message = f"the word '{right.text}' is not read; {_WORDS[right.text]}"
        elif right.text == ")":
            message = "this ')' closes nothing"
        elif right.text == ",":
            message = "found ',' outside a function call; write a decimal as 0.5"
        else:
            product = f"{_end(left, ')')}*{_end(right, '(')}"
            message = f"an operator is missing here; to multiply write {product}"
        return self.source.error(right.start, message)


def _end(token: Token, parenthesis: str) -> str:
    if token.text == "|":
        return "|...|"
    return "(...)" if token.text == parenthesis else token.text[:40]
