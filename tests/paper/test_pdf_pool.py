"""The warm workers: the same pages as from a cold LibreOffice, and no paper ever suffers for another."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest

from paper.compose import compose
from paper.pdf import RenderFailed, RenderUnavailable, office, page_count, pages, worker
from paper.pdf import fonts as fonts_room
from paper.pdf.pool import Bounds, Pool
from paper.pdf.sandbox import Limits, OutOfTime
from paper.pdf.worker import Worker
from tests.paper.cold import Cold
from tests.paper.press import press
from tests.paper.presswork import plan_docx
from tests.paper.processes import eventually, living, offices
from tests.paper.samples import ALL

ROOT = Path(__file__).parents[2]
Opening = Callable[..., Pool]


@pytest.fixture
def opened() -> Iterator[Opening]:
    """Opens pools of our own workers, or of others; every one is closed afterwards."""
    pools: list[Pool] = []

    def opening(make: Callable[[], Worker] = office._worker, **bounds: float) -> Pool:
        pools.append(Pool(make, Bounds(**bounds)))  # type: ignore[arg-type]
        return pools[-1]

    yield opening
    for pool in pools:
        pool.close()


@cache
def long_docx() -> bytes:
    """A docx that keeps LibreOffice busy for seconds."""
    document = docx.Document(BytesIO(plan_docx()))
    for _ in range(6000):
        document.add_paragraph("Công tác dân vận chính quyền là nhiệm vụ của cả hệ thống chính trị.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def looks(pdf: bytes, place: Path) -> bytes:
    """The pages as poppler draws them, every dot."""
    (place / "look.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "60", str(place / "look.pdf")]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def serving(pool: Pool) -> set[int]:
    """The LibreOffice processes of a pool."""
    return {pid for one in [*pool._all] for pid in offices(one._child.pid)}


def good(pool: Pool) -> bool:
    """Does the plan come out of it, now?"""
    return page_count(pool.convert(plan_docx(), 60) or b"") == 2


def test_every_paper_looks_as_from_a_cold_libreoffice_whatever_was_printed_before(
    opened: Opening, tmp_path: Path
) -> None:
    """Words, boxes, fonts and every dot; one worker prints all papers forwards, then backwards."""
    cold, pool = Cold(spared=True), opened(workers=1)
    papers = [compose(paper) for paper in ALL.values()]
    expected = [cold.convert(paper) for paper in papers]
    for at in (*range(len(papers)), *reversed(range(len(papers)))):
        warm = pool.convert(papers[at], 60) or b""
        assert pages(warm) == pages(expected[at])
        assert fonts_room.carried(warm) == fonts_room.carried(expected[at])
        assert looks(warm, tmp_path) == looks(expected[at], tmp_path)


def test_nothing_is_started_before_the_first_paper_and_the_second_finds_it_warm(opened: Opening) -> None:
    pool = opened()
    assert (pool._all, pool._keeper) == (set(), None)
    assert good(pool)
    first = serving(pool)
    assert good(pool)
    assert len(first) == 1
    assert serving(pool) == first


def test_a_libreoffice_killed_at_work_is_a_failure_worth_another_try_and_the_next_paper_is_fine(
    opened: Opening,
) -> None:
    pool = opened(workers=1)
    assert good(pool)
    with ThreadPoolExecutor(1) as threads:
        work = threads.submit(pool.convert, long_docx(), 60)
        assert eventually(lambda: not pool._resting)
        time.sleep(0.3)  # the paper is inside
        for pid in serving(pool):
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(RenderFailed, match="đã dừng giữa chừng"):
            work.result(60)
    assert good(pool)


def test_a_libreoffice_killed_at_rest_is_nobodys_failure(opened: Opening) -> None:
    pool = opened(workers=1)
    assert good(pool)
    (one,) = pool._all
    for pid in serving(pool):
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not one.alive)
    assert good(pool)


def test_a_hostile_paper_that_never_ends_is_stopped_with_its_own_worker_only(opened: Opening) -> None:
    pool = opened(workers=2)
    with ThreadPoolExecutor(2) as threads:
        hostile = threads.submit(pool.convert, long_docx(), 1.0)
        assert eventually(lambda: len(pool._all) == 1)
        (its,) = pool._all
        assert threads.submit(good, pool).result(60)
        other = serving(pool) - offices(its._child.pid)
        with pytest.raises(OutOfTime, match="chưa xong sau 1 giây"):
            hostile.result(60)
    assert not its.alive
    assert serving(pool) == other
    assert good(pool)
    assert serving(pool) == other


def test_only_a_worker_that_has_seen_no_other_paper_may_refuse_one(
    opened: Opening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A worker that opens nothing after its first paper, as one would whose disk an earlier paper has filled."""
    spoilt = press(tmp_path, 'answer(b"P", b"%PDF fine"); paper(); answer(b"N", b"")')
    monkeypatch.setattr(worker, "SCRIPT", spoilt)
    pool = opened(workers=1)
    assert pool.convert(b"PK one", 10) == b"%PDF fine"
    assert pool.convert(b"PK two", 10) == b"%PDF fine"


