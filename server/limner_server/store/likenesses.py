"""What is kept of images to find those that look alike, by the hash of their content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select

from limner_server.likeness.looks import METHOD, Likeness
from limner_server.store.tables import files, likenesses


@dataclass(frozen=True)
class Stand:
    """How far a project's files are known: their count, the newest of them, the newest likeness of all."""

    count: int = 0
    file: int = 0
    newest: str = ""
    likeness: int = 0


def keep(connection: Connection, content: str, likeness: Likeness) -> None:
    """Keep what an image looks like, in the place of what an earlier method made of it."""
    known = connection.execute(select(likenesses.c.method).where(likenesses.c.sha256 == content)).scalar()
    if known == METHOD:
        return
    connection.execute(delete(likenesses).where(likenesses.c.sha256 == content))
    values = {"sha256": content, "method": METHOD, "hashes": likeness.hashes, "sketch": likeness.sketch}
    connection.execute(insert(likenesses).values(values))


def get(connection: Connection, content: str) -> Likeness | None:
    query = select(likenesses.c.hashes, likenesses.c.sketch)
    row = connection.execute(query.where(likenesses.c.sha256 == content, likenesses.c.method == METHOD)).first()
    return None if row is None else Likeness(row.hashes, row.sketch)


def missing(connection: Connection, limit: int) -> list[str]:
    """Give up to `limit` contents of files that nothing is kept of yet."""
    known = select(likenesses.c.sha256).where(
        likenesses.c.sha256 == files.c.content_sha256, likenesses.c.method == METHOD
    )
    query = select(files.c.content_sha256).where(~known.exists()).distinct().limit(limit)
    return list(connection.execute(query).scalars())


def stand(connection: Connection, project: str) -> Stand:
    """Say how far a project's files are known."""
    of_project = files.c.project_id == project
    count, newest = connection.execute(select(func.count(), func.max(files.c.seq)).where(of_project)).one()
    id_ = connection.execute(select(files.c.id).where(files.c.seq == newest)).scalar() if newest else ""
    return Stand(count, newest or 0, str(id_), connection.execute(select(func.max(likenesses.c.seq))).scalar() or 0)


def arrived(connection: Connection, project: str, since: Stand) -> int:
    """Count the files that came after a stand and are there."""
    later = (files.c.project_id == project, files.c.seq > since.file)
    return int(connection.execute(select(func.count()).select_from(files).where(*later)).scalar_one())


def newer(connection: Connection, project: str, since: Stand) -> Iterator[tuple[str, bytes]]:
    """Give content and hashes of the files that are not flat and came, or were hashed, after a stand."""
    query = (
        select(files.c.content_sha256, likenesses.c.hashes)
        .join(likenesses, likenesses.c.sha256 == files.c.content_sha256)
        .where(files.c.project_id == project, likenesses.c.method == METHOD, likenesses.c.hashes != b"")
    )
    if since.file:
        query = query.where(or_(files.c.seq > since.file, likenesses.c.seq > since.likeness))
    yield from ((content, hashes) for content, hashes in connection.execute(query))


def sketches(connection: Connection, contents: Iterable[str]) -> dict[str, bytes]:
    """Give the sketches of contents."""
    query = select(likenesses.c.sha256, likenesses.c.sketch).where(likenesses.c.sha256.in_(list(contents)))
    return {row.sha256: row.sketch for row in connection.execute(query)}
