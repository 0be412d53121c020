"""The registers, for paper."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.answers import door
from cli.options import Data, Json, Lang

register = typer.Typer(help="Sổ đăng ký văn bản: in.", no_args_is_help=True)


# With one command only, Typer would take the group itself for it.
@register.callback()
def _register() -> None:
    """Sổ đăng ký văn bản đi, văn bản đến."""


@register.command("print")
def print_register(
    direction: Annotated[
        Literal["outgoing", "incoming"],
        typer.Argument(metavar="outgoing|incoming", help="Sổ văn bản đi (outgoing) hay văn bản đến (incoming)."),
    ],
    year: Annotated[int, typer.Argument(metavar="YEAR", min=2000, max=2999, help="Năm của sổ.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Ghi vào tệp .docx này.")],
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help="Mã đơn vị; mặc định: cơ quan chủ trì.")] = "",
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """In sổ đăng ký của một năm theo Phụ lục IV Nghị định 30/2020: bìa, quyển, mười cột."""
    with door(data, lang, as_json) as at:
        from actions import registers

        at.refuse_existing(output)
        written = registers.printed(at.runtime, at.who(), direction, year, unit)
        output.write_bytes(written)
        at.give({"register": direction, "year": year, "file": str(output), "bytes": len(written)}, str(output))
