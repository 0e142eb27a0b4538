"""Computes acceptance_truth.json: Fisher matrices by their definition at three random points of every entry.

    python tests/truth.py [LABEL ...]      what has no truth yet, or these again
    python tests/truth.py --deep           the first point of what has one variable to 42 digits

F = ∫ ∂ᵢp ∂ⱼp / p, at growing precision and finer, shifted nodes until two results agree to 25 digits of √(Fᵢᵢ Fⱼⱼ), the
mass is 1 and the mean score 0 to as many; what cannot be reached is stored with the digits that were. Nothing of
symfisher is used. Faster with gmpy2 installed, which mpmath finds by itself.
"""

from __future__ import annotations

import json
import math
import signal
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations_with_replacement
from pathlib import Path
from random import Random
from typing import Any

from acceptance import ENTRIES
from acceptance.dual import Dual, compiled
from acceptance.entry import Entry
from acceptance.totals import Axis, Row, Setting, normal_nodes, total
from mpmath import mp, mpc, mpf

FILE = Path(__file__).with_name("acceptance_truth.json")
POINTS, DIGITS, LEAST, SECONDS = 3, 25, 10, 1800
DEEP, DEEP_SECONDS = 42, 60
ENOUGH = 15  # digits of an iterated integral
WORDS = {
    "real": ("-oo", "oo"),
    "positive": ("0", "oo"),
    "negative": ("-oo", "0"),
    "nonnegative": ("0", "oo"),
    "unit": ("0", "1"),
}
COUNTS = {"naturals": ("0", "oo"), "integers": ("-oo", "oo"), "positive_integer": ("1", "oo")}


def parted(domain: str) -> tuple[str, str, bool]:
    """The two ends of a domain as text, and whether it is one of integers."""
    if domain in WORDS or domain in COUNTS:
        return *(WORDS | COUNTS)[domain], domain in COUNTS
    if ".." in domain:
        low, high = domain.split("..")
        return low, high, True
    inside = domain.strip()[1:-1]
    depths = [inside[:k].count("(") - inside[:k].count(")") for k in range(len(inside))]
    comma = next(k for k, d in enumerate(depths) if d == 0 and inside[k] == ",")
    return inside[:comma], inside[comma + 1 :], False


def random_point(entry: Entry, random: Random) -> dict[str, Fraction]:
    """Exact values of the known symbols and the parameters, inside their domains and what is given."""
    while True:
        point: dict[str, Fraction] = {}
        for name, domain in (entry.known | entry.parameters).items():
            low, high, discrete = parted(entry.near.get(name, domain))
            numbers = _numbers(point)
            least, most = (float(compiled(end, numbers, ())()) for end in (low, high))
            point[name] = _drawn(least, most, discrete, random)
        exact: dict[str, Any] = dict(point)
        if all(eval(c.replace("^", "**"), exact) for c in entry.given if not _about(c, entry.variables)):
            return point


def _about(condition: str, names: Any) -> bool:
    return any(name in condition for name in names)


def _drawn(low: float, high: float, discrete: bool, random: Random) -> Fraction:
    low, high = (max(low, -2.0), min(high, 2.0)) if math.isinf(low) else (low, min(high, low + 3.5))
    if discrete:
        return Fraction(random.randint(math.ceil(low), math.floor(high)))
    u = random.uniform(0.15, 0.85)
    return Fraction(low + (high - low) * u).limit_denominator(round(12 / min(high - low, 1)))


def _numbers(point: dict[str, Fraction]) -> dict[str, Any]:
    return {name: mpf(value.numerator) / value.denominator for name, value in point.items()}


