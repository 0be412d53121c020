"""The story of the year as a table: on which day which paper goes in, and what goes wrong on purpose."""

from dataclasses import dataclass
from datetime import date, datetime, time

from rules.deadlines import VIETNAM


@dataclass(frozen=True)
class Sending:
    """One hand-in: who sends what for which unit. `trick` names what is wrong with it on purpose."""

    unit: str
    kind: str
    trick: str = ""


@dataclass(frozen=True)
class Scene:
    """A day of the year and what goes in on it; then everybody works until nothing waits."""

    title: str
    month: int
    day: int
    sendings: tuple[Sending, ...] = ()

    def at(self, year: int) -> datetime:
        """Nine in the morning of that day, in Vietnam."""
        return datetime.combine(date(year, self.month, self.day), time(9), VIETNAM)


@dataclass(frozen=True)
class Mishap:
    """What happens once on a document's way: at which duty, and what the people do before it goes right."""

    unit: str
    kind: str
    duty: str
    act: str
    reason: str = ""


# The first three show most: a wrong person and a late report; a text that is called .docx and a return; papers already
# signed.
UNITS = ("ptckh", "xa-ba-sao", "xa-phuong-thinh", "pvhtt", "ptp", "xa-my-tho")
LATE_PLAN, LATE_REPORT = "xa-my-tho", "ptckh"
NOT_A_DOCX, ALREADY_SIGNED = "xa-ba-sao", "xa-phuong-thinh"
# The numbers that its own book, kept elsewhere, gives to the papers of the unit that sends them signed: other papers
# came between them.
NUMBERS_ELSEWHERE = {"plan": "07", "report_h1": "19", "report_annual": "36"}


def scenes(units: int) -> tuple[Scene, ...]:
    """The year of the first `units` units of the sample office."""
    chosen = UNITS[:units]
    on_time = tuple(unit for unit in chosen if unit != LATE_PLAN)
    reports = tuple(unit for unit in chosen if unit != LATE_REPORT)
    return (
        Scene("Kế hoạch của Ủy ban nhân dân Huyện", 2, 11, (Sending("ubnd", "plan"),)),
        Scene(
            "Kế hoạch của các đơn vị",
            3,
            4,
            (
                *(Sending(unit, "plan", "not-a-docx") for unit in on_time if unit == NOT_A_DOCX),
                *(Sending(unit, "plan", _trick(unit)) for unit in on_time),
            ),
        ),
        Scene("Kế hoạch gửi muộn", 3, 18, tuple(Sending(unit, "plan") for unit in chosen if unit == LATE_PLAN)),
        Scene("Báo cáo 6 tháng", 5, 20, tuple(Sending(unit, "report_h1", _trick(unit)) for unit in chosen)),
        Scene("Báo cáo năm", 10, 14, tuple(Sending(unit, "report_annual", _trick(unit)) for unit in reports)),
        Scene(
            "Báo cáo năm gửi muộn",
            10,
            22,
            tuple(Sending(unit, "report_annual") for unit in chosen if unit == LATE_REPORT),
        ),
        Scene("Đánh giá, xếp loại, khen thưởng", 11, 5),
    )


def _trick(unit: str) -> str:
    """A unit keeps one number book (Đ15.1): who sends one paper signed sends all of them signed."""
    return "signed" if unit == ALREADY_SIGNED else ""


MISHAPS: tuple[Mishap, ...] = (
    Mishap("ptckh", "plan", "approve_sign", "wrong-person"),
    Mishap("xa-ba-sao", "plan", "approve_sign", "return", "Bổ sung thời hạn hoàn thành cho từng nhiệm vụ."),
)
