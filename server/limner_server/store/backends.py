"""Backends of a project: what they may connect with, and the script each of them runs."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from limner_server import wire
from limner_server.errors import conflict, not_found
from limner_server.store import projects, scripts
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import backends
from limner_server.store.tables import scripts as script_rows


def add(connection: Connection, post: wire.BackendPost, *, token: str = "", secret: str = "") -> wire.BackendView:
    """Add a backend; of its token only the hash is kept. Raises `ApiError` where the project has one of that name."""
    require_free(connection, post)
    row = {
        "id": new_id(),
        "project_id": post.project,
        "name": post.name,
        "kind": post.kind,
        "url": post.url,
        "token_hash": hash_of(token) if token else "",
        "secret": secret,
        "script_id": None,
        "created_at": now(),
    }
    connection.execute(insert(backends).values(row))
    return get(connection, str(row["id"]))


def require_free(connection: Connection, post: wire.BackendPost) -> None:
    """Raises `ApiError` where there is no such project, or it has a backend of that name."""
    projects.get(connection, post.project)
    if by_name(connection, post.project, post.name) is not None:
        raise conflict(f"the project has a backend {post.name!r} already: choose another name, or revoke that one")


def get(connection: Connection, backend: str) -> wire.BackendView:
    return _view(row_of(connection, backend))


def row_of(connection: Connection, backend: str) -> Mapping[str, Any]:
    """Give the bare row, for those who need its secret. Raises `ApiError` 404."""
    row = connection.execute(select(backends).where(backends.c.id == backend)).mappings().first()
    if row is None:
        raise not_found("backend", backend)
    return row  # type: ignore[return-value]


def all_of(connection: Connection, project: str | None = None) -> list[wire.BackendView]:
    """List the backends of a project, or of all, oldest first."""
    query = select(backends).order_by(backends.c.seq)
    if project is not None:
        projects.get(connection, project)
        query = query.where(backends.c.project_id == project)
    return [_view(row) for row in connection.execute(query).mappings()]


def by_name(connection: Connection, project: str, name: str) -> wire.BackendView | None:
    query = select(backends).where(backends.c.project_id == project, backends.c.name == name)
    row = connection.execute(query).mappings().first()
    return None if row is None else _view(row)


def by_token(connection: Connection, token: str) -> wire.BackendView | None:
    """Give the backend that has this token, if one has."""
    query = select(backends).where(backends.c.token_hash == hash_of(token), backends.c.kind == "socket")
    row = connection.execute(query).mappings().first() if token else None
    return None if row is None else _view(row)


def is_known(connection: Connection, backend: str) -> bool:
    return connection.execute(select(backends.c.seq).where(backends.c.id == backend)).first() is not None


def remove(connection: Connection, backend: str) -> wire.BackendView:
    """Revoke a backend; its script stays, switched off where it ran there."""
    view = get(connection, backend)
    connection.execute(delete(backends).where(backends.c.id == backend))
    left = script_rows.c.id == view.script, script_rows.c.place == place_of(view.name)
    connection.execute(update(script_rows).where(*left).values(enabled=False))
    return view


def require_own_source(connection: Connection, script: str) -> None:
    """Raises `ApiError` where a script's source comes from the backend it runs on, which would bring it again.

    The source of one with a URL was made when it was added; whoever edits its hooks changes what it is asked.
    """
    view = scripts.get(connection, script)
    query = select(backends.c.name).where(backends.c.script_id == script, backends.c.kind == "socket")
    for name in connection.execute(query).scalars():
        if view.place == place_of(name):
            message = f"the source of {view.name!r} comes from the backend {name!r}"
            raise conflict(f"{message}: change it there, or choose another place for the script first")


def bind(connection: Connection, backend: wire.BackendView, post: wire.ScriptPost) -> wire.ScriptView:
    """Give the script that a backend brings, added to its project or in its newest version.

    A backend may change a script only where it runs there. Raises `ApiError` where the source cannot be read,
    or the project has another version of it that runs elsewhere.
    """
    version = scripts.version_of(post.source)
    script = scripts.found(connection, backend.project, post)
    if script is None:
        script = scripts.add(connection, backend.project, post)
        _configure(connection, script.id, place=place_of(backend.name))
    elif script.version != version:
        if script.place != place_of(backend.name):
            message = f"the project has another version of {script.name!r}, which runs in place {script.place!r}"
            raise conflict(f"{message}: update it there, or give the backend's script another name")
        script = scripts.set_source(connection, script.id, post)
        _configure(connection, script.id, trusted=False)
    connection.execute(update(backends).where(backends.c.id == backend.id).values(script_id=script.id))
    return scripts.get(connection, script.id)


def place_of(name: str) -> str:
    """Give the place of scripts that run on the backend."""
    return f"backend:{name}"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _configure(connection: Connection, script: str, **values: Any) -> None:
    connection.execute(update(script_rows).where(script_rows.c.id == script).values(values))


def _view(row: Any) -> wire.BackendView:
    given = fields(row)
    return wire.convert({**given, "project": given["project_id"], "script": given["script_id"]}, wire.BackendView)
