"""Hostile and unsuitable files, made from a good one; nothing here leaves the machine or runs anything."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image

from paper.compose import compose
from tests.paper.samples import REPORT

DOCX = compose(REPORT)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCUMENT, TYPES, RELS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"


def parts(docx: bytes = DOCX) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


def changed(changes: dict[str, Callable[[bytes], bytes]], *more: tuple[str, bytes]) -> bytes:
    """The good docx with some parts changed and others added (a repeated name stays repeated)."""
    entries = [(name, changes.get(name, bytes)(content)) for name, content in parts().items()]
    return zipped([*entries, *more])


def with_body(xml: str) -> bytes:
    """The good docx with a piece of WordprocessingML at the beginning of its body."""
    return changed({DOCUMENT: lambda old: old.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)})


def with_relationship(kind: str, target: str, external: bool = True) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rId90" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed({RELS: lambda old: old.replace(b"</Relationships>", link.encode())})


def with_type(kind: str, *more: tuple[str, bytes]) -> bytes:
    """The good docx whose content types name one more kind."""
    override = f'<Override PartName="/word/extra.dat" ContentType="{kind}"/></Types>'
    return changed({TYPES: lambda old: old.replace(b"</Types>", override.encode())}, *more)


def of_main_type(kind: str) -> bytes:
    return changed({TYPES: lambda old: old.replace(MAIN.encode(), kind.encode())})


def paragraph(text: str, run: str = "") -> str:
    return f"<w:p><w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def field(*instruction: str) -> str:
    pieces = "".join(f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>' for text in instruction)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"<w:p>{mark.format('begin')}{pieces}{mark.format('separate')}<w:r><w:t>x</w:t></w:r>{mark.format('end')}</w:p>"
    )


def with_image(name: str, content: bytes) -> bytes:
    end = name.rpartition(".")[2]
    declared = f'<Default Extension="{end}" ContentType="image/{end}"/></Types>'.encode()
    return changed({TYPES: lambda old: old.replace(b"</Types>", declared)}, (f"word/media/{name}", content))


def png(side: int) -> bytes:
    """A white 1-bit PNG of side × side dots, written row by row: 20 000² takes 40 kB."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = b"\0" + b"\xff" * ((side + 7) // 8)
    squeeze = zlib.compressobj(9)
    dots = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def gif() -> bytes:
    target = io.BytesIO()
    Image.new("L", (8, 8)).save(target, "GIF")
    return target.getvalue()


def bomb() -> bytes:
    """A document.xml that inflates to 60 MB of spaces."""
    return changed({DOCUMENT: lambda old: old.replace(b"</w:body>", b" " * 60_000_000 + b"</w:body>")})


def lying_bomb() -> bytes:
    """The same with a central directory that promises 1000 bytes."""
    data = bytearray(bomb())
    at = data.index(DOCUMENT.encode(), data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def nested_tables(depth: int) -> str:
    opening = "<w:tbl><w:tr><w:tc>" * depth
    return f"{opening}<w:p/>{'</w:tc></w:tr></w:tbl>' * depth}"


def ole(stream: str) -> bytes:
    """A minimal OLE file (one FAT sector, one directory sector) with one named stream."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 4 * 108
    table = struct.pack("<II", fat, end) + struct.pack("<I", free) * 126

    def entry(name: str, kind: int, child: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        about = struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return text.ljust(64, b"\0") + about + b"\0" * 36 + struct.pack("<II", end, 0) + b"\0" * 4

    directory = (
        entry("Root Entry", 5, 1) + entry(stream, 2, free) + (b"\0" * 66 + b"\0" * 2 + b"\xff" * 12 + b"\0" * 48) * 2
    )
    return head + table + directory.ljust(512, b"\0")


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None, **save: object) -> bytes:
    """A PDF of one blank page, changed before it is saved."""
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    target = io.BytesIO()
    document.save(target, **({"min_version": "1.7"} | save))  # type: ignore[arg-type]
    return target.getvalue()


def printed(change: Callable[[pikepdf.Pdf], None] = lambda _: None, text: str = "KE HOACH", **save: object) -> bytes:
    """A PDF of one page with a line of text (Latin letters only), changed before it is saved."""

    def write(document: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page = document.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 14 Tf 80 700 Td ({text}) Tj ET".encode())
        change(document)

    return pdf(write, **save)


def action(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    """A change that gives the catalog an OpenAction."""

    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(**entries))  # type: ignore[arg-type]

    return change


def attached(name: str, content: bytes = b"MZ\x90\0") -> Callable[[pikepdf.Pdf], None]:
    """A change that attaches a file; a program unless told otherwise."""

    def change(document: pikepdf.Pdf) -> None:
        document.attachments[name] = content

    return change
