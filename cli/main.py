"""The program `trinhky`: which commands there are. What a command needs, it imports when it runs."""

from typing import Annotated

import typer

from cli import archive, checking, installing, papers, registers, running, safekeeping, year
from cli.demo import command


def _say_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"trinhky {version('trinhky')}")
        raise typer.Exit


app = typer.Typer(
    name="trinhky",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def trinhky(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Phiên bản của chương trình.")
    ] = False,
) -> None:
    """Trình Ký: một năm văn bản của cơ quan, từ dự thảo đến bản PDF có chữ ký và dấu."""


app.command("up", short_help="Chạy tất cả trên máy này")(running.up)
app.command("demo", short_help="Sống trọn một năm trong ngày mô phỏng")(command.demo)
app.command("serve", short_help="Chạy máy chủ")(running.serve)
app.command("work", short_help="Chạy một tiến trình làm việc")(running.work)
app.command("migrate", short_help="Tạo, nâng cấp các bảng")(installing.migrate)
app.add_typer(installing.profile, name="profile", short_help="Bộ cấu hình: nạp, xem")
app.add_typer(installing.account, name="account", short_help="Tài khoản: đặt mật khẩu")
app.add_typer(year.cycle, name="cycle", short_help="Năm công tác: mở, xem, đóng")
app.command("check", short_help="Kiểm tra một tệp trước khi gửi")(checking.check)
app.command("submit", short_help="Gửi một văn bản")(papers.submit)
app.command("void-number", short_help="Hủy một số đã cấp")(papers.void_number)
app.command("verify", short_help="Ai ký tệp PDF, còn nguyên vẹn không")(papers.verify)
app.add_typer(archive.archive, name="archive", short_help="Kho lưu: tìm, lấy, kiểm tra, xuất")
app.add_typer(registers.register, name="register", short_help="Sổ đăng ký văn bản đi, đến: in")
app.command("doctor", short_help="Khám toàn bộ, và phải làm gì")(archive.doctor)
app.command("backup", short_help="Sao lưu tất cả")(safekeeping.backup)
app.command("restore", short_help="Phục hồi vào nơi còn trống")(safekeeping.restore)
