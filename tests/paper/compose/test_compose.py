"""What stands in a composed docx besides its look."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper.compose import Dash, Paper, Paragraph, Table, compose
from paper.compose.metrics import balanced, width_mm
from paper.compose.wording import ended, listed, unbroken
from paper.intake import inspect
from tests.paper.samples import ALL, PLAN

# CT_PPr of ECMA-376 Part 1, 17.3.1.26: Word calls a file damaged whose children stand in another order.
ORDER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr")
ORDER += ("shd", "tabs", "spacing", "ind", "jc", "rPr", "sectPr")
every_sample = pytest.mark.parametrize("paper", ALL.values(), ids=ALL.keys())


def part(paper: Paper, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(compose(paper))) as archive:
        return archive.read(name).decode()


@every_sample
def test_the_same_paper_is_the_same_bytes(paper: Paper) -> None:
    assert compose(paper) == compose(paper)


@every_sample
def test_a_composed_paper_passes_intake_without_a_warning(paper: Paper) -> None:
    assert inspect("paper.docx", compose(paper)).warnings == ()


@every_sample
def test_paragraph_properties_stand_in_the_schemas_order(paper: Paper) -> None:
    for properties in docx.Document(io.BytesIO(compose(paper))).element.body.iter("{*}pPr"):
        places = [ORDER.index(child.tag.rpartition("}")[2]) for child in properties]
        assert places == sorted(places)


@every_sample
def test_nobody_and_no_program_is_named_in_the_properties(paper: Paper) -> None:
    core = part(paper, "docProps/core.xml")
    assert not re.search(r"creator|lastModifiedBy|python|created|modified", core, re.IGNORECASE)
    assert paper.subject in core


@every_sample
def test_times_new_roman_in_every_script_is_the_only_font_and_vietnamese_the_only_language(paper: Paper) -> None:
    styles = part(paper, "word/styles.xml")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in styles
    everything = styles + part(paper, "word/document.xml")
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs)="([^"]+)"', everything)) == {"Times New Roman"}
    assert "Theme" not in everything
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', everything)) == {"vi-VN"}


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


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_composed(subject: str, text: str) -> None:
    paper = replace(PLAN, subject=subject, body=(Paragraph(text, lead=subject), Dash(text)))
    docx.Document(io.BytesIO(compose(paper)))
