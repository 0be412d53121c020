"""What a submitted docx may not carry, one small check per danger, in the order of the table `CHECKS`."""

import io
import posixpath
import re
import warnings
from collections.abc import Callable
from typing import Any

from PIL import Image, UnidentifiedImageError

from paper.intake import limits
from paper.intake.fields import field_instructions
from paper.intake.package import FOREIGN_TYPES, RELATIONSHIP, Package, W
from rules.refusals import Refusal
from rules.sentences import Sentence

__all__ = ["CHECKS", "W", "check", "field_instructions"]

FORBIDDEN_RELATIONSHIPS = {
    "attachedtemplate": Sentence("mẫu (template) gắn kèm từ nơi khác"),
    "oleobject": Sentence("đối tượng nhúng (OLE)"),
    "package": Sentence("tệp nhúng"),
    "subdocument": Sentence("văn bản con"),
    "afchunk": Sentence("nội dung chèn từ tệp khác (altChunk)"),
    "frame": Sentence("khung liên kết"),
    "control": Sentence("điều khiển ActiveX"),
    "vbaproject": Sentence("macro"),
    "mailmergesource": Sentence("nguồn trộn thư"),
    "recipientdata": Sentence("nguồn trộn thư"),
    "webextensiontaskpanes": Sentence("phần bổ trợ (add-in) từ nơi khác"),
    "webextension": Sentence("phần bổ trợ (add-in) từ nơi khác"),
    "extensibility": Sentence("thanh lệnh riêng của tệp"),
    "attachedtoolbars": Sentence("thanh lệnh riêng của tệp"),
    "keymapcustomizations": Sentence("phím lệnh riêng của tệp"),
}
# Elements that bring in what does not stand in the paper, or let it show something else than it holds.
FORBIDDEN_ELEMENTS = {
    f"{W}altChunk": Sentence("nội dung chèn từ tệp khác (altChunk)"),
    f"{W}subDoc": Sentence("văn bản con"),
    f"{W}object": Sentence("đối tượng nhúng (OLE)"),
    f"{W}control": Sentence("điều khiển ActiveX"),
    f"{W}contentPart": Sentence("nội dung chèn từ phần khác của tệp"),
    f"{W}mailMerge": Sentence("nguồn trộn thư"),
    f"{W}frameset": Sentence("khung liên kết"),
    f"{W}dataBinding": Sentence("ô nội dung lấy chữ từ nơi khác trong tệp"),
    f"{W}bdo": Sentence("chữ bị đảo chiều"),
    f"{W}dir": Sentence("chữ bị đảo chiều"),
    "{urn:schemas-microsoft-com:office:office}OLEObject": Sentence("đối tượng nhúng (OLE)"),
}
SAFE_LINKS = ("http://", "https://", "mailto:")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\")
_LEGACY_DRAWING = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
# Fields that only compute from the paper itself; whatever is not here may fetch, run or ask, and is refused.
SAFE_FIELD = re.compile(
    r"=.*|(NUM|SECTION)?PAGES?|SECTION|(PAGE|NOTE|STYLE)?REF|HYPERLINK|(CREATE|SAVE|PRINT)?DATE|TIME|TITLE|SUBJECT|AUTHOR|"
    r"TO[CA]|TC|XE|INDEX|SEQ|LISTNUM|AUTONUM(LGL|OUT)?|SYMBOL|EQ|FORM(TEXT|CHECKBOX|DROPDOWN)"
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check(package: Package) -> None:
    """Raise the Refusal of the first danger found."""
    for danger in CHECKS:
        danger(package)


def _active(package: Package) -> None:
    names = [name.lower() for name in package.parts]
    if any("vbaproject" in name for name in names):
        raise Refusal("docx-macros", filename=package.filename)
    kinds = [kind.lower() for kind in package.types.values()]
    if any(sign in kind for sign in FOREIGN_TYPES for kind in kinds) or any("/embeddings/" in name for name in names):
        raise Refusal("docx-active-content", filename=package.filename, what=Sentence("tệp hoặc đối tượng nhúng"))


def _relationships(package: Package) -> None:
    for name, tree in package.trees.items():
        if name.lower().endswith(".rels"):
            for link in tree.iter(RELATIONSHIP):
                _relationship(package, name, link)


def _relationship(package: Package, source: str, link: Any) -> None:
    kind = link.get("Type", "").rpartition("/")[2].lower()
    target = link.get("Target", "").strip().lower()
    if kind == "vbaproject":
        raise Refusal("docx-macros", filename=package.filename)
    if kind in FORBIDDEN_RELATIONSHIPS:
        raise Refusal("docx-active-content", filename=package.filename, what=FORBIDDEN_RELATIONSHIPS[kind])
    # Word takes any scheme in Target, so the mode is not believed either: a scheme is outside whatever TargetMode says.
    outside = link.get("TargetMode", "").lower() == "external" or _SCHEME.match(target) or _climbs(source, target)
    if outside and not (kind == "hyperlink" and target.startswith(SAFE_LINKS)):
        raise Refusal("docx-external", filename=package.filename, target=link.get("Target", "")[:80])


def _climbs(source: str, target: str) -> bool:
    """Whether a target, from the folder of the part that the relationships belong to, leads out of the package."""
    folder = posixpath.dirname(posixpath.dirname(source))
    return posixpath.normpath(posixpath.join(folder, target.replace("%2e", "."))).startswith("..")


def _fields(package: Package) -> None:
    for tree in package.trees.values():
        for instruction in field_instructions(tree):
            words = instruction.replace("\\", " \\").split()
            name = words[0].upper() if words else ""
            if name and not SAFE_FIELD.fullmatch(name):
                raise Refusal("docx-fields", filename=package.filename, field=name[:40])
            if name == "HYPERLINK":
                _linked_field(package, instruction)


def _linked_field(package: Package, instruction: str) -> None:
    """A link by field is held to what a link by relationship is: the web, mail, or a place in the paper itself."""
    target = next(iter(re.findall(r'"([^"]*)"|(\S+)', instruction.strip()[len("HYPERLINK") :])), ("", ""))
    address = (target[0] or target[1]).strip().lower()
    if not (address.startswith(SAFE_LINKS) or address.startswith("\\l") or address == ""):
        raise Refusal("docx-external", filename=package.filename, target=address[:80])


def _drawn_links(package: Package) -> None:
    """The old drawing language names its pictures and links in the drawing itself, without any relationship."""
    for tree in package.trees.values():
        for element in tree.iter(*(f"{space}*" for space in _LEGACY_DRAWING)):
            for name in ("src", "href", "althref"):
                address = (element.get(name) or element.get(f"{_LEGACY_DRAWING[1]}{name}") or "").strip().lower()
                fetched = name != "href" or not address.startswith(SAFE_LINKS)
                if fetched and _SCHEME.match(address):
                    raise Refusal("docx-external", filename=package.filename, target=address[:80])


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


def _cells(package: Package) -> None:
    """LibreOffice lays out a table column by column and merged cell by merged cell: a few bytes cost it minutes."""
    for tree in package.texts():
        spans = sum(_number(span.get(f"{W}val")) for span in tree.iter(f"{W}gridSpan"))
        if spans > limits.CELLS or sum(1 for _ in tree.iter(f"{W}tc")) > limits.CELLS:
            raise Refusal("file-too-complex", filename=package.filename)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 1


def _foreign_elements(package: Package) -> None:
    for tree in package.trees.values():
        found = next(tree.iter(*FORBIDDEN_ELEMENTS), None)
        if found is not None:
            raise Refusal("docx-active-content", filename=package.filename, what=FORBIDDEN_ELEMENTS[found.tag])


def _embedded_fonts(package: Package) -> None:
    """A font that comes with the paper may draw a 9 where its text has a 1; only the machine's own fonts are used."""
    names = [name.lower() for name in package.parts]
    kinds = [kind.lower() for kind in package.types.values()]
    if any("font" in kind and not kind.endswith("+xml") for kind in kinds) or any(
        name.endswith((".odttf", ".ttf", ".otf", ".fntdata")) for name in names
    ):
        raise Refusal("docx-embedded-fonts", filename=package.filename)


def _turned_text(package: Package) -> None:
    """Invisible signs that turn the order of letters: the page would show another text than the one that is read."""
    for tree in package.texts():
        for text in tree.iter(f"{W}t"):
            if _TURNING.search(text.text or ""):
                raise Refusal("docx-unsafe", filename=package.filename, what=Sentence("ký tự ẩn đảo chiều chữ"))


def _undeclared(package: Package) -> None:
    for name in package.parts:
        if name != "[Content_Types].xml" and not package.types.get(name):
            raise Refusal(
                "docx-unsafe", filename=package.filename, what=Sentence("thành phần lạ {name}", name=name[:60])
            )


CHECKS: tuple[Callable[[Package], None], ...] = (
    _active,
    _relationships,
    _foreign_elements,
    _bulk,
    _cells,
    _fields,
    _drawn_links,
    _images,
    _embedded_fonts,
    _turned_text,
    _undeclared,
)
