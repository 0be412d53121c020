"""The lines of print: what Word users take for a line is a paragraph, or what stands between two breaks of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from paper.read.folding import tidy
from paper.read.sheet import Paragraph, Run

_RULE_SIGNS = frozenset("_-—–⎯─ ")


@dataclass(frozen=True)
class Line:
    """One line of print: a paragraph, or what stands between two line breaks of it (`at` counts from 0).

    `beside` is one of two that tabs or spaces set side by side in one paragraph.
    """

    paragraph: Paragraph
    runs: tuple[Run, ...]
    at: int = 0
    beside: bool = False

    @cached_property
    def text(self) -> str:
        """The words, the label of a list before them, without odd spaces."""
        label = self.paragraph.label if self.at == 0 else ""
        return tidy(f"{label} {''.join(run.text for run in self.runs)}")

    @cached_property
    def shown(self) -> str:
        """The words as they print: in capitals where the run says so."""
        return tidy("".join(run.text.upper() if run.letters.caps else run.text for run in self.runs))

    @property
    def placed_by_hand(self) -> bool:
        """Whether tabs or spaces push the line to its place, so that its alignment says nothing."""
        raw = "".join(run.text for run in self.runs)
        return self.beside or "\t" in raw.rstrip() or raw.startswith("   ")


def lines_of(paragraphs: tuple[Paragraph, ...]) -> Iterator[Line]:
    """The lines that have words, in reading order."""
    for paragraph in paragraphs:
        rows: list[list[Run]] = [[]]
        for run in paragraph.runs:
            pieces = run.text.split("\n")
            for number, piece in enumerate(pieces):
                if number:
                    rows.append([])
                if piece:
                    rows[-1].append(Run(piece, run.letters, run.element))
        for at, row in enumerate(rows):
            words = "".join(run.text for run in row).strip()
            if words and not is_rule(words):
                yield Line(paragraph, tuple(row), at)


def seen(line: Line) -> Iterator[Run]:
    """The runs of a line that show letters."""
    return (run for run in line.runs if run.text.strip() and not run.letters.hidden)


def parted(line: Line, end: int, start: int) -> tuple[Line, Line]:
    """The two sides of a line: its letters up to `end`, and those from `start` on."""
    sides: tuple[list[Run], list[Run]] = ([], [])
    position = 0
    for run in line.runs:
        for side, low, high in ((sides[0], 0, end), (sides[1], start, position + len(run.text))):
            piece = run.text[max(low - position, 0) : max(high - position, 0)]
            if piece:
                side.append(Run(piece, run.letters, run.element))
        position += len(run.text)
    left, right = (Line(line.paragraph, tuple(side), line.at, beside=True) for side in sides)
    return left, right


def is_rule(words: str) -> bool:
    """Whether a line is nothing but a rule typed with underscores or dashes."""
    return len(words) > 3 and set(words) <= _RULE_SIGNS
