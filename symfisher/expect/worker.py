"""One family in a process of its own, within limits of time and memory: read from stdin, entries written to stdout."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import process_time
from typing import Any

from symfisher.chance import same_choices
from symfisher.errors import OutOfTime
from symfisher.expect.acceptance import Acceptance
from symfisher.expect.integrals import attempts, curvature_without_variables
from symfisher.expect.law import Law
from symfisher.expect.pieces import pieces

MEMORY = 600 * 2**20
CPU_SECONDS = 3
TICK = 0.1
ATTEMPT, ENTRY = 0.8, 1.2
"""Seconds of processor time for one attempt and for all attempts at an entry."""


class Clock:
    """Ends an attempt at its deadline, and the process when its parent is gone; no more than a stub without signals."""

    def __init__(self, parent: int) -> None:
        self.deadline = float("inf")
        self.parent = parent
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self.tick)
            signal.setitimer(signal.ITIMER_REAL, TICK, TICK)

    def tick(self, *_: Any) -> None:
        if os.getppid() != self.parent:
            os._exit(1)
        if process_time() > self.deadline:
            self.deadline = float("inf")
            raise OutOfTime

    def stop(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Leave the block quietly when the time is up."""
        self.deadline = process_time() + seconds
        try:
            yield
        except OutOfTime:
            pass
        finally:
            self.deadline = float("inf")


def entries(law: Law, clock: Clock) -> Iterator[tuple[tuple[int, int], Any, bool]]:
    """(pair, closed form, whether by the second derivative) of each entry up to one that does not close in time."""
    parts, acceptance = pieces(law) or (), Acceptance(law)
    for pair in (pair for pair in law.pairs if curvature_without_variables(law, parts, *pair) is None):
        end = process_time() + ENTRY
        for bent, attempt in attempts(law, parts, *pair):
            closed = None
            with clock.limit(min(ATTEMPT, end - process_time())):
                closed = attempt()
            if closed is not None and (accepted := acceptance.accept(pair, closed)) is not None:
                yield pair, accepted, bent
                break
            if process_time() > end:
                return


def limit_resources() -> None:
    """No more memory and processor time than a derivation may take, where the system can be told."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with suppress(ValueError, OSError):  # a lower limit stands already
            resource.setrlimit(kind, (most, most))


def main() -> None:
    limit_resources()
    clock = Clock(int(sys.argv[1]))
    family = pickle.load(sys.stdin.buffer)
    with same_choices():
        for entry in entries(Law(family), clock):
            sys.stdout.buffer.write(pickle.dumps(entry))
            sys.stdout.buffer.flush()
    clock.stop()


if __name__ == "__main__":
    main()
