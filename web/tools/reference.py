"""Make what the script editor completes and explains, from the runtime's own docstrings: `make types`.

Writes `web/js/generated/reference.js`. `--check` only says whether it is what the runtime would give.
"""

import argparse
import dataclasses
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

import limner
import limner.granted
from limner import hooks, manifest, params
from limner.canvas import GRANTED, Canvas, grants_for
from limner.commands import ScriptCommand
from limner.events import EVENTS, PromptPoint, Stroke
from limner.geometry import KINDS, Geometry
from limner.instances import ActorKind
from limner.rings import Bounds
from limner.services import RANGES, TEXTS, Settings, Storage

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "web" / "js" / "generated" / "reference.js"
NOTE = "Made by `make types` from the runtime's docstrings. Do not edit."
RECORDS = (
    *(limner.Instance, limner.File, limner.Actor, limner.Provenance, limner.Response, limner.Model, limner.Finding),
    *(limner.SimilarFile, limner.PixelSize, PromptPoint, Stroke, Bounds),
)
BLOCK = {
    "name": "What the script is called.",
    "namespace": "Whose it is; with the name it makes the identity.",
    "version": "The author's own number of the version.",
    "description": "What it does, in a sentence.",
    "places": "Where it may run, in order of preference.",
    "grants": "What it may do. Nothing is allowed unless it is named here.",
    "connect": 'Hosts it may reach, with the grant "network".',
    "timeout": f"Seconds for one run, at most {manifest.MAX_TIMEOUT:g}; {manifest.DEFAULT_TIMEOUT:g} unless said.",
    "hotkey": "The key that runs it on the selected instance, where it declares no commands.",
    "modules": "JavaScript libraries it uses, of those that Limner brings.",
    "assets": "Files of the models folder it may have: paths, `*` for anything within a folder, `**` across.",
}
# Where the form in JavaScript is not the one in Python with other letters.
JAVASCRIPT: dict[str, dict[str, Any]] = {
    "on": {
        "signature": "on(events, { kind, label, actor, attributes, command, when, schedule }, (event, canvas) => …)",
        "doc": "Declare a function as the answer to one event or a list of them. The filters may be left out.",
    },
    "Canvas.log": {"signature": "log(...values)"},
    "Canvas.image": {
        "signature": 'image(bounds = null, { margin = 0, scale = 1, channels = "rgba" } = {})',
        "doc": "Give the pixels inside `bounds` as ImageData.\n\n`bounds` is `[x, y, width, height]` in pixels of the "
        "file, by default all of it. It grows by `margin` (a fraction of each side), is rounded outwards to whole "
        "pixels and clipped to the file. A `scale` below 1 gives a smaller picture of the same place. With "
        '`channels: "gray"` it is `{ width, height, data }` with one byte a pixel.',
    },
    "Canvas.instances": {"signature": "instances({ kind, label, attributes, script, within, at } = {})"},
    "Canvas.set_attributes": {"signature": "setAttributes(instance, attributes)"},
    "Canvas.overlay": {
        "signature": "overlay(image, { bounds, opacity = 0.6 } = {})",
        "doc": "Show an ImageData, or `{ width, height, data }`, over the image, inside `bounds` or all of it; "
        "`null` takes it away. It is not stored, and the script's next overlay takes its place.",
    },
    "Canvas.report": {
        "signature": 'report([{ message, instance, bounds, level = "warning" }], { checked } = {})',
    },
    "Canvas.fetch": {"signature": 'fetch(url, { method = "GET", headers, body } = {})'},
    "Canvas.signal": {"name": "signal", "doc": "An AbortSignal that fires when the run is stopped."},
    "Canvas.asset": {
        "signature": "asset(name)",
        "doc": "Give a file in a models folder that the block names in `assets`, as an ArrayBuffer. `name` is its path "
        "below the folder. Throws `HostError` where the block does not declare it, or it is not there.",
    },
    "Model.run": {
        "signature": "run(inputs, outputs)",
        "doc": "Give the outputs, all or those named, as `{ type, dims, data }` by name; inputs are `{ data, dims }`.",
    },
    "Response.body": {"name": "bytes", "doc": "What came, as a Uint8Array."},
    "Response.text": {"signature": "text()", "doc": "Give the body as text."},
    "Polygon": {"signature": "Polygon(points) or Polygon({ parts: [{ outer, holes }] })"},
    "Mask": {"signature": "Mask(bounds, rle)"},
}
PYTHON_ONLY = {
    "Part",
    "Keypoint",
    "PixelSize",
    "PromptPoint",
    "Stroke",
    "File",
    "Actor",
    "ChangeSet",
    "Instance",
    "Provenance",
    "Response",
    "Model",
    "Finding",
    "SimilarFile",
}


