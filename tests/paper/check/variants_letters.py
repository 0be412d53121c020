"""Letters of a part of a line, signs, lists and tables: what the clerk says of each stands in `variants.txt`."""

import copy
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from tests.paper.check.editing import BOTH, Edit, both, find, look, words
from tests.paper.check.variant import Variant, on

_LONG_POINT = "- Chủ động xây dựng"
_WORDS = "Kế hoạch"
_PLACE = "Cao Lãnh, ngày 08 tháng 02 năm 2027"
_SHORT = "Trong Quý II năm 2027."
_VIETNAMESE = words(_LONG_POINT, "- ế ệ động xây dựng")
_SIXTY = "Các đơn vị gửi Kế hoạch về Phòng Nội vụ trước ngày 10 để họp"


def part(text: str, of: str, last: bool = False, **font: Any) -> Edit:
    """Some words of a paragraph selected and changed: `size`, `colour`, or a property of its letters."""

    def edit(document: Document) -> None:
        paragraph = find(document, text, last)
        run = next(run for run in paragraph.runs if of in run.text)
        before, _, after = run.text.partition(of)
        chosen, rest = copy.deepcopy(run._r), copy.deepcopy(run._r)
        run._r.addnext(rest)
        run._r.addnext(chosen)
        run.text = before
        pieces = {one._r: one for one in paragraph.runs}
        pieces[rest].text, pieces[chosen].text = after, of
        for name, given in font.items():
            if name == "colour":
                pieces[chosen].font.color.rgb = RGBColor.from_string(given)
            else:
                setattr(pieces[chosen].font, name, Pt(given) if name == "size" else given)

    return edit


def faces(text: str, of: str, plain: str, beyond: str) -> Edit:
    """Some words of a paragraph in one face for ASCII and another for the rest."""

    def edit(document: Document) -> None:
        part(text, of, name=plain)(document)
        run = next(run for run in find(document, text).runs if run.text == of)
        run._r.rPr.rFonts.set(qn("w:hAnsi"), beyond)

    return edit


def sign(face: str | None, code: str | None, alone: bool = False) -> Edit:
    """A sign as Word's dialogue of symbols inserts it, behind a paragraph or in one of its own."""

    def edit(document: Document) -> None:
        paragraph = find(document, _LONG_POINT)
        if alone:
            paragraph = paragraph.insert_paragraph_before()
        symbol = OxmlElement("w:sym")
        for name, given in (("font", face), ("char", code)):
            if given is not None:
                symbol.set(qn(f"w:{name}"), given)
        paragraph.add_run()._r.append(symbol)

    return edit


def aligned(way: str) -> Edit:
    """A paragraph aligned in a way that python-docx does not know."""

    def edit(document: Document) -> None:
        paragraph = find(document, _LONG_POINT)
        paragraph.alignment = BOTH
        paragraph._p.pPr.find(qn("w:jc")).set(qn("w:val"), way)

    return edit


def listed(*lines: str, face: str = "Arial", of: str = "%1.") -> Edit:
    """Paragraphs made items of Word's own list, whose labels print in a face."""

    def edit(document: Document) -> None:
        numbering = document.part.numbering_part.element
        abstract, number = OxmlElement("w:abstractNum"), OxmlElement("w:num")
        abstract.set(qn("w:abstractNumId"), "77")
        number.set(qn("w:numId"), "77")
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for tag, given in (("start", "1"), ("numFmt", "decimal" if "%1" in of else "bullet"), ("lvlText", of)):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), given)
            level.append(child)
        looks, fonts = OxmlElement("w:rPr"), OxmlElement("w:rFonts")
        for script in ("ascii", "hAnsi"):
            fonts.set(qn(f"w:{script}"), face)
        looks.append(fonts)
        level.append(looks)
        abstract.append(level)
        link = OxmlElement("w:abstractNumId")
        link.set(qn("w:val"), "77")
        number.append(link)
        numbering.insert(0, abstract)
        numbering.append(number)
        for line in lines:
            properties = find(document, line)._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, 77

    return edit


