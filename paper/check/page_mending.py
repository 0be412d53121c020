"""Mending of sheet, margins and page numbers (Phụ lục I, Phần I, mục I.1, I.3, I.7)."""

from collections.abc import Callable, Iterator

from lxml import etree  # type: ignore[import-untyped]

from paper.check import Change, Finding
from paper.check.anatomy import Anatomy
from paper.check.headers import add_number, part_first_page, take_number
from paper.check.letters import STYLES, aligned, symbolic
from paper.check.page import HEIGHT, MARGINS, SIDES, WIDTH, numbers
from paper.check.parts import child, give_face, properties
from paper.compose.looks import FONT
from paper.intake.package import W
from paper.read.sheet import Section
from rules.sentences import Sentence

MISSING, CENTRED, HIDDEN, SHOWN = "không có", "canh giữa lề trên", "không hiển thị", "hiển thị"
COUNTED = "1, 2, 3 từ 1"
WORDS = (MISSING, CENTRED, HIDDEN, SHOWN, COUNTED)
_TWIPS_MM = 1440 / 25.4
_NUMBER_SIZE = 14
_OTHER_EDGES = {"header": "567", "footer": "567", "gutter": "0"}
_EDGES = ("top", "bottom", "left", "right")
_NUMBER = (
    '<w:p xmlns:w="{namespace}"><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r>{look}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{look}<w:t>2</w:t></w:r>'
    '<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
_LOOK = '<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/><w:sz w:val="{size}"/></w:rPr>'

Changes = Iterator[Change]


def _section(paper: Anatomy, finding: Finding) -> Section:
    return paper.sheet.sections[int(str(finding.where.facts["section"])) - 1]


def _sheet(paper: Anatomy, finding: Finding) -> Changes:
    section = _section(paper, finding)
    width, height = (HEIGHT, WIDTH) if section.width > section.height else (WIDTH, HEIGHT)
    child(section.element, "pgSz", w=_twips(width), h=_twips(height))
    yield Change(finding.rule, finding.where, "", str(finding.facts["found"]), f"{width:.0f} x {height:.0f} mm")


def _margins(paper: Anatomy, finding: Finding) -> Changes:
    section = _section(paper, finding)
    at = SIDES.index(str(finding.facts["side"]))
    low, high = MARGINS[at]
    edges = child(section.element, "pgMar")
    written = {edge: _twips(given) for edge, given in zip(_EDGES, section.margins, strict=True)}
    for edge, given in (written | _OTHER_EDGES).items():
        if edges.get(f"{W}{edge}") is None:
            edges.set(f"{W}{edge}", given)
    should = min(max(section.margins[at], low), high)
    edges.set(f"{W}{_EDGES[at]}", _twips(should))
    yield Change(finding.rule, finding.where, "", f"{finding.facts['found']} mm", f"{should:g} mm")


def _add_number(paper: Anatomy, finding: Finding) -> Changes:
    look = _LOOK.format(font=FONT, size=2 * _NUMBER_SIZE)
    part_first_page(paper)
    add_number(paper, etree.fromstring(_NUMBER.format(namespace=W.strip("{}"), look=look)))
    yield Change(finding.rule, finding.where, "", MISSING, CENTRED)


def _centre(paper: Anatomy, finding: Finding) -> Changes:
    for paragraph in numbers(*_section(paper, finding).headers.values()):
        found = paragraph.setting.align
        child(properties(paragraph.element, "pPr"), "jc", val="center")
        yield Change(finding.rule, finding.where, "", aligned(found), CENTRED)


def _letters(paper: Anatomy, finding: Finding) -> Changes:
    for paragraph in numbers(*_section(paper, finding).headers.values()):
        symbols = [run.element for run in paragraph.runs if symbolic(run)]
        for run in (run for run in paragraph.element.iter(f"{W}r") if run not in symbols):
            look = properties(run, "rPr")
            give_face(child(look, "rFonts"))
            for tag in ("b", "i"):
                child(look, tag, val="0")
            for tag in ("sz", "szCs"):
                child(look, tag, val=f"{2 * _NUMBER_SIZE}")
        before = _look(str(finding.facts["font"]), str(finding.facts["found"]), str(finding.facts["style"]))
        yield Change(finding.rule, finding.where, "", before, _look(FONT, f"{_NUMBER_SIZE}", STYLES[False, False]))


def _look(font: str, size: str, style: str) -> Sentence:
    return Sentence("{font}, cỡ {size}, {style}", font=font, size=size, style=style)


def _hide_first(paper: Anatomy, finding: Finding) -> Changes:
    """Its header and footer keep their words. A number that is part of another field is left to the drafter."""
    section = paper.first_page
    own = (section.headers.get("first", ()), section.footers.get("first", ()))
    left = [one for one in numbers(*own) if not take_number(one.element)] if section.title_page else []
    part_first_page(paper)
    if not left:
        yield Change(finding.rule, finding.where, "", SHOWN, HIDDEN)


def _count(paper: Anatomy, finding: Finding) -> Changes:
    section = _section(paper, finding)
    child(section.element, "pgNumType", start="1").attrib.pop(f"{W}fmt", None)
    yield Change(finding.rule, finding.where, "", section.number_format, COUNTED)


def _twips(millimetres: float) -> str:
    return f"{millimetres * _TWIPS_MM:.0f}"


MENDERS: dict[str, Callable[[Anatomy, Finding], Changes]] = {
    "kho-giay": _sheet,
    "le-trang": _margins,
    "so-trang": _add_number,
    "so-trang-canh": _centre,
    "so-trang-chu": _letters,
    "so-trang-dau": _hide_first,
    "so-trang-so": _count,
}
