"""What scripts keep from run to run: JSON values under keys, each script its own."""

from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from limner_server import wire
from limner_server.errors import ApiError, invalid, not_found
from limner_server.store import scripts
from limner_server.store.database import fields, now
from limner_server.store.tables import script_storage

LIMIT = 1024 * 1024
MAX_VALUE = 256 * 1024
MAX_KEYS = 1_000
MAX_KEY = 200
NOT_IN_ADDRESSES = (".", "..")


def all_of(connection: Connection, script: str) -> wire.StoragePage:
    """List the keys of a script, sorted, and how much of its quota they take."""
    scripts.get(connection, script)
    query = select(script_storage.c.key, script_storage.c.size, script_storage.c.updated_at)
    rows = connection.execute(query.where(script_storage.c.script_id == script).order_by(script_storage.c.key))
    items = [wire.convert(fields(row), wire.StorageItem) for row in rows.mappings()]
    return wire.StoragePage(items, sum(item.size for item in items), LIMIT)


def get(connection: Connection, script: str, key: str, *, lenient: bool = False) -> wire.StorageValue:
    """Give a value. Raises `ApiError` 404 where there is none, unless `lenient`: then it is null."""
    scripts.get(connection, script)
    value = connection.execute(select(script_storage.c.value).where(*_at(script, key))).scalar()
    if value is None and not lenient:
        raise not_found("value under the key", key)
    value = value or "null"
    return wire.StorageValue(key, msgspec.Raw(value.encode()))


def put(connection: Connection, script: str, key: str, value: bytes) -> wire.StorageItem:
    """Keep a value. Raises `ApiError` 422 for a key that cannot be one, 413 where it is too much."""
    scripts.get(connection, script)
    _check_key(key)
    size = len(key.encode()) + len(value)
    _check_quota(connection, script, key, size, len(value))
    at = now()
    values: dict[str, Any] = {"value": value.decode(), "size": size, "updated_at": at}
    if connection.execute(update(script_storage).where(*_at(script, key)).values(values)).rowcount == 0:
        connection.execute(insert(script_storage).values(values | {"script_id": script, "key": key}))
    return wire.StorageItem(key, size, at)


def remove(connection: Connection, script: str, key: str) -> None:
    """Forget what is kept under a key, if anything is."""
    scripts.get(connection, script)
    _check_key(key)
    connection.execute(delete(script_storage).where(*_at(script, key)))


def _at(script: str, key: str) -> tuple[Any, Any]:
    return script_storage.c.script_id == script, script_storage.c.key == key


def _check_key(key: str) -> None:
    if not 0 < len(key) <= MAX_KEY:
        raise invalid(f"the key has {len(key)} characters, expected 1 to {MAX_KEY}")
    if key in NOT_IN_ADDRESSES or any(ord(character) < 32 or ord(character) == 127 for character in key):
        raise invalid(f"{key!r} cannot be a key: use a text without control characters, other than '.' and '..'")


def _check_quota(connection: Connection, script: str, key: str, size: int, value: int) -> None:
    others = script_storage.c.script_id == script, script_storage.c.key != key
    counted = select(func.count(), func.coalesce(func.sum(script_storage.c.size), 0)).where(*others)
    keys, used = connection.execute(counted).one()
    told = {"used": used, "limit": LIMIT}
    if value > MAX_VALUE:
        raise ApiError(413, "quota", f"the value has {value:,} bytes, at most {MAX_VALUE:,} are kept", told)
    if keys >= MAX_KEYS:
        raise ApiError(413, "quota", f"the script keeps {keys:,} values already: delete some first", told)
    if used + size > LIMIT:
        message = f"the script keeps {used:,} bytes, {size:,} more are over its {LIMIT:,}: delete some first"
        raise ApiError(413, "quota", message, told)
