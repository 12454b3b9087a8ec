"""Files: what is annotated."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from limner_server import wire
from limner_server.errors import not_found
from limner_server.media import Media
from limner_server.store import likenesses
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import files, instances


def add(connection: Connection, project: str, name: str, media: Media) -> wire.FileView:
    """Add an image that is in the media folder to a project."""
    file = new_id()
    row = {
        "id": file,
        "project_id": project,
        "name": name,
        "kind": "image",
        "state": "todo",
        "sha256": media.sha256,
        "content_sha256": media.content_sha256,
        "media_type": media.media_type,
        "size": media.size,
        "width": media.width,
        "height": media.height,
        "revision": 0,
        "created_at": now(),
    }
    connection.execute(insert(files).values(row))
    likenesses.keep(connection, media.content_sha256, media.likeness)
    return get(connection, file)


def get(connection: Connection, file: str) -> wire.FileView:
    row = connection.execute(_select().where(files.c.id == file)).mappings().first()
    if row is None:
        raise not_found("file", file)
    return _view(row)


def find(connection: Connection, file: str) -> Any | None:
    """Give the bare row, if there is one."""
    return connection.execute(select(files).where(files.c.id == file)).mappings().first()


def row_of(connection: Connection, file: str) -> Any:
    """Give the bare row, for those who need its hashes or its project."""
    row = find(connection, file)
    if row is None:
        raise not_found("file", file)
    return row


def all_of(connection: Connection, project: str, after: int, limit: int) -> list[tuple[int, wire.FileView]]:
    """Give up to `limit` files after the sequence number, each with its own."""
    query = _select(files.c.seq).where(files.c.project_id == project, files.c.seq > after)
    rows = connection.execute(query.order_by(files.c.seq).limit(limit)).mappings()
    return [(row["seq"], _view(row)) for row in rows]


def ids_of(connection: Connection, project: str) -> list[str]:
    """Give the ids of a project's files, in order."""
    query = select(files.c.id).where(files.c.project_id == project).order_by(files.c.seq)
    return list(connection.execute(query).scalars())


def showing(
    connection: Connection, project: str, contents: Iterable[str], limit: int = 1_000
) -> list[tuple[str, wire.FileView]]:
    """Give the files of a project that show one of the contents, each with the one it shows; oldest first."""
    query = _select().where(files.c.project_id == project, files.c.content_sha256.in_(list(contents)))
    rows = connection.execute(query.order_by(files.c.seq).limit(limit)).mappings()
    return [(row["content_sha256"], _view(row)) for row in rows]


def set_state(connection: Connection, file: str, state: str) -> wire.FileView:
    connection.execute(update(files).where(files.c.id == file).values(state=state))
    return get(connection, file)


def remove(connection: Connection, file: str) -> None:
    """Delete a file with its instances. Its content stays in the media folder. Raises `ApiError`."""
    if connection.execute(delete(files).where(files.c.id == file)).rowcount == 0:
        raise not_found("file", file)


def _select(*more: Any) -> Any:
    counted = (
        select(func.count())
        .where(instances.c.file_id == files.c.id, instances.c.deleted.is_(False))
        .scalar_subquery()
        .label("instances")
    )
    return select(files, counted, *more)


def _view(row: Any) -> wire.FileView:
    base = f"/api/files/{row['id']}"
    hashed = row["content_sha256"][:16]
    urls = {"content": f"{base}/content?v={hashed}", "thumbnail": f"{base}/thumbnail?v={hashed}"}
    return wire.convert({**fields(row), **urls, "project": row["project_id"]}, wire.FileView)
