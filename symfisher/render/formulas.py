"""Expressions as LaTeX, on the grounds of SymPy's printer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sympy import Add, Basic, Expr, Integer, Pow, Rational, S, Sum, Tuple, exp
from sympy.core.function import Function
from sympy.printing.latex import LatexPrinter

from symfisher.notation import Component, Density, Increment, Name
from symfisher.render.commands import CALLED, INDEXED, escaped, letter
from symfisher.render.letters import spell
from symfisher.render.order import apart, negative, opposite, terms, variables_of


def _plain(factor: Expr) -> bool:
    """Whether the factor is a number, a symbol or a power of one."""
    return bool(factor.is_number or factor.is_Symbol or (factor.is_Pow and factor.base.is_Symbol))


class FormulaPrinter(LatexPrinter):
    """Prints the notation's heads, in the order of `order`."""

    def __init__(self, slashed: bool = False) -> None:
        super().__init__({"mat_str": "pmatrix", "mat_delim": ""})
        self.slashed = slashed
        self.small = self if slashed else FormulaPrinter(slashed=True)

    def _print_Symbol(self, expr: Any, style: str = "plain") -> str:
        if isinstance(expr, Name) and expr.name.startswith("delta_"):
            return f"\\delta_{{{self._print(Name(expr.name.removeprefix('delta_')))}}}"
        first, subscripts = spell(expr.name)
        below = ",".join(map(letter, subscripts))
        return f"{letter(first)}_{{{below}}}" if subscripts else letter(first)

    _print_Dummy = _print_Symbol

    def _print_EulerGamma(self, expr: Any) -> str:
        return r"\gamma"

    def _print_Integer(self, expr: Integer) -> str:
        return str(expr.p)

    def _print_Rational(self, expr: Rational) -> str:
        return ("-" if expr.p < 0 else "") + self.fraction((Integer(abs(expr.p)),), (Integer(expr.q),))

    def applied(self, name: str, inside: str, left: str = "(", right: str = ")") -> str:
        """A name close to what stands in its parentheses."""
        fenced = self.fenced(inside, left, right)
        return f"{name}\\!{fenced}" if fenced.startswith(r"\left") else name + fenced

    def fenced(self, inside: str, left: str = "(", right: str = ")") -> str:
        """In parentheses, which grow only around what is tall."""
        tall = any(mark in inside for mark in (r"\frac", r"\int", r"\sum", r"\left", r"\begin", r"\sqrt"))
        return f"\\left{left}{inside}\\right{right}" if tall else f"{left}{inside}{right}"

    def _print_Add(self, expr: Add, order: Any = None) -> str:
        line = ""
        for term in terms(expr):
            minus = negative(term)
            body = self.body(opposite(term) if minus else term)
            line += f" {'-' if minus else '+'} {body}" if line else f"{'-' if minus else ''}{body}"
        return line

    def body(self, term: Expr) -> str:
        """A term after its sign."""
        printed = self._print(term)
        return self.fenced(printed) if term.is_Add or negative(term) else printed

    def _print_Mul(self, expr: Expr) -> str:
        if negative(expr):
            return "-" + self.body(opposite(expr))
        above, below, after = apart(expr)
        front = self.fraction(above, below) if below else self._product(above)
        return f"{front} \\, {self._product(after)}" if after else front

    def fraction(self, above: Sequence[Expr], below: Sequence[Expr]) -> str:
        """With a bar, or with a slash in an exponent."""
        if not self.slashed:
            return f"\\frac{{{self._product(above)}}}{{{self._product(below)}}}"
        single = len(below) == 1 and not below[0].is_Add
        return f"{self._product(above)}/{self._product(below) if single else self.fenced(self._product(below))}"

    def _product(self, factors: Sequence[Expr]) -> str:
        line = ""
        for k, factor in enumerate(factors):
            printed = self._print(factor)
            open_ended = isinstance(factor, Sum) and k + 1 < len(factors)
            loose = factor.is_Add or negative(factor) or factor.is_Piecewise or open_ended
            gap = r" \cdot " if line and factor.is_Number else self._gap(factors[k - 1], factor) if line else ""
            line += gap + (self.fenced(printed) if loose and len(factors) > 1 else printed)
        return line or "1"

    def _gap(self, before: Expr, factor: Expr) -> str:
        """A thin space around a function or head, none between letters or before a parenthesis."""
        return "" if factor.is_Add else " " if _plain(before) and _plain(factor) else r"\,"

    def _print_Pow(self, expr: Pow) -> str:
        base, exponent = expr.args
        if exponent.is_Rational and exponent < 0:
            below = base if exponent == -1 else Pow(base, -exponent, evaluate=False)
            return self.fraction((), (below,))
        if exponent == Rational(1, 2):
            return f"\\sqrt{{{self._print(base)}}}"
        return f"{self._base(base)}^{{{self.small._print(exponent)}}}"

    def _base(self, base: Expr) -> str:
        """What an exponent may stand on: a letter, a natural number, or f(x)."""
        printed = self._print(base)
        signed = isinstance(base, Rational) and not (base.is_Integer and base.p >= 0)
        called = isinstance(base, Function) and printed.endswith(")") and not base.has(Density, exp)
        named = called or isinstance(base, (Density, Component, Increment))
        return printed if named or (base.is_Atom and not signed) else self.fenced(printed)

    def _print_ExpBase(self, expr: Expr, power: Any = None) -> str:
        inside = self._print(expr.args[0])
        short = len(inside) < 14 and "^" not in inside and "frac" not in inside
        return f"e^{{{inside}}}" if short else self.applied(r"\exp", inside)

    _print_exp = _print_ExpBase

    def called(self, expr: Expr) -> tuple[str, tuple[Basic, ...]]:
        """The name a function is written by, its index included, and the arguments in parentheses."""
        kind, arguments = expr.func.__name__, expr.args
        if kind not in INDEXED:
            return CALLED.get(kind, f"\\operatorname{{{escaped(kind)}}}"), arguments
        index, *rest = arguments
        bare = kind == "polygamma" and index == 0
        return INDEXED[kind] + ("" if bare else f"_{{{self._print(index)}}}"), tuple(rest)

    def _print_Function(self, expr: Any, power: Any = None) -> str:
        name, arguments = self.called(expr)
        return self.applied(name, ", ".join(map(self._print, arguments)))

    _print_gamma = _print_beta = _print_uppergamma = _print_lowergamma = _print_zeta = _print_loggamma = _print_Function
    _print_besseli = _print_besselj = _print_besselk = _print_bessely = _print_polygamma = _print_Function
    _print_polylog = _print_LambertW = _print_Function

    def _print_log(self, expr: Any, power: Any = None) -> str:
        inside = self._print(expr.args[0])
        bare = isinstance(expr.args[0], Density) or expr.args[0].is_Symbol
        return f"\\log {inside}" if bare else self.applied(r"\log", inside)

    def _print_zeta_derivative(self, expr: Any) -> str:
        order, *at = expr.args
        primes = "'" * int(order) if order <= 3 else f"^{{({order})}}"
        return rf"\zeta{primes}{self.fenced(', '.join(map(self._print, at)))}"

    def _print_Subs(self, expr: Any) -> str:
        return self._primed(expr.expr, expr.point) or super()._print_Subs(expr)

    def _print_Derivative(self, expr: Any) -> str:
        return self._primed(expr, expr.expr.args) or super()._print_Derivative(expr)

    def _primed(self, derivative: Any, at: Sequence[Basic]) -> str:
        function = getattr(derivative, "expr", None)
        if function is None or not function.is_Function or function.args != derivative.variables[:1]:
            return ""
        primes = "'" * len(derivative.variables)
        return f"{self.called(function)[0]}{primes}{self.fenced(', '.join(map(self._print, at)))}"

    def _print_Density(self, expr: Basic) -> str:
        law, omega, *point = expr.args
        place = ", ".join(map(self._print, variables_of(omega)))
        given = f" \\mid {self._print(point[0])}" if point else ""
        return f"{self._print(law)}({place}{given})"

    def _print_Remainder(self, expr: Basic) -> str:
        return f"O(|\\delta|^{{{self._print(expr.args[0])}}})"

    def _print_Increment(self, expr: Basic) -> str:
        return r"\Delta"

    def _print_Divergence(self, expr: Basic) -> str:
        return f"D({', '.join(map(self._print, expr.args))})"

    def _print_SymmetrizedDivergence(self, expr: Basic) -> str:
        return f"D'({', '.join(map(self._print, expr.args))})"

    def _print_Component(self, expr: Basic) -> str:
        of, index = expr.args
        return f"{self._print(of)}_{{{self._print(index)}}}"

    def _print_Fisher(self, expr: Basic) -> str:
        at, *indices = expr.args
        below = "".join(map(self._print, indices))
        return f"F({self._print(at)})" + (f"_{{{below}}}" if indices else "")

    def _print_MatrixBase(self, expr: Any) -> str:
        rows = [" & ".join(map(self._entry, expr.row(k))) for k in range(expr.rows)]
        gap = r" \\[1.5ex] " if any(r"\dfrac" in row for row in rows) else r" \\ "
        return f"\\begin{{pmatrix}} {gap.join(rows)} \\end{{pmatrix}}"

    _print_ImmutableDenseMatrix = _print_ImmutableMatrix = _print_MatrixBase

    def _entry(self, entry: Expr) -> str:
        """An entry with its outermost fraction in full size."""
        return re.sub(r"^(-?)\\frac", r"\1\\dfrac", self._print(entry))

    def _print_Expectation(self, expr: Basic) -> str:
        value, *point = expr.args
        below = f"_{{{self._print(point[0])}}}" if point else ""
        return self.applied(f"\\mathrm{{E}}{below}", self._print(value), "[", "]")

    def _print_Partial(self, expr: Basic) -> str:
        function, *by = expr.args
        inside = self._print(function)
        inside = self.fenced(inside) if function.is_Add or function.is_Mul else inside
        order = f"^{{{len(by)}}}" if len(by) > 1 else ""
        below = r" \, ".join(f"\\partial {self._print(x)}" for x in by)
        if len(by) > 1 and len(set(by)) == 1:
            below = f"\\partial {self._print(by[0])}{order}"
        return f"\\frac{{\\partial{order} {inside}}}{{{below}}}"

    def _print_Jacobian(self, expr: Basic) -> str:
        above, below = (", ".join(map(self._print, part.args)) for part in expr.args)
        return f"\\frac{{\\partial({above})}}{{\\partial({below})}}"

    def _print_Total(self, expr: Basic) -> str:
        inside, *limits = expr.args
        line = self._print(inside)
        line = self.fenced(line) if inside.is_Add else line
        for limit in reversed(limits):
            line = self._over(limit, line)
        return line

    def _over(self, limit: Basic, line: str) -> str:
        if not isinstance(limit, Tuple):
            return f"\\int_{{\\Omega}} {line} \\, d{self._print(limit)}"
        x, start, end = map(self._print, limit[:3])
        if limit[3] is S.true:
            return f"\\sum_{{{x}={start}}}^{{{end}}} {line}"
        return f"\\int_{{{start}}}^{{{end}}} {line} \\, d{x}"

    def _print_Sum(self, expr: Any) -> str:
        line = self._print(expr.function)
        line = self.fenced(line) if expr.function.is_Add else line
        for x, start, end in reversed(expr.limits):
            line = f"\\sum_{{{self._print(x)}={self._print(start)}}}^{{{self._print(end)}}} {line}"
        return line
