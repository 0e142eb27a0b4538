"""The command line: arguments in, exit code out. SymPy is imported only by the commands that need it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from symfisher.arguments import CLOSED, COMMANDS, OPEN, OPTIONS, REFUSED, REFUTED, USAGE, fail, parser
from symfisher.supervision import LONGEST, MEGABYTES, open_streams, type_what_cannot_be_shown

OWN_ERROR, INTERRUPTED = 70, 130
UNSUPERVISED = ("list",)


def entry() -> int:
    """The program: each family in a process of its own, within the budget; what cannot be encoded is spelled out."""
    open_streams()
    type_what_cannot_be_shown()
    return main(supervise=True)


def main(argv: Sequence[str] | None = None, supervise: bool = False) -> int:
    """Run one command and return its exit code, in this process or in one that is ended when its time is up."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _suggest(arguments)
        options = parser().parse_args(arguments)
        run = _within_budget if supervise and options.command not in UNSUPERVISED else _run
        if getattr(options, "all", False) or len(getattr(options, "families", ())) > 1:
            return _one_by_one(options, arguments, run)
        return run(options, arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except OSError as trouble:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or else the interpreter would flush there
        if isinstance(trouble, BrokenPipeError):  # the reader has seen enough
            return CLOSED
        print(f"symfisher: the output cannot be written: {trouble.strerror or trouble}.", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("symfisher: interrupted.", file=sys.stderr)
        return INTERRUPTED


def _suggest(arguments: list[str]) -> None:
    """Refuse a misspelt command or option with the nearest one."""
    command = next((a for a in arguments if not a.startswith("-")), None)
    if command is not None and command not in COMMANDS and arguments[0] == command:
        near = get_close_matches(command, COMMANDS, 1)
        meant = f"did you mean {near[0]!r}?" if near else f"the commands are {', '.join(COMMANDS)}."
        fail(f"unknown command {command!r}; {meant}", USAGE)
    for argument in arguments:
        name = argument.split("=")[0]
        if name.startswith("--") and len(name) > 2 and name not in OPTIONS:
            near = get_close_matches(name, OPTIONS, 1)
            fail(f"unknown option {name!r}" + (f"; did you mean {near[0]!r}?" if near else "."), USAGE)


Run = Callable[[argparse.Namespace, list[str]], int]


def _one_by_one(options: argparse.Namespace, arguments: list[str], run: Run) -> int:
    """The check of several families, one after the other, a line each; the worst exit code."""
    from symfisher.catalogue.lookup import DECLARATIONS

    if options.density or options.model or (options.all and options.families):
        fail("check takes names, or --all, or one density of your own.", USAGE)
    rest = [a for a in arguments if a not in ("check", "--all", *options.families)]
    codes = []
    for name in [d.key for d in DECLARATIONS] if options.all else options.families:
        print(f"{name}: ", end="", flush=True)
        own = ["check", name, "--brief", *rest]
        codes.append(run(parser().parse_args(own), own))
        if codes[-1] not in (CLOSED, REFUTED):
            print(flush=True)
    return max(codes, key=(CLOSED, OPEN, REFUSED, REFUTED, USAGE, INTERRUPTED, OWN_ERROR).index)


def _within_budget(options: argparse.Namespace, arguments: list[str]) -> int:
    """In a process of its own: open where its time or memory is up."""
    from symfisher.errors import OutOfTime
    from symfisher.supervision import supervised

    whole = LONGEST if options.command == "gallery" else options.timeout  # the gallery gives each family its time
    try:
        code = supervised(arguments, whole, options.memory)
    except OutOfTime:
        return _over_budget(f"not done within {options.timeout:g} s; --timeout gives it longer.")
    if code < 0:
        return _over_budget(f"ended by signal {-code}; it may have needed more memory than there is.")
    return code


def _over_budget(reason: str) -> int:
    print(f"symfisher: open: {reason}", file=sys.stderr)
    return OPEN


def _run(options: argparse.Namespace, arguments: list[str]) -> int:
    from symfisher.errors import DensityError, RegularityError, SymfisherError

    try:
        if options.command == "list":
            from symfisher.listing import listed

            return listed(options)
        if options.command == "gallery":
            from symfisher.gallery import run_gallery

            return run_gallery(options)
        from symfisher.commands import run

        return run(options)
    except (DensityError, RegularityError) as refusal:
        fail(str(refusal), REFUSED)
    except SymfisherError as error:
        fail(str(error), USAGE)
    except OSError:
        raise
    except MemoryError:
        return _over_budget(f"more than {getattr(options, 'memory', MEGABYTES)} MB are needed; --memory gives it more.")
    except Exception as bug:
        fail(f"an error of symfisher's own, please report it: {type(bug).__name__}: {bug}", OWN_ERROR)
