"""The tables: what the office remembers. Rows change state only together with an event (see `models.events`)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import Base, FileFields, IncomingFields, OutgoingFields

CODE = String(40)
SHA256 = String(64)


class ProfileRow(Base):
    """A profile as it was loaded; the newest is in use, each cycle pins one."""

    __tablename__ = "profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(SHA256, unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)  # large, and every process keeps what it has read
    loaded_at: Mapped[datetime]


class Account(Base):
    """How a person of the profile signs in; slowed down after failures."""

    __tablename__ = "accounts"
    person: Mapped[str] = mapped_column(CODE, primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    failures: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]


class SignIn(Base):
    """A browser's session: the SHA-256 of its token, never the token."""

    __tablename__ = "sign_ins"
    token_sha256: Mapped[str] = mapped_column(SHA256, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("accounts.person"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Cycle(Base):
    """One year's work of one office, under a pinned profile."""

    __tablename__ = "cycles"
    __table_args__ = (UniqueConstraint("office", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str] = mapped_column(CODE)
    year: Mapped[int]
    profile_id: Mapped[int] = mapped_column(ForeignKey("profiles.id"))
    state: Mapped[str] = mapped_column(String(20))
    started_by: Mapped[str] = mapped_column(CODE)
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Obligation(Base):
    """What one unit owes in a cycle, by when, and what paper says so."""

    __tablename__ = "obligations"
    __table_args__ = (UniqueConstraint("cycle_id", "unit", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    unit: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime]
    wording: Mapped[str] = mapped_column(String(100))
    authority: Mapped[str] = mapped_column(String(300))
    first_arrived_at: Mapped[datetime | None]
    fulfilled_at: Mapped[datetime | None]


class Document(Base):
    """A thing with a life: outgoing at its issuer, or incoming at the office (`source_id` names an outgoing one)."""

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_desk_state", "desk", "state"),)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    direction: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(CODE)
    desk: Mapped[str] = mapped_column(CODE)
    subject: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(60))
    issued_on: Mapped[date | None] = mapped_column(Date)
    drafter: Mapped[str] = mapped_column(CODE)
    state: Mapped[str] = mapped_column(String(24))
    round: Mapped[int] = mapped_column(default=1)
    late: Mapped[bool] = mapped_column(default=False)
    source_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), unique=True)
    supplements_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    flow_run_id: Mapped[str | None] = mapped_column(String(36), index=True)
    created_at: Mapped[datetime]


class Version(Base):
    """The file of one round: a docx draft or an incoming signed PDF. The bytes lie in the archive by hash."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("document_id", "round"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    round: Mapped[int]
    sha256: Mapped[str] = mapped_column(SHA256, index=True)
    media: Mapped[str] = mapped_column(String(10))
    filename: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    facts: Mapped[dict[str, Any]]
    handed_in_by: Mapped[str] = mapped_column(CODE)
    handed_in_at: Mapped[datetime]


class Rendition(Base):
    """One effect of the machine on a version: natural key (document, round, stage), so that it happens once."""

    __tablename__ = "renditions"
    __table_args__ = (UniqueConstraint("document_id", "round", "stage"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    round: Mapped[int]
    stage: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(SHA256)
    made_at: Mapped[datetime]


class Step(Base):
    """One step of a round: a duty, who may do it, and the Prefect run that waits for it."""

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("document_id", "round", "ordinal"), Index("ix_steps_state", "state"))
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    round: Mapped[int]
    ordinal: Mapped[int]
    duty: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(CODE)
    people: Mapped[list[str]]
    working_days: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    openings: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(Date)

    @property
    def key(self) -> str:
        """The suspension key of this step's form; a form opened again (its run was lost) has a new key.

        Prefect allows only lowercase letters, digits and dashes here.
        """
        return f"{self.id}-{self.round}" + (f"-{self.openings}" if self.openings > 1 else "")


class Decision(Base):
    """What one person decided at one step, over which bytes. One decision a step."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"), unique=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    round: Mapped[int]
    duty: Mapped[str] = mapped_column(String(20))
    person: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(String(100))
    capacity: Mapped[list[str]]
    verb: Mapped[str] = mapped_column(String(60))
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(SHA256)
    warnings: Mapped[list[str]]
    decided_at: Mapped[datetime]
    request_id: Mapped[str] = mapped_column(String(64))


