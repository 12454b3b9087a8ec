"""What a cell's process gives up before it sees a script: another user's identity, resources, system calls.

The kernel's interfaces are those of prctl(2), seccomp(2) and setrlimit(2); numbers of system calls are from the
kernel's tables for each machine.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
import threading

CPU_SECONDS = 3600
OPEN_FILES = 256
THREADS = 64
FILE_BYTES = 256 * 2**20

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
CLONE, CLONE3 = (56, 220), (435, 435)
REFUSED: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}


def apply(memory: int, user: int = 0, confined: bool = False) -> None:
    """Bound this process to `memory` bytes and to what a script needs; from here on there is no way back.

    `user` is whom a process that was started as root becomes. `confined` also refuses other processes, and the
    system calls in `REFUSED` where the machine is known. Raises `OSError` where the kernel does not let go.
    """
    _offer_to_the_out_of_memory_killer()  # while these files are its own
    if user:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user takes it off
    for kind, bound in _bounds(memory).items():
        _limit(kind, bound)
    if confined:
        _limit_threads()
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        _refuse_system_calls()


def _bounds(memory: int) -> dict[int, int]:
    return {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_CORE: 0,
    }


def _limit(kind: int, bound: int) -> None:
    hard = resource.getrlimit(kind)[1]
    bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(kind, (bound, bound))


def _limit_threads() -> None:
    """Bound the threads, unless the kernel counts those of the user's other processes too (before Linux 5.14)."""
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    bound = THREADS + 4 * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_NPROC, (bound if hard < 0 else min(bound, hard), hard))
    try:
        probe = threading.Thread(target=int)
        probe.start()
        probe.join()
    except RuntimeError:
        resource.setrlimit(resource.RLIMIT_NPROC, (hard, hard))
    else:
        _limit(resource.RLIMIT_NPROC, bound)


def _offer_to_the_out_of_memory_killer() -> None:
    try:
        with open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123 - no pathlib in a process that starts often
            file.write("800")
    except OSError:
        return


def _refuse_system_calls() -> None:
    known = MACHINES.get(platform.machine())
    if known is None:
        return
    code = b"".join(_filter(*known))
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HL", len(code) // 8, ctypes.addressof(held))
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(program, len(program)))


def _filter(machine: int, column: int) -> list[bytes]:
    """Give the filter: another machine's calls end the process, a thread is allowed, the rest by the table."""
    numbers = [row[column] for row in REFUSED.values() if row[column] is not None]
    return [
        _step(LOAD, MACHINE),
        _step(JUMP_EQUAL, machine, 1, 0),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER),
        _step(JUMP_AT_LEAST, X32_BIT, 0, 1),
        _step(RETURN, KILL),
        *[step for number in numbers for step in (_step(JUMP_EQUAL, number or 0, 0, 1), _step(RETURN, REFUSE | EPERM))],
        _step(JUMP_EQUAL, CLONE3[column], 0, 1),
        _step(RETURN, REFUSE | ENOSYS),  # its flags lie in memory; the C library then takes clone
        _step(JUMP_EQUAL, CLONE[column], 0, 3),
        _step(LOAD, FIRST_ARGUMENT),
        _step(JUMP_ANY_BIT, CLONE_THREAD, 1, 0),
        _step(RETURN, REFUSE | EPERM),
        _step(RETURN, ALLOW),
    ]


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)


def _prctl(option: int, value: int, more: ctypes.Array[ctypes.c_char] | None = None) -> None:
    libc, nothing = ctypes.CDLL(None, use_errno=True), ctypes.c_ulong(0)
    if libc.prctl(option, ctypes.c_ulong(value), nothing if more is None else more, nothing, nothing) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}: {os.strerror(ctypes.get_errno())}")
