"""`make mutants`: rules/ and paper/check changed everywhere a little, and how many of the changes the tests notice.

mutmut makes the changes. Tried in its own way, with the tests collected anew for each and the quickest asked first,
they take a night; here the tests are collected once, each change lives in a fork of that process, and those tests are
asked first that noticed its neighbours (`trial`).
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mutmut.__main__ import create_mutants
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir, setup_source_paths

from tests.mutants.trial import KILLED, SURVIVED, Ends, records, write

PROJECT = Path(__file__).parents[2]
MUTANTS = PROJECT / "mutants"
FLOORS = ("rules", "paper/check")

# Tables made when these are imported cannot be changed in a fork of a process that has imported them: their survivors
# are tried again, each in a process of its own, before the tests of what the tables say.
AT_IMPORT = ("capitals_names", "capitals_patterns", "rules", "table")
_JUDGES = (
    "tests/architecture/test_form_rules.py",
    "tests/paper/check/test_capitals.py",
    "tests/paper/check/test_capitals_on_the_law.py",
    "tests/paper/check/test_said.py",
)


def make() -> None:
    """Make the mutants; those of functions that have not changed since keep how they ended."""
    set_mutant_under_test("mutant_generation")
    MUTANTS.mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    create_mutants(os.cpu_count() or 1)


def _among_mutants(*command: str, mutant: str = "") -> subprocess.CompletedProcess[bytes]:
    told = {**os.environ, "MUTANT_UNDER_TEST": mutant, "PYTHONPATH": str(MUTANTS)}
    return subprocess.run([sys.executable, "-m", *command], cwd=MUTANTS, env=told, capture_output=bool(mutant))


def _judged(mutant: str) -> bool:
    """Whether the judges notice a mutant."""
    return _among_mutants("pytest", "-x", "-n0", "-pno:cacheprovider", *_JUDGES, mutant=mutant).returncode != 0


def retry(kept: dict[Path, Ends]) -> None:
    """Try the survivors of the files with tables again."""
    if _judged("none"):
        sys.exit("The judges fail without any mutant, so their failing would prove nothing: run make test")
    for path, ends in kept.items():
        tabled = path.name.removesuffix(".py.meta") in AT_IMPORT
        for name in [name for name, end in ends.items() if tabled and end == SURVIVED]:
            ends[name] = KILLED if _judged(name) else SURVIVED
            write(path, ends)


def _lines(kept: dict[Path, Ends]) -> Iterator[str]:
    yield f"{'':34} killed  survived  untried   ratio"
    for floor in FLOORS:
        files = {path: Counter(ends.values()) for path, ends in kept.items() if path.parent == Path(floor) and ends}
        yield from (_line(f"{floor}/{path.stem}", found) for path, found in files.items())
        yield _line(f"{floor}, all", sum(files.values(), Counter()))


def _line(name: str, found: Counter[int | None]) -> str:
    tried = found[KILLED] + found[SURVIVED]
    share = f"{found[KILLED] / tried:6.1%}" if tried else "     -"
    return f"{name:34}{found[KILLED]:7}{found[SURVIVED]:10}{found[None]:9}  {share}"


if __name__ == "__main__":
    make()
    if _among_mutants("tests.mutants.trial", *sys.argv[1:]).returncode:
        sys.exit(1)
    os.chdir(MUTANTS)
    kept = records()
    retry(kept)
    print(*_lines(kept), sep="\n")
