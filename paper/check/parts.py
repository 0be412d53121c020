"""Writing into a docx that somebody else made: elements where the schema wants them, the package whole again."""

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.compose.looks import FONT
from paper.compose.package import packed
from paper.intake.package import Package, W

# The order of ECMA-376, 17.3.1.26 and 17.3.2.28, of what may stand in w:pPr, w:rPr and w:sectPr; Word calls a file
# damaged that has them otherwise.
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath rPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
}
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def properties(element: Any, tag: str) -> Any:
    """The w:pPr of a paragraph or w:rPr of a run, made at its beginning where there is none."""
    found = element.find(f"{W}{tag}")
    if found is None:
        found = element.makeelement(f"{W}{tag}")
        element.insert(0, found)
    return found


def child(parent: Any, name: str, **attributes: str) -> Any:
    """The child of this name at its place in the schema's order, with these w: attributes set on it."""
    found = parent.find(f"{W}{name}")
    if found is None:
        order = _ORDER[parent.tag.rpartition("}")[2]].split()
        later = set(order[order.index(name) + 1 :])
        found = parent.makeelement(f"{W}{name}")
        below = next((one for one in parent if one.tag.rpartition("}")[2] in later), None)
        if below is None:
            parent.append(found)
        else:
            below.addprevious(found)
    for attribute, given in attributes.items():
        found.set(f"{W}{attribute}", given)
    return found


def give_face(fonts: Any) -> None:
    """Times New Roman for every script of a w:rFonts; the theme has no say any more."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(f"{W}{script}", FONT)


def add_part(package: Package, name: str, kind: str, root: Any) -> str:
    """A new part beside the main one, told to the content types and related to it; its relationship id."""
    folder = package.main.rpartition("/")[0]
    path = f"{folder}/{name}"
    content_type = f"{_WML}.{kind}+xml"
    package.trees[path], package.parts[path], package.types[path] = root, b"", content_type
    override = etree.SubElement(package.trees["[Content_Types].xml"], f"{_CONTENT}Override")
    override.set("PartName", f"/{path}")
    override.set("ContentType", content_type)
    relations = _relations(package)
    identity = _free({link.get("Id", "") for link in relations})
    link = etree.SubElement(relations, _RELATION)
    link.set("Id", identity)
    link.set("Type", f"{_OFFICE}/{kind}")
    link.set("Target", name)
    return identity


def _relations(package: Package) -> Any:
    folder, _, name = package.main.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.trees:
        namespace = _RELATION.strip("{").partition("}")[0]
        package.trees[path] = etree.Element(f"{{{namespace}}}Relationships", nsmap={None: namespace})
        package.parts[path] = b""
    return package.trees[path]


def _free(taken: set[str]) -> str:
    return next(name for name in (f"rIdTK{number}" for number in range(1, len(taken) + 2)) if name not in taken)


def written(package: Package) -> bytes:
    """The package as docx bytes; equal parts give equal bytes."""
    parts = dict(package.parts)
    for name, tree in package.trees.items():
        parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return packed(parts)
