"""How long the whole catalogue takes, against `import sympy`: `python tests/benchmarks/catalogue.py`.

Every family in one process, and in `--jobs N` processes by the executor that the gallery uses, where derivations stay
in the process that made them, as those of the gallery do. Refused and open ones count. The clock of a machine wanders:
`import sympy` is timed before each eighth of the families, and the run of several processes stands in the middle.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from time import perf_counter

import symfisher
from symfisher.many import carried_out, outcome, processes

PARTS = 8


def yardstick() -> float:
    """Seconds that `import sympy` takes in a fresh process"""
    return seconds(lambda: subprocess.run([sys.executable, "-c", "import sympy"], check=True))


def seconds(work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def kind(name: str) -> str:
    """What deriving this family comes to: a derivation, or an error"""
    return type(outcome(name)).__name__


def derive_all(names: Sequence[str], jobs: int) -> None:
    with processes(jobs, 2048) if jobs > 1 else nullcontext() as executor:
        for _ in carried_out(kind, [(name,) for name in names], executor):
            pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2)
    jobs = parser.parse_args().jobs
    names = symfisher.families()
    yardstick()  # warm
    units, alone, together = [], 0.0, 0.0
    for part in range(PARTS):
        units.append(yardstick())
        alone += seconds(lambda k=part: derive_all(names[k * len(names) // PARTS : (k + 1) * len(names) // PARTS], 1))
        if part == PARTS // 2 - 1:
            together = seconds(lambda: derive_all(names, jobs))
    unit = sum(units) / len(units)
    print(f"import sympy: {unit:.3f} s ({min(units):.3f} to {max(units):.3f}); {len(names)} families")
    print(f"one process: {alone:.1f} s, {alone / unit:.0f} times import sympy")
    print(f"{jobs} processes: {together:.1f} s, {alone / together:.2f} times as fast")


if __name__ == "__main__":
    main()
