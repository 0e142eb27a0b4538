"""The heads that a tree may have, and the arguments that each of them may have."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Basic, Expr, Integer, Rational, S, Symbol, Tuple
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.functions.special.hyper import TupleArg
from sympy.logic.boolalg import Boolean

from symfisher.errors import ParseError
from symfisher.notation import HEADS
from symfisher.special import zeta_derivative

# fmt: off
FUNCTIONS = (
    sympy.exp, sympy.log, sympy.gamma, sympy.loggamma, sympy.polygamma, sympy.beta, sympy.zeta, sympy.erf,
    sympy.erfc, sympy.erfi, sympy.erfinv, sympy.besseli, sympy.besselj, sympy.besselk, sympy.bessely,
    sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc, sympy.asin, sympy.acos, sympy.atan,
    sympy.atan2, sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.asinh, sympy.acosh, sympy.atanh,
    sympy.sech, sympy.csch, sympy.Abs, sympy.sign, sympy.floor, sympy.ceiling, sympy.factorial,
    sympy.binomial, sympy.Max, sympy.Min, sympy.LambertW, sympy.lowergamma, sympy.uppergamma,
    sympy.expint, sympy.Ei, sympy.li, sympy.Si, sympy.Ci, sympy.Shi, sympy.Chi, sympy.polylog, sympy.Heaviside,
    sympy.lerchphi, sympy.fresnels, sympy.fresnelc, sympy.elliptic_k, sympy.elliptic_e, sympy.elliptic_f,
    sympy.hyper, sympy.meijerg, sympy.KroneckerDelta, sympy.harmonic, sympy.RisingFactorial, sympy.FallingFactorial,
    zeta_derivative,
)
OPERATIONS = (
    sympy.Add, sympy.Mul, sympy.Pow, sympy.Sum, sympy.Derivative, sympy.Subs, sympy.Tuple, sympy.Piecewise,
    ExprCondPair, sympy.And, sympy.Or, sympy.Not, sympy.Eq, sympy.Ne, sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge,
)
# fmt: on
NODE_KINDS: dict[str, type[Basic]] = {kind.__name__: kind for kind in (*HEADS, *FUNCTIONS, *OPERATIONS)}
KIND_NAMES = {kind: name for name, kind in NODE_KINDS.items()} | {TupleArg: "Tuple"}  # of hyper, which makes them again


def check_arguments(name: str, args: list[Any], where: str) -> None:
    """ParseError unless a node of this head can have these arguments."""
    shapes = {"Sum": _is_sum, "Derivative": _is_derivative, "Subs": _is_substitution, "Piecewise": _is_piecewise,
              "ExprCondPair": _is_case, "hyper": _is_hypergeometric, "meijerg": _is_meijer,
              "Tuple": lambda _: True}  # fmt: skip
    known = NODE_KINDS.get(name)
    heads = {kind.__name__ for kind in HEADS}
    if name in shapes:
        good = shapes[name](args)
    elif known in (sympy.And, sympy.Or, sympy.Not):
        good = all(isinstance(a, Boolean) for a in args) and (len(args) == 1 if name == "Not" else len(args) > 1)
    elif name in heads:
        good = all(isinstance(a, (Expr, Tuple)) for a in args) and _fits_head(name, args)
    else:
        counts = {"Add": len(args) > 1, "Mul": len(args) > 1, "Pow": len(args) == 2}
        good = all(isinstance(a, Expr) and a.is_commutative for a in args) and counts.get(name, bool(args))
        good = good and (not _is_relation(known) or len(args) == 2)
    if not good:
        raise ParseError(f"{where}: {name} cannot have these {len(args)} arguments.")


HEAD_COUNTS = {"Density": (2, 3), "Increment": (1, 1), "Divergence": (2, 2),
               "SymmetrizedDivergence": (2, 2), "Total": (2, 50), "Expectation": (1, 2), "Component": (2, 2),
               "Partial": (2, 20), "Jacobian": (2, 2), "Fisher": (1, 3)}  # fmt: skip


def _fits_head(name: str, args: list[Any]) -> bool:
    least, most = HEAD_COUNTS[name]
    if not least <= len(args) <= most:
        return False
    if name == "Total":
        return isinstance(args[0], Expr) and all(isinstance(a, Symbol) or _is_limit(a, 4) for a in args[1:])
    if name == "Jacobian":
        return all(isinstance(a, Tuple) and a.args for a in args) and all(isinstance(s, Symbol) for s in args[1].args)
    may_be_tuple = {1} if name == "Density" else {0} if name == "Increment" else set()
    return all(isinstance(a, Expr) or k in may_be_tuple for k, a in enumerate(args))


def _is_relation(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, sympy.core.relational.Relational)


def _is_limit(part: Any, length: int) -> bool:
    if not isinstance(part, Tuple) or len(part.args) != length or not isinstance(part.args[0], Symbol):
        return False
    return all(isinstance(end, Expr) for end in part.args[1:3]) and part.args[3:] in (
        (),
        (S.true,),
        (S.false,),
    )


def _is_sum(args: list[Any]) -> bool:
    return len(args) > 1 and isinstance(args[0], Expr) and all(_is_limit(part, 3) for part in args[1:])


def _is_derivative(args: list[Any]) -> bool:
    return len(args) > 1 and isinstance(args[0], Expr) and all(
        isinstance(part, Tuple) and len(part.args) == 2 and isinstance(part.args[0], Symbol)
        and isinstance(part.args[1], Integer) and 0 < part.args[1].p <= 20 for part in args[1:]
    )  # fmt: skip


def _is_substitution(args: list[Any]) -> bool:
    """f′ at a point: SymPy compares these by evaluating them, so that the point must be plain."""
    if len(args) != 3 or not isinstance(args[0], sympy.Derivative):
        return False
    function, places, points = args[0].expr, args[1], args[2]
    if not (isinstance(places, Tuple) and isinstance(points, Tuple) and len(places.args) == len(points.args) == 1):
        return False
    simple = all(map(_is_plain, sympy.preorder_traversal(points.args[0])))
    among = [a for a in function.args if a.has(places.args[0])]
    return simple and isinstance(places.args[0], Symbol) and among == list(places.args)


def _is_plain(part: Basic) -> bool:
    """What is evaluated in a moment."""
    small = isinstance(part, sympy.Pow) and part.base.is_Symbol and part.exp.is_Rational and abs(part.exp) <= 20
    return small or isinstance(part, (sympy.Add, sympy.Mul, Symbol, Rational))


def _is_hypergeometric(args: list[Any]) -> bool:
    """Two lists of parameters and an argument."""
    return len(args) == 3 and all(map(_is_list, args[:2])) and isinstance(args[2], Expr)


def _is_meijer(args: list[Any]) -> bool:
    """Two pairs of lists of parameters and an argument, with no pole of one kind on one of the other."""
    if len(args) != 3 or not isinstance(args[2], Expr):
        return False
    if not all(isinstance(pair, Tuple) and len(pair) == 2 and all(map(_is_list, pair)) for pair in args[:2]):
        return False
    return not any((a - b).is_Integer and (a - b).is_positive for a in args[0][0] for b in args[1][0])


def _is_list(part: Any) -> bool:
    return (
        isinstance(part, Tuple)
        and len(part) <= 50
        and all(isinstance(a, Expr) and a.is_finite is not False for a in part)
    )


def _is_case(args: list[Any]) -> bool:
    return len(args) == 2 and isinstance(args[0], Expr) and isinstance(args[1], Boolean)


def _is_piecewise(args: list[Any]) -> bool:
    return bool(args) and all(isinstance(part, ExprCondPair) for part in args)
