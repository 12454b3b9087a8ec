"""Everything the guide must have a heading and an example for, asked of the runtime itself."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

import limner
from limner import hooks, manifest, params
from limner.canvas import GRANTED, Canvas
from limner.commands import ScriptCommand
from limner.events import EVENTS
from limner.geometry import KINDS
from limner.instances import ActorKind
from limner.manifest import Manifest
from limner.services import RANGES, TEXTS, Storage
from tests.guide.pages import Example

CANVAS_PAGES = (
    "assets.md",
    "canvas.md",
    "changing.md",
    "reading.md",
    "storage-network.md",
    "suggestions.md",
    "view.md",
)
BESIDE = {"requires_python": "requires-python"}
BOTH = ("python", "javascript")


@dataclass(frozen=True)
class Subject:
    """Something an author can write: where its heading stands, and how an example shows it.

    `languages` are those it must have an example in.
    """

    what: str
    name: str
    pages: tuple[str, ...]
    heading: str
    shows: Callable[[Example], bool]
    languages: tuple[str, ...] = BOTH

    @property
    def id(self) -> str:
        return f"{self.what} {self.name}"


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def members(cls: type) -> list[str]:
    return [name for name in vars(cls) if not name.startswith("_")]


def subjects() -> Iterator[Subject]:
    yield from _declared()
    yield from _called()
    yield from _shaped()


def _declared() -> Iterator[Subject]:
    for event in EVENTS:
        yield Subject("event", event, ("events.md",), event, _in_code(f'"{event}"'), ("python",))
    for grant in manifest.GRANTS:
        yield Subject("grant", grant, ("grants.md",), grant, lambda one, it=grant: it in one.manifest.grants)
    for field in dataclasses.fields(Manifest):
        key = BESIDE.get(field.name, field.name)
        written = rf"\[tool\.limner\.{key}\." if key in ("params", "commands") else rf"{key} = "
        languages = ("javascript",) if key in ("modules", "assets") else ("python",)
        yield Subject("key", key, ("block.md",), key, _in_block(written), languages)
    for field in dataclasses.fields(params.Parameter):
        if field.name != "name":
            shown = _in_block(rf"{field.name} = ")
            yield Subject("parameter key", field.name, ("parameters.md",), field.name, shown, ("python",))
    for field in dataclasses.fields(ScriptCommand):
        if field.name != "name":
            shown = _in_block(rf"\[tool\.limner\.commands\.\w+\]\n(?:(?:#|//) [^\[\n]*\n)*(?:#|//) {field.name} = ")
            yield Subject("command key", field.name, ("commands.md",), field.name, shown)
    for name in (*_filters(), "schedule"):
        yield Subject("filter", name, ("hooks.md",), name, _in_code(rf"\b{name}=|\b{name}:"), ("python",))


def _filters() -> list[str]:
    return [name for name in hooks.on.__kwdefaults__ if name != "schedule"]


def _called() -> Iterator[Subject]:
    names = {name for cls in (Canvas, *GRANTED.values()) for name in members(cls)}
    for name in sorted(names):
        shows = _in_code(rf"\bcanvas\.{name}\b|\bcanvas\.{camel(name)}\b|\{{ {camel(name)} \}} = canvas\b")
        yield Subject("canvas", name, CANVAS_PAGES, f"canvas.{name}", shows)
    shows = _in_code(r"\bcanvas\.signal\b")
    yield Subject("canvas", "signal", CANVAS_PAGES, "canvas.signal", shows, ("javascript",))
    for name in members(Storage):
        shows = _in_code(rf"\bcanvas\.storage\.{name}\(")
        yield Subject("storage", name, ("storage-network.md",), f"storage.{name}", shows)
    for name in (*RANGES, *TEXTS):
        yield Subject("setting", name, ("view.md",), f"settings.{name}", _in_code(rf"\b(view|settings)\.{name} = "))


def _shaped() -> Iterator[Subject]:
    for kind, cls in KINDS.items():
        yield Subject("kind", kind, ("geometry.md",), kind, _in_code(rf"\b{cls.__name__}\("))
    for verb in verbs():
        yield Subject("verb", verb, ("geometry.md",), verb, _in_code(rf"\b({verb}|{camel(verb)})\("))


def verbs() -> list[str]:
    functions = (name for name in limner.__all__ if callable(getattr(limner, name)))
    return [name for name in functions if name.islower() and name != "on"]


def rows() -> Iterator[tuple[str, str, str]]:
    """Give what has a row in a table: the page, the heading above it, the word."""
    yield from (("hooks.md", "actor", name) for name in get_args(ActorKind))
    yield from (("hooks.md", "schedule", name) for name in get_args(hooks.Schedule))
    yield from (("canvas.md", "Levels", name) for name in get_args(limner.canvas.Level))


def _in_code(pattern: str) -> Callable[[Example], bool]:
    return lambda one: re.search(pattern, one.code) is not None


def _in_block(pattern: str) -> Callable[[Example], bool]:
    line = re.compile(rf"^(?:#|//) {pattern}", re.MULTILINE)
    return lambda one: line.search(one.source) is not None


def parts_of(value: Any) -> list[str]:
    """Give the names of an event's own fields."""
    envelope = {field.name for field in dataclasses.fields(limner.Event)}
    return [field.name for field in dataclasses.fields(value) if field.name not in envelope]
