"""The order of the floors is a contract in pyproject.toml; here it is kept, and shown to have teeth."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, shipped_files, shipped_packages


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the packages in `directory` by the contracts of its pyproject.toml."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=120)


def imported_names(source: str) -> set[str]:
    """Every dotted name that the source imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_each_floor_imports_only_the_floors_above_it() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("rules/upward.py", "import models"),
        ("storage/sideways.py", "import paper"),
        ("actions/engine.py", "import prefect"),
    ],
)
def test_an_import_against_the_order_is_caught(module: str, line: str, tmp_path: Path) -> None:
    for package in shipped_packages():
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / module).write_text(f"{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{module[:-3].replace('/', '.')} -> {line.removeprefix('import ')}" in done.stdout


def test_only_the_gate_knows_prefects_server() -> None:
    outside = {path: path.read_text() for path in shipped_files(".py") if not path.is_relative_to(ROOT / "web/gate")}
    knowing = [
        str(path.relative_to(ROOT))
        for path, source in outside.items()
        if any(f"{name}.".startswith("prefect.server.") for name in imported_names(source))
    ]
    assert knowing == [], "prefect.server may be imported by web/gate alone"
