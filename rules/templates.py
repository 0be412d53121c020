"""In what words the machine drafts the year's two decisions: its own, or what a profile sets in their place.

Words only. Kind, number, bases, layout, signature block and the closing "./." are the law's (PL I; PL III, mẫu 1.2),
and no template reaches them.
"""

import string
from collections.abc import Iterator, Mapping

from rules.profile import Problem, Profile, Template
from rules.sentences import Sentence

# What is filled in, by kind of decision: {units} and {dong} are figures, {awards} the names of the forms given,
# {money} one of the two sentences about it.
GAPS = {
    "classification": ("field", "year", "units"),
    "commendation": ("field", "year", "units", "awards", "money"),
}
_MONEY = ("dong",)
_OWN = "lời mặc định của chương trình"

USUAL = {
    "classification": Template(
        kind="classification",
        subject="công nhận kết quả đánh giá, xếp loại {field} năm {year}",
        articles=(
            "Công nhận kết quả đánh giá, xếp loại {field} năm {year} của {units} đơn vị (Phụ lục kèm theo).",
            "Quyết định này có hiệu lực kể từ ngày ký.",
            "Thủ trưởng các cơ quan, đơn vị có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
        ),
        annex="Kết quả đánh giá, xếp loại {field} năm {year}",
        recipients=("Như Điều 3",),
        authority=_OWN,
    ),
    "commendation": Template(
        kind="commendation",
        subject="khen thưởng thành tích xuất sắc trong {field} năm {year}",
        articles=(
            "Tặng {awards} cho {units} tập thể có thành tích xuất sắc trong {field} năm {year} (danh sách tại Phụ lục "
            "kèm theo).",
            "{money}",
            "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan, đơn vị và các tập thể có tên tại Điều 1 "
            "chịu trách nhiệm thi hành Quyết định này.",
        ),
        annex="Danh sách tập thể được khen thưởng",
        recipients=("Như Điều 3",),
        money="Tiền thưởng kèm theo là {dong} đồng, chi từ quỹ thi đua, khen thưởng.",
        no_money="Việc tặng theo Điều 1 không kèm tiền thưởng.",
        authority=_OWN,
    ),
}


def words_for(profile: Profile, kind: str) -> Template:
    """The profile's words for a kind of decision, or the usual ones."""
    return next((template for template in profile.templates if template.kind == kind), USUAL[kind])


def about_money(words: Template, dong: int, printed: str) -> str:
    """What a decision says of the money that goes with its awards; `printed` is the sum as people write it."""
    return words.money.format(dong=printed) if dong else words.no_money


def articles_of(words: Template, facts: Mapping[str, object]) -> tuple[str, ...]:
    """The articles in order, the last with the sign that closes every paper (PL III, mẫu 1.1 - 1.10)."""
    *others, last = (article.format(**facts) for article in words.articles)
    return (*others, f"{last.removesuffix('.')}./.")


def faults(profile: Profile) -> Iterator[Problem]:
    """Gaps that nothing fills, a closing sign of its own, and a sentence about money that is missing."""
    for i, words in enumerate(profile.templates):
        for field, texts, gaps in _texts(words):
            for n, text in enumerate(texts):
                path = ("templates", i, field, n) if field == "articles" else ("templates", i, field)
                yield from (Problem(path, wrong) for wrong in _wrong(text, gaps))
        if any("{money}" in text for _, texts, _ in _texts(words) for text in texts):
            for field in ("money", "no_money"):
                if not getattr(words, field):
                    yield Problem(("templates", i, field), Sentence("thiếu mục này"))


def _texts(words: Template) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each field with its texts, and the gaps that these may have."""
    gaps = GAPS[words.kind]
    yield "subject", (words.subject,), gaps
    yield "articles", words.articles, gaps
    yield "annex", (words.annex,), gaps
    yield "money", (words.money,), _MONEY
    yield "no_money", (words.no_money,), ()


def _wrong(text: str, gaps: tuple[str, ...]) -> Iterator[Sentence]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        yield Sentence("dấu ngoặc nhọn không thành cặp")
        return
    for _, name, form, turned in parts:
        if name is not None and (name not in gaps or form or turned):
            known = ", ".join(f"{{{gap}}}" for gap in gaps) or Sentence("không có")
            yield Sentence("không điền được {gap}; chỗ trống dùng được: {known}", gap=f"{{{name}}}", known=known)
    if text.rstrip().endswith("./."):
        yield Sentence("dấu kết thúc “./.” do chương trình ghi, bỏ ở đây")
