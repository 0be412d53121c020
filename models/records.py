"""Records in the archive, and how auditors find them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased, defer

from models.tables import Document, Record


def of_document(session: Session, document_id: str) -> Record | None:
    """What is kept of a document."""
    return session.scalars(select(Record).where(Record.document_id == document_id)).first()


def find(
    session: Session,
    *,
    words: Sequence[str] = (),
    year: int | None = None,
    unit: str | None = None,
    kind: str | None = None,
) -> Sequence[Record]:
    """Records that hold all `words` (folded by the caller), by date and code."""
    query = select(Record).where(*_matching(words, year, unit, kind))
    return session.scalars(query.order_by(Record.issued_on, Record.code)).all()


Found = tuple[Record, Document, Document | None]


def find_with_papers(
    session: Session,
    *,
    words: Sequence[str] = (),
    year: int | None = None,
    unit: str | None = None,
    kind: str | None = None,
) -> Sequence[Found]:
    """Like `find`, newest first, each record with its document and what arrived of it at the office."""
    arrived = aliased(Document)
    query = select(Record, Document, arrived).join(Document, Document.id == Record.document_id)
    query = query.outerjoin(arrived, arrived.source_id == Document.id).where(*_matching(words, year, unit, kind))
    query = query.options(defer(Record.words), defer(Record.parts))
    query = query.order_by(Record.issued_on.desc(), Record.kept_at.desc(), Record.id)
    return [(record, document, office) for record, document, office in session.execute(query)]


def years(session: Session) -> Sequence[int]:
    """The years that have records, newest first."""
    return session.scalars(select(Record.year).distinct().order_by(Record.year.desc())).all()


def _matching(words: Sequence[str], year: int | None, unit: str | None, kind: str | None) -> list[ColumnElement[bool]]:
    filters = [Record.words.contains(word, autoescape=True) for word in words]
    equal = ((Record.year, year), (Record.unit, unit), (Record.kind, kind))
    return filters + [column == value for column, value in equal if value is not None]
