"""Reads the values that a variable or a parameter may take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from sympy import Expr, Integer, Symbol, expand, oo

from symfisher.errors import ParseError
from symfisher.reading.effort import answered_soon
from symfisher.reading.source import Source, did_you_mean, shown
from symfisher.reading.text import read_expression
from symfisher.reading.tokens import MAX_LENGTH
from symfisher.space import Space

_ZERO, _ONE = Integer(0), Integer(1)
WORDS = {
    "real": Space(-oo, oo),
    "positive": Space(_ZERO, oo),
    "negative": Space(-oo, _ZERO),
    "nonnegative": Space(_ZERO, oo, lower_closed=True),
    "nonpositive": Space(-oo, _ZERO, upper_closed=True),
    "unit": Space(_ZERO, _ONE),
    "integer": Space(-oo, oo, discrete=True),
    "integers": Space(-oo, oo, discrete=True),
    "naturals": Space(_ZERO, oo, discrete=True),
    "nonnegative_integer": Space(_ZERO, oo, discrete=True),
    "positive_integer": Space(_ONE, oo, discrete=True),
}
SAME_AS = {
    **dict.fromkeys(("r", "ℝ", "reals", "real_number", "real_numbers", "real_line", "any"), "real"),
    **dict.fromkeys(("r+", "ℝ+", "ℝ₊", "r_+", "ℝ_+", "r>0", "positive_real", "positive_reals", ">0"), "positive"),
    **dict.fromkeys(("non_negative", "nonnegative_real", "non_negative_real", "nonnegative_reals"), "nonnegative"),
    **dict.fromkeys(("probability", "proportion", "unit_interval"), "unit"),
    **dict.fromkeys(("z", "ℤ"), "integer"),
    **dict.fromkeys(("ℕ", "ℕ0", "ℕ₀", "n0", "natural", "natural_numbers", "counts", "count"), "naturals"),
    **dict.fromkeys(("nonnegative_integers", "non_negative_integer", "non_negative_integers"), "naturals"),
    **dict.fromkeys(("positive_integers", "positive_naturals", "ℤ+"), "positive_integer"),
}
COMPARISON = re.compile("<=|>=|[<>≤≥]")
_FARTHEST = 10**300  # no float is far beyond it
_NO_ROW = "a set of numbers that are not in a row is not read; write a range of integers such as 0..n"
_SMALL = re.compile("-?[0-9]{1,7}")
_INFINITE = ("oo", "inf", "infinity", "∞")
_EXAMPLES = "write for example (0, oo), [0, 1], 0..n, real or positive"


def read_space(text: str, symbols: Mapping[str, Symbol], where: str, name: str = "") -> Space:
    """The interval, the range of integers or the named space a text stands for; "0 < p < 1" for the name p.

    >>> print(read_space("[0, oo)", {}, "x"), read_space("-3..3", {}, "k"))
    [0, oo) -3..3
    >>> read_space("(1, 0)", {}, "x")
    Traceback (most recent call last):
    ...
    symfisher.errors.ParseError: x, column 1: the interval '(1, 0)' is empty; the lower end \
