"""The API of instances: what is on a file, what changes it, and what changed it."""

from starlette.requests import Request
from starlette.responses import Response

from limner_server import wire
from limner_server.context import changing, database_of
from limner_server.endpoint import Endpoint, page_of, paged
from limner_server.store import changes, files, listing


def list_instances(request: Request) -> Response:
    """List all instances on a file, oldest first."""
    with database_of(request).reading() as connection:
        body = listing.instances_json(connection, request.path_params["file"])
    return Response(body, media_type="application/json")


def apply_changes(request: Request, post: wire.ChangePost) -> wire.ChangeReply:
    """Apply a change set, whole or not at all, once per key."""
    with changing(request) as (connection, news):
        applied = changes.apply(connection, request.path_params["file"], post)
        if applied.news is not None:
            news.append((applied.project, applied.news))
            is_human_work = post.origin.actor == "human" and any((post.created, post.updated, post.deleted))
            if is_human_work and files.begin(connection, applied.news.file):
                news.append((applied.project, wire.SyncFile(applied.news.file)))
        return applied.reply


def list_log(request: Request) -> wire.Page[wire.LogEntry]:
    """List the change sets of a file, oldest first."""
    cursor, limit = page_of(request)
    with database_of(request).reading() as connection:
        return paged(changes.log_of(connection, request.path_params["file"], cursor, limit), limit)


ENDPOINTS = (
    Endpoint("GET", "/api/files/{file}/instances", list_instances, wire.InstanceList),
    Endpoint("POST", "/api/files/{file}/changes", apply_changes, wire.ChangeReply, wire.ChangePost),
    Endpoint("GET", "/api/files/{file}/log", list_log, wire.Page[wire.LogEntry], cursor=True),
)
