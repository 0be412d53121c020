"""Composed papers as printed: rendered once a test run, measured in millimetres."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image

from paper.compose import Certificate, Paper, Register, compose
from paper.pdf import pages, render
from paper.pdf.layout import Page, Word

POINT = 25.4 / 72
# poppler's word box is 1.3 em high in this face.
EM = 1.3


@cache
def printed(paper: Paper | Certificate | Register) -> bytes:
    """The paper as PDF."""
    return render(compose(paper))


@cache
def sheets(paper: Paper | Certificate | Register) -> tuple[Page, ...]:
    """The pages of the printed paper with their words."""
    return pages(printed(paper))


def found(page: Page, text: str) -> tuple[Word, ...]:
    """The words of a phrase where it first stands on the page, in reading order."""
    wanted = text.split()
    words = page.words
    for at in range(len(words) - len(wanted) + 1):
        if [word.text for word in words[at : at + len(wanted)]] == wanted:
            return words[at : at + len(wanted)]
    raise AssertionError(f"“{text}” is not on the page")


def left(words: tuple[Word, ...]) -> float:
    """Left edge in mm from the paper's edge."""
    return min(word.left for word in words) * POINT


def right(words: tuple[Word, ...]) -> float:
    """Right edge in mm from the paper's left edge."""
    return max(word.right for word in words) * POINT


def centre(words: tuple[Word, ...]) -> float:
    """Middle in mm from the paper's left edge."""
    return (left(words) + right(words)) / 2


def middle(words: tuple[Word, ...]) -> float:
    """Height of the line's middle in mm from the paper's top edge."""
    return (words[0].top + words[0].bottom) / 2 * POINT


def size(words: tuple[Word, ...]) -> float:
    """Font size in points."""
    return round((words[0].bottom - words[0].top) / EM, 1)


@cache
def rules(paper: Paper) -> list[tuple[float, float, float]]:
    """Horizontal lines of the upper half of page 1 longer than 6 mm, as (height, left, right) in mm."""
    dots_a_mm = 200 / 25.4
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory, "paper.pdf")
        source.write_bytes(printed(paper))
        command = ["pdftoppm", "-r", "200", "-l", "1", "-gray", "-png", "-singlefile", str(source), str(source)]
        subprocess.run(command, check=True, timeout=60)
        with Image.open(f"{source}.png") as image:
            return _long_runs(image.convert("L"), dots_a_mm)


def _long_runs(image: Image.Image, dots_a_mm: float) -> list[tuple[float, float, float]]:
    lines: list[tuple[float, float, float]] = []
    for row in range(image.height // 2):
        run = 0
        for column, shade in enumerate([*image.crop((0, row, image.width, row + 1)).tobytes(), 255]):
            if shade < 160:
                run += 1
                continue
            line = (row / dots_a_mm, (column - run) / dots_a_mm, column / dots_a_mm)
            if run > 6 * dots_a_mm and not any(line[0] - old[0] < 0.5 and abs(line[1] - old[1]) < 1 for old in lines):
                lines.append(line)
            run = 0
    return lines
