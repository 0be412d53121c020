"""Ô 7 and 9: who signs in what name, and who receives the paper (Phụ lục I, Phần I, mục II.7, II.9)."""

import re

from paper.check.anatomy import INTERNAL, Anatomy
from paper.check.lines import Line
from paper.check.naming import ENACTING
from paper.check.places import FOOT, HEAD, Hits, hit, somewhere
from paper.read import grammar
from paper.read.folding import fold, tidy

# Papers that ask or report upwards, and công văn, are addressed (II.9.b).
ADDRESSED = ("TTr",)
_POWERS = ("TM.", "KT.", "TL.", "TUQ.", "Q.")
_POWER_AND_NAME = re.compile(r"^((?:TM|KT|TL|TUQ|Q)\.|)\s*(.*)")
_MISWRITTEN = re.compile(
    r"^(T/M|K/T|T/L|T\.M|K\.T|T\.L)[.:\s]|^(TM|KT|TL|TUQ|Q)\s|^(TM|KT|TL|TUQ)\s*[:/]|^(TM|KT|TL|TUQ)\.\S"
)
_BODIES = re.compile(
    r"^(ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|BAN|TẬP THỂ|ĐẢNG ỦY|HỘI|HỘI NGHỊ|ĐOÀN|TỔ|LIÊN|CHÍNH PHỦ|BCH|QUỐC HỘI)\b"
)
_PERSONS = re.compile(
    r"^(CHỦ TỊCH|(TỔNG )?GIÁM ĐỐC|TRƯỞNG|CHÁNH|HIỆU TRƯỞNG|((CHI|TỔNG) )?CỤC TRƯỞNG|VIỆN TRƯỞNG|BỘ TRƯỞNG|THỦ TRƯỞNG|"
    r"CHỦ NHIỆM|THỦ TƯỚNG)\b"
)
_COMMITTEE = re.compile(r"^(ỦY|UỶ) BAN NHÂN DÂN\b")
_DEPUTY = re.compile(r"^(PHÓ|THỨ TRƯỞNG|PHÓ )")
_FOR_THE_HEAD = re.compile(r"^(K[./]?T|T/?UQ)\b")
# In whose name a deputy signs for the head and not for himself; a standing committee may have its deputies sign for it.
_OF_ONE_HEAD = re.compile(r"^(TM\.\s*(ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND)|TL\.)")
_OF_A_DEPUTY = re.compile(r"^PHÓ\s+|\s+(PHỤ TRÁCH|ĐIỀU HÀNH|THƯỜNG TRỰC)\b.*$")
# Two sign these in capacities of their own, or two parties do.
_SIGNED_BY_TWO = ("BB", "HĐ", "BTT", "BGN", INTERNAL)
_HONOURS = re.compile(
    r"^((GS|PGS|TS|TSKH|ThS|Th\.S|T\.S|BS|BSCK|KS|CN|LS)\b\.?|(NGND|NGƯT|NSND|NSƯT|AHLĐ|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|"
    r"Cử nhân|Giáo sư|Phó Giáo sư|Ông|Bà|Đ/c|Đồng chí|Luật sư)\b)[.\s:]*(?=\S)",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Bộ|Sở|Cục|Chi cục|Phòng|Ban|Văn phòng|Trung tâm|Trường|Công an|Đảng ủy)\b"
)
_SET_IN_MM = 8  # Word itself sets the dashes of a list in by 6.35 mm
_FILE_COPY = re.compile(r"^-\s*Lưu\s*:\s*VT(,\s*\S.*)?\.$")
_DASH = re.compile(r"^-\s*\S")
# What follows the file copy's full stop on its line is the drafter's sign and the number of copies (ô 12).
_DRAFTER = re.compile(r"(?<=\.)\s*[A-ZĐ]{1,4}\.\s*\(?\d+\)?\.?$")


def no_office(paper: Anatomy) -> Hits:
    """No office of the person who signs."""
    if not paper.of("quyen-han") and paper.type != "BB":
        yield somewhere(FOOT)


def no_name(paper: Anatomy) -> Hits:
    """An office without a name below it."""
    if paper.of("quyen-han") and not paper.of("ho-ten"):
        yield hit(paper, paper.of("quyen-han")[-1])


def powers_written(paper: Anatomy) -> Hits:
    """T/M, KT without its dot, and other ways of writing TM., KT., TL., TUQ., Q."""
    for line in paper.of("quyen-han"):
        if _MISWRITTEN.match(line.shown):
            yield hit(paper, line)


def for_a_body(paper: Anatomy) -> Hits:
    """TM. before a person's office: it stands before the name of a body only."""
    for line in paper.of("quyen-han"):
        if line.shown.startswith("TM.") and _PERSONS.match(line.shown[3:].strip()):
            yield hit(paper, line)


def for_a_person(paper: Anatomy) -> Hits:
    """KT., TL., TUQ. or Q. before the name of a body: they stand before an office only."""
    for line in paper.of("quyen-han"):
        power = next((power for power in _POWERS[1:] if line.shown.startswith(power)), None)
        if power and _BODIES.match(line.shown[len(power) :].strip()):
            yield hit(paper, line, power=power)


def deputy_below(paper: Anatomy) -> Hits:
    """KT. without a deputy's office in the next line."""
    lines = paper.of("quyen-han")
    for at, line in enumerate(lines):
        below = lines[at + 1].shown if at + 1 < len(lines) else ""
        if line.shown.startswith("KT.") and not _DEPUTY.match(below):
            yield hit(paper, line)


