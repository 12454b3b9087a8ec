"""The API of the bundled scripts."""

from typing import Any

from starlette.requests import Request

from limner_server import catalogue, library, trials, wire
from limner_server.catalogue import Entry
from limner_server.context import changing, context_of, database_of
from limner_server.endpoint import Endpoint
from limner_server.store import scripts


def list_library(request: Request) -> wire.Page[wire.LibraryScript]:
    """List the bundled scripts, in the library's order."""
    with database_of(request).reading() as connection:
        having = scripts.projects_having(connection)
    return wire.Page([wire.LibraryScript(**fields_of(entry, having)) for entry in catalogue.entries()])


def get_library_script(request: Request) -> wire.LibrarySource:
    """Give a bundled script with its source."""
    entry = _entry(request)
    with database_of(request).reading() as connection:
        having = scripts.projects_having(connection)
    return wire.LibrarySource(**fields_of(entry, having), source=entry.source)


def install_script(request: Request, post: wire.LibraryInstall) -> wire.ScriptView:
    """Add a bundled script to a project, switched off; one that is there comes to the bundled version."""
    entry = _entry(request)
    with changing(request) as (connection, news):
        news.append((post.project, wire.SyncScripts()))
        return library.install(connection, post.project, entry)


def begin_trial(request: Request, post: wire.TrialPost) -> wire.Trial:
    """Give a project of its own with a sample photo, where the script is on."""
    return trials.begin(context_of(request), _entry(request), fresh=post.fresh)


def fields_of(entry: Entry, having: dict[str, list[str]]) -> dict[str, Any]:
    """Give what is said of a bundled script; `having` are the projects by the identity of a script."""
    block = entry.block
    return {
        "slug": entry.slug,
        "identity": block.identity,
        "name": block.name,
        "description": block.description,
        "group": entry.group,
        "filename": entry.file,
        "language": entry.language,
        "version": scripts.version_of(entry.source),
        "declared_version": block.version,
        "grants": list(block.grants),
        "connect": list(block.connect),
        "hotkey": block.hotkey,
        "steps": list(entry.steps),
        "projects": having.get(block.identity, []),
    }


def _entry(request: Request) -> Entry:
    return catalogue.entry(request.path_params["slug"])


ENDPOINTS = (
    Endpoint("GET", "/api/library", list_library, wire.Page[wire.LibraryScript]),
    Endpoint("GET", "/api/library/{slug}", get_library_script, wire.LibrarySource),
    Endpoint("POST", "/api/library/{slug}/install", install_script, wire.ScriptView, wire.LibraryInstall, status=201),
    Endpoint("POST", "/api/library/{slug}/trial", begin_trial, wire.Trial, wire.TrialPost),
)
