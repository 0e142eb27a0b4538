"""A command in a process of its own, which is ended when its time is up, when its reader is gone, and on Ctrl-C.

What SymPy and Python's integers do cannot be interrupted from inside; another process can always be ended.
"""

from __future__ import annotations

import codecs
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from threading import Thread
from typing import Any

from symfisher.errors import OutOfTime, SymfisherError
from symfisher.render.letters import to_ascii

MEGABYTES, LONGEST = 2048, 10**6
HAS_GROUPS = hasattr(os, "killpg")


def check_seconds(seconds: Any) -> None:
    """Raise SymfisherError for what is no time that a process can be given."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds <= LONGEST:
        got = ascii(seconds)[:40]
        raise SymfisherError(f"timeout: expected a positive number of seconds, up to {LONGEST}, got {got}.")


def open_streams() -> None:
    """Standard streams that are closed lead nowhere, so that no file or pipe is opened in their place."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it takes the lowest number that is free


def type_what_cannot_be_shown() -> None:
    """What the standard streams cannot encode is typed in ASCII: δ′ as delta'."""
    codecs.register_error("typed", _typed)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="typed")


def _typed(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return to_ascii(error.object[error.start : error.end]), error.end


def supervised(arguments: Sequence[str], seconds: float, megabytes: int) -> int:
    """The exit code of `symfisher ARGUMENTS…` in a process of its own, negative if a signal ended it.

    Raises OutOfTime after so many seconds of the clock. No process is left behind, whatever happens.
    """
    command = [sys.executable, "-P", "-m", "symfisher.supervision", str(megabytes), *arguments]
    here = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")]))
    surroundings = os.environ | {"PYTHONPATH": here}
    process = subprocess.Popen(command, env=surroundings, stdin=subprocess.PIPE, start_new_session=HAS_GROUPS)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise OutOfTime from None
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """End the process and those it has started."""
    if HAS_GROUPS:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def limit_memory(megabytes: int) -> None:
    """No more address space than this, where the system can be told (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):  # a lower limit stands already
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def _end_with_parent() -> None:
    """Wait for the end of standard input: the parent holds its other side and is gone then."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(1)


def main() -> int:
    """Run the command in this process; the first argument is the memory in MB."""
    from symfisher.cli import main as run

    limit_memory(int(sys.argv[1]))
    type_what_cannot_be_shown()
    Thread(target=_end_with_parent, daemon=True).start()
    return run(sys.argv[2:])


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the thread still waits on standard input, whose lock the interpreter would wait for
