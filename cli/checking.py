"""Asking the clerk before a reviewer does: is the file safe, and is its form as Nghị định 30/2020 wants it?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import Door, door, why
from cli.options import Data, Json, Lang
from cli.papers import Paper, read_file

if TYPE_CHECKING:
    from paper.check import Change, Finding, Place

KIND_HELP = "Loại văn bản phải đúng: plan, report_h1, report_annual…"
FIX_HELP = "Ghi bản đã sửa những gì không đổi chữ vào OUT."
MARKED_HELP = "Ghi bản có ý kiến ghi chú của Word vào OUT."
HEADINGS = {"error": "Phải sửa", "warning": "Nên sửa", "advice": "Nên xem lại"}
COUNTS = {"error": "phải sửa {count}", "warning": "nên sửa {count}", "advice": "nên xem lại {count}"}
_PLACES = 3  # named of one rule; a clerk does not read out sixty paragraphs


def check(
    file: Paper,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=KIND_HELP)] = None,
    fix: Annotated[Path | None, typer.Option("--fix", metavar="OUT", help=FIX_HELP)] = None,
    marked: Annotated[Path | None, typer.Option("--marked", metavar="OUT", help=MARKED_HELP)] = None,
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Kiểm tra một tệp trước khi gửi: an toàn không, thể thức đúng Nghị định 30/2020/NĐ-CP chưa, sửa thế nào."""
    with door(data, lang, as_json) as at:
        from rules.kinds import KINDS

        if kind is not None and kind not in KINDS:
            raise typer.BadParameter(f"{kind}: {', '.join(KINDS)}", param_hint="--kind")
        if file.resolve() in {out.resolve() for out in (fix, marked) if out is not None}:
            raise typer.BadParameter(f"OUT = {file}", param_hint="--fix, --marked")
        content = read_file(file)
        from paper import check as clerk
        from paper import intake

        taken = intake.inspect(file.name, content)
        docx = (taken.converted or content) if taken.media == "docx" else b""
        findings = clerk.check(docx, clerk.Context(kind=kind)) if docx else ()
        warnings = [at.say(intake.NOTES[note.code], **dict(note.facts)) for note in taken.warnings]
        warnings += _numbered(at, docx) if docx else []
        result: dict[str, Any] = {"file": file.name, "safe": True, "warnings": warnings}
        result["findings"] = [_finding(at, found) for found in findings]
        lines = [_summary(at, file.name, taken.media, findings), *map(_warning, warnings), *_told(at, findings)]
        if fix is not None and docx:
            mended, changes = clerk.mend(docx)
            write_file(fix, mended)
            result["fixed"] = {"file": str(fix), "changes": [_change(at, change) for change in changes]}
            lines += _changed(at, fix, changes, len(clerk.check(mended, clerk.Context(kind=kind))))
        if marked is not None and docx:
            write_file(marked, clerk.marked(docx, findings))
            result["marked"] = {"file": str(marked), "comments": len(findings)}
            lines += ["", at.say("Đã ghi {count} ý kiến vào {out}.", count=len(findings), out=marked)]
        at.give(result, lines)


def _numbered(at: Door, docx: bytes) -> list[str]:
    """What `submit` would refuse: a draft that has its number already (Đ15.2)."""
    from paper.intake import NOTES
    from paper.read import read_docx

    facts, told = read_docx(docx), NOTES["already-numbered"]
    return [] if facts.number is None else [at.say(told, code=facts.code)]


def write_file(path: Path, content: bytes) -> None:
    """Write a file that somebody asked for. Refusal: file-not-written."""
    from rules.refusals import Refusal

    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refusal("file-not-written", filename=str(path), why=why(error)) from None


