"""Location and scale as new parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Symbol

from symfisher.errors import ParseError
from symfisher.images.frame import Spaces, called, declared, image, spaces_of
from symfisher.model import Family
from symfisher.origin import Origin
from symfisher.reading.names import check_name


def shifted(base: Family, name: str, domain: Any) -> Family:
    """p(x − μ)"""
    parameters, mu = _with_first(base, name, domain, "shift")
    back = {v.symbol: v.symbol - mu for v in base.variables}
    return _moved(base, Origin("shift", f"{called(base)} moved by {name}"), base.density, parameters, back, 1, mu)


def scaled(base: Family, name: str, domain: Any) -> Family:
    """p(x/σ)/σ"""
    parameters, sigma = _with_first(base, name, domain, "scale")
    if not sigma.is_positive:
        raise ParseError(f"scale: {name} is a scale; declare it positive.")
    if base.variables[0].space.discrete:
        raise ParseError(f"scale: {called(base)} is a law of counts, which have no scale.")
    back = {v.symbol: v.symbol / sigma for v in base.variables}
    density = base.density / sigma ** len(base.variables)
    return _moved(base, Origin("scale", f"{called(base)} times {name}"), density, parameters, back, sigma, 0)


def _with_first(base: Family, name: str, domain: Any, where: str) -> tuple[Spaces, Symbol]:
    """The parameters with a new one in front"""
    check_name(name, where)
    groups = (spaces_of(base.known), {name: domain} | spaces_of(base.parameters), spaces_of(base.variables))
    if name in {q.symbol.name for q in (*base.known, *base.parameters)}:
        raise ParseError(f"{where}: {name} is declared already in {called(base)}; choose another name.")
    (_, parameters, _), symbols = declared(where, *groups)
    return parameters, symbols[name]


def _moved(
    base: Family, origin: Origin, density: Expr, parameters: Spaces, back: Any, factor: Any, term: Any
) -> Family:
    """x ↦ factor·x + term, with `back` the way from there"""
    spaces: Spaces = {}
    for variable in base.variables:
        ends = {k: getattr(variable.space, k).xreplace(back) * factor + term for k in ("lower", "upper")}
        spaces[variable.symbol.name] = replace(variable.space, **ends)
    names = {v.symbol: spaces[v.symbol.name].symbol(v.symbol.name) for v in base.variables}
    backwards = {old: way.xreplace(names) for old, way in back.items()}
    return image(
        origin,
        density.xreplace(backwards),
        spaces,
        parameters,
        spaces_of(base.known),
        base.given,
        [(place * factor + term, mass) for place, mass in base.atoms],
    )
