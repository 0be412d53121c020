"""Where each word of a PDF stands, as poppler reads it, inside the same wall as everything foreign."""

from dataclasses import dataclass

from lxml import html  # type: ignore[import-untyped]

from paper.pdf import sandbox


@dataclass(frozen=True)
class Word:
    """One word and its box in points (1/72 inch) from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page: width and height in points, and its words in reading order."""

    width: float
    height: float
    words: tuple[Word, ...]


def pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page's words. An unreadable PDF has no pages; `RenderUnavailable` if poppler is missing."""
    with sandbox.room() as place:
        (place / "in.pdf").write_bytes(_colourless(pdf))
        command = ["pdftotext", "-bbox", "-enc", "UTF-8", "/room/in.pdf", "/room/out.html"]
        sandbox.run(command, place, sandbox.Limits(seconds=30, memory=1 << 30, file=64 << 20))
        answer = place / "out.html"
        text = answer.read_bytes() if answer.is_file() else b""
    if not text.strip():
        return ()
    tree = html.fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    return tuple(_page(node) for node in tree.iter("page"))


def _colourless(pdf: bytes) -> bytes:
    """The file without its output intent, whose name is made another of the same length.

    Every PDF/A carries one: the colours of sRGB, as a table. Poppler turns that table round before it reads a word,
    which takes nine tenths of its time, and no word stands elsewhere for it.
    """
    return pdf.replace(b"/OutputIntents", b"/LeftUnheeded_")


def _page(node: html.HtmlElement) -> Page:
    words = tuple(
        Word((word.text or "").strip(), *(float(word.get(side)) for side in ("xmin", "ymin", "xmax", "ymax")))
        for word in node.iter("word")
    )
    return Page(float(node.get("width")), float(node.get("height")), words)
