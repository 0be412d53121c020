"""What a *phiếu trình* says, part by part, as Markdown. What people wrote is escaped: a subject is never markup."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from actions.form import Fault, Form
from paper import compare
from paper.compare import Paragraph
from rules.deadlines import VIETNAM

SHORT, BASIS, SHOWN_LINES, WHOLE = 320, 220, 12, 30_000  # letters, letters, paragraphs, letters
AROUND = 60  # letters shown before and after changed words
SHOWN_FAULTS, SHOWN_PLACES = 6, 3
# Where the body of a paper begins: its first numbered heading.
_HEADING = re.compile(r"^[IVX]+\. ")
_BASIS = re.compile(r"^(Căn cứ|Thực hiện|Theo|Xét) ")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&-])")
_EDGES = re.compile(r"(\S*)(.*?)(\S*)", re.DOTALL)
_NUMBERED = re.compile(r"^(\d+)([.)])")


@dataclass(frozen=True)
class Hand:
    """A decision that lies behind."""

    at: datetime
    name: str
    verb: str
    reason: str
    warnings: tuple[str, ...]


def plain(text: str) -> str:
    """Text that Markdown shows as it was written, on one line.

    >>> plain("*a* <img src=x>")
    '\\\\*a\\\\* \\\\<img src=x\\\\>'
    """
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split())))


def shortened(text: str, longest: int = SHORT) -> str:
    """The beginning of a text, cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Label and Markdown, a line each; empty ones are left out."""
    return "\\\n".join(f"{label}: {value}" for label, value in rows if value)


def note(text: str) -> str:
    """What the officer says and proposes, line by line, as a quotation."""
    return _part("Tóm tắt và đề xuất của người soạn thảo", [f"> {plain(line)}\\" for line in _lines(text)]).rstrip("\\")


def hands(passed: Sequence[Hand]) -> str:
    """Each earlier hand: name, time, words."""
    lines = [
        f"- {past.at.astimezone(VIETNAM):%d/%m %H:%M} **{plain(past.name)}**: {past.verb}"
        + (f", “{plain(past.reason)}”" if past.reason else "")
        + (f" ⚠ {plain('; '.join(past.warnings))}" if past.warnings else "")
        for past in passed
    ]
    return _part("Đã qua tay", lines)


def form(found: Form, page: str) -> str:
    """The errors of form, a line each; what is no error is folded below them. `page` shows all, with the remedies."""
    lines = [f"- {_fault(fault)}" for fault in found.errors[:SHOWN_FAULTS]]
    hidden = len(found.errors) - SHOWN_FAULTS
    lines += [f"- và {hidden} lỗi khác"] if hidden > 0 else []
    lines = lines or [f"- Không thấy lỗi{f'; {found.others} chỗ nên xem lại ở dưới' if found.rest else ' nào'}."]
    link = [f"- [Xem từng chỗ]({page})"] if found.errors or found.rest else []
    return "\n\n".join(filter(None, (_part("Thể thức (máy kiểm tra)", lines + link), _folded(found))))


def _fault(fault: Fault) -> str:
    places = [f"{plain(where)}{f' “{plain(words)}”' if words else ''}" for where, words in fault.places[:SHOWN_PLACES]]
    hidden = len(fault.places) + fault.more - len(places)
    more = f" và {hidden} chỗ nữa" if hidden else ""
    return f"{plain(fault.message.rstrip('.'))} ({plain(fault.article)}). Ở: {'; '.join(places)}{more}"


def _folded(found: Form) -> str:
    if not found.rest:
        return ""
    shown = [
        escape(f"{one.message.rstrip('.')} ({one.article}). Ở: {one.places[0][0]}", quote=False) for one in found.rest
    ]
    lines = "<br>".join(" ".join(line.split()) for line in shown[:SHOWN_LINES])
    return f"<details><summary>{found.others} chỗ nên sửa hoặc nên xem lại</summary><p>{lines}</p></details>"


def change(old: str, new: str, reason: str, page: str = "") -> str:
    """What the mended draft changed, word by word; `reason` is what it came back for, on `page` all of it is seen."""
    difference = compare.between(compare.lines(old), compare.lines(new))
    lines = [said for one in difference.paragraphs if (said := _said(one))]
    hidden = len(lines) - SHOWN_LINES
    lines[SHOWN_LINES:] = [f"- và {hidden} đoạn khác"] if hidden > 0 else []
    because = [f"- Lần trước bị trả lại: “{plain(reason)}”"] if reason else []
    link = [f"- [So sánh hai bản, từng chữ]({page})"] if page and lines else []
    return _part("Khác lần trình trước", because + (lines or ["- Không đoạn văn nào khác."]) + link)


def _said(one: Paragraph) -> str:
    """A paragraph that is not as it was; "" for one that is, and for the place that a moved one left."""
    if one.what == "changed":
        return f"- Sửa: {_marked(one)}"
    if one.what == "removed":
        return f"- Bỏ: ~~{plain(shortened(one.before))}~~" if one.before.strip() else ""
    verb = {"added": "Thêm", "moved": "Chuyển chỗ"}.get(one.what)
    return f"- {verb}: {plain(shortened(one.after))}" if verb and one.after.strip() else ""


def _marked(one: Paragraph) -> str:
    """The changed words struck out and in bold, whole words only (Markdown wants spaces around its signs)."""
    parts = list(_by_whole_words(one))
    said = []
    for at, (kept, gone, come) in enumerate(parts):
        said.append(plain(_near(kept, first=at == 0, last=at == len(parts) - 1)))
        said += [f"~~{plain(gone)}~~"] if gone.split() and gone.split() != come.split() else []
        said += [f"**{plain(come)}**"] if come.split() and gone.split() != come.split() else []
        said += [plain(come)] if gone.split() == come.split() else []
    return " ".join(filter(None, said))


def _by_whole_words(one: Paragraph) -> Iterable[tuple[str, str, str]]:
    """(kept, gone, come) again and again; letters that touch a change change with it."""
    kept = gone = come = ""
    for at, piece in enumerate(one.pieces):
        if piece.how != "kept":
            gone += piece.text if piece.how == "deleted" else ""
            come += piece.text if piece.how == "inserted" else ""
            continue
        head, middle, tail = _edges(piece.text)
        last = at == len(one.pieces) - 1
        if not middle and not (last and not at):
            gone, come = gone + head, come + head
            continue
        if at and not _ends_in_space(gone, come):
            gone, come, head = gone + head, come + head, ""
        if at:
            yield kept, gone, come
        middle = head + middle
        kept = middle + tail if last else middle
        gone = come = "" if last else tail
    yield kept, gone, come


def _ends_in_space(*sides: str) -> bool:
    return all(side[-1:].isspace() for side in sides if side)


def _edges(text: str) -> tuple[str, str, str]:
    """What of a kept text touches the change before it, what stands alone, what touches the change after it."""
    found = _EDGES.fullmatch(text)
    assert found is not None, "every text has edges"
    head, middle, tail = found.groups()
    return (head, middle, tail) if middle else (head + tail, "", "")


def _near(kept: str, *, first: bool, last: bool) -> str:
    """The words of a kept text that stand near a change."""
    text = " ".join(kept.split())
    if len(text) <= 2 * AROUND:
        return text
    before = "" if first else text[:AROUND].rsplit(" ", 1)[0] + " "
    after = "" if last else " " + text[-AROUND:].split(" ", 1)[-1]
    return f"{before}…{after}"


def contents(text: str, subject: str) -> str:
    """How long the paper is and its headings, with its whole body folded under them."""
    lines = _body(text, subject)
    headings = escape(shortened(" · ".join(line for line in lines if _HEADING.match(line))), quote=False)
    words = sum(len(line.split()) for line in lines)
    whole = escape("\n".join(lines)[:WHOLE], quote=False).replace("\n", "<br>")
    parts = f": {headings}" if headings else ""
    return f"<details><summary>Đọc toàn văn tại đây ({words} chữ){parts}</summary><p>{whole}</p></details>"


def printed(text: str, subject: str, signature: Sequence[str], signer: str) -> str:
    """Bases, signature block and recipients as they will print."""
    lines = _body(text, subject)
    opening = next((at for at, line in enumerate(lines) if _HEADING.match(line)), len(lines))
    bases = [plain(shortened(line, BASIS)) for line in lines[:opening] if _BASIS.match(line)]
    block = " / ".join([*map(plain, signature), f"**{plain(signer)}**"]) if signer else ""
    rows = [("Ký", block), ("Nơi nhận", _recipients(lines)), ("Căn cứ", " ".join(bases))]
    return _part("Sẽ in trên văn bản", [f"- {label}: {value}" for label, value in rows if value])


def warnings(found: Sequence[str]) -> str:
    """What the machine noticed, for the eye of the person."""
    return _part("⚠ Máy nhắc", [f"- {line}" for line in found])


def day(on: date | None) -> str:
    """22/11/2026."""
    return f"{on:%d/%m/%Y}" if on else ""


def _body(text: str, subject: str) -> list[str]:
    """The lines after the paper's subject (all of them when it is not found)."""
    lines = _lines(text)
    ends = [at for at, line in enumerate(lines) if subject.endswith(line)]
    return lines[ends[0] + 1 :] if ends else lines


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _recipients(lines: Sequence[str]) -> str:
    starts = [at for at, line in enumerate(lines) if line.startswith("Nơi nhận")]
    if not starts:
        return ""
    below = lines[starts[-1] + 1 :]
    named = [line[1:].strip(" ;.") for line in below if line.startswith("-")]
    return plain("; ".join(named))


def _part(title: str, lines: Sequence[str]) -> str:
    return f"**{title}**\n\n" + "\n".join(lines) if lines else ""