LETTERS: dict[str, Variant] = {
    "a word of the title smaller": on("issued", part("KẾ HOẠCH", "HOẠCH", size=10)),
    "a word of the title upright": on("issued", part("KẾ HOẠCH", "HOẠCH", bold=False)),
    "a word of the date larger": on("issued", part(_PLACE, "2027", size=15)),
    "a word of the text bold": on("issued", part(_LONG_POINT, _WORDS, bold=True)),
    "a word of the text in italics": on("issued", part(_LONG_POINT, _WORDS, italic=True)),
    "half of a paragraph in italics": on(_T := "1.4 có tên loại", part(_SHORT, " năm 2027.", italic=True)),
    "a little more than half in italics": on(_T, part(_SHORT, "I năm 2027.", italic=True)),
    "a word of the text smaller": on("issued", part(_LONG_POINT, _WORDS, size=13)),
    "a word of the text larger": on("issued", part(_LONG_POINT, _WORDS, size=15)),
    "a word of the text a little larger": on("issued", part(_LONG_POINT, _WORDS, size=14.1)),
    "two words of the text in Arial": on(
        "issued", both(part(_LONG_POINT, _WORDS, name="Arial"), part(_LONG_POINT, "chính trị", name="Arial"))
    ),
    "a word of the text in red": on("issued", part(_LONG_POINT, _WORDS, colour="FF0000")),
    "a word of the text underlined": on("issued", part(_LONG_POINT, _WORDS, underline=True)),
    "a word of the text hidden": on("issued", part(_LONG_POINT, _WORDS, hidden=True)),
    "a word of a cell in Arial": on("issued", part("Trước 25/5", "25/5", name="Arial")),
    "a line of exactly sixty letters in Arial": on(_T, words(_SHORT, f"{_SIXTY}."), look(_SIXTY, name="Arial")),
    "a line of sixty-one letters in Arial": on(_T, words(_SHORT, f"{_SIXTY} ."), look(_SIXTY, name="Arial")),
    "Vietnamese letters whose ASCII face is another": on(
        "issued", both(_VIETNAMESE, faces("- ế ệ động", "ế ệ", "Arial", "Times New Roman"))
    ),
    "Vietnamese letters whose own face is another": on(
        "issued", both(_VIETNAMESE, faces("- ế ệ động", "ế ệ", "Times New Roman", "Arial"))
    ),
    "figures whose face beyond ASCII is another": on(
        "issued", faces("- Báo cáo 6 tháng", "25", "Times New Roman", "Arial")
    ),
    "a sign of Wingdings by its code": on("issued", sign("Wingdings", "F0FE")),
    "a sign of Wingdings alone in its paragraph": on("issued", sign("Wingdings", "F0FE", alone=True)),
    "a sign of Wingdings below the private codes": on("issued", sign("WINGDINGS", "00FE")),
    "a sign of no face with a private code": on("issued", sign(None, "F0B7")),
    "a sign with the first private code": on("issued", sign("Times New Roman", "E000")),
    "a sign with the last private code": on("issued", sign("Times New Roman", "f8ff")),
    "a sign beyond the private codes": on("issued", sign("Times New Roman", "F900")),
    "a sign of a face without a code": on("issued", sign("Symbol", None)),
    "a sign without face and code": on("issued", sign(None, None)),
    "a space in Symbol": on("issued", faces(_LONG_POINT, " ", "Symbol", "Symbol")),
    "a letter typed in Symbol": on("issued", both(words(_LONG_POINT, "- Chủ độngþ xây dựng"),
                                                  part("- Chủ độngþ", "þ", name="Symbol"))),
    "numbers of a list in Arial": on(_T, listed("Giúp các đơn vị", _SHORT)),
    "signs of a list in Symbol": on(_T, listed(_SHORT, face="Symbol", of="\uf0b7")),
    "signs of a list in Times New Roman": on(_T, listed(_SHORT, face="Times New Roman", of="+")),
    "numbers of a list with brackets": on(_T, listed(_SHORT, of="(%1)")),
    "a paragraph distributed": on("issued", aligned("distribute")),
    "a paragraph distributed as in Thai": on("issued", aligned("thaiDistribute")),
    "a heading of seventy letters in capitals": on(_T, words(_SHORT, f"{'QUY ĐỊNH ' * 8}".strip()[:69] + ".")),
    "a sentence in capitals that ends in a semicolon": on(_T, words(_SHORT, f"{'QUY ĐỊNH ' * 9}".strip() + ";")),
    "a word of four capitals": on(_T, words(_SHORT, "VTLT.")),
    "a Latin word of two letters with a foreign one": on(_T, words(_SHORT, "Họ \u041dà dự.")),
    "a word with two foreign letters": on(_T, words(_SHORT, "Các \u041d\u0415UYỆN dự.")),
}  # fmt: skip
