"""Living the year: moving the date, sending papers through the page, deciding forms through Prefect's own door."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from actions import witnessing
from actions.runtime import Runtime
from cli.demo import papers
from cli.demo.doors import PATIENCE_SECONDS, Answer, Person
from cli.demo.story import MISHAPS, NUMBERS_ELSEWHERE, Mishap, Scene, Sending
from models import cycles, documents
from models.tables import Document, Step
from paper import pdf, sign
from rules import lifecycle, people
from rules.deadlines import civil_date
from rules.duties import DUTIES
from rules.kinds import KINDS
from rules.sentences import Sentence, listed

PAUSE_SECONDS = 0.15
PLAIN_TEXT = "Kế hoạch năm (tệp văn bản thường, đổi đuôi thành .docx)".encode()
FILE_NAMES = {"plan": "ke-hoach", "report_h1": "bao-cao-6-thang", "report_annual": "bao-cao-nam"}

Tell = Callable[[Sentence], None]


@dataclass
class Tally:
    """What the doors said: counted for the end of the demonstration."""

    submitted: int = 0
    returned: int = 0
    refused: int = 0
    decisions: int = 0
    refusals: list[Sentence] = field(default_factory=list)

    def note(self, who: str, what: str, answer: Answer) -> None:
        """Count a refusal and keep its sentence."""
        self.refused += 1
        self.refusals.append(listed([listed([who, what], " · "), answer.text], ": "))


class Year:
    """The people of the office at the doors of one running installation."""

    def __init__(self, runtime: Runtime, password: str, tell: Tell, tend: Callable[[], None]) -> None:
        self.runtime = runtime
        with runtime.memory.read() as session:
            self.profile = runtime.profile(session)
        self.tally = Tally()
        self._password = password
        self._tell = tell
        self._tend = tend
        self._people: dict[str, Person] = {}
        self._names = {person.code: person.name for person in self.profile.people}
        self._units = {unit.code: unit.name for unit in self.profile.units}
        self._mishaps = list(MISHAPS)

    @property
    def today(self) -> date:
        """The simulated date."""
        return civil_date(self.runtime.clock.now())

    @property
    def _day(self) -> str:
        return f"{self.today:%d/%m/%Y}"

    @property
    def pressed_again(self) -> list[float]:
        """When each call that people had to make again first failed, by the machine's clock."""
        return [at for person in self._people.values() for at in person.pressed_again]

    @property
    def auditor(self) -> str:
        """The auditor's code."""
        return self._system("auditor")

    def start_cycle(self, year: int) -> None:
        """The administrator starts the year in Prefect; somebody else tries first."""
        outsider = self._holder("pnv", "head")
        refused = self.person(outsider).start("start-cycle", year=year)
        self.tally.note(self._names[outsider], Sentence("mở năm {year}", year=year), refused)
        answer = self.person(self._system("administrator")).start("start-cycle", year=year)
        if answer.refused:
            raise RuntimeError(answer.text)
        who = self._names[self._system("administrator")]
        self._tell(Sentence("{day} · {who} mở năm công tác {year}", day=self._day, who=who, year=year))

    def close_cycle(self, year: int) -> None:
        """The administrator closes the year on the morning after; its last witness has seen all of it."""
        self.runtime.clock.set(self.runtime.clock.now() + timedelta(days=1))
        answer = self.person(self._system("administrator")).start("close-cycle", year=year)
        if answer.refused:
            raise RuntimeError(answer.text)
        self._tell(Sentence("{day} · Đóng năm công tác {year}", day=self._day, year=year))
        self.witness()

    def wait_for_results(self, cycle_id: int) -> None:
        """The evaluation and commendation flows run by themselves; people decide what they lay before them."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not self._recognised(cycle_id):
            self.settle()
            if time.monotonic() > give_up:
                raise TimeoutError("no commendation decision came")

    def audit(self) -> tuple[int, int]:
        """The auditor searches the archive's page and downloads the first record; answers found and downloaded."""
        auditor = self.person(self.auditor)
        page = auditor.page("/archive?q=ke+hoach&year=" + str(self.today.year))
        links = sorted(set(re.findall(r"/records/[0-9a-f-]{36}/pdf", page.text)))
        downloaded = [auditor.page(link).status_code for link in links[:3]]
        return len(links), downloaded.count(200)

    def _recognised(self, cycle_id: int) -> bool:
        with self.runtime.memory.read() as session:
            granted = cycles.awards(session, cycle_id)
            return bool(granted) and all(row.document_id for row in granted)

    def _system(self, system: str) -> str:
        return next(person.code for person in self.profile.people if person.system == system)

    def person(self, code: str) -> Person:
        """A person, signed in."""
        if code not in self._people:
            self._people[code] = Person(self.runtime.settings.origin, code, self._password, self._tend)
        return self._people[code]

    def live(self, scene: Scene, at: datetime) -> None:
        """One scene: the day begins, papers go in, everybody works until nothing waits."""
        self.runtime.clock.set(at)
        self._tell(listed([f"\n{self._day}", scene.title], " · "))
        for sending in scene.sendings:
            self._send(sending)
        self.settle()
        self.witness()

    def witness(self) -> None:
        """The day's witness: a demonstration lives faster than the flow that writes it at 17:30 of each real day."""
        witnessing.write(self.runtime, self.runtime.who(None))

    def settle(self) -> None:
        """Work until no document waits for anybody; raises TimeoutError when nothing moves for minutes."""
        quiet_since = None
        moved_at = time.monotonic()
        while quiet_since is None or time.monotonic() - quiet_since < 1.0:
            self._tend()
            waiting = self._waiting()
            for step, document in waiting:
                if self._act(step, document):
                    moved_at = time.monotonic()
            busy = waiting or self._living()
            quiet_since = None if busy else quiet_since or time.monotonic()
            if time.monotonic() - moved_at > PATIENCE_SECONDS:
                raise TimeoutError("; ".join(self._living()) or "nothing moves")
            time.sleep(PAUSE_SECONDS)

    def _send(self, sending: Sending) -> None:
        drafter = self._holder(sending.unit, "drafter")
        year = self.today.year
        name, data = self._file(sending)
        answer = self.person(drafter).hand_in(sending.unit, sending.kind, year, name, data)
        self.tally.submitted += 1
        who, what = self._names[drafter], Sentence("gửi {file} cho {unit}", file=name, unit=self._units[sending.unit])
        if answer.refused:
            self.tally.note(who, what, answer)
            self._tell(listed([listed([f"  ✗ {who}", what], " "), answer.text], ": "))
        else:
            self._tell(listed([f"  → {who}", what], " "))

    def _file(self, sending: Sending) -> tuple[str, bytes]:
        on = self.today
        name = f"{FILE_NAMES[sending.kind]}-{sending.unit}-{on.year}"
        if sending.trick == "not-a-docx":
            return f"{name}.docx", PLAIN_TEXT
        # One unit forgets its parents, so that a citation is missing somewhere in the year.
        plan, citing = self._plan(sending.unit, sending.kind), sending.unit != "pvhtt"
        draft = papers.draft(self.profile, sending.unit, sending.kind, on, cite_parents=citing, plan=plan)
        if sending.trick == "signed":
            return f"{name}.pdf", self._signed_elsewhere(sending, draft)
        return f"{name}.docx", draft

    def _plan(self, unit: str, kind: str) -> str:
        """The plan of the year that a paper follows, as its drafter cites it; "" while there is none."""
        with self.runtime.memory.read() as session:
            return papers.plan_cited(session, self.profile, unit, kind, self.today)

    def _signed_elsewhere(self, sending: Sending, draft: bytes) -> bytes:
        """The unit used another system: the paper arrives with number, date, and both signatures."""
        on = self.today
        written = papers.paper(self.profile, sending.unit, sending.kind, on)
        unit = people.unit_of(self.profile, sending.unit, on)
        signer = next(person for person in self.profile.people if person.name == written.signer_name)
        ca = self.runtime.authority
        prepared = sign.prepare(pdf.render(draft), signer=signer.name)
        signed = sign.sign_person(
            prepared, ca.person(signer.code, signer.name, unit.name), capacity=" – ".join(written.signature_lines)
        )
        stamped = sign.stamp_number(
            signed, number=NUMBERS_ELSEWHERE[sending.kind], day=f"{on.day:02d}", month=str(on.month)
        )
        return sign.seal(stamped, ca.office(unit.code, unit.name))

    def _waiting(self) -> list[tuple[Step, Document]]:
        with self.runtime.memory.read() as session:
            return list(documents.waiting_steps(session))

    def _living(self) -> list[str]:
        at_rest = ("kept", "accepted", "supplement_requested", "refused", "withdrawn")
        with self.runtime.memory.read() as session:
            states = [state for state in lifecycle.LABELS if state not in at_rest]
            return [f"{d.subject}: {lifecycle.label_of(d.state)}" for d in documents.in_states(session, states)]

    def _act(self, step: Step, document: Document) -> bool:
        """Whoever holds the step opens Prefect's list of forms, finds this one, and presses Resume."""
        code = step.people[0]
        form = next((run for run in self.person(code).forms() if f"doc:{document.id}" in run["tags"]), None)
        if form is None or form["state"]["state_details"].get("pause_key") != step.key:
            return False
        mishap = self._mishap(step, document)
        if mishap is not None and mishap.act == "wrong-person":
            self._try_as_another(step, document, form["id"])
        verb, reason = self._choice(step, mishap)
        answer = self.person(code).resume(form["id"], verb, reason)
        if answer.refused:
            self.tally.note(self._names[code], verb, answer)
            return False
        self.tally.decisions += 1
        why = f" ({reason})" if reason else ""
        what = listed([verb, KINDS[document.kind].label, self._units[document.unit] + why], " · ")
        self._tell(listed([f"  ✓ {self._names[code]}", what], ": "))
        if mishap is not None and mishap.act == "return":
            self.tally.returned += 1
            self._mend(document)
        return True

    def _mishap(self, step: Step, document: Document) -> Mishap | None:
        """The mishap planned for this form, once."""
        for mishap in self._mishaps:
            if (mishap.unit, mishap.kind, mishap.duty) == (document.unit, document.kind, step.duty):
                self._mishaps.remove(mishap)
                return mishap
        return None

    def _choice(self, step: Step, mishap: Mishap | None) -> tuple[str, str]:
        verdict = "return" if mishap is not None and mishap.act == "return" else "pass"
        verb = next(verb.text for verb in DUTIES[step.duty].verbs if verb.verdict == verdict)
        if step.round > 1:
            verb = Sentence("{verb} (lần trình {round})", verb=verb, round=step.round)
        return verb, mishap.reason if mishap else ""

    def _try_as_another(self, step: Step, document: Document, run_id: str) -> None:
        """A reviewer of another unit presses Resume on a form that is not his."""
        other = self._holder("xa-my-tho", "chair")
        verb = DUTIES[step.duty].verbs[0].text
        answer = self.person(other).resume(run_id, verb)
        who, unit = self._names[other], self._units[document.unit]
        self.tally.note(who, Sentence("{verb}, văn bản của {unit}", verb=verb, unit=unit), answer)
        self._tell(Sentence("  ✗ {who} bấm {verb}: {said}", who=who, verb=verb, said=answer.text))

    def _mend(self, document: Document) -> None:
        """The drafter mends the returned draft and sends it again."""
        on = self.today
        drafter = self._holder(document.unit, "drafter")
        plan = self._plan(document.unit, document.kind)
        mended = papers.draft(self.profile, document.unit, document.kind, on, deadlines=True, plan=plan)
        name = f"{FILE_NAMES[document.kind]}-{document.unit}-{on.year}-sua.docx"
        answer = self.person(drafter).hand_in(document.unit, document.kind, on.year, name, mended)
        self.tally.submitted += 1
        who = self._names[drafter]
        self._tell(Sentence("  → {who} gửi bản sửa {file} {said}", who=who, file=name, said=answer.text))

    def _holder(self, unit: str, role: str) -> str:
        on = self.today
        return people.people_with(self.profile, unit=unit, role=role, on=on)[0].code
