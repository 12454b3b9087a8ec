"""The guide for script authors: complete, and every example in it runs."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from limner import Actor, Bounds, Box, File, Instance, PromptPoint, canvas, geometry, manifest, testing
from limner.canvas import new_id
from limner.events import EVENTS

GUIDE = (Path(__file__).parents[2] / "docs" / "scripts.md").read_text()
EXAMPLES = [block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "# /// script" in block]
HEADINGS = set(re.findall(r"^### (.+)$", GUIDE, re.MULTILINE))
CANVAS_CALLS = {
    name for kind in (canvas.Canvas, *canvas.GRANTED.values()) for name in vars(kind) if not name.startswith("_")
}


class Photo:
    """Just enough of an array: what needs real pixels is tested with the bundled scripts."""

    shape = (160, 180, 3)

    def __getitem__(self, _: Any) -> "Photo":
        return self

    def tobytes(self) -> bytes:
        return bytes(160 * 180 * 3)


def instance(label: str) -> Instance:
    return Instance(new_id(), "file", Box(3.2, 4.7, 4, 4) if label == "speck" else Box(10.4, 12.6, 30, 20), label)


def event_of(name: str, subject: Instance) -> Any:
    given: dict[str, dict[str, Any]] = {
        "update_instance": {"before": instance("cat"), "changed": ("label",)},
        "change_frame": {"before": 0},
        "prompt": {"session": "s", "points": (PromptPoint(20, 20),), "box": Bounds(10, 12, 30, 20)},
        "change_params": {"before": {}, "after": {}, "changed": ()},
        "before_save": {"reason": "complete"},
    }
    fields: dict[str, Any] = {
        "id": new_id(),
        "at": testing.NOW,
        "actor": Actor("human", "tester"),
        "project": "p",
        "file": File("file", "photo.png", 180, 160),
        **given.get(name, {}),
    }
    if any(field.name == "instance" for field in dataclasses.fields(EVENTS[name])):
        fields["instance"] = subject
    return EVENTS[name](**fields)


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda source: manifest.parse(source).name)
def test_every_example_runs_and_answers_its_event(source: str) -> None:
    (name,) = re.findall(r'@on\(\s*"(\w+)"', source)
    subject = instance("speck" if "No specks" in source else "dog")
    pixels = Photo()
    if "canvas.image" in source:
        numpy = pytest.importorskip("numpy")
        pixels = numpy.zeros((160, 180, 3), numpy.uint8)
    outcome = testing.run(source, event_of(name, subject), image=pixels, instances=[subject], labels=["cat", "dog"])
    assert outcome.error is None
    said = outcome.lines or outcome.notices or outcome.progress
    assert said or outcome.changes or "Remind" in source


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda source: manifest.parse(source).name)
def test_no_examples_block_has_a_problem(source: str) -> None:
    problems: list[manifest.Problem] = []
    manifest.parse(source, problems=problems)
    assert problems == []


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_heading(event: str) -> None:
    assert event in HEADINGS


@pytest.mark.parametrize("grant", manifest.GRANTS)
def test_every_grant_has_a_heading(grant: str) -> None:
    assert grant in HEADINGS


@pytest.mark.parametrize("call", sorted(CANVAS_CALLS))
def test_every_canvas_call_has_a_heading(call: str) -> None:
    assert f"canvas.{call}" in HEADINGS


@pytest.mark.parametrize("kind", geometry.KINDS)
def test_every_geometry_kind_is_in_the_table(kind: str) -> None:
    assert f"| `{kind}` |" in GUIDE


def test_no_heading_names_a_call_that_is_not_there() -> None:
    named = {heading.removeprefix("canvas.") for heading in HEADINGS if heading.startswith("canvas.")}
    assert named == CANVAS_CALLS
