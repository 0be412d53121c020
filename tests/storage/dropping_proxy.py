"""A network that loses answers: requests reach the server whole, the first answers to them never come back."""

import http.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self


class DroppingProxy:
    """Stands before `upstream` (`host:port`) and drops the first `drops` answers to `method`."""

    def __init__(self, upstream: str, method: str, drops: int) -> None:
        self.upstream = upstream
        self.method = method
        self.left = drops
        self.passed_on = 0  # requests of `method` that the server carried out
        self.counting = Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def relay(self) -> None:
                proxy.relay(self)

            do_GET = do_HEAD = do_PUT = do_DELETE = relay

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, daemon=True)

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def relay(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        connection = http.client.HTTPConnection(self.upstream, timeout=30)
        try:
            headers = dict(request.headers.items())  # Host too: it is signed
            connection.request(request.command, request.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):  # the machine behind is away: its clients lose the connection too
            request.close_connection = True
            return
        finally:
            connection.close()
        if self._drops(request.command):
            request.close_connection = True
            return
        request.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def _drops(self, method: str) -> bool:
        with self.counting:
            if method != self.method:
                return False
            self.passed_on += 1
            self.left -= 1
            return self.left >= 0

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
