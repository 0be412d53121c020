"""What changed between two versions: found paragraph by paragraph and word by word, told as HTML."""

import itertools
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper.compare import LABELS, Difference, Piece, as_html, between, compare, lines
from paper.compare.aligning import LONG, words_between
from paper.compose import Paragraph, compose
from rules.refusals import Refusal
from tests.paper.samples import PLAN, REPORT
from tests.support.steps import steps

OLD = (
    "KẾ HOẠCH",
    "I. MỤC ĐÍCH",
    "Đổi mới, nâng cao chất lượng công tác dân vận của các cơ quan hành chính Nhà nước.",
    "Phòng Nội vụ tổng hợp, báo cáo Ủy ban nhân dân Huyện trước ngày 25 tháng 5.",
    "Bố trí kinh phí để triển khai thực hiện hiệu quả công tác dân vận chính quyền.",
    "Nơi nhận:",
)


def fates(difference: Difference) -> list[str]:
    return [one.what for one in difference.paragraphs]


def places(difference: Difference) -> list[tuple[str, int | None, int | None, str]]:
    """Every paragraph that is not as it was: its fate, its index in the old and in the new text, and its words."""
    moved = (one for one in difference.paragraphs if one.what != "kept")
    return [(one.what, one.old, one.new, one.after or one.before) for one in moved]


def told(difference: Difference) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The old and the new text, put together again from their difference."""
    old = (one.before for one in difference.paragraphs if one.what not in ("added", "moved"))
    new = (one.after for one in difference.paragraphs if one.what not in ("removed", "left"))
    return tuple(old), tuple(new)


def test_the_same_text_twice_is_no_difference() -> None:
    difference = between(OLD, OLD)
    assert difference.none
    assert difference.counts == {"kept": len(OLD)}
    assert places(difference) == []


def test_a_changed_paragraph_tells_the_words_that_went_and_came() -> None:
    new = (*OLD[:3], OLD[3].replace("25 tháng 5", "20 tháng 6").replace("tổng hợp, ", ""), *OLD[4:])
    difference = between(OLD, new)
    assert fates(difference) == ["kept", "kept", "kept", "changed", "kept", "kept"]
    assert (
        '<p class="changed">Phòng Nội vụ <del>tổng hợp, </del>báo cáo Ủy ban nhân dân Huyện trước ngày '
        "<del>25</del><ins>20</ins> tháng <del>5</del><ins>6</ins>.</p>"
    ) in as_html(difference)
    assert [place[:3] for place in places(difference)] == [("changed", 3, 3)]
    assert not difference.none


def test_words_next_to_each_other_change_together() -> None:
    assert words_between("họp ngày 25 tháng năm tới", "họp sáng mai tới") == (
        Piece("kept", "họp "),
        Piece("deleted", "ngày 25 tháng năm"),
        Piece("inserted", "sáng mai"),
        Piece("kept", " tới"),
    )


def test_added_and_removed_paragraphs_are_told_where_they_stand() -> None:
    new = (*OLD[:2], "Thường xuyên hằng năm.", *OLD[2:4], OLD[5])
    difference = between(OLD, new)
    assert fates(difference) == ["kept", "kept", "added", "kept", "kept", "removed", "kept"]
    assert places(difference) == [("added", None, 2, "Thường xuyên hằng năm."), ("removed", 4, None, OLD[4])]


def test_a_whole_paragraph_that_moved_is_told_as_moved_at_both_places() -> None:
    new = (OLD[0], OLD[1], OLD[4], OLD[2], OLD[3], OLD[5])
    difference = between(OLD, new)
    assert difference.counts == {"kept": 5, "moved": 1, "left": 1}
    [moved] = [one for one in difference.paragraphs if one.what == "moved"]
    [left] = [one for one in difference.paragraphs if one.what == "left"]
    assert (moved.old, moved.new) == (left.old, left.new) == (4, 2)
    assert places(difference) == [("moved", 4, 2, OLD[4]), ("left", 4, 2, OLD[4])]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (("Nơi nhận:", OLD[2], OLD[3]), (OLD[2], OLD[3], "Nơi nhận:"), "two words are too common to have moved"),
        ((OLD[2], OLD[3], OLD[4], OLD[2]), (OLD[3], OLD[2], OLD[2], OLD[4]), "of two equal ones none is certain"),
    ],
)
def test_what_need_not_have_moved_is_not_said_to_have(old: tuple[str, ...], new: tuple[str, ...], why: str) -> None:
    assert not {"moved", "left"} & set(fates(between(old, new))) or "too common" not in why
    moved = [one.after for one in between(old, new).paragraphs if one.what == "moved"]
    assert OLD[2] not in moved, why
    assert "Nơi nhận:" not in moved, why


def test_a_paragraph_written_anew_is_removed_and_added_not_changed() -> None:
    difference = between((OLD[2],), ("Kinh phí do ngân sách Huyện bảo đảm theo phân cấp hiện hành.",))
    assert fates(difference) == ["removed", "added"]


def test_of_several_changed_paragraphs_each_is_paired_with_its_own() -> None:
    new = tuple(text.replace("Huyện", "huyện").replace("Đổi mới, nâng", "Nâng") for text in OLD)
    pairs = [(one.old, one.new) for one in between(OLD, new).paragraphs if one.what == "changed"]
    assert pairs == [(2, 2), (3, 3)]


WORDS = st.sampled_from(["Huyện", "xã", "báo", "cáo", "25", "tháng", ",", ";", "—", "“dân", "vận”", "&lt;", "<b>", ""])
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=9)


@settings(deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_the_difference_holds_both_texts(old: list[str], new: list[str]) -> None:
    difference = between(old, new)
    assert told(difference) == (tuple(old), tuple(new))
    assert [one.old for one in difference.paragraphs if one.what not in ("added", "moved")] == list(range(len(old)))
    assert [one.new for one in difference.paragraphs if one.what not in ("removed", "left")] == list(range(len(new)))
    assert difference.none == (old == new)


@settings(deadline=None)
@given(PARAGRAPHS, st.data())
def test_a_text_with_its_paragraphs_in_another_order_is_still_whole(old: list[str], data: st.DataObject) -> None:
    new = data.draw(st.permutations(old))
    assert told(between(old, new)) == (tuple(old), tuple(new))


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_the_words_of_any_two_paragraphs_join_to_both(old: str, new: str) -> None:
    pieces = words_between(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != "inserted") == old
    assert "".join(piece.text for piece in pieces if piece.how != "deleted") == new
    assert all(piece.text for piece in pieces)
    assert all(one.how != other.how for one, other in itertools.pairwise(pieces)), "neighbours are joined"


class Tags(HTMLParser):
    """The tags of a fragment, and the words inside and outside of <ins> and <del>."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.words: dict[str, str] = {"ins": "", "del": "", "": ""}
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words[next((tag for tag in self.open if tag in ("ins", "del")), "")] += data


