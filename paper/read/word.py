"""The lines of a docx in reading order: paragraphs, header tables cell by cell, and text boxes."""

from collections.abc import Iterator
from typing import Any

from paper.intake.docx import W
from paper.intake.package import Package, open_package
from paper.read.facts import Line, PaperFacts, gather
from paper.read.folding import tidy

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = f"{W}txbxContent"
_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
# Deleted text, field codes and boxes are not text of the paragraph they stand in.
_APART = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", _FALLBACK, _BOX))


def read_docx(data: bytes) -> PaperFacts:
    """See `paper.read.read_docx`."""
    package = open_package("docx", data)
    return gather(tuple(_lines(package)))


def tables_of(data: bytes) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """See `paper.read.read_tables`."""
    found = open_package("docx", data).document.iter(f"{W}tbl")
    return tuple(tuple(_cells(row) for row in table.iterchildren(f"{W}tr")) for table in found)


def _cells(row: Any) -> tuple[str, ...]:
    paragraphs = (cell.iter(f"{W}p") for cell in row.iterchildren(f"{W}tc"))
    return tuple(tidy(" ".join("".join(_texts(paragraph)) for paragraph in found)) for found in paragraphs)


def _lines(package: Package) -> Iterator[Line]:
    centring = _centring_styles(package)
    for paragraph in package.document.iter(f"{W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            centred = _is_centred(paragraph, centring)
            for number, text in enumerate("".join(_texts(paragraph)).split("\n")):
                yield Line(text, centred, continued=number > 0)


def _texts(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _APART:
            yield from _texts(child)


def _centring_styles(package: Package) -> set[str]:
    """The ids of paragraph styles that centre, by themselves or by what they build on."""
    own: dict[str, str | None] = {}
    base: dict[str, str] = {}
    for name, tree in package.trees.items():
        if package.types.get(name, "").endswith("styles+xml"):
            for style in tree.iter(f"{W}style"):
                identity = style.get(f"{W}styleId", "")
                own[identity] = _value(style.find(f"{W}pPr/{W}jc"))
                base[identity] = _value(style.find(f"{W}basedOn")) or ""
    return {identity for identity in own if _settled(identity, own, base) == "center"}


def _settled(identity: str, own: dict[str, str | None], base: dict[str, str]) -> str | None:
    for _ in range(20):
        if identity not in own or own[identity]:
            break
        identity = base[identity]
    return own.get(identity)


def _is_centred(paragraph: Any, centring: set[str]) -> bool:
    direct = _value(paragraph.find(f"{W}pPr/{W}jc"))
    return direct == "center" if direct else (_value(paragraph.find(f"{W}pPr/{W}pStyle")) or "") in centring


def _value(element: Any) -> str | None:
    return None if element is None else element.get(f"{W}val")
