"""Classification: a rubric of 100 points scored from facts that the system itself knows.

Each fact measures how far a unit fell short: 0 earns the criterion's points, a shortfall within the criterion's
`tolerance` earns `partial`, more earns nothing, and None (nothing there to judge) earns nothing. Points are exact
decimals: 89.95 is not 90. A unit with neither plan nor report is not classified at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from rules.profile import Band, Criterion, Rubric

PLAN = "plan"
REPORTS = ("report_h1", "report_annual")
UNCLASSIFIED = Band(level="unclassified", name="Không xếp loại", at_least=Decimal(0))
NO_PAPERS = "Không có kế hoạch và không có báo cáo nào trong năm nên không đủ điều kiện xếp loại."


@dataclass(frozen=True)
class SentPaper:
    """What became of one owed paper: `returned` and `supplements` are counts, `missing_parents` are codes."""

    late: bool = False
    working_days_late: int = 0
    returned: int = 0
    supplements: int = 0
    accepted: bool = True
    missing_parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitFacts:
    """The papers of one owing unit in one cycle, by kind; a kind that never arrived is absent (or None)."""

    unit: str
    papers: Mapping[str, SentPaper | None] = field(default_factory=dict)

    def paper(self, kind: str) -> SentPaper | None:
        """The paper of a kind, or None when it never arrived."""
        return self.papers.get(kind)

    @property
    def arrived(self) -> tuple[SentPaper, ...]:
        """The papers that arrived."""
        return tuple(paper for paper in self.papers.values() if paper is not None)


@dataclass(frozen=True)
class Fact:
    """How a criterion is measured, and the three Vietnamese reasons it gives ({n}: the shortfall)."""

    code: str
    label: str
    measure: Callable[[UnitFacts], int | None]
    met: str
    short: str
    absent: str


@dataclass(frozen=True)
class Line:
    """One line of the score sheet."""

    criterion: str
    name: str
    points: Decimal
    at_most: Decimal
    reason: str


@dataclass(frozen=True)
class Score:
    """A unit's sheet: lines in the rubric's order, exact total, level code and its name, and why none was given."""

    unit: str
    lines: tuple[Line, ...]
    total: Decimal
    level: str
    level_name: str
    reason: str = ""


def _lateness(kind: str, facts: UnitFacts) -> int | None:
    paper = facts.paper(kind)
    if paper is None:
        return None
    # Late by days off only is still late.
    return max(1, paper.working_days_late) if paper.late else 0


def _missing_parents(facts: UnitFacts) -> int | None:
    plan = facts.paper(PLAN)
    return None if plan is None else len(plan.missing_parents)


def _counted(count: Callable[[SentPaper], int], facts: UnitFacts) -> int | None:
    return sum(count(paper) for paper in facts.arrived) if facts.arrived else None


_LATE = ("Gửi đúng hạn", "Gửi muộn {n} ngày làm việc", "Chưa gửi")
_NONE = "Chưa gửi văn bản nào"

FACTS: dict[str, Fact] = {
    fact.code: fact
    for fact in (
        Fact("plan_on_time", "Kế hoạch năm gửi đúng hạn", partial(_lateness, PLAN), *_LATE),
        Fact("report_h1_on_time", "Báo cáo 6 tháng gửi đúng hạn", partial(_lateness, "report_h1"), *_LATE),
        Fact("report_annual_on_time", "Báo cáo năm gửi đúng hạn", partial(_lateness, "report_annual"), *_LATE),
        Fact(
            "plan_cites_parents",
            "Kế hoạch viện dẫn đủ văn bản phải bám sát",
            _missing_parents,
            "Viện dẫn đủ",
            "Thiếu {n} viện dẫn",
            "Chưa gửi kế hoạch",
        ),
        Fact(
            "all_accepted",
            "Văn bản gửi đến đều đạt",
            partial(_counted, lambda paper: not paper.accepted),
            "Đều đạt",
            "{n} văn bản chưa đạt",
            _NONE,
        ),
        Fact(
            "never_returned",
            "Không có văn bản bị trả lại",
            partial(_counted, lambda paper: paper.returned),
            "Không bị trả lại",
            "Bị trả lại {n} lần",
            _NONE,
        ),
        Fact(
            "no_supplement_asked",
            "Không bị đề nghị bổ sung",
            partial(_counted, lambda paper: paper.supplements),
            "Không phải bổ sung",
            "Bị đề nghị bổ sung {n} lần",
            _NONE,
        ),
    )
}


def score(rubric: Rubric, facts: UnitFacts) -> Score:
    """The score sheet of one unit. Level `unclassified` when it sent neither plan nor report."""
    lines = tuple(_line(criterion, facts) for criterion in rubric.criteria)
    total = sum((line.points for line in lines), Decimal(0))
    if all(facts.paper(kind) is None for kind in (PLAN, *REPORTS)):
        return Score(facts.unit, lines, total, UNCLASSIFIED.level, UNCLASSIFIED.name, NO_PAPERS)
    band = band_of(rubric, total)
    return Score(facts.unit, lines, total, band.level, band.name)


def band_of(rubric: Rubric, total: Decimal) -> Band:
    """The band of a total: lower bounds are inclusive, nothing is rounded."""
    return next(band for band in rubric.bands if band.at_least <= total)


def _line(criterion: Criterion, facts: UnitFacts) -> Line:
    fact = FACTS[criterion.fact]
    shortfall = fact.measure(facts)
    points = _points(criterion, shortfall)
    wording = fact.absent if shortfall is None else fact.short if shortfall else fact.met
    return Line(criterion.code, criterion.name, points, criterion.points, wording.format(n=shortfall))


def _points(criterion: Criterion, shortfall: int | None) -> Decimal:
    if shortfall is None or shortfall > criterion.tolerance:
        return Decimal(0)
    return criterion.points if shortfall == 0 else criterion.partial
