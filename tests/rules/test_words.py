"""People search without marks, in any case, with any spaces, however their keyboard composes letters."""

import unicodedata

import pytest

from rules.words import bare


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Ủy ban  nhân dân Huyện Cao Lãnh", "uy ban nhan dan huyen cao lanh"),
        ("ĐỒNG THÁP, đường Đống Đa", "dong thap, duong dong da"),
        ("  Kế\thoạch\n19/KH-UBND ", "ke hoach 19/kh-ubnd"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_found_without_marks(form: str, written: str, searched: str) -> None:
    assert bare(unicodedata.normalize(form, written)) == searched  # type: ignore[arg-type]
