"""On which TCP ports does a process, with all its children, listen? Read from /proc, as `ss -ltnp` does."""

from contextlib import suppress
from pathlib import Path

LISTENING = "0A"


def listening_ports(pid: int) -> set[int]:
    """Ports on which `pid` or any of its descendants accepts TCP connections."""
    sockets = {inode for member in process_tree(pid) for inode in _socket_inodes(member)}
    ports = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == LISTENING and columns[9] in sockets:
                ports.add(int(columns[1].rpartition(":")[2], 16))
    return ports


def process_tree(pid: int) -> set[int]:
    """`pid` and its descendants."""
    members = {pid}
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                members |= process_tree(int(child))
    return members


def _socket_inodes(pid: int) -> set[str]:
    inodes = set()
    with suppress(FileNotFoundError, ProcessLookupError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                target = str(descriptor.readlink())
                if target.startswith("socket:["):
                    inodes.add(target[8:-1])
    return inodes
