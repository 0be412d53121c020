"""Sheet, margins and page numbers as people make them in Word (Phụ lục I, Phần I, mục I.1 - I.3, I.7), and mended."""

import copy
import io
import zipfile
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from paper.check import check, mend
from tests.paper.check.clean import clean
from tests.paper.check.editing import CENTRE, LEFT, Edit, edited, header, sheet, tagged, titled
from tests.paper.check.faults import _no_number


def found_in(*edits: Edit) -> list[str]:
    return [finding.rule for finding in check(edited(clean("issued"), *edits))]


def mended(*edits: Edit, paper: str = "issued") -> tuple[list[tuple[str, str, str]], list[str]]:
    """What was changed (rule, before, after), and what is found afterwards."""
    data, changes = mend(edited(clean(paper), *edits))
    return [(one.rule, one.before, one.after) for one in changes], [one.rule for one in check(data)]


def number_on_first(place: str) -> Edit:
    """The number of the page copied into the header or footer that page 1 has of its own."""

    def edit(document: Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        own = getattr(section, f"first_page_{place}")
        own.is_linked_to_previous = False
        own.paragraphs[0].alignment = CENTRE
        for run in section.header.paragraphs[0].runs:
            own.paragraphs[0]._p.append(copy.deepcopy(run._r))

    return edit


@pytest.mark.parametrize("place", ["header", "footer"])
def test_a_number_in_what_page_one_has_of_its_own_is_taken_out_there_alone(place: str) -> None:
    assert "so-trang-dau" in found_in(number_on_first(place))
    assert mended(number_on_first(place)) == ([("so-trang-dau", "hiển thị", "không hiển thị")], [])


@pytest.mark.parametrize(("by", "faulty"), [("center", False), ("right", True)])
def test_a_number_in_a_frame_is_centred_where_its_frame_is(by: str, faulty: bool) -> None:
    """Word's own page numbers stand in a frame; the paragraph inside may be set anyhow."""

    def framed(paragraph: Any) -> None:
        paragraph.alignment = LEFT
        frame = OxmlElement("w:framePr")
        for name, given in (("wrap", "around"), ("hAnchor", "margin"), ("xAlign", by)):
            frame.set(qn(f"w:{name}"), given)
        paragraph._p.get_or_add_pPr().insert(0, frame)

    assert found_in(header(framed)) == ["so-trang-canh"] * faulty


@pytest.mark.parametrize(
    ("attributes", "faulty"),
    [({"start": "1"}, False), ({"start": "3"}, True), ({"fmt": "upperRoman"}, True), ({"fmt": "numberInDash"}, False)],
    ids=str,
)
def test_pages_are_counted_from_1_in_arabic_figures(attributes: dict[str, str], faulty: bool) -> None:
    assert found_in(tagged("w:pgNumType", **attributes)) == ["so-trang-so"] * faulty


@pytest.mark.parametrize(
    ("side", "given", "after"),
    [
        ("top_margin", 15, "20 mm"), ("top_margin", 30, "25 mm"),
        ("bottom_margin", 19, "20 mm"), ("bottom_margin", 26, "25 mm"),
        ("left_margin", 29, "30 mm"), ("left_margin", 36, "35 mm"),
        ("right_margin", 14, "15 mm"), ("right_margin", 25, "20 mm"),
    ],
)  # fmt: skip
def test_a_margin_is_moved_no_further_than_the_nearest_bound(side: str, given: float, after: str) -> None:
    assert mended(sheet(**{side: given})) == ([("le-trang", f"{given} mm", after)], [])


@pytest.mark.parametrize(
    ("side", "low", "high"),
    [("top_margin", 20, 25), ("bottom_margin", 20, 25), ("left_margin", 30, 35), ("right_margin", 15, 20)],
)
def test_both_bounds_of_a_margin_are_inside(side: str, low: float, high: float) -> None:
    assert found_in(sheet(**{side: low})) == found_in(sheet(**{side: high})) == []


def test_a_sheet_laid_across_stays_so_and_becomes_a4() -> None:
    across = sheet(page_width=279, page_height=216)
    changes, left = mended(across)
    assert changes == [("kho-giay", "279 x 216 mm", "297 x 210 mm")]
    assert "kho-giay" not in left


def test_a_missing_number_is_put_beside_the_header_that_is_there() -> None:
    """An empty line of the header takes it; page 1 shows none."""
    changes, left = mended(_no_number, titled(False), paper="long")
    assert changes == [("so-trang", "không có", "canh giữa lề trên")]
    assert left == []


FOR_MEETING, COPY_3 = "Bản dùng cho phiên họp tháng 5", "Bản số 03, thu hồi sau cuộc họp"


def says(text: str) -> Edit:
    """Words before whatever stands in the page header."""

    def before(paragraph: Any) -> None:
        run = paragraph.insert_paragraph_before(text).runs[0]
        run.font.size = Pt(13)

    return header(before)


@pytest.mark.parametrize("own", [True, False], ids=["page 1 has its own", "page 1 has none of its own"])
def test_a_missing_number_is_put_below_the_words_of_the_header_that_is_there(own: bool) -> None:
    data, changes = mend(edited(clean("long"), _no_number, says(FOR_MEETING), titled(own)))
    assert [one.rule for one in changes] == ["so-trang"]
    assert check(data) == ()
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert [one.text for one in section.header.paragraphs] == [FOR_MEETING, "2"]
    shown_before = "" if own else FOR_MEETING
    assert "".join(one.text for one in section.first_page_header.paragraphs) == shown_before


def test_a_header_and_a_footer_that_page_one_showed_stay_there_when_its_number_goes() -> None:
    def below(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].add_run(COPY_3)

    data, changes = mend(edited(clean("issued"), says(FOR_MEETING), below, titled(False)))
    assert [one.rule for one in changes] == ["so-trang-dau"]
    assert check(data) == ()
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert [one.text for one in section.header.paragraphs] == [FOR_MEETING, "2"]
    assert [one.text for one in section.first_page_header.paragraphs] == [FOR_MEETING, ""]
    assert [one.text for one in section.first_page_footer.paragraphs] == [COPY_3]


def own_header(text: str, after: str = "", simple: bool = False, within: str = "") -> Edit:
    """Page 1 with words of its own around a number: a simple field, or one of several runs, or `within` another."""

    def edit(document: Document) -> None:
        number_on_first("header")(document)
        paragraph = document.sections[0].first_page_header.paragraphs[0]
        runs = paragraph.runs
        paragraph.insert_paragraph_before()
        if simple:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), " PAGE ")
            field.append(runs[-2]._r)
            for run in [run for run in runs if run._r.getparent() is paragraph._p]:
                paragraph._p.remove(run._r)
            paragraph._p.append(field)
        if within:
            opened, said, closed = (copy.deepcopy(runs[0]._r) for _ in range(3))
            said.remove(said.find(qn("w:fldChar")))
            instruction = OxmlElement("w:instrText")
            instruction.text = within
            said.append(instruction)
            closed.find(qn("w:fldChar")).set(qn("w:fldCharType"), "end")
            paragraph._p.insert(1, opened)
            opened.addnext(said)
            paragraph._p.append(closed)
        first = paragraph.add_run(text)
        paragraph._p.insert(1, first._r)
        paragraph.add_run(after)

    return edit


