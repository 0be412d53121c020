"""The archive as plain files, readable without this system (PL VI Phần I III.4.g), with sums that anyone can check.

    records/<year>/<code>_<kind>_<unit>.pdf     beside each: .docx (the draft) and .json (who did what, when)
    registers/outgoing-<issuer>-<year>.csv, incoming-<desk>-<year>.csv, and both as .json
    events.jsonl                                 the whole chain of events, one line each, hashes included
    witness/<date>.json                          what each day's witness saw of the chain
    records.json, roots/development-ca.pem, README.txt, SHA256SUMS

The directory appears whole or not at all: it is written aside and renamed.
"""

import csv
import hashlib
import io
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, class_mapper

from actions import witnessing
from actions.runtime import Runtime
from models import events, records, registers
from models.events import Who
from models.tables import Event, Incoming, Outgoing, Record
from rules.refusals import Refusal
from rules.words import bare

SUMS = "SHA256SUMS"
ABOUT = """Bản xuất kho lưu trữ của Trình Ký, {at}.

records/    mỗi hồ sơ: bản PDF đã ký, bản thảo .docx (nếu có), tệp .json ghi ai làm gì, khi nào
registers/  sổ đăng ký văn bản đi, văn bản đến (NĐ 30/2020, Phụ lục IV, Phụ lục VI Phần II), dạng .csv và .json
events.jsonl  toàn bộ chuỗi sự kiện, mỗi dòng một sự kiện, dòng sau mang mã băm của dòng trước
{witness}roots/      chứng thư gốc để kiểm tra chữ ký; chứng thư thử nghiệm KHÔNG CÓ GIÁ TRỊ PHÁP LÝ

Kiểm tra tệp còn nguyên vẹn:   sha256sum -c SHA256SUMS
Kiểm tra chữ ký:               trinhky verify TỆP.pdf --root roots/development-ca.pem   (hoặc: pdfsig TỆP.pdf)
"""
ON_WITNESSES = "witness/    chứng thư hằng ngày: mã băm của từng sự kiện và hồ sơ, đã khóa trong kho từ ngày đó\n"


@dataclass(frozen=True)
class Exported:
    """What was written: the directory, how many records, files and events."""

    directory: Path
    records: int
    files: int
    events: int


