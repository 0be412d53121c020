"""Signs of life: seen by the parent's steady clock, and told by the doctor."""

import fcntl
import json
import os
import re
import time
from pathlib import Path

import pytest

from actions import examining, pulse
from actions.runtime import Runtime
from actions.sole_use import UP_LOCK


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The parent's monotonic clock, as its only element."""
    now = [1000.0]
    monkeypatch.setattr(pulse.time, "monotonic", lambda: now[0])
    return now


def test_silence_is_counted_from_the_last_beat_seen(
    tmp_path: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = pulse.Pulse(tmp_path / pulse.FILE)
    seen.expect()
    clock[0] += 900
    assert seen.silence() == 0, "a worker that starts is not judged: it may have much to put right first"
    monkeypatch.setenv(pulse.GIVEN, str(seen.file))
    pulse.beat()
    assert seen.silence() == 0
    clock[0] += 130
    assert seen.silence() == 130
    pulse.beat()
    assert seen.silence() == 0
    clock[0] += 130
    seen.expect()
    assert seen.silence() == 0, "another one begins"


def test_a_clock_set_back_or_forward_is_no_silence(tmp_path: Path, clock: list[float]) -> None:
    seen = pulse.Pulse(tmp_path / pulse.FILE)
    seen.expect()
    for hours in (-1, 1):
        at = time.time() + hours * 3600
        os.utime(seen.file, (at, at))
        assert seen.silence() == 0
        clock[0] += 5
        assert seen.silence() == 5


def test_where_the_file_is_gone_nobody_is_ended(tmp_path: Path) -> None:
    seen = pulse.Pulse(tmp_path / "away" / pulse.FILE)
    with pytest.raises(OSError, match="away"):
        seen.expect()
    assert seen.silence() == 0


@pytest.mark.parametrize(("ago", "well"), [(30, True), (600, False)])
def test_the_doctor_tells_how_old_the_last_sign_of_life_is(runtime: Runtime, ago: int, well: bool) -> None:
    data, at = runtime.settings.data, time.time() - ago
    (data / pulse.FILE).touch()
    os.utime(data / pulse.FILE, (at, at))
    with (data / UP_LOCK).open("w") as lock:
        json.dump({"pid": os.getpid(), "url": runtime.settings.server_url}, lock)
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        (check,) = [check for check in examining.doctor(runtime) if check.name == "worker"]
    assert check.ok is well
    assert ago <= int(re.findall(r"(\d+) giây", check.detail)[0]) < ago + 60
    (check,) = [check for check in examining.doctor(runtime) if check.name == "worker"]
    assert check.ok, "without a household there is nobody whose life is missed"
