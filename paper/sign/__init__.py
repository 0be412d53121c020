"""The signing desk: prepare → sign_person → stamp_number → seal, each an incremental update; and verify.

The earlier bytes are never touched, so each earlier signature stays valid (Nghị định 30, Đ5.1, Đ13, Đ32).
Importing this costs nothing: pyHanko (half a second) is imported when a function is called.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paper.sign.report import NUMBER_FIELDS, OFFICE_FIELD, PERSON_FIELD, Holder, SignatureReport, Verification
from rules.effects import effect

if TYPE_CHECKING:
    from pathlib import Path

    from paper.sign.ca import DevelopmentCA
    from rules.sentences import Sentence

__all__ = [
    "NUMBER_FIELDS", "OFFICE_FIELD", "PERSON_FIELD", "Holder", "SignatureReport", "Verification",
    "certificate", "development_ca", "holders", "prepare", "root_of", "seal", "sign_person", "stamp_number", "verify",
]  # fmt: skip


@effect
def development_ca(directory: "Path") -> "DevelopmentCA":
    """The authority in `directory`, made on first use: `.root`, `.person(code, name, organisation)`, `.office(…)`."""
    from paper.sign.ca import DevelopmentCA

    return DevelopmentCA.open(directory)


def root_of(directory: "Path") -> bytes | None:
    """The root certificate (PEM) of the authority in `directory`; None, and nothing is made, where there is none."""
    path = directory / "root" / "certificate.pem"
    return path.read_bytes() if path.is_file() else None


@effect
def holders(directory: "Path") -> "dict[str, Sentence | None]":
    """The holders whose keys lie in `directory`, each with what is wrong with its files, None where nothing is."""
    from paper.sign import ca

    return ca.holders(directory)


def certificate(pem: bytes, *, filename: str) -> bytes:
    """A file's bytes as a root for `verify`. Raises `Refusal("not-a-certificate")` for what is not PEM."""
    from paper.sign import verification

    return verification.certificate(pem, filename)


@effect
def prepare(pdf: bytes, *, signer: str) -> bytes:
    """A rendered PDF → the same with empty form fields `So`, `Ngay`, `Thang` and two empty signature fields.

    `signer` is the name printed under the title. Raises `Refusal`: "no-place-for-number", "no-place-for-date",
    "no-place-for-signature" (each says what the drafter should write), "already-filled" if there are such fields.
    """
    from paper.sign import form, places

    return form.add(pdf, places.find(pdf, signer=signer))


@effect
def sign_person(pdf: bytes, holder: Holder, *, capacity: str) -> bytes:
    """The competent person's visible signature; `capacity` ("KT. CHỦ TỊCH – PHÓ CHỦ TỊCH") is kept in it as reason.

    Afterwards only form filling is permitted. Raises `Refusal("not-prepared" | "already-filled")`.
    """
    from paper.sign import signing

    return signing.by_person(pdf, holder, capacity=capacity)


@effect
def stamp_number(pdf: bytes, *, number: str, day: str, month: str) -> bytes:
    """Write number and date ("05", "07", "02": digits as they shall be read) into the gaps of a signed paper.

    Raises `Refusal("not-prepared" | "sign-first" | "already-filled")`, `ValueError` for what is not digits.
    """
    from paper.sign import form

    return form.fill(pdf, {"So": number, "Ngay": day, "Thang": month})


@effect
def seal(pdf: bytes, holder: Holder) -> bytes:
    """The office's visible signature, over the entire file. Raises `Refusal` like `stamp_number`."""
    from paper.sign import signing

    return signing.by_office(pdf, holder)


@effect
def verify(pdf: bytes, *, roots: Sequence[bytes]) -> Verification:
    """Who signed, in which order, and is it whole? Any bytes get an answer; `roots` are PEM certificates."""
    from paper.sign import verification

    return verification.verify(pdf, roots)
