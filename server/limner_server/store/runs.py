"""Runs: what the page reports of each, and what became of their suggestions."""

from typing import Any

from sqlalchemy import Connection, insert, select, update

from limner_server import wire
from limner_server.errors import not_found
from limner_server.store import files, scripts
from limner_server.store.database import fields, now
from limner_server.store.tables import runs

VERDICTS = ("accepted", "rejected", "edited")


def add(connection: Connection, script: str, post: wire.RunPost) -> None:
    """Keep a run; one that is kept already stays as it is."""
    scripts.get(connection, script)
    files.row_of(connection, post.file)
    if connection.execute(select(runs.c.id).where(runs.c.id == post.id)).first():
        return
    row = {**wire.plain(post), "file_id": post.file, "script_id": script, "at": now()}
    row.pop("file")
    connection.execute(insert(runs).values(row))


def all_of(connection: Connection, script: str, before: int, limit: int) -> list[tuple[int, wire.RunView]]:
    """Give up to `limit` runs before the sequence number, newest first."""
    scripts.get(connection, script)
    query = select(runs).where(runs.c.script_id == script, runs.c.seq < before)
    rows = connection.execute(query.order_by(runs.c.seq.desc()).limit(limit)).mappings()
    return [(row["seq"], wire.convert({**fields(row), "file": row["file_id"]}, wire.RunView)) for row in rows]


def add_verdict(connection: Connection, script: str, run: str, post: wire.VerdictPost) -> None:
    """Add to what became of a run's suggestions. Raises `ApiError` where the script has no such run."""
    scripts.get(connection, script)
    added: dict[Any, Any] = {runs.c[name]: runs.c[name] + getattr(post, name) for name in VERDICTS}
    found = update(runs).where(runs.c.script_id == script, runs.c.id == run).values(added)
    if connection.execute(found).rowcount == 0:
        raise not_found("run", run)
