"""How a document moves along its route: the steps of a round are laid out, opened one by one, and decided."""

from datetime import date

from sqlalchemy.orm import Session

from actions import telling
from actions.runtime import Runtime
from models import cycles, documents, events
from models.events import Who
from models.tables import Cycle, Document, Step
from rules import lifecycle, people, routes
from rules.deadlines import add_working_days, civil_date
from rules.duties import DUTIES, UNBLOCK
from rules.profile import Person, Profile
from rules.refusals import Refusal


def open_cycle(runtime: Runtime, session: Session, year: int) -> Cycle:
    """The open cycle of a year, locked, so that one paper after the other comes in. Refusal: no-open-cycle."""
    cycle = cycles.locked(session, runtime.profile(session).office.unit, year)
    if cycle is None or cycle.state != "open":
        raise Refusal("no-open-cycle", year=year)
    return cycle


def cycle_of(session: Session, document: Document) -> Cycle:
    """The cycle a document belongs to."""
    return session.get_one(Cycle, document.cycle_id)


def act(document: Document, act_name: str) -> None:
    """Move the document by an act of the lifecycle table. Refusal: act-not-allowed."""
    document.state = lifecycle.next_state(document.state, act_name)


def lay_out(session: Session, profile: Profile, document: Document, on: date) -> list[Step]:
    """Write down the steps of the document's present round, each with the people who may do it on that day."""
    issuer = people.unit_of(profile, document.unit, on)
    route = routes.route_for(profile, direction=document.direction, unit=issuer, kind=document.kind)
    steps = [
        Step(
            document_id=document.id,
            round=document.round,
            ordinal=ordinal,
            duty=step.duty,
            unit=routes.place_of(profile, step, issuer.code),
            people=[person.code for person in routes.holders(profile, step=step, issuer=issuer.code, on=on)],
            working_days=step.working_days,
            state="pending",
        )
        for ordinal, step in enumerate(route.steps, start=1)
    ]
    session.add_all(steps)
    session.flush()
    return steps


def open_step(runtime: Runtime, who: Who, step_id: int, flow_run_id: str) -> str:
    """Open a step's form in a Prefect run; answers the suspension key. A form that is opened again gets a new key."""
    with runtime.memory.write() as session:
        step = session.get_one(Step, step_id)
        document = documents.locked(session, step.document_id)
        assert document is not None
        profile = runtime.profile(session, cycle_of(session, document))
        step.openings += 1
        step.people = list(people_now(profile, step, document, civil_date(who.at)))
        if step.state == "pending":
            step.state = "waiting"
            step.opened_at = who.at
            if step.working_days:
                step.due_on = add_working_days(civil_date(who.at), step.working_days, profile.holidays)
        document.flow_run_id = str(flow_run_id)
        facts = {"step": step.id, "duty": step.duty, "people": step.people, "key": step.key}
        facts |= telling.rows("opened", step)
        events.append(session, "opened", who, document_id=document.id, cycle_id=document.cycle_id, **facts)
        return step.key


def people_now(profile: Profile, step: Step, document: Document, on: date) -> tuple[str, ...]:
    """Who may do a step on a day; while nobody holds the role, those to whom it was given last."""
    try:
        return tuple(person.code for person in holders_now(profile, step, document, on))
    except Refusal:
        return tuple(step.people)


def holders_now(profile: Profile, step: Step, document: Document, on: date) -> tuple[Person, ...]:
    """Who holds a step's role on a day, whoever held it when the step was laid out. Refusal: nobody-holds."""
    outside = DUTIES[step.duty].outside
    if outside is not None:
        return people.system_people(profile, outside, on)
    issuer = people.unit_of(profile, document.unit, on)
    route = routes.route_for(profile, direction=document.direction, unit=issuer, kind=document.kind)
    return routes.holders(profile, step=route.steps[step.ordinal - 1], issuer=issuer.code, on=on)


def done_meanwhile(session: Session, document: Document) -> Step | None:
    """The machine's work succeeded after all (another run did it): an obstacle that waits no longer stands. Answers
    its step, where one waited."""
    step = documents.current_step(session, document)
    if step is None or step.duty != UNBLOCK:
        return None
    step.state = "void"
    return step


def note_run(runtime: Runtime, document_id: str, flow_run_id: str) -> None:
    """Remember which Prefect run carries a document."""
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        assert document is not None
        document.flow_run_id = str(flow_run_id)
