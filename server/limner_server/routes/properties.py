"""The API of what an image says of itself: how large its pixels are, and tones beyond those of a screen."""

from starlette.requests import Request
from starlette.responses import FileResponse

from limner_server import wire
from limner_server.context import context_of
from limner_server.endpoint import Endpoint
from limner_server.errors import ApiError
from limner_server.routes.files import FOR_EVER
from limner_server.store import files


def get_properties(request: Request) -> wire.Properties:
    """Say what an image says of itself."""
    media, file = context_of(request).media, request.path_params["file"]
    seen = media.properties(_original(request))
    if seen.samples is None:
        return seen
    seen.samples.content = f"/api/files/{file}/samples?v={_original(request)[:16]}"
    return seen


def get_samples(request: Request) -> FileResponse:
    """Give the tones of an image that has more of them than a screen, as a PNG of two bytes a pixel.

    Their meaning is in `samples` of the image's properties. 404 for an image that a screen can show.
    """
    path = context_of(request).media.samples(_original(request))
    if path is None:
        message = "the image has 8 bits a channel, its content is all there is: samples are for grey images of more"
        raise ApiError(404, "no_samples", message)
    return FileResponse(path, media_type="image/png", headers=FOR_EVER)


def _original(request: Request) -> str:
    with context_of(request).database.reading() as connection:
        return str(files.row_of(connection, request.path_params["file"])["sha256"])


ENDPOINTS = (
    Endpoint("GET", "/api/files/{file}/properties", get_properties, wire.Properties),
    Endpoint("GET", "/api/files/{file}/samples", get_samples, bytes),
)
