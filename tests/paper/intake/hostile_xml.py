"""XML that attacks its reader, after the public literature: XXE, blow-ups, encodings, and confusions about which part
is the document."""

from collections.abc import Callable

from tests.paper.intake import hostile as h

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
UNSAFE, BROKEN = "docx-unsafe", "broken-docx"
COMPLEX = {"file-too-complex", "docx-too-complex", BROKEN}


def with_dtd(declaration: str, use: str = "", part: str = h.DOCUMENT) -> bytes:
    """The good docx with a document type before the root of a part, and an entity used in its text."""

    def change(old: bytes) -> bytes:
        root = old.index(b"<", old.index(b"?>"))
        return old[:root] + declaration.encode() + old[root:].replace(b"</w:t>", use.encode() + b"</w:t>", 1)

    return h.changed({part: change})


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE w [<!ENTITY l0 "lol">{lines}]>'


def part(name: str, content: bytes, kind: str = "application/xml") -> bytes:
    """The good docx with one more part of a declared type."""
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    return h.changed({h.TYPES: lambda old: old.replace(b"</Types>", override)}, (name, content))


def linked(kind: str, target: str, *, source: str = h.RELS, external: bool = True, office: str = h.OFFICE) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rId77" Type="{office}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()
    if source in h.parts():
        return h.changed({source: lambda old: old.replace(b"</Relationships>", link)})
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return h.changed({}, (source, HEAD + f'<Relationships xmlns="{space}">'.encode() + link))


def main_is_another() -> bytes:
    """The types name a harmless main part; the package opens with another."""
    evil = h.parts()[h.DOCUMENT].replace(b"<w:body>", b"<w:body>" + h.field(" DDEAUTO x y ").encode(), 1)
    rels = {"_rels/.rels": lambda old: old.replace(b"word/document.xml", b"word/evil.bin")}
    override = b'<Override PartName="/word/evil.bin" ContentType="application/octet-stream"/></Types>'
    return h.changed(rels | {h.TYPES: lambda old: old.replace(b"</Types>", override)}, ("word/evil.bin", evil))


def header_in_disguise() -> bytes:
    """A header that carries a command, under an ending and a type that name no XML."""
    header = f"<w:hdr {h.W}>{h.field(' DDEAUTO cmd ')}</w:hdr>".encode()
    rels = {h.RELS: lambda old: old.replace(b"header1.xml", b"header9.dat")}
    kind = b'<Default Extension="dat" ContentType="application/octet-stream"/></Types>'
    return h.changed(rels | {h.TYPES: lambda old: old.replace(b"</Types>", kind)}, ("word/header9.dat", header))


def strict() -> bytes:
    """The same paper in the vocabulary of ISO strict, in which the checks would find nothing."""
    return h.changed(
        {
            h.DOCUMENT: lambda old: old.replace(
                b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml/w"
            )
        }
    )


def recoded(encoding: str, dtd: bytes = b"") -> bytes:
    """The main part in another encoding."""

    def change(old: bytes) -> bytes:
        body = old[old.index(b"<w:document") :].decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{dtd.decode()}{body}'.encode(encoding)

    return h.changed({h.DOCUMENT: change})


def many(xml: str, count: int) -> str:
    """Elements that differ a little, as Word's do: alike ones would be taken for a bomb of their own kind."""
    return "".join(xml.format(f'"{number * 2_654_435_761 % 2**32:08X}"') for number in range(count))


def replaced(old: bytes, new: bytes, name: str = h.DOCUMENT) -> bytes:
    return h.changed({name: lambda content: content.replace(old, new, 1)})


XML: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "XXE, a local file": ({UNSAFE}, lambda: with_dtd('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;")),
    "XXE, the network": ({UNSAFE}, lambda: with_dtd('<!DOCTYPE w SYSTEM "http://example.invalid/x.dtd">')),
    "XXE, parameter entity": (
        {UNSAFE},
        lambda: with_dtd('<!DOCTYPE w [<!ENTITY % p SYSTEM "http://example.invalid/p"> %p;]>'),
    ),
    "XXE in relationships": ({UNSAFE}, lambda: with_dtd('<!DOCTYPE r [<!ENTITY x "y">]>', part=h.RELS)),
    "XXE in content types": ({UNSAFE}, lambda: with_dtd('<!DOCTYPE r SYSTEM "file:///etc/passwd">', part=h.TYPES)),
    "XXE in properties": ({UNSAFE}, lambda: with_dtd("<!DOCTYPE r []>", part="docProps/core.xml")),
    "XXE in UTF-16": ({UNSAFE, BROKEN}, lambda: recoded("utf-16", b'<!DOCTYPE w SYSTEM "file:///etc/passwd">')),
    "billion laughs": ({UNSAFE}, lambda: with_dtd(laughs(), "&l9;")),
    "quadratic blow-up": (
        {UNSAFE},
        lambda: with_dtd(f'<!DOCTYPE w [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 20_000),
    ),
    "UTF-7 part": ({UNSAFE, BROKEN}, lambda: recoded("utf-7")),
    "part in a code page": ({UNSAFE, BROKEN}, lambda: replaced(b"UTF-8", b"IBM037")),
    "bytes that are no UTF-8": ({BROKEN}, lambda: replaced(b"<w:body>", b"<w:body>\xc0\xaf")),
    "NUL in a part": ({BROKEN}, lambda: replaced(b"<w:body>", b"<w:body>\0")),
    "XInclude": (
        {"in"},
        lambda: part(
            "word/i.xml",
            b'<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></x>',
        ),
    ),
    "style sheet instruction": (
        {"in"},
        lambda: part("word/i.xml", b'<?xml-stylesheet href="http://example.invalid/x.xsl"?><x/>'),
    ),
    "hundred thousand levels": (COMPLEX, lambda: part("word/d.xml", b"<a>" * 100_000 + b"</a>" * 100_000)),
    "nested paragraphs": (
        COMPLEX | {"in"},
        lambda: h.with_body("<w:sdt><w:sdtContent>" * 100 + "</w:sdtContent></w:sdt>" * 100),
    ),
    "hundred thousand attributes": (
        {BROKEN, "in"},
        lambda: part("word/a.xml", b"<a " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>"),
    ),
    "many namespaces": (
        {BROKEN, "in"},
        lambda: part("word/n.xml", b"<a " + b" ".join(b'xmlns:n%d="u%d"' % (n, n) for n in range(20_000)) + b"/>"),
    ),
    "one text of fifteen megabytes": (
        {BROKEN, "docx-too-large-inside"},
        lambda: h.with_body(h.paragraph("Kế hoạch năm " * 1_000_000)),
    ),
    "strict vocabulary": ({"not-a-docx"}, strict),
    "package opens another part": ({UNSAFE}, main_is_another),
    "two documents to open": (
        {UNSAFE},
        lambda: linked("officeDocument", "word/styles.xml", source="_rels/.rels", external=False),
    ),
    "header in disguise": ({"docx-fields", UNSAFE}, header_in_disguise),
    "every XML is the document": ({"not-a-docx"}, lambda: replaced(b"application/xml", h.MAIN.encode(), h.TYPES)),
}
