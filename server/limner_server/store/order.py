"""In which order the instances of a file stand: those that are gone keep their place, for when they come back."""

from bisect import bisect
from collections.abc import Collection

from sqlalchemy import Connection, func, select

from limner_server import wire
from limner_server.store.tables import instances

CHUNK = 500


def stood(connection: Connection, file: str, ids: Collection[str]) -> list[wire.Stood]:
    """Say of those that are gone after which of the others each stood, in order."""
    gone = _gone(connection, file, ids)
    if not gone:
        return []
    there = _there(connection, file, gone[0][0], gone[-1][0])
    places = [seq for seq, _ in there]
    before = [bisect(places, seq) - 1 for seq, _ in gone]
    return [wire.Stood(id, None if at < 0 else there[at][1], seq) for at, (seq, id) in zip(before, gone, strict=True)]


def places(connection: Connection, file: str) -> dict[str, int]:
    """Give the place of everything there ever was on a file."""
    query = select(instances.c.id, instances.c.seq).where(instances.c.file_id == file)
    return {row.id: row.seq for row in connection.execute(query)}


def _gone(connection: Connection, file: str, ids: Collection[str]) -> list[tuple[int, str]]:
    asked, found = list(dict.fromkeys(ids)), []
    query = select(instances.c.seq, instances.c.id).where(instances.c.file_id == file, instances.c.deleted)
    for start in range(0, len(asked), CHUNK):
        rows = connection.execute(query.where(instances.c.id.in_(asked[start : start + CHUNK])))
        found += [(row.seq, row.id) for row in rows]
    return sorted(found)


def _there(connection: Connection, file: str, first: int, last: int) -> list[tuple[int, str]]:
    """Give those between two places, and the one before them."""
    here = (instances.c.file_id == file, instances.c.deleted.is_(False))
    start = select(func.max(instances.c.seq)).where(*here, instances.c.seq < first).scalar_subquery()
    query = select(instances.c.seq, instances.c.id).where(
        *here, instances.c.seq >= func.coalesce(start, first), instances.c.seq < last
    )
    return [(row.seq, row.id) for row in connection.execute(query.order_by(instances.c.seq))]
