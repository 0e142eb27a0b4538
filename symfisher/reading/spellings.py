"""Functions that go by other names, or that are short for something longer: log1p(x) is log(1 + x)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from symfisher.reading.grammar import Node, parse
from symfisher.reading.source import Source

SPELLINGS: dict[str, tuple[tuple[str, ...], str]] = {
    "log1p": (("x",), "log(1 + x)"),
    "expm1": (("x",), "exp(x) - 1"),
    "log2": (("x",), "log(x)/log(2)"),
    "log10": (("x",), "log(x)/log(10)"),
    "pow": (("x", "y"), "x^y"),
    "Pow": (("x", "y"), "x^y"),
    "square": (("x",), "x^2"),
    "betaln": (("a", "b"), "log(beta(a, b))"),
    "lbeta": (("a", "b"), "log(beta(a, b))"),
    "Phi": (("x",), "(1 + erf(x/sqrt(2)))/2"),
    "phi": (("x",), "exp(-x^2/2)/sqrt(2*pi)"),
    "Φ": (("x",), "(1 + erf(x/sqrt(2)))/2"),
    "φ": (("x",), "exp(-x^2/2)/sqrt(2*pi)"),
    "expit": (("x",), "1/(1 + exp(-x))"),
    "sigmoid": (("x",), "1/(1 + exp(-x))"),
    "logit": (("p",), "log(p/(1 - p))"),
    "softplus": (("x",), "log(1 + exp(x))"),
    "I0": (("x",), "besseli(0, x)"),
    "I1": (("x",), "besseli(1, x)"),
    "K0": (("x",), "besselk(0, x)"),
    "K1": (("x",), "besselk(1, x)"),
    "Heaviside": (("x",), "Piecewise((1, x > 0), (0, True))"),
}


def spelled_out(call: Node) -> Node | None:
    """What a call is short for, or None; all of it stands where the call does.

    >>> call = parse(Source("log1p(y)", "density"))
    >>> spelled_out(call).text, [part.kind for part in spelled_out(call).parts[0].parts]
    ('log', ['number', 'name'])
    """
    names, _ = SPELLINGS.get(call.text, ((), ""))
    if not names or len(names) != len(call.parts):
        return None
    return _filled(_template(call.text), dict(zip(names, call.parts, strict=True)), call)


@cache
def _template(name: str) -> Node:
    return parse(Source(SPELLINGS[name][1], name))


def _filled(node: Node, given: Mapping[str, Node], call: Node) -> Node:
    if node.kind == "name" and node.text in given:
        return given[node.text]
    parts = tuple(_filled(part, given, call) for part in node.parts)
    return replace(node, start=call.start, stop=call.stop, parts=parts)