@pytest.mark.parametrize("simple", [True, False], ids=["simple field", "complex field"])
@pytest.mark.parametrize(
    ("before", "after", "left"),
    [(f"{COPY_3} - trang ", "", f"{COPY_3} - trang "), ("Bản ", " số 03", "Bản  số 03"), ("- ", " -", "")],
)
def test_of_a_header_of_page_one_the_number_is_taken_and_its_words_stay(
    before: str, after: str, left: str, simple: bool
) -> None:
    data, changes = mend(edited(clean("issued"), own_header(before, after, simple)))
    assert [one.rule for one in changes] == ["so-trang-dau"]
    assert "so-trang-dau" not in [one.rule for one in check(data)]
    assert docx.Document(io.BytesIO(data)).sections[0].first_page_header.paragraphs[-1].text == left


def test_a_number_that_is_part_of_another_field_is_left_to_the_drafter() -> None:
    data, changes = mend(edited(clean("issued"), own_header("", within="= 1 + ")))
    assert changes == ()
    assert "so-trang-dau" in [one.rule for one in check(data)]


def test_words_about_the_pages_go_from_page_one_with_its_number() -> None:
    """ "Trang 2/5": page 1 has shown the number of all pages and their word only with its own."""

    def counted(paragraph: Any) -> None:
        paragraph._p.insert(1, paragraph.add_run("Trang ")._r)
        paragraph.add_run("/")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), " NUMPAGES ")
        paragraph._p.append(field)

    data, changes = mend(edited(clean("issued"), header(counted), titled(False)))
    assert "so-trang-dau" in [one.rule for one in changes]
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert section.header.paragraphs[0].text == "Trang 2/"
    assert [one.text for one in section.first_page_header.paragraphs] == [""]
    assert "NUMPAGES" not in "".join(section.first_page_header._element.itertext())


