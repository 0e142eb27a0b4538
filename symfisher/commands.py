"""What each command does once its arguments are read."""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from symfisher.api import check, derive, family
from symfisher.arguments import CLOSED, OPEN, REFUTED
from symfisher.errors import ParseError, SymfisherError
from symfisher.information import Information
from symfisher.model import Family
from symfisher.reading.declarations import read_model, split_declaration
from symfisher.render.letters import to_ascii
from symfisher.showing import card
from symfisher.trace import Derivation
from symfisher.verdicts import Report

USUAL_WIDTH = 100
CHECKED = 0.75  # the share of the time that the checker may take
MOST_BYTES = 20_000_000


def run(options: Namespace) -> int:
    """Carry out derive, fisher, check or export; the exit code."""
    if options.command == "show":
        return _show(options)
    derivation = chosen_derivation(options)
    wanted = options.command == "check" or getattr(options, "check", False)
    report = check(derivation, budget=CHECKED * options.timeout) if wanted else None
    COMMANDS[options.command](options, derivation, report)
    if report is not None and not report.ok:
        for verdict in report.refuted:
            print(f"symfisher: refuted: {verdict}", file=sys.stderr)
        return REFUTED
    return status(derivation)


def chosen_derivation(options: Namespace) -> Derivation:
    """The derivation of what was named or typed, or the one in a file."""
    if options.command == "check":
        options.family = next(iter(options.families), None)
    if options.command == "check" and (options.family or "").endswith(".json"):
        return Derivation.from_json(_read(Path(options.family)))
    chosen = chosen_family(options)
    if chosen is None and options.command == "fisher":
        raise ParseError("fisher needs a family: give a name, --density or --model.")
    return derive(chosen)


