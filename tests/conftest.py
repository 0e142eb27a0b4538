"""Fixtures that more than one test module uses."""

import shutil

import pytest
from known_gaps import SAMPLED, SLOW


@pytest.fixture
def pdflatex_or_skip() -> str:
    """The path of pdflatex; without one there is nothing to compile with."""
    path = shutil.which("pdflatex")
    if path is None:
        pytest.skip("pdflatex is not installed")
    return path


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="also what takes more than three seconds a test")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--slow"):
        return
    slow = [item for item in items if unescaped(item.nodeid).endswith(SLOW) or is_left_out(item)]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


def is_left_out(item):
    """Whether the test runs for some families only, and this is none of them"""
    sample = SAMPLED.get(getattr(item, "originalname", None))
    return sample is not None and item.callspec.params.get("name") not in sample


def unescaped(nodeid):
    """pytest writes what is not ASCII in a parameter as an escape"""
    return nodeid.encode("ascii", "backslashreplace").decode("unicode_escape")
