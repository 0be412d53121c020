"""Is every object of the archive there once, with the bytes that our tables remember, and none beside them?"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from minio import Minio

from drills.installation import Installation, ask
from drills.picture import Fault

RENDITIONS = """SELECT r.document_id, r.round, r.stage, r.sha256, o."IssuedDate", o.number FROM renditions r
                LEFT JOIN outgoing o ON o.document_id = r.document_id AND o.void_at IS NULL"""
VOID = """SELECT document_id, "IssuedDate", number FROM outgoing WHERE void_at IS NOT NULL"""
VERSIONS = "SELECT document_id, sha256, media FROM versions WHERE media = 'docx'"
WITNESSED = "SELECT facts FROM events WHERE kind = 'witnessed'"
RECORDS = """SELECT r.document_id, r.key, r.sha256, r.parts, s.sha256 FROM records r
             JOIN documents d ON d.id = r.document_id
             LEFT JOIN renditions s ON s.document_id = d.id AND s.round = d.round AND s.stage = 'sealed'"""

Wanted = dict[str, tuple[str | None, str]]  # by key: the paper, if of one, and the SHA-256 that is remembered


def faults(installation: Installation) -> Iterator[Fault]:
    """Objects lost, doubled, of other bytes; and records that do not keep what was sealed."""
    versions = dict(_objects(installation))
    wanted = _renditions(installation) | _drafts(installation) | _witnesses(installation)
    for document_id, key, sha256, told, sealed in ask(installation.ours, RECORDS):
        parts: dict[str, str] = json.loads(told) if isinstance(told, str) else told
        wanted |= {part: (document_id, hash_) for part, hash_ in parts.items()}
        if parts.get(key) != sha256 or sealed not in (None, sha256):
            yield Fault("wrong", f"record {sha256}, its part {parts.get(key)}, sealed {sealed}", document_id)
    for key, (document_id, sha256) in wanted.items():
        if key not in versions:
            yield Fault("lost", f"no object {key}", document_id)
        elif set(versions[key]) != {sha256}:
            yield Fault("lost", f"{key} has the bytes {versions[key]}, remembered {sha256}", document_id)
    for key, hashes in versions.items():
        if len(hashes) != 1:
            yield Fault("doubled", f"{len(hashes)} versions of {key}")
    yield from _beside(versions, wanted, installation)


def _renditions(installation: Installation) -> Wanted:
    """One object for each effect; a sealed one carries the date and the number of its line in the register."""
    wanted: Wanted = {}
    for document_id, round_, stage, sha256, dated, number in ask(installation.ours, RENDITIONS):
        name = _sealed(dated, number) if stage == "sealed" and number is not None else f"{stage}.pdf"
        wanted[f"work/{document_id}/{round_}/{name}"] = (document_id, sha256)
    return wanted


def _sealed(dated: object, number: int) -> str:
    return f"sealed-{dated}-{number:02d}.pdf"


def _drafts(installation: Installation) -> Wanted:
    rows = ask(installation.ours, VERSIONS)
    return {f"versions/{sha256}.{media}": (document_id, sha256) for document_id, sha256, media in rows}


def _witnesses(installation: Installation) -> Wanted:
    """Each of which an event tells."""
    told = (json.loads(facts) if isinstance(facts, str) else facts for (facts,) in ask(installation.ours, WITNESSED))
    return {facts["key"]: (None, facts["sha256"]) for facts in told}


def _beside(versions: dict[str, list[str]], wanted: Wanted, installation: Installation) -> Iterator[Fault]:
    """What no table knows. A file that was sealed with a number void by now stays, as its line in the register does."""
    void = {(document_id, _sealed(dated, number)) for document_id, dated, number in ask(installation.ours, VOID)}
    for key in versions:
        document_id, name = key.split("/")[1] if "/" in key else "", key.rpartition("/")[2]
        known = key in wanted or (document_id, name) in void
        if key.startswith(("work/", "records/")) and not known:
            yield Fault("doubled", f"{key} is beside what is remembered", document_id)


def _objects(installation: Installation) -> Iterator[tuple[str, list[str]]]:
    """Every key of the archive with the SHA-256 of each version of its bytes, read behind our program's back."""
    url = installation.urls.get("TRINHKY_ARCHIVE_URL", "")
    if not url.startswith("s3+http://"):
        place = Path(url.removeprefix("file://")) if url else installation.data / "archive"
        for path in (place / "objects").rglob("*"):
            if path.is_file():
                yield path.relative_to(place / "objects").as_posix(), [hashlib.sha256(path.read_bytes()).hexdigest()]
        return
    keys = (installation.urls["TRINHKY_S3_ACCESS_KEY"], installation.urls["TRINHKY_S3_SECRET_KEY"])
    endpoint, _, bucket = url.removeprefix("s3+http://").partition("/")
    client = Minio(endpoint, *keys, secure=False, region="us-east-1")
    found: dict[str, list[str]] = {}
    for version in client.list_objects(bucket, recursive=True, include_version=True):
        name = version.object_name or ""
        if not name.startswith("."):
            content = client.get_object(bucket, name, version_id=version.version_id)
            found.setdefault(name, []).append(hashlib.sha256(content.read()).hexdigest())
    yield from found.items()
