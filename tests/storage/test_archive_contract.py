"""What every archive promises, whatever keeps the bytes."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from rules.refusals import Refusal
from storage.port import Archive, Stored, digest
from tests.storage.conftest import Kept

PDF = "application/pdf"
PAPER = "KẾ HOẠCH công tác dân vận".encode() * 1000
OTHER = "KẾ HOẠCH khác".encode() * 1000


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=10)


def race(act: Callable[[int], Stored], racers: int = 16) -> list[Stored | Refusal]:
    """What each of so many threads got that began at the same moment."""
    start = Barrier(racers)

    def run(number: int) -> Stored | Refusal:
        start.wait(30)
        try:
            return act(number)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(racers) as pool:
        return list(pool.map(run, range(racers)))


def test_what_is_put_comes_back_byte_for_byte_and_described(kept: Kept) -> None:
    key = kept.key("ke-hoach.pdf")
    stored = kept.archive.put(key, PAPER, media=PDF)
    assert kept.archive.get(key) == PAPER
    assert kept.archive.get(key, stored.sha256, stored.version_id) == PAPER
    assert stored == Stored(key, digest(PAPER), len(PAPER), stored.version_id, PDF)
    assert stored.version_id
    assert kept.archive.stat(key) == stored


def test_an_empty_enclosure_is_kept_too(kept: Kept) -> None:
    stored = kept.archive.put(kept.key("rong.txt"), b"", media="text/plain")
    assert stored.size == 0
    assert kept.archive.get(stored.key, stored.sha256) == b""


def test_the_same_bytes_again_answer_what_is_already_kept(kept: Kept) -> None:
    key = kept.key("ke-hoach.pdf")
    first = kept.archive.put(key, PAPER, media=PDF, hold=True, lock_until=soon())
    assert kept.archive.put(key, PAPER, media=PDF, hold=True, lock_until=soon()) == first
    assert kept.versions(key) == 1


def test_other_bytes_under_the_same_key_are_refused_and_change_nothing(kept: Kept) -> None:
    key = kept.key("ke-hoach.pdf")
    kept.archive.put(key, PAPER, media=PDF)
    with pytest.raises(Refusal) as refused:
        kept.archive.put(key, OTHER, media=PDF)
    assert (refused.value.code, refused.value.facts["key"]) == ("archive-conflict", key)
    assert kept.archive.get(key) == PAPER
    assert kept.versions(key) == 1


def test_a_key_cannot_be_where_another_key_has_its_folder(kept: Kept) -> None:
    kept.archive.put(kept.key("ho-so/ke-hoach.pdf"), PAPER, media=PDF)
    with pytest.raises(Refusal) as refused:
        kept.archive.put(kept.key("ho-so"), OTHER, media=PDF)
    assert refused.value.code == "archive-conflict"
    assert kept.archive.get(kept.key("ho-so/ke-hoach.pdf")) == PAPER


def test_sixteen_racers_with_the_same_paper_keep_it_once(kept: Kept) -> None:
    key = kept.key("ke-hoach.pdf")
    got = race(lambda _: kept.archive.put(key, PAPER, media=PDF, hold=True, lock_until=soon()))
    assert set(got) == {kept.archive.stat(key)}
    assert kept.versions(key) == 1


def test_of_sixteen_racers_with_different_papers_one_wins_and_the_others_hear_of_it(kept: Kept) -> None:
    key = kept.key("ke-hoach.pdf")
    papers = [PAPER + bytes([number]) for number in range(16)]
    got = race(lambda number: kept.archive.put(key, papers[number], media=PDF))
    winners = [papers[number] for number, one in enumerate(got) if isinstance(one, Stored)]
    assert winners == [kept.archive.get(key)]
    assert [one.code for one in got if isinstance(one, Refusal)] == ["archive-conflict"] * 15
    assert kept.versions(key) == 1


@pytest.mark.parametrize("ask", [Archive.get, Archive.stat, Archive.is_locked, Archive.hold_of, Archive.lock_of])
def test_what_was_never_put_is_missing(kept: Kept, ask: Callable[[Archive, str], object]) -> None:
    with pytest.raises(Refusal) as refused:
        getattr(kept.archive, ask.__name__)(kept.key("khong-co.pdf"))
    assert (refused.value.code, refused.value.facts["key"]) == ("archive-missing", kept.key("khong-co.pdf"))


def test_a_version_that_is_not_there_is_missing(kept: Kept) -> None:
    key, other = kept.key("ke-hoach.pdf"), kept.key("bao-cao.pdf")
    kept.archive.put(key, PAPER, media=PDF)
    version_of_another = kept.archive.put(other, OTHER, media=PDF).version_id
    with pytest.raises(Refusal) as refused:
        kept.archive.get(key, version_id=version_of_another)
    assert refused.value.code == "archive-missing"


def test_bytes_that_are_not_those_our_database_recorded_are_broken(kept: Kept) -> None:
    key = kept.key("ke-hoach.pdf")
    kept.archive.put(key, PAPER, media=PDF)
    with pytest.raises(Refusal) as refused:
        kept.archive.get(key, digest(OTHER))
    assert (refused.value.code, refused.value.facts["key"]) == ("archive-broken", key)


def test_keys_names_each_key_under_its_prefix_once_and_no_probe(kept: Kept) -> None:
    names = {kept.key(name) for name in ("2026/ke-hoach.pdf", "2026/ke-hoach.docx", "2027/bao-cao.pdf")}
    for name in names:
        kept.archive.put(name, PAPER, media=PDF)
    assert sorted(kept.archive.keys(kept.corner)) == sorted(names)
    assert list(kept.archive.keys(kept.key("2026/ke-hoach.p"))) == [kept.key("2026/ke-hoach.pdf")]
    assert list(kept.archive.keys(kept.key("2028/"))) == []
    everything = list(kept.archive.keys())
    assert names <= set(everything)
    assert len(set(everything)) == len(everything)
    assert [name for name in everything if name.startswith(".")] == []


def test_hold_and_lock_are_kept_in_whole_seconds_never_shorter(kept: Kept) -> None:
    key, until = kept.key("ke-hoach.pdf"), soon().replace(microsecond=1)
    kept.archive.put(key, PAPER, media=PDF, hold=True, lock_until=until)
    assert kept.archive.hold_of(key)
    assert kept.archive.lock_of(key) == until.replace(microsecond=0) + timedelta(seconds=1)
    assert kept.archive.is_locked(key)


def test_a_record_without_hold_or_lock_is_not_locked(kept: Kept) -> None:
    key = kept.key("ban-thao.pdf")
    kept.archive.put(key, PAPER, media=PDF)
    assert (kept.archive.is_locked(key), kept.archive.hold_of(key), kept.archive.lock_of(key)) == (False, False, None)


def test_putting_again_adds_the_hold_and_the_lock_that_were_left_off(kept: Kept) -> None:
    key, until = kept.key("ke-hoach.pdf"), soon().replace(microsecond=0)
    first = kept.archive.put(key, PAPER, media=PDF)
    assert kept.archive.put(key, PAPER, media=PDF, hold=True, lock_until=until) == first
    assert (kept.archive.hold_of(key), kept.archive.lock_of(key)) == (True, until)


def test_putting_again_never_takes_a_hold_or_a_longer_lock_away(kept: Kept) -> None:
    key, until = kept.key("ke-hoach.pdf"), soon().replace(microsecond=0)
    kept.archive.put(key, PAPER, media=PDF, hold=True, lock_until=until)
    kept.archive.put(key, PAPER, media=PDF, lock_until=until - timedelta(minutes=5))
    assert (kept.archive.hold_of(key), kept.archive.lock_of(key)) == (True, until)


def test_a_lock_grows_and_the_same_instant_again_is_fine(kept: Kept) -> None:
    key, later = kept.key("ke-hoach.pdf"), soon().replace(microsecond=0) + timedelta(minutes=10)
    kept.archive.put(key, PAPER, media=PDF, lock_until=soon())
    for _ in range(2):
        kept.archive.extend_lock(key, later)
        assert kept.archive.lock_of(key) == later


def test_a_record_without_a_lock_can_be_given_one(kept: Kept) -> None:
    key, until = kept.key("ke-hoach.pdf"), soon().replace(microsecond=0)
    kept.archive.put(key, PAPER, media=PDF, hold=True)
    kept.archive.extend_lock(key, until)
    assert (kept.archive.hold_of(key), kept.archive.lock_of(key)) == (True, until)


def test_a_lock_never_shrinks(kept: Kept) -> None:
    key, until = kept.key("ke-hoach.pdf"), soon().replace(microsecond=0)
    kept.archive.put(key, PAPER, media=PDF, lock_until=until)
    with pytest.raises(Refusal) as refused:
        kept.archive.extend_lock(key, until - timedelta(minutes=5))
    assert refused.value.code == "archive-lock-shrinks"
    assert kept.archive.lock_of(key) == until


def test_lifting_the_hold_leaves_the_lock_and_may_be_done_twice(kept: Kept) -> None:
    key, until = kept.key("ke-hoach.pdf"), soon().replace(microsecond=0)
    kept.archive.put(key, PAPER, media=PDF, hold=True, lock_until=until)
    for _ in range(2):
        kept.archive.release_hold(key)
        assert (kept.archive.hold_of(key), kept.archive.lock_of(key), kept.archive.is_locked(key)) == (
            False,
            until,
            True,
        )


def test_a_lock_that_has_ended_no_longer_binds(kept: Kept) -> None:
    key = kept.key("ke-hoach.pdf")
    kept.archive.put(key, PAPER, media=PDF, lock_until=datetime.now(UTC) + timedelta(seconds=2))
    assert kept.archive.is_locked(key)
    give_up_at = time.monotonic() + 30
    while kept.archive.is_locked(key) and time.monotonic() < give_up_at:
        time.sleep(0.2)
    assert not kept.archive.is_locked(key)
    assert kept.archive.lock_of(key) is not None


NO_KEYS = ["", "/a", "a/", "a//b", "../a", "a/../b", ".proof/a", "A.pdf", "kế-hoạch.pdf", "a b", "a\\b", "a~"]


@pytest.mark.parametrize("key", [*NO_KEYS, "x" * 201, "a/" * 500 + "a"])
def test_what_is_not_a_key_never_reaches_the_store(kept: Kept, key: str) -> None:
    for act in (lambda: kept.archive.put(key, PAPER, media=PDF), lambda: kept.archive.get(key)):
        with pytest.raises(ValueError, match="not an archive key"):
            act()


@pytest.mark.parametrize(
    ("until", "why"),
    [(datetime(2090, 1, 1), "aware instant"), (datetime(2020, 1, 1, tzinfo=UTC), "in the future")],
)
def test_a_naive_or_past_lock_is_a_mistake_of_the_caller(kept: Kept, until: datetime, why: str) -> None:
    key = kept.key("ke-hoach.pdf")
    with pytest.raises(ValueError, match=why):
        kept.archive.put(key, PAPER, media=PDF, lock_until=until)
    kept.archive.put(key, PAPER, media=PDF)
    with pytest.raises(ValueError, match=why):
        kept.archive.extend_lock(key, until)
    assert kept.archive.lock_of(key) is None
