"""Who signs and who receives: the forms of ô 7 and 9 that one fault of a rule does not show."""

import copy
import io

import docx
import pytest
from docx.document import Document
from docx.shared import Length

from paper.check import Finding, check, mend
from tests.paper.check.clean import clean
from tests.paper.check.editing import Edit, after, both, edited, find, setting, without, words

DISPATCH = "1.5 công văn"
ADDRESSEES = ("- Văn phòng Huyện;", "- Phòng Tư pháp;", "- Các xã, thị trấn.")
BLOCK = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def signed(*lines: str) -> Edit:
    """The signature block of the clean plan, retyped; it has three lines."""

    def edit(document: Document) -> None:
        for old, new in zip(BLOCK, (*lines, "", "")[:3], strict=True):
            paragraph = find(document, old, last=True)
            paragraph.runs[0].text = new
            for run in paragraph.runs[1:]:
                run.text = ""

    return edit


def findings(paper: str, *edits: Edit) -> list[Finding]:
    return list(check(edited(clean(paper), *edits)))


def codes(paper: str, *edits: Edit) -> set[str]:
    return {found.rule for found in findings(paper, *edits)}


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        (("PHÓ CHỦ TỊCH",), "CHỦ TỊCH"),
        (("TM. UBND HUYỆN", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"), "CHỦ TỊCH"),
        (("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH PHỤ TRÁCH"), "CHỦ TỊCH"),
        (("TM. ỦY BAN NHÂN DÂN", "HUYỆN CAO LÃNH", "PHÓ CHỦ TỊCH"), "CHỦ TỊCH"),
        (("PHÓ TRƯỞNG PHÒNG PHỤ TRÁCH",), "TRƯỞNG PHÒNG"),
        (("TL. CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG"), "CHÁNH VĂN PHÒNG"),
    ],
)
def test_a_deputy_signs_for_the_head_whose_office_the_remedy_names(lines: tuple[str, ...], head: str) -> None:
    (found,) = findings("issued", signed(*lines))
    assert (found.rule, found.facts["head"]) == ("kt-thieu", head)
    assert found.remedy == f"Ghi “KT. {head}” ở dòng ngay trên “{lines[-1]}”."


@pytest.mark.parametrize(
    "lines",
    [
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH PHỤ TRÁCH"),
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TUQ. CHỦ TỊCH", "PHÓ GIÁM ĐỐC"),
        ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND HUYỆN"),
        ("TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH"),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ],
)
def test_who_signs_for_the_head_already_or_for_a_standing_committee_is_left_alone(lines: tuple[str, ...]) -> None:
    assert codes("issued", signed(*lines)) == set()


def test_deputies_who_sign_minutes_sign_for_themselves() -> None:
    assert codes("minutes", without("CHỦ TỌA")) == set()


