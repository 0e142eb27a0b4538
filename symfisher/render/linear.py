"""Expressions on one line: exponents, names and indices in pictures, and the last resort of the line breaker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Add, Basic, Expr, Pow, Rational, S, Subs, Sum, Tuple, log, zeta
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

from symfisher.notation import Component, Density, Expectation, Fisher, Partial, Total
from symfisher.render.letters import lower, raised, written
from symfisher.render.order import apart, close, negative, opposite, terms, variables_of

CALLED = {
    "gamma": "Γ", "uppergamma": "Γ", "lowergamma": "γ", "beta": "B", "zeta": "ζ", "loggamma": "log Γ",
    "Chi": "Chi", "LambertW": "W", "Abs": "abs", "Max": "max", "Min": "min",
}  # fmt: skip
INDEXED = {
    "besseli": "I",
    "besselj": "J",
    "besselk": "K",
    "bessely": "Y",
    "polygamma": "ψ",
    "polylog": "Li",
}
TYPED = {"Γ": "Gamma", "γ": "gamma", "ζ": "zeta", "ψ": "psi", "log Γ": "log Gamma"}


class LinearPrinter(StrPrinter):
    """One line, in the order of `order`: (x − μ)²/(2 σ²)."""

    def __init__(self, ascii: bool = False) -> None:
        super().__init__()
        self.ascii = ascii
        self.minus = "-" if ascii else "−"

    def _print_Symbol(self, expr: Any) -> str:
        return written(expr.name, self.ascii)

    _print_Dummy = _print_Symbol

    def _print_Infinity(self, expr: Any) -> str:
        return "oo" if self.ascii else "∞"

    def _print_NegativeInfinity(self, expr: Any) -> str:
        return self.minus + self._print_Infinity(expr)

    def _print_Pi(self, expr: Any) -> str:
        return "pi" if self.ascii else "π"

    def _print_EulerGamma(self, expr: Any) -> str:
        return "EulerGamma" if self.ascii else "γ"

    def _print_Exp1(self, expr: Any) -> str:
        return "e"

    def _print_Catalan(self, expr: Any) -> str:
        return "G"

    def _print_Integer(self, expr: Any) -> str:
        return str(expr.p) if expr.p >= 0 else f"{self.minus}{-expr.p}"

    def _print_Rational(self, expr: Any) -> str:
        return f"{self.minus if expr.p < 0 else ''}{abs(expr.p)}/{expr.q}"

    def parenthesize(self, item: Any, level: int, strict: bool = False) -> str:
        loose = isinstance(item, (Partial, Total, Sum)) or (isinstance(item, log) and item.args[0].func is Density)
        if loose and level >= PRECEDENCE["Pow"]:
            return f"({self._print(item)})"
        return super().parenthesize(item, level, strict)

    def _tight(self, expr: Basic, level: str) -> str:
        return self.parenthesize(expr, PRECEDENCE[level], strict=level == "Mul")

    def _print_Add(self, expr: Add, order: Any = None) -> str:
        line = ""
        for term in terms(expr):
            minus = negative(term)
            part = self._tight(opposite(term) if minus else term, "Add")
            line += (f" {self.minus} " if minus else " + ") + part if line else (self.minus if minus else "") + part
        return line

    def _print_Mul(self, expr: Expr) -> str:
        if negative(expr):
            return self.minus + self._tight(opposite(expr), "Add")
        above, below, after = apart(expr)
        front = f"{self._product(above)}/{self._over(below)}" if below else self._product(above)
        return f"{front}{'*' if self.ascii else ' '}{self._product(after)}" if after else front

    def _product(self, factors: Sequence[Expr]) -> str:
        parts = [self._tight(f, "Mul") + self.between(*factors[k : k + 2]) for k, f in enumerate(factors)]
        return "".join(parts) or "1"

    def between(self, factor: Expr, then: Expr | None = None) -> str:
        """What stands between two factors."""
        if then is None:
            return ""
        if self.ascii:
            return "*"
        return "⋅" if then.is_Number else "" if close(factor, then) else " "

    def _over(self, below: Sequence[Expr]) -> str:
        if len(below) > 1:
            return f"({self._product(below)})"
        return self.parenthesize(below[0], PRECEDENCE["Pow"], strict=True)

    def _print_Pow(self, expr: Pow, rational: bool = False) -> str:
        base, exponent = expr.args
        if exponent.is_Rational and exponent < 0:
            return f"1/{self._over((base if exponent == -1 else Pow(base, -exponent, evaluate=False),))}"
        if exponent == Rational(1, 2):
            inside = self._print(base)
            return f"sqrt({inside})" if self.ascii else f"√{inside}" if base.is_Atom else f"√({inside})"
        return self._tight(base, "Pow") + self._power(exponent)

    def _power(self, exponent: Expr) -> str:
        upper = self._print(exponent)
        short = None if self.ascii else raised(upper)
        return short or "^" + (upper if exponent.is_Symbol or exponent.is_Integer else f"({upper})")

    def _print_ExpBase(self, expr: Expr) -> str:
        return f"exp({self._print(expr.args[0])})"

    _print_exp = _print_ExpBase

    def called(self, expr: Expr) -> tuple[str, tuple[Basic, ...]]:
        """The name a function is written by, its index included, and the arguments in parentheses."""
        kind, arguments = expr.func.__name__, expr.args
        name = INDEXED.get(kind) or CALLED.get(kind, kind)
        if self.ascii:
            name = TYPED.get(name, name)
        if kind not in INDEXED:
            return name, arguments
        index, *arguments = arguments
        if kind == "polygamma" and index == 0:
            return name, tuple(arguments)
        return name + self._index(index), tuple(arguments)

    def _index(self, index: Basic) -> str:
        written_index = self._print(index)
        if not (index.is_Atom or written_index.isdigit()):
            return f"_({written_index})"
        return f"_{written_index}" if self.ascii else lower(written_index)

    def _print_Function(self, expr: Expr) -> str:
        name, arguments = self.called(expr)
        return f"{name}({self.stringify(arguments, ', ')})"

    def _print_log(self, expr: Expr) -> str:
        inside = self._print(expr.args[0])
        return f"log {inside}" if isinstance(expr.args[0], Density) else f"log({inside})"

    def _print_zeta_derivative(self, expr: Expr) -> str:
        order, *at = expr.args
        primes = ("′", "'")[self.ascii] * int(order) if order <= 3 else f"^({order})"
        return f"{self.called(zeta(*at))[0]}{primes}({self.stringify(at, ', ')})"

    def _print_Subs(self, expr: Subs) -> str:
        derivative, at = expr.expr, self.stringify(expr.point, ", ")
        return self._primed(derivative, at) or super()._print_Subs(expr)

    def _print_Derivative(self, expr: Any) -> str:
        return self._primed(expr, self._print(expr.expr.args[0])) or super()._print_Derivative(expr)

    def _primed(self, derivative: Any, at: str) -> str:
        """f′(x) for the derivative of a function of one argument."""
        function = getattr(derivative, "expr", None)
        if function is None or not function.is_Function or function.args != derivative.variables[:1]:
            return ""
        count = len(derivative.variables)
        return f"{self.called(function)[0]}{('′', chr(39))[self.ascii] * count}({at})"

    def _print_Density(self, expr: Density) -> str:
        law, omega, *point = expr.args
        place = self.stringify(variables_of(omega), ", ")
        if not point:
            return f"{self._print(law)}({place})"
        return f"{self._print(law)}({place}|{self._print(point[0]).replace(' ', '')})"

    def _print_Remainder(self, expr: Basic) -> str:
        return f"O(|{'delta' if self.ascii else 'δ'}|{self._power(expr.args[0])})"

    def _print_Increment(self, expr: Basic) -> str:
        return "Delta" if self.ascii else "Δ"

    def _print_Divergence(self, expr: Basic) -> str:
        return f"D({self._pair(expr)})"

    def _print_SymmetrizedDivergence(self, expr: Basic) -> str:
        return f"D{chr(39) if self.ascii else '′'}({self._pair(expr)})"

    def _pair(self, expr: Basic) -> str:
        return self.stringify(expr.args, "," if all(a.is_Symbol for a in expr.args) else ", ")

    def _print_Component(self, expr: Component) -> str:
        of, index = expr.args
        return self._print(of) + self._index(index)

    def _print_Fisher(self, expr: Fisher) -> str:
        at, *indices = expr.args
        if not indices:
            return f"F({self._print(at)})"
        names = [self._print(index) for index in indices]
        single = not self.ascii and all(lower(name)[0] != "_" for name in names)
        return f"F({self._print(at)})" + ("".join(map(lower, names)) if single else "_" + "".join(names))

    def _print_Expectation(self, expr: Expectation) -> str:
        value, *point = expr.args
        below = "".join(f"_({self._print(x).replace(' ', '')})" for x in point)
        return f"E{below}[{self._print(value)}]"

    def _print_Partial(self, expr: Partial) -> str:
        function, *by = expr.args
        d = "d" if self.ascii else "∂"
        order = "" if len(by) == 1 else f"^{len(by)}" if self.ascii else raised(str(len(by)))
        inside = self._print(function) if isinstance(function, (log, Density)) else f"({self._print(function)})"
        below = " ".join(f"{d}{self._print(x)}" for x in by)
        return f"{d}{order} {inside}/{below if len(by) == 1 else f'({below})'}"

    def _print_Jacobian(self, expr: Basic) -> str:
        d = "d" if self.ascii else "∂"
        above, below = (f"{d}({', '.join(map(self._print, part.args))})" for part in expr.args)
        return f"{above}/{below}"

    def _print_Total(self, expr: Total) -> str:
        inside, *limits = expr.args
        line = self._tight(inside, "Mul")
        for limit in reversed(limits):
            line = self._summed(limit, line)
        return line

    def _summed(self, limit: Basic, line: str) -> str:
        integral = "Int" if self.ascii else "∫"
        if not isinstance(limit, Tuple):
            return f"{integral} {line} d{self._print(limit)}"
        x, start, end = map(self._print, limit[:3])
        if limit[3] is S.true:
            return f"{'Sum' if self.ascii else '∑'}_({x}={start}..{end}) {line}"
        return f"{integral}_({start}..{end}) {line} d{x}"

    def _print_Sum(self, expr: Any) -> str:
        line = self._tight(expr.function, "Mul")
        for x, start, end in reversed(expr.limits):
            bounds = "..".join(map(self._print, (start, end)))
            line = f"{'Sum' if self.ascii else '∑'}_({self._print(x)}={bounds}) {line}"
        return line
