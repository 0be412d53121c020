"""The wall around LibreOffice: nothing goes out, nothing comes in, and nothing stays behind."""

import os
import signal
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from paper.pdf import RenderFailed, RenderUnavailable, page_count, render, sandbox
from paper.pdf.office import convert
from paper.pdf.sandbox import Limits, OutOfTime
from tests.paper.presswork import plan_docx

BLIP = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="1800000" cy="1800000"/><wp:docPr id="9" name="p"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="evil"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
    '<a:off x="0" y="0"/><a:ext cx="1800000" cy="1800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
RELATION = (
    '<Relationship Id="evil" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="{}" TargetMode="External"/>'
)


def linking_to(target: str) -> bytes:
    """The plan with a linked picture, as an attacker would send it past a careless gate."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(plan_docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "word/document.xml":
                assert isinstance(part, str)
                at = part.rindex("<w:sectPr")
                part = part[:at] + BLIP + part[at:]
            if name == "word/_rels/document.xml.rels":
                assert isinstance(part, str)
                part = part.replace("</Relationships>", RELATION.format(target) + "</Relationships>")
            new.writestr(name, part)
    return out.getvalue()


def pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return sum(isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image" for one in document.objects)


def eventually(ask: Callable[[], bool], seconds: float = 20) -> bool:
    """Ask until it is so; the bound only ends a test that would fail anyway."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ask():
            return True
        time.sleep(0.02)
    return ask()


def descendants() -> dict[int, str]:
    """Every living process below this one (pid → name)."""
    parents: dict[int, tuple[int, str]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, name, rest = status.read_text().replace(")", "(").split("(")
        except (OSError, ValueError):
            continue
        state, parent = rest.split()[:2]
        if state != "Z":
            parents[int(pid)] = (int(parent), name)
    below, fresh = {}, {os.getpid()}
    while fresh:
        fresh = {pid for pid, (parent, _) in parents.items() if parent in fresh}
        below |= {pid: parents[pid][1] for pid in fresh}
    return below


def offices() -> list[int]:
    return [pid for pid, name in descendants().items() if name.startswith(("soffice", "oosplash"))]


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and everything that anybody ever said to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    talk, _ = server.accept()
                except OSError:
                    return
                with talk:
                    heard.append(talk.recv(100))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_a_linked_picture_sends_no_packet_and_leaves_no_picture(listener: tuple[int, list[bytes]]) -> None:
    port, heard = listener
    pdf = render(linking_to(f"http://127.0.0.1:{port}/secret.png"))
    assert (page_count(pdf), pictures(pdf), heard) == (2, 0, [])
    with socket.create_connection(("127.0.0.1", port)) as proof:
        proof.sendall(b"the listener does hear")
    assert eventually(lambda: heard == [b"the listener does hear"])


def test_the_network_is_walled_off_even_without_the_settings_of_the_profile(
    listener: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paper.pdf.office._SETTINGS", ())
    monkeypatch.setattr("paper.pdf.office._prepared", {})
    port, heard = listener
    convert(linking_to(f"http://127.0.0.1:{port}/secret.png"), Limits())
    assert heard == []


def test_a_picture_of_this_machine_does_not_end_in_the_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (64, 64), (1, 2, 3)).save(secret)
    assert pictures(render(linking_to(secret.as_uri()))) == 0
    assert pictures(render(linking_to("file:///etc/hostname"))) == 0
    monkeypatch.setattr("paper.pdf.office._SETTINGS", ())
    monkeypatch.setattr("paper.pdf.office._prepared", {})
    assert pictures(convert(linking_to(secret.as_uri()), Limits())) == 0


def test_inside_the_wall_there_is_no_network_no_secret_and_no_way_to_write(tmp_path: Path) -> None:
    (tmp_path / "probe.sh").write_text(
        "cat /etc/passwd /etc/shadow; ls /srv /home /var/lib; echo x > /usr/x; echo x > /etc/x;"
        "echo fine > /room/fine; ls /sys/class/net; cat /proc/net/dev | tail -n +3 | cut -d: -f1; id -u; env"
    )
    said = sandbox.run(["sh", "/room/probe.sh"], tmp_path)
    assert (tmp_path / "fine").read_text() == "fine\n"
    assert "root:" not in said
    assert "Read-only file system" in said
    assert said.count("No such file or directory") >= 5
    assert "lo" in said.split()
    assert not {"eth0", "ens3"} & set(said.split())
    assert "65534" in said.split()
    assert "TRINHKY" not in said


def test_a_killed_libreoffice_is_a_failure_worth_another_try() -> None:
    render(plan_docx())  # the profile is there, so what starts now is the conversion
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(render, plan_docx())
        assert eventually(lambda: bool(offices()))
        for pid in offices():
            with suppress(ProcessLookupError):  # the first one killed takes the others of its sandbox with it
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(RenderFailed):
            work.result(60)
    assert page_count(render(plan_docx())) == 2


def test_out_of_time_kills_everything_that_was_started() -> None:
    before = set(descendants())
    with pytest.raises(OutOfTime, match="chưa xong"):
        render(plan_docx(), seconds=0.1)
    assert eventually(lambda: set(descendants()) <= before)


def test_what_ignores_sigterm_and_forks_is_killed_too(tmp_path: Path) -> None:
    (tmp_path / "stubborn.sh").write_text("trap '' TERM HUP INT; sleep 600 & setsid sleep 600 & wait")
    before = set(descendants())
    with pytest.raises(OutOfTime):
        sandbox.run(["sh", "/room/stubborn.sh"], tmp_path, Limits(seconds=0.5))
    assert eventually(lambda: set(descendants()) <= before)


def test_memory_and_files_have_limits(tmp_path: Path) -> None:
    sandbox.run(["head", "-c", "5000000", "/dev/zero"], tmp_path, Limits(file=1 << 20))
    assert (tmp_path / "said.txt").stat().st_size <= 1 << 20
    said = sandbox.run(["dd", "if=/dev/zero", "of=/dev/null", "bs=2G", "count=1"], tmp_path, Limits(memory=1 << 30))
    assert "exhausted" in said or "allocate" in said


def test_a_machine_that_forbids_walls_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_fixed_wall", lambda: ("bwrap", "--ro-bind", "/no/such/directory", "/usr"))
    with pytest.raises(RenderUnavailable, match="user namespace"):
        sandbox.run(["sh", "-c", "true"], tmp_path)


def test_several_papers_at_once_do_not_disturb_each_other() -> None:
    with ThreadPoolExecutor(3) as pool:
        counts = list(pool.map(lambda _: page_count(render(plan_docx())), range(3)))
    assert counts == [2, 2, 2]
