"""Reasons, conditions and titles as LaTeX: words as text, formulas among them as mathematics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symfisher.render.commands import escaped
from symfisher.render.letters import GREEK, HIGH, LOW, SPELLED, SUBSCRIPTS, SUPERSCRIPTS

COMMANDS = {
    "≡": r"\equiv", "≈": r"\approx", "⇒": r"\Rightarrow", "≠": r"\ne", "≤": r"\le", "≥": r"\ge", "−": "-",
    "·": r"\cdot", "⋅": r"\cdot", "×": r"\times", "∂": r"\partial", "∫": r"\int", "∑": r"\sum", "Σ": r"\sum",
    "√": r"\surd", "∞": r"\infty", "½": r"\tfrac12", "∈": r"\in", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}",
    "→": r"\to", "ᵀ": r"^{T}", "↦": r"\mapsto", "∝": r"\propto", "′": "'", "″": "''", "∘": r"\circ",
    "⟨": r"\langle", "⟩": r"\rangle", "∣": r"\mid", "ℰ": r"\mathrm{E}",
}  # fmt: skip
COMMANDS |= {letter: rf"\{name}" for letter, name in SPELLED.items() if letter not in COMMANDS}
COMMANDS |= {GREEK[name]: rf"\mathrm{{{latin}}}" for name, latin in (("Alpha", "A"), ("Beta", "B"))}
WORDS = {"–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "…": r"\dots{}"}
OPERATORS = {"=", "+", "-", "−", "<", ">", "≈", "≡", "⇒", "/", "*"}
MATH = re.compile(r"[B-HJ-Zb-z]|\d+|d[xyz]|[\w()\[\]]+[/|][\w()\[\]]+")
TUPLE = re.compile(r"\(.*, .*\)")
FUNCTION = re.compile(r"(log|exp|[A-Za-z])['′]?[(\[]")
POWER = re.compile(r"[\w)]\^[\w(]")
FUNCTIONS = re.compile(r"(?<![A-Za-z\\])(log|exp|sin|cos|tan|max|min)(?![A-Za-z])")


def prose(text: str) -> str:
    r"""The text as LaTeX.

    >>> prose("log(1 + x) ≈ x for small x")
    '$\\log(1 + x) \\approx x$ for small $x$'
    >>> prose("a moment of b^(-a) x^a")
    'a moment of $b^{-a} x^a$'
    """
    parts: list[tuple[bool, str]] = []
    for word in _words_and_tuples(text):
        start, core, end = _trimmed(word)
        math = _is_math(core) or TUPLE.fullmatch(core) is not None
        if math and parts and parts[-1][0] and not start and not parts[-1][1].endswith(tuple(".,;:")):
            parts[-1] = (True, f"{parts[-1][1]} {core}{end}")
        else:
            parts.append((math, f"{start}{core}{end}"))
    return " ".join(_math(part) if math else _words(part) for math, part in parts)


def _words_and_tuples(text: str) -> Iterator[str]:
    """The words, with the tuple after an equals sign as one word."""
    words = iter(text.split())
    for word in words:
        yield word
        if word == "=":
            value = next(words, "")
            while value.startswith("(") and value.count("(") > value.count(")") and (more := next(words, "")):
                value += f" {more}"
            yield from [value] * bool(value)


def _trimmed(word: str) -> tuple[str, str, str]:
    """The word without the punctuation around it: an unmatched opening parenthesis, and stops at its end."""
    start = "(" if word.startswith("(") and word.count("(") > word.count(")") and not _is_math(word[1:]) else ""
    core = word[len(start) :].rstrip(".,;:")
    return start, core, word[len(start) + len(core) :]


def _is_math(word: str) -> bool:
    if word in OPERATORS or POWER.search(word) or any(c in COMMANDS or c in LOW or c in HIGH for c in word):
        return True
    bare = word.strip("()[]|")
    return word == "(log" or bool(MATH.fullmatch(bare)) or bool(FUNCTION.match(bare))


def _math(part: str) -> str:
    core = part.rstrip(".,;:")
    inside = re.sub(f"[{LOW}]+", lambda run: "_{" + run[0].translate(BELOW) + "}", core)
    inside = re.sub(f"[{HIGH}]+", lambda run: "^{" + run[0].translate(ABOVE) + "}", inside)
    inside = re.sub(r"\babs\(([^()]+)\)", r"|\1|", inside)
    inside = re.sub(r"\^\(([^()]+)\)", r"^{\1}", inside)
    inside = re.sub(r"\(([^()|]+)\|([^()|]+)\)", r"(\1∣\2)", inside).replace("E[", "ℰ[")
    inside = "".join(_command(c) for c in inside)
    inside = re.sub(" +", " ", inside)
    return f"${FUNCTIONS.sub(_function, inside).strip()}${_words(part[len(core) :])}"


def _function(found: re.Match[str]) -> str:
    return rf"\{found[1]} " if found.string[found.end() : found.end() + 1] not in ("(", " ") else rf"\{found[1]}"


def _command(character: str) -> str:
    if character in COMMANDS:
        command = COMMANDS[character]
        return f"{command} " if command[-1:].isalpha() else command
    return {
        "%": r"\%",
        "#": r"\#",
        "&": r"\&",
        "$": r"\$",
        "~": r"\sim ",
        "\\": r"\backslash ",
    }.get(character, character if character.isascii() else escaped(character))


def _words(part: str) -> str:
    return "".join(WORDS.get(c) or escaped(c) for c in part)


BELOW = str.maketrans(LOW, "".join(SUBSCRIPTS))
ABOVE = str.maketrans(HIGH, "".join(SUPERSCRIPTS))
