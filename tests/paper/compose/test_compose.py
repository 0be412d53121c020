"""What stands in a composed docx besides its look."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper.compose import Certificate, Dash, Paper, Paragraph, Register, Table, compose
from paper.compose.forms import FORMS
from paper.compose.metrics import balanced, width_mm
from paper.compose.package import packed
from paper.compose.wording import ended, listed, unbroken
from paper.intake import inspect
from rules.kinds import KINDS
from tests.paper.compose.schema import faults
from tests.paper.kinds import KINDS_OF_PAPER, MINUTES, SHEETS
from tests.paper.samples import ALL, DECISION, PLAN

EVERY: dict[str, Paper | Certificate | Register] = {**ALL, **KINDS_OF_PAPER, **SHEETS}
every_sample = pytest.mark.parametrize("paper", EVERY.values(), ids=EVERY.keys())


def part(paper: Paper | Certificate | Register, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(compose(paper))) as archive:
        return archive.read(name).decode()


@every_sample
def test_the_same_paper_is_the_same_bytes(paper: Paper | Certificate | Register) -> None:
    assert compose(paper) == compose(paper)


@every_sample
def test_a_composed_paper_passes_intake_without_a_warning(paper: Paper | Certificate | Register) -> None:
    assert inspect("paper.docx", compose(paper)).warnings == ()


@every_sample
def test_everything_stands_in_the_schemas_order(paper: Paper | Certificate | Register) -> None:
    assert faults(compose(paper)) == []


@every_sample
def test_a_program_that_opens_and_saves_a_paper_leaves_the_schemas_order(paper: Paper | Certificate | Register) -> None:
    document = docx.Document(io.BytesIO(compose(paper)))
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.left_indent = 0
    saved = io.BytesIO()
    document.save(saved)
    assert faults(saved.getvalue()) == []


def test_a_property_out_of_its_place_is_seen() -> None:
    with zipfile.ZipFile(io.BytesIO(compose(PLAN))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"]
    parts["word/document.xml"] = re.sub(rb"(<w:pBdr>.*?</w:pBdr>)(<w:spacing[^>]*/>)", rb"\2\1", text)
    assert any(fault.startswith("pPr: ['pStyle', 'spacing', 'pBdr'") for fault in faults(packed(parts)))


@every_sample
def test_nobody_and_no_program_is_named_in_the_properties(paper: Paper | Certificate | Register) -> None:
    core = part(paper, "docProps/core.xml")
    assert not re.search(r"creator|lastModifiedBy|python|created|modified", core, re.IGNORECASE)


@pytest.mark.parametrize("paper", (ALL | KINDS_OF_PAPER).values(), ids=(ALL | KINDS_OF_PAPER).keys())
def test_the_properties_bear_the_papers_kind_and_subject(paper: Paper) -> None:
    assert f"<dc:title>{paper.type.title} {paper.subject}</dc:title>" in part(paper, "docProps/core.xml")


@every_sample
def test_times_new_roman_is_the_only_font_and_vietnamese_the_only_language(
    paper: Paper | Certificate | Register,
) -> None:
    styles = part(paper, "word/styles.xml")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in styles
    everything = styles + part(paper, "word/document.xml")
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs)="([^"]+)"', everything)) == {"Times New Roman"}
    assert "Theme" not in everything
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', everything)) == {"vi-VN"}


def test_only_a_stamp_is_red_in_a_paper() -> None:
    for paper in (ALL | KINDS_OF_PAPER).values():
        text = part(replace(paper, urgency=None), "word/document.xml")
        assert set(re.findall(r'w:color="([^"]+)"', text)) <= {"000000"}


def test_a_kind_of_two_signatories_with_one_is_an_error() -> None:
    with pytest.raises(ValueError, match="minutes: two people sign it"):
        compose(replace(MINUTES, beside=None))


def test_every_kind_has_a_form_and_every_form_a_kind() -> None:
    assert set(FORMS) == set(KINDS)
    assert {kind for kind, form in FORMS.items() if form.signatories == 2} == {"minutes", "slip"}
    assert [kind for kind, form in FORMS.items() if not form.place] == ["minutes"], "mẫu 1.9 has no place and date"


def test_subjects_with_signs_of_markup_stay_text() -> None:
    paper = replace(PLAN, subject="A < B & C > D")
    assert docx.Document(io.BytesIO(compose(paper))).core_properties.title == "KẾ HOẠCH A < B & C > D"


@pytest.mark.parametrize(
    ("sign", "copies", "printed"),
    [("pl", 300, " PL.(300)."), ("PL.", None, " PL."), ("", 30, " (30)."), ("", None, "")],
)
def test_the_drafters_sign_and_the_copies_follow_the_file_copy(sign: str, copies: int | None, printed: str) -> None:
    text = part(replace(PLAN, file_copy="VT, NV (2).", drafter_sign=sign, copies=copies), "word/document.xml")
    assert f"- Lưu: VT, NV (2).{printed}<" in text


def test_an_issued_papers_annex_names_it_in_full() -> None:
    issued = replace(DECISION, number=21, issued_on=date(2027, 12, 20))
    text = part(issued, "word/document.xml").replace("<w:br/>", " ").replace('</w:t> <w:t xml:space="preserve">', " ")
    assert "(Kèm theo Quyết định số 21/QĐ-UBND ngày 20 tháng 12 năm 2027 của Chủ tịch" in text


def test_symbols_of_cited_papers_do_not_break_after_a_hyphen() -> None:
    assert unbroken("Kế hoạch số 55-KH/HU ngày 04/11/2026") == "Kế hoạch số 55\u2011KH/HU ngày 04/11/2026"
    assert unbroken("kinh tế - xã hội, Tài chính - Kế hoạch") == "kinh tế - xã hội, Tài chính - Kế hoạch"


def test_bases_and_recipients_get_the_decrees_punctuation_once() -> None:
    assert listed(("Căn cứ Luật A;", "Căn cứ Luật B.", "Căn cứ C")) == ("Căn cứ Luật A;", "Căn cứ Luật B;", "Căn cứ C.")
    assert (
        ended("thực hiện tốt Kế hoạch này./.")
        == ended("thực hiện tốt Kế hoạch này.")
        == "thực hiện tốt Kế hoạch này./."
    )


def test_text_is_written_as_nfc_and_without_control_characters() -> None:
    decomposed = replace(PLAN, body=(Paragraph("Co\u0302ng ta\u0301c\x00 da\u0302n va\u0323\u0302n"),))
    assert "Công tác dân vận./." in part(decomposed, "word/document.xml")


def test_a_table_row_that_does_not_fit_its_header_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        compose(replace(PLAN, body=(Table(("A", "B"), (("1",),)),)))


def test_long_titles_break_evenly_and_keep_words_whole() -> None:
    title = "Về việc công nhận kết quả xếp loại công tác dân vận chính quyền năm 2027"
    lines = balanced(title, 14, "bold", 145)
    assert len(lines) == 2
    assert " ".join(lines) == title
    assert not lines[0].endswith(("công", "dân", "chính", "kết", "xếp"))
    assert all(width_mm(line, 14, "bold") <= 145 for line in lines)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("PHÒNG TÀI CHÍNH - KẾ HOẠCH", ("PHÒNG TÀI CHÍNH -", "KẾ HOẠCH")),
        ("PHÒNG VĂN HÓA VÀ THÔNG TIN", ("PHÒNG VĂN HÓA", "VÀ THÔNG TIN")),
        ("PHÒNG TƯ PHÁP", ("PHÒNG TƯ PHÁP",)),
    ],
)
def test_a_name_stands_in_as_few_lines_as_it_can(name: str, lines: tuple[str, ...]) -> None:
    assert balanced(name, 13, "bold", 70) == lines


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_composed(subject: str, text: str) -> None:
    paper = replace(PLAN, subject=subject, body=(Paragraph(text, lead=subject), Dash(text)))
    opened = docx.Document(io.BytesIO(compose(paper)))
    assert [one.text for one in opened.paragraphs].count("KẾ HOẠCH") >= 1, "whatever the text, the title stands"
