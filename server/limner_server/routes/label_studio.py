"""What speaks Label Studio's protocol over HTTP: scripts as its ML backends, and the links models fetch images by."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from limner_server import wire
from limner_server.adapters.label_studio import images
from limner_server.adapters.label_studio.server import PredictPost, Served, SetupPost, WebhookPost
from limner_server.context import context_of
from limner_server.endpoint import MAX_BODY, read_body
from limner_server.errors import ApiError
from limner_server.media import media_type_of

ML = "/ml/{script}"


async def ml_health(request: Request) -> Response:
    """Say that the script may run, as `GET /health` and `GET /` of a model server do."""
    return _json(await _served(request).health())


async def ml_setup(request: Request) -> Response:
    """Load the script, and remember where the tasks' uploads are."""
    return _json(await _served(request).setup(await _read(request, SetupPost)))


async def ml_predict(request: Request) -> Response:
    """Run the script for tasks, or for the one that is pointed at."""
    return _json(await _served(request).predict(await _read(request, PredictPost)))


async def ml_webhook(request: Request) -> Response:
    """Hear that an annotation is done."""
    status, value = await _served(request).webhook(await _read(request, WebhookPost))
    return _json(value, status)


async def ml_versions(request: Request) -> Response:
    """List the script's versions."""
    return _json(await _served(request).versions())


async def ml_metrics(_: Request) -> Response:
    """Give what a model server without metrics gives."""
    return _json({})


def get_linked_image(request: Request) -> FileResponse:
    """Give the image that a signed link is good for, to whoever has the link."""
    context, given = context_of(request), request.path_params
    content = images.content_of(context.settings.token, given["expires"], given["signature"], given["name"])
    path = None if content is None else context.media.path(content)
    if path is None or not path.is_file():
        raise ApiError(404, "not_found", "this link to an image is not, or no longer, good: ask for a prediction anew")
    return FileResponse(path, media_type=media_type_of(path), headers={"Cache-Control": "private, max-age=3600"})


def _served(request: Request) -> Served:
    return Served(context_of(request), request.path_params["script"])


async def _read(request: Request, kind: type) -> Any:
    return wire.decode(await read_body(request, MAX_BODY), kind)


def _json(value: Any, status: int = 200) -> Response:
    return Response(wire.encode(value), status, media_type="application/json")


def _route(path: str, answer: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    return Route(f"{ML}{path}", answer, methods=list(methods))


ROUTES: list[BaseRoute] = [
    Route(f"{images.PREFIX}/{{expires}}/{{signature}}/{{name}}", get_linked_image),
    _route("", ml_health, "GET"),
    _route("/", ml_health, "GET"),
    _route("/health", ml_health, "GET"),
    _route("/setup", ml_setup, "POST"),
    _route("/predict", ml_predict, "POST"),
    _route("/webhook", ml_webhook, "POST"),
    _route("/versions", ml_versions, "GET", "POST"),
    _route("/metrics", ml_metrics, "GET"),
]
