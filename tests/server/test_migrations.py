"""Migrating a database that is in use: what was in it by the earlier tables is there by the later ones."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from limner_server.store.database import MIGRATIONS, Database
from tests.server.world import BASE, BOX, SIGNED_IN, Client, block, make_app, ok

AT = "2026-01-02T03:04:05.678Z"
WIDER, LOWER = {**BOX, "width": 20.0}, {**BOX, "y": 8.0}
BY_SCRIPT = {"actor": "script", "script": "local/script", "run": "run-0001"}
SOURCE = block(grants=("image:read", "network"), more='connect = ["a.example"]')


def migrate(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        step = command.downgrade if _is_there(connection) else command.upgrade
        step(config, revision)


def _is_there(connection: Any) -> bool:
    return inspect(connection).has_table("alembic_version")


def insert(connection: sqlite3.Connection, table: str, **values: Any) -> None:
    kept = {name: json.dumps(v) if isinstance(v, (dict, list)) else v for name, v in values.items()}
    marks = ", ".join("?" * len(kept))
    connection.execute(f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({marks})", list(kept.values()))


class Old:
    """A database of the first tables, written to as the first server did."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.revision = 0
        insert(self.connection, "projects", id="p", name="Old", labels=[], created_at=AT)
        sizes = {"size": 1, "width": 40, "height": 30, "revision": 0}
        hashes = {"sha256": "0" * 64, "content_sha256": "0" * 64, "media_type": "image/png"}
        names = {"id": "f", "project_id": "p", "name": "a.png", "kind": "image", "state": "todo"}
        insert(self.connection, "files", **names, **hashes, **sizes, created_at=AT)

    def script(self, id: str, grants: list[str], enabled: bool = True) -> None:
        named = {"id": id, "project_id": "p", "identity": f"local/{id}", "filename": "a.py", "language": "python"}
        set_up = {"version": "v1", "enabled": enabled, "place": "browser", "confirmed_grants": grants}
        insert(self.connection, "scripts", **named, **set_up, params={}, overrides={}, properties={}, created_at=AT)
        insert(self.connection, "script_versions", script_id=id, version="v1", source=SOURCE, created_at=AT)

    def run(self, id: str, script: str) -> None:
        run = {"id": id, "script_id": script, "version": "v1", "file_id": "f", "event": "prompt", "place": "browser"}
        insert(self.connection, "runs", **run, outcome="applied", message="", ms=5.0, at=AT)

    def instance(self, id: str, geometry: Any, provenance: Any, deleted: bool = False) -> None:
        looks = {"frame": 0, "attributes": {}, "locked": False, "hidden": False, "version": 1}
        insert(
            self.connection,
            "instances",
            **{"id": id, "file_id": "f", "geometry": geometry, "provenance": provenance, "deleted": deleted, **looks},
        )

    def change(self, actor: str, updated: Any = (), deleted: Any = ()) -> None:
        """Note a change set: `updated` are `(id, before, after)`, `deleted` ids."""
        self.revision += 1
        steps = [
            {"before": {"id": id, "geometry": before}, "after": {"id": id, "geometry": after}}
            for id, before, after in updated
        ]
        changes = {"created": [], "updated": steps, "deleted": [{"id": id} for id in deleted]}
        named = {"file_id": "f", "revision": self.revision, "key": f"key-{self.revision:05}"}
        insert(self.connection, "change_sets", **named, origin={"actor": actor}, changes=changes, touched=[], at=AT)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    (tmp_path / "data").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'data' / 'limner.db'}")
    migrate(database, "0001")
    database.close()
    made = Old(tmp_path / "data" / "limner.db")
    yield made
    made.connection.close()


@pytest.fixture
def newer(old: Old, tmp_path: Path) -> Callable[[], Client]:
    """Start the server of today on the old database, once the test has filled it."""
    return lambda: Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN)


def verdicts(client: Client) -> dict[str, tuple[Any, Any, Any]]:
    with client.app.state.context.database.reading() as connection:  # type: ignore[attr-defined]
        rows = connection.execute(text("SELECT id, run_id, verdict, returned FROM instances ORDER BY id"))
        return {id: (run, verdict, returned and json.loads(returned)) for id, run, verdict, returned in rows}


def test_what_was_there_is_still_there(old: Old, newer: Callable[[], Client]) -> None:
    old.script("s", ["image:read"])
    old.run("run-0001", "s")
    old.instance("i", BOX, {"actor": "human"})
    old.change("human")
    with newer() as client:
        assert [instance["id"] for instance in client.instances("f")] == ["i"]
        assert len(ok(client.get("/api/files/f/log"))["items"]) == 1
        (run,) = ok(client.get("/api/scripts/s/runs"))["items"]
        assert [run[name] for name in ("suggested", "accepted", "rejected", "edited")] == [0, 0, 0, 0]
        assert ok(client.get("/api/scripts/s/versions"))["items"][0]["source"] == SOURCE
        assert ok(client.get("/api/scripts/s/storage"))["items"] == []
        (ran,) = ok(client.get("/api/scripts/s/statistics"))["items"]
        assert (ran["runs"], ran["created"]) == (1, 0)