@pytest.mark.parametrize("number", [0, 1], ids=["the first", "the second"])
def test_of_two_sections_the_faulty_one_is_mended_and_the_other_left(number: int) -> None:
    def two(document: Document) -> None:
        document.add_section()
        document.sections[number].top_margin = Mm(30)

    data, changes = mend(edited(clean("issued"), two))
    assert [(one.rule, str(one.where), one.after) for one in changes] == [
        ("le-trang", f"Trang giấy, phần {number + 1}, mép trên", "25 mm")
    ]
    assert "le-trang" not in [one.rule for one in check(data)]
    margins = [round(section.top_margin.mm) for section in docx.Document(io.BytesIO(data)).sections]
    assert margins[number] == 25


def test_of_a_page_number_only_the_letters_are_changed() -> None:
    def small(paragraph: Any) -> None:
        for run in paragraph.runs:
            run.font.size, run.font.italic = Pt(11), True

    data, changes = mend(edited(clean("issued"), header(small)))
    looks = "Times New Roman, cỡ 11, nghiêng", "Times New Roman, cỡ 14, đứng"
    assert [(one.rule, one.before, one.after) for one in changes] == [("so-trang-chu", *looks)]
    top = docx.Document(io.BytesIO(data)).sections[0].header.paragraphs[0]
    assert {run.font.size for run in top.runs} == {Pt(14)}
    holders = {element.getparent().tag for element in top._p.iter(qn("w:rPr"))}
    assert holders == {qn("w:r")}, "a look belongs to a run and to nothing inside of it"


def test_a_number_that_is_added_twice_has_a_part_of_its_own_each_time() -> None:
    """The number that was added first is taken out again by hand; its part stays in the package."""

    def unlinked(document: Document) -> None:
        for reference in document.sections[0]._sectPr.findall(qn("w:headerReference")):
            document.sections[0]._sectPr.remove(reference)

    once, _ = mend(edited(clean("long"), _no_number, unlinked))
    twice, changes = mend(edited(once, unlinked))
    assert [one.rule for one in changes] == ["so-trang"]
    assert check(twice) == ()
    with zipfile.ZipFile(io.BytesIO(twice)) as file:
        assert len(file.namelist()) == len(set(file.namelist()))
        assert {"word/header90.xml", "word/header91.xml"} <= set(file.namelist())
    top = docx.Document(io.BytesIO(twice)).sections[0].header
    assert not top.is_linked_to_previous
    assert "PAGE" in "".join(node.text or "" for node in top._element.iter(qn("w:instrText")))
