"""The archive: find, take out, prove, export; and the doctor."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.answers import BROKEN, Door, door
from cli.options import Data, Json, Lang

archive = typer.Typer(help="Kho lưu: tìm, lấy ra, kiểm tra, xuất.", no_args_is_help=True)
Record = Annotated[str, typer.Argument(metavar="ID", help="Mã hồ sơ, như archive find trả lời.")]


@archive.command("find")
def find(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="Từ cần tìm, có dấu hay không.")] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help="Năm công tác.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="CODE", help="Mã đơn vị ban hành.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Loại văn bản.")] = None,
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Tìm hồ sơ đã lưu theo từ, năm, đơn vị, loại."""
    with door(data, lang, as_json) as at:
        from models import records
        from rules.words import bare

        with at.runtime.memory.read() as session:
            sought = bare(" ".join(words or [])).split()
            found = records.find(session, words=sought, year=year, unit=unit, kind=kind)
        fields = ("id", "code", "kind", "issuer", "unit", "year", "subject", "issued_on", "sha256")
        rows = [{field: getattr(record, field) for field in fields} for record in found]
        lines = [f"{r.id}  {r.issued_on:%d/%m/%Y}  {r.code:<16}{r.issuer}: {r.subject}" for r in found]
        at.give({"records": rows}, lines or at.say("Không tìm thấy hồ sơ nào."))


@archive.command("get")
def get(
    record: Record,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Ghi vào tệp này.")],
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Lấy bản PDF đã ký của một hồ sơ; việc đọc được ghi vào lịch sử."""
    with door(data, lang, as_json) as at:
        from actions import exporting

        at.refuse_existing(output)
        bytes_ = exporting.copy_of(at.runtime, at.who(), record)
        output.write_bytes(bytes_)
        at.give({"id": record, "file": str(output), "bytes": len(bytes_)}, str(output))


@archive.command("verify")
def verify(
    record: Annotated[str | None, typer.Argument(metavar="[ID]", help="Mã hồ sơ.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Mọi hồ sơ (cũng là mặc định).")] = False,
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Kiểm tra hồ sơ còn nguyên vẹn: mã băm, khóa, chữ ký, lịch sử. Mã thoát 1 nếu có hồ sơ hỏng."""
    with door(data, lang, as_json) as at:
        if record and every:
            raise typer.BadParameter(at.say("ID hoặc --all, không cả hai"))
        from actions import verifying
        from actions.language import in_language, listed

        if record:
            audit = verifying.Audit((verifying.verify_record(at.runtime, record),))
        else:
            audit = verifying.verify_all(at.runtime, watch=_progress(at))
        broken = [{"id": proof.id, "why": in_language(listed(proof.why, " "), at.lang)} for proof in audit.broken]
        checked, intact = len(audit.proofs), len(audit.proofs) - len(broken)
        lines = [at.say("Đã kiểm tra {checked} hồ sơ, nguyên vẹn {intact}.", checked=checked, intact=intact)]
        codes = {proof.id: proof.code for proof in audit.broken}
        lines += [f"  ✗ {one['id']} {codes[one['id']]}: {one['why']}" for one in broken]
        at.give({"checked": checked, "intact": intact, "broken": broken}, lines)
    if broken:
        raise typer.Exit(BROKEN)


@archive.command("export")
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Thư mục trống hoặc chưa có.")],
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Xuất toàn bộ kho thành tệp, kèm sổ, lịch sử và SHA256SUMS."""
    with door(data, lang, as_json) as at:
        from actions import exporting

        done = exporting.export(at.runtime, at.who(), directory)
        result = {"directory": str(done.directory), "records": done.records, "files": done.files, "events": done.events}
        at.give(result, at.say("{directory}: {records} hồ sơ, {files} tệp, {events} sự kiện.", **result))


def doctor(data: Data = None, lang: Lang = None, as_json: Json = False) -> None:
    """Khám toàn bộ: phụ thuộc, chuỗi sự kiện, sổ, kho; và phải làm gì. Mã thoát 1 nếu có điều không ổn."""
    with door(data, lang, as_json, needs="database") as at:
        health, lines = examined(at)
        at.give(health, lines)
    if not health["ok"]:
        raise typer.Exit(BROKEN)


def examined(at: Door) -> tuple[dict[str, Any], list[str]]:
    """What the doctor found: for programs, and as lines for people."""
    from actions import examining

    found = [check.said(at.lang) for check in examining.doctor(at.runtime)]
    lines = []
    for check in found:
        lines.append(f"{check.mark} {check.name:<12}{check.detail}")
        lines += [f"  → {check.remedy}"] if check.remedy else []
    return {"ok": all(check.ok for check in found), "checks": [vars(check) for check in found]}, lines


def _progress(at: Door) -> Callable[[int, int], None] | None:
    """Progress for people who look on; nothing for programs."""
    if at.as_json or not sys.stderr.isatty():
        return None

    def told(done: int, of: int) -> None:
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return told
