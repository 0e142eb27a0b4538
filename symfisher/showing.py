"""What `symfisher show` says of a family before its matrix."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from symfisher.catalogue.declaration import Declaration
from symfisher.catalogue.lookup import DECLARATIONS, KINDS, find
from symfisher.model import Family, Quantity
from symfisher.render.printers import LinearPrinter

LABEL = 12


def card(name: str, family: Family, ascii: bool = False, width: int = 100) -> str:
    """Density, domains, other names and citation, a line each.

    >>> from symfisher.catalogue import look_up
    >>> print(card("exp", look_up("exp")))
    exponential (half-line, closed)
    density     λ exp(−λ x)
    variables   x in (0, ∞)
    parameters  λ in (0, ∞)
    also        exponential:rate, exp
    variants    exponential:scale, exponential:log rate
    cited       Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1 (Wiley 1994), ch. 19
    """
    d = find(name)
    kind = next(kind for kind, group in KINDS.items() if d in group)
    rows = [f"{d.key} ({kind}, {d.status})"]
    for label, value in _facts(d, family, LinearPrinter(ascii)):
        rows += wrap(value, width, initial_indent=f"{label:<{LABEL}}", subsequent_indent=" " * LABEL) if value else []
    return "\n".join(rows)


def _facts(d: Declaration, family: Family, printer: LinearPrinter) -> Iterator[tuple[str, str]]:
    spelled = printer.doprint
    yield "density", spelled(family.density)
    yield "masses", ", ".join(f"{spelled(mass)} at {spelled(place)}" for place, mass in family.atoms)
    for label in ("variables", "parameters", "known"):
        yield label, ", ".join(_domain(q, printer) for q in getattr(family, label))
    yield "given", ", ".join(f"{spelled(c.lhs)} {c.rel_op} {spelled(c.rhs)}" for c in family.given)
    yield "made", family.origin.because if family.origin else ""
    yield "also", ", ".join(d.aliases)
    yield "variants", ", ".join(other.key for other in DECLARATIONS if other.name == d.name and other != d)
    yield "cited", d.cite or next(other.cite for other in DECLARATIONS if other.name == d.name)


def _domain(quantity: Quantity, printer: LinearPrinter) -> str:
    space = quantity.space
    low, high = printer.doprint(space.lower), printer.doprint(space.upper)
    if space.discrete:
        return f"{printer.doprint(quantity.symbol)} in {low}..{high}"
    left, right = "[" if space.lower_closed else "(", "]" if space.upper_closed else ")"
    return f"{printer.doprint(quantity.symbol)} in {left}{low}, {high}{right}"
