"""Commendation: which units are proposed for which award, with how much money, and why the others are not.

Money is the award's rate times the base wage on the decision's date, rounded up once, at the end, to 10,000 đồng
(NĐ 152/2025 Đ49). A form of commendation is given only while its entry is in force. One unit gets one award at most in
a year: one achievement is not commended twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from rules.profile import Award, BaseWage
from rules.refusals import Refusal
from rules.scores import UNCLASSIFIED, Score

ROUND_TO = 10_000


@dataclass(frozen=True)
class Proposal:
    """One unit proposed for one award; `amount_dong` is whole đồng."""

    unit: str
    award: str
    amount_dong: int
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """One unit that gets no award, and why."""

    unit: str
    reason: str


@dataclass(frozen=True)
class Choice:
    """Every scored unit is in exactly one of the two."""

    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]


def choose(awards: Sequence[Award], scores: Sequence[Score], *, base_wages: Sequence[BaseWage], on: date) -> Choice:
    """Proposals by award in the profile's order, best score first, `at_most` each; `on` is the decision's date.

    Equal totals stand in the order of most criteria fully met, then of unit code, so that the same scores always
    give the same list. Refusals: `no-base-wage`, `no-award-in-force`.
    """
    awards = in_force(awards, on)
    proposals: list[Proposal] = []
    for award in awards:
        named = {proposal.unit for proposal in proposals}
        eligible = [score for score in ranked(scores) if score.level in award.levels and score.unit not in named]
        proposals += [_proposal(award, score, base_wages, on) for score in eligible[: award.at_most]]
    named = {proposal.unit for proposal in proposals}
    left = tuple(LeftOut(score.unit, _why_not(awards, score)) for score in ranked(scores) if score.unit not in named)
    return Choice(tuple(proposals), left)


def in_force(awards: Sequence[Award], on: date) -> list[Award]:
    """The forms of commendation that may be given on a date; refuses `no-award-in-force` when all have ended."""
    found = [award for award in awards if award.in_force(on)]
    if awards and not found:
        raise Refusal("no-award-in-force", on=f"{on:%d/%m/%Y}")
    return found


def ranked(scores: Sequence[Score]) -> list[Score]:
    """Scores, best first, in one order whatever order they come in."""
    return sorted(scores, key=lambda score: (-score.total, -_fully_met(score), score.unit))


def base_wage(base_wages: Sequence[BaseWage], on: date) -> int:
    """The base wage in đồng a month on a date; refuses `no-base-wage`."""
    for wage in base_wages:
        if wage.in_force(on):
            return wage.dong
    raise Refusal("no-base-wage", on=f"{on:%d/%m/%Y}")


def money(rate: Decimal, wage_dong: int) -> int:
    """Rate times base wage, rounded up to 10,000 đồng."""
    steps = (rate * wage_dong / ROUND_TO).to_integral_value(ROUND_CEILING)
    return int(steps) * ROUND_TO


def _proposal(award: Award, score: Score, base_wages: Sequence[BaseWage], on: date) -> Proposal:
    reason = f"Xếp loại {score.level_name}, {in_points(score.total)} điểm"
    return Proposal(score.unit, award.code, money(award.rate, base_wage(base_wages, on)), reason)


def in_points(total: Decimal) -> str:
    """Points as Vietnamese prints them: 87,5."""
    return f"{total.normalize():f}".replace(".", ",")


def _fully_met(score: Score) -> int:
    return sum(line.points == line.at_most for line in score.lines)


def _why_not(awards: Sequence[Award], score: Score) -> str:
    if score.level == UNCLASSIFIED.level:
        return "Không được xếp loại"
    open_to = [award for award in awards if score.level in award.levels]
    if not open_to:
        return f"Xếp loại {score.level_name}, chưa đủ điều kiện khen thưởng"
    limits = "; ".join(f"{award.name}: tối đa {award.at_most} tập thể" for award in open_to)
    return f"Đủ điều kiện nhưng hết chỉ tiêu ({limits})"
