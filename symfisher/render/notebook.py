"""A derivation as the outputs of a notebook cell."""

from __future__ import annotations

from symfisher.render.latex import Sheet
from symfisher.render.outline import Line, outline
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
        rows = [row for line in outline(derivation, brief=True) for row in sheet.all_rows(line)]
    return "$$\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}$$"


def markdown(derivation: Derivation, brief: bool = False) -> str:
    """Each step with its number, its title, its reason and its display."""
    with characters(ascii=False):
        sheet = Sheet()
        steps = [_step(sheet, line, brief) for line in outline(derivation, brief=brief)]
    return "\n\n".join([f"## {derivation.title}", *steps]) + "\n"


def _step(sheet: Sheet, line: Line, brief: bool) -> str:
    heading = f"**{line.label}. {line.title}.**" + ("" if brief else f" {_words(line.because)}")
    display = "$$\\begin{aligned}\n" + " \\\\\n".join(sheet.all_rows(line)) + "\n\\end{aligned}$$"
    conditions = [f"*if* {_words(condition.statement)}" for condition in line.new]
    return "\n\n".join([heading, display, *conditions])


def _words(text: str) -> str:
    """Prose as LaTeX, but for the dashes, which Markdown leaves as they are."""
    return prose(text).replace("--", "–")
