"""Ends a computation that takes too many steps."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from symfisher.reading.source import Source

# A density takes some ten thousand calls; this many take about a second.
MOST_CALLS = 1_500_000
# A family may take more: a normal law in four variables with its conditions takes 1.6 million.
MOST_CALLS_OF_A_FAMILY = 2_500_000
FREE_SECONDS = 0.2  # of processor time


class EffortError(BaseException):
    """Too many calls were made; not an Exception, for SymPy catches those as it goes."""


@contextmanager
def limited_effort(calls: int = MOST_CALLS) -> Iterator[None]:
    """Raise an EffortError once this many calls have been made, after the first fifth of a second.

    SymPy evaluates what it builds, and no list of bounds foresees all that it tries.  Counting
    calls needs no processes, and hardly depends on how fast the machine is; but it doubles the
    time, which what is harmless need not pay.  Under a profiler, which counts for itself, it does nothing.

    >>> from itertools import count
    >>> try:
    ...     with limited_effort(100):
    ...         print(sum(abs(n) for n in count()))
    ... except EffortError:
    ...     print("too much")
    too much
    """
    if sys.getprofile() is not None or _is_waiting():
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

    def start(*_: object) -> None:
        sys.setprofile(count)

    sys.unraisablehook = count_on
    end = _from_time_to_time(start)
    try:
        yield
    finally:
        left = calls  # what tidies up may end
        end()
        sys.setprofile(None)
        sys.unraisablehook = hook


def _has_timer() -> bool:
    return hasattr(signal, "ITIMER_VIRTUAL") and threading.current_thread() is threading.main_thread()


def _is_waiting() -> bool:
    return _has_timer() and signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0


def _from_time_to_time(start: Callable[..., None]) -> Callable[[], None]:
    """Call `start` whenever the free time is over, or at once where no signal tells; what ends that.

    Once is not enough: a stack that is nearly full swallows the call, or what was started.
    """
    if not _has_timer():
        start()
        return lambda: None
    before = signal.signal(signal.SIGVTALRM, start)
    signal.setitimer(signal.ITIMER_VIRTUAL, FREE_SECONDS, FREE_SECONDS)

    def end() -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before if before is not None else signal.SIG_DFL)

    return end


@contextmanager
def answered_soon(source: Source, calls: int = MOST_CALLS) -> Iterator[None]:
    """Turn whatever would take too long, or too much memory, into an error about the source."""
    try:
        with limited_effort(calls):
            yield
    except (EffortError, RecursionError, MemoryError):
        raise source.error(0, "this takes too long to work out; write it more simply") from None
