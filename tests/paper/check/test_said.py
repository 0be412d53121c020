"""What the clerk says of each fault, and what stood there before he mended it and after: a page to read, word for word.

`said.txt` is read by people before it is committed: place, words of the drafter, sentence; below it place, words,
before → after. `python -m tests.paper.check.test_said` writes it anew.
"""

from collections.abc import Iterator

import pytest

from paper.check import check, mend
from paper.check.rules import RULES
from tests.paper.check.pages import blocks, write
from tests.paper.check.test_faults import FAULTS, each_rule, faulty

SAID = "said.txt"
_SHORT = 60


def said(code: str) -> Iterator[str]:
    """The lines of one rule."""
    for found in check(faulty(code), FAULTS[code].context):
        yield f"{found.rule} · {found.where} · {found.words} · {found.message}"
    for change in mend(faulty(code))[1] if RULES[code].mendable else ():
        yield f"    {change.where} · {change.words[:_SHORT]} · {change.before} → {change.after}"


@pytest.fixture(scope="module")
def kept() -> dict[str, list[str]]:
    """The lines of the page by the rule that they speak of."""
    return blocks(SAID, lambda line: line.partition(" · ")[0])


@each_rule
def test_each_fault_is_said_as_it_was_read_and_found_good(code: str, kept: dict[str, list[str]]) -> None:
    assert list(said(code)) == kept[code]


if __name__ == "__main__":
    write(SAID, said, RULES)
