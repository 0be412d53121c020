"""A difference as people read it on a page: an HTML fragment with <del> and <ins>."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby

from paper.compare.difference import Difference, Paragraph, Piece

# The words of the fragment; a page gives them in its reader's language.
LABELS = {
    "kept": "{n} đoạn không đổi",
    "moved": "Đoạn này chuyển từ chỗ khác đến.",
    "left": "Đoạn này đã chuyển sang chỗ khác.",
}
AROUND = 1  # unchanged paragraphs shown before and after a change; the others are folded


def as_html(difference: Difference, say: Callable[[str], str] = str) -> str:
    """A fragment in which the paper's words are escaped. `say` puts the texts of `LABELS` into another language."""
    return "\n".join(_blocks(difference, say))


def _blocks(difference: Difference, say: Callable[[str], str]) -> Iterator[str]:
    groups = [list(group) for _, group in groupby(difference.paragraphs, key=lambda one: one.what == "kept")]
    for at, group in enumerate(groups):
        if group[0].what != "kept":
            yield from (_paragraph(one, say) for one in group)
            continue
        before, after = AROUND if at else 0, AROUND if at < len(groups) - 1 else 0
        folded = group[before : len(group) - after]
        if folded:
            summary = escape(say(LABELS["kept"]).format(n=len(folded)))
            yield from (_paragraph(one, say) for one in group[:before])
            yield f'<details class="unchanged"><summary>{summary}</summary>'
            yield from (_paragraph(one, say) for one in folded)
            yield "</details>"
            yield from (_paragraph(one, say) for one in group[len(group) - after :])
        else:
            yield from (_paragraph(one, say) for one in group)


def _paragraph(one: Paragraph, say: Callable[[str], str]) -> str:
    words = "".join(map(_piece, one.pieces))
    note = f'<span class="small">{escape(say(LABELS[one.what]))}</span> ' if one.what in ("moved", "left") else ""
    return f'<p class="{one.what}">{note}{words}</p>'


def _piece(piece: Piece) -> str:
    tag = {"inserted": "ins", "deleted": "del"}.get(piece.how, "")
    text = escape(piece.text)
    return f"<{tag}>{text}</{tag}>" if tag else text