def _show(options: Namespace) -> int:
    """What a family is, then its matrix."""
    chosen = family(options.family)
    _print(card(options.family, chosen, plain(options), width(options)) + "\n", options)
    derivation = derive(chosen)
    _fisher(options, derivation, None)
    return status(derivation)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ParseError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if len(content) > MOST_BYTES:
        raise ParseError(f"{path}: more than {MOST_BYTES // 10**6} MB are no derivation.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(f"{path}: not UTF-8 text at byte {error.start}.") from error


def chosen_family(options: Namespace) -> Family | None:
    """The family by name, by --density or by --model; None for the abstract density."""
    ways = [way for way in (options.family, options.density, options.model) if way is not None]
    if len(ways) > 1:
        raise ParseError("give one of a family's name, --density and --model.")
    if options.density is None:
        stray = [f"--{key}" for key in ("var", "param", "known", "given") if getattr(options, key)]
        if stray:
            raise ParseError(f"{stray[0]} describes a density; give --density too.")
    if options.family is not None:
        return family(options.family)
    if options.model is not None:
        return Family(**read_model(options.model))
    return None if options.density is None else Family(**_typed_model(options))


def _typed_model(options: Namespace) -> dict[str, Any]:
    model: dict[str, Any] = {"density": options.density, "given": options.given}
    for key, where in (("var", "variables"), ("param", "parameters"), ("known", "known")):
        declared: dict[str, str] = {}
        for text in getattr(options, key):
            name, domain = split_declaration(text, f"--{key}")
            if name in declared:
                raise ParseError(f"--{key}: {name!r} is declared twice.")
            declared[name] = domain
        model[where] = declared
    return model


def status(derivation: Derivation) -> int:
    """Closed, or open with a word on what was tried."""
    if derivation.family is None or Information(derivation.family, derivation).status == "closed":
        return CLOSED
    from symfisher.expect.engine import STRATEGIES

    print(
        f"symfisher: open: no closed form found (tried: {', '.join(STRATEGIES)}); "
        "Information.numeric gives digits at a point.",
        file=sys.stderr,
    )
    return OPEN


def _derive(options: Namespace, derivation: Derivation, report: Report | None) -> None:
    if options.format == "json":
        _print(derivation.to_json(), options)
    elif options.format == "latex":
        _print(derivation.latex(brief=options.brief), options)
    else:
        _print(_text(options, derivation, report), options)


def _text(options: Namespace, derivation: Derivation, report: Report | None) -> str:
    from symfisher.render.text import text

    verdicts = _spoken(derivation, report) if report else None
    return text(
        derivation,
        width=width(options),
        brief=options.brief,
        ascii=plain(options),
        color=colored(),
        verdicts=verdicts,
    )


def _spoken(derivation: Derivation, report: Report) -> dict[Any, str]:
    """What the report says of each step, found by its path."""
    spoken = {}
    sections = {section.title: section for section in derivation.sections()}
    for verdict in report.verdicts:
        steps, step = sections.get(verdict.of, derivation).steps, None
        for place in verdict.path:
            step = steps[place - 1]
            steps = step.substeps
        if step is not None:
            digits = "" if verdict.digits is None else f", {verdict.digits} digits"
            spoken[step] = f"{verdict.status} ({verdict.method}{digits})"
    return spoken


def _fisher(options: Namespace, derivation: Derivation, report: Report | None) -> None:
    from symfisher.render.latex import expression_latex
    from symfisher.render.outline import outline, singular_lines
    from symfisher.render.printers import LinearPrinter
    from symfisher.render.text import expression_text

    assert derivation.family is not None
    information = Information(derivation.family, derivation)
    if options.format == "json":
        _print(json.dumps(_matrix_record(information), ensure_ascii=False, indent=1), options)
    elif options.format == "latex":
        _print(expression_latex(information.matrix.as_immutable()), options)
    else:
        matrix = information.matrix.as_immutable()
        remarks = [line.because for line in singular_lines(outline(derivation))]
        letters = LinearPrinter(plain(options)).doprint
        remarks += [f"where {letters(r.lhs)} {r.rel_op} {letters(r.rhs)}" for r in information.conditions]
        _print(expression_text(matrix, width(options), plain(options), information.parameters, remarks), options)


def _matrix_record(information: Information) -> dict[str, Any]:
    return {
        "name": information.family.name,
        "density": str(information.family.density),
        "parameters": [str(p) for p in information.parameters],
        "status": information.status,
        "matrix": [[str(e) for e in row] for row in information.matrix.tolist()],
    }


def _check(options: Namespace, derivation: Derivation, report: Report | None) -> None:
    assert report is not None
    if options.format == "json":
        rows = [
            {
                "of": v.of,
                "path": list(v.path),
                "rule": v.rule,
                "status": v.status,
                "method": v.method,
                "digits": v.digits,
                "detail": v.detail,
            }
            for v in report.verdicts
        ]
        _print(json.dumps({"ok": report.ok, "verdicts": rows}, ensure_ascii=False, indent=1), options)
    else:
        words = report.total if options.brief else str(report)
        _print(to_ascii(words) if plain(options) else words, options)


def _export(options: Namespace, derivation: Derivation, report: Report | None) -> None:
    from symfisher.render.latex import document

    target = Path(options.output)
    try:
        target.write_text(document(derivation, brief=options.brief), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SymfisherError(f"{target}: cannot be written: {getattr(error, 'strerror', None) or error}.") from error
    print(f"symfisher: wrote {target}", file=sys.stderr)


COMMANDS = {"derive": _derive, "fisher": _fisher, "check": _check, "export": _export}


def _print(text: str, options: Namespace) -> None:
    """To standard output, flushed here so that a closed pipe is met here."""
    ending = "" if text.endswith("\n") else "\n"
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write((text + ending).encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def width(options: Namespace) -> int:
    """--width, or the terminal's, but never under 40."""
    return options.width or max(40, shutil.get_terminal_size((USUAL_WIDTH, 24)).columns)


def plain(options: Namespace) -> bool:
    """ASCII when asked for, or when standard output cannot take more."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return options.ascii or not encoding.startswith("utf")


def colored() -> bool:
    """Colour on a terminal only, and never against NO_COLOR or TERM=dumb."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
