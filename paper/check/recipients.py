"""Ô 9: to whom a paper is addressed, and who receives it (Phụ lục I, Phần I, mục II.9)."""

import re

from paper.check.anatomy import INTERNAL, Anatomy
from paper.check.lines import Line
from paper.check.naming import ENACTING
from paper.check.places import FOOT, HEAD, Hits, hit, somewhere
from paper.read.folding import fold, tidy

# Papers that ask or report upwards, and công văn, are addressed (II.9.b).
ADDRESSED = ("TTr",)
_AGENCY = re.compile(
    r"^(Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Bộ|Sở|Cục|Chi cục|Phòng|Ban|Văn phòng|Trung tâm|Trường|Công an|Đảng ủy)\b"
)
_SET_IN_MM = 8  # Word itself sets the dashes of a list in by 6.35 mm
_FILE_COPY = re.compile(r"^-\s*Lưu\s*:\s*VT(,\s*\S.*)?\.$")
_AS_ABOVE, _AS_ARTICLE = fold("Như trên"), fold("- Như Điều")
_KEPT = re.compile(r"^\W*Lưu\b")
_DASH = re.compile(r"^-\s*\S")
# What follows the file copy's full stop on its line is the drafter's sign and the number of copies (ô 12).
_DRAFTER = re.compile(r"(?<=\.)\s*[A-ZĐ]{1,4}\.\s*\(?\d+\)?\.?$")


def no_addressee(paper: Anatomy) -> Hits:
    """No "Kính gửi" in a tờ trình or a công văn."""
    dispatch = paper.type is None and paper.of("trich-yeu-cong-van")
    if (dispatch or paper.type in ADDRESSED) and not paper.of("kinh-gui"):
        yield somewhere(HEAD)


def addressee_colon(paper: Anatomy) -> Hits:
    """No colon after "Kính gửi"."""
    for line in paper.of("kinh-gui")[:1]:
        if not re.match(r"Kính gửi\s*:", line.text, re.IGNORECASE):
            yield hit(paper, line)


def addressee_lines(paper: Anatomy) -> Hits:
    """One addressee not on the line of "Kính gửi:", or several on it."""
    lines = paper.of("kinh-gui")
    if not lines:
        return
    on_line = lines[0].text.partition(":")[2].strip()
    if len(lines) == 2 or (len(lines) == 1 and ";" in on_line.rstrip(";.")) or (len(lines) > 2 and on_line):
        yield hit(paper, lines[0])


def addressees_by_comma(paper: Anatomy) -> Hits:
    """Two agencies of one sort on the line of "Kính gửi:", parted by a comma."""
    lines = paper.of("kinh-gui")
    for line in lines if len(lines) == 1 else ():
        on_line = re.sub(r"\(.*?\)", "", line.text.partition(":")[2])
        first, *others = (_AGENCY.match(name.strip()) for name in on_line.split(","))
        if first and any(other and other.group() == first.group() for other in others):
            yield hit(paper, line)


def addressee_ends(paper: Anatomy) -> Hits:
    """Several addressees whose lines do not begin with "-" and end in ";", the last in "."."""
    lines = paper.of("kinh-gui")[1:]
    for number, line in enumerate(lines, start=1):
        should = "." if number == len(lines) else ";"
        if len(lines) > 1 and not (_DASH.match(line.text) and line.text.endswith(should)):
            yield hit(paper, line, should=should)


def addressee_aligned(paper: Anatomy) -> Hits:
    """Dashes of several addressees that do not stand below each other."""
    lines = paper.of("kinh-gui")[1:]
    edges = [line.paragraph.setting.left + line.paragraph.setting.first for line in lines]
    by_hand = any(line.placed_by_hand for line in lines)
    for line, edge in zip(lines, edges, strict=True):
        if not by_hand and abs(edge - edges[0]) > 1:
            yield hit(paper, line)


