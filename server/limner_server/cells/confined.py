"""A slot that is a process of this server with one script in it: confined by bubblewrap, or trusted."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Coroutine
from typing import Any, TypeVar

from limner import process
from limner.errors import ProtocolError
from limner.manifest import language_of
from limner.protocol import (
    VERSION,
    Call,
    ErrorMessage,
    Fatal,
    Flush,
    Init,
    Initialized,
    Log,
    Message,
    Notify,
    Overlay,
    Progress,
    Ready,
    Report,
    Result,
    SettingsMessage,
    decode,
    encode,
)
from limner_server.cells import bubblewrap, environments
from limner_server.cells.environments import Environment
from limner_server.cells.slot import Frames, LoadError, PlaceError, Program, Slot
from limner_server.resources import RUNTIME
from limner_server.settings import Settings

MIB = 1024 * 1024
LOAD_SECONDS = 120
BURY_SECONDS = 2
MOST_TEXT, MOST_FRAME, MOST_FRAMES = 64 * MIB, 256 * MIB, 4
SO_SNDBUFFORCE, AT_ONCE = 32, 8 * MIB
MOST_UNREAD = 128 * MIB
LONG = 256 * 1024
TAIL = 2000
HINTS: dict[int, str] = {
    signal.SIGKILL: " (by hand, or because the machine ran short of memory)",
    signal.SIGXCPU: " (it had used up its processor time)",
}
SAID = (Call, ErrorMessage, Fatal, Flush, Log, Notify, Overlay, Progress, Report, Result, SettingsMessage)
START = """
import sys
from importlib import util
folder, packages = sys.argv[1:3]
del sys.argv[1:3]
sys.path.extend(filter(None, packages.split(":")))
found = util.spec_from_file_location("limner", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["limner"] = package = util.module_from_spec(found)
found.loader.exec_module(package)
from limner.process import main
main()
"""
Kind = TypeVar("Kind", bound=Message)


async def open_confined(program: Program, settings: Settings) -> "ConfinedSlot":
    """Start a process and load the script in it.

    Raises `PlaceError` where this server can run no such process, or has not what the script requires, and
    `LoadError` where the script itself fails to load.
    """
    if language_of(program.filename) != "python":
        raise PlaceError(f"{program.filename} is JavaScript: on the server run scripts in Python only")
    why_not = await bubblewrap.why_not(settings)
    if why_not and not program.trusted:
        raise PlaceError(
            f"{why_not}: install bubblewrap on the server, or let an administrator mark the script as trusted"
        )
    environment = await environments.find(program.dependencies, settings)
    slot = ConfinedSlot(program, settings, confined=not why_not)
    try:
        async with asyncio.timeout(LOAD_SECONDS):
            await slot.start(environment)
    except BaseException as error:
        slot.close()
        await slot.buried()
        if isinstance(error, TimeoutError):
            raise PlaceError(f"the script did not load within {LOAD_SECONDS} s") from None
        raise
    return slot


class ConfinedSlot(Slot):
    """One process; `pid` is its number here."""

    def __init__(self, program: Program, settings: Settings, confined: bool) -> None:
        self.place, self.title, self.hooks, self.pid = "server", "process", (), 0
        self.version, self.confined = program.version, confined
        self._program, self._settings = program, settings
        self._folder = "" if confined else tempfile.mkdtemp(prefix="limner-cell-")
        self._pidfd: int | None = None
        self._over = False
        self._process: asyncio.subprocess.Process | None = None
        self._tail = b""
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, environment: Environment) -> None:
        """Start the process and load the script. Raises `PlaceError` or `LoadError`."""
        await self._spawn(environment)
        try:
            ready = await self._await(Ready)
            if ready.protocol != VERSION:
                raise ProtocolError(f"it speaks protocol {ready.protocol}, expected {VERSION}")
            if self.confined:
                self._hold(bubblewrap.number(self.pid))
            self.title = f"process {self.pid}" + ("" if self.confined else ", not confined")
            given = self._program
            self.send(Init(given.filename, given.source, given.grants, given.params))
            loaded = await self._await(Initialized)
        except ProtocolError as error:
            raise PlaceError(f"the script's process misbehaves: {error}") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise PlaceError(await self._why_ended()) from None
        if loaded.error is not None:
            raise LoadError(loaded.error)
        self.hooks = loaded.hooks
        self._keep(self._listen())

    def send(self, message: Message, frames: Frames = ()) -> None:
        if self._over:
            return
        if self._writer.transport.get_write_buffer_size() > MOST_UNREAD:
            self.close("the script does not read what it asked for")
            return
        for piece in process.framed(encode(message), frames):
            self._writer.write(piece)

    def interrupt(self) -> None:
        self._signal(signal.SIGINT)

    def close(self, reason: str = "") -> None:
        if self._over:
            return
        self._over = True
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._writer.transport.abort()
            self._keep(self._bury())
        self.watcher(reason)

    async def buried(self) -> None:
        while others := self._tasks - {asyncio.current_task()}:
            await asyncio.wait(others)

    async def _spawn(self, environment: Environment) -> None:
        ours, theirs = socket.socketpair()
        with contextlib.suppress(OSError):  # only root may, and pixels travel in fewer pieces then
            ours.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, AT_ONCE)
        reading, writing = os.pipe()
        try:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command(environment, writing),
                    stdin=theirs.fileno(),
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.PIPE,
                    env=bubblewrap.environment(self._folder),
                    cwd=self._folder or "/",
                    pass_fds=(writing,) if self.confined else (),
                    start_new_session=True,
                )
        except BaseException:
            ours.close()
            os.close(reading)
            raise
        finally:
            os.close(writing)
        self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=process.AT_ONCE)
        self._keep(self._hear_errors())
        self._hold(await asyncio.to_thread(_number, reading) or self._process.pid)

    def _command(self, environment: Environment, report: int) -> list[str]:
        memory, user = self._settings.server_memory_mb * MIB, bubblewrap.own_user() if self.confined else 0
        packages = ":".join(map(str, environment.packages))
        bounds = [str(memory), str(user), str(int(self.confined))]
        python = [str(environment.python), "-I", "-c", START, str(RUNTIME), packages, *bounds]
        if not self.confined:
            return python
        folders = (*environment.folders, RUNTIME)
        return [*bubblewrap.arguments(self._settings, folders, [self._settings.data], report), *python]

    def _hold(self, pid: int) -> None:
        """Hold a process by more than its number, which another one may have later."""
        self._let_go()
        self.pid = pid
        with contextlib.suppress(AttributeError, OSError):
            self._pidfd = os.pidfd_open(pid)

    def _let_go(self) -> None:
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None

    def _signal(self, number: int) -> None:
        try:
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, number)
            elif self._process is not None and (number == signal.SIGKILL or not self.confined):
                self._process.send_signal(number)
        except ProcessLookupError:
            return

    def _keep(self, running: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(running)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bury(self) -> None:
        assert self._process is not None
        try:
            await asyncio.wait_for(self._process.wait(), BURY_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        self._let_go()
        if self._folder:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _listen(self) -> None:
        try:
            while not self._over:
                self._take(*await self._next())
        except (asyncio.IncompleteReadError, ConnectionError):
            if not self._over:
                self.close(await self._why_ended())
        except ProtocolError as error:
            self.close(f"the script's process misbehaves: {error}")

    def _take(self, message: Message, frames: Frames) -> None:
        if self._over:
            return
        if isinstance(message, Fatal):
            self.close(f"the script's process gave up: {message.message:.500}")
        elif not isinstance(message, SAID):
            raise ProtocolError(f"{message.type!r} is nothing that a cell says here")
        else:
            self.listener(message, frames)

    async def _await(self, kind: type[Kind]) -> Kind:
        """Give the next message of a kind; what the script prints while it loads goes to the listener."""
        while True:
            message, frames = await self._next()
            if isinstance(message, kind):
                return message
            if not isinstance(message, Log):
                raise ProtocolError(f"got {message.type!r}, expected {kind.type!r}")
            self._take(message, frames)

    async def _next(self) -> tuple[Message, Frames]:
        text = await self._piece(MOST_TEXT)
        message = decode(text.decode(errors="replace")) if len(text) < LONG else await _decoded(text)
        count = getattr(message, "binary", 0)
        if not 0 <= count <= MOST_FRAMES:
            raise ProtocolError(f"a message announces {count} binary frames")
        return message, [await self._piece(MOST_FRAME) for _ in range(count)]

    async def _piece(self, most: int) -> bytes:
        (length,) = process.LENGTH.unpack(await self._reader.readexactly(process.LENGTH.size))
        if length > most:
            raise ProtocolError(f"a message of {length} bytes, at most {most} are taken")
        return await self._reader.readexactly(length)

    async def _hear_errors(self) -> None:
        assert self._process is not None and self._process.stderr is not None
        while chunk := await self._process.stderr.read(TAIL):
            self._tail = (self._tail + chunk)[-TAIL:]

    async def _why_ended(self) -> str:
        assert self._process is not None
        code = await self._process.wait()
        number = -code if code < 0 else code - 128
        hint = HINTS.get(number, "")
        how = f"was ended by {signal.Signals(number).name}" if number in set(signal.Signals) else f"ended with {code}"
        said = self._tail.decode(errors="replace").strip().splitlines()
        return f"the script's process {how}{hint}" + (f": {said[-1]:.300}" if said else "")


async def _decoded(text: bytes) -> Message:
    return await asyncio.to_thread(lambda: decode(text.decode(errors="replace")))


def _number(reading: int) -> int:
    """Read the process's number out of bubblewrap's report; 0 where there is none."""
    with os.fdopen(reading) as file:
        said = file.read()
    return int(json.loads(said)["child-pid"]) if said else 0
