"""Ô 6: bases, cited papers, and the paragraphs of the text (Phụ lục I, Phần I, mục II.6)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from paper.check import capitals
from paper.check.anatomy import Anatomy
from paper.check.letters import figure
from paper.check.lines import Line, seen
from paper.check.places import FOOT, Hits, ending, hit, somewhere
from paper.read.folding import hyphened

INDENTS_MM = (10.0, 12.7)
LEAST_SPACE_PT = 6.0
_INDENT_OFF, _SPACE_OFF = 0.4, 0.2
_SINGLE = 1.15  # the height of a single line of Times New Roman, in its size
_LINES = (1.0, 1.5)
_SHORT = 90  # letters that fill a line: from there on a paragraph is no heading
_OF_A_SENTENCE = re.compile(r"^[-–+•]|[.;]$")
# Types that hold nothing but what a paper of the state is called.
_TYPES = (
    "Nghị quyết|Quyết định|Chỉ thị|Nghị định|Thông tư|Kế hoạch|Công văn|Báo cáo|Tờ trình|Thông báo|Hướng dẫn|"
    "Chương trình|Kết luận|Quy định|Quy chế|Đề án|Công điện"
)
CITED = re.compile(
    rf"(?P<type>{_TYPES})\s+(?:liên tịch\s+)?số\s*:?\s*(?P<code>\d+[/-][\wĐđ/-]*\w)(?=(?P<rest>[^;]*))", re.IGNORECASE
)
_DATE = re.compile(
    r"^\W*(ký\s+|ban hành\s+)?ngày\s+\d{1,2}(\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|[/.-]\d{1,2}[/.-]\d{4})", re.IGNORECASE
)
_OF = re.compile(r"^[^,;.]{0,60}\bcủa\b", re.IGNORECASE)
_OF_BEFORE = re.compile(r"\bcủa\s+[^;.]{2,80}\s+tại\s*$")  # "Theo đề nghị của Phòng Tư pháp tại Tờ trình số …"
_LAW_WITH_NUMBER = re.compile(
    r"\b(Bộ luật|Luật|Pháp lệnh)\b[^;]{0,120}?\bsố\s*:?\s*\d+/\d{4}/[A-ZĐ]+\d*(-[A-ZĐ]+\d*)*", re.IGNORECASE
)
_INNER_BASE = re.compile(r";\s*(Căn cứ|Theo đề nghị)\b")
_ARTICLE = re.compile(r"^Điều\s+(?P<number>[\dIVXLivxl]+)(?P<dot>\s*[.:]?)", re.IGNORECASE)
_DIVISION = re.compile(r"^(?P<name>Phần|Chương|Mục|Tiểu mục)\s+(?P<number>\S+)", re.IGNORECASE)
_ROMAN = re.compile(r"^[IVXLC]+[.:]?$")
_CLAUSE = re.compile(r"^(?P<number>\d{1,2})(?P<sign>\s*[.)/:-]+)\s*(?=\D)")
_POINT = re.compile(r"^(?P<letter>[a-zđ])(?P<sign>\s*[.)/:-])\s+\S")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_HEAD_OF = re.compile(r"\b(trưởng|phó)\s$", re.IGNORECASE)
_ENDS = "./."


def base_ends(paper: Anatomy) -> Hits:
    """A base that does not end in ";", or the last one in "."."""
    bases = paper.of("can-cu")
    for number, line in enumerate(bases, start=1):
        should = "." if number == len(bases) else ";"
        # "Căn cứ … như sau:" leads into the text in one sentence with it.
        if not line.text.endswith(should) and not (number == len(bases) and line.text.endswith((":", ","))):
            yield hit(paper, line, ending(line.text), should=should)


def base_lines(paper: Anatomy) -> Hits:
    """Two bases in one paragraph."""
    for line in paper.of("can-cu"):
        if _INNER_BASE.search(line.text):
            yield hit(paper, line)


def law_number(paper: Anatomy) -> Hits:
    """A base that gives the number of a law or an ordinance: only kind and name belong there."""
    for line in paper.of("can-cu"):
        if found := _LAW_WITH_NUMBER.search(line.text):
            yield hit(paper, line, found.group())


def base_date(paper: Anatomy) -> Hits:
    """A numbered paper among the bases without its date."""
    for line in paper.of("can-cu"):
        for found in CITED.finditer(hyphened(line.text)):
            if not _DATE.search(found["rest"]):
                yield hit(paper, line, called(found))


def base_agency(paper: Anatomy) -> Hits:
    """A numbered paper among the bases without the agency that issued it."""
    for line in paper.of("can-cu"):
        own = line.text.startswith(("Theo đề nghị", "Xét đề nghị"))
        for found in CITED.finditer(hyphened(line.text)):
            rest = _DATE.sub("", found["rest"].partition(" số ")[0], count=1)
            if _DATE.search(found["rest"]) and not own and not _OF.search(rest):
                yield hit(paper, line, called(found))


def first_citation(paper: Anatomy) -> Hits:
    """A paper cited for the first time in the text without date or agency."""
    for line, text, found in cited_first(paper):
        rest = found["rest"].partition(" số ")[0]
        issuer = _OF.search(_DATE.sub("", rest, count=1)) or _OF_BEFORE.search(text[: found.start()])
        if not (_DATE.search(rest) and issuer):
            yield hit(paper, line, called(found))


def cited_first(paper: Anatomy) -> Iterator[tuple[Line, str, re.Match[str]]]:
    """Where the text cites a paper that neither its bases nor a line above cite: the line, its words, the match."""
    known = {found["code"] for line in paper.of("can-cu") for found in CITED.finditer(hyphened(line.text))}
    for line in paper.prose:
        text = hyphened(line.text)
        for found in CITED.finditer(text):
            if found["code"] not in known:
                yield line, text, found
            known.add(found["code"])


def called(found: re.Match[str]) -> str:
    """A cited paper by its kind, number and symbol."""
    return f"{found['type']} số {found['code']}"


def later_citation(paper: Anatomy) -> Hits:
    """A paper cited again with its date, where kind, number and symbol are enough."""
    known: set[str] = set()
    for line in (*paper.of("can-cu"), *paper.prose):
        for found in CITED.finditer(hyphened(line.text)):
            if found["code"] in known and _DATE.search(found["rest"]):
                yield hit(paper, line, called(found))
            known.add(found["code"])


def indents(paper: Anatomy) -> Hits:
    """A first line that is not set in by 1 or 1.27 cm."""
    for line in _running(paper):
        setting = line.paragraph.setting
        found = setting.first
        typed = line.runs[0].text.startswith(("\t", "    "))
        short = len(line.text) < _SHORT
        if line.paragraph.label or short:
            found = setting.left + setting.first
        exact = any(abs(found - should) <= _INDENT_OFF for should in INDENTS_MM)
        # An item of one line may stand further in, below its like; a heading may stand at the margin.
        free = short and (found > INDENTS_MM[0] or not _OF_A_SENTENCE.search(line.text))
        if not typed and not exact and not free:
            yield hit(paper, line, found=figure(found / 10))


def spaces(paper: Anatomy) -> Hits:
    """Less than 6 points between two paragraphs of the text."""
    for one, other in pairwise(_running(paper)):
        upper, lower = one.paragraph, other.paragraph
        if lower.index != upper.index + 1:
            continue
        alike = upper.setting.style == lower.setting.style
        after = 0.0 if alike and upper.setting.contextual else upper.setting.after
        before = 0.0 if alike and lower.setting.contextual else lower.setting.before
        if max(after, before) < LEAST_SPACE_PT - _SPACE_OFF:
            yield hit(paper, other, found=figure(max(after, before)))


def line_spacing(paper: Anatomy) -> Hits:
    """Lines closer than single or wider than 1.5."""
    low, high = _LINES
    for line in _running(paper):
        setting = line.paragraph.setting
        size = max((run.letters.size for run in seen(line)), default=13)
        multiple = setting.line if setting.line_rule == "auto" else setting.line / (size * _SINGLE)
        least = 0.0 if setting.line_rule == "atLeast" else low - 0.04
        if not least <= multiple <= high + 0.02:
            yield hit(paper, line, found=figure(multiple))


def _running(paper: Anatomy) -> list[Line]:
    """The paragraphs of the text: what is centred or framed has a place of its own."""
    centred = ("center", "right")
    lines = [line for line in paper.prose if line.at == 0 and line.paragraph.setting.align not in centred]
    return [line for line in lines if not line.paragraph.boxed]


def division_figures(paper: Anatomy) -> Hits:
    """Parts and chapters counted in other than Roman figures; sections in other than Arabic ones."""
    for line in paper.of("phan-chuong"):
        found = _DIVISION.match(line.text)
        roman = bool(found and _ROMAN.match(found["number"]))
        if found and roman != (found["name"].lower() in ("phần", "chương")):
            yield hit(paper, line)


def division_title(paper: Anatomy) -> Hits:
    """A part, chapter or section without a heading on a line of its own below it."""
    below, titles = dict(pairwise(paper.body)), set(paper.of("ten-phan-chuong"))
    for line in paper.of("phan-chuong"):
        if below.get(line) not in titles:
            yield hit(paper, line)


def article_dot(paper: Anatomy) -> Hits:
    """ "Điều 1" without the dot after its Arabic number."""
    for line in paper.prose:
        found = _ARTICLE.match(line.text)
        if found and line.text.startswith("Điều") and not (found["number"].isdigit() and found["dot"] == "."):
            yield hit(paper, line, found.group().strip())


def article_bold(paper: Anatomy) -> Hits:
    """ "Điều 1." not in bold letters."""
    for line in paper.prose:
        if line.text.startswith("Điều ") and _ARTICLE.match(line.text):
            first = next(seen(line), None)
            if first is not None and not first.letters.bold:
                yield hit(paper, line, first.text)


def article_order(paper: Anatomy) -> Hits:
    """Articles that leave out or repeat a number."""
    articles = [line for line in paper.prose if line.text.startswith("Điều ") and _ARTICLE.match(line.text)]
    for should, line in enumerate(articles, start=1):
        found = _ARTICLE.match(line.text)
        if found and found["number"].isdigit() and int(found["number"]) != should:
            yield hit(paper, line, found.group(), should=f"Điều {should}.")
            return


def clause_sign(paper: Anatomy) -> Hits:
    """A numbered clause with "/", ")" or "-" after its number instead of a dot."""
    for line in paper.prose:
        found = _CLAUSE.match(line.text)
        if found and found["sign"].strip() not in (".", "..") and line.text[found.end() :][:1].isupper():
            yield hit(paper, line, should=f"{found['number']}.")


def point_sign(paper: Anatomy) -> Hits:
    """A lettered point without the closing bracket after its letter."""
    for line in paper.prose:
        found = _POINT.match(line.text)
        if found and found["sign"] != ")":
            yield hit(paper, line, should=f"{found['letter']})")


def point_order(paper: Anatomy) -> Hits:
    """Points out of the order of the Vietnamese alphabet: after d comes đ, after e comes g."""
    before = ""
    for line in paper.prose:
        found = _POINT.match(line.text)
        if not found:
            before = "" if _CLAUSE.match(line.text) or _ARTICLE.match(line.text) else before
            continue
        should = _after(before)
        if before and found["letter"] not in ("a", should):
            yield hit(paper, line, f"{found['letter']}{found['sign'].strip()}", should=f"{should})")
        before = found["letter"]


def _after(letter: str) -> str:
    at = _ALPHABET.find(letter)
    return _ALPHABET[at + 1] if 0 <= at < len(_ALPHABET) - 1 else "a"


def clause_heading(paper: Anatomy) -> Hits:
    """A clause that has a heading, not in bold letters."""
    lines = paper.prose
    for line, below in pairwise(lines):
        found = _CLAUSE.match(line.text)
        heading = found and len(line.text) < 70 and line.text[-1].isalnum() and line.paragraph is not below.paragraph
        if heading and not all(run.letters.bold for run in seen(line)) and not _CLAUSE.match(below.text):
            yield hit(paper, line)


def capitals_of_names(paper: Anatomy) -> Hits:
    """Names and titles in the bases and the text written with other capitals than Phụ lục II gives them."""
    for line in (*paper.of("can-cu"), *paper.body):
        for fault in capitals.faults(line.text):
            if _HEAD_OF.search(line.text[: fault.start]):
                continue  # "Trưởng phòng Nội vụ" names an office, whose word "phòng" is part of its title
            yield hit(paper, line, fault.said, found=fault.said, should=fault.should, article=fault.article)


def closing_sign(paper: Anatomy) -> Hits:
    """A text that does not end in "./."."""
    last = paper.prose[-1] if paper.prose else None
    ended = any(line.text.replace(" ", "").endswith(_ENDS) for line in (*paper.prose[-2:], *paper.body[-3:]))
    if last is None:
        yield somewhere(FOOT)
    elif not ended:
        yield hit(paper, last, ending(last.text))
