"""Whether a zip is laid out as one program would write it: what two readers could read differently is not a paper.

Overlapping entries make bombs out of a few bytes; bytes that no entry owns hide a second file (a PDF, an older zip).
"""

import struct
import unicodedata
import zipfile

_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_DESCRIBED_AFTER = 0x8
_LONGEST_DESCRIPTION = 24


def is_seamless(data: bytes, archive: zipfile.ZipFile) -> bool:
    """Whether the entries follow each other from the first byte to the directory, and the directory ends the file."""
    if data[-_END_SIZE:-18] != _END:
        return False
    disk, directory_disk, here, count, size, offset, comment = struct.unpack("<HHHHLLH", data[4 - _END_SIZE :])
    if disk or directory_disk or here != count or count != len(archive.infolist()) or comment:
        return False
    if offset + size != len(data) - _END_SIZE:
        return False
    end = slack = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if not end <= entry.header_offset <= end + slack:
            return False
        end = _end_of(data, entry)
        slack = _LONGEST_DESCRIPTION if entry.flag_bits & _DESCRIBED_AFTER else 0
    return bool(end <= offset <= end + slack)


def _end_of(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where the bytes of an entry end; beyond the file when its own header tells otherwise than the directory."""
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size:
        return len(data)
    sign, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL.unpack(head)
    told = (sign, flags, method) == (b"PK\x03\x04", entry.flag_bits, entry.compress_type)
    if not flags & _DESCRIBED_AFTER:
        told = told and (crc, packed, size) == (entry.CRC, entry.compress_size, entry.file_size)
    if not told:
        return len(data)
    return entry.header_offset + _LOCAL.size + int(name) + int(extra) + entry.compress_size


def is_plain_name(name: str) -> bool:
    """Whether a part's name means one place inside the package, and looks like what it is."""
    steps = name.removesuffix("/").split("/")
    return (
        name.isprintable()
        and not any(sign in name for sign in "\\:%?*")
        and all(step.strip(" .") for step in steps)
        and not any(step != step.rstrip(" .") for step in steps)
    )


def identity(name: str) -> str:
    """The same for two names that some reader takes for one: case and the composing of accents do not matter."""
    return unicodedata.normalize("NFC", name).casefold()
