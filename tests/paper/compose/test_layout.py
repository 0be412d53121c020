"""Composed papers, printed, lie inside the ranges of NĐ 30/2020, Phụ lục I, Phần I."""

from dataclasses import replace
from itertools import pairwise

import pytest

from paper.compose import Paper, Paragraph, compose
from paper.compose.forms import FORMS
from paper.pdf.layout import Page
from paper.read import read_docx
from paper.sign.places import find
from tests.paper.kinds import INVITATION, KINDS_OF_PAPER, MINUTES, NOTICE
from tests.paper.printing import POINT, centre, found, left, middle, printed, right, rules, sheets, size
from tests.paper.samples import ALL, DECISION, ISSUED_PLAN, PLAN, REPORT, SUBMISSION

LEFT_CELL, RIGHT_CELL, TEXT = 30 + 33, 30 + 66 + 49.5, 30 + 82.5
EVERY = ALL | KINDS_OF_PAPER
every_sample = pytest.mark.parametrize("paper", EVERY.values(), ids=EVERY.keys())


def first(paper: Paper) -> Page:
    return sheets(paper)[0]


@every_sample
def test_the_sheet_is_a4_and_the_text_keeps_the_margins(paper: Paper) -> None:
    for page in sheets(paper):
        assert (page.width * POINT, page.height * POINT) == pytest.approx((210, 297), abs=0.2)
        text = [word for word in page.words if word.top * POINT > 19]
        assert 30 - 0.3 <= min(word.left for word in text) * POINT <= 35
        assert max(word.right for word in text) * POINT <= 210 - 15 + 0.3
        assert 19.5 <= min(word.top for word in text) * POINT <= 25
        assert max(word.bottom for word in text) * POINT <= 297 - 20 + 0.3


