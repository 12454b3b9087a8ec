"""All instances of a file as JSON, put together from what the store holds without reading it into objects."""

from typing import Any

import msgspec
from sqlalchemy import JSON, Connection, Text, cast, select

from limner_server.store import files
from limner_server.store.changes import COLUMNS
from limner_server.store.tables import instances

AT_ONCE = 2_000
NAMES = tuple("file" if column.name == "file_id" else str(column.name) for column in COLUMNS)
JSON_PLACES = tuple(place for place, column in enumerate(COLUMNS) if isinstance(column.type, JSON))
Listed = msgspec.defstruct("Listed", NAMES)


def instances_json(connection: Connection, file: str) -> bytes:
    """Give the JSON of a page with the instances of a file, oldest first.

    What the store holds was checked when it was written, and is JSON already; so 100,000 instances cost a tenth of
    what decoding and encoding each would. Raises `ApiError` where there is no such file.
    """
    revision = files.row_of(connection, file)["revision"]
    columns = [cast(column, Text) if isinstance(column.type, JSON) else column for column in COLUMNS]
    query = select(*columns).where(instances.c.file_id == file, instances.c.deleted.is_(False))
    rows = connection.execution_options(yield_per=AT_ONCE).execute(query.order_by(instances.c.seq))
    body = bytearray(b'{"items":[')
    for chunk in rows.partitions():
        body += msgspec.json.encode([_listed(row) for row in chunk])[1:-1] + b","
    return bytes(body.removesuffix(b",") + b'],"revision":%d,"next":null}' % revision)


def _listed(row: Any) -> Any:
    values = list(row)
    for place in JSON_PLACES:
        values[place] = msgspec.Raw(values[place])
    return Listed(*values)
