"""A paper cited is named with its subject: what is bare, and what is said in another way or needs none."""

import pytest

from docs.take_paper_pictures import SHOWN
from paper.check import check
from paper.compose import Paper, compose
from tests.paper.check.clean import clean
from tests.paper.check.editing import edited, words

_INTRO = "Thời gian thực hiện: Quý III, IV năm 2027."
_CITED = "Quyết định số 12/QĐ-UBND ngày 15 tháng 01 năm 2027"


def told(words_of_the_text: str) -> list[str]:
    """The rules that find something in a plan with this sentence among its text."""
    return [found.rule for found in check(edited(clean("issued"), words(_INTRO, words_of_the_text)))]


@pytest.mark.parametrize(
    "sentence",
    [
        f"Thực hiện {_CITED} của Ủy ban nhân dân tỉnh Đồng Tháp, các đơn vị báo cáo.",
        f"Thực hiện {_CITED} của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch.",
        f"Thực hiện {_CITED} của Ban Thường vụ Tỉnh ủy và Kế hoạch số 55-KH/HU.",
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 15/01/2027 của Chính phủ (sau đây gọi là Quyết định số 12).",
    ],
)
def test_an_agency_without_a_subject_is_told(sentence: str) -> None:
    assert told(sentence) == ["vien-dan-trich-yeu"]


@pytest.mark.parametrize(
    "sentence",
    [
        f"Thực hiện {_CITED} của Ủy ban nhân dân tỉnh Đồng Tháp phê duyệt Đề án, các đơn vị báo cáo.",
        f"Thực hiện {_CITED} của Ủy ban nhân dân tỉnh Đồng Tháp, về cải cách hành chính.",
        f"Thực hiện {_CITED} của Bộ Văn hóa, Thể thao và Du lịch quy định về lễ hội.",
        f"Thực hiện {_CITED} của Tỉnh ủy “Về công tác dân vận”.",
        f"Quy chế của Tổ (kèm theo {_CITED} của Ủy ban nhân dân tỉnh Đồng Tháp) được giữ nguyên.",
        f"Thực hiện {_CITED} của Chính phủ về cải cách hành chính. Quyết định số 12/QĐ-UBND còn hiệu lực.",
    ],
)
def test_a_subject_in_any_words_is_one(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize("name", [name for name, paper in SHOWN.items() if isinstance(paper, Paper)])
def test_no_sample_that_the_handbook_shows_has_a_fault(name: str) -> None:
    paper = SHOWN[name]
    assert isinstance(paper, Paper)
    assert [(found.rule, found.words) for found in check(compose(paper))] == []
