"""The API of backends: what runs scripts for a project elsewhere."""

import secrets
from collections.abc import Callable

from starlette.requests import Request

from limner_server import wire
from limner_server.context import changing, database_of
from limner_server.endpoint import Endpoint
from limner_server.errors import invalid
from limner_server.store import backends

TOKEN_BYTES = 32


def list_backends(request: Request) -> wire.Page[wire.BackendView]:
    """List the backends, of one project or of all, and how they fare."""
    with database_of(request).reading() as connection:
        return wire.Page(backends.all_of(connection, request.query_params.get("project")))


def add_backend(request: Request, post: wire.BackendPost) -> wire.BackendAdded:
    """Add a backend to a project; its token is told here and never again."""
    if post.kind not in ADDED:
        raise invalid(f"a backend of the kind {post.kind!r} cannot be added: choose from {', '.join(ADDED)}")
    return ADDED[post.kind](request, post)


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


ADDED: dict[str, Callable[[Request, wire.BackendPost], wire.BackendAdded]] = {"socket": _add_socket}
ENDPOINTS = (
    Endpoint("GET", "/api/backends", list_backends, wire.Page[wire.BackendView], query={"project": "of this one only"}),
    Endpoint("POST", "/api/backends", add_backend, wire.BackendAdded, wire.BackendPost, status=201),
    Endpoint("DELETE", "/api/backends/{backend}", remove_backend),
)
