"""Capitals as Phụ lục II writes them: its own examples pass, and their miswritten forms are mended."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper.check.capitals import APPENDIX, faults, mended
from paper.check.capitals_names import NAMES
from paper.check.capitals_patterns import PATTERNS, Pattern
from tests.paper.check.law_text import paragraphs

# item of Phụ lục II → how an office would say its examples; {} is the example. The last that fits is taken.
CARRIERS: tuple[tuple[str, str, str], ...] = (
    ("", "", "Các đơn vị quán triệt nội dung về {} trong năm 2026."),
    ("II.1.b", "Bà Triệu", "Huyện tổ chức lễ hội {} vào mùa xuân."),
    ("II.1.b", "Cụ Hồ", "Hội thi kể chuyện về Bộ đội {} trong năm 2026."),
    ("III.1.b", "Quận 1", "Hội nghị tổ chức tại {}, Thành phố Hồ Chí Minh."),
    ("III.1.d", "", "Đoàn công tác khảo sát tại {} trong ba ngày."),
    ("III.1.d", "Cửa Lò", "Đoàn công tác khảo sát tại thị xã {} trong ba ngày."),
    ("III.1.d", "Vũng Tàu", "Đoàn công tác khảo sát tại thành phố {} trong ba ngày."),
    ("III.1.d", "Lạch Trường", "Đoàn công tác khảo sát tại phường {} trong ba ngày."),
    ("III.1.d", "Vàm Cỏ", "Đoàn công tác khảo sát tại xã {} trong ba ngày."),
    ("III.1.d", "Cầu Giấy", "Đoàn công tác khảo sát tại quận {} trong ba ngày."),
    ("III.1.đ", "", "Dự án triển khai ở vùng {} từ năm 2026."),
    ("III.2.a", "Pháp", "Tài liệu được dịch sang tiếng {} để gửi đối tác."),
    ("III.2.a", "Anh", "Tài liệu được dịch sang tiếng {} để gửi đối tác."),
    ("IV.1.a", "Sở Tài chính", "Hồ sơ được gửi về {} trước khi trình."),
    ("IV.1.a", "Bộ Tài nguyên và Môi trường", "Hồ sơ được gửi về {} trước khi trình."),
    ("V.1", "Nhân dân", "Cán bộ tận tụy phục vụ {} trong mọi việc."),
    ("V.1", "Nhà nước", "Thực hiện đúng pháp luật của {}, không có ngoại lệ."),
    ("V.4", "Đảng", "Quán triệt chủ trương của {} về công tác dân vận."),
    ("V.6", "Luật Tổ chức Quốc hội", "Thực hiện theo {} và các văn bản liên quan."),
    ("V.7", "", "{}"),
    ("V.8.b", "Tết", "Các đơn vị trực trong dịp {}, báo cáo hằng ngày."),
    ("V.8.c", "thứ Hai", "Họp giao ban vào {} hằng tuần."),
    ("V.8.c", "thứ Tư", "Họp giao ban vào {} hằng tuần."),
    ("V.8.c", "tháng Năm", "Gửi báo cáo vào {} hằng năm."),
    ("V.8.c", "tháng Tám", "Gửi báo cáo vào {} hằng năm."),
)
# Examples of the decree that no machine can tell from the same word in small letters, each with its reason.
UNHEARD = {
    "Bác": "bác is an ordinary word of address; only the reader knows who is meant",
    "Người": "người is the commonest of words; only the reader knows who is meant",
}


def examples() -> list[tuple[str, str]]:
    """(item, example) for every example that Phụ lục II gives, read from its text."""
    found, part, number, letter = [], "", "", ""
    for line in paragraphs("phu-luc-2"):
        if label := re.match(r"(?:([IVX]+)\. |(\d+)\. |([a-zđ])\) )", line):
            part, number, letter = label[1] or part, "" if label[1] else label[2] or number, label[3] or ""
        item = ".".join(filter(None, (part, number, letter)))
        if line.startswith("- "):
            found.append((item, line[2:]))
        for given_ in re.findall(r"(?:Ví dụ|đặc biệt): (?!$)(.*)", line):
            for one in re.split(r", ?(?=[^…])", re.sub(r" ?\([^)]*\)|Ví dụ: ", "", re.split(r"\. Viết", given_)[0])):
                if cleaned := one.strip(" .…,"):
                    found.append((item, cleaned))
    return [*found, ("V.8.b", "Tết")]


def carried(item: str, example: str) -> str:
    """The example in a sentence of an office."""
    fits = [carrier for code, words, carrier in CARRIERS if code in ("", item) and words in ("", example)]
    return fits[-1].format(example)


def miswritten(item: str, example: str) -> dict[str, str]:
    """The example with no capitals, and with a capital on every syllable; as far as that differs from it."""
    if item == "V.7":  # Roman numerals and symbols stay as they are
        units = "phần|chương|tiểu mục|mục|điều|khoản|điểm|bộ luật hình sự|nghị quyết"
        lower = re.sub(units, lambda unit: unit[0].lower(), example, flags=re.IGNORECASE)
        upper = re.sub(r"\b(khoản|điểm)\b", lambda unit: unit[0].capitalize(), example)
        return {"lower": lower, "upper": upper}
    if example.isupper():
        return {"lower": example.lower(), "upper": example.capitalize()}
    small = example.split(" ")[0] if example[0].islower() else ""
    titled = " ".join(word[0].upper() + word[1:] for word in example.removeprefix(small).split(" ") if word)
    hyphened = re.sub(r"-(\w)", lambda letter: "-" + letter[1].upper(), titled)
    forms = {"lower": example.lower(), "upper": f"{small} {hyphened}".strip()}
    return {how: form for how, form in forms.items() if form != example}


EXAMPLES = [(item, example) for item, example in examples() if example not in UNHEARD]
MISWRITTEN = [
    (item, example, how, wrong) for item, example in EXAMPLES for how, wrong in miswritten(item, example).items()
]


def test_of_a_first_letter_the_whole_word_is_told() -> None:
    (fault,) = faults("Các đơn vị đã triển khai xong kế hoạch. nhiệm vụ tiếp theo là kiểm tra.")
    assert (fault.said, fault.should) == ("nhiệm", "Nhiệm")


def test_the_examples_are_read_from_every_item_of_the_decree() -> None:
    items = {item for item, _ in examples()}
    assert len(examples()) >= 75
    assert {item.split(".")[0] for item in items} == {"II", "III", "IV", "V"}
    assert {f"V.{number}" for number in (1, 2, 3, 4, 5, 6, 7, 9, 10)} <= items
    assert set(UNHEARD) <= {example for _, example in examples()}, "an exception nobody needs"


@pytest.mark.parametrize(("item", "example"), EXAMPLES)
def test_every_example_of_the_decree_is_right(item: str, example: str) -> None:
    assert faults(carried(item, example)) == ()


@pytest.mark.parametrize(("item", "example", "how", "wrong"), MISWRITTEN)
def test_an_example_miswritten_is_mended_and_its_item_named(item: str, example: str, how: str, wrong: str) -> None:
    right = carried(item, example)
    sentence = right.replace(example, wrong, 1)
    if item == "V.7":  # here the example is the sentence
        sentence, right = wrong, example
    found = faults(sentence)
    assert found, f"{sentence!r} passes"
    assert mended(sentence) == right
    assert any(fault.article.startswith(f"{APPENDIX} {item[:3]}") for fault in found), found
    assert all(sentence[fault.start : fault.end] == fault.said for fault in found)


# What an office writes and a hasty checker would flag: each has tripped a plausible rule while these were written.
@pytest.mark.parametrize(
    "sentence",
    [
        "Cán bộ y tế, cán bộ tư pháp và nội bộ tài chính của cơ sở y tế thực hiện.",
        "Các sở, bộ phận một cửa, trụ sở xây dựng kế hoạch phòng, chống dịch.",
        "Phần thứ hai bao gồm hai nội dung; lần thứ ba, thứ tư như trên.",
        "Ghi ngày, tháng, năm ban hành; trong tháng năm nay hoàn thành.",
        "Nhiệm vụ quản lý nhà nước, ngân sách nhà nước, bí mật nhà nước, doanh nghiệp nhà nước.",
        "Cấp ủy, tổ chức đảng, đảng viên, đảng ủy các cấp và Đảng, Nhà nước, Nhân dân.",
        "Lực lượng vũ trang nhân dân, hội thẩm nhân dân, Tòa án nhân dân cấp cao.",
        "Giữ gìn hòa bình, cuộc sống thái bình; giá cao bằng năm trước; khoa hải dương học.",
        "Ông Nguyễn Quốc Khánh, bà Trần Hòa Bình và ông Lê Nhân Dân dự họp.",
        "Chủ tịch nước, Thủ tướng Chính phủ, các tổ chức phi chính phủ, chính phủ điện tử.",
        "Hướng tây bắc, phía đông bắc có mưa; gửi qua email info@undp.org hoặc who.int.",
        "Hướng tây nam bộ đội địa phương chốt giữ; tổ có ba nam bộ đội, phía trung bộ chỉ huy.",
        "Theo tài liệu undp/2026, www.undp và công văn 12/ilo-vn.",
        "Trong 05 khoản thu, Khoản thu thứ nhất là điểm cộng; đạt 9 điểm; hạng mục 3, danh mục 2.",
        "Bộ máy, Sở hữu, Phòng họp, Ban ngày, Hội nghị, Huyện và Tỉnh cùng dự.",
        "Cán bộ Tư pháp - Hộ tịch, cơ sở Y tế tư nhân, Văn phòng Tư pháp, Đảng bộ Công an Huyện.",
        "Giao Trưởng phòng Nội vụ, Phó Trưởng ban Dân vận và Phó phòng Tư pháp thực hiện.",
        "Gia đình bác Hồ Văn An và cụ Hồ Thị Bé được tặng quà.",
        "KẾ HOẠCH CỦA SỞ TÀI CHÍNH TỈNH NAM ĐỊNH",
        "Ủy ban nhân dân Huyện giao Phòng Nội vụ, v.v. và các đơn vị khác.",
        "Thực hiện đúng pháp luật đất đai, pháp luật lưu trữ; việc quyết định này là đúng.",
        "a) phối hợp",
        "và các đơn vị liên quan báo cáo về Phòng Nội vụ.",
        "Tại TP. Cao Lãnh, ThS. Trần Văn A trình bày; xem tr. 5 và khoản 2, 3, 4 Mục II.",
    ],
)
def test_ordinary_words_are_left_alone(sentence: str) -> None:
    assert faults(sentence) == ()


WRONG_AND_RIGHT = [
    ("Các tỉnh tây nam bộ và đồng bằng bắc bộ dự.", "Các tỉnh Tây Nam Bộ và đồng bằng Bắc Bộ dự.", "III.1.đ"),
    ("Trên địa bàn đông nam bộ có mưa.", "Trên địa bàn Đông Nam Bộ có mưa.", "III.1.đ"),
    ("Công việc đã xong. các đơn vị báo cáo.", "Công việc đã xong. Các đơn vị báo cáo.", "I"),
    ("- phối hợp với Phòng Nội vụ thực hiện.", "- Phối hợp với Phòng Nội vụ thực hiện.", "I"),
    ("giao Phòng Nội vụ theo dõi việc này.", "Giao Phòng Nội vụ theo dõi việc này.", "I"),
    ("Giao ông nguyễn văn an, chuyên viên.", "Giao ông Nguyễn Văn An, chuyên viên.", "II.1.a"),
    ("Giao bà Trần thị Hoa thực hiện.", "Giao bà Trần Thị Hoa thực hiện.", "II.1.a"),
    ("Đề nghị UBND Huyện Cao Lãnh chỉ đạo.", "Đề nghị UBND huyện Cao Lãnh chỉ đạo.", "III.1.a"),
    ("Tại phường Trần Phú, quận 3.", "Tại Phường Trần Phú, Quận 3.", "III.1.b"),
    ("Theo quyết định số 12/QĐ-UBND.", "Theo Quyết định số 12/QĐ-UBND.", "V.6"),
    ("Thực hiện Nghị Định số 30/2020/NĐ-CP.", "Thực hiện Nghị định số 30/2020/NĐ-CP.", "V.6"),
    ("Căn cứ Luật đất đai ngày 29 tháng 11 năm 2013.", "Căn cứ Luật Đất đai ngày 29 tháng 11 năm 2013.", "V.6"),
    ("Của Chính Phủ và Quốc Hội.", "Của Chính phủ và Quốc hội.", "IV.1.a"),
    ("Uỷ Ban Nhân Dân xã báo cáo.", "Uỷ ban nhân dân xã báo cáo.", "IV.1.a"),
    ("Giao Trưởng phòng Nội Vụ và bộ trưởng Bộ Y Tế.", "Giao Trưởng phòng Nội vụ và Bộ trưởng Bộ Y tế.", "*"),
    ("Lịch của chủ tịch UBND xã.", "Lịch của Chủ tịch UBND xã.", "V.3"),
    ("Tặng Huân chương Lao động hạng nhất.", "Tặng Huân chương Lao động hạng Nhất.", "V.2"),
    ("Kỷ niệm Cách mạng tháng 8 thành công.", "Kỷ niệm Cách mạng tháng Tám thành công.", "V.9"),
    ("Lời dạy của bác Hồ về công tác dân vận.", "Lời dạy của Bác Hồ về công tác dân vận.", "II.1.b"),
    ("Du lịch tại Biển Cửa Lò năm nay.", "Du lịch tại biển Cửa Lò năm nay.", "III.1.d"),
    ("Chủ trương của Đảng và nhà nước ta.", "Chủ trương của Đảng và Nhà nước ta.", "V.1"),
    ("Niềm tin vào đảng, Nhà nước.", "Niềm tin vào Đảng, Nhà nước.", "V.4"),
    ("Tặng danh hiệu lao động tiên tiến.", "Tặng danh hiệu Lao động tiên tiến.", "V.2"),
    ("Theo ý kiến của giám đốc Nguyễn Văn An.", "Theo ý kiến của Giám đốc Nguyễn Văn An.", "V.3"),
    ("Theo lệnh của chủ tịch nước ban hành.", "Theo lệnh của Chủ tịch nước ban hành.", "V.3"),
    ("Các đơn vị thi hành kế hoạch này.", "Các đơn vị thi hành Kế hoạch này.", "V.6"),
    ("Theo khoản 2 điều này.", "Theo khoản 2 Điều này.", "V.7"),
]


@pytest.mark.parametrize(("sentence", "right", "item"), WRONG_AND_RIGHT)
def test_what_offices_get_wrong_is_heard(sentence: str, right: str, item: str) -> None:
    assert mended(sentence) == right
    assert item == "*" or {fault.article for fault in faults(sentence)} == {f"{APPENDIX} {item}"}


@pytest.mark.parametrize("row", PATTERNS, ids=lambda row: row.article)
def test_without_any_one_row_of_the_patterns_some_fault_is_missed(
    row: Pattern, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [(sentence, right) for sentence, right, _ in WRONG_AND_RIGHT]
    said += [
        (wrong if item == "V.7" else carried(item, example).replace(example, wrong, 1), carried(item, example))
        for item, example, _, wrong in MISWRITTEN
    ]
    monkeypatch.setattr("paper.check.capitals.PATTERNS", tuple(other for other in PATTERNS if other is not row))
    monkeypatch.setattr("paper.check.capitals.faults", faults.__wrapped__)  # nothing remembered
    assert any(mended(sentence) != right for sentence, right in said), "a row that no sentence needs"


def test_every_name_of_the_table_is_right_as_written_and_mended_from_title_case() -> None:
    for name in NAMES:
        before = min(name.after or {"các"})
        right = f"Các đơn vị {before} {name.written} thực hiện."
        assert mended(right) == right, name
        titled = " ".join(word[0].upper() + word[1:] for word in name.written.split())
        assert name.written.isupper() or mended(right.replace(name.written, titled)) == right, name
        lower = right.replace(name.written, name.written.lower())
        assert mended(lower) == (lower if name.after == frozenset() else right), name


def test_every_row_of_the_tables_names_an_item_of_the_decree() -> None:
    items = {"I", "V.1", "V.2", "V.3", "V.4", "V.5", "V.6", "V.7", "V.9", "V.10"} | {item for item, _ in examples()}
    assert {row.article for row in (*NAMES, *PATTERNS)} <= items


OTHERS = ("ông", "bà", "của", "tại", "5", "12", "Điều", "khoản", ".", ",", ";", "(")
VOCABULARY = sorted({word for row in NAMES for word in row.written.split()} | set(OTHERS))
AS_TYPED = st.sampled_from([str, str.lower, str.upper, str.title])


@settings(deadline=None)
@given(st.lists(st.tuples(AS_TYPED, st.sampled_from(VOCABULARY)), max_size=12))
def test_any_words_in_any_capitals_are_answered_and_only_their_capitals_changed(typed: list[tuple[Any, str]]) -> None:
    text = " ".join(how(word) for how, word in typed)
    found = faults(text)
    assert all(text[fault.start : fault.end] == fault.said != fault.should for fault in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert mended(text).casefold() == text.casefold()
    assert mended(mended(mended(text))) == mended(mended(text)), "mending comes to an end"


@settings(deadline=None)
@given(st.text(alphabet="aàbcdđeêhiklmnoôơpqrstuưvxyAĐHNTV ,.;:()-/“”1253Ivk\n", max_size=120))
def test_any_text_is_answered_and_a_mended_one_is_mended_once(text: str) -> None:
    found = faults(text)
    assert all(text[fault.start : fault.end] == fault.said != fault.should for fault in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert mended(text).casefold() == text.casefold()
