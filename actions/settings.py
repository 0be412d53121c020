"""The settings, all named `TRINHKY_*` and documented in docs/settings.md (a test compares the two)."""

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

WORKER_KEY = "worker.key"


class Settings(BaseSettings):
    """Where an installation keeps things and where it listens. Empty values follow from `data` (the embedded shape)."""

    model_config = SettingsConfigDict(env_prefix="TRINHKY_", extra="ignore")

    data: Path = Field(default=Path("var"), description="the data directory")
    database_url: str = Field(default="", description="our database, as a SQLAlchemy URL; empty: SQLite in `data`")
    prefect_database_url: str = Field(
        default="", description="Prefect's own database (async URL); empty: SQLite in `data`"
    )
    archive_url: str = Field(
        default="", description="file:///dir or s3+http(s)://host:port/bucket; empty: `data`/archive"
    )
    s3_access_key: str = Field(default="", description="access key of the S3 archive")
    s3_secret_key: str = Field(default="", description="secret key of the S3 archive")
    host: str = Field(default="127.0.0.1", description="address the gate listens on")
    port: int = Field(default=4280, description="port the gate listens on")
    origin: str = Field(
        default="", description="public address of the gate as browsers see it; empty: http://host:port"
    )
    server_url: str = Field(default="", description="where workers reach the gate; empty: http://host:port")
    worker_key: str = Field(default="", description="the workers' key to the gate; empty: made on first use in `data`")
    lang: Literal["vi", "en"] = Field(default="vi", description="language of messages on the command line")

    def resolved(self, *, make: bool = True) -> "Settings":
        """The same settings with every empty value filled in. Makes the data directory and the workers' key; with
        `make=False` nothing is made, and the key is empty where there is none yet."""
        data = self.data.resolve()
        if make:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)  # papers and password hashes: the owner's alone
        here = f"http://{self.host}:{self.port}"
        return self.model_copy(
            update={
                "data": data,
                "database_url": self.database_url or f"sqlite:///{data}/trinhky.db",
                "prefect_database_url": self.prefect_database_url or f"sqlite+aiosqlite:///{data}/prefect.db",
                "archive_url": self.archive_url or f"file://{data}/archive",
                "origin": (self.origin or here).rstrip("/"),
                "server_url": (self.server_url or here).rstrip("/"),
                "worker_key": self.worker_key or _kept_secret(data / WORKER_KEY, make),
            }
        )


def _kept_secret(path: Path, make: bool) -> str:
    """A random secret kept in a file that only its owner reads; two processes at once agree on one."""
    if not make and not path.is_file():
        return ""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
