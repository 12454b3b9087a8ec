"""The API of a file's history: what happened, versions to go back to, and what one browser may undo."""

from starlette.requests import Request

from limner_server import wire
from limner_server.context import database_of
from limner_server.endpoint import Endpoint, page_of, paged
from limner_server.errors import invalid, not_found
from limner_server.store import history

NEWEST = 2**53
MAX_TEXT = 64
MAX_DIGITS = 15


def list_history(request: Request) -> wire.Page[wire.HistoryEntry]:
    """List what happened to a file, or to one instance of it, newest first."""
    cursor, limit = page_of(request, NEWEST)
    instance = _text(request, "instance")
    with database_of(request).reading() as connection:
        return paged(history.entries(connection, request.path_params["file"], cursor, limit, instance), limit)


def get_change_set(request: Request) -> wire.LogEntry:
    """Give one change set of a file's history, whole."""
    with database_of(request).reading() as connection:
        return history.entry(connection, request.path_params["file"], _revision(request))


def get_version(request: Request) -> wire.InstanceList:
    """Give the instances of a file as they were at a revision."""
    with database_of(request).reading() as connection:
        return history.version(connection, request.path_params["file"], _revision(request))


def list_steps(request: Request) -> wire.Page[wire.LogEntry]:
    """List the newest change sets of one browser on a file, oldest first: what a person may undo after a reload."""
    _, limit = page_of(request)
    browser = _text(request, "browser") or ""
    with database_of(request).reading() as connection:
        return wire.Page(history.steps(connection, request.path_params["file"], browser, limit))


def _revision(request: Request) -> int:
    text: str = request.path_params["revision"]
    if not text.isascii() or not text.isdigit() or len(text) > MAX_DIGITS:
        raise not_found("version", text[:MAX_TEXT])
    return int(text)


def _text(request: Request, name: str) -> str | None:
    text = request.query_params.get(name)
    if text is not None and len(text) > MAX_TEXT:
        raise invalid(f"{name} has {len(text)} characters, expected at most {MAX_TEXT}")
    return text or None


FILE = "/api/files/{file}"
ENDPOINTS = (
    Endpoint(
        "GET",
        f"{FILE}/history",
        list_history,
        wire.Page[wire.HistoryEntry],
        cursor=True,
        query={"instance": "only what touched this instance, with how it was before and after"},
    ),
    Endpoint("GET", f"{FILE}/history/{{revision}}", get_change_set, wire.LogEntry),
    Endpoint("GET", f"{FILE}/versions/{{revision}}", get_version, wire.InstanceList),
    Endpoint(
        "GET",
        f"{FILE}/steps",
        list_steps,
        wire.Page[wire.LogEntry],
        query={"browser": "with what the `page` of its change sets begins", "limit": "at most so many"},
    ),
)
