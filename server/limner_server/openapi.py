"""The OpenAPI document, made from the endpoints' own types."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from limner import __version__
from limner.geometry import KINDS, Geometry
from limner_server import wire
from limner_server.endpoint import Endpoint

REF = "#/components/schemas/{name}"
JSON = "application/json"
PAGING = (
    ("cursor", "integer", "where to go on, from `next` of the page before"),
    ("limit", "integer", "how many to give at most"),
)


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Give the document for these endpoints."""
    endpoints = list(endpoints)
    schemas, components = schemas_of(_types(endpoints))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.template, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Limner", "version": __version__},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def schemas_of(types: Iterable[Any]) -> tuple[dict[Any, Any], dict[str, Any]]:
    """Give a schema for each type, and the named components they refer to."""
    listed = [*dict.fromkeys(types), *KINDS.values()]
    found, components = msgspec.json.schema_components(listed, schema_hook=_geometry, ref_template=REF)
    for kind, shape in KINDS.items():
        components[shape.__name__]["required"] = ["kind", *components[shape.__name__].get("required", [])]
        components[shape.__name__]["properties"]["kind"] = {"const": kind}
    return dict(zip(listed, found, strict=True)), components


def _geometry(kind: type) -> dict[str, Any]:
    if kind is not Geometry:
        raise NotImplementedError(kind)
    return {"oneOf": [{"$ref": REF.format(name=shape.__name__)} for shape in KINDS.values()]}


def _types(endpoints: list[Endpoint]) -> Iterable[Any]:
    yield wire.Failure
    for endpoint in endpoints:
        yield from (kind for kind in (endpoint.body, endpoint.returns) if kind not in (None, bytes, "files"))


def _operation(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.handler.__name__,
        "summary": endpoint.summary,
        "parameters": [*_in_path(endpoint.path), *_in_query(endpoint)],
        "responses": _responses(endpoint, schemas),
    }
    if endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": _body(endpoint, schemas)}
    return operation


def _responses(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    failure = {"description": "Why not.", "content": {JSON: {"schema": schemas[wire.Failure]}}}
    if endpoint.returns is None:
        return {"204": {"description": "Done."}, "default": failure}
    content = {"image/*": {}} if endpoint.returns is bytes else {JSON: {"schema": schemas[endpoint.returns]}}
    return {str(endpoint.status): {"description": "Done.", "content": content}, "default": failure}


def _body(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    if endpoint.body == "files":
        part = {"type": "array", "items": {"type": "string", "format": "binary"}}
        return {"multipart/form-data": {"schema": {"type": "object", "properties": {"files": part}}}}
    return {JSON: {"schema": schemas[endpoint.body]}}


def _in_path(path: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)", path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(endpoint: Endpoint) -> list[dict[str, Any]]:
    listed = [*(PAGING if endpoint.cursor else ()), *((n, "string", about) for n, about in endpoint.query.items())]
    return [{"name": n, "in": "query", "description": about, "schema": {"type": kind}} for n, kind, about in listed]
