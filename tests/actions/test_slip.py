"""The words of a phiếu trình: enough to decide, and nothing that a paper says of itself becomes markup."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions import hand_in, showing, slip, slip_words
from actions.runtime import Runtime
from models import documents
from paper import compare
from paper.compare.aligning import words_between
from rules.refusals import Refusal
from tests.actions.desk import DRAFTERS, a_hand_in, to_issued, waiting

SUBJECT = "Thực hiện công tác dân vận năm 2026"
TEXT = f"""PHÒNG TƯ PHÁP
KẾ HOẠCH
{SUBJECT}
Thực hiện Kế hoạch số 19/KH-UBND ngày 11/02/2022, Phòng Tư pháp xây dựng kế hoạch như sau:
I. MỤC ĐÍCH
Thực hiện nếp sống mới.
II. NỘI DUNG
1. Tiếp công dân.
Nơi nhận:
- Ủy ban nhân dân Huyện;
- Lưu: VT.
TRƯỞNG PHÒNG
Nguyễn Văn Thuận"""

WORDS = st.sampled_from(["Huyện", "báo", "cáo;", "(25", "tháng)", "15/KH-UBND", "“dân", "*", "."])


@pytest.mark.parametrize(
    "trick",
    ["![](http://x/a.png)", "[bấm](http://x)", "<img src=http://x>", "**đậm**", "`mã`", "# to", "1. một", "- gạch"],
)
def test_what_people_write_is_never_markup(trick: str) -> None:
    shown = slip_words.plain(trick)
    markers = [at for at, letter in enumerate(shown) if letter in "![]()<>*`#-." and shown[at - 1 : at] != "\\"]
    assert all(shown[at] == "." and at > 1 for at in markers), shown


def test_the_folded_paper_cannot_break_out_of_its_fold() -> None:
    folded = slip_words.contents("</details><script>alert(1)</script>\n\nI. <b>MỤC</b>", "")
    assert folded.count("</details>") == 1
    assert "<script" not in folded
    assert "<b>" not in folded
    assert "\n" not in folded, "an empty line would end the HTML and let Markdown in"


def test_bases_signature_and_recipients_stand_as_they_will_print() -> None:
    shown = slip_words.printed(TEXT, SUBJECT, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Nguyễn Văn Thuận")
    assert "- Ký: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / **Nguyễn Văn Thuận**" in shown
    assert "- Nơi nhận: Ủy ban nhân dân Huyện; Lưu: VT" in shown
    assert "- Căn cứ: Thực hiện Kế hoạch số 19/KH" in shown
    assert SUBJECT not in shown, "a subject that begins like a basis is none"
    assert "nếp sống mới" not in shown, "nor is a line of the body"


def test_a_mended_paper_shows_word_by_word_what_came_what_went_and_why() -> None:
    mended = TEXT.replace("1. Tiếp công dân.", "1. Tiếp công dân trước ngày 30 tháng 9.\n2. Đối thoại *mở*.")
    mended = mended.replace("số 19/KH-UBND ngày 11/02/2022", "số 21/KH-UBND ngày 11/02/2022").replace(
        "- Lưu: VT.\n", ""
    )
    shown = slip_words.change(TEXT, mended, "Bổ sung thời hạn.", "http://x/documents/1/difference")
    assert shown.split("\n")[2:] == [
        "- Lần trước bị trả lại: “Bổ sung thời hạn.”",
        "- Sửa: Thực hiện Kế hoạch số ~~19/KH\\-UBND~~ **21/KH\\-UBND** ngày 11/02/2022, Phòng Tư pháp xây dựng kế "
        "hoạch như sau:",
        "- Sửa: 1\\. Tiếp công ~~dân.~~ **dân trước ngày 30 tháng 9.**",
        "- Thêm: 2\\. Đối thoại \\*mở\\*.",
        "- Bỏ: ~~\\- Lưu: VT.~~",
        "- [So sánh hai bản, từng chữ](http://x/documents/1/difference)",
    ]


def test_a_paragraph_that_only_moved_is_told_once() -> None:
    line = "Thực hiện nếp sống mới."
    shown = slip_words.change(TEXT, TEXT.replace(f"{line}\n", "").replace("Nơi nhận:", f"{line}\nNơi nhận:"), "")
    assert shown.count(line) == 1
    assert f"- Chuyển chỗ: {line}" in shown


def test_a_long_paragraph_is_shown_near_its_change_only() -> None:
    far = "các cơ quan, đơn vị, địa phương tiếp tục quán triệt, triển khai thực hiện " * 6
    shown = slip_words.change(f"{far}ngày 25 {far}", f"{far}ngày 26 {far}", "")
    assert "thực hiện ngày ~~25~~ **26** các cơ quan" in shown
    assert shown.count("…") == 2
    assert len(shown) < 300


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
def test_words_are_marked_whole_and_none_is_lost(old: str, new: str) -> None:
    one = compare.Paragraph("changed", 0, 0, words_between(old, new))
    parts = list(slip_words._by_whole_words(one))
    assert " ".join(kept + gone for kept, gone, _ in parts).split() == old.split()
    assert " ".join(kept + come for kept, _, come in parts).split() == new.split()


def test_a_paper_sent_again_unchanged_says_so() -> None:
    assert "Không đoạn văn nào khác" in slip_words.change(TEXT, TEXT, "", "http://x")
    assert "http://x" not in slip_words.change(TEXT, TEXT, "", "http://x"), "there is nothing to compare"


def test_many_changes_are_counted_not_listed() -> None:
    longer = TEXT + "".join(f"\nĐoạn {n}." for n in range(20))
    shown = slip_words.change(TEXT, longer, "")
    assert shown.count("- Thêm:") == slip_words.SHOWN_LINES
    assert "và 8 đoạn khác" in shown


def test_an_earlier_hand_has_its_name_time_words_and_the_houses_warning() -> None:
    at = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    shown = slip_words.hands([slip_words.Hand(at, "Võ Minh Trí", "Trả lại", "Thiếu *căn cứ*", ("Kiêm nhiệm",))])
    assert "- 02/03 09:30 **Võ Minh Trí**: Trả lại, “Thiếu \\*căn cứ\\*” ⚠ Kiêm nhiệm" in shown


def test_the_officers_note_is_quoted_line_by_line_and_never_markup() -> None:
    shown = slip_words.note("Kế hoạch năm 2026.\n\n# Đề nghị **ký** <img src=x>\n")
    assert shown.startswith("**Tóm tắt và đề xuất của người soạn thảo**\n\n> Kế hoạch năm 2026.\\\n> ")
    assert "\n> \\# Đề nghị \\*\\*ký\\*\\* \\<img src=x\\>" in shown
    assert slip_words.note(" \n ") == ""


def test_the_note_stands_first_in_the_phieu_trinh_and_stays_within_the_unit(runtime: Runtime) -> None:
    note = "Kế hoạch bám sát 15/KH-UBND.\nĐề nghị ký trong tuần."
    paper = replace(a_hand_in(runtime), note=note)
    sent = hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), paper).document_id
    text = slip.slip(runtime, waiting(runtime, sent).id).text
    assert text.index("Đề nghị ký trong tuần") < text.index("Mở bản PDF") < text.index("Khi bấm Resume")
    (file,) = showing.show(runtime, runtime.who(DRAFTERS["ptp"]), sent).files
    assert file.note == note
    to_issued(runtime, sent)
    with runtime.memory.read() as session:
        arrived = documents.incoming_of(session, sent)
    assert arrived is not None
    assert "Đề nghị ký trong tuần" not in slip.slip(runtime, waiting(runtime, arrived.id).id).text


def test_what_is_not_sent_yet_is_not_called_sent_in_time(runtime: Runtime) -> None:
    plan = hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), a_hand_in(runtime)).document_id
    assert "**còn hạn khi trình**" in slip.slip(runtime, waiting(runtime, plan).id).text
    to_issued(runtime, plan)
    with runtime.memory.read() as session:
        arrived = documents.incoming_of(session, plan)
    assert arrived is not None
    assert "**gửi đúng hạn**" in slip.slip(runtime, waiting(runtime, arrived.id).id).text


def test_a_note_longer_than_a_few_lines_is_refused(runtime: Runtime) -> None:
    paper = a_hand_in(runtime)
    with pytest.raises(Refusal) as raised:
        hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), replace(paper, note="x" * (hand_in.LONGEST_NOTE + 1)))
    assert raised.value.code == "note-too-long"
    assert hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), replace(paper, note="x" * hand_in.LONGEST_NOTE))