def reference() -> dict[str, Any]:
    """Give everything the editor knows of the API."""
    return {
        "grants": manifest.GRANTS,
        "events": {name: {"doc": _doc(event), "type": event.__name__} for name, event in EVENTS.items()},
        "values": {
            "kind": list(KINDS),
            "actor": list(get_args(ActorKind)),
            "schedule": list(get_args(hooks.Schedule)),
            "places": list(manifest.PLACES),
            "grants": list(manifest.GRANTS),
            "type": list(params.PARAMETER_TYPES),
        },
        "filters": [name for name in inspect.signature(hooks.on).parameters if name != "events"],
        "block": BLOCK,
        "command": [field.name for field in dataclasses.fields(ScriptCommand) if field.name != "name"],
        "parameter": [field.name for field in dataclasses.fields(params.Parameter) if field.name != "name"],
        "names": [_name(name) for name in sorted(limner.__all__) if not name.startswith("_")],
        "types": {cls.__name__: members for cls, members in _types()},
    }


def source() -> str:
    """Give the text of the generated module."""
    text = json.dumps(reference(), indent=1, ensure_ascii=False)
    return f"// @ts-nocheck\n// {NOTE}\nexport const reference = {text};\n"


def _types() -> Iterable[tuple[type, list[dict[str, Any]]]]:
    signal = {"name": None, "js": JAVASCRIPT["Canvas.signal"]["name"], "doc": JAVASCRIPT["Canvas.signal"]["doc"]}
    yield Canvas, [*_canvas(), signal]
    yield Storage, list(_members(Storage))
    yield Settings, [_field(Settings, name, "float" if name in RANGES else "str") for name in (*RANGES, *TEXTS)]
    for cls in (*RECORDS, *EVENTS.values(), Geometry, *KINDS.values()):
        yield cls, list(_members(cls))


def _canvas() -> Iterable[dict[str, Any]]:
    for cls in (Canvas, *GRANTED.values()):
        for member in _members(cls, Canvas if cls is Canvas else None):
            grants = grants_for(member["name"])
            if cls is Canvas or (grants and GRANTED[grants[0]] is cls):
                yield {**member, **({"grant": grants[0]} if grants else {})}


def _members(cls: type, only: type | None = None) -> Iterable[dict[str, Any]]:
    fields = getattr(cls, "__dataclass_fields__", {})
    hints = {name: str(hint) for kind in reversed(cls.__mro__) for name, hint in _annotations(kind).items()}
    for name in [*(name for name in hints if name in fields or cls is Bounds), *_functions(cls, only)]:
        value = inspect.getattr_static(cls, name, None)
        if isinstance(value, property):
            yield _property(cls, name, value)
        elif inspect.isfunction(value):
            yield _call(cls, name, value)
        else:
            yield _field(cls, name, hints[name])


def _functions(cls: type, only: type | None) -> list[str]:
    kept = []
    for name in dir(cls):
        value = inspect.getattr_static(cls, name)
        inherited = only is None and cls is not Canvas and hasattr(Canvas, name) and issubclass(cls, Canvas)
        if name.startswith("_") or name in {"to_json", "from_json"} or inherited:
            continue
        if isinstance(value, property) or inspect.isfunction(value):
            kept.append(name)
    return kept


def _annotations(cls: type) -> dict[str, Any]:
    return {name: _plain(hint) for name, hint in inspect.get_annotations(cls).items() if name[0] != "_"}


def _property(cls: type, name: str, value: property) -> dict[str, Any]:
    hint = _plain(inspect.signature(value.fget).return_annotation) if value.fget else ""
    return {**_entry(cls, name, inspect.getdoc(value) or ""), "hint": hint, **_type(hint)}


def _call(cls: type, name: str, value: Callable[..., Any]) -> dict[str, Any]:
    hint = _plain(inspect.signature(value).return_annotation)
    made = {**_entry(cls, name, inspect.getdoc(value) or ""), "signature": _signature(name, value), **_type(hint)}
    made["jsSignature"] = _said(cls, name).get("signature") or _js_signature(name, value)
    return {**made, "awaited": inspect.iscoroutinefunction(value)}


