"""Ô 7: who signs, in whose name, with which office and name (Phụ lục I, Phần I, mục II.7)."""

import re
from itertools import islice

from paper.check.anatomy import INTERNAL, Anatomy
from paper.check.places import FOOT, Hits, hit, somewhere
from paper.read import grammar

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
    r"^(((GS|PGS|TS|TSKH|ThS|Th\.S|T\.S|BS|BSCK|KS|CN|LS)\b|(NGND|NGƯT|NSND|NSƯT|AHLĐ|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|"
    r"Cử nhân|Giáo sư|Phó Giáo sư|Ông|Bà|Đ/c|Đồng chí|Luật sư)\b)[.,\s:]*)+(?=\S)",
    re.IGNORECASE,
)


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
        below = lines[at + 1 : at + 2]
        if line.shown.startswith("KT.") and not any(_DEPUTY.match(one.shown) for one in below):
            yield hit(paper, line)


def deputy_alone(paper: Anatomy) -> Hits:
    """A deputy, be he put in charge, without KT. and the head's office above."""
    lines = paper.of("quyen-han")
    at = next((at for at, line in enumerate(lines) if _DEPUTY.match(line.shown)), None)
    known = paper.of("ten-loai") or paper.of("trich-yeu-cong-van")
    if at is None or not known or paper.type in _SIGNED_BY_TWO:
        return
    above = [line.shown.upper() for line in lines[:at]]
    head = _OF_A_DEPUTY.sub("", lines[at].shown).replace("THỨ TRƯỞNG", "BỘ TRƯỞNG")
    # Who heads one body may be another one's deputy: "TRƯỞNG BAN", below it "PHÓ CHỦ TỊCH UBND HUYỆN".
    answered = any(_FOR_THE_HEAD.match(words) or (_PERSONS.match(words) and words != head) for words in above)
    if not answered and (not above or head in above or _OF_ONE_HEAD.match(above[0])):
        yield hit(paper, lines[at], found=lines[at].shown, head=head)


def own_office_below(paper: Anatomy) -> Hits:
    """TL. or TUQ. without the signer's own office in a line below."""
    for line in paper.of("quyen-han")[-1:]:
        if line.shown.startswith(("TL.", "TUQ.")):
            yield hit(paper, line, power=line.shown.split(".")[0] + ".")


def authority_signed(paper: Anatomy) -> Hits:
    """A decision by the authority of a person signed for a body, or the other way round."""
    for authority, office in islice(paper.pairs("tham-quyen", "quyen-han"), 1):
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


def office_at_left(paper: Anatomy) -> Hits:
    """The office of the person who signs in a column left of "Nơi nhận"."""
    offices = [line.paragraph.cell for line in paper.of("quyen-han")]
    for label, office in paper.pairs("noi-nhan", "quyen-han"):
        one, other = label.paragraph.cell, office.paragraph.cell
        if one is None or other is None or (one.table, one.row) != (other.table, other.row):
            continue
        all_left = all(cell is not None and cell.column < one.column for cell in offices)
        if all_left and paper.type not in _SIGNED_BY_TWO:
            yield hit(paper, office)
