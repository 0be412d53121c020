"""The two result decisions rest on what was scored: the machine drafts them, a person only mends what was returned.

The annex is written and read back by the same columns, so that paper and tables cannot tell two stories (0013).
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from actions.language import Sentence, listed
from models import cycles, documents, events
from models.tables import Cycle, Document
from paper import read
from rules import lifecycle
from rules.awards import in_points
from rules.deadlines import civil_date
from rules.kinds import KINDS
from rules.profile import Profile
from rules.refusals import Refusal
from rules.scores import UNCLASSIFIED

NOT_YET = Sentence("chưa soạn")
# The columns of each annex.
COLUMNS: dict[str, tuple[str, ...]] = {
    "classification": ("STT", "Đơn vị", "Điểm", "Xếp loại", "Lý do trừ điểm"),
    "commendation": ("STT", "Tập thể", "Hình thức", "Thành tích", "Tiền thưởng (đồng)"),
}
# Those that say who, and what was scored or proposed for him; reasons may be reworded.
WHO = 1
FACTS: dict[str, tuple[int, ...]] = {"classification": (2, 3), "commendation": (2, 4)}
Told = dict[str, tuple[str, ...]]


def own_draft(session: Session, cycle_id: int, kind: str) -> Document | None:
    """The decision of a kind that the machine drafted in a cycle, in whatever state; the newest, if there are more."""
    drafted = {event.document_id for event in events.of_kind(session, "drafted", cycle_id)}
    of_kind = (document for document in documents.of_cycle(session, cycle_id) if document.kind == kind)
    return next((document for document in reversed([*of_kind]) if document.id in drafted), None)


def outdated(session: Session, draft: Document) -> bool:
    """Whether a returned draft prints sheets that were judged anew since it was last laid before anybody."""
    judged = max((event.id for event in events.of_kind(session, "evaluated", draft.cycle_id)), default=0)
    laid = [event.id for event in events.of_document(session, draft.id) if event.kind in ("drafted", "submitted")]
    return draft.state == "returned" and judged > max(laid, default=0)


def refuse_first_round(session: Session, cycle: Cycle, kind: str, media: str) -> None:
    """Refusal: machine-drafts-it, unless this docx mends the machine's own draft, which was returned."""
    draft = own_draft(session, cycle.id, kind)
    if media == "docx" and draft is not None and draft.state == "returned":
        return
    state = lifecycle.label_of(draft.state) if draft is not None else NOT_YET
    raise Refusal("machine-drafts-it", kind=KINDS[kind].label, year=cycle.year, state=state)


def refuse_other_results(
    session: Session, profile: Profile, law: Profile, cycle: Cycle, kind: str, docx: bytes
) -> None:
    """Refusal: differs-from-results, naming every unit whose line in the annex is not what was scored."""
    found = [*_differences(kind, _recorded(session, profile, law, cycle, kind), _printed(kind, docx))]
    if kind == "commendation":
        total = in_dong(sum(row.amount for row in cycles.awards(session, cycle.id)))
        if total != in_dong(0) and total not in read.read_docx(docx).text:
            found.append(Sentence("tổng tiền thưởng {total} đồng không còn trong văn bản", total=total))
    if found:
        raise Refusal("differs-from-results", kind=KINDS[kind].label, differences=listed(found))


def award_names(session: Session, law: Profile, cycle_id: int) -> dict[str, str]:
    """The forms of commendation by code, as they were called on the day when units were proposed for them."""
    proposed = events.of_kind(session, "awards-proposed", cycle_id)
    then = [award for award in law.awards if proposed and award.in_force(civil_date(proposed[-1].at))]
    return {award.code: award.name for award in (*law.awards, *then)}


def in_dong(amount: int) -> str:
    """Đồng as Vietnamese prints them: 1.520.000."""
    return f"{amount:,}".replace(",", ".")


def _recorded(session: Session, profile: Profile, law: Profile, cycle: Cycle, kind: str) -> Told:
    units = {unit.code: unit.name for unit in profile.units}
    if kind == "classification":
        levels = {band.level: band.name for band in (*profile.rubric.bands, UNCLASSIFIED)}
        rows = cycles.classifications(session, cycle.id)
        return {units[row.unit]: (in_points(row.total), levels[row.level]) for row in rows}
    names = award_names(session, law, cycle.id)
    granted = cycles.awards(session, cycle.id)
    return {units[row.unit]: (names[row.award], in_dong(row.amount)) for row in granted}


def _printed(kind: str, docx: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """The lines of every table that has the annex's columns, in whatever order it has them: unit, and what it says."""
    wanted = [read.fold(COLUMNS[kind][at]) for at in (WHO, *FACTS[kind])]
    lines = []
    for head, *rows in filter(None, read.read_tables(docx)):
        columns = [read.fold(cell) for cell in head]
        if set(wanted) <= set(columns):
            at = [columns.index(column) for column in wanted]
            cells = ([row[i] if i < len(row) else "" for i in at] for row in rows)
            lines += [(unit, tuple(facts)) for unit, *facts in cells]
    return lines


def _differences(kind: str, recorded: Told, printed: list[tuple[str, tuple[str, ...]]]) -> Iterator[Sentence]:
    known = {read.fold(unit): unit for unit in recorded}
    seen = []
    for name, facts in printed:
        unit = known.get(read.fold(name))
        if unit is None:
            yield Sentence("{unit}: không có trong kết quả", unit=name or "?")
            continue
        if unit in seen:
            yield Sentence("{unit}: ghi hai lần", unit=unit)
        seen.append(unit)
        for at, there, here in zip(FACTS[kind], facts, recorded[unit], strict=True):
            if read.fold(there) != read.fold(here):
                facts_of = {"unit": unit, "column": COLUMNS[kind][at], "there": there or "–", "here": here}
                yield Sentence("{unit}, {column}: ghi {there}, kết quả là {here}", **facts_of)
    yield from (Sentence("{unit}: thiếu trong phụ lục", unit=unit) for unit in recorded if unit not in seen)