def no_recipients(paper: Anatomy) -> Hits:
    """No "Nơi nhận"."""
    if not paper.of("noi-nhan") and paper.type != INTERNAL:
        yield somewhere(FOOT)


def as_above_of_nobody(paper: Anatomy) -> Hits:
    """ "Như trên" among the recipients of a report without "Kính gửi"."""
    for line in paper.of("danh-sach"):
        if paper.type == "BC" and not paper.of("kinh-gui") and _AS_ABOVE in fold(line.text):
            yield hit(paper, line)


def recipients_colon(paper: Anatomy) -> Hits:
    """No colon after "Nơi nhận"."""
    for line in paper.of("noi-nhan"):
        if not re.fullmatch(r"Nơi nhận\s*:", line.text, re.IGNORECASE):
            yield hit(paper, line)


def recipients_dashes(paper: Anatomy) -> Hits:
    """A line of the recipients that does not begin with "-"."""
    for line in paper.of("danh-sach"):
        if not _DASH.match(line.text):
            yield hit(paper, line)


def recipients_ends(paper: Anatomy) -> Hits:
    """A line of the recipients that does not end in ";", or the last in "."."""
    lines = paper.of("danh-sach")
    for number, line in enumerate(lines, start=1):
        last = number == len(lines)
        should = "." if last else ";"
        if last and not _KEPT.match(line.text):
            continue  # it is not the last one, once the line of the file copy is there
        if not _DRAFTER.sub("", line.text).endswith(should) and not _placeholder(line):
            yield hit(paper, line, should=should)


def file_copy(paper: Anatomy) -> Hits:
    """The last line of the recipients is not "- Lưu: VT, …."."""
    lines = paper.of("danh-sach")
    for line in lines[-1:]:
        words = _DRAFTER.sub("", tidy(line.text))
        words = words if words.endswith(".") else f"{words}."
        if not _FILE_COPY.match(re.sub(r"^[•+–—]", "-", words)):
            yield hit(paper, line)


def as_above(paper: Anatomy) -> Hits:
    """An addressed paper whose recipients do not begin with "Như trên"."""
    lines = paper.of("danh-sach")
    if paper.of("kinh-gui") and lines and _AS_ABOVE not in fold(lines[0].text):
        yield hit(paper, lines[0])


def as_article(paper: Anatomy) -> Hits:
    """A decision whose recipients do not begin with "Như Điều …"."""
    lines = paper.of("danh-sach")
    if paper.type in ENACTING and lines and not fold(lines[0].text).startswith(_AS_ARTICLE):
        yield hit(paper, lines[0])


def level_with_office(paper: Anatomy) -> Hits:
    """ "Nơi nhận" not level with the office of the person who signs."""
    for label, office in paper.pairs("noi-nhan", "quyen-han"):
        if paper.type != "BB" and not _are_level(label, office):
            yield hit(paper, label)


def recipients_set_in(paper: Anatomy) -> Hits:
    """ "Nơi nhận" or the dash of a recipient more than 8 mm from the left edge of its column."""
    for line in (*paper.of("noi-nhan"), *(line for line in paper.of("danh-sach") if _DASH.match(line.text))):
        setting = line.paragraph.setting
        loose = line.placed_by_hand or line.paragraph.boxed or setting.align not in ("left", "both")
        if not loose and setting.left + setting.first > _SET_IN_MM:
            yield hit(paper, line, found=f"{setting.left + setting.first:.0f}")


def _are_level(label: Line, office: Line) -> bool:
    """Whether the two stand side by side: in two cells of one row, or outside of a table by boxes, tabs or columns."""
    one, other = label.paragraph.cell, office.paragraph.cell
    if one is None or other is None:
        return one is other and (label.paragraph.boxed or office.paragraph.boxed or label.beside)
    return (one.table, one.row) == (other.table, other.row) and one.spot != other.spot


def _placeholder(line: Line) -> bool:
    return set(line.text) <= set("-. …;")