@every_sample
def test_quoc_hieu_and_tieu_ngu_stand_centred_in_the_right_cell_in_the_decrees_sizes(paper: Paper) -> None:
    nation = found(first(paper), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    motto = found(first(paper), "Độc lập - Tự do - Hạnh phúc")
    assert centre(nation) == pytest.approx(RIGHT_CELL, abs=1)
    assert centre(motto) == pytest.approx(RIGHT_CELL, abs=1)
    assert 12 <= size(nation) <= 13
    assert 13 <= size(motto) <= 14
    assert 0 < middle(motto) - middle(nation) < 7, "set in single spacing, one below the other"


@every_sample
def test_number_and_place_stand_on_one_line_each_under_its_own_cell(paper: Paper) -> None:
    page, form = first(paper), FORMS[paper.kind]
    if not (form.number and form.place):
        return
    symbol = f"{paper.number:02d}/{paper.symbol}" if paper.number else f"/{paper.symbol}"
    number = found(page, "Số:") + found(page, symbol)
    place = found(page, f"{paper.place}, ngày") + found(page, f"năm {paper.year}")
    assert centre(number) == pytest.approx(LEFT_CELL, abs=1)
    assert centre(place) == pytest.approx(RIGHT_CELL, abs=1.5)
    assert middle(number) == pytest.approx(middle(place), abs=0.8)
    assert size(number) == 13
    assert 13 <= size(place) <= 14


@every_sample
def test_issuer_title_and_subject_are_centred(paper: Paper) -> None:
    page = first(paper)
    issuer = "DÂN VẬN CHÍNH QUYỀN" if paper is NOTICE else paper.header[-1]
    assert centre(found(page, issuer)) == pytest.approx(LEFT_CELL, abs=1)
    if "title" not in FORMS[paper.kind].parts:
        return
    title = found(page, paper.type.title)
    assert centre(title) == pytest.approx(TEXT, abs=1)
    assert 13 <= size(title) <= 14
    assert middle(title) > middle(found(page, "Độc lập - Tự do - Hạnh phúc")) + 8


@pytest.mark.parametrize("paper", [PLAN, SUBMISSION, DECISION])
def test_gaps_for_number_day_and_month_have_room(paper: Paper) -> None:
    page = first(paper)
    assert left(found(page, f"/{paper.symbol}")) - right(found(page, "Số:")) >= 12
    day, month, year = (found(page, word) for word in (f"{paper.place}, ngày", "tháng", f"năm {paper.year}"))
    assert left(month) - right(day) >= 7
    assert left(year) - right(month) >= 7


def test_a_numbered_and_dated_paper_prints_leading_zeros() -> None:
    found(first(ISSUED_PLAN), "Số: 05/KH-UBND")
    found(first(ISSUED_PLAN), "Cao Lãnh, ngày 08 tháng 02 năm 2027")
    found(first(REPORT), "Mỹ Mẫu, ngày 15 tháng 10 năm 2027")


@pytest.mark.parametrize("paper", [ISSUED_PLAN, REPORT, INVITATION, MINUTES], ids=lambda paper: paper.kind)
def test_rules_are_as_long_as_the_decree_says(paper: Paper) -> None:
    page = first(paper)
    below = {"issuer": found(page, paper.header[-1]), "motto": found(page, "Độc lập - Tự do - Hạnh phúc")}
    below["subject"] = found(page, paper.subject)
    share = {}
    for name, words in below.items():
        near = [rule for rule in rules(paper) if 1 < rule[0] - middle(words) < 6 and rule[1] < centre(words) < rule[2]]
        assert near, f"no rule under the {name}"
        _, start, end = near[0]
        assert (start + end) / 2 == pytest.approx(centre(words), abs=1)
        share[name] = (end - start) / (right(words) - left(words))
    assert share["motto"] == pytest.approx(1, abs=0.03)
    assert 1 / 3 <= share["issuer"] <= 1 / 2
    assert 1 / 3 <= share["subject"] <= 1 / 2


def test_body_text_is_13_to_14_indented_by_1_27_cm() -> None:
    opening = found(first(PLAN), "Thực hiện Kế hoạch số")
    assert 13 <= size(opening) <= 14
    assert left(opening) == pytest.approx(30 + 12.7, abs=0.3)
    assert middle(found(first(PLAN), "Căn cứ Nghị định")) < middle(opening)


def test_pages_after_the_first_bear_their_number_centred_in_the_top_margin() -> None:
    one, two = sheets(PLAN)
    assert not [word for word in one.words if word.bottom * POINT < 20]
    (number,) = [word for word in two.words if word.bottom * POINT < 20]
    assert number.text == "2"
    assert centre((number,)) == pytest.approx(TEXT, abs=1)
    assert 13 <= size((number,)) <= 14


def test_recipients_and_signature_stand_side_by_side_in_their_sizes() -> None:
    page = sheets(PLAN)[-1]
    recipients, office = found(page, "Nơi nhận:"), found(page, "TM. ỦY BAN NHÂN DÂN")
    name = found(page, "Nguyễn Văn Mẫu")
    assert size(recipients) == 12
    assert left(recipients) == pytest.approx(30, abs=0.3)
    assert size(found(page, "- UBND Tỉnh;")) == 11
    assert size(found(page, "- Lưu: VT, VPUBND (Tr).")) == 11
    assert 13 <= size(office) <= 14
    assert middle(office) == pytest.approx(middle(recipients), abs=1)
    assert centre(name) == pytest.approx(centre(office), abs=1)
    assert middle(name) - middle(found(page, "PHÓ CHỦ TỊCH")) >= 25, "room for a signature of 20 mm"


@pytest.mark.parametrize("paragraphs", [9, 10, 11, 12])
def test_the_signature_block_is_never_parted_nor_left_alone(paragraphs: int) -> None:
    text = "Tiếp tục đổi mới nội dung, phương thức vận động Nhân dân bằng những mô hình hay, cách làm sáng tạo. " * 2
    paper = replace(REPORT, body=tuple(Paragraph(text) for _ in range(paragraphs)))
    last = sheets(paper)[-1]
    end = found(last, "sáng tạo./.")
    office, name = found(last, "CHỦ TỊCH"), found(last, REPORT.signer_name)
    assert middle(end) < middle(office) < middle(name)
    assert middle(found(last, "- Lưu: VT.")) < middle(name)


def test_several_addressees_are_dashes_below_the_colon() -> None:
    page = first(SUBMISSION)
    call = found(page, "Kính gửi:")
    one, other = found(page, "- Ủy ban nhân dân huyện Cao Lãnh;"), found(page, "- Chủ tịch Ủy ban")
    assert left(one) == pytest.approx(left(other), abs=0.2)
    assert right(call) - 3 <= left(one) <= right(call) + 1
    found(first(REPORT), "Kính gửi: Ủy ban nhân dân huyện Cao Lãnh (qua Phòng Nội vụ)")


def test_an_annex_begins_a_page_of_its_own_without_a_page_number() -> None:
    front, annex = sheets(DECISION)
    found(front, "Điều 3.")
    heading = found(annex, "Phụ lục")
    assert size(heading) == 14
    assert centre(heading) == pytest.approx(TEXT, abs=1)
    assert not [word for word in annex.words if word.bottom * POINT < 20]
    found(annex, "Hoàn thành xuất sắc")


def test_a_decision_names_its_authority_and_then_decides() -> None:
    page = first(DECISION)
    order = ("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH", "Căn cứ Luật", "QUYẾT ĐỊNH:", "Điều 1.", "Điều 3.", "Nơi nhận:")
    heights = [middle(found(page, text)) for text in order]
    assert heights == sorted(heights)


def test_a_long_place_name_takes_the_smaller_sizes_and_still_fits_one_line() -> None:
    paper = replace(SUBMISSION, place="Thành phố Hồ Chí Minh")
    page = first(paper)
    start, end = found(page, "Thành phố Hồ Chí Minh, ngày"), found(page, "năm 2027")
    assert middle(start) == pytest.approx(middle(end), abs=0.5)
    assert centre(start + end) == pytest.approx(centre(found(page, "Độc lập - Tự do - Hạnh phúc")), abs=1.5)
    assert (size(start), size(found(page, "CỘNG HÒA"))) == (13, 12)


@pytest.mark.parametrize(
    ("number", "symbol", "lines"),
    [
        (1234, "KH-TTPTHTKTQLDTXD", ("Số: 1234/", "KH-TTPTHTKTQLDTXD")),
        (None, "KH-TTPTHTKTQLDTXD", ("Số: /", "KH-TTPTHTKTQLDTXD")),
        (None, "QCPH-STNMT-STC-SKHĐT-SXD-UBND", ("Số: /QCPH-STNMT-", "STC-SKHĐT-SXD-UBND")),
        (5, "KH-UBND", ("Số: 05/KH-UBND",)),
    ],
)
def test_a_long_symbol_breaks_after_the_stroke_and_not_after_its_kind(
    number: int | None, symbol: str, lines: tuple[str, ...]
) -> None:
    paper = replace(SUBMISSION, place="Thành phố Hồ Chí Minh", number=number, symbol=symbol)
    parts = [found(first(paper), line) for line in lines]
    assert all(0 < middle(after) - middle(before) < 7 for before, after in pairwise(parts))
    assert max(right(part) for part in parts) < left(found(first(paper), "Thành phố Hồ Chí Minh, ngày"))
    facts = read_docx(compose(paper))
    assert (facts.number, facts.symbol) == (number, symbol)
    if number is None:
        assert find(printed(paper), signer=paper.signer_name).gaps.keys() == {"So", "Ngay", "Thang"}
