"""Files: what is annotated."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, delete, func, insert, select, update

from limner_server import wire
from limner_server.errors import conflict, invalid, not_found
from limner_server.media import Media
from limner_server.store import likenesses, pixel_sizes
from limner_server.store.database import fields, new_id, now
from limner_server.store.naming import sort_name
from limner_server.store.tables import comments, files, instances

CHUNK = 500
MAX_ATTRIBUTES = 64 * 1024


def add(connection: Connection, project: str, name: str, media: Media) -> wire.FileView:
    """Add an image that is in the media folder to a project."""
    file = new_id()
    row = {
        "id": file,
        "project_id": project,
        "name": name,
        "sort_name": sort_name(name),
        "kind": "image",
        "state": "todo",
        "sha256": media.sha256,
        "content_sha256": media.content_sha256,
        "media_type": media.media_type,
        "size": media.size,
        "width": media.width,
        "height": media.height,
        "revision": 0,
        "said_pixel_size": pixel_sizes.said(media.pixel_size),
        "created_at": now(),
    }
    connection.execute(insert(files).values(row))
    likenesses.keep(connection, media.content_sha256, media.likeness)
    return get(connection, file)


def get(connection: Connection, file: str) -> wire.FileView:
    row = connection.execute(selected().where(files.c.id == file)).mappings().first()
    if row is None:
        raise not_found("file", file)
    return view_of(row)


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
    query = selected(files.c.seq).where(files.c.project_id == project, files.c.seq > after)
    rows = connection.execute(query.order_by(files.c.seq).limit(limit)).mappings()
    return [(row["seq"], view_of(row)) for row in rows]


def ids_of(connection: Connection, project: str) -> list[str]:
    """Give the ids of a project's files, in order."""
    query = select(files.c.id).where(files.c.project_id == project).order_by(files.c.seq)
    return list(connection.execute(query).scalars())


def known(connection: Connection, project: str, ids: list[str]) -> set[str]:
    """Give those of some ids that are files of a project."""
    found: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        part = files.c.id.in_(ids[start : start + CHUNK])
        found.update(connection.execute(select(files.c.id).where(files.c.project_id == project, part)).scalars())
    return found


def showing(
    connection: Connection, project: str, contents: Iterable[str], limit: int = 1_000
) -> list[tuple[str, wire.FileView]]:
    """Give the files of a project that show one of the contents, each with the one it shows; oldest first."""
    query = selected().where(files.c.project_id == project, files.c.content_sha256.in_(list(contents)))
    rows = connection.execute(query.order_by(files.c.seq).limit(limit)).mappings()
    return [(row["content_sha256"], view_of(row)) for row in rows]


def change(connection: Connection, file: str, patch: wire.FilePatch) -> list[wire.FileConflict]:
    """Change a file's state, who has it, its attributes, its pixel size, and say what of it others had changed.

    Raises `ApiError` for attributes that are too large, a size that is none, 409 for a comment's id that is taken.
    """
    row = row_of(connection, file)
    if patch.comment_id is not UNSET and has_comment(connection, file, patch.comment_id):
        return []
    values = _given(patch.state, patch.assignee) | pixel_sizes.column_of(patch.pixel_size)
    if patch.attributes is not UNSET:
        merged = {**row["attributes"], **patch.attributes}
        values["attributes"] = _bounded({name: value for name, value in merged.items() if value is not None})
    _write(connection, [file], values)
    _comment(
        connection, [file], patch.comment, patch.author, {} if patch.comment_id is UNSET else {file: patch.comment_id}
    )
    return _conflicts(row, patch)


def has_comment(connection: Connection, file: str, comment: str) -> bool:
    """Say whether a file has the comment. Raises `ApiError` 409 where another file has it."""
    of = connection.execute(select(comments.c.file_id).where(comments.c.id == comment)).scalar()
    if of not in (None, file):
        raise conflict(f"there is already a comment {comment!r} on another file: give new comments new ids")
    return of is not None


