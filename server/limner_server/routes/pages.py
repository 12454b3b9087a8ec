"""The pages people see."""

import json
from typing import Any

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from limner import __version__
from limner.manifest import GRANTS
from limner_server import resources, trials, wire
from limner_server.context import context_of, database_of
from limner_server.routes.assets import asset_base, modules, static_base
from limner_server.routes.worklist import filter_of
from limner_server.store import files, projects, scripts, worklist

MANY = 100_000


async def home(request: Request) -> Response:
    """The projects."""
    return await run_in_threadpool(_home, request)


async def gallery(request: Request) -> Response:
    """The files of a project."""
    return await run_in_threadpool(_gallery, request)


async def annotate(request: Request) -> Response:
    """One file, to annotate."""
    return await run_in_threadpool(_annotate, request)


async def labels(request: Request) -> Response:
    """The labels, attributes and rules of a project."""
    return await run_in_threadpool(_labels, request)


async def script_list(request: Request) -> Response:
    """The scripts of a project."""
    return await run_in_threadpool(_script_list, request)


async def script_page(request: Request) -> Response:
    """One script: what it may do and how it fares."""
    return await run_in_threadpool(_script_page, request)


async def backend_list(request: Request) -> Response:
    """What computes for the projects elsewhere."""
    return await run_in_threadpool(_backend_list, request)


def render(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Render a template; `page` in `values` is what its module reads as JSON."""
    context = context_of(request)
    shared = {"static": static_base(), **modules(context.settings), "version": __version__, "page": {}}
    return context.templates.TemplateResponse(
        request, template, {**shared, **values}, status_code=status, headers={"Cache-Control": "no-store"}
    )


def _home(request: Request) -> Response:
    with database_of(request).reading() as connection:
        listed = [project for _, project in projects.all_of(connection, 0, MANY)]
        covers = {project.id: [file for _, file in files.all_of(connection, project.id, 0, 4)] for project in listed}
    tried = [project for project in listed if trials.entry_of(project)]
    own = [project for project in listed if project not in tried]
    return render(
        request, "projects.html", shelves=(("Projects", own), ("Tried from the library", tried)), covers=covers
    )


def _gallery(request: Request) -> Response:
    with database_of(request).reading() as connection:
        project = projects.get(connection, request.path_params["project"])
    return render(request, "gallery.html", project=project, page={"project": wire.plain(project)})


def _annotate(request: Request) -> Response:
    wanted = filter_of(request.query_params)
    with database_of(request).reading() as connection:
        file = files.get(connection, request.path_params["file"])
        project = projects.get(connection, file.project)
        order = worklist.order_of(connection, project.id, wanted, always=file.id)
    page = {
        "file": wire.plain(file),
        "project": wire.plain(project),
        "order": order,
        "grants": GRANTS,
        "cell": cell_settings(request),
    }
    position = order.index(file.id) + 1
    trial = trials.entry_of(project)
    return render(request, "annotate.html", project=project, file=file, position=position, trial=trial, page=page)


def _labels(request: Request) -> Response:
    with database_of(request).reading() as connection:
        project = projects.get(connection, request.path_params["project"])
    ontology = wire.bare(wire.plain(wire.Ontology(project.labels, project.attributes, project.rules)))
    page = {"project": {"id": project.id, "name": project.name}, "ontology": ontology}
    return render(request, "labels.html", project=project, page=page)


def _script_list(request: Request) -> Response:
    with database_of(request).reading() as connection:
        project = projects.get(connection, request.path_params["project"])
        listed = scripts.all_of(connection, project.id)
        first = _first_file(connection, project.id)
    page = {"project": project.id}
    return render(request, "scripts.html", project=project, scripts=listed, grants=GRANTS, first=first, page=page)


def _script_page(request: Request) -> Response:
    with database_of(request).reading() as connection:
        script = scripts.get(connection, request.path_params["script"])
        project = projects.get(connection, script.project)
        page = {"script": wire.plain(script), "first": _first_file(connection, project.id), "grants": GRANTS}
    return render(request, "script.html", project=project, script=script, page=page)


def _backend_list(request: Request) -> Response:
    with database_of(request).reading() as connection:
        listed = [project for _, project in projects.all_of(connection, 0, MANY)]
    page = {"projects": [{"id": project.id, "name": project.name} for project in listed]}
    return render(request, "backends.html", page=page)


def _first_file(connection: Connection, project: str) -> str | None:
    """Give the file beside which scripts are edited."""
    return next((file.id for _, file in files.all_of(connection, project, 0, 1)), None)


def cell_settings(request: Request) -> dict[str, Any]:
    """Give what the page needs to open a cell: where its frame, runtime and packages are."""
    base, elsewhere = asset_base(), context_of(request).settings.pyodide_url
    made = None if elsewhere else resources.snapshots()
    snapshot, compiled = (f"{base}/snapshot/{path.name}" for path in made) if made else (None, None)
    return {
        "frame": "/cell/frame",
        "assets": f"{base}/",
        "pyodide": f"{elsewhere.rstrip('/')}/" if elsewhere else f"{base}/pyodide/",
        "runtime": f"{base}/runtime.whl",
        "snapshot": snapshot,
        "compiled": compiled,
        "build": resources.build_id(),
    }


def as_json(value: Any) -> str:
    """Give JSON that can stand inside a script element."""
    return json.dumps(wire.plain(value)).replace("<", "\\u003c").replace("&", "\\u0026")


ROUTES = (
    Route("/", home),
    Route("/projects/{project}", gallery),
    Route("/projects/{project}/labels", labels),
    Route("/projects/{project}/scripts", script_list),
    Route("/scripts/{script}", script_page),
    Route("/files/{file}", annotate),
    Route("/backends", backend_list),
)
