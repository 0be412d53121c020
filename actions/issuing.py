"""What the machine did, written down: rendered, signed, numbered, sealed, issued. Each call may come twice.

Effects happen before, in `tasks`; here is the one recording transaction of each. Whoever ordered the work by a
decision (signer, văn thư) stands in the event.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from actions import arriving, comparing, evaluating, renditions, stepping, telling
from actions.runtime import Runtime
from models import cycles, documents, events, registers
from models.events import Who
from models.tables import Decision, Document, Outgoing, Rendition
from rules import access, numbers, people
from rules.deadlines import civil_date
from rules.issuing import work_recorded_as
from rules.kinds import KINDS
from rules.refusals import Refusal


@dataclass(frozen=True)
class Making:
    """What a task needs to know to work on a document: its round, its bytes, and the one who ordered the work."""

    document_id: str
    round: int
    version_sha256: str
    signer: str
    unit: str
    unit_name: str
    person: str
    person_name: str
    capacity: tuple[str, ...]
    code: str | None
    issued_on: date | None
    day: str
    month: str


def making(runtime: Runtime, document_id: str, duty: str | None = None) -> Making:
    """The facts for one effect; `duty` names the decision that orders it (approve_sign, number_seal)."""
    with runtime.memory.read() as session:
        document = session.get_one(Document, document_id)
        profile = runtime.profile(session, stepping.cycle_of(session, document))
        order = _order(session, document, duty) if duty else None
        version = documents.version(session, document.id, document.round)
        on = document.issued_on
        return Making(
            document_id=document.id,
            round=document.round,
            version_sha256=version.sha256,
            signer=str(version.facts.get("signer") or ""),
            unit=document.unit,
            unit_name=people.unit_of(profile, document.unit, civil_date(document.created_at)).name,
            person=order.person if order else "",
            person_name=order.name if order else "",
            capacity=tuple(order.capacity) if order else (),
            code=document.code,
            issued_on=on,
            day=f"{on.day:02d}" if on else "",
            month=f"{on.month:02d}" if on and on.month < 3 else str(on.month) if on else "",
        )


def earlier(runtime: Runtime, document_id: str, stage: str) -> tuple[str, str]:
    """Key and SHA-256 of what an effect builds upon, by the word of history. Refusal: not-as-told."""
    with runtime.memory.read() as session:
        return renditions.proved(session, session.get_one(Document, document_id), stage)


def made(
    runtime: Runtime,
    who: Who,
    document_id: str,
    round_: int,
    stage: str,
    sha256: str,
    pages: int | None = None,
    *,
    line: tuple[str | None, date | None] = (None, None),
) -> None:
    """Record a rendition of a round, and the act it stands for ("signed" → sign, "sealed" → seal). Once.

    `line` (code and date) is what the document had when the work began: what was sealed with a number that văn thư has
    voided meanwhile is no paper of anybody's, also when the new year's number is the same. `pages` of a sealed paper
    go into the register (PageAmount).
    """
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        assert document is not None
        if documents.rendition(session, document_id, round_, stage) is not None:
            return
        if (document.round, document.code, document.issued_on) != (round_, *line):
            return
        unblocked = stepping.done_meanwhile(session, document)
        rendition = Rendition(document_id=document_id, round=round_, stage=stage, sha256=sha256, made_at=who.at)
        session.add(rendition)
        row = registers.number_of(session, document_id)
        if row is not None:
            row.page_amount = pages
        work = work_recorded_as(stage)
        if work.act is not None and work.after_duty is not None:
            stepping.act(document, work.act)
            who = replace(who, person=_order(session, document, work.after_duty).person)
        moved = (document, row) if work.act is not None else ()
        told = telling.rows(stage, rendition, unblocked, *moved)
        key = renditions.rendition_key(document_id, round_, stage, *line)
        facts = {"round": round_, "sha256": sha256, "key": key, **told}
        events.append(session, stage, who, document_id=document_id, cycle_id=document.cycle_id, **facts)


def send_back(runtime: Runtime, who: Who, document_id: str, round_: int, refusal: Refusal) -> None:
    """The machine cannot make a paper of this round's draft: back to the drafter, with the reason and what to do. Once,
    and never a later round's."""
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        assert document is not None
        if (document.state, document.round) != ("in_review", round_):
            return
        stepping.act(document, "return")
        steps = documents.steps(session, document.id, document.round)
        undecided = [step for step in steps if step.state in ("pending", "waiting")]
        for step in undecided:
            step.state = "void"
        facts = {"round": document.round, "refusal": refusal.code, "reason": refusal.text}
        facts |= telling.rows("sent-back", document, *undecided)
        events.append(session, "sent-back", who, document_id=document.id, cycle_id=document.cycle_id, **facts)


