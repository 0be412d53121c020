"""What comes in and what does not, and that every refusal gives its own reason and a remedy."""

from collections.abc import Callable

import pikepdf
import pytest

from paper.compose import compose
from paper.intake import Intake, inspect, limits
from rules.refusals import REFUSALS, Refusal
from tests.paper.intake import hostile as h
from tests.paper.samples import PLAN

BAD_DOCX: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("file-empty", lambda: b""),
    "text": ("not-a-docx", lambda: "Kế hoạch năm 2027".encode()),
    "html": ("not-a-docx", lambda: b"<html><body>KH</body></html>"),
    "rtf": ("not-a-docx", lambda: b"{\\rtf1\\ansi KH}"),
    "old doc": ("legacy-doc", lambda: h.ole("WordDocument")),
    "password": ("password-protected", lambda: h.ole("EncryptedPackage")),
    "another zip": ("not-a-docx", lambda: h.zipped([("readme.txt", b"x")])),
    "workbook": (
        "not-a-docx",
        lambda: h.of_main_type(h.MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet")),
    ),
    "template": ("not-a-docx", lambda: h.of_main_type(h.MAIN.replace("document.main", "template.main"))),
    "half a file": ("broken-docx", lambda: h.DOCX[: len(h.DOCX) // 2]),
    "damaged part": ("broken-docx", lambda: h.changed({h.DOCUMENT: lambda old: old[:-40]})),
    "zip bomb": ("docx-too-large-inside", h.bomb),
    "many entries": ("docx-too-large-inside", lambda: h.changed({}, *((f"word/{n}.txt", b"") for n in range(1001)))),
    "second document": ("docx-unsafe", lambda: h.changed({}, ("WORD/document.xml", h.parts()[h.DOCUMENT]))),
    "climbing name": ("docx-unsafe", lambda: h.changed({}, ("../../x.xml", b"<x/>"))),
    "absolute name": ("docx-unsafe", lambda: h.changed({}, ("/etc/x.xml", b"<x/>"))),
    "entity": (
        "docx-unsafe",
        lambda: h.changed(
            {h.DOCUMENT: lambda old: old.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)}
        ),
    ),
    "external DTD": (
        "docx-unsafe",
        lambda: h.changed(
            {h.DOCUMENT: lambda old: old.replace(b"<w:document", b'<!DOCTYPE x SYSTEM "file:///etc/x"><w:document', 1)}
        ),
    ),
    "macro file": ("docx-macros", lambda: h.of_main_type("application/vnd.ms-word.document.macroEnabled.main+xml")),
    "hidden macro": (
        "docx-macros",
        lambda: h.with_type("application/vnd.ms-office.vbaProject", ("word/extra.dat", b"x")),
    ),
    "activeX": ("docx-macros", lambda: h.with_type("application/vnd.ms-office.activeX+xml", ("word/extra.dat", b"x"))),
    "macro part": ("docx-macros", lambda: h.changed({}, ("word/vbaProject.bin", b"x"))),
    "altChunk": ("docx-active-content", lambda: h.with_relationship("aFChunk", "x.htm", external=False)),
    "altChunk html": ("docx-active-content", lambda: h.with_type("text/html", ("word/extra.dat", b"<b>"))),
    "OLE object": ("docx-active-content", lambda: h.changed({}, ("word/embeddings/oleObject1.bin", b"x"))),
    "remote template": (
        "docx-active-content",
        lambda: h.with_relationship("attachedTemplate", "http://example.invalid/a.dotm"),
    ),
    "sub-document": ("docx-active-content", lambda: h.with_relationship("subDocument", "other.docx")),
    "remote image": ("docx-external", lambda: h.with_relationship("image", "http://example.invalid/a.png")),
    "local image": ("docx-external", lambda: h.with_relationship("image", "file:///etc/x.png")),
    "image said to be inside": ("docx-external", lambda: h.with_relationship("image", "file:///x.png", external=False)),
    "script link": ("docx-external", lambda: h.with_relationship("hyperlink", "javascript:alert(1)")),
    "share link": ("docx-external", lambda: h.with_relationship("hyperlink", "\\\\server\\share\\a.docx")),
    "DDE": ("docx-fields", lambda: h.with_body(h.field(" DDEAUTO c:\\\\cmd.exe "))),
    "DDE in pieces": ("docx-fields", lambda: h.with_body(h.field(" DD", "EAU", "TO x"))),
    "include": ("docx-fields", lambda: h.with_body(h.field(' INCLUDETEXT "/etc/x" '))),
    "include picture": ("docx-fields", lambda: h.with_body('<w:p><w:fldSimple w:instr="INCLUDEPICTURE x"/></w:p>')),
    "macro button": ("docx-fields", lambda: h.with_body(h.field("MACROBUTTON Run bấm"))),
    "link": ("docx-fields", lambda: h.with_body(h.field("link Excel.Sheet"))),
    "database": ("docx-fields", lambda: h.with_body(h.field(' DATABASE \\d "x" '))),
    "drawing file": ("docx-images", lambda: h.with_image("a.svg", b"<svg/>")),
    "gif": ("docx-images", lambda: h.with_image("a.png", h.gif())),
    "huge image": ("docx-images", lambda: h.with_image("a.png", h.png(20_000))),
    "too many paragraphs": ("docx-too-complex", lambda: h.with_body("<w:p/>" * (limits.PARAGRAPHS + 1))),
    "deep tables": ("docx-too-complex", lambda: h.with_body(h.nested_tables(limits.TABLE_DEPTH + 1))),
    "secret": ("secrecy-marked", lambda: h.with_body(h.paragraph("MẬT"))),
    "top secret": ("secrecy-marked", lambda: h.with_body(h.paragraph("  [TUYỆT MẬT] "))),
    "secret, decomposed": ("secrecy-marked", lambda: h.with_body(h.paragraph("TO\u0302\u0301I MA\u0323\u0302T"))),
    "secret in a cell": (
        "secrecy-marked",
        lambda: h.with_body(h.nested_tables(1).replace("<w:p/>", h.paragraph("TỐI MẬT"))),
    ),
}

BAD_PDF: dict[str, tuple[str, Callable[[], bytes]]] = {
    "only a beginning": ("broken-pdf", lambda: b"%PDF-1.7\n"),
    "cut": ("broken-pdf", lambda: h.pdf()[:-60]),
    "encrypted": ("pdf-encrypted", lambda: h.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))),
    "encrypted, opens": ("pdf-encrypted", lambda: h.pdf(encryption=pikepdf.Encryption(owner="a", user=""))),
    "JavaScript": (
        "pdf-active-content",
        lambda: h.printed(h.action(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))),
    ),
    "launch": ("pdf-active-content", lambda: h.printed(h.action(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")))),
    "program under a paper's name": ("pdf-active-content", lambda: h.printed(h.attached("phu-luc.docx"))),
    "program attached": ("pdf-active-content", lambda: h.printed(h.attached("hoa-don.exe"))),
    "no page": ("pdf-too-long", lambda: h.pdf(lambda document: document.pages.__delitem__(0))),
}


def _font(name: str) -> str:
    return f'<w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}"/></w:rPr>'


@pytest.mark.parametrize(("code", "make"), BAD_DOCX.values(), ids=BAD_DOCX.keys())
def test_a_bad_docx_is_refused_for_its_own_reason(code: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(Refusal) as refused:
        inspect("ke-hoach.docx", make())
    assert refused.value.code == code


@pytest.mark.parametrize(("code", "make"), BAD_PDF.values(), ids=BAD_PDF.keys())
def test_a_bad_pdf_is_refused_for_its_own_reason(code: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(Refusal) as refused:
        inspect("ke-hoach.pdf", make())
    assert refused.value.code == code


def test_a_header_that_lies_about_its_size_gains_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        inspect("ke-hoach.docx", h.lying_bomb())
    assert refused.value.code == "docx-unsafe", "directory and entry tell different sizes"


def test_every_refusal_names_the_file_and_says_what_to_do() -> None:
    for code, make in [*BAD_DOCX.values(), *BAD_PDF.values()]:
        with pytest.raises(Refusal) as refused:
            inspect("ke-hoach." + ("pdf" if "pdf" in code else "docx"), make())
        assert "ke-hoach." in refused.value.text
        assert REFUSALS[code].remedy


def test_a_file_larger_than_the_limit_is_refused_before_it_is_opened() -> None:
    with pytest.raises(Refusal) as refused:
        inspect("a.docx", b"PK\x03\x04" + b"\0" * limits.FILE_BYTES)
    assert refused.value.code == "file-too-large"


@pytest.mark.parametrize(("name", "data"), [("a.pdf", h.DOCX), ("a.docx", h.pdf()), ("a", h.DOCX)])
def test_a_name_that_hides_what_the_file_is_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        inspect(name, data)
    assert refused.value.code == "name-and-content-differ"


def test_good_files_come_in_without_a_word() -> None:
    assert inspect("C:\\van ban\\KH.DOCX", compose(PLAN)) == Intake("docx")
    assert inspect("kh.pdf", h.printed()) == Intake("pdf")
    assert inspect("kh.pdf", h.printed(h.attached("phu-luc.docx", h.DOCX))) == Intake("pdf")


@pytest.mark.parametrize(
    "data",
    [
        h.with_body(h.paragraph("Thực hiện quy định về bảo vệ bí mật nhà nước, các độ MẬT, TỐI MẬT.")),
        h.with_body(h.paragraph("Mật")),
        h.with_body(h.field(" PAGE \\* MERGEFORMAT ")),
        h.with_body(h.field(' HYPERLINK "https://example.invalid" ')),
        h.with_body(h.paragraph("", _font(".VnTime"))),
        h.with_relationship("hyperlink", "https://example.invalid/a"),
        h.with_relationship("hyperlink", "mailto:vanthu@example.invalid"),
        h.with_image("seal.png", h.png(100)),
        h.with_body(h.nested_tables(3)),
    ],
    ids=["secrecy mentioned", "a word", "page", "link field", "empty legacy run", "web", "mail", "png", "tables"],
)
def test_what_only_looks_dangerous_comes_in(data: bytes) -> None:
    assert inspect("kh.docx", data).warnings == ()


def test_an_old_pdf_version_is_told() -> None:
    assert "1.4" in inspect("kh.pdf", h.printed(min_version="", force_version="1.3")).warnings[0].text
