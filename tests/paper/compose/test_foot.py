"""Where the foot of a paper may part from its text, and where a long list of recipients may break."""

from dataclasses import replace
from itertools import pairwise

import pytest

from paper.compose import Paper, Paragraph, compose
from paper.pdf.layout import Page
from paper.read import read_docx, read_pdf
from tests.paper import samples
from tests.paper.kinds import MINUTES
from tests.paper.printing import POINT, found, left, middle, printed, right, sheets

# A text of a length of its own: where the foot falls must not hang on what the sample cites.
PLAN = replace(
    samples.PLAN,
    bases=samples.PLAN.bases[:1] * 2,
    intro="Ủy ban nhân dân Huyện xây dựng Kế hoạch thực hiện công tác dân vận chính quyền năm 2027. " * 3 + "Cụ thể:",
)
SHORT = tuple(f"Ủy ban nhân dân xã số {number}" for number in range(55))
LONG = tuple(f"Ủy ban nhân dân xã Mỹ Mẫu số {number} (để phối hợp chỉ đạo, theo dõi)" for number in range(30))
OF_MINUTES = LONG * 2
LISTS = {
    "many": replace(PLAN, recipients=SHORT),
    "of two lines": replace(PLAN, recipients=LONG),
    "of minutes": replace(MINUTES, recipients=OF_MINUTES),
}
every_list = pytest.mark.parametrize("paper", LISTS.values(), ids=LISTS.keys())


def bottom(page: Page) -> float:
    """Where the last line of a page ends, in mm from the paper's top edge."""
    return max(word.bottom for word in page.words) * POINT


@every_list
def test_a_list_longer_than_a_page_breaks_and_leaves_no_page_half_empty(paper: Paper) -> None:
    *before, last = sheets(paper)
    assert len(before) in {1, 2}
    assert all(bottom(page) > 297 - 20 - 20 for page in before)
    found(last, "- Lưu: VT,")


@pytest.mark.parametrize("recipients", [SHORT, LONG], ids=["many", "of two lines"])
def test_the_signature_of_a_long_list_stands_whole_below_the_last_lines_of_the_text(
    recipients: tuple[str, ...],
) -> None:
    page, last = sheets(replace(PLAN, recipients=recipients))[-2:]
    first, end = found(page, "Yêu cầu Thủ trưởng"), found(page, "nội dung Kế hoạch này./.")
    office, name = found(page, "TM. ỦY BAN NHÂN DÂN"), found(page, PLAN.signer_name)
    assert middle(first) < middle(end) < middle(office) < middle(name)
    assert middle(found(page, "Nơi nhận:")) == pytest.approx(middle(office), abs=1)
    listed = [word for word in last.words if word.top * POINT > 20]
    assert max(word.right for word in listed) * POINT < 30 + 75, "as narrow as beside the signature"
    assert min(word.left for word in listed) * POINT == pytest.approx(30, abs=0.3)


def test_the_list_goes_on_below_the_table_as_if_it_were_one() -> None:
    page = sheets(LISTS["many"])[-2]
    lines = [found(page, f"số {number};") for number in range(31)]
    steps = {round(middle(after) - middle(before), 1) for before, after in pairwise(lines)}
    assert max(steps) - min(steps) <= 0.2
    assert max(left(line) for line in lines) - min(left(line) for line in lines) < 0.3


@pytest.mark.parametrize("recipients", [SHORT[:33], SHORT[:34], LONG[:17]], ids=["33", "34", "17 of two lines"])
def test_no_page_has_the_last_recipients_alone(recipients: tuple[str, ...]) -> None:
    last = sheets(replace(PLAN, recipients=recipients))[-1]
    assert len([word for word in last.words if word.text == "-"]) == 3


@every_list
def test_all_recipients_of_a_long_list_are_read_again(paper: Paper) -> None:
    facts = read_docx(compose(paper))
    assert (facts.recipients, facts.file_copy) == (paper.recipients, paper.file_copy)
    assert facts.signer == paper.signer_name
    if paper.recipients is not LONG:  # a recipient's second line ends the list for who reads a page
        assert read_pdf(printed(paper)).recipients == paper.recipients


def test_thirty_recipients_stay_whole_beside_the_signature() -> None:
    paper = replace(PLAN, recipients=SHORT[:30])
    assert len(sheets(paper)) == 2
    page = sheets(paper)[-1]
    assert middle(found(page, PLAN.signer_name)) < middle(found(page, "- Lưu: VT,"))
    assert right(found(page, "xã số 29;")) < 105


@pytest.mark.parametrize("paragraphs", range(14, 21))
def test_two_lines_of_text_stand_above_the_signature(paragraphs: int) -> None:
    added = tuple(Paragraph(f"Đoạn văn bổ sung số {number} để kiểm tra.") for number in range(paragraphs))
    page = sheets(replace(PLAN, body=PLAN.body + added))[-1]
    end = found(page, f"Đoạn văn bổ sung số {paragraphs - 1}")
    before = found(page, f"Đoạn văn bổ sung số {paragraphs - 2}")
    assert middle(before) < middle(end) < middle(found(page, "TM. ỦY BAN NHÂN DÂN"))
