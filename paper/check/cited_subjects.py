"""Whether a paper that is cited is named with its subject too (Phụ lục I, Phần I, mục II.6.a, II.6.b)."""

import re

from paper.check.anatomy import Anatomy
from paper.check.capitals_names import FIELDS, ONLY_OF_DIVISIONS, ONLY_OF_MINISTRIES, words
from paper.check.places import Hits, hit
from paper.check.wording import CITED, called, cited_first
from paper.read.folding import hyphened

_ISSUED = re.compile(
    r"^\W*(ký\s+|ban hành\s+)?ngày\s+\d{1,2}(\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|[/.-]\d{1,2}[/.-]\d{4}),?\s+của\s+(.*)",
    re.IGNORECASE,
)
# An agency ends where its name does; this ministry's has a comma in it.
_WITH_COMMA = ("Văn hóa, Thể thao", "Văn hóa và Thể thao")
_ENDS = re.compile(r"[,;.:()“]")
# The small words in the names of agencies; any other word there begins a subject.
_SMALL = words(" ".join((FIELDS, ONLY_OF_MINISTRIES, ONLY_OF_DIVISIONS)).replace(";", " ")) | words(
    "ủy uỷ ban nhân dân hội đồng tỉnh huyện quận xã phường thị trấn thành phố chính phủ tướng bộ trưởng tịch giám đốc "
    "cục sở chi tổng nước vụ chấp hành ương án sát tối cao và liên"
)
_ASKED = ("Theo đề nghị", "Xét đề nghị")
_WITH_IT = re.compile(r"kèm theo\s*$", re.IGNORECASE)


def base_subject(paper: Anatomy) -> Hits:
    """A numbered paper among the bases without its subject after the agency that issued it."""
    for line in paper.of("can-cu"):
        for found in CITED.finditer(hyphened(line.text)):
            if _ends_with_agency(found["rest"]) and not line.text.startswith(_ASKED):
                yield hit(paper, line, called(found))


def first_subject(paper: Anatomy) -> Hits:
    """A paper cited for the first time in the text with date and agency, but without its subject."""
    for line, text, found in cited_first(paper):
        origin = _WITH_IT.search(text, 0, found.start())  # "(kèm theo Quyết định số …)" only says where it belongs
        if not origin and _ends_with_agency(found["rest"]):
            yield hit(paper, line, called(found))


def _ends_with_agency(rest: str) -> bool:
    """Whether date and agency are all that is said of a paper after its symbol."""
    issued = _ISSUED.match(rest.partition(" số ")[0].replace(*_WITH_COMMA))
    if issued is None:
        return False
    agency, *after = _ENDS.split(issued[3], maxsplit=1)
    following = "".join(after).lstrip(" ,(“").startswith(("về", "Về", "v/v", "quy định", "ban hành", "hướng dẫn"))
    said = re.findall(r"\w+", agency)
    return bool(said) and not following and all(word[0].isupper() or word in _SMALL for word in said)
