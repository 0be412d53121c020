"""People at work: papers arrive at the office, and each form that opens is decided at once, by several hands."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from benchmarks.office import DECIDED, GIVE_UP_SECONDS, Form, Office
from cli.demo.doors import Answer

HANDS = 4
IN_MOTION = 16
LOOK_SECONDS = 0.03
DECISIONS_A_PAPER = 2  # receive, examine
SLOWEST_DECISION_SECONDS = 2.0  # a machine may be as slow as this for the whole shift


@dataclass
class Shift:
    """What a shift saw: when it began, seconds from a click to its answer and to the paper's next form."""

    office: Office
    decided: int = 0
    seconds: float = 0.0
    to_answer: list[float] = field(default_factory=list)
    to_form: list[float] = field(default_factory=list)
    _pressed: dict[str, tuple[str, float]] = field(default_factory=dict)  # by paper: the last form's key, and when

    def work(self, decisions: int, after_each: Callable[[int], None] = lambda _: None) -> None:
        """Decide so many forms (an even number), with a few papers in motion; ends when the last run has ended.

        `after_each` is told the number of decisions so far. RuntimeError when somebody is refused.
        """
        papers = decisions // DECISIONS_A_PAPER
        ready, since = self.office.lay_ready(papers), datetime.now(UTC)
        of_others = {form.paper for form in self.office.forms()}
        began, ended = time.monotonic(), 0
        answers: list[Future[Answer]] = []
        with ThreadPoolExecutor(HANDS) as hands:

            def look() -> bool:
                nonlocal ended
                ended = self.office.prefect.completed(since)
                in_motion = papers - len(ready) - ended
                if in_motion < IN_MOTION and ready:
                    self.office.arrive([ready.pop() for _ in range(min(len(ready), IN_MOTION - in_motion))])
                for form in self.office.forms():
                    if form.paper not in of_others:
                        self._note(form, answers, hands)
                for answer in [answer for answer in answers if answer.done()]:
                    answers.remove(answer)
                    self._count(answer.result())
                    after_each(self.decided)
                return ended >= papers and not answers

            patience = GIVE_UP_SECONDS + decisions * SLOWEST_DECISION_SECONDS
            self.office.wait(f"{decisions} decisions are made", look, LOOK_SECONDS, patience)
        self.seconds = time.monotonic() - began

    def _note(self, form: Form, answers: list[Future[Answer]], hands: ThreadPoolExecutor) -> None:
        """A form that is open: new to us, or the one that we have pressed already."""
        key, at = self._pressed.get(form.paper, ("", 0.0))
        if key == form.key:
            return
        if key:
            self.to_form.append(time.monotonic() - at)
        self._pressed[form.paper] = (form.key, time.monotonic())
        answers.append(hands.submit(self._press, form))

    def _press(self, form: Form) -> Answer:
        began = time.monotonic()
        self._pressed[form.paper] = (form.key, began)
        answer = self.office.press(form)
        self.to_answer.append(time.monotonic() - began)
        return answer

    def _count(self, answer: Answer) -> None:
        if answer.status != DECIDED:
            raise RuntimeError(f"a decision was answered {answer.status}: {answer.text}")
        self.decided += 1
