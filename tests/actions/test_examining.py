"""The doctor names what is wrong, where and when, and says what to do."""

import fcntl
import json
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from actions import health, language, witnessing
from actions.examining import Check, doctor
from actions.runtime import Runtime
from actions.settings import Settings
from actions.sole_use import UP_LOCK
from tests.actions.office import KeptOffice, an_office
from tests.actions.spoiling import change_bytes, execute, flip


def examined(runtime: Runtime) -> dict[str, Check]:
    return {check.name: check for check in doctor(runtime)}


def only_fault(runtime: Runtime) -> Check:
    """The one check that is not ok."""
    (fault,) = [check for check in doctor(runtime) if not check.ok]
    assert fault.remedy, "a fault comes with what to do"
    return fault


@pytest.fixture
def young_office(tmp_path: Path, database_url: str, now: datetime) -> Iterator[Runtime]:
    """An office with some history, on SQLite and on PostgreSQL."""
    runtime = an_office(tmp_path / "data", now, database_url)
    yield runtime
    runtime.memory.close()


def test_a_healthy_office_has_nothing_to_mend(office: KeptOffice) -> None:
    assert [(check.name, check.detail) for check in doctor(office.runtime) if not check.ok] == []
    assert set(examined(office.runtime)) == {
        "database", "migrations", "tables", "profile", "events", "registers", "history", "outbox", "keys", "archive",
        "objects", "witness", "records", "paper", "server", "worker",
    }  # fmt: skip


def test_an_empty_directory_is_told_to_migrate_first(tmp_path: Path) -> None:
    fault = only_fault(Runtime.open(Settings(data=tmp_path)))
    assert (fault.name, fault.remedy) == ("migrations", "Chạy: trinhky migrate.")


def test_a_database_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    runtime = Runtime.open(
        Settings(data=tmp_path, database_url="postgresql+psycopg://trinhky:bi-mat@127.0.0.1:1/trinhky")
    )
    found = examined(runtime)
    assert not found["database"].ok
    assert "bi-mat" not in str(found)


def test_a_forged_event_row_is_named_and_dated(young_office: Runtime) -> None:
    execute(young_office, "UPDATE events SET person = 'nguoi-khac' WHERE kind = 'cycle-started'")
    fault = only_fault(young_office)
    assert fault.name == "events"
    assert "sự kiện 2 (cycle-started, 15/01/2026 09:00, nguoi-khac): bị sửa sau khi ghi" in fault.detail


def test_a_removed_event_row_is_named(young_office: Runtime) -> None:
    execute(young_office, "DELETE FROM events WHERE id = 1")
    found = examined(young_office)
    assert [name for name, check in found.items() if not check.ok] == ["profile", "events"]
    assert "sự kiện 1: bị xóa" in found["events"].detail
    assert "không có trong chuỗi sự kiện" in found["profile"].detail, "it told that the profile was loaded"


def test_a_chain_whose_end_was_cut_off_is_named(young_office: Runtime) -> None:
    execute(young_office, "DELETE FROM events WHERE id = 2")
    assert "cuối chuỗi bị cắt" in only_fault(young_office).detail


def test_an_inserted_event_row_is_named(young_office: Runtime) -> None:
    execute(
        young_office,
        "INSERT INTO events (id, kind, at, facts, previous, hash) SELECT 3, kind, at, facts, hash, :hash "
        "FROM events WHERE id = 2",
        hash="f" * 64,
    )
    assert "sự kiện 3 (cycle-started" in only_fault(young_office).detail


def test_a_flipped_byte_is_named_by_the_papers_code(office: KeptOffice) -> None:
    change_bytes(office.runtime, office.division, flip)
    fault = only_fault(office.runtime)
    assert fault.name == "records"
    assert fault.detail.startswith("01/KH-PTP (lưu 15/01/2026 09:00): Bản lưu records/")


def test_a_hole_in_a_register_is_named(office: KeptOffice) -> None:
    execute(office.runtime, "UPDATE outgoing SET number = 3 WHERE issuer = 'ptp'")
    fault = only_fault(office.runtime)
    assert fault.name == "registers"
    assert "sổ đi ptp/ptp-van-ban/2026: khuyết số 1, 2 (số sau đó, 3, cấp lúc 15/01/2026 09:00)" in fault.detail


def test_the_last_number_of_a_register_cannot_disappear(office: KeptOffice) -> None:
    execute(office.runtime, 'DELETE FROM incoming WHERE "ArrivalNumber" = 2')
    assert "sổ đến: số 2" in (detail := only_fault(office.runtime).detail)
    assert "có trong chuỗi sự kiện mà không có trong sổ" in detail


def test_a_number_that_nobody_took_is_named(office: KeptOffice) -> None:
    execute(office.runtime, "UPDATE events SET kind = 'read' WHERE kind = 'numbered'")
    assert "không có sự kiện cấp số" in examined(office.runtime)["registers"].detail


