"""A derivation as LaTeX: displays for a document of one's own, or a whole article."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template

from sympy import Basic, oo

from symfisher.model import Family, Quantity
from symfisher.notation import Density, Fisher, Name, P, theta
from symfisher.render.breaking import Broken, Term, broken, letters, signed
from symfisher.render.formulas import FormulaPrinter
from symfisher.render.outline import Line, matrix_line, outlines, singular_lines
from symfisher.render.pictures import PicturePrinter, characters
from symfisher.render.prose import prose
from symfisher.trace import Derivation, Relation

COLUMNS = 64
RELATIONS = {
    Relation.DEFINES: r"\equiv",
    Relation.EQUAL: "=",
    Relation.APPROXIMATES: r"\approx",
    Relation.IMPLIES: r"\Rightarrow",
}

ARTICLE = Template(r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
\usepackage{amsmath,amssymb,mathtools}
\usepackage{booktabs}
\usepackage{graphicx}
\usepackage{microtype}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}
\setlength{\parskip}{\medskipamount}
\setlength{\jot}{6pt}
\allowdisplaybreaks
\emergencystretch=3em
\begin{document}
\begin{center}
\LARGE $title
\end{center}
$opening

$steps
\end{document}
""")
ABSTRACT = (
    r"Let $P(\omega\mid\theta)$ be a density on $\Omega$ with parameters $\theta=(\theta_1,\dots,\theta_n)$, "
    r"and let $\delta$ be a small displacement of $\theta$."
)


def expression_latex(expression: Basic) -> str:
    """One expression, unbroken."""
    return FormulaPrinter().doprint(expression)


def body(derivation: Derivation, brief: bool = False) -> str:
    """The numbered displays, for a document that loads amsmath."""
    with characters(ascii=False):
        sheet = Sheet()
        return "\n".join(sheet.display(line) for _, lines in outlines(derivation, brief=brief) for line in lines)


def document(derivation: Derivation, brief: bool = False) -> str:
    """An article that compiles as it stands."""
    with characters(ascii=False):
        sheet = Sheet()
        *bases, (_, lines) = outlines(derivation, brief=brief)
        told = [f"\\section*{{{prose(title)}}}\n{sheet.paragraphs(steps, brief)}" for title, steps in bases]
        if told:
            told.append(f"\\section*{{{prose(derivation.title)}}}")
        steps = "\n\n".join([*told, sheet.paragraphs(lines, brief)])
        opening = sheet.opening(derivation.family)
        result = sheet.result(lines)
    return ARTICLE.substitute(title=prose(derivation.title), opening=opening, steps=steps + result)


