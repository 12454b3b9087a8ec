"""The files the pages and the cells are made of, under addresses that change with their content."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from limner_server import resources
from limner_server.context import context_of
from limner_server.security import frame_policy
from limner_server.settings import Settings

FOR_EVER = "public, max-age=31536000, immutable"
FRAME = '<!doctype html><meta charset="utf-8"><title>Limner cell</title><script src="{script}"></script>'


class Immutable(StaticFiles):
    """A folder whose files may be cached for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_EVER
        return response


class Vendored(Immutable):
    """The vendored files, but not the models among them, which are to be had by their content only."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return ("", None) if Path(path).parts[:1] == ("models",) else super().lookup_path(path)


def static_base() -> str:
    return f"/static/{resources.build_id()}"


def modules(settings: Settings) -> dict[str, Any]:
    """Give what a page says of its modules: where they are, and what each imports.

    They are joined, unless that is not wished or they were not joined since they changed.
    """
    chunks = None if settings.plain_modules else _joined()
    return {"modules": f"{static_base()}/{'js' if chunks is None else 'joined'}", "chunks": chunks or {}}


def asset_base() -> str:
    return f"/assets/{resources.build_id()}"


def cell_frame(request: Request) -> Response:
    """Give the frame of a cell, with the policy that lets it load its runtime and nothing else."""
    origin = f"{request.url.scheme}://{request.headers['host']}"
    allowed = [f"{origin}{asset_base()}/", *_elsewhere(request)]
    page = FRAME.format(script=f"{asset_base()}/cell/frame.js")
    return HTMLResponse(page, headers={"Content-Security-Policy": frame_policy(allowed), "Cache-Control": "no-cache"})


def routes(runtime_wheel: Path) -> list[BaseRoute]:
    """Give the routes of all files; `runtime_wheel` is the runtime packed for the browser."""

    def wheel(_: Request) -> FileResponse:
        return FileResponse(runtime_wheel, media_type="application/zip", headers={"Cache-Control": FOR_EVER})

    static = {f"{static_base()}/{name}": resources.WEB / name for name in ("js", "joined", "css", "img", "vendor")}
    assets = {
        f"{asset_base()}/cell": resources.CELL,
        f"{asset_base()}/pyodide": resources.VENDOR / "pyodide",
        f"{asset_base()}/snapshot": resources.SNAPSHOTS,
        f"{asset_base()}/tfjs": resources.VENDOR / "tfjs",
        # The cell of JavaScript imports the page's shapes and vendored modules as it does on disk.
        f"{asset_base()}/runtime/cell": resources.CELL,
        f"{asset_base()}/web/js/shapes": resources.WEB / "js" / "shapes",
        f"{asset_base()}/web/vendor": resources.VENDOR,
    }
    mounts = [
        Mount(path, (Vendored if folder == resources.VENDOR else Immutable)(directory=folder, check_dir=False))
        for path, folder in {**static, **assets}.items()
    ]
    return [Route("/cell/frame", cell_frame), Route(f"{asset_base()}/runtime.whl", wheel), *mounts]


@cache
def _joined() -> dict[str, list[str]] | None:
    return resources.joined()


def _elsewhere(request: Request) -> list[str]:
    url = context_of(request).settings.pyodide_url
    return [url.rstrip("/") + "/"] if url else []
