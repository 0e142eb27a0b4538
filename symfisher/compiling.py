"""SymPy expressions without heads as fast mpmath functions.

What does not depend on the variables is evaluated once and not at every node. Most expressions become a tape; sums,
cases and rare functions go to `lambdify`, and the code that it executes contains no name that a user typed: every
symbol is renamed first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from mpmath import fp, mp
from sympy import (
    Add,
    Basic,
    Derivative,
    DiracDelta,
    Expr,
    Function,
    Integer,
    Mul,
    Subs,
    Sum,
    Symbol,
    false,
    lambdify,
    oo,
    true,
)
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.logic.boolalg import Boolean

from symfisher.errors import SymfisherError
from symfisher.precise import bessel_k, exponential, hypergeometric, less_one
from symfisher.quadrature import row_of
from symfisher.steady import steady
from symfisher.summation import add_up
from symfisher.tape import NoTape, Tape

Values = dict[Symbol, Any]
MOST_TERMS = 10_000  # of a sum at one place
TROUBLE = (SymfisherError, NameError, TypeError, ArithmeticError, ValueError)
"""What evaluating in digits may raise: a function that has none, a pole, a value that is not real."""
PRECISE = {
    "exp": exponential,
    "expm1": less_one,
    "Complement": mp.erfc,
    "hyper": hypergeometric,
    "besselk": bessel_k,
}
MACHINE = {"Complement": math.erfc, "factorial": fp.factorial, "binomial": fp.binomial, "beta": fp.beta}
BINDERS = (Derivative, Subs, ExprWithLimits)


@lru_cache(maxsize=2048)
def _compiled(expression: Basic, variables: tuple[Symbol, ...]) -> tuple[Callable, Callable, tuple[Symbol, ...]]:
    """A function of variables and constants, one that makes the constants, and its symbols."""
    constants: dict[Basic, Symbol] = {}
    plain = steady(expression.replace(DiracDelta, lambda *_: Integer(0)))
    inner = _hoist(plain, frozenset(variables), constants)
    for symbol in inner.free_symbols - {*variables, *constants.values()}:
        constants[symbol] = symbol  # inside a sum, which is left as it stands
    symbols = tuple(sorted(expression.free_symbols - set(variables), key=lambda symbol: symbol.name))
    return (
        _function(inner, (*variables, *constants.values())),
        _function(list(constants), symbols),
        symbols,
    )


def _hoist(expression: Basic, variables: frozenset[Symbol], constants: dict[Basic, Symbol]) -> Basic:
    """The expression with a fresh symbol for each part that is free of the variables."""
    if not expression.free_symbols & variables and isinstance(expression, (Expr, Boolean)):
        plain = expression.is_Number or expression in (true, false)
        return expression if plain else constants.setdefault(expression, Symbol(f"c{len(constants)}"))
    if not expression.args or isinstance(expression, BINDERS):
        return expression
    if isinstance(expression, (Add, Mul)):
        moving = [argument for argument in expression.args if argument.free_symbols & variables]
        fixed = [argument for argument in expression.args if not argument.free_symbols & variables]
        rest = [_hoist(argument, variables, constants) for argument in moving]
        return expression.func(*([_hoist(expression.func(*fixed), variables, constants)] if fixed else []), *rest)
    return expression.func(*(_hoist(argument, variables, constants) for argument in expression.args))


def _function(expression: Any, arguments: Sequence[Symbol], module: str = "mpmath") -> Callable[..., Any]:
    """A function of the arguments, under names of our own."""
    if expression == []:
        return lambda *_: []
    safe = [Symbol(f"v{k}") for k in range(len(arguments))]
    renaming = dict(zip(arguments, safe, strict=True))
    slopes: dict[str, Callable] = {}
    parts = expression if isinstance(expression, list) else [expression]
    renamed = [_numeric_parts(part.xreplace(renaming), slopes, module) for part in parts]
    try:
        body = renamed if isinstance(expression, list) else renamed[0]
        bounded = PRECISE if module == "mpmath" else MACHINE
        return lambdify(safe, body, modules=[slopes, bounded, module], cse=True, docstring_limit=0)
    except (NotImplementedError, KeyError) as refusal:
        raise SymfisherError(f"{str(expression)[:200]} cannot be evaluated numerically: {refusal}") from refusal


def _numeric_parts(expression: Basic, slopes: dict[str, Callable], module: str) -> Basic:
    """Derivatives that SymPy leaves unevaluated, and sums with an end, as functions that work them out."""
    if not expression.has(Derivative, Sum):
        return expression
    if isinstance(expression, Sum):
        return _total(expression, slopes, module) if len(expression.limits) == 1 else expression
    if isinstance(expression, Subs):
        point = dict(zip(expression.variables, expression.point, strict=True))
        return _slope(expression.expr, point, slopes) if isinstance(expression.expr, Derivative) else expression.doit()
    if isinstance(expression, Derivative):
        return _slope(expression, {v: v for v in expression.variables}, slopes)
    return expression.func(*(_numeric_parts(argument, slopes, module) for argument in expression.args))


def _total(total: Sum, slopes: dict[str, Callable], module: str) -> Expr:
    """A sum whose range may move with the variables"""
    ((index, lower, upper),) = total.limits
    others = sorted(total.free_symbols, key=lambda symbol: symbol.name)
    if lower.is_infinite or upper.is_infinite:
        return total
    ends, term = _function([lower, upper], others, module), _function(total.function, [index, *others], module)
    name = f"total_{len(slopes)}"

    def summed(*at: Any) -> Any:
        first, last = ends(*at)
        counts = range(math.ceil(first), math.floor(last) + 1)
        if len(counts) > MOST_TERMS:
            raise ValueError(f"a sum has more than {MOST_TERMS} terms")
        return sum(term(mp.mpf(k) if module == "mpmath" else k, *at) for k in counts)

    slopes[name] = summed
    return Function(name)(*others)


def _slope(derivative: Derivative, point: dict, slopes: dict[str, Callable]) -> Expr:
    moving = list(dict.fromkeys(derivative.variables))
    orders = tuple(derivative.variables.count(v) for v in moving)
    others = sorted(derivative.expr.free_symbols - set(moving), key=lambda symbol: symbol.name)
    function = _function(derivative.expr, [*moving, *others])
    name = f"slope_{len(slopes)}"

    def slope(*arguments: Any) -> Any:
        place, fixed = arguments[: len(moving)], arguments[len(moving) :]
        return mp.diff(lambda *at: function(*at, *fixed), place, orders)

    slopes[name] = slope
    return Function(name)(*(point[v] for v in moving), *others)


def numeric(expression: Basic, variables: tuple[Symbol, ...], values: Values) -> Callable[..., Any]:
    """The expression as an mpmath function of the variables, its other symbols at these values."""
    tape = _tape((expression,), variables, True)
    if tape is not None:
        call = tape.bound(_known(tape.symbols, values), lambda value: value)
        return lambda *at: real(call(*at)[0])
    inner, outer, symbols = _compiled(expression, variables)
    constants = outer(*_known(symbols, values).values())
    return lambda *at: real(inner(*at, *constants))


def machine_value(expression: Expr, variables: Sequence[Symbol]) -> Callable[..., Any] | None:
    """The expression as a function of all its symbols in machine numbers, or None where no tape gives one"""
    tape = _tape((expression,), tuple(variables), False)
    if tape is None or tape.symbols:
        return None
    function = tape.bound({}, float)
    return lambda *at: function(*at)[0]


def precise_value(expression: Expr, values: Mapping[Symbol, Any]) -> Any:
    """The number that the expression is at these values, or None where no tape gives one"""
    tape = _tape((expression,), (), True)
    if tape is None or not tape.symbols.keys() <= values.keys():
        return None
    try:
        return real(tape.bound(_known(tape.symbols, values), lambda value: value)()[0])
    except (ArithmeticError, ValueError):
        return None


def vector(expressions: Sequence[Expr], variables: Sequence[Symbol], values: Values, ctx: Any = mp) -> Callable:
    """Several expressions as one function of the variables, its other symbols at these values.

    `ctx` is mpmath's `mp`, or `fp` for machine numbers. Numbers need no compiling. Endless
    sums that are free of the variables are summed once. Raises SymfisherError for what cannot be evaluated.
    """
    if all(e.is_Rational or e in (oo, -oo) for e in expressions):
        plain = [ctx.mpf(number(e)) for e in expressions]
        return lambda *at: list(plain)
    try:
        tape = _tape(tuple(expressions), tuple(variables), ctx is mp)
        if tape is not None:
            return tape.bound(_known(tape.symbols, values), lambda value: ctx.mpf(real(value)))
        call, outer, sums, symbols = _compiled_vector(
            tuple(expressions), tuple(variables), "mpmath" if ctx is mp else "math"
        )
        known = _known(symbols, values | {symbol: _summed(total, values) for total, symbol in sums})
        fixed = [ctx.mpf(real(value)) for value in outer(*known.values())]
    except (KeyError, NameError, TypeError, ValueError, ArithmeticError, AttributeError) as failure:
        reason = "it is not real" if "mpc" in str(failure) else str(failure) or "its numbers are too large"
        raise SymfisherError(f"the density cannot be evaluated in digits: {reason}") from failure
    return lambda *at: call(*at, *fixed)


def _known(symbols: Iterable[Symbol], values: Mapping[Symbol, Any]) -> Values:
    """The values of these symbols as numbers"""
    if missing := [symbol.name for symbol in symbols if symbol not in values]:
        raise SymfisherError(f"no value is given for {', '.join(sorted(missing))}.")
    return {symbol: number(values[symbol]) for symbol in symbols}


@lru_cache(maxsize=2048)
def _tape(expressions: tuple[Basic, ...], variables: tuple[Symbol, ...], precise: bool) -> Tape | None:
    try:
        return Tape(expressions, variables, precise)
    except NoTape:
        return None


@lru_cache(maxsize=512)
def _compiled_vector(
    expressions: tuple[Expr, ...], variables: tuple[Symbol, ...], module: str
) -> tuple[Callable, Callable, tuple[tuple[Sum, Symbol], ...], tuple[Symbol, ...]]:
    """A function of variables and constants, one that makes the constants, the sums in those, and their symbols."""
    constants: dict[Basic, Symbol] = {}
    inner = [_hoist(steady(expression), frozenset(variables), constants) for expression in expressions]
    for symbol in set().union(*(e.free_symbols for e in inner)) - {*variables, *constants.values()}:
        constants[symbol] = symbol  # inside a sum, which is left as it stands
    sums = {total: Symbol(f"s{k}") for k, total in enumerate(set().union(*(c.atoms(Sum) for c in constants)))}
    flat = [constant.xreplace(sums) for constant in constants]
    symbols = tuple(sorted(set().union(*(c.free_symbols for c in flat)), key=lambda symbol: symbol.name))
    call = _function(inner, (*variables, *constants.values()), module)
    return call, _function(flat, symbols), tuple(sums.items()), symbols


def _summed(total: Sum, values: Values) -> Any:
    """Σ over one index of its own, in digits."""
    ((index, lower, upper),) = total.limits
    term = vector([total.function], [index], values)
    first, last = (number(end.xreplace(values)) for end in (lower, upper))
    return add_up(lambda x: row_of(term(x)), first, last, mp.dps // 2 - 5).values[0]


def number(value: Any) -> Any:
    """An exact SymPy number, or a number of mpmath, at the working precision; never an int, as 1/3 would be a float."""
    return _exactly(value, mp.prec) if isinstance(value, Expr) else mp.mpmathify(value)


@lru_cache(maxsize=4096)
def _exactly(value: Expr, bits: int) -> Any:
    return value._to_mpmath(bits, allow_ints=False)


def real(value: Any) -> Any:
    """The real part where the rest is rounding."""
    if isinstance(value, mp.mpc) and abs(value.imag) <= abs(value.real) * mp.eps * 1000:
        return value.real
    return value
