"""What only this year's work knows: whose paper it is, of which year, what it must cite, and last year's text."""

import re
from difflib import SequenceMatcher

from paper.check.anatomy import Anatomy
from paper.check.places import WHOLE, Hits, ending, hit, somewhere
from paper.read import same_code
from paper.read.folding import fold, tidy

_YEAR = re.compile(r"\bnăm\s+(?P<year>20\d{2})\b")
# Looking back is no slip: a plan may speak of what the year before brought.
_LOOKS_BACK = re.compile(
    r"so với|cùng kỳ|kết quả|đã |hạn chế|tồn tại|năm trước|giai đoạn|từ năm|đến năm|nhiệm kỳ|sơ kết|tổng kết",
    re.IGNORECASE,
)
_DATED = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+20\d{2}|ngày\s+\d{1,2}/\d{1,2}/20\d{2}")
_ACTS = r"(xây dựng|ban hành|báo cáo|triển khai|tổ chức thực hiện|đề nghị)"
_DIGITS = re.compile(r"\d+")
_ALMOST_THE_SAME = 0.92
_LONG_ENOUGH = 600
_REPORTS = ("report_h1", "report_annual")


def parents_cited(paper: Anatomy) -> Hits:
    """A paper of this year that must be cited and is not."""
    for code in paper.context.parents:
        if not any(same_code(code, cited) for cited in paper.facts.cited):
            yield somewhere(WHOLE, code=code)


def own_unit(paper: Anatomy) -> Hits:
    """Another issuer in ô 2 than the unit whose paper this is."""
    found, should = paper.of("ban-hanh"), paper.context.issuer
    name = " ".join(line.shown for line in paper.of("chu-quan") + found)
    if should and found and not fold(name).endswith(fold(should)):
        yield hit(paper, found[0], name, should=should)


def other_unit(paper: Anatomy) -> Hits:
    """Another unit of the year acting in the text as if the paper were its own."""
    for line in paper.body:
        for name in paper.context.others:
            if re.search(rf"{re.escape(tidy(name))}\s+{_ACTS}", line.text, re.IGNORECASE):
                yield hit(paper, line, name)


def own_year(paper: Anatomy) -> Hits:
    """A date of another year than the cycle's."""
    found, year = paper.of("dia-danh"), paper.context.year
    years = re.findall(r"năm\s+(\d{4})", found[0].text) if found else []
    if year is not None and years and int(years[-1]) != year:
        yield hit(paper, found[0], should=year)


def year_of_subject(paper: Anatomy) -> Hits:
    """A subject that names the year before and not this one."""
    year, subject = paper.context.year, paper.of("trich-yeu") or paper.of("trich-yeu-cong-van")
    words = " ".join(line.text for line in subject)
    years = {int(found["year"]) for found in _YEAR.finditer(words)}
    if year is not None and years and max(years) < year:
        yield hit(paper, subject[-1], words, should=year)


def year_before(paper: Anatomy) -> Hits:
    """A plan's text that still speaks of the year before, outside of dates of cited papers and of looking back."""
    year = paper.context.year
    if year is None or paper.context.kind in _REPORTS:
        return
    for line in paper.body:
        words = _DATED.sub("", line.text)
        for found in _YEAR.finditer(words):
            if int(found["year"]) == year - 1 and not _LOOKS_BACK.search(words):
                yield hit(paper, line, ending(words[: found.end()]), should=year)
                break


def last_years_text(paper: Anatomy) -> Hits:
    """The unit's text of the year before, with little more than figures changed."""
    last = _figureless(paper.context.last)
    now = _figureless("\n".join(line.text for line in paper.body))
    if len(last) < _LONG_ENOUGH or len(now) < _LONG_ENOUGH:
        return
    matcher = SequenceMatcher(None, last.split(), now.split(), autojunk=False)
    if matcher.quick_ratio() >= _ALMOST_THE_SAME and (alike := matcher.ratio()) >= _ALMOST_THE_SAME:
        yield somewhere(WHOLE, share=f"{alike * 100:.0f}%")


def _figureless(text: str) -> str:
    return _DIGITS.sub("#", fold(text))
