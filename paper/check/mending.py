"""Mending what needs no word changed: letters, alignment, spaces, sheet, page numbers. Words stay as they are.

Every mender sets what its rule wants on the very runs, paragraph or section of a finding, as a drafter would by hand.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from paper.check import Change, Context, Finding, letters, page_mending
from paper.check.anatomy import Anatomy
from paper.check.checking import findings_of, read
from paper.check.components import COMPONENTS, Component
from paper.check.letters import STYLES, aligned, figure, styled, wanted
from paper.check.lines import Line, lines_of, seen
from paper.check.parts import child, give_face, properties, written
from paper.check.places import place, readable
from paper.compose.looks import FACES, FIRST_LINE_MM, FONT
from paper.intake.package import W
from paper.read.sheet import Paragraph, Run

_TWIPS_MM, _TWIPS_PT = 1440 / 25.4, 20
_SPACE_PT, _SINGLE, _WIDEST = 6, 240, 360
_HIGH_PT = 24  # 1.5 lines of 14 points: what is fixed below that is too close, never too wide
_ROUNDS = 3  # one mending may bring another rule's measure into reach: the size of most of a text, before the rest
_BREAKS = (f"{W}br", f"{W}cr")
_SETS = ((12, 13, 13), (13, 14, 14))

Changes = Iterator[Change]


def mend(docx: bytes) -> tuple[bytes, tuple[Change, ...]]:
    """See `paper.check.mend`."""
    changes: tuple[Change, ...] = ()
    for _ in range(_ROUNDS):
        paper = read(docx, Context())
        wrong = findings_of(paper, mendable_only=True)
        if not wrong:
            break
        if _part_lines(paper):
            docx = written(paper.sheet.package)
            paper = read(docx, Context())
        changes = _joined(changes, [change for finding in _once(wrong) for change in _mended(paper, finding)])
        docx = written(paper.sheet.package)
    return docx, changes


def _joined(before: tuple[Change, ...], after: list[Change]) -> tuple[Change, ...]:
    """The changes of two rounds: what was changed again is told once, from its first look to its last."""
    told = list(before)
    open_ends: dict[tuple[str, str, str], list[int]] = {}
    for at, change in enumerate(before):
        open_ends.setdefault((str(change.where), change.words, change.after), []).append(at)
    for change in after:
        ends = open_ends.get((str(change.where), change.words, change.before))
        if ends:
            at = ends.pop(0)
            told[at] = replace(told[at], after=change.after)
        else:
            told.append(change)
    return tuple(change for change in told if change.before != change.after)


def _once(findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings without those that their rule's mender mends together with one before, in the same paragraph."""
    by_spot: dict[tuple[str, object], Finding] = {}
    for one in findings:
        spot = str(one.where) if one.where.paragraph is None else one.where.paragraph
        by_spot.setdefault((one.rule, spot), one)
    return list(by_spot.values())


def _part_lines(paper: Anatomy) -> bool:
    """Give every line that a run breaks into a run of its own, so that it can be set apart; whether there was any."""
    broken = [run for run in paper.sheet.package.document.iter(f"{W}r") if _breaks(run)]
    for run in broken:
        look = run.find(f"{W}rPr")
        for piece in [piece for piece in run if piece is not look]:
            own = run.makeelement(f"{W}r")
            if look is not None:
                own.append(copy.deepcopy(look))
            own.append(piece)
            run.addprevious(own)
        run.getparent().remove(run)
    return bool(broken)


def _breaks(run: Any) -> bool:
    pieces = [piece for piece in run if piece.tag != f"{W}rPr"]
    return len(pieces) > 1 and any(piece.tag in _BREAKS for piece in pieces)


def _mended(paper: Anatomy, finding: Finding) -> Changes:
    if finding.rule in page_mending.MENDERS:
        return page_mending.MENDERS[finding.rule](paper, finding)
    at = finding.where.paragraph
    assert at is not None, "only pages have no paragraph, and `page_mending` has theirs"
    for suffix, mender in _OF_COMPONENTS.items():
        code = finding.rule.removesuffix(f"-{suffix}")
        if code in COMPONENTS and code != finding.rule:
            return mender(paper, COMPONENTS[code], paper.by_paragraph.get((code, at), []), finding.rule)
    return _MENDERS[finding.rule](paper, paper.sheet.by_index[at], finding.rule)


