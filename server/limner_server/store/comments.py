"""Comments: on a file, at a place of it or on the whole."""

import math
from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, delete, func, insert, select, update

from limner_server import wire
from limner_server.errors import conflict, invalid, not_found
from limner_server.store import files
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import comments

MANY = 1_000


def all_of(connection: Connection, file: str) -> list[wire.Comment]:
    """Give the comments of a file, oldest first. Raises `ApiError` where there is no such file."""
    files.row_of(connection, file)
    query = select(comments).where(comments.c.file_id == file).order_by(comments.c.seq)
    return [_view(row) for row in connection.execute(query).mappings()]


def add(connection: Connection, file: str, post: wire.CommentPost) -> wire.Comment:
    """Add a comment, once per id. Raises `ApiError` where its place is outside the file, or the file has too many."""
    if post.id is not UNSET and files.has_comment(connection, file, post.id):
        return get(connection, post.id)
    _refuse_outside(files.row_of(connection, file), post.x, post.y)
    count = connection.execute(select(func.count()).where(comments.c.file_id == file)).scalar_one()
    if count >= MANY:
        raise conflict(f"the file has {count:,} comments, at most {MANY:,} are kept: delete some that are resolved")
    comment = new_id() if post.id is UNSET else post.id
    row = {"id": comment, "file_id": file, "x": post.x, "y": post.y, "text": post.text}
    connection.execute(insert(comments).values({**row, "author": post.author, "created_at": now(), "resolved": False}))
    return get(connection, comment)


def get(connection: Connection, comment: str) -> wire.Comment:
    row = connection.execute(select(comments).where(comments.c.id == comment)).mappings().first()
    if row is None:
        raise not_found("comment", comment)
    return _view(row)


def change(connection: Connection, comment: str, patch: wire.CommentPatch) -> wire.Comment:
    """Change a comment's text, or resolve it. Raises `ApiError` where there is none."""
    given = {"text": patch.text, "resolved": patch.resolved}
    values = {name: value for name, value in given.items() if value is not UNSET}
    if values:
        connection.execute(update(comments).where(comments.c.id == comment).values(values))
    return get(connection, comment)


def remove(connection: Connection, comment: str) -> None:
    connection.execute(delete(comments).where(comments.c.id == comment))


def _refuse_outside(file: Any, x: float | None, y: float | None) -> None:
    if x is None and y is None:
        return
    if x is None or y is None:
        raise invalid("a comment has x and y together, or neither: give both, in pixels of the file")
    width, height = file["width"], file["height"]
    if not (math.isfinite(x) and math.isfinite(y) and 0 <= x <= width and 0 <= y <= height):
        raise invalid(f"the comment is at {x:g}, {y:g}, outside the file of {width} x {height} pixels")


def _view(row: Any) -> wire.Comment:
    return wire.convert({**fields(row), "file": row["file_id"], "at": row["created_at"]}, wire.Comment)