class Definition:
    """The integrands p, ∂ᵢp, ∂ᵢp ∂ⱼp / p of an entry at a point, and their totals."""

    def __init__(self, entry: Entry, point: dict[str, Fraction]) -> None:
        self.entry, self.size = entry, len(entry.parameters)
        self.values = _numbers(point)
        self.duals = dict(self.values)
        for k, name in enumerate(entry.parameters):
            self.duals[name] = Dual(self.values[name], [mpf(int(k == j)) for j in range(self.size)])
        self.pairs = list(combinations_with_replacement(range(self.size), 2))
        self.domains = entry.through[0] if entry.through else entry.variables | entry.ends
        self.variables = tuple(self.domains)

    def row(self, text: str, variables: tuple[str, ...]) -> Callable[..., Row]:
        """A density's integrands as a function of the variables."""
        density = self.pulled_back(text) if variables and self.entry.through else compiled(text, self.duals, variables)

        def integrands(*at: Any) -> Row:
            p = density(*at)
            p = p if isinstance(p, Dual) else Dual(p, [mpf(0)] * self.size)
            if isinstance(p.v, mpc) and not any(isinstance(x, mpc) for x in at):
                raise ArithmeticError(f"the density is complex at {at}")
            if p.v == 0:
                return [mpf(0)] * (1 + self.size + len(self.pairs))
            return [p.v, *p.g, *(p.g[a] * p.g[b] / p.v for a, b in self.pairs)]

        return integrands

    def pulled_back(self, text: str) -> Callable[..., Any]:
        """The density in other variables, which do not move with the parameters."""
        assert self.entry.through
        _, places, jacobian = self.entry.through
        density = compiled(text, self.duals, tuple(self.entry.variables))
        typed = [compiled(places[name], self.values, self.variables) for name in self.entry.variables]
        weight = compiled(jacobian, self.values, self.variables)
        return lambda *at: density(*(place(*at) for place in typed)) * weight(*at)

    def totals(self, setting: Setting, level: int) -> Row:
        counts = parted(self.domains[self.variables[0]])[2] if self.entry.atoms else False
        parts = [self.row(mass, ())() for mass in self.entry.atoms.values() if not counts]
        density = self.row(self.merged() if counts else self.entry.density, self.variables)
        if self.entry.normal:
            mean, covariance = self.entry.normal
            numbers = [self.number(m) for m in mean], [[self.number(c) for c in line] for line in covariance]
            rows = [[w * v for v in density(*x)] for x, w in normal_nodes(*numbers, 3 + level)]
            return [mp.fsum(column) for column in zip(*rows, strict=True)]
        parts.append(total(tuple(self.axis(k) for k in range(len(self.variables))), density, setting))
        return [mp.fsum(column) for column in zip(*parts, strict=True)]

    def merged(self) -> str:
        """The density of a law of counts, an atom added to the probability of its count."""
        atoms = self.entry.atoms.items()
        added = (f"Piecewise(({mass}, Eq({self.variables[0]}, {place})), (0, True))" for place, mass in atoms)
        return " + ".join([f"({self.entry.density})", *added])

    def number(self, text: str) -> Any:
        return mpf(compiled(text, self.values, ())())

    def axis(self, k: int) -> Axis:
        name, before = self.variables[k], self.variables[:k]
        normal = self.domains[name] == "normal"
        low, high, discrete = parted("real" if normal else self.domains[name])
        functions = [compiled(f"+({end})", self.values, before) for end in (low, high)]
        split = self.entry.split if k == len(self.variables) - 1 else ()
        cuts = [compiled(cut, self.values, before) for cut in split]
        centre = [compiled(text, self.values, before) for text in self.entry.centre.get(name, ("0", "1"))]
        return Axis(
            lambda *x: (mpf(functions[0](*x)), mpf(functions[1](*x))),
            discrete,
            lambda *x: [cut(*x) for cut in cuts],
            lambda *x: (centre[0](*x), centre[1](*x)),
            normal,
        )


def information(entry: Entry, point: dict[str, Fraction], wanted: int = DIGITS) -> tuple[list[Any], int]:
    """The upper triangle of the matrix, row by row, and the digits in which its last two results agree."""
    before, best, digits, many = None, None, -1, len(entry.variables) > 1 and not entry.normal
    for level in range(4 if many else 6):
        with mp.workdps((entry.precision or (30 if many else 48)) + 2 * (wanted - DIGITS) + 5 * level):
            step = mpf("0.1") / mpf("1.4") ** level if many else mpf(2) ** -(level + 3)
            setting = Setting(step, mpf(1) / (3 + level), 300 + 100 * level)
            definition = Definition(entry, point)
            here = definition.totals(setting, level)
            reached = -1 if before is None else _agreement(before, here, definition)
        if reached > digits:
            best, digits = here, reached
        if digits >= (ENOUGH if many else wanted):
            break
        before = here
    if best is None:
        raise ArithmeticError(f"no digits agree: {mp.nstr(before, 5)}")
    return best[1 + definition.size :], min(digits, wanted)


