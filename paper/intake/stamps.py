"""The secrecy stamp (*dấu chỉ độ mật*): a line that is nothing else, wherever it stands (PL I, Phần I, III.2.a).

A sentence that mentions secrecy is none. What is only drawn, as in a scan, cannot be told from here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from paper.intake.package import Package, W
from paper.read.styles import Styles
from rules.refusals import Refusal

_STAMP = re.compile(r"(ĐỘMẬT:?)?(TUYỆTMẬT|TỐIMẬT|MẬT):?")
_STAMPS = {"TUYỆTMẬT": "TUYỆT MẬT", "TỐIMẬT": "TỐI MẬT", "MẬT": "MẬT"}
_AROUND = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\[\](){}.;*_–—“”\"'|/\\-]+")
_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BREAKS = (f"{W}br", f"{W}cr")
# Letters of other alphabets that look like those of the stamps; NFKC has already unfolded the wide ones.
_LOOKS = str.maketrans(
    {"М": "M", "А": "A", "Т": "T", "О": "O", "У": "Y", "Е": "E", "І": "I"}
    | {"Μ": "M", "Α": "A", "Τ": "T", "Ο": "O", "Υ": "Y", "Ε": "E", "Ι": "I", "\u00d0": "Đ", "\u0189": "Đ"}
)


def refuse_stamped(filename: str, lines: Iterable[str]) -> None:
    """Raise secrecy-marked for the first line that is a stamp."""
    for line in lines:
        if stamp := stamp_of(line):
            raise Refusal("secrecy-marked", filename=filename, stamp=stamp)


def stamp_of(line: str) -> str | None:
    """The stamp that a line is, whatever its spacing ("M Ậ T") or frame; None for any other line."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", line)).translate(_LOOKS)
    bare = _AROUND.sub("", unicodedata.normalize("NFC", apart))
    found = _STAMP.fullmatch(bare)
    return _STAMPS[found.group(2)] if found else None


def lines_of(package: Package) -> Iterator[str]:
    """Whatever stands on a line of its own in a docx: paragraphs (in cells, boxes, headers, notes, comments), their
    lines, texts drawn by the old and the new drawing language."""
    styles = Styles(package)
    for tree in package.trees.values():
        for paragraph in tree.iter(f"{W}p"):
            whole = _shown(paragraph, styles)
            yield whole.replace("\n", "")
            yield from whole.split("\n")
        for watermark in tree.iter(_TEXTPATH):
            yield watermark.get("string", "")
        for paragraph in tree.iter(f"{_DRAWN}p"):
            yield "".join(text.text or "" for text in paragraph.iter(f"{_DRAWN}t"))


def _shown(paragraph: Any, styles: Styles) -> str:
    """The paragraph's own letters as they show, in capitals where the run says so; boxes speak for themselves."""
    pieces: list[str] = []
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is paragraph:
            text = "".join("\n" if piece.tag in _BREAKS else piece.text or "" for piece in run.iter(f"{W}t", *_BREAKS))
            pieces.append(text.upper() if "mật" in _short(text) and styles.of(run).caps else text)
    return "".join(pieces)


def _short(text: str) -> str:
    """Text that could be a stamp, small and composed; the rest is spared the search through styles."""
    return unicodedata.normalize("NFC", text).lower() if len(text) < 40 else ""
