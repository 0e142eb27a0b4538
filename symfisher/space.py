"""The values one symbol may take, and the symbol that carries what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Symbol


@dataclass(frozen=True)
class Space:
    """An interval of reals from `lower` to `upper`, or the integers from `lower` to `upper`.

    A range of integers is closed at its finite ends.

    >>> from sympy import Integer, oo
    >>> Space(Integer(0), oo).symbol("sigma").is_positive
    True
    """

    lower: Expr
    upper: Expr
    lower_closed: bool = False
    upper_closed: bool = False
    discrete: bool = False

    def symbol(self, name: str) -> Symbol:
        """The symbol of this name, with the assumptions the bounds give."""
        facts: dict[str, bool] = {"integer": True} if self.discrete else {"real": True}
        if self.lower.is_nonnegative:
            open_end = not (self.lower_closed or self.discrete)
            facts["positive" if self.lower.is_positive or open_end else "nonnegative"] = True
        elif self.upper.is_nonpositive:
            open_end = not (self.upper_closed or self.discrete)
            facts["negative" if self.upper.is_negative or open_end else "nonpositive"] = True
        return Symbol(name, **facts)

    def __str__(self) -> str:
        if self.discrete:
            return f"{self.lower}..{self.upper}"
        left, right = "[" if self.lower_closed else "(", "]" if self.upper_closed else ")"
        return f"{left}{self.lower}, {self.upper}{right}"