def test_names_are_sorted_and_images_are_asked_how_large_their_pixels_are(
    old: Old, newer: Callable[[], Client]
) -> None:
    sizes = {"size": 1, "width": 40, "height": 30, "revision": 0, "sha256": "0" * 64, "content_sha256": "0" * 64}
    kind = {"project_id": "p", "kind": "image", "state": "todo", "media_type": "image/png", "created_at": AT}
    for name in ("b10.png", "B2.png"):
        insert(old.connection, "files", id=name, name=name, **kind, **sizes)
    with newer() as client:
        ids = ok(client.get("/api/projects/p/order?sort=name"))["ids"]
        assert ids == ["f", "B2.png", "b10.png"]
        assert [ok(client.get(f"/api/files/{id}"))["pixel_size"] for id in ids] == [None] * 3
        assert ok(client.get("/api/projects/p"))["pixel_size"] is None


def test_a_network_confirmed_without_its_hosts_is_to_be_confirmed_again(old: Old, newer: Callable[[], Client]) -> None:
    old.script("s", ["image:read", "network"])
    old.script("t", ["image:read"], enabled=False)
    with newer() as client:
        script = ok(client.get("/api/scripts/s"))
        shown = (script["enabled"], script["confirmed_grants"], script["connect"], script["confirmed_connect"])
        assert shown == (False, ["image:read"], ["a.example"], [])
        assert ok(client.get("/api/scripts/t"))["confirmed_grants"] == ["image:read"]


def test_the_history_says_what_became_of_a_scripts_shapes(old: Old, newer: Callable[[], Client]) -> None:
    old.script("s", [])
    old.run("run-0001", "s")
    for id, geometry in (("kept", BOX), ("edited", LOWER), ("back", BOX), ("moved", WIDER)):
        old.instance(id, geometry, BY_SCRIPT)
    for id in ("gone", "undone", "removed", "unknown"):
        old.instance(id, BOX, BY_SCRIPT, deleted=True)
    old.instance("hand", LOWER, {"actor": "human"})
    old.instance("without", LOWER, {"actor": "script", "run": None})
    old.change("human", [("edited", BOX, WIDER), ("back", BOX, WIDER), ("hand", BOX, LOWER)])
    old.change("script", [("moved", BOX, WIDER)])
    old.change("human", [("edited", WIDER, LOWER)], ["gone"])
    old.change("undo", [("back", WIDER, BOX)], ["undone"])
    old.change("script", deleted=["removed"])
    with newer() as client:
        assert verdicts(client) == {
            "kept": ("run-0001", "accepted", None),
            "edited": ("run-0001", "edited", BOX),
            "back": ("run-0001", "accepted", None),
            "moved": ("run-0001", "accepted", None),
            "gone": ("run-0001", "rejected", None),
            "undone": ("run-0001", "rejected", None),
            "removed": ("run-0001", "removed", None),
            "unknown": ("run-0001", "rejected", None),
            "hand": (None, None, None),
            "without": (None, None, None),
        }
        (shown,) = ok(client.get("/api/scripts/s/statistics"))["items"]
        counts = [shown[name] for name in ("created", "accepted", "edited", "rejected")]
        assert counts == [8, 3, 1, 3]


def test_a_long_history_is_read_to_its_end(old: Old, newer: Callable[[], Client]) -> None:
    old.instance("i", LOWER, BY_SCRIPT)
    for _ in range(250):
        old.change("human")
    old.change("human", [("i", BOX, LOWER)])
    with newer() as client:
        assert verdicts(client)["i"] == ("run-0001", "edited", BOX)


def test_going_back_leaves_what_the_first_tables_hold(old: Old, newer: Callable[[], Client], tmp_path: Path) -> None:
    old.script("s", ["image:read"])
    old.instance("i", BOX, BY_SCRIPT)
    with newer() as client:
        ok(client.put("/api/scripts/s/storage/k", json={"value": 1}))
    database = Database(f"sqlite:///{tmp_path / 'data' / 'limner.db'}")
    migrate(database, "0001")
    with database.reading() as connection:
        assert connection.execute(text("SELECT id FROM instances")).scalars().all() == ["i"]
        assert connection.execute(text("SELECT id FROM script_versions JOIN scripts")).scalars().all() == ["s"]
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
    database.close()