def test_a_void_number_needs_its_reason(office: KeptOffice) -> None:
    execute(office.runtime, "UPDATE outgoing SET void_at = taken_at WHERE issuer = 'ptp'")
    found = examined(office.runtime)
    assert "số 1 bị hủy (15/01/2026 09:00) mà không có lý do" in found["registers"].detail
    assert "ở: void_at" in found["history"].detail, "and no event has voided it"


@pytest.mark.parametrize(
    ("forgery", "named"),
    [
        ("UPDATE decisions SET name = 'Kẻ khác' WHERE duty = 'approve_sign'", "name"),
        ("UPDATE decisions SET verdict = 'return', verb = 'Trả lại'", "verb, verdict"),
        ("DELETE FROM decisions WHERE duty = 'number_seal'", "đã bị xóa"),
        ("UPDATE outgoing SET \"Subject\" = 'Giả', signer = 'X'", "subject, signer"),
    ],
)
def test_a_row_that_no_longer_says_what_its_event_said_is_named(office: KeptOffice, forgery: str, named: str) -> None:
    execute(office.runtime, forgery)
    fault = only_fault(office.runtime)
    assert fault.name == "history"
    assert named in fault.detail


def test_a_record_renamed_in_the_database_is_named(office: KeptOffice) -> None:
    execute(office.runtime, "UPDATE records SET code = '99/XX', subject = 'Giả'")
    fault = only_fault(office.runtime)
    assert fault.name == "records"
    assert "code, subject" in fault.detail


def test_kept_records_that_no_witness_has_seen_are_not_ticked(office: KeptOffice) -> None:
    found = examined(office.runtime)["witness"]
    assert (found.ok, found.mark) == (True, "!"), "no witness may be due yet, but it is not well either"
    assert found.detail == "2 hồ sơ đã lưu mà chưa chứng thư nào ghi: chuỗi bị viết lại sẽ không lộ ra"
    assert "17:30" in found.remedy
    assert "each day at 17:30" in found.said("en").remedy
    witnessing.write(office.runtime, office.runtime.who(None))
    assert examined(office.runtime)["witness"].mark == "✓"


def test_an_office_without_records_needs_no_witness_yet(young_office: Runtime) -> None:
    assert examined(young_office)["witness"].mark == "✓"


def test_an_archive_that_cannot_be_written_is_named(office: KeptOffice) -> None:
    runtime = Runtime.open(Settings(data=office.runtime.settings.data, archive_url="file:///proc/khong-ghi-duoc"))
    assert not examined(runtime)["archive"].ok
    runtime.memory.close()


def test_a_machine_without_libreoffice_is_told_what_to_install(
    office: KeptOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    fault = only_fault(office.runtime)
    assert fault.name == "paper"
    assert "make setup" in fault.remedy
    assert fault.detail.startswith("RenderUnavailable: Máy này thiếu ")
    in_english = language.in_language(fault.detail, "en")
    assert in_english.startswith("RenderUnavailable: This machine lacks ")
    assert "apt-get install" in in_english


def test_a_machine_that_renders_without_a_sandbox_is_at_fault_as_long_as_it_does(
    office: KeptOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRINHKY_ACCEPT_NO_SANDBOX", "1")
    assert examined(office.runtime)["paper"].ok
    monkeypatch.setattr("paper.pdf.sandbox._can_be_built", lambda: False)
    fault = only_fault(office.runtime)
    assert (fault.name, fault.detail[:22]) == ("paper", "KHÔNG CÓ VÙNG CÁCH LY:")
    assert "bubblewrap" in fault.remedy


class _Health(BaseHTTPRequestHandler):
    """A server that names itself by its class's `office`."""

    office: str
    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.asked.append(self.headers["Authorization"])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"status": "ok", "office": self.office}).encode())

    def log_message(self, *_: object) -> None:
        """Nothing into the test's output."""


@pytest.mark.parametrize("whose", ["ours", "another's"])
def test_only_a_server_of_this_data_directory_is_its_server(office: KeptOffice, whose: str) -> None:
    ours = health.office(office.runtime)
    handler = type("Named", (_Health,), {"office": ours if whose == "ours" else "0" * 16})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        runtime = Runtime.open(Settings(data=office.data, port=server.server_port))
        found = examined(runtime)["server"]
        server.shutdown()
    said = {
        "ours": f"{address} và Prefect trả lời",
        "another's": f"không chạy; ở {address} là máy chủ của một thư mục dữ liệu khác",
    }
    assert (found.ok, found.detail) == (True, said[whose])
    assert set(_Health.asked) == {None}, "a server unknown is not shown the key"
    runtime.memory.close()


def test_a_household_that_is_up_but_does_not_answer_is_named(office: KeptOffice) -> None:
    with (office.data / UP_LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write('{"pid": 4711, "url": "http://127.0.0.1:1"}')
        lock.flush()
        fault = only_fault(office.runtime)
    assert fault.name == "server"
    assert "không trả lời" in fault.detail
    assert "4711" in fault.detail
