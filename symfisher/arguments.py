"""The arguments of the command line, read with one-line errors."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from symfisher import __version__
from symfisher.supervision import LONGEST, MEGABYTES

CLOSED, REFUTED, USAGE, REFUSED, OPEN = 0, 1, 2, 3, 4
SECONDS = 60.0
LONGEST_LINE = 1000

COMMANDS = ("derive", "fisher", "check", "export", "list", "show", "gallery")
OPTIONS = (
    *("--density", "--var", "--param", "--known", "--given", "--model", "--output", "--kind", "--status"),
    *("--jobs", "--scheduler", "--only"),
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
    _list(commands)
    _show(commands)
    _gallery(commands)
    return top


def _list(commands: argparse._SubParsersAction) -> None:
    listing = commands.add_parser("list", help="print the names of the families, all or those asked for")
    listing.add_argument("search", nargs="*", help="words that stand in a name, an alias, a kind or a citation")
    listing.add_argument("--kind", metavar="KIND", help="one kind: real line, counts, interval, …")
    listing.add_argument("--status", choices=("closed", "open", "refused"), help="what is known of the matrix")
    listing.add_argument("--format", choices=("text", "json"), default="text")


def _show(commands: argparse._SubParsersAction) -> None:
    show = commands.add_parser("show", help="print what a family is, who cites it, and its matrix")
    show.add_argument("family", help="a name or an alias")
    _form(show, ("text", "latex"))
    _budget(show)


def _gallery(commands: argparse._SubParsersAction) -> None:
    gallery = commands.add_parser("gallery", help="write the derivations of all families as pages")
    gallery.add_argument("action", choices=("build",))
    gallery.add_argument("directory", help="where the pages go")
    gallery.add_argument("--only", metavar="NAME", action="append", help="these families alone, repeatable")
    gallery.add_argument("--jobs", metavar="N", type=_jobs, default=1, help="so many processes")
    gallery.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster that does the work")
    _budget(gallery)


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
    _form(command)
    _budget(command)
    return command


def _form(command: argparse.ArgumentParser, formats: tuple[str, ...] = ("text", "latex", "json")) -> None:
    form = command.add_argument_group("form")
    form.add_argument("--format", choices=formats, default="text")
    form.add_argument("--brief", action="store_true", help="leave the substeps out; of a check, all but the total")
    form.add_argument("--width", metavar="N", type=_width, help="columns, 40 or more; that of the terminal by default")
    form.add_argument("--ascii", action="store_true", help="no characters beyond ASCII")


def _budget(command: argparse.ArgumentParser) -> None:
    budget = command.add_argument_group("budget")
    budget.add_argument(
        "--timeout", metavar="S", type=_seconds, default=SECONDS, help="seconds a family; 60 by default"
    )
    budget.add_argument("--memory", metavar="MB", type=_megabytes, default=MEGABYTES, help="megabytes; 2048 by default")


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"expected a number of processes from 1 to 256, got {text!r}")
    return int(text)


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
