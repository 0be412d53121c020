"""Each kind of paper, printed, bears what its sample in Phụ lục III or IV bears, at its place and in its size."""

import subprocess
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from paper.compose import Certificate, Paper, Register
from paper.compose.register import COLUMNS
from paper.pdf.layout import Page, Word
from tests.paper.kinds import (
    CERTIFICATE,
    INCOMING,
    INVITATION,
    LETTER,
    MINUTES,
    NOTICE,
    OUTGOING,
    REMINDER,
    SHEETS,
    SLIP,
    STOCK,
)
from tests.paper.printing import POINT, centre, found, left, middle, printed, right, rules, sheets, size
from tests.paper.samples import PLAN, SUBMISSION

LEFT_CELL, RIGHT_CELL, TEXT = 30 + 33, 30 + 66 + 49.5, 30 + 82.5
DOTS_A_MM = 200 / 25.4


def red_frame(paper: Paper) -> tuple[float, float, float, float]:
    """Left, top, width and height in mm of all that is red on page 1."""
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory, "paper.pdf")
        source.write_bytes(printed(paper))
        command = ["pdftoppm", "-r", "200", "-l", "1", "-png", "-singlefile", str(source), str(source)]
        subprocess.run(command, check=True, timeout=60)
        with Image.open(f"{source}.png") as image:
            red, green, _ = image.convert("RGB").split()
    box = ImageChops.subtract(red, green).point(lambda shade: 255 if shade > 60 else 0).getbbox()
    assert box is not None, "nothing is red"
    return tuple(edge / DOTS_A_MM for edge in (box[0], box[1], box[2] - box[0], box[3] - box[1]))  # type: ignore[return-value]


def found_below(page: Page, text: str, height: float) -> tuple[Word, ...]:
    """The words of a phrase where it first stands below a height."""
    return found(replace(page, words=tuple(word for word in page.words if word.top * POINT > height)), text)


def test_a_letter_bears_its_subject_below_its_number_and_no_title() -> None:
    page = sheets(LETTER)[0]
    number, about = found(page, "Số: 112/UBND-NV"), found(page, "V/v rà soát, bổ sung kế hoạch")
    assert centre(about) == pytest.approx(LEFT_CELL, abs=1.5)
    assert 12 <= size(about) <= 13
    assert 13 * 1.15 * POINT + 2 < middle(about) - middle(number) < 9, "6 pt below the number"
    assert middle(found(page, "Kính gửi:")) > middle(about) + 8
    assert "VĂN" not in {word.text for word in page.words if word.top < 300}, "a công văn prints no name of its kind"


def test_a_letters_file_copy_bears_copies_kept_drafter_and_copies_sent() -> None:
    kept = found(sheets(LETTER)[0], "- Lưu: VT, NV (2). PL.(30).")
    assert size(kept) == 11
    assert left(kept) == pytest.approx(30, abs=0.3)


