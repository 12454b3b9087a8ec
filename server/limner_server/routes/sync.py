"""The live connection of a page to a project."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from limner_server import wire
from limner_server.context import context_of, database_of
from limner_server.errors import ApiError
from limner_server.presence import Ear
from limner_server.store import projects
from limner_server.sync import Listener, stream

UNKNOWN_PROJECT = 4404


async def sync(websocket: WebSocket) -> None:
    """Tell of every change to a project, from the hello on, and of who is there."""
    project = websocket.path_params["project"]
    listener, ear = Listener(), Ear()
    await websocket.accept()
    context = context_of(websocket)
    with context.hub.listening(project, listener):
        try:
            await run_in_threadpool(_require, websocket, project)
        except ApiError as error:
            await websocket.close(UNKNOWN_PROJECT, error.message[:100])
            return
        await websocket.send_text(wire.encode(wire.SyncHello()).decode())
        try:
            say = partial(context.presence.say, context.hub, project, listener)
            await stream(websocket, listener, lambda text: say(ear.hear(text)))
        finally:
            context.presence.leave(context.hub, project, listener)


def _require(websocket: WebSocket, project: str) -> None:
    with database_of(websocket).reading() as connection:
        projects.get(connection, project)


ROUTES = (WebSocketRoute("/api/projects/{project}/sync", sync),)
