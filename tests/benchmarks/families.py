"""How long a matrix takes, against `import sympy`, sympy.integrate and Maxima: `python tests/benchmarks/families.py`.

Each family in a fresh process, SymPy imported, caches empty. The peers get the same integrals, whole, 15 s an entry, up
to the first entry that is not closed and right. `--write docs/performance.md` puts the tables between its marks.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from peers import by_maxima, by_sympy, tasks
from textbook import FAMILIES, GROWING, Textbook

from symfisher.api import fisher
from symfisher.errors import SymfisherError
from symfisher.model import Family

LIMIT = 120
BARS = {"median": 0.3, "95 %": 2.0, "largest": 10.0}
Row = dict[str, Any]


def yardstick() -> float:
    """Seconds that `import sympy` takes in a fresh process, just now"""
    return seconds_of([sys.executable, "-c", "import sympy"])


def seconds_of(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True)
    return perf_counter() - start


def family_of(text: Textbook) -> Family:
    return Family(text.density, text.variables, text.parameters, text.known, text.given, name=text.label)


def measure(label: str) -> None:
    """Our time, outcome and memory for one family, in this process, as JSON on standard output."""
    from resource import RUSAGE_CHILDREN, getrusage

    text = {t.label: t for t in (*FAMILIES, *GROWING)}[label]
    start = perf_counter()
    try:
        status = fisher(family_of(text)).status
    except SymfisherError as refusal:
        status = f"refused: {refusal}"[:60]
    seconds = perf_counter() - start
    memory = max(peak_memory(), getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024)
    count = len(text.parameters)
    print(json.dumps({"status": status, "seconds": seconds, "MB": memory, "entries": count * (count + 1) // 2}))


def peak_memory() -> float:
    """Megabytes of this process at most; getrusage would count the parent's from before it became this program"""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status).group(1)) / 1024


def ours(text: Textbook) -> Row:
    """What `measure` says from a fresh process, and the yardstick beside it; a timeout after two minutes"""
    command = [sys.executable, __file__, "--measure", text.label]
    row: Row = {"family": text.label, "status": "timeout", "seconds": float(LIMIT), "MB": 0.0, "entries": 0}
    before = yardstick()
    with suppress(subprocess.TimeoutExpired):
        row |= json.loads(subprocess.run(command, capture_output=True, timeout=LIMIT, check=True).stdout)
    return row | {"import": (before + yardstick()) / 2}


def peers_of(text: Textbook) -> Row:
    """Outcome and seconds of each peer"""
    todo = tasks(family_of(text))
    return {
        name: {"what": outcome.what, "seconds": outcome.seconds}
        for name, outcome in (("sympy", by_sympy(todo)), ("Maxima", by_maxima(todo)))
    }


def run(chosen: Sequence[Textbook], alone: bool) -> Iterable[Row]:
    """The rows, one family after the other."""
    for text in chosen:
        row = ours(text)
        if not alone and text not in GROWING:
            row["peers"] = peers_of(text)
        print(f"{text.label}: {row['status']}, {row['seconds']:.2f} s", file=sys.stderr, flush=True)
        yield row


def ratio(row: Row) -> float:
    """Our seconds over those of `import sympy` before and after"""
    return row["seconds"] / row["import"]


def table(rows: Sequence[Row]) -> list[str]:
    """| family | ours | ratio | MB | peers |"""
    lines = [
        "| family | entries | symfisher | seconds | ratio | MB | `sympy.integrate` | Maxima |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        found = [row.get("peers", {}).get(name) for name in ("sympy", "Maxima")]
        others = [f"{peer['what']}, {peer['seconds']:.2f} s" if peer else "" for peer in found]
        own = [row["family"], row["entries"], row["status"], f"{row['seconds']:.2f}", f"{ratio(row):.2f}"]
        lines.append("| " + " | ".join(map(str, [*own, f"{row['MB']:.0f}", *others])) + " |")
    return lines


def summary(rows: Sequence[Row]) -> list[str]:
    """Ratios to `import sympy`, and how many families each program closes"""
    ratios = sorted(map(ratio, rows))
    high = quantiles(ratios, n=20, method="inclusive")[-1] if len(ratios) > 1 else ratios[0]
    found = {"median": median(ratios), "95 %": high, "largest": ratios[-1]}
    shown = "; ".join(f"{name} {value:.2f} (bar {BARS[name]:g})" for name, value in found.items())
    closed = {"symfisher": sum(row["status"] == "closed" for row in rows)}
    for name in ("sympy", "Maxima"):
        outcomes = [row["peers"][name]["what"] for row in rows if "peers" in row]
        if outcomes:
            closed["sympy.integrate" if name == "sympy" else name] = outcomes.count("closed")
    counts = ", ".join(f"{name} {count}" for name, count in closed.items())
    return [
        f"`import sympy` takes {median(row['import'] for row in rows):.2f} s (median). Ratios: {shown}.",
        f"Closed and right of {len(rows)}: {counts}. Peak memory {max(row['MB'] for row in rows):.0f} MB.",
    ]


def growth(rows: Sequence[Row]) -> list[str]:
    """Time per entry as families grow"""
    lines = ["| family | entries | symfisher | seconds | ms an entry | MB |", "|---|---|---|---|---|---|"]
    for row in rows:
        each = 1000 * row["seconds"] / max(row["entries"], 1)
        lines.append(
            f"| {row['family']} | {row['entries']} | {row['status']} | {row['seconds']:.2f} | {each:.1f} "
            f"| {row['MB']:.0f} |"
        )
    return lines


def report(rows: Sequence[Row]) -> str:
    names = {text.label for text in GROWING}
    growing = [row for row in rows if row["family"] in names]
    fixed = [row for row in rows if row["family"] not in names]
    lines = [*table(fixed), "", *summary(fixed), ""] if fixed else []
    lines += [*growth(growing), ""] if growing else []
    return "\n".join([*lines, f"Measured on {date.today():%d %B %Y} on {machine()}."])


def machine() -> str:
    """Processor, system and versions"""
    import mpmath
    import sympy

    try:
        cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        cpu = None
    name = cpu.group(1) if cpu else platform.processor()
    versions = f"Python {platform.python_version()}, SymPy {sympy.__version__}, mpmath {mpmath.__version__}"
    return f"{name}, {platform.system()}, {versions}, {maxima_version()}"


def maxima_version() -> str:
    try:
        return subprocess.run(["maxima", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no Maxima"


def write_between(path: Path, text: str, name: str = "families") -> None:
    """Replace what stands between the marks of this name in a document."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, rest = path.read_text(encoding="utf-8").split(start)
    _, after = rest.split(end)
    path.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--ours-only", action="store_true", help="without the peers")
    parser.add_argument("--only", action="append", metavar="LABEL", help="this family; may be given again")
    parser.add_argument("--json", action="store_true", help="the numbers as JSON")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables between the marks of this document")
    parser.add_argument("--measure", metavar="LABEL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.measure)
    chosen = [text for text in (*FAMILIES, *GROWING) if not options.only or text.label in options.only]
    rows = list(run(chosen, options.ours_only))
    text = json.dumps(rows, indent=1) if options.json else report(rows)
    print(text)
    if options.write:
        write_between(options.write, report(rows))


if __name__ == "__main__":
    main()
