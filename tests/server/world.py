"""What the tests ask of the server again and again, over HTTP; every JSON answer is held against OpenAPI."""

import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from limner_server import openapi, settings, wire
from limner_server.app import ENDPOINTS, create_app
from tests.server.images import encoded
from tests.server.schema import Checker

PORT = 8123
BASE = f"http://127.0.0.1:{PORT}"
TOKEN = "a-token-for-the-tests"
SIGNED_IN = {"Authorization": f"Bearer {TOKEN}"}
LABELS = [{"name": "cat", "color": "#112233"}, {"name": "dog", "color": "#445566"}]
BOX = {"kind": "box", "x": 1.0, "y": 2.0, "width": 10.0, "height": 12.5, "rotation": 0.0}
numbers = itertools.count(1)


class Client(TestClient):
    """A client that fails when a JSON answer of the API does not fit the OpenAPI document."""

    def request(self, method: str, url: Any, **options: Any) -> Any:
        response = super().request(method, url, **options)
        if (
            method != "HEAD"
            and response.request.url.path.startswith("/api/")
            and "json" in response.headers.get("content-type", "")
        ):
            problems = list(misfits(method, response))
            assert not problems, f"{method} {url}: {problems[0]}"
        return response

    def project(self, **fields: Any) -> dict[str, Any]:
        return ok(self.post("/api/projects", json={"name": "Animals", "labels": LABELS, **fields}))

    def upload(self, project: str, *contents: bytes, name: str = "photo.png") -> list[dict[str, Any]]:
        parts = [("files", (name, content)) for content in contents or (encoded(),)]
        return ok(self.post(f"/api/projects/{project}/files", files=parts))["items"]

    def file(self) -> dict[str, Any]:
        return self.upload(self.project()["id"])[0]

    def change(self, file: str, **changes: Any) -> Any:
        return self.post(f"/api/files/{file}/changes", json={"key": new_key(), **changes})

    def create(self, file: str, **fields: Any) -> dict[str, Any]:
        return ok(self.change(file, created=[{"geometry": BOX, **fields}]))["instances"][0]

    def instances(self, file: str) -> list[dict[str, Any]]:
        return ok(self.get(f"/api/files/{file}/instances"))["items"]

    def script(self, project: str, source: str = "", filename: str = "script.py") -> dict[str, Any]:
        post = {"filename": filename, "source": source or block()}
        return ok(self.post(f"/api/projects/{project}/scripts", json=post))


def make_app(folder: Path, **flags: Any) -> Starlette:
    """Make the application over a folder, with settings beside the tests' own token and port."""
    return create_app(settings.load({"data": folder / "data", "port": PORT, "token": TOKEN, **flags}, environment={}))


def ok(response: Any) -> Any:
    """Give the body of an answer that is no refusal."""
    assert response.status_code < 300, f"{response.status_code}: {response.text}"
    return response.json() if response.content else None


def refused(response: Any, status: int) -> str:
    """Give the message of a refusal with this status."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    return response.json()["error"]["message"]


def stored(client: Client) -> set[str]:
    """Give the names of all files in the media folder."""
    root: Path = client.app.state.context.media.root  # type: ignore[attr-defined]
    return {path.name for path in root.rglob("*") if path.is_file()}


def new_key() -> str:
    return f"key-{next(numbers):08}"


def block(name: str = "Script", grants: tuple[str, ...] = (), more: str = "", mark: str = "#") -> str:
    """Give the source of a script with a metadata block."""
    lines = ["/// script", "[tool.limner]", f'name = "{name}"', f"grants = {list(grants)}", *more.splitlines(), "///"]
    return "\n".join(f"{mark} {line}" for line in lines) + "\n"


@cache
def document() -> dict[str, Any]:
    return openapi.document(ENDPOINTS)


def checker() -> Checker:
    return Checker(document()["components"]["schemas"])


def misfits(method: str, response: Any) -> list[str]:
    """Say where an answer differs from what the document promises for its route and status."""
    if response.status_code >= 400:
        return list(checker().problems(response.json(), {"$ref": openapi.REF.format(name=wire.Failure.__name__)}))
    path = response.request.url.path
    for template, operations in document()["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) and method.lower() in operations:
            answers = operations[method.lower()]["responses"]
            if str(response.status_code) not in answers:
                return [f"status {response.status_code} is not declared"]
            content = answers[str(response.status_code)]["content"]["application/json"]
            return list(checker().problems(response.json(), content["schema"]))
    return []
