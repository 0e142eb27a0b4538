"""What an expression is rational in: symbols, functions, and of each base the powers that all others are powers of.

e^a, e^(2a + b/2) and e^(-b) are products of e^a and e^(b/2); x, √x and x^(3/2) of √x.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import lcm

from sympy import Add, E, Expr, Function, Integer, Mul, NumberSymbol, Pow, Rational, Symbol, exp, expand

from symfisher.operations import operations

Vector = dict[Expr, Rational]
"""Σ c m as {m: c}"""
Product = tuple[dict[Expr, int], Expr, int]
"""Π gᵏ bⁿ as ({g: k}, b, n)"""
ONE = Integer(1)


class NotRational(Exception):
    """A float, a condition, a power of 0, or the like."""


def generators(expression: Expr) -> Mapping[Expr, Product]:
    """Each part that is no sum, no product and no integer power as a product of generators; NotRational for the rest.

    >>> x = Symbol("x", positive=True)
    >>> {part: powers for part, (powers, _, _) in generators(1 + x + x**Rational(3, 2)).items()}
    {x: {sqrt(x): 2}, x**(3/2): {sqrt(x): 3}}
    """
    parts = dict.fromkeys(_parts(expression))
    plain = [part for part in parts if not isinstance(part, (Pow, exp))]
    found: dict[Expr, Product] = {leaf: ({leaf: 1}, ONE, 0) for leaf in plain}
    powers: dict[Expr, list[Expr]] = {}
    for part in sorted(parts.keys() - found.keys(), key=lambda e: (operations(e), e.sort_key())):
        base = part.as_base_exp()[0]
        powers.setdefault(base, [base] if base in found else []).append(part)
    for base, group in powers.items():
        found |= _products(base, group)
    return found


def _parts(e: Expr) -> Iterator[Expr]:
    """Symbols, functions and other powers than integer ones; of what stands under such a power what is needed"""
    if isinstance(e, (Add, Mul)):
        for argument in e.args:
            yield from _parts(argument)
    elif isinstance(e, Pow) and isinstance(e.exp, Integer):
        yield from _parts(e.base)
    elif not isinstance(e, Rational):
        if not isinstance(e, (Symbol, NumberSymbol, Function, Pow)) or not e.is_commutative:
            raise NotRational
        base, exponent = e.as_base_exp()
        if base.is_zero:
            raise NotRational
        if isinstance(e, (Pow, exp)) and (_whole(base, exponent) or (exponent.is_Rational and not is_leaf(base))):
            yield from _parts(base)
        yield e


def is_leaf(e: Expr) -> bool:
    """Whether e is no sum, no product, no power and no number but π and the like"""
    return isinstance(e, (Symbol, NumberSymbol, Function)) and not isinstance(e, exp)


def _whole(base: Expr, exponent: Expr) -> int:
    """n where b^(n + r) is bⁿ times a generator; rational powers of a leaf are powers of a generator, and it too"""
    if is_leaf(base) and exponent.is_Rational:
        return 0
    return int(expand(exponent).as_coefficients_dict().get(ONE, 0))  # towards zero


def _products(base: Expr, group: Sequence[Expr]) -> Iterator[tuple[Expr, Product]]:
    """The powers of a base as products of the fewest generators; where one is such a power itself, as it is written"""
    exponents = [part.as_base_exp()[1] for part in group]
    wholes = [_whole(base, exponent) for exponent in exponents]
    vectors = [
        {m: c for m, c in expand(exponent - whole).as_coefficients_dict().items() if c}
        for exponent, whole in zip(exponents, wholes, strict=True)
    ]
    basis, rows = lattice(vectors)
    signs = [-1 if base is not E and exponents[k].could_extract_minus_sign() else 1 for k, _ in basis]
    gens = [base ** (s * (exponents[k] - wholes[k]) / share) for s, (k, share) in zip(signs, basis, strict=True)]
    for part, row, whole in zip(group, rows, wholes, strict=True):
        yield part, ({gens[k]: signs[k] * n for k, n in row.items()}, base, whole)


def lattice(vectors: Sequence[Vector]) -> tuple[list[tuple[int, int]], list[dict[int, int]]]:
    """(k, n) for each vector of a basis, which is the k-th of these divided by n, and all of them in whole coordinates.

    >>> a, b = Symbol("a"), Symbol("b")
    >>> lattice([{a: Rational(1)}, {a: Rational(2), b: Rational(1)}, {b: Rational(1, 2)}])
    ([(0, 1), (1, 2)], [{0: 1}, {1: 2}, {1: 1, 0: -1}])
    """
    basis: list[int] = []
    reduced: list[tuple[Expr, Vector, dict[int, Rational]]] = []  # a pivot, what has none before it, its coordinates
    rows = []
    for place, vector in enumerate(vectors):
        rest, row = vector, dict[int, Rational]()
        for pivot, other, coordinates in reduced:
            c = rest.get(pivot, 0) / other[pivot]
            rest, row = _plus(rest, other, -c), _plus(row, coordinates, c)
        if rest:
            own = {len(basis): ONE}
            reduced.append((next(iter(rest)), rest, _plus(own, row, -1)))
            basis.append(place)
            row = own
        rows.append(row)
    shares = [lcm(*(int(row[k].q) for row in rows if k in row)) for k in range(len(basis))]
    return list(zip(basis, shares, strict=True)), [{k: int(c * shares[k]) for k, c in row.items()} for row in rows]


def _plus(one: dict, other: dict, c: Rational) -> dict:
    """one + c other"""
    total = {k: one.get(k, 0) + c * other.get(k, 0) for k in {**one, **other}} if c else one
    return {k: value for k, value in total.items() if value}
