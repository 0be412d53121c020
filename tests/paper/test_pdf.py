"""docx → PDF/A-2b: what is promised of the output, and what is refused."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.shared import Pt

from paper.check import check
from paper.compose.looks import FACES
from paper.intake import limits
from paper.pdf import RenderUnavailable, layout, page_count, pages, prove, render
from paper.pdf import fonts as fonts_room
from rules.refusals import Refusal
from tests.paper.check.editing import edited, look
from tests.paper.presswork import plan, plan_docx


def a_docx(text: str, font: str, *, by_style: bool = False) -> bytes:
    document = docx.Document()
    run = document.add_paragraph().add_run(text)
    where = document.styles["Normal"] if by_style else run
    where.font.name, where.font.size = font, Pt(13)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def refused(paper: bytes) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        render(paper)
    return refusal.value


def test_a_composed_plan_becomes_tagged_pdfa_2b_with_every_font_embedded() -> None:
    with pikepdf.open(BytesIO(plan())) as document:
        with document.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
        assert document.Root["/MarkInfo"]["/Marked"]
        assert document.Root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    carried = fonts_room.carried(plan())
    assert carried
    assert all(font.embedded for font in carried.values())
    assert "ủ" in (carried["LiberationSerif"].letters or "")
    assert all("LiberationSerif" in name for name in carried)


def test_the_words_of_a_page_come_back_with_their_places() -> None:
    sheets = pages(plan())
    assert len(sheets) == page_count(plan()) == 2
    assert (round(sheets[0].width), round(sheets[0].height)) == (595, 842)
    words = [word.text for word in sheets[0].words]
    assert "HUYỆN" in words
    number = next(word for word in sheets[0].words if word.text == "Số:")
    assert number.left < sheets[0].width / 3
    assert number.top < sheets[0].height / 5


def test_no_word_stands_elsewhere_for_the_colours_that_poppler_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    without = layout._colourless(plan())
    assert (b"/OutputIntents" in plan(), b"/OutputIntents" in without) == (True, False)
    assert len(without) == len(plan()), "no object of the file has moved"
    sheets = pages(plan())
    monkeypatch.setattr(layout, "_colourless", lambda pdf: pdf)
    assert pages(plan()) == sheets


def test_what_is_no_pdf_has_no_pages() -> None:
    assert pages(b"%PDF-1.7 but no more") == ()
    assert page_count(b"hello") == 0


def test_a_font_of_the_old_vietnamese_code_is_refused_by_its_name() -> None:
    for font in (".VnTime", "VNI-Times"):
        refusal = refused(a_docx("Céng hoµ x· héi chñ nghÜa", font))
        assert (refusal.code, refusal.facts["fonts"]) == ("fonts-not-allowed", font)
        assert "Times New Roman" in refusal.text


def test_an_old_font_that_only_the_style_names_is_refused_too() -> None:
    assert refused(a_docx("Céng hoµ", ".VnTime", by_style=True)).facts["fonts"] == ".VnTime"


def test_an_old_font_that_prints_nothing_is_no_ground_for_refusal() -> None:
    document = docx.Document(BytesIO(plan_docx()))
    document.styles.add_style("Di sản", 1).font.name = ".VnTime"
    document.add_paragraph().add_run("   ").font.name = ".VnTime"
    out = BytesIO()
    document.save(out)
    assert page_count(render(out.getvalue())) == 2


def test_any_other_font_is_refused_by_the_name_the_writer_chose() -> None:
    assert refused(a_docx("Kế hoạch", "Arial")).facts["fonts"] == "Arial"
    assert refused(a_docx("Kế hoạch", "Phông Không Có Thật")).facts["fonts"] == "Phông Không Có Thật"


@pytest.mark.parametrize("face", FACES)
def test_a_face_that_the_checker_lets_pass_may_be_printed_under_all_its_names(face: str) -> None:
    assert "phong-chu" not in {found.rule for found in check(edited(plan_docx(), look("KẾ HOẠCH", name=face)))}
    printed = face.replace(" ", "")
    assert all(fonts_room.allowed(name) for name in (face, f"BAAAAA+{printed}-Bold", f"{printed}PSMT"))
    assert not fonts_room.allowed(printed[:4])


def test_a_letter_that_only_another_font_has_is_refused() -> None:
    refusal = refused(a_docx("Việc đã xong \N{BALLOT BOX WITH CHECK}", "Times New Roman"))
    assert refusal.code == "fonts-not-allowed"
    assert "\N{BALLOT BOX WITH CHECK}" in refusal.text


@pytest.mark.parametrize("file", [b"", b"hello", b"%PDF-1.7", b"PK\x03\x04 cut", b"{\\rtf1 hello}"])
def test_what_is_no_docx_is_refused_and_never_becomes_an_empty_page(file: bytes) -> None:
    assert refused(file).code == "not-renderable"


def test_a_truncated_docx_is_refused() -> None:
    assert refused(plan_docx()[:-200]).code == "not-renderable"


def test_a_part_that_unfolds_into_gigabytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "XML_BYTES", 1000)
    assert refused(plan_docx()).code == "not-renderable"


def test_the_proof_for_doctor_passes_on_a_machine_that_can_render() -> None:
    """It raises when the page says one letter otherwise than it was written."""
    prove()


def test_a_missing_program_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rendered = plan()  # while the programs are still there
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderUnavailable) as missing:
        render(plan_docx())
    for word in ("soffice", "bwrap", "apt-get install", "libreoffice-writer-nogui", "bubblewrap"):
        assert word in str(missing.value)
    with pytest.raises(RenderUnavailable, match="poppler-utils"):
        pages(rendered)


def test_a_machine_without_the_vietnamese_font_is_told_which_package_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The real fc-list, on a machine whose configuration knows no fonts."""
    empty = tmp_path / "fonts.conf"
    empty.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    fonts_room.file.cache_clear()
    with pytest.raises(RenderUnavailable, match="fonts-liberation2"):
        render(plan_docx())


def test_importing_the_room_loads_nothing_heavy() -> None:
    script = "import sys, paper.pdf, paper.sign; print([n for n in ('pyhanko', 'pikepdf', 'lxml', 'PIL', 'fontTools', "
    script += "'cryptography') if n in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.strip() == "[]"
