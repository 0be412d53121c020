"""A page number put into a page header, or taken out of one, while every word that stands there stays."""

import copy
import re
from typing import Any

from paper.check.anatomy import Anatomy
from paper.check.page import is_page_number, numbered
from paper.check.parts import add_part, child, properties
from paper.intake.package import Package, W

REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OF_PAGES = re.compile(r"^\s*(NUM|SECTION)PAGES\b", re.IGNORECASE)
# What is written around a number and goes with it: "- 2 -"; on a page of its own also "Trang 2/5".
_SIGNS = re.compile(r"[\W_]*")
_LABEL = re.compile(r"([\W\d_]|trang|số|page|of)*", re.IGNORECASE)


def add_number(paper: Anatomy, number: Any) -> None:
    """Put a number (a w:p) below what the header of the paper says; its last line takes it where that is empty."""
    root = _default(paper, "header")
    if root is None:
        root = number.makeelement(f"{W}hdr", nsmap=number.nsmap)
        refer(paper, "header", "default", root)
    last = root[-1] if len(root) else None
    if last is None or last.tag != f"{W}p" or any(piece.tag != f"{W}pPr" for piece in last):
        root.append(number)
        return
    child(properties(last, "pPr"), "jc", val="center")
    last.extend(number.findall(f"{W}r"))


def part_first_page(paper: Anatomy) -> None:
    """Give page 1 a header and a footer of its own: what it showed until now, without the number."""
    if paper.first_page.title_page:
        return
    for kind in ("header", "footer"):
        root = _default(paper, kind)
        if root is not None:
            own = copy.deepcopy(root)
            for paragraph in [one for one in own.iter(f"{W}p") if numbered(one)]:
                take_number(paragraph, _LABEL)
            _relate(paper.sheet.package, root, refer(paper, kind, "first", own))
    child(paper.first_page.element, "titlePg", val="1")


def take_number(paragraph: Any, around: re.Pattern[str] = _SIGNS) -> bool:
    """Take the number of the page out of a paragraph, and what is left `around` it if that is all; whether it went."""
    simple = [one for one in paragraph.iter(f"{W}fldSimple") if _counts_pages(one.get(f"{W}instr", ""))]
    for piece in (*simple, *_pieces_of_numbers(paragraph)):
        _remove(piece)
    if numbered(paragraph):
        return False
    texts = list(paragraph.iter(f"{W}t"))
    if around.fullmatch("".join(text.text or "" for text in texts)):
        for text in texts:
            _remove(text)
    return True


def refer(paper: Anatomy, kind: str, of: str, root: Any) -> str:
    """Make a part the header or footer of the first section, for its "first" page or by "default"; the part's path."""
    section, package = paper.first_page.element, paper.sheet.package
    taken = {name.rpartition("/")[2] for name in package.parts}
    name = next(one for one in (f"{kind}{number}.xml" for number in range(90, 200)) if one not in taken)
    for old in section.findall(f"{W}{kind}Reference"):
        if old.get(f"{W}type", "default") == of:
            section.remove(old)
    reference = section.makeelement(f"{W}{kind}Reference")
    reference.set(f"{W}type", of)
    reference.set(REFERENCE, add_part(package, name, kind, root))
    section.insert(0, reference)
    return f"{package.main.rpartition('/')[0]}/{name}"


def _default(paper: Anatomy, kind: str) -> Any:
    """The root of the header or footer that the first section has; None without."""
    links = paper.sheet.package.links()
    for reference in paper.first_page.element.findall(f"{W}{kind}Reference"):
        if reference.get(f"{W}type", "default") == "default":
            return links.get(reference.get(REFERENCE, ""), ("", None))[1]
    return None


def _relate(package: Package, root: Any, path: str) -> None:
    """Give a copied part the pictures and links of the one that it was copied from."""
    original = next(name for name, tree in package.trees.items() if tree is root)
    links = package.trees.get(_relations(original))
    if links is not None:
        package.trees[_relations(path)], package.parts[_relations(path)] = copy.deepcopy(links), b""


def _relations(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _counts_pages(instruction: str) -> bool:
    return is_page_number(instruction) or bool(_OF_PAGES.match(instruction))


def _pieces_of_numbers(paragraph: Any) -> list[Any]:
    """The pieces of runs that make up complex fields of page numbers; those inside of another field stay with it."""
    open_fields: list[list[Any]] = []
    taken: list[Any] = []
    for piece in [piece for run in paragraph.iter(f"{W}r") for piece in run if piece.tag != f"{W}rPr"]:
        kind = piece.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append([])
        for pieces in open_fields:
            pieces.append(piece)
        if kind == "end" and open_fields:
            pieces = open_fields.pop()
            instruction = "".join(one.text or "" for one in pieces if one.tag == f"{W}instrText")
            taken += pieces if not open_fields and _counts_pages(instruction) else []
    return taken


def _remove(piece: Any) -> None:
    """Take a piece out, and its run where nothing but its look is left of it."""
    parent = piece.getparent()
    parent.remove(piece)
    if parent.tag == f"{W}r" and all(one.tag == f"{W}rPr" for one in parent):
        parent.getparent().remove(parent)
