"""Files of the models folders: by name for who may ask, by content for the cell that was told the address."""

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Route

from limner import assets
from limner.errors import HostError
from limner_server import wire
from limner_server.context import context_of, database_of
from limner_server.endpoint import Endpoint
from limner_server.errors import ApiError, not_found
from limner_server.models import missing
from limner_server.routes.assets import FOR_EVER, asset_base
from limner_server.store import scripts


def get_asset(request: Request) -> wire.AssetView:
    """Say where a file lies that the script's block declares in `assets`."""
    with database_of(request).reading() as connection:
        declared = scripts.get(connection, request.path_params["script"]).assets
    name = request.query_params.get("name", "")
    try:
        assets.checked(name, declared)
    except HostError as error:
        raise ApiError(403, "not_declared", str(error)) from None
    found = context_of(request).models.find(name)
    if found is None:
        raise ApiError(404, "not_found", missing(name, context_of(request).models.folders))
    return wire.AssetView(name, found.sha256, found.size, f"{asset_base()}/models/{found.sha256}")


def model(request: Request) -> FileResponse:
    """Give a file by its content's hash."""
    digest = request.path_params["sha256"]
    path = context_of(request).models.path_of(digest)
    if path is None:
        raise not_found("model", digest)
    return FileResponse(path, media_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


def routes() -> list[BaseRoute]:
    return [Route(f"{asset_base()}/models/{{sha256}}", model)]


ENDPOINTS = (Endpoint("GET", "/api/scripts/{script}/assets", get_asset, wire.AssetView, query={"name": "its name"}),)