def test_a_worker_that_is_to_be_ended_is_given_to_no_other_paper(
    opened: Opening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else the next paper in line would get it, and lose it while it prints."""
    spoilt = press(tmp_path, 'answer(b"P", b"%PDF fine"); paper(); answer(b"N", b"")')
    monkeypatch.setattr(worker, "SCRIPT", spoilt)
    pool, at_rest = opened(workers=2), []
    end = pool._end

    def watched(one: Worker) -> None:
        at_rest.append(one in pool._resting)
        end(one)

    monkeypatch.setattr(pool, "_end", watched)
    assert pool.convert(b"PK one", 10) == pool.convert(b"PK two", 10) == b"%PDF fine"
    assert at_rest == [False]


def test_what_no_fresh_worker_opens_is_refused_and_harms_nobody(opened: Opening) -> None:
    pool = opened(workers=1)
    assert good(pool)
    assert pool.convert(plan_docx()[:-200], 60) is None
    assert good(pool)


NONSENSE = (
    'answer(b"P", b"no PDF")',
    'answer(b"?", b"%PDF")',
    'answer(b"E", b"broken")',
    'out.write(struct.pack(">cQQ", b"P", 0, 1 << 60) + b"%PDF")',
    'out.write(b"P")',
    "sys.exit(0)",
)


def test_a_worker_that_answers_nonsense_is_ended_and_the_next_paper_is_fine(
    opened: Opening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pool = opened(workers=1)
    for answer in NONSENSE:
        monkeypatch.setattr(worker, "SCRIPT", press(tmp_path, f"{answer}; out.flush(); sys.exit(0)"))
        with pytest.raises(RenderFailed):
            pool.convert(b"PK", 10)
        assert pool._all == set(), answer
    monkeypatch.undo()
    assert good(pool)


def test_a_machine_without_the_bridge_to_libreoffice_is_told_which_package_to_install(
    opened: Opening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "pressman.py"
    script.write_text("raise ModuleNotFoundError(\"No module named 'uno'\")")
    monkeypatch.setattr(worker, "SCRIPT", script)
    with pytest.raises(RenderUnavailable, match="python3-uno"):
        opened().convert(b"PK", 10)


def test_a_worker_retires_after_so_many_papers(opened: Opening) -> None:
    pool = opened(workers=1, papers=2)
    assert good(pool)
    first = serving(pool)
    assert good(pool)
    assert (pool._all, eventually(lambda: not living(first))) == (set(), True)
    assert good(pool)


def test_a_worker_that_has_worked_long_enough_or_grown_over_its_bound_retires(opened: Opening) -> None:
    for bounds in ({"work_seconds": 0.001}, {"memory": 50 << 20}):
        pool = opened(workers=1, **bounds)
        assert good(pool)
        assert pool._all == set()
    pool = opened(workers=1)
    assert good(pool)
    (one,) = pool._all
    assert 80 << 20 < one.memory < 400 << 20


def test_every_libreoffice_carries_its_limits(opened: Opening) -> None:
    pool = opened(workers=1)
    assert good(pool)
    for pid in serving(pool):
        limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
        told = {line[:26].strip(): line[26:].split()[:2] for line in limits}
        assert told["Max cpu time"] == ["600", "600"]
        assert told["Max address space"] == [str(4 << 30)] * 2
        assert told["Max file size"] == [str(256 << 20)] * 2
        assert told["Max core file size"] == ["0", "0"]


@pytest.mark.parametrize("megabytes", [300, 450])
def test_a_libreoffice_that_may_have_no_more_memory_fails_and_takes_nothing_along(
    opened: Opening, megabytes: int
) -> None:
    """With the more of them it starts, and cannot load its Writer: the paper must not be refused for that."""
    limits = Limits(seconds=60, memory=megabytes << 20)
    scarce = opened(lambda: Worker(office._registry(office._SETTINGS), limits), workers=1)
    with pytest.raises(RenderFailed):
        scarce.convert(long_docx(), 30)
    assert scarce._all == set()
    assert good(opened())


def test_an_idle_worker_is_ended_and_the_next_paper_begins_another(opened: Opening) -> None:
    pool = opened(idle_seconds=0.4)
    assert good(pool)
    first = serving(pool)
    assert eventually(lambda: not living(first))
    assert pool._all == set()
    assert good(pool)


def test_a_worker_outlives_the_thread_that_first_needed_it(opened: Opening) -> None:
    """The kernel's parent-death signal comes when a *thread* ends: the pool starts workers in one that stays."""
    pool = opened(workers=1)
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(good(pool)))
    thread.start()
    thread.join()
    first = serving(pool)
    time.sleep(0.5)
    assert found == [True]
    assert len(living(first)) == 1
    assert good(pool)
    assert serving(pool) == first


def test_many_threads_share_two_workers_and_each_gets_its_own_paper(opened: Opening, tmp_path: Path) -> None:
    papers = [compose(paper) for paper in ALL.values()]
    pool = opened(workers=2)
    expected = [pages(pool.convert(paper, 60) or b"") for paper in papers]
    most = 0
    with ThreadPoolExecutor(12) as threads:
        work = [threads.submit(pool.convert, papers[at % len(papers)], 60) for at in range(40)]
        while not all(one.done() for one in work):
            most = max(most, len(pool._all))
            time.sleep(0.01)
    assert [pages(one.result() or b"") for one in work] == [expected[at % len(papers)] for at in range(40)]
    assert most <= 2
    assert len(serving(pool)) <= 2