def _size(paper: Anatomy, component: Component, lines: list[Line], rule: str) -> Changes:
    low, high = component.sizes
    fitting = (run.letters.size for _, run in _runs(lines) if low <= run.letters.size <= high)
    beside = next(fitting, None)
    for line, run in _runs(lines):
        if letters.on_line(run.letters) and not low <= run.letters.size <= high:
            yield _resized(paper, rule, line, run, beside or (low if run.letters.size < low else high))


def _weight(paper: Anatomy, component: Component, lines: list[Line], rule: str) -> Changes:
    for line, run in _runs(lines):
        if not letters.fits(component, run.letters):
            for tag, should in (("b", component.bold), ("i", component.italic)):
                if should is not None:
                    child(properties(run.element, "rPr"), tag, val="1" if should else "0")
            yield _change(paper, rule, line, run.text, styled(run.letters), wanted(component))


def _alignment(paper: Anatomy, component: Component, lines: list[Line], rule: str) -> Changes:
    for line in lines[:1]:
        child(properties(line.paragraph.element, "pPr"), "jc", val=component.align[0])
        found = line.paragraph.setting.align
        yield _change(paper, rule, line, line.text, aligned(found), aligned(component.align[0]))


def _font(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    for line, run in _runs(list(lines_of((at,)))):
        wrong = [face for face in (run.letters.font, run.letters.font_beyond) if face not in FACES]
        if wrong and not letters.symbolic(run):
            _set_font(run.element)
            yield _change(paper, rule, line, run.text, wrong[0], FONT)


def _set_font(owner: Any) -> None:
    """The face of a run, or of the mark of a paragraph (given its w:pPr)."""
    of_mark = owner.tag == f"{W}pPr"
    give_face(child(child(owner, "rPr") if of_mark else properties(owner, "rPr"), "rFonts"))


def _dash(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    """A bullet becomes the dash of the decree's samples, a sign of the list and no word; a number takes the face."""
    styles = paper.sheet.styles
    level = styles.levels.level(styles.numbered(at.element.find(f"{W}pPr")))
    fonts = level.find(f"{W}rPr/{W}rFonts")
    if fonts is None:
        _set_font(properties(at.element, "pPr"))
    else:
        give_face(fonts)
    if fonts is not None and level.find(f"{W}numFmt[@{W}val='bullet']") is not None:
        level.find(f"{W}lvlText").set(f"{W}val", "-")
        yield _change(paper, rule, _line(at), at.text, readable(at.label), "-")
    else:
        yield _change(paper, rule, _line(at), readable(at.label), at.label_font, FONT)


def _colour(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    for line, run in _runs(list(lines_of((at,)))):
        if run.letters.colour not in ("auto", "000000"):
            colour = child(properties(run.element, "rPr"), "color")
            colour.attrib.clear()
            colour.set(f"{W}val", "000000")
            yield _change(paper, rule, line, run.text, f"#{run.letters.colour}", "#000000")


def _underline(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    for line, run in _runs(list(lines_of((at,)))):
        if run.letters.underlined:
            child(properties(run.element, "rPr"), "u", val="none")
            yield _change(paper, rule, line, run.text, UNDERLINED, NOT_UNDERLINED)


def _upright(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    for line, run in _runs(list(lines_of((at,)))):
        if run.letters.italic:
            child(properties(run.element, "rPr"), "i", val="0")
            yield _change(paper, rule, line, run.text, styled(run.letters), STYLES[run.letters.bold, False])


def _bold(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    for line, run in _runs(list(lines_of((at,)))):
        if not run.letters.bold:
            child(properties(run.element, "rPr"), "b", val="1")
            yield _change(paper, rule, line, run.text, styled(run.letters), STYLES[True, run.letters.italic])


def _even(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    usual = paper.usual_size
    for line, run in _runs(list(lines_of((at,)))):
        if letters.on_line(run.letters) and run.letters.size != usual:
            yield _resized(paper, rule, line, run, usual)


def _together(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    codes = ("quoc-hieu", "tieu-ngu", "dia-danh")
    found = [_runs(list(paper.of(code)))[0][1].letters.size for code in codes]
    # The set that changes the least; of two the smaller one, whose date certainly fits on its line.
    wanted_sizes = max(_SETS, key=lambda sizes: sum(one == other for one, other in zip(sizes, found, strict=True)))
    for code, size in zip(codes, wanted_sizes, strict=True):
        for line, run in _runs(list(paper.of(code))):
            if letters.on_line(run.letters) and run.letters.size != size:
                yield _resized(paper, rule, line, run, size)


def _indent(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    indents = child(properties(at.element, "pPr"), "ind", firstLine=f"{FIRST_LINE_MM * _TWIPS_MM:.0f}")
    indents.attrib.pop(f"{W}hanging", None)
    if at.label:
        indents.attrib.pop(f"{W}start", None)
        indents.set(f"{W}left", "0")
    found, should = (f"{figure(millimetres / 10)} cm" for millimetres in (at.setting.first, FIRST_LINE_MM))
    yield _change(paper, rule, _line(at), at.text, found, should)


def _to_the_edge(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    """To the left edge; where further lines of a recipient hang below its name, they hang there still."""
    first = at.setting.first
    indents = child(properties(at.element, "pPr"), "ind", left=f"{max(0.0, -first) * _TWIPS_MM:.0f}")
    for name in ("start", "leftChars", "startChars", "firstLineChars", "hangingChars"):
        indents.attrib.pop(f"{W}{name}", None)
    if first > 0:
        indents.set(f"{W}firstLine", "0")
    yield _change(paper, rule, _line(at), at.text, f"{at.setting.left + first:.0f} mm", "0 mm")


def _space(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    form = properties(at.element, "pPr")
    spacing = child(form, "spacing", before=f"{_SPACE_PT * _TWIPS_PT}")
    spacing.attrib.pop(f"{W}beforeAutospacing", None)
    if at.setting.contextual:
        child(form, "contextualSpacing", val="0")
    yield _change(paper, rule, _line(at), at.text, f"{figure(at.setting.before)} pt", f"{_SPACE_PT} pt")


def _line_spacing(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    setting = at.setting
    wide = setting.line > 1.5 if setting.line_rule == "auto" else setting.line > _HIGH_PT
    line = _WIDEST if wide else _SINGLE
    child(properties(at.element, "pPr"), "spacing", line=f"{line}", lineRule="auto")
    unit = "" if setting.line_rule == "auto" else " pt"
    yield _change(paper, rule, _line(at), at.text, f"{figure(setting.line)}{unit}", figure(line / _SINGLE))


def _single(paper: Anatomy, at: Paragraph, rule: str) -> Changes:
    """Both names of ô 2 single-spaced, and nothing between them."""
    above = paper.of("chu-quan")[-1].paragraph
    gap, line = max(above.setting.after, at.setting.before), at.setting.line
    for paragraph, edge in ((above, "after"), (at, "before")):
        spacing = child(properties(paragraph.element, "pPr"), "spacing", line=f"{_SINGLE}", lineRule="auto")
        spacing.set(f"{W}{edge}", "0")
        spacing.attrib.pop(f"{W}{edge}Autospacing", None)
    wide = at.setting.line_rule == "auto" and line > 1.1
    before, after = (figure(line), "1") if wide else (f"{figure(gap)} pt", "0 pt")
    yield _change(paper, rule, _line(at), at.text, before, after)


def _runs(lines: list[Line]) -> list[tuple[Line, Run]]:
    return [(line, run) for line in lines for run in seen(line)]


def _line(at: Paragraph) -> Line:
    return next(lines_of((at,)))


def _resized(paper: Anatomy, rule: str, line: Line, run: Run, size: float) -> Change:
    for tag in ("sz", "szCs"):
        child(properties(run.element, "rPr"), tag, val=f"{size * 2:.0f}")
    return _change(paper, rule, line, run.text, f"{figure(run.letters.size)} pt", f"{figure(size)} pt")


def _change(paper: Anatomy, rule: str, line: Line, words: str, before: str, after: str) -> Change:
    return Change(rule, place(paper, line), words.strip(), before, after)


WORDS = UNDERLINED, NOT_UNDERLINED = "gạch chân", "không gạch chân"
_OF_COMPONENTS: dict[str, Callable[[Anatomy, Component, list[Line], str], Changes]] = {
    "co-chu": _size,
    "kieu-chu": _weight,
    "canh": _alignment,
}
_MENDERS: dict[str, Callable[[Anatomy, Paragraph, str], Changes]] = {
    "phong-chu": _font,
    "dau-dong": _dash,
    "mau-chu": _colour,
    "gach-chan": _underline,
    "noi-dung-nghieng": _upright,
    "khoan-tieu-de": _bold,
    "noi-dung-deu": _even,
    "co-chu-thong-nhat": _together,
    "lui-dong": _indent,
    "noi-nhan-sat-le": _to_the_edge,
    "cach-doan": _space,
    "gian-dong": _line_spacing,
    "ban-hanh-dong": _single,
    "vv-cach": _space,
}
