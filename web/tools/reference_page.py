"""Write the reference for script authors from the runtime's docstrings: `make types`.

Makes `docs/scripts/reference.md` of what `reference.py` gives the editor, and of the block, the tests' harness and
the errors. `--check` only says whether it is what the runtime would give.
"""

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import limner
from limner import changes, errors, params, testing
from limner.canvas import Level
from limner.services import RANGES, TEXTS

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from web.tools.reference import BLOCK, keep, reference  # noqa: E402 - beside this file, however it is started

OUTPUT = ROOT / "docs" / "scripts" / "reference.md"
INTRO = """# Reference

Every name a script can use, with its signature in Python and in JavaScript. Made by `make types` from the runtime's
docstrings; do not edit it here. The pages [before this one](README.md) explain and have examples.
"""
CHANGES = (limner.ChangeSet, changes.Created, changes.Updated, changes.Suggested)
ALSO = {"dependencies": "Packages the place must bring.", "requires-python": "Which Python it is for; shown only."}
BOUNDS = (
    *("", "### bounds", "", "```javascript", "bounds(shape)", "```", ""),
    "Give the smallest upright rectangle round a shape. Only in JavaScript; in Python it is `shape.bounds`.",
)
PARAMETER = {
    "type": f"One of {', '.join(params.PARAMETER_TYPES)}.",
    "default": "The value until another is set.",
    "title": "The control's caption.",
    "description": "Shown where the pointer rests on the control.",
    "minimum": "The least number taken.",
    "maximum": "The largest number taken.",
    "step": "How far the slider moves at once.",
    "unit": "Shown behind the value.",
    "enum": "The values to choose from.",
}

COMMAND = {
    "title": "What stands on its button.",
    "description": "Shown where the pointer rests on the button.",
    "hotkey": "The key that does what the button does.",
    "kinds": "The kinds of the selected shape it is for; any unless said.",
}


def page() -> str:
    """Give the text of the page."""
    data = reference()
    chapters = (
        _block(data),
        _hooks(data),
        _events(data),
        _canvas(data),
        _names(data, "Geometry", lambda one: one["shape"] or one["name"] in ("Part", "Keypoint", "Geometry", "Bounds")),
        _members(data, "What shapes have", ("Geometry", "Bounds")),
        (*_names(data, "Verbs", lambda one: one["form"] == "function" and one["name"] != "on"), *BOUNDS),
        _members(
            data,
            "Records",
            (
                "Instance",
                "Provenance",
                "File",
                "Actor",
                "PixelSize",
                "PromptPoint",
                "Stroke",
                "Response",
                "Model",
                "Finding",
                "SimilarFile",
            ),
        ),
        _testing(),
        _errors(),
    )
    return INTRO + "".join("\n" + "\n".join(chapter).rstrip() + "\n" for chapter in chapters)


def _block(data: Mapping[str, Any]) -> Iterator[str]:
    yield "## The block"
    yield ""
    yield from _table(("key", "what it says"), ((f"`{name}`", text) for name, text in {**ALSO, **BLOCK}.items()))
    yield ""
    yield "A parameter, `[tool.limner.params.NAME]`:"
    yield ""
    yield from _table(("key", "what it says"), ((f"`{name}`", PARAMETER[name]) for name in data["parameter"]))
    yield ""
    yield "A command, `[tool.limner.commands.NAME]`:"
    yield ""
    yield from _table(("key", "what it says"), ((f"`{name}`", COMMAND[name]) for name in data["command"]))
    yield ""
    yield "### The grants"
    yield ""
    yield from _table(("grant", "allows to"), ((f"`{name}`", text) for name, text in data["grants"].items()))


def _hooks(data: Mapping[str, Any]) -> Iterator[str]:
    (one,) = (name for name in data["names"] if name["name"] == "on")
    yield "## Hooks"
    yield ""
    yield from _entry(one)
    yield ""
    values = data["values"]
    rows = ((f"`{name}`", ", ".join(f"`{value}`" for value in values[name])) for name in ("kind", "actor", "schedule"))
    yield from _table(("filter", "one or several of"), rows)


def _events(data: Mapping[str, Any]) -> Iterator[str]:
    yield "## Fields of events"
    envelope = {member["name"] for member in data["types"]["OpenFile"]}
    yield ""
    yield "Every event, in Python an `Event`, has " + ", ".join(f"`{name}`" for name in sorted(envelope)) + "."
    for name, event in data["events"].items():
        yield ""
        yield f"### {name}"
        yield ""
        yield f"{event['doc']}\n\nIn Python it is a `{event['type']}`."
        own = [member for member in data["types"][event["type"]] if member["name"] not in envelope]
        if own:
            yield ""
            yield from _table(("field", "type"), ((f"`{one['name']}`", f"`{_type(one)}`") for one in own))


