"""What goes back to the drafter opens: the mended docx and the one with comments, in intake and in LibreOffice."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from paper.check import check, marked, mend
from paper.check.parts import _ORDER
from paper.compose import Paragraph, compose
from paper.intake import inspect
from paper.intake.package import open_package
from paper.pdf import pages, render
from tests.paper.check.clean import NAMES, PAPERS, clean
from tests.paper.check.editing import LEFT, Edit, edited, find, look, setting, sheet
from tests.support.steps import steps

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KE_HOACH_19 = Path(__file__).parent / "ke-hoach-19.docx"
BAD = edited(
    clean("issued"),
    sheet(left_margin=20, page_width=216),
    look("KẾ HOẠCH", size=18, bold=False, align=LEFT),
    look("II. NỘI DUNG", colour="0070C0"),
    setting("- Chủ động xây dựng", space_before=0, line_spacing=2),
    look("Nơi nhận:", size=14, italic=False),
)


def words_of(data: bytes) -> dict[str, str]:
    """Every word that people read, by the part that holds it: main part with its boxes, headers, footers, notes."""
    package = open_package("docx", data)
    read = {name: tree for name, tree in package.trees.items() if tree in package.texts()}
    return {name: "".join(node.text or "" for node in tree.iter(f"{W}t")) for name, tree in read.items()}


def with_other_parts(document: Document) -> None:
    """Words above and below the text, and in a box: nowhere a number of pages."""
    section = document.sections[0]
    section.header.paragraphs[0].text = "LƯU HÀNH NỘI BỘ - Bản dùng cho phiên họp"
    section.footer.paragraphs[0].text = "Bản số 03"
    box = "<w:txbxContent><w:p><w:r><w:t>Hộp chữ</w:t></w:r></w:p></w:txbxContent>"
    find(document, "BÁO CÁO").add_run()._r.append(parse_xml(f"<w:pict {nsdecls('w')}>{box}</w:pict>"))


OTHER_PARTS = edited(clean("long"), with_other_parts, sheet(left_margin=20))


@pytest.mark.parametrize("data", [BAD, KE_HOACH_19.read_bytes(), OTHER_PARTS], ids=["bad", "plan 19", "other parts"])
def test_mending_changes_no_word_and_leaves_nothing_mendable(data: bytes) -> None:
    mended, changes = mend(data)
    words = words_of(mended)
    assert all(words[part] in (text, f"{text}2") for part, text in words_of(data).items()), "a page number is no word"
    assert changes
    assert [found.rule for found in check(mended) if found.row.mendable] == []
    assert len(check(mended)) < len(check(data))


def signed(sign: str, face: str) -> Edit:
    """A sign in a face of its own behind a paragraph in Arial."""

    def edit(document: Document) -> None:
        paragraph = find(document, "- Chủ động xây dựng")
        for run in paragraph.runs:
            run.font.name = "Arial"
        run = paragraph.add_run(sign)
        run.font.name, run.font.size = face, paragraph.runs[0].font.size

    return edit


def inserted(face: str, code: str) -> Edit:
    """A sign as Word's dialogue of symbols inserts it."""

    def edit(document: Document) -> None:
        sign = parse_xml(f'<w:sym {nsdecls("w")} w:font="{face}" w:char="{code}"/>')
        find(document, "- Chủ động xây dựng").add_run()._r.append(sign)

    return edit


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (signed("\u00b3 90%", "Symbol"), "³ 90%"),
        (signed("þ", "Wingdings"), "þ"),
        (signed("\uf0fe", "Wingdings"), "□"),
        (signed("\uf0fe", "Times New Roman"), "□"),
        (inserted("Wingdings", "F0FE"), "- Chủ động xây dựng"),
        (inserted("Times New Roman", "F0B3"), "- Chủ động xây dựng"),
    ],
)
def test_a_sign_that_another_face_would_change_is_told_and_never_mended(edit: Edit, words: str) -> None:
    data = edited(clean("issued"), edit)
    (told,) = [found for found in check(data) if found.rule == "phong-ky-hieu"]
    assert told.words.startswith(words)
    mended, _ = mend(data)
    assert [found.rule for found in check(mended)] == ["phong-ky-hieu"], "the words beside it are mended"
    last = [find(docx.Document(io.BytesIO(one)), "- Chủ động xây dựng")._p.r_lst[-1].xml for one in (data, mended)]
    assert last[0] == last[1]


@pytest.mark.parametrize(
    "edit", [signed("≥", "Symbol"), signed("Ω", "Times New Roman"), inserted("Times New Roman", "2265")]
)
def test_a_character_of_unicode_is_no_such_sign(edit: Edit) -> None:
    data = edited(clean("issued"), edit)
    assert "phong-ky-hieu" not in {found.rule for found in check(data)}
    assert check(mend(data)[0]) == ()


