"""Every command ends within its time and memory, at once when it is interrupted, and leaves no process behind."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time

import pytest
from test_cli import SYMFISHER, run
from test_general import children

import symfisher
from symfisher import cli, commands
from symfisher.errors import OutOfTime
from symfisher.supervision import supervised

ENDLESS = ("--density", "pi/2*a*x^(a-1)*cos(pi/2*x^a)", "--var", "x: unit", "--param", "a: positive")


def test_a_family_over_its_time_is_open():
    start = time.monotonic()
    finished = run("fisher", *ENDLESS, "--timeout", "1")
    assert (finished.returncode, finished.stdout) == (4, "")
    assert finished.stderr == "symfisher: open: not done within 1 s; --timeout gives it longer.\n"
    assert time.monotonic() - start < 5


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="only POSIX bounds the memory of a process")
def test_memory_is_bounded():
    code = "from symfisher.supervision import limit_memory; limit_memory(256); bytearray(10**9)"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert finished.stderr.splitlines()[-1] == "MemoryError"


def test_a_family_over_its_memory_is_open(monkeypatch, capsys):
    monkeypatch.setattr(commands, "derive", lambda family: bytearray(10**18))
    assert cli.main(["derive", "normal"]) == 4
    assert capsys.readouterr().err == "symfisher: open: more than 2048 MB are needed; --memory gives it more.\n"


@pytest.mark.parametrize("option", ["--timeout=0", "--timeout=-1", "--timeout=nan", "--timeout=soon", "--memory=1"])
def test_a_budget_is_a_positive_number(option):
    finished = run("derive", "normal", option)
    assert finished.returncode == 2 and option.split("=")[0] in finished.stderr


def test_a_process_out_of_time_is_ended_with_its_children():
    before = children()
    with pytest.raises(OutOfTime):
        supervised(["fisher", *ENDLESS], 1.5, 2048)
    assert children() == before


def test_no_argument_reaches_a_shell(tmp_path):
    """What is typed goes to the process as it stands."""
    finished = run(
        "fisher", "--density", "$(touch X); `touch X`", "--var", "x: real", "--param", "a: real", cwd=tmp_path
    )
    assert finished.returncode == 2 and list(tmp_path.iterdir()) == []


def test_a_module_of_the_same_name_in_the_folder_is_not_run(tmp_path):
    (tmp_path / "sympy.py").write_text("raise SystemExit('taken over')")
    command = [sys.executable, "-P", "-m", "symfisher", "fisher", "poisson"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="signals are sent by POSIX means")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_command(way):
    process = subprocess.Popen([*SYMFISHER, "fisher", *ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    own = started(process.pid)
    time.sleep(0.5)
    process.send_signal(way)
    code = process.wait(5)
    assert code == (130 if way == signal.SIGINT else -signal.SIGKILL)
    if way == signal.SIGINT:
        assert process.stderr.read() == b"symfisher: interrupted.\n"
    deadline = time.monotonic() + 3
    while any(alive(pid) for pid in own) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in own)


def started(pid):
    """The process that the command has started, once it is there."""
    deadline = time.monotonic() + 5
    while not (found := children(pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_several_are_checked_one_by_one(tmp_path):
    trace = tmp_path / "poisson.json"
    trace.write_text(symfisher.derive("poisson").to_json(), encoding="utf-8")
    finished = run("check", "poisson", str(trace))
    assert finished.returncode == 0
    first, second = finished.stdout.splitlines()
    assert first.startswith("poisson: ") and first.endswith("0 refuted")
    assert second.split(": ", 1)[1] == first.split(": ", 1)[1]


def test_a_trace_from_anyone_is_judged_and_not_trusted(tmp_path):
    derivation = symfisher.derive("exponential")
    steps = list(derivation.steps)
    place = next(k for k, step in enumerate(steps) if step.rule == "assemble")
    steps[place] = dataclasses.replace(steps[place], rhs=steps[place].rhs * 2)
    wrong = dataclasses.replace(derivation, steps=tuple(steps))
    path = tmp_path / "wrong.json"
    path.write_text(wrong.to_json(), encoding="utf-8")
    finished = run("check", str(path))
    assert finished.returncode == 1 and "refuted: ✗" in finished.stderr


@pytest.mark.parametrize(
    ("content", "fragment"),
    [(b"{", "JSON"), (b"[]", "derivation"), (b"\xff\xfe", "UTF-8"), (b'{"format": "other"}', "derivation")],
)
def test_a_file_that_is_no_trace_is_refused_in_a_line(tmp_path, content, fragment):
    path = tmp_path / "other.json"
    path.write_bytes(content)
    finished = run("check", str(path))
    assert finished.returncode == 2 and fragment in finished.stderr and len(finished.stderr.splitlines()) == 1
