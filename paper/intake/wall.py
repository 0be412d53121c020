"""The wall around the child that opens foreign files: it can compute and answer on one socket, and nothing else.

A seccomp filter (Linux, no privilege needed, also inside a container) lets through the few system calls of a process
that only reads memory; opening a file, a socket or a program is answered with EPERM. Limits bound what it takes.
"""

import ctypes
import platform
import resource

MEMORY_BYTES = 1 << 30
OPEN_FILES = 16

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _ANSWER = 0x20, 0x15, 0x06  # BPF: load a word, jump when equal, return
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # 0x…0001: errno EPERM
_NUMBER_AT, _MACHINE_AT = 0, 4  # offsets in struct seccomp_data

# Machine → its audit number, and its numbers of: read write close fstat lseek mmap mprotect munmap brk rt_sigaction
# rt_sigprocmask rt_sigreturn mremap madvise getpid sendto recvfrom exit getrusage gettid futex sched_yield exit_group
# clock_gettime tgkill getrandom sigaltstack rseq.
_MACHINES: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        (
            *(0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 25, 28, 39, 44, 45, 60, 98, 186, 202, 24, 231, 228, 234, 318),
            *(131, 334),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            *(63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 216, 233, 172, 206, 207, 93, 165, 178, 98, 124),
            *(94, 113, 131, 278, 132, 293),
        ),
    ),
}


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def limit() -> None:
    """Bound what this process may take; for good. Seconds are counted from outside, for each file anew."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def close() -> None:
    """Wall this process in, for good. Raises OSError where the machine cannot."""
    if platform.machine() not in _MACHINES:
        raise OSError(f"no filter of system calls for {platform.machine()}")
    steps = _steps(*_MACHINES[platform.machine()])
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    for words in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)):
        if libc.prctl(*words) != 0:
            raise OSError(ctypes.get_errno(), "prctl")


def _steps(machine: int, allowed: tuple[int, ...]) -> list[_Step]:
    """The filter: another machine's calls kill, the allowed numbers pass, the rest is EPERM."""
    steps = [_Step(_LOAD, 0, 0, _MACHINE_AT), _Step(_EQUAL, 1, 0, machine), _Step(_ANSWER, 0, 0, _KILL)]
    steps.append(_Step(_LOAD, 0, 0, _NUMBER_AT))
    for number in allowed:
        steps += [_Step(_EQUAL, 0, 1, number), _Step(_ANSWER, 0, 0, _ALLOW)]
    return [*steps, _Step(_ANSWER, 0, 0, _REFUSE)]