def test_tl_and_kt_are_three_lines_above_one_name() -> None:
    page = sheets(LETTER)[0]
    lines = [found(page, text) for text in ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")]
    name = found(page, LETTER.signer_name)
    heights = [middle(line) for line in (*lines, name)]
    assert heights == sorted(heights)
    assert max(centre(line) for line in lines) - min(centre(line) for line in lines) < 1
    assert heights[-1] - heights[-2] >= 25, "room for a signature of 20 mm"
    assert all(13 <= size(line) <= 14 for line in lines)


@pytest.mark.parametrize(("urgency", "width"), [("HỎA TỐC", 30), ("THƯỢNG KHẨN", 40), ("KHẨN", 20)])
def test_urgency_is_a_red_frame_of_the_decrees_size_below_the_number(urgency: str, width: float) -> None:
    paper = replace(REMINDER, urgency=urgency)  # type: ignore[arg-type]
    start, top, wide, high = red_frame(paper)
    assert (wide, high) == pytest.approx((width, 8), abs=0.5)
    assert start + wide / 2 == pytest.approx(LEFT_CELL, abs=0.6)
    words = found(sheets(paper)[0], urgency)
    assert 13 <= size(words) <= 14
    assert middle(words) == pytest.approx(top + high / 2, abs=0.7), "balanced in its frame"
    assert top > middle(found(sheets(paper)[0], "tháng đầu năm 2027")) + 2


def test_a_circulation_mark_stands_in_capitals_below_the_date() -> None:
    page = sheets(NOTICE)[0]
    mark = found(page, "LƯU HÀNH NỘI BỘ")
    assert centre(mark) == pytest.approx(RIGHT_CELL, abs=1)
    assert 13 <= size(mark) <= 14
    assert middle(found(page, "năm 2027")) + 5 < middle(mark) < middle(found(page, "THÔNG BÁO")) - 6


def test_an_advisory_bodys_signer_has_chuc_danh_above_and_chuc_vu_below_the_signature() -> None:
    page = sheets(NOTICE)[0]
    body, post, name = (found(page, text) for text in ("TRƯỞNG BAN", "ỦY BAN NHÂN DÂN HUYỆN Nguyễn", "Nguyễn Văn Mẫu"))
    assert middle(found(page, "PHÓ CHỦ TỊCH")) - middle(body) >= 25
    assert 0 < middle(name) - middle(post) < 7
    assert centre(name) == pytest.approx(centre(body), abs=1)


def test_a_long_issuers_name_takes_even_lines_and_keeps_its_rule() -> None:
    page = sheets(NOTICE)[0]
    lines = [found(page, text) for text in ("BAN CHỈ ĐẠO CÔNG TÁC", "DÂN VẬN CHÍNH QUYỀN")]
    assert all(left(line) >= 30 and right(line) <= 96 for line in lines)
    assert abs(left(lines[0]) - left(lines[1])) < 6
    (rule,) = [one for one in rules(NOTICE) if one[1] < LEFT_CELL < one[2] and 1 < one[0] - middle(lines[1]) < 6]
    assert 1 / 3 <= (rule[2] - rule[1]) / (right(lines[1]) - left(lines[1])) <= 1 / 2


def test_a_long_office_breaks_between_words_that_belong_together() -> None:
    lines = ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN")
    page = sheets(replace(PLAN, signature_lines=lines, signer_name="Trần Thị Thử"))[-1]
    parts = [found(page, text) for text in ("CHÁNH VĂN PHÒNG", "HỘI ĐỒNG NHÂN DÂN", "VÀ ỦY BAN NHÂN DÂN")]
    assert min(left(part) for part in parts) >= 105
    assert max(right(part) for part in parts) <= 195
    heights = [middle(part) for part in parts]
    assert [0 < after - before < 7 for before, after in pairwise(heights)] == [True, True]


def test_an_invitation_names_meeting_time_and_place() -> None:
    page = sheets(INVITATION)[0]
    order = ("GIẤY MỜI", "trân trọng kính mời:", "Tới dự", "Chủ trì:", "Thời gian:", "Địa điểm:", "TUQ. CHỦ TỊCH")
    heights = [middle(found(page, text)) for text in order]
    assert heights == sorted(heights)


def test_minutes_have_two_signatories_no_place_and_their_recipients_below() -> None:
    page = sheets(MINUTES)[0]
    assert not [word for word in page.words if word.text == "Cao" and word.top * POINT < 60], "no place and date"
    secretary, chair = found(page, "THƯ KÝ"), found(page, "CHỦ TỌA")
    wrote = found_below(page, "Vũ Thị Thí Dụ", middle(chair)), found_below(page, "Nguyễn Văn Mẫu", middle(chair))
    assert middle(secretary) == pytest.approx(middle(chair), abs=0.5)
    assert centre(secretary) < TEXT < centre(chair)
    assert middle(wrote[0]) == pytest.approx(middle(wrote[1]), abs=0.5), "both names on one line"
    assert centre(wrote[0]) == pytest.approx(centre(secretary), abs=1)
    assert middle(found(page, "Nơi nhận:")) > middle(wrote[1]) + 4
    found(page, "- Lưu: VT, Hồ sơ.")


def test_a_slip_has_no_number_and_room_for_the_leaders_words() -> None:
    page = sheets(SLIP)[0]
    assert not [word for word in page.words if word.text.startswith("Số:")]
    assert centre(found(page, "Cao Lãnh, ngày 03 tháng 02 năm 2027")) == pytest.approx(RIGHT_CELL, abs=1.5)
    assert middle(found(page, "Ý KIẾN CỦA LÃNH ĐẠO")) > middle(found(page, SLIP.signer_name))
    assert not [word for word in page.words if word.text == "Nơi"], "it stays in the house"


@pytest.mark.parametrize("name", SHEETS)
def test_certificates_and_registers_lie_wide_on_a4(name: str) -> None:
    for page in sheets(SHEETS[name]):
        assert (page.width * POINT, page.height * POINT) == pytest.approx((297, 210), abs=0.2)


def test_a_whole_certificate_is_one_sheet_with_everything_on_it() -> None:
    (page,) = sheets(CERTIFICATE)
    nation = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    lines = (*nation, CERTIFICATE.authority, "TẶNG", "GIẤY KHEN", CERTIFICATE.recipient, CERTIFICATE.achievement)
    heights = [middle(found(page, text)) for text in lines]
    assert heights == sorted(heights)
    for text in lines:
        assert centre(found(page, text)) == pytest.approx(148.5, abs=1)
    signed = found_below(page, CERTIFICATE.signer_name, heights[-1])
    assert middle(signed) < 210 - 25, "inside the frame"
    found(page, "Quyết định số 2101/QĐ-UBND ngày 20 tháng 12 năm 2027")
    found(page, "Vào sổ khen thưởng số: 07")


def test_on_stock_only_the_open_words_are_printed_each_at_its_place() -> None:
    (page,) = sheets(STOCK)
    assert not {"GIẤY", "TẶNG", "CỘNG", "CHỦ"} & {word.text for word in page.words}, "the stock bears them already"
    texts = {"recipient": STOCK.recipient, "achievement": STOCK.achievement, "name": STOCK.signer_name}
    texts |= {"decision": STOCK.decision, "entry": "Vào sổ khen thưởng số: 07", "place": "Cao Lãnh, ngày 20"}
    for spot in STOCK.stock:
        words = found(page, texts[spot.field])
        assert min(word.top for word in words) * POINT == pytest.approx(spot.top_mm, abs=0.7), spot.field
        assert spot.left_mm - 0.3 <= left(words)
        assert right(words) <= spot.left_mm + spot.width_mm + 0.3


@pytest.mark.parametrize(("register", "name"), [(OUTGOING, "VĂN BẢN ĐI"), (INCOMING, "VĂN BẢN ĐẾN")])
def test_a_register_has_cover_and_first_page_alike_then_ten_columns(register: Register, name: str) -> None:
    cover, first, entries = sheets(register)
    assert [word.text for word in cover.words] == [word.text for word in first.words]
    volume = register.volumes[0]
    dates = f"Từ ngày {volume.since:%d/%m/%Y} đến ngày {volume.until:%d/%m/%Y}"
    for text in (f"SỔ ĐĂNG KÝ {name}", "Năm: 2027", dates, f"Từ số {volume.first}", "Quyển số: 01"):
        assert centre(found(cover, text)) == pytest.approx(30 + 126, abs=12)
    numbers = [centre(found(entries, f"({n})")) for n in range(1, 11)]
    assert numbers == sorted(numbers)
    edges = [30 + sum(column.width for column in COLUMNS[register.direction][:n]) for n in range(11)]
    for n, middle_of in enumerate(numbers):
        assert middle_of == pytest.approx((edges[n] + edges[n + 1]) / 2, abs=1.5)
    assert edges[-1] == 30 + 252


def test_the_heading_of_a_register_is_on_every_page() -> None:
    volume = replace(OUTGOING.volumes[0], rows=OUTGOING.volumes[0].rows * 8)
    pages = sheets(replace(OUTGOING, volumes=(volume,)))[2:]
    assert len(pages) > 1
    for page in pages:
        found(page, "(10)")


def test_a_certificate_without_an_entry_leaves_it_to_the_pen() -> None:
    (page,) = sheets(replace(CERTIFICATE, entry=None))
    found(page, "Vào sổ khen thưởng số: ............")
    empty: Certificate = replace(STOCK, entry=None)
    assert "Vào" not in {word.text for word in sheets(empty)[0].words}


@pytest.mark.parametrize(
    ("paper", "addressee", "opening"),
    [
        (SLIP, "Kính gửi: Phó Chủ tịch", "1. Nội dung trình"),
        (REMINDER, "Kính gửi: Ủy ban nhân dân xã Tân Thử", "Theo Kế hoạch số"),
        (SUBMISSION, "- Chủ tịch Ủy ban nhân dân huyện Cao Lãnh.", "Thực hiện chức năng, nhiệm vụ"),
    ],
    ids=["slip", "reminder", "submission"],
)
def test_the_text_stands_well_below_the_addressees(paper: Paper, addressee: str, opening: str) -> None:
    page = sheets(paper)[0]
    line = 14 * 1.15 * POINT
    assert middle(found(page, opening)) - middle(found(page, addressee)) == pytest.approx(line + 12 * POINT, abs=0.3)
