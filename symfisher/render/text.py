"""A derivation as plain text, for a terminal or a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from sympy import Basic
from sympy.printing.pretty.stringpict import prettyForm, stringPict

from symfisher.errors import SymfisherError
from symfisher.notation import Name
from symfisher.render.breaking import Broken, Term, broken, letters, signed
from symfisher.render.letters import to_ascii
from symfisher.render.outline import Line, matrix_line, outlines, singular_lines
from symfisher.render.pictures import ADD, PicturePrinter, beside, characters, enclosed
from symfisher.trace import Derivation, Step

INDENT = 4
BOLD, DIM, GREEN, YELLOW, RED, PLAIN = (
    "\x1b[1m",
    "\x1b[2m",
    "\x1b[32m",
    "\x1b[33m",
    "\x1b[31m",
    "\x1b[0m",
)
MARKS = {"✓": ("+", GREEN), "~": ("~", YELLOW), "✗": ("x", RED)}


def text(
    derivation: Derivation,
    *,
    width: int = 100,
    brief: bool = False,
    ascii: bool = False,
    color: bool = False,
    verdicts: Mapping[Step, str] | None = None,
) -> str:
    """The lines of the derivation, none wider than `width` columns.

    `verdicts` maps steps to what the checker said: "proved", "agrees", "unknown", "refuted", and a detail after it.
    """
    if isinstance(width, bool) or not isinstance(width, int):
        raise SymfisherError(f"width: expected a whole number of columns, got {type(width).__name__}.")
    with characters(ascii):
        page = Page(width, ascii, color, verdicts or {})
        blocks: list[list[str]] = []
        lines: tuple[Line, ...] = ()
        for heading, lines in outlines(derivation, brief=brief):
            blocks.append([page.styled(part, BOLD) for part in page.prose(heading, 0)])
            blocks += [page.line(line, brief) for line in lines]
        blocks += page.result(lines)
    return "\n\n".join("\n".join(row.rstrip() for row in block) for block in blocks) + "\n"


def expression_text(
    expression: Basic,
    width: int = 100,
    ascii: bool = False,
    names: Sequence[Basic] = (),
    remarks: Sequence[str] = (),
) -> str:
    """One expression, no line wider than `width` columns; a matrix that is too wide names its entries.

    `names` are the symbols that the rows and columns of a matrix belong to, `remarks` what is said below it.
    """
    with characters(ascii):
        page = Page(width, ascii, False, {})
        listed = ", ".join(map(page.printer.linear.doprint, names))
        rows = page.prose(f"rows and columns: {listed}", 0) if names else []
        rows += page.equation(None, "", expression, None, 0)
        rows += [row for remark in remarks for row in page.prose(f"{remark}.", 0)]
    return "\n".join(row.rstrip() for row in rows)


def mark(verdict: str) -> str:
    """✓ for what holds, ✗ for what is refuted, ~ for what is not known."""
    first = verdict.split()[0].rstrip(":,.;") if verdict.split() else ""
    return {"refuted": "✗", "unknown": "~", "open": "~", "assumed": "~"}.get(first, "✓")


@dataclass
class Page:
    """The printer and the measures of one text."""

    width: int
    ascii: bool
    color: bool
    verdicts: Mapping[Step, str]
    printer: PicturePrinter = field(init=False)

    def __post_init__(self) -> None:
        self.printer = PicturePrinter(self.ascii)

    def styled(self, row: str, style: str) -> str:
        return f"{style}{row}{PLAIN}" if self.color and row else row

    def spelled(self, prose: str) -> str:
        return to_ascii(prose) if self.ascii else prose

    def prose(self, prose: str, indent: int) -> list[str]:
        """A paragraph, wrapped."""
        pad = " " * indent
        return [pad + row for row in wrap(self.spelled(prose), max(self.width - indent, 1))]

    def columns(self, expression: Basic) -> int:
        return self.printer._print(expression).width()

    def line(self, line: Line, brief: bool) -> list[str]:
        """Number and title, the reason, the formula, what it assumes and what it drops."""
        indent = INDENT * line.depth
        rows = self.heading(line, indent)
        if not brief:
            rows += self.dimmed(line.because, indent + INDENT)
        rows += self.equation(line.lhs, line.relation.value, line.rhs, line.power, indent + INDENT)
        if line.leading is not None and not brief:
            rows += self.dimmed("the leading term that is dropped:", indent + INDENT)
            rows += self.equation(None, "", line.leading, None, indent + 2 * INDENT)
        for condition in line.new:
            rows += self.dimmed(f"if {condition.statement}", indent + INDENT)
        if line.again:
            rows += self.dimmed(f"under the conditions of {', '.join(line.again)}", indent + INDENT)
        return rows

    def result(self, lines: tuple[Line, ...]) -> list[list[str]]:
        """The matrix once more, as the last thing read, unless it is the last line anyway."""
        found = matrix_line(lines)
        if found is None or found is lines[-1]:
            return []
        heading = self.styled("The Fisher information matrix", BOLD)
        remarks = [self.prose(f"{line.because}.", 0) for line in singular_lines(lines)]
        return [[heading, *self.equation(found.lhs, "=", found.rhs, None, INDENT)], *remarks]

    def dimmed(self, prose: str, indent: int) -> list[str]:
        return [self.styled(row, DIM) for row in self.prose(prose, indent)]

    def heading(self, line: Line, indent: int) -> list[str]:
        rows = self.prose(f"{line.label}  {line.title}", indent)
        bold = [self.styled(row, BOLD) for row in rows]
        verdict = self.verdicts.get(line.step)
        if verdict is None:
            return bold
        sign = mark(verdict)
        shown = f"{MARKS[sign][0] if self.ascii else sign} {self.spelled(verdict)}"
        style = MARKS[sign][1]
        if len(rows[-1]) + 2 + len(shown) <= self.width:
            return [*bold[:-1], f"{bold[-1]}  {self.styled(shown, style)}"]
        return bold + [self.styled(row, style) for row in self.prose(shown, indent + INDENT)]

    def equation(self, lhs: Basic | None, relation: str, rhs: Basic, power: int | None, indent: int) -> list[str]:
        """`lhs relation rhs`, in as many rows as it takes, and the parts that were given names."""
        names = letters(rhs, *([] if lhs is None else [lhs]))
        found = signed(rhs, power)
        relation = f"{self.spelled(relation)} " if relation else ""
        room = self.width - indent
        left = None if lhs is None else self.printer._print(lhs)
        whole = sum(self.columns(term.body) + 3 for term in found)
        rows: list[str] = []
        if left is not None:
            beside_it = left.width() + 1 + len(relation)
            if beside_it + min(whole, room // 2) > room:
                rows = self.equation(None, "", lhs, None, indent)  # type: ignore[arg-type]
                left = None
        prefix = beside(left, f" {relation}") if left is not None else prettyForm(relation)
        return rows + self.body(prefix, found, rhs, names, indent)

    def body(
        self,
        prefix: prettyForm,
        found: list[Term],
        whole: Basic,
        names: Iterator[Name],
        indent: int,
    ) -> list[str]:
        room = self.width - indent
        layout = broken(found, room - prefix.width(), self.columns, names)
        if layout is None:
            return self.last_resort(prefix, whole, found, indent)
        rows = self.rows(prefix, layout, indent) + (self.dimmed("where", indent) if layout.parts else [])
        for name, part in layout.parts:
            left = beside(self.printer._print(name), " = ")
            rows += self.body(left, signed(part), part, names, indent + 2)
        return rows

    def rows(self, prefix: prettyForm, layout: Broken, indent: int) -> list[str]:
        lines: list[str] = []
        blank = " " * prefix.width()
        for k, row in enumerate(layout.rows):
            picture = beside(blank if k else prefix, *self.row(row, first=k == 0))
            lines += [" " * indent + line for line in picture.picture]
        return lines

    def row(self, terms: tuple[Term, ...], first: bool) -> Iterator[stringPict | str]:
        for k, term in enumerate(terms):
            sign = {"-": self.printer.minus}.get(term.sign, term.sign)
            leads = first and k == 0
            yield sign if leads else f"{sign} " if k == 0 else f" {sign} "
            picture = self.printer._print(term.body)
            alone = leads and not sign
            yield enclosed(picture) if picture.binding >= ADD and not alone else picture

    def last_resort(self, prefix: prettyForm, whole: Basic, found: list[Term], indent: int) -> list[str]:
        """On one line, wrapped between tokens, or anywhere in a token wider than the page."""
        tail = [self.printer.linear.doprint(term.body) for term in found[-1:] if term.body.func.__name__ == "Remainder"]
        line = " + ".join([self.printer.linear.doprint(whole), *tail])
        if prefix.height() == 1:
            line = prefix.picture[0].strip() + " " + line
        pad = " " * indent
        above = [pad + row for row in prefix.picture] if prefix.height() > 1 else []
        return above + [pad + row for row in wrap(line, max(self.width - indent, 1), subsequent_indent="  ")]
