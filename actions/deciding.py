"""Deciding a step: one transaction that checks who, which step, which round, which bytes, and writes it down.

The gate calls `decide` when a person presses Resume; flows trust the table that it writes, never the form.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions import arriving, form, stepping, telling
from actions.runtime import Runtime
from models import cycles, documents, events
from models.events import Who
from models.tables import Decision, Document, Obligation, Step
from paper.read import fold
from rules import capacities, lifecycle, people, separation
from rules.deadlines import civil_date
from rules.duties import DUTIES
from rules.profile import Person, Profile
from rules.refusals import Refusal

SIGNING = "approve_sign"
SEALING = "number_seal"
# What a person would be told who presses once more what he has just decided: he may have seen no answer.
TOLD_AGAIN = ("already-decided", "not-your-step", "verb-unknown")
DECIDED = ("passed", "returned")


@dataclass(frozen=True)
class Choice:
    """What the form sends: the words pressed, and the reason."""

    verb: str
    reason: str | None = None


@dataclass(frozen=True)
class Decided:
    """What was recorded, and for whom the gate now wakes which run. `again`: it already stood."""

    document_id: str
    flow_run_id: str | None
    verdict: str
    state: str
    again: bool = False


def decide(runtime: Runtime, who: Who, choice: Choice, *, flow_run_id: str = "", document_id: str = "") -> Decided:
    """Record a person's decision on the waiting step of a run (or of a document).

    Refusals: no-such-run, already-decided, not-your-step, role-ended, old-round, verb-unknown, reason-needed,
    form-errors-stand, those of capacities and of the separation rules. Nothing is recorded then but an event of the
    refused attempt.
    Whoever presses again what he has decided in this round is told that it stands, and nothing is recorded; whoever
    presses in a form that another has decided meanwhile hears that it is decided, also when the next step is open.
    """
    try:
        with runtime.memory.write() as session:
            document = _document(session, flow_run_id, document_id)
            return _decide(runtime, session, who, choice, document)
    except Refusal as refusal:
        standing = _standing(runtime, who, choice, flow_run_id, document_id) if refusal.code in TOLD_AGAIN else None
        if standing is not None:
            return standing
        if refusal.code in TOLD_AGAIN and _overtaken(runtime, who, choice, refusal, flow_run_id, document_id):
            refusal = Refusal("already-decided")
        _remember_refusal(runtime, who, refusal, flow_run_id, document_id)
        raise refusal from None


def _standing(runtime: Runtime, who: Who, choice: Choice, flow_run_id: str, document_id: str) -> Decided | None:
    """The decision of the present round by this very person, with this verb and this reason; None when none is."""
    with runtime.memory.read() as session:
        document = _document(session, flow_run_id, document_id)
        for past in documents.decisions(session, document.id):
            same = (past.person, past.verb, past.reason or "") == (who.person, choice.verb, choice.reason or "")
            if same and past.round == document.round:
                return Decided(document.id, document.flow_run_id, past.verdict, document.state, again=True)
        return None


def _overtaken(
    runtime: Runtime, who: Who, choice: Choice, refusal: Refusal, flow_run_id: str, document_id: str
) -> bool:
    """Whether this form was his too, and another hand (or his own) has decided it in the present round: the run has
    gone on to a step that may not concern him at all. Prefect's page empties an open form when it sees the run
    running between two steps, so that of such a form no words come."""
    emptied = choice.verb == "" and refusal.code == "not-your-step"
    with runtime.memory.read() as session:
        document = _document(session, flow_run_id, document_id)
        past = [step for step in documents.steps(session, document.id, document.round) if step.state in DECIDED]
        return any(who.person in step.people and (emptied or choice.verb in verbs(step)) for step in past)


def _document(session: Session, flow_run_id: str, document_id: str) -> Document:
    found = documents.by_run(session, flow_run_id) if flow_run_id else None
    document = documents.locked(session, found.id if found else document_id)
    if document is None:
        raise Refusal("no-such-run")
    session.refresh(document)
    return document


@dataclass(frozen=True)
class Ruling:
    """What the rules say of a person at a step: the verdict, the capacity as printed, the house's warnings."""

    verdict: str
    person: Person
    capacity: tuple[str, ...]
    warnings: tuple[str, ...]


def _decide(runtime: Runtime, session: Session, who: Who, choice: Choice, document: Document) -> Decided:
    profile = runtime.profile(session, stepping.cycle_of(session, document))
    step = documents.current_step(session, document)
    if step is None or step.state != "waiting":
        raise Refusal("already-decided")  # without the subject: who asks may have no business with the paper
    entitled = _entitled(session, profile, who, step, document)
    verdict = _verdict(step, choice)
    version = documents.version(session, document.id, document.round)
    overruled = form.overruled(version, step.duty, verdict, choice.reason)
    ruling = _ruled(session, profile, who, step, document, entitled, verdict)
    decision = _record(session, who, choice, step, document, ruling)
    fulfilled = _move(session, profile, who, step, document, ruling.person)
    events.append(
        session,
        "decided",
        who,
        document_id=document.id,
        cycle_id=document.cycle_id,
        step=step.id,
        duty=step.duty,
        round=document.round,
        verb=choice.verb,
        verdict=ruling.verdict,
        reason=choice.reason,
        sha256=decision.sha256,
        name=ruling.person.name,
        capacity=list(ruling.capacity),
        warnings=list(ruling.warnings),
        **({"overruled": list(overruled)} if overruled else {}),
        **_paper(session, step, document),
        **telling.rows("decided", decision, document, step, fulfilled),
    )
    return Decided(document.id, document.flow_run_id, ruling.verdict, document.state)


