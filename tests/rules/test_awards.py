from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.awards import base_wage, choose, in_points, money
from rules.profile import Award, Profile
from rules.refusals import Refusal
from rules.scores import Line, Score

ON = date(2026, 12, 1)
NAMES = {"excellent": "Xuất sắc", "good": "Tốt", "unclassified": "Không xếp loại"}


def sheet(unit: str, total: str, level: str = "excellent", met: int = 0) -> Score:
    full = tuple(Line(f"c{n}", f"c{n}", Decimal(1), Decimal(1), "") for n in range(met))
    return Score(unit, full, Decimal(total), level, NAMES[level])


def award(**changes: object) -> Award:
    entry = Award(
        code="giay-khen", name="Giấy khen", levels=("excellent",), at_most=2, rate=Decimal("0.6"), authority="(mẫu)"
    )
    return entry.model_copy(update=changes)


def test_the_best_are_proposed_up_to_the_limit_and_the_rest_are_told_why(office: Profile) -> None:
    scores = [
        sheet("b", "92"),
        sheet("d", "85", "good"),
        sheet("a", "95"),
        sheet("c", "90"),
        sheet("e", "0", "unclassified"),
    ]
    chosen = choose([award()], scores, base_wages=office.base_wages, on=ON)
    assert [(p.unit, p.award, p.reason) for p in chosen.proposals] == [
        ("a", "giay-khen", "Xếp loại Xuất sắc, 95 điểm"),
        ("b", "giay-khen", "Xếp loại Xuất sắc, 92 điểm"),
    ]
    assert [(left.unit, left.reason) for left in chosen.left_out] == [
        ("c", "Đủ điều kiện nhưng hết chỉ tiêu (Giấy khen: tối đa 2 tập thể)"),
        ("d", "Xếp loại Tốt, chưa đủ điều kiện khen thưởng"),
        ("e", "Không được xếp loại"),
    ]


def test_who_is_left_out_of_two_forms_is_told_both_limits(office: Profile) -> None:
    forms = [award(at_most=1), award(code="bang-khen", name="Bằng khen", at_most=1)]
    chosen = choose(forms, [sheet(unit, "95") for unit in "abc"], base_wages=office.base_wages, on=ON)
    told = "Đủ điều kiện nhưng hết chỉ tiêu (Giấy khen: tối đa 1 tập thể; Bằng khen: tối đa 1 tập thể)"
    assert [left.reason for left in chosen.left_out] == [told]


def test_equal_totals_stand_by_criteria_fully_met_and_then_by_code(office: Profile) -> None:
    scores = [sheet("z", "95", met=3), sheet("b", "95", met=2), sheet("a", "95", met=2)]
    chosen = choose([award()], scores, base_wages=office.base_wages, on=ON)
    assert [p.unit for p in chosen.proposals] == ["z", "a"]


def test_one_unit_gets_one_award(office: Profile) -> None:
    lower = award(code="bieu-duong", name="Biểu dương", levels=("excellent", "good"), at_most=9, rate=Decimal(0))
    scores = [sheet("a", "95"), sheet("b", "85", "good")]
    chosen = choose([award(), lower], scores, base_wages=office.base_wages, on=ON)
    assert [(p.unit, p.award, p.amount_dong) for p in chosen.proposals] == [
        ("a", "giay-khen", 1_520_000),
        ("b", "bieu-duong", 0),
    ]


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2022, 12, 1), 900_000),  # 0.6 × 1,490,000 = 894,000
        (date(2026, 6, 30), 1_410_000),  # 0.6 × 2,340,000 = 1,404,000
        (date(2026, 7, 1), 1_520_000),  # 0.6 × 2,530,000 = 1,518,000
        (date(2027, 2, 28), 1_520_000),
        (date(2027, 3, 1), 0),  # NĐ 152/2025 has ended, and no rate is known after it
    ],
)
def test_money_follows_the_base_wage_on_the_decisions_date(office: Profile, on: date, amount: int) -> None:
    chosen = choose(office.awards, [sheet("a", "95")], base_wages=office.base_wages, on=on)
    assert chosen.proposals[0].amount_dong == amount


