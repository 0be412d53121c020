"""From a URL to an archive, and what a URL must not do."""

import subprocess
import sys
from pathlib import Path

import pytest

from rules.refusals import Refusal
from storage.local import LocalArchive
from storage.opening import open_archive
from storage.s3 import S3Archive

ROOT = Path(__file__).parents[2]
NO_DIRECTORIES = ["", "kho", "/var/kho", "file:kho", "file://kho/a", "file:///kho?x=1"]
NO_BUCKETS = [
    "s3://kho",
    "s3+http://127.0.0.1:9000",
    "s3+http://127.0.0.1:9000/",
    "s3+http://127.0.0.1:9000/kho/thu-muc",
    "s3+http:///kho",
    "https://s3.example.vn/kho",
]


def test_a_file_url_opens_a_directory_and_touches_nothing(tmp_path: Path) -> None:
    archive = open_archive((tmp_path / "kho lưu trữ").as_uri())
    assert isinstance(archive, LocalArchive)
    assert archive.root == tmp_path / "kho lưu trữ"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("s3+http://127.0.0.1:9000/kho", "http://127.0.0.1:9000/kho/k"),
        ("s3+https://s3.example.vn/kho", "https://s3.example.vn/kho/k"),
        ("s3+https://s3.example.vn:9000/kho/?region=vn-1", "https://s3.example.vn:9000/kho/k"),
    ],
)
def test_an_s3_url_opens_a_bucket_without_asking_the_network(url: str, address: str) -> None:
    archive = open_archive(url, access_key="a", secret_key="b")
    assert isinstance(archive, S3Archive)
    link = archive.client.presigned_get_object(archive.bucket, "k")
    assert link.startswith(f"{address}?")
    assert ("vn-1" if "vn-1" in url else "us-east-1") in link


@pytest.mark.parametrize("url", [*NO_DIRECTORIES, *NO_BUCKETS])
def test_any_other_url_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        open_archive(url)
    assert (refused.value.code, refused.value.facts["url"]) == ("archive-bad-url", url)


def test_keys_written_into_the_url_are_refused_and_not_repeated() -> None:
    with pytest.raises(Refusal) as refused:
        open_archive("s3+https://ai:bi-mat@s3.example.vn/kho")
    assert refused.value.code == "archive-bad-url"
    assert "bi-mat" not in str(refused.value)


def test_a_directory_archive_does_not_pay_for_the_s3_library() -> None:
    script = "import sys, storage.opening as o; o.open_archive('file:///kho'); print({'minio'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ran.stdout.strip(), ran.stderr) == ("set()", "")
