"""The two signatures: a person's first, which permits filling the form, then the office's over the whole file."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any, TypeVar

from asn1crypto import keys, pem, x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image
from pyhanko.pdf_utils import images, layout
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from paper.sign import form
from paper.sign.report import LONGEST_NAME, NUMBER_FIELDS, OFFICE_FIELD, PERSON_FIELD, Holder
from rules.refusals import Refusal
from rules.sentences import Sentence

T = TypeVar("T")
DIGEST = "sha256"
BESIDE_THE_CERTIFICATE = 4096  # bytes: the signed attributes, the issuer's name, the signature; 800 are used


def by_person(pdf: bytes, holder: Holder, *, capacity: str) -> bytes:
    """Certify the paper: afterwards only the number, the date and the office's signature may be added."""
    writer = form.open_for_signing(pdf)
    if "/V" in form.fields(writer.root)[PERSON_FIELD]:
        raise Refusal("already-filled", field=PERSON_FIELD)
    return _signed(writer, PERSON_FIELD, holder, capacity, certify=True)


def by_office(pdf: bytes, holder: Holder) -> bytes:
    """Seal the paper. Refuses (Đ8, Đ32) before person and number are there."""
    writer = form.open_for_signing(pdf)
    present = form.fields(writer.root)
    if "/V" in present[OFFICE_FIELD]:
        raise Refusal("already-filled", field=OFFICE_FIELD)
    if "/V" not in present[PERSON_FIELD]:
        raise Refusal("sign-first", missing=Sentence("người có thẩm quyền chưa ký"))
    for name, words in NUMBER_FIELDS.items():
        if not form.value(present.get(name)):
            raise Refusal("sign-first", missing=Sentence("chưa ghi {field} vào văn bản", field=words))
    return _signed(writer, OFFICE_FIELD, holder, "Ký số của cơ quan, tổ chức", certify=False)


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run pyHanko's coroutine to its end, also when the caller's thread already runs an event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _signed(writer: form.Writer, field: str, holder: Holder, reason: str, *, certify: bool) -> bytes:
    meta = PdfSignatureMetadata(
        field_name=field,
        name=holder.name,
        reason=reason,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    key = _key(holder.certificate, holder.key)
    if not key.is_of(holder.name):
        raise Refusal("certificate-of-another", name=holder.name)
    signer = PdfSigner(meta, key, stamp_style=_picture(holder.image))
    out = BytesIO()
    finish(signer.async_sign_pdf(writer, existing_fields_only=True, bytes_reserved=key.room, output=out))
    return out.getvalue()


class _OpenKey(SimpleSigner):
    """A signer whose RSA key is opened once, and who makes each signature once.

    pyHanko by itself opens the key for each signature anew, which is to prove its primes; and it makes each signature
    once before, only to learn how long it will be. Both together took four fifths of the time of signing.
    """

    @cached_property
    def _opened(self) -> RSAPrivateKey:
        opened = serialization.load_der_private_key(self.signing_key.dump(), password=None)
        assert isinstance(opened, RSAPrivateKey)  # no other is issued (paper/sign/ca.py)
        return opened

    def is_of(self, name: str) -> bool:
        """Whether the certificate is this key's, and names this holder: both are files, which somebody may exchange."""
        assert self.signing_cert is not None
        own = self._opened.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        named = self.signing_cert.subject.native["common_name"]
        return bool(self.signing_cert.public_key.dump() == own and named == name[:LONGEST_NAME])

    @property
    def room(self) -> int:
        """Hexadecimal digits that the file keeps for a signature."""
        assert self.signing_cert is not None
        return 2 * (len(self.signing_cert.dump()) + BESIDE_THE_CERTIFICATE)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        assert (digest_algorithm, dry_run) == (DIGEST, False)
        return self._opened.sign(data, PKCS1v15(), hashes.SHA256())


@lru_cache(maxsize=64)
def _key(certificate: bytes, key: bytes) -> _OpenKey:
    return _OpenKey(
        signing_cert=x509.Certificate.load(pem.unarmor(certificate)[2]),
        signing_key=keys.PrivateKeyInfo.load(pem.unarmor(key)[2]),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        embed_roots=False,
    )


def _picture(png: bytes) -> StaticStampStyle:
    middle = layout.AxisAlignment.ALIGN_MID
    return StaticStampStyle(
        border_width=0,
        background=images.PdfImage(Image.open(BytesIO(png))),
        background_opacity=1,
        background_layout=layout.SimpleBoxLayoutRule(middle, middle, margins=layout.Margins(0, 0, 0, 0)),
    )
