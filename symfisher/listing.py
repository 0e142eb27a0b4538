"""`symfisher list`: the catalogue as a table, without SymPy."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from difflib import get_close_matches

from symfisher.arguments import CLOSED, USAGE, fail
from symfisher.catalogue.declaration import Declaration
from symfisher.catalogue.lookup import KINDS, plain, symbols

ROW = "  {:<{width}}  {:<8}{}"


def listed(options: Namespace) -> int:
    """Print the families asked for, by kind, and how many they are."""
    found = chosen(options.search, options.kind, options.status)
    if options.format == "json":
        rows = [_record(kind, d) for kind, group in found.items() for d in group]
        unicode = (sys.stdout.encoding or "ascii").lower().startswith("utf")
        print(json.dumps(rows, ensure_ascii=not unicode, indent=1))
        return CLOSED
    everything = [d for group in found.values() for d in group]
    width = max((len(d.key) for d in everything), default=0)
    for kind, group in found.items():
        print(f"{kind}:")
        for d in group:
            parameters, known = map(", ".join, symbols(d))
            shown = f"{parameters}; known {known}" if known else parameters
            print(ROW.format(d.key, d.status, shown, width=width).rstrip())
    count = len({d.name for d in everything})
    print(
        f"{_counted(count, 'family', 'families')}, {_counted(len(everything), 'parametrization', 'parametrizations')}"
    )
    return CLOSED


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def chosen(search: list[str], kind: str | None, status: str | None) -> dict[str, list[Declaration]]:
    """The declarations that hold every word, by kind; none of the kinds is empty."""
    if kind is not None and plain(kind) not in {plain(k) for k in KINDS}:
        near = get_close_matches(kind, KINDS, 1)
        fail(f"unknown kind {kind!r}; " + (f"did you mean {near[0]!r}?" if near else f"{', '.join(KINDS)}."), USAGE)
    found = {
        name: [d for d in group if status in (None, d.status) and _holds(d, name, search)]
        for name, group in KINDS.items()
        if kind is None or plain(kind) == plain(name)
    }
    return {name: group for name, group in found.items() if group}


def _holds(d: Declaration, kind: str, words: list[str]) -> bool:
    text = plain(" ".join((d.key, *d.aliases, kind, d.cite)))
    return all(plain(word) in text for word in words)


def _record(kind: str, d: Declaration) -> dict[str, object]:
    return {
        "name": d.key,
        "kind": kind,
        "status": d.status,
        "aliases": list(d.aliases),
        "density": d.density,
        "of": d.of,
        "by": dict(d.by),
        "parameters": list(symbols(d)[0]),
        "known": list(symbols(d)[1]),
        "cite": d.cite,
    }
