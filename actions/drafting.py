"""The papers that the machine drafts from what it knows: the classification decision and the commendation decision.

Drafts only: an officer accepts authorship first (Đ10.1), then they run the office's route like any other paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from actions import results
from actions.hand_in import HandIn
from actions.results import in_dong
from actions.runtime import Runtime
from models import registers
from models.events import Who
from models.tables import Cycle, Outgoing
from paper.compose import Annex, Article, Paper, Table, compose
from rules import capacities, numbers, people, templates
from rules.awards import Choice, Proposal, in_points
from rules.deadlines import civil_date
from rules.profile import Profile, Template
from rules.scores import Score


@dataclass(frozen=True)
class Draft:
    """A drafted decision and the officer who is to accept its authorship."""

    officer: str
    paper: HandIn


def classification_draft(runtime: Runtime, who: Who, cycle_id: int, sheets: Sequence[Score]) -> Draft:
    """The decision that recognises the year's classification; the sheets become its annex."""
    profile, cycle = _of(runtime, cycle_id)
    names = {unit.code: unit.name for unit in profile.units}
    rows = [
        (str(n), names[sheet.unit], in_points(sheet.total), sheet.level_name, _remarks(sheet))
        for n, sheet in enumerate(sheets, start=1)
    ]
    facts = {"field": profile.office.field, "year": cycle.year, "units": len(rows)}
    table = Table(results.COLUMNS["classification"], tuple(rows), (3, 8, 3, 4, 10))
    return _decision(runtime, profile, cycle, who, _words(runtime, "classification"), facts, table)


def commendation_draft(runtime: Runtime, who: Who, cycle_id: int, choice: Choice) -> Draft:
    """The decision that awards the chosen units, with the money of each."""
    profile, cycle = _of(runtime, cycle_id)
    names, words = _award_names(runtime, cycle_id), _words(runtime, "commendation")
    total = sum(proposal.amount_dong for proposal in choice.proposals)
    facts = {
        "field": profile.office.field,
        "year": cycle.year,
        "units": len(choice.proposals),
        "awards": _names_of_awards(names, choice),
        "money": templates.about_money(words, total, in_dong(total)),
    }
    rows = tuple(_award_row(profile, names, n, proposal) for n, proposal in enumerate(choice.proposals, start=1))
    table = Table(results.COLUMNS["commendation"], rows, (3, 8, 5, 8, 5))
    return _decision(runtime, profile, cycle, who, words, facts, table)


def _of(runtime: Runtime, cycle_id: int) -> tuple[Profile, Cycle]:
    with runtime.memory.read() as session:
        cycle = session.get_one(Cycle, cycle_id)
        return runtime.profile(session, cycle), cycle


def _decision(
    runtime: Runtime,
    profile: Profile,
    cycle: Cycle,
    who: Who,
    words: Template,
    facts: Mapping[str, object],
    table: Table,
) -> Draft:
    """A decision of the chairman in these words; `table` is its annex."""
    kind, on = words.kind, civil_date(who.at)
    unit = people.unit_of(profile, profile.office.unit, on)
    signer = people.people_with(profile, unit=unit.code, role="chair", on=on)[0]
    officer = people.people_with(profile, unit=profile.office.owner, role="officer", on=on)[0]
    capacity = capacities.capacity_for(profile, person=signer.code, unit=unit.code, kind=kind, on=on)
    owner = people.unit_of(profile, profile.office.owner, on)
    articles = enumerate(templates.articles_of(words, facts), start=1)
    paper = Paper(
        kind=kind,
        header=unit.header,
        symbol=numbers.symbol_for(profile, unit, kind, on),
        place=unit.place,
        year=on.year,
        subject=f"Về việc {words.subject.format(**facts)}",
        authority_line=f"CHỦ TỊCH {unit.name.upper()}",
        bases=_bases(runtime, profile, cycle, kind, on),
        body=tuple(Article(number, text) for number, text in articles),
        annexes=(Annex(words.annex.format(**facts), (table,)),),
        signature_lines=capacity.lines,
        signer_post=capacity.post,
        signer_name=signer.name,
        recipients=words.recipients,
        file_copy=f"VT, {owner.abbreviation}",
        issuer_name=unit.name,
    )
    filename = f"{kind}-{cycle.year}.docx"
    return Draft(officer.code, HandIn(unit.code, kind, cycle.year, filename, compose(paper)))


def _words(runtime: Runtime, kind: str) -> Template:
    """The words of the day: those of the newest profile."""
    with runtime.memory.read() as session:
        return templates.words_for(runtime.profile(session), kind)


def _bases(runtime: Runtime, profile: Profile, cycle: Cycle, kind: str, on: date) -> tuple[str, ...]:
    """What is in force on the day by the newest profile, the classification's decision, and whose work it rests on.

    No tờ trình is printed that nobody sent: the owner's head agrees to the draft at a step of its route.
    """
    with runtime.memory.read() as session:
        law = runtime.profile(session)
        own = results.own_draft(session, cycle.id, "classification") if kind == "commendation" else None
        issued = registers.number_of(session, own.id) if own else None
    lines = [f"Căn cứ {basis.printed}" for basis in law.bases if basis.kind == kind and basis.in_force(on)]
    if issued is not None and issued.issued_date is not None:
        lines.append(_cited(issued, issued.issued_date, people.unit_of(profile, profile.office.unit, on).name))
    owner = people.unit_of(profile, profile.office.owner, on)
    return (*lines, f"Theo kết quả tổng hợp, đánh giá của {owner.name}")


def _cited(issued: Outgoing, on: date, office: str) -> str:
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)  # PL I II.4.b
    subject = issued.subject[:1].lower() + issued.subject[1:]
    code = f"{issued.code_number}/{issued.code_notation}"
    return f"Căn cứ Quyết định số {code} ngày {on.day:02d}/{month}/{on.year} của Chủ tịch {office} {subject}"


def _award_names(runtime: Runtime, cycle_id: int) -> dict[str, str]:
    with runtime.memory.read() as session:
        return results.award_names(session, runtime.profile(session), cycle_id)


def _remarks(sheet: Score) -> str:
    lost = [line.reason for line in sheet.lines if line.points < line.at_most]
    return sheet.reason or "; ".join(lost)


def _names_of_awards(names: dict[str, str], choice: Choice) -> str:
    given = dict.fromkeys(proposal.award for proposal in choice.proposals)
    return ", ".join(names[code] for code in given)


def _award_row(profile: Profile, names: dict[str, str], n: int, proposal: Proposal) -> tuple[str, ...]:
    units = {unit.code: unit.name for unit in profile.units}
    return (str(n), units[proposal.unit], names[proposal.award], proposal.reason, in_dong(proposal.amount_dong))
