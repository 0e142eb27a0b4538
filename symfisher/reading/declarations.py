"""Reads declarations from the command line and models from TOML files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from symfisher.errors import ParseError
from symfisher.reading.domains import COMPARISON
from symfisher.reading.effort import answered_soon
from symfisher.reading.parts import MAX_BITS
from symfisher.reading.source import Source, did_you_mean, shown
from symfisher.reading.text import check_name
from symfisher.reading.tokens import name_end

_MAX_BYTES = 1_000_000
_LONGEST_PATH = 200
_MOST_DOTS = 500
_TABLES = ("variables", "parameters", "known", "atoms")
_KEYS = ("density", *_TABLES, "given", "name")
_BETWEEN = re.compile(r"\s*(?:∈|:|\bin\b)\s*|\s+(?=\w)")


def split_declaration(text: str, where: str) -> tuple[str, str]:
    """The name and the text of the domain of a declaration.

    >>> split_declaration("x in (0, oo)", "--variable")
    ('x', '(0, oo)')
    >>> split_declaration("k: positive", "--parameter")
    ('k', 'positive')
    >>> split_declaration("0 < p < 1", "--parameter")
    ('p', '0 < p < 1')
    """
    declaration = text.strip()
    if (compared := _compared(declaration)) is not None:
        check_name(compared, where)
        return compared, declaration
    stop = name_end(declaration, 0)
    between = _BETWEEN.match(declaration, stop)
    name = declaration[:stop]
    if not stop or not between or between.end() == len(declaration):
        example = f"{name or 'x'} in (0, oo)"
        advice = f'write a name and its domain, as in "{example}" or "{name or "x"}: positive"'
        raise ParseError(f"{where}: cannot read {shown(declaration)}; {advice}")
    check_name(name, where)
    return name, declaration[between.end() :]


def _compared(declaration: str) -> str | None:
    """The name that a declaration such as x > 0 or 0 < p < 1 compares; None where it is another kind"""
    words = [word.strip() for word in COMPARISON.split(declaration)]
    place = {2: 0, 3: 1}.get(len(words))
    if place is None or re.search(r"∈|:|\bin\b", declaration):
        return None
    return next((words[k] for k in (place, 1) if words[k].isidentifier()), None)


def read_model(path: str | Path) -> dict[str, Any]:
    """The keyword arguments of a family, read from a TOML file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "model.toml")
    ...     _ = path.write_text('density = "k*exp(-k*x)"\\n[parameters]\\nk = "positive"\\n')
    ...     read_model(path)
    {'variables': {}, 'parameters': {'k': 'positive'}, 'density': 'k*exp(-k*x)'}
    """
    label = str(path) if str(path).isprintable() and len(str(path)) <= _LONGEST_PATH else shown(str(path))
    text = _text(Path(path), label)
    _check_lines(text, label)
    with answered_soon(Source("", label)):
        model = _parsed(text, label)
    return _Model(label, text, model).arguments()


def _parsed(text: str, label: str) -> dict[str, Any]:
    try:
        # As text, a decimal stays exact.
        return tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise ParseError(f"{label}: this is not TOML: {reason}") from None


def _check_lines(text: str, label: str) -> None:
    """tomllib takes the square of the time, or the cube, for a key of many parts such as a.b.c"""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:
            raise ParseError(f"{label}, line {number}: more than {_MOST_DOTS} points in a line; write shorter lines")


class _Model:
    """The keys of one file, and how to say what is wrong with one of them."""

    def __init__(self, path: str, text: str, model: Mapping[str, Any]) -> None:
        self.path, self.text, self.model = path, text, model

    def arguments(self) -> dict[str, Any]:
        if "density" not in self.model:
            raise ParseError(f'{self.path}: no density; add for example density = "k*exp(-k*x)"')
        given = {key: self.value(key, value) for key, value in self.model.items()}
        return {"variables": {}, "parameters": {}} | given

    def value(self, key: str, value: Any) -> Any:
        if key not in _KEYS:
            suggestion = did_you_mean(key, _KEYS) or f"; the keys are {', '.join(_KEYS)}"
            raise self.error(key, f"unknown key {shown(key)}{suggestion}")
        if key in _TABLES:
            return self.table(key, value)
        if key == "given":
            return self.given(value)
        if not isinstance(value, str):
            raise self.error(key, f'{key} is a text; write {key} = "..."')
        return value

    def table(self, key: str, table: Any) -> dict[str, str]:
        if not isinstance(table, dict):
            raise self.error(key, f"{key} is a table; write [{key}] and below it {_EXAMPLE[key]}")
        return {name: self.entry(key, name, value) for name, value in table.items()}

    def entry(self, key: str, name: str, value: Any) -> str:
        if key == "atoms" and isinstance(value, int) and not isinstance(value, bool):
            if value.bit_length() > MAX_BITS:
                raise self.error(
                    name, f"the value of {shown(name)} in [{key}] has too many digits; write a mass below 1"
                )
            return str(value)
        if not isinstance(value, str):
            problem = f"the value of {shown(name)} in [{key}] is not a text"
            raise self.error(name, f"{problem}; write {_EXAMPLE[key]}")
        return value

    def given(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error("given", 'given is a list of texts; write given = ["a < b"]')
        return value

    def error(self, key: str, message: str) -> ParseError:
        """The error, with the first line where a key of this name stands, if one does."""
        pattern = re.compile(rf"""(?:^|[\s."'\[]){re.escape(key)}["']?\s*[\].=]""", re.M)
        found = pattern.search(self.text)
        line = self.text.count("\n", 0, found.end()) + 1 if found else None
        place = f"{self.path}, line {line}" if line else self.path
        return ParseError(f"{place}: {message}")


_EXAMPLE = {
    "variables": 'x = "(0, oo)"',
    "parameters": 'k = "positive"',
    "known": 'n = "positive_integer"',
    "atoms": '0 = "1 - p"',
}


def _text(path: Path, label: str) -> str:
    try:
        if not path.is_file():
            raise ParseError(f"{label}: there is no such file")
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ParseError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise ParseError(f"{label}: cannot be read: {reason}") from None
    if len(content) > _MAX_BYTES:
        raise ParseError(f"{label}: the file is larger than {_MAX_BYTES // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ParseError(f"{label}, line {line}: this is not UTF-8 text") from None