def _summary(at: Door, name: str, media: str, findings: "tuple[Finding, ...]") -> str:
    if media != "docx":
        return at.say("{file}: tệp an toàn. Thể thức chỉ kiểm tra được trên tệp .docx.", file=name)
    if not findings:
        return at.say("{file}: tệp an toàn, thể thức đúng Nghị định 30/2020/NĐ-CP. Không có gì phải sửa.", file=name)
    from paper.check import alike

    counts = {severity: len(alike(one for one in findings if one.severity == severity)) for severity in HEADINGS}
    said = ", ".join(at.say(COUNTS[severity], count=count) for severity, count in counts.items() if count)
    return at.say("{file}: tệp an toàn. Thể thức theo Nghị định 30/2020/NĐ-CP: {counts}.", file=name, counts=said)


def _warning(warning: str) -> str:
    return f"  ! {warning}"


def _told(at: Door, findings: "tuple[Finding, ...]") -> list[str]:
    """Every fault once, under its severity, with its first places: what, why, and how to mend."""
    from paper.check import alike

    lines: list[str] = []
    for severity, heading in HEADINGS.items():
        groups = alike(found for found in findings if found.severity == severity)
        lines += ["", at.say(heading)] if groups else []
        for number, found_here in enumerate(groups, start=1):
            lines += _alike(at, number, found_here)
    return lines


def _alike(at: Door, number: int, findings: "list[Finding]") -> list[str]:
    first = findings[0]
    lines = [f"  {number}. {say(at, first.row.says, first.facts)} ({_word(at, first.article)})"]
    for found in findings[:_PLACES]:
        words = f": “{found.words}”" if found.words else ""
        lines.append(f"     · {where(at, found.where)}{words}")
    if len(findings) > _PLACES:
        more = at.say("và {count} chỗ nữa", count=len(findings) - _PLACES)
        lines.append(f"     · {more}")
    return [*lines, f"     → {say(at, first.row.remedy, first.facts)}"]


def _changed(at: Door, out: Path, changes: "tuple[Change, ...]", left: int) -> list[str]:
    """What was mended, each rule's first places, and how much is left to the drafter."""
    lines = ["", at.say("Đã sửa {count} chỗ, không đổi chữ nào, vào {out}:", count=len(changes), out=out)]
    of_rules: dict[str, list[Change]] = {}
    for change in changes:
        of_rules.setdefault(change.rule, []).append(change)
    for done in of_rules.values():
        for change in done[:_PLACES]:
            words = f" “{change.words[:40]}”" if change.words else ""
            lines.append(f"  {where(at, change.where)}{words}: {_word(at, change.before)} → {_word(at, change.after)}")
        if len(done) > _PLACES:
            more = at.say("và {count} chỗ nữa", count=len(done) - _PLACES)
            lines.append(f"  {more}")
    return [*lines, at.say("Còn {count} chỗ phải tự sửa.", count=left)]


def _finding(at: Door, found: "Finding") -> dict[str, Any]:
    """The shape of design §6, with the remedy."""
    return {
        "rule": found.rule,
        "severity": found.severity,
        "where": where(at, found.where),
        "text": found.words,
        "message": say(at, found.row.says, found.facts),
        "article": _word(at, found.article),
        "remedy": say(at, found.row.remedy, found.facts),
    }


def _change(at: Door, change: "Change") -> dict[str, Any]:
    """One thing mended, as a row of the answer."""
    return {
        "rule": change.rule,
        "where": where(at, change.where),
        "text": change.words,
        "before": _word(at, change.before),
        "after": _word(at, change.after),
    }


def where(at: Door, place: "Place") -> str:
    """A place in the language of the command."""
    return say(at, place.pattern, place.facts)


def say(at: Door, text: str, facts: dict[str, object]) -> str:
    """A sentence of the table in the language of the command; facts that are words of ours are translated too."""
    return at.say(text, **{name: _word(at, fact) if isinstance(fact, str) else fact for name, fact in facts.items()})


def _word(at: Door, word: str) -> str:
    from actions.language import in_language

    return in_language(word, at.lang)
