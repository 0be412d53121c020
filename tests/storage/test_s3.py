"""The S3 archive on a real server: lost answers, tampering behind the gateway, a server down or frozen."""

import re
import secrets
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from minio.error import S3Error

from rules.refusals import Refusal
from storage.opening import open_archive
from storage.port import Unavailable, digest
from storage.s3 import S3Archive
from tests.storage.conftest import opened, versions
from tests.storage.dropping_proxy import DroppingProxy
from tests.support.seaweed import SeaweedServer

PDF = "application/pdf"
PAPER = b"%PDF-1.7 mau" * 1000
OTHER = b"%PDF-1.7 khac" * 1000


@pytest.fixture
def archive(seaweed: SeaweedServer) -> S3Archive:
    archive = opened(seaweed, "kho-s3")
    archive.prove()
    return archive


@pytest.fixture
def key() -> str:
    return f"{secrets.token_hex(6)}/ke-hoach.pdf"


@pytest.fixture
def frail() -> Iterator[SeaweedServer]:
    """A server of the test's own, to be stopped."""
    with SeaweedServer() as server:
        yield server


def hour() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)


def behind_the_gateway(seaweed: SeaweedServer, archive: S3Archive, key: str, version: str) -> str:
    """The address of a version's bytes at the unguarded filer."""
    return f"http://127.0.0.1:{seaweed.filer_port}/buckets/{archive.bucket}/{key}.versions/v_{version}"


# A lost answer


def test_a_lost_answer_is_unavailable_and_asking_again_finds_the_one_version(seaweed: SeaweedServer, key: str) -> None:
    opened(seaweed, "kho-mat-tin").prove()
    with DroppingProxy(seaweed.endpoint, "PUT", drops=1) as proxy:
        url = f"s3+http://{proxy.endpoint}/kho-mat-tin"
        archive = open_archive(url, access_key=seaweed.access_key, secret_key=seaweed.secret_key)
        assert isinstance(archive, S3Archive)
        with pytest.raises(Unavailable, match=re.escape(key)):
            archive.put(key, PAPER, media=PDF, hold=True, lock_until=hour())
        stored = archive.put(key, PAPER, media=PDF, hold=True, lock_until=hour())
        assert proxy.passed_on == 1
        assert versions(archive, key) == [stored.version_id]
        assert archive.get(key, digest(PAPER), stored.version_id) == PAPER


# Locks are the server's, not ours


@pytest.mark.parametrize("locks", [{"hold": True}, {"lock_until": hour()}])
def test_a_locked_version_cannot_be_deleted_by_the_administrator(
    archive: S3Archive, key: str, locks: dict[str, object]
) -> None:
    stored = archive.put(key, PAPER, media=PDF, **locks)  # type: ignore[arg-type]
    with pytest.raises(S3Error) as refused:
        archive.client.remove_object(archive.bucket, key, stored.version_id)
    assert refused.value.code in {"AccessDenied", "InvalidRequest"}
    assert archive.get(key, stored.sha256, stored.version_id) == PAPER


def test_a_lock_may_last_a_hundred_years(archive: S3Archive, key: str) -> None:
    until = datetime(2126, 1, 1, tzinfo=UTC)
    archive.put(key, PAPER, media=PDF, lock_until=until)
    assert archive.lock_of(key) == until


def test_a_delete_marker_hides_nothing_and_lets_nobody_put_again(archive: S3Archive, key: str) -> None:
    stored = archive.put(key, PAPER, media=PDF)
    archive.client.remove_object(archive.bucket, key)
    assert archive.get(key) == PAPER
    assert archive.stat(key) == stored
    assert list(archive.keys(key)) == [key]
    assert archive.put(key, PAPER, media=PDF) == stored
    with pytest.raises(Refusal) as refused:
        archive.put(key, OTHER, media=PDF)
    assert refused.value.code == "archive-conflict"
    assert versions(archive, key) == [stored.version_id]


def test_a_version_laid_on_top_by_somebody_else_is_not_taken_for_the_record(archive: S3Archive, key: str) -> None:
    stored = archive.put(key, PAPER, media=PDF)
    archive.client._put_object(archive.bucket, key, OTHER, {"x-amz-meta-sha256": digest(OTHER)})
    assert len(versions(archive, key)) == 2
    assert archive.get(key) == PAPER
    assert archive.stat(key) == stored
    assert list(archive.keys(key)) == [key]


def test_a_media_type_that_the_server_forgot_is_still_known(archive: S3Archive, key: str) -> None:
    """SeaweedFS forgets the header when several callers lengthen a lock at once; what was recorded beside it stays."""
    recorded = {"x-amz-meta-sha256": digest(PAPER), "x-amz-meta-media": PDF}
    archive.client._put_object(archive.bucket, key, PAPER, recorded | {"Content-Type": "application/octet-stream"})
    assert archive.stat(key).media == PDF


# Tampering behind the gateway


