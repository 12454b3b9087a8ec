"""One page's remote cell: to the page it speaks as a cell does, and has the runs computed by the dispatcher."""

import asyncio
import itertools
import platform
from collections import deque
from contextlib import suppress
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket

import limner
from limner.errors import HostError, ProtocolError
from limner.protocol import (
    VERSION,
    Call,
    Cancel,
    Dispose,
    ErrorMessage,
    EventMessage,
    Failure,
    Fatal,
    Init,
    Initialized,
    Message,
    ParamsMessage,
    Ready,
    Reply,
    Result,
    decode,
    encode,
)
from limner_server.cells.programs import program_of
from limner_server.cells.running import MANY, stopped
from limner_server.cells.scenes import ANSWERED, Answered, Scene, scene_of
from limner_server.cells.slot import Frames, PlaceError, Program
from limner_server.context import Context
from limner_server.errors import ApiError
from limner_server.logs import logger
from limner_server.store import scripts
from limner_server.sync import CLOSE_SECONDS, GONE, TRY_AGAIN_LATER, first

MOST_WAITING = 64
MOST_FRAMES = 8
MOST_QUEUED = 256 * 1024 * 1024
BROKEN = 4400


class Session:
    """A connection. It is the `RunHost` of its runs, which it takes one after the other."""

    def __init__(self, context: Context, socket: WebSocket, script: str) -> None:
        self._context, self._socket, self._script = context, socket, script
        self._program: Program | None = None
        self._params: dict[str, Any] = {}
        self._loading: asyncio.Task[None] | None = None
        self._runs: dict[str, asyncio.Task[str]] = {}
        self._scenes: dict[str, Scene] = {}
        self._turn = asyncio.Lock()
        self._asked: dict[int, asyncio.Future[Answered]] = {}
        self._count = itertools.count(1)
        self._out: deque[tuple[str, Frames]] = deque()
        self._queued = 0
        self._something = asyncio.Event()
        self._overrun = asyncio.Event()
        self._broken = ""

    async def serve(self) -> None:
        """Speak until the page leaves, or says what does not fit."""
        self._say(Ready(VERSION, limner.__version__, f"Python {platform.python_version()}"))
        try:
            async with anyio.create_task_group() as group:
                for work in (self._send(), self._read(), self._overrun.wait()):
                    group.start_soon(first, work, group.cancel_scope)
        finally:
            self._leave("the page left")
        if self._overrun.is_set():
            with anyio.move_on_after(CLOSE_SECONDS), suppress(*GONE):
                await self._socket.close(TRY_AGAIN_LATER, "too slow: connect again")

    async def answer(self, call: Call, frames: Frames) -> Answered:
        """Answer what the server can; the page is asked for the rest."""
        if call.method in ANSWERED:
            return await self._scenes[call.run].answer(call)
        return await self._forwarded(call, frames)

    async def _forwarded(self, call: Call, frames: Frames) -> Answered:
        number = next(self._count)
        waiting: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._asked[number] = waiting
        try:
            self._put(_sendable(Call(call.run, number, call.method, call.args, len(frames))), frames)
            return await waiting
        finally:
            del self._asked[number]

    def hear(self, message: Message, frames: Frames) -> None:
        self._say(message, frames)

    def _say(self, message: Message, frames: Frames = ()) -> None:
        with suppress(ProtocolError):  # a cell said what is no JSON, such as an endless number in a line's values
            self._put(encode(message), frames)

    def _put(self, text: str, frames: Frames = ()) -> None:
        self._queued += len(text) + sum(map(len, frames))
        if self._queued > MOST_QUEUED:
            self._overrun.set()
        if self._overrun.is_set():
            self._out.clear()
            return
        self._out.append((text, frames))
        self._something.set()

    async def _send(self) -> None:
        with suppress(*GONE):
            while not self._broken:
                await self._empty()
                self._something.clear()
                await self._something.wait()
            await self._empty()
            await self._socket.close(BROKEN, self._broken[:100])

    async def _empty(self) -> None:
        while self._out:
            text, frames = self._out.popleft()
            self._queued -= len(text) + sum(map(len, frames))
            await self._socket.send_text(text)
            for frame in frames:
                await self._socket.send_bytes(bytes(frame))

    async def _read(self) -> None:
        try:
            while True:
                message, frames = await self._next()
                self._take(message, frames)
        except GONE:
            return
        except ProtocolError as error:
            self._broken = str(error)
            self._say(Fatal(str(error)))
            await anyio.sleep_forever()  # the sender ends the connection

    async def _next(self) -> tuple[Message, Frames]:
        text = await self._frame("text")
        message = decode(text)
        count = getattr(message, "binary", 0)
        if not 0 <= count <= MOST_FRAMES:
            raise ProtocolError(f"{message.type} announces {count} binary frames, at most {MOST_FRAMES} are taken")
        return message, [await self._frame("bytes") for _ in range(count)]

    async def _frame(self, kind: str) -> Any:
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise RuntimeError("the page left")
        if received.get(kind) is None:
            raise ProtocolError(f"got another frame than the {kind} that was to come")
        return received[kind]

    def _take(self, message: Message, frames: Frames) -> None:
        match message:
            case Init():
                self._init(message)
            case EventMessage():
                self._begin(message)
            case Cancel():
                self._cancel(message.run, message.reason)
            case ParamsMessage():
                self._params = dict(message.params)
            case Reply():
                self._reply(message, frames)
            case Dispose():
                self._leave("it was disposed of")
            case _:
                raise ProtocolError(f"got {message.type!r}, which no page may send")

    def _init(self, message: Init) -> None:
        self._leave("another version of the script took its place")
        self._program, self._params = None, dict(message.params)
        self._loading = asyncio.create_task(self._load(message.source))

    async def _load(self, source: str) -> None:
        try:
            program = await run_in_threadpool(self._stored)
            if program.version != await run_in_threadpool(scripts.version_of, source):
                raise PlaceError("the server has another version of the script than the page: load the page again")
            found = await self._context.dispatcher.hooks(program)
        except (PlaceError, ApiError) as error:
            text = error.message if isinstance(error, ApiError) else str(error)
            found = Initialized(error=Failure("PlaceError", text))
        else:
            self._program = program
        self._say(found)

    def _stored(self) -> Program:
        with self._context.database.reading() as connection:
            return program_of(connection, self._script)

    def _begin(self, message: EventMessage) -> None:
        if self._program is None:
            raise ProtocolError("got 'event' before the script was initialized")
        if message.run in self._runs:
            raise ProtocolError(f"got a second 'event' for the run {message.run!r:.80}")
        if len(self._runs) >= MOST_WAITING:
            raise ProtocolError(f"got more than {MOST_WAITING} events at once")
        task = asyncio.create_task(self._answered(self._program, message), name=message.run)
        self._runs[message.run] = task
        task.add_done_callback(self._ended)

    async def _answered(self, program: Program, message: EventMessage) -> str:
        async with self._turn:
            answer = await self._computed(program, message)
            many = isinstance(answer, Result) and len(answer.changes) >= MANY
            return await asyncio.to_thread(_text, answer) if many else _text(answer)

    async def _computed(self, program: Program, message: EventMessage) -> Result | ErrorMessage:
        try:
            looking = run_in_threadpool(scene_of, self._context, program, message.event.file.id, current=True)
            self._scenes[message.run] = await looking
        except (HostError, PlaceError) as error:
            return ErrorMessage(message.run, Failure(type(error).__name__, str(error)))
        return (await self._context.dispatcher.run(program, message, self, params=self._params)).answer

    def _ended(self, task: "asyncio.Task[str]") -> None:
        run = task.get_name()
        del self._runs[run]
        self._scenes.pop(run, None)
        try:
            text = task.result()
        except asyncio.CancelledError as error:  # it may never have begun
            text = encode(stopped(run, str(error.args[0]) if error.args else "stopped"))
        except Exception:
            logger.exception("run", extra={"fields": {"script": self._script, "run": run}})
            text = encode(ErrorMessage(run, Failure("ServerError", "the server failed here; its log says more")))
        self._put(text)

    def _cancel(self, run: str, reason: str) -> None:
        if run in self._runs:
            self._runs[run].cancel(reason)

    def _reply(self, message: Reply, frames: Frames) -> None:
        waiting = self._asked.get(message.call)
        if waiting is None or waiting.done():
            return
        if message.error is not None:
            waiting.set_exception(HostError(message.error))
        else:
            waiting.set_result((message.value, frames))

    def _leave(self, reason: str) -> None:
        if self._loading is not None:
            self._loading.cancel()
        for run in list(self._runs):
            self._cancel(run, reason)


def _text(answer: Result | ErrorMessage) -> str:
    try:
        return encode(answer)
    except ProtocolError as error:
        return encode(ErrorMessage(answer.run, Failure("ProtocolError", f"its result cannot be sent: {error}")))


def _sendable(call: Call) -> str:
    try:
        return encode(call)
    except ProtocolError as error:
        raise HostError(f"canvas.{call.method} was called with what cannot be sent: {error}") from None
