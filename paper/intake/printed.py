"""The lines of a printed page on which a secrecy stamp could stand by itself."""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from paper.pdf.layout import Page, Word

_SAME_ROW = 4.0  # points
# Wider than a word space of a justified line: what stands beyond is another column, or a stamp beside the text.
_APART = 14.0
_END_OF_SENTENCE = (".", ",", ";", ":", "!", "?")


def stamp_lines(sheets: Iterable[Page]) -> Iterator[str]:
    """Stretches of rows between wide gaps, and rows of single letters; the end of a sentence is not one of them."""
    for sheet in sheets:
        for row in _rows(sheet):
            for stretch in (*_stretches(row), *_spelled(row)):
                line = " ".join(word.text for word in stretch)
                if not line.endswith(_END_OF_SENTENCE):
                    yield line


def _rows(sheet: Page) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(sheet.words, key=lambda word: word.top + word.bottom):
        if rows and abs(word.top + word.bottom - rows[-1][0].top - rows[-1][0].bottom) <= 2 * _SAME_ROW:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _stretches(row: list[Word]) -> list[list[Word]]:
    stretches = [[row[0]]]
    for before, after in pairwise(row):
        if after.left - before.right >= _APART:
            stretches.append([])
        stretches[-1].append(after)
    return stretches


def _spelled(row: list[Word]) -> list[list[Word]]:
    """Neighbours of one letter each, however far apart they stand: "M  Ậ  T"."""
    groups = (list(group) for single, group in groupby(row, key=lambda word: len(word.text) == 1) if single)
    return [group for group in groups if len(group) > 1]
