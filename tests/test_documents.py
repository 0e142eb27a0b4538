"""Every code block of README and docs runs: console blocks here, Python blocks as doctests."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
BLOCKS = [(path, language, body) for path in DOCUMENTS for language, body in BLOCK.findall(path.read_text("utf-8"))]
CONSOLE = [(path.name, body) for path, language, body in BLOCKS if language == "console"]
SET_UP = {"README.md"}  # the sh blocks that .ci/run takes from the README and runs itself
SHOWN = {("performance", "sh"), ("reliability", "sh"), ("adding-a-family", "sh"), ("adding-a-family", "text")}


def run(command: str) -> str:
    """Standard output and error of a command line as a reader would type it."""
    words = shlex.split(command)
    assert words[0] == "symfisher"
    shell = f"{shlex.quote(sys.executable)} -m {command} 2>&1"
    environment = os.environ | {"COLUMNS": "100", "PYTHONUTF8": "1"}
    return subprocess.run(["bash", "-c", shell], capture_output=True, text=True, env=environment, cwd=ROOT).stdout


@pytest.mark.parametrize(("document", "body"), CONSOLE)
def test_a_console_block_prints_what_it_shows(document, body):
    command, _, shown = body.removeprefix("$ ").partition("\n")
    assert run(command).rstrip() == shown.rstrip(), document


def test_every_block_is_of_a_kind_that_is_run():
    kinds = {(path.name, language) for path, language, _ in BLOCKS}
    left = {(name, kind) for name, kind in kinds if kind not in ("console", "python", "toml")}
    assert left <= {(name, "sh") for name in SET_UP} | {(f"{name}.md", kind) for name, kind in SHOWN}


def test_python_blocks_are_doctests():
    for path, language, body in BLOCKS:
        if language == "python":
            assert body.startswith(">>> "), path


def test_toml_blocks_are_models(tmp_path):
    from symfisher import Family, fisher
    from symfisher.reading.declarations import read_model

    models = [body for _, language, body in BLOCKS if language == "toml"]
    assert models
    for body in models:
        (tmp_path / "model.toml").write_text(body, "utf-8")
        assert fisher(Family(**read_model(tmp_path / "model.toml"))).status == "closed"