def _field(cls: type, name: str, hint: str) -> dict[str, Any]:
    return {**_entry(cls, name, _doc(cls)), "hint": hint, **_type(hint)}


def _entry(cls: type, name: str, doc: str) -> dict[str, Any]:
    said = _said(cls, name)
    js = said.get("name") or (camel(name) if issubclass(cls, Canvas) else name)
    return {"name": name, "js": js, "doc": doc, **({"jsDoc": said["doc"]} if "doc" in said else {})}


def _said(cls: type, name: str) -> dict[str, Any]:
    owner = "Canvas" if issubclass(cls, Canvas) else cls.__name__
    return JAVASCRIPT.get(f"{owner}.{name}", {})


def _type(hint: str) -> dict[str, str]:
    known = {cls.__name__ for cls in (*RECORDS, Storage, Settings, Geometry)}
    found = [part for part in re.split(r" \| ", hint) if part in known]
    return {"type": found[0]} if found else {}


def _name(name: str) -> dict[str, Any]:
    value = getattr(limner, name)
    said = JAVASCRIPT.get(name, {})
    form = "class" if inspect.isclass(value) else "function"
    only = inspect.isclass(value) and (name in PYTHON_ONLY or issubclass(value, (Exception, limner.Event)))
    made = {"name": name, "js": None if only or value is Geometry or value is Bounds else camel(name), "form": form}
    made["doc"] = _doc(value)
    made["shape"] = name in {cls.__name__ for cls in KINDS.values()}
    if not (inspect.isclass(value) and issubclass(value, (Exception, limner.Event))):
        made["signature"] = _signature(name, value).replace("<factory>", "{}")
    if made["js"]:
        made["jsSignature"] = said.get("signature") or _js_signature(name, value)
    return {**made, **({"jsDoc": said["doc"]} if "doc" in said else {})}


def _signature(name: str, value: Callable[..., Any]) -> str:
    signature = inspect.signature(value)
    taken = [one.replace(annotation=one.empty) for one in signature.parameters.values() if one.name != "self"]
    return name + str(signature.replace(parameters=taken, return_annotation=signature.empty)).replace("'", '"')


def _js_signature(name: str, value: Callable[..., Any]) -> str:
    taken = [one for one in inspect.signature(value).parameters.values() if one.name != "self"]
    plain = [
        _js_parameter(one) for one in taken if one.kind is not one.KEYWORD_ONLY and one.kind is not one.VAR_KEYWORD
    ]
    options = [_js_parameter(one) for one in taken if one.kind is one.KEYWORD_ONLY]
    given = [*plain, *([f"{{ {', '.join(options)} }} = {{}}"] if options else [])]
    return f"{camel(name)}({', '.join(given)})"


def _js_parameter(parameter: inspect.Parameter) -> str:
    name = camel(parameter.name)
    if parameter.kind is parameter.VAR_POSITIONAL:
        return f"...{name}"
    if parameter.default is parameter.empty or parameter.default in (None, ()):
        return name
    if isinstance(parameter.default, float):
        return f"{name} = {parameter.default:g}"
    return f"{name} = {json.dumps(parameter.default)}"


def _plain(hint: Any) -> str:
    text = hint if isinstance(hint, str) else inspect.formatannotation(hint)
    short = re.sub(r"\b(?:limner\.\w+|typing|collections\.abc)\.", "", text).replace('"', "")
    return re.sub(r"^ClassVar\[(.*)\]$", r"\1", short)


def _doc(value: Any) -> str:
    return inspect.getdoc(value) or ""


def camel(name: str) -> str:
    """Give a name as JavaScript writes it: `set_label` as `setLabel`."""
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def keep(output: Path, made: str, about: str | None) -> int:
    """Write a generated file, or with `--check` only say whether it is up to date. Gives the exit code."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    if not parser.parse_args().check:
        output.write_text(made, encoding="utf-8")
        return 0
    fresh = output.is_file() and output.read_text(encoding="utf-8") == made
    if not fresh:
        print(f"stale: {output.relative_to(ROOT)}; run `make types`", file=sys.stderr)
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(keep(OUTPUT, source(), __doc__))
