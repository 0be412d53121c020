"""From the lines of a paper to its facts; the same for docx and PDF, which differ only in how lines are found."""

import itertools
import re
from dataclasses import dataclass
from datetime import date

from paper.compose.wording import issuer_at
from paper.read import grammar
from paper.read.folding import fold, tidy

_HEAD_LINES = 40
_TAIL_LINES = 40
_SUBJECT_ENDS = re.compile(r"^(Kính gửi|Căn cứ|Thực hiện .{0,40}số \d|Theo |[IVX]+\. |\d+\. )")
# A type's kinds in `rules.kinds`, told apart by words of the subject; the first that fits.
_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "KH": (("plan", ""),),
    "BC": (("report_h1", r"6 tháng|sáu tháng|sơ kết"), ("report_annual", "")),
    "TTr": (("submission", ""),),
    "QĐ": (("commendation", r"khen thưởng|tặng|giấy khen"), ("classification", r"xếp loại|đánh giá")),
    "TB": (("notice", ""),),
    "BB": (("minutes", ""),),
    "GM": (("invitation", ""),),
}


@dataclass(frozen=True)
class Line:
    """One line of print. `centred` as laid out; `continued` when the author broke the line inside one paragraph."""

    text: str
    centred: bool = False
    continued: bool = False


@dataclass(frozen=True)
class PaperFacts:
    """What a paper says of itself. Empty or None is what it does not say; nothing is guessed from its bases.

    `type` is the abbreviation of its title ("KH", "BC", "TTr", "QĐ"), None for a công văn; `kind` the code of
    `rules.kinds` where the words tell it. `number` is None on an unnumbered draft. `header` is ô 2 line by line,
    `issuer` its last name in one line (upper case, "" without a header). `cited` holds codes such as
    "15/KH-UBND". `recipients` are the dashed lines of ô 9b without their signs, `file_copy` what follows "Lưu:" there.
    """

    kind: str | None
    type: str | None
    number: int | None
    symbol: str | None
    place: str | None
    issued_on: date | None
    header: tuple[str, ...]
    issuer: str
    subject: str
    signature_lines: tuple[str, ...]
    signer: str | None
    cited: tuple[str, ...]
    party: bool
    text: str
    recipients: tuple[str, ...] = ()
    file_copy: str = ""

    @property
    def code(self) -> str | None:
        """Number and symbol as cited: "05/KH-UBND", "55-KH/HU"; None on an unnumbered paper."""
        if self.number is None or self.symbol is None:
            return None
        return f"{self.number:02d}{'-' if self.party else '/'}{self.symbol}"


def gather(lines: tuple[Line, ...]) -> PaperFacts:
    """Put a paper's facts together from its lines in reading order (header cells left before right)."""
    lines = tuple(line for line in lines if tidy(line.text))
    title_at = next((at for at, line in enumerate(lines[:_HEAD_LINES]) if grammar.title(line.text)), None)
    head = lines[: _head_end(lines) if title_at is None else title_at]
    number = next(filter(None, (grammar.number_line(line.text) for line in head)), None)
    place = next(filter(None, (grammar.place_line(_without_number(line.text)) for line in head)), None)
    kind_type = grammar.title(lines[title_at].text) if title_at is not None else None
    header = _header(head)
    subject = _subject(lines, head, title_at)
    offices, signer = _signature(lines, kind_type)
    recipients, file_copy = _recipients(lines)
    return PaperFacts(
        kind=_kind(kind_type, subject),
        type=kind_type,
        number=number.number if number else None,
        symbol=number.symbol if number else None,
        place=place.place if place else None,
        issued_on=place.issued_on if place else None,
        header=header,
        issuer=" ".join(header[issuer_at(header) :]) if header else "",
        subject=subject,
        signature_lines=offices,
        signer=signer,
        cited=grammar.codes("\n".join(line.text for line in lines[len(head) :])),
        party=_of_the_party(head, number),
        text="\n".join(tidy(line.text) for line in lines),
        recipients=recipients,
        file_copy=file_copy,
    )


def _of_the_party(head: tuple[Line, ...], number: grammar.NumberLine | None) -> bool:
    """Whether the party's heading stands there, or its way of numbering where no Quốc hiệu says otherwise."""
    national = [line.text for line in head if grammar.is_national(line.text)]
    return any(map(grammar.is_party_heading, national)) or bool(number and number.party and not national)


