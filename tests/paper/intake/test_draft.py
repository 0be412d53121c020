"""What may be laid before people: changes that the page shows are told, changes that it does not show are refused."""

import subprocess
from pathlib import Path

import pytest

from paper import pdf
from paper.intake import NOTES, Note, inspect
from rules.refusals import Refusal
from tests.paper.intake import hostile as h

MARK = 'w:id="7" w:author="Lê Thị Mẫu" w:date="2027-01-15T00:00:00Z"'
INSERTED = f"<w:p><w:ins {MARK}><w:r><w:t>thêm vào</w:t></w:r></w:ins></w:p>"
DELETED = f"<w:p><w:del {MARK}><w:r><w:delText>xóa đi</w:delText></w:r></w:del></w:p>"
MOVED = f"<w:p><w:moveTo {MARK}><w:r><w:t>dời đến</w:t></w:r></w:moveTo></w:p>"


def row(properties: str = "", cell: str = "") -> str:
    words = "<w:p><w:r><w:t>chữ trong bảng</w:t></w:r></w:p>"
    return f"<w:tbl><w:tr>{properties}<w:tc><w:tcPr>{cell}</w:tcPr>{words}</w:tc></w:tr></w:tbl>"


def told(data: bytes) -> list[str]:
    return [note.code for note in inspect("kh.docx", data).warnings]


