"""What people do to sealed files, and what verify says of it."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from paper.sign import Verification, seal, sign_person, stamp_number, verify
from paper.sign.ca import DevelopmentCA
from tests.paper.presswork import COMMITTEE, authority, office, plan, prepared, sealed, signed, signer, stamped

PERSON_BROKEN = "Chữ ký của người có thẩm quyền không còn nguyên vẹn"
SEAL_BROKEN = "Chữ ký số của cơ quan không còn nguyên vẹn"


def asked(pdf: bytes) -> Verification:
    return verify(pdf, roots=[authority().root])


def flipped(pdf: bytes, at: int, bit: int = 0) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= 1 << bit
    return bytes(changed)


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """An incremental update by somebody with a PDF library."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def with_new_page_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()  # type: ignore[no-untyped-call]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def with_another_number(writer: IncrementalPdfFileWriter) -> None:
    field = next(one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object()["/T"] == "So")
    field["/V"] = generic.pdf_string("99")
    writer.update_container(field)


def without_form(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()  # type: ignore[no-untyped-call]


def holes() -> list[range]:
    """Where the two signatures lie in the sealed file."""
    ranges = re.findall(rb"/ByteRange \[\d+ (\d+) (\d+) \d+\s*\]", sealed())
    return [range(int(begin), int(end)) for begin, end in ranges]


def test_a_flipped_byte_of_the_text_breaks_both_signatures() -> None:
    answer = asked(flipped(sealed(), sealed().index(b"stream") + 200))
    assert answer.verdict == "broken"
    assert [problem.split(":")[0] for problem in answer.problems] == [PERSON_BROKEN, SEAL_BROKEN]
    assert not any(one.valid for one in answer.signatures)


def test_a_flipped_byte_after_the_persons_revision_breaks_only_the_seal() -> None:
    assert len(signed()) < len(stamped()) < len(sealed())
    answer = asked(flipped(sealed(), len(stamped()) + 900))
    assert answer.verdict == "broken"
    assert [problem.split(":")[0] for problem in answer.problems][-1:] == [SEAL_BROKEN]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_no_flipped_bit_anywhere_passes(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sealed()) - 1))
    assert asked(flipped(sealed(), at, data.draw(st.integers(0, 7)))).verdict == "broken"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_no_flipped_bit_inside_the_signatures_themselves_passes(data: st.DataObject) -> None:
    """No hash covers these bytes: the padding after a signature, and a few fields of its envelope."""
    hole = data.draw(st.sampled_from(holes()))
    at = data.draw(st.integers(hole.start, hole.stop - 1))
    assert asked(flipped(sealed(), at, data.draw(st.integers(0, 7)))).verdict == "broken"


def test_the_envelope_of_the_seal_lets_no_version_or_algorithm_be_changed() -> None:
    seal_at = holes()[-1].start + 1
    for byte in (25, 28, 35, 41):  # CMS version, digestAlgorithms
        assert asked(flipped(sealed(), seal_at + 2 * byte + 1)).verdict == "broken"


@pytest.mark.parametrize("junk", [b"\n", b"junk after the end", b"\n%%EOF\n" * 3, b"\x00" * 5000])
def test_appended_bytes_are_counted_and_named(junk: bytes) -> None:
    answer = asked(sealed() + junk)
    assert answer.verdict == "broken"
    assert f"Có {len(junk)} byte được nối thêm vào cuối tệp" in answer.problems[0]


def test_bytes_put_before_the_file_break_it() -> None:
    assert asked(b"junk" + sealed()).verdict == "broken"


def test_a_cut_off_seal_is_missed_although_the_persons_signature_is_whole() -> None:
    answer = asked(stamped())
    assert answer.verdict == "incomplete"
    assert answer.problems == ("Thiếu chữ ký số của cơ quan.",)
    assert [one.valid for one in answer.signatures] == [True]


def test_a_file_cut_back_to_the_persons_revision_lacks_number_and_seal() -> None:
    answer = asked(sealed()[: len(signed())])
    assert answer.verdict == "incomplete"
    assert answer.problems == ("Thiếu chữ ký số của cơ quan.", "Chưa ghi số, ngày, tháng vào văn bản.")


@pytest.mark.parametrize("size", [0, 1, 100, 5000, 100_000, -1, -40, -3000])
def test_a_truncated_file_is_never_valid_and_never_an_exception(size: int) -> None:
    answer = asked(sealed()[:size])
    assert answer.verdict == "broken"
    assert answer.problems


