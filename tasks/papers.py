"""The four effects on a paper: render, sign, seal, keep. Each may be run again and meets its own result.

A rendition lies in the archive under its natural key (document, round, stage), put once; so a try that died between
the effect and its recording finds the very bytes it made, and of two tries at once the later takes the earlier's.
"""

from collections.abc import Callable

from prefect import task

from actions import issuing, keeping, renditions
from actions.hand_in import version_key
from actions.runtime import Runtime
from paper import pdf, sign
from rules.issuing import OF_THE_DRAFT
from rules.refusals import Refusal
from tasks.policy import policy

PDF = "application/pdf"


@task(**policy("render"))
def render(document_id: str) -> None:
    """Draft docx → PDF/A with empty places for number, date and both signatures. A draft that cannot become a paper
    goes back to its drafter with the reason; a machine that cannot render fails, and the draft stays where it is."""
    runtime = Runtime.current()
    work = issuing.making(runtime, document_id)

    def effect() -> bytes:
        docx = runtime.archive.get(version_key(work.version_sha256, "docx"), work.version_sha256)
        return sign.prepare(pdf.render(docx), signer=work.signer)

    try:
        _once(runtime, work, "rendered", effect)
    except Refusal as refusal:
        if refusal.code not in OF_THE_DRAFT:
            raise
        if refusal.code == "not-renderable":
            pdf.prove()  # half a LibreOffice opens no file at all: that is not the drafter's fault
        issuing.send_back(runtime, runtime.who(None), document_id, work.round, refusal)


@task(**policy("sign"))
def sign_person(document_id: str) -> None:
    """The signature of the one who approved, over exactly the bytes he saw."""
    runtime = Runtime.current()
    work = issuing.making(runtime, document_id, "approve_sign")

    def effect() -> bytes:
        holder = runtime.authority.person(work.person, work.person_name, work.unit_name)
        return sign.sign_person(_stage(runtime, work, "rendered"), holder, capacity=" – ".join(work.capacity))

    _once(runtime, work, "signed", effect)


@task(**policy("seal"))
def seal(document_id: str) -> None:
    """Number and date into their places, then the office's signature over the whole file."""
    runtime = Runtime.current()
    work = issuing.making(runtime, document_id, "number_seal")

    def effect() -> bytes:
        number = (work.code or "").partition("/")[0]
        stamped = sign.stamp_number(_stage(runtime, work, "signed"), number=number, day=work.day, month=work.month)
        return sign.seal(stamped, runtime.authority.office(work.unit, work.unit_name))

    _once(runtime, work, "sealed", effect)


@task(**policy("keep"))
def keep(document_id: str) -> None:
    """All parts of the record into the archive, under a legal hold and a short lock."""
    runtime = Runtime.current()
    hashes = {}
    for part in keeping.parts(runtime, document_id):
        data = part.data if part.source is None else runtime.archive.get(part.source, part.sha256)
        stored = runtime.archive.put(
            part.key, data or b"", media=part.media, hold=True, lock_until=keeping.first_lock()
        )
        hashes[stored.key] = stored.sha256
    keeping.kept(runtime, runtime.who(None), document_id, hashes)


def _once(runtime: Runtime, work: issuing.Making, stage: str, effect: Callable[[], bytes]) -> None:
    """Do an effect unless its result is already there, put it under its key, record what lies there."""
    line = (work.code, work.issued_on)
    key = renditions.rendition_key(work.document_id, work.round, stage, *line)
    try:
        made = runtime.archive.get(key)
    except Refusal as refusal:
        if refusal.code != "archive-missing":
            raise
        made = effect()
    try:
        digest = runtime.archive.put(key, made, media=PDF).sha256
    except Refusal as refusal:
        if refusal.code != "archive-conflict":
            raise
        made = runtime.archive.get(key)  # another try was faster, and no two signatures are alike: the first one counts
        digest = runtime.archive.put(key, made, media=PDF).sha256
    pages = pdf.page_count(made)
    issuing.made(runtime, runtime.who(None), work.document_id, work.round, stage, digest, pages, line=line)


def _stage(runtime: Runtime, work: issuing.Making, stage: str) -> bytes:
    """The bytes of an earlier stage, checked against what the chain of events told of them."""
    return runtime.archive.get(*issuing.earlier(runtime, work.document_id, stage))
