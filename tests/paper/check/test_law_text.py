"""The decree's own text, set as a paper by its own rules, raises fewer false alarms than two in a hundred sentences."""

import re

from paper.check import Finding, check
from tests.paper.check.law_text import paragraphs, sentences
from tests.paper.check.typed import Typed, typed

_HEADED = re.compile(r"^(Điều \d+\. |\d+\. .{1,64}\w$)")
# Every finding of the text, labelled by hand: is it a false alarm?
LABELS = {
    # Named inside the title of the decree that amended it, where the title's words must stay whole.
    ("vien-dan-sau", "Nghị định số 110/2004/NĐ-CP"): True,
}
MOST = 0.02


def decree() -> list[str]:
    """Its chapters and articles, without head and foot; what has a heading is marked to be set in bold ("|")."""
    lines = paragraphs("noi-dung")
    first, last = lines.index("Chương I"), next(at for at, line in enumerate(lines) if line.endswith("./."))
    return [f"{line}|" if _HEADED.match(line) else line for line in lines[first : last + 1]]


def found() -> tuple[Finding, ...]:
    """What the checker finds in it."""
    long = Typed(
        ("BỘ NỘI VỤ",), "Số: 30/QyĐ-BNV", "Hà Nội, ngày 05 tháng 3 năm 2020", "QUY ĐỊNH", "Về công tác văn thư"
    )
    paper = Typed(long.head, long.number, long.place, long.title, long.subject, text=decree())
    return check(typed(paper))


def test_every_finding_in_the_decrees_text_was_labelled() -> None:
    # The typed page has no page numbers: that one is right, and of the page, not of the text.
    of_the_text = {(one.rule, one.words) for one in found() if one.rule != "so-trang"}
    assert of_the_text == set(LABELS)


def test_false_alarms_are_fewer_than_two_in_a_hundred_sentences() -> None:
    count = sum(len(sentences(line.rstrip("|"))) for line in decree())
    assert count > 300
    alarms = [one for one in found() if LABELS.get((one.rule, one.words), one.rule != "so-trang")]
    assert len(alarms) / count < MOST
