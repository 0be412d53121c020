"""The same promises, asked of every archive: the directory, a real S3 server, and whichever S3_TEST_ENDPOINT names.

S3_TEST_ENDPOINT is `http://host:port` or `https://host`, with S3_TEST_ACCESS_KEY and S3_TEST_SECRET_KEY beside it.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.local import LocalArchive
from storage.opening import open_archive
from storage.port import Archive
from storage.s3 import S3Archive
from tests.support.seaweed import SeaweedServer

STORES = ["local", "seaweed", *(["external"] if "S3_TEST_ENDPOINT" in os.environ else [])]


@dataclass(frozen=True)
class Kept:
    """An archive under test, and a corner of its own in it."""

    archive: Archive
    corner: str

    def key(self, name: str) -> str:
        return f"{self.corner}/{name}"

    def versions(self, key: str) -> int:
        """How often the store really keeps `key`, looked up past the port."""
        if isinstance(self.archive, LocalArchive):
            return len(list((self.archive.root / "objects").glob(f"{key}*")))
        assert isinstance(self.archive, S3Archive)
        return len(versions(self.archive, key))


@pytest.fixture(params=STORES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.param == "local":
        archive = open_archive((tmp_path / "kho").as_uri())
    elif request.param == "seaweed":
        archive = opened(request.getfixturevalue("seaweed"), "hop-dong")
    else:
        url = os.environ["S3_TEST_ENDPOINT"].rstrip("/") + "/trinhky-contract"
        keys = {name: os.environ[f"S3_TEST_{name.upper()}"] for name in ("access_key", "secret_key")}
        archive = open_archive(f"s3+{url}", **keys)
    archive.prove()
    return Kept(archive, secrets.token_hex(6))


def opened(server: SeaweedServer, bucket: str) -> S3Archive:
    """The archive in `bucket` of the test server, not yet proven."""
    archive = open_archive(server.url(bucket), access_key=server.access_key, secret_key=server.secret_key)
    assert isinstance(archive, S3Archive)
    return archive


def versions(archive: S3Archive, key: str) -> list[str]:
    """Every version the server keeps of `key`, newest first, delete markers left out."""
    found = archive.client.list_objects(archive.bucket, prefix=key, recursive=True, include_version=True)
    return [one.version_id or "" for one in found if one.object_name == key and not one.is_delete_marker]
