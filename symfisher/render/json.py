"""A derivation as JSON, and back; nothing in the text is executed or evaluated."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

from sympy import Basic, Expr, Function, Pow, Rational, Sum, oo, preorder_traversal
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from symfisher.errors import ParseError, SymfisherError
from symfisher.model import Family, Quantity
from symfisher.notation import Head
from symfisher.render.trees import Reader, shown, tree
from symfisher.space import Space
from symfisher.trace import Condition, Derivation, Order, Relation, Step

FORMAT, VERSION = "symfisher-derivation", 2
LENGTH = 20_000_000


def dump(derivation: Derivation) -> str:
    """The derivation as JSON text, the same for equal derivations."""
    content = {"format": FORMAT, "version": VERSION, **_derivation(derivation)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _derivation(derivation: Derivation) -> dict[str, Any]:
    return {
        "title": derivation.title,
        "family": derivation.family and _family(derivation.family),
        "steps": [_step(step) for step in derivation.steps],
        "bases": [_derivation(base) for base in derivation.bases],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "lhs": tree(step.lhs),
        "rhs": tree(step.rhs),
        "relation": step.relation.value,
        "rule": step.rule,
        "because": step.because,
        "given": [_given(condition) for condition in step.given],
        "error": step.error and _order(step.error),
        "substeps": [_step(substep) for substep in step.substeps],
        "line": step.line,
        "chained": step.chained,
    }


def _given(condition: Condition) -> dict[str, Any]:
    holds = None if condition.holds is None else tree(condition.holds)
    return {"statement": condition.statement, "kind": condition.kind, "line": condition.line, "holds": holds}


def _order(order: Order) -> dict[str, Any]:
    return {"power": order.power, "leading": None if order.leading is None else tree(order.leading)}


def _family(family: Family) -> dict[str, Any]:
    return {
        "name": family.name,
        "density": tree(family.density),
        "variables": [_quantity(q) for q in family.variables],
        "parameters": [_quantity(q) for q in family.parameters],
        "known": [_quantity(q) for q in family.known],
        "given": [tree(condition) for condition in family.given],
        "atoms": [[tree(place), tree(mass)] for place, mass in family.atoms],
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    space = quantity.space
    return {
        "symbol": tree(quantity.symbol),
        "lower": tree(space.lower),
        "upper": tree(space.upper),
        "lower_closed": space.lower_closed,
        "upper_closed": space.upper_closed,
        "discrete": space.discrete,
    }


def load(text: str) -> Derivation:
    """The derivation that `dump` wrote; ParseError, in one sentence, for any other text."""
    if not isinstance(text, str) or len(text) > LENGTH:
        raise ParseError(f"expected JSON text of at most {LENGTH} characters.")
    try:
        return _Document().whole(json.loads(text, parse_constant=_refuse, parse_float=_refuse))
    except ParseError:
        raise
    except RecursionError:
        raise ParseError("the document is nested too deeply; no derivation is.") from None
    except json.JSONDecodeError as error:
        raise ParseError(f"not JSON: {error.msg}, line {error.lineno}, column {error.colno}.") from None
    except (SymfisherError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
        reason = "".join(c if c.isprintable() else " " for c in str(error)[:200])
        raise ParseError(f"not a derivation that symfisher wrote: {reason}.") from None


def _refuse(constant: str) -> None:
    raise ParseError(f"{constant[:20]} stands where no number of this kind can; numbers are written as trees.")


class _Document(Reader):
    """One document; each method reads one kind of object and says where it stands."""

    def whole(self, content: Any) -> Derivation:
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ParseError(f'not a derivation: the document has no "format": "{FORMAT}".')
        if content.get("version") != VERSION or type(content["version"]) is not int:
            raise ParseError(f"version {shown(content.get('version'))} of the format is unknown; this is {VERSION}.")
        fields = _fields(content, "format version title family steps bases", "the document")
        return self.derivation({key: fields[key] for key in fields if key not in ("format", "version")}, "")

    def derivation(self, content: Any, where: str) -> Derivation:
        """A derivation and those it rests on."""
        fields = _fields(content, "title family steps bases", where)
        dot = f"{where}." if where else ""
        return Derivation(
            _text(fields["title"], f"{dot}title"),
            _each(fields["steps"], f"{dot}steps", self.step),
            None if fields["family"] is None else self.family(fields["family"], f"{dot}family"),
            _each(fields["bases"], f"{dot}bases", self.derivation),
        )

    def step(self, content: Any, where: str) -> Step:
        fields = _fields(
            content, "lhs rhs relation rule because given error substeps line chained", where
        )  # fmt: skip
        return Step(
            self.side(fields["lhs"], f"{where}.lhs"),
            self.side(fields["rhs"], f"{where}.rhs"),
            _relation(fields["relation"], where),
            _text(fields["rule"], f"{where}.rule"),
            _text(fields["because"], f"{where}.because"),
            _each(fields["given"], f"{where}.given", self.reliance),
            None if fields["error"] is None else self.order(fields["error"], f"{where}.error"),
            _each(fields["substeps"], f"{where}.substeps", self.step),
            _text(fields["line"], f"{where}.line"),
            _flag(fields["chained"], f"{where}.chained"),
        )

    def side(self, node: Any, where: str) -> Basic:
        return self.read(node, where)

    def reliance(self, content: Any, where: str) -> Condition:
        """What a step relies on."""
        fields = _fields(content, "statement kind line holds", where)
        statement, kind, line = (_text(fields[key], f"{where}.{key}") for key in ("statement", "kind", "line"))
        holds = None if fields["holds"] is None else self.read(fields["holds"], f"{where}.holds")
        if not isinstance(holds, Boolean | None):
            raise ParseError(f"{where}: what holds is a relation such as a < b.")
        return Condition(statement, kind, line, holds)

    def order(self, content: Any, where: str) -> Order:
        fields = _fields(content, "power leading", where)
        power, leading = fields["power"], fields["leading"]
        if type(power) is not int or not 0 <= power <= 100:
            raise ParseError(f"{where}: the power of an order is a small whole number.")
        return Order(power, None if leading is None else self.read(leading, f"{where}.leading"))

    def family(self, content: Any, where: str) -> Family:
        fields = _fields(content, "name density variables parameters known given atoms", where)
        groups: dict[str, Any] = {
            group: _each(fields[group], f"{where}.{group}", self.quantity)
            for group in ("variables", "parameters", "known")
        }
        if not groups["variables"] or not groups["parameters"]:
            raise ParseError(f"{where}: a family has at least one variable and one parameter.")
        read = Family(
            density=self.expression(fields["density"], f"{where}.density"),
            given=_each(fields["given"], f"{where}.given", self.condition),
            atoms=_each(fields["atoms"], f"{where}.atoms", self.atom),
            name=_text(fields["name"], f"{where}.name"),
            **groups,
        )
        _check_plain(read, where)
        return read

    def quantity(self, content: Any, where: str) -> Quantity:
        fields = _fields(content, "symbol lower upper lower_closed upper_closed discrete", where)
        symbol = self.expression(fields["symbol"], where)
        if not symbol.is_Symbol:
            raise ParseError(f"{where}: a quantity is declared by a symbol.")
        ends = [self.end(fields[end], f"{where}.{end}") for end in ("lower", "upper")]
        flags = [_flag(fields[flag], f"{where}.{flag}") for flag in ("lower_closed", "upper_closed", "discrete")]
        return Quantity(symbol, Space(*ends, *flags))

    def end(self, node: Any, where: str) -> Expr:
        """An end of a space: if it is a constant, then a real number of moderate size, or infinite."""
        end = self.expression(node, where)
        if end in (oo, -oo) or end.free_symbols:
            return end
        if not end.is_Rational:
            # Only such a constant has its value in a moment, whatever it is.
            powers = sum(isinstance(part, (Function, Pow)) for part in preorder_traversal(end))
            if powers > 2 or any(max(abs(n.p), n.q) > 1000 for n in end.atoms(Rational)) or end.has(Sum, Head):
                raise ParseError(f"{where}: this constant is no end of a space; a number such as 1/2 or pi is.")
        value = end.evalf(15)
        if (not value.is_Float and not value.is_Rational) or abs(value) > 10**300:
            raise ParseError(f"{where}: an end of a space is a real number of at most 300 digits, oo or -oo.")
        return end

    def condition(self, node: Any, where: str) -> Relational:
        found = self.read(node, where)
        if not isinstance(found, Relational):
            raise ParseError(f"{where}: expected a relation such as a < b.")
        return found

    def atom(self, content: Any, where: str) -> tuple[Basic, Basic]:
        if not isinstance(content, list) or len(content) != 2:
            raise ParseError(f"{where}: an atom is a place and its mass.")
        return self.expression(content[0], where), self.expression(content[1], where)


def _check_plain(family: Family, where: str) -> None:
    """What a family consists of is in its own symbols: a density that names itself would never end."""
    quantities = (*family.variables, *family.parameters, *family.known)
    declared = {q.symbol for q in quantities}
    ends = [end for q in quantities for end in (q.space.lower, q.space.upper)]
    if family.density.has(oo, -oo) and not family.density.has(Sum):
        raise ParseError(f"{where}: infinity is no part of a density, except as the end of a sum.")
    for part in (family.density, *ends, *family.given, *(part for atom in family.atoms for part in atom)):
        if part.has(Head) or not part.free_symbols <= declared:
            raise ParseError(f"{where}: a family is written in its own symbols, without the signs of the notation.")


def _relation(value: Any, where: str) -> Relation:
    known = {relation.value: relation for relation in Relation}
    if not isinstance(value, str) or value not in known:
        raise ParseError(f"{where}.relation: expected one of {' '.join(known)}.")
    return known[value]


def _fields(content: Any, names: str, where: str) -> dict[str, Any]:
    if not isinstance(content, dict) or content.keys() != set(names.split()):
        raise ParseError(f"{where}: expected an object with {', '.join(names.split())}, and nothing else.")
    return content


def _each(content: Any, where: str, read: Callable[[Any, str], Any]) -> tuple[Any, ...]:
    if not isinstance(content, list):
        raise ParseError(f"{where}: expected a list.")
    return tuple(read(item, f"{where}[{k}]") for k, item in enumerate(content))


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or len(value) > 10_000:
        raise ParseError(f"{where}: expected text.")
    # What is read may be shown on a terminal, which obeys control characters.
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        raise ParseError(f"{where}: a control character stands in the text.")
    return value


def _flag(value: Any, where: str) -> bool:
    if type(value) is not bool:
        raise ParseError(f"{where}: expected true or false.")
    return value