def test_new_content_by_an_incremental_update_is_seen_by_both() -> None:
    answer = asked(updated(sealed(), with_new_page_content))
    assert answer.verdict == "broken"
    assert [problem.split(":")[0] for problem in answer.problems] == [PERSON_BROKEN, SEAL_BROKEN]
    assert "không được phép" in answer.problems[0]


def test_a_number_changed_after_the_seal_is_a_forbidden_change() -> None:
    answer = asked(updated(sealed(), with_another_number))
    assert answer.verdict == "broken"
    assert any(SEAL_BROKEN in problem or "sau chữ ký cuối cùng" in problem for problem in answer.problems)


def test_new_content_before_the_seal_breaks_the_persons_signature() -> None:
    """The one who seals cannot change what was signed either."""
    answer = asked(seal(updated(stamped(), with_new_page_content), office()))
    assert answer.verdict == "broken"
    assert [problem.split(":")[0] for problem in answer.problems] == [PERSON_BROKEN]
    assert [one.valid for one in answer.signatures] == [False, True]


def test_a_file_without_its_form_is_unsigned_and_that_is_a_problem() -> None:
    answer = asked(updated(sealed(), without_form))
    assert (answer.verdict, answer.signatures) == ("unsigned", ())
    assert answer.problems == ("Tệp không có chữ ký số nào.",)


def test_papers_nobody_signed_are_unsigned() -> None:
    assert asked(plan()).verdict == "unsigned"
    assert asked(prepared()).verdict == "unsigned"


def test_a_file_saved_again_by_another_program_is_broken() -> None:
    out = BytesIO()
    pikepdf.open(BytesIO(sealed())).save(out)
    answer = asked(out.getvalue())
    assert answer.verdict == "broken"
    assert not any(one.valid for one in answer.signatures)


def test_a_file_that_was_cut_is_not_told_as_one_that_was_added_to() -> None:
    for cut, why in ((sealed()[:-200], "phủ"), (sealed()[: len(stamped()) - 100], "không trọn vẹn")):
        answer = asked(cut)
        assert answer.verdict == "broken"
        assert answer.problems[0].startswith("Tệp bị cắt cụt: ")
        assert why in answer.problems[0]
        assert [one.signer for one in answer.signatures] == ["Nguyễn Văn Mẫu"], "his part still stands"
        assert "nối thêm" not in " ".join(answer.problems)


@pytest.mark.parametrize("file", [b"", b"hello", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"\xff" * 3000])
def test_what_is_no_pdf_gets_an_answer_too(file: bytes) -> None:
    answer = asked(file)
    assert (answer.verdict, answer.signatures) == ("broken", ())
    assert "Không đọc được" in answer.problems[0]


def test_an_unknown_root_leaves_the_file_whole_but_untrusted(tmp_path: Path) -> None:
    for roots in ([], [DevelopmentCA.open(tmp_path).root]):
        answer = verify(sealed(), roots=roots)
        assert answer.verdict == "untrusted"
        assert [(one.valid, one.trusted) for one in answer.signatures] == [(True, False)] * 2
        assert len(answer.problems) == 2
        assert "không được tin cậy" in answer.problems[0]


def test_a_forger_with_the_same_names_is_untrusted(tmp_path: Path) -> None:
    forger = DevelopmentCA.open(tmp_path)
    person, forged_seal = forger.person("x", "Nguyễn Văn Mẫu", COMMITTEE), forger.office("y", COMMITTEE)
    forged = stamp_number(sign_person(prepared(), person, capacity="CHỦ TỊCH"), number="05", day="07", month="02")
    assert asked(seal(forged, forged_seal)).verdict == "untrusted"


def test_a_person_cannot_seal() -> None:
    answer = asked(seal(stamped(), signer()))
    assert answer.verdict == "incomplete"
    assert "là của cá nhân (Nguyễn Văn Mẫu)" in answer.problems[0]


def test_one_agency_cannot_seal_anothers_paper() -> None:
    other = authority().office("my-mau", "Ủy ban nhân dân xã Mỹ Mẫu")
    answer = asked(seal(stamped(), other))
    assert answer.verdict == "incomplete"
    assert "Ủy ban nhân dân xã Mỹ Mẫu" in answer.problems[0]
