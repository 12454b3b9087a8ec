"""Projects and their labels."""

from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, case, delete, func, insert, select, update

from limner_server import wire
from limner_server.errors import invalid, not_found
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import files, projects


def create(connection: Connection, new: wire.NewProject) -> wire.Project:
    """Make a project. Raises `ApiError` where two labels have one name."""
    project = new_id()
    row = {"id": project, "name": new.name, "labels": _labels(new.labels), "created_at": now()}
    connection.execute(insert(projects).values(row))
    return get(connection, project)


def get(connection: Connection, project: str) -> wire.Project:
    row = connection.execute(_select().where(projects.c.id == project)).mappings().first()
    if row is None:
        raise not_found("project", project)
    return wire.convert(fields(row), wire.Project)


def all_of(connection: Connection, after: int, limit: int) -> list[tuple[int, wire.Project]]:
    """Give up to `limit` projects after the sequence number, each with its own."""
    query = _select(projects.c.seq).where(projects.c.seq > after).order_by(projects.c.seq).limit(limit)
    rows = connection.execute(query).mappings()
    return [(row["seq"], wire.convert(fields(row), wire.Project)) for row in rows]


def change(connection: Connection, project: str, patch: wire.ProjectPatch) -> wire.Project:
    """Change name or labels. Raises `ApiError` where there is no such project."""
    values: dict[str, Any] = {} if patch.name is UNSET else {"name": patch.name}
    if patch.labels is not UNSET:
        values["labels"] = _labels(patch.labels)
    if values:
        connection.execute(update(projects).where(projects.c.id == project).values(values))
    return get(connection, project)


def remove(connection: Connection, project: str) -> None:
    """Delete a project with everything in it. Raises `ApiError` where there is none."""
    if connection.execute(delete(projects).where(projects.c.id == project)).rowcount == 0:
        raise not_found("project", project)


def label_names(connection: Connection, project: str) -> list[str]:
    return [label.name for label in get(connection, project).labels]


def _labels(labels: list[wire.Label]) -> list[dict[str, str]]:
    names = [label.name for label in labels]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise invalid(f"label {twice!r} is given twice: every label needs its own name")
    return [{"name": label.name, "color": label.color} for label in labels]


def _select(*more: Any) -> Any:
    done = func.coalesce(func.sum(case((files.c.state == "done", 1), else_=0)), 0)
    counted = (func.count(files.c.id).label("files"), done.label("done"))
    return (
        select(projects.c.id, projects.c.name, projects.c.labels, projects.c.created_at, *counted, *more)
        .outerjoin(files, files.c.project_id == projects.c.id)
        .group_by(projects.c.seq)
    )
