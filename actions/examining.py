"""The doctor: every dependency, the chain of events, the registers and the records, each with what to do about it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from actions import health, holdings, keys, number_lines, outbox, pulse, witnessing
from actions import profiles as installed
from actions.comparing import unlike_history
from actions.language import Caution, Sentence, in_language, listed, moment, sentence_of
from actions.runtime import Runtime
from actions.sole_use import who_is_up
from actions.verifying import verify_all
from models import events, migrating, soundness
from models.tables import ChainHead, Event
from paper import pdf
from rules.refusals import NotNow, Refusal
from storage.port import Unavailable

SHOWN = 5  # faults named in one line of the report; the rest are counted

# Where the machine cannot, nothing is said of what was to be looked at.
OF_ITSELF = ("database", "archive", "paper")  # what is looked at there is the machine
MACHINES = (NotNow, Unavailable, OSError, DBAPIError)
MACHINE = Sentence("Chưa khám được phần này: sửa chỗ máy báo (ổ đĩa, quyền ghi, kết nối), rồi chạy lại trinhky doctor.")

UNREADABLE = "cannot be read"
CHANGED = "changed after it was written"
FAULTS_OF_THE_CHAIN = {
    "missing": "bị xóa",
    CHANGED: "bị sửa sau khi ghi (ngày giờ này cũng có thể bị sửa)",
    "does not follow the line before": "không nối với dòng trước (bị chèn hoặc thay)",
    "the end of the chain was cut off or added to": "cuối chuỗi bị cắt hoặc thêm",
    "the chain's head is gone": "dòng cuối chuỗi (chain_head) bị xóa: không ghi thêm được gì",
    UNREADABLE: "nội dung bị phá, không đọc được",
}


@dataclass(frozen=True)
class Check:
    """One thing the doctor looked at. `detail` says what was found, `remedy` what to do when it is not ok, or when
    something is wanting that is no fault yet."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""

    @property
    def mark(self) -> str:
        """✓ well, ! well but something is to be done, ✗ not well."""
        return "✗" if not self.ok else "!" if self.remedy else "✓"

    def said(self, lang: str) -> "Check":
        """The same in a language."""
        return Check(self.name, self.ok, in_language(self.detail, lang), in_language(self.remedy, lang))


def doctor(runtime: Runtime) -> list[Check]:
    """Examine an installation; never raises for what it finds. Names: database, migrations, and when these are well
    tables, profile, events, registers, history, outbox, keys, archive, objects, witness, records; paper, server and
    worker always."""
    found = [_check(runtime, *entry) for entry in FIRST]
    if all(check.ok for check in found):
        found += [_check(runtime, *entry) for entry in OF_THE_OFFICE]
    return found + [_check(runtime, *entry) for entry in OF_THE_MACHINE]


def _check(runtime: Runtime, name: str, examine: "Examine", remedy: str) -> Check:
    try:
        faults, detail = examine(runtime)
    except Exception as error:  # whatever a dependency raises is the finding
        unseen = isinstance(error, MACHINES) and name not in OF_ITSELF
        return Check(name, False, _said(error), MACHINE if unseen else remedy)
    if faults:
        return Check(name, False, _listed(faults), remedy)
    return Check(name, True, detail, detail.remedy if isinstance(detail, Caution) else "")


Finding = tuple[Sequence[str], str]


def _database(runtime: Runtime) -> Finding:
    with runtime.memory.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    return [], runtime.memory.engine.url.render_as_string(hide_password=True)


def _migrations(runtime: Runtime) -> Finding:
    standing, head = migrating.revisions(runtime.memory)
    at = standing or Sentence("chưa có bảng nào")
    faults = [] if standing == head else [Sentence("đang ở {at}, bản này cần {head}", at=at, head=head)]
    return faults, Sentence("phiên bản {standing}", standing=standing)


def _tables(runtime: Runtime) -> Finding:
    with runtime.memory.engine.connect() as connection:
        faults = list(soundness.damages(connection)) or list(soundness.differences(connection))
    return faults, Sentence("tệp không hỏng; bảng, chỉ mục và trigger đúng bản này")


def _events(runtime: Runtime) -> Finding:
    with runtime.memory.read() as session:
        broken = list(events.broken_links(session))
        faults = [_link(session, event_id, why) for event_id, why in broken]
        head = session.get(ChainHead, 1)
        return faults, Sentence("{count} sự kiện, chuỗi nguyên vẹn", count=head.event_id if head else 0)


def _link(session: Session, event_id: int, why: str) -> Sentence:
    said = Sentence(FAULTS_OF_THE_CHAIN.get(why, why))
    event = None if why == UNREADABLE else session.get(Event, event_id)
    if event is None:
        left: list[Event] = []
        with suppress(ValueError):  # the next one may be spoiled too
            left = events.neighbours(session, event_id)
        near = [Sentence("sự kiện {id} ({at})", id=one.id, at=moment(one.at)) for one in left]
        return Sentence("sự kiện {id}: {said}; còn lại bên cạnh: {near}", id=event_id, said=said, near=listed(near))
    who = f", {event.person}" if event.person else ""
    told = {"id": event.id, "kind": event.kind, "at": moment(event.at), "who": who, "said": said}
    if why != CHANGED:
        return Sentence("sự kiện {id} ({kind}, {at}{who}): {said}", **told)
    beside = listed([moment(one.at) for one in events.neighbours(session, event_id)], " – ")
    return Sentence("sự kiện {id} ({kind}, {at}{who}): {said}; các dòng kề bên: {beside}", **told, beside=beside)


