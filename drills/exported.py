"""What do coreutils and poppler say of the export, and does each paper print what the register says of it?"""

import hashlib
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from drills.installation import Installation, ask
from drills.picture import Fault
from tests.journeys.witnesses import check_sums, signatures

RECORDS = """SELECT r.id, r.sha256, d.id, d.code, d.issued_on, o.number, o."CodeNotation", o."IssuedDate",
                    o."OrganName", c.name
             FROM records r JOIN documents d ON d.id = r.document_id
             LEFT JOIN outgoing o ON o.document_id = d.id AND o.void_at IS NULL
             LEFT JOIN decisions c ON c.document_id = d.id AND c.round = d.round AND c.duty = 'approve_sign'
                                  AND c.verdict = 'pass'"""
CODE = re.compile(r"\b\d+/[^\W\d_][\w.]*(?:-[\w.]+)+")
DATE = re.compile(r"ngày\s+(\d+)\s+tháng\s+(\d+)\s+năm\s+(\d{4})")
SIGNER = re.compile(r"Signer Certificate Common Name: (.*)")


def faults(installation: Installation, export: Path) -> Iterator[Fault]:
    """Sums that do not hold, records that are not there, and papers that are not what they are registered as."""
    checked = check_sums(export)
    if checked.returncode:
        yield Fault("wrong", f"sha256sum: {checked.stdout[-300:]}{checked.stderr[-300:]}")
    records = ask(installation.ours, RECORDS)
    told = {record["id"]: record for record in json.loads((export / "records.json").read_text())}
    papers = sorted(export.glob("records/*/*.pdf"))
    if len(papers) != len(records) or set(told) != {record[0] for record in records}:
        yield Fault("lost", f"{len(papers)} papers exported of {len(records)} records")
    for record_id, *record in records:
        if record_id in told:
            yield from _paper(export / told[record_id]["file"], *record)


def _paper(
    paper: Path, sha256: str, document_id: str, code: str, on: Any, number: int | None, notation: str, dated: Any,
    organ: str, signer: str | None,
) -> Iterator[Fault]:  # fmt: skip
    """One paper: its bytes, both signatures and whose they are, and the number and date that it prints."""
    if (has := hashlib.sha256(paper.read_bytes()).hexdigest()) != sha256:
        yield Fault("wrong", f"{paper.name} is {has}, recorded {sha256}", document_id)
    if [valid for _, valid, _ in signatures(paper)] != [True, True]:
        yield Fault("wrong", f"pdfsig {paper.name}: {signatures(paper)}", document_id)
    wanted = {(code, str(on))}
    if number is not None:  # a paper that was signed elsewhere has no line among the outgoing ones, and no decisions
        wanted.add((f"{number:02d}/{notation}", str(dated)))
        if (hands := _said(SIGNER, "pdfsig", "-nocert", str(paper))) != [signer, organ]:
            yield Fault("wrong", f"{paper.name} is signed by {hands}, decided by {signer} of {organ}", document_id)
    printed = _printed(paper)
    if wanted != {printed}:
        yield Fault("wrong", f"{paper.name} prints {printed}, registered {sorted(wanted)}", document_id)


def _printed(paper: Path) -> tuple[str, str]:
    """The first number and the first full date on the first page: those of its head, not of what it cites."""
    page = ("pdftotext", "-enc", "UTF-8", "-l", "1", str(paper), "-")
    code, days = _said(CODE, *page), _said(DATE, *page)
    on = date(int(days[0][2]), int(days[0][1]), int(days[0][0])).isoformat() if days else ""
    return code[0] if code else "", on


def _said(what: re.Pattern[str], *command: str) -> list[Any]:
    """All that a tool says of this pattern."""
    said = subprocess.run(command, capture_output=True, timeout=60).stdout.decode()
    return what.findall(unicodedata.normalize("NFC", said))
