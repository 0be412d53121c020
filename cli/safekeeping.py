"""Against loss: a backup of everything, and back."""

from pathlib import Path
from typing import Annotated

import typer

from cli.answers import BROKEN, door
from cli.archive import examined
from cli.options import Data, Json, Lang


def backup(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Nơi để các bản sao lưu; bản sau chỉ ghi cái mới.")],
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Sao lưu cơ sở dữ liệu, kho lưu và các khóa trong khi hệ thống vẫn chạy."""
    with door(data, lang, as_json) as at:
        from actions import backing_up

        done = backing_up.back_up(at.runtime, at.who(), directory)
        result = {name: getattr(done, name) for name in ("directory", "objects", "new", "events", "keys")}
        said = [
            at.say("Đã sao lưu vào {directory}: {objects} bản lưu ({new} bản mới), {events} sự kiện.", **result),
            at.say(
                "Trong đó có {keys} khóa ký và khóa của tiến trình làm việc (quyền 0600): cất giữ như con dấu.",
                **result,
            ),
        ]
        at.give(result, said)


def restore(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Một bản sao lưu, hoặc nơi có nhiều bản.")],
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Phục hồi một bản sao lưu vào nơi còn trống, rồi khám toàn bộ. Mã thoát 1 nếu có điều không ổn."""
    with door(data, lang, as_json, needs="place") as at:
        from actions import restoring

        done = restoring.restore(at.runtime, directory, at.who().request_id)
        result = {"backup": done.backup, "objects": done.objects, "events": done.events, "keys": done.keys}
        said = at.say("Đã phục hồi {backup}: {objects} bản lưu, {events} sự kiện, {keys} khóa ký.", **result)
        health, lines = examined(at)
        at.give(result | {"doctor": health}, [said, *lines])
    if not health["ok"]:
        raise typer.Exit(BROKEN)
