"""What sympy.integrate and Maxima make of the same integrals ∫ ∂ᵢp ∂ⱼp / p, whole, each in a process of its own."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import sympy as sp
from mpmath import fp, mp
from sympy.printing.str import StrPrinter

from symfisher.errors import SymfisherError
from symfisher.expect.law import Law
from symfisher.model import Family, Quantity
from symfisher.moments import information_in_digits
from symfisher.sampling import interior_points

SECONDS = 15
NOTHING = pickle.dumps(None)

Question = tuple[list[str], bytes]
"""A command and its standard input"""


@dataclass(frozen=True)
class Outcome:
    """closed, wrong, unevaluated, timeout or error; `seconds` for the entries up to the first that failed."""

    what: str
    seconds: float


@dataclass(frozen=True)
class Task:
    """The integral of one entry, and its value at one point."""

    integrand: Any
    variable: Quantity
    quantities: tuple[Quantity, ...]
    point: dict[Any, Any]
    truth: Any


def tasks(family: Family) -> list[Task]:
    """∂ᵢp ∂ⱼp / p = p ∂ᵢlog p ∂ⱼlog p of the upper triangle, with the scores a careful user would write."""
    law, (variable,) = Law(family), family.variables
    point, truth = truth_of(family, law)
    quantities = (*family.known, *family.parameters)
    return [
        Task(sp.powsimp(family.density * law.scores[a] * law.scores[b]), variable, quantities, point, truth[a, b])
        for a, b in law.pairs
    ]


def truth_of(family: Family, law: Law) -> tuple[Any, Any]:
    """A random point and the matrix there by quadrature, in machine numbers where they reach"""
    for point in interior_points(family, 6, seed=3):
        for ctx in (fp, mp):
            try:
                return point, information_in_digits(family, law.scores, point, 8, ctx).information
            except (SymfisherError, NameError, TypeError, ArithmeticError, ValueError):
                continue
    raise SymfisherError(f"{family.name}: no quadrature to hold the peers against")


def attempt(todo: list[Task], ask: Callable[[Task], Question], read: Callable[[bytes], Any]) -> Outcome:
    """Entry after entry, up to the first that is not closed and right; no question a program asks is answered."""
    start = perf_counter()
    for task in todo:
        command, given = ask(task)
        try:
            done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return Outcome("timeout", perf_counter() - start)
        what = judged(read(done.stdout), task.truth)
        if what != "closed":
            return Outcome(what, perf_counter() - start)
    return Outcome("closed", perf_counter() - start)


def judged(value: Any, truth: Any) -> str:
    """The value of a result at the point, against quadrature"""
    if value is None:
        return "unevaluated"
    return "closed" if abs(mp.mpmathify(value) - truth) <= 1e-6 * (1 + abs(truth)) else "wrong"


def by_sympy(todo: list[Task]) -> Outcome:
    """sympy.integrate or sympy.summation, whole integrand"""
    command = [sys.executable, __file__]
    return attempt(todo, lambda task: (command, pickle.dumps(task)), lambda answer: pickle.loads(answer or NOTHING))


def integrate_here() -> None:
    """One task from standard input; the value of its result, or None, to standard output."""
    task = pickle.load(sys.stdin.buffer)
    space, x = task.variable.space, task.variable.symbol
    total = sp.summation if space.discrete else sp.integrate
    result = total(task.integrand, (x, space.lower, space.upper)).subs(task.point)
    value = None if result.has(sp.Integral, sp.Sum) else result.evalf(15)
    known = value is not None and value.is_number and abs(sp.im(value)) < 1e-9
    sys.stdout.buffer.write(pickle.dumps(float(sp.re(value)) if known else None))


MAXIMA = ["maxima", "--very-quiet"]
NAMES = {"besseli": "bessel_i", "besselk": "bessel_k", "Abs": "abs", "loggamma": "log_gamma", "log": "log"}


class MaximaPrinter(StrPrinter):
    """SymPy expressions in Maxima's language."""

    def _print_Pow(self, e: Any, rational: bool = False) -> str:
        return f"(({self._print(e.base)})^({self._print(e.exp)}))"

    def _print_Function(self, e: Any) -> str:
        arguments = ", ".join(map(self._print, e.args))
        if isinstance(e, sp.polygamma):
            return f"psi[{self._print(e.args[0])}]({self._print(e.args[1])})"
        return f"{NAMES.get(e.func.__name__, e.func.__name__)}({arguments})"

    def _print_ExpBase(self, e: Any) -> str:
        return f"exp({self._print(e.args[0])})"

    def _print_Piecewise(self, e: Any) -> str:
        (value, when), *rest = e.args
        after = sp.Piecewise(*rest) if rest else sp.Integer(0)
        if when == sp.true:
            return f"({self._print(value)})"
        relation = f"{self._print(when.lhs)} {'=' if isinstance(when, sp.Eq) else when.rel_op} {self._print(when.rhs)}"
        return f"(if {relation} then {self._print(value)} else {self._print(after)})"

    def _print_Pi(self, _: Any) -> str:
        return "%pi"

    def _print_Exp1(self, _: Any) -> str:
        return "%e"

    def _print_EulerGamma(self, _: Any) -> str:
        return "%gamma"

    def _print_Infinity(self, _: Any) -> str:
        return "inf"

    def _print_NegativeInfinity(self, _: Any) -> str:
        return "minf"

    def _print_Symbol(self, e: Any) -> str:
        return f"{e.name}_"  # no clash with a name of Maxima's


def by_maxima(todo: list[Task]) -> Outcome:
    """Maxima's integrate or sum, what is known of the symbols assumed beforehand; a question ends it"""
    return attempt(todo, lambda task: ([*MAXIMA, f"--batch-string={script(task)}"], b""), value_in)


def script(task: Task) -> str:
    write = MaximaPrinter().doprint
    x, space = task.variable.symbol, task.variable.space
    assumed = [fact for q in (*task.quantities, task.variable) for fact in facts(q, write)]
    call = f"({write(task.integrand)}, {write(x)}, {write(space.lower)}, {write(space.upper)})"
    point = ", ".join(f"{write(symbol)} = {write(value)}" for symbol, value in task.point.items())
    total = f"simplify_sum(sum{call})" if space.discrete else f"integrate{call}"
    before = "load(simplify_sum)$ simpsum: true$" if space.discrete else ""
    return (
        f"display2d: false$ {before} assume({', '.join(assumed)})$\n"
        f"r: {total}$\n"
        f'if freeof(nounify(integrate), nounify(sum), r) then print("VALUE", float(subst([{point}], r)))$\n'
    )


def facts(quantity: Quantity, write: Any) -> list[str]:
    x, space = write(quantity.symbol), quantity.space
    below = (
        [f"{x} {'>=' if space.discrete else '>'} {write(space.lower)}"] if space.lower.is_finite is not False else []
    )
    above = (
        [f"{x} {'<=' if space.discrete else '<'} {write(space.upper)}"] if space.upper.is_finite is not False else []
    )
    return below + above or [f"notequal({x}, 10^9)"]


def value_in(answer: bytes) -> float | None:
    found = re.search(r"^VALUE (\S+)\s*$", answer.decode(errors="replace"), re.MULTILINE)
    try:
        return float(found.group(1)) if found else None
    except ValueError:
        return None


if __name__ == "__main__":
    integrate_here()