def all_wrong(paragraphs: int) -> bytes:
    """A plan of so many paragraphs, each of them underlined and at the left margin."""
    body = (Paragraph("Các cơ quan, đơn vị báo cáo Ủy ban nhân dân Huyện kết quả thực hiện công tác dân vận. " * 2),)

    def spoil(document: Document) -> None:
        for paragraph in document.paragraphs:
            paragraph.alignment = LEFT
            for run in paragraph.runs:
                run.underline = True

    return edited(compose(replace(PAPERS["issued"], body=body * paragraphs)), spoil)


def test_twice_as_many_faults_are_mended_with_twice_the_work() -> None:
    once, twice = all_wrong(100), all_wrong(200)
    assert len(mend(twice)[1]) > 400
    assert steps(lambda: mend(twice)) < 2.1 * steps(lambda: mend(once))


def test_what_two_rounds_change_is_told_once_from_its_first_look_to_its_last() -> None:
    small = edited(clean("report"), look("Ủy ban nhân dân xã đã tổ chức", size=9))
    assert [(one.before, one.after) for one in mend(small)[1]] == [("9 pt", "14 pt")]


def lifted(kind: str) -> Edit:
    """ "m²" behind a paragraph, its figure set at 9 pt: a superscript, a subscript, or letters shifted by hand."""

    def edit(document: Document) -> None:
        run = find(document, "Ủy ban nhân dân xã đã tổ chức").add_run("2")
        run.font.size = Pt(9)
        if kind == "position":
            run._r.rPr.append(parse_xml(f'<w:position {nsdecls("w")} w:val="6"/>'))
        else:
            setattr(run.font, kind, True)

    return edit


@pytest.mark.parametrize("kind", ["superscript", "subscript", "position"])
def test_letters_above_or_below_the_line_have_no_size_of_their_own(kind: str) -> None:
    data = edited(clean("report"), lifted(kind))
    assert check(data) == ()
    mended, _ = mend(edited(data, look("Ủy ban nhân dân xã đã tổ chức", size=9)))
    runs = find(docx.Document(io.BytesIO(mended)), "Ủy ban nhân dân xã đã tổ chức").runs
    assert [run.font.size for run in runs] == [*[Pt(14)] * (len(runs) - 1), Pt(9)], "the words beside it are mended"


@pytest.mark.parametrize(("size", "becomes"), [(10, "13 pt"), (18, "14 pt")])
def test_letters_become_no_larger_and_no_smaller_than_they_must(size: float, becomes: str) -> None:
    _, changes = mend(edited(clean("issued"), look("KẾ HOẠCH", size=size)))
    assert [(one.rule, one.before, one.after) for one in changes] == [("ten-loai-co-chu", f"{size} pt", becomes)]


@pytest.mark.parametrize(
    ("nation", "motto", "place", "becomes"),
    [
        (13, 13, 13, [("13 pt", "12 pt")]),
        (12, 14, 14, [("12 pt", "13 pt")]),
        (12, 13, 14, [("14 pt", "13 pt")]),
        (12, 14, 13, [("14 pt", "13 pt")]),
    ],
)
def test_sizes_that_go_together_become_the_set_that_is_nearest_and_of_two_the_smaller(
    nation: int, motto: int, place: int, becomes: list[tuple[str, str]]
) -> None:
    head = {"CỘNG HÒA XÃ HỘI": nation, "Độc lập - Tự do": motto, "Cao Lãnh, ngày": place}
    _, changes = mend(edited(clean("issued"), *(look(words, size=size) for words, size in head.items())))
    told = [(one.before, one.after) for one in changes if one.rule == "co-chu-thong-nhat"]
    assert list(dict.fromkeys(told)) == becomes


@pytest.mark.parametrize(("second", "rules"), [(14, {"noi-dung-deu"}), (13, set())], ids=["unlike", "alike"])
def test_headings_of_one_kind_are_of_one_size_that_of_the_text_where_they_differ(second: int, rules: set[str]) -> None:
    headings = ("I. MỤC ĐÍCH, YÊU CẦU", 13), ("II. NỘI DUNG", second), ("III. TỔ CHỨC THỰC HIỆN", 13)
    data = edited(clean("issued"), *(look(text, size=size) for text, size in headings))
    assert {found.rule for found in check(data)} == rules
    mended = docx.Document(io.BytesIO(mend(data)[0]))
    assert len({find(mended, text).runs[0].font.size for text, _ in headings}) == 1


@pytest.mark.parametrize(("lines", "becomes"), [(2.0, 1.5), (0.8, 1.0), (Pt(30), 1.5), (Pt(9), 1.0)])
def test_lines_too_wide_become_as_wide_as_they_may_and_lines_too_close_single(lines: float, becomes: float) -> None:
    def set_apart(document: Document) -> None:
        find(document, "- Chủ động xây dựng").paragraph_format.line_spacing = lines

    mended, changes = mend(edited(clean("issued"), set_apart))
    assert [one.rule for one in changes] == ["gian-dong"]
    assert find(docx.Document(io.BytesIO(mended)), "- Chủ động xây dựng").paragraph_format.line_spacing == becomes


