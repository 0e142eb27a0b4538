"""Cuts a text into numbers, names and operators."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from symfisher.reading.source import Source, shown

MAX_LENGTH = 20_000
_MAX_DIGITS = 400
_MAX_EXPONENT = 350

_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_OPERATOR = re.compile(r"\*\*|<=|>=|==|!=|[-+*/^(),<>&|~!−·∙⋅×÷≤≥≠∧∨¬√]")
_SAME_AS = {
    "**": "^", "−": "-", "·": "*", "∙": "*", "⋅": "*", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "∧": "&", "∨": "|", "¬": "~",
}  # fmt: skip
_INSTEAD = {
    "=": "for an equality write == or Eq(a, b)",
    ".": "write a product as x*y",
    "[": "write round parentheses ( )",
    "{": "write round parentheses ( )",
    "]": "write round parentheses ( )",
    "}": "write round parentheses ( )",
    "∞": "write oo",
    "Σ": "write Sum(term, (j, 0, oo))",
    "∑": "write Sum(term, (j, 0, oo))",
    "'": "write names without quotes",
    '"': "write names without quotes",
    "\\": "LaTeX is not read; write for example sqrt(x) or alpha",
}
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWER = re.compile(f"⁻?[{_RAISED}]+")
_WORDS = {"and": "&", "or": "|", "not": "~"}
_LOWERED = "₀₁₂₃₄₅₆₇₈₉"


@dataclass(frozen=True)
class Token:
    """A number, a name, an operator or the end, and where it starts and stops."""

    kind: str
    text: str
    start: int
    stop: int


def tokenize(source: Source) -> list[Token]:
    """The tokens of a text, the last of them its end.

    >>> [token.text for token in tokenize(Source("2 × x**3", "density"))]
    ['2', '*', 'x', '^', '3', '']
    """
    if len(source.text) > MAX_LENGTH:
        raise source.error(MAX_LENGTH, f"the text is longer than {MAX_LENGTH} characters")
    tokens: list[Token] = []
    at = _skip_space(source.text, 0)
    while at < len(source.text):
        tokens += _raised(source.text, at) or [_token(source, at)]
        at = _skip_space(source.text, tokens[-1].stop)
    return [*tokens, Token("end", "", at, at)]


def name_end(text: str, start: int) -> int:
    """Where the name that starts here stops; `start` itself when none does."""
    stop = start
    while stop < len(text) and text[stop] != "·" and ("a" * (stop > start) + text[stop]).isidentifier():
        stop += 1
    return stop


def normal(name: str) -> str:
    """One spelling for letters of several codes: the micro sign is the Greek mu.

    >>> normal("\N{MICRO SIGN}") == "\N{GREEK SMALL LETTER MU}"
    True
    """
    return unicodedata.normalize("NFKC", name)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _raised(text: str, at: int) -> list[Token]:
    """x² as x^2"""
    found = _POWER.match(text, at)
    if not found or len(found.group()) > _MAX_DIGITS:
        return []
    stop, digits = found.end(), "".join(str(_RAISED.index(c)) for c in found.group().removeprefix("⁻"))
    sign = [Token("operator", "-", at, at + 1)] if text[at] == "⁻" else []
    return [Token("operator", "^", at, at), *sign, Token("number", digits, at + len(sign), stop)]


def _token(source: Source, at: int) -> Token:
    if number := _NUMBER.match(source.text, at):
        return _number(source, number.group(), at)
    if (stop := name_end(source.text, at)) > at:
        if source.text[at:stop] in _WORDS:
            return Token("operator", _WORDS[source.text[at:stop]], at, stop)
        return Token("name", normal(source.text[at:stop]), at, stop)
    if operator := _OPERATOR.match(source.text, at):
        text = operator.group()
        return Token("operator", _SAME_AS.get(text, text), at, operator.end())
    raise source.error(at, _strange(source.text[at]))


def _number(source: Source, text: str, at: int) -> Token:
    exponent = re.split("[eE]", text)[-1] if "e" in text.lower() else "0"
    # The number of digits comes first: int() itself refuses thousands of them.
    if len(text) > _MAX_DIGITS or abs(int(exponent)) > _MAX_EXPONENT:
        raise source.error(at, f"the number {shown(text)} is too large, too small or too long")
    return Token("number", text, at, at + len(text))


def _strange(character: str) -> str:
    if character in _LOWERED:
        return f"lowered digits are not read; write x{_LOWERED.index(character)}"
    instead = _INSTEAD.get(character)
    return f"the character {shown(character)} is not read" + (f"; {instead}" if instead else "")
