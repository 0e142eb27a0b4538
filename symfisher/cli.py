"""The command line: arguments in, exit code out. SymPy is imported only by the commands that need it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from symfisher import __version__
from symfisher.supervision import MEGABYTES

CLOSED, REFUTED, USAGE, REFUSED, OPEN = 0, 1, 2, 3, 4
OWN_ERROR, INTERRUPTED = 70, 130
SECONDS, LONGEST = 60.0, 10**6
LONGEST_LINE = 1000

COMMANDS = ("derive", "fisher", "check", "export", "list")
OPTIONS = (
    *("--density", "--var", "--param", "--known", "--given", "--model", "--output"),
    *("--format", "--brief", "--width", "--ascii", "--check", "--all", "--timeout", "--memory", "--help", "--version"),
)

EPILOG = """\
a density of your own:
  symfisher fisher --density "lam*exp(-lam*x)" --var "x in (0, oo)" --param "lam: positive"

exit codes: 0 closed form; 1 a check refuted a step; 2 unreadable input; 3 refused, the argument breaks
for this density; 4 open, no closed form found within the budget
"""


class Parser(argparse.ArgumentParser):
    """argparse, with one-line errors that suggest what was meant."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **(kwargs | {"allow_abbrev": False}))  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        fail(message.replace("\n", " "), USAGE)


def fail(message: str, code: int) -> NoReturn:
    """One line on standard error, of what a terminal prints and not obeys, and out."""
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message)
    print(f"symfisher: {plain if len(plain) <= LONGEST_LINE else plain[: LONGEST_LINE - 1] + '…'}", file=sys.stderr)
    raise SystemExit(code)


def parser() -> Parser:
    """Commands and options."""
    top = Parser(
        prog="symfisher",
        description="Derive Fisher information matrices, step by step, from the symmetrized Kullback-Leibler distance.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"symfisher {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    derive = _command(commands, "derive", "print the derivation; without a family, that for an abstract density")
    derive.add_argument("--check", action="store_true", help="check every step and show the verdicts")
    _command(commands, "fisher", "print the matrix alone")
    check = _command(commands, "check", "check every step of derivations and print the verdicts", several=True)
    check.add_argument("--all", action="store_true", help="check every family that `symfisher list` shows")
    export = _command(commands, "export", "write the derivation as a LaTeX document")
    export.add_argument("-o", "--output", metavar="FILE.tex", required=True, help="the file to write")
    listing = commands.add_parser("list", help="print the names of the families")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    return top


def _command(commands: argparse._SubParsersAction, name: str, help: str, several: bool = False) -> Parser:
    command: Parser = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
    if several:
        command.add_argument("families", nargs="*", metavar="family", help="a name, or a derivation as a .json file")
    else:
        command.add_argument("family", nargs="?", help="a name that `symfisher list` shows")
    model = command.add_argument_group("a density of your own")
    model.add_argument("--density", metavar="TEXT", help='such as "lam*exp(-lam*x)"')
    model.add_argument("--var", metavar="DECL", action="append", default=[], help='"x in (0, oo)", repeatable')
    model.add_argument("--param", metavar="DECL", action="append", default=[], help='"lam: positive", repeatable')
    model.add_argument("--known", metavar="DECL", action="append", default=[], help='"n: naturals", repeatable')
    model.add_argument("--given", metavar="TEXT", action="append", default=[], help='"p1 + p2 < 1", repeatable')
    model.add_argument("--model", metavar="FILE.toml", help="a file with the same keys")
    form = command.add_argument_group("form")
    form.add_argument("--format", choices=("text", "latex", "json"), default="text")
    form.add_argument("--brief", action="store_true", help="leave the substeps out; of a check, all but the total")
    form.add_argument("--width", metavar="N", type=_width, help="columns, 40 or more; that of the terminal by default")
    form.add_argument("--ascii", action="store_true", help="no characters beyond ASCII")
    budget = command.add_argument_group("budget")
    budget.add_argument(
        "--timeout", metavar="S", type=_seconds, default=SECONDS, help="seconds a family; 60 by default"
    )
    budget.add_argument("--memory", metavar="MB", type=_megabytes, default=MEGABYTES, help="megabytes; 2048 by default")
    return command


def _width(text: str) -> int:
    if not text.isdecimal() or not 40 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"expected a number of columns from 40 to 10000, got {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST:
        raise argparse.ArgumentTypeError(f"expected a number of seconds up to {LONGEST}, got {text!r}")
    return seconds


def _megabytes(text: str) -> int:
    if not text.isdecimal() or not 128 <= int(text) <= 10**6:
        raise argparse.ArgumentTypeError(f"expected a number of megabytes from 128 to 1000000, got {text!r}")
    return int(text)


def entry() -> int:
    """The program: each family in a process of its own, within the budget."""
    return main(supervise=True)


def main(argv: Sequence[str] | None = None, supervise: bool = False) -> int:
    """Run one command and return its exit code, in this process or in one that is ended when its time is up."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _suggest(arguments)
        options = parser().parse_args(arguments)
        run = _within_budget if supervise and options.command != "list" else _run
        if getattr(options, "all", False) or len(getattr(options, "families", ())) > 1:
            return _one_by_one(options, arguments, run)
        return run(options, arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except BrokenPipeError:  # the reader has seen enough; keep the interpreter from flushing into nothing
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED
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
    from symfisher.supervision import OutOfTime, supervised

    try:
        code = supervised(arguments, options.timeout, options.memory)
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
            return _list(options)
        from symfisher.commands import run

        return run(options)
    except (DensityError, RegularityError) as refusal:
        fail(str(refusal), REFUSED)
    except SymfisherError as error:
        fail(str(error), USAGE)
    except BrokenPipeError:
        raise
    except MemoryError:
        return _over_budget(f"more than {getattr(options, 'memory', MEGABYTES)} MB are needed; --memory gives it more.")
    except Exception as bug:
        fail(f"an error of symfisher's own, please report it: {type(bug).__name__}: {bug}", OWN_ERROR)


def _list(options: argparse.Namespace) -> int:
    from symfisher.catalogue.lookup import DECLARATIONS

    if options.format == "json":
        import json

        rows = [{"name": d.key, "density": d.density, "parameters": dict(d.parameters)} for d in DECLARATIONS]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return CLOSED
    widest = max(len(d.key) for d in DECLARATIONS)
    for d in DECLARATIONS:
        known = f"   known: {', '.join(d.known)}" if d.known else ""
        print(f"{d.key:<{widest}}   {', '.join(d.parameters)}{known}")
    return CLOSED
