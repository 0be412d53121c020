"""Sheet, margins and page numbers (Phụ lục I, Phần I, mục I.1, I.2, I.3, I.7; III.1.đ)."""

import re
from typing import Any

from paper.check.anatomy import Anatomy
from paper.check.letters import figure, styled, symbolic
from paper.check.places import HEADER, MARGIN, PAGE, Hits, somewhere
from paper.compose.looks import FACES
from paper.intake.docx import field_instructions
from paper.read.sheet import Paragraph
from paper.read.styles import Letters

WIDTH, HEIGHT = 210.0, 297.0
# Top, bottom, left, right in mm: from, to.
MARGINS = ((20.0, 25.0), (20.0, 25.0), (30.0, 35.0), (15.0, 20.0))
SIDES = ("mép trên", "mép dưới", "mép trái", "mép phải")
NUMBER_SIZES = (13.0, 14.0)
_SHEET_OFF, _MARGIN_OFF = 1.0, 0.35
_PAGE = re.compile(r"^\s*PAGE\b", re.IGNORECASE)
# Letters that fit on the first page below the head, counted low: then a paper certainly has a second page.
_LETTERS_OF_A_PAGE = 3600


def sheet(paper: Anatomy) -> Hits:
    """Pages that are not A4."""
    for number, section in enumerate(paper.sheet.sections, start=1):
        short, long = sorted((section.width, section.height))
        if abs(short - WIDTH) > _SHEET_OFF or abs(long - HEIGHT) > _SHEET_OFF:
            yield somewhere(PAGE, section=number, found=f"{section.width:.0f} x {section.height:.0f} mm")


def lying(paper: Anatomy) -> Hits:
    """Pages laid across in a paper that has no table outside of its head and foot."""
    wide = any(line.paragraph.cell is not None for line in paper.body)
    section = paper.first_page
    if section.width > section.height and not wide:
        yield somewhere(PAGE, section=1)


def margins(paper: Anatomy) -> Hits:
    """Margins outside of their ranges; pages laid across are left out, for their sides change places."""
    for number, section in enumerate(paper.sheet.sections, start=1):
        if section.width > section.height:
            continue
        for side, found, (low, high) in zip(SIDES, section.margins, MARGINS, strict=True):
            if not low - _MARGIN_OFF <= found <= high + _MARGIN_OFF:
                measure = figure(round(found, 1))
                should = f"{low:g} - {high:g}"
                yield somewhere(MARGIN, f"{measure} mm", section=number, side=side, found=measure, should=should)


def missing_number(paper: Anatomy) -> Hits:
    """No page number in a paper that goes beyond one page."""
    section = paper.first_page
    letters = sum(len(line.text) for line in paper.body)
    parts = (*section.headers.values(), *section.footers.values())
    if letters > _LETTERS_OF_A_PAGE and not numbers(*parts):
        yield somewhere(HEADER, section=1)


def number_below(paper: Anatomy) -> Hits:
    """Page numbers in the lower margin."""
    for number, section in enumerate(paper.sheet.sections, start=1):
        if numbers(*section.footers.values()):
            yield somewhere(HEADER, section=number)


def number_aside(paper: Anatomy) -> Hits:
    """Page numbers in the upper margin that are not centred."""
    for number, section in enumerate(paper.sheet.sections, start=1):
        for paragraph in numbers(*section.headers.values()):
            if paragraph.setting.align != "center" and "\t" not in paragraph.text and not _framed(paragraph):
                yield somewhere(HEADER, section=number)


def number_letters(paper: Anatomy) -> Hits:
    """Page numbers in another face than Times New Roman, another size than 13 to 14, bold or slanted."""
    for number, section in enumerate(paper.sheet.sections, start=1):
        for paragraph in numbers(*section.headers.values()):
            low, high = NUMBER_SIZES
            wrong = [run.letters for run in paragraph.runs if run.text.strip() and not symbolic(run)]
            wrong = [one for one in wrong if not (upright(one) and low <= one.size <= high and one.font in FACES)]
            if wrong:
                facts = {"font": wrong[0].font, "found": figure(wrong[0].size), "style": styled(wrong[0])}
                yield somewhere(HEADER, section=number, **facts)


def upright(letters: Letters) -> bool:
    """Neither bold nor slanted."""
    return not letters.bold and not letters.italic


def number_on_first(paper: Anatomy) -> Hits:
    """The number of page 1 printed: it must not be seen."""
    section = paper.first_page
    own = (section.headers.get("first", ()), section.footers.get("first", ()))
    if numbers(*own if section.title_page else section.headers.values()):
        yield somewhere(HEADER, section=1)


def number_format(paper: Anatomy) -> Hits:
    """Pages counted in Roman figures or letters, or not from 1."""
    for number, section in enumerate(paper.sheet.sections, start=1):
        wrong_start = number == 1 and section.start not in (None, 1)
        if section.number_format not in ("decimal", "numberInDash") or wrong_start:
            yield somewhere(HEADER, section=number)


def annex_numbers(paper: Anatomy) -> Hits:
    """Annexes whose pages go on counting those of the paper, or of the annex before."""
    for annex in paper.annexes:
        number = annex.heading.paragraph.section
        section = paper.sheet.sections[min(number, len(paper.sheet.sections) - 1)]
        if section.start != 1 or number == 0:
            yield somewhere(HEADER, section=number + 1)


def numbers(*parts: tuple[Paragraph, ...]) -> list[Paragraph]:
    """The paragraphs of page headers (or footers) that hold the field of the page number."""
    return [paragraph for paragraphs in parts for paragraph in paragraphs if numbered(paragraph.element)]


def numbered(paragraph: Any) -> bool:
    """Whether a w:p holds the field of the page number."""
    return any(is_page_number(field) for field in field_instructions(paragraph))


def is_page_number(instruction: str) -> bool:
    """Whether the instruction of a field is that of the page number."""
    return bool(_PAGE.match(instruction))


def _framed(paragraph: Paragraph) -> bool:
    """Whether Word's own gallery put the number into a frame; the frame says where it stands."""
    frame = paragraph.element.find("{*}pPr/{*}framePr")
    return frame is not None and any(
        name.endswith("xAlign") and given == "center" for name, given in frame.attrib.items()
    )
