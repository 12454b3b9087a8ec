"""The live connection of a page to a project."""

from starlette.concurrency import run_in_threadpool
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from limner_server import wire
from limner_server.context import context_of, database_of
from limner_server.errors import ApiError
from limner_server.store import projects
from limner_server.sync import Listener, stream

UNKNOWN_PROJECT = 4404


async def sync(websocket: WebSocket) -> None:
    """Tell of every change to a project, from the hello on."""
    project = websocket.path_params["project"]
    listener = Listener()
    await websocket.accept()
    with context_of(websocket).hub.listening(project, listener):
        try:
            await run_in_threadpool(_require, websocket, project)
        except ApiError as error:
            await websocket.close(UNKNOWN_PROJECT, error.message[:100])
            return
        await websocket.send_text(wire.encode(wire.SyncHello()).decode())
        await stream(websocket, listener)


def _require(websocket: WebSocket, project: str) -> None:
    with database_of(websocket).reading() as connection:
        projects.get(connection, project)


ROUTES = (WebSocketRoute("/api/projects/{project}/sync", sync),)
