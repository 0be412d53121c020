"""The child that opens foreign files: what it cannot do, what it may take, and that none is left behind."""

import errno
import json
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from paper.intake import door, inspect, nursery, wall, wire
from paper.intake.nursery import Child, Misbehaved, Nursery, Unavailable
from paper.pdf import RenderUnavailable
from paper.pdf.sandbox import OutOfTime
from rules.refusals import NotNow, Refusal
from tests.paper.intake import hostile as h
from tests.paper.intake.hostile_word import WORD

ROOT = Path(__file__).parents[3]
SLOW = WORD["two hundred thousand runs"][1]

# What a taken-over child would try first. Everything is imported and resolved before the wall stands.
TRIES = """
import ctypes, json, os, signal, socket, sys
from paper.intake import wall
parent, free = os.getppid(), socket.socket()
tries = {
    "open a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "write a file": lambda: os.open("/tmp/trinhky-escaped", os.O_WRONLY | os.O_CREAT),
    "list a directory": lambda: os.listdir("/"),
    "look at a file": lambda: os.stat("/etc/passwd"),
    "remove a file": lambda: os.unlink("/tmp/trinhky-escaped"),
    "make a socket": lambda: socket.socket(),
    "make a unix socket": lambda: socket.socket(socket.AF_UNIX),
    "connect a socket it has": lambda: free.connect(("127.0.0.1", 9)),
    "listen": lambda: free.listen(),
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "fork": lambda: os.fork(),
    "kill its parent": lambda: os.kill(parent, 9),
    "lift its limits": lambda: __import__("resource").setrlimit(9, (1 << 40, 1 << 40)),
    "become another": lambda: os.setuid(1),
    "pass a descriptor": lambda: socket.send_fds(free, [b"x"], [0]),
}
import resource
wall.limit()
wall.close()
found = {}
for name, attempt in tries.items():
    try:
        attempt()
        found[name] = "done"
    except OSError as error:
        found[name] = error.errno
    except ValueError as error:  # how Python tells EPERM of a limit
        found[name] = 1 if "not allowed" in str(error) else str(error)
os.write(1, json.dumps(found).encode())
"""


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[Nursery]:
    """A nursery of this test's own."""
    mine = Nursery()
    monkeypatch.setattr(nursery._Here, "nursery", mine)
    yield mine
    mine.close()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_behind_the_wall_no_file_no_socket_and_no_program_can_be_reached() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRIES], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60
    )
    found = json.loads(done.stdout)
    assert len(found) == 15
    assert {name: code for name, code in found.items() if code != errno.EPERM} == {}
    assert not Path("/tmp/trinhky-escaped").exists()


def test_the_wall_and_the_limits_stand_around_the_child_that_is_asked(house: Nursery) -> None:
    inspect("a.docx", h.DOCX)
    (child,) = house.idle
    about = Path(f"/proc/{child.process.pid}")
    status = dict(line.split(":\t", 1) for line in (about / "status").read_text().splitlines() if ":\t" in line)
    assert (status["Seccomp"], status["NoNewPrivs"], status["Threads"]) == ("2", "1", "1")
    limits = (about / "limits").read_text()
    assert f"Max address space         {wall.MEMORY_BYTES} " in limits
    assert "Max file size             0 " in limits
    seconds = next(line for line in limits.splitlines() if line.startswith("Max cpu time")).split()[3]
    assert int(seconds) <= nursery.SECONDS + 10, "counted anew for each file"
    held = {os.readlink(link).partition(":")[0] for link in (about / "fd").iterdir()}
    assert held <= {"/dev/null", "/dev/urandom", "socket"}, "its line to us, and nothing that holds anything"


