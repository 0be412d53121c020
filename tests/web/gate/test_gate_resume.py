"""Resume at the gate: our decision first, then Prefect; whoever may not decide gets the sentence that the UI shows."""

import json
import logging
from collections.abc import Callable

import pytest

from models import events
from rules.refusals import REFUSALS
from tests.web.gate.conftest import (
    ACCEPTED,
    ADMINISTRATOR,
    AUDITOR,
    DRAFTER,
    HEAD,
    ORIGIN,
    OTHER_HEAD,
    RUN,
    Entrance,
)

LIST = b'{"run_input": [1]}'
NUL = b'{"run_input": {"verb": "Tr\\u1ea3 l\\u1ea1i", "reason": "a\\u0000b"}}'
DEEP = b"[" * 100_000
HALF = b'{"run_input": {"verb": "Tr\\u1ea3 l\\u1ea1i", "reason": "a\\ud800b"}}'
Decisions = Callable[[str], list[tuple[str, str]]]
PATH = f"/api/flow_runs/{RUN}/resume"
APPROVE = {"run_input": {"verb": "Duyệt và ký", "reason": ""}}
DEPLOYMENT = "0b6b1d3e-6f6d-4d7e-9a55-6f2a4f5f00aa"


def test_the_decision_is_recorded_under_the_requests_id_which_the_log_names(
    entrance: Entrance, decisions: Decisions, caplog: pytest.LogCaptureFixture
) -> None:
    document_id = entrance.form_before_the_head()
    with caplog.at_level(logging.INFO, "trinhky.access"):
        answer = entrance.as_(HEAD).post(PATH, json=APPROVE)
    assert answer.status_code == 201
    assert decisions(document_id) == [(HEAD, "Duyệt và ký")]
    with entrance.house.runtime.memory.read() as session:
        decided = [event for event in events.of_document(session, document_id) if event.kind == "decided"]
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == "trinhky.access"]
    assert decided[0].request_id == answer.headers["x-request-id"]
    assert [line["request"] for line in lines] == [decided[0].request_id]
    assert (lines[0]["person"], lines[0]["method"], lines[0]["path"], lines[0]["status"]) == (HEAD, "POST", PATH, 201)
    assert "Duyệt" not in caplog.text, "bodies are never logged"


def test_prefect_gets_a_body_that_the_gate_built(entrance: Entrance) -> None:
    entrance.form_before_the_head()
    trick = {"__prefect_kind": "jinja", "template": "{{ flow_run }}"}
    body = {"run_input": {"verb": "Duyệt và ký", "reason": "đủ căn cứ", "more": trick}, "state": {"type": "COMPLETED"}}
    entrance.as_(HEAD).post(PATH, json=body)
    assert entrance.prefect.calls("/resume")[0].body == {"run_input": {"verb": "Duyệt và ký", "reason": "đủ căn cứ"}}


def test_a_template_in_place_of_a_word_never_reaches_prefect_as_one(entrance: Entrance, decisions: Decisions) -> None:
    document_id = entrance.form_before_the_head()
    trick = {"__prefect_kind": "jinja", "template": "Duyệt và ký"}
    assert entrance.as_(HEAD).post(PATH, json={"run_input": {"verb": trick}}).status_code == 422
    assert decisions(document_id) == []
    body = {"run_input": {"verb": "Duyệt và ký", "reason": trick}}
    assert entrance.as_(HEAD).post(PATH, json=body).status_code == 422
    assert (decisions(document_id), entrance.prefect.calls("/resume")) == ([], [])


@pytest.mark.parametrize("person", [OTHER_HEAD, ADMINISTRATOR, AUDITOR])
def test_the_wrong_person_is_told_whose_step_it_is(entrance: Entrance, decisions: Decisions, person: str) -> None:
    document_id = entrance.form_before_the_head()
    answer = entrance.as_(person).post(PATH, json=APPROVE)
    assert answer.status_code == 403
    assert "không được giao bước" in answer.json()["detail"]
    assert "Thực hiện công tác dân vận" not in answer.text, "whoever has no business with the paper learns no subject"
    assert (decisions(document_id), entrance.prefect.calls("/resume")) == ([], [])


def test_the_drafter_cannot_decide_at_all(entrance: Entrance, decisions: Decisions) -> None:
    document_id = entrance.form_before_the_head()
    assert entrance.as_(DRAFTER).post(PATH, json=APPROVE).status_code == 403
    assert decisions(document_id) == []


@pytest.mark.parametrize("body", [None, {}, {"run_input": None}, {"run_input": {}}, {"run_input": {"reason": "vội"}}])
def test_resume_without_a_choice_names_the_choices(
    entrance: Entrance, decisions: Decisions, body: dict[str, object] | None
) -> None:
    document_id = entrance.form_before_the_head()
    answer = entrance.as_(HEAD).post(PATH, json=body)
    assert answer.status_code == REFUSALS["verb-unknown"].status
    assert "Duyệt và ký · Trả lại" in answer.json()["detail"]
    assert (decisions(document_id), entrance.prefect.calls("/resume")) == ([], [])


