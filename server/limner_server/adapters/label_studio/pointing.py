"""What a client of Label Studio points at, as the event of ours that a script hears."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from limner.canvas import new_id
from limner.events import Actor, Command, CreateInstance, Event, File, OpenFile, Prompt, PromptPoint
from limner.geometry import Box, Point
from limner.hooks import Hook
from limner.instances import Instance
from limner_server.adapters.label_studio.regions import Item
from limner_server.errors import invalid
from limner_server.store.database import now

ACTOR = Actor("human", "label-studio")


def event_of(
    hooks: Sequence[Hook], pointed: Sequence[Item], positive: Mapping[str, bool], file: File, project: str
) -> Event | None:
    """Give the event that puts what is pointed at best, of those the script hears; None for one that is about
    nothing, of a script that only hears of instances.

    Raises `ApiError` 422 where the script hears nothing that could be pointed at like this.
    """
    given = envelope(file, project)
    events = [*_pointing(given, pointed, positive)] if pointed else [*_asking(given, hooks)]
    found = next((event for event in events if any(hook.matches(event) for hook in hooks)), None)
    if found is None and pointed:
        kinds = ", ".join(sorted({item.geometry.kind for item in pointed}))
        heard = ", ".join(sorted({hook.event for hook in hooks})) or "nothing"
        raise invalid(f"the script does not hear of this: it was pointed at with {kinds}, and it hears {heard}")
    return found


def envelope(file: File, project: str) -> dict[str, Any]:
    """Give what all events share."""
    return {"id": new_id(), "at": now(), "actor": ACTOR, "project": project, "file": file}


def instance_of(item: Item, file: str) -> Instance:
    """Give a region of a task as an instance."""
    return Instance(item.id, file, item.geometry, item.label, attributes=item.attributes, score=item.score)


def _pointing(shared: dict[str, Any], pointed: Sequence[Item], positive: Mapping[str, bool]) -> Iterator[Event]:
    """Give the events that put it, the best first: a rectangle alone is a box that was drawn, clicks are a prompt."""
    points = [(item, item.geometry) for item in pointed if isinstance(item.geometry, Point)]
    boxes = [item.geometry for item in pointed if isinstance(item.geometry, Box) and not item.geometry.rotation]
    drawn = CreateInstance(**shared, instance=instance_of(pointed[-1], shared["file"].id))
    if not points:
        yield drawn
    if len(points) + len(boxes) == len(pointed) and len(boxes) <= 1:
        clicks = tuple(PromptPoint(at.x, at.y, positive.get(item.id, True)) for item, at in points)
        yield Prompt(**shared, session=new_id(), points=clicks, box=boxes[0].bounds if boxes else None)
    if points:
        yield drawn


def _asking(shared: dict[str, Any], hooks: Sequence[Hook]) -> Iterator[Event]:
    names = [name for hook in hooks for name in hook.commands]
    for name in [*names[:1], ""]:
        yield Command(**shared, command=name)
    yield OpenFile(**shared)