@pytest.mark.parametrize(
    ("rate", "wage", "amount"),
    [
        ("0.3", 2_340_000, 710_000),
        ("0.3", 2_530_000, 760_000),
        ("1", 2_340_000, 2_340_000),
        ("0.1", 100_001, 20_000),
        ("0", 2_340_000, 0),
    ],
)
def test_money_is_rounded_up_once_to_ten_thousand(rate: str, wage: int, amount: int) -> None:
    assert money(Decimal(rate), wage) == amount


def test_without_a_base_wage_on_the_day_nothing_is_proposed(office: Profile) -> None:
    assert base_wage(office.base_wages, date(2019, 7, 1)) == 1_490_000
    with pytest.raises(Refusal) as refusal:
        choose([award()], [sheet("a", "95")], base_wages=office.base_wages, on=date(2019, 6, 30))
    assert refusal.value.code == "no-base-wage"
    assert refusal.value.facts == {"on": "30/06/2019"}


def test_a_form_of_commendation_is_given_from_its_first_day_to_its_last(office: Profile) -> None:
    dated = award(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 1))
    assert choose([dated], [sheet("a", "95")], base_wages=office.base_wages, on=ON).proposals
    for outside in (date(2025, 12, 31), date(2026, 12, 2)):
        with pytest.raises(Refusal) as refusal:
            choose([dated], [sheet("a", "95")], base_wages=office.base_wages, on=outside)
        assert (refusal.value.code, refusal.value.facts) == ("no-award-in-force", {"on": f"{outside:%d/%m/%Y}"})


def test_an_office_without_any_award_leaves_everybody_out(office: Profile) -> None:
    chosen = choose([], [sheet("a", "95")], base_wages=office.base_wages, on=ON)
    assert [left.unit for left in chosen.left_out] == ["a"]


def test_the_sample_pays_only_while_the_decree_that_sets_the_rate_is_a_basis(office: Profile) -> None:
    for year, month in ((2026, 1), (2026, 12), (2027, 2), (2027, 3), (2027, 11), (2030, 1)):
        on = date(year, month, 28)
        decrees = [b for b in office.bases if b.kind == "commendation" and "Nghị định" in b.text and b.in_force(on)]
        paid = [entry for entry in office.awards if entry.in_force(on) and entry.rate > 0]
        assert bool(paid) == bool(decrees), on


def test_points_are_printed_with_a_comma_and_without_idle_zeros() -> None:
    assert [in_points(Decimal(text)) for text in ("87.50", "100", "90.0", "0.25")] == ["87,5", "100", "90", "0,25"]


SCORES = st.lists(
    st.builds(
        sheet,
        unit=st.sampled_from(list("abcdefghij")),
        total=st.sampled_from(["80", "90", "90.5", "100"]),
        level=st.sampled_from(["excellent", "good", "unclassified"]),
        met=st.integers(0, 3),
    ),
    unique_by=lambda score: score.unit,
)


@given(SCORES, st.integers(1, 4), st.randoms())
def test_every_unit_is_proposed_or_left_out_and_the_order_of_the_sheets_does_not_matter(
    office: Profile, scores: list[Score], at_most: int, chance: Random
) -> None:
    awards = [award(at_most=at_most)]
    chosen = choose(awards, scores, base_wages=office.base_wages, on=ON)
    shuffled = chance.sample(scores, len(scores))
    assert choose(awards, shuffled, base_wages=office.base_wages, on=ON) == chosen
    units = [p.unit for p in chosen.proposals] + [left.unit for left in chosen.left_out]
    assert sorted(units) == sorted(score.unit for score in scores)
    assert len(chosen.proposals) == min(at_most, sum(score.level == "excellent" for score in scores))


@given(st.decimals(0, 3, places=2), st.integers(1, 10_000_000))
def test_rounding_adds_less_than_ten_thousand_and_takes_nothing(rate: Decimal, wage: int) -> None:
    amount = money(rate, wage)
    assert amount % 10_000 == 0
    assert 0 <= amount - rate * wage < 10_000
