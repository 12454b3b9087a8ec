"""Two people on one file: whatever comes in whatever order, both pages and the server end alike.

The pages are the real `document.js` in Node, the server is the real store on a real database; the order in which
posts, answers and news travel is hypothesis's.
"""

import json
import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from limner_server import wire
from limner_server.store import changes, listing
from limner_server.store.database import Database, new_id, now
from limner_server.store.tables import files, projects

PROGRAM = Path(__file__).with_name("merge_pages.mjs")
PAGES = ("ada", "bob")
LABELS = ("cat", "dog", None)
SEEN = ("geometry", "label", "attributes", "locked", "hidden", "group", "order", "links", "version")
MOVES = ("create", "update", "update", "delete", "undo", "redo", "send", "send", "reply", "news", "news")
RARE = ("lose", "reconnect", "reload")

move = st.tuples(st.sampled_from(PAGES), st.sampled_from(MOVES + RARE), st.integers(0, 7), st.integers(0, 5))


class Pages:
    """The process with the pages."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, page: str, do: str, **more: Any) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"page": page, "do": do, **more}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


class World:
    """A file on the server, two pages that have it open, and what is on its way between them."""

    def __init__(self, pages: Pages, database: Database, project: str) -> None:
        self.pages, self.database = pages, database
        self.file = new_file(database, project)
        self.unsent: dict[str, deque[dict[str, Any]]] = {page: deque() for page in PAGES}
        self.replies: dict[str, deque[tuple[dict[str, Any], Any]]] = {page: deque() for page in PAGES}
        self.news: dict[str, deque[dict[str, Any]]] = {page: deque() for page in PAGES}
        self.there: dict[str, dict[str, Any]] = {page: {} for page in PAGES}
        self.answers: dict[str, dict[str, Any]] = {}
        for page in PAGES:
            self.reload(page, 0, 0)

    def ask(self, page: str, do: str, **more: Any) -> None:
        self.answers[page] = answer = self.pages.ask(page, do, **more)
        self.unsent[page].extend(answer["sent"])
        self.there[page] = {one["id"]: one for one in answer["instances"]}

    def commit(self, page: str, **change: Any) -> None:
        self.ask(page, "commit", change=change)

    def create(self, page: str, pick: int, value: int) -> None:
        geometry = {"kind": "point", "x": pick + 1.0, "y": value + 1.0}
        kept = {"id": new_id(), "file": self.file, "geometry": geometry, "label": LABELS[value % 3], "attributes": {}}
        more = {"frame": 0, "score": None, "locked": False, "hidden": False, "version": 1, "group": None, "order": 0}
        provenance = {"actor": "human", "actor_id": page, "edited_by": []}
        self.commit(page, created=[{**kept, **more, "links": [], "provenance": provenance}])

    def update(self, page: str, pick: int, value: int) -> None:
        fields: dict[str, Any] = (
            {"geometry": {"kind": "point", "x": 50.0 + value, "y": pick + 1.0}},
            {"label": LABELS[value % 3] or ""},
            {"attributes": {"pose": (None, "sitting", "standing")[value % 3]}},
            {"attributes": {"age": value}, "hidden": value % 2 == 0},
            {"group": ("", "g", "h")[value % 3], "order": value},
            {"links": [{"to": "somebody", "name": str(value)}], "locked": value % 2 == 1},
        )[pick % 6]
        self.commit(page, updated=[{"id": id, "fields": fields} for id in self.some(page, pick + value)])

    def delete(self, page: str, pick: int, value: int) -> None:
        self.commit(page, deleted=self.some(page, pick + value))

    def some(self, page: str, pick: int) -> list[str]:
        ids = list(self.there[page])
        return [ids[pick % len(ids)]] if ids else []

    def undo(self, page: str, *_: int) -> None:
        self.ask(page, "undo")

    def redo(self, page: str, *_: int) -> None:
        self.ask(page, "redo")

    def send(self, page: str, *_: int) -> None:
        """Post the first of what waits, unless the answer to the one before is still on its way."""
        if not self.unsent[page] or self.replies[page]:
            return
        post = self.unsent[page].popleft()
        self.replies[page].append((post, self.apply(post)))

    def lose(self, page: str, *_: int) -> None:
        """Post it, but its answer never comes: it is posted again."""
        if self.unsent[page] and not self.replies[page]:
            self.apply(self.unsent[page][0])

    def apply(self, post: dict[str, Any]) -> Any:
        with self.database.writing() as connection:
            applied = changes.apply(connection, self.file, wire.decode(json.dumps(post).encode(), wire.ChangePost))
        if applied.news is not None:
            for page in PAGES:
                self.news[page].append(wire.plain(applied.news))
        return wire.plain(applied.reply)

    def reply(self, page: str, *_: int) -> None:
        if self.replies[page]:
            post, reply = self.replies[page].popleft()
            self.ask(page, "reply", key=post["key"], reply=reply)

    def hear(self, page: str, *_: int) -> None:
        if self.news[page]:
            self.ask(page, "news", news=self.news[page].popleft())

    def reconnect(self, page: str, *_: int) -> None:
        """The line was down: what was told meanwhile is lost, and everything is read anew."""
        self.news[page].clear()
        read = self.read()
        self.ask(page, "reread", items=read["items"], revision=read["revision"])

    def reload(self, page: str, *_: int) -> None:
        """Open the page anew; an answer that was on its way is lost, so that its post goes first again."""
        waiting = [*self.unsent[page]]
        if self.replies[page]:
            waiting.insert(0, self.replies[page].popleft()[0])
        self.unsent[page] = deque(waiting)
        self.news[page].clear()
        read = self.read()
        file = {"id": self.file, "name": "a.png", "width": 100, "height": 100, "revision": read["revision"]}
        here = {"instances": read["items"], "revision": read["revision"], "unsent": waiting}
        self.ask(page, "open", file=file, **here)

    def read(self) -> dict[str, Any]:
        with self.database.reading() as connection:
            read: dict[str, Any] = json.loads(listing.instances_json(connection, self.file))
        return read

    def settle(self) -> None:
        """Let everything arrive."""
        while any(self.unsent[page] or self.replies[page] or self.news[page] for page in PAGES):
            for page in PAGES:
                self.send(page)
                self.reply(page)
                self.hear(page)


def new_file(database: Database, project: str) -> str:
    id = new_id()
    size = {"size": 1, "width": 100, "height": 100, "revision": 0}
    image = {"sha256": id, "content_sha256": id, "media_type": "image/png", "kind": "image", "state": "todo"}
    with database.writing() as connection:
        row = {"id": id, "project_id": project, "name": "a.png", **size, **image, "created_at": now()}
        connection.execute(insert(files).values(row))
    return id


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    running = Pages()
    yield running
    assert running.process.stdin is not None and running.process.stdout is not None
    running.process.stdin.close()
    running.process.wait(timeout=20)
    running.process.stdout.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, str]]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('store')}/limner.db")
    database.migrate()
    with database.writing() as connection:
        labels = [{"name": name, "color": "#112233"} for name in LABELS if name]
        connection.execute(insert(projects).values(id="p", name="P", labels=labels, created_at=now()))
    yield database, "p"
    database.close()


def seen(instances: list[dict[str, Any]]) -> dict[str, Any]:
    return {one["id"]: {name: one[name] for name in SEEN} for one in instances}


def played(pages: Pages, store: tuple[Database, str], moves: list[tuple[str, str, int, int]]) -> World:
    world = World(pages, *store)
    for page, what, pick, value in moves:
        getattr(world, {"news": "hear"}.get(what, what))(page, pick, value)
    world.settle()
    return world


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(move, min_size=5, max_size=45))
def test_any_order_of_two_peoples_change_sets_ends_alike(
    pages: Pages, store: tuple[Database, str], moves: list[tuple[str, str, int, int]]
) -> None:
    world = played(pages, store, moves)
    stored = seen(world.read()["items"])
    for page in PAGES:
        assert seen(world.answers[page]["instances"]) == stored
