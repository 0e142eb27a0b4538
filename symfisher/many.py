"""Many derivations at once, through the standard interface of executors."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import groupby
from types import FrameType
from typing import Any

from symfisher.catalogue import look_up
from symfisher.derivation import derive, derive_open
from symfisher.errors import OutOfTime, SymfisherError
from symfisher.garbage import searched_seldom
from symfisher.model import Family
from symfisher.supervision import check_seconds, limit_memory
from symfisher.trace import Derivation

Outcome = Derivation | SymfisherError
"""The derivation, or why there is none."""

ONE_AT_A_TIME = threading.Lock()  # the precision of mpmath is one for all threads of a process


def derive_many(
    families: Iterable[Family | str], executor: Executor | None = None, timeout: float | None = None
) -> Iterator[tuple[int, Outcome]]:
    """(place in `families`, derivation or error) for each family, as they are done.

    Without an executor they are derived here, in order. Any `concurrent.futures.Executor` carries the work, also that
    of a cluster (`distributed.Client.get_executor()`). After `timeout` seconds a family is open, where the worker can
    be told the time (its main thread, on POSIX).

    >>> [len(derivation.steps) > 15 for _, derivation in derive_many(["Poisson", "exponential"])]
    [True, True]
    """
    if isinstance(families, (str, Family)) or not isinstance(families, Iterable):
        raise SymfisherError("derive_many: expected families or their names in a list; derive takes one.")
    if timeout is not None:
        check_seconds(timeout)
    yield from carried_out(outcome, [(family, timeout) for family in families], executor)


def carried_out(function: Callable, tasks: Sequence[tuple], executor: Executor | None) -> Iterator[tuple[int, Any]]:
    """(place, function(*task)) for each task (family, …), as they are done; here and in order without an executor."""
    if executor is None:
        with searched_seldom():  # once for all, as going back to many searches is a search
            yield from ((k, function(*task)) for k, task in enumerate(tasks))
        return
    groups = [list(group) for _, group in groupby(enumerate(tasks), key=_kin)]
    futures: dict[Future, list[int]] = {
        executor.submit(_in_turn, function, [task for _, task in group]): [k for k, _ in group] for group in groups
    }
    try:
        for future in as_completed(futures):
            yield from zip(futures[future], future.result(), strict=True)
    finally:  # what nobody waits for is not begun
        for future in futures:
            future.cancel()


def _kin(numbered: tuple[int, tuple]) -> Any:
    """Parametrizations of one family go to one process, which derives what they are images of but once."""
    k, (family, *_) = numbered
    return family.partition(":")[0] if isinstance(family, str) else k


def _in_turn(function: Callable, tasks: Sequence[tuple]) -> list[Any]:
    return [function(*task) for task in tasks]


def processes(count: int, megabytes: int) -> Executor:
    """So many processes of this machine, each in no more memory than this."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=spawn, initializer=_begin, initargs=(os.getpid(), megabytes))


def cluster(address: str) -> Executor:
    """The workers of a Dask cluster; a task whose worker is lost is done again by another. Needs `distributed`."""
    try:
        from distributed import Client
    except ImportError:
        raise SymfisherError("a scheduler needs the package distributed: pip install 'symfisher[cluster]'.") from None
    try:
        return Client(address, timeout="10s").get_executor(retries=3)
    except (OSError, ValueError) as error:
        raise SymfisherError(f"no Dask scheduler answers at {address}: {error}.") from error


def _begin(parent: int, megabytes: int) -> None:
    """Bound the memory of a worker, leave Ctrl-C to the parent, and end when it is gone."""
    limit_memory(megabytes)
    atexit.register(os._exit, 0)  # what it knows is given back whole and not piece by piece, which takes a second
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def outcome(task: Family | str, timeout: float | None = None) -> Outcome:
    """The derivation of a family or of the abstract density for the empty name, or the error that refuses it."""
    with ONE_AT_A_TIME:
        try:
            family = task if isinstance(task, Family) else None if task in ("", None) else look_up(task)
            with _deadline(timeout):
                return derive(family)
        except OutOfTime:
            assert family is not None
            return derive_open(family)
        except SymfisherError as refusal:
            return refusal


@contextmanager
def _deadline(seconds: float | None) -> Iterator[None]:
    """Raise OutOfTime after so many seconds, where signals reach this thread."""
    if seconds is None or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)  # again, for Python drops what is raised while it tidies up
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
