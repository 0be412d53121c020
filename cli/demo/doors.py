"""A person at the doors: the very HTTP calls that a browser makes, and a person's patience: who gets no answer, or is
told that the system is out of order, presses again."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx

PATIENCE_SECONDS = 600.0  # until the scheduled reconcile has looked at everything
PAUSE_SECONDS = 0.5
BROWSERS_WAIT_SECONDS = 300.0  # for an answer, before Firefox tells a person that none came (Chromium waits longer)
DONE_ALREADY = httpx.codes.CONFLICT


@dataclass(frozen=True)
class Answer:
    """What a door said: its status, and the sentence that a person reads; whether it was asked a second time."""

    status: int
    text: str
    again: bool = False

    @property
    def refused(self) -> bool:
        """Whether the door refused. Who asks again and hears that it is done already has not been refused."""
        return self.status >= 400 and not (self.again and self.status == DONE_ALREADY)


class Person:
    """One signed-in person."""

    def __init__(
        self,
        origin: str,
        code: str,
        password: str,
        meanwhile: Callable[[], object] = lambda: None,
        *,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`meanwhile` is called while the person waits to press again, for up to `patience` seconds; 0: never."""
        self.code = code
        self.pressed_again: list[float] = []  # for each call that had to be made again: since when, by the machine
        self._meanwhile, self._patience = meanwhile, patience
        own = {"Origin": origin}
        self._http = httpx.Client(base_url=origin, headers=own, timeout=BROWSERS_WAIT_SECONDS, follow_redirects=False)
        answer, _ = self._ask("POST", "/sign-in", data={"person": code, "password": password})
        if answer.status_code != 303:
            raise RuntimeError(f"{code} could not sign in: {answer.status_code}")

    def hand_in(self, unit: str, kind: str, year: int, filename: str, data: bytes) -> Answer:
        """Send a file on the hand-in page; a taken file leads to its document's page."""
        form = {"unit": unit, "kind": kind, "year": str(year)}
        answer, again = self._ask("POST", "/hand-in", data=form, files={"file": (filename, data)})
        return Answer(answer.status_code, _refusal_of(answer), again)

    def forms(self) -> list[dict[str, Any]]:
        """The suspended runs that lie before this person, as Prefect's dashboard asks for them."""
        wanted = {"flow_runs": {"state": {"type": {"any_": ["PAUSED"]}}}, "limit": 200}
        answer, _ = self._ask("POST", "/api/flow_runs/filter", json=wanted)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()
        return found

    def resume(self, run_id: str, verb: str, reason: str = "") -> Answer:
        """Press Resume with a choice, as the dialog of Prefect's UI does."""
        body = {"run_input": {"verb": verb, "reason": reason}}
        return _answer(*self._ask("POST", f"/api/flow_runs/{run_id}/resume", json=body))

    def start(self, flow: str, **parameters: object) -> Answer:
        """Press Run on a deployment."""
        found, _ = self._ask("GET", f"/api/deployments/name/{flow}/{flow}")
        if found.status_code != 200:
            return _answer(found)
        deployment = found.json()["id"]
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        return _answer(*self._ask("POST", f"/api/deployments/{deployment}/create_flow_run", json=body))

    def page(self, path: str) -> httpx.Response:
        """Open a page."""
        return self._ask("GET", path)[0]

    def _ask(self, method: str, path: str, **what: Any) -> tuple[httpx.Response, bool]:
        """The answer, and whether it took more than one try."""
        began, again = time.monotonic(), False
        while True:
            patient = time.monotonic() - began < self._patience
            try:
                answer = self._http.request(method, path, **what)
                if not (answer.is_server_error and patient):
                    return answer, again
            except httpx.TransportError:
                if not patient:
                    raise
            if not again:
                self.pressed_again.append(time.monotonic())
            again = True
            self._meanwhile()
            time.sleep(PAUSE_SECONDS)


def _answer(response: httpx.Response, again: bool = False) -> Answer:
    try:
        detail = response.json()
    except ValueError:
        return Answer(response.status_code, response.text[:300], again)
    return Answer(response.status_code, str(detail.get("detail", "")) if isinstance(detail, dict) else "", again)


def _refusal_of(response: httpx.Response) -> str:
    found = re.search(r'role="alert">(.*?)</div>', response.text, re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""
