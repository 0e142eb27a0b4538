"""The same random choices in every derivation: SymPy shuffles questions and draws points where it factors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sympy.core import random

GENERATORS = [getattr(random, name) for name in ("rng", "_assumptions_rng") if hasattr(random, name)]


@contextmanager
def same_choices() -> Iterator[None]:
    """SymPy's generators start anew, and go on afterwards as if nothing had been.

    >>> def drawn():
    ...     with same_choices():
    ...         return random.rng.random()
    >>> drawn() == drawn()
    True
    """
    before = [generator.getstate() for generator in GENERATORS]
    for generator in GENERATORS:
        generator.seed(0)
    try:
        yield
    finally:
        for generator, state in zip(GENERATORS, before, strict=True):
            generator.setstate(state)
