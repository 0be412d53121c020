"""When a paper is late: "trước ngày 25 tháng 5" ends with the last moment of 24 May in Vietnam.

Instants are aware UTC, civil dates are those of Asia/Ho_Chi_Minh. A due instant is an *exclusive* bound: the first
moment of the named day. A paper that arrived at that moment or after it is late. A date falling on a day off does
not move: the paper names a date, not a period (Bộ luật Dân sự Đ148.5 speaks of periods).
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.profile import Due

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKEND = (5, 6)


def start_of(on: date) -> datetime:
    """The first moment of a civil date in Vietnam, as an aware UTC instant."""
    return datetime.combine(on, time.min, VIETNAM).astimezone(UTC)


def civil_date(instant: datetime) -> date:
    """The date in Vietnam at an aware instant."""
    if instant.tzinfo is None:
        raise ValueError("a naive instant has no civil date")
    return instant.astimezone(VIETNAM).date()


def due_instant(due: Due, year: int) -> datetime:
    """The exclusive bound of a due date: "trước ngày 25 tháng 5" of 2022 is 2022-05-24T17:00:00Z."""
    return start_of(date(year, due.month, due.day))


def is_late(arrived_at: datetime, due_at: datetime) -> bool:
    """Whether a paper that arrived at an instant missed its exclusive bound (arrival decides: Đ21, Đ22)."""
    return arrived_at >= due_at


def is_working_day(on: date, holidays: Collection[date]) -> bool:
    """Monday to Friday, and not in the profile's calendar of days off."""
    return on.weekday() not in WEEKEND and on not in holidays


def working_days_late(arrived_at: datetime, due_at: datetime, holidays: Collection[date]) -> int:
    """Working days from the named day through the day of arrival; 0 when in time, or late by days off only."""
    if not is_late(arrived_at, due_at):
        return 0
    first, arrived_on = civil_date(due_at), civil_date(arrived_at)
    days = (first + timedelta(days=n) for n in range((arrived_on - first).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def add_working_days(on: date, n: int, holidays: Collection[date]) -> date:
    """The n-th working day after a civil date (n = 0 gives the date itself)."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    while n:
        on += timedelta(days=1)
        n -= is_working_day(on, holidays)
    return on
