"""The API of what scripts keep: JSON values under keys."""

from typing import Any

from starlette.requests import Request

from limner_server import wire
from limner_server.context import database_of
from limner_server.endpoint import Endpoint
from limner_server.store import storage


def list_storage(request: Request) -> wire.StoragePage:
    """List the keys a script keeps values under, and how much of its quota they take."""
    with database_of(request).reading() as connection:
        return storage.all_of(connection, request.path_params["script"])


def get_stored(request: Request) -> wire.StorageValue:
    """Give the value a script keeps under a key. `?missing=null` gives null where there is none, instead of a 404."""
    lenient = request.query_params.get("missing") == "null"
    with database_of(request).reading() as connection:
        return storage.get(connection, *_named(request), lenient=lenient)


def put_stored(request: Request, post: wire.StoragePut) -> wire.StorageItem:
    """Keep a value under a key, within the script's quota."""
    value = bytes(post.value)
    wire.decode(value, Any)
    with database_of(request).writing() as connection:
        return storage.put(connection, *_named(request), value)


def delete_stored(request: Request) -> None:
    """Forget the value under a key, if there is one."""
    with database_of(request).writing() as connection:
        storage.remove(connection, *_named(request))


def _named(request: Request) -> tuple[str, str]:
    return request.path_params["script"], request.path_params["key"]


KEY = "/api/scripts/{script}/storage/{key:path}"
ENDPOINTS = (
    Endpoint("GET", "/api/scripts/{script}/storage", list_storage, wire.StoragePage),
    Endpoint("GET", KEY, get_stored, wire.StorageValue),
    Endpoint("PUT", KEY, put_stored, wire.StorageItem, wire.StoragePut),
    Endpoint("DELETE", KEY, delete_stored),
)
