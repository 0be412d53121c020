"""Open a docx as a zip without believing it: names and methods are checked, every byte is counted as it inflates."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.intake import limits
from rules.refusals import Refusal

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
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
        """The roots that hold what people read: main part, headers, footers, notes."""
        kinds = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")
        return [tree for name, tree in self.trees.items() if self.types.get(name, "").endswith(kinds)]


def open_package(filename: str, data: bytes) -> Package:
    """Read a docx within `limits`. Raises Refusal: broken-docx, docx-unsafe, docx-too-large-inside, not-a-docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_names(filename, archive.infolist())
            parts = _inflated(filename, archive)
    except _DAMAGE as damage:
        raise Refusal("broken-docx", filename=filename) from damage
    trees = {name: _parsed(filename, name, part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    return _typed(filename, parts, trees)


def _check_names(filename: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.ZIP_ENTRIES:
        raise Refusal("docx-too-large-inside", filename=filename)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        steps = name.split("/")
        if name.startswith("/") or ".." in steps or any(sign in name for sign in "\\:\0") or name.lower() in seen:
            raise Refusal("docx-unsafe", filename=filename, what="tên thành phần trùng nhau hoặc trỏ ra ngoài tệp")
        if entry.flag_bits & _ENCRYPTED:
            raise Refusal("password-protected", filename=filename)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("docx-unsafe", filename=filename, what="cách nén lạ")
        seen.add(name.lower())


def _inflated(filename: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = xml = 0
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        part = _bounded(filename, archive, entry, min(limits.PART_BYTES, limits.PACKAGE_BYTES - total))
        total += len(part)
        xml += len(part) if entry.filename.endswith((".xml", ".rels")) else 0
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


def _parsed(filename: str, name: str, part: bytes) -> Any:
    """One XML part; a DTD is refused whole, for text after an entity would silently be lost."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as damage:
        if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
            raise Refusal("docx-unsafe", filename=filename, what=f"khai báo DTD trong {name}") from damage
        raise Refusal("broken-docx", filename=filename) from damage
    if tree.getroottree().docinfo.doctype:
        raise Refusal("docx-unsafe", filename=filename, what=f"khai báo DTD trong {name}")
    return tree


def _typed(filename: str, parts: dict[str, bytes], trees: dict[str, Any]) -> Package:
    """Content types by part name; exactly one main part, and of a plain document (no template, sheet or macro file)."""
    if "[Content_Types].xml" not in trees:
        raise Refusal("not-a-docx", filename=filename)
    declared = trees["[Content_Types].xml"]
    defaults = {
        item.get("Extension", "").lower(): item.get("ContentType", "")
        for item in declared.iter(f"{CONTENT_TYPES}Default")
    }
    types = {name: defaults.get(name.rpartition(".")[2].lower(), "") for name in parts}
    types |= {
        item.get("PartName", "").lstrip("/"): item.get("ContentType", "")
        for item in declared.iter(f"{CONTENT_TYPES}Override")
    }
    mains = [name for name, kind in types.items() if kind == MAIN and name in trees]
    package = Package(filename, parts, trees, types, mains[0] if len(mains) == 1 else "")
    if len(mains) != 1 and not any("macroEnabled" in kind for kind in types.values()):
        raise Refusal("not-a-docx", filename=filename)
    return package
