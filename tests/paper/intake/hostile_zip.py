"""Archives that attack their reader, after the public literature: zip slip, Fifield's overlaps, confusions of parsers.

Made by hand from bytes; none of it knows what the checker looks for.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

from tests.paper.intake import hostile as h

END = b"PK\x05\x06"


def entry(
    name: bytes, content: bytes, *, method: int = 8, flags: int = 0, sizes: tuple[int, int] | None = None
) -> bytes:
    """A local header with its data. `sizes`: (packed, plain) as the header tells them, when it lies."""
    packed = zlib.compress(content, 9)[2:-4] if method == 8 else content
    told = sizes or (len(packed), len(content))
    head = struct.pack(
        "<4sHHHHHLLLHH", b"PK\x03\x04", 20, flags, method, 0, 33, zlib.crc32(content), *told, len(name), 0
    )
    return head + name + packed


def listed(name: bytes, local: bytes, offset: int, **told: int) -> bytes:
    """The line of the directory for a local entry; `told` overrides what it tells (flags, crc, sizes)."""
    _, _, flags, method, _, _, crc, packed, plain, _, _ = struct.unpack("<4sHHHHHLLLHH", local[:30])
    line = {"flags": flags, "method": method, "crc": crc, "packed": packed, "plain": plain} | told
    head = struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, line["flags"], line["method"], 0, 33)
    sizes = struct.pack("<LLLHHHHHLL", line["crc"], line["packed"], line["plain"], len(name), 0, 0, 0, 0, 0, offset)
    return head + sizes + name


def closed(locals_: bytes, lines: Sequence[bytes], comment: bytes = b"", disk: int = 0) -> bytes:
    """The archive of these bytes and directory lines."""
    directory = b"".join(lines)
    count = min(len(lines), 0xFFFF)
    end = struct.pack("<4sHHHHLLH", END, disk, disk, count, count, len(directory), len(locals_), len(comment))
    return locals_ + directory + end + comment


def with_raw(name: bytes, content: bytes = b"x", **how: int) -> bytes:
    """The good docx, written by hand, with one more entry of any name."""
    locals_, lines = b"", []
    for part, data in h.parts().items():
        local = entry(part.encode(), data)
        lines.append(listed(part.encode(), local, len(locals_)))
        locals_ += local
    local = entry(name, content, **how)  # type: ignore[arg-type]
    lines.append(listed(name, local, len(locals_)))
    return closed(locals_ + local, lines)


def overlapping(count: int = 250) -> bytes:
    """Fifield's full overlap: many names for one kernel of squeezed zeros."""
    good = h.DOCX
    kernel = entry(b"word/a0.xml", b"0" * 2_000_000)
    start = good.index(b"PK\x01\x02")
    lines = [listed(f"word/a{n}.xml".encode(), kernel, start) for n in range(count)]
    return closed(good[:start] + kernel, [good[start : good.rindex(END)], *lines])


def quoting(count: int = 100) -> bytes:
    """Fifield's quoted overlap: each entry's data begins with the next entry's header, stored, then the kernel."""
    kernel = entry(b"k", b"0" * 1_000_000)
    chain, places = kernel, [(b"k", kernel, len(kernel))]
    for number in range(count):
        name = f"q{number:04}".encode()
        quoted = struct.pack("<BHH", 0, 30 + len(name), 0xFFFF ^ (30 + len(name))) + places[-1][1][:30] + places[-1][0]
        head = struct.pack(
            "<4sHHHHHLLLHH", b"PK\x03\x04", 20, 0, 8, 0, 33, 0, len(quoted) + len(chain), 1_000_000, len(name), 0
        )
        chain = head + name + chain
        places.append((name, head, len(chain)))
    lines = [listed(name, head, len(chain) - left) for name, head, left in places]
    return closed(chain, lines)


def _quine_inside() -> bytes:
    inner = h.zipped([("r/r.zip", h.zipped([("r.zip", b"0" * 3_000_000)]))])
    return h.changed({}, ("word/r.zip", inner))


def _hidden_entry() -> bytes:
    """An entry that only readers of local headers see."""
    start = h.DOCX.index(b"PK\x01\x02")
    return closed(h.DOCX[:start] + entry(b"word/document.xml", b"<x/>"), [h.DOCX[start : h.DOCX.rindex(END)]])


def _other_local_name() -> bytes:
    at = h.DOCX.index(b"word/document.xml")
    return h.DOCX[:at] + b"word/Document.xml" + h.DOCX[at + 17 :]


