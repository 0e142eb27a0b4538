"""The table of docs/names.md, from the data; `python tests/names_table.py` writes it there."""

from __future__ import annotations

import re
from pathlib import Path

from symfisher.catalogue.libraries import LIBRARIES
from symfisher.catalogue.library_row import Row
from symfisher.catalogue.lookup import DECLARATIONS

DOCUMENT = Path(__file__).parent.parent / "docs" / "names.md"
COLUMNS = {
    "SciPy": ("scipy",),
    "sympy.stats": ("sympy",),
    "R": ("r", "actuar", "VGAM", "evd"),
    "Stan": ("stan",),
    "PyMC": ("pymc",),
    "torch, NumPyro, TFP": ("torch", "numpyro", "tfp"),
}
TITLES = {"torch": "torch", "numpyro": "NumPyro", "tfp": "TFP", "actuar": "actuar", "VGAM": "VGAM", "evd": "evd"}
START, END = "<!-- table -->\n", "<!-- end of table -->\n"


def table() -> str:
    """One line for each family that a library has."""
    lines = [f"| family | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for declaration in DECLARATIONS:
        cells = [_cell(declaration.key, libraries) for libraries in COLUMNS.values()]
        if any(cells):
            lines.append(f"| {declaration.key} | {' | '.join(cells)} |")
    return START + "\n".join(lines) + "\n" + END


def _cell(key: str, libraries: tuple[str, ...]) -> str:
    """The names in these libraries; one that several share stands once"""
    shared: dict[str, list[str]] = {}
    for library in libraries:
        for name, row in LIBRARIES[library].items():
            if row.key == key:
                shared.setdefault(f"`{name}`{_arguments(row)}", []).append(library)
    parts = []
    for text, owners in shared.items():
        titles = ", ".join(TITLES[owner] for owner in owners if owner in TITLES)
        parts.append(f"{titles} {text}".strip())
    return "; ".join(parts)


def _arguments(row: Row) -> str:
    """Our parameters in theirs, where the two are not the same, and what theirs must be"""
    said = [f"{ours} = {text}" for ours, text in row.at.items() if ours != text]
    fixed = [f"{name} = {value}" for name, value in row.where.items()]
    words = ", ".join(said) + (f" at {', '.join(fixed)}" if fixed else "")
    return f" ({words.strip()})" if words else ""


if __name__ == "__main__":
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{START}.*{END}", lambda _: table(), text, flags=re.S), "utf-8")
