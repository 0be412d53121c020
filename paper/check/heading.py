"""Ô 1 to 5: presence, words and places of Quốc hiệu, issuer, number, place and date, title and subject."""

import re
from datetime import date
from itertools import islice

from paper.check.anatomy import INTERNAL, Anatomy
from paper.check.lines import Line
from paper.check.places import HEAD, Hits, hit, somewhere
from paper.compose.wording import QUOC_HIEU, TIEU_NGU
from paper.read import grammar
from paper.read.folding import fold, hyphened, tidy

# Minutes have no place and date (Phụ lục III, mẫu 1.9), leave and introduction slips no subject (1.8, 1.10).
UNDATED = ("BB",)
_WITHOUT_SUBJECT = (fold("GIẤY GIỚI THIỆU"), fold("GIẤY NGHỈ PHÉP"))
OFFICE_OR_UNIT = "tên cơ quan, đơn vị soạn thảo"
_ABBREVIATED = re.compile(r"^(UBND|HĐND|UBMTTQ|BCH|VP|BQL)\b")
_ANY_NUMBER = re.compile(
    r"^\W*số(?P<colon>\s*:?)(?P<number>[\s\d.…_‥·]*)(?P<joint>[^\s\d\w.…_‥·]?)(?P<symbol>.*)$", re.IGNORECASE
)
_GROUP = re.compile(r"[A-ZĐ][A-ZĐa-zđ]*\d{0,4}(?:-[A-ZĐ][A-ZĐa-zđ]*\d{0,4})*")
_SMALL_LETTERS_ALLOWED = ("TTr", "QyĐ", "CTr", "TrS")
_KINDS_IN_SYMBOLS = (*grammar.TITLES.values(), "CV")
_PLACE_DATE = re.compile(
    r"^(?P<place>[^,]*?)(?P<comma>,?)\s*ngày(?P<day>[\s\d.…_]*)tháng(?P<month>[\s\d.…_]*)năm(?P<year>[\s\d.…_]*)",
    re.IGNORECASE,
)
# How a place that is one of these begins (Phụ lục I, Mục V: "Thành phố Hồ Chí Minh, ngày …").
_AREA = re.compile(r"^(Thành phố|Thị xã|Thị trấn|Đặc khu)\s+")
_SIX_POINTS, _OFF = 6.0, 0.5
_LONGEST_SUBJECT = 250


def no_nation(paper: Anatomy) -> Hits:
    """No Quốc hiệu in the head."""
    if not paper.of("quoc-hieu"):
        yield somewhere(HEAD)


def no_motto(paper: Anatomy) -> Hits:
    """No Tiêu ngữ in the head."""
    if not paper.of("tieu-ngu"):
        yield somewhere(HEAD)


def nation_words(paper: Anatomy) -> Hits:
    """Quốc hiệu in other words."""
    for line in paper.of("quoc-hieu"):
        if fold(line.text) != fold(QUOC_HIEU):
            yield hit(paper, line)


def motto_words(paper: Anatomy) -> Hits:
    """Tiêu ngữ with other words, capitals, hyphens or spaces."""
    for line in paper.of("tieu-ngu"):
        same = fold(line.text) == fold(TIEU_NGU) and hyphened(line.text) == line.text
        capitals = [word[:1].isupper() for word in line.text.split() if word != "-"]
        if not same or (line.shown != line.shown.upper() and capitals != _CAPITALS):
            yield hit(paper, line)


_CAPITALS = [word[0].isupper() for word in TIEU_NGU.split() if word != "-"]


def nation_place(paper: Anatomy) -> Hits:
    """Quốc hiệu not at the top right: in a left cell, or below the title."""
    for line in paper.of("quoc-hieu"):
        cell = line.paragraph.cell
        below = any(other.paragraph.index < line.paragraph.index for other in paper.of("so-ky-hieu")) and cell is None
        if below or (cell is not None and cell.columns > 1 and cell.column == 1):
            yield hit(paper, line)


def nation_spacing(paper: Anatomy) -> Hits:
    """Quốc hiệu and Tiêu ngữ further apart than single spacing."""
    for one, other in paper.pairs("quoc-hieu", "tieu-ngu"):
        if _wide_apart(one, other):
            yield hit(paper, other)


