"""An installation in which the tasks run without an engine, over either archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.runtime import Runtime
from tests.makers import a_runtime, an_open_year
from tests.support.seaweed import SeaweedServer


@pytest.fixture(params=["a directory", "S3"])
def runtime(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """An open year; the tasks find this installation as the one of their process."""
    settings: dict[str, str] = {}
    if request.param == "S3":
        server: SeaweedServer = request.getfixturevalue("seaweed")
        settings = {
            "archive_url": server.url(f"tasks-{abs(hash(tmp_path)) % 10**9}"),
            "s3_access_key": server.access_key,
            "s3_secret_key": server.secret_key,
        }
    opened = a_runtime(tmp_path, **settings)
    an_open_year(opened)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: opened))
    yield opened
    opened.memory.close()
