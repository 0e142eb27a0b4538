"""What a name in a text stands for: a declared symbol, a constant or a function."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sympy import Expr, Symbol

from symfisher.errors import ParseError
from symfisher.reading.functions import (
    ALIASES,
    CONSTANTS,
    FORMS,
    FUNCTIONS,
    INFINITIES,
    INSTEAD,
    RESERVED,
    Known,
    known_function,
)
from symfisher.reading.grammar import Node, parse
from symfisher.reading.source import Source, did_you_mean, shown
from symfisher.reading.spellings import SPELLINGS
from symfisher.reading.tokens import normal

_MAX_LENGTH = 40
# Letters to Python, and nothing on the screen: fillers, joiners and selectors of variants.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def check_name(name: str, where: str) -> None:
    """Raise a ParseError unless a symbol may have this name.

    >>> check_name("sigma_1", "parameter")
    >>> check_name("1x", "variable")
    Traceback (most recent call last):
    ...
    symfisher.errors.ParseError: variable: '1x' is not a name; write a letter, then letters, \
digits or _, as in x1
    """
    if not isinstance(name, str):
        raise ParseError(f"{where}: expected a name as text, got {type(name).__name__}.")
    if not name.isidentifier() or name.startswith("_"):
        advice = "write a letter, then letters, digits or _, as in x1"
        raise ParseError(f"{where}: {shown(name)} is not a name; {advice}")
    if len(name) > _MAX_LENGTH:
        raise ParseError(f"{where}: the name {shown(name)} is longer than {_MAX_LENGTH} characters")
    if _INVISIBLE.search(name):
        raise ParseError(f"{where}: the name {name!a} has a letter in it that nobody sees; choose another name")
    if normal(name) in RESERVED:
        raise ParseError(f"{where}: '{name}' has a meaning of its own; choose another name")


def names_in(text: str, where: str = "expression") -> tuple[str, ...]:
    """The names in a text that are no constants, each once, from left to right.

    >>> names_in("pi*exp(-beta*t) + beta")
    ('beta', 't')
    """

    def walk(node: Node) -> Iterator[str]:
        if node.kind == "name":
            yield node.text
        for part in node.parts:
            yield from walk(part)

    return tuple(dict.fromkeys(name for name in walk(parse(Source(text, where))) if name not in CONSTANTS))


class Names:
    """The names of one text."""

    def __init__(self, source: Source, symbols: Mapping[str, Symbol]) -> None:
        self.source = source
        self.symbols = {normal(name): symbol for name, symbol in symbols.items()}

    def value(self, node: Node) -> Expr:
        """The symbol or the constant of this name."""
        if node.text in self.symbols:
            return self.symbols[node.text]
        if node.text in CONSTANTS:
            return CONSTANTS[node.text]
        raise self.unknown(node)

    def function(self, node: Node) -> Known:
        """The function that a call names, if it takes that many arguments."""
        known = known_function(node.text)
        if known and len(node.parts) in known.arities:
            return known
        if node.text in self.symbols:
            raise self.error(node, self.to_multiply(node, known))
        if known:
            raise self.error(node, f"{node.text} takes {known.takes()}, not {len(node.parts)}")
        if node.text in CONSTANTS:
            raise self.error(node, f"to multiply write {self.product(node)}")
        if node.text in FORMS:
            raise self.error(node, f"{node.text} stands only in a condition")
        if node.text in INSTEAD:
            raise self.error(node, f"unknown function '{node.text}'; {INSTEAD[node.text]}")
        if node.text in SPELLINGS:
            count = len(SPELLINGS[node.text][0])
            takes = Known(abs, (count,)).takes()
            raise self.error(node, f"{node.text} takes {takes}, not {len(node.parts)}")
        suggestion = did_you_mean(node.text, [*FUNCTIONS, *ALIASES, *SPELLINGS, *FORMS])
        raise self.error(node, f"unknown function {shown(node.text)}{suggestion}")

    @contextmanager
    def bound(self, index: Node, lower: Expr) -> Iterator[Symbol]:
        """The index of a sum, a name while its term is read."""
        if index.kind != "name" or index.text in self.symbols:
            raise self.error(index, "the index of a sum is a name that is not declared, as in j")
        check_name(index.text, self.source.where)
        self.symbols[index.text] = _index(index.text, lower)
        yield self.symbols[index.text]
        del self.symbols[index.text]

    def error(self, node: Node, message: str) -> ParseError:
        return self.source.error(node.start, message)

    def to_multiply(self, node: Node, known: Known | None) -> str:
        also = f" and a function that takes {known.takes()}" if known else ""
        return f"'{node.text}' is a symbol here{also}; to multiply write {self.product(node)}"

    def product(self, node: Node) -> str:
        inside = self.source.text[node.start + len(node.text) : node.stop].strip()
        return f"{node.text}*{inside if len(inside) <= 30 and inside.isprintable() else '(...)'}"

    def unknown(self, node: Node) -> ParseError:
        name = node.text
        if name in INFINITIES:
            return self.error(node, f"'{name}' is not a number; only the end of a sum may be oo")
        if name in ("True", "False", "otherwise"):
            return self.error(node, f"'{name}' is a condition, and here a number should stand")
        if name in INSTEAD:
            return self.error(node, f"unknown name '{name}'; {INSTEAD[name]}")
        if known_function(name) or name in (*FORMS, *SPELLINGS):
            return self.error(node, f"'{name}' is a function; write {name}(...), or declare it")
        suggestion = did_you_mean(name, [*self.symbols, *CONSTANTS]).rstrip("?")
        declare = "Declare it as a variable, a parameter or a known symbol."
        mark = "? " if suggestion else ". "
        return self.error(node, f"unknown name {shown(name)}{_foreign(name)}{suggestion}{mark}{declare}")


def _foreign(name: str) -> str:
    """The letter that is neither Latin nor Greek, by its name: the Cyrillic х looks like an x."""
    for character in name:
        words = unicodedata.name(character, "a letter without a name")
        if not character.isascii() and not words.startswith(("GREEK", "LATIN")):
            return f" (with {words})"
    return ""


def _index(name: str, lower: Expr) -> Symbol:
    if lower.is_positive:
        return Symbol(name, integer=True, positive=True)
    return Symbol(name, integer=True, **({"nonnegative": True} if lower.is_nonnegative else {}))
