"""The gallery: every derivation as Markdown, LaTeX and JSON, with an index and a summary of matrices."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path
from typing import Any

import sympy

from symfisher import __version__
from symfisher.arguments import CLOSED
from symfisher.catalogue.lookup import DECLARATIONS, KINDS, find
from symfisher.errors import SymfisherError
from symfisher.information import Information
from symfisher.many import Outcome, carried_out, cluster, outcome, processes
from symfisher.render.latex import document, expression_latex
from symfisher.render.notebook import markdown
from symfisher.trace import Derivation

Record = dict[str, Any]
"""What the index needs of a family: name, status, parameters, matrix in LaTeX, why it was refused, seconds."""
Progress = Callable[[int, int, str], None]

UNFINISHED = ".unfinished"
ABSTRACT = "abstract"


def file_name(name: str) -> str:
    """The name of its files, without their ending; of the abstract density for the empty name.

    >>> file_name("Bernoulli:logit"), file_name("AR(1)")
    ('bernoulli--logit', 'ar-1')
    """
    plain = "".join(c if c.isalnum() else "--" if c == ":" else "-" for c in name.lower())
    return plain.strip("-") or ABSTRACT


def build(
    directory: Path,
    names: Sequence[str] | None = None,
    executor: Executor | None = None,
    timeout: float | None = None,
    progress: Progress = lambda done, total, name: None,
) -> list[Record]:
    """Write the pages of these families, by default of all and of the abstract density; the records of the index.

    What an earlier build that did not come to its end has written is kept, if the program is the same. The index and
    the summary are written where all families are.
    """
    wanted = ["", *(d.key for d in DECLARATIONS)] if names is None else [find(name).key for name in names]
    for part in ("", "latex", "json"):
        (directory / part).mkdir(parents=True, exist_ok=True)
    log = _Log(directory / UNFINISHED, fingerprint())
    left = [name for name in wanted if name not in log.records]
    tasks = [(name, timeout) for name in left]
    for done, (k, (record, files)) in enumerate(carried_out(pages, tasks, executor), 1 + len(wanted) - len(left)):
        for path, text in files.items():
            _write(directory / path, text)
        log.add(left[k], record)
        progress(done, len(wanted), left[k])
    records = [log.records[name] for name in wanted]
    if names is None:
        _write(directory / "README.md", index(records))
        _write(directory / "summary.md", summary(records))
    log.close()
    return records


def pages(name: str, timeout: float | None = None) -> tuple[Record, dict[str, str]]:
    """The record and the files of one family: what a worker does."""
    start = time.perf_counter()
    record, files = written(name, outcome(name, timeout))
    return record | {"seconds": round(time.perf_counter() - start, 3)}, files


def written(name: str, found: Outcome) -> tuple[Record, dict[str, str]]:
    """The record and the files of what was found of a family."""
    stem = file_name(name)
    record: Record = {"name": name, "status": "closed", "parameters": "", "matrix": "", "because": ""}
    if isinstance(found, SymfisherError):
        record |= {"status": "refused", "because": str(found)}
        return record, {f"{stem}.md": _refusal(name, str(found))}
    if found.family is not None:
        record |= _of_matrix(found)
    return record, {
        f"{stem}.md": markdown(found, fenced=True),
        f"latex/{stem}.tex": document(found),
        f"json/{stem}.json": found.to_json() + "\n",
    }


def _of_matrix(derivation: Derivation) -> Record:
    assert derivation.family is not None
    information = Information(derivation.family, derivation)
    closed = information.status == "closed"
    return {
        "status": information.status,
        "parameters": ", ".join(expression_latex(p) for p in information.parameters),
        "matrix": expression_latex(information.matrix.as_immutable()) if closed else "",
    }


def _refusal(name: str, because: str) -> str:
    return f"## {name}\n\nThe argument breaks for this density:\n\n> {because}\n"


class _Log:
    """The records of a build that has not come to its end, a line each; those of another program are not kept."""

    def __init__(self, path: Path, mark: str) -> None:
        self.path, self.mark, self.records = path, mark, {}  # type: ignore[var-annotated]
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        if lines and lines[0] == mark:
            self.records = {r["name"]: r for r in map(json.loads, _whole(lines[1:]))}
        else:
            path.write_text(f"{mark}\n", "utf-8")

    def add(self, name: str, record: Record) -> None:
        self.records[name] = record
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self.path.unlink()


def _whole(lines: Sequence[str]) -> Iterator[str]:
    """The lines that were written to their end"""
    return (line for line in lines if line.endswith("}"))


def _write(path: Path, text: str) -> None:
    """All of the text or nothing"""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def fingerprint() -> str:
    """What the pages depend on: this program and SymPy."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    return f"{__version__} {sympy.__version__} {digest}"


