"""Files that are on the disk, under their name and whole, before anybody hears that they are."""

import os
import secrets
from pathlib import Path

from storage.local import sync_directory as sync_directory


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """A file for its owner's eyes: the old one, or the new one whole."""
    make_private(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_directory(path.parent)


def make_private(path: Path) -> None:
    """A directory and its parents, which nobody else enters; those that are there stay as they are."""
    if not path.is_dir():
        make_private(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        sync_directory(path.parent)


def sweep(path: Path) -> None:
    """Take away what a death left half written of this file; only for who is alone with it."""
    for left in path.parent.glob(f".{path.name}.????????"):
        left.unlink()
