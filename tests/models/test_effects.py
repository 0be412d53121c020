"""Machines work outside transactions: whoever calls one inside is told so, before anything happened."""

import inspect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from models.engine import Memory
from paper import pdf, sign
from paper.sign import development_ca
from rules.effects import InsideTransaction, transaction
from storage.local import LocalArchive
from storage.opening import open_archive
from storage.port import Archive
from storage.s3 import S3Archive

LATER = datetime.now(UTC) + timedelta(days=1)
PUT = {"key": "a", "data": b"x", "media": "text/plain"}
ARCHIVE_CALLS: dict[str, dict[str, Any]] = {
    "prove": {}, "put": PUT, "get": {"key": "a"}, "stat": {"key": "a"}, "keys": {}, "is_locked": {"key": "a"},
    "hold_of": {"key": "a"}, "lock_of": {"key": "a"}, "extend_lock": {"key": "a", "until": LATER},
    "release_hold": {"key": "a"},
}  # fmt: skip
PAPER_CALLS: dict[str, tuple[ModuleType, dict[str, Any]]] = {
    "render": (pdf, {"docx": b""}), "pages": (pdf, {"pdf": b""}), "prove": (pdf, {}), "walled": (pdf, {}),
    "development_ca": (sign, {"directory": Path("/nowhere")}),
    "holders": (sign, {"directory": Path("keys")}),
    "prepare": (sign, {"pdf": b"", "signer": ""}), "sign_person": (sign, {"pdf": b"", "holder": None, "capacity": ""}),
    "stamp_number": (sign, {"pdf": b"", "number": "1", "day": "1", "month": "1"}),
    "seal": (sign, {"pdf": b"", "holder": None}), "verify": (sign, {"pdf": b"", "roots": ()}),
}  # fmt: skip
# These look at bytes in memory, or at a file of this machine: nothing is waited for.
LOOKING = {"page_count", "font_file", "certificate", "root_of"}


def archives(place: Path) -> tuple[Archive, ...]:
    """Both kinds; the S3 one points to where nothing listens, so only a call that was stopped before ends at once."""
    s3 = S3Archive("127.0.0.1:9", "kho", access_key="a", secret_key="b", secure=False)
    return (open_archive((place / "kho").as_uri()), s3)


@pytest.mark.parametrize("kind", ["write", "read"])
def test_the_archive_is_not_called_inside_a_transaction(memory: Memory, kind: str, tmp_path: Path) -> None:
    for archive in archives(tmp_path):
        for name, given in ARCHIVE_CALLS.items():
            with getattr(memory, kind)(), pytest.raises(InsideTransaction, match=rf"{type(archive).__name__}\.{name} "):
                getattr(archive, name)(**given)
    assert not (tmp_path / "kho").exists(), "something happened before the call was stopped"


@pytest.mark.parametrize("name", PAPER_CALLS)
def test_pressroom_and_signing_desk_are_not_called_inside_a_transaction(name: str) -> None:
    room, given = PAPER_CALLS[name]
    with transaction(), pytest.raises(InsideTransaction, match=f"^{name} was called inside a database transaction"):
        getattr(room, name)(**given)


def test_no_key_is_made_inside_a_transaction(tmp_path: Path) -> None:
    authority = development_ca(tmp_path)
    for make in (lambda: authority.person("p", "P", "O"), lambda: authority.office("o", "O")):
        with transaction(), pytest.raises(InsideTransaction):
            make()
    assert not (tmp_path / "holders").exists()


def test_no_machine_is_left_out() -> None:
    def public(owner: Any) -> set[str]:
        return {name for name, found in vars(owner).items() if callable(found) and not name.startswith("_")}

    def own(room: ModuleType) -> set[str]:
        return {name for name in room.__all__ if inspect.isfunction(getattr(room, name))}

    for adapter in (LocalArchive, S3Archive):
        assert public(adapter) == public(Archive) == set(ARCHIVE_CALLS)
    assert own(pdf) | own(sign) == set(PAPER_CALLS) | LOOKING


def test_after_the_transaction_the_machines_work_again(memory: Memory, tmp_path: Path) -> None:
    archive = open_archive((tmp_path / "kho").as_uri())
    with memory.write():
        pass
    with pytest.raises(ZeroDivisionError), memory.write():
        _ = 1 // 0
    archive.prove()
    archive.put(**PUT)
    assert archive.get("a") == b"x"


def test_a_transaction_of_one_thread_stops_no_other_thread(memory: Memory, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    archive = open_archive((tmp_path / "kho").as_uri())

    def kept() -> bytes:
        archive.prove()
        archive.put(**PUT)
        return archive.get("a")

    with ThreadPoolExecutor(1) as pool, memory.write():
        put: Callable[[], bytes] = kept
        assert pool.submit(put).result(60) == b"x"
