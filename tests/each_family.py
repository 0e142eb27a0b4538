"""The derivation of each family of the catalogue, made once a process."""

from __future__ import annotations

from functools import cache

import symfisher
from symfisher.catalogue.lookup import DECLARATIONS, look_up
from symfisher.information import Information
from symfisher.many import outcome
from symfisher.sampling import interior_points

NAMES = symfisher.families()
CLOSED = tuple(d.key for d in DECLARATIONS if d.status == "closed")


@cache
def derived(name):
    """The derivation, or the error that refuses it"""
    return outcome(name)


@cache
def found(name) -> Information:
    derivation = derived(name)
    return Information(derivation.family, derivation)


@cache
def point(name):
    """A point at which the matrix exists"""
    needed = found(name).conditions
    candidates = interior_points(look_up(name), 40, seed=11)
    return next(p for p in candidates if all(c.subs(p) == True for c in needed))  # noqa: E712
