"""The database: one engine, migrated at start, and the transactions on it."""

import datetime
import errno
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

# Of https://sqlite.org/rescode.html: the disk is full, a quota is reached, the index of the log cannot grow.
FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)
MIGRATIONS = Path(__file__).parents[1] / "migrations"


class Database:
    """Connections to the store. `reading` and `writing` are transactions, as context managers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._writer = threading.Lock()

    def migrate(self) -> None:
        """Bring the tables to the newest version."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that holds the write lock from its start, so that what it reads stays true.

        Within a process writers wait for each other here, where the wait has no limit.
        """
        with (
            self._writer,
            self.engine.connect().execution_options(limner_writing=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def new_id() -> str:
    """Give a fresh opaque id."""
    return uuid.uuid4().hex


def now() -> str:
    """Give the time as ISO 8601 in UTC, to the millisecond."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fields(row: Any) -> dict[str, Any]:
    """Give a row as a dict whose keys are plain texts; SQLAlchemy's own are a subclass of `str`."""
    return {str(name): value for name, value in row.items()}


def is_disk_full(error: Exception) -> bool:
    """Say whether something could not be stored for want of room, in the database or beside it."""
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorcode", None) in FULL
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _engine(url: str) -> Engine:
    engine = create_engine(url, json_serializer=_dumps, json_deserializer=msgspec.json.decode)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _dumps(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("limner_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
