"""What a *phiếu trình* says, part by part, as Markdown. What people wrote is escaped: a subject is never markup."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from html import escape

from rules.deadlines import VIETNAM

SHORT, BASIS, SHOWN_LINES, WHOLE = 320, 220, 8, 30_000  # letters, letters, paragraphs, letters
# Where the body of a paper begins: its first numbered heading.
_HEADING = re.compile(r"^[IVX]+\. ")
_BASIS = re.compile(r"^(Căn cứ|Thực hiện|Theo|Xét) ")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&-])")
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


def change(old: str, new: str, reason: str) -> str:
    """What the mended draft changed, paragraph by paragraph; `reason` is what it came back for."""
    before, now = old.split("\n"), new.split("\n")
    gone: list[str] = []
    come: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += before[i:j]
            come += now[k:m]
    lines = [f"- Thêm: {plain(shortened(line))}" for line in come[:SHOWN_LINES]]
    lines += [f"- Bỏ: ~~{plain(shortened(line))}~~" for line in gone[:SHOWN_LINES]]
    hidden = max(0, len(come) - SHOWN_LINES) + max(0, len(gone) - SHOWN_LINES)
    lines += [f"- và {hidden} đoạn khác"] if hidden else []
    because = [f"- Lần trước bị trả lại: “{plain(reason)}”"] if reason else []
    return _part("Khác lần trình trước", because + (lines or ["- Không đoạn văn nào khác."]))


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
