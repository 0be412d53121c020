"""Who signed, in which order, and is the file still whole? An answer for any bytes, never an exception.

A mathematically valid signature is not enough: junk after the end, a cut-off seal, or a sealed paper with new content
leave every single signature "valid" in many readers. So the rules of an office are asked as well.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from asn1crypto import pem, x509  # type: ignore[import-untyped]
from asn1crypto.parser import peek  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from paper.sign.form import at, fields, value
from paper.sign.report import NUMBER_FIELDS, OFFICE_FIELD, PERSON_FIELD, SignatureReport, Verdict, Verification
from paper.sign.signing import finish
from rules.refusals import Refusal
from rules.sentences import Sentence, listed

# What pyHanko would print to stderr is said in `problems`.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_WHOSE = {PERSON_FIELD: Sentence("chữ ký của người có thẩm quyền"), OFFICE_FIELD: Sentence("chữ ký số của cơ quan")}

_FIRST = {PERSON_FIELD: Sentence("Chữ ký của người có thẩm quyền"), OFFICE_FIELD: Sentence("Chữ ký số của cơ quan")}


@dataclass(frozen=True)
class _Found:
    """One signature, what pyHanko says of it, and where its bytes end."""

    report: SignatureReport
    ends: int
    why_not: str


def verify(pdf: bytes, roots: Sequence[bytes]) -> Verification:
    """See `paper.sign.verify`."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        form = fields(reader.root)
        embedded = list(reader.embedded_regular_signatures)
    except Exception as broken:  # hostile bytes: parsers raise whatever they like
        return _unreadable(pdf, roots, broken)
    if not embedded:
        return Verification("unsigned", (), (Sentence("Tệp không có chữ ký số nào."),))
    found = [_examine(pdf, one, roots) for one in embedded]
    return _judge(pdf, form, sorted(found, key=lambda one: one.ends))


def certificate(data: bytes, filename: str) -> bytes:
    """See `paper.sign.certificate`."""
    try:
        x509.Certificate.load(pem.unarmor(data)[2]).subject.native  # noqa: B018 (parsed only when looked into)
    except Exception as wrong:  # a parser of hostile bytes raises whatever it likes
        raise Refusal("not-a-certificate", filename=filename) from wrong
    return data


def _unreadable(pdf: bytes, roots: Sequence[bytes], broken: Exception) -> Verification:
    """Enough junk at the end hides a PDF's last lines: look whether a signed file stands before it."""
    ends = [sum(map(int, ranges)) for ranges in re.findall(rb"/ByteRange\s*\[\s*\d+ \d+ (\d+) (\d+)", pdf)]
    end = max((end for end in ends if end < len(pdf)), default=0)
    before = verify(pdf[:end], roots) if end else None
    if before is None or not before.signatures:
        why = Sentence("Không đọc được tệp PDF: tệp hỏng hoặc bị cắt cụt ({why}).", why=_said(broken))
        return Verification("broken", (), (why,))
    covered = tuple(replace(one, covers="revision") for one in before.signatures)
    junk = Sentence("Có {bytes} byte được nối thêm vào cuối tệp sau chữ ký cuối cùng.", bytes=len(pdf) - end)
    return Verification("broken", covered, (_cut_off(pdf, end, max(ends)) or junk, *before.problems))


def _cut_off(pdf: bytes, end: int, wanted: int) -> Sentence | None:
    """Whether the file ends before its time: within what its last signature covers, or within an unfinished update.
    What is left is then no junk that somebody added."""
    rest = pdf[end:]
    if wanted > len(pdf):
        return Sentence(
            "Tệp bị cắt cụt: chữ ký cuối cùng phủ {wanted} byte, tệp chỉ còn {left} byte.", wanted=wanted, left=len(pdf)
        )
    if b"endobj" in rest and b"%%EOF" not in rest:
        return Sentence(
            "Tệp bị cắt cụt: phần ghi thêm sau chữ ký cuối cùng còn đọc được ({left} byte) không trọn vẹn.",
            left=len(rest),
        )
    return None


def _judge(pdf: bytes, form: dict[str, Any], found: list[_Found]) -> Verification:
    broken = [
        Sentence("{whose} không còn nguyên vẹn: {why}.", whose=_whose(one, first=True), why=one.why_not)
        for one in found
        if one.why_not
    ]
    broken += _after_the_last(pdf, found[-1])
    wanting = _wanting(form, found)
    strange = [
        Sentence(
            "{whose} ({signer}) do một tổ chức chứng thực không được tin cậy cấp chứng thư.",
            whose=_whose(one, first=True),
            signer=one.report.signer,
        )
        for one in found
        if not one.report.trusted and not one.why_not
    ]
    verdict: Verdict = "broken" if broken else "incomplete" if wanting else "untrusted" if strange else "valid"
    return Verification(verdict, tuple(one.report for one in found), tuple(broken + wanting + strange))


def _after_the_last(pdf: bytes, last: _Found) -> list[Sentence]:
    """The last signature must cover the entire file; after a person's the number may stand, which he permitted."""
    rest = len(pdf) - last.ends
    update = b"startxref" in pdf[last.ends :]
    if rest <= 0 or last.why_not or (update and last.report.field == PERSON_FIELD):
        return []
    if update:
        whose = _whose(last)
        return [Sentence("Nội dung hoặc các ô của tệp bị thay đổi sau {whose}: thêm {n} byte.", whose=whose, n=rest)]
    return [Sentence("Có {bytes} byte được nối thêm vào cuối tệp sau {whose}.", whose=_whose(last), bytes=rest)]


