"""prepare → sign → stamp → seal: what each step adds, where it stands, and in which order alone it goes."""

import asyncio
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization

from paper.pdf import fonts
from paper.pdf.layout import Word
from paper.sign import NUMBER_FIELDS, OFFICE_FIELD, PERSON_FIELD, prepare, seal, sign_person, stamp_number, verify
from tests.paper.presswork import (
    COMMITTEE,
    authority,
    office,
    plan,
    prepared,
    sealed,
    signed,
    signer,
    stamped,
)
from tests.paper.samples import PLAN
from tests.paper.signed_page import box, document, fields, line, pdfsig, refused, words_of, xmp

MM = 72 / 25.4
STEPS = {"prepared": prepared, "signed": signed, "stamped": stamped, "sealed": sealed}


def test_at_the_end_both_signatures_are_valid_trusted_and_in_order() -> None:
    answer = verify(sealed(), roots=[authority().root])
    assert (answer.verdict, answer.problems) == ("valid", ())
    person, seal_ = answer.signatures
    assert (person.field, person.signer, person.organisation) == (PERSON_FIELD, PLAN.signer_name, COMMITTEE)
    assert person.capacity == "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH"
    assert (seal_.field, seal_.signer, seal_.organisation) == (OFFICE_FIELD, COMMITTEE, COMMITTEE)
    assert (person.covers, seal_.covers) == ("revision", "entire-file")
    assert {person.level, seal_.level} == {"B-B"}
    assert person.signed_at is not None
    assert seal_.signed_at is not None
    assert person.signed_at <= seal_.signed_at
    assert person.valid and person.trusted and seal_.valid and seal_.trusted  # noqa: PT018


def test_a_second_program_finds_the_same_two_valid_signatures(tmp_path: Path) -> None:
    valid = "Signature is Valid."
    assert pdfsig(sealed(), tmp_path) == [PLAN.signer_name, valid, COMMITTEE, valid]
    assert pdfsig(stamped(), tmp_path) == [PLAN.signer_name, valid]


def test_a_key_is_opened_once_for_all_that_it_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """To open an RSA key is to prove its primes, which takes longer than everything else about a signature."""
    opened: list[bytes] = []
    load = serialization.load_der_private_key

    def watched(key: bytes, password: bytes | None) -> object:
        opened.append(key)
        return load(key, password)

    monkeypatch.setattr(serialization, "load_der_private_key", watched)
    newcomer = authority().person("nguoi-moi", "Người Mới", COMMITTEE)
    twice = [sign_person(prepared(), newcomer, capacity="CHỦ TỊCH") for _ in range(2)]
    assert [verify(pdf, roots=[authority().root]).signatures[0].valid for pdf in twice] == [True, True]
    assert len(opened) == 1


@pytest.mark.parametrize(
    "taken", [("certificate",), ("certificate", "key")], ids=["another's", "another's with its key"]
)
def test_nobody_signs_with_an_exchanged_certificate(taken: tuple[str, ...]) -> None:
    holder, other = signer(), authority().person("ke-khac", "Kẻ Khác", COMMITTEE)
    mine = replace(holder, **{name: getattr(other, name) for name in taken})
    assert holder.name in refused("certificate-of-another", lambda: sign_person(prepared(), mine, capacity="CT")).text
    assert verify(sign_person(prepared(), holder, capacity="CT"), roots=[authority().root]).signatures[0].valid


def test_each_step_only_adds_bytes_at_the_end() -> None:
    files = [plan(), prepared(), signed(), stamped(), sealed()]
    for earlier, later in itertools.pairwise(files):
        assert later.startswith(earlier)
        assert len(later) > len(earlier)


@pytest.mark.parametrize("step", STEPS)
def test_the_file_stays_pdfa_2b_at_every_step(step: str) -> None:
    pdf = STEPS[step]()
    assert xmp(pdf) == xmp(plan())
    assert b"<pdfaid:part>2<" in xmp(pdf).replace(b" ", b"")
    assert all(font.embedded for font in fonts.carried(pdf).values())
    assert all(fonts.allowed(name) for name in fonts.carried(pdf))
    assert "/NeedAppearances" not in document(pdf).Root.AcroForm
    for field in document(pdf).Root.AcroForm.Fields:
        assert isinstance(field.AP.N, pikepdf.Stream), "every visible widget has an appearance (ISO 19005-2, 6.3.3)"
        assert int(field.F) & 0b111 == 0b100, "printed, neither hidden nor invisible (6.3.2)"
        assert set(field.AP) == {"/N"}


def test_the_number_and_the_date_read_on_the_page_as_an_office_writes_them() -> None:
    date = r"Cao Lãnh, ngày\s+07\s+tháng\s+02\s+năm 2027"
    assert re.fullmatch(rf"Số:\s+05\s?/KH-UBND\s+{date}", line(sealed(), "Số:"))


