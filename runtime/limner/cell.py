"""One interpreter with one script in it, as a state machine that talks in messages.

The cell knows no transport: it is given a function that sends a text with the binary frames that
follow it, and is fed the same. The same cell sits in a browser worker, a confined process, a
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

from limner import canvas, changes, granted, script
from limner._version import __version__
from limner.canvas import Run
from limner.changes import Surroundings
from limner.console import Console
from limner.errors import HostError, ProtocolError
from limner.hooks import Bound
from limner.models import Models, Opener
from limner.pixels import Pixels
from limner.protocol import (
    VERSION,
    Call,
    Cancel,
    Dispose,
    ErrorMessage,
    EventMessage,
    Failure,
    Flush,
    Init,
    Initialized,
    Line,
    Message,
    Notify,
    Overlay,
    ParamsMessage,
    Progress,
    Ready,
    Reply,
    Report,
    Result,
    SettingsMessage,
    decode,
    encode,
)
from limner.script import Script
from limner.services import Answer

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
    State.READY: (Init, EventMessage, ParamsMessage, Cancel, Reply, Dispose),
    State.RUNNING: (Cancel, Reply, ParamsMessage, Dispose),
    State.STOPPING: (EventMessage, Cancel, Reply, ParamsMessage, Dispose),
    State.FAILED: (Dispose,),
}


TOLD: dict[str, Callable[..., Message]] = {
    "progress": Progress,
    "notify": Notify,
    "report": Report,
    "settings": SettingsMessage,
}


class Cell:
    """Take messages with `receive`; answers leave through the `send` given. One run at a time; while one is being
    stopped the next may come already, and begins when that one is over.

    `opener` opens ONNX models where it is not onnxruntime in this process that does.
    """

    def __init__(self, send: Callable[[str, Frames], None], opener: Opener | None = None) -> None:
        self._send_text = send
        self._models = Models(opener)
        self.state = State.STARTING
        self.console = Console(self.send)
        self._pending: dict[int, tuple[str, asyncio.Future[Answer]]] = {}
        self._calls = 0
        self._task: asyncio.Task[None] | None = None
        self._in_script = False
        self._begun = 0
        self._next: EventMessage | None = None
        self._script: Script | None = None

    def start(self) -> None:
        """Say that the cell is there."""
        self.send(Ready(VERSION, __version__, f"Python {platform.python_version()}"))

    def send(self, message: Message, frames: Frames = ()) -> None:
        self._send_text(encode(message), frames)

    def receive(self, text: str, frames: Frames = ()) -> None:
        """Take one message. Raises `ProtocolError` on one that is malformed or out of order."""
        message = decode(text)
        if not isinstance(message, LEGAL[self.state]) or (self._next and isinstance(message, EventMessage)):
            expected = ", ".join(kind.type for kind in LEGAL[self.state])
            self.state = State.FAILED
            raise ProtocolError(f"got {message.type!r}, expected one of: {expected}")
        self._take(message, frames)

    def interrupt(self, meant: int | None = None) -> None:
        """Stop the script where it computes; what a signal handler calls.

        `meant` says which run it is for, counted from 1, so that one that comes late does not stop the next.
        Anywhere else nothing happens: a script that waits hears the `cancel` that goes with an interrupt, and the
        code between the messages must not be torn.

        Raises:
            KeyboardInterrupt: in the code of a run.
        """
        is_late = meant is not None and meant < self._begun
        if self._in_script and not is_late and _current_task() is self._task:
            raise KeyboardInterrupt

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
        self._models.forget_names()
        try:
            with self._printing(None):
                self._script = script.load(message.source, message.filename)
                self._script.params(self._given)
            text = encode(Initialized(tuple(bound.hook for bound in self._script.bound.values())))
        except BaseException as error:
            self.state = State.STARTING  # the next version may load
            self.send(Initialized(error=script.failure(error, message.filename)))
            return
        self.state = State.READY
        self._send_text(text, ())

    def _begin(self, message: EventMessage) -> None:
        if self._task is not None:
            self._next = message
            return
        self.state = State.RUNNING
        self._begun += 1
        self._task = asyncio.ensure_future(self._run(message))
        self._task.set_name(message.run)
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """See that a run which could not say so itself is over.

        It was cancelled before its first step, or an interrupt came while its end was being said.
        """
        if task.cancelled() or task.exception() is not None:
            self._finish(_stopped(task.get_name()))

    async def _run(self, message: EventMessage) -> None:
        try:
            text = await self._outcome(message)
        except KeyboardInterrupt:  # it came late, when the script was out of its code already
            text = _stopped(message.run)
        self._finish(text)

    async def _outcome(self, message: EventMessage) -> str:
        self._in_script = True
        try:
            with self._printing(message.run):
                answer = await self._answer(message)
            return encode(answer)
        except (asyncio.CancelledError, KeyboardInterrupt):
            return _stopped(message.run)
        except BaseException as error:
            return encode(ErrorMessage(message.run, script.failure(error, self._filename)))
        finally:
            self._in_script = False

    async def _answer(self, message: EventMessage) -> Result:
        started = time.perf_counter()
        bound, run = self._hook(message.hook), self._new_run(message)
        if bound.when is not None and not bound.when(message.event):
            return Result(message.run, skipped=True)
        handle = granted.build(self._grants, run)
        value = bound.call(message.event, handle)
        canvas.add_returned(handle, await value if inspect.isawaitable(value) else value)
        changed = changes.check(run.changes, Surroundings(message.event.file))
        return Result(message.run, changed, round((time.perf_counter() - started) * 1000, 3), veto=run.veto)

    def _finish(self, text: str) -> None:
        self._pending.clear()
        self._task = None
        if self.state is not State.FAILED:
            self.state = State.READY
        waiting, self._next = self._next, None
        self._send_text(text, ())
        if waiting is not None:
            self._begin(waiting)

    def _hook(self, name: str) -> Bound:
        found = self._script.bound.get(name) if self._script else None
        if found is None:
            raise ProtocolError(f"the script has no hook {name!r}")
        return found

    def _new_run(self, message: EventMessage) -> Run:
        assert self._script is not None
        given = self._script.params(self._given)
        calls = (self._caller(message.run), self._teller(message), _pause)
        return Run(message.event, given, *calls, settings=message.settings, models=self._models)

    def _caller(self, run: str) -> Callable[..., Any]:
        async def call(method: str, args: dict[str, Any], frames: Frames = ()) -> Answer:
            self._calls += 1
            answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            self._pending[self._calls] = (method, answer)
            self.send(Call(run, self._calls, method, args, len(frames)), frames)
            return await answer

        return call

    def _teller(self, message: EventMessage) -> Callable[..., None]:
        run = message.run

        def tell(what: str, said: dict[str, Any], frames: Frames = ()) -> None:
            match what:
                case "log":
                    self.console.line(Line(**said))
                case "flush":
                    self.send(Flush(run, changes.check(said["changes"], Surroundings(message.event.file))))
                case "overlay":
                    self.send(Overlay(run, **said, binary=len(frames)), frames)
                case _:
                    self.send(TOLD[what](run, **said))

        return tell

    def _reply(self, message: Reply, frames: Frames) -> None:
        method, waiting = self._pending.pop(message.call, ("", None))
        if waiting is None or waiting.done():
            return
        if message.error is not None:
            waiting.set_exception(HostError(message.error))
            return
        if method == "image" and message.binary:
            _check_pixels(message, frames)
        waiting.set_result(Answer(message.value, tuple(frames)))

    def _cancel(self, message: Cancel) -> None:
        if self._task is not None and self._task.get_name() == message.run:
            self.state = State.STOPPING
            self._task.cancel(message.reason)
        elif self._next is not None and self._next.run == message.run:
            self._next = None
            self._begun += 1
            self._send_text(_stopped(message.run), ())

    def _dispose(self) -> None:
        self.state = State.FAILED
        self._next = None
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


def _current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:  # no loop runs
        return None


def _stopped(run: str) -> str:
    return encode(ErrorMessage(run, Failure("Stopped", "the run was stopped"), stopped=True))


def _check_pixels(reply: Reply, frames: Frames) -> None:
    try:
        Pixels(**reply.value, data=frames[0])
    except (TypeError, IndexError):
        raise ProtocolError("reply: pixels need width, height, channels and one binary frame") from None


async def _pause() -> None:
    await asyncio.sleep(0)
