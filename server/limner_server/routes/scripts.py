"""The API of scripts: sources, versions, configuration, statistics."""

from starlette.requests import Request

from limner import templates
from limner_server import wire
from limner_server.cells import bubblewrap
from limner_server.context import changing, context_of, database_of
from limner_server.endpoint import Endpoint
from limner_server.store import backends, scripts, statistics


def list_scripts(request: Request) -> wire.Page[wire.ScriptView]:
    """List the scripts of a project."""
    with database_of(request).reading() as connection:
        return wire.Page(scripts.all_of(connection, request.path_params["project"]))


def add_script(request: Request, post: wire.ScriptPost) -> wire.ScriptView:
    """Add a script to a project, switched off."""
    with changing(request) as (connection, news):
        news.append((request.path_params["project"], wire.SyncScripts()))
        return scripts.add(connection, request.path_params["project"], post)


def get_script(request: Request) -> wire.ScriptView:
    """Give a script."""
    with database_of(request).reading() as connection:
        return scripts.get(connection, request.path_params["script"])


def set_source(request: Request, post: wire.ScriptPost) -> wire.ScriptView:
    """Make a new version of a script; one that asks for more grants or hosts is switched off."""
    with changing(request) as (connection, news):
        backends.require_own_source(connection, request.path_params["script"])
        script = scripts.set_source(connection, request.path_params["script"], post)
        news.append((script.project, wire.SyncScripts()))
        return script


def configure_script(request: Request, patch: wire.ScriptPatch) -> wire.ScriptView:
    """Switch a script on or off, confirm its grants, choose its place, trust it, set its parameters."""
    with changing(request) as (connection, news):
        script = scripts.configure(connection, request.path_params["script"], patch)
        news.append((script.project, wire.SyncScripts()))
        return script


def delete_script(request: Request) -> None:
    """Delete a script with its versions and runs."""
    with changing(request) as (connection, news):
        news.append((scripts.get(connection, request.path_params["script"]).project, wire.SyncScripts()))
        scripts.remove(connection, request.path_params["script"])


def list_versions(request: Request) -> wire.Page[wire.ScriptVersion]:
    """List the versions of a script, newest first."""
    with database_of(request).reading() as connection:
        return wire.Page(scripts.versions_of(connection, request.path_params["script"]))


def get_statistics(request: Request) -> wire.Page[wire.VersionStatistics]:
    """Say how a script fares, version by version, newest first."""
    with database_of(request).reading() as connection:
        return wire.Page(statistics.of(connection, request.path_params["script"]))


async def get_places(request: Request) -> wire.PlacesView:
    """Say what the places beside the browser can do here."""
    settings = context_of(request).settings
    reason = await bubblewrap.why_not(settings)
    return wire.PlacesView(wire.ServerPlace(not reason, reason, settings.install_dependencies))


def list_templates(_: Request) -> wire.Page[templates.Template]:
    """List the scripts to start from, in either language."""
    return wire.Page(templates.templates())


ENDPOINTS = (
    Endpoint("GET", "/api/places", get_places, wire.PlacesView),
    Endpoint("GET", "/api/templates", list_templates, wire.Page[templates.Template]),
    Endpoint("GET", "/api/projects/{project}/scripts", list_scripts, wire.Page[wire.ScriptView]),
    Endpoint("POST", "/api/projects/{project}/scripts", add_script, wire.ScriptView, wire.ScriptPost, status=201),
    Endpoint("GET", "/api/scripts/{script}", get_script, wire.ScriptView),
    Endpoint("PUT", "/api/scripts/{script}", set_source, wire.ScriptView, wire.ScriptPost),
    Endpoint("PATCH", "/api/scripts/{script}", configure_script, wire.ScriptView, wire.ScriptPatch),
    Endpoint("DELETE", "/api/scripts/{script}", delete_script),
    Endpoint("GET", "/api/scripts/{script}/versions", list_versions, wire.Page[wire.ScriptVersion]),
    Endpoint("GET", "/api/scripts/{script}/statistics", get_statistics, wire.Page[wire.VersionStatistics]),
)
