"""What a line is taken for where a drafter writes what no sample of the decree shows: a wrong guess brings false
findings, and mending would then set a sentence as if it were a date."""

import pytest
from docx.document import Document
from docx.shared import Pt

from paper.check import check, mend
from tests.paper.check.clean import clean
from tests.paper.check.editing import CENTRE, Edit, edited, find, look, without, words

SENTENCES = (
    "Thực hiện Kế hoạch số 45/KH-UBND ngày 05 tháng 02 năm 2027",
    "Báo cáo gửi về Phòng Nội vụ trước ngày 20 tháng 01 năm 2028.",
    "Trước ngày 20 tháng 01 năm 2028",
)


def rules(data: bytes) -> list[str]:
    """The rules that find something."""
    return [found.rule for found in check(data)]


def first(text: str) -> Edit:
    """Other words in the first paragraph of the reminder's text."""

    def edit(document: Document) -> None:
        paragraph = find(document, "Theo Kế hoạch số")
        for number, run in enumerate(paragraph.runs):
            run.text = "" if number else text

    return edit


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_with_a_date_is_text_also_where_nobody_is_addressed(text: str) -> None:
    spoiled = edited(clean("reminder"), without("Kính gửi"), first(text))
    assert set(rules(spoiled)) - {"vien-dan-dau"} == {"kinh-gui"}
    assert mend(spoiled)[1] == ()


@pytest.mark.parametrize("text", ["Từ Sơn, ngày 05 tháng 3 năm 2027", "Của, ngày 05 tháng 3 năm 2027"])
def test_a_place_that_begins_like_a_word_of_a_sentence_is_a_place(text: str) -> None:
    assert rules(edited(clean("letter"), words("Cao Lãnh, ngày 05 tháng 3 năm 2027", text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Công văn số 112/UBND-NV ngày 05 tháng 3 năm 2027 của Ủy ban nhân dân Huyện về kế hoạch năm 2027, "
        "Phòng Nội vụ đề nghị các đơn vị gửi kế hoạch.",
        "Theo đề nghị của Phòng Tư pháp, Phòng Nội vụ có ý kiến như sau.",
    ],
)
def test_a_sentence_that_begins_as_a_basis_and_then_says_something_is_text(text: str) -> None:
    assert "can-cu-kieu-chu" not in rules(edited(clean("reminder"), first(text)))


def test_a_basis_that_names_a_second_law_after_a_comma_is_a_basis() -> None:
    law = "Căn cứ Luật Tổ chức chính quyền địa phương"
    longer = f"{law}, Luật sửa đổi một số điều của Luật Tổ chức Chính phủ"
    upright = edited(clean("plan"), words(law, longer), look(law, italic=False))
    assert rules(upright) == ["can-cu-kieu-chu"]


@pytest.mark.parametrize("place", ["Thành phố Hồ Chí Minh", "Thị trấn Mỹ Thọ", "Thị xã Hồng Ngự"])
def test_a_place_of_which_the_kind_is_written_is_right(place: str) -> None:
    """Phụ lục I, Mục V: “Thành phố Hồ Chí Minh, ngày …”."""
    assert rules(edited(clean("letter"), words("Cao Lãnh", place))) == []


@pytest.mark.parametrize("place", ["thị trấn Mỹ Thọ", "Thị trấn mỹ Thọ", "Xã Mỹ thọ"])
def test_a_place_in_small_letters_is_found(place: str) -> None:
    assert rules(edited(clean("letter"), words("Cao Lãnh", place))) == ["dia-danh-hoa"]


@pytest.mark.parametrize("draft", ["DỰ THẢO", "(Dự thảo lần 2)", "Dự thảo 3", "Có gì đó ngoài bảng"])
def test_what_stands_above_the_head_is_no_agency(draft: str) -> None:
    def above(document: Document) -> None:
        body = document.element.body
        paragraph = document.add_paragraph()
        paragraph.add_run(draft).font.name = "Times New Roman"
        paragraph.runs[0].font.size = Pt(13)
        body.insert(0, paragraph._p)

    drafted = edited(clean("letter"), above)
    assert rules(drafted) == []


SUPERIORS = (
    ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "THƯ VIỆN TỈNH"),
    ("UBND TỈNH ĐỒNG THÁP", "LIÊN MINH HỢP TÁC XÃ"),
    ("UBND HUYỆN CAO LÃNH", "HỘI CHỮ THẬP ĐỎ"),
    ("BỘ NỘI VỤ", "HỌC VIỆN HÀNH CHÍNH"),
    ("UBND HUYỆN CAO LÃNH", "CÂU LẠC BỘ HƯU TRÍ"),  # of which no table knows the first word
)


@pytest.mark.parametrize(("superior", "issuer"), SUPERIORS)
def test_what_is_bold_below_what_is_not_is_the_issuer(superior: str, issuer: str) -> None:
    named = edited(clean("slip"), words("UBND HUYỆN CAO LÃNH", superior), words("PHÒNG NỘI VỤ", issuer))
    assert {code for code in rules(named) if code.startswith(("chu-quan", "ban-hanh"))} <= {"ban-hanh-ke-dai"}


@pytest.mark.parametrize(("superior", "issuer"), SUPERIORS[:-1])
def test_where_both_are_bold_the_words_tell_the_issuer(superior: str, issuer: str) -> None:
    named = edited(
        clean("slip"),
        words("UBND HUYỆN CAO LÃNH", superior),
        words("PHÒNG NỘI VỤ", issuer),
        look(superior, bold=True),
    )
    assert "chu-quan-kieu-chu" in rules(named)
    assert "ban-hanh-viet-tat" not in rules(named)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("BÁO CÁO TỔNG KẾT", "ten-loai-thua"),
        ("BÁO CÁO TỔNG KẾT CÔNG TÁC NĂM", "ten-loai-thua"),
        ("BÁO CÁO TỔNG KẾT CÔNG TÁC CẢ NĂM", "ten-loai"),
        ("THƯ CÔNG TÁC", "ten-loai"),
    ],
)
def test_a_title_with_more_than_the_kind_is_told_with_the_kind_that_it_should_be(title: str, found: str) -> None:
    data = edited(clean("report"), words("BÁO CÁO", title))
    assert [code for code in rules(data) if code.startswith("ten-loai")] == [found]


def test_a_line_of_a_letter_that_begins_as_a_title_is_no_title() -> None:
    spoken = edited(clean("reminder"), first("BÁO CÁO TỔNG KẾT"), look("BÁO CÁO TỔNG KẾT", align=CENTRE))
    assert "ten-loai-thua" not in rules(spoken)