def issuer_spacing(paper: Anatomy) -> Hits:
    """The issuer's name further below its superior's than single spacing."""
    for line in paper.of("ban-hanh")[:1]:
        if any(_wide_apart(above, line) for above in paper.of("chu-quan")[-1:]):
            yield hit(paper, line)


def _wide_apart(one: Line, other: Line) -> bool:
    upper, lower = one.paragraph.setting, other.paragraph.setting
    wide = lower.line_rule == "auto" and lower.line > 1.1
    return one.paragraph is not other.paragraph and (wide or max(upper.after, lower.before) > _SIX_POINTS)


def no_issuer(paper: Anatomy) -> Hits:
    """No name of the issuing agency in the head."""
    if not paper.of("ban-hanh"):
        yield somewhere(HEAD)


def issuer_abbreviated(paper: Anatomy) -> Hits:
    """The issuer's own name abbreviated; only its superior's may be."""
    for line in paper.of("ban-hanh")[:1]:
        if _ABBREVIATED.match(line.shown):
            yield hit(paper, line)


def issuer_place(paper: Anatomy) -> Hits:
    """The issuer not at the left, or below its number."""
    number = paper.of("so-ky-hieu")
    for line in paper.of("ban-hanh")[:1]:
        cell = line.paragraph.cell
        at_right = cell is not None and cell.columns > 1 and cell.column == cell.columns
        below = bool(number) and number[0].paragraph.index < line.paragraph.index
        if at_right or below:
            yield hit(paper, line)


def no_number(paper: Anatomy) -> Hits:
    """No line for number and symbol."""
    if not paper.of("so-ky-hieu") and paper.type != INTERNAL:
        yield somewhere(HEAD)


def number_colon(paper: Anatomy) -> Hits:
    """No colon after "Số"."""
    for line in paper.of("so-ky-hieu"):
        found = _ANY_NUMBER.match(tidy(line.text))
        if found and ":" not in found["colon"]:
            yield hit(paper, line)


def number_zero(paper: Anatomy) -> Hits:
    """A number below 10 without its zero; a number not given yet is no fault."""
    for line in paper.of("so-ky-hieu"):
        found = _ANY_NUMBER.match(tidy(line.text))
        digits = re.sub(r"\D", "", found["number"]) if found else ""
        if len(digits) == 1:
            yield hit(paper, line, should=f"0{digits}")


def symbol_grammar(paper: Anatomy) -> Hits:
    """Number and symbol not joined by "/", or groups not in capitals joined by "-" without spaces."""
    for line in paper.of("so-ky-hieu"):
        found = _ANY_NUMBER.match(tidy(line.text))
        symbol = found["symbol"].strip() if found else ""
        if not found or found["joint"] != "/" or not _GROUP.fullmatch(symbol) or _small(symbol):
            yield hit(paper, line)


def _small(symbol: str) -> bool:
    return any(group != group.upper() for group in symbol.split("-") if group not in _SMALL_LETTERS_ALLOWED)


def symbol_kind(paper: Anatomy) -> Hits:
    """The symbol of a titled paper does not begin with its kind's abbreviation, or that of a công văn does."""
    symbol, kind = paper.facts.symbol, paper.type
    if symbol is None:
        return
    first = re.split("[-/]", symbol)[0]
    for line in paper.of("so-ky-hieu"):
        # Small letters are another rule's matter; capitals where the decree's list has a small one, "TTR", are not.
        if kind is not None and first not in (kind, kind.lower()):
            yield hit(paper, line, found=first, should=f"{kind}-…")
        elif kind is None and paper.of("trich-yeu-cong-van") and first in _KINDS_IN_SYMBOLS:
            yield hit(paper, line, found=first, should=OFFICE_OR_UNIT)


def no_place(paper: Anatomy) -> Hits:
    """No place and date, or a date without its place."""
    if not paper.of("dia-danh") and paper.type not in UNDATED:
        yield somewhere(HEAD)
    for line in paper.of("dia-danh"):
        if _place_of(line) == "":
            yield hit(paper, line)


def _place_of(line: Line) -> str | None:
    """The name before a date written out; None before any other."""
    found = _PLACE_DATE.search(line.text)
    return found["place"].strip() if found else None


def date_in_full(paper: Anatomy) -> Hits:
    """A date not written out as ngày … tháng … năm …."""
    for line in paper.of("dia-danh"):
        if not _PLACE_DATE.search(line.text):
            yield hit(paper, line)


