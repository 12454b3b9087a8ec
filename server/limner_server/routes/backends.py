"""The API of backends: what runs scripts for a project elsewhere, and where such a one connects."""

import secrets

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from limner_server import wire
from limner_server.adapters.asking import parted
from limner_server.adapters.kinds import Peer, kind_of
from limner_server.cells import joining
from limner_server.cells.dispatcher import PlaceState
from limner_server.context import changing, context_of, database_of
from limner_server.endpoint import Endpoint
from limner_server.errors import invalid
from limner_server.remote.messages import PATH
from limner_server.store import backends

TOKEN_BYTES = 32


async def list_backends(request: Request) -> wire.Page[wire.BackendView]:
    """List the backends, of one project or of all, and how they fare."""
    listed = await run_in_threadpool(_listed, request)
    states = {(state.project, state.name): state for state in context_of(request).dispatcher.state()}
    return wire.Page([_with_state(view, states.get((view.project, view.name))) for view in listed])


async def add_backend(request: Request, post: wire.BackendPost) -> wire.BackendAdded:
    """Add a backend to a project; its token is told here and never again. One with a URL is asked first."""
    if post.kind == "socket":
        return await run_in_threadpool(_add_socket, request, post)
    kind = kind_of(post.kind)
    url, credentials = parted(post.url)
    if kind.secret and credentials:
        raise invalid(f"the url of a backend of the kind {post.kind!r} holds a user name: leave it out")
    secret = secrets.token_urlsafe(TOKEN_BYTES) if kind.secret else credentials
    await run_in_threadpool(_require_free, request, post)
    source = await kind.source(context_of(request), Peer(post.name, post.project, url, secret))
    kept = msgspec.structs.replace(post, url=url)
    backend = await run_in_threadpool(_add_asked, request, kept, source, secret)
    return wire.BackendAdded(backend, secret if kind.secret else "")


async def remove_backend(request: Request) -> None:
    """Revoke a backend: its token is good for nothing from now on, and its script is switched off."""
    backend = request.path_params["backend"]
    await run_in_threadpool(_remove, request, backend)
    context_of(request).replicas.revoke(backend)


async def connect(websocket: WebSocket) -> None:
    """Take in a replica of the backend whose token it brings, and of no other."""
    scheme, _, token = websocket.headers.get("authorization", "").partition(" ")
    backend = await run_in_threadpool(_backend_of, websocket, token) if scheme.lower() == "bearer" else None
    if backend is None:
        problem = wire.Problem("no_backend", "there is no backend with this token: was it revoked?", {})
        body = wire.encode(wire.Failure(problem))
        await websocket.send_denial_response(Response(body, 401, media_type="application/json"))
        return
    await websocket.accept()
    await joining.serve(context_of(websocket), websocket, backend)


def _listed(request: Request) -> list[wire.BackendView]:
    with database_of(request).reading() as connection:
        return backends.all_of(connection, request.query_params.get("project"))


def _with_state(view: wire.BackendView, state: PlaceState | None) -> wire.BackendView:
    if state is not None:
        view.replicas, view.version = len(state.replicas), state.version
        view.in_flight, view.waiting = state.in_flight, state.waiting
        view.ms_p50, view.ms_p95, view.last_error = state.p50, state.p95, state.last_error or ""
    return view


def _add_socket(request: Request, post: wire.BackendPost) -> wire.BackendAdded:
    if post.url:
        raise invalid("a backend of the kind 'socket' connects by itself: leave out the url")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with database_of(request).writing() as connection:
        return wire.BackendAdded(backends.add(connection, post, token=token), token)


def _require_free(request: Request, post: wire.BackendPost) -> None:
    with database_of(request).reading() as connection:
        backends.require_free(connection, post)


def _add_asked(request: Request, post: wire.BackendPost, source: str, secret: str) -> wire.BackendView:
    with changing(request) as (connection, news):
        backend = backends.add(connection, post, secret=secret)
        backends.bind(connection, backend, wire.ScriptPost(f"{post.name}.py", source))
        news.append((post.project, wire.SyncScripts()))
        return backends.get(connection, backend.id)


def _remove(request: Request, backend: str) -> None:
    with changing(request) as (connection, news):
        news.append((backends.remove(connection, backend).project, wire.SyncScripts()))


def _backend_of(websocket: WebSocket, token: str) -> wire.BackendView | None:
    with database_of(websocket).reading() as connection:
        return backends.by_token(connection, token)


ROUTES = (WebSocketRoute(PATH, connect),)
ENDPOINTS = (
    Endpoint("GET", "/api/backends", list_backends, wire.Page[wire.BackendView], query={"project": "of this one only"}),
    Endpoint("POST", "/api/backends", add_backend, wire.BackendAdded, wire.BackendPost, status=201),
    Endpoint("DELETE", "/api/backends/{backend}", remove_backend),
)
