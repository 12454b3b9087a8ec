"""The pages people read: the library of bundled scripts, and the documentation."""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from limner.manifest import GRANTS
from limner_server import catalogue, documentation, trials
from limner_server.context import database_of
from limner_server.resources import DOCS
from limner_server.routes.library import fields_of
from limner_server.routes.pages import render
from limner_server.store import scripts


async def library_page(request: Request) -> Response:
    """The bundled scripts: to look at, to try, to add to a project."""
    return await run_in_threadpool(_library, request)


async def docs_page(request: Request) -> Response:
    """One page of the documentation."""
    return await run_in_threadpool(_doc, request)


async def docs_home(_: Request) -> Response:
    """The documentation's first page."""
    return RedirectResponse("/docs/scripts/README.md", 307)


def _library(request: Request) -> Response:
    with database_of(request).reading() as connection:
        having = scripts.projects_having(connection)
    listed = [fields_of(entry, having) for entry in catalogue.entries()]
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in listed:
        groups.setdefault(one["group"], []).append({**one, "card": _card(one["slug"])})
    return render(request, "library.html", groups=groups, grants=GRANTS, page=_told(listed))


def _doc(request: Request) -> Response:
    shown = documentation.page(request.path_params["page"])
    script = _script_of(request, shown.path)
    values: dict[str, Any] = {"contents": documentation.contents(), "grants": GRANTS, "script": script}
    return render(request, "doc.html", doc=shown, page=_told([script] if script else []), **values)


def _told(listed: list[dict[str, Any]]) -> dict[str, Any]:
    """Give what the page's module is told."""
    return {"scripts": listed, "grants": GRANTS, "trials": [trials.name_of(entry) for entry in catalogue.entries()]}


def _script_of(request: Request, path: str) -> dict[str, Any] | None:
    """Give the bundled script that a page is about, if it is about one."""
    slug = PurePosixPath(path).stem
    if PurePosixPath(path).parent.name != "library" or slug not in {entry.slug for entry in catalogue.entries()}:
        return None
    with database_of(request).reading() as connection:
        return fields_of(catalogue.entry(slug), scripts.projects_having(connection))


def _card(slug: str) -> str | None:
    """Give the address of a script's small picture, if it has one."""
    name = f"images/library/{slug}-card.webp"
    return f"/docs/{name}" if (DOCS / name).is_file() else None


mimetypes.add_type("image/webp", ".webp")  # not every system knows it

ROUTES: tuple[BaseRoute, ...] = (
    Route("/library", library_page),
    Route("/docs", docs_home),
    Mount("/docs/images", StaticFiles(directory=DOCS / "images", check_dir=False)),
    Route("/docs/{page:path}", docs_page),
)
