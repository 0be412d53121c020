import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from actions.language import in_language
from actions.profile_files import read_profile
from rules.profile import Award
from rules.refusals import Refusal
from tests.support.english import vietnamese

CAO_LANH = Path(__file__).parents[2] / "profiles" / "cao-lanh"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the sample profile that a test may spoil."""
    return Path(shutil.copytree(CAO_LANH, tmp_path / "profile"))


def spoil(directory: Path, file: str, old: str, new: str) -> int:
    """Replaces the first occurrence of `old`; answers the line (from 1) on which it stood."""
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(directory: Path) -> list[dict[str, Any]]:
    with pytest.raises(Refusal) as refusal:
        read_profile(directory)
    assert refusal.value.code == "profile-invalid"
    found = refusal.value.facts["problems"]
    assert isinstance(found, list)
    assert refusal.value.facts["count"] == len(found)
    assert found[0]["problem"] in str(refusal.value)
    return found


def test_the_sample_office_is_sound() -> None:
    profile = read_profile(CAO_LANH)
    assert profile.office.owner == "pnv"
    assert [unit.code for unit in profile.units if unit.owes] == [
        "ptp",
        "pvhtt",
        "ptckh",
        "xa-my-tho",
        "xa-ba-sao",
        "xa-phuong-thinh",
    ]


def test_reading_twice_gives_the_same_profile() -> None:
    assert read_profile(CAO_LANH).model_dump_json() == read_profile(CAO_LANH).model_dump_json()


CASES = [
    ("units.yaml", "place: Cao Lãnh", "places: Cao Lãnh", "units[1].places", "không có mục nào tên như vậy"),
    ("units.yaml", "kind: committee", "kind: ministry", "units[1].kind", "phải là một trong"),
    ("units.yaml", "code: xa-ba-sao", "code: xa-my-tho", "units[7].code", "trùng với mục thứ 6"),
    ("units.yaml", "abbreviation: PTP", "abbreviation: ptp", "units[3].abbreviation", "viết không đúng mẫu"),
    ("people.yaml", "unit: ptp", "unit: ptx", "people[8].unit", "không có đơn vị “ptx”"),
    ("people.yaml", "valid_to: 2030-12-31", "valid_to: 2021-12-31", "people[30].valid_to", "trước khi bắt đầu"),
    ("people.yaml", "valid_from: 2022-01-01", "valid_from: 1/1/2022", "people[1].valid_from", "dạng 2022-01-31"),
    ("roles.yaml", "person: vo-thi-diem", "person: vo-danh", "roles[21].person", "không có người “vo-danh”"),
    ("roles.yaml", "role: clerk", "role: clark", "roles[4].role", "phải là một trong"),
    ("capacities.yaml", "person: nguyen-van-thuan", "person: ai-do", "capacities[5].person", "không có người “ai-do”"),
    ("capacities.yaml", "mark: TM_KT", "mark: TMKT", "capacities[3].mark", "phải là một trong"),
    ("series.yaml", "kinds: [submission]", "kinds: [letters]", "series[3].kinds[1]", "không có loại văn bản “letters”"),
    ("series.yaml", "unit: ptckh", "unit: ptp", "series[6].kinds", "trùng với mục thứ 4"),
    ("series.yaml", "held: own", "held: external", "series[1].held", "external chưa dùng được"),
    ("routes.yaml", "duty: content", "duty: contents", "routes[1].steps[1].duty", "không có nhiệm vụ “contents”"),
    ("routes.yaml", "role: head", "role: boss", "routes[1].steps[1].role", "không có vai trò “boss”"),
    ("routes.yaml", "role: clerk, at: issuer", "role: clerk, at: owner", "routes[1].steps[4].role", "chỉ văn thư"),
    ("dues.yaml", "day: 20", "day: 32", "dues[3].day", "phải không quá 31"),
    ("dues.yaml", "month: 3", "month: 2.5", "dues[1].month", "phải là số nguyên"),
    ("rubric.yaml", "fact: never_returned", "fact: neat", "rubric.criteria[5].fact", "không có dữ kiện “neat”"),
    ("rubric.yaml", "points: 25", "points: 24", "rubric.criteria", "tổng điểm các tiêu chí là 99, phải là 100"),
    ("rubric.yaml", "at_least: 80", "at_least: 90", "rubric.bands[2].at_least", "từ cao xuống thấp"),
    ("rubric.yaml", "at_least: 0", "at_least: 1", "rubric.bands", "bắt đầu từ 0"),
    ("awards.yaml", "levels: [excellent]", "levels: [superb]", "awards[1].levels[1]", "không có mức xếp loại “superb”"),
    (
        "base_wages.yaml",
        "valid_to: 2023-06-30",
        "valid_to: 2023-07-01",
        "base_wages[2].valid_from",
        "trùng với mục thứ 1",
    ),
    ("separation.yaml", "policy: warn", "policy: maybe", "separation[4].policy", "phải là một trong"),
    (
        "separation.yaml",
        "rule: approver-not-clerk",
        "rule: tall",
        "separation[5].rule",
        "không có quy định nội bộ “tall”",
    ),
    ("bases.yaml", "QĐ-UBND-HC\n", "QĐ-UBND-HC ngày 06/9/2021\n", "bases[3].text", "ghi ở issued_on"),
    ("bases.yaml", "issuer: Chính phủ", 'issuer: ""', "bases[6].issuer", "chỉ Luật, Pháp lệnh"),
    ("bases.yaml", "valid_from: 2024-01-01", "valid_from: 2022-06-14", "bases[5].valid_from", "trước ngày ban hành"),
    ("profile.yaml", "owner: pnv", "owner: psv", "office.owner", "không có đơn vị “psv”"),
    ("profile.yaml", "55-KH/HU", "KH 55", "office.parents[2]", "“KH 55” không phải là số, ký hiệu văn bản"),
]


@pytest.mark.parametrize(("file", "old", "new", "field", "problem"), CASES, ids=[case[3] for case in CASES])
def test_a_fault_is_named_by_file_line_and_field(
    directory: Path, file: str, old: str, new: str, field: str, problem: str
) -> None:
    line = spoil(directory, file, old, new)
    found = [fault for fault in faults(directory) if fault["file"] == file and fault["field"] == field]
    assert found, faults(directory)
    assert problem in found[0]["problem"]
    assert vietnamese(in_language(found[0]["problem"], "en")) == [], "the fault can be said in English"
    if field not in ("rubric.criteria", "rubric.bands", "series[6].kinds", "base_wages[2].valid_from"):
        assert found[0]["line"] == line


def test_a_clash_is_told_at_the_line_of_the_second_entry(directory: Path) -> None:
    spoil(directory, "series.yaml", "unit: ptckh", "unit: ptp")
    clash = next(fault for fault in faults(directory) if fault["file"] == "series.yaml")
    lines = (directory / "series.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[clash["line"] - 1].startswith("  kinds:")
    assert "ptckh-van-ban" in lines[clash["line"] - 3]


def test_every_fault_of_every_file_is_reported_together(directory: Path) -> None:
    spoil(directory, "units.yaml", "owes: false", "owe: false")
    spoil(directory, "dues.yaml", "day: 20", "day: hai mươi")
    spoil(directory, "rubric.yaml", "level: good", "levels: good")
    assert {(fault["file"], fault["field"]) for fault in faults(directory)} == {
        ("units.yaml", "units[1].owe"),
        ("dues.yaml", "dues[3].day"),
        ("rubric.yaml", "rubric.bands[2].level"),
        ("rubric.yaml", "rubric.bands[2].levels"),
    }


def test_an_absent_field_is_told_at_the_entry_that_lacks_it(directory: Path) -> None:
    line = spoil(directory, "awards.yaml", "  at_most: 2\n", "")
    fault = faults(directory)[0]
    assert (fault["field"], fault["problem"]) == ("awards[1].at_most", "thiếu mục này")
    assert fault["line"] < line


def test_a_form_of_commendation_says_from_when_and_follows_the_one_before_it(directory: Path) -> None:
    spoil(directory, "awards.yaml", "  valid_to: 2027-02-28\n", "")
    assert [(fault["file"], fault["field"]) for fault in faults(directory)] == [("awards.yaml", "awards[2].code")]
    spoil(directory, "awards.yaml", "  valid_from: 2022-01-01\n", "")
    assert ("awards[1].valid_from", "thiếu mục này") in {(f["field"], f["problem"]) for f in faults(directory)}


def test_an_award_of_a_profile_that_was_kept_without_dates_is_in_force() -> None:
    """Release 0.1.0 kept no dates of awards: its stored profiles are read as they are."""
    kept = {"code": "giay-khen", "name": "Giấy khen", "levels": ["excellent"], "at_most": 2, "rate": "0.6"}
    assert Award.model_validate(kept | {"authority": "(mẫu)"}).in_force(date(2026, 12, 1))


def test_a_basis_without_its_date_of_issue_is_told_at_the_entry(directory: Path) -> None:
    line = spoil(directory, "bases.yaml", "  issued_on: 2015-06-19\n", "")
    assert faults(directory) == [
        {
            "file": "bases.yaml",
            "line": line - 2,
            "field": "bases[1].issued_on",
            "problem": "căn cứ phải có ngày ban hành (PL I II.6.a)",
        }
    ]


def test_a_step_that_nobody_holds_is_told_at_the_route(directory: Path) -> None:
    spoil(directory, "roles.yaml", "- unit: xa-ba-sao\n  role: form_checker", "- unit: xa-ba-sao\n  role: officer")
    assert [(fault["field"], fault["problem"]) for fault in faults(directory)] == [
        ("routes[4].steps[1].role", "không ai giữ vai trò form_checker tại xa-ba-sao")
    ]


def test_an_issuer_without_a_series_for_what_it_owes_is_told_at_the_unit(directory: Path) -> None:
    text = (directory / "series.yaml").read_text(encoding="utf-8")
    start = text.index("- code: xa-ba-sao-van-ban")
    kinds = text.index("[plan, report_h1, report_annual]", start)
    (directory / "series.yaml").write_text(text[:kinds] + "[plan, report_h1]" + text[kinds + 32 :], encoding="utf-8")
    assert [(fault["file"], fault["problem"]) for fault in faults(directory)] == [
        ("units.yaml", "xa-ba-sao chưa có hệ thống số cho report_annual")
    ]


def test_a_signer_without_a_capacity_is_told_at_the_unit(directory: Path) -> None:
    spoil(directory, "capacities.yaml", "person: phan-van-duc", "person: le-quang-vinh")
    assert {fault["problem"] for fault in faults(directory)} == {
        f"không ai ở bước ký có tư cách ký {kind} của xa-ba-sao" for kind in ("plan", "report_h1", "report_annual")
    }


def test_two_series_of_one_issuer_may_not_give_the_same_number_and_symbol(directory: Path) -> None:
    spoil(directory, "series.yaml", "kinds: [plan, report_h1, report_annual]", "kinds: [plan, report_h1]")
    path = directory / "series.yaml"
    second = (
        "\n- code: ubnd-bao-cao-nam\n  unit: ubnd\n  kinds: [report_annual]\n  held: own\n"
        "  valid_from: 2022-01-01\n  authority: Quy chế (mẫu)\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + second, encoding="utf-8")
    assert [fault["problem"] for fault in faults(directory)] == ["BC sẽ trùng số, ký hiệu với ubnd-van-ban"]


def test_a_field_written_twice_is_told_at_the_second_line(directory: Path) -> None:
    line = spoil(directory, "dues.yaml", "month: 3", "month: 3\n  month: 4")
    fault = faults(directory)[0]
    assert (fault["file"], fault["line"], fault["problem"]) == ("dues.yaml", line + 1, "mục này viết hai lần")


def test_broken_yaml_is_told_at_its_line(directory: Path) -> None:
    line = spoil(directory, "routes.yaml", "working_days: 3}", "working_days: 3")
    fault = faults(directory)[0]
    assert fault["file"] == "routes.yaml"
    assert fault["line"] in (line, line + 1)
    assert "cú pháp YAML" in fault["problem"]


@pytest.mark.parametrize(("text", "line"), [("&a [*a]", 1), ("- &x {code: a}\n- *x\n", 2)])
def test_an_alias_is_refused_and_never_followed(directory: Path, text: str, line: int) -> None:
    (directory / "dues.yaml").write_text(text, encoding="utf-8")
    fault = faults(directory)[0]
    assert (fault["file"], fault["line"], fault["problem"]) == ("dues.yaml", line, "không dùng bí danh *")


def test_a_missing_empty_or_undecodable_file_is_named(directory: Path) -> None:
    (directory / "units.yaml").unlink()
    (directory / "people.yaml").write_text("", encoding="utf-8")
    (directory / "roles.yaml").write_bytes("Quyết định".encode("utf-16"))
    assert [(fault["file"], fault["problem"]) for fault in faults(directory)] == [
        ("units.yaml", "không có tệp này"),
        ("people.yaml", "tệp trống"),
        ("roles.yaml", "không phải văn bản UTF-8"),
    ]


def test_a_directory_that_is_not_there_is_a_refusal_too(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere")[0]["file"] == "profile.yaml"


def test_holidays_may_be_absent(directory: Path) -> None:
    (directory / "holidays.yaml").unlink()
    assert read_profile(directory).holidays == ()


def test_point_numbers_stay_exact(directory: Path) -> None:
    spoil(directory, "rubric.yaml", "at_least: 90", "at_least: 89.95")
    assert str(read_profile(directory).rubric.bands[0].at_least) == "89.95"


def test_decomposed_letters_are_composed_when_read(directory: Path) -> None:
    spoil(directory, "profile.yaml", "công tác", "co\u0302ng ta\u0301c")
    assert read_profile(directory).office.field == "công tác dân vận chính quyền"


def test_a_part_may_not_hide_in_the_head_file(directory: Path) -> None:
    line = spoil(directory, "profile.yaml", "office:", "units: []\noffice:")
    fault = faults(directory)[0]
    assert (fault["file"], fault["line"], fault["field"]) == ("profile.yaml", line, "units")


def test_a_route_that_seals_without_a_signature_is_against_the_law(directory: Path) -> None:
    spoil(directory, "routes.yaml", "    - {duty: approve_sign, role: head, at: issuer, working_days: 2}\n", "")
    found = [fault["problem"] for fault in faults(directory) if fault["field"] == "routes[3].steps"]
    assert found == ["phải kết thúc bằng duyệt và ký, rồi cấp số và đóng dấu (Đ13, Đ15)"]


def test_29_february_is_no_due_date(directory: Path) -> None:
    spoil(directory, "dues.yaml", "day: 15\n  month: 3", "day: 29\n  month: 2")
    assert faults(directory)[0]["problem"] == "không phải năm nào cũng có ngày 29/2"