@settings(deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_the_html_is_whole_and_nothing_of_a_paper_becomes_markup(old: list[str], new: list[str]) -> None:
    parsed = Tags(as_html(between(old, new)))
    assert parsed.open == []
    assert parsed.seen <= {"p", "ins", "del", "span", "details", "summary"}


def test_the_html_marks_what_came_and_went_and_folds_what_stayed() -> None:
    old = (*tuple(f"Đoạn {n} giữ nguyên." for n in range(9)), "<b>Thời hạn</b> 25 & 26")
    fragment = as_html(between(old, (*old[:-1], "<b>Thời hạn</b> 25 & 27")))
    assert '<p class="changed">&lt;b&gt;Thời hạn&lt;/b&gt; 25 &amp; <del>26</del><ins>27</ins></p>' in fragment
    assert "<summary>8 đoạn không đổi</summary>" in fragment, "one stays in sight before the change"
    assert fragment.index("</details>") < fragment.index("Đoạn 8") < fragment.index('class="changed"')
    assert all(unescape(Tags(fragment).words[""]).count(f"Đoạn {n} giữ") == 1 for n in range(9))


def test_the_html_says_of_a_moved_paragraph_where_it_is_and_was() -> None:
    fragment = as_html(between(OLD, (OLD[0], OLD[1], OLD[4], OLD[2], OLD[3], OLD[5])), lambda text: f"«{text}»")
    assert fragment.count(f"«{LABELS['moved']}»") == fragment.count(f"«{LABELS['left']}»") == 1
    assert "<ins>" not in fragment
    assert "<del>" not in fragment


def mended(paper_text: str) -> bytes:
    return compose(replace(PLAN, body=(*PLAN.body[:-1], Paragraph(paper_text))))


def test_two_docx_are_compared_as_they_are_read() -> None:
    difference = compare(
        mended("Các đơn vị báo cáo trước ngày 25 tháng 5"), mended("Các đơn vị báo cáo ngày 20 tháng 5")
    )
    assert difference.counts["changed"] == 1
    changed = "Các đơn vị báo cáo <del>trước </del>ngày <del>25</del><ins>20</ins> tháng 5./.</p>"
    assert changed in as_html(difference)


def test_two_wholly_different_papers_are_compared_too() -> None:
    difference = compare(compose(PLAN), compose(REPORT))
    assert difference.counts["removed"] > 10
    assert not difference.none


def test_what_is_no_docx_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        compare(b"%PDF-1.7", compose(PLAN))
    assert refused.value.code == "broken-docx"


def test_no_text_has_no_paragraph() -> None:
    assert lines("") == ()
    assert lines("a\nb") == ("a", "b")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["như nhau"] * (2 * LONG), ["như nhau"] * (LONG + 1)),
        ([f"đoạn {n} cũ" for n in range(LONG)], [f"khác hẳn {n}" for n in range(LONG)]),
        (["một hai " * 10_000], ["hai một ba " * 10_000]),
        ([f"{n % 7}" for n in range(3_000)], [f"{n % 5}" for n in range(3_000)]),
    ],
)
def test_no_paper_makes_the_comparing_slow(old: list[str], new: list[str]) -> None:
    assert told(between(old, new)) == (tuple(old), tuple(new))
    assert steps(lambda: between(old, new)) < 1_000_000, "at most 320,000; one word against each other: 200 million"