def _canvas(data: Mapping[str, Any]) -> Iterator[str]:
    yield "## Canvas"
    for member in sorted(data["types"]["Canvas"], key=lambda one: (one.get("grant", ""), one["js"])):
        yield ""
        yield f"### canvas.{member['name'] or member['js']}"
        yield ""
        grant = f"Grant: `{member['grant']}`." if "grant" in member else "Needs no grant."
        grant += "" if member["name"] else " Only in JavaScript."
        yield from _entry(member, grant, "canvas.")
    yield ""
    yield from _sub(data, "Storage", "canvas.storage.")
    yield ""
    yield "Settings, read and assigned as `canvas.settings.NAME`:"
    yield ""
    ranges = ((f"`{name}`", f"a number from {low:g} to {high:g}") for name, (low, high) in RANGES.items())
    yield from _table(("setting", "value"), (*ranges, *((f"`{name}`", "a text") for name in TEXTS)))
    yield ""
    yield "Levels of `log` and `notify`: " + ", ".join(f"`{level}`" for level in get_args(Level)) + "."


def _sub(data: Mapping[str, Any], cls: str, prefix: str) -> Iterator[str]:
    members = data["types"][cls]
    rows = ((_forms(one, prefix), _flat(one["doc"])) for one in members)
    yield from _table(("call", "what it does"), rows)


def _names(data: Mapping[str, Any], title: str, wanted: Any) -> Iterator[str]:
    yield f"## {title}"
    for one in filter(wanted, data["names"]):
        yield ""
        yield f"### {one['name']}"
        yield ""
        yield from _entry(one)


def _members(data: Mapping[str, Any], title: str, types: Iterable[str]) -> Iterator[str]:
    yield f"## {title}"
    for cls in types:
        known = getattr(limner, cls)
        yield ""
        yield f"### {cls}" if title == "Records" else f"#### of {cls}"
        yield ""
        if title == "Records":
            yield inspect.getdoc(known) or ""
            yield ""
        rows = (
            (_forms(one, ""), f"`{_type(one)}`" if "hint" in one else _flat(one["doc"])) for one in data["types"][cls]
        )
        yield from _table(("name", "what it is"), rows)


def _testing() -> Iterator[str]:
    yield "## Testing"
    yield ""
    yield "`from limner import testing`: see [Tools](tools.md)."
    calls = ("run", "runs", "created", "command", "prompt", "drawing", "opened", "saving", "file_of")
    for name in calls:
        value = getattr(testing, name)
        yield ""
        yield f"### testing.{name}"
        yield ""
        yield "```python"
        yield f"testing.{name}{_short(value)}"
        yield "```"
        yield ""
        yield inspect.getdoc(value) or ""
    yield ""
    for name, cls in (("testing.Outcome", testing.Outcome), *((one.__name__, one) for one in CHANGES)):
        yield f"### {name}"
        yield ""
        yield inspect.getdoc(cls) or ""
        yield ""
        fields = ((f"`{one.name}`", f"`{_plain(one.type)}`") for one in dataclasses.fields(cls))
        yield from _table(("field", "type"), fields)
        yield ""


def _errors() -> Iterator[str]:
    yield "## Errors"
    yield ""
    found = [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, errors.LimnerError)]
    yield "Both languages have them under these names and import them from `limner`. A script in JavaScript never meets"
    yield "`RecordError`; what waits for the page when its run is stopped ends with `Stopped` there, and an import that"
    yield "is not there with `ImportError`."
    yield ""
    yield from _table(
        ("error", "what it says"), ((f"`{one.__name__}`", _flat(inspect.getdoc(one) or "")) for one in found)
    )


def _entry(one: Mapping[str, Any], before: str = "", prefix: str = "") -> Iterator[str]:
    python, javascript = one.get("signature"), one.get("jsSignature")
    python = None if one["name"] == "Geometry" else python  # nobody makes one of no kind
    if python or javascript:
        awaited = "await " if one.get("awaited") else ""
        for language, form in (("python", python), ("javascript", javascript)):
            if form:
                yield f"```{language}"
                yield f"{awaited}{prefix}{form}"
                yield "```"
                yield ""
    yield f"{before} {one['doc']}".strip() if before else one["doc"]
    if "jsDoc" in one:
        yield ""
        yield f"In JavaScript: {one['jsDoc']}"


def _forms(one: Mapping[str, Any], prefix: str) -> str:
    awaited = "await " if one.get("awaited") else ""
    python = one.get("signature") or one["name"]
    javascript = one.get("jsSignature") or one["js"]
    forms = f"`{awaited}{prefix}{python}`"
    return forms if python == javascript or not javascript else f"{forms}; `{awaited}{prefix}{javascript}`"


def _type(one: Mapping[str, Any]) -> str:
    return str(one.get("hint", "")).replace("|", "or")


def _plain(hint: Any) -> str:
    return re.sub(r"\b(?:limner\.\w+|typing|collections\.abc)\.", "", inspect.formatannotation(hint)).replace("|", "or")


def _short(value: Any) -> str:
    signature = inspect.signature(value)
    taken = [one.replace(annotation=one.empty) for one in signature.parameters.values()]
    return str(signature.replace(parameters=taken, return_annotation=signature.empty)).replace("'", '"')


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("|", "or")


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {head[0]} | {head[1]} |"
    yield "|---|---|"
    for name, text in rows:
        yield f"| {name} | {text} |"


if __name__ == "__main__":
    sys.exit(keep(OUTPUT, page(), __doc__))