def _linked() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in h.parts().items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("word/media/a.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def _packed_by(method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in h.parts().items():
            archive.writestr(name, content)
    return target.getvalue()


def _patched(sign: bytes, at: int, new: bytes) -> bytes:
    data = bytearray(h.DOCX)
    start = data.index(sign) + at
    data[start : start + len(new)] = new
    return bytes(data)


def _grown() -> bytes:
    return h.changed({}, *((f"word/a{number}.xml", b"<a>" + b" " * 900_000 + b"</a>") for number in range(60)))


UNSAFE, BROKEN, LARGE = "docx-unsafe", "broken-docx", "docx-too-large-inside"
ZIPS: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "zip slip": ({UNSAFE}, lambda: with_raw(b"../../../../tmp/evil.xml")),
    "zip slip in the middle": ({UNSAFE}, lambda: with_raw(b"word/media/../../../x.png")),
    "zip slip by backslash": ({UNSAFE}, lambda: with_raw(b"..\\..\\windows\\x.xml")),
    "zip slip, encoded": ({UNSAFE}, lambda: with_raw(b"%2e%2e/%2e%2e/x.xml")),
    "absolute name": ({UNSAFE}, lambda: with_raw(b"/etc/cron.d/x")),
    "drive letter": ({UNSAFE}, lambda: with_raw(b"C:/windows/x.xml")),
    "name cut by NUL": ({UNSAFE, BROKEN}, lambda: with_raw(b"word/x.png\0.exe")),
    "name turned by bidi": ({UNSAFE}, lambda: with_raw("word/\u202egnp.exe".encode(), flags=0x800)),
    "name with a newline": ({UNSAFE}, lambda: with_raw(b"word/a\n.xml")),
    "name ending in a dot": ({UNSAFE}, lambda: with_raw(b"word/document.xml.")),
    "reserved device name stream": ({UNSAFE}, lambda: with_raw(b"word/a.xml:evil")),
    "empty steps": ({UNSAFE}, lambda: with_raw(b"word//document.xml")),
    "name of 60 kB": ({UNSAFE}, lambda: with_raw(b"word/" + b"a/" * 30_000 + b"x.exe")),
    "overlap of Fifield": ({UNSAFE, LARGE}, overlapping),
    "quoted overlap of Fifield": ({UNSAFE, BROKEN}, quoting),
    "quine inside": ({UNSAFE}, _quine_inside),
    "flat bomb": ({LARGE}, h.bomb),
    "bomb by many parts": ({LARGE}, _grown),
    "lying directory": ({UNSAFE, BROKEN}, h.lying_bomb),
    "lying header": ({UNSAFE, BROKEN}, lambda: _patched(b"PK\x03\x04", 22, struct.pack("<L", 7))),
    "wrong checksum": ({UNSAFE, BROKEN}, lambda: _patched(b"PK\x01\x02", 16, b"\1\2\3\4")),
    "another local name": ({UNSAFE, BROKEN}, _other_local_name),
    "hidden entry": ({UNSAFE}, _hidden_entry),
    "same part twice": ({UNSAFE}, lambda: with_raw(b"word/document.xml", b"<x/>")),
    "same part, other case": ({UNSAFE}, lambda: with_raw(b"Word/Document.XML", b"<x/>")),
    "same name, composed otherwise": (
        {UNSAFE},
        lambda: h.changed({}, ("word/\u1ed1.xml", b"<x/>"), ("word/o\u0302\u0301.xml", b"<x/>")),
    ),
    "sixty thousand entries": ({LARGE}, lambda: h.changed({}, *((f"word/{n}", b"") for n in range(60_000)))),
    "encrypted entry": ({"password-protected"}, lambda: with_raw(b"word/x.xml", flags=1)),
    "bzip2": ({UNSAFE}, lambda: _packed_by(zipfile.ZIP_BZIP2)),
    "lzma": ({UNSAFE}, lambda: _packed_by(zipfile.ZIP_LZMA)),
    "method 99": ({UNSAFE, BROKEN}, lambda: with_raw(b"word/x.xml", method=99)),
    "program before it": ({"not-a-docx"}, lambda: b"MZ" + b"\0" * 510 + h.DOCX),
    "zip before it": ({UNSAFE, BROKEN}, lambda: h.zipped([("a.xml", b"<a/>")]) + h.DOCX),
    "PDF behind it": ({UNSAFE, BROKEN}, lambda: h.DOCX + h.printed()),
    "PDF in its comment": (
        {UNSAFE, BROKEN},
        lambda: h.DOCX[:-2] + struct.pack("<H", len(h.printed())) + h.printed(),
    ),
    "two ends": ({UNSAFE, BROKEN}, lambda: h.DOCX + h.DOCX[-22:]),
    "several disks": ({UNSAFE, BROKEN}, lambda: h.DOCX[:-18] + b"\3\0\3\0" + h.DOCX[-14:]),
    "directory far away": ({UNSAFE, BROKEN}, lambda: h.DOCX[:-6] + b"\xf0\xff\xff\x7f\0\0"),
    "directory cut": ({BROKEN}, lambda: h.DOCX[:-60]),
    "link to a file of the machine": ({"docx-images", UNSAFE}, _linked),
    "only an end": ({"not-a-docx", BROKEN}, lambda: END + b"\0" * 18),
    "only headers": ({BROKEN}, lambda: b"PK\x03\x04" * 5_000),
}
