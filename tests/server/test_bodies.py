"""Bodies and addresses that are not what they should be, on every endpoint that takes them."""

import json
import re

import pytest

from limner_server.app import ENDPOINTS
from limner_server.endpoint import MAX_BODY
from tests.server.world import Client, ok, refused

WITH_JSON = [endpoint for endpoint in ENDPOINTS if endpoint.body not in (None, "files")]
NO_JSON = {
    "nothing": b"",
    "a word": b"hello",
    "half an object": b'{"name": "a"',
    "two values": b'{"name": "a"} {}',
    "a trailing comma": b'{"name": "a",}',
    "single quotes": b"{'name': 'a'}",
    "no UTF-8": b'{"name": "\xff\xfe"}',
    "NaN": b'{"name": NaN}',
    "half a surrogate pair": b'{"name": "\\ud800"}',
    "a byte order mark": b'\xef\xbb\xbf{"name": "a"}',
    "a form": b"name=a",
}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.fixture
def urls(client: Client) -> dict[str, str]:
    project = client.project()
    script = client.script(project["id"])
    file = client.upload(project["id"])[0]["id"]
    made = {"project": project["id"], "file": file, "script": script["id"]}
    made["comment"] = ok(client.post(f"/api/files/{file}/comments", json={"text": "Is it?", "author": "ada"}))["id"]
    return {**made, "run": "run-0001", "key": "k", "slug": "box-to-polygon"}


@pytest.mark.parametrize("what", NO_JSON)
def test_a_body_that_is_no_json_is_400(client: Client, what: str) -> None:
    response = client.post("/api/projects", content=NO_JSON[what])
    assert refused(response, 400).startswith("the body is no JSON: ")
    assert response.json()["error"]["code"] == "not_json"


@pytest.mark.parametrize("what", ["nothing", "a word", "single quotes", "a byte order mark", "a form"])
def test_no_endpoint_takes_a_body_that_is_no_json(client: Client, urls: dict[str, str], what: str) -> None:
    for endpoint in WITH_JSON:
        refused(client.request(endpoint.method, endpoint.template.format(**urls), content=NO_JSON[what]), 400)


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", "true"])
def test_a_body_that_is_no_object_is_422(client: Client, urls: dict[str, str], body: str) -> None:
    for endpoint in WITH_JSON:
        message = refused(client.request(endpoint.method, endpoint.template.format(**urls), content=body), 422)
        assert "Expected `object`" in message


def test_an_unknown_field_is_422_and_named(client: Client, urls: dict[str, str]) -> None:
    for endpoint in WITH_JSON:
        response = client.request(endpoint.method, endpoint.template.format(**urls), json={"surprise": 1})
        assert "`surprise`" in refused(response, 422), endpoint.path


def test_deep_nesting_inside_a_proper_body_is_refused(client: Client, urls: dict[str, str]) -> None:
    deep = "[" * 50_000 + "]" * 50_000
    for field in ('"geometry": HERE', '"geometry": {"kind": "tag"}, "attributes": {"a": HERE}'):
        body = '{"key": "deep-nest", "created": [{' + field.replace("HERE", deep) + "}]}"
        assert refused(client.post(f"/api/files/{urls['file']}/changes", content=body), 400)


def test_a_body_over_the_limit_is_413_and_one_below_is_read(client: Client) -> None:
    body = json.dumps({"name": "a"}).encode()
    message = refused(client.post("/api/projects", content=body.ljust(MAX_BODY + 1)), 413)
    assert message == "the body is longer than 67,108,864 bytes"
    ok(client.post("/api/projects", content=body.ljust(MAX_BODY)))


ODD = ["a%2Fb", "..%2F..", "%2e%2e", "%00", "%0a", "%F0%9F%90%88", "%ff", "x" * 5_000, "'--", "<script>", "%253Cb%253E"]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_an_odd_id_in_an_address_is_404(client: Client, odd: str) -> None:
    for endpoint in ENDPOINTS:
        if "{" in endpoint.path and endpoint.method in ("GET", "DELETE"):
            response = client.request(endpoint.method, re.sub(r"{\w+}", lambda _: odd, endpoint.template))
            assert response.status_code in (404, 405), (endpoint.path, response.text)


def test_the_type_of_a_body_is_not_asked_for(client: Client) -> None:
    ok(client.post("/api/projects", content=b'{"name": "a"}', headers={"Content-Type": "text/plain"}))