def _agreement(before: Row, here: Row, definition: Definition) -> int:
    """Digits of the mass, the mean scores and the entries, the entries relative to √(Fᵢᵢ Fⱼⱼ)"""
    size, pairs = definition.size, definition.pairs
    entries = dict(zip(pairs, here[1 + size :], strict=True))
    scale = [mp.sqrt(abs(entries[k, k])) + mp.eps for k in range(size)]
    errors = [abs(here[0] - 1), *(abs(m) / s for m, s in zip(here[1:], scale, strict=False))]
    changes = (abs(a - b) for a, b in zip(before[1 + size :], here[1 + size :], strict=True))
    errors += [change / (scale[a] * scale[b]) for (a, b), change in zip(pairs, changes, strict=True)]
    return int(-mp.log10(max(errors) + mp.eps))


def truth(entry: Entry) -> dict[str, Any]:
    """What is stored: the density it belongs to, and for each point its place, digits and upper triangle."""
    random = Random(entry.label)
    points: list[dict[str, Any]] = []
    while len(points) < POINTS:
        point = random_point(entry, random)
        values, digits = information(entry, point)
        if digits < LEAST:
            raise ArithmeticError(f"{digits} digits at { {k: str(v) for k, v in point.items()} }")
        at = {name: str(value) for name, value in point.items()}
        points.append({"at": at, "digits": digits, "triangle": [mp.nstr(v, digits + 5) for v in values]})
    return {"density": entry.density, "points": points}


def deepen(labels: list[str]) -> None:
    """Store more digits of the first point, for the entries of one variable where they are reached in time."""
    signal.signal(signal.SIGALRM, _expired)
    for entry in ENTRIES:
        stored = json.loads(FILE.read_text())
        if (len(entry.variables) > 1 and not entry.normal) or entry.label not in (labels or stored):
            continue
        first = stored[entry.label]["points"][0]
        if first["digits"] >= DEEP:
            continue
        try:
            signal.alarm(DEEP_SECONDS)
            values, digits = information(entry, {k: Fraction(v) for k, v in first["at"].items()}, DEEP)
        except (ArithmeticError, ValueError, TimeoutError, TypeError, KeyError):
            digits = 0
        finally:
            signal.alarm(0)
        print(f"{entry.label}: {digits} digits", flush=True)
        if digits > first["digits"]:
            first |= {"digits": digits, "triangle": [mp.nstr(v, digits + 5) for v in values]}
            FILE.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n")


def _expired(*_: Any) -> None:
    raise TimeoutError("out of time")


def main(labels: list[str]) -> None:
    stored = json.loads(FILE.read_text()) if FILE.exists() else {}
    fresh: dict[str, Any] = {}  # the file may grow meanwhile
    signal.signal(signal.SIGALRM, _expired)
    for entry in ENTRIES:
        known = stored.get(entry.label, {}).get("density") == entry.density
        if entry.label not in labels if labels else known:
            continue
        begun = time.monotonic()
        try:
            signal.alarm(SECONDS)
            fresh[entry.label] = truth(entry)
            report = f"{min(p['digits'] for p in fresh[entry.label]['points'])} digits"
        except (ArithmeticError, ValueError, TimeoutError, TypeError, KeyError) as trouble:
            report = f"FAILED {type(trouble).__name__}: {trouble}"
        finally:
            signal.alarm(0)
        print(f"{time.monotonic() - begun:6.1f} s  {entry.label}: {report}", flush=True)
        stored = {**(json.loads(FILE.read_text()) if FILE.exists() else {}), **fresh}
        ordered = {e.label: stored[e.label] for e in ENTRIES if e.label in stored}
        FILE.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    deepen(sys.argv[2:]) if sys.argv[1:2] == ["--deep"] else main(sys.argv[1:])
