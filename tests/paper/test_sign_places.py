"""Where number, date and signature go: blanks of every shape are found, and what is no place is refused."""

import re
import unicodedata

import pytest

from paper.pdf import render
from paper.sign import NUMBER_FIELDS, PERSON_FIELD, prepare, seal, sign_person, stamp_number, verify
from tests.paper.presswork import authority, office, plan, prepared, rewritten, signer
from tests.paper.samples import PLAN
from tests.paper.signed_page import box, fields, refused, words_of


@pytest.mark.parametrize(
    ("number", "date"),
    [
        ("Số: ……/KH-UBND", "Cao Lãnh, ngày …… tháng …… năm 2027"),
        ("Số:........../KH-UBND", "Cao Lãnh, ngày.....tháng.....năm 2027"),
        ("Số:      /KH-UBND", "Cao Lãnh, ngày      tháng      năm 2027"),
        ("Số : \t /KH-UBND", "Cao Lãnh, ngày .... tháng .... năm 2027"),
        ("Số: ____/KH-UBND", "Cao Lãnh, ngày ___ tháng ___ năm 2027"),
    ],
)
def test_blanks_of_every_common_shape_are_found_and_filled(number: str, date: str) -> None:
    def change(text: str) -> str:
        return number if text.startswith("Số:") else date if text.startswith("Cao Lãnh, ngày") else text

    blank = render(rewritten(change))
    ready = prepare(blank, signer=PLAN.signer_name)
    final = seal(stamp_number(sign_person(ready, signer(), capacity="x"), number="128", day="25", month="12"), office())
    assert verify(final, roots=[authority().root]).verdict == "valid"
    sheet = words_of(final, 0)
    digits = [word for word in sheet.words if re.search(r"128|\b25\b|\b12\b", word.text) and word.top < 150]
    assert [re.sub(r"\D", "", word.text) for word in sorted(digits, key=lambda one: one.left)] == ["128", "25", "12"]
    printed = words_of(blank, 0).words
    for name in NUMBER_FIELDS:
        left, bottom, right, top = box(final, name)
        middle = sheet.height - (bottom + top) / 2
        beside = [word for word in printed if word.top < middle < word.bottom]
        letters = [word for word in beside if not re.search(r"[.…_]", word.text)]
        assert right - left >= 12
        assert letters
        assert not [word for word in letters if word.left < right - 0.5 and word.right > left + 0.5]


def test_dots_are_painted_over_and_blanks_are_not() -> None:
    dotted = prepare(
        render(rewritten(lambda text: "Số: ……/KH-UBND" if text.startswith("Số:") else text)), signer=PLAN.signer_name
    )
    assert "/MK" in fields(dotted)["So"]
    assert "/MK" not in fields(dotted)["Ngay"]
    filled = stamp_number(sign_person(dotted, signer(), capacity="x"), number="05", day="07", month="02")
    assert b"1 g 0 0" in fields(filled)["So"].AP.N.read_bytes()
    assert b"1 g 0 0" not in fields(filled)["Ngay"].AP.N.read_bytes()


def test_a_long_number_is_squeezed_into_its_blank() -> None:
    narrow = render(rewritten(lambda text: "Số:    /KH-UBND" if text.startswith("Số:") else text))
    filled = stamp_number(
        sign_person(prepare(narrow, signer=PLAN.signer_name), signer(), capacity="x"),
        number="12345",
        day="07",
        month="02",
    )
    left, _, right, _ = box(filled, "So")
    (word,) = [word for word in words_of(filled, 0).words if "12345" in word.text]
    assert left - 0.5 <= word.left < word.right <= right + 0.5
    assert right - left < 5 * 6.5


@pytest.mark.parametrize(
    ("begins", "instead", "code", "found"),
    [
        ("Số:", "Số: 19/KH-UBND", "no-place-for-number", "Số: 19/KH-UBND"),
        ("Số:", "Số: /KH-UBND", "no-place-for-number", "Số: /KH-UBND"),
        ("Số:", "Kế hoạch", "no-place-for-number", "không có"),
        ("Cao Lãnh, ngày", "Cao Lãnh, ngày 11 tháng 02 năm 2027", "no-place-for-date", "ngày 11 tháng 02 năm 2027"),
        ("Cao Lãnh, ngày", "Cao Lãnh, ngày tháng năm 2027", "no-place-for-date", "ngày tháng năm 2027"),
        ("Cao Lãnh, ngày", "Cao Lãnh, năm 2027", "no-place-for-date", "không có"),
    ],
)
def test_a_paper_without_a_blank_is_refused_with_what_was_found(
    begins: str, instead: str, code: str, found: str
) -> None:
    pdf = render(rewritten(lambda text: instead if text.startswith(begins) else text))
    refusal = refused(code, lambda: prepare(pdf, signer=PLAN.signer_name))
    assert refusal.facts["found"] == found
    assert "để trống" in refusal.text


def test_the_date_to_write_names_the_year_of_the_paper() -> None:
    pdf = render(rewritten(lambda text: "Cao Lãnh, ngày tháng năm 2027" if text.startswith("Cao Lãnh, ngày") else text))
    assert "năm 2027" in refused(
        "no-place-for-date", lambda: prepare(pdf, signer=PLAN.signer_name)
    ).wording.remedy.format(
        year=refused("no-place-for-date", lambda: prepare(pdf, signer=PLAN.signer_name)).facts["year"]
    )


def test_another_name_under_the_title_is_no_place_for_this_signer() -> None:
    refusal = refused("no-place-for-signature", lambda: prepare(plan(), signer="Trần Thị Khác"))
    assert "Trần Thị Khác" in refusal.text


def test_a_name_without_room_above_it_is_no_place() -> None:
    crowded = render(
        rewritten(
            lambda text: (
                f"{text}\n{PLAN.signer_name}" if text == "PHÓ CHỦ TỊCH" else "" if text == PLAN.signer_name else text
            )
        )
    )
    refusal = refused("no-place-for-signature", lambda: prepare(crowded, signer=PLAN.signer_name))
    assert "12 mm" in refusal.text


def test_the_signer_named_in_the_text_does_not_lead_astray() -> None:
    def change(text: str) -> str:
        return text.replace("Thời gian thực hiện: Quý III, IV năm 2027.", f"Giao đồng chí {PLAN.signer_name} chỉ đạo.")

    assert box(prepare(render(rewritten(change)), signer=PLAN.signer_name), PERSON_FIELD) == pytest.approx(
        box(prepared(), PERSON_FIELD), abs=1
    )


def test_a_name_in_another_unicode_form_is_the_same_name() -> None:
    decomposed = unicodedata.normalize("NFD", f"  {PLAN.signer_name.upper()} ")
    assert fields(prepare(plan(), signer=decomposed)).keys() == fields(prepared()).keys()
