"""Whatever passes intake is checked, mended and marked without breaking: papers are odder than their checker's list."""

import random
import re

import pytest

from paper.check import Context, check, marked, mend
from paper.intake.package import open_package
from rules.refusals import Refusal
from tests.paper.check.clean import clean
from tests.paper.intake.hostile import DOCUMENT, W, changed, paragraph, parts, zipped

ODD = {
    "nothing at all": "",
    "one word": paragraph("chữ"),
    "no section": paragraph("KẾ HOẠCH") + paragraph("Căn cứ"),
    "only a table": "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "a number alone": paragraph("Số:"),
    "a place alone": paragraph("Cao Lãnh, ngày tháng năm"),
    "a title at the end": paragraph("chữ") + paragraph("QUYẾT ĐỊNH"),
    "an annex alone": paragraph("Phụ lục") + paragraph("Phụ lục I") + paragraph("(Kèm theo"),
    "recipients alone": paragraph("Nơi nhận:"),
    "an office alone": paragraph("TM. ỦY BAN NHÂN DÂN"),
    "a figure that is none": '<w:p><w:pPr><w:ind w:firstLine="hai"/><w:spacing w:line="1e999"/></w:pPr></w:p>',
    "a list that is nowhere": '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="99"/></w:numPr></w:pPr></w:p>',
}


def of(body: str) -> bytes:
    return changed({DOCUMENT: lambda _: f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()})


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_an_odd_paper_is_checked_mended_and_marked(body: str) -> None:
    data = of(body)
    found = check(
        data, Context(kind="plan", year=2027, issuer="X", others=("Y",), parents=("1/KH-UBND",), last="Z" * 999)
    )
    assert found, "none of these is a paper"
    mended, _ = mend(data)
    for made in (mended, marked(data, found)):
        assert open_package("thu.docx", made).parts


_VALUE = re.compile(rb'w:(val|w|h|line|firstLine|left|before|ilvl|type|start|fmt)="[^"]*"')
_ODDITIES = (b"", b"-1", b"x", b"99999999999999", b"0", b"1.5", b"none", b"true")


@pytest.mark.parametrize("seed", range(120))
def test_attributes_that_say_anything_break_nothing(seed: int) -> None:
    dice = random.Random(seed)
    entries = parts(clean(("issued", "decision", "1.5 công văn")[seed % 3]))
    for name in ("word/document.xml", "word/styles.xml"):
        for _ in range(25):
            hits = list(_VALUE.finditer(entries[name]))
            hit = dice.choice(hits)
            value = b"w:" + hit[1] + b'="' + dice.choice(_ODDITIES) + b'"'
            entries[name] = entries[name][: hit.start()] + value + entries[name][hit.end() :]
    data = zipped(list(entries.items()))
    try:
        open_package("thu.docx", data)
    except Refusal:
        return
    found = check(data)
    mend(data)
    assert open_package("thu.docx", marked(data, found)).parts
