"""Open a docx as a zip without believing it: names and methods are checked, every byte is counted as it inflates."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.intake import limits
from paper.intake.zip_layout import identity, is_plain_name, is_seamless
from rules.refusals import Refusal
from rules.sentences import Sentence

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ROOT_RELATIONSHIPS = "_rels/.rels"
# The only encodings that the package format knows; in another, programs may read different letters.
_ENCODINGS = ("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ASCII", "US-ASCII")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # marks of byte order, the zeros of UTF-16, white space
_ACTIVE_TYPES = ("macroenabled", "vbaproject", "activex", "ms-office.active", "vbadata")
FOREIGN_TYPES = (
    "oleobject",
    "text/html",
    "rtf",
    "message/rfc822",
    "spreadsheetml.sheet",
    "presentationml",
    "x-msdownload",
)
_READ_BY_PEOPLE = frozenset(f"{W}{root}" for root in ("document", "hdr", "ftr", "footnotes", "endnotes"))
_CHUNK = 65_536
_ENCRYPTED = 0x1
# zipfile tells damage in all these ways; a fuzzed archive must not bring any other (tested).
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)


@dataclass(frozen=True)
class Package:
    """The parts of a docx by name, its XML parts parsed, and the name of the main part."""

    filename: str
    parts: dict[str, bytes]
    trees: dict[str, Any]
    types: dict[str, str] = field(default_factory=dict)
    main: str = "word/document.xml"

    @property
    def document(self) -> Any:
        """The root element of the main part."""
        return self.trees[self.main]

    def texts(self) -> list[Any]:
        """The roots that hold what people read: main part, headers, footers, notes, whatever type they declare."""
        return [tree for tree in self.trees.values() if tree.tag in _READ_BY_PEOPLE]

    def runs(self) -> Iterator[Any]:
        """Every run that shows letters of its own, wherever people read."""
        for run in (run for tree in self.texts() for run in tree.iter(f"{W}r")):
            if any((text.text or "").strip() for text in run.iterchildren(f"{W}t")):
                yield run

    def links(self) -> dict[str, tuple[str, Any]]:
        """Where programs go from the main part: relationship id → its kind ("styles") and the tree there, if any."""
        folder, _, name = self.main.rpartition("/")
        told = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for link in () if told is None else told.iter(RELATIONSHIP):
            path = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
            found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], self.trees.get(path))
        return found

    def related(self, kind: str) -> Any:
        """The tree that the main part relates to as its "styles", "theme" or "numbering"; None without."""
        return next((tree for of, tree in self.links().values() if of == kind), None)


def open_package(filename: str, data: bytes) -> Package:
    """Read a docx within `limits`. Raises Refusal: broken-docx, docx-unsafe, docx-too-large-inside, not-a-docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_names(filename, archive.infolist())
            if not is_seamless(data, archive):
                raise Refusal(
                    "docx-unsafe", filename=filename, what=Sentence("các thành phần nén chồng lên nhau hoặc hở")
                )
            parts = _inflated(filename, archive)
    except _DAMAGE as damage:
        raise Refusal("broken-docx", filename=filename) from damage
    types = _types(filename, parts)
    _refuse_types(filename, [kind.lower() for kind in types.values()])
    trees = {name: _parsed(filename, name, part) for name, part in parts.items() if _is_xml(name, types[name], part)}
    main = _main(filename, trees, types)
    return Package(filename, parts, trees, types, main)


