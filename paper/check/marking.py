"""The drafter's own docx with Word comments at the words of each finding, signed “Trình Ký”."""

import itertools
import re
import unicodedata
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.check import Finding
from paper.check.parts import add_part, written
from paper.intake.package import Package, W, open_package

AUTHOR, INITIALS = "Trình Ký", "TK"
_NAMESPACE = W.strip("{}")
_SIGNS = {f"{W}noBreakHyphen": "-"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def marked(docx: bytes, findings: tuple[Finding, ...]) -> bytes:
    """See `paper.check.marked`."""
    package = open_package("docx", docx)
    paragraphs = list(package.document.iter(f"{W}p"))
    if not findings or not paragraphs:
        return docx
    comments = _comments(package)
    taken = [int(comment.get(f"{W}id", "0")) for comment in comments if comment.get(f"{W}id", "0").isdigit()]
    pieces: dict[int, list[tuple[Any, str]]] = {}  # as the drafter left them, before the first mark
    for identity, finding in enumerate(findings, start=max(taken, default=-1) + 1):
        at = finding.where.paragraph or 0
        if at not in pieces:
            pieces[at] = [(piece, _text(piece)) for piece in paragraphs[at] if piece.tag != f"{W}pPr"]
        comments.append(_comment(identity, finding))
        _anchor(paragraphs[at], _holding(pieces[at], finding.words), str(identity))
    return written(package)


def _comments(package: Package) -> Any:
    """The root of the comments, made where the docx has none."""
    for name, tree in package.trees.items():
        if package.types.get(name, "").endswith(".comments+xml"):
            return tree
    root = etree.Element(f"{W}comments", nsmap={"w": _NAMESPACE})
    add_part(package, "comments.xml", "comments", root)
    return root


def _comment(identity: int, finding: Finding) -> Any:
    comment = etree.Element(f"{W}comment", nsmap={"w": _NAMESPACE})
    for name, given in (("id", str(identity)), ("author", AUTHOR), ("initials", INITIALS)):
        comment.set(f"{W}{name}", given)
    for text in _said(finding):
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        written_text = etree.SubElement(run, f"{W}t")
        written_text.set(_SPACE, "preserve")
        written_text.text = text
    return comment


def _said(finding: Finding) -> tuple[str, str]:
    """Two lines of a comment: where and what, by which article; how to mend."""
    words = f" “{finding.words}”" if finding.words else ""
    return f"{finding.where}{words}: {finding.message} ({finding.article})", f"→ {finding.remedy}"


def _text(piece: Any) -> str:
    """The words of a run, or of a link with its runs, as a finding has them but for spaces."""
    signs = piece.iter(f"{W}t", f"{W}noBreakHyphen", f"{W}tab", f"{W}br")
    text = "".join((sign.text or "") if sign.tag == f"{W}t" else _SIGNS.get(sign.tag, " ") for sign in signs)
    return unicodedata.normalize("NFC", text).replace("\u2011", "-")


def _holding(pieces: list[tuple[Any, str]], words: str) -> list[Any]:
    """The pieces of a paragraph that hold these words; all of them where the words stand there not just once."""
    all_of_them = [piece for piece, _ in pieces]
    pattern = r"\s+".join(re.escape(word) for word in words.removesuffix("…").split())
    end = "" if words.endswith("…") else r"(?!\w)"
    found = list(re.finditer(rf"(?<!\w){pattern}{end}", "".join(text for _, text in pieces))) if pattern else []
    if len(found) != 1:
        return all_of_them
    ends = list(itertools.accumulate(len(text) for _, text in pieces))
    first = next(at for at, end in enumerate(ends) if end > found[0].start())
    last = next(at for at, end in enumerate(ends) if end >= found[0].end())
    return all_of_them[first : last + 1]


def _anchor(paragraph: Any, pieces: list[Any], identity: str) -> None:
    """Comment on some pieces of a paragraph: the mark of Word's schema before the first of them, and after the last."""
    start, end = (paragraph.makeelement(f"{W}commentRange{side}") for side in ("Start", "End"))
    for mark in (start, end):
        mark.set(f"{W}id", identity)
    if pieces:
        pieces[0].addprevious(start)
        pieces[-1].addnext(end)
    else:
        paragraph.extend((start, end))
    run = paragraph.makeelement(f"{W}r")
    etree.SubElement(run, f"{W}commentReference").set(f"{W}id", identity)
    end.addnext(run)
