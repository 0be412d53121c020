"""The parts of a docx around its text, and the zip with fixed dates that makes equal papers equal bytes."""

import io
import zipfile
from functools import cache
from xml.sax.saxutils import escape

from paper.compose.looks import Sizes, style_id, styles_xml

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WML}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WML}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WML}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_WML}.header+xml"/>'
    f'<Override PartName="/docProps/core.xml" '
    f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_ROOT_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/header" Target="header1.xml"/></Relationships>'
)
_SETTINGS = (
    f'{_HEAD}<w:settings {_W}><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang '
    'w:val="vi-VN"/></w:settings>'
)
_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    "><dc:title>{title}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>"
)


def _page_number() -> str:
    runs = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    style = style_id("Số trang")
    return (
        f'{_HEAD}<w:hdr {_W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        + "".join(f"<w:r>{run}</w:r>" for run in runs)
        + "</w:p></w:hdr>"
    )


@cache
def _around(sizes: Sizes) -> dict[str, bytes]:
    """What is the same in every paper of these sizes; nothing of any person or program is in it."""
    return {
        "[Content_Types].xml": _CONTENT_TYPES.encode(),
        "_rels/.rels": _ROOT_RELS.encode(),
        "word/_rels/document.xml.rels": _DOCUMENT_RELS.encode(),
        "word/styles.xml": styles_xml(sizes).encode(),
        "word/settings.xml": _SETTINGS.encode(),
        "word/header1.xml": _page_number().encode(),
    }


def docx(document: str, title: str, sizes: Sizes) -> bytes:
    """The docx of `word/document.xml`, with its title in the properties and the styles of these sizes."""
    own = {"word/document.xml": document.encode(), "docProps/core.xml": _CORE.format(title=escape(title)).encode()}
    return packed(_around(sizes) | own)


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a zip whose bytes depend on nothing but the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()