def _paper(session: Session, step: Step, document: Document) -> dict[str, str]:
    """The PDF that lay before the one who approves and signs: the signature is held against it, and not a row."""
    rendered = documents.rendition(session, document.id, document.round, "rendered")
    return {"paper": rendered.sha256} if step.duty == SIGNING and rendered is not None else {}


def verbs(step: Step) -> tuple[str, ...]:
    """The words this step's form offers. From the second round on they name the round, so that a form left open
    from an earlier round can never decide a later one."""
    suffix = f" (lần trình {step.round})" if step.round > 1 else ""
    return tuple(verb.text + suffix for verb in DUTIES[step.duty].verbs)


def _verdict(step: Step, choice: Choice) -> str:
    offered = dict(zip(verbs(step), DUTIES[step.duty].verbs, strict=True))
    if choice.verb not in offered:
        known = any(choice.verb.split(" (")[0] == verb.text for verb in DUTIES[step.duty].verbs)
        raise Refusal("old-round" if known else "verb-unknown", verb=choice.verb, verbs=" · ".join(offered))
    verdict = offered[choice.verb].verdict
    if verdict == "return" and not (choice.reason or "").strip():
        raise Refusal("reason-needed", verb=choice.verb)
    return verdict


@dataclass(frozen=True)
class Entitled:
    """Somebody who may decide a step today, and what the house's rules say to it."""

    person: Person
    warnings: tuple[str, ...]


def _entitled(session: Session, profile: Profile, who: Who, step: Step, document: Document) -> Entitled:
    """Refuses everybody who may not decide this step today, whatever he pressed."""
    on = civil_date(who.at)
    person = people.person_of(profile, who.person or "", on)
    separation.check_step(profile, duty=step.duty, person=person.code, holders=tuple(step.people))
    if person not in stepping.holders_now(profile, step, document, on):
        raise Refusal("role-ended", person=person.name, duty=DUTIES[step.duty].label, on=f"{on:%d/%m/%Y}")
    earlier = {
        past.duty: past.person
        for past in documents.decisions(session, document.id)
        if past.round == document.round and past.verdict == "pass"
    }
    warnings = separation.check(profile, duty=step.duty, person=person.code, drafter=document.drafter, earlier=earlier)
    if step.duty == SEALING:
        separation.check_seal(profile, person=person.code, issuer=document.unit, on=on)
    return Entitled(person, warnings)


def _ruled(
    session: Session, profile: Profile, who: Who, step: Step, document: Document, entitled: Entitled, verdict: str
) -> Ruling:
    """The capacity in which he decides; who signs must have one, and be the one whom the paper names."""
    person = entitled.person
    if step.duty != SIGNING or verdict != "pass":
        return Ruling(verdict, person, (person.title,), entitled.warnings)
    printed = str(documents.version(session, document.id, document.round).facts.get("signer") or "")
    signer = person.code if fold(printed) == fold(person.name) else printed
    separation.check_signer(profile, approver=person.code, signer=signer)
    capacity = capacities.capacity_for(
        profile, person=person.code, unit=document.unit, kind=document.kind, on=civil_date(who.at)
    )
    return Ruling(verdict, person, capacity.lines, entitled.warnings)


def _record(session: Session, who: Who, choice: Choice, step: Step, document: Document, ruling: "Ruling") -> Decision:
    decision = Decision(
        step_id=step.id,
        document_id=document.id,
        round=document.round,
        duty=step.duty,
        person=ruling.person.code,
        name=ruling.person.name,
        capacity=list(ruling.capacity),
        verb=choice.verb,
        verdict=ruling.verdict,
        reason=choice.reason,
        sha256=documents.version(session, document.id, document.round).sha256,
        warnings=list(ruling.warnings),
        decided_at=who.at,
        request_id=who.request_id or "",
    )
    session.add(decision)
    step.state = "passed" if ruling.verdict == "pass" else "returned"
    session.flush()
    return decision


def _move(
    session: Session, profile: Profile, who: Who, step: Step, document: Document, person: Person
) -> Obligation | None:
    """What the decision does to the document, by the lifecycle table; answers the obligation that it fulfils."""
    act = lifecycle.act_of(step.duty, "pass" if step.state == "passed" else "return")
    if act is None:
        return None
    stepping.act(document, act)
    if act == "register":
        arriving.register(session, profile, document, who, person.name)
    owed = cycles.obligation(session, document.cycle_id, document.unit, document.kind) if act == "accept" else None
    if owed is not None:
        owed.fulfilled_at = who.at
    return owed


def _remember_refusal(runtime: Runtime, who: Who, refusal: Refusal, flow_run_id: str, document_id: str) -> None:
    with runtime.memory.write() as session:
        found = documents.by_run(session, flow_run_id) if flow_run_id else None
        events.append(
            session,
            "decision-refused",
            who,
            document_id=found.id if found else document_id or None,
            refusal=refusal.code,
            text=refusal.text,
        )