def test_bytes_replaced_behind_the_gateway_are_found(seaweed: SeaweedServer, archive: S3Archive, key: str) -> None:
    stored = archive.put(key, PAPER, media=PDF, hold=True, lock_until=hour())
    httpx.put(behind_the_gateway(seaweed, archive, key, stored.version_id), content=OTHER).raise_for_status()
    raw = archive.client.get_object(archive.bucket, key, version_id=stored.version_id).data
    assert raw == OTHER  # the server itself notices nothing
    asks: list[Callable[[], object]] = [
        lambda: archive.get(key),
        lambda: archive.get(key, stored.sha256, stored.version_id),
        lambda: archive.stat(key),
        lambda: archive.put(key, PAPER, media=PDF),
    ]
    for ask in asks:
        with pytest.raises(Refusal) as refused:
            ask()
        assert (refused.value.code, refused.value.facts["key"]) == ("archive-broken", key)


def test_a_forger_with_every_key_is_found_by_what_our_database_recorded(
    seaweed: SeaweedServer, archive: S3Archive, key: str
) -> None:
    stored = archive.put(key, PAPER, media=PDF, hold=True, lock_until=hour())
    httpx.delete(behind_the_gateway(seaweed, archive, key, stored.version_id)).raise_for_status()
    archive.put(key, OTHER, media=PDF, hold=True, lock_until=hour())
    assert archive.get(key) == OTHER  # a perfect forgery: the store alone cannot know
    with pytest.raises(Refusal) as broken:
        archive.get(key, stored.sha256)
    assert broken.value.code == "archive-broken"
    with pytest.raises(Refusal) as missing:
        archive.get(key, stored.sha256, stored.version_id)
    assert missing.value.code == "archive-missing"


def test_a_version_removed_behind_the_gateway_is_missing(seaweed: SeaweedServer, archive: S3Archive, key: str) -> None:
    stored = archive.put(key, PAPER, media=PDF, hold=True)
    httpx.delete(behind_the_gateway(seaweed, archive, key, stored.version_id)).raise_for_status()
    with pytest.raises(Refusal) as refused:
        archive.get(key, stored.sha256, stored.version_id)
    assert refused.value.code == "archive-missing"


# A server that cannot


def test_a_stopped_server_is_unavailable_and_the_same_call_works_when_it_is_back(
    frail: SeaweedServer, key: str
) -> None:
    archive = opened(frail, "kho")
    archive.prove()
    before = archive.put("truoc.pdf", PAPER, media=PDF, hold=True, lock_until=hour())
    frail.stop()
    asks: list[Callable[[], object]] = [
        lambda: archive.put(key, PAPER, media=PDF),
        lambda: archive.get("truoc.pdf"),
        lambda: archive.get("truoc.pdf", before.sha256, before.version_id),
        lambda: archive.stat("truoc.pdf"),
        lambda: list(archive.keys()),
        lambda: archive.extend_lock("truoc.pdf", hour()),
        lambda: archive.release_hold("truoc.pdf"),
        archive.prove,
    ]
    for ask in asks:
        with pytest.raises(Unavailable) as failure:
            ask()
        assert failure.value.__cause__ is not None
    frail.start()
    assert archive.put(key, PAPER, media=PDF).sha256 == digest(PAPER)
    assert archive.get("truoc.pdf", before.sha256, before.version_id) == PAPER
    assert archive.is_locked("truoc.pdf")


def test_a_frozen_server_is_given_up_and_what_it_did_afterwards_is_found(frail: SeaweedServer, key: str) -> None:
    opened(frail, "kho").prove()
    impatient = S3Archive(
        frail.endpoint, "kho", access_key=frail.access_key, secret_key=frail.secret_key, secure=False, read=1
    )
    assert frail.process is not None
    frail.process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(Unavailable, match="timed out"):
            impatient.put(key, PAPER, media=PDF)
    finally:
        frail.process.send_signal(signal.SIGCONT)
    patient = opened(frail, "kho")
    stored = patient.put(key, PAPER, media=PDF)
    assert versions(patient, key) == [stored.version_id]


def test_acknowledged_papers_outlive_a_killed_server(frail: SeaweedServer) -> None:
    archive = opened(frail, "kho")
    archive.prove()
    stored = [archive.put(f"{number}.pdf", PAPER + bytes([number]), media=PDF, hold=True) for number in range(20)]
    frail.kill()
    frail.start()
    for number, one in enumerate(stored):
        assert archive.get(one.key, one.sha256, one.version_id) == PAPER + bytes([number])
        assert archive.hold_of(one.key)


def test_a_wrong_secret_is_unavailable_and_says_why(seaweed: SeaweedServer) -> None:
    archive = open_archive(seaweed.url("kho-s3"), access_key=seaweed.access_key, secret_key="khong-phai")
    with pytest.raises(Unavailable, match=r"SignatureDoesNotMatch|AccessDenied|403"):
        archive.prove()


def test_something_that_is_no_s3_server_is_unavailable(seaweed: SeaweedServer) -> None:
    archive = open_archive(f"s3+http://127.0.0.1:{seaweed.filer_port}/kho", access_key="a", secret_key="b" * 8)
    with pytest.raises(Unavailable):
        archive.prove()
