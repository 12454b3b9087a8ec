"""The API of working through files: filtered lists, their order, how far the work is, many changed at once."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection
from starlette.requests import Request

from limner_server import wire
from limner_server.context import changing, database_of
from limner_server.endpoint import Endpoint, page_of, paged
from limner_server.errors import ApiError, invalid, not_found
from limner_server.store import completeness, files, projects, worklist
from limner_server.store.worklist import HAS, SORTS, STATES, Filter

MAX_IDS = 200
MAX_WORD = 200
WORDS = ("assignee", "label", "has", "name", "sort")
SORT_NAMES = [f"{sign}{name}" for name in SORTS for sign in ("", "-")]
QUERY = {
    "state": f"any of {', '.join(STATES)}, apart by commas",
    "assignee": f"who has it; {worklist.NOBODY} is nobody",
    "label": "has an instance with this label",
    "has": f"one of {', '.join(HAS)}",
    "name": "a part of the name",
    "sort": f"one of {', '.join(SORT_NAMES)}",
}


def filter_of(query: Mapping[str, str]) -> Filter:
    """Read a filter from a query. Raises `ApiError` 422 for a state, an order or a kind that there is not."""
    for name in ("state", *WORDS):
        if len(query.get(name, "")) > MAX_WORD:
            raise invalid(f"{name} has {len(query[name]):,} characters, at most {MAX_WORD} are taken")
    states = tuple(filter(None, query.get("state", "").split(",")))
    words = {name: query[name] for name in WORDS if query.get(name)}
    for state in states:
        _require("state", state, STATES)
    for name, known in (("has", HAS), ("sort", SORT_NAMES)):
        if name in words:
            _require(name, words[name], known)
    return Filter(states, **words)


def list_files(request: Request) -> wire.Page[wire.FileView]:
    """List the files of a project, oldest first unless `sort` says otherwise."""
    cursor, limit = page_of(request)
    project, wanted = request.path_params["project"], filter_of(request.query_params)
    ids = [id for id in request.query_params.get("ids", "").split(",") if id]
    if len(ids) > MAX_IDS:
        raise invalid(f"ids names {len(ids):,} files, at most {MAX_IDS} are given at once")
    with database_of(request).reading() as connection:
        projects.get(connection, project)
        if ids:
            return wire.Page(worklist.these(connection, project, ids))
        return paged(worklist.page_of(connection, project, wanted, cursor, limit), limit)


def get_order(request: Request) -> wire.FileOrder:
    """Give the ids of all files that the filter lets through, in order."""
    project, wanted = request.path_params["project"], filter_of(request.query_params)
    with database_of(request).reading() as connection:
        projects.get(connection, project)
        return wire.FileOrder(worklist.order_of(connection, project, wanted))


def get_progress(request: Request) -> wire.ProjectProgress:
    """Say how far the work on a project is."""
    project = request.path_params["project"]
    with database_of(request).reading() as connection:
        projects.get(connection, project)
        return worklist.progress_of(connection, project)


def change_files(request: Request, patch: wire.FilesPatch) -> wire.FilesChanged:
    """Change the state or the assignee of several files: all, or none, unless each is to be changed for itself."""
    project = request.path_params["project"]
    with changing(request) as (connection, news):
        projects.get(connection, project)
        left = dict(_left(connection, project, patch))
        if left and not patch.each:
            raise next(iter(left.values()))
        ids = [id for id in dict.fromkeys(patch.ids) if id not in left]
        files.change_many(connection, ids, patch)
        news += [(project, wire.SyncFiles(ids))] if ids else []
        return wire.FilesChanged(len(ids), [wire.FileLeft(file, str(error)) for file, error in left.items()])


def _left(connection: Connection, project: str, patch: wire.FilesPatch) -> Iterator[tuple[str, ApiError]]:
    """Give the files that cannot be changed, with why."""
    known = files.known(connection, project, patch.ids)
    yield from ((id, not_found("file", id)) for id in patch.ids if id not in known)
    if patch.state == "done":
        lacking = completeness.lacking(connection, project, [id for id in dict.fromkeys(patch.ids) if id in known])
        yield from ((id, invalid(message, file=id)) for id, message in lacking)


def _require(name: str, given: str, known: Iterable[str]) -> None:
    if given not in known:
        raise invalid(f"{name} is {given!r}, expected one of {', '.join(known)}")


ENDPOINTS = (
    Endpoint(
        *("GET", "/api/projects/{project}/files", list_files, wire.Page[wire.FileView]),
        cursor=True,
        query={**QUERY, "ids": f"up to {MAX_IDS} ids apart by commas: these files, and nothing else of the query"},
    ),
    Endpoint("PATCH", "/api/projects/{project}/files", change_files, wire.FilesChanged, wire.FilesPatch),
    Endpoint("GET", "/api/projects/{project}/order", get_order, wire.FileOrder, query=QUERY),
    Endpoint("GET", "/api/projects/{project}/progress", get_progress, wire.ProjectProgress),
)
