"""Prefect's whole API, operation by operation: each is decided for each kind of person, or refused."""

import re
from functools import cache

import pytest
from prefect.server.api.server import create_app
from starlette.websockets import WebSocketDisconnect

from tests.web.gate.conftest import ADMINISTRATOR, AUDITOR, DRAFTER, HEAD, RUN, Entrance
from web.gate import routes

AUDIENCES = {
    HEAD: {"reviewers"},
    AUDITOR: {"reviewers", "readers"},
    ADMINISTRATOR: {"reviewers", "readers", "administrators"},
    DRAFTER: set[str](),
}
OPEN = {("GET", "/health"), ("GET", "/ready")}
WEBSOCKETS = ("/api/events/in", "/api/events/out", "/api/logs/out", "/api/task_runs/subscriptions/scheduled")


@cache
def operations() -> list[tuple[str, str]]:
    """Every (method, path below /api) that Prefect's server offers."""
    paths = create_app().openapi()["paths"]
    return sorted((method.upper(), path) for path, methods in paths.items() for method in methods)


def concrete(path: str) -> str:
    """A path with its values filled in."""
    return re.sub(r"\{[^}]+\}", RUN, path)


def test_prefects_api_is_seen_whole() -> None:
    assert len(operations()) > 150, "an empty list would make the next tests true of nothing"


def test_no_route_of_ours_is_unknown_to_prefect() -> None:
    known = {(method, concrete(path).rstrip("/")) for method, path in operations()}
    ours = {(route.method, concrete(route.path)) for route in routes.ROUTES}
    assert ours <= known, "a route that Prefect no longer has may hide a renamed one that nobody scopes"


@pytest.mark.parametrize("person", AUDIENCES)
def test_each_operation_is_refused_unless_the_table_grants_it(entrance: Entrance, person: str) -> None:
    browser = entrance.as_(person)
    for method, path in operations():
        found = routes.find(method, concrete(path))
        granted = found is not None and found[0].audience in AUDIENCES[person]
        reached = len(entrance.prefect.reached)
        answer = browser.request(method, f"/api{concrete(path)}", json={} if method != "GET" else None)
        if (method, path) in OPEN:
            assert answer.status_code == 200
        elif not granted:
            assert answer.status_code == 403, f"{method} {path} answered {answer.status_code} to {person}"
            assert len(entrance.prefect.reached) == reached, f"{method} {path} of {person} got through to Prefect"
            assert "không có quyền" in answer.json()["detail"]
            assert "may not" in answer.json()["detail"]


def test_a_stranger_gets_401_from_every_operation_and_nothing_reaches_prefect(entrance: Entrance) -> None:
    stranger = entrance.as_(None)
    for method, path in operations():
        if (method, path) not in OPEN:
            answer = stranger.request(method, f"/api{concrete(path)}")
            assert answer.status_code == 401, f"{method} {path}"
            assert "chưa đăng nhập" in answer.json()["detail"]
    assert entrance.prefect.reached == []


def test_people_write_through_prefect_only_by_resuming_and_by_starting_a_year() -> None:
    reading = (
        "filter",
        "count",
        "paginate",
        "history",
        "lateness",
        "validate",
        "counts",
        "count-deployments",
        "next-runs",
    )
    writes = {
        (route.method, route.path)
        for route in routes.ROUTES
        if route.method != "GET" and not route.path.endswith(reading) and "/count-by/" not in route.path
    }
    assert writes == {("POST", "/flow_runs/{id}/resume"), ("POST", "/deployments/{id}/create_flow_run")}


@pytest.mark.parametrize("path", WEBSOCKETS)
@pytest.mark.parametrize(("person", "code"), [(None, 4401), (HEAD, 4403), (ADMINISTRATOR, 4403)])
def test_websockets_are_closed_to_people(entrance: Entrance, path: str, person: str | None, code: int) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, entrance.as_(person).websocket_connect(path):
        pass
    assert closed.value.code == code
    assert entrance.prefect.websockets == []


def test_websockets_are_open_to_the_worker(entrance: Entrance) -> None:
    with pytest.raises(WebSocketDisconnect), entrance.as_worker().websocket_connect("/api/events/in") as socket:
        socket.receive_text()
    assert entrance.prefect.websockets == ["/api/events/in"]


def test_the_worker_uses_the_whole_api_by_its_key(entrance: Entrance) -> None:
    answer = entrance.as_worker().post(f"/api/flow_runs/{RUN}/set_state", json={"state": {"type": "PENDING"}})
    assert answer.status_code == 200
    assert [call.path for call in entrance.prefect.reached] == [f"/api/flow_runs/{RUN}/set_state"]


@pytest.mark.parametrize("key", ["", "sai", "khoa-cua-tien-trinh ", "khoa-cua-tien-trin", "khóa"])
def test_a_wrong_key_is_a_strangers(entrance: Entrance, key: str) -> None:
    client = entrance.as_(None)
    answer = client.post("/api/flow_runs/filter", json={}, headers={"Authorization": f"Bearer {key}".encode()})
    assert answer.status_code == 401
    assert entrance.prefect.reached == []


@pytest.mark.parametrize(
    "path",
    ["/api//flow_runs/filter", "/api/flow_runs/filter/", "/api/../api/block_documents/filter", "/API/flow_runs/filter"],
)
def test_a_path_written_otherwise_opens_no_other_door(entrance: Entrance, path: str) -> None:
    entrance.as_(HEAD).post(path, json={"flow_runs": {}})
    for call in entrance.prefect.reached:
        assert call.path.rstrip("/") == "/api/flow_runs/filter"
        assert call.body["flow_runs"]["tags"]["all_"] == [f"with:{HEAD}"], (
            "what reaches Prefect is narrowed all the same"
        )


def test_the_ui_asks_strangers_to_sign_in_and_sends_drafters_to_their_pages(entrance: Entrance) -> None:
    stranger = entrance.as_(None).get("/prefect/v2/runs")
    assert stranger.headers["location"].startswith("/sign-in?next=")
    assert entrance.as_(DRAFTER).get("/prefect/v2/runs").headers["location"] == "/"
    assert entrance.prefect.reached == []
    assert entrance.as_(HEAD).get("/prefect/v2/runs").status_code == 200
    assert len(entrance.prefect.reached) == 1


def test_health_is_open_and_everything_else_is_the_pages(entrance: Entrance) -> None:
    stranger = entrance.as_(None)
    assert stranger.get("/health").text == "pages", "there the database is asked"
    assert stranger.get("/anything").text == "pages"
    assert entrance.prefect.reached == []
