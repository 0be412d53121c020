"""What the architecture tests look at: the files git keeps, and the packages that are shipped."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file that git tracks and that is still there, as absolute paths."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return tuple(path for path in paths if path.is_file())


@cache
def shipped_packages() -> tuple[str, ...]:
    """The top-level packages that the wheel holds, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return tuple(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


def shipped_files(suffix: str = "") -> list[Path]:
    """The committed files of the shipped packages, those ending in `suffix`."""
    roots = tuple(ROOT / package for package in shipped_packages())
    return [
        path
        for path in committed_files()
        if path.name.endswith(suffix) and any(path.is_relative_to(root) for root in roots)
    ]
