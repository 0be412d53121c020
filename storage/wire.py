"""What the SDK does not offer by itself: one conditional PUT, and one word for all that goes wrong on the wire."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import MinioException, S3Error
from minio.helpers import genheaders
from minio.retention import Retention

from rules.refusals import Refusal
from rules.sentences import Sentence
from storage.port import Unavailable

# The last two are MinIO's names for a key inside another key (SeaweedFS says PreconditionFailed). AWS's 409 for writers
# that hindered each other (ConditionalRequestConflict) is not among them: nobody may have won, a later call settles it.
TAKEN = {"PreconditionFailed", "XMinioParentIsObject", "XMinioObjectExistsAsDirectory"}


def client_of(
    endpoint: str, *, access_key: str, secret_key: str, secure: bool, region: str, connect: float, read: float
) -> Minio:
    """The SDK's client with a pool of its own; `connect` and `read` bound each wait, in seconds."""
    return Minio(
        endpoint,
        access_key=access_key,
        secret_key=secret_key,
        secure=secure,
        region=region,  # otherwise the SDK asks for it before anything else
        # The SDK's own pool repeats a PUT whose answer was lost up to five times: as many locked versions of one paper.
        http_client=urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=connect, read=read), maxsize=16),
    )


def put_once(
    client: Minio,
    bucket: str,
    key: str,
    data: bytes,
    *,
    media: str,
    hold: bool = False,
    until: datetime | None = None,
) -> str | None:
    """One PUT, never repeated here: the id of the version it wrote, or None if the key is taken."""
    retention = Retention(COMPLIANCE, until) if until else None
    hashed = hashlib.sha256(data)
    # The media type beside its header: SeaweedFS forgets that one when several callers lengthen a lock at once.
    headers = genheaders({"sha256": hashed.hexdigest(), "media": media}, None, None, retention, hold)
    headers |= {
        "Content-Type": media,
        "If-None-Match": "*",
        # The server checks it; over https the SDK would leave the bytes unsigned, and AWS wants one beside a lock.
        "x-amz-checksum-sha256": base64.b64encode(hashed.digest()).decode(),
    }
    try:
        # `put_object` cannot send If-None-Match (it becomes metadata): hence the SDK's inner call, and its pin <7.3.
        version = client._put_object(bucket, key, data, headers).version_id
    except S3Error as error:
        if error.code in TAKEN:
            return None
        raise
    if not version:
        raise pretends(bucket, Sentence("không giữ các phiên bản (versioning)"))
    return version


def pretends(bucket: str, why: Sentence) -> Refusal:
    return Refusal("archive-no-locks", bucket=bucket, why=why)


@contextmanager
def unavailable(what: str) -> Iterator[None]:
    """Whatever network, server or a stranger in its place say becomes Unavailable, with its cause; refusals pass."""
    try:
        yield
    except (MinioException, urllib3.exceptions.HTTPError, OSError, ParseError) as error:
        raise Unavailable(f"S3, {what}: {error}") from error
