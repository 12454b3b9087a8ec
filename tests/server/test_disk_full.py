"""A disk without room: the server says so, stores nothing by halves, and goes on once there is room."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text
from starlette.applications import Starlette

from limner_server.endpoint import Endpoint
from limner_server.store.database import Database
from tests.server.world import BASE, BOX, SIGNED_IN, Client, new_key, ok

MANY = [{"geometry": BOX, "attributes": {"note": "x" * 500}}] * 500


@contextmanager
def no_room(database: Database) -> Iterator[None]:
    """Let the database have no page more than it has now; SQLite then answers as on a full disk."""

    def limit(connection: Any, _: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(database.engine, "connect", limit)
    database.engine.dispose()
    try:
        yield
    finally:
        event.remove(database.engine, "connect", limit)
        database.engine.dispose()


def database_of(client: Client) -> Database:
    found: Database = client.app.state.context.database  # type: ignore[attr-defined]
    return found


def test_a_change_set_without_room_is_507_and_not_there(client: Client, file: dict[str, Any]) -> None:
    post = {"key": new_key(), "created": MANY}
    url = f"/api/files/{file['id']}/changes"
    with no_room(database_of(client)):
        response = client.post(url, json=post)
        assert response.status_code == 507
        error = response.json()["error"]
        assert (error["code"], "make room" in error["message"]) == ("disk_full", True)
        assert client.instances(file["id"]) == []
        assert ok(client.get("/api/projects"))["items"], "what is there can still be read"
    assert len(ok(client.post(url, json=post))["instances"]) == len(MANY), "the same key is taken afterwards"
    with database_of(client).reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def failing(code: int) -> Callable[[Any], None]:
    def fail(_: Any) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_file_without_room_is_507_and_other_failures_are_not(app: Starlette) -> None:
    app.router.routes.insert(0, Endpoint("GET", "/api/full", failing(errno.ENOSPC)).route())
    app.router.routes.insert(0, Endpoint("GET", "/api/broken", failing(errno.EIO)).route())
    with Client(app, base_url=BASE, headers=SIGNED_IN, raise_server_exceptions=False) as client:
        answers = [client.get(f"/api/{name}").status_code for name in ("full", "broken")]
    assert answers == [507, 500]