def export(runtime: Runtime, who: Who, directory: Path, beside: Callable[[Path], object] | None = None) -> Exported:
    """Write the whole archive into `directory`, which must be empty or not exist yet.

    `beside` is given the directory before the sums are taken, and may write more files into it: they are listed too.
    Refusals: directory-not-empty; archive-missing and archive-broken (nothing is left behind then).
    """
    target = directory.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refusal("directory-not-empty", directory=str(directory))
    _note(runtime, who, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        written = _write_all(runtime, aside, who, beside)
        if target.exists():
            target.rmdir()
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Exported(target, *written)


def copy_of(runtime: Runtime, who: Who, record_id: str) -> bytes:
    """The signed PDF of a record, for who works at the machine itself; the reading is an event like any other.

    Refusals: no-such-record, archive-missing, archive-broken.
    """
    with runtime.memory.read() as session:
        record = session.get(Record, record_id)
        if record is None:
            raise Refusal("no-such-record", record=record_id)
    data = runtime.archive.get(record.key, record.sha256)
    with runtime.memory.write() as session:
        facts: dict[str, Any] = {"what": "record", "ground": "console", "why": "Tại máy chủ", "sha256": record.sha256}
        events.append(session, "read", who, document_id=record.document_id, **facts)
    return data


def _note(runtime: Runtime, who: Who, target: Path) -> None:
    """Every record is about to be read: that stands in the chain, and so in the export itself, even if it fails."""
    with runtime.memory.write() as session:
        count = len(records.find(session))
        events.append(session, "exported", who, records=count, directory=target.name)


def _write_all(
    runtime: Runtime, place: Path, who: Who, beside: Callable[[Path], object] | None
) -> tuple[int, int, int]:
    with runtime.memory.read() as session:
        found = list(records.find(session))
        outgoing, incoming = registers.all_outgoing(session), registers.all_incoming(session)
        told = list(_history(session))
    names = _names(found)
    for record in found:
        _write_record(runtime, place, record, names[record.id])
    listed = [_described(record, names[record.id]) for record in found]
    _write(place / "records.json", json.dumps(listed, ensure_ascii=False, indent=1).encode())
    _write_registers(place / "registers", outgoing, incoming)
    _write(place / "events.jsonl", b"".join(_line(event) for event in told))
    witnesses = witnessing.keys(runtime)
    for key in witnesses:
        _write(place / key, runtime.archive.get(key))
    for number, root in enumerate(runtime.roots):
        _write(place / "roots" / ("development-ca.pem" if number == 0 else f"root-{number}.pem"), root)
    about = ABOUT.format(at=f"{who.at:%Y-%m-%dT%H:%M:%SZ}", witness=ON_WITNESSES if witnesses else "")
    _write(place / "README.txt", about.encode())
    if beside is not None:
        beside(place)
    return len(found), _write_sums(place), len(told)


def _names(found: Sequence[Record]) -> dict[str, str]:
    """Record id → a readable ASCII name below `records/`, without suffix; two of one name get numbers."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for record in found:
        plain = "_".join(_ascii(part) for part in (record.code or "no-code", record.kind, record.unit))
        name, n = f"{record.year}/{plain}", 1
        while name in taken:
            name, n = f"{record.year}/{plain}_{n + 1}", n + 1
        taken.add(name)
        names[record.id] = name
    return names


def _ascii(text: str) -> str:
    """05/KH-UBND as 05-kh-ubnd."""
    return re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-") or "x"


def _write_record(runtime: Runtime, place: Path, record: Record, name: str) -> None:
    for key, sha256 in record.parts.items():
        suffix = key.rpartition(".")[2]
        _write(place / "records" / f"{name}.{suffix}", runtime.archive.get(key, sha256))


def _described(record: Record, name: str) -> dict[str, Any]:
    return {
        "id": record.id,
        "code": record.code,
        "kind": record.kind,
        "issuer": record.issuer,
        "unit": record.unit,
        "year": record.year,
        "subject": record.subject,
        "issued_on": record.issued_on.isoformat(),
        "sha256": record.sha256,
        "file": f"records/{name}.pdf",
        "kept_at": record.kept_at.isoformat(),
    }


def _history(session: Session) -> Iterator[Event]:
    """The chain, oldest first, in bounded bites."""
    last = 0
    while bite := events.after(session, last, 1000):
        yield from bite
        last = bite[-1].id


def _line(event: Event) -> bytes:
    return json.dumps(_plain(event), ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _write_registers(place: Path, outgoing: Sequence[Outgoing], incoming: Sequence[Incoming]) -> None:
    books: dict[str, list[dict[str, Any]]] = {}
    for out in outgoing:
        books.setdefault(f"outgoing-{_ascii(out.issuer)}-{out.year}", []).append(_plain(out))
    for came in incoming:
        books.setdefault(f"incoming-{_ascii(came.desk)}-{came.year}", []).append(_plain(came))
    for name, rows in books.items():
        _write(place / f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=1).encode())
        _write(place / f"{name}.csv", _csv(rows))


def _plain(row: Outgoing | Incoming | Event) -> dict[str, Any]:
    """A row under the names of its columns (the decree's, where it names them), in JSON's own types."""
    columns = ((attribute.key, attribute.columns[0].name) for attribute in class_mapper(type(row)).column_attrs)
    values = ((name, getattr(row, key)) for key, name in columns)
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values}


def _csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """With a byte order mark, by which office programs know that it is UTF-8. A cell never begins a formula."""
    out, lines = io.StringIO(), list(rows)
    writer = csv.writer(out)
    writer.writerow(lines[0])
    for line in lines:
        writer.writerow([_cell(value) for value in line.values()])
    return "\ufeff".encode() + out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write_sums(place: Path) -> int:
    """SHA256SUMS over every file, in the form of sha256sum; answers how many files it names."""
    files = sorted(path for path in place.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(place).as_posix()}" for path in files]
    _write(place / SUMS, "".join(f"{line}\n" for line in lines).encode())
    return len(files)
