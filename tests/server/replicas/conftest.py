"""One server for all tests of a module; each test has a project, a file and a backend of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.server.images import encoded
from tests.server.replicas.peers import Api
from tests.server.serving import Served, repository, serve


@dataclass
class Site:
    """A project with a file of 40 x 30 pixels and the backend `gpu`, on a server that runs."""

    served: Served
    api: Api
    project: str
    file: dict[str, Any]
    backend: str
    token: str
    folder: Path

    @property
    def url(self) -> str:
        return self.served.origin

    def script(self) -> dict[str, Any]:
        """Give the script that the backend has brought."""
        return self.api("GET", f"/api/scripts/{self.api.state(self.project)['script']}")

    def enabled(self, replicas: int = 1) -> dict[str, Any]:
        """Wait for the replicas, switch their script on, and give it."""
        script = self.api.joined(self.project, replicas=replicas)["script"]
        return self.api.enable(script)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = repository(tmp_path_factory.mktemp("root"))
    with serve(root, tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def site(served: Served, tmp_path: Path) -> Site:
    api = Api(served)
    project = api.project()
    file = api.upload(project, encoded())
    return Site(served, api, project, file, *api.backend(project), tmp_path)
