"""The drafter's own docx with Word comments at the places of the findings, one to a paragraph, signed “Trình Ký”."""

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.check import Finding
from paper.check.parts import add_part, written
from paper.intake.package import Package, W, open_package

AUTHOR, INITIALS = "Trình Ký", "TK"
_NAMESPACE = W.strip("{}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def marked(docx: bytes, findings: tuple[Finding, ...]) -> bytes:
    """See `paper.check.marked`."""
    package = open_package("docx", docx)
    paragraphs = list(package.document.iter(f"{W}p"))
    if not findings or not paragraphs:
        return docx
    comments = _comments(package)
    of_paragraphs: dict[int, list[Finding]] = {}
    for finding in findings:
        of_paragraphs.setdefault(finding.where.paragraph or 0, []).append(finding)
    taken = [int(comment.get(f"{W}id", "0")) for comment in comments if comment.get(f"{W}id", "0").isdigit()]
    for identity, (at, found) in enumerate(of_paragraphs.items(), start=max(taken, default=-1) + 1):
        comments.append(_comment(identity, found))
        _anchor(paragraphs[at], str(identity))
    return written(package)


def _comments(package: Package) -> Any:
    """The root of the comments, made where the docx has none."""
    for name, tree in package.trees.items():
        if package.types.get(name, "").endswith(".comments+xml"):
            return tree
    root = etree.Element(f"{W}comments", nsmap={"w": _NAMESPACE})
    add_part(package, "comments.xml", "comments", root)
    return root


def _comment(identity: int, findings: list[Finding]) -> Any:
    comment = etree.Element(f"{W}comment", nsmap={"w": _NAMESPACE})
    for name, given in (("id", str(identity)), ("author", AUTHOR), ("initials", INITIALS)):
        comment.set(f"{W}{name}", given)
    for text in (line for finding in findings for line in _said(finding)):
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        written_text = etree.SubElement(run, f"{W}t")
        written_text.set(_SPACE, "preserve")
        written_text.text = text
    return comment


def _said(finding: Finding) -> tuple[str, str]:
    """Two lines of a comment: where and what, by which article; how to mend."""
    words = f" “{finding.words}”" if finding.words else ""
    return f"{finding.where}{words}: {finding.message} ({finding.article})", f"→ {finding.remedy}"


def _anchor(paragraph: Any, identity: str) -> None:
    """Comment on the whole of a paragraph: the mark of Word's schema before its first run, and after its last."""
    start, end = (paragraph.makeelement(f"{W}commentRange{side}") for side in ("Start", "End"))
    for mark in (start, end):
        mark.set(f"{W}id", identity)
    look = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if look is None else 1, start)
    paragraph.append(end)
    reference = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}commentReference")
    reference.set(f"{W}id", identity)
