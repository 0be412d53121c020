from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.profile import Profile, Rubric
from rules.scores import FACTS, NO_PAPERS, Score, SentPaper, UnitFacts, band_of, score

GOOD = SentPaper()
PAPERS = st.builds(
    SentPaper,
    late=st.booleans(),
    working_days_late=st.integers(0, 30),
    returned=st.integers(0, 3),
    supplements=st.integers(0, 3),
    accepted=st.booleans(),
    missing_parents=st.lists(st.sampled_from(["55-KH/HU", "01-NQ/TU"]), unique=True).map(tuple),
)
UNITS = st.builds(
    UnitFacts,
    unit=st.just("ptp"),
    papers=st.dictionaries(st.sampled_from(["plan", "report_h1", "report_annual"]), st.none() | PAPERS),
)


def scored(rubric: Rubric, **papers: SentPaper | None) -> Score:
    return score(rubric, UnitFacts("xa-ba-sao", papers))


def reason(sheet: Score, criterion: str) -> tuple[Decimal, str]:
    line = next(line for line in sheet.lines if line.criterion == criterion)
    return line.points, line.reason


def test_a_unit_without_fault_has_100_points_and_the_highest_level(office: Profile) -> None:
    sheet = scored(office.rubric, plan=GOOD, report_h1=GOOD, report_annual=GOOD)
    assert (sheet.unit, sheet.total, sheet.level_name) == ("xa-ba-sao", Decimal(100), "Xuất sắc")
    assert [line.name for line in sheet.lines] == [criterion.name for criterion in office.rubric.criteria]


@pytest.mark.parametrize(
    ("days", "points"), [(0, "10"), (1, "10"), (5, "10"), (6, "0"), (30, "0")], ids=lambda value: str(value)
)
def test_a_late_plan_earns_part_within_the_tolerance_and_nothing_beyond(
    office: Profile, days: int, points: str
) -> None:
    sheet = scored(office.rubric, plan=SentPaper(late=True, working_days_late=days), report_annual=GOOD)
    assert reason(sheet, "ke-hoach-dung-han") == (Decimal(points), f"Gửi muộn {max(days, 1)} ngày làm việc")


def test_a_paper_that_never_came_earns_nothing_and_says_so(office: Profile) -> None:
    sheet = scored(office.rubric, plan=GOOD, report_annual=None)
    assert reason(sheet, "bao-cao-dung-han") == (Decimal(0), "Chưa gửi")
    assert reason(sheet, "ke-hoach-dung-han") == (Decimal(20), "Gửi đúng hạn")


def test_each_shortfall_is_counted_over_all_papers(office: Profile) -> None:
    sheet = scored(
        office.rubric,
        plan=SentPaper(returned=1, missing_parents=("01-NQ/TU",)),
        report_annual=SentPaper(returned=1, supplements=1, accepted=False),
    )
    assert reason(sheet, "khong-bi-tra-lai") == (Decimal(0), "Bị trả lại 2 lần")
    assert reason(sheet, "khong-phai-bo-sung") == (Decimal(5), "Bị đề nghị bổ sung 1 lần")
    assert reason(sheet, "duoc-chap-nhan") == (Decimal(10), "1 văn bản chưa đạt")
    assert reason(sheet, "ke-hoach-vien-dan") == (Decimal("7.5"), "Thiếu 1 viện dẫn")
    assert sheet.total == Decimal("67.5")
    assert sheet.level_name == "Khá"


def test_neither_plan_nor_report_is_not_classified_whatever_the_points(office: Profile) -> None:
    for papers in ({}, {"plan": None, "report_h1": None, "report_annual": None}):
        sheet = score(office.rubric, UnitFacts("ptp", papers))
        assert (sheet.unit, sheet.level) == ("ptp", "unclassified")
        assert (sheet.level_name, sheet.reason) == ("Không xếp loại", NO_PAPERS)
        assert sheet.total == 0


@pytest.mark.parametrize("kind", ["plan", "report_h1", "report_annual"])
def test_one_paper_is_enough_to_be_classified(office: Profile, kind: str) -> None:
    assert scored(office.rubric, **{kind: GOOD}).level != "unclassified"


@pytest.mark.parametrize(
    ("total", "level"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.95", "good"),
        ("89.999999999999999999", "good"),
        ("80", "good"),
        ("79.99", "fair"),
        ("65", "fair"),
        ("64.99", "average"),
        ("50", "average"),
        ("49.5", "weak"),
        ("0", "weak"),
    ],
)
def test_bounds_are_inclusive_below_and_nothing_is_rounded(office: Profile, total: str, level: str) -> None:
    assert band_of(office.rubric, Decimal(total)).level == level


def test_89_95_is_not_90_even_as_a_sum(office: Profile) -> None:
    criteria = list(office.rubric.criteria)
    criteria[0] = criteria[0].model_copy(update={"partial": Decimal("9.95")})
    criteria[1] = criteria[1].model_copy(update={"points": Decimal("15")})
    rubric = office.rubric.model_copy(update={"criteria": tuple(criteria)})
    sheet = scored(rubric, plan=SentPaper(late=True, working_days_late=1), report_annual=GOOD)
    assert (sheet.total, sheet.level) == (Decimal("89.95"), "good")


@pytest.mark.parametrize("code", sorted(FACTS))
def test_every_fact_is_met_by_a_good_year_and_absent_from_an_empty_one(code: str) -> None:
    good = UnitFacts("ptp", {"plan": GOOD, "report_h1": GOOD, "report_annual": GOOD})
    assert FACTS[code].measure(good) == 0
    assert FACTS[code].measure(UnitFacts("ptp")) is None


@given(UNITS)
def test_a_total_is_the_sum_of_its_lines_and_lies_between_0_and_100(office: Profile, facts: UnitFacts) -> None:
    sheet = score(office.rubric, facts)
    assert sheet.total == sum(line.points for line in sheet.lines)
    assert 0 <= sheet.total <= 100
    assert all(0 <= line.points <= line.at_most and line.reason for line in sheet.lines)
    assert score(office.rubric, facts) == sheet


@given(UNITS, st.sampled_from(["plan", "report_h1", "report_annual"]))
def test_a_paper_without_fault_in_place_of_any_other_never_costs_points(
    office: Profile, facts: UnitFacts, kind: str
) -> None:
    better = UnitFacts(facts.unit, {**facts.papers, kind: GOOD})
    if facts.paper(kind) is not None:
        assert score(office.rubric, better).total >= score(office.rubric, facts).total
