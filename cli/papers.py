"""Papers from outside: handing one in, and asking of any PDF who signed it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import door, why
from cli.options import Data, Json, Lang, User

if TYPE_CHECKING:
    from paper.sign import Verification

Paper = Annotated[Path, typer.Argument(metavar="FILE", help="Đường dẫn tệp.")]


def submit(
    file: Paper,
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help="Mã đơn vị gửi.")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Loại: plan, report_h1, report_annual…")],
    year: Annotated[int, typer.Option("--year", metavar="YEAR", min=2000, max=2999, help="Năm công tác.")],
    user: User,
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="Bản chụp: số và ký hiệu, như 05/KH-UBND.")] = "",
    issued: Annotated[datetime | None, typer.Option("--issued", formats=["%Y-%m-%d"], help="Bản chụp: ngày.")] = None,
    subject: Annotated[str, typer.Option("--subject", help="Bản chụp: trích yếu.")] = "",
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Gửi một văn bản: dự thảo .docx, bản PDF đã ký, hoặc bản chụp PDF kèm số, ngày, trích yếu."""
    with door(data, lang, as_json) as at:
        from rules.kinds import KINDS

        if kind not in KINDS:
            raise typer.BadParameter(f"{kind}: {', '.join(KINDS)}", param_hint="--kind")
        from actions.hand_in import HandIn, submit
        from actions.scanned import Told
        from paper.intake import NOTES

        told = Told(code, issued.date() if issued else None, subject)
        taken = submit(at.runtime, at.who(user), HandIn(unit, kind, year, file.name, read_file(file), told=told))
        noticed = [at.say(NOTES[note.code], **dict(note.facts)) for note in taken.notes]
        result = {
            "document": taken.document_id,
            "round": taken.round,
            "state": taken.state,
            "late": taken.late,
            "notes": noticed,
        }
        said = at.say("Đã nhận {file}: văn bản {document}, lần trình {round}.", file=file.name, **result)
        late = " " + at.say("Quá hạn.") if taken.late else ""
        at.give(result, [said + late, *(f"  ! {one}" for one in noticed)])


def void_number(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Mã văn bản đã cấp số, chưa đóng dấu.")],
    reason: Annotated[str, typer.Option("--reason", help="Lý do, ghi vào sổ.")],
    user: User,
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Hủy một số đã cấp mà chưa đóng dấu; số ở lại trong sổ với lý do, văn bản lấy số tiếp theo."""
    with door(data, lang, as_json) as at:
        from actions.issuing import void_number

        void_number(at.runtime, at.who(user), document, reason)
        at.give({"document": document, "void": True}, at.say("Đã hủy số của văn bản {document}.", document=document))


def verify(
    file: Paper,
    root: Annotated[
        Path | None,
        typer.Option("--root", metavar="PEM", help="Chứng thư gốc để đối chiếu; không cần dữ liệu cơ quan."),
    ] = None,
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Kiểm tra một tệp PDF: ai ký, theo thứ tự nào, còn nguyên vẹn không. Mã thoát 1 nếu không đạt."""
    with door(data, lang, as_json) as at:
        from actions.finding import VERDICTS
        from paper import sign
        from rules.deadlines import VIETNAM

        roots = (sign.certificate(read_file(root), filename=str(root)),) if root else at.runtime.roots
        found = sign.verify(read_file(file), roots=roots)
        answer = verification(found, at.lang)
        lines = [f"{file.name}: {at.say(VERDICTS[found.verdict])}."]
        for signature in found.signatures:
            when = f"{signature.signed_at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S %z}" if signature.signed_at else "?"
            lines.append(
                f"  {'✓' if signature.valid else '✗'} {signature.field}: {signature.signer} ({signature.organisation})"
                f" · {signature.capacity or '–'} · {when} · {signature.level}"
            )
        at.give(answer, [*lines, *(f"  ! {problem}" for problem in answer["problems"])])
    if found.verdict != "valid":
        raise typer.Exit(1)


def verification(found: "Verification", lang: str) -> dict[str, Any]:
    """The shape of design §6, its problems in a language."""
    from actions.language import in_language

    return {
        "verdict": found.verdict,
        "signatures": [
            {
                "field": one.field,
                "signer": one.signer,
                "organisation": one.organisation,
                "capacity": one.capacity,
                "signed_at": one.signed_at,
                "level": one.level,
                "covers": one.covers,
                "valid": one.valid,
                "trusted": one.trusted,
            }
            for one in found.signatures
        ],
        "problems": [in_language(problem, lang) for problem in found.problems],
    }


def read_file(path: Path) -> bytes:
    """The bytes of a file that somebody named. Refusal: no-such-file."""
    from rules.refusals import Refusal

    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("no-such-file", filename=str(path), why=why(error)) from None
