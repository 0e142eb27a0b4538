"""A typed density as a function of numbers that carry their derivatives in the parameters.

It shares nothing with symfisher: the text is read by `ast`, the numbers are mpmath's, the derivatives are dual numbers.
"""

from __future__ import annotations

import ast
import keyword
import operator
import re
from collections.abc import Callable
from typing import Any

from mpmath import mp, mpf

Number = Any
NOTHING_BELOW = -(mpf(10) ** 80)  # e^z is 0 there: mpmath would write down as many digits of an exponent


class Dual:
    """v + Σ gᵢ εᵢ with εᵢ εⱼ = 0."""

    __slots__ = ("g", "v")

    def __init__(self, v: Number, g: list[Number]) -> None:
        self.v, self.g = v, g

    def chain(self, v: Number, slope: Number) -> Dual:
        """f(v + gε) = f(v) + f′(v) g ε"""
        return Dual(v, [slope * g for g in self.g])

    def __add__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            return Dual(self.v + other.v, [a + b for a, b in zip(self.g, other.g, strict=True)])
        return Dual(self.v + other, self.g)

    def __neg__(self) -> Dual:
        return Dual(-self.v, [-g for g in self.g])

    def __sub__(self, other: Any) -> Dual:
        return self + (-other)

    def __rsub__(self, other: Any) -> Dual:
        return -self + other

    def __mul__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            v, w = self.v, other.v
            return Dual(v * w, [a * w + v * b for a, b in zip(self.g, other.g, strict=True)])
        return self.chain(self.v * other, other)

    def __truediv__(self, other: Any) -> Dual:
        return self * (1 / other)

    def __rtruediv__(self, other: Any) -> Dual:
        return self.chain(other / self.v, -other / self.v**2)

    def __pow__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            return exp(other * log(self)) if self.v else Dual(self.v**other.v, [mpf(0) for _ in self.g])
        return self.chain(self.v**other, other * self.v ** (other - 1) if self.v or other >= 1 else mpf(0))

    def __rpow__(self, base: Any) -> Dual:
        return exp(self * log(base)) if base else Dual(mpf(0) ** self.v, [mpf(0) for _ in self.g])

    def __pos__(self) -> Dual:
        return self

    __radd__, __rmul__ = __add__, __mul__


def _value(x: Any) -> Number:
    return x.v if isinstance(x, Dual) else x


def lifted(f: Callable[..., Number], *slopes: Callable[..., Number] | None) -> Callable[..., Any]:
    """f on duals; `slopes` are its partial derivatives, None where mpmath differentiates it."""

    def on_duals(*args: Any) -> Any:
        values = [_value(a) for a in args]
        result = f(*values)
        for k, arg in enumerate(args):
            if isinstance(arg, Dual):
                slope = slopes[k] if k < len(slopes) else None
                partial = slope(*values) if slope else _differentiated(f, values, k)
                result = result + arg.chain(mpf(0), partial)
        return result

    return on_duals


def _differentiated(f: Callable[..., Number], values: list[Number], k: int) -> Number:
    return mp.diff(lambda x: f(*values[:k], x, *values[k + 1 :]), values[k])


def _exp(z: Number) -> Number:
    if mp.re(z) < NOTHING_BELOW:
        return mpf(0)
    if mp.re(z) > -NOTHING_BELOW:
        raise OverflowError
    return mp.exp(z)


exp, log = lifted(_exp, _exp), lifted(mp.log, lambda z: 1 / z)


def gamma(z: Any) -> Any:
    return exp(loggamma(z)) if mp.re(_value(z)) > 0 else lifted(mp.gamma, lambda w: mp.gamma(w) * mp.psi(0, w))(z)


def _loggamma(z: Number) -> Number:
    if abs(z) > mpf(10) ** (mp.dps * 0.45):
        raise OverflowError  # a quotient of two of them would have no digits left
    return mp.loggamma(z)


loggamma = lifted(_loggamma, lambda z: mp.psi(0, z))
_gauss = lifted(mp.erf, lambda z: 2 * mp.exp(-z * z) / mp.sqrt(mp.pi))