@pytest.mark.parametrize("body", [b"{", b'"x"', b"\xff\xfe", b'{"run_input": "x"}', LIST, NUL, HALF, DEEP])
def test_a_body_that_is_no_form_is_refused_and_decides_nothing(
    entrance: Entrance, decisions: Decisions, body: bytes
) -> None:
    document_id = entrance.form_before_the_head()
    answer = entrance.as_(HEAD).post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert (decisions(document_id), entrance.prefect.calls("/resume")) == ([], [])


def test_a_return_wants_its_reason(entrance: Entrance, decisions: Decisions) -> None:
    document_id = entrance.form_before_the_head()
    answer = entrance.as_(HEAD).post(PATH, json={"run_input": {"verb": "Trả lại", "reason": "  "}})
    assert answer.status_code == REFUSALS["reason-needed"].status
    assert answer.json()["code"] == "reason-needed"
    assert decisions(document_id) == []


def test_who_presses_again_is_told_that_it_stands(entrance: Entrance, decisions: Decisions) -> None:
    """A double click, or a second try because the first answer was lost."""
    document_id = entrance.form_before_the_head()
    browser = entrance.as_(HEAD)
    assert browser.post(PATH, json=APPROVE).status_code == 201
    answer = browser.post(PATH, json=APPROVE)
    assert (answer.status_code, answer.json()["status"]) == (201, "ACCEPT")
    assert decisions(document_id) == [(HEAD, "Duyệt và ký")]
    assert len(entrance.prefect.calls("/resume")) == 1
    with entrance.house.runtime.memory.read() as session:
        assert events.of_kind(session, "decision-refused") == []


@pytest.mark.parametrize(
    ("person", "run_input"),
    [
        (OTHER_HEAD, APPROVE["run_input"]),
        (HEAD, {"verb": "Trả lại", "reason": "Thiếu căn cứ."}),
        (HEAD, {"verb": "Duyệt và ký", "reason": "và gửi hỏa tốc"}),
    ],
)
def test_who_presses_something_else_is_told_that_it_is_decided(
    entrance: Entrance, decisions: Decisions, person: str, run_input: dict[str, str]
) -> None:
    document_id = entrance.form_before_the_head()
    assert entrance.as_(HEAD).post(PATH, json=APPROVE).status_code == 201
    answer = entrance.as_(person).post(PATH, json={"run_input": run_input})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-decided")
    assert decisions(document_id) == [(HEAD, "Duyệt và ký")]


def test_a_run_that_belongs_to_no_step_is_refused(entrance: Entrance) -> None:
    answer = entrance.as_(HEAD).post(f"/api/flow_runs/{DEPLOYMENT}/resume", json=APPROVE)
    assert answer.status_code == REFUSALS["no-such-run"].status
    assert entrance.prefect.calls("/resume") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_click_on_another_sites_page_decides_nothing(
    entrance: Entrance, decisions: Decisions, headers: dict[str, str]
) -> None:
    document_id = entrance.form_before_the_head()
    assert entrance.as_(HEAD, **headers).post(PATH, json=APPROVE).status_code == 403
    assert decisions(document_id) == []
    assert entrance.as_(HEAD, Origin=ORIGIN).post(PATH, json=APPROVE).status_code == 201


@pytest.mark.parametrize("person", [HEAD, AUDITOR])
def test_only_administrators_start_a_year(entrance: Entrance, person: str) -> None:
    entrance.prefect.answers["GET", f"/api/deployments/{DEPLOYMENT}"] = (200, {"name": "start-cycle"})
    path = f"/api/deployments/{DEPLOYMENT}/create_flow_run"
    assert entrance.as_(person).post(path, json={"parameters": {"year": 2027}}).status_code == 403
    assert entrance.prefect.calls("/create_flow_run") == []


@pytest.mark.parametrize("name", ["approval", "reconcile", "", "start-cycle-2"])
def test_administrators_run_no_other_deployment(entrance: Entrance, name: str) -> None:
    entrance.prefect.answers["GET", f"/api/deployments/{DEPLOYMENT}"] = (200, {"name": name})
    path = f"/api/deployments/{DEPLOYMENT}/create_flow_run"
    assert entrance.as_(ADMINISTRATOR).post(path, json={"parameters": {"year": 2027}}).status_code == 403
    assert entrance.prefect.calls("/create_flow_run") == []


def test_an_administrator_starts_a_year_once(entrance: Entrance) -> None:
    entrance.prefect.answers["GET", f"/api/deployments/{DEPLOYMENT}"] = (200, {"name": "start-cycle"})
    entrance.prefect.answers["POST", f"/api/deployments/{DEPLOYMENT}/create_flow_run"] = (201, ACCEPTED)
    browser = entrance.as_(ADMINISTRATOR)
    path = f"/api/deployments/{DEPLOYMENT}/create_flow_run"
    asked = {"parameters": {"year": 2027, "more": 1}, "tags": ["with:x"], "work_queue_name": "other"}
    assert browser.post(path, json=asked).status_code == 201
    forwarded = entrance.prefect.calls("/create_flow_run")[0].body
    assert set(forwarded) == {"parameters", "idempotency_key"}, "nothing of the browser's body but the year goes on"
    with entrance.house.runtime.memory.read() as session:
        assert [event.person for event in events.of_kind(session, "cycle-started")][-1] == ADMINISTRATOR
