"""The handle a hook receives, built from the script's grants.

What is not granted is not there; using it says which grant to declare. The host checks the grants
again, so a script that reaches round the handle gains nothing.
"""

import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from limner import assets
from limner import findings as reported
from limner.changes import ChangeSet, Created, Suggested, Updated
from limner.errors import ChangeError, GrantError, LimnerError
from limner.events import Event
from limner.findings import Finding
from limner.geometry import Geometry
from limner.instances import Instance
from limner.models import Model, Models
from limner.params import Params
from limner.previews import previews
from limner.services import Call, Settings

Level = Literal["debug", "info", "warning", "error"]
Target = Instance | str


@dataclass
class Run:
    """What one run has at hand: its event, its parameters, its way to the host, its changes so far.

    `call` asks the host and waits, `tell` only says; `pause` lets what the host sends come in.
    """

    event: Event
    params: Params
    call: Call
    tell: Callable[..., None]
    pause: Callable[[], Awaitable[None]]
    settings: Mapping[str, Any] | None = None
    display: Settings | None = None
    veto: str | None = None
    models: Models = field(default_factory=Models)
    created: list[Created] = field(default_factory=list)
    updated: list[Updated] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    suggested: list[Suggested] = field(default_factory=list)

    @property
    def changes(self) -> ChangeSet:
        return ChangeSet(tuple(self.created), tuple(self.updated), tuple(self.deleted), tuple(self.suggested))

    def flush(self) -> None:
        """Hand over the changes so far."""
        if self.changes:
            self.tell("flush", {"changes": self.changes})
        for gathered in (self.created, self.updated, self.deleted, self.suggested):
            gathered.clear()


class Canvas:
    """What every script has, whatever its grants."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def params(self) -> Params:
        """The script's parameters, by name: `canvas.params.iterations`."""
        return self._run.params

    def log(self, *values: object, level: Level = "info") -> None:
        """Write a line to the console, as `print` does; lists, mappings and records can be unfolded there."""
        self._run.tell("log", {"level": level, "text": " ".join(map(str, values)), "values": previews(values)})

    def notify(self, message: str, level: Level = "info") -> None:
        """Show the annotator a short message."""
        self._run.tell("notify", {"level": level, "text": str(message)})

    def progress(self, fraction: float, text: str = "") -> None:
        """Show how far the run is, from 0 to 1."""
        self._run.tell("progress", {"fraction": min(1.0, max(0.0, float(fraction))), "text": text})

    def report(self, findings: Iterable[Finding], checked: str = "") -> None:
        """Show what the script found on the file as a list, in which each finding leads to its place.

        It takes the place of the script's earlier one on the file; an empty list clears it, or says that
        nothing was found where `checked` tells what was looked at. The first 5,000 are shown.
        """
        given = reported.checked(findings)
        shown = {"findings": given[: reported.MOST], "total": len(given)}
        self._run.tell("report", {**shown, "checked": str(checked)[: reported.LONGEST]})

    def veto(self, message: str) -> None:
        """Refuse to save or complete the file, and say why; only in a hook for `before_save`."""
        if self._run.event.name != "before_save":
            raise LimnerError(f"canvas.veto answers before_save, not {self._run.event.name}")
        self._run.veto = self._run.veto or str(message) or "the script refuses"

    async def asset(self, name: str) -> bytes:
        """Give the bytes of a file in a models folder that the block names in `assets`.

        `name` is its path below the folder. Raises `HostError` where the block does not declare it, or
        it is not there, and says where it was looked for.
        """
        return await assets.content(await self._run.call("asset", {"name": str(name)}))

    async def model(self, name: str) -> Model:
        """Open the ONNX model in a file that the block names in `assets`; it is opened once and stays.

        `outputs = await model.run({"input": array})` computes. In CPython onnxruntime does, in a browser
        onnxruntime-web, on one core. Raises `HostError` as `asset` does, and where the file is no model.
        """
        return await self._run.models.model(str(name), self._run.call)

    def __getattr__(self, name: str) -> Any:
        grants = [] if name.startswith("_") else grants_for(name)
        if not grants:
            raise AttributeError(f"the canvas has no {name!r}")
        raise GrantError(f'canvas.{name} needs the grant "{grants[0]}": add it to grants in the script\'s block')


GRANTED: dict[str, type[Canvas]] = {}
Added = TypeVar("Added", bound=type[Canvas])


def granted(grant: str) -> Callable[[Added], Added]:
    """List a class as what a grant adds to the canvas."""

    def listed(cls: Added) -> Added:
        GRANTED[grant] = cls
        return cls

    return listed


def grants_for(name: str) -> list[str]:
    """Give the grants that bring a call, the smallest first."""
    found = [grant for grant, added in GRANTED.items() if name in dir(added) and name not in dir(Canvas)]
    return sorted(found, key=lambda grant: len(GRANTED[grant].__mro__))


def add_returned(canvas: Canvas, value: Any) -> None:
    """Create what a hook returned: nothing, one instance or geometry, or an iterable of them."""
    if value is None:
        return
    if isinstance(value, (Geometry, Instance)):
        value = [value]
    if not isinstance(value, Iterable) or isinstance(value, (str, bytes, Mapping)):
        raise ChangeError(f"the hook returned {type(value).__name__}, expected geometries, instances or nothing")
    for item in value:
        _create_returned(canvas, item)


def new_id() -> str:
    """Give a fresh opaque id."""
    return uuid.uuid4().hex


def _create_returned(canvas: Any, item: Any) -> None:
    if isinstance(item, Instance):
        canvas.create(item.geometry, label=item.label, attributes=item.attributes, score=item.score)
    else:
        canvas.create(item)
