"""The stamp, not a mention: wherever and however it is set, a paper with one is never stored."""

import pytest

from paper import pdf
from paper.intake import inspect
from paper.intake.stamps import stamp_of
from rules.refusals import Refusal
from tests.paper.intake import hostile as h

VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
BOX = (
    f"<w:p><w:r><w:t>Chữ</w:t><w:pict><v:shape {VML}><v:textbox><w:txbxContent>{{}}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r></w:p>"
)
ART = f'<w:p><w:r><w:pict><v:shape {VML}><v:textpath string="TUYỆT MẬT"/></v:shape></w:pict></w:r></w:p>'
DRAWN = (
    '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>TỐI </a:t></a:r>'
    "<a:r><a:t>MẬT</a:t></a:r></a:p>"
)
CAPS = "<w:rPr><w:caps/></w:rPr>"
HEADER = f"<w:hdr {h.W}>{h.paragraph('MẬT')}</w:hdr>".encode()

STAMPED = {
    "a line": h.with_body(h.paragraph("MẬT")),
    "spaced": h.with_body(h.paragraph("M Ậ T")),
    "spaced wide": h.with_body(h.paragraph("T Ố I   M Ậ T")),
    "letter by letter": h.with_body("<w:p>" + "".join(f"<w:r><w:t>{one}</w:t></w:r>" for one in "MẬT") + "</w:p>"),
    "over two lines": h.with_body("<w:p><w:r><w:t>TỐI</w:t><w:br/><w:t>MẬT</w:t></w:r></w:p>"),
    "beside other lines": h.with_body("<w:p><w:r><w:t>Số: 12</w:t><w:br/><w:t>MẬT</w:t></w:r></w:p>"),
    "in capitals by format": h.with_body(h.paragraph("Mật", CAPS)),
    "decomposed": h.with_body(h.paragraph("TO\u0302\u0301I MA\u0323\u0302T")),
    "other alphabets": h.with_body(h.paragraph("ТUYỆТ М\u0410\u0302\u0323Т")),
    "wide letters": h.with_body(h.paragraph("\uff2dẬ\uff34")),
    "zero width": h.with_body(h.paragraph("M\u200bẬ\u200bT")),
    "framed": h.with_body(h.paragraph("— [ TUYỆT MẬT ] —")),
    "named": h.with_body(h.paragraph("ĐỘ MẬT: TỐI MẬT")),
    "in a cell": h.with_body(h.nested_tables(2).replace("<w:p/>", h.paragraph("TỐI MẬT"))),
    "in a text box": h.with_body(BOX.format(h.paragraph("MẬT"))),
    "as word art": h.with_body(ART),
    "in a drawing": h.with_body(f"<w:p><w:r><w:drawing>{DRAWN}</w:drawing></w:r></w:p>"),
    "in a header": h.changed({"word/header1.xml": lambda _: HEADER}),
    "in a header of no type": h.changed({}, ("word/loose.xml", HEADER)),
    "in TCVN3": h.with_body(h.paragraph("MËT", '<w:rPr><w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr>')),
}


@pytest.mark.parametrize("data", STAMPED.values(), ids=STAMPED.keys())
def test_a_stamp_is_seen_wherever_it_stands_and_however_it_is_set(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        inspect("kh.docx", data)
    assert refused.value.code == "secrecy-marked"


@pytest.mark.parametrize(
    "line",
    [
        "Mật",
        "Thực hiện quy định về bảo vệ bí mật nhà nước, các độ MẬT, TỐI MẬT.",
        "KẾ HOẠCH BẢO VỆ BÍ MẬT",
        "ĐỘ MẬT",
        "BÍ MẬT",
        "MẤT",
        "MẬT ONG",
        "Độ mật, mức độ khẩn",
    ],
)
def test_a_mention_is_no_stamp(line: str) -> None:
    assert stamp_of(line) is None
    assert inspect("kh.docx", h.with_body(h.paragraph(line))).warnings == ()


@pytest.mark.parametrize("line", ["MẬT", "M Ậ T", "TUYỆT MẬT", "Số: 12/KH\tMẬT"])
def test_a_stamp_in_the_text_of_a_pdf_is_seen(line: str) -> None:
    set_wide = h.paragraph(line).replace("\t", "</w:t><w:tab/><w:tab/><w:t>").replace(" ", "\u2003\u2003")
    printed = pdf.render(h.with_body(set_wide))
    with pytest.raises(Refusal) as refused:
        inspect("kh.pdf", printed)
    assert refused.value.code == "secrecy-marked"


def test_a_pdf_that_mentions_secrecy_comes_in() -> None:
    mention = "Các độ mật theo quy định gồm TUYỆT MẬT, TỐI MẬT và MẬT; văn bản nêu tại đây không thuộc các độ MẬT."
    assert inspect("kh.pdf", pdf.render(h.with_body(h.paragraph(mention)))).warnings == ()
