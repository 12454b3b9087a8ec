"""What the editor completes and explains is what the runtime has, whole and fresh."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import limner
from limner import granted, manifest
from limner.canvas import GRANTED, Canvas, grants_for
from limner.events import EVENTS
from limner.geometry import KINDS

PATH = Path(__file__).parents[2] / "web" / "tools" / "reference.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_module_is_fresh(tool: ModuleType) -> None:
    assert tool.OUTPUT.read_text(encoding="utf-8") == tool.source(), "run `make types`"


def test_every_call_of_the_canvas_is_there_with_its_smallest_grant(tool: ModuleType) -> None:
    listed = {member["name"]: member for member in tool.reference()["types"]["Canvas"] if member["name"]}
    names = {name for cls in (Canvas, *GRANTED.values()) for name in dir(cls) if not name.startswith("_")}
    assert granted.build(GRANTED, None)  # type: ignore[arg-type]
    assert set(listed) == names
    assert {name: member.get("grant") for name, member in listed.items()} == {
        name: next(iter(grants_for(name)), None) for name in names
    }
    assert [name for name, member in listed.items() if not member["doc"]] == []


def test_every_event_has_its_fields_and_says_what_it_is(tool: ModuleType) -> None:
    made = tool.reference()
    assert list(made["events"]) == list(EVENTS)
    for name, event in EVENTS.items():
        fields = {member["name"] for member in made["types"][made["events"][name]["type"]]}
        assert fields == set(event.__dataclass_fields__), name
        assert made["events"][name]["doc"]


def test_every_grant_kind_and_name_is_there(tool: ModuleType) -> None:
    made = tool.reference()
    assert made["grants"] == manifest.GRANTS
    assert made["values"]["kind"] == list(KINDS)
    assert {entry["name"] for entry in made["names"]} == {name for name in limner.__all__ if not name.startswith("_")}
    assert {entry["name"] for entry in made["names"] if entry["shape"]} == {cls.__name__ for cls in KINDS.values()}


def test_every_key_of_the_block_is_explained(tool: ModuleType) -> None:
    known = set(manifest.Manifest.__dataclass_fields__) - {"params", "commands", "dependencies", "requires_python"}
    assert set(tool.reference()["block"]) == known


def test_names_are_written_as_javascript_writes_them(tool: ModuleType) -> None:
    names = {member["name"]: member["js"] for member in tool.reference()["types"]["Canvas"]}
    assert names["set_label"] == "setLabel"
    assert names["image"] == "image"
    assert names[None] == "signal"


def test_the_guide_names_every_key_of_the_editor() -> None:
    root = PATH.parents[2]
    guide = (root / "docs" / "scripts" / "editor.md").read_text(encoding="utf-8")
    bound = re.findall(r'key: "(Mod-[^"]+)"', (root / "web" / "js" / "editor" / "editor.js").read_text())
    assert len(bound) == 3
    names = [key.replace("Mod", "Ctrl").replace("-", "+") for key in bound]
    assert [key for key in names if f"| {key.title()} |" not in guide] == []
