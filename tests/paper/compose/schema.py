"""The order in which ECMA-376 Part 1 (WordprocessingML) lets the children of property lists stand; Word insists."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    # 17.3.1.26 and CT_PPrBase
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    # 17.3.2.28
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "pBdr": "top left bottom right between bar",
    "pgBorders": "top left bottom right",
    "tblBorders": "top left bottom right insideH insideV",
    # 17.4.60
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblCellMar": "top left bottom right",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    # 17.4.70
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    # 17.6.17
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "style": "name aliases basedOn next link hidden uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr tblPr",
    "docDefaults": "rPrDefault pPrDefault",
}


def trees(docx: bytes) -> Iterator[etree._Element]:
    """Every part of WordprocessingML in the file."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield etree.fromstring(archive.read(name))


def faults(docx: bytes) -> list[str]:
    """What stands where the schema does not let it stand; [] for a file that Word opens without complaint."""
    found = []
    for tree in trees(docx):
        for name, order in ORDER.items():
            for parent in tree.iter(f"{W}{name}"):
                children = [str(child.tag).removeprefix(W) for child in parent]
                unknown = [child for child in children if child not in order.split()]
                places = [order.split().index(child) for child in children if child not in unknown]
                if unknown or places != sorted(places):
                    found.append(f"{name}: {children}")
        found += [f"a cell ends with {cell[-1].tag}" for cell in tree.iter(f"{W}tc") if cell[-1].tag != f"{W}p"]
        for body in tree.iter(f"{W}body"):
            if [child.tag for child in body][-2:] != [f"{W}p", f"{W}sectPr"]:
                found.append("the body ends without a paragraph and its section")
    return found
