"""Where a finding is said to be: each part, each paragraph from 1, and what is neither at the head or the foot."""

import io
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from paper.check import check
from paper.check.places import ANNEX_TEXT
from paper.compose import Annex, Paragraph, compose
from tests.paper.check.clean import NAMES, PAPERS, clean
from tests.paper.check.editing import edited
from tests.paper.check.test_without_tables import side_by_side

IN_TWO_COLUMNS = "two columns on one line"
# Lines that are no part of a paper and no paragraph of its text.
BESIDE = (
    ("decision", "QUYẾT ĐỊNH:", "Phần đầu văn bản"),
    (IN_TWO_COLUMNS, "UBND HUYỆN CAO LÃNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Phần đầu văn bản"),
    (IN_TWO_COLUMNS, "Nơi nhận: TRƯỞNG PHÒNG", "Phần cuối văn bản"),
)


def paper(name: str) -> bytes:
    return side_by_side("\t\t") if name == IN_TWO_COLUMNS else clean(name)


def in_another_face(document: Document) -> None:
    """Every letter of the paper is one to complain of."""
    for element in document.element.body.iter(qn("w:r")):
        Run(element, document).font.name = "Arial"  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*NAMES, IN_TWO_COLUMNS])
def test_no_paragraph_and_no_line_is_counted_as_none(name: str) -> None:
    places = [found.where for found in check(edited(paper(name), in_another_face)) if found.rule == "phong-chu"]
    assert places
    assert [str(place) for place in places if 0 in place.facts.values()] == []


@pytest.mark.parametrize(("name", "words", "where"), BESIDE)
def test_a_line_that_is_no_part_is_at_the_head_or_at_the_foot(name: str, words: str, where: str) -> None:
    found = check(edited(paper(name), in_another_face))
    assert [str(one.where) for one in found if one.words == words and one.rule == "phong-chu"] == [where]


def test_paragraphs_of_an_annex_are_counted_from_its_own_first() -> None:
    annex = Annex("Danh mục", (Paragraph("Một việc của đơn vị."), Paragraph("Hai việc của đơn vị.")))
    data = compose(replace(PAPERS["issued"], annexes=(annex, annex)))
    found = [one.where for one in check(edited(data, in_another_face)) if one.rule == "phong-chu"]
    below = [place for place in found if place.pattern == ANNEX_TEXT]
    assert [str(place) for place in below] == [f"Phụ lục {n}, đoạn {m}" for n in ("1", "2") for m in (1, 2)]
    paragraphs = list(docx.Document(io.BytesIO(data)).element.body.iter(qn("w:p")))
    for place in below:
        assert place.paragraph is not None
        assert "việc của đơn vị" in "".join(paragraphs[place.paragraph].itertext())
