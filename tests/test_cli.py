"""The command line as whole processes: exit codes, one clear line on standard error, options, pipes and encodings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

import symfisher
from symfisher import cli, commands
from symfisher.trace import Derivation
from symfisher.verdicts import Report, Verdict

SYMFISHER = [sys.executable, "-m", "symfisher"]
UNIFORM = ("--density", "1/t", "--var", "x in (0, t)", "--param", "t: positive")
EXPONENTIAL = ("--density", "lambda*exp(-lambda*x)", "--var", "x in (0, oo)", "--param", "lambda: positive")
MIXED = "w*exp(-x^2/2)/sqrt(2*pi) + (1-w)*exp(-(x-2)^2/2)/sqrt(2*pi)"
MIXTURE = ("--density", MIXED, "--var", "x: real", "--param", "w: unit")
HOSTILE = "__import__('os').system('touch X')"


def run(*arguments, environment=None, **options):
    """The finished process; its output as text unless `encoding` says otherwise."""
    surroundings = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "PYTHONIOENCODING")}
    surroundings |= {"PYTHONUTF8": "1"} | (environment or {})
    options = {"capture_output": True, "encoding": "utf-8", "timeout": 60} | options
    return subprocess.run([*SYMFISHER, *arguments], env=surroundings, check=False, **options)


def density(text, *more):
    return ("fisher", "--density", text, "--var", "x: positive", "--param", "lam: positive", *more)


def processor_seconds():
    """What the finished child processes have used: unlike a clock, not the fault of a busy machine."""
    times = os.times()
    return times.children_user + times.children_system


USAGE = {
    "unknown family": (("derive", "nromal"), "did you mean norm"),
    "unknown command": (("derrive", "normal"), "did you mean 'derive'"),
    "unknown option": (("derive", "normal", "--widht", "60"), "did you mean '--width'"),
    "no command": ((), "COMMAND"),
    "no family": (("fisher",), "needs a family"),
    "two families": (("fisher", "normal", *EXPONENTIAL), "one of"),
    "stray declaration": (("fisher", "normal", "--param", "a: real"), "--param"),
    "narrow": (("derive", "normal", "--width", "10"), "40"),
    "unbalanced": (density("lam*exp(-lam*x"), "density, column"),
    "undeclared": (density("lam*exp(-lamb*x)"), "lamb"),
    "hostile": (density(HOSTILE), "density, column"),
    "heavy": (density("9**9**9**9"), "density"),
    "empty": (density(""), "density"),
    "two roles": (density("lam*exp(-lam*x)", "--param", "x: positive"), "x"),
    "declared twice": (density("lam*exp(-lam*x)", "--param", "lam: real"), "twice"),
    "no domain": (("fisher", "--density", "lam", "--var", "x", "--param", "lam: positive"), "--var"),
    "empty interval": (("fisher", "--density", "1", "--var", "x in (1, 0)", "--param", "lam: real"), "empty"),
    "no such model": (("fisher", "--model", "missing.toml"), "missing.toml"),
    "no directory": (("gallery", "build", ""), "name the directory"),
    "unwritable": (("export", "poisson", "-o", "/no/such/place.tex"), "cannot be written"),
}


@pytest.mark.parametrize("name", USAGE)
def test_what_cannot_be_read_is_one_line_and_exit_code_2(name, tmp_path):
    arguments, fragment = USAGE[name]
    start = processor_seconds()
    finished = run(*arguments, cwd=tmp_path)
    assert finished.returncode == 2
    assert processor_seconds() - start < 2
    assert finished.stdout == ""
    (line,) = finished.stderr.splitlines()
    assert line.startswith("symfisher: ") and fragment in line
    assert "Traceback" not in line and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["derive", "fisher", "check"])
def test_exit_codes_of_the_answers(command):
    assert run(command, "poisson").returncode == 0
    assert run(command, *EXPONENTIAL).returncode == 0
    refused = run(command, *UNIFORM)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith("symfisher: S5: ") and len(refused.stderr.splitlines()) == 1
    opened = run(command, *MIXTURE)
    assert opened.returncode == 4 and "open" in opened.stderr and opened.stdout


def test_a_refuted_step_is_exit_code_1(monkeypatch, capsys):
    verdict = Verdict((1,), "symmetrize", "refuted", "planted", 0, "planted for the test")
    monkeypatch.setattr(commands, "check", lambda derivation, budget: Report((verdict,)))
    assert cli.main(["check", "poisson"]) == 1
    assert "refuted" in capsys.readouterr().err
    assert cli.main(["derive", "poisson", "--check"]) == 1
    assert cli.main(["derive", "poisson"]) == 0


@pytest.mark.parametrize("kind", ["text", "latex", "json"])
def test_formats(kind):
    derived = run("derive", "gamma", "--format", kind)
    fisher = run("fisher", "gamma", "--format", kind)
    assert derived.returncode == fisher.returncode == 0
    derivation = symfisher.derive("gamma")
    if kind == "json":
        assert Derivation.from_json(derived.stdout) == derivation
        record = json.loads(fisher.stdout)
        assert record["status"] == "closed" and record["matrix"][0][1] == "1/theta"
    elif kind == "latex":
        assert derived.stdout.strip() == derivation.latex().strip()
        assert r"\psi" in fisher.stdout
    else:
        assert derived.stdout.strip() == derivation.text(width=100).strip()
        assert "ψ" in fisher.stdout and len(fisher.stdout) < len(derived.stdout)


def test_brief_is_shorter():
    whole, brief = (run("derive", "gamma", *more).stdout for more in ((), ("--brief",)))
    assert 0 < len(brief) < len(whole)


def test_check_shows_verdicts():
    assert "✓" in run("derive", "exponential", "--check").stdout
    assert "✓" not in run("derive", "exponential").stdout
    report = json.loads(run("check", "exponential", "--format", "json").stdout)
    assert report["ok"] and {row["status"] for row in report["verdicts"]} <= {"proved", "agrees", "unknown"}


def test_the_abstract_derivation_needs_no_family():
    finished = run("derive")
    assert finished.returncode == 0 and "S15" in finished.stdout


def test_known_and_given(tmp_path):
    binomial = ("binomial(n, x)*p^x*(1 - p)^(n - x)", "x in 0..n", "p: unit")
    typed = ("--density", binomial[0], "--var", binomial[1], "--param", binomial[2], "--known", "n: 1..oo")
    assert json.loads(run("fisher", *typed, "--format", "json").stdout)["matrix"] == [["n/(p*(1 - p))"]]
    trinomial = "Piecewise((a, Eq(k, 1)), (b, Eq(k, 2)), (1-a-b, True))"
    typed = ("--density", trinomial, "--var", "k in 1..3", "--param", "a: unit", "--param", "b: unit")
    assert run("fisher", *typed, "--given", "a + b < 1").returncode == 0
    model = tmp_path / "own.toml"
    model.write_text(
        'density = "lam*exp(-lam*x)"\n[variables]\nx = "(0, oo)"\n[parameters]\nlam = "positive"\n', encoding="utf-8"
    )
    assert run("fisher", "--model", str(model)).stdout == run("fisher", "exponential").stdout


@pytest.mark.parametrize("name", ["normal", "gamma", "bivariate normal", "multinomial"])
@pytest.mark.parametrize("more", [(), ("--ascii",), ("--brief",)])
def test_no_line_is_wider_than_60(name, more):
    finished = run("derive", name, "--width", "60", *more)
    assert finished.returncode == 0
    assert 40 < max(map(len, finished.stdout.splitlines())) <= 60
    assert finished.stdout.isascii() == ("--ascii" in more)


def test_columns_of_the_terminal():
    narrow, wide = (run("derive", "normal", environment={"COLUMNS": c}).stdout for c in ("50", "140"))
    assert max(map(len, narrow.splitlines())) <= 50 < max(map(len, wide.splitlines())) <= 140


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}])
def test_a_pipe_carries_no_escape_codes(environment):
    assert "\x1b" not in run("derive", "exponential", "--check", environment=environment).stdout


def test_colour_on_a_terminal_unless_declined(monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert commands.colored()
    monkeypatch.setenv("NO_COLOR", "")
    assert not commands.colored()


def test_ascii_when_the_terminal_is():
    finished = run("derive", "normal", environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert finished.returncode == 0 and finished.stdout.isascii() and "sigma" in finished.stdout
    assert "\\u" not in finished.stdout
    refused = run("fisher", "λ", environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert refused.returncode == 2 and len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("fisher", "poisson"), ("list",), ("check", "poisson", "poisson")])
def test_output_that_goes_nowhere(arguments):
    command = " ".join([*SYMFISHER, *arguments])
    closed = subprocess.run(f"{command} >&-", shell=True, capture_output=True, text=True, check=False)
    assert (closed.returncode, closed.stderr) == (0, "")
    if os.path.exists("/dev/full"):
        full = subprocess.run(f"{command} > /dev/full", shell=True, capture_output=True, text=True, check=False)
        assert full.returncode == cli.USAGE and full.stderr.count("\n") == 1 and "cannot be written" in full.stderr


def test_a_name_that_the_terminal_cannot_show():
    finished = run("check", "λ", "μ", environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert finished.returncode == cli.USAGE and "Traceback" not in finished.stderr and "lambda: " in finished.stdout


def test_what_an_ascii_terminal_is_told():
    ascii_terminal = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    refused, checked = (
        run(*line, environment=ascii_terminal) for line in (("fisher", "uniform"), ("check", "poisson"))
    )
    assert refused.stderr.rstrip().endswith("and D' is infinite.")
    assert "+ 4      collect_logarithm" in checked.stdout and "\\u" not in checked.stdout + checked.stderr


def test_a_reader_who_leaves_early():
    command = " ".join([*SYMFISHER, "derive", "'bivariate normal'", "--format", "json", "| head -1"])
    finished = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert finished.stderr == "" and len(finished.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [("list",), ("list", "--format", "json"), ("--help",), ("derive", "--help"), ("--version",)]
)
def test_sympy_waits_until_it_is_needed(arguments):
    command = [sys.executable, "-X", "importtime", "-m", "symfisher", *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0 and finished.stdout
    imported = {line.split("|")[-1].strip() for line in finished.stderr.splitlines()}
    assert "symfisher.cli" in imported and not {"sympy", "mpmath"} & imported


def test_list_names_every_family():
    rows = json.loads(run("list", "--format", "json").stdout)
    assert tuple(row["name"] for row in rows) == symfisher.families()
    lines = run("list").stdout.splitlines()
    rows = [line for line in lines if line.startswith("  ")]
    assert [re.split("  +", line.strip())[0] for line in rows] == list(symfisher.families())
    assert re.fullmatch(r"\d+ families, \d+ parametrizations", lines[-1])


def test_list_finds_by_word_kind_and_status():
    found = {status: run("list", "--status", status, "weibull").stdout for status in ("closed", "open", "refused")}
    assert "  unit Weibull" in found["closed"] and "  discrete Weibull" in found["open"]
    assert found["refused"] == "0 families, 0 parametrizations\n"
    assert run("list", "--kind", "directions", "circular", "normal").stdout.count("\n") == 3
    wrong = run("list", "--kind", "direction")
    assert wrong.returncode == cli.USAGE and "did you mean 'directions'" in wrong.stderr


def test_show_says_what_a_family_is():
    shown = run("show", "gamma(alpha, beta)").stdout
    for part in ("gamma:rate (half-line, closed)", "made        gamma with k = α and θ = 1/β", "cited       ", "ψ₁(α)"):
        assert part in shown
    refused = run("show", "uniform")
    assert refused.returncode == cli.REFUSED and "(irregular, refused)" in refused.stdout and "S5" in refused.stderr
