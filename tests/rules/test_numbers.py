from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.numbers import STATE_KINDS, PaperCode, format_code, normalise_code, number_year, parse_code
from rules.refusals import Refusal


@pytest.mark.parametrize(
    ("number", "printed"), [(1, "01/KH-UBND"), (9, "09/KH-UBND"), (10, "10/KH-UBND"), (1318, "1318/KH-UBND")]
)
def test_a_number_below_ten_gets_a_leading_zero(number: int, printed: str) -> None:
    assert format_code(number, "KH-UBND") == printed


def test_numbers_begin_with_one() -> None:
    with pytest.raises(ValueError, match="begin with 1"):
        format_code(0, "KH-UBND")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("05/KH-UBND", PaperCode("state", 5, "KH-UBND", "KH", "UBND")),
        ("1318/QĐ-UBND-HC", PaperCode("state", 1318, "QĐ-UBND-HC", "QĐ", "UBND-HC")),
        ("12/UBND-NC", PaperCode("state", 12, "UBND-NC", None, "UBND-NC")),
        ("07/2023/QĐ-UBND", PaperCode("state", 7, "QĐ-UBND", "QĐ", "UBND", 2023)),
        ("07/TTr-PNV", PaperCode("state", 7, "TTr-PNV", "TTr", "PNV")),
        ("55-KH/HU", PaperCode("party", 55, "KH/HU", "KH", "HU")),
        ("01-NQ/TU", PaperCode("party", 1, "NQ/TU", "NQ", "TU")),
        ("395-CV/BDVTU", PaperCode("party", 395, "CV/BDVTU", "CV", "BDVTU")),
    ],
)
def test_state_and_party_codes_are_told_apart(text: str, code: PaperCode) -> None:
    assert parse_code(text) == code
    assert str(parse_code(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "05/KH–UBND",  # en dash
        "05/KH‑UBND",  # non-breaking hyphen
        "05/KH—UBND",  # em dash
        "05 / KH - UBND",
        "05/KH-\u00a0UBND",
        "  05/KH\u00ad-UBND\u200b\n",
        "5/KH-UBND",
    ],
)
def test_typographic_hyphens_and_spaces_do_not_change_a_code(text: str) -> None:
    assert str(parse_code(text)) == "05/KH-UBND"


def test_a_decomposed_or_icelandic_d_is_the_vietnamese_one() -> None:
    assert parse_code("12/QÐ-UBND").symbol == "QĐ-UBND"
    assert normalise_code("12/QĐ-UBND") == "12/QĐ-UBND"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/KH-UBND",
        "Số:      /KH-UBND",
        "00/KH-UBND",
        "19a/KH-UBND",
        "19/",
        "19/kh-ubnd",
        "KH-UBND",
        "55-KH",
        "00-KH/HU",
        "05//KH-UBND",
        "05/KH-UBND-",
    ],
)
def test_what_is_not_a_code_is_refused_with_its_own_text(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_code(text)
    assert refusal.value.code == "code-unreadable"
    assert refusal.value.facts == {"text": text}


def test_a_paper_numbered_after_new_years_midnight_here_belongs_to_the_new_year() -> None:
    assert number_year(datetime(2022, 12, 31, 16, 59, 59, tzinfo=UTC)) == 2022
    assert number_year(datetime(2022, 12, 31, 17, tzinfo=UTC)) == 2023


def test_the_decree_has_27_abbreviations_and_none_for_cong_van() -> None:
    assert len(STATE_KINDS) == 27
    assert "CV" not in STATE_KINDS


@given(
    st.integers(1, 999_999),
    st.sampled_from(sorted(STATE_KINDS)),
    st.sampled_from(["UBND", "PNV", "UBND-HC", "PTCKH", "HĐND"]),
)
def test_every_code_that_is_printed_is_read_back(number: int, kind: str, organ: str) -> None:
    code = parse_code(format_code(number, f"{kind}-{organ}"))
    assert (code.number, code.kind, code.organ, code.system) == (number, kind, organ, "state")
    assert str(code) == format_code(number, f"{kind}-{organ}")


@given(st.text(alphabet="0123456789-/KHQĐUBNDtrTa –\u00a0", max_size=16))
def test_any_text_is_refused_or_is_a_code_that_reads_back(text: str) -> None:
    try:
        code = parse_code(text)
    except Refusal:
        return
    assert parse_code(str(code)) == code
