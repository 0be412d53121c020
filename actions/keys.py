"""Are the office's signing keys there, do they belong together, and are they those that signed what is kept?"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import quote

from sqlalchemy.orm import Session

from actions.language import Sentence, listed
from actions.runtime import Runtime
from models import documents, events, records
from models.tables import Event, Record
from paper import sign
from rules.refusals import Refusal

DIRECTORY = "keys"


def examine(runtime: Runtime) -> tuple[list[Sentence], Sentence]:
    """Each key against its certificate, each certificate against the root, the newest signed record against that root:
    what signed once must be there still, or the next signature makes a new root, under which no earlier one holds."""
    with runtime.memory.read() as session:
        signed = events.of_kind(session, "signed")
        newest = _newest(session)
    if not signed:
        return [], Sentence("chưa ký văn bản nào")
    if not runtime.roots:
        return [Sentence("mất chứng thư gốc (keys/root)")], Sentence("")
    holders = sign.holders(runtime.settings.data / DIRECTORY)
    faults = [Sentence("khóa {name}: {why}", name=name, why=why) for name, why in holders.items() if why is not None]
    faults += [*_missing(holders, signed), *_not_of_the_root(runtime, newest)]
    return faults, Sentence("{count} khóa, cùng một chứng thư gốc", count=len(holders))


def _missing(present: Iterable[str], signed: list[Event]) -> Iterator[Sentence]:
    """A person may have had several keys: each name is one."""
    for person in sorted({event.person for event in signed if event.person}):
        if not any(name.startswith(f"person-{quote(person, safe='')[:80]}-") for name in present):
            yield Sentence("mất khóa của {person}", person=person)


def _newest(session: Session) -> Record | None:
    """The record that was kept last of what was signed here."""
    here = documents.drafted_here(session)
    signed = [record for record in records.find(session) if record.document_id in here]
    return max(signed, key=lambda record: record.kept_at, default=None)


def _not_of_the_root(runtime: Runtime, newest: Record | None) -> Iterator[Sentence]:
    if newest is None:
        return
    with suppress(Refusal):  # a record that is no longer whole is told by `records`
        found = sign.verify(runtime.archive.get(newest.key, newest.sha256), roots=runtime.roots)
        if found.verdict == "valid":
            return
        why = listed(found.problems, " ")
        yield Sentence("bản lưu {code} không khớp với chứng thư gốc: {why}", code=newest.code, why=why)
