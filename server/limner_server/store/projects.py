"""Projects and their labels."""

from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, case, delete, func, insert, select, update

from limner.faults import faults
from limner.ontology import Ontology
from limner_server import wire
from limner_server.errors import invalid, not_found
from limner_server.store import pixel_sizes
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import files, projects

SHOWN = (
    *(projects.c.id, projects.c.name, projects.c.labels, projects.c.ontology),
    *(projects.c.pixel_size, projects.c.created_at),
)


def create(connection: Connection, new: wire.NewProject) -> wire.Project:
    """Make a project. Raises `ApiError` where its labels do not hold together."""
    project = new_id()
    row = {"id": project, "name": new.name, "created_at": now(), **columns_of(wire.Ontology(new.labels))}
    connection.execute(insert(projects).values(row))
    return get(connection, project)


def get(connection: Connection, project: str) -> wire.Project:
    row = connection.execute(_select().where(projects.c.id == project)).mappings().first()
    if row is None:
        raise not_found("project", project)
    return _project(row)


def all_of(connection: Connection, after: int, limit: int) -> list[tuple[int, wire.Project]]:
    """Give up to `limit` projects after the sequence number, each with its own."""
    query = _select(projects.c.seq).where(projects.c.seq > after).order_by(projects.c.seq).limit(limit)
    rows = connection.execute(query).mappings()
    return [(row["seq"], _project(row)) for row in rows]


def change(connection: Connection, project: str, patch: wire.ProjectPatch) -> wire.Project:
    """Change name, labels, attributes, rules, or how large pixels are.

    Raises `ApiError` 404 for no such project, 422 where they do not hold together.
    """
    values: dict[str, Any] = {} if patch.name is UNSET else {"name": patch.name}
    values |= pixel_sizes.column_of(patch.pixel_size)
    if not patch.labels is patch.attributes is patch.rules is UNSET:
        values |= columns_of(_patched(get(connection, project), patch))
    if values:
        connection.execute(update(projects).where(projects.c.id == project).values(values))
    return get(connection, project)


def columns_of(ontology: wire.Ontology) -> dict[str, Any]:
    """Give an ontology as it is stored. Raises `ApiError` where it does not hold together."""
    fault = next(faults(wire.read_ontology(ontology)), None)
    if fault is not None:
        raise invalid(str(fault))
    plain = wire.plain(ontology)
    return {"labels": plain.pop("labels"), "ontology": plain}


def ontology_of(connection: Connection, project: str) -> Ontology:
    """Give the ontology of a project, as the runtime has it."""
    query = select(projects.c.labels, projects.c.ontology).where(projects.c.id == project)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise not_found("project", project)
    return wire.read_ontology(wire.convert({**(row["ontology"] or {}), "labels": row["labels"]}, wire.Ontology))


def remove(connection: Connection, project: str) -> None:
    """Delete a project with everything in it. Raises `ApiError` where there is none."""
    if connection.execute(delete(projects).where(projects.c.id == project)).rowcount == 0:
        raise not_found("project", project)


def _patched(project: wire.Project, patch: wire.ProjectPatch) -> wire.Ontology:
    parts = {name: getattr(patch, name) for name in ("labels", "attributes", "rules")}
    return wire.Ontology(**{name: getattr(project, name) if value is UNSET else value for name, value in parts.items()})


def _project(row: Any) -> wire.Project:
    plain = fields(row)
    ontology = {"attributes": [], "rules": {}, **(plain.pop("ontology") or {})}
    return wire.convert({**ontology, **plain}, wire.Project)


def _select(*more: Any) -> Any:
    done = func.coalesce(func.sum(case((files.c.state == "done", 1), else_=0)), 0)
    counted = (func.count(files.c.id).label("files"), done.label("done"))
    return (
        select(*SHOWN, *counted, *more).outerjoin(files, files.c.project_id == projects.c.id).group_by(projects.c.seq)
    )
