"""What a reviewer reads through the gate: only what lies before him now."""

import pytest

from tests.web.gate.conftest import ADMINISTRATOR, AUDITOR, HEAD, OTHER_HEAD, RUN, Entrance

NARROWED = [
    "/flow_runs/filter",
    "/flow_runs/count",
    "/flow_runs/paginate",
    "/flow_runs/history",
    "/flow_runs/lateness",
    "/task_runs/filter",
    "/task_runs/count",
    "/task_runs/paginate",
    "/task_runs/history",
]
WIDENINGS = [
    {},
    {"flow_runs": None},
    {"flow_runs": {"operator": "or_", "state": {"type": {"any_": ["PAUSED"]}}}},
    {"flow_runs": {"tags": {"operator": "or_", "any_": ["with:lam-tuan-kiet"]}}},
    {"flow_runs": {"tags": {"all_": [], "is_null_": True}}},
    {"flow_runs": {"tags": {"all_": "with:lam-tuan-kiet"}}},
    {"flow_runs": ["operator"]},
]


@pytest.mark.parametrize("path", NARROWED)
@pytest.mark.parametrize("body", WIDENINGS)
def test_every_list_is_narrowed_to_the_persons_tag(entrance: Entrance, path: str, body: dict[str, object]) -> None:
    entrance.as_(HEAD).post(f"/api{path}", json=body)
    asked = entrance.prefect.calls(path)[0].body["flow_runs"]
    assert f"with:{HEAD}" in asked["tags"]["all_"]
    assert asked["operator"] == "and_", "with 'or' the tag would be one way in among others"
    assert asked["tags"]["operator"] == "and_"


@pytest.mark.parametrize("person", [AUDITOR, ADMINISTRATOR])
def test_auditors_and_administrators_read_every_run(entrance: Entrance, person: str) -> None:
    entrance.as_(person).post("/api/flow_runs/filter", json={"limit": 5})
    assert entrance.prefect.reached[0].body == {"limit": 5}


@pytest.mark.parametrize("below", ["", "/graph-v2", "/input/suspended-1-1-description", "/input/suspended-1-1-schema"])
def test_a_run_is_read_only_by_those_before_whom_it_lies_now(entrance: Entrance, below: str) -> None:
    entrance.tag_run(HEAD)
    assert entrance.as_(HEAD).get(f"/api/flow_runs/{RUN}{below}").status_code == 200
    refused = entrance.as_(OTHER_HEAD).get(f"/api/flow_runs/{RUN}{below}")
    assert refused.status_code == 403
    entrance.tag_run(OTHER_HEAD)
    assert entrance.as_(HEAD).get(f"/api/flow_runs/{RUN}{below}").status_code == 403, "it lies there no more"


def test_a_run_that_is_gone_is_refused_like_one_that_lies_elsewhere(entrance: Entrance) -> None:
    entrance.prefect.answers["GET", f"/api/flow_runs/{RUN}"] = (404, {"detail": "Flow run not found"})
    assert entrance.as_(HEAD).get(f"/api/flow_runs/{RUN}").status_code == 403


def test_logs_are_given_only_for_runs_that_lie_before_the_person(entrance: Entrance) -> None:
    other = "0b6b1d3e-6f6d-4d7e-9a55-6f2a4f5f0002"
    entrance.tag_run(HEAD)
    entrance.tag_run(OTHER_HEAD, run=other)
    browser = entrance.as_(HEAD)
    for ids in ([other], [RUN, other], []):
        assert browser.post("/api/logs/filter", json={"logs": {"flow_run_id": {"any_": ids}}}).json() == []
    for open_question in (
        {},
        {"logs": {"level": {"ge_": 0}}},
        {"logs": {"operator": "or_", "flow_run_id": {"any_": [RUN]}}},
    ):
        assert browser.post("/api/logs/filter", json=open_question).json() == []
    assert entrance.prefect.calls("/logs/filter") == []
    browser.post("/api/logs/filter", json={"logs": {"flow_run_id": {"any_": [RUN]}}})
    assert len(entrance.prefect.calls("/logs/filter")) == 1


def test_events_are_not_given_to_reviewers(entrance: Entrance) -> None:
    answer = entrance.as_(HEAD).post("/api/events/filter", json={"filter": {}})
    assert answer.json() == {"events": [], "total": 0, "next_page": None}
    assert entrance.prefect.reached == []


def test_the_settings_that_people_see_hold_no_path_and_no_key(entrance: Entrance) -> None:
    secret = {"client": {"custom_headers": {"Authorization": "Bearer khoa-cua-tien-trinh"}}, "home": "/var/lib/prefect"}
    ui = {"enabled": True, "serve_base": "/prefect"}
    entrance.prefect.answers["GET", "/api/admin/settings"] = (
        200,
        {**secret, "server": {"ui": ui, "database": {"name": "x"}}},
    )
    for person in (HEAD, ADMINISTRATOR):
        trimmed = {"server": {"ui": ui, "analytics_enabled": False}}
        assert entrance.as_(person).get("/api/admin/settings").json() == trimmed, "Prefect's UI takes silence for yes"


def test_prefects_ui_is_framed_by_nobody_and_reports_to_nobody(entrance: Entrance) -> None:
    headers = entrance.as_(HEAD).get("/prefect/v2/dashboard").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == "'none'", "Resume may not be pressed inside another site's page"
    assert policy["connect-src"] == "'self'"
    assert "https:" not in headers["content-security-policy"]
