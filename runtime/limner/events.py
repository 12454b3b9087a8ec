"""What happens on the annotation page, one dataclass per event, named verb_noun.

Every event carries the envelope of `Event`. Events are made after the change is in the store, with
the ids the store gave; none carries a null instance. `EVENTS` lists them by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from limner import records
from limner.errors import RecordError
from limner.instances import ActorKind, Field, Instance
from limner.rings import Bounds, Pair
from limner.scale import PixelSize

EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Actor:
    """Who caused the event: `kind`, and the id of the person or the identity of the script."""

    kind: ActorKind
    id: str = ""


@dataclass(frozen=True)
class File:
    """The file the event happened on; `width` and `height` in pixels.

    `pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.
    """

    id: str
    name: str
    width: int
    height: int
    kind: Literal["image"] = "image"
    frame: int = 0
    pixel_size: PixelSize | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """The envelope: `at` is ISO 8601 in UTC, `revision` counts the change sets of the file."""

    name: ClassVar[str]
    id: str
    at: str
    actor: Actor
    project: str
    file: File
    revision: int = 0

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, **records.fields_of(self)}

    @staticmethod
    def from_json(data: Any, where: str = "event") -> "Event":
        """Build the event that `name` names. Raises `RecordError` with the path of what does not fit."""
        name = data.get("name") if isinstance(data, Mapping) else None
        if not isinstance(name, str) or name not in EVENTS:
            raise RecordError(f"{where}.name is {name!r}, expected one of {', '.join(EVENTS)}")
        event: Event = records.read_fields(EVENTS[name], data, where)
        return event


def _listed(cls: type["Event"]) -> type["Event"]:
    EVENTS[cls.name] = cls
    return cls


@_listed
@dataclass(frozen=True, kw_only=True)
class OpenFile(Event):
    """The file is open and its image is drawn."""

    name = "open_file"


@_listed
@dataclass(frozen=True, kw_only=True)
class LeaveFile(Event):
    """The annotator moved away from the file."""

    name = "leave_file"


@_listed
@dataclass(frozen=True, kw_only=True)
class ChangeFrame(Event):
    """Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.

    Images have one frame, so it comes only from files that have several.
    """

    name = "change_frame"
    before: int


@dataclass(frozen=True, kw_only=True)
class InstanceEvent(Event):
    """Something happened to `instance`, given as it is now in the store."""

    instance: Instance


@_listed
@dataclass(frozen=True, kw_only=True)
class DrawInstance(InstanceEvent):
    """A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.

    What a script makes of it is only shown, until the pointer is lifted. The next comes when the last
    one's runs are over, and always with the newest shape. `session` stays the same during one drag, and
    `instance.id` is the one it will have. `before` is how a shape that is there already was.
    """

    name = "draw_instance"
    session: str
    before: Instance | None = None


@_listed
@dataclass(frozen=True, kw_only=True)
class CreateInstance(InstanceEvent):
    """A new instance is in the store."""

    name = "create_instance"


@_listed
@dataclass(frozen=True, kw_only=True)
class UpdateInstance(InstanceEvent):
    """An instance changed: `before` is how it was, `changed` names the fields that differ."""

    name = "update_instance"
    before: Instance
    changed: tuple[Field, ...]


@_listed
@dataclass(frozen=True, kw_only=True)
class DeleteInstance(InstanceEvent):
    """An instance is gone; `instance` is how it was last."""

    name = "delete_instance"


@_listed
@dataclass(frozen=True, kw_only=True)
class RestoreInstance(InstanceEvent):
    """An instance that had been deleted is back, by undo or redo."""

    name = "restore_instance"


@_listed
@dataclass(frozen=True, kw_only=True)
class SelectInstance(InstanceEvent):
    """An instance was selected."""

    name = "select_instance"


@_listed
@dataclass(frozen=True, kw_only=True)
class DeselectInstance(InstanceEvent):
    """An instance is no longer selected."""

    name = "deselect_instance"


@_listed
@dataclass(frozen=True, kw_only=True)
class Command(Event):
    """A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.

    `command` is the name of the command, empty where the script declares none.
    """

    name = "command"
    instance: Instance | None = None
    command: str = ""


@dataclass(frozen=True)
class PromptPoint:
    """One click of the prompt tool in pixels of the file: on the object, or (`positive` false) beside it."""

    x: float
    y: float
    positive: bool = True


@dataclass(frozen=True)
class Stroke:
    """One stroke of the prompt tool along `points`, `width` wide: over the object, or (`positive` false) beside it.

    All in pixels of the file.
    """

    points: tuple[Pair, ...]
    width: float
    positive: bool = True


@_listed
@dataclass(frozen=True, kw_only=True)
class Prompt(Event):
    """The annotator points at something with the prompt tool.

    It comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,
    `box` the rectangle that was dragged, if any. `session` stays the same while one shape is being
    refined, so what a script suggests takes the place of what it suggested before. `instance` is the
    selected one, if any.
    """

    name = "prompt"
    session: str
    points: tuple[PromptPoint, ...] = ()
    box: Bounds | None = None
    instance: Instance | None = None
    strokes: tuple[Stroke, ...] = ()


@_listed
@dataclass(frozen=True, kw_only=True)
class ChangeParams(Event):
    """The script's parameters changed: their values `before` and `after`, and the names that differ."""

    name = "change_params"
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changed: tuple[str, ...]


@_listed
@dataclass(frozen=True, kw_only=True)
class BeforeSave(Event):
    """The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.

    What was drawn is stored at once in any case; a veto loses nothing.
    """

    name = "before_save"
    reason: Literal["save", "complete"]


@_listed
@dataclass(frozen=True, kw_only=True)
class CompleteFile(Event):
    """The file was marked as done."""

    name = "complete_file"
