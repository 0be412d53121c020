"""The options that every command takes, said once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Thư mục dữ liệu (mặc định: TRINHKY_DATA hoặc var).", show_default=False
    ),
]
Lang = Annotated[
    Literal["vi", "en"] | None,
    typer.Option("--lang", help="Ngôn ngữ trả lời (mặc định: TRINHKY_LANG hoặc vi).", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Trả lời bằng một đối tượng JSON trên một dòng.")]
User = Annotated[str, typer.Option("--as", metavar="USER", help="Mã người thực hiện, như trong bộ cấu hình.")]
