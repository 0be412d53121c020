"""The wall around LibreOffice: nothing goes out, nothing comes in, and nothing stays behind."""

import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from paper.pdf import RenderUnavailable, office, page_count, pages, render, sandbox
from paper.pdf.office import convert
from paper.pdf.pool import Pool
from paper.pdf.sandbox import Limits, OutOfTime
from tests.paper.presswork import plan_docx
from tests.paper.processes import descendants, eventually

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
    '<Relationship Id="evil" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}" TargetMode="External"/>'
)


FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve">{}'
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>.</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
TO = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="evil"'
OFFICE = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
# Ways in which a docx names a file or an address that a reader is to fetch: (its words, the relation's kind).
LINKS = {
    "picture": (BLIP, "image"),
    "vml picture": (f'<w:p><w:r><w:pict><v:shape {OFFICE} style="width:90pt;height:90pt"><v:imagedata {TO}/>'
                    '</v:shape></w:pict></w:r></w:p>', "image"),
    "chunk": (f"<w:altChunk {TO}/>", "aFChunk"),
    "subdocument": (f"<w:p><w:subDoc {TO}/></w:p>", "subDocument"),
    "ole link": (f'<w:p><w:r><w:object {OFFICE}><o:OLEObject Type="Link" ProgID="Word.Document.12" ShapeID="s" '
                 f'DrawAspect="Content" ObjectID="_1" UpdateMode="Always" {TO}/></w:object></w:r></w:p>', "oleObject"),
    "template": ("", "attachedTemplate"),
    "includetext": (FIELD.format('INCLUDETEXT "{}"'), "hyperlink"),
    "includepicture": (FIELD.format('INCLUDEPICTURE "{}" \\d'), "hyperlink"),
    "link field": (FIELD.format('LINK Word.Document.12 "{}" "" \\a \\t'), "hyperlink"),
    "dde field": (FIELD.format('DDEAUTO soffice "{}" "x"'), "hyperlink"),
}  # fmt: skip


def linking_to(target: str, way: str = "picture") -> bytes:
    """The plan with a link, as an attacker would send it past a careless gate."""
    words, kind = LINKS[way]
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(plan_docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "word/document.xml":
                assert isinstance(part, str)
                at = part.rindex("<w:sectPr")
                part = part[:at] + words.replace("{}", target) + part[at:]
            if name == "word/_rels/document.xml.rels":
                assert isinstance(part, str)
                part = part.replace("</Relationships>", RELATION.format(kind, target) + "</Relationships>")
            new.writestr(name, part)
    return out.getvalue()


def pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return sum(isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image" for one in document.objects)


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
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


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """The same, for one test."""
    with listening() as found:
        yield found


def test_a_linked_picture_sends_no_packet_and_leaves_no_picture(listener: tuple[int, list[bytes]]) -> None:
    port, heard = listener
    pdf = render(linking_to(f"http://127.0.0.1:{port}/secret.png"))
    assert (page_count(pdf), pictures(pdf), heard) == (2, 0, [])
    with socket.create_connection(("127.0.0.1", port)) as proof:
        proof.sendall(b"the listener does hear")
    assert eventually(lambda: heard == [b"the listener does hear"])


@pytest.fixture
def without_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Warm workers whose profiles do not forbid to fetch: only the wall is left."""
    pool = Pool(office._worker)
    monkeypatch.setattr(office, "_SETTINGS", ())
    monkeypatch.setattr(office, "_pool", pool)
    yield
    pool.close()


@pytest.mark.usefixtures("without_settings")
def test_the_network_is_walled_off_even_without_the_settings_of_the_profile(listener: tuple[int, list[bytes]]) -> None:
    port, heard = listener
    for way in LINKS:
        convert(linking_to(f"http://127.0.0.1:{port}/secret.png", way), 60)
    assert heard == []


def test_no_way_of_linking_sends_a_packet_or_prints_a_file_of_this_machine(
    listener: tuple[int, list[bytes]], tmp_path: Path
) -> None:
    """One after another in warm workers; of the three files the last is one that the sandbox itself can read."""
    port, heard = listener
    canary = tmp_path / "canary.txt"
    canary.write_text("chimhoangyen")
    own = {word.text for page in pages(render(plan_docx())) for word in page.words}
    for way in LINKS:
        for target in (canary.as_uri(), "file:///etc/passwd", "file:///etc/fonts/fonts.conf"):
            words = {word.text for page in pages(convert(linking_to(target, way), 60)) for word in page.words}
            assert words - own <= {".", "Error:", "Reference", "source", "not", "found"}, (way, target)
        convert(linking_to(f"http://127.0.0.1:{port}/secret.png", way), 60)
    assert heard == []


def test_a_picture_of_this_machine_does_not_end_in_the_pdf(tmp_path: Path) -> None:
    assert pictures(render(linking_to(secret_picture(tmp_path)))) == 0
    assert pictures(render(linking_to("file:///etc/hostname"))) == 0


@pytest.mark.usefixtures("without_settings")
def test_a_picture_of_this_machine_cannot_even_be_seen_behind_the_wall(tmp_path: Path) -> None:
    assert pictures(convert(linking_to(secret_picture(tmp_path)), 60)) == 0


def secret_picture(place: Path) -> str:
    """The address of a picture that lies on this machine, outside the wall."""
    Image.new("RGB", (64, 64), (1, 2, 3)).save(place / "secret.png")
    return (place / "secret.png").as_uri()


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


def test_nobody_behind_the_wall_becomes_root_of_a_namespace_of_its_own(tmp_path: Path) -> None:
    said = sandbox.run(["unshare", "-Ur", "id", "-u"], tmp_path)
    assert "unshare failed" in said
    assert said.splitlines()[-1] != "0"


def test_a_bubblewrap_that_cannot_forbid_namespaces_builds_the_wall_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_NO_MORE_USERS", ("--no-such-word",))
    monkeypatch.setattr(sandbox, "_fixed_wall", sandbox._fixed_wall.__wrapped__)
    assert sandbox.run(["id", "-u"], tmp_path) == "65534"


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
