"""Letters from before Unicode are converted where all of it is certain, and refused where any of it is not."""

import io
import subprocess
import unicodedata
import zipfile

import pytest

from paper import read
from paper.intake import Intake, inspect
from paper.intake.legacy import LETTERS, Encoding, is_legacy, is_vietnamese, to_unicode
from paper.intake.syllables import is_syllable
from rules.refusals import Refusal
from tests.paper.intake import hostile as h

SMALL = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
CAPITAL = SMALL.upper()
MOTTO = "Cộng hoà xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc"
IN_TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc"
IN_VNI = "Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc"


def written(text: str, encoding: Encoding) -> str:
    """The text as somebody with that font would have typed it; the longest sequence first, as VNI's are two signs."""
    back = {letter: sequence for sequence, letter in sorted(LETTERS[encoding].items(), key=lambda pair: -len(pair[0]))}
    return "".join(back.get(sign, sign) for sign in text)


def font(name: str) -> str:
    return f'<w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/></w:rPr>'


def set_in(name: str, *texts: str) -> bytes:
    runs = "".join(f'<w:r>{font(name)}<w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return h.with_body(f"<w:p>{runs}</w:p>")


def refusal(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        inspect("kh.docx", data)
    return refused.value


def unicode_of(intake: Intake) -> tuple[str, str]:
    """Text and XML of the main part that intake made."""
    assert intake.converted is not None
    with zipfile.ZipFile(io.BytesIO(intake.converted)) as archive:
        return read.read_docx(intake.converted).text, archive.read(h.DOCUMENT).decode()


def test_a_font_from_before_unicode_is_known_by_its_name_and_no_other_is_taken_for_one() -> None:
    old = (".VnTime", ".VNARIALH", "VNI-Times", "VNI Helve", "VNI", "VNtimes new roman", ".TcVn", "TCVN", "VPS Minh")
    assert [name for name in old if not is_legacy(name)] == []
    assert [name for name in ("Times New Roman", "Arial", "Verdana", "Vni8", "") if is_legacy(name)] == []


@pytest.mark.parametrize("letter", SMALL)
def test_every_small_letter_comes_back_from_tcvn3(letter: str) -> None:
    assert to_unicode(written(letter, "tcvn3"), ".VnTime") == letter


@pytest.mark.parametrize("letter", SMALL)
def test_every_capital_comes_back_from_the_capital_fonts_of_tcvn3(letter: str) -> None:
    assert to_unicode(written(letter, "tcvn3"), ".VnTimeH") == letter.upper()


@pytest.mark.parametrize("letter", SMALL + CAPITAL)
def test_every_letter_comes_back_from_vni(letter: str) -> None:
    assert to_unicode(written(letter, "vni"), "VNI-Times") == letter


def test_the_table_of_tcvn3_is_that_of_the_standard() -> None:
    """glibc knows TCVN 5712:1993 of its own; both agree on every letter."""
    signs = "".join(LETTERS["tcvn3"])
    told = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=" ".join(signs).encode("latin-1"), capture_output=True,
        check=True, timeout=60,
    ).stdout.decode()  # fmt: skip
    assert unicodedata.normalize("NFC", told).split(" ") == list(LETTERS["tcvn3"].values())


@pytest.mark.parametrize(("text", "name"), [(IN_TCVN3, ".VnTime"), (IN_VNI, "VNI-Times"), (IN_VNI, "VNI Times")])
def test_a_well_known_sentence_is_read(text: str, name: str) -> None:
    assert to_unicode(text, name) == MOTTO


@pytest.mark.parametrize(("text", "name"), [(IN_TCVN3, ".VnTime"), (IN_VNI, "VNI-Times")])
def test_a_paper_is_set_anew_in_times_new_roman_and_its_drafter_is_told(text: str, name: str) -> None:
    admitted = inspect("kh.docx", set_in(name, text))
    told, xml = unicode_of(admitted)
    assert MOTTO in told
    assert name not in xml
    assert 'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"' in xml
    (note,) = admitted.warnings
    assert (note.code, dict(note.facts)) == ("fonts-converted", {"fonts": name})
    assert inspect("kh.docx", admitted.converted or b"") == Intake("docx"), "what was made comes in by itself"


def test_the_same_paper_is_converted_to_the_same_bytes() -> None:
    paper = set_in(".VnTime", IN_TCVN3)
    assert inspect("a.docx", paper).converted == inspect("b.docx", paper).converted


def test_words_over_several_runs_are_read_together() -> None:
    assert "Kế hoạch" in unicode_of(inspect("kh.docx", set_in(".VnTime", "K", "Õ ho", "¹ch")))[0]


def test_a_font_that_a_style_gives_is_replaced_in_the_style() -> None:
    style = '<w:style w:type="paragraph" w:styleId="Cu"><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr></w:style>'
    body = '<w:body><w:p><w:pPr><w:pStyle w:val="Cu"/></w:pPr><w:r><w:t>KÕ ho¹ch</w:t></w:r></w:p>'
    changes = {"word/styles.xml": lambda old: old.replace(b"</w:styles>", style.encode() + b"</w:styles>")}
    assert inspect("kh.docx", h.changed(changes)) == Intake("docx"), "a style that no text uses is no ground"
    used = changes | {h.DOCUMENT: lambda old: old.replace(b"<w:body>", body.encode(), 1)}
    admitted = inspect("kh.docx", h.changed(used))
    assert "KẾ HOẠCH" in unicode_of(admitted)[0]
    with zipfile.ZipFile(io.BytesIO(admitted.converted or b"")) as archive:
        assert b".VnTimeH" not in archive.read("word/styles.xml")


@pytest.mark.parametrize(
    "data",
    [
        set_in(".VnTime", "Kế hoạch"),
        set_in(".VnTime", "KÕ ho¹ch", " ÿ"),
        set_in(".VnTime", "kÕkÕ"),
        set_in("VNI-Times", "Keá hoaïch", " ø"),
        set_in("VNI-Times", "à la carte"),
        set_in("VPS Times", "KÕ ho¹ch"),
        set_in("UVN Bach Dang", "Kế hoạch"),
        set_in(".VnTime", "hoach«hoach"),
    ],
    ids=["Unicode", "unknown sign", "no syllable", "tone alone", "another language", "VPS", "UVN", "joined"],
)
def test_one_doubt_and_the_paper_is_refused_as_it_is(data: bytes) -> None:
    refused = refusal(data)
    assert refused.code == "docx-legacy-fonts"
    assert refused.facts["fonts"]


def test_legacy_letters_in_a_tracked_deletion_are_no_certain_ones() -> None:
    deleted = f'<w:p><w:del w:id="1"><w:r>{font(".VnTime")}<w:t>a</w:t><w:delText>ho¹ch</w:delText></w:r></w:del></w:p>'
    assert refusal(h.with_body(deleted)).code == "docx-legacy-fonts"


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "quyết", "gìn", "giữ", "khuỷu", "ngoằn", "thuở", "Quỳnh", "UYÊN", "hoà", "hòa", "ươn", "yểu", "xoong"],
)
def test_syllables_of_the_language_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nhòp", "kếkế", "hoµ", "ắb", "zô", "việtt", "ấế"])
def test_other_strings_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_words_without_vietnamese_letters_are_not_asked_about() -> None:
    assert is_vietnamese("Số 05/KH-UBND, www.example.vn")
    assert not is_vietnamese("kếkế hoạch")