class Sheet:
    """The printers of one text; pictures measure what formulas will take.

    What cannot be broken is made smaller where `resizes`, which MathJax does not know.
    """

    def __init__(self, resizes: bool = True) -> None:
        self.resizes = resizes
        self.formula = FormulaPrinter().doprint
        self.measure = PicturePrinter()

    def columns(self, expression: Basic) -> int:
        return self.measure._print(expression).width()

    def paragraphs(self, lines: tuple[Line, ...], brief: bool) -> str:
        return "\n\n".join(self.paragraph(line, brief) for line in lines)

    def display(self, line: Line) -> str:
        """A numbered display, and one for the parts it names."""
        names = letters(line.rhs, *([] if line.lhs is None else [line.lhs]))
        rows, parts = self.rows(line.lhs, RELATIONS[line.relation], signed(line.rhs, line.power), names)
        return _display(rows, f"\\tag{{{line.label}}}") + self.where(parts, names)

    def all_rows(self, line: Line) -> list[str]:
        """The rows of the line and of the parts it names."""
        names = letters(line.rhs, *([] if line.lhs is None else [line.lhs]))
        rows, parts = self.rows(line.lhs, RELATIONS[line.relation], signed(line.rhs, line.power), names)
        return rows + self.named(parts, names)

    def where(self, parts: tuple[tuple[Name, Basic], ...], names: Iterator[Name]) -> str:
        """The parts that were given names, and their parts."""
        rows = self.named(parts, names)
        return "\nwhere\n" + _display(rows) if rows else ""

    def named(self, parts: tuple[tuple[Name, Basic], ...], names: Iterator[Name]) -> list[str]:
        queue, rows = list(parts), []
        for name, part in queue:
            more_rows, more = self.rows(name, "=", signed(part), names)
            rows += more_rows
            queue += more
        return rows

    def rows(
        self, lhs: Basic | None, relation: str, found: list[Term], names: Iterator[Name]
    ) -> tuple[list[str], tuple[tuple[Name, Basic], ...]]:
        """The rows of an aligned display, and the parts it names."""
        beside = 0 if lhs is None else self.columns(lhs)
        whole = sum(self.columns(term.body) + 3 for term in found)
        above = beside + min(whole, COLUMNS // 2) > COLUMNS
        layout = broken(found, COLUMNS - 3 - (0 if above else beside), self.columns, names)
        left = "" if lhs is None else self.formula(lhs)
        first = [f"&{left}"] if above else []
        start = f"&\\quad {relation} " if above else f"{left} &{relation} "
        if layout is None:
            whole_row = " ".join(f"{term.sign} {self.formula(term.body)}" for term in found)
            small = f"\\resizebox{{0.8\\linewidth}}{{!}}{{$\\displaystyle {whole_row}$}}"
            return [*first, f"{start}{small if self.resizes else whole_row}"], ()
        return first + self.joined(layout, start, r"&\qquad " if above else r"&\quad "), layout.parts

    def joined(self, layout: Broken, start: str, further: str) -> list[str]:
        rows = []
        for k, row in enumerate(layout.rows):
            terms = " ".join(f"{term.sign} {self.term(term)}".strip() for term in row)
            rows.append((further if k else start) + terms)
        return rows

    def term(self, term: Term) -> str:
        printed = self.formula(term.body)
        return f"\\left({printed}\\right)" if term.sign and term.body.is_Add else printed

    def paragraph(self, line: Line, brief: bool) -> str:
        """The reason, the display, and what the line assumes and drops."""
        heading = f"\\text{'it' if line.depth else 'bf'}{{{prose(line.title)}.}}"
        lines = [heading if brief else f"{heading} {_sentence(line.because)}", self.display(line)]
        if line.leading is not None and not brief:
            lines += [
                "The leading term that is dropped is",
                _display([f"&{self.formula(line.leading)}."]),
            ]
        if line.new:
            lines.append("This holds if " + "; and if ".join(prose(c.statement) for c in line.new) + ".")
        if line.again:
            lines.append(f"The conditions of {prose(', '.join(line.again))} apply.")
        return "\n".join(lines)

    def opening(self, family: Family | None) -> str:
        """What ω, θ and P are."""
        if family is None:
            return ABSTRACT
        left = Density(P, family.omega, theta)
        names = letters(family.density)
        rows, parts = self.rows(left, "=", signed(family.density), names)
        symbols = ", ".join(map(self.formula, family.theta))
        intro = f"The density, with parameters $\\theta=({symbols})$, is\n{_display(rows)}{self.where(parts, names)}"
        further = [f"${self.formula(condition)}$" for condition in family.given]
        masses = [f"mass ${self.formula(mass)}$ at ${self.formula(place)}$" for place, mass in family.atoms]
        closing = [f"It is given that {', '.join(further)}."] * bool(further)
        closing += [f"There are point masses: {', '.join(masses)}."] * bool(masses)
        return "\n".join([intro, self.table(family), *closing])

    def table(self, family: Family) -> str:
        groups = (
            ("variable", family.variables),
            ("parameter", family.parameters),
            ("known", family.known),
        )
        rows = [
            f"${self.formula(q.symbol)}$ & {role} & ${self.values(q)}$ \\\\" for role, group in groups for q in group
        ]
        head = "\\begin{center}\n\\begin{tabular}{lll}\n\\toprule\nsymbol & role & values \\\\\n\\midrule"
        return "\n".join([head, *rows, "\\bottomrule\n\\end{tabular}\n\\end{center}"])

    def values(self, quantity: Quantity) -> str:
        """The domain as a set."""
        space = quantity.space
        lower, upper = self.formula(space.lower), self.formula(space.upper)
        if space.discrete:
            start = [r"\dots"] if space.lower == -oo else [lower, self.formula(space.lower + 1)]
            return r"\{" + ", ".join([*start, r"\dots", *([] if space.upper == oo else [upper])]) + r"\}"
        if (space.lower, space.upper) == (-oo, oo):
            return r"\mathbb{R}"
        return f"{'[' if space.lower_closed else '('}{lower}, {upper}{']' if space.upper_closed else ')'}"

    def result(self, lines: tuple[Line, ...]) -> str:
        """The matrix once more, unless it is the last line anyway."""
        found = matrix_line(lines)
        if found is None or found is lines[-1]:
            return ""
        matrix = found.rhs
        names = letters(matrix)
        rows, parts = self.rows(Fisher(theta), "=", signed(matrix), names)
        remarks = "".join(f"\n{_sentence(line.because)}" for line in singular_lines(lines))
        return f"\n\n\\textbf{{The Fisher information matrix}} is\n{_display(rows)}{self.where(parts, names)}{remarks}"


def _display(rows: list[str], tag: str = "") -> str:
    """align breaks across pages, which aligned does not."""
    inside = " \\\\\n".join(rows)
    return f"\\begin{{align*}}\n{inside}{tag}\n\\end{{align*}}"


def _sentence(text: str) -> str:
    written = prose(text)
    return (written[:1].upper() + written[1:]).rstrip(".") + "."
