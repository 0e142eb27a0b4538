"""How long a user waits, against `import sympy`: `python tests/benchmarks/startup.py`.

Whole processes, interleaved so that a busy machine slows all of them alike; the median of seven after a warm-up.
Exit code 1 when a ratio is over its bar.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

RUNS = 7
YARDSTICK = "import sympy"
SYMFISHER = [sys.executable, "-m", "symfisher"]
COMMANDS = {
    YARDSTICK: [sys.executable, "-c", "import sympy"],
    "symfisher derive normal": [*SYMFISHER, "derive", "normal"],
    "symfisher --help": [*SYMFISHER, "--help"],
    "symfisher list": [*SYMFISHER, "list"],
}
BARS = {"symfisher derive normal": 2.5, "symfisher --help": 0.4, "symfisher list": 0.4}


def seconds(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def main() -> int:
    for command in COMMANDS.values():
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    yardstick, missed = median(times[YARDSTICK]), 0
    print(f"{'command':<26}{'seconds':>9}{'ratio':>8}{'bar':>7}")
    for name, measured in times.items():
        ratio, bar = median(measured) / yardstick, BARS.get(name)
        over = bar is not None and ratio > bar
        missed += over
        print(f"{name:<26}{median(measured):>9.3f}{ratio:>8.2f}{bar or '':>7}{'  over' if over else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
