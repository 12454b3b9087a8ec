"""The OpenAPI document: complete, and without loose ends."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from limner.geometry import KINDS
from limner_server.app import ENDPOINTS
from tests.server.schema import ANNOTATIONS, Checker
from tests.server.world import BOX, Client, checker, ok


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    return ok(client.get("/api/openapi.json"))


def test_it_is_openapi_3_1_with_bearer_tokens(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "Limner"
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", document["info"]["version"])
    assert set(document) == {"openapi", "info", "security", "paths", "components"}
    (scheme,) = document["security"][0]
    assert document["components"]["securitySchemes"][scheme] == {"type": "http", "scheme": "bearer"}


def test_every_endpoint_is_in_it_and_nothing_else(document: dict[str, Any]) -> None:
    listed = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert listed == {(endpoint.method, endpoint.template) for endpoint in ENDPOINTS}


def test_every_operation_is_complete(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        assert operation["summary"].endswith("."), path
        assert {"default"} < set(operation["responses"]), path
        assert all(answer["description"] for answer in operation["responses"].values()), path
        in_path = {p["name"] for p in operation["parameters"] if p["in"] == "path" and p["required"]}
        assert in_path == set(re.findall(r"{(\w+)}", path)), path


def test_every_operation_has_its_own_id(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(ids)) == len(ids)


def test_paged_lists_take_a_cursor_and_a_limit(document: dict[str, Any]) -> None:
    for endpoint in ENDPOINTS:
        operation = document["paths"][endpoint.template][endpoint.method.lower()]
        in_query = {p["name"] for p in operation["parameters"] if p["in"] == "query"}
        assert in_query == ({"cursor", "limit"} if endpoint.cursor else set()) | set(endpoint.query), endpoint.path


def test_every_body_is_in_it(document: dict[str, Any]) -> None:
    for endpoint in ENDPOINTS:
        body = document["paths"][endpoint.template][endpoint.method.lower()].get("requestBody")
        assert (body is None) == (endpoint.body is None)
        if endpoint.body is not None:
            media = "multipart/form-data" if endpoint.body == "files" else "application/json"
            assert list(body["content"]) == [media]


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    found = set(references(document))
    assert found
    assert found <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


def test_no_component_is_left_unused(document: dict[str, Any]) -> None:
    used = {reference.rsplit("/", 1)[-1] for reference in references(document)}
    assert set(document["components"]["schemas"]) <= used


def test_geometry_lists_every_kind_once(document: dict[str, Any]) -> None:
    components = document["components"]["schemas"]
    choices = components["Instance"]["properties"]["geometry"]["oneOf"]
    kinds = [components[c["$ref"].rsplit("/", 1)[-1]]["properties"]["kind"]["const"] for c in choices]
    assert sorted(kinds) == sorted(KINDS)


def test_the_checker_of_these_tests_knows_every_keyword_in_use(document: dict[str, Any]) -> None:
    known = {name[1:] for name in vars(Checker) if name.startswith("_")} | ANNOTATIONS
    assert {keyword.lstrip("$") for keyword in keywords(document["components"]["schemas"])} <= known


@pytest.mark.parametrize(
    "wrong", [{}, {"id": 1, "file": "f", "geometry": BOX}, {"id": "i", "file": "f", "geometry": {**BOX, "x": "1"}}]
)
def test_the_checker_of_these_tests_finds_what_does_not_fit(wrong: Any) -> None:
    instance = {"$ref": "#/components/schemas/Instance"}
    assert checker().fits({"id": "i", "file": "f", "geometry": BOX}, instance)
    assert not checker().fits(wrong, instance)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def references(node: Any) -> Iterator[str]:
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if key == "$ref":
            yield value
        elif isinstance(value, (dict, list)):
            yield from references(value)


def keywords(schemas: dict[str, Any]) -> Iterator[str]:
    for schema in schemas.values():
        yield from schema
        nested = [schema.get("items"), schema.get("additionalProperties")]
        nested += [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("prefixItems", ())]
        yield from keywords({str(i): one for i, one in enumerate(nested) if isinstance(one, dict)})
        yield from keywords(schema.get("properties", {}))
