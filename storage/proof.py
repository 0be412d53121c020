"""The proof that an S3 store keeps its word: it is asked to break it.

Stores exist that accept every lock header and delete all the same. So each start writes a probe under legal hold, takes
one under a COMPLIANCE lock, and tries to overwrite, delete and shorten; a store that obeys is refused. Probes lie under
`.proof/`, where no key can be. The locked one serves every start of the next 40 minutes and is cleared by a later one.
The account needs the bucket's Get…Versioning and Get…ObjectLockConfiguration beside the rights of the archive itself.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import S3Error
from minio.retention import Retention

from rules.sentences import Sentence
from storage.wire import pretends, put_once

PROBES = ".proof/"
LOCKED_FOR = timedelta(hours=1)
# S3 signatures allow clocks to differ by 15 minutes: with less than this left, the server may see the lock as over.
LEAST_LEFT = timedelta(minutes=20)
# A lock says no as 403 AccessDenied (AWS, SeaweedFS) or 400 InvalidRequest (MinIO and its forks).
LOCK_SAYS_NO = {"AccessDenied", "InvalidRequest"}
KNOWS_NO_LOCKS = {
    "ObjectLockConfigurationNotFoundError",
    "NoSuchObjectLockConfiguration",
    "NotImplemented",
    "MethodNotAllowed",
}


def prove_bucket(client: Minio, bucket: str) -> None:
    """Make the bucket if it is missing, then try to break each promise. Raises Refusal archive-no-locks, S3Error."""
    try:
        _open_bucket(client, bucket)
        _prove_hold(client, bucket)
        _prove_lock(client, bucket)
    except S3Error as error:
        if error.code in KNOWS_NO_LOCKS:
            raise pretends(bucket, Sentence("không có khóa Object Lock ({code})", code=error.code)) from error
        raise


def _open_bucket(client: Minio, bucket: str) -> None:
    if not client.bucket_exists(bucket):
        try:
            client.make_bucket(bucket, object_lock=True)
        except S3Error as error:
            if error.code != "BucketAlreadyOwnedByYou":  # another process of ours was faster
                raise
    if client.get_bucket_versioning(bucket).status != "Enabled":
        raise pretends(bucket, Sentence("không giữ các phiên bản (versioning)"))
    client.get_object_lock_config(bucket)  # an error of KNOWS_NO_LOCKS where there is none


def _prove_hold(client: Minio, bucket: str) -> None:
    """Writes, and leaves nothing behind where the account may delete."""
    key = f"{PROBES}hold-{secrets.token_hex(8)}"
    version = _write(client, bucket, key, hold=True)
    if put_once(client, bucket, key, b"other", media="text/plain") is not None:
        raise pretends(bucket, Sentence("ghi đè được bản đã có (If-None-Match)"))
    if not _forbidden(lambda: client.remove_object(bucket, key, version)):
        raise pretends(bucket, Sentence("xóa được bản đang bị giữ (legal hold)"))
    client.disable_object_legal_hold(bucket, key, version)
    _forbidden(lambda: client.remove_object(bucket, key, version))


def _prove_lock(client: Minio, bucket: str) -> None:
    key, version = _live_probe(client, bucket) or _new_probe(client, bucket)
    if not _forbidden(lambda: client.remove_object(bucket, key, version)):
        raise pretends(bucket, Sentence("xóa được bản đang khóa (COMPLIANCE)"))
    # An account without the right to delete is forbidden that anyhow: so a second question, about the lock itself.
    sooner = Retention(COMPLIANCE, (datetime.now(UTC) + LEAST_LEFT - timedelta(minutes=2)).replace(microsecond=0))
    if not _forbidden(lambda: client.set_object_retention(bucket, key, sooner, version)):
        raise pretends(bucket, Sentence("rút ngắn được khóa (COMPLIANCE)"))


def _live_probe(client: Minio, bucket: str) -> tuple[str, str] | None:
    """Key and version of a probe whose lock binds for a while yet; those past their time are cleared on the way."""
    live, now = None, datetime.now(UTC)
    for found in list(client.list_objects(bucket, prefix=f"{PROBES}lock-", recursive=True, include_version=True)):
        key, version = found.object_name or "", found.version_id or ""
        left = datetime.fromtimestamp(int(key.rpartition("-")[2]), UTC) - now
        if left > LEAST_LEFT and not found.is_delete_marker:
            live = (key, version)
        elif left < -LEAST_LEFT:
            _forbidden(lambda key=key, version=version: client.remove_object(bucket, key, version))  # type: ignore[misc]
    return live


def _new_probe(client: Minio, bucket: str) -> tuple[str, str]:
    until = (datetime.now(UTC) + LOCKED_FOR).replace(microsecond=0)
    key = f"{PROBES}lock-{secrets.token_hex(8)}-{int(until.timestamp())}"
    return key, _write(client, bucket, key, until=until)


def _write(client: Minio, bucket: str, key: str, *, hold: bool = False, until: datetime | None = None) -> str:
    version = put_once(client, bucket, key, b"probe", media="text/plain", hold=hold, until=until)
    if version is None:
        raise pretends(bucket, Sentence("nói rằng khóa mới đã có (If-None-Match)"))
    return version


def _forbidden(act: Callable[[], object]) -> bool:
    """Whether the store refuses the act as a lock does; any other error is passed on."""
    try:
        act()
    except S3Error as error:
        if error.code in LOCK_SAYS_NO:
            return True
        raise
    return False
