"""The end of a paper: ô 7 and 9b side by side, or two signatories with ô 9b below, kept together on one page."""

from paper.compose.blocks import TEXT_MM
from paper.compose.forms import Form
from paper.compose.head import evenly
from paper.compose.looks import Sizes
from paper.compose.markup import element, paragraph, row, table, twips
from paper.compose.metrics import LINE, POINT_MM, filled
from paper.compose.model import Paper, Signatory
from paper.compose.wording import clean, copies_line, listed

RECIPIENTS_MM, SIGNATURE_MM = 75.0, 90.0
_HANDWRITTEN = 5
# A list up to this height stays whole; a longer one would leave most of the page before it empty, so it may break.
_WHOLE_MM = 150.0
_LEAST = 3  # recipients that no page has fewer of
_LISTED_PT, _SIGNED_PT = 11, 100  # one recipient's size; room for a signature, its name, and some to spare
_LOOSE = {"keepNext": element("keepNext", val=0)}
_GAP = paragraph(style="Khoảng cách", spacing=element("spacing", before=240))


def closing(paper: Paper, form: Form, sizes: Sizes) -> str:
    """Recipients at the left margin, on one height with the signer's office (PL I II.9.d).

    Of a list too long to stay whole, what reaches below the signature follows the table and may break over pages.
    """
    widths = (RECIPIENTS_MM, SIGNATURE_MM)
    signer, texts = _signer(paper), _listed(paper)
    beside = _beside(texts, signer, sizes) if _height(texts, RECIPIENTS_MM) > _WHOLE_MM else len(texts)
    cells = _recipients(texts[:beside]), _signature(signer, sizes)
    room = {"ind": element("ind", right=twips(SIGNATURE_MM), firstLine=0)}
    return _GAP + table(widths, "Khung", [row(widths, cells)]) + _flowing(texts[beside:], room)


def two_hands(paper: Paper, form: Form, sizes: Sizes) -> str:
    """The one who wrote at the left, the one who presided or leads at the right, their names on one line."""
    assert paper.beside is not None
    room = TEXT_MM / 2
    hands = paper.beside, _signer(paper)
    offices = max(_depth(_offices(hand, sizes, room)) for hand in hands)
    posts = max(_depth(_posts(hand, sizes, room)) for hand in hands)
    cells = [_signature(hand, sizes, room, offices, posts) for hand in hands]
    return _GAP + table((room, room), "Khung", [row((room, room), cells)])


def opinion(paper: Paper, form: Form, sizes: Sizes) -> str:
    """A frame for the words that a leader writes by hand, under the form's own heading."""
    lines = "".join(paragraph(style="Lời văn") for _ in range(_HANDWRITTEN))
    rows = [row((TEXT_MM,), [paragraph(form.words, "Đầu bảng") + lines])]
    return _GAP + table((TEXT_MM,), "Bang", rows)


def recipients(paper: Paper, form: Form, sizes: Sizes) -> str:
    """Ô 9b alone, below two signatories (mẫu 1.9)."""
    texts = _listed(paper)
    whole = len(texts) if _height(texts, TEXT_MM) <= _WHOLE_MM else _LEAST
    return _GAP + _recipients(texts[:whole]) + _flowing(texts[whole:], {})


def _signer(paper: Paper) -> Signatory:
    return Signatory(paper.signature_lines, paper.signer_name, paper.signer_post)


def _offices(hand: Signatory, sizes: Sizes, room_mm: float) -> list[tuple[str, tuple[str, ...]]]:
    """Ô 7a, office by office: each as printed, and its lines."""
    return [evenly(clean(text), "Chức vụ", sizes, room_mm) for text in hand.lines]


def _posts(hand: Signatory, sizes: Sizes, room_mm: float) -> list[tuple[str, tuple[str, ...]]]:
    return [evenly(clean(hand.post), "Chức vụ khác", sizes, room_mm)] if hand.post else []


def _depth(printed: list[tuple[str, tuple[str, ...]]]) -> int:
    return sum(len(lines) for _, lines in printed)


def _signature(
    hand: Signatory, sizes: Sizes, room_mm: float = SIGNATURE_MM, office_lines: int = 0, post_lines: int = 0
) -> str:
    """Ô 7a, room for the signature, ô 7b; filled up to so many lines of office and of the other post."""
    offices, posts = _offices(hand, sizes, room_mm), _posts(hand, sizes, room_mm)
    printed = [part for part, _ in offices]
    printed += [paragraph(style="Chức vụ")] * (office_lines - _depth(offices))
    printed += [part for part, _ in posts]
    if not posts and post_lines:
        printed.append(paragraph("\n" * (post_lines - 1), "Chức vụ khác"))
    return "".join(printed) + paragraph(clean(hand.name), "Họ tên dưới chức vụ" if posts or post_lines else "Họ tên")


def _listed(paper: Paper) -> tuple[str, ...]:
    """The lines of ô 9b below "Nơi nhận:", the file copy last."""
    kept = f"Lưu: {clean(paper.file_copy).rstrip(' .')}.{copies_line(paper.drafter_sign, paper.copies)}"
    return tuple(f"- {text}" for text in (*listed(paper.recipients, last=";"), kept))


def _recipients(texts: tuple[str, ...]) -> str:
    return paragraph("Nơi nhận:", "Nơi nhận") + "".join(paragraph(text, "Danh sách nơi nhận") for text in texts)


def _flowing(texts: tuple[str, ...], room: dict[str, str]) -> str:
    """Recipients between whom a page may end, but for the last ones."""
    last = len(texts) - _LEAST
    return "".join(
        paragraph(text, "Danh sách nơi nhận", **room, **(_LOOSE if at < last else {})) for at, text in enumerate(texts)
    )


def _beside(texts: tuple[str, ...], signer: Signatory, sizes: Sizes) -> int:
    """How many recipients stand beside the signature: they reach as far down as it does, and are no more than that."""
    above = _depth(_offices(signer, sizes, SIGNATURE_MM)) + _depth(_posts(signer, sizes, SIGNATURE_MM))
    deep = (above * sizes.text * LINE + _SIGNED_PT) * POINT_MM
    return next(at for at in range(1, len(texts) + 1) if _height(texts[:at], RECIPIENTS_MM) >= deep)


def _height(texts: tuple[str, ...], room_mm: float) -> float:
    """The height of a list of recipients in so wide a column, in millimetres."""
    lines = sum(len(filled(text, _LISTED_PT, "regular", room_mm)) for text in texts)
    return lines * _LISTED_PT * LINE * POINT_MM
