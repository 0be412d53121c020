"""The gate before a Prefect that is slow, broken or gone: what a person did stands, what he asks is answered."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.types import Message, Send

from actions import accounts, deciding
from models import events
from tests.web.gate.conftest import ACCEPTED, ADMINISTRATOR, AUDITOR, HEAD, ORIGIN, RUN, Entrance
from tests.web.gate.misbehaving import ANOTHER_ANSWER, NO_ANSWER, NO_WAKING, hangs, says
from web.gate import api

Decisions = Callable[[str], list[tuple[str, str]]]
PATH = f"/api/flow_runs/{RUN}/resume"
APPROVE = {"run_input": {"verb": "Duyệt và ký", "reason": ""}}
DEPLOYMENT = "0b6b1d3e-6f6d-4d7e-9a55-6f2a4f5f00aa"
START = f"/api/deployments/{DEPLOYMENT}/create_flow_run"


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PATIENCE", {"read": 0.2, "wake": 0.05, "behind": 30.0})


def in_two_languages(answer: httpx.Response) -> bool:
    """Whether the UI's toast can be read by everybody."""
    vietnamese, _, english = answer.json()["detail"].partition(" / ")
    return bool(vietnamese and english)


@pytest.mark.parametrize("trouble", NO_WAKING)
def test_a_decision_stands_whatever_prefect_does(entrance: Entrance, decisions: Decisions, trouble: str) -> None:
    document_id = entrance.form_before_the_head()
    entrance.prefect.wild["/resume"] = NO_WAKING[trouble]
    browser = entrance.as_(HEAD)
    for _ in ("a click", "a click again"):
        answer = browser.post(PATH, json=APPROVE)
        assert (answer.status_code, answer.json()["status"]) == (201, "ACCEPT")
    assert decisions(document_id) == [(HEAD, "Duyệt và ký")]
    assert len(entrance.prefect.calls("/resume")) == 1, "the outbox does the rest"


@pytest.mark.parametrize("trouble", ["hangs", *NO_ANSWER, *ANOTHER_ANSWER])
def test_a_year_is_started_whatever_prefect_does(entrance: Entrance, trouble: str) -> None:
    entrance.prefect.answers["GET", f"/api/deployments/{DEPLOYMENT}"] = (200, {"name": "start-cycle"})
    entrance.prefect.wild["/create_flow_run"] = NO_WAKING[trouble]
    browser = entrance.as_(ADMINISTRATOR)
    for _ in ("a click", "a click again"):
        answer = browser.post(START, json={"parameters": {"year": 2027}})
        assert (answer.status_code, answer.json()["state"]["type"]) == (201, "SCHEDULED")
        assert "Đã ghi nhận" in answer.json()["name"]
    keys = {call.body["idempotency_key"] for call in entrance.prefect.calls("/create_flow_run")}
    assert len(keys) == 1, "however often it is asked for, the run is made once"
    with entrance.house.runtime.memory.read() as session:
        assert [event.facts["year"] for event in events.of_kind(session, "cycle-started")].count(2027) == 1


@pytest.mark.parametrize("person", [HEAD, AUDITOR])
def test_a_question_to_a_broken_prefect_is_answered_plainly(entrance: Entrance, person: str) -> None:
    browser = entrance.as_(person)
    for ask, path in ((browser.post, "/api/flow_runs/filter"), (browser.get, f"/api/flow_runs/{RUN}")):
        for trouble, act in NO_ANSWER.items():
            entrance.prefect.wild[path] = act
            answer = ask(path)
            assert (answer.status_code, in_two_languages(answer)) == (503, True), (path, trouble)


@pytest.mark.parametrize("call", [("POST", "/api/flow_runs/filter"), ("GET", f"/api/flow_runs/{RUN}")])
def test_a_question_to_a_hanging_prefect_is_answered(entrance: Entrance, call: tuple[str, str]) -> None:
    method, path = call
    entrance.prefect.wild[path] = hangs
    answer = entrance.as_(HEAD).request(method, path, json={} if method == "POST" else None)
    assert (answer.status_code, in_two_languages(answer)) == (504, True)


def test_a_year_is_not_started_while_prefect_cannot_say_what_was_pressed(entrance: Entrance) -> None:
    entrance.prefect.wild[f"/deployments/{DEPLOYMENT}"] = says(503, {})
    answer = entrance.as_(ADMINISTRATOR).post(START, json={"parameters": {"year": 2027}})
    assert (answer.status_code, in_two_languages(answer)) == (503, True)
    with entrance.house.runtime.memory.read() as session:
        assert 2027 not in [event.facts["year"] for event in events.of_kind(session, "cycle-started")]


@pytest.mark.parametrize("behind", [30.0, 0.05])
def test_the_waking_goes_on_behind_the_answer_but_not_for_ever(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch, behind: float
) -> None:
    monkeypatch.setitem(api.PATIENCE, "behind", behind)
    entrance.form_before_the_head()
    told, ended = asyncio.Event(), asyncio.Event()
    how: list[str] = []

    async def slowly(send: Send) -> None:
        try:
            await told.wait()
            await says(201, ACCEPTED)(send)
            how.append("woken")
        except asyncio.CancelledError:
            how.append("given up")
            raise
        finally:
            ended.set()

    entrance.prefect.wild["/resume"] = slowly

    async def click() -> int:
        cookies = {"trinhky_session": entrance.house.session_of(HEAD)}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(entrance.gate), base_url=ORIGIN, cookies=cookies
        ) as browser:
            answer = await browser.post(PATH, json=APPROVE)
        if behind > 1:
            told.set()
        await asyncio.wait_for(ended.wait(), 120)
        return answer.status_code

    assert asyncio.run(click()) == 201
    assert how == ["woken" if behind > 1 else "given up"]


def test_a_request_that_breaks_off_decides_nothing(entrance: Entrance, decisions: Decisions) -> None:
    """Though what has arrived could be read."""
    document_id = entrance.form_before_the_head()
    cookie = f"trinhky_session={entrance.house.session_of(HEAD)}".encode()
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": PATH, "headers": [(b"cookie", cookie)]}
    body = '{"run_input": {"verb": "Duyệt và ký"}}'.encode()
    parts: list[Message] = [
        {"type": "http.request", "body": body, "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return parts.pop(0)

    async def send(message: Message) -> None:
        pass

    asyncio.run(entrance.gate(scope, receive, send))
    assert parts == []
    assert decisions(document_id) == []


def test_a_strangers_body_is_not_read_where_he_may_ask_for_health(entrance: Entrance) -> None:
    assert entrance.as_(None).request("GET", "/api/health", content=b'"x"' * 1000).status_code == 200
    assert [call.body for call in entrance.prefect.calls("/api/health")] == [None]


@pytest.mark.parametrize("room", [accounts, deciding])
def test_a_database_that_is_away_is_told_plainly(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch, room: object
) -> None:
    entrance.form_before_the_head()

    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("server closed the connection"))

    browser = entrance.as_(HEAD)
    monkeypatch.setattr(room, "signed_in" if room is accounts else "decide", away)
    answer = browser.post(PATH, json=APPROVE)
    assert (answer.status_code, in_two_languages(answer)) == (503, True)
    assert entrance.prefect.calls("/resume") == []