def test_the_child_knows_nothing_of_this_process_environment(house: Nursery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRINHKY_S3_SECRET_KEY", "kín")
    inspect("a.docx", h.DOCX)
    environment = Path(f"/proc/{house.idle[0].process.pid}/environ").read_bytes()
    assert b"TRINHKY" not in environment


def test_one_warm_child_serves_file_after_file(house: Nursery) -> None:
    pids = set()
    for _ in range(3):
        inspect("a.docx", h.DOCX)
        pids.add(house.idle[0].process.pid)
    assert len(pids) == 1


def test_a_file_that_takes_too_long_is_too_complex_and_the_child_is_replaced(
    house: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspect("a.docx", h.DOCX)
    pid, slow = house.idle[0].process.pid, SLOW()
    monkeypatch.setattr(nursery, "SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(Refusal) as refused:
        inspect("a.docx", slow)
    assert refused.value.code == "file-too-complex"
    assert time.monotonic() - began < 3
    assert not alive(pid)
    monkeypatch.undo()
    assert inspect("a.docx", h.DOCX).media == "docx"


def test_a_file_that_takes_too_much_memory_is_too_complex(house: Nursery) -> None:
    inspect("a.docx", h.DOCX)
    pid = house.idle[0].process.pid
    used = int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.prlimit(pid, resource.RLIMIT_AS, (used + (40 << 20), wall.MEMORY_BYTES))
    with pytest.raises(Refusal) as refused:
        inspect("a.docx", SLOW())
    assert refused.value.code == "file-too-complex"


def test_a_child_that_died_between_two_files_is_not_asked_again(house: Nursery) -> None:
    inspect("a.docx", h.DOCX)
    pid = house.idle[0].process.pid
    os.kill(pid, signal.SIGKILL)
    house.idle[0].process.wait(10)
    assert inspect("a.docx", h.DOCX).media == "docx"
    assert house.idle[0].process.pid != pid


def test_many_threads_share_few_children(house: Nursery) -> None:
    most = 0
    stop = threading.Event()

    def count() -> None:
        nonlocal most
        while not stop.is_set():
            children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
            most = max(most, sum(1 for pid in children if b"paper.intake.child" in command(pid)))
            time.sleep(0.005)

    def command(pid: str) -> bytes:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return b""

    before = sum(1 for child in nursery._Here.nursery.idle if child.process.poll() is None)
    watcher = threading.Thread(target=count)
    watcher.start()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: inspect("a.docx", h.DOCX).media, range(40)))
    stop.set()
    watcher.join()
    assert found == ["docx"] * 40
    assert before == 0
    assert 1 <= len(house.idle) <= nursery.CHILDREN


def test_a_child_is_replaced_after_its_share_of_files(house: Nursery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nursery, "FILES", 2)
    inspect("a.docx", h.DOCX)
    pid = house.idle[0].process.pid
    inspect("a.docx", h.DOCX)
    assert house.idle == []
    assert not alive(pid)


@pytest.mark.parametrize("how", ["leaves", "is killed"])
def test_no_child_is_left_behind_when_its_parent(how: str) -> None:
    program = (
        "from paper.intake import inspect, nursery\nfrom tests.paper.intake.hostile import DOCX\n"
        "inspect('a.docx', DOCX)\nprint(nursery._Here.nursery.idle[0].process.pid, flush=True)\ninput()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    with parent:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        if how == "leaves":
            parent.stdin.write(b"\n")
            parent.stdin.flush()
        else:
            parent.kill()
        parent.wait(30)
        assert gone(pid)


def test_a_fork_of_the_house_begins_with_children_of_its_own(house: Nursery) -> None:
    inspect("a.docx", h.DOCX)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writing, b"%d" % len(nursery._Here.nursery.idle))
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.read(reading, 9) == b"0"
    assert inspect("a.docx", h.DOCX).media == "docx", "and the parent's line was not spoiled"


def test_when_no_child_can_be_had_the_answer_is_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise Unavailable("đang kiểm tra nhiều tệp khác")

    monkeypatch.setattr(nursery, "ask", none)
    with pytest.raises(NotNow) as refused:
        inspect("a.docx", h.DOCX)
    assert refused.value.code == "intake-unavailable"
    assert refused.value.wording.status == 503


@pytest.mark.parametrize("answer", [{"fault": "Traceback …"}, {"refused": "no-such-code", "facts": {}}, {}])
def test_a_check_that_stumbles_is_a_refusal_for_people_and_an_error_in_the_log(
    answer: dict[str, object], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(nursery, "ask", lambda *_: (answer, b""))
    with caplog.at_level(logging.ERROR), pytest.raises(Refusal) as refused:
        inspect("a.docx", h.DOCX)
    assert refused.value.code == "file-too-complex"
    assert "a check failed on a.docx" in caplog.text


@pytest.mark.parametrize("said", [b"\xff" * 8, b"\0\0\0\2\0\0\0\0[]", b"\0\0\0\1\0\0\0\0{", b"\0\0"])
def test_a_child_that_says_nonsense_is_ended(said: bytes) -> None:
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(["sleep", "60"])
    child = Child(process, ours)
    theirs.sendall(said)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(Misbehaved):
        child.ask({"filename": "a.docx"}, b"x")
    assert process.returncode == -signal.SIGKILL
    theirs.close()


@pytest.mark.parametrize("failure", [OutOfTime("chậm"), RenderUnavailable("thiếu poppler")])
def test_a_pdf_whose_text_takes_too_long_is_too_complex_and_a_missing_program_is_not_its_fault(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: bytes) -> None:
        raise failure

    monkeypatch.setattr(door, "pages", fail)
    with pytest.raises(Refusal) as raised:
        inspect("a.pdf", h.printed())
    assert raised.value.code == ("file-too-complex" if isinstance(failure, OutOfTime) else "intake-unavailable")


def test_a_service_that_was_given_a_limit_of_processor_time_opens_files_within_it() -> None:
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (300, 305));"
    opens = f"{limited}from paper.intake import inspect; print(inspect('a.pdf', sys.stdin.buffer.read()).media)"
    asked = subprocess.run([sys.executable, "-c", opens], input=h.printed(), capture_output=True, cwd=ROOT)
    assert asked.stdout.split() == [b"pdf"], asked.stderr


def test_a_message_comes_through_whole() -> None:
    ours, theirs = socket.socketpair()
    wire.send(ours, {"a": "ế"}, b"bytes")
    assert wire.receive(theirs) == ({"a": "ế"}, b"bytes")