def refusal(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        inspect("kh.docx", data)
    return refused.value.code


@pytest.mark.parametrize("change", [INSERTED, DELETED, MOVED], ids=["inserted", "deleted", "moved"])
def test_changes_that_the_page_shows_are_told_with_their_author_and_what_to_do(change: str) -> None:
    (note,) = inspect("kh.docx", h.with_body(change)).warnings
    assert note.code == "tracked-changes"
    assert "Lê Thị Mẫu" in note.text
    assert "Chấp nhận hoặc Từ chối" in note.text


@pytest.mark.parametrize(
    "table",
    [
        row(properties=f"<w:trPr><w:del {MARK}/></w:trPr>"),
        row(properties=f"<w:trPr><w:ins {MARK}/></w:trPr>"),
        row(cell=f"<w:cellDel {MARK}/>"),
        row(cell=f"<w:cellIns {MARK}/>"),
        row(cell=f"<w:cellMerge {MARK}/>"),
    ],
    ids=["row deleted", "row inserted", "cell deleted", "cell inserted", "cells merged"],
)
def test_changes_that_the_page_does_not_show_are_refused(table: str) -> None:
    assert refusal(h.with_body(table)) == "docx-tracked-changes"


def test_a_paper_set_to_show_no_changes_may_have_none() -> None:
    hiding = {"word/settings.xml": lambda old: old.replace(b"<w:compat>", b'<w:revisionView w:insDel="0"/><w:compat>')}
    assert told(h.changed(hiding)) == []
    both = hiding | {h.DOCUMENT: lambda old: old.replace(b"<w:body>", b"<w:body>" + DELETED.encode(), 1)}
    assert refusal(h.changed(both)) == "docx-tracked-changes"


def test_the_page_marks_what_is_admitted_and_not_what_is_refused(tmp_path: Path) -> None:
    """The ground for the decision, on this machine's LibreOffice: marked text is coloured, a deleted row is black."""

    def colours(body: str) -> bool:
        (tmp_path / "a.pdf").write_bytes(pdf.render(h.with_body(body)))
        command = ["pdftoppm", "-r", "40", "-singlefile", str(tmp_path / "a.pdf"), str(tmp_path / "a")]
        subprocess.run(command, check=True, timeout=60)
        dots = (tmp_path / "a.ppm").read_bytes().split(b"\n255\n", 1)[1]
        return any(max(dot) - min(dot) > 60 for dot in zip(dots[::3], dots[1::3], dots[2::3], strict=True))

    assert not colours("")
    assert colours(INSERTED)
    assert colours(DELETED)
    assert not colours(row(properties=f"<w:trPr><w:del {MARK}/></w:trPr>"))


def test_comments_are_told_with_their_number_and_authors() -> None:
    comments = f'<w:comments {h.W}><w:comment w:id="0" w:author="Trần Thị Thử"><w:p/></w:comment></w:comments>'
    (note,) = inspect("kh.docx", h.changed({}, ("word/comments.xml", comments.encode()))).warnings
    assert note == Note("comments", (("count", "1"), ("authors", "Trần Thị Thử")))


def test_hidden_text_is_told_with_its_words_whoever_hides_it() -> None:
    hidden = inspect("kh.docx", h.with_body(h.paragraph("ẩn đi", "<w:rPr><w:vanish/></w:rPr>"))).warnings[0]
    assert hidden.code == "hidden-text"
    assert "“ẩn đi”" in hidden.text
    style = b'<w:style w:type="paragraph" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    styled = '<w:body><w:p><w:pPr><w:pStyle w:val="An"/></w:pPr><w:r>{}<w:t>kín</w:t></w:r></w:p>'
    styles = {"word/styles.xml": lambda old: old.replace(b"</w:styles>", style)}
    for run, expected in (("", ["hidden-text"]), ('<w:rPr><w:vanish w:val="0"/></w:rPr>', [])):
        body = {h.DOCUMENT: lambda old, run=run: old.replace(b"<w:body>", styled.format(run).encode(), 1)}
        assert told(h.changed(styles | body)) == expected


WHITE = '<w:color w:val="FFFFFF"/>'
SHADED = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
# What stands around white letters → whether they are seen.
GROUNDS = {
    "paper": ("{}", False),
    "cell": ("<w:tbl><w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>", False),
    "white cell": (f"<w:tbl><w:tr><w:tc><w:tcPr>{SHADED.format('FFFFFF')}</w:tcPr>{{}}</w:tc></w:tr></w:tbl>", False),
    "blue cell": (f"<w:tbl><w:tr><w:tc><w:tcPr>{SHADED.format('1F4E79')}</w:tcPr>{{}}</w:tc></w:tr></w:tbl>", True),
    "styled table": ('<w:tbl><w:tblPr><w:tblStyle w:val="A"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>', True),
    "box": ("<w:p><w:r><w:txbxContent>{}</w:txbxContent></w:r></w:p>", True),
    "picture": ("<w:p><w:r><w:pict/></w:r></w:p>{}", True),
}


@pytest.mark.parametrize(("around", "seen"), GROUNDS.values(), ids=GROUNDS.keys())
def test_white_letters_on_white_are_told_as_hidden(around: str, seen: bool) -> None:
    white = around.format(h.paragraph("mật ngữ", f"<w:rPr>{WHITE}</w:rPr>"))
    assert told(h.with_body(white)) == ([] if seen else ["hidden-text"])


@pytest.mark.parametrize(
    ("properties", "text", "seen"),
    [
        (f"{WHITE}{SHADED.format('000000')}", "chữ", True),
        (f'{WHITE}<w:highlight w:val="black"/>', "chữ", True),
        (f'{WHITE}<w:highlight w:val="white"/>', "chữ", False),
        ('<w:sz w:val="2"/>', "chữ", False),
        ('<w:sz w:val="3"/>', "chữ", False),
        ('<w:sz w:val="4"/>', "chữ", True),
        ('<w:sz w:val="2"/>', "___", True),
        (WHITE.replace("F", "f"), "chữ", False),
        ('<w:color w:val="FFFFFE"/>', "chữ", True),
    ],
)
def test_letters_too_small_to_be_seen_are_told_as_hidden(properties: str, text: str, seen: bool) -> None:
    run = h.paragraph(text, f"<w:rPr>{properties}</w:rPr>")
    assert told(h.with_body(run)) == ([] if seen else ["hidden-text"])


def test_people_and_directories_in_the_properties_are_told_once() -> None:
    creator = b"<dc:creator>Mau</dc:creator><dc:language>"
    core = {"docProps/core.xml": lambda old: old.replace(b"<dc:language>", creator)}
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    app = f'<Properties xmlns="{space}"><Template>{{}}</Template><Company>UBND xã Mẫu</Company></Properties>'
    (note,) = inspect("a.docx", h.changed(core, ("docProps/app.xml", app.format("Normal.dotm").encode()))).warnings
    assert note.code == "personal-metadata"
    assert dict(note.facts) == {"facts": "“Mau”, “UBND xã Mẫu”"}
    (note,) = inspect("a.docx", h.changed(core, ("docProps/app.xml", app.format("D:\\mau\\a.dotm").encode()))).warnings
    assert "“D:\\mau\\a.dotm”" in note.text


def test_every_note_has_a_sentence_that_takes_its_facts() -> None:
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in NOTES.values())
