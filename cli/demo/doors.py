"""A person at the doors: the very HTTP calls that a browser makes."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx


@dataclass(frozen=True)
class Answer:
    """What a door said: its status, and the sentence that a person reads."""

    status: int
    text: str

    @property
    def refused(self) -> bool:
        """Whether the door refused."""
        return self.status >= 400


class Person:
    """One signed-in person."""

    def __init__(self, origin: str, code: str, password: str) -> None:
        self.code = code
        self._http = httpx.Client(base_url=origin, headers={"Origin": origin}, timeout=60, follow_redirects=False)
        answer = self._http.post("/sign-in", data={"person": code, "password": password})
        if answer.status_code != 303:
            raise RuntimeError(f"{code} could not sign in: {answer.status_code}")

    def hand_in(self, unit: str, kind: str, year: int, filename: str, data: bytes) -> Answer:
        """Send a file on the hand-in page; a taken file leads to its document's page."""
        form = {"unit": unit, "kind": kind, "year": str(year)}
        answer = self._http.post("/hand-in", data=form, files={"file": (filename, data)})
        return Answer(answer.status_code, _refusal_of(answer))

    def forms(self) -> list[dict[str, Any]]:
        """The suspended runs that lie before this person, as Prefect's dashboard asks for them."""
        wanted = {"flow_runs": {"state": {"type": {"any_": ["PAUSED"]}}}, "limit": 200}
        answer = self._http.post("/api/flow_runs/filter", json=wanted)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()
        return found

    def resume(self, run_id: str, verb: str, reason: str = "") -> Answer:
        """Press Resume with a choice, as the dialog of Prefect's UI does."""
        body = {"run_input": {"verb": verb, "reason": reason}}
        return _answer(self._http.post(f"/api/flow_runs/{run_id}/resume", json=body))

    def start(self, flow: str, **parameters: object) -> Answer:
        """Press Run on a deployment."""
        found = self._http.get(f"/api/deployments/name/{flow}/{flow}")
        if found.status_code != 200:
            return _answer(found)
        deployment = found.json()["id"]
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        return _answer(self._http.post(f"/api/deployments/{deployment}/create_flow_run", json=body))

    def page(self, path: str) -> httpx.Response:
        """Open a page."""
        return self._http.get(path)


def _answer(response: httpx.Response) -> Answer:
    try:
        detail = response.json()
    except ValueError:
        return Answer(response.status_code, response.text[:300])
    return Answer(response.status_code, str(detail.get("detail", "")) if isinstance(detail, dict) else "")


def _refusal_of(response: httpx.Response) -> str:
    found = re.search(r'role="alert">(.*?)</div>', response.text, re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""