def _head_end(lines: tuple[Line, ...]) -> int:
    """Where the head of a paper without a title (công văn) ends: after number, date and "V/v", before "Kính gửi"."""
    ends = (at for at, line in enumerate(lines[:_HEAD_LINES]) if tidy(line.text).startswith(("Kính gửi", "Căn cứ")))
    return next(ends, min(len(lines), 12))


def _without_number(text: str) -> str:
    number = grammar.number_line(text)
    return number.rest if number else text


def _header(head: tuple[Line, ...]) -> tuple[str, ...]:
    """Ô 2: the lines in capitals above the number, without Quốc hiệu and Tiêu ngữ."""
    found: list[str] = []
    for line in head:
        if grammar.number_line(line.text):
            break
        if grammar.is_upper(line.text) and not grammar.is_national(line.text):
            found.append(tidy(line.text))
    return tuple(found)


def _subject(lines: tuple[Line, ...], head: tuple[Line, ...], title_at: int | None) -> str:
    """Ô 5a: what follows the title in its paragraph or, centred, below it; without a title the "V/v" of ô 5b."""
    if title_at is None:
        return _subject_of_letter(head)
    taken: list[str] = []
    for line in lines[title_at + 1 :]:
        if taken and not (line.continued or line.centred):
            break
        if _SUBJECT_ENDS.match(tidy(line.text)) and not line.continued:
            break
        if taken and grammar.is_upper(line.text):
            break
        taken.append(tidy(line.text))
    return " ".join(taken)


def _subject_of_letter(head: tuple[Line, ...]) -> str:
    """What follows "V/v", on the lines below too: they end with the left cell, where the right one has Quốc hiệu or
    the place."""
    starts = (at for at, line in enumerate(head) if fold(line.text).startswith("v/v"))
    at = next(starts, len(head))
    cell = itertools.takewhile(
        lambda line: (
            not (grammar.is_upper(line.text) or grammar.place_line(line.text) or grammar.is_national(line.text))
        ),
        head[at:],
    )
    return " ".join(tidy(line.text) for line in cell)[3:].strip()


def _kind(kind_type: str | None, subject: str) -> str | None:
    words = fold(subject)
    rules = _KINDS.get(kind_type or "", ())
    return next((kind for kind, sign in rules if re.search("|".join(map(fold, sign.split("|"))), words)), None)


def _recipients(lines: tuple[Line, ...]) -> tuple[tuple[str, ...], str]:
    """Ô 9b: the dashed lines below the last "Nơi nhận", the one of the file copy apart.

    A list longer than its page goes on below the signature, and on the next page below its number.
    """
    starts = [at for at, line in enumerate(lines) if fold(line.text).startswith(fold("Nơi nhận"))]
    dashed: list[str] = []
    for line in lines[starts[-1] + 1 :] if starts else ():
        if tidy(line.text).startswith("-"):
            dashed.append(tidy(line.text).lstrip("- ").rstrip(";. "))
        elif not (grammar.is_office(line.text) or grammar.is_name(line.text) or tidy(line.text).isdigit()):
            break
    kept = next((line for line in dashed if fold(line).startswith(fold("Lưu"))), "")
    return tuple(line for line in dashed if line != kept), kept.partition(":")[2].strip()


def _signature(lines: tuple[Line, ...], kind_type: str | None) -> tuple[tuple[str, ...], str | None]:
    """Ô 7: the lines of office after the last "Nơi nhận" (of a biên bản before it; where there is none, at the end),
    and the first name below them."""
    starts = [at for at, line in enumerate(lines) if fold(line.text).startswith(fold("Nơi nhận"))]
    tail = lines[starts[-1] :] if starts else lines[-_TAIL_LINES:]
    if starts and kind_type == "BB" and not any(grammar.is_office(line.text) for line in tail):
        tail = lines[max(0, starts[-1] - _TAIL_LINES) : starts[-1]]
    opening = next((at for at, line in enumerate(tail) if grammar.is_office(line.text)), None)
    if opening is None:
        return (), None
    offices: list[str] = []
    for line in tail[opening:]:
        if not grammar.is_upper(line.text):
            break
        offices.append(tidy(line.text))
    below = tail[opening + len(offices) :]
    return tuple(offices), next((tidy(line.text) for line in below if grammar.is_name(line.text)), None)
