"""Prefect's own UI in Chromium, as the people of the office see it through the gate."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
from prefect.server.api.server import create_app
from sqlalchemy.orm import Session

from actions import year
from cli.demo import papers
from models import documents, events
from models.tables import Document
from paper.compose import compose
from rules.deadlines import civil_date
from tests.support.browser import Living, Seat, living
from tests.support.house import PROFILE, House, build_house
from web.gate import routes

MARCH = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
JUSTICE_DRAFTER, JUSTICE_HEAD = "truong-my-duyen", "nguyen-van-thuan"
FINANCE_DRAFTER, FINANCE_HEAD, FINANCE_CLERK = "ho-nhat-minh", "do-thanh-cong", "to-thi-xuan"
COMMUNE_DRAFTER, COMMUNE_CHECKER, SECOND_CHECKER = "nguyen-thi-yen-nhi", "le-quang-vinh", "dinh-thi-hoa"
CULTURE_DRAFTER, OTHER_CHAIR, ADMINISTRATOR = "bui-ngoc-anh", "nguyen-hoang-phuc", "ly-gia-huy"
SECRET = "TRAMCHIM4711"  # a word of letters that no encoding changes
IN_FORCE = 'valid_from: 2022-01-01, authority: "Quyết định phân công ngày 04/01/2022 (mẫu)"'
WEBSOCKETS = ("/api/events/in", "/api/events/out", "/api/logs/out", "/api/task_runs/subscriptions/scheduled")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """A living installation with four plans before their reviewers: of justice (with a subject like no other), of
    finance, of culture (whose drafter also holds the head's role), of a commune (with two form checkers)."""
    place = tmp_path_factory.mktemp("living")
    people = (
        JUSTICE_DRAFTER, JUSTICE_HEAD, FINANCE_DRAFTER, FINANCE_HEAD, FINANCE_CLERK,
        COMMUNE_DRAFTER, COMMUNE_CHECKER, SECOND_CHECKER, CULTURE_DRAFTER, OTHER_CHAIR, ADMINISTRATOR,
    )  # fmt: skip
    house = build_house(place / "var", MARCH, people, profile=_profile(place / "profile"))
    house.hand_in(JUSTICE_DRAFTER, "ptp", "plan", _with_subject(house, "ptp", f"Bảo vệ đàn sếu {SECRET} năm 2026"))
    house.hand_in(FINANCE_DRAFTER, "ptckh", "plan", house.draft("ptckh"))
    house.hand_in(CULTURE_DRAFTER, "pvhtt", "plan", house.draft("pvhtt"))
    house.hand_in(COMMUNE_DRAFTER, "xa-ba-sao", "plan", house.draft("xa-ba-sao"))
    with living(house) as alive:
        for unit in ("ptp", "ptckh", "pvhtt", "xa-ba-sao"):
            alive.eventually(partial(open_form, house, unit), f"the form of {unit}")
        yield alive
    house.runtime.memory.close()


def _profile(place: Path) -> Path:
    """The sample profile, where two people hold the form check of a commune, and a drafter also the head's role."""
    shutil.copytree(PROFILE, place)
    more = (("pvhtt", "head", CULTURE_DRAFTER), ("xa-ba-sao", "form_checker", SECOND_CHECKER))
    with (place / "roles.yaml").open("a", encoding="utf-8") as roles:
        for unit, role, person in more:
            roles.write(f"\n- {{unit: {unit}, role: {role}, person: {person}, {IN_FORCE}}}\n")
    return place


def _with_subject(house: House, unit: str, subject: str) -> bytes:
    with house.runtime.memory.read() as session:
        profile = house.runtime.profile(session)
    on = civil_date(house.runtime.clock.now())
    return compose(replace(papers.paper(profile, unit, "plan", on), subject=subject))


def open_form(house: House, unit: str) -> tuple[str, str, list[str]] | None:
    """Of a unit's plan: its run, the duty that waits, and for whom."""
    with house.runtime.memory.read() as session:
        for step, document in documents.waiting_steps(session):
            if document.unit == unit and document.flow_run_id and _suspended(house, document.flow_run_id, step.key):
                return document.flow_run_id, step.duty, step.people
    return None


def _suspended(house: House, run: str, key: str) -> bool:
    worker = {"Authorization": f"Bearer {house.settings.worker_key}"}
    found = httpx.get(f"{house.origin}/api/flow_runs/{run}", headers=worker, timeout=30)
    return bool(found.json()["state"]["state_details"].get("pause_key") == key)


def decisions(house: House, unit: str) -> list[tuple[str, str]]:
    """Who decided what on a unit's plan."""
    with house.runtime.memory.read() as session:
        document = plan_of(house, session, unit)
        return [(past.person, past.verb) for past in documents.decisions(session, document.id)]


def plan_of(house: House, session: Session, unit: str) -> Document:
    return documents.of_unit(session, year.open_cycle_id(house.runtime, MARCH.year), unit, "plan", "outgoing")[0]


def test_a_reviewer_decides_in_prefects_ui_and_the_next_form_comes_to_the_next_person(office: Living) -> None:
    with office.seat(FINANCE_HEAD) as head:
        head.open_form_from_my_work()
        assert "/prefect/v2/runs/flow-run/" in head.page.url
        shown = head.form.inner_text()
        assert "Kế hoạch năm: Thực hiện công tác dân vận chính quyền năm 2026" in shown
        assert "Duyệt và ký (NĐ 30/2020 Đ11, Đ13), với tư cách TRƯỞNG PHÒNG" in shown
        assert "Sau đó đến Tô Thị Xuân (cấp số và đóng dấu)" in shown

        head.choose("Trả lại")
        head.press_resume()
        assert "Ghi lý do vào ô Lý do rồi bấm lại." in head.toast("thì phải ghi lý do")
        assert decisions(office.house, "ptckh") == []

        head.choose("Duyệt và ký")
        head.press_resume()
        head.form.wait_for(state="hidden")
        assert decisions(office.house, "ptckh") == [(FINANCE_HEAD, "Duyệt và ký")]
        assert head.faults == [], "the gate's headers break nothing in Prefect's pages"
    office.eventually(lambda: _waits_for(office.house, "ptckh", "number_seal"), "the clerk's form")
    with office.seat(FINANCE_CLERK) as clerk:
        clerk.open_form_from_my_work()
        shown = clerk.form.inner_text()
        assert "Cấp số và đóng dấu (NĐ 30/2020 Đ15, Đ32)" in shown
        assert "Đỗ Thành Công: Duyệt và ký" in shown, "each earlier hand, with its words"


def _waits_for(house: House, unit: str, duty: str) -> bool:
    found = open_form(house, unit)
    return found is not None and found[1] == duty


def test_the_wrong_person_reads_the_reason_in_a_vietnamese_toast(office: Living) -> None:
    """He holds the head's role, so the form lies before him; but he drafted the paper, and the house forbids it."""
    with office.seat(CULTURE_DRAFTER) as drafter:
        drafter.open_form_from_my_work()
        drafter.choose("Duyệt và ký")
        drafter.press_resume()
        said = drafter.toast("không được làm bước")
        assert "Bùi Ngọc Ánh" in said
        assert "Quy chế công tác văn thư 03/QĐ-UBND" in said, "the paper that forbids it"
        assert drafter.form.is_visible(), "the form stays, for whoever may"
    assert decisions(office.house, "pvhtt") == []
    with office.house.runtime.memory.read() as session:
        refused = [event for event in events.of_kind(session, "decision-refused") if event.person == CULTURE_DRAFTER]
    assert refused[-1].facts["refusal"] == "house-rule"


def test_of_two_who_hold_a_step_the_second_is_told_in_a_toast(office: Living) -> None:
    with office.seat(COMMUNE_CHECKER) as first, office.seat(SECOND_CHECKER) as second:
        for seat in (first, second):
            seat.open_form_from_my_work()
            seat.choose("Đúng thể thức")
        first.press_resume()
        first.form.wait_for(state="hidden")
        second.press_resume()
        said = second.toast("Bước này đã có người quyết định")
    assert "tải lại trang để xem kết quả" in said
    assert decisions(office.house, "xa-ba-sao") == [(COMMUNE_CHECKER, "Đúng thể thức")]


def test_submitters_and_strangers_get_nothing_of_prefect(office: Living) -> None:
    with office.seat(JUSTICE_DRAFTER) as drafter:
        drafter.open("/prefect/v2/dashboard")
        assert drafter.page.url == office.house.origin + "/"
    with office.seat() as stranger:
        stranger.open("/prefect/v2/dashboard")
        assert stranger.page.url.startswith(f"{office.house.origin}/sign-in?next=")


def test_nothing_that_prefects_pages_ask_for_leaves_the_installation(office: Living) -> None:
    with office.seat(JUSTICE_HEAD) as head:
        for path in ("/prefect/v2/dashboard", "/prefect/v2/runs", "/prefect/v2/settings"):
            head.open(path, whole=True)
        own = (office.house.origin, "data:", "blob:")
        assert [url for url in head.requests if not url.startswith(own)] == []
        assert head.faults == []


def test_another_reviewer_receives_no_byte_of_a_papers_subject(office: Living) -> None:
    house = office.house
    found = open_form(house, "ptp")
    assert found is not None
    with house.runtime.memory.read() as session:
        document_id = plan_of(house, session, "ptp").id
    pages = (
        f"/prefect/v2/runs/flow-run/{found[0]}", "/prefect/v2/dashboard", "/prefect/v2/runs", "/prefect/v2/events",
        "/", f"/archive?q={SECRET[:4]}", f"/documents/{document_id}", f"/documents/{document_id}/pdf",
        f"/documents/{document_id}/versions/1",
    )  # fmt: skip
    forms = run_inputs(house, found[0])
    traces = (SECRET.encode(), f"doc:{document_id}".encode())
    with office.seat(JUSTICE_HEAD) as his:
        his.open_form_from_my_work()
        bodies = his.bodies()
        assert all(trace in bodies for trace in traces), "else a search for them would find nothing anywhere"
        assert SECRET.encode() in raw_calls(house, his, [], forms)
    with office.seat(OTHER_CHAIR) as other:
        for path in (*pages[:-2], pages[0]):
            other.open(path, whole=True)
        assert [other.page.evaluate(LISTEN, path) for path in WEBSOCKETS] == [""] * len(WEBSOCKETS), (
            "no websocket opens"
        )
        calls = operations(found[0])
        received = other.bodies() + raw_calls(house, other, calls, [*pages, *forms])
    assert len(calls) > 150
    assert [trace for trace in traces if trace in received] == []
    assert decisions(house, "ptp") == [], "nor did any of the calls decide anything"


# Listens at a websocket; answers what came, "" when it never opened.
LISTEN = """path => new Promise(done => {
    let got = "";
    const socket = new WebSocket(location.origin.replace("http", "ws") + path, ["prefect"]);
    socket.onopen = () => { got += "opened "; socket.send('{"type": "auth"}'); };
    socket.onmessage = message => { got += message.data; };
    socket.onclose = () => done(got);
    setTimeout(() => done(got + "silent"), 10000);
})"""


def raw_calls(house: House, seat: Seat, calls: list[tuple[str, str]], pages: list[str]) -> bytes:
    """The answers to operations of Prefect's API and to pages, with the cookies of a browser. What a table of the gate
    lets through is asked narrowly and as widely as its filters go."""
    cookies = {cookie["name"]: cookie["value"] for cookie in seat.page.context.cookies()}
    wide = {"flow_runs": {"operator": "or_", "tags": {"operator": "or_", "is_null_": False}}, "limit": 200}
    parts = []
    with httpx.Client(base_url=house.origin, cookies=cookies, timeout=60, headers={"Origin": house.origin}) as http:
        for path in pages:
            parts.append(http.get(path).content)
        for method, path in calls:
            allowed = method == "POST" and routes.find(method, path.removeprefix("/api")) is not None
            for body in ({}, wide) if allowed else ({},):
                parts.append(http.request(method, path, json=None if method == "GET" else body).content)
    return b"\n".join(parts)


def operations(run: str) -> list[tuple[str, str]]:
    """Every operation of Prefect's API, with the run in place of each value."""
    paths = create_app().openapi()["paths"]
    found = [(method.upper(), path) for path, methods in paths.items() for method in methods]
    return [(method, "/api" + re.sub(r"\{[^}]+\}", run, path)) for method, path in found]


def run_inputs(house: House, run: str) -> list[str]:
    """The addresses of a run's form: its schema, its text."""
    worker = {"Authorization": f"Bearer {house.settings.worker_key}"}
    found = httpx.get(f"{house.origin}/api/flow_runs/{run}", headers=worker, timeout=30).json()
    keys = found["state"]["state_details"]["run_input_keyset"]
    return [f"/api/flow_runs/{run}/input/{key}" for key in keys.values()]
