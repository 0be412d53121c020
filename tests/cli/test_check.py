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
    assert "the file is safe. Form by Decree 30/2020/NĐ-CP: must be mended 5." in said.out
    assert "Title is of size 18; it must be of size 13 - 14. (Appendix I, Part I, section II.5.b)" in said.out
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
    assert trinhky("check", path).out.strip().endswith("Không có gì phải sửa.")
    assert trinhky("check", path, "--kind", "report_annual", "--json").json["findings"] == []


def test_the_kind_that_was_asked_for_is_compared_with_the_title(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(clean("report"))
    assert [found["rule"] for found in trinhky("check", path, "--kind", "plan", "--json").json["findings"]] == [
        "ten-loai-dung"
    ]
    assert trinhky("check", path, "--kind", "thu").code == 2


def test_sixty_paragraphs_of_one_fault_are_one_remark(tmp_path: Path) -> None:
    said = trinhky("check", KE_HOACH_19)
    assert said.out.count("Dùng phông Aptos") == 1
    assert "chỗ nữa" in said.out
    assert len(said.out.splitlines()) < 180


def test_an_unsafe_file_is_refused_before_its_form_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "macro.docx"
    path.write_bytes(with_type("application/vnd.ms-office.vbaProject"))
    refused = trinhky("check", path, "--json")
    assert (refused.code, refused.json["refused"]["code"]) == (3, "docx-macros")
    assert trinhky("check", tmp_path / "khong-co.docx").code == 3


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


def test_the_file_itself_is_never_the_output(bad: Path) -> None:
    assert trinhky("check", bad, "--fix", bad).code == 2
    assert bad.read_bytes() == BAD


def test_a_copy_that_cannot_be_written_is_refused_plainly(bad: Path, tmp_path: Path) -> None:
    refused = trinhky("check", bad, "--fix", tmp_path / "khong-co" / "da-sua.docx", "--json")
    assert (refused.code, refused.json["refused"]["code"]) == (3, "file-not-written")


def test_one_line_of_json_stays_one_line(bad: Path) -> None:
    assert json.loads(trinhky("check", bad, "--json").out)["safe"] is True