def test_of_two_lines_in_one_run_only_the_faulty_one_is_changed() -> None:
    """Shift+Enter: the line before the break, the break, and what follows are pieces of one run."""

    def broken(document: Document) -> None:
        run = find(document, "KẾ HOẠCH").runs[0]
        run.text = ""
        run.add_break()
        run._r.append(run._r.makeelement(qn("w:t")))
        run._r[-1].text = "KẾ HOẠCH"
        run.font.size = Pt(18)

    mended, changes = mend(edited(clean("issued"), broken))
    assert ("ten-loai-co-chu", "18 pt", "14 pt") in [(one.rule, one.before, one.after) for one in changes]
    (titled,) = [p for p in docx.Document(io.BytesIO(mended)).paragraphs if p.text.strip() == "KẾ HOẠCH"]
    assert [[child.tag for child in run._r if child.tag != qn("w:rPr")] for run in titled.runs] == [
        [qn("w:br")], [qn("w:t")],
    ]  # fmt: skip


def close_together(document: Document) -> None:
    """No space where two paragraphs of one style meet, as Word's lists are set."""
    for paragraph in document.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(properties.makeelement(qn("w:contextualSpacing")))


def test_paragraphs_that_word_sets_close_together_are_set_apart() -> None:
    data = edited(clean("issued"), close_together)
    assert "cach-doan" in {found.rule for found in check(data)}
    mended, _ = mend(data)
    assert check(mended) == ()


def test_the_space_that_was_there_is_told_in_points() -> None:
    pair = ("- Đổi mới, nâng cao", "- Tạo sự chuyển biến")
    narrow = edited(clean("issued"), *(setting(text, space_before=2.6, space_after=0) for text in pair))
    told = [(one.before, one.after) for one in mend(narrow)[1] if one.rule == "cach-doan"]
    assert told
    assert set(told) == {("2,6 pt", "6 pt")}


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_paper_is_left_as_it_is(name: str) -> None:
    assert mend(clean(name)) == (clean(name), ())
    assert marked(clean(name), ()) == clean(name)


def test_a_mended_paper_passes_intake_and_prints_on_a4() -> None:
    mended, _ = mend(KE_HOACH_19.read_bytes())
    assert inspect("ke-hoach.docx", mended).warnings == ()
    printed = pages(render(mended))
    assert {(round(page.width * 25.4 / 72), round(page.height * 25.4 / 72)) for page in printed} == {(210, 297)}
    top = [word.text for word in printed[1].words if word.bottom * 25.4 / 72 < 20]
    assert top == ["2"], "the page number that was missing now stands in the upper margin"


def test_properties_stand_in_the_order_of_the_schema() -> None:
    mended, _ = mend(KE_HOACH_19.read_bytes())
    for tag, order in _ORDER.items():
        for properties in docx.Document(io.BytesIO(mended)).element.body.iter(f"{W}{tag}"):
            places = [order.split().index(child.tag.rpartition("}")[2]) for child in properties]
            assert places == sorted(places)


def test_each_finding_is_in_a_comment_at_its_place_and_the_copy_opens() -> None:
    found = check(BAD)
    copy = marked(BAD, found)
    comments = list(docx.Document(io.BytesIO(copy)).comments)
    assert {comment.author for comment in comments} == {"Trình Ký"}
    told = "\n".join(comment.text for comment in comments)
    assert all(text in told for one in found for text in (str(one.where), one.message, one.remedy, one.article))
    assert words_of(copy) == words_of(BAD)
    assert inspect("ke-hoach.docx", copy).media == "docx"
    assert len(pages(render(copy))) >= 1


def test_each_finding_has_a_comment_of_its_own_on_the_paragraph_it_speaks_of() -> None:
    copy = docx.Document(io.BytesIO(marked(BAD, check(BAD))))
    (titled,) = [paragraph for paragraph in copy.paragraphs if paragraph.text == "KẾ HOẠCH"]
    hung = {node.get(f"{W}id") for node in titled._p.iter(f"{W}commentRangeStart")}
    said = [comment.text for comment in copy.comments if str(comment.comment_id) in hung]
    assert len(said) == 3, "size, weight and place of the title"
    assert all(one.count("Tên loại văn bản “KẾ HOẠCH”: ") == 1 for one in said)


def test_comments_of_the_drafter_stay() -> None:
    mine = docx.Document(io.BytesIO(BAD))
    mine.add_comment(mine.paragraphs[1].runs, text="Xin ý kiến thêm", author="Người soạn thảo")
    target = io.BytesIO()
    mine.save(target)
    comments = docx.Document(io.BytesIO(marked(target.getvalue(), check(target.getvalue())))).comments
    assert {comment.author for comment in comments} == {"Người soạn thảo", "Trình Ký"}
    assert len({comment.comment_id for comment in comments}) == len(list(comments))
