"""Where the workers end with our process, and what is left where no wall can be built."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper.pdf import RenderUnavailable, office, page_count, pages, prove, render, sandbox, walled
from paper.pdf.pool import Pool
from paper.pdf.sandbox import OutOfTime
from tests.paper.presswork import plan_docx
from tests.paper.processes import descendants, eventually, living, offices
from tests.paper.test_pdf_pool import long_docx
from tests.paper.test_pdf_wall import linking_to, listening, pictures, secret_picture

ROOT = Path(__file__).parents[2]


def test_a_forked_child_leaves_the_workers_of_its_parent_alone() -> None:
    script = (
        "import os; from paper.pdf import office, page_count, render; from tests.paper.presswork import plan_docx\n"
        "render(plan_docx()); before = {one._child.pid for one in office._pool._all}\n"
        "if os.fork() == 0: os._exit(0 if not office._pool._all and page_count(render(plan_docx())) == 2 else 9)\n"
        "assert os.wait()[1] == 0\n"
        "render(plan_docx()); assert {one._child.pid for one in office._pool._all} == before != set()\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=120)


BUSY = """
import sys, threading, time
from paper.pdf import office, render, sandbox
from tests.paper.test_pdf_pool import long_docx, plan_docx
render(plan_docx())
threading.Thread(target=office.convert, args=(long_docx(), 60), daemon=True).start()
threading.Thread(target=office.convert, args=(plan_docx(), 60)).start()
time.sleep(1.0)
print("walled" if not sandbox.unwalled() else "unwalled", flush=True)
time.sleep(600 if sys.argv[1] == "killed" else 0)
"""


@pytest.mark.parametrize("wall", ["walled", "unwalled"])
@pytest.mark.parametrize("end", ["killed", "done"])
def test_when_our_process_ends_no_libreoffice_stays_behind(wall: str, end: str, tmp_path: Path) -> None:
    """Killed with SIGKILL, or at its end while a paper is still being printed; one worker at work, one at rest."""
    without = os.environ | {"PATH": str(poor_machine(tmp_path)), sandbox.ACCEPTED: "1"}
    child = subprocess.Popen(
        [sys.executable, "-c", BUSY, end], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env=without if wall == "unwalled" else None,
    )  # fmt: skip
    seen: set[int] = set()
    assert eventually(lambda: bool(seen.update(offices(child.pid))) or len(seen) >= 2, 60)
    assert child.stdout is not None
    assert child.stdout.readline() == f"{wall}\n"
    seen |= offices(child.pid)
    if end == "killed":
        child.kill()
    child.wait(60)
    child.stdout.close()
    assert eventually(lambda: not living(seen))


def poor_machine(place: Path) -> Path:
    """A PATH on which everything is but bubblewrap."""
    programs = place / "bin"
    programs.mkdir()
    for name in ("soffice", "prlimit", "setpriv", "env", "fc-list", "pdftotext"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    return programs


@pytest.fixture
def poor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """This process on a machine without bubblewrap, with a pool of its own."""
    monkeypatch.setenv("PATH", str(poor_machine(tmp_path)))
    pool = Pool(office._worker)
    monkeypatch.setattr(office, "_pool", pool)
    sandbox._can_be_built.cache_clear()
    yield pool
    pool.close()
    sandbox._can_be_built.cache_clear()


@pytest.fixture
def accepted(poor: Pool, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """The same, and the administrator has accepted it."""
    monkeypatch.setenv(sandbox.ACCEPTED, "1")
    return poor


@pytest.mark.usefixtures("poor")
@pytest.mark.parametrize("said", ["", "0", "yes"])
def test_without_bubblewrap_nothing_is_rendered_or_read_unless_the_risk_was_accepted(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sandbox.ACCEPTED, said)
    for attempt in (lambda: render(plan_docx()), lambda: pages(b"%PDF"), prove):
        with pytest.raises(RenderUnavailable, match="bubblewrap"):
            attempt()


def test_where_the_risk_was_accepted_papers_are_rendered_and_read_without_a_wall(accepted: Pool) -> None:
    assert not walled()
    pdf = render(plan_docx())
    assert page_count(pdf) == len(pages(pdf)) == 2
    prove()
    assert trials_of_the_graphics(accepted) == [], "a second and a gigabyte at every start"


def trials_of_the_graphics(pool: Pool) -> list[Path]:
    """The reports that LibreOffice writes of them into a profile."""
    return [report for one in pool._all if one._home for report in one._home.rglob("GraphicsRenderTests.log")]


def test_a_wall_that_can_be_built_is_built_whatever_was_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sandbox.ACCEPTED, "1")
    assert walled()
    assert "bwrap" in sandbox.around(sandbox.Limits())


def test_without_a_wall_the_limits_stay_and_so_does_the_end_of_what_hangs(accepted: Pool) -> None:
    others = set(descendants())  # of a pool that an earlier test warmed
    render(plan_docx())
    (pid,) = set(offices()) - others
    assert f"Max address space         {4 << 30}" in Path(f"/proc/{pid}/limits").read_text()
    assert Path(f"/proc/{pid}/environ").read_bytes().count(b"TRINHKY") == 0
    before = set(descendants()) - others
    with pytest.raises(OutOfTime):
        accepted.convert(long_docx(), 1.0)
    assert eventually(lambda: not living(before))
    assert page_count(render(plan_docx())) == 2
    homes = {one._home for one in accepted._all}
    accepted.close()
    assert [home for home in homes if home is None or home.exists()] == []


@pytest.mark.usefixtures("accepted")
def test_without_a_wall_the_settings_of_the_profile_still_fetch_nothing(tmp_path: Path) -> None:
    with listening() as (port, heard):
        assert pictures(render(linking_to(f"http://127.0.0.1:{port}/secret.png"))) == 0
        assert pictures(render(linking_to(secret_picture(tmp_path)))) == 0
    assert heard == []


def test_with_neither_wall_nor_settings_the_attacks_of_these_tests_succeed(
    accepted: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the silence in the other tests is ours, and not the attacker's want of skill."""
    monkeypatch.setattr(office, "_SETTINGS", ())
    with listening() as (port, heard):
        render(linking_to(f"http://127.0.0.1:{port}/secret.png"))
    assert heard
    assert heard[0].startswith((b"GET", b"HEAD", b"OPTIONS", b"PROPFIND"))
    assert pictures(render(linking_to(secret_picture(tmp_path)))) == 1
    assert len(trials_of_the_graphics(accepted)) == 1, "and it would begin with them"
