"""Everybody at the same moment: so many communes hand in a paper, and later so many reviewers press Resume.

All are signed in before; each call is a thread of its own behind one barrier. Whatever is not the page's or the
gate's success counts as an error, a call that breaks too, and nobody presses again. Beside them somebody looks at
/health and at a page.
"""

import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.bench import Bench
from benchmarks.office import DECIDED, Office
from benchmarks.province import KINDS, commune, person
from benchmarks.table import Table, percentile, raw
from cli.demo.doors import Answer, Person

HANDED_IN = 303
SIGNING_IN_AT_ONCE = 8
HEADS = (
    "database", "at once", "act", "errors", "last answer, s", "all next forms open, s",
    "/health max · p99, s", "page max · p99, s",
)  # fmt: skip
NOTE = """*hand in*: drafts through the page; the next form is the first one, after rendering. *decide*: Resume at the
gate; the next form is the signer's. The looks at /health and at the page go on until the next forms are open."""

Act = Callable[[], Answer]


def report(bench: Bench) -> Table:
    """Each crowd on each database, in one office a database."""
    table = Table("At once", HEADS, note=NOTE)
    for database in bench.databases:
        with bench.office(database, "crowd", communes=max(bench.sizes.crowds)) as office:
            for kind, crowd in zip(KINDS, bench.sizes.crowds, strict=False):
                for name, seen in (("hand in", _hand_in(office, kind, crowd)), ("decide", _decide(office))):
                    _tell(table, database, crowd, name, seen)
    return table


@dataclass
class _Seen:
    """What one crowd saw: the answers' seconds and wrong statuses, seconds to all next forms, and the looks beside."""

    answers: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    to_forms: float = 0.0
    looks: dict[str, list[float]] = field(default_factory=dict)


def _hand_in(office: Office, kind: str, crowd: int) -> _Seen:
    drafters = _signed_in(office, [person(number, "soan-thao") for number in range(crowd)])
    papers = [office.house.draft(commune(number), kind) for number in range(crowd)]
    year = office.house.runtime.clock.now().year

    def act(number: int) -> Act:
        return lambda: drafters[number].hand_in(commune(number), kind, year, f"{kind}.docx", papers[number])

    return _at_once(office, [act(number) for number in range(crowd)], HANDED_IN, "form")


def _decide(office: Office) -> _Seen:
    """Those who check the form press, on every paper that has just been handed in."""
    forms = [form for form in office.forms() if form.duty == "form"]
    _signed_in(office, [form.person for form in forms])

    def act(number: int) -> Act:
        return lambda: office.press(forms[number])

    return _at_once(office, [act(number) for number in range(len(forms))], DECIDED, "approve_sign")


def _signed_in(office: Office, codes: Sequence[str]) -> list[Person]:
    with ThreadPoolExecutor(SIGNING_IN_AT_ONCE) as doors:
        return list(doors.map(office.person, codes))


def _at_once(office: Office, acts: Sequence[Act], right: int, next_duty: str) -> _Seen:
    """All acts behind one barrier, until each has its answer and as many more forms of the next duty are open."""
    seen, barrier = _Seen(), threading.Barrier(len(acts) + 1)
    open_before = _open(office, next_duty)

    def take_part(act: Act) -> None:
        barrier.wait()
        began = time.monotonic()
        try:
            answer = act()
            said = "" if answer.status == right else f"{answer.status} {answer.text}"
        except Exception as problem:  # a person whose call breaks sees an error page
            said = f"{type(problem).__name__} {problem}"
        seen.answers.append(time.monotonic() - began)
        if said:
            seen.wrong.append(said)

    with _looking(office, seen), ThreadPoolExecutor(len(acts)) as crowd:
        parts = [crowd.submit(take_part, act) for act in acts]
        barrier.wait()
        began = time.monotonic()
        for part in parts:
            part.result()
        wanted = open_before + len(acts) - len(seen.wrong)
        office.wait(f"{wanted} forms {next_duty} are open", lambda: _open(office, next_duty) >= wanted)
        seen.to_forms = time.monotonic() - began
    return seen


def _open(office: Office, duty: str) -> int:
    return sum(form.duty == duty for form in office.forms())


@contextmanager
def _looking(office: Office, seen: _Seen) -> Iterator[None]:
    """Somebody looks at pages beside; what is not 200 counts as an error too."""
    token = office.house.session_of(office.house.system_person("auditor"))
    command = [sys.executable, "-m", "benchmarks.ping", office.house.origin, token]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as looker:
        assert looker.stdout is not None
        looker.stdout.readline()  # it is ready
        try:
            yield
        finally:
            told, _ = looker.communicate(timeout=150)
    for name, looks in json.loads(told).items():
        seen.looks[name] = looks["seconds"]
        seen.wrong += [f"{status} on {name}" for status in looks["wrong"]]


def _tell(table: Table, database: str, crowd: int, act: str, seen: _Seen) -> None:
    what = f"{crowd} {act}"
    raw("crowd", database, f"{what}: answers, s", sorted(seen.answers))
    raw("crowd", database, f"{what}: errors", str(dict(Counter(seen.wrong)) or "none"))
    for name, looks in seen.looks.items():
        raw("crowd", database, f"{what}: the ten slowest of {len(looks)} looks at {name}, s", sorted(looks)[-10:])
    beside = [f"{max(looks):.2f} · {percentile(looks, 99):.2f}" for looks in seen.looks.values()]
    numbers = (str(len(seen.wrong)), f"{max(seen.answers):.1f}", f"{seen.to_forms:.1f}", *beside)
    table.rows.append((database, str(crowd), act, *numbers))
    table.errors += len(seen.wrong)
