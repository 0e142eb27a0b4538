"""A derivation within a budget of seconds: in a child process, which is ended when the time is up."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection

from symfisher.derivation import derive, derive_open
from symfisher.errors import SymfisherError
from symfisher.model import Family
from symfisher.trace import Derivation


def derive_within(family: Family, seconds: float) -> Derivation:
    """The derivation, or an open one where it takes longer than `seconds`.

    Raises what `derive` raises. The child is spawned, so a script calls this under `if __name__ == "__main__"`.
    """
    if not seconds > 0:
        raise SymfisherError(f"timeout: expected a positive number of seconds, got {seconds}.")
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_derive, args=(sender, family), daemon=True)
    child.start()
    sender.close()
    try:
        answer = _answer(receiver, seconds)
    finally:
        child.kill()
        child.join()
    if isinstance(answer, Exception):
        raise answer
    return derive_open(family) if answer is None else answer


def _answer(receiver: Connection, seconds: float) -> Derivation | Exception | None:
    """What the child sends in time; None when it sends nothing."""
    if not receiver.poll(seconds):
        return None
    try:
        return receiver.recv()
    except EOFError:
        return None


def _derive(sender: Connection, family: Family) -> None:
    try:
        sender.send(derive(family))
    except SymfisherError as refusal:
        sender.send(refusal)
