"""How long the whole catalogue takes, against `import sympy`: `python tests/benchmarks/catalogue.py`.

Every family in one process, and in `--jobs N` processes by the executor that the gallery uses, where derivations stay
in the process that made them, as those of the gallery do; the clock of a quiet machine. Refused and open ones count.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from contextlib import nullcontext
from time import perf_counter

import symfisher
from symfisher.many import carried_out, outcome, processes


def yardstick() -> float:
    """Seconds that `import sympy` takes in a fresh process: the least of three"""
    return min(seconds(lambda: subprocess.run([sys.executable, "-c", "import sympy"], check=True)) for _ in range(3))


def seconds(work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def kind(name: str) -> str:
    """What deriving this family comes to: a derivation, or an error"""
    return type(outcome(name)).__name__


def derive_all(jobs: int) -> None:
    with processes(jobs, 2048) if jobs > 1 else nullcontext() as executor:
        for _ in carried_out(kind, [(name,) for name in symfisher.families()], executor):
            pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2)
    jobs = parser.parse_args().jobs
    before = yardstick()
    alone, together = (seconds(lambda n=n: derive_all(n)) for n in (1, jobs))
    unit = (before + yardstick()) / 2
    print(f"import sympy: {unit:.3f} s; {len(symfisher.families())} families")
    print(f"one process: {alone:.1f} s, {alone / unit:.0f} times import sympy")
    print(f"{jobs} processes: {together:.1f} s, {alone / together:.2f} times as fast")


if __name__ == "__main__":
    main()
