"""What a run and a paragraph look like in the end, each layer of ECMA-376 against the one below."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from paper.intake.package import open_package
from paper.read.sheet import Paragraph, Sheet, resolve
from tests.paper.intake.hostile import OFFICE, changed

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="20"/></w:rPr>'
    "</w:rPrDefault></w:docDefaults>"
)
PLAN_19 = Path(__file__).parents[1] / "check" / "ke-hoach-19.docx"
A_NAME = "word/document.xml"


def sheet(body: str, styles: str = "", numbering: str = "") -> Sheet:
    """A docx of this body, resolved."""
    parts: dict[str, Callable[[bytes], bytes]] = {
        A_NAME: lambda _: f"<w:document {NS}><w:body>{body}</w:body></w:document>".encode(),
        "word/styles.xml": lambda _: f"<w:styles {NS}>{DEFAULTS}{styles}</w:styles>".encode(),
    }
    more = []
    if numbering:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
        override = f'<Override PartName="/word/numbering.xml" ContentType="{kind}"/></Types>'
        link = f'<Relationship Id="rIdList" Type="{OFFICE}/numbering" Target="numbering.xml"/></Relationships>'
        parts["[Content_Types].xml"] = lambda old: old.replace(b"</Types>", override.encode())
        parts["word/_rels/document.xml.rels"] = lambda old: old.replace(b"</Relationships>", link.encode())
        more = [("word/numbering.xml", f"<w:numbering {NS}>{numbering}</w:numbering>".encode())]
    return resolve(open_package("thu.docx", changed(parts, *more)))


def one(body: str, styles: str = "", numbering: str = "") -> Paragraph:
    return sheet(body, styles, numbering).paragraphs[0]


def style(
    identity: str, kind: str = "paragraph", base: str = "", run: str = "", form: str = "", default: str = ""
) -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identity}" {default}><w:name w:val="{identity}"/>{based}'
        f"<w:pPr>{form}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def paragraph(run: str = "", form: str = "", text: str = "chữ") -> str:
    return f"<w:p><w:pPr>{form}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_without_anything_the_documents_defaults_hold() -> None:
    letters = one(paragraph()).runs[0].letters
    assert (letters.font, letters.size, letters.bold) == ("Arial", 10, False)


def test_the_style_of_a_paragraph_is_built_on_its_bases() -> None:
    styles = style("Goc", run='<w:sz w:val="28"/><w:b/>') + style("Con", base="Goc", run='<w:sz w:val="26"/>')
    letters = one(paragraph(form='<w:pStyle w:val="Con"/>'), styles).runs[0].letters
    assert (letters.size, letters.bold) == (13, True), "the size is its own, the weight its base's"


def test_a_paragraph_without_style_has_the_default_one() -> None:
    styles = style("Normal", run='<w:sz w:val="24"/>', default='w:default="1"')
    assert one(paragraph(), styles).runs[0].letters.size == 12


def test_direct_formatting_overrules_every_style() -> None:
    styles = style("To", run='<w:sz w:val="40"/><w:b/>')
    letters = one(paragraph('<w:sz w:val="27"/><w:b w:val="0"/>', '<w:pStyle w:val="To"/>'), styles).runs[0].letters
    assert (letters.size, letters.bold) == (13.5, False)


def test_bold_letters_in_a_bold_paragraph_are_upright_again() -> None:
    """Toggles of two styles undo each other (17.7.3); a direct one stands."""
    styles = style("Dam", run="<w:b/>") + style("DamChu", "character", run="<w:b/>")
    in_bold = one(paragraph('<w:rStyle w:val="DamChu"/>', '<w:pStyle w:val="Dam"/>'), styles).runs[0].letters
    assert in_bold.bold is False
    direct = one(paragraph("<w:b/>", '<w:pStyle w:val="Dam"/>'), styles).runs[0].letters
    assert direct.bold is True


def test_a_font_of_the_theme_is_called_by_its_name() -> None:
    plan = resolve(open_package("thu.docx", PLAN_19.read_bytes()))
    fonts = {run.letters.font for each in plan.paragraphs for run in each.runs}
    assert fonts == {"Aptos", "Aptos Display"}


def test_a_table_style_holds_below_the_paragraphs_own() -> None:
    styles = style("Luoi", "table", run='<w:sz w:val="18"/><w:i/>')
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="Luoi"/></w:tblPr><w:tr><w:tc>{paragraph()}</w:tc></w:tr></w:tbl>'
    found = one(table, styles)
    assert (found.runs[0].letters.size, found.runs[0].letters.italic) == (9, True)
    assert found.cell is not None
    assert (found.cell.table, found.cell.row, found.cell.column) == (1, 1, 1)


@pytest.mark.parametrize(
    ("form", "field", "value"),
    [
        ('<w:jc w:val="both"/>', "align", "both"),
        ('<w:jc w:val="end"/>', "align", "right"),
        ('<w:ind w:firstLine="720"/>', "first", 12.7),
        ('<w:ind w:left="567" w:hanging="567"/>', "first", -10.0),
        ('<w:spacing w:before="120"/>', "before", 6.0),
        ('<w:spacing w:after="240" w:afterAutospacing="1"/>', "after", 14.0),
        ('<w:spacing w:line="360" w:lineRule="auto"/>', "line", 1.5),
        ('<w:spacing w:line="340" w:lineRule="exact"/>', "line", 17.0),
        ("<w:contextualSpacing/>", "contextual", True),
        ('<w:pBdr><w:bottom w:val="single"/></w:pBdr>', "ruled", True),
        ('<w:pBdr><w:bottom w:val="nil"/></w:pBdr>', "ruled", False),
    ],
)
def test_a_paragraph_is_set_as_its_properties_say(form: str, field: str, value: object) -> None:
    found = getattr(one(paragraph(form=form)).setting, field)
    assert found == (pytest.approx(value, abs=0.01) if isinstance(value, float) else value)


def test_a_run_asked_by_itself_answers_as_in_its_paragraph() -> None:
    """Who reads a paper goes through its paragraphs, the door and the pressroom from run to run."""
    styles = style("Luoi", "table", run='<w:sz w:val="18"/>') + style("To", run="<w:b/><w:caps/>")
    in_box = f"<w:p><w:r><w:txbxContent>{paragraph()}</w:txbxContent></w:r></w:p>"
    styled = paragraph(form='<w:pStyle w:val="To"/>')
    row = f"<w:tr><w:tc>{paragraph()}{styled}{in_box}</w:tc></w:tr>"
    made = sheet(f'<w:tbl><w:tblPr><w:tblStyle w:val="Luoi"/></w:tblPr>{row}</w:tbl>{paragraph()}', styles)
    plan = resolve(open_package("thu.docx", PLAN_19.read_bytes()))
    for paper in (made, plan):
        runs = [run for each in paper.paragraphs for run in each.runs]
        assert [paper.styles.of(run.element) for run in runs] == [run.letters for run in runs]
    assert [each.runs[0].letters.size for each in made.paragraphs if each.runs] == [9, 9, 10, 10]


def test_the_styles_are_those_that_the_paper_is_related_to() -> None:
    """A file may hold others, as of a glossary, with the same ids; no program shows the paper in them."""
    other = f"<w:styles {NS}>{DEFAULTS}</w:styles>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
    override = f'<Override PartName="/word/glossary/styles.xml" ContentType="{kind}"/></Types>'
    types: dict[str, Callable[[bytes], bytes]] = {
        "[Content_Types].xml": lambda old: old.replace(b"</Types>", override.encode())
    }
    package = open_package("thu.docx", changed(types, ("word/glossary/styles.xml", other.encode())))
    first = replace(package, trees=dict(reversed(package.trees.items())))
    assert resolve(first).paragraphs == resolve(open_package("thu.docx", changed({}))).paragraphs


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1)"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


def item(number: int, level: int = 0) -> str:
    return paragraph(form=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_are_counted_as_word_counts_them() -> None:
    body = item(1) * 5 + item(2) + item(2, 1) + item(2, 1) + item(2) + item(2, 1) + item(1)
    labels = [each.label for each in sheet(body, numbering=NUMBERING).paragraphs]
    assert labels == ["a)", "b)", "c)", "d)", "e)", "I.", "I.1.", "I.2.", "II.", "II.1.", "f)"]


def test_a_list_sets_the_indents_of_its_paragraphs() -> None:
    found = one(item(1), numbering=NUMBERING).setting
    assert (found.left, found.first) == pytest.approx((12.7, -6.35), abs=0.01)


def test_a_section_without_a_size_is_words_own_letter_page() -> None:
    (section,) = sheet(paragraph() + "<w:sectPr/>").sections
    assert (section.width, section.height) == pytest.approx((215.9, 279.4))
    assert section.margins == pytest.approx((25.4,) * 4)


def test_styles_that_build_on_each_other_in_a_ring_come_to_an_end() -> None:
    styles = style("Mot", base="Hai", run="<w:i/>") + style("Hai", base="Mot", run='<w:sz w:val="30"/>')
    letters = one(paragraph(form='<w:pStyle w:val="Mot"/>'), styles).runs[0].letters
    assert (letters.size, letters.italic) == (15, True)
