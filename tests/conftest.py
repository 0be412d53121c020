"""What every test may ask for. A component that is missing fails the test: nothing here skips."""

import gc
import os
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric import rsa
from xdist.scheduler import LoadFileScheduling

from tests.support.postgres import PostgresServer
from tests.support.seaweed import SeaweedServer

# 09:00 on Thursday 15 January 2026 in Asia/Ho_Chi_Minh: office hours of a working day.
NOW = datetime(2026, 1, 15, 2, 0, tzinfo=UTC)

# What the caller's shell says must not decide a test, and no test run reports itself to anybody.
FOREIGN = ("TRINHKY_", "PREFECT_", "AWS_", "S3_ACCESS", "S3_SECRET", "PG", "MINIO_")
QUIET = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}

# One household works for the tests of these files, so one process gets them all.
TOGETHER = "tests/flows/"

# Files whose tests wait long for living installations: begun first, so that neither core ends with them alone.
LONG = ("tests/journeys/", "tests/flows/", "tests/web/test_chromium.py")

prefect_home = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module imports Prefect, which reads its settings only then."""
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    home = tempfile.mkdtemp(prefix="trinhky-prefect-")
    config.stash[prefect_home] = home
    os.environ.update(QUIET, PREFECT_HOME=home)
    if not hasattr(config, "workerinput"):  # the processes of one run inherit it
        os.environ["TEST_RUN_HOME"] = home
    gc.disable()  # what is imported and collected stays: looking through it again and again took a third of that time


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # Python's 700 look through the young ones six thousand times in tests/actions
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "FilesTogether":
    return FilesTogether(config, log)


class FilesTogether(LoadFileScheduling):
    """The tests of a file go to one process, and so do the files that share a household."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[prefect_home], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def nothing_remembered() -> None:
    """mutmut forks its mutants off a process in which these tests have passed: what that one kept in caches must not
    answer in their place."""
    for module in [module for name, module in sys.modules.items() if name.startswith(("paper.", "rules."))]:
        for kept in list(vars(module).values()):
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def hasher_of_the_product() -> Iterator[PasswordHasher]:
    """Passwords cost next to nothing here: a hash takes a fifth of a second of a processor by intent, and the tests
    make five hundred. A hash tells its own cost, so servers that tests start are as quick with these. Gives what the
    product has."""
    from actions import accounts

    with pytest.MonkeyPatch.context() as patch:
        product = accounts._hasher
        patch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield product


@pytest.fixture(scope="session", autouse=True)
def keys_of_a_ring() -> Iterator[None]:
    """The authorities that tests make take their keys in turn from a ring of eight: two hundred times the search for
    primes is a quarter of a minute. Processes that tests start make their own."""
    ring, product = deque[rsa.RSAPrivateKey](), rsa.generate_private_key

    def key(exponent: int, bits: int) -> rsa.RSAPrivateKey:
        if len(ring) < 8:
            ring.append(product(exponent, bits))
        ring.rotate(1)
        return ring[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rsa, "generate_private_key", key)
        yield


@pytest.fixture
def now() -> datetime:
    """The instant at which a test's act happens, unless it says otherwise."""
    return NOW


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run: `.url("name")`, `.async_url("name")`, `.fresh_url()`."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def seaweed() -> Iterator[SeaweedServer]:
    """One S3 server with Object Lock for the whole run: `.url("bucket")`, `.access_key`, `.secret_key`."""
    with SeaweedServer() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """SQLAlchemy URL of a new SQLite file."""
    return f"sqlite:///{tmp_path / 'trinhky.db'}"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """SQLAlchemy URL of a new empty PostgreSQL database, removed after the test."""
    url = postgres.fresh_url()
    yield url
    postgres.drop(url.rpartition("/")[2])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLAlchemy URL of a new empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url