def deputy_alone(paper: Anatomy) -> Hits:
    """A deputy, be he put in charge, without KT. and the head's office above."""
    lines = paper.of("quyen-han")
    at = next((at for at, line in enumerate(lines) if _DEPUTY.match(line.shown)), None)
    known = paper.of("ten-loai") or paper.of("trich-yeu-cong-van")
    if at is None or not known or paper.type in _SIGNED_BY_TWO:
        return
    above = [line.shown.upper() for line in lines[:at]]
    answered = any(_FOR_THE_HEAD.match(words) or _PERSONS.match(words) for words in above)
    if not answered and (not above or _OF_ONE_HEAD.match(above[0])):
        head = _OF_A_DEPUTY.sub("", lines[at].shown).replace("THỨ TRƯỞNG", "BỘ TRƯỞNG")
        yield hit(paper, lines[at], found=lines[at].shown, head=head)


def own_office_below(paper: Anatomy) -> Hits:
    """TL. or TUQ. without the signer's own office in a line below."""
    lines = paper.of("quyen-han")
    for at, line in enumerate(lines):
        if line.shown.startswith(("TL.", "TUQ.")) and at + 1 == len(lines):
            yield hit(paper, line, power=line.shown.split(".")[0] + ".")


def authority_signed(paper: Anatomy) -> Hits:
    """A decision by the authority of a person signed for a body, or the other way round."""
    for authority, office in zip(paper.of("tham-quyen")[:1], paper.of("quyen-han")[:1], strict=False):
        power, name = _POWER_AND_NAME.findall(office.shown)[0]
        for_body = power == "TM." and _BODIES.match(name) and _PERSONS.match(authority.shown)
        for_person = power != "TM." and _PERSONS.match(name) and _COMMITTEE.match(authority.shown)
        if paper.type == "QĐ" and (for_body or for_person):
            yield hit(paper, office, found=authority.shown)


def one_signatory(paper: Anatomy) -> Hits:
    """Minutes with the name of a single person below them."""
    last = paper.prose[-1].paragraph.index if paper.type == "BB" and paper.prose else None
    if last is None:
        return
    beside = (line for line in paper.body if line.paragraph.index > last)  # who signs on the left is in a cell
    names = [line for line in (*beside, *paper.of("ho-ten")) if grammar.is_name(_HONOURS.sub("", line.text))]
    # Without a table the names of two stand on one line.
    if len(names) == 1 and names[0].paragraph.cell is not None and not names[0].placed_by_hand:
        yield hit(paper, names[0])


def honours(paper: Anatomy) -> Hits:
    """A title or form of address before the signer's name."""
    for line in paper.of("ho-ten")[:1]:
        if found := _HONOURS.match(line.text):
            yield hit(paper, line, found=found.group().strip())


def name_words(paper: Anatomy) -> Hits:
    """A signer's name with a small initial."""
    for line in paper.of("ho-ten")[:1]:
        bare = _HONOURS.sub("", line.text)
        if not grammar.is_upper(line.text) and any(word[0].islower() for word in bare.split()):
            yield hit(paper, line)


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
        if paper.type == "BC" and not paper.of("kinh-gui") and fold("Như trên") in fold(line.text):
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
        should = "." if number == len(lines) else ";"
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
    if paper.of("kinh-gui") and lines and fold("Như trên") not in fold(lines[0].text):
        yield hit(paper, lines[0])


def as_article(paper: Anatomy) -> Hits:
    """A decision whose recipients do not begin with "Như Điều …"."""
    lines = paper.of("danh-sach")
    if paper.type in ENACTING and lines and not fold(lines[0].text).startswith(fold("- Như Điều")):
        yield hit(paper, lines[0])


def level_with_office(paper: Anatomy) -> Hits:
    """ "Nơi nhận" not level with the office of the person who signs."""
    for label, office in zip(paper.of("noi-nhan"), paper.of("quyen-han"), strict=False):
        one, other = label.paragraph.cell, office.paragraph.cell
        apart = one is not None and other is not None and (one.table, one.row) != (other.table, other.row)
        loose = (one is None) != (other is None) or (one is None and not _beside(label, office))
        if (apart or loose) and paper.type != "BB":
            yield hit(paper, label)


def office_at_left(paper: Anatomy) -> Hits:
    """The office of the person who signs in a column left of "Nơi nhận"."""
    offices = [line.paragraph.cell for line in paper.of("quyen-han")]
    for label, office in zip(paper.of("noi-nhan"), paper.of("quyen-han"), strict=False):
        one, other = label.paragraph.cell, office.paragraph.cell
        if one is None or other is None or (one.table, one.row) != (other.table, other.row):
            continue
        all_left = all(cell is not None and cell.column < one.column for cell in offices)
        if all_left and paper.type not in _SIGNED_BY_TWO:
            yield hit(paper, office)


def recipients_set_in(paper: Anatomy) -> Hits:
    """ "Nơi nhận" or the dash of a recipient more than 8 mm from the left edge of its column."""
    for line in (*paper.of("noi-nhan"), *(line for line in paper.of("danh-sach") if _DASH.match(line.text))):
        setting = line.paragraph.setting
        loose = line.placed_by_hand or line.paragraph.boxed or setting.align not in ("left", "both")
        if not loose and setting.left + setting.first > _SET_IN_MM:
            yield hit(paper, line, found=f"{setting.left + setting.first:.0f}")


def _beside(label: Line, office: Line) -> bool:
    """Whether text boxes, tabs or columns put the two side by side outside of a table."""
    return label.paragraph.boxed or office.paragraph.boxed or label.beside


def _placeholder(line: Line) -> bool:
    return set(line.text) <= set("-. …;")
