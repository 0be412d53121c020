"""What is told together: findings of one rule that say the same and are mended the same way."""

from docx.document import Document

from paper.check import alike, check
from tests.paper.check.clean import clean
from tests.paper.check.editing import edited, find, look, sheet, words


def test_each_margin_is_told_by_itself_and_one_font_once() -> None:
    found = check(
        edited(
            clean("issued"),
            sheet(top_margin=10, left_margin=10),
            look("II. NỘI DUNG", name="Arial"),
            look("Nơi nhận:", name="Arial"),
        )
    )
    told = [(group[0].rule, group[0].facts.get("side", ""), len(group)) for group in alike(found)]
    assert ("phong-chu", "", 2) in told
    assert [side for rule, side, _ in told if rule == "le-trang"] == ["mép trên", "mép trái"]


def test_of_a_line_only_the_hidden_words_are_told() -> None:
    def hide(document: Document) -> None:
        find(document, "Điều 2.").runs[-1].font.hidden = True

    hidden = [found for found in check(edited(clean("decision"), hide)) if found.rule == "chu-an"]
    assert [found.words for found in hidden] == ["Quyết định này có hiệu lực kể từ ngày ký."]


def test_the_agency_of_another_paper_is_none_of_the_one_cited_before_it() -> None:
    law = "Căn cứ Luật Tổ chức chính quyền địa phương"
    both = (
        "Căn cứ Quyết định số 10/QĐ-UBND ngày 01 tháng 02 năm 2027 sửa đổi Quyết định số 09/QĐ-UBND ngày 02 tháng 01 "
        "năm 2026 của Ủy ban nhân dân tỉnh Đồng Tháp về công tác văn thư"
    )
    found = check(edited(clean("plan"), words(law, both)))
    assert [one.words for one in found if one.rule == "can-cu-co-quan"] == ["Quyết định số 10/QĐ-UBND"]
