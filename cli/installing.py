"""Making an installation ready: its tables, its profile, its people's passwords."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.answers import Door, door
from cli.options import Data, Json, Lang

SHORTEST_PASSWORD = 8

profile = typer.Typer(help="Bộ cấu hình: đơn vị, con người, quy trình, hệ thống số…", no_args_is_help=True)
account = typer.Typer(help="Tài khoản của những người trong bộ cấu hình.", no_args_is_help=True)


def migrate(data: Data = None, lang: Lang = None, as_json: Json = False) -> None:
    """Tạo hoặc nâng cấp các bảng của cơ sở dữ liệu; làm lại không thay đổi gì."""
    with door(data, lang, as_json, needs="nothing") as at:
        from models.migrating import migrate

        migrate(at.runtime.memory)
        url = at.runtime.memory.engine.url.render_as_string(hide_password=True)
        at.give({"migrated": url}, at.say("Cơ sở dữ liệu đã sẵn sàng: {url}", url=url))


@profile.command("load")
def load(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="Thư mục bộ cấu hình, hoặc tên bộ mẫu đi kèm.")],
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Nạp bộ cấu hình; lỗi được nêu theo tệp, dòng và mục."""
    with door(data, lang, as_json) as at:
        from actions.profiles import load_profile

        loaded, new = load_profile(at.runtime, at.who(), _place_of(directory))
        result = {"profile": loaded.name, "new": new, "units": len(loaded.units), "people": len(loaded.people)}
        facts = {"name": loaded.name, "units": len(loaded.units), "people": len(loaded.people)}
        if new:
            said = at.say("Đã nạp {name}: {units} đơn vị, {people} người.", **facts)
        else:
            said = at.say("Không có gì thay đổi: {name}, {units} đơn vị, {people} người.", **facts)
        at.give(result, said)


@profile.command("show")
def show(data: Data = None, lang: Lang = None, as_json: Json = False) -> None:
    """Xem bộ cấu hình đang dùng: mã đơn vị, mã người."""
    with door(data, lang, as_json) as at:
        with at.runtime.memory.read() as session:
            used = at.runtime.profile(session)
        units = [{"code": unit.code, "name": unit.name} for unit in used.units]
        people = [
            {"code": person.code, "name": person.name, "title": person.title, "unit": person.unit}
            for person in used.people
        ]
        lines = [used.name, "", at.say("Đơn vị:"), *(f"  {unit['code']:<24}{unit['name']}" for unit in units)]
        lines += ["", at.say("Người:"), *(f"  {p['code']:<24}{p['name']}, {p['title']} ({p['unit']})" for p in people)]
        at.give({"profile": used.name, "office": used.office.unit, "units": units, "people": people}, lines)


@account.command("set-password")
def set_password(
    person: Annotated[str, typer.Argument(help="Mã người, như trong bộ cấu hình.")],
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Đặt mật khẩu cho một người (hỏi trên màn hình, hoặc đọc một dòng từ đầu vào chuẩn)."""
    with door(data, lang, as_json) as at:
        from actions import accounts

        accounts.set_password(at.runtime, at.who(), _password(at), person)
        said = at.say("Đã đặt mật khẩu cho {person}; các phiên đăng nhập cũ đã kết thúc.", person=person)
        at.give({"account": person}, said)


def _place_of(directory: str) -> Path:
    """The directory of that name, or the sample profile that the program brings along."""
    from importlib.resources import files

    brought = Path(str(files("profiles"))) / directory
    return brought if not Path(directory).is_dir() and brought.is_dir() else Path(directory)


def _password(at: Door) -> str:
    if sys.stdin.isatty():
        given = str(typer.prompt(at.say("Mật khẩu"), hide_input=True, confirmation_prompt=at.say("Nhập lại")))
    else:
        given = sys.stdin.readline().rstrip("\n")
    if len(given) < SHORTEST_PASSWORD:
        raise typer.BadParameter(at.say("mật khẩu phải có ít nhất {count} ký tự", count=SHORTEST_PASSWORD))
    return given
