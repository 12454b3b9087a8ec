"""The application: routes, middleware, and the answers to what goes wrong."""

import contextlib
import logging
import traceback
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.templating import Jinja2Templates

import limner
from limner_server import older, openapi, resources, watch, wire
from limner_server.cells.dispatcher import Dispatcher
from limner_server.cells.opening import open_slots
from limner_server.cells.pixels import Pixels
from limner_server.cells.pool import Limits
from limner_server.cells.replicas import Replicas
from limner_server.context import Context
from limner_server.errors import ApiError, disk_full
from limner_server.fetch.addresses import Private
from limner_server.fetch.fetcher import Fetcher
from limner_server.likeness.gallery import Galleries
from limner_server.logs import RequestLog, logger
from limner_server.media import MediaFolder
from limner_server.models import Models
from limner_server.routes import (
    assets,
    backends,
    cells,
    check,
    comments,
    fetch,
    files,
    history,
    instances,
    label_studio,
    library,
    models,
    ontology,
    pages,
    places,
    projects,
    properties,
    reading,
    runs,
    scripts,
    storage,
    sync,
    worklist,
)
from limner_server.runtime_wheel import build_runtime_wheel
from limner_server.security import HEADERS, Guard, surface_of, wants_page
from limner_server.settings import Settings
from limner_server.store.database import Database, is_disk_full
from limner_server.sync import Hub

ENDPOINTS = (
    *projects.ENDPOINTS,
    *ontology.ENDPOINTS,
    *worklist.ENDPOINTS,
    *files.ENDPOINTS,
    *properties.ENDPOINTS,
    *comments.ENDPOINTS,
    *instances.ENDPOINTS,
    *history.ENDPOINTS,
    *scripts.ENDPOINTS,
    *runs.ENDPOINTS,
    *storage.ENDPOINTS,
    *fetch.ENDPOINTS,
    *check.ENDPOINTS,
    *library.ENDPOINTS,
    *places.ENDPOINTS,
    *models.ENDPOINTS,
    *backends.ENDPOINTS,
)
MIB = 1024 * 1024
TITLES = {404: "There is nothing here", 422: "The address is not right"}


def create_app(settings: Settings) -> Starlette:
    """Make the application; it opens and migrates its database here and closes it on shutdown."""
    context = make_context(settings)
    app = Starlette(
        routes=routes(settings.data),
        middleware=[Middleware(RequestLog), Middleware(Guard, settings=settings, refuse=_answer_api_error)],
        exception_handlers={
            ApiError: _answer_api_error,  # type: ignore[dict-item]
            HTTPException: _answer_http_exception,  # type: ignore[dict-item]
            OperationalError: _answer_failed_disk,
            OSError: _answer_failed_disk,
            Exception: _answer_crash,
        },
        lifespan=_lifespan,
    )
    app.router.redirect_slashes = False  # an address is what it is: `storage/..` must not become its script
    app.state.context = context
    return app


def make_context(settings: Settings) -> Context:
    """Open the store and the media folder that the settings name."""
    database = Database(settings.database_url)
    database.migrate()
    media = MediaFolder(settings.data / "media", settings.max_file_mb * MIB, settings.max_pixels_m * 1_000_000)
    templates = Jinja2Templates(directory=resources.WEB / "templates")
    templates.env.filters["as_json"] = pages.as_json
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    fetcher = Fetcher(Private.of(settings.allow_private))
    folders = Models(settings.data / "models", resources.VENDOR / "models")
    limits = Limits(slots=settings.server_cells, total=settings.server_cells_total)
    dispatcher = Dispatcher(lambda program: open_slots(context, program), limits)
    own = (Hub(), fetcher, folders, Galleries(), Pixels(media), dispatcher, Replicas())
    context = Context(settings, database, media, templates, *own)
    return context


def routes(data: Path) -> list[BaseRoute]:
    """Give all routes."""
    wheel = build_runtime_wheel(resources.RUNTIME, data / "runtime", limner.__version__)
    listed: list[BaseRoute] = [Route("/healthz", health), Route("/api/openapi.json", api_document)]
    return [
        *listed,
        *(endpoint.route() for endpoint in ENDPOINTS),
        *sync.ROUTES,
        *cells.ROUTES,
        *backends.ROUTES,
        *label_studio.ROUTES,
        *pages.ROUTES,
        *reading.ROUTES,
        *assets.routes(wheel),
        *models.routes(),
    ]


async def health(_: Request) -> Response:
    """Say that the server is there."""
    return _json({"status": "ok", "version": limner.__version__})


async def api_document(_: Request) -> Response:
    """Give the OpenAPI document."""
    return _json(openapi.document(ENDPOINTS))


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    async with watch.watching(app.state.context), older.catching_up(app.state.context):
        yield
        await app.state.context.dispatcher.close()
    app.state.context.database.close()


def _answer_api_error(request: Request, error: ApiError) -> Response:
    if wants_page(request.headers) and not request.url.path.startswith("/api/"):
        title = TITLES.get(error.status) or HTTPStatus(error.status).phrase
        return pages.render(
            request, "error.html", error.status, title=title, message=error.message, sign_in=error.status == 401
        )
    problem = wire.Problem(error.code, error.message, error.detail)
    response = _json(wire.Failure(problem), error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _answer_http_exception(request: Request, error: HTTPException) -> Response:
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    message = {404: f"there is nothing at {request.url.path}"}.get(error.status_code, error.detail)
    response = _answer_api_error(request, ApiError(error.status_code, code, message))
    response.headers.update(error.headers or {})
    return response


def _answer_failed_disk(request: Request, error: Exception) -> Response:
    if not is_disk_full(error):
        raise error
    logger.log(logging.ERROR, "disk full", extra={"fields": {"path": request.url.path, "error": str(error)}})
    return _answer_api_error(request, disk_full())


def _answer_crash(request: Request, error: Exception) -> Response:
    logger.log(logging.ERROR, "crash", extra={"fields": {"path": request.url.path, "error": _trace(error)}})
    response = _answer_api_error(request, ApiError(500, "crash", "the server failed here; its log says more"))
    for name, value in HEADERS[surface_of(request.url.path)].items():
        response.headers.setdefault(name, value)
    return response


def _trace(error: Exception) -> str:
    return "".join(traceback.format_exception(error))


def _json(value: object, status: int = 200) -> Response:
    return Response(wire.encode(value), status, media_type="application/json")
