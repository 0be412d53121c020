"""Starting things: the server behind its gate, a worker, or everything on this machine."""

import gc
import os
import sys
from typing import Annotated

import typer

from cli.answers import Door, door
from cli.options import Data, Json, Lang

Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, metavar="N", help="Cổng của hệ thống (4280).")]


def serve(data: Data = None, lang: Lang = None, port: Port = None) -> None:
    """Chạy máy chủ: trang web, cổng kiểm soát và Prefect, trong một tiến trình."""
    with door(data, lang, needs="nothing", port=port) as at:
        from cli.processes import claim_port
        from flows.environment import inherited, server_environment

        claim_port(at.settings.host, at.settings.port)
        place = server_environment(at.settings.data / "prefect", at.settings.prefect_database_url)
        # The web is a room of its own: this process becomes it, with Prefect's settings there before Prefect is.
        words = [sys.executable, "-P", "-m", "web.gate"]
        os.execve(sys.executable, words, inherited(place | _ours(at)))


def work(data: Data = None, lang: Lang = None) -> None:
    """Chạy một tiến trình làm việc: chuyển PDF, ký, cấp số, đóng dấu, lưu."""
    with door(data, lang, needs="nothing") as at:
        from cli.processes import wait_for_server
        from flows.environment import inherited, worker_environment

        settings = at.settings
        place = worker_environment(
            settings.data / "prefect", f"{settings.server_url}/api", settings.worker_key, settings.prefect_database_url
        )
        chosen = {name: os.environ[name] for name in ("TRINHKY_WORKER_LEGS",) if name in os.environ}
        environment = inherited(place | chosen | _ours(at))
        os.environ.clear()
        os.environ.update(environment)
        wait_for_server(settings.server_url)

        gc.disable()  # nothing that is imported is garbage
        from cli import working  # imports Prefect, which reads its settings now

        gc.freeze()
        gc.enable()
        working.work()


def up(data: Data = None, lang: Lang = None, as_json: Json = False, port: Port = None) -> None:
    """Chạy tất cả trên máy này: trang web, cổng kiểm soát, Prefect và tiến trình làm việc. Ctrl-C dừng tất cả."""
    with door(data, lang, as_json, needs="nothing", port=port, server_url="") as at:
        from cli import household

        code = household.keep_up(at)
    raise typer.Exit(code)


def _ours(at: Door) -> dict[str, str]:
    """What the command's own options say, for processes that only read the environment."""
    return {
        "TRINHKY_DATA": str(at.settings.data),
        "TRINHKY_PORT": str(at.settings.port),
        "TRINHKY_LANG": at.settings.lang,
    }
