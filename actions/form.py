"""The clerk's findings where people meet a paper: made once, when a draft is handed in, and kept with its version.

They are pure: the same bytes in the same year give the same findings, so that nobody who looks later waits for them,
and a decision finds them in a row, not in the archive. They are advice: nothing is refused for its form at hand-in, and
the form checker may let an error pass with a reason (Đ12.2). Kept in `Version.facts["form"]`:
{"findings": [{"rule", "pattern", "place", "words", "facts"}, …], "counts": {rule: how many places}}.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from actions.language import Sentence, listed
from actions.runtime import Runtime
from models import cycles, documents
from models.events import Who
from models.tables import Cycle, Document, Version
from paper import check
from paper.check import Context, Finding, Place
from paper.compose.wording import issuer_at
from rules import people
from rules.deadlines import civil_date
from rules.profile import Profile
from rules.refusals import Refusal

log = logging.getLogger("trinhky.form")

FORM = "form"  # the key in a version's facts, and the duty of whom the findings concern
PLACES = 12  # of one rule are kept and shown; the rest are counted
SEVERITIES: tuple[check.Severity, ...] = ("error", "warning", "advice")
# Letters and lines of text that are looked at, and letters that are compared with last year's: the time of comparing,
# and of mending a copy, grows faster than the text.
LONGEST, MOST_LINES, LONGEST_COMPARED = 60_000, 1_500, 20_000
LETTERS_OF_A_PAGE = 2_400
NAMED = 3  # errors named in the refusal of a decision
REPORTS = ("report_h1", "report_annual")
OF_THE_OFFICE = ("step", "office")  # grounds of reading a paper that came in
# A paper of a unit is out, or has come in, in these states; one that was sent back is no paper to cite.
STANDING = ("issued", "kept", "received", "registered", "accepted", "supplement_requested")


@dataclass(frozen=True)
class Fault:
    """What one rule says of a paper: the sentences, the places with the words there, and how many more there are."""

    rule: str
    severity: check.Severity
    message: Sentence
    article: Sentence
    remedy: Sentence
    places: tuple[tuple[Sentence, str], ...]
    more: int


@dataclass(frozen=True)
class Form:
    """The findings on one version: the errors, and the rest (warnings first)."""

    errors: tuple[Fault, ...]
    rest: tuple[Fault, ...]

    @property
    def count(self) -> int:
        """In how many places there is an error."""
        return sum(len(fault.places) + fault.more for fault in self.errors)

    @property
    def others(self) -> int:
        """In how many places there is something else."""
        return sum(len(fault.places) + fault.more for fault in self.rest)


def looked_at(
    runtime: Runtime, who: Who, docx: bytes, text: str, *, unit: str, kind: str, year: int
) -> dict[str, Any] | None:
    """The findings on a draft as they are kept with it; None where the draft is too long for the clerk, the year or the
    unit is none, or the clerk himself failed."""
    if len(text) > LONGEST or text.count("\n") >= MOST_LINES:
        return None
    with runtime.memory.read() as session:
        cycle = cycles.by_year(session, runtime.profile(session).office.unit, year)
        if cycle is None:
            return None  # the hand-in says so
        try:
            context = context_of(session, runtime.profile(session, cycle), cycle, unit, kind, civil_date(who.at))
        except Refusal:
            return None  # an unknown unit: the hand-in says that too
    try:
        return _kept(check.check(docx, context))
    except Exception:  # a machine's fault in giving advice must not cost a paper its day of arrival
        log.exception("the form of a %s of %s could not be checked", kind, unit)
        return None


def context_of(session: Session, profile: Profile, cycle: Cycle, unit: str, kind: str, on: date) -> Context:
    """What the cycle knows of a paper handed in on a day. Refusal: unknown-unit."""
    issuer = people.unit_of(profile, unit, on)
    of_office = unit == profile.office.unit
    others = [other.name for other in profile.units if other.owes and other.code != unit and other.in_force(on)]
    return Context(
        kind=kind,
        year=cycle.year,
        issuer=" ".join(issuer.header[issuer_at(issuer.header) :]),
        others=() if of_office else tuple(others),  # the office's own papers say what every unit is to do
        parents=_parents(session, profile, cycle, unit, kind, on),
        last=_last_years(session, profile, cycle, unit, kind),
    )


def of_version(version: Version) -> Form | None:
    """What was found on a version; None when it was not looked at (a PDF, or handed in before there was a clerk)."""
    kept = version.facts.get(FORM)
    if kept is None:
        return None
    faults = tuple(_faults(kept))
    by_severity = {severity: [one for one in faults if one.severity == severity] for severity in SEVERITIES}
    return Form(tuple(by_severity["error"]), (*by_severity["warning"], *by_severity["advice"]))


def shown_to(session: Session, document: Document, ground: str) -> Form | None:
    """What whoever reads a document on a ground sees of its form: of another issuer's paper only the office's people,
    as advice (Đ21.2.b); what the paper was found to be at its issuer came with it."""
    if document.direction == "incoming" and ground not in OF_THE_OFFICE:
        return None
    return of_version(documents.version(session, document.id, document.round))


def overruled(version: Version, duty: str, verdict: str, reason: str | None) -> tuple[str, ...]:
    """The rules whose errors the form checker lets pass with his reason. Refusal: form-errors-stand, without one."""
    form = of_version(version) if (duty, verdict) == (FORM, "pass") else None
    if form is None or not form.errors:
        return ()
    if not (reason or "").strip():
        named = [fault.message for fault in form.errors[:NAMED]]
        raise Refusal("form-errors-stand", count=form.count, errors=listed(named, " "))
    return tuple(dict.fromkeys(fault.rule for fault in form.errors))


def plan_to_cite(session: Session, profile: Profile, cycle: Cycle, unit: str, kind: str, on: date) -> Document | None:
    """The plan of the year that a paper written on a day must cite: a unit's plan the office's, a report its unit's.
    The newest that was out by then; None while none was."""
    of_office = unit == profile.office.unit
    if kind not in REPORTS and (kind != "plan" or of_office):
        return None
    plans = _standing(session, cycle, unit if kind in REPORTS else profile.office.unit, "plan")
    return next((plan for plan in plans if plan.code and plan.issued_on and plan.issued_on <= on), None)


def _parents(session: Session, profile: Profile, cycle: Cycle, unit: str, kind: str, on: date) -> tuple[str, ...]:
    """The symbols that a paper must cite; a unit's plan also what the office names."""
    named = profile.office.parents if kind == "plan" and unit != profile.office.unit else ()
    plan = plan_to_cite(session, profile, cycle, unit, kind, on)
    return (*named, str(plan.code)) if plan else named


