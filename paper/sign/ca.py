"""A certificate authority for trying things out. Every certificate says that it has no legal value.

`directory/root/` holds the root, `directory/holders/<kind>-<code>-<hash>/` each holder: key.pem, certificate.pem,
image.png. A directory appears whole or not at all: it is filled aside and renamed, and the first of several processes
wins (rename onto a directory that is not empty fails).
"""

import hashlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from paper.sign.report import LONGEST_NAME, Holder
from rules.effects import effect
from rules.sentences import Sentence

NO_LEGAL_VALUE = "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"


_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


class DevelopmentCA:
    """Opened with `DevelopmentCA.open(directory)`; made on first use; keys are readable by their owner only."""

    def __init__(self, directory: Path, root: bytes, key: bytes) -> None:
        self._directory = directory
        self.root = root
        """The root certificate, PEM: what `verify` is given as a trusted root."""
        self._certificate = x509.load_pem_x509_certificate(root)
        loaded = serialization.load_pem_private_key(key, None)
        assert isinstance(loaded, rsa.RSAPrivateKey)
        self._key = loaded

    @classmethod
    def open(cls, directory: Path) -> "DevelopmentCA":
        """The authority kept in `directory`, made there if it is not."""
        files = _kept(directory / "root", _make_root)
        return cls(directory, files["certificate.pem"], files["key.pem"])

    @effect
    def person(self, code: str, name: str, organisation: str) -> Holder:
        """The certificate, key and sample signature of one person of an agency; the same each time."""
        from paper.sign.images import signature

        return self._holder("person", code, name, organisation, lambda: signature(name))

    @effect
    def office(self, code: str, name: str) -> Holder:
        """The certificate, key and sample seal of an agency; subject CN and O are both its name."""
        from paper.sign.images import seal

        return self._holder("office", code, name, name, lambda: seal(name))

    def _holder(self, kind: str, code: str, name: str, organisation: str, draw: Callable[[], bytes]) -> Holder:
        # A new name is a new certificate; the old one stays where it is.
        mark = hashlib.sha256(f"{code}\0{name}\0{organisation}".encode()).hexdigest()[:12]
        place = self._directory / "holders" / f"{kind}-{quote(code, safe='')[:80]}-{mark}"
        files = _kept(place, lambda: {**self._issue(name, organisation), "image.png": draw()})
        return Holder(code, name, organisation, files["certificate.pem"], files["key.pem"], files["image.png"])

    def _issue(self, name: str, organisation: str) -> dict[str, bytes]:
        key = rsa.generate_private_key(65537, 2048)
        builder = _certificate(_name(name, organisation), self._certificate.subject, key, years=5)
        certificate = (
            builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return _pem(certificate, key)


def holders(directory: Path) -> dict[str, Sentence | None]:
    """See `paper.sign.holders`."""
    root = x509.load_pem_x509_certificate((directory / "root" / "certificate.pem").read_bytes())
    places = sorted(place for place in (directory / "holders").glob("[!.]*") if place.is_dir())
    return {place.name: _flaw(place, root) for place in places}


def _flaw(place: Path, root: x509.Certificate) -> Sentence | None:
    try:
        certificate = x509.load_pem_x509_certificate((place / "certificate.pem").read_bytes())
        # Whether its primes are primes was proved when it was made; here it is asked whose it is.
        key = serialization.load_pem_private_key(
            (place / "key.pem").read_bytes(), None, unsafe_skip_rsa_key_validation=True
        )
        (place / "image.png").stat()
        certificate.verify_directly_issued_by(root)
    except (OSError, ValueError, TypeError, InvalidSignature):
        return Sentence("thiếu tệp, không đọc được, hoặc không do chứng thư gốc này cấp")
    if certificate.public_key() != key.public_key():
        return Sentence("chứng thư không phải của khóa này")
    return None


def _make_root() -> dict[str, bytes]:
    key = rsa.generate_private_key(65537, 2048)
    name = _name("Trình Ký – chứng thư thử nghiệm", "Trình Ký")
    certificate = (
        _certificate(name, name, key, years=20)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _pem(certificate, key)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, *, years: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)  # cryptographic time is real, whatever the office's simulated date says
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=366 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(name: str, organisation: str) -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation)]
    parts += [(NameOID.ORGANIZATIONAL_UNIT_NAME, NO_LEGAL_VALUE), (NameOID.COMMON_NAME, name)]
    with warnings.catch_warnings():
        # X.520 allows 64 characters; the library counts bytes and warns, but a Vietnamese letter has up to three
        warnings.simplefilter("ignore", UserWarning)
        return x509.Name([x509.NameAttribute(oid, text[:LONGEST_NAME], _validate=False) for oid, text in parts])


def _usage(*granted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in granted for usage in _USAGES})


def _pem(certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> dict[str, bytes]:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {"certificate.pem": certificate.public_bytes(form[0]), "key.pem": key.private_bytes(*form)}


def _kept(place: Path, make: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
    """The files of `place`, made once by whoever comes first."""
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = Path(tempfile.mkdtemp(prefix=".making-", dir=place.parent))  # readable by its owner only
        try:
            for name, content in make().items():
                _write(aside / name, content)
            aside.rename(place)
        except OSError:
            if not place.is_dir():
                raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return {path.name: path.read_bytes() for path in place.iterdir()}


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