class Outgoing(OutgoingFields, Base):
    """Sổ đăng ký văn bản đi: one row a number, void ones included (Đ15, Đ16; PL IV.I, PL VI II.I)."""

    __tablename__ = "outgoing"
    __table_args__ = (UniqueConstraint("issuer", "series", "year", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(CODE)
    series: Mapped[str] = mapped_column(CODE)
    year: Mapped[int]
    number: Mapped[int]
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    taken_at: Mapped[datetime]
    signer: Mapped[str] = mapped_column(String(100))
    recipients: Mapped[list[str]]
    file_copy: Mapped[str] = mapped_column(String(200))
    dispatched_on: Mapped[date | None] = mapped_column(Date)
    received_by: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(500))
    void_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(500))


Index(
    "uq_outgoing_living_number",
    Outgoing.document_id,
    unique=True,
    sqlite_where=text("void_at IS NULL"),
    postgresql_where=text("void_at IS NULL"),
)


class Incoming(IncomingFields, Base):
    """Sổ đăng ký văn bản đến (Đ22; PL IV.V, PL VI II.II)."""

    __tablename__ = "incoming"
    __table_args__ = (UniqueConstraint("desk", "year", "ArrivalNumber"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    desk: Mapped[str] = mapped_column(CODE)
    year: Mapped[int]
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), unique=True)
    arrived_at: Mapped[datetime]
    transferred_to: Mapped[str] = mapped_column(String(200))
    transferred_on: Mapped[date | None] = mapped_column(Date)
    received_by: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(500))


class CaseFile(FileFields, Base):
    """Hồ sơ: one a cycle (Đ29; PL VI II.III)."""

    __tablename__ = "case_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), unique=True)
    closed_at: Mapped[datetime | None]


class Record(Base):
    """What is kept of a document, locked in the archive. `parts` maps each key that belongs to it to its SHA-256."""

    __tablename__ = "records"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), unique=True)
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_files.id"))
    code: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    issuer: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(CODE)
    year: Mapped[int] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(500))
    words: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date] = mapped_column(Date)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    sha256: Mapped[str] = mapped_column(SHA256)
    parts: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]


class Classification(Base):
    """A unit's score and level; `decided_by` is the issued decision that recognises it."""

    __tablename__ = "classifications"
    __table_args__ = (UniqueConstraint("cycle_id", "unit"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    unit: Mapped[str] = mapped_column(CODE)
    total: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    level: Mapped[str] = mapped_column(String(20))
    lines: Mapped[list[Any]]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))


class AwardRow(Base):
    """A commendation proposed for a unit; in force when its decision is issued."""

    __tablename__ = "awards"
    __table_args__ = (UniqueConstraint("cycle_id", "unit", "award"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    unit: Mapped[str] = mapped_column(CODE)
    award: Mapped[str] = mapped_column(CODE)
    amount: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(500))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))


class Receipt(Base):
    """The timed receipt of a refused hand-in: what came, when, from whom, and why it was not taken."""

    __tablename__ = "receipts"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(String(20))
    person: Mapped[str] = mapped_column(CODE)
    filename: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(SHA256)
    refusal: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Event(Base):
    """One line of history. Append-only, chained by hash; also the outbox (`id` is the order)."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    at: Mapped[datetime]
    person: Mapped[str | None] = mapped_column(CODE)
    request_id: Mapped[str | None] = mapped_column(String(64))
    cycle_id: Mapped[int | None]
    document_id: Mapped[str | None] = mapped_column(String(36), index=True)
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(SHA256)
    hash: Mapped[str] = mapped_column(SHA256, unique=True)


class ChainHead(Base):
    """The one row that writers lock, so that the chain has no fork."""

    __tablename__ = "chain_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int]
    hash: Mapped[str] = mapped_column(SHA256)


class OutboxCursor(Base):
    """How far a reader of the outbox has come."""

    __tablename__ = "outbox_cursors"
    reader: Mapped[str] = mapped_column(String(40), primary_key=True)
    event_id: Mapped[int]


class Undelivered(Base):
    """An event that a reader of the outbox has passed by: it could not be delivered, or waits behind one of its own
    lane (document or year) that could not. `again_at` is real time; without one it is left to a person."""

    __tablename__ = "undelivered"
    reader: Mapped[str] = mapped_column(String(40), primary_key=True)
    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lane: Mapped[str] = mapped_column(String(60))
    tries: Mapped[int]
    again_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(300))
