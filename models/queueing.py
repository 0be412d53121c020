"""Rows that one transaction after the other may have."""

from typing import TypeVar

from sqlalchemy import Select

Row = TypeVar("Row")


def queued(query: Select[tuple[Row]]) -> Select[tuple[Row]]:
    """The rows that are found are this transaction's until it ends: whoever asks for them so waits for it.

    Whoever only writes a row that refers to them does not wait (PostgreSQL: NO KEY UPDATE). Else one who holds the
    chain's head and writes a document of a year, and one who holds the year and waits for the head, would wait for
    each other. On SQLite writers queue anyway.
    """
    return query.with_for_update(key_share=True)
