"""How large the pixels of files are: as somebody says of the file or its project, or as the image says itself."""

from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, select, update

from limner import scale
from limner_server import wire
from limner_server.errors import invalid
from limner_server.store.tables import files, projects

NOTHING: dict[str, Any] = {}
OF_PROJECT = (
    select(projects.c.pixel_size)
    .where(projects.c.id == files.c.project_id)
    .scalar_subquery()
    .label("project_pixel_size")
)


def known(row: Any) -> dict[str, Any] | None:
    """Give the pixel size of a file's row that was selected with `OF_PROJECT`, as it travels, or None."""
    given: tuple[tuple[str, Any, str], ...] = (
        ("file", row["pixel_size"], "given for this file"),
        ("project", row["project_pixel_size"], "given for the project"),
        ("image", row["said_pixel_size"], ""),
    )
    return next(({"source": source, **size, "of": of} for of, size, source in given if size), None)


def column_of(given: Any) -> dict[str, Any]:
    """Give a patch's `pixel_size` as a column, none where it is not set. Raises `ApiError` where it is no size."""
    if given is UNSET:
        return {}
    problem = given and scale.problem(given)
    if problem:
        raise invalid(problem)
    return {"pixel_size": given and wire.plain(given)}


def said(size: wire.KnownPixelSize | None) -> dict[str, Any]:
    """Give what an image says, as it is stored: an empty object for one that says nothing."""
    return {"size": size.size, "unit": size.unit, "source": size.source} if size else NOTHING


def missing(connection: Connection, limit: int) -> list[str]:
    """Give up to `limit` files whose images nobody has asked yet."""
    query = select(files.c.id).where(files.c.said_pixel_size.is_(None)).limit(limit)
    return list(connection.execute(query).scalars())


def keep(connection: Connection, file: str, size: wire.KnownPixelSize | None) -> None:
    """Keep what a file's image says."""
    connection.execute(update(files).where(files.c.id == file).values(said_pixel_size=said(size)))