@pytest.mark.parametrize(
    ("lines", "rule", "says"),
    [
        (("TM. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "tm-tap-the", "cấp phó ký thay: ghi “KT.”"),
        (("Q. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "kt-chuc-vu", "như “Q. CHỦ TỊCH”"),
        (("TUQ. ỦY BAN NHÂN DÂN", "CHÁNH VĂN PHÒNG"), "kt-chuc-vu", "như “TUQ. CHỦ TỊCH”"),
    ],
)
def test_the_remedy_fits_the_letters_found(lines: tuple[str, ...], rule: str, says: str) -> None:
    (found,) = findings("issued", signed(*lines))
    assert found.rule == rule
    assert says in found.remedy


@pytest.mark.parametrize("dashed", ADDRESSEES)
def test_a_line_of_a_dashed_list_that_lost_its_dash_is_told(dashed: str) -> None:
    (found,) = findings(DISPATCH, words(dashed, dashed[2:]))
    assert (found.rule, found.words) == ("kinh-gui-gach", dashed[2:])


@pytest.mark.parametrize(
    "names",
    [
        ("Văn phòng Huyện;", "Phòng Tư pháp;", "Các xã, thị trấn."),
        ("Văn phòng Huyện", "Phòng Tư pháp", "Các xã, thị trấn"),
        ("Ông Nguyễn Văn Mẫu;", "Bà Trần Thị Thử;", "Huyện ủy Cao Lãnh."),
    ],
)
def test_several_addressees_without_dashes_are_told_each(names: tuple[str, ...]) -> None:
    found = findings(DISPATCH, *(words(old, new) for old, new in zip(ADDRESSEES, names, strict=True)))
    assert [(one.rule, one.words) for one in found] == [("kinh-gui-gach", name) for name in names]


def test_one_addressee_below_the_line_belongs_on_it() -> None:
    alone = (words(ADDRESSEES[0], "Văn phòng Huyện"), without(ADDRESSEES[1]), without(ADDRESSEES[2]))
    assert codes(DISPATCH, *alone) == {"kinh-gui-dong"}


def test_the_text_below_an_addressee_is_no_addressee() -> None:
    begins = words("Phòng Nội vụ đề nghị các cơ quan", "Ủy ban nhân dân các xã báo cáo. Đề nghị các cơ quan")
    assert codes(DISPATCH, begins) == set()
    assert codes(DISPATCH, begins, words(ADDRESSEES[2], "- Các xã, thị trấn;")) == {"kinh-gui-gach"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Phòng Nội vụ, Phòng Tư pháp", {"kinh-gui-phay"}),
        ("UBND xã Mỹ Mẫu, UBND xã Mỹ Thử (qua Văn phòng)", {"kinh-gui-phay"}),
        ("Sở Văn hóa, Thể thao và Du lịch", set()),
        ("Phòng Cảnh sát giao thông, Công an Tỉnh", set()),
        ("Ban Chỉ đạo phòng, chống tham nhũng, lãng phí", set()),
        ("Ủy ban nhân dân huyện (qua Phòng Nội vụ, Phòng Tư pháp)", set()),
        ("Các phòng, ban, Ủy ban nhân dân các xã", set()),
    ],
)
def test_commas_between_agencies_of_one_sort_part_them_and_others_do_not(line: str, found: set[str]) -> None:
    assert codes("1.4 tờ trình", words("Ủy ban nhân dân huyện Cao Lãnh", line)) == found


def test_a_report_to_nobody_in_particular_names_its_recipients() -> None:
    unaddressed = without("Kính gửi: Ủy ban nhân dân huyện Cao Lãnh (qua Phòng Nội vụ)")
    assert codes("report", unaddressed, words("- Như trên;", "- Lãnh đạo xã;")) == set()


@pytest.mark.parametrize(
    ("form", "faulty"),
    [
        ({"left_indent": 6.35, "first_line_indent": 0}, False),
        ({"left_indent": 12.7, "first_line_indent": -6.35}, False),
        ({"left_indent": 0, "first_line_indent": 12.7}, True),
        ({"left_indent": 20, "first_line_indent": -3}, True),
    ],
)
def test_recipients_stand_at_the_left_edge_where_mending_sets_them(form: dict[str, float], faulty: bool) -> None:
    data = edited(clean("issued"), setting("- UBND Tỉnh;", **form))
    assert {found.rule for found in check(data)} == ({"noi-nhan-sat-le"} if faulty else set())
    mended = find(docx.Document(io.BytesIO(mend(data)[0])), "- UBND Tỉnh;").paragraph_format
    left, first = (Length(indent or 0).mm for indent in (mended.left_indent, mended.first_line_indent))
    should = (-min(form["first_line_indent"], 0), min(form["first_line_indent"], 0)) if faulty else tuple(form.values())
    assert (left, first) == pytest.approx(should, abs=0.1)


def test_what_is_set_in_below_a_dash_is_left_there() -> None:
    below = both(after("- UBND Tỉnh;", "(để báo cáo);"), setting("(để báo cáo);", left_indent=10))
    assert "noi-nhan-sat-le" not in codes("issued", below)


def test_signatures_in_both_columns_are_no_signature_at_the_left() -> None:
    def two_sign(document: Document) -> None:
        secretary = copy.deepcopy(find(document, "TRƯỞNG PHÒNG")._p)
        find(document, "Nơi nhận:")._p.addprevious(secretary)

    assert "quyen-han-cho" not in codes("1.7 giấy mời", two_sign)


def test_a_text_as_far_from_the_left_as_its_only_addressee_is_no_addressee() -> None:
    lines = ("Kính gửi: Ủy ban nhân dân huyện Cao Lãnh", "Phòng Nội vụ kính trình")
    assert "kinh-gui-dong" not in codes("1.4 tờ trình", *(setting(line, left_indent=10) for line in lines))


def test_of_three_addressees_none_stands_on_the_line_of_kinh_gui() -> None:
    data = edited(clean("1.5 công văn"), words("Kính gửi:", "Kính gửi: Văn phòng Tỉnh ủy"))
    assert "kinh-gui-dong" in [found.rule for found in check(data)]
