"""Files that fit into one's head, functions that fit on a screen. Exceptions are listed with their reasons."""

import ast
from pathlib import Path

from tests.architecture.tree import ROOT, committed_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40

# path, or path::function → why it may be longer. An entry that is no longer needed fails.
FIRST_MIGRATION = "models/migrations/versions/0001_the_first_year.py"
SCHEMA = "a list of tables and columns: nothing in it decides, and cut in two it would be harder to compare"
ALLOWED: dict[str, str] = {
    "models/tables.py": SCHEMA,
    "paper/check/table.py": "one table: every rule of form with its article and its sentences, in one place",
    "rules/refusals.py": "one table: a refusal is looked up by its code in one place",
    FIRST_MIGRATION: SCHEMA,
    f"{FIRST_MIGRATION}::upgrade": SCHEMA,
    f"{FIRST_MIGRATION}::downgrade": SCHEMA,
}


def python_files() -> list[Path]:
    return [path for path in committed_files() if path.suffix == ".py"]


def too_long(path: Path) -> dict[str, int]:
    """Lines of the file and of its functions (decorators and docstrings not counted) that are over the limit."""
    name, source = str(path.relative_to(ROOT)), path.read_text()
    found = {name: len(source.splitlines())} if len(source.splitlines()) > LONGEST_FILE else {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and own_lines(node) > LONGEST_FUNCTION:
            found[f"{name}::{node.name}"] = own_lines(node)
    return found


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_files_and_functions_are_short_or_say_why_not() -> None:
    found = {name: lines for path in python_files() for name, lines in too_long(path).items()}
    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}


def test_no_exception_outlives_its_need() -> None:
    needed = {name for path in python_files() for name in too_long(path)}
    assert set(ALLOWED) - needed == set()


def test_a_function_of_forty_one_lines_is_seen() -> None:
    body = "\n".join(f"    line = {number}" for number in range(40))
    short, long = (ast.parse(f"def f():\n{text}").body[0] for text in (body.rpartition("\n")[0], body))
    assert isinstance(short, ast.FunctionDef)
    assert isinstance(long, ast.FunctionDef)
    assert (own_lines(short), own_lines(long)) == (40, 41)
