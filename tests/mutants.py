"""What `make mutants` prints: of each file how many changes the tests noticed, and of each floor the ratio.

A mutant whose tests never came to an end counts as killed; one that no test reaches counts as survived.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MUTANTS = Path(__file__).parents[1] / "mutants"
FLOORS = ("rules", "paper/check")
_KILLED = (1, 3, 24, -24, 36, 152, 255)  # a test failed, pytest broke, the time was up

# mutmut switches a mutant on after everything is imported. What makes the tables of these files has run by then:
# their survivors are tried again, each in a process of its own, before the tests of what the tables say.
AT_IMPORT = ("capitals_names", "capitals_patterns", "rules", "table")
_JUDGES = (
    "tests/architecture/test_form_rules.py",
    "tests/paper/check/test_said.py",
    "tests/paper/check/test_capitals.py",
    "tests/paper/check/test_capitals_on_the_law.py",
)


def retry(path: Path) -> None:
    """Try the survivors of one file again, and keep what became of them where mutmut keeps it."""
    if not path.exists():  # nothing of this file has been changed yet
        return
    kept = json.loads(path.read_text())
    codes = kept["exit_code_by_key"]
    for name in [name for name, code in codes.items() if _outcome(code) == "survived"]:
        codes[name] = 1 if _judged(name) else 0
        path.write_text(json.dumps(kept, indent=4))


def _judged(mutant: str) -> int:
    """How the judges end before a mutant, or, named "", before the code as it is."""
    told = {**os.environ, "MUTANT_UNDER_TEST": mutant, "PYTHONPATH": str(MUTANTS)}
    pytest = [sys.executable, "-m", "pytest", "-x", "-n0", "-pno:cacheprovider", *_JUDGES]
    return subprocess.run(pytest, cwd=MUTANTS, env=told, capture_output=True).returncode


def outcomes(floor: str) -> Iterator[tuple[str, Counter[str]]]:
    """Of each file of a floor how many mutants were killed, survived, and were not tried yet."""
    for path in sorted((MUTANTS / floor).glob("*.meta")):
        codes = json.loads(path.read_text())["exit_code_by_key"].values()
        if codes:
            yield f"{floor}/{path.stem}", Counter(map(_outcome, codes))


def _outcome(code: int | None) -> str:
    return "untried" if code is None else "killed" if code in _KILLED else "survived"


def _line(name: str, found: Counter[str]) -> str:
    tried = found["killed"] + found["survived"]
    share = f"{found['killed'] / tried:6.1%}" if tried else "     -"
    return f"{name:34}{found['killed']:7}{found['survived']:10}{found['untried']:9}  {share}"


if __name__ == "__main__":
    if _judged(""):
        sys.exit("The judges fail without any mutant, so their failing would prove nothing: run make mutants anew")
    for stem in AT_IMPORT:
        retry(MUTANTS / "paper/check" / f"{stem}.py.meta")
    print(f"{'':34} killed  survived  untried   ratio")
    for floor in FLOORS:
        files = dict(outcomes(floor))
        print(*(_line(name, found) for name, found in files.items()), sep="\n")
        print(_line(f"{floor}, all", sum(files.values(), Counter())), end="\n\n")
