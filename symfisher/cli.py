"""The command line: arguments in, exit code out. SymPy is imported only by the commands that need it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

from symfisher import __version__

CLOSED, REFUTED, USAGE, REFUSED, OPEN = 0, 1, 2, 3, 4
OWN_ERROR, INTERRUPTED = 70, 130

COMMANDS = ("derive", "fisher", "check", "export", "list")
OPTIONS = (
    *("--density", "--var", "--param", "--known", "--given", "--model", "--output"),
    *("--format", "--brief", "--width", "--ascii", "--check", "--help", "--version"),
)

EPILOG = """\
a density of your own:
  symfisher fisher --density "lam*exp(-lam*x)" --var "x in (0, oo)" --param "lam: positive"

exit codes: 0 closed form; 1 a check refuted a step; 2 unreadable input; 3 refused, the argument breaks
for this density; 4 open, no closed form found
"""


class Parser(argparse.ArgumentParser):
    """argparse, with one-line errors that suggest what was meant."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **(kwargs | {"allow_abbrev": False}))  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        fail(message.replace("\n", " "), USAGE)


def fail(message: str, code: int) -> NoReturn:
    """One line on standard error, and out."""
    print(f"symfisher: {message}", file=sys.stderr)
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
    _command(commands, "check", "check every step of the derivation and print the verdicts")
    export = _command(commands, "export", "write the derivation as a LaTeX document")
    export.add_argument("-o", "--output", metavar="FILE.tex", required=True, help="the file to write")
    listing = commands.add_parser("list", help="print the names of the families")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    return top


def _command(commands: argparse._SubParsersAction, name: str, help: str) -> Parser:
    command: Parser = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
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
    form.add_argument("--brief", action="store_true", help="leave the substeps out")
    form.add_argument("--width", metavar="N", type=_width, help="columns, 40 or more; that of the terminal by default")
    form.add_argument("--ascii", action="store_true", help="no characters beyond ASCII")
    return command


def _width(text: str) -> int:
    if not text.isdecimal() or not 40 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"expected a number of columns from 40 to 10000, got {text!r}")
    return int(text)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _suggest(arguments)
        return _run(parser().parse_args(arguments))
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


def _run(options: argparse.Namespace) -> int:
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
