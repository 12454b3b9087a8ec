"""Change sets: applied whole or not at all, once per key, and kept as the file's history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from limner.changes import ChangeSet, Created, Surroundings, Updated, check
from limner.errors import ChangeError
from limner.geometry import Geometry
from limner.instances import Edit, Field, Instance, Provenance
from limner_server import wire
from limner_server.errors import conflict, invalid
from limner_server.store import files, fits, merging, projects, verdicts
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import change_sets, instances
from limner_server.store.tables import files as files_table

CHUNK = 500
MAX_ID = 64
MAX_FRAME = 2**31
OWN = ("seq", "deleted", "returned", "run_id", "verdict")
COLUMNS = tuple(column for column in instances.c if column.name not in OWN)


@dataclass(frozen=True)
class Applied:
    """What to answer, and what to tell those who look at the project: None where the key was known."""

    reply: wire.ChangeReply
    project: str
    news: wire.SyncChanges | None


@dataclass(frozen=True)
class _File:
    width: int
    height: int


def instances_of(connection: Connection, file: str) -> list[Instance]:
    """Give the instances of a file, oldest first. Raises `ApiError` where there is no such file."""
    files.row_of(connection, file)
    query = select(*COLUMNS).where(instances.c.file_id == file, instances.c.deleted.is_(False))
    return [fits.instance_of(row) for row in connection.execute(query.order_by(instances.c.seq)).mappings()]


def log_of(connection: Connection, file: str, after: int, limit: int) -> list[tuple[int, wire.LogEntry]]:
    """Give up to `limit` change sets after a revision, each with its own."""
    files.row_of(connection, file)
    query = select(change_sets).where(change_sets.c.file_id == file, change_sets.c.revision > after)
    rows = connection.execute(query.order_by(change_sets.c.revision).limit(limit)).mappings()
    return [(row["revision"], wire.convert(fields(row), wire.LogEntry)) for row in rows]


def apply(connection: Connection, file: str, post: wire.ChangePost) -> Applied:
    """Apply a change set in the transaction given.

    Raises `ApiError` 404 for no such file, 409 for an id that is taken, 422 with the first item
    that cannot be applied. A key that was applied before is answered again and changes nothing.
    """
    row = files.row_of(connection, file)
    earlier = _earlier(connection, file, post.key)
    if earlier is not None:
        return Applied(_reply(connection, row["revision"], earlier), row["project_id"], None)
    known = fits.Rows(_rows(connection, _mentioned(post)))
    fitted, gone = _fitted(row, post, known)
    changes = _checked(connection, row, fitted, known)
    step = _Step(connection, file, post.origin, known)
    step.apply(changes)
    late = post.base is not None and post.base < row["revision"]
    conflicts = merging.conflicts(connection, file, post, {**dict.fromkeys(gone), **step.changed()}) if late else []
    if gone and not len(changes):
        return Applied(_reply(connection, row["revision"], [], gone, conflicts), row["project_id"], None)
    revision = row["revision"] + 1
    connection.execute(update(files_table).where(files_table.c.id == file).values(revision=revision))
    connection.execute(insert(change_sets).values(step.entry(post, revision)))
    reply = step.reply(revision, gone, conflicts)
    return Applied(reply, row["project_id"], step.news(post.key, revision))


class _Step:
    """One change set on its way into the store; gathers what it touched, before and after."""

    def __init__(self, connection: Connection, file: str, origin: wire.Origin, known: fits.Rows) -> None:
        self.connection, self.file, self.origin, self.known = connection, file, origin, known
        self.written: dict[str, Instance] = {}
        self.created: list[Instance] = []
        self.returned: dict[str, Geometry | None] = {}
        self.at = now()
        self.touched: list[str] = []
        self.log: dict[str, list[Any]] = {"created": [], "updated": [], "deleted": []}

    def apply(self, changes: ChangeSet) -> None:
        self.create(changes.created)
        for updated in changes.updated:
            self.update(updated)
        self.store()
        self.delete(changes.deleted)

    def create(self, created: Iterable[Created]) -> None:
        fresh = []
        for item in created:
            instance = self.instance(item)
            self.touched.append(instance.id)
            self.created.append(instance)
            self.log["created"].append(wire.plain(instance))
            if instance.id in self.known.rows:
                self.judge(self.current(instance.id), instance)
                self.written[instance.id] = instance
            else:
                marks = verdicts.marks(instance, None if item.returned == instance.geometry else item.returned)
                fresh.append({**_columns(instance), **marks, "file_id": self.file, "deleted": False})
        if fresh:
            self.connection.execute(insert(instances), fresh)

    def instance(self, item: Created) -> Instance:
        kept = self.known.instance(item.id) if item.id and item.id in self.known.rows else None
        return Instance(
            id=item.id or new_id(),
            file=self.file,
            geometry=item.geometry,
            label=item.label,
            frame=item.frame,
            attributes=dict(item.attributes),
            score=item.score,
            locked=item.locked,
            hidden=item.hidden,
            group=item.group,
            order=item.order,
            links=item.links,
            version=kept.version + 1 if kept else 1,
            provenance=kept.provenance if kept else item.provenance or self.provenance(),
        )

    def provenance(self) -> Provenance:
        person = self.origin.author if self.origin.actor == "human" else None
        return Provenance(self.origin.actor, person, self.origin.script, run=self.origin.run)

    def update(self, item: Updated) -> None:
        before = self.current(item.id)
        changed = item.changed(before)
        after = replace(before, **changed, version=before.version + 1)
        if self.origin.actor != "undo" and changed:
            after = replace(after, provenance=self.edited(before.provenance, changed))
        self.touched.append(item.id)
        self.judge(before, after)
        self.log["updated"].append({"before": wire.plain(before), "after": wire.plain(after)})
        self.written[after.id] = after

    def edited(self, provenance: Provenance, changed: Mapping[str, Any]) -> Provenance:
        fields: tuple[Field, ...] = tuple(changed)  # type: ignore[arg-type]
        edit = Edit(self.origin.script or self.origin.actor, self.at, fields)
        return replace(provenance, edited_by=(*provenance.edited_by, edit))

    def delete(self, gone: Sequence[str]) -> None:
        self.touched += gone
        lost = [self.current(id) for id in gone]
        self.log["deleted"] = [wire.plain(instance) for instance in lost]
        if gone:
            values = {"deleted": True, "verdict": bindparam("said")}
            mark = update(instances).where(instances.c.id == bindparam("gone")).values(values)
            judged = [{"gone": one.id, "said": verdicts.verdict_of_deletion(one, self.origin)} for one in lost]
            self.connection.execute(mark, judged)

    def changed(self) -> dict[str, list[str]]:
        """Give the fields that were changed, by instance; none for one that is gone now."""
        updated: dict[str, list[str]] = {}
        for both in self.log["updated"]:
            updated.setdefault(both["after"]["id"], []).extend(merging.differing(both["before"], both["after"]))
        return updated | {one["id"]: [] for one in self.log["deleted"]}

    def current(self, id: str) -> Instance:
        return self.written.get(id) or self.known.instance(id)

    def judge(self, before: Instance, after: Instance) -> None:
        kept = self.returned[after.id] if after.id in self.returned else _returned(self.known.rows[after.id])
        geometries = (kept, before.geometry, after.geometry)
        self.returned[after.id] = verdicts.returned_after(after.provenance, self.origin, *geometries)

    def store(self) -> None:
        """Write what was changed, all at once."""
        written = [
            {"stored": id, **_columns(one), **verdicts.marks(one, self.returned[id]), "deleted": False}
            for id, one in self.written.items()
        ]
        if written:
            self.connection.execute(update(instances).where(instances.c.id == bindparam("stored")), written)

    def reply(self, revision: int, gone: Sequence[str], conflicts: Sequence[wire.Conflict]) -> wire.ChangeReply:
        """Give what is stored now of all that was touched."""
        lost = {one["id"] for one in self.log["deleted"]}
        now = {**{one.id: one for one in self.created}, **self.written}
        ids = list(dict.fromkeys(self.touched))
        alive = [now[id] for id in ids if id not in lost]
        return wire.ChangeReply(revision, alive, [*(id for id in ids if id in lost), *gone], list(conflicts))

    def entry(self, post: wire.ChangePost, revision: int) -> dict[str, Any]:
        return {
            "file_id": self.file,
            "revision": revision,
            "key": post.key,
            "origin": wire.plain(post.origin),
            "changes": self.log,
            "touched": self.touched,
            "at": self.at,
        }

    def news(self, key: str, revision: int) -> wire.SyncChanges:
        gone = {instance["id"] for instance in self.log["deleted"]}
        new = {instance.id for instance in self.created}
        updated = [one for id, one in self.written.items() if id not in gone and id not in new]
        return wire.SyncChanges(self.file, revision, key, self.origin, self.created, updated, sorted(gone))


def _mentioned(post: wire.ChangePost) -> list[str]:
    created = [item.id for item in post.created if item.id is not None]
    return [*created, *(item.id for item in post.updated), *post.deleted]


def _fitted(row: Any, post: wire.ChangePost, known: fits.Rows) -> tuple[wire.ChangePost, list[str]]:
    """Give the change set as it still applies, and the instances it mentions that are gone."""
    if not post.merge:
        return post, []
    fitted = merging.merged(post, known.alive(row["id"]), known.instance)
    lists = {"created": fitted.created, "updated": fitted.updated, "deleted": fitted.deleted}
    return msgspec.structs.replace(post, **lists), fitted.gone


def _checked(connection: Connection, row: Any, post: wire.ChangePost, known: fits.Rows) -> ChangeSet:
    rows, alive = known.rows, known.alive(row["id"])
    _refuse_unstorable(post.created)
    _refuse_taken(row["id"], post.created, rows)
    changes = ChangeSet(tuple(post.created), tuple(post.updated), tuple(dict.fromkeys(post.deleted)))
    ontology = projects.ontology_of(connection, row["project_id"])
    restored = [found["label"] for found in rows.values() if found["deleted"]]
    labels = None if post.origin.actor == "undo" else {*ontology.by_name, *restored} - {None}
    around = Surroundings(_File(row["width"], row["height"]), labels, alive)
    try:
        check(ChangeSet(tuple(Created(item.returned) for item in post.created if item.returned is not None)), around)
        checked = check(changes, around)
        fits.hold(connection, row["id"], checked, fits.Known(ontology, known), post.origin)
        return checked
    except ChangeError as error:
        raise invalid(str(error), key=post.key) from None


def _refuse_unstorable(created: Iterable[Created]) -> None:
    for index, item in enumerate(created, 1):
        if item.id is not None and not 0 < len(item.id) <= MAX_ID:
            raise invalid(f"instance {index}: id has {len(item.id)} characters, expected 1 to {MAX_ID}")
        if not 0 <= item.frame < MAX_FRAME:
            raise invalid(f"instance {index}: frame is {item.frame}, expected 0 to {MAX_FRAME - 1:,}")


def _refuse_taken(file: str, created: Iterable[Created], rows: Mapping[str, Any]) -> None:
    seen: set[str] = set()
    for item in created:
        taken = rows.get(item.id or "")
        if item.id in seen or (taken is not None and (taken["file_id"] != file or not taken["deleted"])):
            raise conflict(f"there is already an instance {item.id!r}: give new instances new ids", id=item.id)
        if item.id is not None:
            seen.add(item.id)


def _earlier(connection: Connection, file: str, key: str) -> list[str] | None:
    query = select(change_sets.c.touched).where(change_sets.c.file_id == file, change_sets.c.key == key)
    return connection.execute(query).scalar()


def _reply(
    connection: Connection,
    revision: int,
    touched: list[str],
    gone: Sequence[str] = (),
    conflicts: Sequence[wire.Conflict] = (),
) -> wire.ChangeReply:
    rows, ids = _rows(connection, touched), list(dict.fromkeys(touched))
    alive = [fits.instance_of(rows[id]) for id in ids if not rows[id]["deleted"]]
    deleted = [id for id in ids if rows[id]["deleted"]]
    return wire.ChangeReply(revision, alive, [*deleted, *gone], list(conflicts))


def _rows(connection: Connection, ids: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(*COLUMNS, instances.c.deleted, instances.c.returned).where(
            instances.c.id.in_(ids[start : start + CHUNK])
        )
        found.update({row["id"]: row for row in connection.execute(query).mappings()})
    return found


def _returned(row: Any) -> Geometry | None:
    return None if row["returned"] is None else Geometry.from_json(row["returned"])


def _columns(instance: Instance) -> dict[str, Any]:
    plain: dict[str, Any] = wire.plain(instance)
    plain.pop("file")
    return plain
