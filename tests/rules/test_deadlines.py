from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deadlines import (
    VIETNAM,
    add_working_days,
    civil_date,
    due_instant,
    is_late,
    is_working_day,
    start_of,
    working_days_late,
)
from rules.profile import Due

H1 = Due(kind="report_h1", wording="trước ngày 25 tháng 5", day=25, month=5, authority="Kế hoạch 19/KH-UBND, mục III.2")
DATES = st.dates(date(2022, 1, 1), date(2040, 12, 31))
HOLIDAYS = st.sets(DATES, max_size=20)


def test_before_25_may_ends_with_the_last_moment_of_24_may_in_vietnam() -> None:
    due = due_instant(H1, 2022)
    assert due == datetime(2022, 5, 24, 17, tzinfo=UTC)
    assert due.astimezone(VIETNAM).isoformat() == "2022-05-25T00:00:00+07:00"


@pytest.mark.parametrize(
    ("arrived", "late"),
    [
        ("2022-05-24T23:59:59.999999+07:00", False),
        ("2022-05-25T00:00:00+07:00", True),
        ("2022-05-25T00:00:01+07:00", True),
        ("2022-05-24T16:59:59+00:00", False),
        ("2022-05-24T17:00:00+00:00", True),
    ],
)
def test_the_first_moment_of_the_named_day_is_late(arrived: str, late: bool) -> None:
    assert is_late(datetime.fromisoformat(arrived), due_instant(H1, 2022)) is late


def test_a_last_day_on_a_sunday_does_not_move_because_the_paper_names_a_date() -> None:
    assert date(2026, 5, 24).strftime("%a") == "Sun"
    monday = datetime(2026, 5, 25, 8, tzinfo=VIETNAM)
    assert is_late(monday, due_instant(H1, 2026))
    assert working_days_late(monday, due_instant(H1, 2026), ()) == 1


@pytest.mark.parametrize(
    ("arrived_on", "days"),
    [
        (date(2022, 5, 24), 0),  # Tuesday, the last day
        (date(2022, 5, 25), 1),
        (date(2022, 5, 27), 3),
        (date(2022, 5, 28), 3),  # Saturday adds nothing
        (date(2022, 5, 30), 4),
    ],
)
def test_lateness_is_counted_in_working_days_from_the_named_day(arrived_on: date, days: int) -> None:
    arrived = datetime(arrived_on.year, arrived_on.month, arrived_on.day, 9, tzinfo=VIETNAM)
    assert working_days_late(arrived, due_instant(H1, 2022), ()) == days


def test_late_by_a_weekend_only_is_late_by_no_working_day() -> None:
    due = start_of(date(2022, 5, 28))  # a Saturday
    arrived = datetime(2022, 5, 29, 9, tzinfo=VIETNAM)
    assert is_late(arrived, due)
    assert working_days_late(arrived, due, ()) == 0


def test_a_day_off_is_not_a_working_day() -> None:
    new_year = {date(2026, 1, 1)}
    assert not is_working_day(date(2026, 1, 1), new_year)
    assert add_working_days(date(2025, 12, 31), 1, new_year) == date(2026, 1, 2)


def test_a_step_of_one_day_opened_on_friday_ends_with_monday() -> None:
    assert add_working_days(date(2022, 5, 20), 1, ()) == date(2022, 5, 23)


def test_no_working_day_later_is_the_date_itself_and_days_are_not_counted_backwards() -> None:
    saturday = date(2022, 5, 28)
    assert add_working_days(saturday, 0, ()) == saturday
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(saturday, -1, ())


def test_a_naive_instant_has_no_civil_date() -> None:
    with pytest.raises(ValueError, match="naive"):
        civil_date(datetime(2022, 5, 24))


def test_seven_hours_before_midnight_in_greenwich_it_is_already_tomorrow_here() -> None:
    assert civil_date(datetime(2022, 12, 31, 17, tzinfo=UTC)) == date(2023, 1, 1)
    assert civil_date(datetime(2022, 12, 31, 16, 59, tzinfo=UTC)) == date(2022, 12, 31)


@given(DATES)
def test_the_start_of_a_date_is_on_that_date_and_a_moment_earlier_is_not(on: date) -> None:
    assert civil_date(start_of(on)) == on
    assert civil_date(start_of(on) - timedelta(microseconds=1)) == on - timedelta(days=1)


@given(st.datetimes(datetime(2022, 1, 1), datetime(2040, 1, 1)), st.integers(-12, 14))
def test_the_zone_in_which_an_instant_is_told_changes_nothing(naive: datetime, hours: int) -> None:
    told = naive.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    due = due_instant(H1, 2030)
    assert is_late(told, due) == is_late(naive.replace(tzinfo=UTC), due)


@given(DATES, st.integers(1, 30), HOLIDAYS)
def test_the_nth_working_day_is_a_working_day_with_n_working_days_up_to_it(on: date, n: int, off: set[date]) -> None:
    end = add_working_days(on, n, off)
    assert is_working_day(end, off)
    days = [on + timedelta(days=k) for k in range(1, (end - on).days + 1)]
    assert sum(is_working_day(day, off) for day in days) == n


@given(DATES, st.integers(0, 60), HOLIDAYS)
def test_waiting_longer_never_makes_a_paper_less_late(on: date, wait: int, off: set[date]) -> None:
    due = start_of(on)
    arrived = due + timedelta(days=wait)
    assert working_days_late(arrived, due, off) <= working_days_late(arrived + timedelta(days=1), due, off)
    assert working_days_late(due - timedelta(seconds=1), due, off) == 0
