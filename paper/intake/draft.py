"""Whether a safe docx is also a clean draft (no tracked changes, legacy fonts, secrecy stamp), and what to warn of."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from paper.intake.docx import W
from paper.intake.package import Package
from rules.refusals import Refusal

_LEGACY = re.compile(r"^(\.Vn|VNI[- ]|VNtimes|TCVN|VnTime|UVN|VNI$|VPS )", re.IGNORECASE)
_STAMP = re.compile(r"^(ĐỘ MẬT ?:? ?)?(TUYỆT MẬT|TỐI MẬT|MẬT)$")
_AROUND = " \t\r\n\u00a0[](){}.:;*-–—_“”\"'"
_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"


def check_draft(package: Package) -> None:
    """Raise secrecy-marked, docx-tracked-changes or docx-legacy-fonts."""
    for text in _standing_alone(package):
        if is_secrecy_stamp(text):
            raise Refusal("secrecy-marked", filename=package.filename, stamp=text.strip(_AROUND))
    if any(next(tree.iter(*_TRACKED), None) is not None for tree in package.texts()):
        raise Refusal("docx-tracked-changes", filename=package.filename)
    if fonts := sorted(name for name in used_fonts(package) if _LEGACY.match(name)):
        raise Refusal("docx-legacy-fonts", filename=package.filename, fonts=", ".join(fonts))


_TRACKED = tuple(f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))


def warnings_of(package: Package) -> tuple[str, ...]:
    """What is no ground to refuse but should be mended: comments, hidden text."""
    found = []
    if any(next(tree.iter(f"{W}comment"), None) is not None for tree in package.trees.values()):
        found.append("Tệp còn ý kiến ghi chú (comment); nên xóa trước khi trình.")
    if any(_has_text(run) and _hidden(run) for tree in package.texts() for run in tree.iter(f"{W}r")):
        found.append("Tệp có chữ ẩn (hidden text); người duyệt sẽ không nhìn thấy phần này.")
    return tuple(found)


def is_secrecy_stamp(text: str) -> bool:
    """Whether a line is nothing but a secrecy stamp in capitals; a sentence that mentions secrecy is not."""
    bare = " ".join(unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").strip(_AROUND).split())
    return _STAMP.match(bare) is not None


def _standing_alone(package: Package) -> Iterator[str]:
    for tree in package.texts():
        for paragraph in tree.iter(f"{W}p"):
            yield "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for watermark in tree.iter(_TEXTPATH):
            yield watermark.get("string", "")


def used_fonts(package: Package) -> set[str]:
    """Font names that text is really set in: of runs with text, their styles and what these build on, the defaults."""
    styles, defaults = _styles(package)
    names = set(defaults)
    wanted: set[str] = set()
    for tree in package.texts():
        for run in tree.iter(f"{W}r"):
            if _has_text(run):
                names |= _fonts(run.find(f"{W}rPr"))
                wanted |= {style.get(f"{W}val", "") for style in run.iterfind(f"{W}rPr/{W}rStyle")}
                paragraph = next(run.iterancestors(f"{W}p"), None)
                if paragraph is not None:
                    wanted |= {style.get(f"{W}val", "") for style in paragraph.iterfind(f"{W}pPr/{W}pStyle")} or {
                        "Normal"
                    }
    return names.union(*(_inherited(style, styles) for style in wanted))


def _styles(package: Package) -> tuple[dict[str, tuple[str, set[str]]], set[str]]:
    """Style id → (based on, fonts), and the fonts of the document's defaults."""
    styles: dict[str, tuple[str, set[str]]] = {}
    defaults: set[str] = set()
    for name, tree in package.trees.items():
        if package.types.get(name, "").endswith("styles+xml"):
            defaults |= _fonts(tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            for style in tree.iter(f"{W}style"):
                base = style.find(f"{W}basedOn")
                styles[style.get(f"{W}styleId", "")] = (
                    "" if base is None else base.get(f"{W}val", ""),
                    _fonts(style.find(f"{W}rPr")),
                )
    return styles, defaults


def _inherited(style: str, styles: dict[str, tuple[str, set[str]]]) -> set[str]:
    names: set[str] = set()
    seen: set[str] = set()
    while style in styles and style not in seen:
        seen.add(style)
        style, own = styles[style]
        names |= own
    return names


def _fonts(properties: Any) -> set[str]:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return set()
    return {fonts.get(f"{W}{script}", "") for script in ("ascii", "hAnsi")} - {""}


def _has_text(run: Any) -> bool:
    return any((text.text or "").strip() for text in run.iterchildren(f"{W}t"))


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "off")
