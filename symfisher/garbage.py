"""How often Python looks for cycles of garbage while a family is derived."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 50_000


@contextmanager
def searched_seldom() -> Iterator[None]:
    """Expressions are trees, whose memory is freed without a search, and a search after each 700 of them takes a tenth
    of the time.

    >>> with searched_seldom():
    ...     gc.get_threshold()[0]
    50000
    """
    before = gc.get_threshold()
    if before[0]:  # 0 is never
        gc.set_threshold(max(before[0], OBJECTS), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
