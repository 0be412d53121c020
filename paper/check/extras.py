"""Annexes, stamps of urgency and circulation, and papers that the decree does not speak of (mục III)."""

import re

from paper.check.anatomy import Anatomy
from paper.check.lines import seen
from paper.check.places import HEAD, Hits, hit, somewhere
from paper.read.folding import fold

_NUMBERED = re.compile(r"^phụ lục\s+(?:số\s*)?(?P<number>\S+?)[:.]?$", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_RED = re.compile(r"[C-F][0-9A-F][0-4][0-9A-F][0-4][0-9A-F]", re.IGNORECASE)
_BY_HOUR = re.compile(r"hẹn giờ", re.IGNORECASE)


def party_paper(paper: Anatomy) -> Hits:
    """A paper of the party: its form follows other rules than this decree."""
    if paper.facts.party:
        yield somewhere(HEAD)


def annex_mentioned(paper: Anatomy) -> Hits:
    """An annex that the paper itself does not speak of."""
    words = fold(" ".join(line.text for line in paper.body))
    for annex in paper.annexes[:1]:
        if fold("phụ lục") not in words and fold("kèm theo") not in words:
            yield hit(paper, annex.heading)


def annex_numbers(paper: Anatomy) -> Hits:
    """Two annexes or more that are not counted I, II, III in their order."""
    for should, annex in zip(_ROMAN, paper.annexes, strict=False):
        found = _NUMBERED.match(annex.heading.text)
        if len(paper.annexes) > 1 and (found is None or found["number"] != should):
            yield hit(paper, annex.heading, should=f"Phụ lục {should}")


def annex_origin(paper: Anatomy) -> Hits:
    """An annex that does not say which paper it belongs to."""
    for annex in paper.annexes:
        if not annex.origin:
            yield hit(paper, annex.heading)


def annex_words(paper: Anatomy) -> Hits:
    """ "(Kèm theo …)" without kind, number or issuer of the paper; figures may stay blank."""
    for annex in paper.annexes:
        words = " ".join(line.text for line in annex.origin)
        if words and not re.search(r"\bsố\b.*\bngày\b.*\bcủa\b", words, re.IGNORECASE):
            yield hit(paper, annex.origin[0], words)


def urgency(paper: Anatomy) -> Hits:
    """A degree of urgency that the decree does not know: hỏa tốc hẹn giờ."""
    for line in paper.of("muc-khan"):
        if _BY_HOUR.search(line.text):
            yield hit(paper, line)


def urgency_red(paper: Anatomy) -> Hits:
    """A degree of urgency typed in another colour than its stamp's red."""
    for line in paper.of("muc-khan"):
        if not all(_RED.fullmatch(run.letters.colour) for run in seen(line)):
            yield hit(paper, line)


def urgency_frame(paper: Anatomy) -> Hits:
    """A degree of urgency without a frame of single lines around it."""
    yield from _unframed(paper, "muc-khan")


def circulation_frame(paper: Anatomy) -> Hits:
    """XEM XONG TRẢ LẠI or LƯU HÀNH NỘI BỘ without a frame of single lines around it."""
    yield from _unframed(paper, "luu-hanh")


def _unframed(paper: Anatomy, code: str) -> Hits:
    for line in paper.of(code):
        framed = line.paragraph.setting.framed or line.paragraph.boxed
        if not framed and not _bordered(line.paragraph.element):
            yield hit(paper, line)


def _bordered(paragraph: object) -> bool:
    """Whether the paragraph stands alone in a table cell, whose borders, or those of its table, are the frame."""
    cell = next(paragraph.iterancestors("{*}tc"), None)  # type: ignore[attr-defined]
    if cell is None:
        return False
    table = next(cell.iterancestors("{*}tbl"))
    of_table = [table.find(f"{{*}}tblPr/{{*}}{name}") for name in ("tblBorders", "tblStyle")]
    alone = len(table.findall("{*}tr/{*}tc")) == 1
    return cell.find("{*}tcPr/{*}tcBorders") is not None or (alone and any(one is not None for one in of_table))
