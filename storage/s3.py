"""An archive in a versioned S3 bucket with Object Lock: MinIO, its forks, SeaweedFS, AWS.

The first version of a key is the record: put-once is `If-None-Match: *`, and whatever somebody with the keys of the
bucket writes or "deletes" on top of it later (a new version, a delete marker) is never taken for it.
"""

from collections.abc import Iterator
from datetime import datetime

from minio.commonconfig import COMPLIANCE
from minio.datatypes import Object
from minio.error import S3Error
from minio.retention import Retention

from rules.effects import effect
from rules.refusals import Refusal
from rules.sentences import Sentence
from storage.port import (
    Stored,
    binds,
    broken,
    checked_bytes,
    checked_instant,
    checked_key,
    checked_prefix,
    digest,
    grown,
    missing,
    same_bytes,
)
from storage.proof import prove_bucket
from storage.wire import client_of, put_once, unavailable

ABSENT = {"NoSuchKey", "NoSuchVersion", "MethodNotAllowed"}  # the last is the answer about a delete marker
RECORDED_HASH, RECORDED_MEDIA = "x-amz-meta-sha256", "x-amz-meta-media"


class S3Archive:
    """See `storage.port.Archive`. Safe between threads; no wait for the server exceeds `connect` or `read` seconds."""

    def __init__(
        self,
        endpoint: str,
        bucket: str,
        *,
        access_key: str,
        secret_key: str,
        secure: bool,
        region: str = "us-east-1",
        connect: float = 2,
        read: float = 30,
    ) -> None:
        self.bucket = bucket
        self.client = client_of(
            endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=secure,
            region=region,
            connect=connect,
            read=read,
        )

    @effect
    def prove(self) -> None:
        with unavailable(self.bucket):
            prove_bucket(self.client, self.bucket)

    @effect
    def put(
        self, key: str, data: bytes, *, media: str, hold: bool = False, lock_until: datetime | None = None
    ) -> Stored:
        checked_key(key)
        until = checked_instant(lock_until) if lock_until else None
        with unavailable(key):
            if self._first_version(key) is None:
                written = put_once(self.client, self.bucket, key, data, media=media, hold=hold, until=until)
                if written:
                    return Stored(key, digest(data), len(data), written, media)
            head = self._taken_by(key)
            stored = same_bytes(described(key, head), data)
            self._amend(key, head, hold=hold, until=until)
            return stored

    @effect
    def get(self, key: str, sha256: str | None = None, version_id: str | None = None) -> bytes:
        with unavailable(checked_key(key)):
            version = version_id or self._first_version(key)
            try:
                response = self.client.get_object(self.bucket, key, version_id=version)
            except S3Error as error:
                raise missing(key) if error.code in ABSENT else error from error
            try:
                data, recorded = response.read(), response.headers.get(RECORDED_HASH)
            finally:
                response.close()
                response.release_conn()
            if not recorded:
                raise broken(key, Sentence("mất mã băm ghi khi lưu"))
            return checked_bytes(key, data, recorded, sha256)

    @effect
    def stat(self, key: str) -> Stored:
        with unavailable(checked_key(key)):
            return described(key, self._head(key))

    @effect
    def keys(self, prefix: str = "") -> Iterator[str]:
        """Listed by version, so that a delete marker hides nothing."""
        before = None
        checked_prefix(prefix)
        with unavailable(self.bucket):
            for found in self.client.list_objects(self.bucket, prefix=prefix, recursive=True, include_version=True):
                name = found.object_name
                if name and name != before and not found.is_delete_marker and not name.startswith("."):
                    before = name
                    yield name

    @effect
    def is_locked(self, key: str) -> bool:
        with unavailable(checked_key(key)):
            head = self._head(key)
            return binds(held(head), locked_until(head))

    @effect
    def hold_of(self, key: str) -> bool:
        with unavailable(checked_key(key)):
            return held(self._head(key))

    @effect
    def lock_of(self, key: str) -> datetime | None:
        with unavailable(checked_key(key)):
            return locked_until(self._head(key))

    @effect
    def extend_lock(self, key: str, until: datetime) -> None:
        until = checked_instant(until)
        with unavailable(checked_key(key)):
            head = self._head(key)
            if grown(key, locked_until(head), until):
                self.client.set_object_retention(self.bucket, key, Retention(COMPLIANCE, until), head.version_id)

    @effect
    def release_hold(self, key: str) -> None:
        with unavailable(checked_key(key)):
            head = self._head(key)
            if held(head):
                self.client.disable_object_legal_hold(self.bucket, key, head.version_id)

    def _first_version(self, key: str) -> str | None:
        """The id of the oldest version (S3 lists the newest first).

        None if there is none, or none that the server still knows as one: tampering behind SeaweedFS's gateway takes a
        version out of the list and leaves its forged bytes. So None asks for the key as such, and finds the forgery.
        """
        first = None
        for found in self.client.list_objects(self.bucket, prefix=key, recursive=True, include_version=True):
            if found.object_name == key and not found.is_delete_marker:
                first = found.version_id
            elif first:
                break
        return first

    def _head(self, key: str) -> Object:
        try:
            return self.client.stat_object(self.bucket, key, version_id=self._first_version(key))
        except S3Error as error:
            raise missing(key) if error.code in ABSENT else error from error

    def _taken_by(self, key: str) -> Object:
        try:
            return self._head(key)
        except Refusal:  # taken, yet not there: a key cannot lie inside another key
            raise Refusal("archive-conflict", key=key) from None

    def _amend(self, key: str, head: Object, *, hold: bool, until: datetime | None) -> None:
        """Add the hold or the longer lock that an earlier put of the same bytes was not asked for."""
        current = locked_until(head)
        if until and (current is None or current < until):
            self.client.set_object_retention(self.bucket, key, Retention(COMPLIANCE, until), head.version_id)
        if hold and not held(head):
            self.client.enable_object_legal_hold(self.bucket, key, head.version_id)


def described(key: str, head: Object) -> Stored:
    """`Stored` from the answer to HEAD; Refusal archive-broken where tampering took the recorded hash away."""
    told = head.metadata or {}
    recorded, media = told.get(RECORDED_HASH), told.get(RECORDED_MEDIA) or head.content_type
    if not recorded:
        raise broken(key, Sentence("mất mã băm ghi khi lưu"))
    return Stored(key, recorded, head.size or 0, head.version_id or "", media or "")


def held(head: Object) -> bool:
    return (head.metadata or {}).get("x-amz-object-lock-legal-hold", "").upper() == "ON"


def locked_until(head: Object) -> datetime | None:
    until = (head.metadata or {}).get("x-amz-object-lock-retain-until-date")
    return datetime.fromisoformat(until) if until else None
