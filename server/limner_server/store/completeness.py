"""Whether files have what their project's ontology requires, before they count as done."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from limner.fitting import attribute_problems, file_problems
from limner.ontology import Ontology
from limner_server.errors import invalid
from limner_server.store import projects
from limner_server.store.tables import files, instances

CHUNK = 500


def require(connection: Connection, project: str, ids: Sequence[str]) -> None:
    """Raises `ApiError` 422 for the first of these files that lacks something required."""
    for file, message in lacking(connection, project, ids):
        raise invalid(message, file=file)


def lacking(connection: Connection, project: str, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give those of these files that lack something required, with the first that each lacks, in words."""
    ontology = projects.ontology_of(connection, project)
    if not any(attribute.required for attribute in ontology.attributes):
        return
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        query = select(files.c.id, files.c.name, files.c.attributes).where(files.c.id.in_(part))
        for row in connection.execute(query.order_by(files.c.seq)).mappings().all():
            what = next(_lacks(connection, row, ontology), None)
            if what is not None:
                yield row["id"], f"{row['name']} is not complete: {what}"


def _lacks(connection: Connection, file: Any, ontology: Ontology) -> Iterator[str]:
    query = select(instances.c.label, instances.c.attributes).where(
        instances.c.file_id == file["id"], instances.c.deleted.is_(False)
    )
    for label, attributes in connection.execute(query.order_by(instances.c.seq)):
        for problem in attribute_problems(attributes, ontology.attributes_of(label)):
            if problem.code == "required":
                yield f"{label or 'no label'}: {problem.what}"
    yield from (found.what for found in file_problems(file["attributes"], ontology) if found.code == "required")
