"""A page number in a header, field by field: which fields are one, what goes with it, and which part is written."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from paper.check import check, mend
from paper.check.headers import _LABEL, take_number
from paper.check.page import numbered
from tests.paper.check.clean import clean
from tests.paper.check.editing import Edit, both, edited, titled
from tests.paper.check.faults import _no_number


def field(*instruction: str, shown: str = "2") -> str:
    """A field of several runs; its instruction may be parted over more than one."""
    said = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in instruction)
    mark = '<w:r><w:rPr><w:b/></w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}{said}{mark.format('separate')}{text(shown)}{mark.format('end')}"


def text(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def paragraph(*pieces: str) -> Any:
    return parse_xml(f"<w:p {nsdecls('w')}>{''.join(pieces)}</w:p>")


SIMPLE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
NAMELESS = "<w:fldSimple><w:r><w:t>7</w:t></w:r></w:fldSimple>"
EMPTY = "<w:r><w:t/></w:r>"


@pytest.mark.parametrize(
    ("pieces", "left", "runs"),
    [
        ((field(" PAGE "),), "", 0),
        ((field(" PA", "GE "),), "", 0),
        ((SIMPLE,), "", 0),
        ((text("- "), field(" PAGE "), text(" -")), "", 0),
        ((text("- "), EMPTY, SIMPLE, text(" -")), "", 0),
        ((text("Trang "), field(" PAGE "), text("/"), field(" NUMPAGES ")), "", 0),
        ((text("Trang "), field(" SECTIONPAGES "), text(" "), SIMPLE), "", 0),
        ((text("Bản "), field(" PAGE "), text(" số 3")), "Bản  số 3", 2),
        ((field(" DATE ", shown="hôm nay"), field(" PAGE ")), "hôm nay", 5),
        ((field(" PAGE "), field(" DATE ", shown="hôm nay")), "hôm nay", 5),
        ((NAMELESS, SIMPLE), "", 0),
        ((text("Số "), "<w:r><w:t>x</w:t><w:tab/></w:r>", SIMPLE), "Số x", 2),
    ],
)
def test_the_number_goes_and_what_is_written_around_it_alone(pieces: tuple[str, ...], left: str, runs: int) -> None:
    given = paragraph(*pieces)
    assert take_number(given, _LABEL)
    assert not numbered(given)
    assert "".join(node.text or "" for node in given.iter(qn("w:t"))) == left
    assert len(given.findall(qn("w:r"))) == runs


def test_a_run_that_holds_more_than_the_words_around_a_number_stays() -> None:
    given = paragraph("<w:r><w:t>- </w:t><w:tab/></w:r>", SIMPLE)
    assert take_number(given)
    assert [piece.tag for piece in given[0]] == [qn("w:tab")]


def test_a_number_within_a_field_is_not_taken() -> None:
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    given = paragraph(begin, "<w:r><w:instrText>= </w:instrText></w:r>", field(" PAGE "), end)
    before = len(given)
    assert not take_number(given)
    assert len(given) == before


def _linked(document: Document) -> None:
    """The header has a link, as one with a picture has."""
    part = document.sections[0].header.part
    part.relate_to("https://example.vn", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


def _typeless(document: Document) -> None:
    """Headers and footers that do not say for which pages they are: they are for all."""
    for reference in document.sections[0]._sectPr.iter(qn("w:headerReference"), qn("w:footerReference")):
        del reference.attrib[qn("w:type")]


def _own_first(document: Document) -> None:
    """Page 1 had a header of its own once, which the drafter has switched off."""
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "Bản cũ"
    document.sections[0].different_first_page_header_footer = False


def _of_a_table(document: Document) -> None:
    """A header that ends with a table."""
    header = document.sections[0].header
    table = header.add_table(1, 1, document.sections[0].page_width)
    header._element.append(table._tbl)


def _no_header(document: Document) -> None:
    for reference in list(document.sections[0]._sectPr.iter(qn("w:headerReference"))):
        document.sections[0]._sectPr.remove(reference)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_header_of_page_one_keeps_the_links_of_the_header_that_it_was() -> None:
    data, _ = mend(edited(clean("issued"), _linked, titled(False)))
    assert check(data) == ()
    kept = {name: said for name, said in parts(data).items() if "header" in name and name.endswith(".rels")}
    assert sorted(kept) == ["word/_rels/header1.xml.rels", "word/_rels/header90.xml.rels"]
    assert all(b"https://example.vn" in said for said in kept.values())


@pytest.mark.parametrize("more", [_typeless, _own_first, both(_typeless, _own_first)])
def test_page_one_has_one_header_of_its_own_afterwards(more: Edit) -> None:
    data, changes = mend(edited(clean("issued"), more, titled(False)))
    assert [one.rule for one in changes] == ["so-trang-dau"]
    assert check(data) == ()
    section = docx.Document(io.BytesIO(data)).sections[0]._sectPr
    kinds = [one.get(qn("w:type"), "default") for one in section.findall(qn("w:headerReference"))]
    assert sorted(kinds) == ["default", "first"]


@pytest.mark.parametrize(
    ("edit", "header"),
    [(_of_a_table, "word/header1.xml"), (_typeless, "word/header1.xml"), (_no_header, "word/header90.xml")],
)
def test_a_missing_number_goes_into_the_header_that_there_is(edit: Edit, header: str) -> None:
    data, changes = mend(edited(clean("long"), _no_number, edit))
    assert [one.rule for one in changes] == ["so-trang"]
    assert check(data) == ()
    written = parts(data)
    assert [name for name, said in written.items() if b" PAGE " in said] == [header]
    assert b"ns0:" not in written[header]
