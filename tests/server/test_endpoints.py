"""Every endpoint of the API answers a proper request; the client holds each answer against OpenAPI."""

from collections.abc import Callable
from typing import Any

import pytest

from limner_server.app import ENDPOINTS
from tests.server.images import encoded
from tests.server.world import BOX, Client, block, new_key, ok

Case = Callable[[Client, dict[str, Any], dict[str, Any], dict[str, Any]], Any]
RUN = {"version": "sha256:1", "event": "create_instance", "place": "browser", "outcome": "applied"}
CASES: dict[tuple[str, str], Case] = {
    ("GET", "/api/projects"): lambda c, p, f, s: c.get("/api/projects"),
    ("POST", "/api/projects"): lambda c, p, f, s: c.post("/api/projects", json={"name": "Another"}),
    ("GET", "/api/projects/{project}"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}"),
    ("PATCH", "/api/projects/{project}"): lambda c, p, f, s: c.patch(f"/api/projects/{p['id']}", json={"name": "B"}),
    ("DELETE", "/api/projects/{project}"): lambda c, p, f, s: c.delete(f"/api/projects/{p['id']}"),
    ("GET", "/api/projects/{project}/files"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/files"),
    ("POST", "/api/projects/{project}/files"): lambda c, p, f, s: c.post(
        f"/api/projects/{p['id']}/files", files=[("files", ("a.png", encoded()))]
    ),
    ("GET", "/api/files/{file}"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}"),
    ("PATCH", "/api/files/{file}"): lambda c, p, f, s: c.patch(f"/api/files/{f['id']}", json={"state": "done"}),
    ("DELETE", "/api/files/{file}"): lambda c, p, f, s: c.delete(f"/api/files/{f['id']}"),
    ("GET", "/api/files/{file}/content"): lambda c, p, f, s: c.get(f["content"]),
    ("GET", "/api/files/{file}/thumbnail"): lambda c, p, f, s: c.get(f["thumbnail"]),
    ("GET", "/api/files/{file}/instances"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/instances"),
    ("POST", "/api/files/{file}/changes"): lambda c, p, f, s: c.post(
        f"/api/files/{f['id']}/changes", json={"key": new_key(), "created": [{"geometry": BOX, "label": "dog"}]}
    ),
    ("GET", "/api/files/{file}/log"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/log"),
    ("GET", "/api/projects/{project}/scripts"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/scripts"),
    ("POST", "/api/projects/{project}/scripts"): lambda c, p, f, s: c.post(
        f"/api/projects/{p['id']}/scripts", json={"filename": "new.py", "source": block("New")}
    ),
    ("GET", "/api/scripts/{script}"): lambda c, p, f, s: c.get(f"/api/scripts/{s['id']}"),
    ("PUT", "/api/scripts/{script}"): lambda c, p, f, s: c.put(
        f"/api/scripts/{s['id']}", json={"filename": "a.py", "source": block(grants=("image:read",))}
    ),
    ("PATCH", "/api/scripts/{script}"): lambda c, p, f, s: c.patch(f"/api/scripts/{s['id']}", json={"place": "auto"}),
    ("DELETE", "/api/scripts/{script}"): lambda c, p, f, s: c.delete(f"/api/scripts/{s['id']}"),
    ("GET", "/api/scripts/{script}/versions"): lambda c, p, f, s: c.get(f"/api/scripts/{s['id']}/versions"),
    ("GET", "/api/scripts/{script}/runs"): lambda c, p, f, s: c.get(f"/api/scripts/{s['id']}/runs"),
    ("POST", "/api/scripts/{script}/runs"): lambda c, p, f, s: c.post(
        f"/api/scripts/{s['id']}/runs", json={**RUN, "id": new_key(), "file": f["id"]}
    ),
}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def test_every_endpoint_has_a_case() -> None:
    assert set(CASES) == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_a_proper_request_is_answered_as_declared(client: Client, endpoint: Any) -> None:
    project = client.project()
    file = client.upload(project["id"])[0]
    client.create(file["id"], label="cat", attributes={"pose": "sitting"}, score=0.5)
    script = client.script(project["id"])
    ok(client.post(f"/api/scripts/{script['id']}/runs", json={**RUN, "id": new_key(), "file": file["id"]}))
    response = CASES[endpoint.method, endpoint.path](client, project, file, script)
    assert response.status_code == (204 if endpoint.returns is None else endpoint.status)
    if endpoint.returns is None:
        assert response.content == b""
    elif endpoint.returns is not bytes:
        assert response.headers["content-type"] == "application/json"
        assert response.json()


def test_an_id_that_does_not_exist_is_404_as_json(client: Client) -> None:
    for endpoint in (endpoint for endpoint in ENDPOINTS if "{" in endpoint.path):
        url = endpoint.path.format(project="nobody", file="nobody", script="nobody")
        response = client.request(endpoint.method, url, **body_for(endpoint))
        assert response.status_code == 404, (endpoint.method, url)
        assert response.json()["error"]["code"] == "not_found"
        assert "'nobody'" in response.json()["error"]["message"]


def test_another_method_is_405_as_json(client: Client) -> None:
    for endpoint in ENDPOINTS:
        response = client.request("TRACE", endpoint.path.format(project="p", file="f", script="s"))
        assert response.status_code == 405
        assert response.json()["error"]["code"] == "method_not_allowed"
        assert response.headers["allow"]


def test_a_path_that_does_not_exist_is_404_as_json(client: Client) -> None:
    response = client.get("/api/nothing/here", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response.json()["error"] == {
        "code": "not_found",
        "message": "there is nothing at /api/nothing/here",
        "detail": {},
    }


def body_for(endpoint: Any) -> dict[str, Any]:
    """Give a body that fits, so that only the id is wrong."""
    bodies = {
        "upload_files": {"files": [("files", ("a.png", encoded()))]},
        "change_project": {"json": {"name": "A"}},
        "change_file": {"json": {"state": "done"}},
        "apply_changes": {"json": {"key": new_key()}},
        "add_script": {"json": {"filename": "a.py", "source": ""}},
        "set_source": {"json": {"filename": "a.py", "source": ""}},
        "configure_script": {"json": {"enabled": False}},
        "add_run": {"json": {**RUN, "id": new_key(), "file": "nobody"}},
    }
    return bodies.get(endpoint.handler.__name__, {})
