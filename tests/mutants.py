"""What `make mutants` prints: of each file how many changes the tests noticed, and of each floor the ratio.

A mutant whose tests never came to an end counts as killed; one that no test reaches counts as survived.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MUTANTS = Path(__file__).parents[1] / "mutants"
FLOORS = ("rules", "paper/check")
_KILLED = (1, 3, 24, -24, 36, 152, 255)  # a test failed, pytest broke, the time was up


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
    print(f"{'':34} killed  survived  untried   ratio")
    for floor in FLOORS:
        files = dict(outcomes(floor))
        print(*(_line(name, found) for name, found in files.items()), sep="\n")
        print(_line(f"{floor}, all", sum(files.values(), Counter())), end="\n\n")