def _check_names(filename: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.ZIP_ENTRIES:
        raise Refusal("docx-too-large-inside", filename=filename)
    seen: set[str] = set()
    for entry in entries:
        # zipfile cuts a name at a NUL; what stood behind it another reader would see.
        if not is_plain_name(entry.orig_filename) or identity(entry.filename) in seen:
            raise Refusal(
                "docx-unsafe", filename=filename, what=Sentence("tên thành phần trùng nhau hoặc trỏ ra ngoài tệp")
            )
        if entry.flag_bits & _ENCRYPTED:
            raise Refusal("password-protected", filename=filename)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("docx-unsafe", filename=filename, what=Sentence("cách nén lạ"))
        seen.add(identity(entry.filename))


def _inflated(filename: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = xml = 0
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        part = _bounded(filename, archive, entry, min(limits.PART_BYTES, limits.PACKAGE_BYTES - total))
        total += len(part)
        xml += len(part) if _is_xml(entry.filename, "", part) else 0
        if xml > limits.XML_BYTES:
            raise Refusal("docx-too-large-inside", filename=filename)
        parts[entry.filename] = part
    return parts


def _bounded(filename: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """One part, chunk by chunk, so that a header lying about its size gains nothing (read() would inflate it whole)."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            bomb = size > limits.RATIO_FROM_BYTES and size > limits.RATIO * max(entry.compress_size, 1)
            if size > limit or bomb:
                raise Refusal("docx-too-large-inside", filename=filename)
            pieces.append(piece)
    return b"".join(pieces)


def _is_xml(name: str, kind: str, part: bytes) -> bool:
    """Whether some program would read the part as XML: by its name's end, its declared type, or how it begins.

    Programs follow relationships and believe neither name nor type; what nobody declares as XML may still be read so.
    """
    told = name.lower().endswith((".xml", ".rels", ".vml")) or kind.lower().endswith(("xml", "vmldrawing"))
    return told or part[:64].lstrip(_BEFORE_XML).startswith(b"<")


def _parsed(filename: str, name: str, part: bytes) -> Any:
    """One XML part; a DTD is refused whole, for text after an entity would silently be lost."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as damage:
        if getattr(damage, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from damage  # the file is not broken, only too much
        if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
            raise Refusal(
                "docx-unsafe", filename=filename, what=Sentence("khai báo DTD trong {name}", name=name)
            ) from damage
        raise Refusal("broken-docx", filename=filename) from damage
    about = tree.getroottree().docinfo
    if about.doctype:
        raise Refusal("docx-unsafe", filename=filename, what=Sentence("khai báo DTD trong {name}", name=name))
    if (about.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise Refusal(
            "docx-unsafe",
            filename=filename,
            what=Sentence("bảng mã {encoding} trong {name}", encoding=about.encoding, name=name),
        )
    return tree


def _types(filename: str, parts: dict[str, bytes]) -> dict[str, str]:
    """Content types by part name. What is declared for no part at all stays in, under the declared name."""
    if "[Content_Types].xml" not in parts:
        raise Refusal("not-a-docx", filename=filename)
    declared = _parsed(filename, "[Content_Types].xml", parts["[Content_Types].xml"])
    defaults = {
        item.get("Extension", "").lower(): item.get("ContentType", "")
        for item in declared.iter(f"{CONTENT_TYPES}Default")
    }
    types = {name: defaults.get(name.rpartition(".")[2].lower(), "") for name in parts}
    named = {identity(name): name for name in parts}
    for item in declared.iter(f"{CONTENT_TYPES}Override"):
        name = item.get("PartName", "").lstrip("/")
        types[named.get(identity(name), name)] = item.get("ContentType", "")
    return types


def _refuse_types(filename: str, kinds: list[str]) -> None:
    if any(sign in kind for sign in _ACTIVE_TYPES for kind in kinds):
        raise Refusal("docx-macros", filename=filename)
    parts = [kind for kind in kinds if not kind.endswith("main+xml")]  # a workbook itself is no docx: `_main` says so
    if any(sign in kind for sign in FOREIGN_TYPES for kind in parts):
        raise Refusal("docx-active-content", filename=filename, what=Sentence("tệp hoặc đối tượng nhúng"))


def _main(filename: str, trees: dict[str, Any], types: dict[str, str]) -> str:
    """The name of the main part: the only one of its type, the one that the package opens with, a plain document (no
    template, sheet or macro file), and in the vocabulary that the checks read (not ISO strict)."""
    mains = [name for name, kind in types.items() if kind == MAIN and name in trees]
    opened = _opened(trees)
    if len(mains) != 1 or not opened or trees[mains[0]].tag != f"{W}document":
        raise Refusal("not-a-docx", filename=filename)
    if opened != [identity(mains[0])]:
        raise Refusal(
            "docx-unsafe", filename=filename, what=Sentence("tệp mở ra một phần khác với phần chính đã khai báo")
        )
    return mains[0]


def _opened(trees: dict[str, Any]) -> list[str]:
    """Where the package's own relationships send a program that opens it."""
    root = next((tree for name, tree in trees.items() if identity(name) == ROOT_RELATIONSHIPS), None)
    links = () if root is None else root.iter(RELATIONSHIP)
    return [
        identity(link.get("Target", "").removeprefix("/").removeprefix("./"))
        for link in links
        if link.get("Type", "").rpartition("/")[2].lower() == "officedocument"
    ]
