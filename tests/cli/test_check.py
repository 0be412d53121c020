"""`trinhky check` reads like the advice of a kind, exact clerk: located, with article and remedy, in both languages."""

import json
from pathlib import Path

import docx
import pytest

from paper.check import check
from tests.cli.program import trinhky
from tests.paper.check.clean import clean
from tests.paper.check.editing import LEFT, edited, look, sheet, words
from tests.paper.intake.hostile import with_type
from tests.paper.intake.test_legacy import IN_TCVN3

KE_HOACH_19 = Path(__file__).parents[1] / "paper" / "check" / "ke-hoach-19.docx"
BAD = edited(
    clean("issued"),
    sheet(left_margin=20),
    words("Số: 05/KH-UBND", "Số: 5/KH-UBND"),
    look("KẾ HOẠCH", size=18, align=LEFT),
    words("- UBND Tỉnh;", "- UBND Tỉnh,"),
)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(BAD)
    return path


def test_a_bad_paper_is_told_where_what_by_which_article_and_how_to_mend(bad: Path) -> None:
    said = trinhky("check", bad)
    assert said.code == 0, "findings are advice; only intake refuses"
    assert "ke-hoach.docx: tệp an toàn. Thể thức theo Nghị định 30/2020/NĐ-CP: phải sửa 5." in said.out
    assert "Số nhỏ hơn 10 phải ghi thêm số 0 phía trước. (Phụ lục I, Phần I, mục II.3.c)" in said.out
    assert "· Số, ký hiệu: “Số: 5/KH-UBND”" in said.out
    assert "→ Ghi “05”." in said.out
    assert "· Danh sách nơi nhận, dòng 1: “- UBND Tỉnh,”" in said.out
    assert "· Trang giấy, phần 1, mép trái: “20 mm”" in said.out


def test_the_same_is_said_in_english(bad: Path) -> None:
    said = trinhky("check", bad, "--lang", "en")
    assert "the file is safe. Form by Decree 30/2020/NĐ-CP: 5 to be mended." in said.out
    assert "Title is of size 18; it must be of size 13 or 14. (Appendix I, Part I, section II.5.b)" in said.out
    assert "· List of recipients, line 1: “- UBND Tỉnh,”" in said.out
    assert "Page, section 1, left: “20 mm”" in said.out
    assert "phải" not in said.out


def test_programs_get_the_shape_they_rely_on(bad: Path) -> None:
    answer = trinhky("check", bad, "--json").json
    assert (answer["file"], answer["safe"]) == ("ke-hoach.docx", True)
    assert len(answer["findings"]) == len(check(BAD))
    for found in answer["findings"]:
        assert {"rule", "severity", "where", "text", "message", "article"} <= set(found)
        assert found["severity"] in ("error", "warning", "advice")


def test_a_clean_paper_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(clean("report"))
    assert "Không có gì phải sửa." in trinhky("check", path).out
    assert trinhky("check", path, "--kind", "report_annual", "--json").json["findings"] == []


def test_the_kind_that_was_asked_for_is_compared_with_the_title(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(clean("report"))
    assert [found["rule"] for found in trinhky("check", path, "--kind", "plan", "--json").json["findings"]] == [
        "ten-loai-dung"
    ]
    assert trinhky("check", path, "--kind", "thu").code == 2


@pytest.mark.parametrize(("paper", "told"), [("issued", True), ("plan", False)])
def test_a_draft_that_bears_its_number_is_told_that_it_will_be_refused(tmp_path: Path, paper: str, told: bool) -> None:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(clean(paper))
    notice = "  ! Văn bản đã có số 05/KH-UBND: bản thảo để trống số và ngày, văn thư cấp sau khi ký (Đ15.2)"
    assert (notice in trinhky("check", path).out) is told
    assert bool(trinhky("check", path, "--json").json["warnings"]) is told


def test_each_fault_is_told_with_its_own_remedy_and_those_that_say_the_same_once(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.docx"
    spoilt = (sheet(left_margin=20, right_margin=25), words("- UBND Tỉnh;", "- UBND Tỉnh,"))
    path.write_bytes(edited(clean("issued"), *spoilt, words("- Lưu: VT, VPUBND (Tr).", "- Lưu: VT, VPUBND (Tr);")))
    said = trinhky("check", path).out
    assert "phải sửa 4." in said
    assert "lại lề cách mép trái trong khoảng 30 - 35 mm" in said
    assert "lại lề cách mép phải trong khoảng 15 - 20 mm" in said
    assert "Cuối dòng nơi nhận này phải là dấu “;”." in said
    assert "Cuối dòng nơi nhận này phải là dấu “.”." in said
    assert said.count("Lề cách") == 2


def test_a_paper_in_letters_from_before_unicode_is_checked_and_mended_as_it_was_set_anew(tmp_path: Path) -> None:
    path, fixed, commented = (tmp_path / name for name in ("cu.docx", "da-sua.docx", "y-kien.docx"))
    path.write_bytes(edited(clean("plan"), words("KẾ HOẠCH", IN_TCVN3), look(IN_TCVN3, name=".VnTime")))
    said = trinhky("check", path, "--fix", fixed, "--marked", commented)
    assert "đã được chuyển sang Unicode" in said.out
    assert "Céng" not in said.out
    for made in (fixed, commented):
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(made)).paragraphs)
        assert "Cộng hoà xã hội chủ nghĩa" in text
        assert "Céng" not in text


