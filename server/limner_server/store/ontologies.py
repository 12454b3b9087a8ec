"""Putting another ontology in the place of a project's: what it does to what is there, and doing it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update

from limner.changes import Updated
from limner.faults import faults
from limner.ontology import Maker, Ontology
from limner_server import wire
from limner_server.errors import invalid
from limner_server.store import changes, projects
from limner_server.store.database import new_id
from limner_server.store.tables import files, instances
from limner_server.store.tables import projects as table

MOST_AT_ONCE = 10_000


def get(connection: Connection, project: str) -> wire.Ontology:
    """Give a project's ontology. Raises `ApiError` where there is no such project."""
    found = projects.get(connection, project)
    return wire.Ontology(found.labels, found.attributes, found.rules)


def preview(connection: Connection, project: str, put: wire.OntologyPut) -> wire.OntologyChange:
    """Say what putting an ontology would do."""
    before = projects.ontology_of(connection, project)
    after = wire.read_ontology(put)
    wrong = [str(fault) for fault in faults(after)]
    wrong += _unknown("label", put.renamed, _labels(before), _labels(after))
    wrong += _unknown("attribute", put.renamed_attributes, _attributes(before), _attributes(after))
    old, new = _labels(before), _labels(after)
    old_attributes, new_attributes = _attributes(before), _attributes(after)
    kept = {*new, *put.renamed}
    return wire.OntologyChange(
        faults=wrong,
        added=[name for name in new if name not in {*old, *put.renamed.values()}],
        removed=_used(connection, project, (name for name in old if name not in kept)),
        renamed=_used(connection, project, put.renamed),
        added_attributes=[n for n in new_attributes if n not in {*old_attributes, *put.renamed_attributes.values()}],
        removed_attributes=_valued(
            connection, project, [n for n in old_attributes if n not in {*new_attributes, *put.renamed_attributes}]
        ),
        renamed_attributes=_valued(connection, project, list(put.renamed_attributes)),
        readonly=_made(connection, project, [n for n in after.rules.readonly if n not in before.rules.readonly]),
        released=_made(connection, project, [n for n in before.rules.readonly if n not in after.rules.readonly]),
        ontology=wire.Ontology(put.labels, put.attributes, put.rules),
    )


def replace(connection: Connection, project: str, put: wire.OntologyPut) -> tuple[wire.OntologyChange, list[Any]]:
    """Put an ontology in the place of a project's; give what it did, and the news to tell.

    Raises `ApiError` 404 for no such project, 422 where it does not hold together.
    """
    change = preview(connection, project, put)
    if change.faults:
        raise invalid(change.faults[0], faults=change.faults)
    columns = projects.columns_of(change.ontology)
    connection.execute(update(table).where(table.c.id == project).values(columns))
    news = [*_relabel(connection, project, put.renamed), *_rename(connection, project, put.renamed_attributes)]
    return change, news


def _labels(ontology: Ontology) -> list[str]:
    return [label.name for label in ontology.labels]


def _attributes(ontology: Ontology) -> list[str]:
    return [attribute.name for attribute in ontology.attributes]


def _unknown(what: str, renamed: Mapping[str, str], old: Sequence[str], new: Sequence[str]) -> Iterable[str]:
    for before, after in renamed.items():
        if before not in old:
            yield f"{what} {before!r} cannot be renamed: this project has none of that name"
        elif before in new:
            yield f"{what} {before!r} is renamed, but still there: take one of the two away"
        elif after not in new:
            yield f"{what} {before!r} is renamed to {after!r}, which does not exist: add it"


def _used(connection: Connection, project: str, names: Iterable[str]) -> list[wire.OntologyUse]:
    query = (
        select(instances.c.label, func.count())
        .join(files, files.c.id == instances.c.file_id)
        .where(files.c.project_id == project, instances.c.deleted.is_(False), instances.c.label.is_not(None))
        .group_by(instances.c.label)
    )
    listed = list(names)
    rows = connection.execute(query).all() if listed else ()
    counts: dict[str | None, int] = dict(rows)
    return [wire.OntologyUse(name, counts.get(name, 0)) for name in listed]


def _made(connection: Connection, project: str, makers: Iterable[Maker]) -> list[wire.OntologyUse]:
    query = (
        select(func.count())
        .select_from(instances)
        .join(files, files.c.id == instances.c.file_id)
        .where(files.c.project_id == project, instances.c.deleted.is_(False))
    )
    by = instances.c.provenance["actor"].as_string()
    return [
        wire.OntologyUse(one, connection.execute(query.where(by == one)).scalar_one()) for one in dict.fromkeys(makers)
    ]


def _valued(connection: Connection, project: str, names: Sequence[str]) -> list[wire.OntologyUse]:
    counts = dict.fromkeys(names, 0)
    for attributes in _all_attributes(connection, project) if names else ():
        for name in counts:
            counts[name] += name in attributes
    return [wire.OntologyUse(name, count) for name, count in counts.items()]


def _all_attributes(connection: Connection, project: str) -> Iterable[Mapping[str, Any]]:
    of = (instances.join(files, files.c.id == instances.c.file_id), files.c.project_id == project)
    query = select(instances.c.attributes).select_from(of[0]).where(of[1], instances.c.deleted.is_(False))
    yield from connection.execute(query).scalars()
    yield from connection.execute(select(files.c.attributes).where(files.c.project_id == project)).scalars()


def _relabel(connection: Connection, project: str, renamed: Mapping[str, str]) -> Iterable[Any]:
    for before, after in renamed.items():
        query = (
            select(instances.c.file_id, instances.c.id)
            .join(files, files.c.id == instances.c.file_id)
            .where(files.c.project_id == project, instances.c.deleted.is_(False), instances.c.label == before)
        )
        changed = [(file, Updated(id, label=after)) for file, id in connection.execute(query).all()]
        yield from _applied(connection, changed, f"Rename label {before} to {after}")


def _rename(connection: Connection, project: str, renamed: Mapping[str, str]) -> Iterable[Any]:
    if not renamed:
        return
    query = (
        select(instances.c.file_id, instances.c.id, instances.c.attributes)
        .join(files, files.c.id == instances.c.file_id)
        .where(files.c.project_id == project, instances.c.deleted.is_(False))
    )
    rows = connection.execute(query).all()
    for before, after in renamed.items():
        changed = [
            (file, Updated(id, attributes={before: None, after: attributes[before]}))
            for file, id, attributes in rows
            if before in attributes
        ]
        yield from _applied(connection, changed, f"Rename attribute {before} to {after}")
    own = select(files.c.id, files.c.attributes).where(files.c.project_id == project)
    for file, attributes in connection.execute(own).all():
        moved = {renamed.get(name, name): value for name, value in attributes.items()}
        if moved != attributes:
            connection.execute(update(files).where(files.c.id == file).values(attributes=moved))


def _applied(connection: Connection, changed: Sequence[tuple[str, Updated]], title: str) -> Iterable[Any]:
    by_file: dict[str, list[Updated]] = {}
    for file, item in changed:
        by_file.setdefault(file, []).append(item)
    for file, items in by_file.items():
        for start in range(0, len(items), MOST_AT_ONCE):
            origin = wire.Origin("import", title=title[:200])
            post = wire.ChangePost(new_id(), updated=items[start : start + MOST_AT_ONCE], origin=origin)
            yield changes.apply(connection, file, post).news
