"""The API of backends: what runs scripts for a project elsewhere."""

import secrets

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from limner_server import wire
from limner_server.adapters.asking import parted
from limner_server.adapters.kinds import Peer, kind_of
from limner_server.context import changing, context_of, database_of
from limner_server.endpoint import Endpoint
from limner_server.errors import invalid
from limner_server.store import backends

TOKEN_BYTES = 32


def list_backends(request: Request) -> wire.Page[wire.BackendView]:
    """List the backends, of one project or of all, and how they fare."""
    with database_of(request).reading() as connection:
        return wire.Page(backends.all_of(connection, request.query_params.get("project")))


async def add_backend(request: Request, post: wire.BackendPost) -> wire.BackendAdded:
    """Add a backend to a project; its token is told here and never again. One with a URL is asked first."""
    if post.kind == "socket":
        return await run_in_threadpool(_add_socket, request, post)
    kind = kind_of(post.kind)
    url, credentials = parted(post.url)
    if kind.secret and credentials:
        raise invalid(f"the url of a backend of the kind {post.kind!r} holds a user name: leave it out")
    secret = secrets.token_urlsafe(TOKEN_BYTES) if kind.secret else credentials
    source = await kind.source(context_of(request), Peer(post.name, post.project, url, secret))
    kept = msgspec.structs.replace(post, url=url)
    backend = await run_in_threadpool(_add_asked, request, kept, source, secret)
    return wire.BackendAdded(backend, secret if kind.secret else "")


def remove_backend(request: Request) -> None:
    """Revoke a backend: its token is good for nothing from now on, and its script is switched off."""
    with changing(request) as (connection, news):
        project = backends.remove(connection, request.path_params["backend"]).project
        news.append((project, wire.SyncScripts()))


def _add_socket(request: Request, post: wire.BackendPost) -> wire.BackendAdded:
    if post.url:
        raise invalid("a backend of the kind 'socket' connects by itself: leave out the url")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with database_of(request).writing() as connection:
        return wire.BackendAdded(backends.add(connection, post, token=token), token)


def _add_asked(request: Request, post: wire.BackendPost, source: str, secret: str) -> wire.BackendView:
    with changing(request) as (connection, news):
        backend = backends.add(connection, post, secret=secret)
        backends.bind(connection, backend, wire.ScriptPost(f"{post.name}.py", source))
        news.append((post.project, wire.SyncScripts()))
        return backends.get(connection, backend.id)


ENDPOINTS = (
    Endpoint("GET", "/api/backends", list_backends, wire.Page[wire.BackendView], query={"project": "of this one only"}),
    Endpoint("POST", "/api/backends", add_backend, wire.BackendAdded, wire.BackendPost, status=201),
    Endpoint("DELETE", "/api/backends/{backend}", remove_backend),
)
