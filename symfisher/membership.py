"""Whether values, of some symbols or of all, lie inside the declared domains and where the matrix exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import And, Expr, Symbol, false, true
from sympy.core.relational import GreaterThan, StrictGreaterThan, StrictLessThan
from sympy.logic.boolalg import Boolean

from symfisher.expect.existence import implied
from symfisher.model import Family, Quantity
from symfisher.trace import Derivation

Values = Mapping[Symbol, Expr]


def fault(derivation: Derivation, family: Family, values: Values) -> str | None:
    """The first declaration or condition that fails at these values, in words; None where none is seen to."""
    for quantity in (*family.known, *family.parameters):
        if quantity.symbol in values and not _may_contain(quantity, values):
            where = "lies on the border of" if _on_border(quantity, values) else "does not lie inside"
            return f"{quantity.symbol} = {values[quantity.symbol]} {where} its domain, {quantity.space}"
    for condition in family.given:
        if condition.subs(values) == false:
            return f"the point does not satisfy the condition {condition}"
    for relation, statement in existence(derivation):
        if relation.subs(values) == false:
            return f"the matrix does not exist at this point: {statement}"
    return None


def existence(derivation: Derivation) -> Iterator[tuple[Boolean, str]]:
    """What must hold for the expectations to exist, one relation at a time, and the words for it."""
    for condition in derivation.conditions():
        if condition.kind == "existence" and condition.holds is not None:
            relations = And.make_args(condition.holds)
            yield from ((relation, condition.statement) for relation in relations if relation != true)


def _may_contain(quantity: Quantity, values: Values) -> bool:
    """Whether the value lies inside, as far as the other values tell: continuous domains are open."""
    space, value = quantity.space, values[quantity.symbol]
    if value.is_real is False or (space.discrete and value.is_integer is False):
        return False
    above = GreaterThan if space.discrete else StrictGreaterThan
    return false not in (above(value, space.lower.subs(values)), above(space.upper.subs(values), value))


def _on_border(quantity: Quantity, values: Values) -> bool:
    """Whether the value is an end of an interval, where the density cannot be differentiated to both sides"""
    space = quantity.space
    ends = (space.lower.subs(values), space.upper.subs(values))
    return not space.discrete and values[quantity.symbol] in ends


def follows(relation: Boolean, family: Family) -> bool:
    """Whether the declared domains imply that a > b."""
    return isinstance(relation, StrictGreaterThan | StrictLessThan) and implied(relation.gts - relation.lts, family)
