"""Each file of Prefect's UI is packed once and kept by browsers; everything else of Prefect goes by untouched."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import FileResponse, HTMLResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from web.gate.ui_files import UiFiles

SCRIPT = "/prefect/v2/assets/index-Dyy5jLiI.js"
WORDS = b"const form = 'Resume';\n" * 10_000  # more than a server reads of it at once


@dataclass
class Server:
    """Has one script; writes down what it was asked, and which packing it was offered."""

    script: Path
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        offered = dict(scope["headers"]).get(b"accept-encoding", b"").decode()
        self.asked.append((scope["method"], scope["path"], offered))
        found = scope["path"] == SCRIPT
        reply = FileResponse(self.script, media_type="text/javascript") if found else HTMLResponse("<!doctype html>")
        await reply(scope, receive, send)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    (tmp_path / "script.js").write_bytes(WORDS)
    return Server(tmp_path / "script.js")


@pytest.fixture
def browser(server: Server) -> TestClient:
    """Before a server that streams its answers, as Prefect's does."""
    return TestClient(UiFiles(BaseHTTPMiddleware(server, dispatch=lambda request, go_on: go_on(request))))


def test_a_file_is_packed_once_and_kept_by_the_browser_for_ever(server: Server, browser: TestClient) -> None:
    first, second = browser.get(SCRIPT), browser.get(SCRIPT)
    assert first.content == second.content == WORDS
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < len(WORDS) / 10
    assert first.headers["vary"] == "accept-encoding"
    assert first.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert server.asked == [("GET", SCRIPT, "")], "unpacked, and once"


@pytest.mark.parametrize(
    ("method", "path", "offered"),
    [
        ("GET", "/prefect/v2/runs", "gzip"),
        ("GET", "/api/assets/", "gzip"),
        ("POST", SCRIPT, "gzip"),
        ("GET", SCRIPT, "identity"),
        ("GET", SCRIPT.replace("assets", "assets/deeper"), "gzip"),
    ],
)
def test_all_else_goes_by_untouched(server: Server, browser: TestClient, method: str, path: str, offered: str) -> None:
    answers = [browser.request(method, path, headers={"accept-encoding": offered}) for _ in range(2)]
    assert all("cache-control" not in answer.headers for answer in answers)
    assert server.asked == [(method, path, offered)] * 2


def test_a_file_that_is_not_there_is_looked_for_again(server: Server, browser: TestClient) -> None:
    """Prefect answers its page instead, with 200. A server that does not find a file today may find it tomorrow."""
    gone = SCRIPT.replace("index", "gone")
    for _ in range(2):
        answer = browser.get(gone)
        assert answer.text == "<!doctype html>"
        assert "cache-control" not in answer.headers
    assert len(server.asked) == 4