def _sum(term: Callable[[Number], Any], lower: Any, upper: Any) -> Any:
    """Σ term(j), an endless one until ten terms in a row are negligible."""
    total, small, j = term(lower), 0, lower + 1
    while j <= upper and small < 10:
        here = term(j)
        small = small + 1 if abs(_value(here)) < mp.eps**1.5 * abs(_value(total)) else 0
        total, j = total + here, j + 1
    return total


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": exp,
    "log": log,
    "ln": log,
    "sqrt": lambda z: z ** mpf("0.5"),
    "cbrt": lambda z: z ** (mpf(1) / 3),
    "sin": lifted(mp.sin, mp.cos),
    "cos": lifted(mp.cos, lambda z: -mp.sin(z)),
    "sec": lambda z: 1 / FUNCTIONS["cos"](z),
    "tan": lifted(mp.tan, lambda z: 1 + mp.tan(z) ** 2),
    "asin": lifted(mp.asin, lambda z: 1 / mp.sqrt(1 - z * z)),
    "atan": lifted(mp.atan, lambda z: 1 / (1 + z * z)),
    "asinh": lifted(mp.asinh, lambda z: 1 / mp.sqrt(1 + z * z)),
    "sinh": lambda z: (exp(z) - exp(-z)) / 2,
    "cosh": lambda z: (exp(z) + exp(-z)) / 2,
    "sech": lambda z: 2 / (exp(z) + exp(-z)),
    "tanh": lifted(mp.tanh, lambda z: 1 - mp.tanh(z) ** 2),
    "erf": _gauss,
    "erfc": lifted(mp.erfc, lambda z: -2 * mp.exp(-z * z) / mp.sqrt(mp.pi)),
    "gamma": gamma,
    "loggamma": loggamma,
    "lgamma": loggamma,
    "factorial": lambda z: gamma(z + 1),
    "beta": lambda a, b: exp(loggamma(a) + loggamma(b) - loggamma(a + b)),
    "binomial": lambda n, k: gamma(n + 1) / (gamma(k + 1) * gamma(n - k + 1)),
    "rf": lambda a, k: gamma(a + k) / gamma(a),
    "besseli": lifted(mp.besseli),
    "besselk": lifted(mp.besselk),
    "zeta": lifted(mp.zeta, lambda s, *a: mp.zeta(s, a[0] if a else 1, 1)),
    "polylog": lifted(mp.polylog, None, lambda s, z: mp.polylog(s - 1, z) / z),
    "uppergamma": lifted(mp.gammainc, None, lambda s, z: -(z ** (s - 1)) * _exp(-z)),
    "lowergamma": lifted(lambda s, z: mp.gammainc(s, 0, z), None, lambda s, z: z ** (s - 1) * _exp(-z)),
    "expint": lifted(mp.expint, None, lambda n, z: -mp.expint(n - 1, z)),
    "E1": lifted(mp.e1, lambda z: -_exp(-z) / z),
    "digamma": lifted(lambda z: mp.psi(0, z), lambda z: mp.psi(1, z)),
    "abs": lambda z: z if mp.re(_value(z)) >= 0 else -z,
    "Max": lambda *a: max(a, key=_value),
    "Min": lambda *a: min(a, key=_value),
    "Eq": lambda a, b: _value(a) == _value(b),
    "_sum": _sum,
    "_compare": lambda op, a, b: getattr(operator, op.lower()[:2])(mp.re(_value(a)), mp.re(_value(b))),
}
FUNCTIONS["Abs"] = FUNCTIONS["abs"]


def compiled(text: str, constants: dict[str, Any], variables: tuple[str, ...]) -> Callable[..., Any]:
    """The text as a function of the variables, everything that does not depend on them computed once."""
    fixed: dict[str, Any] = dict(FUNCTIONS)
    fixed |= {"pi": +mp.pi, "E": +mp.e, "oo": mp.inf, "EulerGamma": +mp.euler}
    fixed |= {_safe(name): value for name, value in constants.items()}
    python = re.sub(r"[^\W\d]\w*", lambda m: _safe(m[0]), text.strip().replace("^", "**"))
    tree = ast.parse(python, mode="eval").body
    body = _Folded(fixed, {_safe(v) for v in variables}).visit(tree)
    source = ast.Expression(ast.Lambda(_arguments(variables), body))
    return eval(compile(ast.fix_missing_locations(source), text, "eval"), fixed)


def _safe(name: str) -> str:
    return name + "_" if keyword.iskeyword(name) and name != "True" else name


def _arguments(names: tuple[str, ...]) -> ast.arguments:
    return ast.arguments([], [ast.arg(_safe(n)) for n in names], None, [], [], None, [])


class _Folded(ast.NodeTransformer):
    """Exact numbers, lazy cases, sums as functions of their index, and constant parts as names for their values."""

    def __init__(self, fixed: dict[str, Any], variables: set[str]) -> None:
        self.fixed, self.variables = fixed, variables

    def visit(self, node: ast.AST) -> Any:
        node = super().visit(node)
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Call)) and not names & self.variables:
            return self.named(eval(compile(ast.fix_missing_locations(ast.Expression(node)), "", "eval"), self.fixed))
        return node

    def named(self, value: Any) -> ast.Name:
        name = f"_{len(self.fixed)}"
        self.fixed[name] = value
        return ast.Name(name, ast.Load())

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return node if isinstance(node.value, (bool, str)) else self.named(mpf(str(node.value)))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        relation, (right,) = type(node.ops[0]).__name__, node.comparators
        return ast.Call(
            ast.Name("_compare", ast.Load()), [ast.Constant(relation), self.visit(node.left), self.visit(right)], []
        )

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "Sum":
            return self.visit_sum(*node.args)
        if name == "Piecewise":
            return self.visit_cases(list(node.args))
        return self.generic_visit(node)

    def visit_cases(self, cases: list[ast.expr]) -> ast.expr:
        if not cases:
            return self.named(mpf(0))
        value, condition = cases[0].elts  # type: ignore[attr-defined]
        return ast.IfExp(self.visit(condition), self.visit(value), self.visit_cases(cases[1:]))

    def visit_sum(self, term: ast.expr, index: ast.expr) -> ast.AST:
        name, lower, upper = index.elts  # type: ignore[attr-defined]
        self.variables.add(name.id)
        body = ast.Lambda(_arguments((name.id,)), self.visit(term))
        self.variables.discard(name.id)
        return ast.Call(ast.Name("_sum", ast.Load()), [body, self.visit(lower), self.visit(upper)], [])
