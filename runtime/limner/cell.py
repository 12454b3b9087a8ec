"""One interpreter with one script in it, as a state machine that talks in messages.

The cell knows no transport: it is given a function that sends a text, and is fed texts with the
binary frames that follow them. The same cell sits in a browser worker, a confined process, a
backend and the test harness.
"""

import asyncio
import contextlib
import enum
import inspect
import platform
import time
from collections.abc import Callable, Sequence
from typing import Any

from limner import canvas, changes, script
from limner._version import __version__
from limner.canvas import Run
from limner.changes import Surroundings
from limner.console import Console
from limner.errors import HostError, ProtocolError
from limner.hooks import Bound
from limner.pixels import Pixels
from limner.protocol import (
    VERSION,
    Call,
    Cancel,
    Dispose,
    ErrorMessage,
    EventMessage,
    Failure,
    Init,
    Initialized,
    Line,
    Message,
    Notify,
    ParamsMessage,
    Progress,
    Ready,
    Reply,
    Result,
    decode,
    encode,
)
from limner.script import Script

Frames = Sequence[bytes]


class State(enum.Enum):
    """Where a cell is in its life."""

    STARTING = "starting"
    READY = "ready"
    RUNNING = "running"
    STOPPING = "stopping"
    FAILED = "failed"


LEGAL: dict[State, tuple[type[Message], ...]] = {
    State.STARTING: (Init, Dispose),
    State.READY: (EventMessage, ParamsMessage, Cancel, Reply, Dispose),
    State.RUNNING: (Cancel, Reply, ParamsMessage, Dispose),
    State.STOPPING: (Cancel, Reply, ParamsMessage, Dispose),
    State.FAILED: (Dispose,),
}


class Cell:
    """Take messages with `receive`; answers leave through the `send` given. One run at a time."""

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send_text = send
        self.state = State.STARTING
        self.console = Console(self.send)
        self._pending: dict[int, asyncio.Future[Any]] = {}
        self._calls = 0
        self._task: asyncio.Task[None] | None = None
        self._script: Script | None = None

    def start(self) -> None:
        """Say that the cell is there."""
        self.send(Ready(VERSION, __version__, f"Python {platform.python_version()}"))

    def send(self, message: Message) -> None:
        self._send_text(encode(message))

    def receive(self, text: str, frames: Frames = ()) -> None:
        """Take one message. Raises `ProtocolError` on one that is malformed or out of order."""
        message = decode(text)
        if not isinstance(message, LEGAL[self.state]):
            expected = ", ".join(kind.type for kind in LEGAL[self.state])
            self.state = State.FAILED
            raise ProtocolError(f"got {message.type!r}, expected one of: {expected}")
        self._take(message, frames)

    def _take(self, message: Message, frames: Frames) -> None:
        match message:
            case Init():
                self._init(message)
            case EventMessage():
                self._begin(message)
            case Cancel():
                self._cancel(message)
            case ParamsMessage():
                self._given = dict(message.params)
            case Reply():
                self._reply(message, frames)
            case Dispose():
                self._dispose()

    def _init(self, message: Init) -> None:
        self._filename, self._grants, self._given = message.filename, message.grants, dict(message.params)
        try:
            with self._printing(None):
                self._script = script.load(message.source, message.filename)
                self._script.params(self._given)
            text = encode(Initialized(tuple(bound.hook for bound in self._script.bound.values())))
        except BaseException as error:
            self.state = State.FAILED
            self.send(Initialized(error=script.failure(error, message.filename)))
            return
        self.state = State.READY
        self._send_text(text)

    def _begin(self, message: EventMessage) -> None:
        self.state = State.RUNNING
        self._task = asyncio.ensure_future(self._run(message))
        self._task.set_name(message.run)
        self._task.add_done_callback(self._never_began)

    def _never_began(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():  # before its first step, so `_run` had no chance to say so
            self._finish(_stopped(task.get_name()))

    async def _run(self, message: EventMessage) -> None:
        answer: Message
        try:
            with self._printing(message.run):
                answer = await self._answer(message)
            text = encode(answer)
        except (asyncio.CancelledError, KeyboardInterrupt):
            text = _stopped(message.run)
        except BaseException as error:
            text = encode(ErrorMessage(message.run, script.failure(error, self._filename)))
        self._finish(text)

    async def _answer(self, message: EventMessage) -> Result:
        started = time.perf_counter()
        bound, run = self._hook(message.hook), self._new_run(message)
        if bound.when is not None and not bound.when(message.event):
            return Result(message.run, skipped=True)
        handle = canvas.build(self._grants, run)
        value = bound.call(message.event, handle)
        canvas.add_returned(handle, await value if inspect.isawaitable(value) else value)
        changed = changes.check(run.changes, Surroundings(message.event.file))
        return Result(message.run, changed, round((time.perf_counter() - started) * 1000, 3))

    def _finish(self, text: str) -> None:
        self._pending.clear()
        self._task = None
        if self.state is not State.FAILED:
            self.state = State.READY
        self._send_text(text)

    def _hook(self, name: str) -> Bound:
        found = self._script.bound.get(name) if self._script else None
        if found is None:
            raise ProtocolError(f"the script has no hook {name!r}")
        return found

    def _new_run(self, message: EventMessage) -> Run:
        assert self._script is not None
        given = self._script.params(self._given)
        return Run(message.event, given, self._caller(message.run), self._teller(message.run))

    def _caller(self, run: str) -> Callable[[str, dict[str, Any]], Any]:
        async def call(method: str, args: dict[str, Any]) -> Any:
            self._calls += 1
            answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            self._pending[self._calls] = answer
            self.send(Call(run, self._calls, method, args))
            return await answer

        return call

    def _teller(self, run: str) -> Callable[[str, dict[str, Any]], None]:
        def tell(what: str, said: dict[str, Any]) -> None:
            if what == "log":
                self.console.line(Line(**said))
            else:
                self.send(Progress(run, **said) if what == "progress" else Notify(run, **said))

        return tell

    def _reply(self, message: Reply, frames: Frames) -> None:
        waiting = self._pending.pop(message.call, None)
        if waiting is None or waiting.done():
            return
        if message.error is not None:
            waiting.set_exception(HostError(message.error))
        else:
            waiting.set_result(_pixels(message, frames) if message.binary else message.value)

    def _cancel(self, message: Cancel) -> None:
        if self._task is not None and self._task.get_name() == message.run:
            self.state = State.STOPPING
            self._task.cancel(message.reason)

    def _dispose(self) -> None:
        self.state = State.FAILED
        if self._task is not None:
            self._task.cancel()

    @contextlib.contextmanager
    def _printing(self, run: str | None) -> Any:
        self.console.begin(run)
        with contextlib.redirect_stdout(self.console), contextlib.redirect_stderr(self.console):
            try:
                yield
            finally:
                self.console.end()


def _stopped(run: str) -> str:
    return encode(ErrorMessage(run, Failure("Stopped", "the run was stopped"), stopped=True))


def _pixels(reply: Reply, frames: Frames) -> Pixels:
    try:
        return Pixels(**reply.value, data=frames[0])
    except (TypeError, IndexError):
        raise ProtocolError("reply: pixels need width, height, channels and one binary frame") from None
