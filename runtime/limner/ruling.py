"""What a change set may not do by its project's ontology: labels, limits, values, base annotations, what is read-only.

Only what a change set touches is looked at, so that an ontology which became stricter never stands in the
way of anything else. What is merely missing is asked for when the file is completed, not here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from limner.changes import ChangeSet, Created, Updated
from limner.fitting import Problem, problems
from limner.instances import ActorKind, Instance, Link
from limner.ontology import BaseRules, Maker, Ontology, Rules

FREE: frozenset[ActorKind] = frozenset({"undo", "import"})
READONLY: Mapping[Maker, str] = {
    "import": "imported shapes are read-only in this project: duplicate one and change the copy",
    "script": "what scripts made is read-only in this project: duplicate it and change the copy",
}


@dataclass(frozen=True)
class By:
    """Who makes a change set: `script` is its `namespace/name`, `turn` whether a step is taken back or done again."""

    actor: ActorKind
    script: str | None = None
    turn: Literal["undo", "redo"] | None = None


@dataclass(frozen=True)
class Scene:
    """What a change set meets: the instances it names as they are, by id, and whether the file has base annotations.

    `restored` are deleted instances that it creates again.
    """

    ontology: Ontology
    before: Mapping[str, Instance]
    has_base: bool = False
    restored: Mapping[str, Instance] | None = None


def refusals(changes: ChangeSet, scene: Scene, by: By) -> Iterator[str]:
    """Give what of a change set is not allowed: which item, and why.

    Imports are free of everything. What is undone was allowed once, so only the rules of base annotations, and what is
    read-only, hold for it.
    """
    if by.actor == "import":
        return
    yield from _held(changes, scene, by)
    yield from _against_rules(changes, scene)
    if by.actor in FREE:
        return
    for index, created in enumerate(changes.created, 1):
        yield from (
            f"instance {index}: {what}" for what in (*_created(created, scene), *_tied(created.links, (), scene))
        )
    for updated in changes.updated:
        yield from (f"update of {updated.id}: {what}" for what in _updated(updated, scene))


def is_base(instance: Instance) -> bool:
    """Say whether it is a base annotation."""
    return instance.provenance.actor == "import"


def held(instance: Instance, rules: Rules, by: By) -> str | None:
    """Say why an instance is read-only for somebody, or None."""
    made = instance.provenance
    for maker in rules.readonly:
        if made.actor == maker and not (maker == by.actor == "script" and made.script == by.script):
            return READONLY[maker]
    return None


def _held(changes: ChangeSet, scene: Scene, by: By) -> Iterator[str]:
    rules = scene.ontology.rules
    if not rules.readonly:
        return
    for updated in changes.updated:
        before = scene.before.get(updated.id)
        why = before and updated.changed(before) and held(before, rules, by)
        if why:
            yield f"update of {updated.id}: {why}"
    if by.turn == "undo":  # which deletes only what the step made
        return
    for gone in changes.deleted:
        before = scene.before.get(gone)
        why = before and held(before, rules, by)
        if why:
            yield f"deletion of {gone}: {why}"


def _against_rules(changes: ChangeSet, scene: Scene) -> Iterator[str]:
    rules = scene.ontology.rules.base
    if rules == BaseRules():
        return
    restored = scene.restored or {}
    if not rules.add and scene.has_base:
        yield from (
            f"instance {index}: nothing may be added beside the base annotations of this project"
            for index, created in enumerate(changes.created, 1)
            if created.id not in restored
        )
    for updated in changes.updated:
        before = scene.before.get(updated.id)
        if before is None or not is_base(before):
            continue
        after = updated.on(before)
        if not rules.edit and after.geometry != before.geometry:
            yield f"update of {updated.id}: the shapes of base annotations may not be edited in this project"
        if not rules.relabel and (after.label != before.label or after.attributes != before.attributes):
            yield f"update of {updated.id}: base annotations may not be relabelled in this project"
    if not rules.delete:
        yield from (
            f"deletion of {gone}: base annotations may not be deleted in this project"
            for gone in changes.deleted
            if gone in scene.before and is_base(scene.before[gone])
        )


def _created(item: Created, scene: Scene) -> Iterator[str]:
    earlier = (scene.restored or {}).get(item.id or "")
    if earlier is not None and earlier.label == item.label:
        return
    instance = Instance("", "", item.geometry, item.label, attributes=item.attributes)
    yield from (found.what for found in problems(instance, scene.ontology) if found.code != "required")


def _updated(item: Updated, scene: Scene) -> Iterator[str]:
    before = scene.before.get(item.id)
    if before is None:
        return
    after = item.on(before)
    relabelled, reshaped = after.label != before.label, after.geometry != before.geometry
    named = {name for name, value in (item.attributes or {}).items() if before.attributes.get(name) != value}

    def concerns(found: Problem) -> bool:
        if found.code == "value":
            return found.field in named
        return found.code != "required" and (relabelled or (reshaped and found.code in ("kind", "limit")))

    yield from (found.what for found in problems(after, scene.ontology) if concerns(found))
    yield from _tied(item.links or (), before.links, scene)


def _tied(links: Iterable[Link], before: Iterable[Link], scene: Scene) -> Iterator[str]:
    known, there = scene.ontology.rules.relations, {link.name for link in before}
    for name in dict.fromkeys(link.name for link in links):
        if known and name not in known and name not in there:
            yield f"relation {name!r} is not one of this project's (there are: {', '.join(known)}): add it there first"
