"""Every family of the catalogue keeps every promise: closed, readable, right at random points, and checkable."""

from __future__ import annotations

from functools import cache

import pytest
import sympy as sp
from integration import information as integrated
from mpmath import mp, mpf

import symfisher
from symfisher.catalogue import look_up
from symfisher.catalogue.lookup import DECLARATIONS, plain
from symfisher.checking import check_derivation
from symfisher.derivation import matrix_of
from symfisher.information import Information
from symfisher.sampling import interior_points
from symfisher.trace import Derivation

SLOW_TO_CHECK = ("Dirichlet", "bivariate normal")  # two continuous variables
LEFT_OVER = (sp.Dummy, sp.Integral, sp.Sum, sp.Limit, sp.Derivative, sp.Subs, sp.Float)

every_family = pytest.mark.parametrize("name", symfisher.families())


@cache
def derived(name: str) -> Derivation:
    return symfisher.derive(name)


def found(name: str) -> Information:
    derivation = derived(name)
    return Information(derivation.family, derivation)


@cache
def points(name: str) -> list:
    return interior_points(symfisher.family(name), 3, seed=20)


@cache
def truth(name: str, turn: int):
    return integrated(symfisher.family(name), points(name)[turn])


def evaluated(matrix, point, digits):
    with mp.workdps(digits + 5):
        entries = [[mp.mpmathify(e.subs(point).evalf(digits + 5)) for e in row] for row in matrix.tolist()]
        return mp.matrix(entries)


def agree(ours, theirs, digits):
    """Equal to so many digits of the larger of the entry and the geometric mean of its diagonal entries."""
    for a in range(theirs.rows):
        for b in range(theirs.cols):
            size = max(abs(theirs[a, b]), mp.sqrt(abs(theirs[a, a] * theirs[b, b])))
            if abs(ours[a, b] - theirs[a, b]) > size * mpf(10) ** -digits:
                return False
    return True


@every_family
def test_closed_and_written_in_the_declared_symbols(name):
    information = found(name)
    matrix, family = information.matrix, information.family
    assert information.status == "closed"
    assert matrix == matrix.T
    assert matrix.shape == (len(family.parameters),) * 2
    assert not matrix.has(*LEFT_OVER)
    declared = {q.symbol for q in (*family.parameters, *family.known)}
    assert matrix.free_symbols <= declared
    assert {s.name for s in declared} == {*declaration(name).parameters, *declaration(name).known}
    assert matrix == matrix_of(derived(name))


def declaration(name):
    return next(d for d in DECLARATIONS if d.key == name)


@pytest.mark.parametrize("turn", range(3))
@every_family
def test_agrees_with_integration_of_the_definition(name, turn):
    ours = evaluated(found(name).matrix, points(name)[turn], 25)
    with mp.workdps(25):
        assert agree(ours, truth(name, turn), 15), f"{mp.nstr(ours, 17)}\n{mp.nstr(truth(name, turn), 17)}"


@every_family
def test_positive_definite(name):
    for turn in range(3):
        eigenvalues = mp.eigsy(truth(name, turn), eigvals_only=True)
        ours = mp.eigsy(evaluated(found(name).matrix, points(name)[turn], 20), eigvals_only=True)
        assert min(eigenvalues) > 0 and min(ours) > 0


@every_family
def test_digits_on_request(name):
    information = found(name)
    point = points(name)[0]
    asked = information.numeric({symbol.name: value for symbol, value in point.items()}, digits=40)
    with mp.workdps(45):
        assert agree(asked, evaluated(information.matrix, point, 45), 39)


@every_family
def test_the_trace_survives_json(name):
    derivation = derived(name)
    assert Derivation.from_json(derivation.to_json()) == derivation


@every_family
def test_no_step_is_refuted(name):
    derivation = derived(name)
    report = check_derivation(derivation, points=1 if name in SLOW_TO_CHECK else 2)
    assert report.ok, str(report)
    unknown = [v.rule for v in report.verdicts if v.status == "unknown"]
    assert len(report.verdicts) >= len(derivation.steps)
    assert not unknown, unknown
    assert min(v.digits for v in report.verdicts if v.digits is not None) >= 20


@every_family
def test_every_line_of_the_argument_is_there(name):
    lines = [step.line for step in derived(name).steps]
    assert [line for line in lines if line] == [f"S{k}" for k in range(1, 16) if k not in (9, 10)]


@pytest.mark.parametrize("declared", DECLARATIONS, ids=lambda d: d.key)
def test_every_name_finds_its_family(declared):
    family = look_up(declared.key)
    for spelling in (*declared.aliases, declared.key.upper(), declared.key.replace(" ", "-")):
        assert look_up(spelling) == family
    assert plain(declared.key) == plain(declared.key.replace(" ", "_"))
