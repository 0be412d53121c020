"""The wheel is the product: installed in a clean environment, it works from another directory."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, committed_files, shipped_files

UV = shutil.which("uv", path=f"{ROOT}/.tools/bin{os.pathsep}{os.environ['PATH']}")


def uv(*words: str) -> str:
    """Run uv in the project (`make setup` has fetched it); its stdout."""
    assert UV is not None, "uv was not found: run `make setup`, which fetches it into .tools"
    done = subprocess.run([UV, *words], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"uv {' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the committed files: what git does not keep cannot slip in."""
    source = tmp_path_factory.mktemp("source")
    for path in committed_files():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    uv("build", "--wheel", "--quiet", str(source))
    (built,) = (source / "dist").glob("trinhky-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`bin` of a clean environment with the wheel and exactly the locked dependencies, development ones left out."""
    place = tmp_path_factory.mktemp("clean")
    requirements = place / "requirements.txt"
    uv("export", "--locked", "--no-dev", "--no-emit-project", "--quiet", "--output-file", str(requirements))
    uv("venv", "--quiet", "--python", str(ROOT / ".venv/bin/python"), str(place / "venv"))
    target = ["--quiet", "--python", str(place / "venv/bin/python")]
    uv("pip", "install", *target, "--require-hashes", "--requirements", str(requirements))
    uv("pip", "install", *target, "--no-deps", str(wheel))
    return place / "venv" / "bin"


def run(program: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A program of the clean environment, with nothing of ours in its environment."""
    environment = {"PATH": f"{program.parent}:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(cwd)}
    return subprocess.run([program, *words], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


def test_the_wheel_holds_every_file_of_the_shipped_packages(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    missing = {str(path.relative_to(ROOT)) for path in shipped_files()} - inside
    assert missing == set()


def test_the_program_answers_from_another_directory(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "trinhky", "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "submit" in done.stdout


def test_the_sample_profile_is_found_and_valid_where_the_wheel_is_installed(installed: Path, tmp_path: Path) -> None:
    for words in (["migrate"], ["profile", "load", "cao-lanh"], ["profile", "show"]):
        done = run(installed / "trinhky", *words, "--data", str(tmp_path / "data"), cwd=tmp_path)
        assert done.returncode == 0, f"trinhky {' '.join(words)}\n{done.stdout}{done.stderr}"


def test_prefect_finds_our_worker_type_where_the_wheel_is_installed(installed: Path, tmp_path: Path) -> None:
    done = run(
        installed / "python", "-c",
        "from prefect.plugins import load_prefect_collections; from prefect.workers.base import BaseWorker;"
        "load_prefect_collections(); print(BaseWorker.get_worker_class_from_type('trinhky').__name__)", cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "InProcessWorker"), done.stderr
