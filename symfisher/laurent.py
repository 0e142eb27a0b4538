"""Laurent series of closed forms about a point, and the limits read off them.

SymPy's limit and series are slow on Γ and ψ and err there; all that is needed is the arithmetic of truncated series and
Taylor's formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import takewhile

from sympy import (
    Abs,
    Add,
    Derivative,
    Expr,
    Function,
    Integer,
    Mul,
    Pow,
    Subs,
    Symbol,
    exp,
    expand,
    factorial,
    gamma,
    log,
    nan,
    oo,
    polygamma,
    polylog,
    zoo,
)
from sympy.core.function import ArgumentIndexError

from symfisher.errors import SymfisherError
from symfisher.expect.normal_form import is_negative
from symfisher.notation import Name
from symfisher.special import derivative
from symfisher.vanishing import Point, vanishes

TERMS = (6, 12, 24)
MARK = Name("mark")


class NoSeries(SymfisherError):
    """The expression has no Laurent series at the point, or none that is found."""


class TooShort(NoSeries):
    """All terms that were kept have cancelled."""


@dataclass(frozen=True)
class Series:
    """Σ coefficients[k] t^(start + k); the terms from t^end on are not known."""

    start: int
    coefficients: tuple[Expr, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.coefficients)

    def of(self, power: int) -> Expr:
        """The coefficient of t^power"""
        return self.coefficients[power - self.start] if self.start <= power else Integer(0)

    def __add__(self, other: Series) -> Series:
        start, end = min(self.start, other.start), min(self.end, other.end)
        return Series(start, tuple(self.of(k) + other.of(k) for k in range(start, end)))

    def __mul__(self, other: Series) -> Series:
        start, count = self.start + other.start, min(len(self.coefficients), len(other.coefficients))
        products = (
            Add(*(self.coefficients[m] * other.coefficients[k - m] for m in range(k + 1))) for k in range(count)
        )
        return Series(start, tuple(map(expand, products)))


def limit(expression: Expr, symbol: Symbol, value: Expr, points: Sequence[Point]) -> Expr:
    """The limit as symbol → value: the constant term of the series, where no term is singular.

    `points` are values of the other symbols. Raises NoSeries where there is none.

    >>> x = Symbol("x")
    >>> limit((exp(x) - 1 - x) / x**2, x, Integer(0), [{}])
    1/2
    """
    for terms in TERMS:
        try:
            series = _Expansion(symbol, value, terms, points).of(expression)
        except TooShort:
            continue
        if series.end > 0:
            if not all(vanishes(series.of(power), points) for power in range(series.start, 0)):
                raise NoSeries(f"the closed form grows beyond bounds as {symbol} → {value}.")
            return series.of(0)
    raise NoSeries(f"no limit of the closed form was found as {symbol} → {value}.")


@dataclass(frozen=True)
class _Expansion:
    """Series in t = symbol − value, of so many terms."""

    symbol: Symbol
    value: Expr
    terms: int
    points: Sequence[Point]

    def of(self, expression: Expr) -> Series:
        """The series of an expression, from those of its parts"""
        if not expression.has(self.symbol):
            return self.padded(expression)
        if expression == self.symbol:
            return self.padded(self.value, Integer(1))
        if isinstance(expression, Add):
            return reduce(Series.__add__, map(self.of, expression.args))
        if isinstance(expression, Mul):
            return reduce(Series.__mul__, map(self.of, expression.args))
        if isinstance(expression, Pow):
            return self.power(*expression.args)
        if isinstance(expression, Function):
            return self.function(expression)
        raise NoSeries(f"{type(expression).__name__} has no series here.")

    def padded(self, *first: Expr) -> Series:
        return Series(0, (*first, *[Integer(0)] * (self.terms - len(first))))

    def leading(self, series: Series) -> Series:
        """Without the coefficients at the front that are 0"""
        zeros = len(list(takewhile(lambda c: vanishes(c, self.points), series.coefficients)))
        if zeros == len(series.coefficients):
            raise TooShort("all terms of a series cancel.")
        return Series(series.start + zeros, series.coefficients[zeros:])

    def regular(self, series: Series) -> Series:
        """Without the coefficients of negative powers, which must be 0"""
        if series.end < 1:
            raise TooShort("the value of an argument is not known.")
        if not all(vanishes(series.of(power), self.points) for power in range(series.start, 0)):
            raise NoSeries("the argument of a function grows beyond bounds.")
        return Series(0, tuple(series.of(power) for power in range(series.end)))

    def power(self, base: Expr, exponent: Expr) -> Series:
        """f^n by products; f^g = f₀^g₀ exp(g log f − g₀ log f₀)"""
        if exponent.is_Integer:
            series = self.of(base)
            factor = series if exponent > 0 else self.inverse(series)
            return reduce(Series.__mul__, [factor] * abs(int(exponent)))
        outer = self.of(exponent)
        grown = self.regular(outer * self.of(log(base)))
        value = exp(grown.of(0)) if base.has(self.symbol) else base ** outer.of(0)
        return self.composed([value / factorial(k) for k in range(grown.end)], grown)

    def inverse(self, series: Series) -> Series:
        """1/f: b₀ = 1/a₀, bₖ = −(Σ aₘ bₖ₋ₘ)/a₀"""
        series = self.leading(series)
        first, *rest = series.coefficients
        found = [1 / first]
        for k in range(1, len(series.coefficients)):
            found.append(expand(-Add(*(rest[m] * found[k - 1 - m] for m in range(k))) / first))
        return Series(-series.start, tuple(found))

    def function(self, applied: Expr) -> Series:
        """f(g) by Taylor's formula about the value of g; Γ and ψ are shifted away from a pole first"""
        moving = [k for k, part in enumerate(applied.args) if part.has(self.symbol)]
        if len(moving) > 1:
            return self.padded(*taylor(applied, self.symbol, self.value, self.terms))
        (place,) = moving
        inner = self.regular(self.of(applied.args[place]))
        at = inner.of(0)
        if isinstance(applied, gamma | polygamma) and at.is_Integer and at <= 0:
            return self.of(away_from_pole(applied, int(1 - at)))
        if isinstance(applied, Abs):
            return self.of(-applied.args[0] if is_negative(at, self.points[0]) else applied.args[0])
        if isinstance(applied, polylog) and place == 1 and at == 0:
            order = applied.args[0]
            return self.composed([Integer(0), *(Integer(k) ** -order for k in range(1, inner.end))], inner)
        outer = applied.func(*(MARK if k == place else part for k, part in enumerate(applied.args)))
        return self.composed(taylor(outer, MARK, at, inner.end), inner)

    def composed(self, taylor: Sequence[Expr], inner: Series) -> Series:
        """Σ aₖ (g − g₀)ᵏ, by Horner's rule"""
        step = Series(0, (Integer(0), *inner.coefficients[1:]))
        return reduce(lambda sum_, a: sum_ * step + self.padded(a), reversed(taylor), self.padded(Integer(0)))


@lru_cache(maxsize=256)
def taylor(function: Expr, symbol: Symbol, at: Expr, count: int) -> tuple[Expr, ...]:
    """f⁽ᵏ⁾(at)/k!"""
    found = []
    for k in range(count):
        value = nan if function.has(Derivative, Subs) else function.xreplace({symbol: at})
        if value.has(nan, zoo, oo, -oo):
            raise NoSeries("a function has no Taylor series at its argument.")
        found.append(value / factorial(k))
        try:
            function = derivative(function, symbol)
        except ArgumentIndexError:
            raise NoSeries("a function has no derivative that is known.") from None
    return tuple(found)


def away_from_pole(applied: Expr, shift: int) -> Expr:
    """Γ(z) = Γ(z + m)/(z (z + 1) … (z + m − 1)), and ψₖ(z) = ψₖ(z + m) − (−1)ᵏ k! Σ 1/(z + r)ᵏ⁺¹"""
    *order, z = applied.args
    if isinstance(applied, gamma):
        return gamma(z + shift) / Mul(*(z + r for r in range(shift)))
    (k,) = order
    return polygamma(k, z + shift) - (-1) ** k * factorial(k) * Add(*((z + r) ** (-k - 1) for r in range(shift)))
