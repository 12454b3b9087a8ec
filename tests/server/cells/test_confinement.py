"""What a script in a confined process tries in vain; and the server is there afterwards."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import limner
from limner_server import resources
from limner_server.cells import bubblewrap
from limner_server.settings import Settings
from tests.server.cells.confining import held, lines_of, outcome_of, program, settings_in, together

TRY = """
def tried(what):
    try:
        return f"it could: {what()!r}"
    except BaseException as error:
        return f"{type(error).__name__}: {getattr(error, 'strerror', None) or error}"
"""
LIBC = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("confinement")
    found = settings_in(folder, server_memory_mb=1024, server_tmp_mb=8)
    (found.data / "limner.db").write_bytes(b"the database")
    os.environ["LIMNER_TEST_SECRET"] = "a-secret"
    yield found
    del os.environ["LIMNER_TEST_SECRET"]


def tried(settings: Settings, *what: str, before: str = "") -> list[str]:
    """Give what came of each expression in a confined script, and see that another run works after it."""
    body = "\n".join(f"print(tried(lambda: {one}))" for one in what)

    async def conversation() -> list[str]:
        async with held(program(body, before=TRY + before), settings) as one:
            outcome = await one.run()
            assert outcome.error is None, outcome.error
            assert (await one.run()).error is None
            return [line.text for line in outcome.lines]

    return together(conversation())


class TestFiles:
    def test_the_data_folder_is_not_there(self, settings: Settings) -> None:
        found = tried(settings, *(f"open({str(settings.data / name)!r}).read()" for name in ("limner.db", "token")))
        assert found == ["FileNotFoundError: No such file or directory"] * 2

    def test_a_data_folder_inside_what_is_readable_is_empty(self) -> None:
        folder = resources.RUNTIME / "__pycache__" / f"data-{os.getpid()}"
        folder.mkdir(parents=True)
        try:
            inside = settings_in(folder)
            (inside.data / "limner.db").write_bytes(b"the database")
            found = tried(inside, f"os.listdir({str(inside.data)!r})", f"open({str(inside.data / 'x')!r}, 'w')")
        finally:
            for path in (folder / "data" / "limner.db", folder / "data" / "token"):
                path.unlink(missing_ok=True)
            (folder / "data").rmdir()
            folder.rmdir()
        assert found == ["it could: []", "OSError: Read-only file system"]

    def test_nothing_of_the_machine_is_there_but_python(self, settings: Settings) -> None:
        there = lines_of(program("print(*sorted(os.listdir('/')))"), settings)[0].split()
        assert set(there) <= {
            "dev",
            "etc",
            "lib",
            "lib32",
            "lib64",
            "libx32",
            "proc",
            "tmp",
            "usr",
            "root",
            "work",
            *above(),
        }
        paths = ["/etc/passwd", "/etc/shadow", str(Path.home() / ".ssh"), str(resources.REPOSITORY / "Makefile")]
        assert (
            tried(settings, *(f"os.stat({path!r})" for path in paths))
            == ["FileNotFoundError: No such file or directory"] * 4
        )

    def test_only_its_own_folder_can_be_written_to(self, settings: Settings) -> None:
        runtime = Path(limner.__file__)
        found = tried(
            settings,
            f"open({str(runtime)!r}, 'a')",
            f"open({str(runtime.with_name('evil.py'))!r}, 'w')",
            "open('/evil', 'w')",
            "open('/dev/evil', 'w')",
            "open(os.path.join(os.path.dirname(os.__file__), 'evil.py'), 'w')",
            "open('/tmp/mine', 'w').write('kept') and open('/tmp/mine').read()",
        )
        assert all(line.endswith(("Read-only file system", "Permission denied")) for line in found[:5]), found
        assert found[5] == "it could: 'kept'"

    def test_what_is_written_is_gone_with_the_process(self, settings: Settings) -> None:
        written = program("open('/tmp/kept', 'w').write('x')\nprint(os.path.exists('/tmp/kept'))")
        assert lines_of(written, settings) == ["True"]
        assert lines_of(program("print(os.path.exists('/tmp/kept'))"), settings) == ["False"]

    def test_a_full_disk_is_the_scripts_own(self, settings: Settings) -> None:
        before = os.statvfs("/tmp").f_bavail
        fill = "def fill():\n    with open('/tmp/big', 'wb') as file:\n        while True: file.write(bytes(2**20))\n"
        found = tried(settings, "fill()", "os.path.getsize('/tmp/big') <= 8 * 2**20", before=fill)
        assert found == ["OSError: No space left on device", "it could: True"]
        assert os.statvfs("/tmp").f_bavail > before - 2000


class TestTheServersSecrets:
    def test_the_environment_is_not_passed_on(self, settings: Settings) -> None:
        (names,) = lines_of(program("print(*sorted(os.environ))"), settings)
        known = {"HOME", "LANG", "MALLOC_ARENA_MAX", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH", "PWD", "TMPDIR"}
        assert set(names.split()) <= known | {"OPENCV_FOR_THREADS_NUM"}

    def test_it_is_another_user_with_no_powers(self, settings: Settings) -> None:
        own, powers = lines_of(
            program("print(os.getuid())\nprint(open('/proc/self/status').read().split('CapEff:')[1].split()[0])"),
            settings,
        )
        assert int(own) not in (0, os.getuid())
        assert int(powers, 16) == 0
        found = tried(settings, "os.setuid(0)", "os.setgroups([0])", "os.chroot('/tmp')")
        assert found[1:] == ["PermissionError: Operation not permitted"] * 2
        assert found[0].endswith(("Operation not permitted", "Invalid argument"))

    def test_two_processes_are_two_users(self, settings: Settings) -> None:
        if not bubblewrap.own_user():
            pytest.skip("only root can give each a user of its own")
        given = program("print(os.getuid())")
        assert lines_of(given, settings) != lines_of(given, settings)


class TestOtherProcesses:
    def test_none_is_seen(self, settings: Settings) -> None:
        (found,) = lines_of(program("print([name for name in os.listdir('/proc') if name.isdigit()])"), settings)
        assert found in ("['1']", "['1', '2']")

    def test_none_can_be_struck(self, settings: Settings) -> None:
        strikes = [f"os.kill({os.getpid()}, 0)", f"os.kill({os.getpid()}, 9)", "os.kill(-1, 9)"]
        assert tried(settings, *strikes) == ["ProcessLookupError: No such process"] * 3

    def test_nor_its_parent(self, settings: Settings) -> None:
        strike = "os.getppid() and os.kill(os.getppid(), 9)"
        assert tried(settings, strike)[0] in ("it could: 0", "PermissionError: Operation not permitted")

    def test_none_can_be_looked_into(self, settings: Settings) -> None:
        attach = f"(libc.ptrace(16, {os.getpid()}, 0, 0), ctypes.get_errno())"
        peek = f"open('/proc/{os.getpid()}/mem', 'rb')"
        found = tried(settings, attach, peek, before=LIBC)
        assert found == ["it could: (-1, 1)", "FileNotFoundError: No such file or directory"]

    def test_none_can_be_started(self, settings: Settings) -> None:
        starts = [
            "os.fork()",
            "subprocess.run(['/usr/bin/true'])",
            "os.execv('/usr/bin/true', ['true'])",
            "os.posix_spawn('/x', ['x'], {})",
        ]
        found = tried(settings, *starts, before="import subprocess")
        assert found == ["PermissionError: Operation not permitted"] * 4

    def test_threads_come_to_an_end(self, settings: Settings) -> None:
        body = (
            "stop = threading.Event()\ncount = 0\nthreading.stack_size(2**16)\ntry:\n    while count < 5000:\n"
            "        threading.Thread(target=stop.wait, daemon=True).start()\n        count += 1\n"
            "except RuntimeError as error:\n    print(error)\nstop.set()\nprint(count < 64 + 4 * os.cpu_count())"
        )
        assert lines_of(program(body, before="import threading"), settings) == ["can't start new thread", "True"]


class TestTheNetwork:
    def test_not_even_this_machine_can_be_reached(self, settings: Settings) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            found = tried(
                settings,
                f"socket.create_connection(('127.0.0.1', {port}), 5)",
                "socket.create_connection(('10.0.0.1', 80), 5)",
                "socket.getaddrinfo('example.org', 80)",
                before="import socket",
            )
        assert found[:2] == ["OSError: Network is unreachable"] * 2 or found[0].startswith("ConnectionRefusedError")
        assert not any(line.startswith("it could") for line in found)

    def test_sockets_of_the_machine_without_a_file_are_others(self, settings: Settings) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"\0limner-{os.getpid()}")
            server.listen()
            ask = f"socket.socket(socket.AF_UNIX).connect('\\0limner-{os.getpid()}')"
            assert tried(settings, ask, before="import socket") == ["ConnectionRefusedError: Connection refused"]


class TestTheKernel:
    def test_what_scripts_need_not_is_refused(self, settings: Settings) -> None:
        flags = {
            "unshare": 0x10000000,
            "setns": 0,
            "keyctl": 0,
            "bpf": 0,
            "memfd_create": 0,
            "userfaultfd": 0,
            "shmget": 0,
        }
        numbers = {
            "unshare": 272,
            "setns": 308,
            "keyctl": 250,
            "bpf": 321,
            "memfd_create": 319,
            "userfaultfd": 323,
            "shmget": 29,
        }
        if os.uname().machine != "x86_64":
            pytest.skip("the numbers are those of x86-64")
        calls = [f"(libc.syscall({numbers[name]}, {flags[name]}, 0, 0), ctypes.get_errno())" for name in numbers]
        assert tried(settings, *calls, before=LIBC) == ["it could: (-1, 1)"] * len(calls)

    def test_bounds_cannot_be_lifted(self, settings: Settings) -> None:
        names = ("AS", "CPU", "NOFILE", "FSIZE", "NPROC")
        lift = "resource.setrlimit(resource.RLIMIT_{0}, (resource.getrlimit(resource.RLIMIT_{0})[1] + 1,) * 2)"
        found = tried(settings, *(lift.format(name) for name in names), before="import resource")
        assert found == ["ValueError: not allowed to raise maximum limit"] * len(names)

    def test_open_files_come_to_an_end(self, settings: Settings) -> None:
        hoard = "def hoard():\n    kept = []\n    while True: kept.append(open('/dev/null'))\n"
        assert tried(settings, "hoard()", before=hoard) == ["OSError: Too many open files"]


class TestMemory:
    def test_too_much_is_an_error_of_the_script(self, settings: Settings) -> None:
        body = "hoard = []\nwhile True:\n    hoard.append(bytearray(2**24))"

        async def conversation() -> None:
            async with held(program(body), settings) as one:
                for _ in range(2):
                    outcome = await one.run()
                    assert outcome.error is not None and outcome.error.type == "MemoryError"

        together(conversation())

    def test_it_goes_first_when_the_machine_runs_short(self, settings: Settings) -> None:
        assert lines_of(program("print(open('/proc/self/oom_score_adj').read().strip())"), settings) == ["800"]


class TestItsOwnEnd:
    @pytest.mark.parametrize(
        ("body", "why"),
        [
            ("os._exit(3)", "ended with 3"),
            ("os.abort()", "SIG"),
            ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
            ("os.kill(0, 9)\nos._exit(3)", "ended"),
        ],
    )
    def test_it_takes_nobody_with_it(self, settings: Settings, body: str, why: str) -> None:
        async def conversation() -> str:
            async with held(program(body), settings) as one:
                one.begin()
                return await one.gone

        assert why in together(conversation())
        assert outcome_of(program("print('still there')"), settings).lines[0].text == "still there"


def above() -> set[str]:
    """The first folder of every path that Python's own folders lie below."""
    import sys

    return {Path(path).resolve().parts[1] for path in (sys.prefix, sys.base_prefix, limner.__file__)}
