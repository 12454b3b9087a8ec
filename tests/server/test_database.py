"""The tables: migrations say what tables.py says, and the database keeps its promises."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from limner_server.store.database import MIGRATIONS, Database, new_id, now
from limner_server.store.tables import metadata
from tests.server.images import encoded
from tests.server.world import BASE, BOX, SIGNED_IN, Client, make_app, ok


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


def differences(database: Database) -> list[Any]:
    with database.reading() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def names(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def downgrade(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def test_from_nothing_the_migrations_make_exactly_the_tables(database: Database) -> None:
    assert names(database) == set()
    database.migrate()
    assert differences(database) == []
    assert names(database) == {*metadata.tables, "alembic_version"}


def test_a_difference_would_be_found(database: Database) -> None:
    database.migrate()
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE runs DROP COLUMN ms"))
    assert len(differences(database)) == 1


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    with database.writing() as connection:
        connection.execute(insert(metadata.tables["projects"]).values(id="p", name="n", labels=[], created_at="now"))
    database.migrate()
    with database.reading() as connection:
        assert connection.execute(text("SELECT id FROM projects")).scalars().all() == ["p"]


def test_the_migrations_can_be_undone_and_done_again(database: Database) -> None:
    database.migrate()
    downgrade(database)
    assert names(database) == {"alembic_version"}
    database.migrate()
    assert differences(database) == []


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 10_000)]
)
def test_the_pragmas_are_in_force_on_every_connection(database: Database, pragma: str, value: Any) -> None:
    with database.reading() as one, database.reading() as other:
        for connection in (one, other):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    database.migrate()
    row = {"id": "p", "name": "n", "labels": [], "created_at": "now"}
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(metadata.tables["projects"]).values(row))
        connection.execute(insert(metadata.tables["projects"]).values(row))
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(metadata.tables["projects"])).scalar() == 0


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    database.migrate()
    row = {"script_id": "nobody", "version": "v", "source": "", "created_at": "now"}
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(metadata.tables["script_versions"]).values(row))


def test_a_writer_holds_the_lock_from_its_start(database: Database, tmp_path: Path) -> None:
    database.migrate()
    with database.writing():
        other = sqlite3.connect(tmp_path / "test.db", timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_readers_read_while_somebody_writes(database: Database) -> None:
    database.migrate()
    with database.writing() as writer, database.reading() as reader:
        writer.execute(insert(metadata.tables["projects"]).values(id="p", name="n", labels=[], created_at="now"))
        assert reader.execute(text("SELECT count(*) FROM projects")).scalar() == 0


def test_writers_wait_for_each_other_and_none_is_lost(database: Database) -> None:
    database.migrate()

    def add(_: int) -> None:
        with database.writing() as connection:
            seen = connection.execute(text("SELECT count(*) FROM projects")).scalar()
            row = {"id": new_id(), "name": str(seen), "labels": [], "created_at": "now"}
            connection.execute(insert(metadata.tables["projects"]).values(row))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    with database.reading() as connection:
        found = connection.execute(text("SELECT name FROM projects")).scalars().all()
    assert sorted(map(int, found)) == list(range(40))


def test_deleting_a_project_empties_every_table_but_what_is_kept_of_contents(client: Client) -> None:
    project = client.project()
    file, script = client.upload(project["id"])[0], client.script(project["id"])
    client.create(file["id"])
    run = {"id": "run-0001", "version": "v", "file": file["id"], "event": "e", "place": "browser", "outcome": "empty"}
    ok(client.post(f"/api/scripts/{script['id']}/runs", json=run))
    ok(client.put(f"/api/scripts/{script['id']}/storage/seen", json={"value": 1}))
    ok(client.post("/api/backends", json={"name": "gpu", "project": project["id"]}))
    say_something(client, file["id"])
    assert all(counts(client).values())
    ok(client.delete(f"/api/projects/{project['id']}"))
    left = counts(client)
    assert left.pop("likenesses") == 1  # as the content, which stays in the media folder
    assert set(left.values()) == {0}


def say_something(client: Client, file: str) -> None:
    comment = {"id": new_id(), "file_id": file, "text": "Is this a cat?", "author": "ada", "created_at": now()}
    with client.app.state.context.database.writing() as connection:
        connection.execute(insert(metadata.tables["comments"]).values(comment))


def counts(client: Client) -> dict[str, int]:
    with client.app.state.context.database.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }


def test_everything_is_still_there_after_a_restart(tmp_path: Path) -> None:
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        project = client.project()
        file = client.upload(project["id"])[0]
        instance = client.create(file["id"], geometry=BOX, label="cat")
        project = ok(client.get(f"/api/projects/{project['id']}"))
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        assert ok(client.get("/api/projects"))["items"] == [project]
        assert client.instances(file["id"]) == [instance]
        assert client.get(file["content"]).content == encoded()


def test_closing_the_application_closes_its_database(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    with Client(app, base_url=BASE, headers=SIGNED_IN) as client:
        client.project()
    assert app.state.context.database.engine.pool.checkedin() == 0
