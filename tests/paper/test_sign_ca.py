"""The authority for trying things out: honest about its worth, careful with its keys, made once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from PIL import Image

from paper.sign import development_ca
from paper.sign.ca import DevelopmentCA
from paper.sign.images import seal, signature

SCRIPT = (
    "import sys, hashlib; from pathlib import Path; from paper.sign import development_ca;"
    "ca = development_ca(Path(sys.argv[1]));"
    "holders = (ca.person('a', 'Lê Thị Mẫu', 'Cơ quan Mẫu'), ca.office('b', 'Cơ quan Mẫu'));"
    "print(hashlib.sha256(b''.join((ca.root, *(h.certificate + h.key + h.image for h in holders)))).hexdigest())"
)


def of(certificate: bytes, oid: x509.ObjectIdentifier) -> str:
    (attribute,) = x509.load_pem_x509_certificate(certificate).subject.get_attributes_for_oid(oid)
    return str(attribute.value)


def test_every_certificate_says_that_it_has_no_legal_value(tmp_path: Path) -> None:
    ca = development_ca(tmp_path)
    person, office = ca.person("a", "Lê Thị Mẫu", "Cơ quan Mẫu"), ca.office("b", "Cơ quan Mẫu")
    for certificate in (ca.root, person.certificate, office.certificate):
        assert of(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME) == "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
    assert of(person.certificate, NameOID.COMMON_NAME) == "Lê Thị Mẫu"
    assert of(person.certificate, NameOID.ORGANIZATION_NAME) == "Cơ quan Mẫu"
    assert of(office.certificate, NameOID.COMMON_NAME) == of(office.certificate, NameOID.ORGANIZATION_NAME)


def test_certificates_are_for_signing_documents_and_nothing_else(tmp_path: Path) -> None:
    certificate = x509.load_pem_x509_certificate(development_ca(tmp_path).office("b", "Cơ quan Mẫu").certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_keys_are_readable_by_their_owner_only_and_not_printed(tmp_path: Path) -> None:
    holder = development_ca(tmp_path / "ca").person("a", "Lê Thị Mẫu", "Cơ quan Mẫu")
    keys = list(tmp_path.rglob("key.pem"))
    assert len(keys) == 2
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
    assert {key.parent.stat().st_mode & 0o777 for key in keys} == {0o700}
    assert "PRIVATE" not in repr(holder)


def test_the_same_holder_is_the_same_again_and_a_new_name_is_a_new_one(tmp_path: Path) -> None:
    first = development_ca(tmp_path).person("a", "Lê Thị Mẫu", "Cơ quan Mẫu")
    assert development_ca(tmp_path).person("a", "Lê Thị Mẫu", "Cơ quan Mẫu") == first
    renamed = development_ca(tmp_path).person("a", "Lê Thị Thử", "Cơ quan Mẫu")
    assert of(renamed.certificate, NameOID.COMMON_NAME) == "Lê Thị Thử"
    assert renamed.key != first.key


@pytest.mark.parametrize("code", ["../../x", "a/b", "", "văn-thư", "x" * 500, "a\nb"])
def test_a_code_never_leaves_the_directory(tmp_path: Path, code: str) -> None:
    home = tmp_path / "ca"
    development_ca(home).person(code, "Lê Thị Mẫu", "Cơ quan Mẫu")
    assert [path.name for path in tmp_path.iterdir()] == ["ca"]
    assert sorted(path.name for path in home.iterdir()) == ["holders", "root"]


def test_a_name_longer_than_a_certificate_allows_is_cut(tmp_path: Path) -> None:
    holder = development_ca(tmp_path).office("a", "Trung tâm " * 20)
    assert len(of(holder.certificate, NameOID.COMMON_NAME)) == 64


def test_processes_that_open_it_at_once_get_one_and_the_same(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "ca")]
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: subprocess.run(command, capture_output=True, text=True, timeout=120), range(4)))
    assert [run.stderr for run in runs] == [""] * 4
    assert len({run.stdout for run in runs}) == 1
    assert not list(tmp_path.rglob(".making-*")), "nobody's half-made files stay behind"


def test_a_directory_that_cannot_be_written_is_an_error_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    (tmp_path / "ca").write_text("a file where the directory should be")
    with pytest.raises(OSError, match="ca"):
        DevelopmentCA.open(tmp_path / "ca")


def colours(png: bytes) -> set[tuple[int, int, int]]:
    picture = Image.open(BytesIO(png))
    assert picture.mode == "RGBA"
    return {pixel[:3] for _, pixel in picture.getcolors(1 << 24) or [] if pixel[3] > 0}


def test_the_signature_is_blue_ink_on_nothing(tmp_path: Path) -> None:
    ((red, green, blue),) = colours(signature("Lê Thị Mẫu"))
    assert blue > 2 * red
    assert blue > 2 * green
    assert Image.open(BytesIO(signature("Lê Thị Mẫu"))).getpixel((0, 0))[3] == 0


def test_the_seal_is_red_on_nothing_and_36_mm(tmp_path: Path) -> None:
    ((red, green, blue),) = colours(seal("Ủy ban nhân dân huyện Cao Lãnh"))
    assert red > 4 * max(green, blue)
    picture = Image.open(BytesIO(seal("Ủy ban nhân dân huyện Cao Lãnh")))
    assert picture.size == (425, 425)
    assert round(picture.width / picture.info["dpi"][0] * 25.4) == 36


def test_each_person_has_a_hand_of_their_own_and_keeps_it() -> None:
    assert signature("Lê Thị Mẫu") == signature("Lê Thị Mẫu")
    assert signature("Lê Thị Mẫu") != signature("Lê Thị Thử")


@pytest.mark.parametrize(
    "name", ["", "A", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện Cao Lãnh " * 2]
)
def test_odd_names_make_pictures_too(name: str) -> None:
    assert colours(seal(name))
    assert colours(signature(name))
