"""From a URL to an archive: the only difference between one machine and the full stack."""

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from rules.refusals import Refusal
from storage.local import LocalArchive
from storage.port import Archive

S3_SCHEMES = {"s3+http": False, "s3+https": True}


def open_archive(url: str, *, access_key: str = "", secret_key: str = "") -> Archive:
    """The archive at `url`; touches neither disk nor network, so call its `prove` before the first use.

    `file:///absolute/directory`, `s3+http://host:port/bucket` or `s3+https://host/bucket?region=…` (default us-east-1).
    Refusal archive-bad-url for anything else, so that a slip of the pen never becomes a second, empty archive.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not (parts.netloc or parts.query or parts.fragment):
        return LocalArchive(Path(unquote(parts.path)))
    bucket = parts.path.strip("/")
    if parts.scheme not in S3_SCHEMES or not parts.hostname or not bucket or "/" in bucket or "@" in parts.netloc:
        raise Refusal("archive-bad-url", url=re.sub(r"//[^/]*@", "//", url))  # a secret does not belong there
    from storage.s3 import S3Archive  # the SDK costs start-up time that a directory archive need not pay

    return S3Archive(
        parts.netloc,
        bucket,
        access_key=access_key,
        secret_key=secret_key,
        secure=S3_SCHEMES[parts.scheme],
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
    )