def test_stamped_digits_stand_on_the_line_and_between_the_words() -> None:
    sheet = words_of(sealed(), 0)
    label, number, symbol = (next(one for one in sheet.words if one.text == text) for text in ("Số:", "05", "/KH-UBND"))
    assert label.right < number.left
    assert number.right == pytest.approx(symbol.left, abs=1), "no space before the stroke (II.3.c)"
    day, after = (next(word for word in sheet.words if word.text == text) for text in ("07", "tháng"))
    assert day.right < after.left
    # both boxes hang on their baselines: the digits' font gives its true ascent (0.891), LibreOffice's fonts 0.95
    size = (after.bottom - after.top) / 1.3
    assert abs((day.top + 0.891 * size) - (after.top + 0.95 * size)) < 0.2


def test_number_fields_are_read_only_and_hold_what_was_stamped() -> None:
    found = fields(sealed())
    assert {name: str(found[name].V) for name in NUMBER_FIELDS} == {"So": "05", "Ngay": "07", "Thang": "02"}
    assert all(int(found[name].Ff) & 1 for name in NUMBER_FIELDS)
    assert not any("/V" in fields(signed())[name] for name in NUMBER_FIELDS), "signing invents no number"


def name_and_title() -> tuple[Word, Word]:
    sheet = words_of(plan(), 1)
    last = [word for word in sheet.words if word.text == "Mẫu"][-1]
    title = [word for word in sheet.words if word.text == "PHÓ"][-1]
    return last, title


def test_the_signature_stands_between_title_and_name() -> None:
    height = words_of(plan(), 1).height
    left, bottom, right, top = box(sealed(), PERSON_FIELD)
    name, title = name_and_title()
    assert height - name.top <= bottom + 1
    assert top <= height - title.bottom + 1
    row = [word for word in words_of(plan(), 1).words if abs(word.top - name.top) < 2 and word.left > 250]
    assert abs((row[0].left + row[-1].right) / 2 - (left + right) / 2) < 1, "centred over the name (II.7.d)"
    assert right - left == pytest.approx(50 * MM, abs=1)


def test_the_seal_is_36_mm_and_covers_a_third_of_the_signature_on_its_left() -> None:
    left, bottom, right, top = box(sealed(), OFFICE_FIELD)
    assert (right - left, top - bottom) == (pytest.approx(36 * MM, abs=1), pytest.approx(36 * MM, abs=1))
    signature = box(sealed(), PERSON_FIELD)
    assert left < signature[0]
    covered = (right - signature[0]) / (signature[2] - signature[0])
    assert covered == pytest.approx(1 / 3, abs=0.02)
    assert (bottom + top) / 2 == pytest.approx((signature[1] + signature[3]) / 2, abs=1)


def test_only_one_order_is_possible() -> None:
    assert refused("sign-first", lambda: stamp_number(prepared(), number="05", day="07", month="02")).facts["missing"]
    assert "chưa ký" in refused("sign-first", lambda: seal(prepared(), office())).text
    assert "chưa ghi số" in refused("sign-first", lambda: seal(signed(), office())).text


def test_no_step_is_done_twice() -> None:
    again = (
        lambda: prepare(prepared(), signer=PLAN.signer_name),
        lambda: sign_person(signed(), signer(), capacity="x"),
        lambda: stamp_number(stamped(), number="06", day="08", month="02"),
        lambda: stamp_number(sealed(), number="06", day="08", month="02"),
        lambda: seal(sealed(), office()),
    )
    filled = [refused("already-filled", act).facts["field"] for act in again]
    assert filled == [OFFICE_FIELD, PERSON_FIELD, next(iter(NUMBER_FIELDS)), OFFICE_FIELD, OFFICE_FIELD]


def test_what_was_never_prepared_is_refused() -> None:
    for pdf in (plan(), b"%PDF-1.7 cut", b""):
        acts = (
            lambda pdf=pdf: sign_person(pdf, signer(), capacity="x"),
            lambda pdf=pdf: stamp_number(pdf, number="05", day="07", month="02"),
            lambda pdf=pdf: seal(pdf, office()),
        )
        missing = {str(refused("not-prepared", act).facts["field"]) for act in acts}
        assert missing <= {PERSON_FIELD, OFFICE_FIELD, *NUMBER_FIELDS}


@pytest.mark.parametrize("number", ["", "5a", "05) Tj (", "٥", "1" * 9])
def test_a_number_is_digits(number: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        stamp_number(signed(), number=number, day="07", month="02")


def test_signing_and_verifying_work_inside_a_running_event_loop() -> None:
    async def inside() -> str:
        return verify(seal(stamped(), office()), roots=[authority().root]).verdict

    assert asyncio.run(inside()) == "valid"
