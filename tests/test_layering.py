"""Imports run one way, and files stay small enough to read at one sitting."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import symfisher

ROOT = Path(symfisher.__file__).parent
FILES = {".".join(("symfisher", *p.relative_to(ROOT).with_suffix("").parts)): p for p in sorted(ROOT.rglob("*.py"))}
MODULES = {name.removesuffix(".__init__"): path for name, path in FILES.items()}
MAKERS = {"transforms", "rule", "argument", "derivation", "expect", "information"}
CHECKERS = ("checking", "verdicts", "structure", "agreement", "evaluation", "differences", "measure", "sums")


def imports(path: Path, everywhere: bool = False) -> set[str]:
    """The modules imported at module level (or anywhere), TYPE_CHECKING blocks left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            submodules = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES.keys()
            found |= submodules or {node.module}
    return found


def test_no_cycles():
    graph = {module: (imports(path) & MODULES.keys()) - {module} for module, path in MODULES.items()}
    assert graph["symfisher.api"] >= {"symfisher.derivation", "symfisher.information"}
    TopologicalSorter(graph).prepare()  # raises CycleError


@pytest.mark.parametrize("module", CHECKERS)
def test_the_checker_shares_nothing_with_the_makers(module):
    reached, todo = set(), [f"symfisher.{module}"]
    while todo:
        here = todo.pop()
        reached.add(here)
        todo += (imports(MODULES[here], everywhere=True) & MODULES.keys()) - reached
    assert not {name for name in reached if name.split(".")[1] in MAKERS}


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("symfisher.render")])
def test_render_imports_only_data(module):
    parts = {name.split(".")[1] for name in imports(MODULES[module], everywhere=True) if name.startswith("symfisher.")}
    assert parts <= {"notation", "trace", "model", "space", "errors", "special", "render"}


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("symfisher.catalogue")])
def test_the_catalogue_is_listed_without_sympy(module):
    assert not {name for name in imports(MODULES[module]) if name.split(".")[0] in ("sympy", "mpmath")}


@pytest.mark.parametrize("module", MODULES)
def test_a_file_has_at_most_300_lines(module):
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("module", MODULES)
def test_nothing_executes_text(module):
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {
        f.id if isinstance(f, ast.Name) else getattr(f, "attr", "") for f in functions if ast.unparse(f) != "re.compile"
    }
    assert not called & {"eval", "exec", "sympify", "parse_expr", "compile", "__import__"}