def test_sixty_paragraphs_of_one_fault_are_one_remark(tmp_path: Path) -> None:
    said = trinhky("check", KE_HOACH_19)
    assert said.out.count("Dùng phông Aptos;") == 1
    assert "chỗ nữa" in said.out
    assert len(said.out.splitlines()) < 180


def test_of_two_places_of_one_rule_each_is_told_its_own_mending(tmp_path: Path) -> None:
    path = tmp_path / "quyet-dinh.docx"
    annexes = words("Phụ lục II", "Phụ lục 2"), words("Phụ lục I", "Phụ lục 1")
    path.write_bytes(edited(clean("hai phụ lục"), *annexes))
    said = trinhky("check", path)
    assert "· Chữ “Phụ lục”, dòng 1: “Phụ lục 1”\n     → Ghi “Phụ lục I”." in said.out
    assert "· Chữ “Phụ lục”, dòng 2: “Phụ lục 2”\n     → Ghi “Phụ lục II”." in said.out


def test_an_unsafe_file_is_refused_before_its_form_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "macro.docx"
    path.write_bytes(with_type("application/vnd.ms-office.vbaProject"))
    refused = trinhky("check", path, "--json")
    assert (refused.code, refused.json["refused"]["code"]) == (3, "docx-macros")
    missing = trinhky("check", tmp_path / "khong-co.docx")
    assert missing.code == 3
    assert "khong-co.docx: không có tệp hoặc thư mục này." in missing.err
    assert "there is no such file or directory" in trinhky("check", tmp_path / "khong-co.docx", "--lang", "en").err


def test_fix_writes_a_mended_copy_and_says_what_changed(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "da-sua.docx"
    said = trinhky("check", bad, "--fix", out)
    assert "Tên loại văn bản “KẾ HOẠCH”: 18 pt → 14 pt" in said.out
    assert "Trang giấy, phần 1, mép trái: 20 mm → 30 mm" in said.out
    assert "Còn 2 chỗ phải tự sửa." in said.out
    assert {found.rule for found in check(out.read_bytes())} == {"so-khong", "noi-nhan-dau"}
    assert bad.read_bytes() == BAD, "the drafter's own file is not touched"


def test_marked_writes_a_copy_with_comments(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "y-kien.docx"
    answer = trinhky("check", bad, "--marked", out, "--json").json
    said = list(docx.Document(str(out)).comments)
    assert answer["marked"] == {"file": str(out), "comments": len(said)}
    assert all(any(found["message"] in one.text for one in said) for found in answer["findings"])
    assert f": {len(said)}." in trinhky("check", bad, "--marked", out, "--lang", "en").out.splitlines()[-1]


def test_the_file_itself_is_never_the_output(bad: Path) -> None:
    assert trinhky("check", bad, "--fix", bad).code == 2
    assert bad.read_bytes() == BAD


def test_a_copy_that_cannot_be_written_is_refused_plainly(bad: Path, tmp_path: Path) -> None:
    refused = trinhky("check", bad, "--fix", tmp_path / "khong-co" / "da-sua.docx", "--json")
    assert (refused.code, refused.json["refused"]["code"]) == (3, "file-not-written")
    assert "không có tệp hoặc thư mục này" in refused.json["refused"]["message"]


def test_one_line_of_json_stays_one_line(bad: Path) -> None:
    assert json.loads(trinhky("check", bad, "--json").out)["safe"] is True
