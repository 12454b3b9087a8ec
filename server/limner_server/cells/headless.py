"""Runs without a page: for clients of foreign protocols and for jobs."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool

from limner.canvas import new_id
from limner.changes import ChangeSet
from limner.errors import HostError
from limner.events import Event
from limner.instances import Instance
from limner.memory import MemoryHost
from limner.protocol import Call, ErrorMessage, EventMessage, Failure, Flush, Line, Log, Message, Notify
from limner_server import wire
from limner_server.cells.scenes import ANSWERED, Answered, Scene, scene_of, scene_with
from limner_server.cells.slot import Frames, LoadError, Program
from limner_server.context import Context
from limner_server.errors import ApiError
from limner_server.store import changes, scripts, storage


class RunFailedError(Exception):
    """A run failed; `failure` says how, `lines` are what the console has of it."""

    def __init__(self, failure: Failure, lines: Sequence[Line]) -> None:
        super().__init__(f"{failure.type}: {failure.message}")
        self.failure, self.lines = failure, list(lines)


async def run_once(
    context: Context,
    program: Program,
    event: Event,
    *,
    image: bytes | None = None,
    instances: Sequence[Instance] | None = None,
    params: Mapping[str, Any] | None = None,
    batch: bool = False,
) -> tuple[ChangeSet, list[Line]]:
    """Run every hook that answers an event, one after the other; give what they change and the console's lines.

    The image is the one of the event's file, or `image`, encoded, which need be in no project; the instances are those
    of the file, or those given. Nothing is applied to the store, but what the script keeps in its storage. Questions
    go unanswered. Raises `PlaceError`, `LoadError`, `RunFailedError`, and `HostError` where there is no such file.
    """
    ready = await context.dispatcher.hooks(program)
    if ready.error is not None:
        raise LoadError(ready.error)
    host = await _host(context, program, event, image, instances)
    for hook in (hook for hook in ready.hooks if hook.matches(event)):
        message = EventMessage(new_id(), hook.id, event)
        ran = await context.dispatcher.run(program, message, host, params=params, batch=batch)
        if isinstance(ran.answer, ErrorMessage):
            raise RunFailedError(ran.answer.error, host.lines)
        host.take(ran.answer.changes)
    return host.changes, host.lines


class Headless:
    """A `RunHost` that answers for a page: from the store, from what it was given, or with nothing."""

    def __init__(self, scene: Scene, file: str, instances: Sequence[Instance]) -> None:
        self._scene, self._file = scene, file
        self._world = MemoryHost(instances=list(instances))
        self.changes = ChangeSet()
        self.lines: list[Line] = []

    def take(self, changed: ChangeSet) -> None:
        """Let the next call see what a run has changed."""
        self.changes += changed
        self._world.apply(changed, self._file)

    def hear(self, message: Message, frames: Frames) -> None:
        match message:
            case Log():
                self.lines += message.lines
            case Notify():
                self.lines.append(Line(message.text, message.level))
            case Flush():
                self.take(message.changes)

    async def answer(self, call: Call, frames: Frames) -> Answered:
        if call.method in ANSWERED:
            return await self._scene.answer(call)
        try:
            return await self._other(call.method, dict(call.args), frames)
        except ApiError as error:
            raise HostError(error.message) from None
        except (TypeError, KeyError, ValueError, msgspec.ValidationError) as error:
            raise HostError(f"canvas.{call.method} was called with what it does not take: {error}") from None

    async def _other(self, method: str, args: dict[str, Any], frames: Frames) -> Answered:
        if method == "instances":
            return self._world.answer("instances", args)
        if method.startswith("storage_"):
            return await run_in_threadpool(self._stored, method, **args), ()
        if method == "fetch":
            return await self._fetched(args, frames)
        return None, ()  # a question to nobody

    def _stored(self, method: str, key: str = "", value: Any = None) -> Any:
        script, database = self._scene.program.script, self._scene.context.database
        if method == "storage_set":
            with database.writing() as connection:
                return storage.put(connection, script, key, msgspec.json.encode(value)) and None
        if method == "storage_delete":
            with database.writing() as connection:
                return storage.remove(connection, script, key)
        with database.reading() as connection:
            if method == "storage_keys":
                return [item.key for item in storage.all_of(connection, script).items]
            return msgspec.json.decode(storage.get(connection, script, key, lenient=True).value)

    async def _fetched(self, args: dict[str, Any], frames: Frames) -> Answered:
        script, context = self._scene.program.script, self._scene.context
        body = base64.b64encode(frames[0]).decode() if frames else None
        post = msgspec.convert({**args, "body": body}, wire.FetchPost)

        async def permit() -> list[str]:
            return await run_in_threadpool(self._hosts, script)

        reply = await context.fetcher.fetch(script, post, permit)
        return {"status": reply.status, "headers": reply.headers, "url": reply.url}, (reply.body,)

    def _hosts(self, script: str) -> list[str]:
        with self._scene.context.database.reading() as connection:
            return scripts.hosts_of(connection, script)


async def _host(
    context: Context, program: Program, event: Event, image: bytes | None, instances: Sequence[Instance] | None
) -> Headless:
    if image is not None:
        return Headless(scene_with(context, program, image), event.file.id, instances or ())
    scene = await run_in_threadpool(scene_of, context, program, event.file.id)
    if instances is None:
        instances = await run_in_threadpool(_instances, context, event.file.id)
    return Headless(scene, event.file.id, instances)


def _instances(context: Context, file: str) -> list[Instance]:
    with context.database.reading() as connection:
        return changes.instances_of(connection, file)
