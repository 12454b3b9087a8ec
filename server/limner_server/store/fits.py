"""Whether a change set fits its project's ontology and keeps its rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, select

from limner.changes import ChangeSet
from limner.errors import ChangeError
from limner.fitting import wrong_value
from limner.instances import Instance
from limner.ontology import Ontology
from limner.ruling import By, Scene, refusals
from limner_server import wire
from limner_server.errors import invalid
from limner_server.store import projects
from limner_server.store.database import fields
from limner_server.store.tables import instances


class Rows:
    """The rows of the instances that a change set names, by id; each is read once, since that is most of the work."""

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self.rows = rows
        self._read: dict[str, Instance] = {}

    def instance(self, id: str) -> Instance:
        if id not in self._read:
            self._read[id] = instance_of(self.rows[id])
        return self._read[id]

    def alive(self, file: str) -> set[str]:
        """Give the ids of those that are on a file."""
        return {id for id, found in self.rows.items() if found["file_id"] == file and not found["deleted"]}


@dataclass(frozen=True)
class Known:
    """The ontology, and the instances that the change set names."""

    ontology: Ontology
    named: Rows


def instance_of(row: Any) -> Instance:
    """Give the instance that a row holds."""
    return wire.convert({**fields(row), "file": row["file_id"]}, Instance)


def hold(connection: Connection, file: str, changes: ChangeSet, known: Known, origin: wire.Origin) -> None:
    """Raises `ChangeError` with the first item that does not fit or that a rule forbids."""
    if known.ontology == Ontology():
        return
    rows, read = known.named.rows, known.named.instance
    before = {id: read(id) for id, row in rows.items() if not row["deleted"]}
    restored = {id: read(id) for id, row in rows.items() if row["deleted"]}
    has_base = not known.ontology.rules.base.add and _has_base(connection, file)
    by = By(origin.actor, origin.script, origin.turn)
    for refusal in refusals(changes, Scene(known.ontology, before, has_base, restored), by):
        raise ChangeError(refusal)


def hold_file(connection: Connection, project: str, attributes: Mapping[str, Any]) -> None:
    """Raises `ApiError` 422 where a value of the file's attributes is not one that its attribute takes."""
    known = {one.name: one for one in projects.ontology_of(connection, project).attributes if one.scope == "file"}
    for name, value in attributes.items():
        wrong = wrong_value(known[name], value) if name in known and value is not None else None
        if wrong:
            raise invalid(f"{known[name].title or name} {wrong}", attribute=name)


def _has_base(connection: Connection, file: str) -> bool:
    by = instances.c.provenance["actor"].as_string()
    query = select(exists().where(instances.c.file_id == file, instances.c.deleted.is_(False), by == "import"))
    return bool(connection.execute(query).scalar())
