"""The gallery: whole, the same on every road, and not lost when it is interrupted."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from each_family import NAMES
from test_conformance import DERIVATIONS

import symfisher
from symfisher import gallery
from symfisher.catalogue.lookup import find
from symfisher.many import derive_many, processes

FEW = ("exponential", "Poisson", "exponential:scale", "uniform")
MORE = ("exponential", "Poisson", "Rayleigh", "Maxwell", "geometric", "Pareto", "half-normal", "Bernoulli", "chi")


def content(directory: Path) -> dict[str, bytes]:
    return {str(p.relative_to(directory)): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


def test_pages_are_the_same_whoever_writes_them(tmp_path):
    gallery.build(tmp_path / "here", FEW)
    gallery.build(tmp_path / "again", FEW)
    with processes(2, 2048) as executor:
        gallery.build(tmp_path / "elsewhere", FEW, executor)
    here = content(tmp_path / "here")
    assert here == content(tmp_path / "again") == content(tmp_path / "elsewhere")
    assert set(here) == {
        *(f"{n}.md" for n in ("exponential", "poisson", "exponential--scale", "uniform")),
        *(f"latex/{n}.tex" for n in ("exponential", "poisson", "exponential--scale")),
        *(f"json/{n}.json" for n in ("exponential", "poisson", "exponential--scale")),
    }
    assert b"S5: the support" in here["uniform.md"]


class Interrupted(Exception):
    pass


def test_an_interrupted_build_goes_on_where_it_stopped(tmp_path, monkeypatch):
    def stop_after_two(done, total, name):
        if done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        gallery.build(tmp_path, FEW, progress=stop_after_two)
    derived = []
    monkeypatch.setattr(gallery, "pages", lambda name, timeout: derived.append(name) or PAGES(name, timeout))
    records = gallery.build(tmp_path, FEW)
    assert derived == list(FEW[2:])
    assert [r["name"] for r in records] == list(FEW) and records[3]["status"] == "refused"
    assert not (tmp_path / gallery.UNFINISHED).exists()


PAGES = gallery.pages


def test_another_program_starts_anew(tmp_path, monkeypatch):
    (tmp_path / gallery.UNFINISHED).write_text('0.0.1 1.14 abc\n{"name": "exponential"}\n', "utf-8")
    records = gallery.build(tmp_path, ["exponential"])
    assert records[0]["status"] == "closed"


def test_the_command_writes_pages_and_says_how_many(tmp_path):
    command = ["-m", "symfisher", "gallery", "build", str(tmp_path), "--only", "Poisson", "--jobs", "2"]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0 and done.stderr.endswith(f"wrote 1 derivations to {tmp_path}, 1 closed\n")
    assert (tmp_path / "poisson.md").exists()


@pytest.mark.skipif(os.name == "nt", reason="/dev/null and Ctrl-C as POSIX has them")
def test_a_place_that_cannot_be_written_is_one_line():
    command = [sys.executable, "-m", "symfisher", "gallery", "build", "/dev/null/x", "--only", "Poisson"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2 and done.stderr.startswith("symfisher: /dev/null/x: cannot be written:")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="/dev/null and Ctrl-C as POSIX has them")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_every_process(jobs, tmp_path):
    command = [sys.executable, "-m", "symfisher", "gallery", "build", str(tmp_path), "--jobs", jobs]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as build:
        while not (tmp_path / gallery.UNFINISHED).exists():
            time.sleep(0.1)
        build.send_signal(signal.SIGINT)
        stderr = build.communicate(timeout=10)[1]
    assert build.returncode == 130 and stderr == "symfisher: interrupted.\n"
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.killpg(build.pid, 0)
            time.sleep(0.1)


def test_families_of_ones_own_are_derived_together():
    mine = symfisher.Family("t*exp(-t*x)", {"x": "(0, oo)"}, {"t": "positive"})
    outcomes = dict(derive_many([mine, "uniform", "Poisson"]))
    assert outcomes[0].steps[-1].rule == "expand_distance"
    assert isinstance(outcomes[1], symfisher.RegularityError) and outcomes[2].family.name == "Poisson"


def test_a_family_that_takes_too_long_is_open():
    ((_, derivation),) = derive_many(["truncated normal"], timeout=0.2)
    assert all(step.rule != "assemble" for step in derivation.steps)


def test_nothing_is_lost_when_a_worker_of_a_cluster_is():
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())
        done = {}
        for k, derivation in derive_many(MORE, client.get_executor(retries=3)):
            done[k] = derivation
            if len(done) == 3:
                os.kill(pids[0], signal.SIGKILL)
        assert [done[k].family.name for k in range(len(MORE))] == list(MORE)


@pytest.mark.parametrize("name", [name for name in NAMES if find(name).status != "refused"])
def test_a_page_compiles(name, tmp_path, pdflatex_or_skip):
    """Without an error and with no line 5pt too wide."""
    source = (DERIVATIONS / "latex" / f"{gallery.file_name(name)}.tex").read_text("utf-8")
    assert faults(pdflatex_or_skip, source, tmp_path) == []


def test_every_matrix_compiles(tmp_path, pdflatex_or_skip):
    summary = (DERIVATIONS / "summary.md").read_text("utf-8")
    displays = re.findall(r"```math\n(.*?)\n```", summary, re.S)
    assert len(displays) > 250
    shrunk = "\n\n".join(f"\\noindent\\resizebox{{\\linewidth}}{{!}}{{$\\displaystyle {d}$}}" for d in displays)
    head = "\\documentclass{article}\n\\usepackage{amsmath,mathtools,amssymb,graphicx}\n\\begin{document}\n"
    assert faults(pdflatex_or_skip, f"{head}{shrunk}\n\\end{{document}}\n", tmp_path) == []


def faults(pdflatex, source: str, directory: Path) -> list[str]:
    (directory / "page.tex").write_text(source, "utf-8")
    command = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    finished = subprocess.run(command, cwd=directory, capture_output=True, check=False, timeout=120)
    log = (directory / "page.log").read_text(encoding="latin-1")
    wide = [w for w in re.findall(r"Overfull \\hbox \((\d+\.\d+)pt", log) if float(w) > 5]
    errors = re.findall(r"^! .*", log, re.MULTILINE)
    return errors + [f"{w}pt too wide" for w in wide] + (["no PDF"] if finished.returncode else [])
