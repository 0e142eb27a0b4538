"""Ends a computation that takes too many steps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from symfisher.reading.source import Source

# A density takes some ten thousand calls; this many take about a second.
MOST_CALLS = 1_500_000
# A family may take more: a normal law in four variables with its conditions takes 1.6 million.
MOST_CALLS_OF_A_FAMILY = 2_500_000


class EffortError(BaseException):
    """Too many calls were made; not an Exception, for SymPy catches those as it goes."""


@contextmanager
def limited_effort(calls: int = MOST_CALLS) -> Iterator[None]:
    """Raise an EffortError once this many calls have been made.

    SymPy evaluates what it builds, and no list of bounds foresees all that it tries.  Counting
    calls needs no signals or processes, and ends the same computation at the same place on a
    fast machine and on a slow one.  Under a profiler, which counts for itself, it does nothing.

    >>> try:
    ...     with limited_effort(100):
    ...         print(sum(abs(n) for n in range(1000)))
    ... except EffortError:
    ...     print("too much")
    too much
    """
    if sys.getprofile() is not None:
        yield
        return
    left, hook = calls, sys.unraisablehook

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal left
        left -= 1
        if left < 0 and event in ("call", "c_call"):
            raise EffortError

    def count_on(swallowed: sys.UnraisableHookArgs) -> None:
        """Python stops counting at the first error, and drops one that is raised while it tidies up."""
        if swallowed.exc_type is not EffortError:
            hook(swallowed)
        else:
            sys.setprofile(count)

    sys.unraisablehook = count_on
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)
        sys.unraisablehook = hook


@contextmanager
def answered_soon(source: Source, calls: int = MOST_CALLS) -> Iterator[None]:
    """Turn whatever would take too long, or too much memory, into an error about the source."""
    try:
        with limited_effort(calls):
            yield
    except (EffortError, RecursionError, MemoryError):
        raise source.error(0, "this takes too long to work out; write it more simply") from None
