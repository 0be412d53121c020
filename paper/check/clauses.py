"""What becomes of every sentence of Nghị định 30/2020, Phụ lục I (Parts I, II) and Phụ lục II: `clauses.yaml`, read.

Each has one answer: rules of the checker that ask it of a file, a test that shows it of a printed page, or the reason
why no machine asks it of a file.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

ROWS = Path(__file__).parent / "clauses.yaml"
Answer = Literal["rules", "test", "why", "heading"]
# The reasons of lines that ask nothing by themselves: the sentences below them do.
OF_HEADINGS = (
    "a heading: it names what the sentences below it say",
    "the head of a table",
    "introduces the sentences below it",
)


@dataclass(frozen=True)
class Clause:
    """One sentence of the law, in its words. Exactly one of `rules`, `test` and `why` is given.

    `id` counts within a Phụ lục ("I-007"), `article` is its place ("Phụ lục I, Phần I, mục I.4"). `rules` are codes of
    `paper.check.rules`, `test` is "path/of/a/test.py::test_name". `unasked` is what of the sentence its rules leave.
    """

    id: str
    article: str
    sentence: str
    rules: tuple[str, ...] = ()
    test: str = ""
    why: str = ""
    unasked: str = ""

    @property
    def answer(self) -> Answer:
        """Which of the three it has; a heading has none to give, and is counted apart."""
        without: Answer = "heading" if self.why in OF_HEADINGS else "why"
        return "rules" if self.rules else "test" if self.test else without


@cache
def clauses() -> tuple[Clause, ...]:
    """All of them, in the order of the law."""
    rows = yaml.load(ROWS.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(Clause(**{**row, "rules": tuple(row.get("rules", ()))}) for row in rows)


def answered() -> Counter[Answer]:
    """How many sentences have which answer."""
    return Counter(clause.answer for clause in clauses())
