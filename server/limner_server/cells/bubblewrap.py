"""The box a confined process lives in: bubblewrap's arguments, and whether it works on this machine.

Nothing is in it but the interpreter, the libraries and a small /tmp: no network, no data folder, no other process.
A server that runs as root lets each process become a user of its own; any other one uses a user namespace.
"""

import asyncio
import itertools
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from limner_server.settings import Settings

MIB = 1024 * 1024
NOBODY = 65534
HIGHEST_USER, OWN_USERS = 0x7FFFFFFF, 1_000_000
LIBRARIES = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/local/lib")
ALIASES = ("/lib", "/lib32", "/lib64", "/libx32")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
NAMESPACES = ("ipc", "pid", "net", "uts", "cgroup-try")
MOST_WORKERS = 8
SCRATCH = "/tmp"  # noqa: S108 - a folder inside the box
_numbers = itertools.count()


def own_user() -> int:
    """Give the user a process is to become: one that nothing else runs as, or 0 where there are none to give."""
    users = _users()
    return users[next(_numbers) % len(users)] if users else 0


@cache
def _users() -> range:
    """Give the users that a server which is root may give away: the highest there are, fewer inside a container."""
    if os.geteuid() != 0:
        return range(0)
    ends = [HIGHEST_USER]
    for kind in ("uid", "gid"):
        lines = Path(f"/proc/self/{kind}_map").read_text().splitlines()
        first, _, count = max((list(map(int, line.split())) for line in lines), default=[0, 0, 0])
        ends.append(first + count)
    return range(max(NOBODY + 1, min(ends) - OWN_USERS), min(ends))


def environment(folder: str) -> dict[str, str]:
    """Give all that a cell's process has as its environment: nothing of the server's."""
    workers = str(min(MOST_WORKERS, os.cpu_count() or 1))
    pools = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
    own = {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "MALLOC_ARENA_MAX": "2"}
    return {**own, **dict.fromkeys(pools, workers)}


def arguments(settings: Settings, folders: Iterable[Path], hidden: Iterable[Path], report: int) -> list[str]:
    """Give the command up to the program to run in it.

    `folders` can be read in it, `hidden` are empty though they lie in one of those. The number of the first process
    is written to the file descriptor `report`.
    """
    seen = [path for path in (*_system(), *folders) if path.exists()]
    covered = [path for path in hidden if any(path.is_relative_to(one) for one in seen)]
    late = [path for path in seen if any(path.is_relative_to(one) for one in covered)]
    return [
        *(_program(settings), "--die-with-parent", "--new-session", "--info-fd", str(report)),
        *(f"--unshare-{name}" for name in NAMESPACES),
        *_identity(),
        *("--perms", "1777", "--size", str(settings.server_tmp_mb * MIB), "--tmpfs", SCRATCH),
        *_parents([*seen, *map(Path, DEVICES)]),
        *_bound(path for path in seen if path not in late),
        *_aliases(),
        *(word for path in covered for word in ("--tmpfs", str(path))),
        *_parents(late),
        *_bound(late),
        *(word for path in covered for word in ("--remount-ro", str(path))),
        *("--proc", "/proc"),
        *(word for path in DEVICES for word in ("--dev-bind", path, path)),
        *("--remount-ro", "/", "--chdir", SCRATCH, "--clearenv"),
        *(word for pair in environment(SCRATCH).items() for word in ("--setenv", *pair)),
        "--",
    ]


def python_folders(prefix: Path) -> list[Path]:
    """Give what has to be there of an installation of Python, or an environment of one."""
    if prefix in (Path("/usr"), Path("/usr/local")):
        return sorted((prefix / "bin").glob("python3*"))
    return [prefix / name for name in ("bin", "lib", "lib64", "pyvenv.cfg")]


def number(first: int) -> int:
    """Give the number of the program in the box whose first process this is, once it runs."""
    try:
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    except OSError:
        return first
    return int(children[0]) if children else first


async def why_not(settings: Settings) -> str:
    """Say why nothing can be confined on this machine; empty where it can."""
    if not settings.bubblewrap or shutil.which(settings.bubblewrap) is None:
        return f"bubblewrap is not installed here ({settings.bubblewrap or 'switched off'})"
    return await _tried(settings)


_outcomes: dict[str, str] = {}


async def _tried(settings: Settings) -> str:
    program = _program(settings)
    if program not in _outcomes:
        reading, writing = os.pipe()
        try:
            inside = (sys.executable, "-I", "-S", "-c", "")
            command = [*arguments(settings, interpreter(), (), writing), *inside]
            trial = await asyncio.create_subprocess_exec(
                *command, stdin=-3, stdout=-3, stderr=-1, pass_fds=(writing,), env={}
            )
            said = (await trial.communicate())[1].decode(errors="replace").strip()
        finally:
            os.close(reading)
            os.close(writing)
        why = said.splitlines()[-1] if said else f"it ended with {trial.returncode}"
        _outcomes[program] = "" if trial.returncode == 0 else f"bubblewrap does not work here: {why:.300}"
    return _outcomes[program]


def interpreter() -> list[Path]:
    """Give what has to be there of the Python that the server runs on."""
    prefixes = dict.fromkeys((Path(sys.base_prefix), Path(sys.prefix)))
    return [folder for prefix in prefixes for folder in python_folders(prefix)] + packages()


def packages() -> list[Path]:
    """Give where this Python has packages beside its own folders: those of the user, for one."""
    known = (*map(Path, LIBRARIES), Path(sys.base_prefix), Path(sys.prefix))
    found = [Path(entry) for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    return [path for path in found if not any(path.is_relative_to(root) for root in known)]


@cache
def _program_at(name: str) -> str:
    return shutil.which(name) or name


def _program(settings: Settings) -> str:
    return _program_at(settings.bubblewrap)


def _identity() -> list[str]:
    """Choose who the process is, and who is the first in it: bubblewrap, or itself.

    Bubblewrap dies with the server and takes all others with it; it could not end a process of another user. Where
    it is of the same user, it would be in a script's reach.
    """
    if _users():
        return ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY), "--as-pid-1"]


def _system() -> Iterator[Path]:
    yield from (Path(name) for name in LIBRARIES)
    yield from (Path(name) for name in ALIASES if not Path(name).is_symlink())
    yield from (Path("/etc/ld.so.cache"), Path("/etc/alternatives"))


def _bound(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield from ("--ro-bind", str(path), str(path))


def _aliases() -> Iterator[str]:
    for name in ALIASES:
        if Path(name).is_symlink():
            yield from ("--symlink", str(Path(name).readlink()), name)


def _parents(paths: Iterable[Path]) -> Iterator[str]:
    """Make the folders above each path so that any user can pass through them."""
    above = {parent for path in paths for parent in path.parents if parent != Path("/")}
    for folder in sorted(above):
        yield from ("--perms", "0755", "--dir", str(folder))
