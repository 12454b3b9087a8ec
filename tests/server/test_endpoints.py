"""Every endpoint of the API answers a proper request; the client holds each answer against OpenAPI."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from limner_server.app import ENDPOINTS
from tests.server.images import deep, encoded
from tests.server.upstream import answer, serving
from tests.server.world import BASE, BOX, SIGNED_IN, Client, block, make_app, new_key, ok

Case = Callable[[Client, dict[str, Any], dict[str, Any], dict[str, Any]], Any]
RUN = {"version": "sha256:1", "event": "create_instance", "place": "browser", "outcome": "applied"}
CASES: dict[tuple[str, str], Case] = {
    ("GET", "/api/projects"): lambda c, p, f, s: c.get("/api/projects"),
    ("POST", "/api/projects"): lambda c, p, f, s: c.post("/api/projects", json={"name": "Another"}),
    ("GET", "/api/projects/{project}"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}"),
    ("PATCH", "/api/projects/{project}"): lambda c, p, f, s: c.patch(f"/api/projects/{p['id']}", json={"name": "B"}),
    ("DELETE", "/api/projects/{project}"): lambda c, p, f, s: c.delete(f"/api/projects/{p['id']}"),
    ("GET", "/api/projects/{project}/ontology"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/ontology"),
    ("PUT", "/api/projects/{project}/ontology"): lambda c, p, f, s: c.put(
        f"/api/projects/{p['id']}/ontology", json={"labels": [{"name": "owl", "color": "#112233"}]}
    ),
    ("GET", "/api/projects/{project}/files"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/files"),
    ("POST", "/api/projects/{project}/files"): lambda c, p, f, s: c.post(
        f"/api/projects/{p['id']}/files", files=[("files", ("a.png", encoded()))]
    ),
    ("PATCH", "/api/projects/{project}/files"): lambda c, p, f, s: c.patch(
        f"/api/projects/{p['id']}/files", json={"ids": [f["id"]], "state": "done"}
    ),
    ("GET", "/api/projects/{project}/order"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/order"),
    ("GET", "/api/projects/{project}/progress"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/progress"),
    ("GET", "/api/files/{file}/comments"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/comments"),
    ("POST", "/api/files/{file}/comments"): lambda c, p, f, s: c.post(
        f"/api/files/{f['id']}/comments", json={"text": "blurred", "x": 3.5, "y": 2}
    ),
    ("PATCH", "/api/comments/{comment}"): lambda c, p, f, s: c.patch(
        f"/api/comments/{commented(c, f)}", json={"resolved": True}
    ),
    ("DELETE", "/api/comments/{comment}"): lambda c, p, f, s: c.delete(f"/api/comments/{commented(c, f)}"),
    ("GET", "/api/files/{file}"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}"),
    ("PATCH", "/api/files/{file}"): lambda c, p, f, s: c.patch(f"/api/files/{f['id']}", json={"state": "done"}),
    ("DELETE", "/api/files/{file}"): lambda c, p, f, s: c.delete(f"/api/files/{f['id']}"),
    ("GET", "/api/files/{file}/content"): lambda c, p, f, s: c.get(f["content"]),
    ("GET", "/api/files/{file}/similar"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/similar?limit=3"),
    ("GET", "/api/files/{file}/thumbnail"): lambda c, p, f, s: c.get(f["thumbnail"]),
    ("GET", "/api/files/{file}/properties"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/properties"),
    ("GET", "/api/files/{file}/samples"): lambda c, p, f, s: c.get(
        f"/api/files/{c.upload(p['id'], encoded(deep()))[0]['id']}/samples"
    ),
    ("GET", "/api/files/{file}/instances"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/instances"),
    ("POST", "/api/files/{file}/changes"): lambda c, p, f, s: c.post(
        f"/api/files/{f['id']}/changes", json={"key": new_key(), "created": [{"geometry": BOX, "label": "dog"}]}
    ),
    ("GET", "/api/files/{file}/history"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/history"),
    ("GET", "/api/files/{file}/history/{revision}"): lambda c, p, f, s: (
        c.create(f["id"]) and c.get(f"/api/files/{f['id']}/history/1")
    ),
    ("GET", "/api/files/{file}/versions/{revision}"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/versions/0"),
    ("GET", "/api/files/{file}/steps"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/steps?browser=b"),
    ("GET", "/api/files/{file}/log"): lambda c, p, f, s: c.get(f"/api/files/{f['id']}/log"),
    ("GET", "/api/projects/{project}/scripts"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/scripts"),
    ("POST", "/api/projects/{project}/scripts"): lambda c, p, f, s: c.post(
        f"/api/projects/{p['id']}/scripts", json={"filename": "new.py", "source": block("New")}
    ),
    ("GET", "/api/places"): lambda c, p, f, s: c.get("/api/places"),
    ("GET", "/api/projects/{project}/places"): lambda c, p, f, s: c.get(f"/api/projects/{p['id']}/places"),
    ("GET", "/api/templates"): lambda c, p, f, s: c.get("/api/templates"),
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
    ("POST", "/api/scripts/{script}/runs/{run}/verdict"): lambda c, p, f, s: c.post(
        f"/api/scripts/{s['id']}/runs/{s['run']}/verdict", json={"rejected": 2}
    ),
    ("GET", "/api/scripts/{script}/statistics"): lambda c, p, f, s: c.get(f"/api/scripts/{s['id']}/statistics"),
    ("GET", "/api/scripts/{script}/storage"): lambda c, p, f, s: c.get(f"/api/scripts/{s['id']}/storage"),
    ("GET", "/api/scripts/{script}/storage/{key}"): lambda c, p, f, s: c.get(f"/api/scripts/{s['id']}/storage/kept"),
    ("PUT", "/api/scripts/{script}/storage/{key}"): lambda c, p, f, s: c.put(
        f"/api/scripts/{s['id']}/storage/new", json={"value": [1, {"a": None}]}
    ),
    ("DELETE", "/api/scripts/{script}/storage/{key}"): lambda c, p, f, s: c.delete(
        f"/api/scripts/{s['id']}/storage/kept"
    ),
    ("POST", "/api/scripts/{script}/fetch"): lambda c, p, f, s: c.post(
        f"/api/scripts/{s['id']}/fetch", json={"url": s["asked"]}
    ),
    ("GET", "/api/library"): lambda c, p, f, s: c.get("/api/library"),
    ("GET", "/api/library/{slug}"): lambda c, p, f, s: c.get("/api/library/box-to-polygon"),
    ("POST", "/api/library/{slug}/install"): lambda c, p, f, s: c.post(
        "/api/library/box-to-polygon/install", json={"project": p["id"]}
    ),
    ("POST", "/api/library/{slug}/trial"): lambda c, p, f, s: c.post(
        "/api/library/box-to-polygon/trial", json={"fresh": True}
    ),
    ("GET", "/api/scripts/{script}/assets"): lambda c, p, f, s: c.get(
        f"/api/scripts/{s['id']}/assets", params={"name": "net/a.bin"}
    ),
    ("GET", "/api/backends"): lambda c, p, f, s: c.get("/api/backends", params={"project": p["id"]}),
    ("POST", "/api/backends"): lambda c, p, f, s: c.post("/api/backends", json={"name": "gpu", "project": p["id"]}),
    ("DELETE", "/api/backends/{backend}"): lambda c, p, f, s: c.delete(f"/api/backends/{s['backend']}"),
    ("POST", "/api/check"): lambda c, p, f, s: c.post("/api/check", json={"filename": "a.py", "source": "import"}),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("endpoints")
    app = make_app(folder, allow_private="127.0.0.1")
    (folder / "data" / "models" / "net").mkdir(parents=True)
    (folder / "data" / "models" / "net" / "a.bin").write_bytes(b"weights")
    with Client(app, base_url=BASE, headers=SIGNED_IN) as opened:
        yield opened


@pytest.fixture(scope="module")
def other_host() -> Iterator[str]:
    """Another server on this machine, as `host:port`."""
    with serving(answer) as port:
        yield f"127.0.0.1:{port}"


def test_every_endpoint_has_a_case() -> None:
    assert set(CASES) == {(endpoint.method, endpoint.template) for endpoint in ENDPOINTS}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_a_proper_request_is_answered_as_declared(client: Client, endpoint: Any, other_host: str) -> None:
    project = client.project()
    file = client.upload(project["id"])[0]
    client.create(file["id"], label="cat", attributes={"pose": "sitting"}, score=0.5)
    script = busy_script(client, project["id"], file["id"], other_host)
    response = CASES[endpoint.method, endpoint.template](client, project, file, script)
    assert response.status_code == (204 if endpoint.returns is None else endpoint.status)
    if endpoint.returns is None:
        assert response.content == b""
    elif endpoint.returns is not bytes:
        assert response.headers["content-type"] == "application/json"
        assert response.json()


def commented(client: Client, file: dict[str, Any]) -> str:
    """Give the id of a comment on the file."""
    return str(ok(client.post(f"/api/files/{file['id']}/comments", json={"text": "why?"}))["id"])


def busy_script(client: Client, project: str, file: str, host: str) -> dict[str, Any]:
    """Give a script that is on, has run, keeps a value, and may ask another host."""
    script = client.script(project, block(grants=("network",), more=f'connect = ["{host}"]\nassets = ["net/*"]'))
    url, run = f"/api/scripts/{script['id']}", new_key()
    ok(client.patch(url, json={"enabled": True, "confirmed_grants": ["network"]}))
    ok(client.post(f"{url}/runs", json={**RUN, "version": script["version"], "id": run, "file": file}))
    ok(client.put(f"{url}/storage/kept", json={"value": "this"}))
    backend = ok(client.post("/api/backends", json={"name": "other", "project": project}))["backend"]["id"]
    return {**script, "backend": backend, "run": run, "asked": f"http://{host}/"}


def test_an_id_that_does_not_exist_is_404_as_json(client: Client) -> None:
    for endpoint in (endpoint for endpoint in ENDPOINTS if "{" in endpoint.path):
        url = re.sub(r"{\w+}", "nobody", endpoint.template)
        response = client.request(endpoint.method, url, **body_for(endpoint))
        assert response.status_code == 404, (endpoint.method, url)
        assert response.json()["error"]["code"] == "not_found"
        assert "'nobody'" in response.json()["error"]["message"]


def test_another_method_is_405_as_json(client: Client) -> None:
    for endpoint in ENDPOINTS:
        response = client.request("TRACE", re.sub(r"{\w+}", "x", endpoint.template))
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
        "put_ontology": {"json": {}},
        "change_files": {"json": {"ids": ["nobody"], "state": "done"}},
        "add_comment": {"json": {"text": "why?"}},
        "change_comment": {"json": {"resolved": True}},
        "apply_changes": {"json": {"key": new_key()}},
        "add_script": {"json": {"filename": "a.py", "source": ""}},
        "set_source": {"json": {"filename": "a.py", "source": ""}},
        "configure_script": {"json": {"enabled": False}},
        "add_run": {"json": {**RUN, "id": new_key(), "file": "nobody"}},
        "add_verdict": {"json": {"accepted": 1}},
        "put_stored": {"json": {"value": 1}},
        "install_script": {"json": {"project": "nobody"}},
        "begin_trial": {"json": {}},
        "fetch_for_script": {"json": {"url": "https://example.com/"}},
    }
    return bodies.get(endpoint.handler.__name__, {})
