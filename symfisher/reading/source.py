"""A text to read, what it is called, and the errors that point into it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from symfisher.errors import ParseError

_SHOWN = 40


@dataclass(frozen=True)
class Source:
    """A text, and the name of the place it came from.

    >>> str(Source("x + ?", "density").error(4, "what is '?'"))
    "density, column 5: what is '?'"
    """

    text: str
    where: str

    def error(self, offset: int, message: str) -> ParseError:
        """The error whose one line says where in the text `message` applies."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - self.text.rfind("\n", 0, offset)
        place = f"line {line}, column {column}" if "\n" in self.text else f"column {column}"
        return ParseError(f"{self.where}, {place}: {message}")

    def part(self, start: int, stop: int) -> Source:
        """The text from `start` to `stop`, blank before it, so that the columns stay right."""
        return Source(re.sub(r"\S", " ", self.text[:start]) + self.text[start:stop], self.where)


def shown(text: str) -> str:
    """The text in quotes, on one line and short enough for an error.

    >>> print(shown("x\\n" * 50))
    'x\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\nx\\n...'
    """
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` was most likely meant to be.

    >>> closest("sigm", ["mu", "sigma"]), closest("Γ", ["gamma"]), closest("x", ["mu"])
    ('sigma', 'gamma', None)
    """
    spelled = {_spelling(candidate): candidate for candidate in candidates}
    matches = get_close_matches(_spelling(name[:_SHOWN]), spelled, n=1, cutoff=0.6)
    return spelled[matches[0]] if matches else None


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """The words that end an error about an unknown name, or nothing.

    >>> did_you_mean("postive", ["positive", "real"])
    "; did you mean 'positive'?"
    """
    match = closest(name, candidates)
    return f"; did you mean '{match}'?" if match else ""


def _spelling(name: str) -> str:
    """The name in lower case, with Greek letters spelled out, so that μ and mu are one."""
    return "".join(map(_letter, unicodedata.normalize("NFKC", name))).lower()


def _letter(character: str) -> str:
    words = unicodedata.name(character, "").split()
    greek = len(words) == 4 and words[0] == "GREEK"
    # Unicode spells this one letter LAMDA.
    return words[3].replace("LAMDA", "LAMBDA") if greek else character