comes first
    """
    source = Source(text, where)
    if len(text) > MAX_LENGTH:
        raise source.error(MAX_LENGTH, f"the text is longer than {MAX_LENGTH} characters")
    word = "_".join(text.lower().replace("-", " ").split())
    word = SAME_AS.get(word, word)
    if word in WORDS:
        return WORDS[word]
    if not word:
        raise ParseError(f"{where}: the domain is empty; {_EXAMPLES}")
    with answered_soon(source):
        return _read(source, symbols, name)


def _read(source: Source, symbols: Mapping[str, Symbol], name: str) -> Space:
    text = source.text
    reader = _Reader(source, symbols, len(text) - len(text.lstrip()), len(text.rstrip()))
    if text[reader.start] in "([" and reader.closing() == reader.stop - 1:
        return reader.interval()
    if text[reader.start] == "{" and text[reader.stop - 1] == "}":
        return reader.set()
    if COMPARISON.search(text):
        return reader.comparisons(name)
    if ".." in text:
        return reader.integers()
    raise reader.unreadable(text.strip().lower().replace(" ", "_"))


@dataclass(frozen=True)
class _Reader:
    """Reads one domain: the text from `start` to `stop`."""

    source: Source
    symbols: Mapping[str, Symbol]
    start: int
    stop: int

    @property
    def text(self) -> str:
        return self.source.text

    def closing(self) -> int:
        """Where the parenthesis that opens the text is closed; one of either kind may close it."""
        depth = 0
        for at in range(self.start, self.stop):
            depth += (self.text[at] in "([") - (self.text[at] in ")]")
            if depth == 0:
                return at
        return -1

    def interval(self) -> Space:
        commas = self.commas()
        if len(commas) != 1:
            raise self.error(f"an interval has two ends with one comma between; {_EXAMPLES}")
        lower = self.end(self.start + 1, commas[0])
        upper = self.end(commas[0] + 1, self.stop - 1)
        self.check_order(lower, upper, upper - lower, "interval")
        return Space(
            lower,
            upper,
            self.text[self.start] == "[" and lower != -oo,
            self.text[self.stop - 1] == "]" and upper != oo,
        )

    def integers(self) -> Space:
        if self.text.count("..") > 1:
            raise self.error(f"a range of integers has two ends; {_EXAMPLES}")
        dots = self.text.index("..")
        return self.range(self.end(self.start, dots), self.end(dots + 2, self.stop))

    def range(self, lower: Expr, upper: Expr) -> Space:
        for end in (lower, upper):
            if end.is_finite and end.is_integer is False:
                raise self.error(f"the ends of a range of integers are integers, and {end} is not")
        self.check_order(lower, upper, upper - lower + 1, "range")
        return Space(lower, upper, discrete=True)

    def comparisons(self, name: str) -> Space:
        """a < x < b, x > a or > a: an end for each side on which something is compared with the name"""
        signs = [(m.start(), m.end(), m.group()) for m in COMPARISON.finditer(self.text)]
        edges = [self.start, *(at for start, stop, _ in signs for at in (start, stop)), self.stop]
        parts = [(edges[k], edges[k + 1]) for k in range(0, len(edges), 2)]
        words = [self.text[a:b].strip() for a, b in parts]
        place = words.index(name) if name in words else 0
        if len(parts) > 3 or words[place] not in ("", name) or (len(parts) == 3 and place != 1):
            raise self.error(f"a domain compares the name itself, as in 0 < {name or 'x'} < 1; {_EXAMPLES}")
        above = [(sign[0] in "<≤") == (k < place) for k, (_, _, sign) in enumerate(signs)]
        if len(set(above)) < len(above):
            raise self.error(f"both comparisons are on one side, and one end would do; {_EXAMPLES}")
        space = Space(-oo, oo)
        for k, (_, _, sign) in enumerate(signs):
            end = self.end(*parts[k if k < place else k + 1])
            closed = "=" in sign or sign in "≤≥"
            if above[k]:
                space = replace(space, lower=end, lower_closed=closed)
            else:
                space = replace(space, upper=end, upper_closed=closed)
        self.check_order(space.lower, space.upper, space.upper - space.lower, "interval")
        return space

    def set(self) -> Space:
        """{0, 1, 2}, {0, 1, …, n} or {k, k + 1, …}: integers in a row"""
        commas = [k for k in range(self.start + 1, self.stop - 1) if self.text[k] == ","]
        edges = [self.start, *commas, self.stop - 1]
        spans = [(low + 1, high) for low, high in pairwise(edges)]
        items = [self.text[low:high].strip() for low, high in spans]
        dots = [k for k, item in enumerate(items) if item in ("...", "…", "..")]
        first = items[: dots[0]] if dots else items
        if not (dots or all(map(_SMALL.fullmatch, first))) or len(dots) > 1 or not first:
            raise self.error(_NO_ROW)
        numbers = [Integer(i) if _SMALL.fullmatch(i) else self.end(*at) for i, at in zip(first, spans, strict=False)]
        if any(expand(high - low) != 1 for low, high in pairwise(numbers)):
            raise self.error(_NO_ROW)
        if not dots:
            return Space(numbers[0], numbers[-1], discrete=True)
        if len(items) - dots[0] <= 2:
            return self.range(numbers[0], oo if dots[0] == len(items) - 1 else self.end(*spans[-1]))
        raise self.error(_NO_ROW)

    def commas(self) -> list[int]:
        """The commas of the interval itself, not those of a function in one of its ends."""
        depth, found = 0, []
        for at in range(self.start, self.stop):
            depth += (self.text[at] in "([") - (self.text[at] in ")]")
            if self.text[at] == "," and depth == 1:
                found.append(at)
        return found

    def end(self, start: int, stop: int) -> Expr:
        word = self.text[start:stop].strip()
        if not word:
            raise self.source.error(start, f"an end is missing here; {_EXAMPLES}")
        unsigned = word.removeprefix("-").removeprefix("+").strip().lower()
        if unsigned in _INFINITE:
            return -oo if word.startswith("-") else oo
        part = self.source.part(start, stop)
        end = read_expression(part.text, self.symbols, part.where)
        if not end.free_symbols and abs(end.evalf(15)) > _FARTHEST:
            raise self.source.error(start, "this end is beyond 10^300; write oo")
        return end

    def check_order(self, lower: Expr, upper: Expr, length: Expr, kind: str) -> None:
        if lower == oo or upper == -oo or length.is_extended_positive is False:
            it = shown(self.text[self.start : self.stop])
            raise self.error(f"the {kind} {it} is empty; the lower end comes first")

    def unreadable(self, word: str) -> ParseError:
        it = shown(self.text[self.start : self.stop])
        if word[0] in "([" and word[-1] not in ")]":
            return self.error("this parenthesis is never closed; write for example (0, oo)")
        suggestion = did_you_mean(word, WORDS) or f"; {_EXAMPLES}"
        return self.error(f"unknown domain {it}{suggestion}")

    def error(self, message: str) -> ParseError:
        return self.source.error(self.start, message)
