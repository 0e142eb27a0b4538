"""A derivation as the outputs of a notebook cell."""

from __future__ import annotations

import re

from symfisher.render.latex import Sheet
from symfisher.render.outline import Line, outlines
from symfisher.render.pictures import characters
from symfisher.render.prose import prose
from symfisher.render.text import text
from symfisher.trace import Derivation


def mimebundle(derivation: Derivation) -> dict[str, str]:
    """Plain text, one aligned display, and numbered steps in Markdown."""
    return {
        "text/plain": text(derivation, width=80),
        "text/latex": aligned(derivation),
        "text/markdown": markdown(derivation),
    }


def aligned(derivation: Derivation) -> str:
    """Every step in one display; `$$` around aligned is what both JupyterLab and nbconvert typeset."""
    with characters(ascii=False):
        sheet = Sheet()
        lines = [line for _, section in outlines(derivation, brief=True) for line in section]
        rows = [row for line in lines for row in sheet.all_rows(line)]
    return "$$\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}$$"


def markdown(derivation: Derivation, brief: bool = False, fenced: bool = False) -> str:
    """Each step with its number, its title, its reason and its display.

    With `fenced` formulas stand as code-hosting sites want them, where Markdown cannot touch their backslashes.
    """
    with characters(ascii=False):
        sheet = Sheet(resizes=not fenced)
        sections = [
            "\n\n".join([f"## {title}", *(_step(sheet, line, brief, fenced) for line in lines)])
            for title, lines in outlines(derivation, brief=brief)
        ]
    return "\n\n".join(sections) + "\n"


def _step(sheet: Sheet, line: Line, brief: bool, fenced: bool) -> str:
    def words(text: str) -> str:
        told = _words(text)
        return re.sub(r"\$(.+?)\$", r"$`\1`$", told) if fenced else told

    heading = f"**{line.label}. {line.title}.**" + ("" if brief else f" {words(line.because)}")
    rows = " \\\\\n".join(sheet.all_rows(line))
    start, end = ("```math\n", "\n```") if fenced else ("$$", "$$")
    display = f"{start}\\begin{{aligned}}\n{rows}\n\\end{{aligned}}{end}"
    conditions = [f"*if* {words(condition.statement)}" for condition in line.new]
    return "\n\n".join([heading, display, *conditions])


def _words(text: str) -> str:
    """Prose as LaTeX, but for the dashes, which Markdown leaves as they are."""
    return prose(text).replace("--", "–")
