"""Fixtures that more than one test module uses."""

import shutil

import pytest


@pytest.fixture
def pdflatex_or_skip() -> str:
    """The path of pdflatex; without one there is nothing to compile with."""
    path = shutil.which("pdflatex")
    if path is None:
        pytest.skip("pdflatex is not installed")
    return path
