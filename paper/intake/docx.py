"""What a submitted docx may not carry, one small check per danger, in the order of the table `CHECKS`."""

import io
import re
import warnings
from collections.abc import Callable
from typing import Any

from PIL import Image, UnidentifiedImageError

from paper.intake import limits
from paper.intake.package import Package
from rules.refusals import Refusal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ACTIVE_TYPES = ("macroenabled", "vbaproject", "activex", "ms-office.active", "vbadata")
FOREIGN_TYPES = (
    "oleobject",
    "text/html",
    "rtf",
    "message/rfc822",
    "spreadsheetml.sheet",
    "presentationml",
    "x-msdownload",
)
FORBIDDEN_RELATIONSHIPS = {
    "attachedtemplate": "mẫu (template) gắn kèm từ nơi khác",
    "oleobject": "đối tượng nhúng (OLE)",
    "package": "tệp nhúng",
    "subdocument": "văn bản con",
    "afchunk": "nội dung chèn từ tệp khác (altChunk)",
    "frame": "khung liên kết",
    "control": "điều khiển ActiveX",
    "vbaproject": "macro",
    "mailmergesource": "nguồn trộn thư",
}
SAFE_LINKS = ("http://", "https://", "mailto:")
# Fields that only compute from the paper itself; whatever is not here may fetch, run or ask, and is refused.
SAFE_FIELD = re.compile(
    r"=.*|(NUM|SECTION)?PAGES?|SECTION|(PAGE|NOTE|STYLE)?REF|HYPERLINK|(CREATE|SAVE|PRINT)?DATE|TIME|TITLE|SUBJECT|AUTHOR|"
    r"TO[CA]|TC|XE|INDEX|SEQ|LISTNUM|AUTONUM(LGL|OUT)?|SYMBOL|EQ|FORM(TEXT|CHECKBOX|DROPDOWN)"
)


def check(package: Package) -> None:
    """Raise the Refusal of the first danger found."""
    for danger in CHECKS:
        danger(package)


def _active(package: Package) -> None:
    names = [name.lower() for name in package.parts]
    kinds = [kind.lower() for kind in package.types.values()]
    if any(sign in kind for sign in ACTIVE_TYPES for kind in kinds) or any("vbaproject" in name for name in names):
        raise Refusal("docx-macros", filename=package.filename)
    if any(sign in kind for sign in FOREIGN_TYPES for kind in kinds) or any("/embeddings/" in name for name in names):
        raise Refusal("docx-active-content", filename=package.filename, what="tệp hoặc đối tượng nhúng")


def _relationships(package: Package) -> None:
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            for link in tree.iter(RELATIONSHIP):
                _relationship(package, link)


def _relationship(package: Package, link: Any) -> None:
    kind = link.get("Type", "").rpartition("/")[2].lower()
    target = link.get("Target", "").strip().lower()
    if kind == "vbaproject":
        raise Refusal("docx-macros", filename=package.filename)
    if kind in FORBIDDEN_RELATIONSHIPS:
        raise Refusal("docx-active-content", filename=package.filename, what=FORBIDDEN_RELATIONSHIPS[kind])
    # Word takes any scheme in Target, so the mode is not believed either: a scheme is outside whatever TargetMode says.
    outside = link.get("TargetMode", "").lower() == "external" or "://" in target or target.startswith(("\\\\", "//"))
    if outside and not (kind == "hyperlink" and target.startswith(SAFE_LINKS)):
        raise Refusal("docx-external", filename=package.filename, target=link.get("Target", "")[:80])


def _fields(package: Package) -> None:
    for tree in package.trees.values():
        for instruction in field_instructions(tree):
            name = instruction.strip().partition(" ")[0].partition("\\")[0].upper()
            if name and not SAFE_FIELD.fullmatch(name):
                raise Refusal("docx-fields", filename=package.filename, field=name[:40])


def field_instructions(tree: Any) -> list[str]:
    """The text of every field, simple or complex; a complex one is joined from its runs, each nested one apart."""
    found = [simple.get(f"{W}instr", "") for simple in tree.iter(f"{W}fldSimple")]
    open_fields: list[list[str]] = []
    for element in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        if element.tag != f"{W}fldChar":
            (open_fields[-1] if open_fields else found).append(element.text or "")
        elif element.get(f"{W}fldCharType") == "begin":
            open_fields.append([])
        elif element.get(f"{W}fldCharType") == "end" and open_fields:
            found.append("".join(open_fields.pop()))
    return found + ["".join(pieces) for pieces in open_fields]


def _images(package: Package) -> None:
    for name, part in package.parts.items():
        pictured = "/media/" in name.lower() or package.types.get(name, "").lower().startswith("image/")
        if pictured and not _is_picture(part):
            raise Refusal("docx-images", filename=package.filename, image=name.rpartition("/")[2])


def _is_picture(part: bytes) -> bool:
    """Whether the header tells a PNG or JPEG of bearable size; the pixels themselves are not decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(part), formats=("PNG", "JPEG")) as image:
                return image.width * image.height <= limits.IMAGE_PIXELS
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
            return False


def _bulk(package: Package) -> None:
    count = sum(1 for tree in package.texts() for _ in tree.iter(f"{W}p"))
    deepest = max((_depth(tree) for tree in package.texts()), default=0)
    if count > limits.PARAGRAPHS or deepest > limits.TABLE_DEPTH:
        raise Refusal(
            "docx-too-complex", filename=package.filename, paragraphs=limits.PARAGRAPHS, depth=limits.TABLE_DEPTH
        )


def _depth(tree: Any) -> int:
    """The deepest nesting of tables, stopping one beyond the limit."""
    level = 0
    nested = list(tree.iter(f"{W}tbl"))
    while nested and level <= limits.TABLE_DEPTH:
        level += 1
        nested = [table for table in nested if sum(1 for _ in table.iterancestors(f"{W}tbl")) >= level]
    return level


def _alternative_content(package: Package) -> None:
    for tree in package.texts():
        if next(tree.iter(f"{W}altChunk", f"{W}subDoc", f"{W}object", f"{W}control"), None) is not None:
            raise Refusal("docx-active-content", filename=package.filename, what="tệp hoặc đối tượng nhúng")


CHECKS: tuple[Callable[[Package], None], ...] = (
    _active,
    _relationships,
    _alternative_content,
    _bulk,
    _fields,
    _images,
)
