"""What SymPy would write out to the last digit, and a trace from anyone may ask for: 9^(10^12), factorial(10^9)."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Abs, Basic, Function, Max, Min, Pow, exp, log, preorder_traversal, sign

from symfisher.errors import SymfisherError

LARGEST = 10**5
OF_ANY_SIZE = (log, exp, Abs, sign, Max, Min)


def check_size(expression: Basic) -> None:
    """Raise SymfisherError where a function of numbers in this, or a power, is too large to be worked out."""
    for part in preorder_traversal(expression):
        _check_node(part, part.args)


def _check_node(node: Basic, args: Sequence[Basic]) -> None:
    numbers = args[1:] if isinstance(node, Pow) else args if isinstance(node, Function) else ()
    if isinstance(node, OF_ANY_SIZE):
        return
    if any(number.is_Rational and abs(number) > LARGEST for number in numbers):
        raise SymfisherError(f"a number in {node.func.__name__}(…) is too large to be worked out.")
