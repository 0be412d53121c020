"""Lay one paper out as docx by the decree: the parts that its form names, from top to bottom, then its annexes.

Samples: Phụ lục III, mẫu 1.2 (quyết định), 1.4 (văn bản có tên loại), 1.5 (công văn), 1.7 (giấy mời), 1.9 (biên bản),
2.1 and 2.2 (phụ lục).
"""

from collections.abc import Callable

from paper.compose import head, tail
from paper.compose.blocks import TEXT_MM, written
from paper.compose.forms import FORMS, Form
from paper.compose.looks import LARGE, SMALL, Sizes
from paper.compose.markup import document, paragraph, rule, section, section_end
from paper.compose.metrics import balanced, width_mm
from paper.compose.model import Annex, Paper, Paragraph
from paper.compose.package import docx
from paper.compose.wording import annex_origin, clean, listed, place_line, unbroken

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def compose(paper: Paper) -> bytes:
    """See `paper.compose.compose`."""
    form = FORMS[paper.kind]
    if form.signatories == 2 and paper.beside is None:
        raise ValueError(f"{paper.kind}: two people sign it")
    sizes = _sizes(paper, form)
    parts = [head.head(paper, form, sizes), *(PARTS[part](paper, form, sizes) for part in form.parts)]
    for index, annex in enumerate(paper.annexes):
        parts += [section_end(), _annex(paper, annex, index, sizes)]
    title = f"{paper.type.title} {clean(paper.subject)}"
    return docx(document(parts, section()), title, sizes)


def _sizes(paper: Paper, form: Form) -> Sizes:
    """The larger set where the place and date fit their cell on one line, else the smaller set (PL I V, note 1)."""
    line = place_line(paper.place, paper.issued_on, paper.year) if form.place else ""
    return LARGE if width_mm(line, LARGE.motto, "italic") <= head.RIGHT_MM - 1 else SMALL


def _authority(paper: Paper, form: Form, sizes: Sizes) -> str:
    return paragraph(clean(paper.authority_line), "Thẩm quyền") if paper.authority_line else ""


def _bases(paper: Paper, form: Form, sizes: Sizes) -> str:
    return "".join(paragraph(text, "Căn cứ") for text in listed(paper.bases))


def _intro(paper: Paper, form: Form, sizes: Sizes) -> str:
    return written((Paragraph(paper.intro),), close=False) if paper.intro else ""


def _enacting(paper: Paper, form: Form, sizes: Sizes) -> str:
    """What stands between the bases and the articles of an enacting paper (mẫu 1.2)."""
    return paragraph(form.words, "Quyết định")


def _body(paper: Paper, form: Form, sizes: Sizes) -> str:
    return written(paper.body, close=True)


def _annex(paper: Paper, annex: Annex, index: int, sizes: Sizes) -> str:
    """A phụ lục (mẫu 2.1). Before its paper is issued, number and date are left open (PL I III.1.c, mẫu 2.2)."""
    ordinal = f" {_ROMAN[index]}" if len(paper.annexes) > 1 else ""
    lines = balanced(unbroken(annex.title).upper(), sizes.text, "bold", head.TITLE_MM)
    origin = annex_origin(paper.type.title.capitalize(), paper.number, paper.symbol, paper.issued_on, paper.issuer_name)
    named = balanced(origin, sizes.text, "italic", TEXT_MM - 4)
    return "".join((
        paragraph(f"Phụ lục{ordinal}", "Phụ lục"),
        paragraph("\n".join(lines), "Tên phụ lục"),
        paragraph("\n".join(named), "Kèm theo"),
        rule(head.SUBJECT_RULE * head.width(lines[-1], "Tên phụ lục", sizes), TEXT_MM),
        written(annex.body, close=True),
    ))  # fmt: skip


PARTS: dict[str, Callable[[Paper, Form, Sizes], str]] = {
    "title": head.title,
    "addressees": head.addressees,
    "authority": _authority,
    "bases": _bases,
    "intro": _intro,
    "enacting": _enacting,
    "body": _body,
    "closing": tail.closing,
    "two_hands": tail.two_hands,
    "recipients": tail.recipients,
    "opinion": tail.opinion,
}
