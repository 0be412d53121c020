"""Column types and the field sets of NĐ 30/2020, Phụ lục VI Phần II, under the decree's own names and lengths."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, DateTime, Integer, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant on both databases. A naive datetime is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base; JSON columns hold plain dicts and lists."""

    type_annotation_map: ClassVar = {datetime: Instant, dict[str, Any]: JSON, list[Any]: JSON, list[str]: JSON}


class FileCode:
    """Mã hồ sơ (fields 1.1-1.3)."""

    organ_id: Mapped[str | None] = mapped_column("OrganId", String(13))
    file_catalog: Mapped[int | None] = mapped_column("FileCatalog", Integer)
    file_notation: Mapped[str | None] = mapped_column("FileNotation", String(20))


class PaperFields(FileCode):
    """The fields that outgoing and incoming papers share (I.2-I.13, II.2-II.13)."""

    doc_ordinal: Mapped[int | None] = mapped_column("DocOrdinal", Integer)
    type_name: Mapped[str] = mapped_column("TypeName", String(100))
    code_number: Mapped[str] = mapped_column("CodeNumber", String(11))
    code_notation: Mapped[str] = mapped_column("CodeNotation", String(30))
    issued_date: Mapped[date | None] = mapped_column("IssuedDate", Date)
    organ_name: Mapped[str] = mapped_column("OrganName", String(200))
    subject: Mapped[str] = mapped_column("Subject", String(500))
    language: Mapped[str] = mapped_column("Language", String(30), default="Tiếng Việt")
    page_amount: Mapped[int | None] = mapped_column("PageAmount", Integer)
    description: Mapped[str | None] = mapped_column("Description", String(500))
    position: Mapped[str | None] = mapped_column("Position", String(100))
    full_name: Mapped[str | None] = mapped_column("FullName", String(50))
    priority: Mapped[int] = mapped_column("Priority", Integer, default=0)
    due_date: Mapped[date | None] = mapped_column("DueDate", Date)


class OutgoingFields(PaperFields):
    """Dữ liệu quản lý văn bản đi (Phần II.I). `to` is a list of {OrganId, OrganName}."""

    to: Mapped[list[Any]] = mapped_column("To", JSON, default=list)
    issued_amount: Mapped[int] = mapped_column("IssuedAmount", Integer, default=1)


class IncomingFields(PaperFields):
    """Dữ liệu quản lý văn bản đến (Phần II.II)."""

    arrival_date: Mapped[date] = mapped_column("ArrivalDate", Date)
    arrival_number: Mapped[int] = mapped_column("ArrivalNumber", Integer)
    to_places: Mapped[str | None] = mapped_column("ToPlaces", String(1000))
    trace_header_list: Mapped[str | None] = mapped_column("TraceHeaderList", Text)


class FileFields(FileCode):
    """Thông tin hồ sơ (Phần II.III)."""

    title: Mapped[str] = mapped_column("Title", String(500))
    maintenance: Mapped[str] = mapped_column("Maintenance", String(30))
    rights: Mapped[str | None] = mapped_column("Rights", String(30))
    creator: Mapped[str | None] = mapped_column("Creator", String(30))
    language: Mapped[str] = mapped_column("Language", String(50), default="Tiếng Việt")
    start_date: Mapped[date] = mapped_column("StartDate", Date)
    end_date: Mapped[date | None] = mapped_column("EndDate", Date)
    doc_total: Mapped[int] = mapped_column("DocTotal", Integer, default=0)
    page_total: Mapped[int] = mapped_column("PageTotal", Integer, default=0)
    description: Mapped[str | None] = mapped_column("Description", String(500))
