"""How a replica of a remote backend is taken in: who it is, what it speaks, which script it has."""

import asyncio
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket

from limner import __version__
from limner.errors import ProtocolError
from limner_server import wire
from limner_server.cells.originals import Originals
from limner_server.cells.replica import GONE, ReplicaSlot, say_goodbye
from limner_server.cells.replicas import MAX_REPLICAS
from limner_server.context import Context
from limner_server.errors import ApiError
from limner_server.logs import logger
from limner_server.remote import messages
from limner_server.store import backends, scripts

HELLO_SECONDS = 20.0
CROWDED = 1013


class _RefusedError(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


async def serve(context: Context, websocket: WebSocket, backend: wire.BackendView) -> None:
    """Shake hands with a replica and be its slot until it leaves. Every refusal says why."""
    try:
        hello = await _hello(websocket)
        _check(hello, backend)
        if len(context.replicas.of(backend.id)) >= MAX_REPLICAS:
            raise _RefusedError(CROWDED, f"the backend has {MAX_REPLICAS} replicas already")
        script = await run_in_threadpool(_bound, context, backend, hello)
    except _RefusedError as refused:
        await say_goodbye(websocket, refused.code, refused.reason)
        return
    except GONE:
        return
    await _joined(context, websocket, backend, script, hello)


async def _joined(
    context: Context, websocket: WebSocket, backend: wire.BackendView, script: wire.ScriptView, hello: messages.Hello
) -> None:
    welcome = messages.Welcome(backend.name, backend.project, script.id, script.enabled)
    slot = ReplicaSlot(
        websocket, backend.name, hello, Originals(context.database, context.media, backend.id, script.id)
    )
    try:
        await websocket.send_text(messages.encode(welcome))
    except GONE:
        return
    with context.replicas.having(backend.id, slot):
        context.dispatcher.join(backend.name, backend.project, slot)
        context.hub.publish(backend.project, wire.SyncScripts())  # pages that found no replica look again
        logger.info("replica", extra={"fields": {"backend": backend.name, "runtime": f"{hello.runtime!r:.40}"}})
        await slot.serve()
    assert slot.farewell is not None
    logger.info(
        "replica left", extra={"fields": {"backend": backend.name, "why": " ".join(slot.farewell.reason.split())}}
    )


async def _hello(websocket: WebSocket) -> messages.Hello:
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            received = await websocket.receive()
        if received["type"] == "websocket.disconnect":
            raise RuntimeError("it left")
        hello: messages.Hello = messages.read(received.get("text") or "null", messages.Hello)
    except TimeoutError:
        raise _RefusedError(messages.UNHEARD, f"no hello came within {HELLO_SECONDS:g} s") from None
    except ProtocolError as error:
        raise _RefusedError(messages.MALFORMED, f"the hello is malformed: {error}") from None
    return hello


def _check(hello: messages.Hello, backend: wire.BackendView) -> None:
    """Refuse what would not fit: another protocol, another name, a source that is not the version it says."""
    if hello.protocol != messages.VERSION:
        spoken = f"the server speaks protocol {messages.VERSION} (Limner {__version__})"
        raise _RefusedError(messages.TOO_OLD, f"{spoken}, the backend {hello.protocol} (Limner {hello.runtime:.20})")
    if hello.backend and hello.backend != backend.name:
        raise _RefusedError(messages.CONFLICT, f"the token is that of {backend.name!r}, not of {hello.backend!r:.40}")
    if hello.version != scripts.version_of(hello.source):
        raise _RefusedError(messages.MALFORMED, "the script's source does not have the version it says")
    least, most = messages.BEATS
    if not least <= hello.heartbeat <= most:
        raise _RefusedError(messages.MALFORMED, f"heartbeat is {hello.heartbeat:g}, expected {least} to {most} s")


def _bound(context: Context, backend: wire.BackendView, hello: messages.Hello) -> wire.ScriptView:
    post = _post(hello)
    running = {slot.version for slot in context.replicas.of(backend.id)} - {hello.version}
    try:
        with context.hub.telling() as news, context.database.writing() as connection:
            current = backends.get(connection, backend.id)
            if running and current.script is not None and _is_older(connection, current.script, hello.version):
                message = "a newer version of the script is connected: stop its replicas first, to go back"
                raise _RefusedError(messages.CONFLICT, message)
            script = backends.bind(connection, current, post)
            news.append((backend.project, wire.SyncScripts()))
            return script
    except ApiError as error:
        code = messages.REVOKED if error.status == 404 else messages.CONFLICT
        raise _RefusedError(code, error.message) from None


def _post(hello: messages.Hello) -> wire.ScriptPost:
    if not hello.filename.endswith(".py"):
        raise _RefusedError(messages.CONFLICT, f"a backend runs a .py file, not {hello.filename!r:.60}")
    try:
        return wire.convert({"filename": hello.filename, "source": hello.source}, wire.ScriptPost)
    except ValueError as error:
        raise _RefusedError(messages.CONFLICT, f"the script cannot be taken: {error}") from None


def _is_older(connection: Any, script: str, version: str) -> bool:
    return version in [kept.version for kept in scripts.versions_of(connection, script)[1:]]