def change_many(connection: Connection, ids: list[str], patch: wire.FilesPatch) -> None:
    """Change several files alike, but for those that have the comment of the patch's key already."""
    named = {} if patch.comment_key is UNSET else {file: _comment_of(patch.comment_key, file) for file in ids}
    made = _made(connection, list(named.values()))
    due = [file for file in ids if named.get(file) not in made]
    _write(connection, due, _given(patch.state, patch.assignee))
    _comment(connection, due, patch.comment, patch.author, named)


def _comment_of(key: str, file: str) -> str:
    """Give the id that the comment of a key has on a file."""
    return hashlib.sha256(f"{key} {file}".encode()).hexdigest()[:32]


def _made(connection: Connection, ids: list[str]) -> set[str]:
    """Give those comments that there are."""
    found: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        query = select(comments.c.id).where(comments.c.id.in_(ids[start : start + CHUNK]))
        found.update(connection.execute(query).scalars())
    return found


def begin(connection: Connection, file: str) -> bool:
    """Put a file that was still to do in progress; says whether it was."""
    query = update(files).where(files.c.id == file, files.c.state == "todo").values(state="in_progress")
    return connection.execute(query).rowcount > 0


def remove(connection: Connection, file: str) -> None:
    """Delete a file with its instances. Its content stays in the media folder. Raises `ApiError`."""
    if connection.execute(delete(files).where(files.c.id == file)).rowcount == 0:
        raise not_found("file", file)


def _given(state: Any, assignee: Any) -> dict[str, Any]:
    values = {} if state is UNSET else {"state": state}
    return values if assignee is UNSET else {**values, "assignee": (assignee or "").strip() or None}


def _write(connection: Connection, ids: list[str], values: dict[str, Any]) -> None:
    for start in range(0, len(ids) if values else 0, CHUNK):
        connection.execute(update(files).where(files.c.id.in_(ids[start : start + CHUNK])).values(values))


def _conflicts(row: Any, patch: wire.FilePatch) -> list[wire.FileConflict]:
    if patch.known is UNSET:
        return []
    known, given = patch.known, {} if patch.attributes is UNSET else patch.attributes
    met = [("state", patch.state, known.state, row["state"])]
    met.append(("assignee", _nobody(patch.assignee), _nobody(known.assignee), row["assignee"]))
    both = sorted(given.keys() & known.attributes.keys())
    met += [(f"attributes.{name}", given[name], known.attributes[name], row["attributes"].get(name)) for name in both]
    return [
        wire.FileConflict(name, theirs)
        for name, wanted, before, theirs in met
        if UNSET not in (wanted, before) and theirs not in (wanted, before)
    ]


def _nobody(assignee: Any) -> Any:
    return None if assignee == "" else assignee


def _comment(connection: Connection, ids: list[str], text: Any, author: str, named: Mapping[str, str]) -> None:
    """Leave a comment on each file; `named` has the ids that these shall have, by file."""
    if text is UNSET or not ids:
        return
    row = {"x": None, "y": None, "text": text, "author": author, "created_at": now(), "resolved": False}
    connection.execute(insert(comments), [{**row, "id": named.get(file) or new_id(), "file_id": file} for file in ids])


def _bounded(attributes: dict[str, Any]) -> dict[str, Any]:
    size = len(wire.encode(attributes))
    if size > MAX_ATTRIBUTES:
        raise invalid(f"the file's attributes have {size:,} bytes, at most {MAX_ATTRIBUTES:,} are kept")
    return attributes


def selected(*more: Any) -> Any:
    counted = (
        select(func.count())
        .where(instances.c.file_id == files.c.id, instances.c.deleted.is_(False))
        .scalar_subquery()
        .label("instances")
    )
    unresolved = (
        select(func.count())
        .where(comments.c.file_id == files.c.id, comments.c.resolved.is_(False))
        .scalar_subquery()
        .label("comments")
    )
    return select(files, counted, unresolved, pixel_sizes.OF_PROJECT, *more)


def view_of(row: Any) -> wire.FileView:
    base = f"/api/files/{row['id']}"
    hashed = row["content_sha256"][:16]
    urls = {"content": f"{base}/content?v={hashed}", "thumbnail": f"{base}/thumbnail?v={hashed}"}
    more = {**urls, "project": row["project_id"], "pixel_size": pixel_sizes.known(row)}
    return wire.convert({**fields(row), **more}, wire.FileView)
