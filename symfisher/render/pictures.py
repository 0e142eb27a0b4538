"""Expressions as pictures of characters, on the grounds of SymPy's pretty printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sympy import Add, Basic, Expr, Integer, Pow, Rational, S, Sum, Tuple
from sympy.core.numbers import NumberSymbol
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.pretty_symbology import pretty_use_unicode, vobj
from sympy.printing.pretty.stringpict import prettyForm, stringPict

from symfisher.render.letters import raised, written
from symfisher.render.linear import LinearPrinter
from symfisher.render.order import apart, negative, opposite, terms

ATOM, FUNC, DIV, POW, MUL, ADD, NEG = range(7)


@contextmanager
def characters(ascii: bool) -> Iterator[None]:
    """SymPy keeps the choice between Unicode and ASCII in a global flag; set it, and put it back."""
    before = pretty_use_unicode(not ascii)
    try:
        yield
    finally:
        pretty_use_unicode(before)


def beside(*pictures: stringPict | str, binding: int = ATOM) -> prettyForm:
    """The pictures side by side on one baseline."""
    return prettyForm(*stringPict.next(*pictures), binding=binding)


def enclosed(picture: prettyForm, left: str = "(", right: str = ")") -> prettyForm:
    return prettyForm(*picture.parens(left, right), binding=ATOM)


class PicturePrinter(PrettyPrinter):
    """Prints the notation's heads, in the order of `order`, with the superscripts Unicode has."""

    def __init__(self, ascii: bool = False) -> None:
        super().__init__({"use_unicode": not ascii, "wrap_line": False})
        self.ascii = ascii
        self.minus = "-" if ascii else "−"
        self.linear = LinearPrinter(ascii)
        self.seen: dict[Basic, prettyForm] = {}

    def _print(self, expr: Any, **kwargs: Any) -> prettyForm:
        if not isinstance(expr, Basic) or kwargs:
            return super()._print(expr, **kwargs)
        if expr not in self.seen:
            self.seen[expr] = super()._print(expr)
        return self.seen[expr]

    def _print_Symbol(self, e: Any, bold_name: bool = False) -> prettyForm:
        return prettyForm(written(e.name, self.ascii))

    _print_Dummy = _print_Symbol

    def _print_NumberSymbol(self, e: NumberSymbol) -> prettyForm:
        return prettyForm(self.linear.doprint(e))

    _print_Pi = _print_Exp1 = _print_EulerGamma = _print_Catalan = _print_NumberSymbol

    def _print_Integer(self, e: Integer) -> prettyForm:
        return prettyForm(f"{self.minus}{-e.p}", binding=NEG) if e.p < 0 else prettyForm(str(e.p))

    def _print_Rational(self, e: Rational) -> prettyForm:
        whole = prettyForm(str(abs(e.p))) / prettyForm(str(e.q))
        return self._negated(whole) if e.p < 0 else whole

    def _negated(self, picture: prettyForm, space: str = "") -> prettyForm:
        if picture.binding in (ADD, NEG):
            picture = enclosed(picture)
        gap = space or (" " if picture.height() > 1 else "")
        return beside(self.minus + gap, picture, binding=NEG)

    def _print_Add(self, expr: Add, order: Any = None) -> prettyForm:
        parts: list[prettyForm | str] = []
        for k, term in enumerate(terms(expr)):
            minus, picture = self.signed(term)
            if k == 0:
                parts.append(self._negated(picture) if minus else picture)
            else:
                parts += [f" {self.minus if minus else '+'} ", picture]
        return beside(*parts, binding=ADD)

    def signed(self, term: Expr) -> tuple[bool, prettyForm]:
        """Whether a minus sign precedes the term, and the picture of what follows the sign."""
        minus = negative(term)
        picture = self._print(opposite(term) if minus else term)
        return minus, enclosed(picture) if picture.binding >= ADD else picture

    def _print_Mul(self, product: Expr) -> prettyForm:
        if negative(product):
            return self._negated(self._print(opposite(product)))
        above, below, after = apart(product)
        front = self._product(above) / self._product(below) if below else self._product(above)
        return beside(front, "*" if self.ascii else " ", self._product(after), binding=MUL) if after else front

    def _product(self, factors: Sequence[Expr]) -> prettyForm:
        if len(factors) < 2:
            return self._print(factors[0] if factors else Integer(1))
        parts: list[prettyForm | str] = []
        for k, factor in enumerate(factors):
            picture = self._print(factor)
            open_ended = isinstance(factor, Sum) and k + 1 < len(factors)
            parts.append(enclosed(picture) if picture.binding >= ADD or open_ended else picture)
            parts.append(self.linear.between(*factors[k : k + 2]))
        return beside(*parts[:-1], binding=MUL)

    def _print_Pow(self, power: Pow) -> prettyForm:
        base, exponent = power.args
        if exponent.is_Rational and exponent < 0:
            return prettyForm("1") / self._print(base if exponent == -1 else Pow(base, -exponent, evaluate=False))
        if exponent == Rational(1, 2):
            return self._root(self._print(base))
        return self._raised(self._print(base), self.linear.doprint(exponent))

    def _root(self, inside: prettyForm) -> prettyForm:
        if inside.height() > 1:
            return self._raised(inside, "1/2")
        if self.ascii:
            return beside("sqrt", enclosed(inside), binding=FUNC)
        return beside("√", inside if inside.binding == ATOM else enclosed(inside), binding=POW)

    def _raised(self, base: prettyForm, exponent: str) -> prettyForm:
        """The base with its exponent: on the same line where Unicode can, else above and to the right."""
        if base.binding > FUNC:
            base = enclosed(base)
        superscript = None if self.ascii or base.height() > 1 else raised(exponent)
        if superscript:
            return beside(base, superscript, binding=POW)
        return beside(base, prettyForm(exponent, baseline=base.baseline + 1), binding=POW)

    def _print_ExpBase(self, e: Expr) -> prettyForm:
        return self._applied("exp", e.args)

    def _applied(self, name: str, arguments: Sequence[Any]) -> prettyForm:
        parts: list[prettyForm | str] = []
        for argument in arguments:
            parts += [", ", self._print(argument)]
        return beside(name, enclosed(beside(*parts[1:])), binding=FUNC)

    def _print_Function(self, e: Expr, *args: Any, **kwargs: Any) -> prettyForm:
        name, arguments = self.linear.called(e)
        return self._applied(name, arguments)

    _print_beta = _print_gamma = _print_uppergamma = _print_lowergamma = _print_zeta = _print_Function
    _print_Chi = _print_expint = _print_LambertW = _print_polylog = _print_lerchphi = _print_Function
    _print_besseli = _print_besselj = _print_besselk = _print_bessely = _print_Function

    def _print_log(self, e: Expr) -> prettyForm:
        if type(e.args[0]).__name__ == "Density":
            return beside("log ", self._print(e.args[0]), binding=MUL)
        return self._applied("log", e.args)

    def _print_binomial(self, e: Expr) -> prettyForm:
        return enclosed(prettyForm(*stringPict.stack(*map(self._print, e.args))))

    def _print_zeta_derivative(self, e: Expr) -> prettyForm:
        return prettyForm(self.linear.doprint(e), binding=FUNC)

    def _print_MatrixBase(self, e: Any, lparens: str = "(", rparens: str = ")") -> prettyForm:
        return super()._print_MatrixBase(e, lparens, rparens)

    _print_ImmutableDenseMatrix = _print_ImmutableMatrix = _print_MatrixBase

    def _print_line(self, e: Basic) -> prettyForm:
        """A head that is written on one line."""
        return prettyForm(self.linear.doprint(e))

    _print_Density = _print_Increment = _print_Divergence = _print_SymmetrizedDivergence = _print_line
    _print_Component = _print_Fisher = _print_Remainder = _print_line

    def _print_Expectation(self, e: Expr) -> prettyForm:
        value, *point = e.args
        below = "".join(self.linear.doprint(x).replace(" ", "") for x in point)
        left = beside("E", prettyForm(below, baseline=-1)) if point else prettyForm("E")
        return beside(left, enclosed(self._print(value), "[", "]"), binding=FUNC)

    def _print_Partial(self, e: Expr) -> prettyForm:
        function, *by = e.args
        d = "d" if self.ascii else "∂"
        inside = self._print(function)
        inside = inside if inside.binding <= MUL and inside.binding != DIV else enclosed(inside)
        order = "" if len(by) == 1 else f"^{len(by)}" if self.ascii else raised(str(len(by)))
        above = beside(f"{d}{order} ", inside)
        below = " ".join(f"{d}{self.linear.doprint(x)}" for x in by)
        if len(by) > 1 and len(set(by)) == 1:
            below = f"{d}{self.linear.doprint(by[0])}{order}"
        return above / prettyForm(below)

    def _print_Jacobian(self, e: Expr) -> prettyForm:
        d = "d" if self.ascii else "∂"
        above, below = (beside(d, enclosed(self._listed(part.args))) for part in e.args)
        return above / below

    def _listed(self, parts: Sequence[Basic]) -> prettyForm:
        """f, g, …"""
        pictures = [self._print(part) for part in parts]
        first, *others = pictures
        return beside(first, *(piece for picture in others for piece in (", ", picture)))

    def _print_Total(self, e: Expr) -> prettyForm:
        inside, *limits = e.args
        picture = self._print(inside)
        if picture.binding == ADD:
            picture = enclosed(picture)
        for limit in reversed(limits):
            picture = self._over(limit, picture)
        return prettyForm(picture.s, picture.baseline, MUL)

    def _over(self, limit: Basic, inside: prettyForm) -> prettyForm:
        if not isinstance(limit, Tuple):
            return self._integral(inside, limit, "Omega" if self.ascii else "Ω", "")
        x, lower_end, upper_end, discrete = limit
        ends = [self.linear.doprint(end) for end in (lower_end, upper_end)]
        if discrete is S.true:
            return self._sigma(inside, f"{self.linear.doprint(x)}={ends[0]}", ends[1])
        return self._integral(inside, x, *ends)

    def _integral(self, inside: prettyForm, x: Basic, below: str, above: str) -> prettyForm:
        if inside.height() == 1:
            sign = prettyForm("Int" if self.ascii else "∫")
        else:
            sign = prettyForm(vobj("int", inside.height()), inside.baseline)
        return beside(
            self._between(sign, below, above),
            " ",
            inside,
            f" d{self.linear.doprint(x)}",
            binding=MUL,
        )

    def _between(self, sign: prettyForm, below: str, above: str) -> prettyForm:
        sign = prettyForm(*sign.below(below))
        return prettyForm(*sign.above(above)) if above else sign

    def _sigma(self, inside: prettyForm, below: str, above: str) -> prettyForm:
        sign = prettyForm("Sum" if self.ascii else "∑")
        return beside(self._between(sign, below, above), " ", inside, binding=MUL)

    def _print_Sum(self, expr: Any) -> prettyForm:
        picture = self._print(expr.function)
        picture = enclosed(picture) if picture.binding >= ADD else picture
        for x, start, end in reversed(expr.limits):
            below = f"{self.linear.doprint(x)}={self.linear.doprint(start)}"
            picture = self._sigma(picture, below, self.linear.doprint(end))
        return picture
