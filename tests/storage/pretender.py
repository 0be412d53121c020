"""An S3 server in memory, honest but for the promises it is told to break: each a store that exists somewhere."""

from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

PROMISES = {"versioning", "lock configuration", "put once", "hold", "lock", "longer lock"}
NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class Version:
    def __init__(self, headers: dict[str, str]) -> None:
        self.id = uuid4().hex
        self.hold = headers.get("x-amz-object-lock-legal-hold") == "ON"
        self.until = instant(headers.get("x-amz-object-lock-retain-until-date"))


class Pretender:
    """`breaks` names promises of PROMISES that it gives like the others and does not keep."""

    def __init__(self, *breaks: str) -> None:
        assert set(breaks) <= PROMISES
        self.keeps = PROMISES - set(breaks)
        self.buckets: set[str] = set()
        self.objects: dict[str, list[Version]] = {}
        pretender = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                pretender.answer(self)

            do_GET = do_HEAD = do_PUT = do_DELETE = answer

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, daemon=True)

    def url(self, bucket: str) -> str:
        return f"s3+http://127.0.0.1:{self.server.server_port}/{bucket}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        parts = urlsplit(request.path)
        bucket, _, key = parts.path.strip("/").partition("/")
        asked = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = self.about_object if key else self.about_bucket
        status, said, more = answer(request.command, key or bucket, asked, headers, body)
        content = b"" if request.command == "HEAD" else said.encode()
        request.send_response_only(status)
        for name, value in {"Content-Type": "application/xml", "Content-Length": str(len(content)), **more}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    def about_bucket(
        self, method: str, bucket: str, asked: dict[str, str], headers: dict[str, str], body: str
    ) -> tuple[int, str, dict[str, str]]:
        if method == "PUT":
            self.buckets.add(bucket)
            return 200, "", {}
        if bucket not in self.buckets:
            return error(404, "NoSuchBucket")
        if "versioning" in asked:
            status = "<Status>Enabled</Status>" if "versioning" in self.keeps else ""
            return 200, f"<VersioningConfiguration {NAMESPACE}>{status}</VersioningConfiguration>", {}
        if "object-lock" in asked:
            if "lock configuration" not in self.keeps:
                return error(404, "ObjectLockConfigurationNotFoundError")
            enabled = "<ObjectLockEnabled>Enabled</ObjectLockEnabled>"
            return 200, f"<ObjectLockConfiguration {NAMESPACE}>{enabled}</ObjectLockConfiguration>", {}
        return 200, self.listing(bucket, asked.get("prefix", "")), {}

    def listing(self, bucket: str, prefix: str) -> str:
        rows = "".join(
            f"<Version><Key>{key}</Key><VersionId>{version.id}</VersionId></Version>"
            for key in sorted(self.objects)
            for version in reversed(self.objects[key])
            if key.startswith(prefix)
        )
        name = f"<Name>{bucket}</Name><IsTruncated>false</IsTruncated>"
        return f"<ListVersionsResult {NAMESPACE}>{name}{rows}</ListVersionsResult>"

    def about_object(
        self, method: str, key: str, asked: dict[str, str], headers: dict[str, str], body: str
    ) -> tuple[int, str, dict[str, str]]:
        versions = self.objects.setdefault(key, [])
        named = next((version for version in versions if version.id == asked.get("versionId")), None)
        if method == "PUT" and named is None:
            if versions and "put once" in self.keeps and headers.get("if-none-match") == "*":
                return error(412, "PreconditionFailed")
            versions.append(Version(headers))
            return 200, "", {"x-amz-version-id": versions[-1].id}
        if named is None:
            return error(404, "NoSuchVersion")
        if method == "DELETE":
            return self.delete(versions, named)
        if "legal-hold" in asked:
            named.hold = "<Status>ON</Status>" in body
            return 200, "", {}
        return self.lock(named, instant(body.partition("<RetainUntilDate>")[2].partition("<")[0]))

    def delete(self, versions: list[Version], named: Version) -> tuple[int, str, dict[str, str]]:
        locked = named.until is not None and named.until > datetime.now(UTC)
        if (named.hold and "hold" in self.keeps) or (locked and "lock" in self.keeps):
            return error(403, "AccessDenied")
        versions.remove(named)
        return 204, "", {}

    def lock(self, named: Version, until: datetime | None) -> tuple[int, str, dict[str, str]]:
        assert until is not None
        if "longer lock" in self.keeps and named.until is not None and until < named.until:
            return error(400, "InvalidRequest")  # MinIO's word, where SeaweedFS and AWS say 403 AccessDenied
        named.until = until
        return 200, "", {}

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def error(status: int, code: str) -> tuple[int, str, dict[str, str]]:
    return status, f"<Error><Code>{code}</Code><Message>no</Message><Resource>/</Resource></Error>", {}