def _wanting(form: dict[str, Any], found: list[_Found]) -> list[Sentence]:
    """What an office's paper must have (Đ5.1, Đ8, Đ13, Đ32.2): both signatures, in order, number and date between."""
    order = [one.report.field for one in found]
    wanting = [Sentence("Thiếu {words}.", words=words) for name, words in _WHOSE.items() if name not in order]
    if not wanting and order.index(PERSON_FIELD) > order.index(OFFICE_FIELD):
        wanting.append(Sentence("Cơ quan đã ký số trước người có thẩm quyền."))
    empty = [words for name, words in NUMBER_FIELDS.items() if not value(form.get(name))]
    if empty:
        wanting.append(Sentence("Chưa ghi {fields} vào văn bản.", fields=listed(empty, ", ")))
    by_field = {one.report.field: one.report for one in found}
    seal, person = by_field.get(OFFICE_FIELD), by_field.get(PERSON_FIELD)
    if seal and seal.signer != seal.organisation:
        who = seal.signer
        wanting.append(Sentence("Chứng thư ở ô con dấu là của cá nhân ({who}), không phải của cơ quan.", who=who))
    elif seal and person and seal.organisation != person.organisation:
        office, other = seal.organisation, person.organisation
        said = Sentence(
            "Cơ quan đóng dấu ({office}) không phải cơ quan của người ký ({other}).", office=office, other=other
        )
        wanting.append(said)
    return wanting


def _examine(pdf: bytes, embedded: EmbeddedPdfSignature, roots: Sequence[bytes]) -> _Found:
    known = [x509.Certificate.load(pem.unarmor(root)[2]) for root in roots]
    try:
        context = ValidationContext(trust_roots=known, allow_fetching=False)
        status = finish(async_validate_pdf_signature(embedded, context))
        ends = sum([int(part) for part in embedded.byte_range][2:])
        why_not = _why_not(pdf, embedded, status)
        return _Found(_report(embedded, status, len(pdf) == ends, not why_not), ends, why_not)
    except Exception as broken:  # hostile bytes again, now inside the signature
        name = str(embedded.field_name)
        report = SignatureReport(name, "", "", "", None, "", "part", valid=False, trusted=False)
        return _Found(report, len(pdf), Sentence("không đọc được chữ ký ({why})", why=_said(broken)))


def _why_not(pdf: bytes, embedded: EmbeddedPdfSignature, status: PdfSignatureStatus) -> str:
    if not status.intact:
        return Sentence("nội dung tệp đã bị sửa sau khi ký")
    if not status.valid:
        return Sentence("giá trị chữ ký không khớp với chứng thư")
    if not (_padded_with_zeros(pdf, embedded) and _nothing_loose(embedded)):
        return Sentence("vùng chữ ký chứa dữ liệu lạ")
    if not status.docmdp_ok:
        return Sentence("tệp có thay đổi không được phép sau khi ký")
    if embedded.field_name == PERSON_FIELD and embedded.docmdp_level not in (MDPPerm.FILL_FORMS, MDPPerm.NO_CHANGES):
        return Sentence("chữ ký không khóa nội dung văn bản")
    return ""


def _padded_with_zeros(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """The only bytes no signature covers are the signature itself and its padding: nothing may hide there."""
    first, length, second, _ = (int(part) for part in embedded.byte_range)
    hole = pdf[first + length : second]
    whole = embedded.pkcs7_content
    filled = peek(whole)
    one_case = hole in (hole.lower(), hole.upper())
    return first == 0 and one_case and hole[1:-1].lower() == whole.hex().encode() and not any(whole[filled:])


def _nothing_loose(embedded: EmbeddedPdfSignature) -> bool:
    """Inside the CMS a few fields stand outside every hash (RFC 5652, 5.1): they must say what the hashed ones say."""
    signed, signer = embedded.signed_data, embedded.signer_info
    digests = [digest.dump() for digest in signed["digest_algorithms"]]
    return (
        (signed["version"].native, signer["version"].native) == ("v1", "v1")
        and digests == [signer["digest_algorithm"].dump()]
        and signer["digest_algorithm"]["parameters"].native is None
    )


def _report(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, entire: bool, valid: bool) -> SignatureReport:
    subject = status.signing_cert.subject.native
    return SignatureReport(
        field=str(embedded.field_name),
        signer=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        capacity=str(at(embedded.sig_object, "/Reason", "")),
        signed_at=status.timestamp_validity.timestamp if status.timestamp_validity else status.signer_reported_dt,
        level="B-T" if status.timestamp_validity else "B-B",
        covers="entire-file" if entire else "revision",
        valid=valid,
        trusted=bool(status.trusted),
    )


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _whose(one: _Found, *, first: bool = False) -> str:
    """Whose signature; `first`: as a sentence begins."""
    named = (_FIRST if first else _WHOSE).get(one.report.field)
    field = one.report.field
    return named or (
        Sentence("Chữ ký ở ô {field}", field=field) if first else Sentence("chữ ký ở ô {field}", field=field)
    )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