def _standing(session: Session, cycle: Cycle, unit: str, kind: str) -> Iterator[Document]:
    """A unit's issued papers of a kind, newest first: those issued here, then those that came in already issued."""
    for direction in ("outgoing", "incoming"):
        found = documents.of_unit(session, cycle.id, unit, kind, direction)
        yield from (document for document in found if document.state in STANDING)


def _last_years(session: Session, profile: Profile, cycle: Cycle, unit: str, kind: str) -> str:
    before = cycles.by_year(session, profile.office.unit, cycle.year - 1)
    paper = next(_standing(session, before, unit, kind), None) if before else None
    if paper is None:
        return ""
    text = str(documents.version(session, paper.id, paper.round).facts.get("text", ""))
    return _body(text, paper.subject) if len(text) <= LONGEST_COMPARED else ""


def _body(text: str, subject: str) -> str:
    """A paper's text without its head and foot, which are the same every year."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = [at for at, line in enumerate(lines) if subject.endswith(line)]
    foot = [at for at, line in enumerate(lines) if line.startswith("Nơi nhận")]
    return "\n".join(lines[head[0] + 1 if head else 0 : foot[-1] if foot else None])


def _kept(findings: tuple[Finding, ...]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    rows = []
    for found in findings:
        counts[found.rule] = counts.get(found.rule, 0) + 1
        if counts[found.rule] <= PLACES:
            place = {"pattern": found.where.pattern, "place": found.where.facts}
            rows.append({"rule": found.rule, **place, "words": found.words, "facts": found.facts})
    return {"findings": rows, "counts": counts}


def _faults(kept: dict[str, Any]) -> Iterator[Fault]:
    """One fault for each rule, sentence and remedy, in the order of the paper; a rule that is no more says nothing."""
    from paper.check.rules import RULES

    found = (
        Finding(row["rule"], Place(row["pattern"], row["place"]), row["words"], row["facts"])
        for row in kept["findings"]
        if row["rule"] in RULES
    )
    told: set[str] = set()
    for here in check.alike(found):
        rule = here[0].rule
        more = max(0, kept["counts"][rule] - PLACES) if rule not in told else 0
        told.add(rule)
        yield _fault(here, more)


def _fault(found: list[Finding], more: int) -> Fault:
    first = found[0]
    return Fault(
        rule=first.rule,
        severity=first.severity,
        message=Sentence(first.row.says, **first.facts),
        article=first.article,
        remedy=Sentence(first.row.remedy, **first.facts),
        places=tuple((Sentence(one.where.pattern, **one.where.facts), one.words) for one in found),
        more=more,
    )
