"""On what a bench ran: machine, versions, our commit, and how busy the machine was."""

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import create_engine, text

ROOT = Path(__file__).parents[1]


def described(postgresql_url: str) -> str:
    """The machine and the versions, as lines of Markdown."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = (
        ("machine", f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, Linux {platform.release()}"),
        ("Python", platform.python_version()),
        ("Prefect", version("prefect")),
        ("PostgreSQL", _version_of(postgresql_url)),
        ("SQLite", sqlite3.sqlite_version),
        ("commit", _commit()),
    )
    return "\n".join(f"- {name}: {what}" for name, what in lines)


def load() -> str:
    """The load average of the last 1, 5 and 15 minutes."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _version_of(postgresql_url: str) -> str:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        found = str(connection.execute(text("SHOW server_version")).scalar_one())
    engine.dispose()
    return found


def _commit() -> str:
    """The commit of this checkout, and whether something in it was changed since."""
    try:
        return _git("rev-parse", "--short", "HEAD") + (" with changes" if _git("status", "--porcelain", "-uno") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
