"""`python -m cli`: the same program where no script is installed (the supervisor starts its parts this way)."""

from cli.main import app

app(prog_name="trinhky")
