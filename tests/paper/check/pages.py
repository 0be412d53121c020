"""Pages that people read and the tests hold to: blocks of lines, each begun by a line that is not set in."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path


def blocks(page: str, named: Callable[[str], str] = str) -> dict[str, list[str]]:
    """The lines of a page of this directory by what its blocks are named; blocks of one name are one."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in _path(page).read_text().splitlines():
        name = name if line.startswith(" ") else named(line)
        found.setdefault(name, []).append(line)
    return found


def write(page: str, lines: Callable[[str], Iterator[str]], names: Iterable[str]) -> None:
    """Write a page anew, to be read before it is committed."""
    _path(page).write_text("".join(f"{line}\n" for name in names for line in lines(name)))


def _path(page: str) -> Path:
    return Path(__file__).parent / page
