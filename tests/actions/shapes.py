"""The two shapes of an installation: SQLite and a directory, PostgreSQL and S3."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """Where an office keeps its things, and where an empty one would."""

    office: dict[str, str]
    empty: dict[str, str]