def take_number(runtime: Runtime, who: Who, document_id: str) -> str:
    """Take the next number of the issuer's series and today's date (Đ15); answers the code. Once per document."""
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        assert document is not None
        if registers.number_of(session, document_id) is not None:
            assert document.code is not None
            return document.code
        stepping.act(document, "number")
        unblocked = stepping.done_meanwhile(session, document)
        row = _register(runtime, session, who, document)
        session.add(row)
        session.flush()
        document.code = numbers.format_code(row.number, row.code_notation)
        document.issued_on = row.issued_date
        ordered = replace(who, person=_order(session, document, "number_seal").person)
        facts = {**comparing.told_of_number(row), "code": document.code}
        facts |= telling.rows("numbered", document, unblocked, row)
        events.append(session, "numbered", ordered, document_id=document.id, cycle_id=document.cycle_id, **facts)
        return document.code


def void_number(runtime: Runtime, who: Who, document_id: str, reason: str) -> None:
    """Void a number that was taken but not yet sealed: it stays in the register with its reason (Đ15.1).

    Only văn thư of the issuer may; the machine then takes the next number. Refusals: reason-needed,
    no-such-document, not-the-clerk, act-not-allowed.
    """
    if not reason.strip():
        raise Refusal("reason-needed", verb="Hủy số")
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        row = registers.number_of(session, document_id)
        if document is None or row is None:
            raise Refusal("no-such-document", document=document_id)
        profile = runtime.profile(session, stepping.cycle_of(session, document))
        on = civil_date(who.at)
        if not access.may(profile, person=who.person or "", act="void_number", on=on, unit=document.unit):
            raise Refusal("not-the-clerk", unit=people.unit_of(profile, document.unit, on).name)
        stepping.act(document, "void_number")
        row.void_at, row.void_reason = who.at, reason
        document.code, document.issued_on = None, None
        facts = {"number": row.number, "series": row.series, "year": row.year, "reason": reason}
        facts |= telling.rows("number-voided", document, row)
        events.append(session, "number-voided", who, document_id=document.id, cycle_id=document.cycle_id, **facts)


def issue(runtime: Runtime, who: Who, document_id: str) -> None:
    """Dispatch a sealed paper (Đ18). What a unit owes the office arrives there at once; results take effect."""
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        assert document is not None
        if document.state != "sealed":
            return
        cycle = stepping.cycle_of(session, document)
        profile = runtime.profile(session, cycle)
        stepping.act(document, "issue")
        unblocked = stepping.done_meanwhile(session, document)
        row = registers.number_of(session, document.id)
        assert row is not None
        row.dispatched_on = civil_date(who.at)
        recognised = evaluating.take_effect(session, document)
        facts = {"code": document.code, "kind": document.kind, "unit": document.unit}
        facts |= telling.rows("issued", document, unblocked, row, *recognised)
        events.append(session, "issued", who, document_id=document.id, cycle_id=cycle.id, **facts)
        if cycles.obligation(session, cycle.id, document.unit, document.kind) is not None:
            arriving.arrive_from_within(session, profile, cycle, who, document)


def _order(session: Session, document: Document, duty: str) -> Decision:
    """The decision of this round that ordered the work."""
    decided = documents.decisions(session, document.id)
    return next(past for past in decided if (past.round, past.duty, past.verdict) == (document.round, duty, "pass"))


def _register(runtime: Runtime, session: Session, who: Who, document: Document) -> Outgoing:
    """The line of the outgoing register (PL IV.I), its fields after PL VI Phần II.I."""
    cycle = stepping.cycle_of(session, document)
    profile = runtime.profile(session, cycle)
    on, year = civil_date(who.at), numbers.number_year(who.at)
    issuer = people.unit_of(profile, document.unit, on)
    series = numbers.series_for(profile, issuer, document.kind, on)
    before = registers.last_date(session, issuer.code, series.code, year)
    signed = _order(session, document, "approve_sign")
    facts = documents.version(session, document.id, document.round).facts
    return Outgoing(
        issuer=issuer.code,
        series=series.code,
        year=year,
        number=(number := registers.next_outgoing(session, issuer.code, series.code, year)),
        document_id=document.id,
        taken_at=who.at,
        signer=signed.name,
        recipients=list(facts.get("recipients", [])),
        file_copy=str(facts.get("file_copy") or "VT"),
        organ_id=issuer.organ_id,
        file_catalog=cycle.year,
        file_notation=profile.office.file_notation,
        type_name=KINDS[document.kind].title.capitalize(),
        code_number=f"{number:02d}",
        code_notation=numbers.symbol_for(profile, issuer, document.kind, on),
        issued_date=max(on, before or on),  # a clock that was set back dates no number before the one in front of it
        organ_name=issuer.name,
        subject=document.subject,
        position=signed.capacity[-1][:100],
        full_name=signed.name[:50],
        to=[{"OrganId": "", "OrganName": name} for name in facts.get("recipients", [])],
    )
