"""The end of a paper: ô 7 and 9b side by side, or two signatories with ô 9b below, kept together on one page."""

from paper.compose.blocks import TEXT_MM
from paper.compose.forms import Form
from paper.compose.head import evenly
from paper.compose.looks import Sizes
from paper.compose.markup import element, paragraph, row, table
from paper.compose.model import Paper, Signatory
from paper.compose.wording import clean, copies_line, listed

RECIPIENTS_MM, SIGNATURE_MM = 75.0, 90.0
_HANDWRITTEN = 5
_GAP = paragraph(style="Khoảng cách", spacing=element("spacing", before=240))


def closing(paper: Paper, form: Form, sizes: Sizes) -> str:
    """Recipients at the left margin, on one height with the signer's office (PL I II.9.d)."""
    widths = (RECIPIENTS_MM, SIGNATURE_MM)
    return _GAP + table(widths, "Khung", [row(widths, (_recipients(paper), _signature(_signer(paper), sizes)))])


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
    return _GAP + _recipients(paper)


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


def _recipients(paper: Paper) -> str:
    kept = f"Lưu: {clean(paper.file_copy).rstrip(' .')}.{copies_line(paper.drafter_sign, paper.copies)}"
    lines = (*listed(paper.recipients, last=";"), kept)
    return paragraph("Nơi nhận:", "Nơi nhận") + "".join(paragraph(f"- {text}", "Danh sách nơi nhận") for text in lines)
