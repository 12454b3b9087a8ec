"""What happened to a file: who changed what and when, how it was at any time, and what one browser did."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Text, cast, func, select

from limner.instances import Instance
from limner_server import wire
from limner_server.errors import ApiError, invalid, not_found
from limner_server.store import files, order
from limner_server.store.changes import instances_of
from limner_server.store.database import fields
from limner_server.store.tables import change_sets

NAMED = 20
MAX_BYTES = 16 * 1024 * 1024
PARTS = ("created", "updated", "deleted")


def entries(
    connection: Connection, file: str, before: int, limit: int, instance: str | None = None
) -> list[tuple[int, wire.HistoryEntry]]:
    """Give up to `limit` change sets before a revision, newest first, each with its own.

    With an `instance` only those that touched it, and how it was before and after.
    """
    files.row_of(connection, file)
    counts = [func.json_array_length(change_sets.c.changes[part]).label(part) for part in PARTS]
    plain = [change_sets.c[name] for name in ("revision", "at", "origin", "touched")]
    whole = [] if instance is None else [change_sets.c.changes]
    query = select(*plain, *counts, *whole).where(change_sets.c.file_id == file, change_sets.c.revision < before)
    if instance is not None:
        quoted = msgspec.json.encode(instance).decode()
        query = query.where(cast(change_sets.c.touched, Text).contains(quoted, autoescape=True))
    rows = connection.execute(query.order_by(change_sets.c.revision.desc()).limit(limit)).mappings()
    return [(row["revision"], _entry(fields(row), instance)) for row in rows]


def entry(connection: Connection, file: str, revision: int) -> wire.LogEntry:
    """Give one change set whole. Raises `ApiError` 404 where the file has none of this revision."""
    files.row_of(connection, file)
    query = select(change_sets).where(change_sets.c.file_id == file, change_sets.c.revision == revision)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise not_found("change set", str(revision))
    return _whole(connection, file, [row])[0]


def version(connection: Connection, file: str, revision: int) -> wire.InstanceList:
    """Give the instances as they were at a revision, in order. Raises `ApiError` 404 for one that has not been."""
    now = files.row_of(connection, file)["revision"]
    if not 0 <= revision <= now:
        raise ApiError(404, "not_found", f"the file has had {now} changes, so there is no version {revision}")
    found: dict[str, Any] = {one.id: one for one in instances_of(connection, file)}
    query = select(change_sets.c.changes).where(change_sets.c.file_id == file, change_sets.c.revision > revision)
    for changes in connection.execute(query.order_by(change_sets.c.revision.desc())).scalars():
        for one in changes["created"]:
            found.pop(one["id"], None)
        for one in [*(both["before"] for both in reversed(changes["updated"])), *changes["deleted"]]:
            found[one["id"]] = one
    places = order.places(connection, file)
    ordered = [found[id] for id in sorted(found, key=places.__getitem__)]
    items = [one if isinstance(one, Instance) else wire.convert(one, Instance) for one in ordered]
    return wire.InstanceList(items, revision)


def steps(
    connection: Connection, file: str, browser: str, limit: int, max_bytes: int = MAX_BYTES
) -> list[wire.LogEntry]:
    """Give the newest change sets that came from the pages of one browser, in order.

    At most `limit`, and no more than `max_bytes` of JSON, so that a page may ask for them whatever was done.
    Raises `ApiError` 404 for no such file, 422 where no browser is named.
    """
    files.row_of(connection, file)
    if not browser:
        raise invalid("browser is missing: name the browser whose change sets are asked for")
    page = change_sets.c.origin["page"].as_string()
    size = func.length(cast(change_sets.c.changes, Text))
    query = select(change_sets.c.seq, size).where(
        change_sets.c.file_id == file, page.startswith(f"{browser}-", autoescape=True)
    )
    chosen, left = [], max_bytes
    for seq, length in connection.execute(query.order_by(change_sets.c.revision.desc()).limit(limit)):
        left -= length
        if left < 0:
            break
        chosen.append(seq)
    query = select(change_sets).where(change_sets.c.seq.in_(chosen)).order_by(change_sets.c.revision)
    return _whole(connection, file, connection.execute(query).mappings().all())


def _whole(connection: Connection, file: str, rows: Sequence[Any]) -> list[wire.LogEntry]:
    stood = {one.id: one for one in order.stood(connection, file, [id for row in rows for id in row["touched"]])}
    return [
        wire.convert(
            {**fields(row), "stood": [stood[id] for id in dict.fromkeys(row["touched"]) if id in stood]}, wire.LogEntry
        )
        for row in rows
    ]


def _entry(row: dict[str, Any], instance: str | None) -> wire.HistoryEntry:
    touched = list(dict.fromkeys(row.pop("touched")))[:NAMED]
    before, after = (None, None) if instance is None else _turn(row.pop("changes"), instance)
    return wire.convert({**row, "instances": touched, "before": before, "after": after}, wire.HistoryEntry)


def _turn(changes: dict[str, Any], id: str) -> tuple[Any, Any]:
    """Give one instance before and after a change set."""
    made = [(None, one) for one in changes["created"] if one["id"] == id]
    changed = [(both["before"], both["after"]) for both in changes["updated"] if both["after"]["id"] == id]
    gone = [(one, None) for one in changes["deleted"] if one["id"] == id]
    turns = [*made, *changed, *gone]
    return turns[0][0], turns[-1][1]