def place_comma(paper: Anatomy) -> Hits:
    """No comma between place and date."""
    for line in paper.of("dia-danh"):
        found = _PLACE_DATE.search(line.text)
        if found and found["place"] and not found["comma"]:
            yield hit(paper, line)


def place_capital(paper: Anatomy) -> Hits:
    """A syllable of the place that begins with a small letter."""
    for line in paper.of("dia-danh"):
        name = _place_of(line) or ""
        if any(word[0].islower() for word in re.split(r"[\s-]+", _AREA.sub("", name)) if word):
            yield hit(paper, line, name)


def date_zero(paper: Anatomy) -> Hits:
    """A day below 10, or January or February, without its zero."""
    for line in paper.of("dia-danh"):
        found = _PLACE_DATE.search(line.text)
        day, month = (re.sub(r"\D", "", found[part]) if found else "" for part in ("day", "month"))
        if len(day) == 1 or month in ("1", "2"):
            yield hit(paper, line)


def date_exists(paper: Anatomy) -> Hits:
    """A day that no calendar has."""
    for line in paper.of("dia-danh"):
        found = _PLACE_DATE.search(line.text)
        figures = [re.sub(r"\D", "", found[part]) if found else "" for part in ("year", "month", "day")]
        try:
            date(*(int(figure or 1) for figure in figures))
        except ValueError:
            yield hit(paper, line)


def same_row(paper: Anatomy) -> Hits:
    """Number and date not on one line, or the date above Tiêu ngữ."""
    for number, place in paper.pairs("so-ky-hieu", "dia-danh"):
        one, other = number.paragraph.cell, place.paragraph.cell
        if one is not None and other is not None:
            apart = (one.table, one.row) != (other.table, other.row)
        else:
            boxed = place.paragraph.boxed or number.paragraph.boxed
            apart = one is other and not boxed and place.paragraph is not number.paragraph
        above = any(place.paragraph.index < motto.paragraph.index for motto in paper.of("tieu-ngu"))
        if apart or above:
            yield hit(paper, place)


def no_title(paper: Anatomy) -> Hits:
    """Neither the title of a kind nor the "V/v" of a công văn."""
    if not paper.of("ten-loai") and not paper.of("trich-yeu-cong-van"):
        yield somewhere(HEAD)


def title_too_long(paper: Anatomy) -> Hits:
    """More in the line of the title than the name of a kind."""
    for line in paper.of("ten-loai"):
        title = grammar.longer_title(line.shown.upper())
        if title is not None:
            yield hit(paper, line, should=title)


def title_of_kind(paper: Anatomy) -> Hits:
    """Another title than the kind that the paper was handed in as."""
    from rules.kinds import KINDS

    kind = KINDS.get(paper.context.kind or "")
    if kind is None:
        return
    for line in paper.of("ten-loai") or (paper.of("trich-yeu-cong-van")[:1] if kind.abbreviation else ()):
        title = grammar.longer_title(line.shown.upper()) or line.text
        if fold(title).rstrip(" :.") != fold(kind.title):
            yield hit(paper, line, should=kind.title)


def no_subject(paper: Anatomy) -> Hits:
    """A title without its subject."""
    for line in paper.of("ten-loai"):
        if not paper.of("trich-yeu") and fold(line.text) not in _WITHOUT_SUBJECT:
            yield hit(paper, line)


def long_subject(paper: Anatomy) -> Hits:
    """A subject that is no short sentence any more."""
    for code in ("trich-yeu", "trich-yeu-cong-van"):
        words = " ".join(line.text for line in paper.of(code))
        if len(words) > _LONGEST_SUBJECT:
            yield hit(paper, paper.of(code)[0], words, letters=len(words), at_most=_LONGEST_SUBJECT)


def dispatch_sign(paper: Anatomy) -> Hits:
    """ "V/v" written in another way."""
    for line in paper.of("trich-yeu-cong-van")[:1]:
        if not line.text.startswith("V/v ") and not grammar.is_upper(line.shown):
            yield hit(paper, line)


def dispatch_space(paper: Anatomy) -> Hits:
    """ "V/v" not 6 points below the number."""
    for number, line in islice(paper.pairs("so-ky-hieu", "trich-yeu-cong-van"), 1):
        above, below = number.paragraph, line.paragraph
        space = max(below.setting.before, above.setting.after)
        if above is not below and abs(space - _SIX_POINTS) > _OFF:
            yield hit(paper, line)
