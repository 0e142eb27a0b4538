"""The committed derivations, which are the golden traces; `python tests/golden.py --update` writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

import symfisher
from symfisher.render.notebook import markdown

DERIVATIONS = Path(__file__).parent.parent / "derivations"


def path_of(name: str) -> Path:
    """Where the derivation of a family stands; of the abstract density for the empty name."""
    return DERIVATIONS / (name.lower().replace(" ", "-").replace(":", "--") + ".md" if name else "abstract.md")


def written(name: str) -> str:
    """The derivation as Markdown."""
    return markdown(symfisher.derive(name or None)).rstrip() + "\n"


def index() -> str:
    """A list of the derivations."""
    rows = [f"- [{name or 'abstract density'}]({path_of(name).name})" for name in ("", *symfisher.families())]
    return "\n".join(["# Derivations", "", "Written by `python tests/golden.py --update`.", "", *rows]) + "\n"


def update() -> None:
    """Write every derivation and the index."""
    for name in ("", *symfisher.families()):
        path_of(name).write_text(written(name), "utf-8")
    (DERIVATIONS / "README.md").write_text(index(), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python tests/golden.py --update")
    update()
