"""Death at any moment of any effect, and two at once: the end is the same (docs/decisions/0010).

One paper a case goes through the whole order, and meets its death at every effect. In both shapes of the house:
SQLite with a directory, PostgreSQL with S3.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, get_ident
from typing import Any

import pytest

from actions import agenda, issuing, keeping, verifying
from actions.renditions import rendition_key
from actions.runtime import Runtime
from models import documents, events, records, registers
from models.tables import Document
from paper import sign
from rules.issuing import EFFECTS
from storage.port import Stored
from tasks import papers
from tests.makers import a_runtime, an_open_year, decide, handed_in
from tests.support.postgres import PostgresServer
from tests.support.seaweed import SeaweedServer
from tests.tasks.watching import PowerCut, copies, cut_off, history

PATIENCE_SECONDS = 120
Act = Callable[[], object]
Happening = Callable[[Runtime, str, Act, pytest.MonkeyPatch], None]
REACHES_OUT = {task: bool(effect.pauses) for task, effect in EFFECTS.items()}


@pytest.fixture(params=["embedded", "full"])
def runtime(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """An open year in one of the two shapes."""
    settings: dict[str, str] = {}
    if request.param == "full":
        server: SeaweedServer = request.getfixturevalue("seaweed")
        postgres: PostgresServer = request.getfixturevalue("postgres")
        settings = {
            "database_url": postgres.fresh_url(),
            "archive_url": server.url(f"order-{abs(hash(tmp_path)) % 10**9}"),
            "s3_access_key": server.access_key,
            "s3_secret_key": server.secret_key,
        }
    opened = a_runtime(tmp_path, **settings)
    an_open_year(opened)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: opened))
    yield opened
    opened.memory.close()
    if settings:
        postgres.drop(settings["database_url"].rpartition("/")[2])


def act_of(runtime: Runtime, work: str, paper: str) -> Act:
    """One work of the machine, as a leg does it."""
    acts: dict[str, Act] = {
        "render": lambda: papers.render.fn(paper),
        "sign": lambda: papers.sign_person.fn(paper),
        "number": lambda: issuing.take_number(runtime, runtime.who(None), paper),
        "seal": lambda: papers.seal.fn(paper),
        "deliver": lambda: issuing.issue(runtime, runtime.who(None), paper),
        "keep": lambda: papers.keep.fn(paper),
    }
    return acts[work]


def dies_before(runtime: Runtime, work: str, act: Act, patch: pytest.MonkeyPatch) -> None:
    """The archive is never reached; what only writes our database dies before its event."""
    room, name = (runtime.archive, "put") if REACHES_OUT[work] else (events, "append")
    cut_off(patch, room, name, act)
    act()


def dies_in_between(runtime: Runtime, work: str, act: Act, patch: pytest.MonkeyPatch) -> None:
    """The effect is there and its recording is never reached; a transaction dies after its last line."""
    if REACHES_OUT[work]:
        room, name = (keeping, "kept") if work == "keep" else (issuing, "made")
        cut_off(patch, room, name, act)
    else:
        append = events.append

        def last_words(*given: Any, **facts: Any) -> None:
            append(*given, **facts)
            raise PowerCut

        with patch.context() as cut:
            cut.setattr(events, "append", last_words)
            with pytest.raises(PowerCut):
                act()
    act()


def dies_after(runtime: Runtime, work: str, act: Act, patch: pytest.MonkeyPatch) -> None:
    """All is done and nobody was told: the next leg does it again."""
    act()
    act()


def two_at_once(runtime: Runtime, work: str, act: Act, patch: pytest.MonkeyPatch) -> None:
    """Two legs of the same document: both have made their bytes before either puts them."""
    together, put, came = Barrier(2), runtime.archive.put, set[int]()

    def both_ready(*given: Any, **facts: Any) -> Stored:
        if get_ident() not in came:
            came.add(get_ident())
            together.wait(PATIENCE_SECONDS)
        return put(*given, **facts)

    with patch.context() as meanwhile, ThreadPoolExecutor(2) as pool:
        if REACHES_OUT[work]:
            meanwhile.setattr(runtime.archive, "put", both_ready)
        for leg in [pool.submit(act), pool.submit(act)]:
            leg.result(PATIENCE_SECONDS)


@pytest.mark.parametrize("happens", [dies_before, dies_in_between, dies_after, two_at_once])
def test_whatever_happens_at_every_effect_the_end_is_one_of_each(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, happens: Happening
) -> None:
    paper = handed_in(runtime, "truong-my-duyen", "ptp").document_id
    met = []
    while (job := agenda.next_job(runtime, paper)).kind != "done":
        if job.kind == "work":
            met.append(job.work)
            happens(runtime, job.work, act_of(runtime, job.work, paper), monkeypatch)
        else:
            decide(runtime, paper)
    assert met == list(EFFECTS), "each effect was due once"
    happened = Counter(history(runtime, paper))
    assert {event: happened[event] for event in (effect.event for effect in EFFECTS.values())} == {
        effect.event: 1 for effect in EFFECTS.values()
    }
    one_of_each_is_there(runtime, paper)


def one_of_each_is_there(runtime: Runtime, paper: str) -> None:
    """One number, one object of each key, its hash in our database, and a record that verifies."""
    with runtime.memory.read() as session:
        document = session.get_one(Document, paper)
        lines = [(line.number, line.document_id) for line in registers.all_outgoing(session)]
        made, record = documents.renditions(session, paper, 1), records.of_document(session, paper)
    assert (document.code, lines) == ("01/KH-PTP", [(1, paper)])
    assert record is not None
    line = (document.code, document.issued_on)
    hashes = {rendition_key(paper, 1, stage, *line): sha256 for stage, sha256 in made.items()} | record.parts
    assert len(hashes) == 6
    for key, sha256 in hashes.items():
        assert copies(runtime, key) == 1, key
        assert runtime.archive.stat(key).sha256 == sha256, key
    found = sign.verify(runtime.archive.get(record.key, record.sha256), roots=runtime.roots)
    assert (found.verdict, len(found.signatures)) == ("valid", 2)
    assert verifying.verify_all(runtime).broken == ()
