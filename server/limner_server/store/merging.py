"""Change sets made on an older state of a file: what of them still applies, and what others changed as well."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from limner.changes import Created, Updated
from limner.instances import Instance
from limner_server import wire
from limner_server.store.tables import change_sets

COMPARED = 500
FIELDS = tuple(name for name in Updated.__dataclass_fields__ if name not in ("id", "attributes"))


@dataclass(frozen=True)
class Merged:
    """A change set without what no longer applies, and the instances that are gone."""

    created: list[Created]
    updated: list[Updated]
    deleted: list[str]
    gone: list[str]


def merged(post: wire.ChangePost, alive: Collection[str], current: Callable[[str], Instance]) -> Merged:
    """Fit a change set to the instances that are there: a deletion wins, else the later change to a field.

    `alive` are the ids of the file's instances among those that the change set mentions.
    """
    over = [_overlaid(item, current(item.id or "")) for item in post.created if item.id in alive]
    ids = [item.id for item in post.updated] + post.deleted
    return Merged(
        [item for item in post.created if item.id not in alive],
        over + [item for item in post.updated if item.id in alive],
        [id for id in post.deleted if id in alive],
        [id for id in dict.fromkeys(ids) if id not in alive],
    )


def _overlaid(item: Created, instance: Instance) -> Updated:
    given = {name: getattr(item, name) for name in FIELDS}
    empty = {name: "" for name, value in given.items() if value is None}  # which takes a text away
    attributes = {**dict.fromkeys(instance.attributes), **item.attributes}
    return Updated(item.id or "", attributes=attributes, **{**given, **empty})


def conflicts(
    connection: Connection, file: str, post: wire.ChangePost, changed: Mapping[str, Collection[str] | None]
) -> list[wire.Conflict]:
    """Say where others changed the same since `post.base`, at most one for each instance, the newest.

    `changed` has the fields that the change set changed, by instance; None for one that was gone.
    """
    found: dict[str, wire.Conflict] = {}
    deleting = frozenset(post.deleted)
    for row in _since(connection, file, post):
        theirs = _Theirs(row, changed.keys() - found.keys())
        for id in dict.fromkeys(row["touched"]):
            if id in changed and id not in found:
                conflict = theirs.conflict(id, changed[id], id in deleting)
                if conflict is not None:
                    found[id] = conflict
    return list(found.values())


def _since(connection: Connection, file: str, post: wire.ChangePost) -> Iterator[Mapping[str, Any]]:
    """Give what others did to the instances, newest first. The large column is read only where it matters."""
    columns = (change_sets.c.seq, change_sets.c.revision, change_sets.c.origin, change_sets.c.touched)
    later = (change_sets.c.file_id == file, change_sets.c.revision > post.base)
    query = select(*columns).where(*later).order_by(change_sets.c.revision.desc()).limit(COMPARED)
    mentioned = {item.id for item in post.updated} | set(post.deleted) | {item.id for item in post.created}
    for row in connection.execute(query).mappings().all():
        if row["origin"].get("page") != post.origin.page and not mentioned.isdisjoint(row["touched"]):
            changes = select(change_sets.c.changes).where(change_sets.c.seq == row["seq"])
            yield {**row, "changes": connection.execute(changes).scalar_one()}


class _Theirs:
    """What a change set of somebody else did to some instances, looked through once."""

    def __init__(self, row: Mapping[str, Any], ids: Collection[str]) -> None:
        self.who = (row["origin"].get("author") or "local", row["revision"])
        self.deleted = {one["id"] for one in row["changes"]["deleted"]}
        self.fields: dict[str, set[str]] = {}
        for both in row["changes"]["updated"]:
            if both["after"]["id"] in ids:
                fields = differing(both["before"], both["after"])
                self.fields.setdefault(both["after"]["id"], set()).update(fields)

    def conflict(self, id: str, mine: Collection[str] | None, deleting: bool) -> wire.Conflict | None:
        if mine is None:
            lost = not deleting and id in self.deleted
            return wire.Conflict(id, [], "changed", "deleted", *self.who) if lost else None
        fields = self.fields.get(id, set())
        if deleting:
            return wire.Conflict(id, sorted(fields), "deleted", "changed", *self.who) if fields else None
        same = sorted(fields.intersection(mine))
        return wire.Conflict(id, same, "changed", "changed", *self.who) if same else None


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Give the fields in which two instances as JSON differ; an attribute is `attributes.name`."""
    fields = [name for name in FIELDS if before.get(name) != after.get(name)]
    old, new = before.get("attributes") or {}, after.get("attributes") or {}
    return fields + [f"attributes.{name}" for name in {**old, **new} if old.get(name) != new.get(name)]
