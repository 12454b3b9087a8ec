"""The cells of a page that are beside it: one connection for each script that runs on the server or a backend."""

from starlette.concurrency import run_in_threadpool
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from limner_server.cells.session import Session
from limner_server.context import context_of, database_of
from limner_server.errors import ApiError
from limner_server.store import scripts

UNKNOWN_SCRIPT = 4404


async def cell(websocket: WebSocket) -> None:
    """Be the cell of a script, from `ready` on."""
    script = websocket.path_params["script"]
    await websocket.accept()
    try:
        await run_in_threadpool(_require, websocket, script)
    except ApiError as error:
        await websocket.close(UNKNOWN_SCRIPT, error.message[:100])
        return
    await Session(context_of(websocket), websocket, script).serve()


def _require(websocket: WebSocket, script: str) -> None:
    with database_of(websocket).reading() as connection:
        scripts.get(connection, script)


ROUTES = (WebSocketRoute("/api/scripts/{script}/cell", cell),)
