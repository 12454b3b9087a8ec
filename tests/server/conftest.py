"""A real application with its own SQLite file and media folder for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from tests.server.world import BASE, SIGNED_IN, Client, make_app


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the tables made, to start each test from."""
    folder = tmp_path_factory.mktemp("migrated")
    make_app(folder).state.context.database.close()
    return folder / "data"


@pytest.fixture
def app(tmp_path: Path, migrated: Path) -> Starlette:
    shutil.copytree(migrated, tmp_path / "data")
    return make_app(tmp_path)


@pytest.fixture
def client(app: Starlette) -> Iterator[Client]:
    """Someone who sends the token."""
    with Client(app, base_url=BASE, headers=SIGNED_IN) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Someone who sends the token to a server that all tests of a module share: start from a new project each."""
    with Client(make_app(tmp_path_factory.mktemp("shared")), base_url=BASE, headers=SIGNED_IN) as opened:
        yield opened


@pytest.fixture
def stranger(app: Starlette, client: Client) -> Client:
    """Someone without a token, asking the same server."""
    return Client(app, base_url=BASE, follow_redirects=False)


@pytest.fixture
def project(client: Client) -> dict[str, Any]:
    return client.project()


@pytest.fixture
def file(client: Client) -> dict[str, Any]:
    """A file of 40 x 30 pixels in a project with the labels cat and dog."""
    return client.file()
