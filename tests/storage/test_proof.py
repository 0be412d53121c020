"""The proof at start: a store that binds is accepted and hardly littered, one that only pretends is refused."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from minio.commonconfig import ENABLED
from minio.versioningconfig import VersioningConfig

from rules.refusals import Refusal
from storage.opening import open_archive
from storage.s3 import S3Archive
from tests.storage.conftest import opened
from tests.storage.pretender import PROMISES, Pretender
from tests.support.seaweed import SeaweedServer


def test_the_proof_makes_a_missing_bucket_with_locks(seaweed: SeaweedServer) -> None:
    archive = opened(seaweed, f"moi-{secrets.token_hex(4)}")
    archive.prove()
    assert archive.client.get_bucket_versioning(archive.bucket).status == "Enabled"
    archive.client.get_object_lock_config(archive.bucket)
    assert list(archive.keys()) == []


def test_eight_starts_at_once_on_a_missing_bucket_all_succeed(seaweed: SeaweedServer) -> None:
    bucket = f"cung-luc-{secrets.token_hex(4)}"
    archives = [opened(seaweed, bucket) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(S3Archive.prove, archives)) == [None] * 8
    kept = archives[0].client.list_objects(bucket, recursive=True, include_version=True)
    assert {(one.object_name or "")[:12] for one in kept} == {".proof/lock-"}


def test_many_starts_leave_one_small_probe(seaweed: SeaweedServer) -> None:
    archive = opened(seaweed, f"nhieu-{secrets.token_hex(4)}")
    for _ in range(5):
        archive.prove()
    kept = archive.client.list_objects(archive.bucket, recursive=True, include_version=True)
    assert [(one.object_name or "")[:12] for one in kept] == [".proof/lock-"]


def test_a_probe_whose_time_is_over_is_cleared_away(seaweed: SeaweedServer) -> None:
    archive = opened(seaweed, f"cu-{secrets.token_hex(4)}")
    archive.client.make_bucket(archive.bucket, object_lock=True)
    archive.client._put_object(archive.bucket, ".proof/lock-cu-1700000000", b"probe")
    archive.prove()
    kept = archive.client.list_objects(archive.bucket, recursive=True, include_version=True)
    assert [one.object_name for one in kept if "1700000000" in (one.object_name or "")] == []


@pytest.mark.parametrize("versioned", [False, True])
def test_a_bucket_made_without_locks_is_refused(seaweed: SeaweedServer, versioned: bool) -> None:
    archive = opened(seaweed, f"tran-{secrets.token_hex(4)}")
    archive.client.make_bucket(archive.bucket)
    if versioned:
        archive.client.set_bucket_versioning(archive.bucket, VersioningConfig(ENABLED))
    with pytest.raises(Refusal) as refused:
        archive.prove()
    assert (refused.value.code, refused.value.facts["bucket"]) == ("archive-no-locks", archive.bucket)
    assert ("Object Lock" if versioned else "versioning") in str(refused.value.facts["why"])


def test_a_server_that_keeps_every_promise_is_accepted() -> None:
    with Pretender() as honest:
        archive = open_archive(honest.url("kho"), access_key="ai-do", secret_key="bi-mat-nao-do")
        archive.prove()
        archive.prove()
        assert sum(map(len, honest.objects.values())) == 1


@pytest.mark.parametrize(
    ("promise", "why"),
    [
        ("versioning", "versioning"),
        ("lock configuration", "ObjectLockConfigurationNotFoundError"),
        ("put once", "If-None-Match"),
        ("hold", "xóa được bản đang bị giữ"),
        ("lock", "xóa được bản đang khóa"),
        ("longer lock", "rút ngắn được khóa"),
    ],
)
def test_a_server_that_only_pretends_is_refused(promise: str, why: str) -> None:
    with Pretender(promise) as server:
        archive = open_archive(server.url("kho"), access_key="ai-do", secret_key="bi-mat-nao-do")
        with pytest.raises(Refusal) as refused:
            archive.prove()
    assert refused.value.code == "archive-no-locks"
    assert why in str(refused.value.facts["why"])


def test_every_promise_has_its_pretender() -> None:
    [mark] = [mark for mark in test_a_server_that_only_pretends_is_refused.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    assert {promise for promise, _ in mark.args[1]} == PROMISES