def _history(runtime: Runtime) -> Finding:
    with runtime.memory.read_one_instant() as session:
        return list(unlike_history(session)), Sentence("quyết định, sổ và kết quả đúng như chuỗi sự kiện")


def _archive(runtime: Runtime) -> Finding:
    assert runtime.archive  # proves itself when it is opened
    return [], runtime.settings.archive_url


def _records(runtime: Runtime) -> Finding:
    """Every part there, whole and locked; signatures are for `archive verify`, which takes its time."""
    audit = verify_all(runtime, signatures=False)
    faults = [
        Sentence("{code} (lưu {at}): {why}", code=p.code or p.id, at=moment(p.kept_at), why=listed(p.why, " "))
        for p in audit.broken
    ]
    return faults, Sentence("{count} hồ sơ, nguyên vẹn", count=len(audit.proofs))


def _paper(runtime: Runtime) -> Finding:
    pdf.prove()
    if not pdf.walled():
        return [Sentence("KHÔNG CÓ VÙNG CÁCH LY: LibreOffice mở tệp lạ bằng quyền của người dùng này")], ""
    return [], Sentence("LibreOffice, bubblewrap, poppler và phông chữ tiếng Việt hoạt động")


def _worker(runtime: Runtime) -> Finding:
    if who_is_up(runtime.settings.data) is None:
        return [], Sentence("không chạy cùng trinhky up trên máy này")
    return pulse.examine(runtime.settings.data)


Examine = Callable[[Runtime], Finding]

FIRST: tuple[tuple[str, Examine, str], ...] = (
    ("database", _database, "Kiểm tra TRINHKY_DATABASE_URL, quyền ghi thư mục dữ liệu và máy chủ cơ sở dữ liệu."),
    ("migrations", _migrations, "Chạy: trinhky migrate."),
)
OF_THE_OFFICE: tuple[tuple[str, Examine, str], ...] = (
    (
        "tables",
        _tables,
        "Dừng trinhky up, giữ nguyên hiện trạng, lập biên bản và phục hồi từ bản sao lưu còn lành.",
    ),
    (
        "profile",
        installed.examine,
        "Chưa nạp thì chạy: trinhky profile load cao-lanh (hoặc thư mục của cơ quan). Bị sửa thì giữ nguyên hiện "
        "trạng, lập biên bản và phục hồi từ bản sao lưu.",
    ),
    (
        "events",
        _events,
        "Giữ nguyên hiện trạng, lập biên bản, đối chiếu với bản sao lưu và events.jsonl của lần xuất gần nhất.",
    ),
    (
        "registers",
        number_lines.examine,
        "Đối chiếu sổ với bản in và bản sao lưu; số đã cấp không được xóa, chỉ được hủy có lý do.",
    ),
    (
        "history",
        _history,
        "Có người sửa dữ liệu từ phía sau: giữ nguyên hiện trạng, lập biên bản; chuỗi sự kiện là căn cứ.",
    ),
    (
        "outbox",
        outbox.examine,
        "Xem logs/work.log và sửa nguyên nhân, rồi dừng và chạy lại trinhky up: sự kiện còn vướng được thử lại ngay.",
    ),
    (
        "keys",
        keys.examine,
        "Trả thư mục keys từ bản sao lưu, lập biên bản; mất chứng thư gốc thì lần ký sau máy lập gốc mới, và không bản "
        "lưu cũ nào còn kiểm tra được.",
    ),
    ("archive", _archive, "Kiểm tra TRINHKY_ARCHIVE_URL, dung lượng và quyền ghi; kho S3 phải có Object Lock."),
    (
        "objects",
        holdings.examine,
        "Tìm tệp thiếu trong các bản sao lưu trước, trả lại kho, lập biên bản; còn thiếu thì trinhky backup từ chối.",
    ),
    (
        "witness",
        witnessing.examine,
        "Giữ nguyên hiện trạng, lập biên bản: chứng thư trong kho là căn cứ. Thiếu chứng thư mới: kiểm tra trinhky up.",
    ),
    ("records", _records, "Chạy: trinhky archive verify --all; phục hồi bản hỏng từ bản sao lưu và lập biên bản."),
)
OF_THE_MACHINE: tuple[tuple[str, Examine, str], ...] = (
    (
        "paper",
        _paper,
        "Chạy: make setup (cài libreoffice-writer-nogui, python3-uno, bubblewrap, poppler-utils, fonts-liberation2).",
    ),
    ("server", health.examine, "Xem nhật ký trong thư mục logs; dừng và chạy lại trinhky up."),
    ("worker", _worker, "trinhky up tự dừng và chạy lại tiến trình này; còn lặp lại thì xem logs/work.log."),
)


def _said(error: Exception) -> str:
    if isinstance(error, Refusal):
        return sentence_of(error)
    name, words = type(error).__name__, next(iter(error.args), "")
    if isinstance(words, Sentence):
        return listed([name, words], ": ")
    return f"{name}: {next(iter(str(error).splitlines()), '')}"[:300]


def _listed(faults: Sequence[str]) -> str:
    more = len(faults) - SHOWN
    return listed([*faults[:SHOWN], *([Sentence("và {more} lỗi khác", more=more)] if more > 0 else [])])