def index(records: Sequence[Record]) -> str:
    """Every family with its status and its files, by kind."""
    by_name = {record["name"]: record for record in records}
    count = {s: sum(r["status"] == s for r in records if r["name"]) for s in ("closed", "open", "refused")}
    lines = [
        "# Derivations",
        "",
        "Written by `symfisher gallery build derivations`. [summary.md](summary.md) shows the matrices alone.",
        "",
        f"{count['closed']} parametrizations with a closed matrix, {count['open']} open, {count['refused']} refused.",
        "",
        f"The argument for an abstract density: {_links('')}.",
    ]
    for kind, group in KINDS.items():
        lines += ["", f"## {kind[:1].upper()}{kind[1:]}", "", "| family | status | pages |", "|---|---|---|"]
        lines += [
            f"| {d.key} | {by_name[d.key]['status']} | {_links(d.key, by_name[d.key]['status'])} |" for d in group
        ]
    return "\n".join(lines) + "\n"


def _links(name: str, status: str = "closed") -> str:
    stem = file_name(name)
    files = {"Markdown": f"{stem}.md", "LaTeX": f"latex/{stem}.tex", "JSON": f"json/{stem}.json"}
    return ", ".join(f"[{what}]({path})" for what, path in files.items() if status != "refused" or what == "Markdown")


def summary(records: Sequence[Record]) -> str:
    """The matrix of every family that is closed."""
    by_name = {record["name"]: record for record in records}
    lines = ["# Fisher information matrices", "", "Rows and columns follow the parameters that are named."]
    for kind, group in KINDS.items():
        closed = [by_name[d.key] for d in group if by_name[d.key]["status"] == "closed"]
        lines += ["", f"## {kind[:1].upper()}{kind[1:]}"] if closed else []
        for record in closed:
            link = f"[{record['name']}]({file_name(record['name'])}.md)"
            lines += ["", f"{link}, $`{record['parameters']}`$:", "", "```math", record["matrix"], "```"]
    return "\n".join(lines) + "\n"


def run_gallery(options: Namespace) -> int:
    """`symfisher gallery build DIRECTORY`"""
    if not options.directory:
        raise SymfisherError("gallery: name the directory that the pages go to.")
    workers = cluster(options.scheduler) if options.scheduler else processes(options.jobs, options.memory)
    bar = _bar if sys.stderr.isatty() else lambda done, total, name: None
    try:
        with workers as executor:
            records = build(Path(options.directory), options.only, executor, options.timeout, bar)
    except OSError as error:
        raise SymfisherError(f"{options.directory}: cannot be written: {error.strerror or error}.") from error
    except BrokenExecutor:
        raise SymfisherError(
            "a process was lost; what is written is kept, and the same command goes on from it."
        ) from None
    closed = sum(record["status"] == "closed" for record in records)
    print(f"symfisher: wrote {len(records)} derivations to {options.directory}, {closed} closed", file=sys.stderr)
    return CLOSED


WIDTH = 30


def _bar(done: int, total: int, name: str) -> None:
    filled = WIDTH * done // total
    ending = "\n" if done == total else ""
    print(
        f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {name:<40.40}",
        end=ending,
        file=sys.stderr,
        flush=True,
    )
