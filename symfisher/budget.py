"""A derivation within a budget of seconds: in a process of its own, which is ended when the time is up."""

from __future__ import annotations

import pickle
import subprocess
import sys

from symfisher.derivation import derive, derive_open
from symfisher.errors import SymfisherError
from symfisher.model import Family
from symfisher.supervision import MEGABYTES, check_seconds, limit_memory
from symfisher.trace import Derivation


def derive_within(family: Family, seconds: float) -> Derivation:
    """The derivation, or an open one after so many seconds or beyond 2 GB; raises what `derive` raises."""
    check_seconds(seconds)
    command = [sys.executable, "-m", "symfisher.budget"]
    try:
        done = subprocess.run(command, input=pickle.dumps(family), capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return derive_open(family)
    if done.returncode:
        raise SymfisherError(f"the derivation failed: {_last_line(done.stderr)}")
    answer = pickle.loads(done.stdout)
    if isinstance(answer, SymfisherError):
        raise answer
    return answer


def _last_line(stderr: bytes) -> str:
    """What went wrong, of all that the interpreter says of it"""
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "its process was ended."


def main() -> None:
    """Derive the family that stands pickled on standard input, in no more memory than a command may take."""
    limit_memory(MEGABYTES)
    family = pickle.load(sys.stdin.buffer)
    try:
        answer: Derivation | SymfisherError = derive(family)
    except SymfisherError as refusal:
        answer = refusal
    except MemoryError:
        answer = derive_open(family)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
